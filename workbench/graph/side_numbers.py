"""Attributes and reference sets as arrays of numbers, for questions about whole releases.

A release may use attributes, values and reference sets that it does not itself hold as concepts.
These get numbers after the last ordinal, so that one array of booleans speaks of both. The trap:
such a number is no ordinal.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from workbench.graph.csr import Int32
from workbench.graph.side_tables import ORDINAL

if TYPE_CHECKING:
    import pyarrow as pa

    from workbench.graph.side_tables import SideTables

__all__ = ["AttributeRows", "Mask", "MemberRows", "SideNumbers"]

#: One truth a number.
Mask: TypeAlias = npt.NDArray[np.bool_]
_NONE: Final[Int32] = np.empty(0, dtype=np.int32)


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


class SideNumbers:
    """The side tables of one graph by number.

    Parameters
    ----------
    concepts
        A table with the columns ``code`` and ``active``, row ``i`` being ordinal ``i``.
    side
        The tables, placed.

    Attributes
    ----------
    attributes, members
        The rows.
    further
        The number of each code that the tables use and the graph does not hold.
    """

    def __init__(self, *, concepts: pa.Table, side: SideTables) -> None:
        self._concepts = concepts
        self.further: dict[str, int] = {}
        self.attributes = AttributeRows(
            sources=_ordinals(side.attributes),
            types=self._column(side.attributes, "type"),
            targets=self._column(side.attributes, "target"),
        )
        members = _ordinals(side.members)
        self._refsets = refsets = self._column(side.members, "refset")
        self.members = MemberRows(refsets=refsets[members >= 0], members=members[members >= 0])

    @cached_property
    def used(self) -> Mask:
        """Which numbers are active or used by the tables: read-only, one truth a number."""
        rows, active = self.attributes, self._concepts["active"]
        used = np.zeros(len(active) + len(self.further), dtype=bool)
        used[: len(active)] = active.to_numpy(zero_copy_only=False)
        for numbers in (rows.types, rows.targets[rows.targets >= 0], self._refsets):
            used[numbers] = True
        used.flags.writeable = False
        return used

    def _column(self, table: pa.Table, name: str) -> Int32:
        """Give the number of each code of a column, -1 where it is null."""
        if not table.num_rows:
            return _NONE
        column = table[name].unify_dictionaries().combine_chunks()
        numbers = self._numbers(column.dictionary)
        places = column.indices.fill_null(len(numbers) - 1).to_numpy(zero_copy_only=False)
        given: Int32 = numbers[places]
        return given

    def _numbers(self, codes: pa.Array) -> Int32:
        """Give the number of each code, and at last -1; new numbers follow those there are."""
        held = self._concepts["code"].combine_chunks()
        found = pc.index_in(codes, value_set=held).fill_null(-1)
        numbers: Int32 = np.append(found.to_numpy(zero_copy_only=False), np.int32(-1))
        for place in np.flatnonzero(numbers[:-1] < 0).tolist():
            following = len(held) + len(self.further)
            numbers[place] = self.further.setdefault(codes[place].as_py(), following)
        return numbers


def _ordinals(table: pa.Table) -> Int32:
    """Give the concept each row speaks of, -1 where the graph does not hold it."""
    if not table.num_rows:
        return _NONE
    ordinals: Int32 = table[ORDINAL].combine_chunks().fill_null(-1).to_numpy(zero_copy_only=False)
    return ordinals
