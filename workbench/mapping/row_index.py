"""The rows of a table by what stands in one column: one sort, then a look-up costs its own rows."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

__all__ = ["RowIndex"]


class RowIndex:
    """Row numbers by the value of a column; rows without a value are under none.

    Parameters
    ----------
    column
        Text, chunked or not.

    Attributes
    ----------
    numbers
        The distinct values in the order of their first rows, numbered from 0.
    codes
        int32, shape (rows,): the number of each row's value, -1 for none.

    Examples
    --------
    >>> index = RowIndex(pa.array(["b", "a", None, "b"]))
    >>> index.rows("b").tolist(), index.rows("c").tolist(), list(index.numbers)
    ([0, 3], [], ['b', 'a'])
    """

    def __init__(self, column: pa.Array | pa.ChunkedArray) -> None:
        if isinstance(column, pa.ChunkedArray):
            column = column.combine_chunks()
        encoded = column.dictionary_encode()
        values: list[str] = encoded.dictionary.to_pylist()
        self.numbers = dict(zip(values, range(len(values)), strict=True))
        codes = self.codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        order = np.argsort(codes, kind="stable")
        self._rows = order[np.count_nonzero(codes < 0) :]
        counts = np.bincount(codes[codes >= 0], minlength=len(values))
        self._bounds = np.concatenate([[0], np.cumsum(counts)])

    def rows(self, value: str) -> np.ndarray:
        """Give the numbers of the rows that hold a value: int64, ascending."""
        number = self.numbers.get(value)
        if number is None:
            return self._rows[:0]
        return self._rows[self._bounds[number] : self._bounds[number + 1]]
