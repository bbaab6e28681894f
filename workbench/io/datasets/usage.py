"""NHS England's published counts by code and financial year.

Their columns are ``start_date, end_date, <code>, description, usage``. What they count is
*finished consultant episodes with the code in any position* for ICD-10 and *every occurrence* for
OPCS-4: never patients, spells or primary diagnoses. Read without DuckDB, which would take longer
to load than the file.

Source: NHS England, Hospital Admitted Patient Care Activity, all diagnoses and all procedures.
"""

from __future__ import annotations

import gzip
import re
import zlib
from pathlib import Path
from typing import Final

from workbench.core.codes import CodeSystem, natural_key
from workbench.core.progress import Progress, silent
from workbench.errors import InputError
from workbench.io.datasets.counts import CodeCounts, Dropped, unit_of
from workbench.io.datasets.values import NO_CODE
from workbench.io.datasets.years import choose_year
from workbench.io.tables import Layout, Origin, Table, fold, read_rows

__all__ = ["USAGE_COLUMNS", "read_usage_counts"]

#: The headings by which such a file is known.
USAGE_COLUMNS: Final = ("start_date", "end_date", "usage")

_LAYOUT: Final = Layout(
    what="usage counts (start_date, end_date, icd10_code or opcs4_code, description, usage)",
    delimiter=",",
    columns=USAGE_COLUMNS,
    origin=Origin.TYPED,
)
_SYSTEM_OF: Final = {"icd": CodeSystem.ICD10, "opcs": CodeSystem.OPCS4}
#: Longest count that is believed; the sums of a whole file then stay far below 2**63.
_MOST_DIGITS: Final = 12
_SHOWN: Final = 40
_MOST_BYTES: Final = 1 << 30
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_usage_counts(
    path: Path, *, year: str | None = None, progress: Progress = silent
) -> CodeCounts:
    """Read one financial year of published counts.

    Parameters
    ----------
    path
        A ``.csv`` or ``.csv.gz`` file.
    year
        The financial year, or the first day of any year the file holds; default the last.
    progress
        Who is told how far it is.

    Raises
    ------
    InputError
        If the file is not of this form, a value in it does not read, or it does not hold the year.
    """
    with progress(f"reading {path.name}"):
        table = read_rows(_content(path), file=path.name, layout=_LAYOUT)
    column = _code_column(table)
    start = _chosen_year(table, year)
    activity, dropped, terms = _count_year(table, column, start)
    system = _system(column)
    return CodeCounts(
        path=str(path),
        system=system,
        year=start,
        unit=unit_of(system),
        activity={code: activity[code] for code in sorted(activity, key=natural_key)},
        terms=terms,
        dropped=tuple(dropped[value] for value in sorted(dropped)),
        notes=(),
    )


def _count_year(
    table: Table, column: str, start: str
) -> tuple[dict[str, int], dict[str, Dropped], dict[str, str]]:
    """Add up one year: activity by code, what is left out, and the file's words for its codes."""
    when, which, how_often, words = (
        table.index(name) for name in ("start_date", column, "usage", "description")
    )
    activity: dict[str, int] = {}
    dropped: dict[str, Dropped] = {}
    terms: dict[str, str] = {}
    for number, row in enumerate(table.rows):
        if row[when] != start:
            continue
        code, count = row[which].strip(), _count(table, number, row[how_often])
        if code.upper() in NO_CODE:
            dropped[code] = _drop(dropped.get(code), code, count)
            continue
        activity[code] = activity.get(code, 0) + count
        if words >= 0 and row[words]:
            terms[code] = row[words]
    return activity, dropped, terms


def _content(path: Path) -> bytes:
    if path.is_dir():
        problem = f"is a folder; expected a file of {_LAYOUT.what}"
        raise InputError(problem, file=str(path))
    try:
        if path.suffix != ".gz":
            return path.read_bytes()
        with gzip.open(path) as stream:
            data = stream.read(_MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        problem = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise InputError(problem, file=str(path)) from error
    if len(data) > _MOST_BYTES:
        problem = f"unpacks to more than {_MOST_BYTES:,} bytes; expected counts by code and year"
        raise InputError(problem, file=path.name)
    return data


def _code_column(table: Table) -> str:
    for column in table.columns:
        folded = fold(column)
        if "code" in folded and any(word in folded for word in _SYSTEM_OF):
            return column
    problem = f"no column of codes among {', '.join(table.columns)}; expected {_LAYOUT.what}"
    raise InputError(problem, file=table.file, line=1)


def _system(column: str) -> CodeSystem:
    return next(system for word, system in _SYSTEM_OF.items() if word in fold(column))


def _chosen_year(table: Table, year: str | None) -> str:
    starts = table.column("start_date") or []
    held = sorted(set(starts))
    for value in held:
        if _DATE.fullmatch(value) is None:
            what = f"'{value}' is not a date; expected the first day of a year as 2023-04-01"
            raise table.problem(starts.index(value), "start_date", what)
    if not held:
        problem = f"holds no rows; expected {_LAYOUT.what}"
        raise InputError(problem, file=table.file)
    return choose_year(held, year, file=table.file)


def _count(table: Table, row: int, value: str) -> int:
    if value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS:
        return int(value)
    what = (
        f"'{value[:_SHOWN]}' is not a count; expected a whole number, 0 or more, of at most "
        f"{_MOST_DIGITS} digits"
    )
    raise table.problem(row, "usage", what)


def _drop(before: Dropped | None, value: str, activity: int) -> Dropped:
    return Dropped(
        value=value,
        rows=1 + (before.rows if before else 0),
        activity=activity + (before.activity if before else 0),
        why=NO_CODE[value.upper()],
    )
