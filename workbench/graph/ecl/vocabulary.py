"""Which codes an expression may name and which it may find, by number.

An ordinal is a number. What only the side tables of a release use has one too; see
`workbench.graph.side_numbers`. The trap: such a number is no ordinal, and no answer may hold one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from workbench.core.codes import CodeSystem
from workbench.core.sctid import sctid_fault
from workbench.errors import UnknownCodeError
from workbench.graph.display import shortened
from workbench.graph.ecl.syntax import Concept
from workbench.graph.near import near_spellings
from workbench.graph.side_numbers import Mask
from workbench.graph.side_tables import replaced_by

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph

__all__ = ["GraphVocabulary", "TableVocabulary", "Vocabulary"]

#: Longest code that a message repeats.
_LONGEST: Final = 40


class Vocabulary(Protocol):
    """Which codes may stand in a part of an expression, by number."""

    @property
    def active(self) -> Mask:
        """Which numbers may be found."""

    def number(self, concept: Concept) -> int:
        """Give the number of a concept that is named.

        Raises
        ------
        UnknownCodeError
            If it may not stand here.
        """


class GraphVocabulary:
    """The concepts of a graph; only active ones may be found, and any may be named.

    Parameters
    ----------
    graph
        Whose they are.
    """

    def __init__(self, graph: CodeGraph) -> None:
        self._graph = graph
        self._retired: dict[str, None] = {}
        self.active: Mask = graph.concepts["active"].to_numpy(zero_copy_only=False)

    @property
    def retired(self) -> tuple[str, ...]:
        """The codes named so far that are not active, each once."""
        return tuple(self._retired)

    def number(self, concept: Concept) -> int:
        """Give the ordinal of a concept; see `Vocabulary`."""
        ordinal = self._graph.index.find(concept.code)
        if ordinal is None:
            raise _unknown(self._graph, concept)
        if not self.active[ordinal]:
            self._retired[self._graph.index.codes[ordinal]] = None
        return ordinal


class TableVocabulary:
    """The active concepts of a graph, and whatever else its side tables use.

    Parameters
    ----------
    graph
        Whose they are.
    """

    def __init__(self, graph: CodeGraph) -> None:
        self._graph = graph
        self.active: Mask = graph.index.side.used

    def number(self, concept: Concept) -> int:
        """Give the number of a concept; see `Vocabulary`."""
        index = self._graph.index
        ordinal = index.find(concept.code)
        number = index.side.further.get(concept.code) if ordinal is None else ordinal
        if number is None:
            raise _unknown(self._graph, concept)
        return number


def _unknown(graph: CodeGraph, concept: Concept) -> UnknownCodeError:
    """Make the error for a code that is nowhere, with its place and near spellings."""
    system = graph.release.system
    near = near_spellings(concept.code, graph.index.ordinals, system=system)
    fault = sctid_fault(concept.code) if system is CodeSystem.SNOMED else None
    return UnknownCodeError(
        shortened(concept.code, most=_LONGEST),
        release=str(graph.release),
        near=near,
        place=None if concept.at is None else str(concept.at),
        why=fault,
        replaced_by=tuple(replaced_by(graph.side, concept.code)),
    )
