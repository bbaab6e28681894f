"""The headings of a CSV file of any size, and whether its gzip is whole.

Only the beginning is decoded; a gzip is unpacked once to the end, since a cut or damaged one would
give figures that look right.
"""

from __future__ import annotations

import csv
import gzip
import zlib
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Final

from workbench.core.progress import Progress
from workbench.errors import InputError
from workbench.io.tables import sniff_delimiter
from workbench.io.text import lines_of_head

__all__ = ["Header", "check_whole", "columns_of", "head_of", "header_of"]

_HEAD: Final = 1 << 18
_CHUNK: Final = 1 << 22
_GZIP: Final = b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The headings of a CSV file.

    Attributes
    ----------
    columns
        As written.
    delimiter
        What parts them.
    skipped
        Lines of remarks before them.
    compression
        ``gzip`` or ``none``, by the first bytes; the name may say otherwise.
    """

    columns: tuple[str, ...]
    delimiter: str
    skipped: int
    compression: str


def columns_of(count: int) -> dict[str, str]:
    """Give names and types of a number of columns of text, for DuckDB."""
    return {f"c{place}": "VARCHAR" for place in range(count)}


def head_of(path: Path) -> list[str]:
    """Give the first whole lines of a text file, gzipped or not.

    Raises
    ------
    InputError
        If it cannot be read, is empty or no text.
    """
    try:
        with gzip.open(path) if _is_packed(path) else path.open("rb") as stream:
            head = stream.read(_HEAD)
    except (OSError, EOFError, zlib.error) as error:
        raise _unreadable(path, error) from error
    return lines_of_head(head, file=path.name)


def header_of(path: Path, progress: Progress) -> Header:
    """Read the headings, after making sure that a gzip is whole.

    Raises
    ------
    InputError
        If the file cannot be read, is empty, no text, or has no headings.
    """
    lines = head_of(path)
    check_whole(path, progress)
    skipped = sum(1 for _ in takewhile(lambda line: line.startswith("#"), lines))
    if skipped == len(lines):
        problem = "holds no header"
        raise InputError(problem, file=path.name)
    delimiter = sniff_delimiter("\n".join(lines).encode(), file=path.name)
    try:
        columns = next(csv.reader(lines[skipped:], delimiter=delimiter, strict=True))
    except csv.Error as error:
        problem = f"the headings cannot be taken apart ({error})"
        raise InputError(problem, file=path.name, line=skipped + 1) from error
    return Header(
        columns=tuple(columns),
        delimiter=delimiter,
        skipped=skipped,
        compression="gzip" if _is_packed(path) else "none",
    )


def check_whole(path: Path, progress: Progress) -> None:
    """Refuse a gzip that is cut short or whose checksum does not fit.

    Raises
    ------
    InputError
        If it does not unpack.
    """
    if not _is_packed(path):
        return
    with path.open("rb") as raw, progress(f"checking {path.name}", path.stat().st_size) as step:
        before = 0
        try:
            with gzip.open(raw) as stream:
                while stream.read(_CHUNK):
                    step(raw.tell() - before)
                    before = raw.tell()
        except (OSError, EOFError, zlib.error) as error:
            raise _unreadable(path, error) from error


def _is_packed(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(_GZIP)) == _GZIP


def _unreadable(path: Path, error: Exception) -> InputError:
    problem = f"cannot be read: {getattr(error, 'strerror', None) or error}"
    return InputError(problem, file=path.name)
