"""How numbers, years and systems are written: the same on the page, in the terminal and in sheets.

Large counts are rounded in sentences and exact in tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from workbench.core.codes import parse_release
from workbench.errors import InputError

__all__ = [
    "UNKNOWN",
    "amount",
    "count",
    "counted",
    "listed",
    "share",
    "some",
    "system_name",
    "year_name",
]

#: What stands for a figure whose table is not held.
UNKNOWN: Final = "not known"

_MILLION: Final = 1_000_000
#: How many codes a cell names before it says how many more there are.
_MOST_NAMED: Final = 12
_YEAR = re.compile(r"(?P<first>\d{4})-04-01")

#: Below this a share would print as 0.0% though it is something.
_LEAST: Final = 0.0005


def count(number: int) -> str:
    """Give a count in full.

    Examples
    --------
    >>> count(151983738)
    '151,983,738'
    """
    return f"{number:,}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Give a count with its noun.

    Examples
    --------
    >>> counted(1, "code"), counted(1200, "code"), counted(2, "entry", "entries")
    ('1 code', '1,200 codes', '2 entries')
    """
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def amount(number: int) -> str:
    """Give a count as one says it: in full below a million, to a tenth of a million above.

    Examples
    --------
    >>> amount(999999), amount(151983738)
    ('999,999', '152.0 million')
    """
    return count(number) if number < _MILLION else f"{number / _MILLION:,.1f} million"


def share(ratio: float) -> str:
    """Give a ratio of 0.0-1.0 as per cent, never rounding something to nothing nor most to all.

    Examples
    --------
    >>> share(0.0), share(0.00001), share(0.4567), share(0.99999), share(1.0)
    ('0%', '<0.1%', '45.7%', '>99.9%', '100%')
    """
    if ratio in {0.0, 1.0}:
        return f"{ratio:.0%}"
    if ratio < _LEAST:
        return "<0.1%"
    if ratio >= 1 - _LEAST:
        return ">99.9%"
    return f"{ratio:.1%}"


def year_name(first_day: str | None) -> str:
    """Give a financial year as people write it; another day as it stands.

    Examples
    --------
    >>> year_name("2023-04-01"), year_name("2023-08-01"), year_name(None)
    ('2023-24', '2023-08-01', 'year not stated')
    """
    if first_day is None:
        return "year not stated"
    found = _YEAR.fullmatch(first_day)
    if found is None:
        return first_day
    first = int(found["first"])
    return f"{first}-{(first + 1) % 100:02d}"


def system_name(release: str) -> str:
    """Give the name of a release's system; the release itself where it is none of ours.

    Examples
    --------
    >>> system_name("icd11/2024-01"), system_name("moon/1")
    ('ICD-11', 'moon/1')
    """
    try:
        return parse_release(release).system.label
    except InputError:
        return release


def listed(words: list[str]) -> str:
    """Join words as a sentence does.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b", "c"]), listed([])
    ('a', 'a, b and c', '')
    """
    if len(words) < 2:  # noqa: PLR2004 - 'and' needs two
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def some(codes: Sequence[str]) -> str:
    """Name the first codes of many and say how many more there are.

    Examples
    --------
    >>> some(["A00", "A01"])
    'A00, A01'
    >>> some([str(number) for number in range(14)])
    '0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more'
    """
    more = f" and {len(codes) - _MOST_NAMED} more" if len(codes) > _MOST_NAMED else ""
    return ", ".join(codes[:_MOST_NAMED]) + more
