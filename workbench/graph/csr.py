"""Rows of ordinals, packed: the one shape in which a graph keeps its hierarchy.

Row ``i`` is ``indices[indptr[i]:indptr[i + 1]]``, ascending and without repeats. Whole columns of
rows are read, searched and turned over with numpy; nothing here loops over nodes. The trap: a pair
``(row, value)`` is packed into one int64 as ``row << 32 | value``, so that one sort orders by both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from workbench.errors import GraphStructureError

__all__ = ["Csr", "Int32", "Int64", "distinct", "pack", "spans", "unpack"]

#: An array of int32, ordinals mostly.
Int32: TypeAlias = npt.NDArray[np.int32]
#: An array of int64, offsets mostly.
Int64: TypeAlias = npt.NDArray[np.int64]

_LARGEST = np.iinfo(np.int32).max


def pack(rows: npt.NDArray[Any], values: npt.NDArray[Any]) -> Int64:
    """Give one sortable int64 for each pair; both sides are ordinals, so never negative."""
    return (rows.astype(np.int64) << 32) | values.astype(np.int64)


def unpack(keys: Int64) -> tuple[Int32, Int32]:
    """Give back the two sides of packed pairs.

    Examples
    --------
    >>> rows, values = unpack(pack(np.array([7]), np.array([3])))
    >>> int(rows[0]), int(values[0])
    (7, 3)
    """
    return (keys >> 32).astype(np.int32), (keys & _LARGEST).astype(np.int32)


def distinct(keys: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Give the distinct numbers, ascending.

    ``numpy.unique`` hashes where it could sort, which takes ten times as long on millions.

    Examples
    --------
    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    ordered = np.sort(keys)
    fresh = np.ones(len(ordered), dtype=bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    return ordered[fresh]


def spans(starts: npt.NDArray[Any], lengths: npt.NDArray[Any]) -> Int64:
    """Give the positions of many spans, one after the other.

    Examples
    --------
    >>> spans(np.array([10, 3]), np.array([2, 3])).tolist()
    [10, 11, 3, 4, 5]
    """
    long = lengths.astype(np.int64)
    ends = np.cumsum(long)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int64) + np.repeat(starts.astype(np.int64) - ends + long, long)


def _read_only(array: Int32, name: str) -> Int32:
    if array.dtype != np.int32 or array.ndim != 1:
        message = f"array '{name}' holds {array.ndim}-d {array.dtype}, expected 1-d int32"
        raise GraphStructureError(message)
    view = array.view(np.ndarray)  # of a memory map too, each slice of which costs four times more
    view.flags.writeable = False
    return view


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Csr:
    """Packed rows of ordinals; read-only, and as happy with a memory map as with memory.

    Attributes
    ----------
    indptr
        int32, shape (rows + 1,): where each row begins, and at last where all end.
    indices
        int32, shape (indptr[-1],): the rows one after the other, each ascending.

    Raises
    ------
    GraphStructureError
        If the two arrays do not fit each other.

    Examples
    --------
    >>> rows = Csr.from_pairs(np.array([0, 2, 2]), np.array([1, 1, 0]), rows=3)
    >>> [rows.row(i).tolist() for i in range(len(rows))]
    [[1], [], [0, 1]]
    """

    indptr: Int32
    indices: Int32
    #: The same memory for scalar access: an item of a memoryview is a plain int, four times
    #: quicker to get than an item of an array.
    starts: memoryview = field(init=False)
    items: memoryview = field(init=False)

    def __post_init__(self) -> None:
        """Make both arrays read-only and see that they fit."""
        object.__setattr__(self, "indptr", _read_only(self.indptr, "indptr"))
        object.__setattr__(self, "indices", _read_only(self.indices, "indices"))
        if len(self.indptr) == 0 or int(self.indptr[-1]) != len(self.indices):
            end = int(self.indptr[-1]) if len(self.indptr) else "nothing"
            message = f"rows end at {end}, but {len(self.indices)} ordinals are there"
            raise GraphStructureError(message)
        object.__setattr__(self, "starts", self.indptr.data)
        object.__setattr__(self, "items", self.indices.data)

    @classmethod
    def from_sorted_keys(cls, keys: Int64, *, rows: int) -> Csr:
        """Build from packed pairs in ascending order without repeats."""
        if len(keys) > _LARGEST:
            message = f"the hierarchy has {len(keys)} pairs, expected at most {_LARGEST}"
            raise GraphStructureError(message)
        owners, values = unpack(keys)
        indptr = np.zeros(rows + 1, dtype=np.int32)
        np.cumsum(np.bincount(owners, minlength=rows), out=indptr[1:])
        return cls(indptr=indptr, indices=values)

    @classmethod
    def from_pairs(cls, owners: npt.NDArray[Any], values: npt.NDArray[Any], *, rows: int) -> Csr:
        """Build from pairs in any order; a pair given twice counts once."""
        return cls.from_sorted_keys(distinct(pack(owners, values)), rows=rows)

    def __len__(self) -> int:
        """Give the number of rows."""
        return len(self.indptr) - 1

    def __repr__(self) -> str:
        """Give the shape, never the content."""
        return f"<Csr {len(self):,} rows, {len(self.indices):,} ordinals>"

    def __reduce__(self) -> tuple[Callable[[], Csr], tuple[()]]:
        """Travel to another process as the two arrays; a memoryview cannot."""
        return partial(Csr, indptr=self.indptr, indices=self.indices), ()

    def row(self, ordinal: int) -> Int32:
        """Give one row as a read-only view, ascending."""
        return self.indices[self.starts[ordinal] : self.starts[ordinal + 1]]

    def count(self, ordinal: int) -> int:
        """Give the length of one row."""
        return int(self.starts[ordinal + 1] - self.starts[ordinal])

    def counts(self) -> Int32:
        """Give the length of every row."""
        return np.diff(self.indptr)

    def gather(self, rows: npt.NDArray[Any]) -> tuple[Int32, Int32]:
        """Read many rows.

        Returns
        -------
        tuple
            Their ordinals one row after the other, and the length of each row.
        """
        starts = self.indptr[rows]
        lengths = self.indptr[rows.astype(np.int64) + 1] - starts
        return self.indices[spans(starts, lengths)], lengths

    def find(self, rows: Int32, values: Int32) -> Int64:
        """Find each value in its row.

        Returns
        -------
        numpy.ndarray
            int64, shape of `rows`: the position in ``indices``, or -1 where the row lacks it.
        """
        low = self.indptr[rows].astype(np.int64)
        high = end = self.indptr[rows.astype(np.int64) + 1].astype(np.int64)
        last = max(len(self.indices) - 1, 0)
        while bool(np.any(low < high)):
            middle = (low + high) // 2
            below = (low < high) & (self.indices[np.minimum(middle, last)] < values)
            low, high = np.where(below, middle + 1, low), np.where(below, high, middle)
        found = low < end
        found[found] = self.indices[low[found]] == values[found]
        return np.where(found, low, -1)

    def transposed(self) -> Csr:
        """Turn the rows over: value ``j`` of row ``i`` becomes value ``i`` of row ``j``."""
        rows = len(self)
        owners = np.repeat(np.arange(rows, dtype=np.int64), self.counts())
        keys = pack(self.indices, owners)
        keys.sort()
        return Csr.from_sorted_keys(keys, rows=rows)
