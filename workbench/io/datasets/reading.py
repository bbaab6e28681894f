"""Read a dataset of any shape, from any container, down to its distinct codes.

The one entry is `read_dataset`. Published counts are read by themselves, without DuckDB.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.core.codes import CodeSystem
from workbench.core.progress import Progress, silent
from workbench.errors import InputError
from workbench.io.datasets.counts import CodeCounts, Position
from workbench.io.datasets.shapes import Long, Shape, Wide, find_shape
from workbench.io.datasets.usage import USAGE_COLUMNS, read_usage_counts
from workbench.io.headings import fold

if TYPE_CHECKING:
    from workbench.io.datasets.sources import Source

__all__ = ["read_dataset"]

_PUBLISHED_SAY_NO_POSITION: Final = (
    "published counts do not say which code was first-listed, so --position primary cannot be "
    "answered from them; use --position any"
)


def read_dataset(
    source: object,
    *,
    system: CodeSystem | None = None,
    year: str | None = None,
    position: Position = Position.ANY,
    progress: Progress = silent,
) -> CodeCounts:
    """Read activity by distinct code from a file or a frame.

    Parameters
    ----------
    source
        A path (text or `Path`): CSV, gzipped or not; Parquet, a file or a folder of parts; a
        DuckDB database as ``file.duckdb::table``, or the file of its only table. Or a frame:
        pandas, Polars, PyArrow, a DuckDB relation, PySpark.
    system
        Whose codes to read where the data hold several; None takes the only one there is.
    year
        A financial year (``2023``, ``2023-24``, ``2023-04-01``); default the last the data hold.
    position
        Every code of an episode, or only the first-listed.
    progress
        Who is told how far it is.

    Raises
    ------
    InputError
        If it does not read, holds no codes of the system or no such year, or cannot say which
        code was first-listed. Messages name columns, codes and counts, never records.
    """
    if isinstance(source, str | Path):
        if _is_published(source):
            if position is Position.PRIMARY:
                raise InputError(_PUBLISHED_SAY_NO_POSITION)
            return read_usage_counts(Path(source), year=year, progress=progress)
        from workbench.io.datasets.sources import open_file

        label = Path(source).name
        opened: AbstractContextManager[Source] = open_file(source, progress)
    else:
        from workbench.io.datasets.frames import open_frame

        label, opened = "the frame", open_frame(source)
    with opened as held:
        shape = find_shape(held.columns, system=system, file=held.name, line=held.line)
        with progress(f"counting {label}"):
            counts = _read(held, shape, year, position)
    return replace(counts, path=str(source)) if isinstance(source, str | Path) else counts


def _is_published(source: str | Path) -> bool:
    """Whether a file is a CSV with the headings of published counts."""
    from workbench.io.datasets.text_files import head_of

    path = Path(source)
    if not path.name.lower().endswith((".csv", ".csv.gz")) or not path.is_file():
        return False
    headings = {fold(name) for name in next(iter(head_of(path)), "").split(",")}
    return headings.issuperset(fold(name) for name in USAGE_COLUMNS)


def _read(held: Source, shape: Shape, year: str | None, position: Position) -> CodeCounts:
    from workbench.io.datasets import by_shape

    if isinstance(shape, Wide):
        return by_shape.read_wide(held, shape, year=year, position=position)
    if isinstance(shape, Long):
        return by_shape.read_long(held, shape, year=year, position=position)
    if position is Position.PRIMARY:
        raise InputError(_PUBLISHED_SAY_NO_POSITION)
    return by_shape.read_counts(held, shape, year=year)
