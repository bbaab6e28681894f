"""Financial years, as people and files write them.

The trap: ``2021`` is the year from April 2021 to one, and 2020-21 in the column FYEAR of Hospital
Episode Statistics, which writes two digits of each of its two years. So the column decides.

Source: NHS England, HES Data Dictionary, Admitted Patient Care (FYEAR, PARTYEAR).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from workbench.errors import InputError

__all__ = ["YearStyle", "choose_year", "follows", "parse_year", "start_of", "year_name"]

_FIRST_DAY: Final = "-04-01"
_YEAR: Final = re.compile(r"(?P<first>\d{4})(?:-(?P<last>\d{2})|-04-01)?")
_WRITTEN: Final = re.compile(r"(?P<first>\d{4})(?:[-/]?(?P<last>\d{2}))?(?:-01)?")
_HES: Final = re.compile(r"(?P<first>\d{2})(?P<last>\d{2})")
#: What a number gains where its column has gaps and a program made it a fraction (2223.0).
_FRACTION: Final = re.compile(r"(?<=\d)\.0+$")
_DATED: Final = re.compile(r"(?P<year>\d{4})(?P<half>[ab])")
#: Hospital Episode Statistics begin with 1989-90.
_HES_BEGINS: Final = 89
#: Dates before and after these stand for "not known" (HES writes 1800-01-01 and 1801-01-01, others
#: 9999-12-31). A named year after is 2223 for 2022-23 in a column that does not say so.
_EARLIEST: Final = 1900
_LATEST: Final = 2100


class YearStyle(StrEnum):
    """How a column writes the financial year of a row."""

    HES = "hes"  # 0102, two digits of each year
    PART = "part"  # 200199: the first year, then the part of it
    YEAR = "year"  # 2001, 2001-02, 2001/02, 2001-04-01
    DATE = "date"  # any day of it; asked for as 2001a (before April) or 2001b


def parse_year(text: str) -> str:
    """Give the first day of a financial year written ``2023``, ``2023-24`` or ``2023-04-01``.

    Raises
    ------
    InputError
        If it is written otherwise, or the two years of ``2023-24`` do not follow each other.

    Examples
    --------
    >>> [parse_year(text) for text in ("2023", "2023-24", "1999-00", "2023-04-01")]
    ['2023-04-01', '2023-04-01', '1999-04-01', '2023-04-01']
    """
    found = _YEAR.fullmatch(text)
    if found is None or not follows(found["first"], found["last"]):
        message = (
            f"year '{text}' is not a financial year: expected its first year (2023), 2023-24 or "
            "2023-04-01"
        )
        raise InputError(message)
    return f"{found['first']}{_FIRST_DAY}"


def start_of(value: str, style: YearStyle) -> str | None:
    """Give the first day of the financial year a value of a year column names; None for no year.

    Raises
    ------
    InputError
        If the value is not of this style; without the value, which may be anything.

    Examples
    --------
    >>> start_of("0102", YearStyle.HES), start_of("200199", YearStyle.PART)
    ('2001-04-01', '2001-04-01')
    >>> start_of("2021.0", YearStyle.HES), start_of("2021", YearStyle.YEAR)
    ('2020-04-01', '2021-04-01')
    >>> start_of("2022a", YearStyle.DATE), start_of("", YearStyle.YEAR) is None
    ('2021-04-01', True)
    """
    text = _FRACTION.sub("", value.strip())
    if not text:
        return None
    first = _READERS[style](text)
    named = style is not YearStyle.DATE
    if first is None or (named and first > _LATEST):
        message = f"holds a value that is {_EXPECTED[style]}"
        raise InputError(message)
    return f"{first:04d}{_FIRST_DAY}" if _EARLIEST <= first <= _LATEST else None


def follows(first: str, last: str | None) -> bool:
    """Say whether two digits are those of the year after a year; also where there are none."""
    return last is None or int(last) == (int(first) + 1) % 100


def _hes(text: str) -> int | None:
    found = _HES.fullmatch(text.zfill(4) if text.isdecimal() else text)
    if found is None or not follows(found["first"], found["last"]):
        return _year(text)
    first = int(found["first"])
    return first + (1900 if first >= _HES_BEGINS else 2000)


def _part(text: str) -> int | None:
    return int(text[:4]) if text[:6].isdecimal() and len(text) >= len("200199") else None


def _year(text: str) -> int | None:
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    if follows(found["first"], found["last"]) or text.endswith(_FIRST_DAY):
        return int(found["first"])
    return None


def _date(text: str) -> int | None:
    found = _DATED.fullmatch(text)
    return None if found is None else int(found["year"]) - (found["half"] == "a")


_READERS: Final = {
    YearStyle.HES: _hes,
    YearStyle.PART: _part,
    YearStyle.YEAR: _year,
    YearStyle.DATE: _date,
}
_EXPECTED: Final = {
    YearStyle.HES: "no financial year; expected 0102 for 2001-02",
    YearStyle.PART: "no financial year and part of it; expected 200199 for 2001-02",
    YearStyle.YEAR: (
        "no financial year; expected 2023, 2023-24 or 2023-04-01, or in a column FYEAR 2324"
    ),
    YearStyle.DATE: "no date; expected dates as 2023-04-01",
}


def choose_year(held: Iterable[str], asked: str | None, *, file: str) -> str:
    """Give the first day of the year asked for among those held; default the last.

    Parameters
    ----------
    held
        First days, ISO, one or more.
    asked
        A financial year, or the first day of any year held.
    file
        For the message.

    Raises
    ------
    InputError
        If it is not held; the message names those that are.
    """
    starts = sorted(set(held))
    if asked is None:
        return starts[-1]
    wanted = asked if asked in starts else parse_year(asked)
    if wanted not in starts:
        years = ", ".join(year_name(value) for value in starts)
        problem = f"holds no year {asked}; it holds {years}"
        raise InputError(problem, file=file)
    return wanted


def year_name(start: str) -> str:
    """Give a financial year as ``2023-24``, any other by its first day.

    Examples
    --------
    >>> year_name("2023-04-01"), year_name("2023-01-01")
    ('2023-24', 'the year from 2023-01-01')
    """
    if start.endswith(_FIRST_DAY):
        return f"{start[:4]}-{(int(start[:4]) + 1) % 100:02d}"
    return f"the year from {start}"
