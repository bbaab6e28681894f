"""The headings of a table, and the one of WHO's that is a date.

The trap: WHO spells one heading several ways, and writes the release date as a last heading over
no column.

Source: WHO, ICD-11 MMS 2024-01 files.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import Final

__all__ = ["fold", "shown_headings", "split_header", "stamp_edition"]

_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_STAMP: Final = re.compile(
    rf"(?:Version:)?\s*(?P<year>\d{{4}})[ -](?P<month>{'|'.join(_MONTHS)})[ -]\d{{1,2}}\b.*"
)
_NOT_LETTERS: Final = re.compile(r"[^a-z0-9]")
#: What no heading is: a number or date of three digits or more, or a code of a record.
_VALUE: Final = re.compile(r"[\d\s./:-]*(?:\d[\s./:-]*){3}|[A-Za-z]\d{2}\.?[\dXx]{0,2}[AD]?")
_MOST: Final = 12
_LONGEST: Final = 40


def fold(heading: str) -> str:
    """Give a heading in lower case, letters and digits only.

    WHO spells the same heading ``Linearization (releaseURI)`` and ``Linearization (release) URI``.

    Examples
    --------
    >>> fold("Linearization (releaseURI)") == fold("Linearization (release) URI")
    True
    """
    return _NOT_LETTERS.sub("", heading.lower())


def shown_headings(headings: Sequence[str]) -> str:
    """Name headings in a message, unless the first line looks like a row: it may be of a record.

    Examples
    --------
    >>> shown_headings(["Disease", "Words"])
    'Disease, Words'
    >>> shown_headings(["Given Family", "1970-01-01", "I10X"])
    'the headings (the first line looks like a row and is not shown)'
    """
    if any(_VALUE.fullmatch(str(heading).strip()) for heading in headings):
        return "the headings (the first line looks like a row and is not shown)"
    named = ", ".join(str(heading)[:_LONGEST] for heading in headings[:_MOST])
    return f"{named} and {len(headings) - _MOST} more" if len(headings) > _MOST else named


def stamp_edition(stamp: str) -> str | None:
    """Give the year and month of a heading that is a release date, or None.

    Examples
    --------
    >>> stamp_edition("Version:2024 Jan 21 - 22:30 UTC"), stamp_edition("2024-Jan-21")
    ('2024-01', '2024-01')
    >>> stamp_edition("icd10Title") is None
    True
    """
    found = _STAMP.fullmatch(stamp.strip())
    if found is None:
        return None
    return f"{found['year']}-{_MONTHS.index(found['month']) + 1:02d}"


def split_header(line: str, delimiter: str) -> list[str]:
    """Give the headings on a line."""
    return next(csv.reader([line], delimiter=delimiter), [])
