"""Which codes an expression may name, by number, and the attributes and members of reference sets.

A release may use attributes, values and reference sets that it does not itself hold as concepts.
These get numbers after the last ordinal, so that one array of booleans speaks of both. The trap:
such a number is no ordinal, and no answer may hold one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from workbench.core.codes import CodeSystem
from workbench.core.sctid import sctid_fault
from workbench.errors import UnknownCodeError
from workbench.graph.csr import Int32
from workbench.graph.display import shortened
from workbench.graph.ecl.syntax import Concept
from workbench.graph.near import near_spellings
from workbench.graph.side_tables import ORDINAL, replaced_by

if TYPE_CHECKING:
    import pyarrow as pa

    from workbench.graph.code_graph import CodeGraph

__all__ = [
    "AttributeRows",
    "GraphVocabulary",
    "Mask",
    "MemberRows",
    "TableVocabulary",
    "Vocabulary",
]

#: One truth a concept.
Mask: TypeAlias = npt.NDArray[np.bool_]
_NONE: Final[Int32] = np.empty(0, dtype=np.int32)
#: Longest code that a message repeats.
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AttributeRows:
    """The attributes of a graph, each array int32 of shape (rows,).

    Attributes
    ----------
    sources
        Ordinals.
    types
        Numbers.
    targets
        Numbers; -1 where the value is concrete.
    """

    sources: Int32
    types: Int32
    targets: Int32


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MemberRows:
    """The members of the reference sets, each array int32 of shape (rows,).

    Attributes
    ----------
    refsets
        Numbers.
    members
        Ordinals; members that the graph does not hold are left out.
    """

    refsets: Int32
    members: Int32


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

    Attributes
    ----------
    attributes, members
        The tables, by number.
    """

    def __init__(self, graph: CodeGraph) -> None:
        self._graph = graph
        self._further: dict[str, int] = {}
        self.attributes = self._read_attributes()
        self.members = self._read_members()
        self.active: Mask = self._used()

    def number(self, concept: Concept) -> int:
        """Give the number of a concept; see `Vocabulary`."""
        ordinal = self._graph.index.find(concept.code)
        number = self._further.get(concept.code) if ordinal is None else ordinal
        if number is None:
            raise _unknown(self._graph, concept)
        return number

    def _read_attributes(self) -> AttributeRows:
        table = self._graph.side.attributes
        return AttributeRows(
            sources=_ordinals(table),
            types=self._column(table, "type"),
            targets=self._column(table, "target"),
        )

    def _read_members(self) -> MemberRows:
        table = self._graph.side.members
        members = _ordinals(table)
        held = members >= 0
        return MemberRows(refsets=self._column(table, "refset")[held], members=members[held])

    def _used(self) -> Mask:
        rows, active = self.attributes, self._graph.concepts["active"]
        used = np.zeros(len(self._graph) + len(self._further), dtype=bool)
        used[: len(self._graph)] = active.to_numpy(zero_copy_only=False)
        for numbers in (rows.types, rows.targets[rows.targets >= 0], self.members.refsets):
            used[numbers] = True
        return used

    def _column(self, table: pa.Table, name: str) -> Int32:
        """Give the number of each code of a column, -1 where it is null."""
        if not table.num_rows:
            return _NONE
        column = table[name].unify_dictionaries().combine_chunks()
        numbers = self._numbers(column.dictionary.to_pylist())
        places = column.indices.fill_null(len(numbers) - 1).to_numpy(zero_copy_only=False)
        given: Int32 = numbers[places]
        return given

    def _numbers(self, codes: Sequence[str]) -> Int32:
        """Give the number of each code, and at last -1; new numbers follow those there are."""
        held, further = self._graph.index.ordinals, self._further
        numbers = [
            held[code] if code in held else further.setdefault(code, len(held) + len(further))
            for code in codes
        ]
        return np.array([*numbers, -1], dtype=np.int32)


def _ordinals(table: pa.Table) -> Int32:
    """Give the concept each row speaks of, -1 where the graph does not hold it."""
    if not table.num_rows:
        return _NONE
    ordinals: Int32 = table[ORDINAL].combine_chunks().fill_null(-1).to_numpy(zero_copy_only=False)
    return ordinals


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
