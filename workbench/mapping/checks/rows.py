"""The rows of a map as arrays, for checks to ask by whole columns.

A column is its distinct texts and the number of the text in each row, so that a test runs once for
each distinct text. The trap: a number is -1 where a row holds nothing, and nothing passes no test.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from workbench.graph.csr import Int32, Int64
from workbench.mapping.lookup import encoded

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Column", "Flags", "Places", "Rows", "any_of", "numbered"]

#: One truth a row.
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Column:
    """One column.

    Attributes
    ----------
    texts
        Its distinct texts, in the order of their first rows.
    numbers
        int32, shape (rows,): which of them each row holds, -1 for none.
    """

    texts: list[str]
    numbers: Int32

    def where(self, test: Callable[[str], bool]) -> Flags:
        """Say of each row whether its text passes a test; False where it has none."""
        return self.where_each([test(text) for text in self.texts])

    def matches(self, pattern: re.Pattern[str]) -> Flags:
        """Say of each row whether its text begins as a pattern says."""
        return self.where(lambda text: pattern.match(text) is not None)

    def where_each(self, passed: list[bool]) -> Flags:
        """Say of each row whether its text is one of those passed, told one by one."""
        return np.array([*passed, False], dtype=bool)[self.numbers]

    def at(self, row: int) -> str | None:
        """Give the text of a row."""
        number = int(self.numbers[row])
        return None if number < 0 else self.texts[number]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """Which rows belong together.

    Attributes
    ----------
    ids
        int64, shape (rows,): the number of the place of each row, from 0.
    count
        How many places there are.
    """

    ids: Int64
    count: int


def numbered(*keys: npt.NDArray[np.integer]) -> Places:
    """Give a number to each distinct combination of some columns of whole numbers.

    Examples
    --------
    >>> places = numbered(np.array([7, 7, 3]), np.array([1, 1, 1]))
    >>> places.ids.tolist(), places.count
    ([1, 1, 0], 2)
    """
    ids = np.zeros(len(keys[0]), dtype=np.int64)
    count = 1
    for key in keys:
        values, inverse = np.unique(key, return_inverse=True)
        joined, ids = np.unique(ids * max(len(values), 1) + inverse, return_inverse=True)
        count = len(joined)
    return Places(ids=ids.astype(np.int64), count=count if len(ids) else 0)


def any_of(places: Places, flags: Flags) -> Flags:
    """Say of each row whether any row of its place is flagged.

    Examples
    --------
    >>> any_of(numbered(np.array([1, 1, 2])), np.array([True, False, False])).tolist()
    [True, True, False]
    """
    found = np.zeros(places.count, dtype=bool)
    found[places.ids[flags]] = True
    return found[places.ids] if places.count else flags


class Rows:
    """The rows of one map.

    Parameters
    ----------
    table
        A table of `MAP_SCHEMA`.
    """

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self._columns: dict[str, Column] = {}

    def __len__(self) -> int:
        """Give the number of rows."""
        return int(self._table.num_rows)

    def column(self, name: str) -> Column:
        """Give a column of texts."""
        if name not in self._columns:
            texts, numbers = encoded(self._table, name)
            self._columns[name] = Column(texts=texts, numbers=numbers)
        return self._columns[name]

    @cached_property
    def has_target(self) -> Flags:
        """Which rows have a target."""
        return self.column("target").numbers >= 0

    @cached_property
    def block(self) -> Int32:
        """The number of the block of each row."""
        return self._counted("map_block")

    @cached_property
    def group(self) -> Int32:
        """The number of the group of each row."""
        return self._counted("map_group")

    @cached_property
    def priority(self) -> Int32:
        """The priority of each row."""
        return self._counted("map_priority")

    @cached_property
    def solutions(self) -> Places:
        """One place a block of a source: one complete answer."""
        return numbered(self.column("source").numbers, self.block)

    @cached_property
    def groups(self) -> Places:
        """One place a group of a block of a source: one code of an answer."""
        return numbered(self.solutions.ids, self.group)

    @cached_property
    def is_first_group(self) -> Flags:
        """Which rows are of the lowest group of their block."""
        lowest = np.full(self.solutions.count, np.iinfo(np.int32).max, dtype=np.int32)
        np.minimum.at(lowest, self.solutions.ids, self.group)
        first: Flags = self.group == lowest[self.solutions.ids]
        return first

    def any_in_other_group(self, flags: Flags) -> Flags:
        """Say of each row whether a flagged row stands in another group of its block."""
        pairs = np.unique(np.stack([self.solutions.ids[flags], self.groups.ids[flags]]), axis=1)
        groups = np.bincount(pairs[0], minlength=self.solutions.count)
        mine = any_of(self.groups, flags)
        return groups[self.solutions.ids] > mine.astype(np.int64)

    def place(self, row: int) -> str:
        """Name the group and block of a row, as a message does."""
        block = f"block {self.block[row]} " if self.block[row] != 1 else ""
        return f"{block}group {self.group[row]}"

    def _counted(self, name: str) -> Int32:
        return np.asarray(self._table[name].combine_chunks(), dtype=np.int32)
