"""Open a frame somebody holds: pandas, Polars, Arrow, a DuckDB relation, Spark; through Narwhals.

A lazy frame stays with its own engine, on its own connection. A frame in memory is counted by
DuckDB, so that blanks and missing values mean the same wherever it came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from workbench.errors import InputError
from workbench.io.datasets.engine import memory, readable
from workbench.io.datasets.sources import Source

if TYPE_CHECKING:
    import narwhals as nw

__all__ = ["open_frame"]


@contextmanager
def open_frame(frame: object) -> Iterator[Source]:
    """Open a frame.

    Parameters
    ----------
    frame
        Anything Narwhals reads: pandas, Polars, PyArrow, DuckDB, PySpark.

    Raises
    ------
    InputError
        If it is none, or has a column name twice or in several levels.
    """
    import narwhals as nw
    from narwhals.exceptions import DuplicateError

    try:
        known = nw.from_native(frame)  # type: ignore[call-overload]
        names = known.collect_schema().names()
    except TypeError as error:
        message = (
            f"a dataset is {type(frame).__name__}; expected a path, or a frame of pandas, Polars, "
            "PyArrow, DuckDB or PySpark"
        )
        raise InputError(message) from error
    except DuplicateError as error:
        message = "the frame has two columns of one name; keep one of each"
        raise InputError(message) from error
    if any(isinstance(column, tuple) for column in names):
        message = "the frame has headings of several levels; give its columns one name each"
        raise InputError(message)
    name = f"<{known.implementation.value} frame>"
    with readable(name):
        if isinstance(known, nw.LazyFrame):
            yield _lazy(known, names, name)
        else:
            with _in_memory(known, names, name) as source:
                yield source


def _lazy(known: nw.LazyFrame[Any], names: Sequence[str], name: str) -> Source:
    import narwhals as nw

    def pick(places: Sequence[int]) -> nw.LazyFrame[Any]:
        return known.select(
            *(nw.col(names[p]).cast(nw.String).alias(f"c{n}") for n, p in enumerate(places))
        )

    return Source(name=name, columns=tuple(str(n) for n in names), pick=pick)


@contextmanager
def _in_memory(known: nw.DataFrame[Any], names: Sequence[str], name: str) -> Iterator[Source]:
    import narwhals as nw

    with memory() as database:

        def pick(places: Sequence[int]) -> nw.LazyFrame[Any]:
            columns = [names[place] for place in places]
            texts = known.select(*(known[column].cast(nw.String) for column in columns))
            # Of pandas comes, besides, an index that has gaps.
            table = texts.to_arrow().select(range(len(columns)))
            table = table.rename_columns([f"c{n}" for n in range(len(columns))])
            return nw.from_native(database.connection.from_arrow(table))

        yield Source(name=name, columns=tuple(str(n) for n in names), pick=pick)
