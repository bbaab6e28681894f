"""Which concepts satisfy an expression: booleans over ordinals, filled by numpy.

Only active concepts are ever in an answer, as the standard has it; one that a release calls retired
may still be named, and what lies under it is found. In the name and the value of an attribute and
after ``^`` a code may also stand that only the release's tables use.

The trap: ``!=`` asks for an attribute with another value, not for the absence of this one; a
concept with both values satisfies ``=`` and ``!=``.

Source: SNOMED International, Expression Constraint Language 2.1, sections 6.1 to 6.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from workbench.errors import InputError
from workbench.graph.csr import Csr, Int32, distinct
from workbench.graph.ecl.parser import parse_ecl
from workbench.graph.ecl.refusals import first_refused, refuse
from workbench.graph.ecl.syntax import (
    Attribute,
    Comparison,
    Compound,
    Concept,
    ConcreteValue,
    Expression,
    Hierarchy,
    Joint,
    MemberOf,
    Node,
    Operator,
    Refined,
    Refinement,
    RefinementSet,
    Wildcard,
)
from workbench.graph.ecl.vocabulary import GraphVocabulary, TableVocabulary, Vocabulary
from workbench.graph.side_numbers import Mask

if TYPE_CHECKING:
    import pyarrow as pa

    from workbench.graph.code_graph import CodeGraph

__all__ = ["Selection", "evaluate", "select"]

_JOIN: Final[Mapping[Joint, Any]] = {
    Joint.AND: np.logical_and,
    Joint.OR: np.logical_or,
    Joint.MINUS: np.greater,  # true and not false
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """Where an operator leads: one step, all steps if there are such, and the start if kept."""

    step: str
    closure: str | None
    keeps_start: bool


_WALKS: Final[Mapping[Operator, _Walk]] = {
    Operator.DESCENDANT: _Walk(step="children", closure="descendants", keeps_start=False),
    Operator.DESCENDANT_OR_SELF: _Walk(step="children", closure="descendants", keeps_start=True),
    Operator.CHILD: _Walk(step="children", closure=None, keeps_start=False),
    Operator.CHILD_OR_SELF: _Walk(step="children", closure=None, keeps_start=True),
    Operator.ANCESTOR: _Walk(step="parents", closure="ancestors", keeps_start=False),
    Operator.ANCESTOR_OR_SELF: _Walk(step="parents", closure="ancestors", keeps_start=True),
    Operator.PARENT: _Walk(step="parents", closure=None, keeps_start=False),
    Operator.PARENT_OR_SELF: _Walk(step="parents", closure=None, keeps_start=True),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Selection:
    """What satisfies an expression.

    Attributes
    ----------
    ordinals
        int32, ascending: the concepts.
    retired
        Codes that the expression names and the release calls retired, in the order of the text,
        each once. They are not in the answer.
    memberless
        Codes that stand after ``^`` and are no reference set with a member in the release.
    """

    ordinals: Int32
    retired: tuple[str, ...]
    memberless: tuple[str, ...] = ()


def select(graph: CodeGraph, text: str) -> Int32:
    """Give the ordinals of the concepts that satisfy an expression.

    Parameters
    ----------
    graph
        Whose concepts are asked about.
    text
        The expression.

    Returns
    -------
    numpy.ndarray
        int32, ascending; active concepts only.

    Raises
    ------
    InputError
        If the text does not follow the grammar, or holds a construct that is not supported yet.
    UnknownCodeError
        If a code is in neither the graph nor its tables.

    Examples
    --------
    >>> from workbench.core.codes import parse_release
    >>> from workbench.graph.build import build_graph, edges_table, nodes_table
    >>> graph = build_graph(
    ...     nodes_table({"code": "I20"}, {"code": "I21"}, {"code": "I21.0"}, {"code": "I21.9"}),
    ...     edges_table(("I21.0", "I21"), ("I21.9", "I21")),
    ...     release=parse_release("icd10/example"),
    ... )
    >>> select(graph, "<< I21 MINUS I21.9").tolist()
    [1, 2]
    """
    return evaluate(graph, parse_ecl(text)).ordinals


def evaluate(graph: CodeGraph, tree: Expression) -> Selection:
    """Give what satisfies an expression that has been read.

    Raises
    ------
    InputError
        If it holds a construct that is not supported yet, or asks for attributes or reference sets
        of a graph that has none.
    UnknownCodeError
        If a code is in neither the graph nor its tables.
    """
    if first_refused(tree) is not None:
        refuse(tree)
    vocabulary = GraphVocabulary(graph)
    evaluation = _Evaluation(graph, vocabulary)
    ordinals = np.flatnonzero(evaluation.mask(tree)).astype(np.int32)
    return Selection(
        ordinals=ordinals, retired=vocabulary.retired, memberless=tuple(evaluation.memberless)
    )


class _Evaluation:
    """Evaluates a tree among the codes of one vocabulary."""

    def __init__(self, graph: CodeGraph, vocabulary: Vocabulary) -> None:
        self._graph = graph
        self._known = vocabulary
        self.memberless: dict[str, None] = {}

    @cached_property
    def _beside(self) -> _Beside:
        return _Beside(self._graph, self.memberless)

    def mask(self, tree: Expression) -> Mask:
        """Give one truth a number of the vocabulary."""
        found = np.zeros(len(self._known.active), dtype=bool)
        self._mark(tree, found)
        return found

    def _mark(self, tree: Expression, found: Mask) -> None:
        """Set what satisfies a tree, and leave the rest as it is."""
        match tree:
            case Concept():
                self._set(found, np.array([self._known.number(tree)]))
            case Wildcard():
                found |= self._known.active
            case Hierarchy():
                self._walk(tree, found)
            case MemberOf():
                self._set(found, self._beside.members(tree))
            case Compound(joint=Joint.OR):
                for part in tree.parts:
                    self._mark(part, found)
            case Compound():
                found |= reduce(_JOIN[tree.joint], map(self.mask, tree.parts))
            case Refined():
                held = found[: len(self._graph)]
                held |= self.mask(tree.focus)[: len(held)] & self._having(tree.refinement)
            case _:
                refuse(tree)

    def _set(self, found: Mask, numbers: npt.NDArray[Any]) -> None:
        found[numbers[self._known.active[numbers]]] = True

    def _walk(self, tree: Hierarchy, found: Mask) -> None:
        walk, shape, operand = _WALKS[tree.operator], self._graph.hierarchy, tree.operand
        start: npt.NDArray[Any] = (
            np.array([self._known.number(operand)])  # named, so it may be a retired one
            if isinstance(operand, Concept)
            else np.flatnonzero(self.mask(operand))
        )
        if walk.keeps_start:
            self._set(found, start)
        start = start[start < len(self._graph)]
        step: Csr = getattr(shape, walk.step)
        if walk.closure is None:
            self._set(found, step.gather(start)[0])
        elif len(start) == 1:
            self._set(found, getattr(shape, walk.closure).row(int(start[0])))
        else:
            self._set(found, np.flatnonzero(_reached(step, start)))

    def _having(self, tree: Refinement) -> Mask:
        """Give which concepts of the graph have the attributes asked for."""
        if isinstance(tree, Attribute):
            return self._beside.having(tree)
        if not isinstance(tree, RefinementSet):
            refuse(tree)
        joined: Mask = reduce(_JOIN[tree.joint], map(self._having, tree.parts))
        return joined


class _Beside(_Evaluation):
    """Evaluates names and values of attributes, and reference sets."""

    def __init__(self, graph: CodeGraph, memberless: dict[str, None]) -> None:
        self._tables = graph.index.side
        super().__init__(graph, TableVocabulary(graph))
        self.memberless = memberless

    @property
    def _beside(self) -> _Beside:
        return self

    def members(self, tree: MemberOf) -> Int32:
        """Give the ordinals of the members of reference sets that are in use."""
        rows = self._tables.members
        self._see_that_any(self._graph.side.members, "reference sets", tree)
        among = self.mask(tree.operand)[rows.refsets]
        if isinstance(tree.operand, Concept) and not among.any():
            self.memberless[tree.operand.code] = None
        found = rows.members[among]
        return found[GraphVocabulary(self._graph).active[found]]

    def having(self, tree: Attribute) -> Mask:
        """Give which concepts of the graph have an attribute."""
        rows = self._tables.attributes
        self._see_that_any(self._graph.side.attributes, "attributes", tree)
        value = tree.value
        if isinstance(value, ConcreteValue):
            refuse(value)
        valued = (
            np.ones(len(rows.sources), dtype=bool)
            if isinstance(value, Wildcard)
            else self.mask(value)[rows.targets] & (rows.targets >= 0)
        )
        if tree.comparison is Comparison.NOT_EQUAL:
            valued = ~valued
        found = np.zeros(len(self._graph), dtype=bool)
        found[rows.sources[valued & self.mask(tree.name)[rows.types]]] = True
        return found

    def _see_that_any(self, table: pa.Table, what: str, tree: Node) -> None:
        if not table.num_rows:
            where = "" if tree.at is None else f" (asked for at {tree.at})"
            message = f"{self._graph.release} holds no {what}{where}"
            raise InputError(message)


def _reached(step: Csr, start: npt.NDArray[Any]) -> Mask:
    """Give what is reached from any of many nodes in one step or more; each is left but once."""
    reached = np.zeros(len(step), dtype=bool)
    front: npt.NDArray[Any] = start
    while len(front):
        beyond, _ = step.gather(front)
        front = distinct(beyond[~reached[beyond]])
        reached[front] = True
    return reached
