"""NHS England's published counts by code and financial year.

Their columns are ``start_date, end_date, <code>, description, usage``. What they count is
*finished consultant episodes with the code in any position* for ICD-10 and *every occurrence* for
OPCS-4: never patients, spells or primary diagnoses. A count written ``*`` was suppressed. The
trap: a file of one's own in these columns may hold anything where the codes should be, so that
what is no code is dropped and not shown. Read without DuckDB, which would take longer
to load than the file.

Source: NHS England, Hospital Admitted Patient Care Activity, all diagnoses and all procedures.
"""

from __future__ import annotations

import gzip
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from workbench.core.codes import CodeSystem, natural_key
from workbench.core.progress import Progress, silent
from workbench.core.suppression import IN_HOSPITAL, SIGN, Suppressed
from workbench.errors import InputError
from workbench.io.datasets.counts import CodeCounts, Dropped, Rows, unit_of
from workbench.io.datasets.values import Read, read_value, shown_value
from workbench.io.datasets.years import choose_year
from workbench.io.headings import shown_headings
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
    system = _system(column)
    year_counts = _count_year(table, column, start)
    activity, dropped = year_counts.activity, year_counts.dropped
    return CodeCounts(
        path=str(path),
        system=system,
        year=start,
        unit=unit_of(system),
        activity={code: activity[code] for code in sorted(activity, key=natural_key)},
        terms=year_counts.terms,
        dropped=tuple(dropped[key] for key in sorted(dropped)),
        notes=(),
        rows=Rows(counted=year_counts.counted, elsewhere=year_counts.elsewhere),
        suppressed=year_counts.suppressed,
    )


@dataclass(slots=True, kw_only=True)
class _Year:
    """One year added up: by code as written, with what is left out and the file's words."""

    activity: dict[str, int] = field(default_factory=dict)
    suppressed: dict[str, Suppressed] = field(default_factory=dict)
    dropped: dict[tuple[str, str], Dropped] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)
    counted: int = 0
    elsewhere: int = 0

    def add(self, written: str, read: Read, count: int | Suppressed) -> None:
        """Add one count."""
        number = 0 if isinstance(count, Suppressed) else count
        if read.code is None:
            key = (read.value, read.why or "")
            self.dropped[key] = _drop(self.dropped.get(key), read, number)
            return
        self.counted += 1
        self.activity[written] = self.activity.get(written, 0) + number
        if isinstance(count, Suppressed):
            before = self.suppressed.get(written)
            self.suppressed[written] = count if before is None else before + count


def _count_year(table: Table, column: str, start: str) -> _Year:
    when, which, how_often, words = (
        table.index(name) for name in ("start_date", column, "usage", "description")
    )
    system, year = _system(column), _Year()
    for number, row in enumerate(table.rows):
        if row[when] != start:
            year.elsewhere += 1
            continue
        written = row[which].strip()
        year.add(written, read_value(written, system), _count(table, number, row[how_often]))
        if words >= 0 and row[words] and written in year.activity:
            year.terms[written] = row[words]
    return year


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
    problem = f"no column of codes among {shown_headings(table.columns)}; expected {_LAYOUT.what}"
    raise InputError(problem, file=table.file, line=1)


def _system(column: str) -> CodeSystem:
    return next(system for word, system in _SYSTEM_OF.items() if word in fold(column))


def _chosen_year(table: Table, year: str | None) -> str:
    starts = table.column("start_date") or []
    held = sorted(set(starts))
    for value in held:
        if _DATE.fullmatch(value) is None:
            shown = shown_value(value)
            what = f"'{shown}' is not a date; expected the first day of a year as 2023-04-01"
            raise table.problem(starts.index(value), "start_date", what)
    if not held:
        problem = f"holds no rows; expected {_LAYOUT.what}"
        raise InputError(problem, file=table.file)
    return choose_year(held, year, file=table.file)


def _count(table: Table, row: int, value: str) -> int | Suppressed:
    if value == SIGN:
        return IN_HOSPITAL
    if value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS:
        return int(value)
    what = (
        f"'{shown_value(value)}' is not a count; expected a whole number, 0 or more, of at most "
        f"{_MOST_DIGITS} digits, or {SIGN} for a suppressed one"
    )
    raise table.problem(row, "usage", what)


def _drop(before: Dropped | None, read: Read, activity: int) -> Dropped:
    return Dropped(
        value=read.value,
        rows=1 + (before.rows if before else 0),
        activity=activity + (before.activity if before else 0),
        why=read.why or "",
    )
