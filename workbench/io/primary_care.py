"""NHS England's counts of SNOMED CT codes in primary care: one file a year.

Tab-separated, ``SNOMED_Concept_ID, Description, Usage, Active_at_Start, Active_at_End``. A use is
the code added to any patient's record from 1 August to 31 July. The traps: ``Usage`` is rounded to
the nearest 10, ``*`` is a count of 1 to 4 that was suppressed, and no column says the year: the
file's name does, or the caller.

Source: NHS England, SNOMED Code Usage in Primary Care, data dictionary.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from workbench.core.codes import CodeSystem, natural_key
from workbench.core.progress import Progress, silent
from workbench.core.sctid import Component, sctid_fault
from workbench.core.suppression import Suppressed
from workbench.errors import InputError
from workbench.io.datasets import CodeCounts, Rows
from workbench.io.datasets.years import follows
from workbench.io.tables import Layout, Origin, Table, fold, read_rows
from workbench.io.text import lines_of_head

__all__ = ["is_primary_care_usage", "read_primary_care_usage"]

_COLUMNS: Final = ("SNOMED_Concept_ID", "Description", "Usage")
_LAYOUT: Final = Layout(
    what="SNOMED code usage in primary care (SNOMED_Concept_ID, Description, Usage, …)",
    delimiter="\t",
    columns=_COLUMNS,
    origin=Origin.TYPED,
)
_UNIT: Final = "additions of the code to a record"
_WITHHELD: Final = Suppressed(least=1, most=4)
_NOTE: Final = (
    "Usage in primary care is rounded to the nearest 10 and runs from 1 August to 31 July; a use "
    "is the code added to any patient's record, not a patient."
)
_HEAD: Final = 4096
_MOST_DIGITS: Final = 12
_SHOWN: Final = 40
_FIRST_DAY: Final = "-08-01"
_NAMED: Final = re.compile(r"(?<!\d)(?P<first>\d{4})[-_](?:\d{2})?(?P<last>\d{2})(?!\d)")
_ASKED: Final = re.compile(r"(?P<first>\d{4})(?:-(?P<last>\d{2})|-08-01)?")


def is_primary_care_usage(path: Path) -> bool:
    """Say whether a file has the headings of these counts; False where it cannot be read."""
    try:
        with path.open("rb") as stream:
            lines = lines_of_head(stream.read(_HEAD), file=path.name)
    except (OSError, InputError):
        return False
    headings = {fold(heading) for heading in next(iter(lines), "").split("\t")}
    return headings.issuperset(fold(column) for column in _COLUMNS)


def read_primary_care_usage(
    path: Path, *, year: str | None = None, progress: Progress = silent
) -> CodeCounts:
    """Read one year of counts.

    Parameters
    ----------
    path
        The file.
    year
        ``2023``, ``2023-24`` or ``2023-08-01``; default what the file's name says
        (``SNOMED_code_usage_2023-24.txt``).
    progress
        Who is told how far it is.

    Raises
    ------
    InputError
        If it does not read, or neither its name nor the caller says the year, or they differ.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise InputError(problem, file=str(path)) from error
    start = _year(path.name, year)
    table = read_rows(data, file=path.name, layout=_LAYOUT)
    known: dict[str, int] = {}
    withheld: dict[str, Suppressed] = {}
    terms: dict[str, str] = {}
    which, words, how_often = (table.index(name) for name in _COLUMNS)
    for number, row in table.walk(progress):
        code, count = _code(table, number, row[which]), _count(table, number, row[how_often])
        if isinstance(count, Suppressed):
            withheld[code] = withheld[code] + count if code in withheld else count
        known[code] = known.get(code, 0) + (0 if isinstance(count, Suppressed) else count)
        if row[words]:
            terms[code] = row[words]
    return CodeCounts(
        path=str(path),
        system=CodeSystem.SNOMED,
        year=start,
        unit=_UNIT,
        activity={code: known[code] for code in sorted(known, key=natural_key)},
        terms=terms,
        dropped=(),
        notes=(_NOTE,),
        rows=Rows(counted=len(table.rows), elsewhere=0),
        suppressed=withheld,
    )


def _code(table: Table, row: int, value: str) -> str:
    code = value.strip()
    fault = sctid_fault(code, Component.CONCEPT)
    if fault is not None:
        raise table.problem(row, _COLUMNS[0], fault)
    return code


def _count(table: Table, row: int, value: str) -> int | Suppressed:
    text = value.strip()
    if text == str(_WITHHELD):
        return _WITHHELD
    if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS:
        return int(text)
    what = (
        f"'{text[:_SHOWN]}' is not a count; expected a whole number of at most {_MOST_DIGITS} "
        "digits, or * for one of 1 to 4 that was suppressed"
    )
    raise table.problem(row, _COLUMNS[2], what)


def _year(file: str, asked: str | None) -> str:
    """Give the first day of the year that the name of a file or the caller says."""
    named = _NAMED.search(file)
    if named is not None and not follows(named["first"], named["last"]):
        named = None
    if asked is None:
        if named is None:
            problem = "neither a column nor the file's name says the year; give it (--year 2023-24)"
            raise InputError(problem, file=file)
        return f"{named['first']}{_FIRST_DAY}"
    found = _ASKED.fullmatch(asked)
    if found is None or not follows(found["first"], found["last"]):
        message = (
            f"year '{asked}' is not a year from August to July: expected its first year (2023), "
            "2023-24 or 2023-08-01"
        )
        raise InputError(message)
    if named is not None and named["first"] != found["first"]:
        problem = f"holds no year {asked}; its name says {named['first']}-{named['last']}"
        raise InputError(problem, file=file)
    return f"{found['first']}{_FIRST_DAY}"
