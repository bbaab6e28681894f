"""How old a patient is, as a record says it, and whether that age lies below a rule's bound.

An age is a whole number of completed days, months or years: somebody "of 15 years" has had the
fifteenth birthday and not the sixteenth. A rule's bound is compared exactly where both are counted
in one unit, or one in years and the other in months. The trap is days: neither a month nor a year
is a fixed number of them, so the shortest and the longest are taken, and what lies between is not
known. An age of 0 years is neither below 28 days nor above.

Source: SNOMED International, ICD-10 Mapping Technical Guide, mapping context by age ("birth to
completion of 28 days of life"); the calendar.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor, isfinite
from numbers import Real
from typing import Final

from workbench.errors import InputError
from workbench.mapping.rules import Age, AgeUnit, Comparison

__all__ = ["Bound", "PatientAge", "bound_of", "compare_age", "lasts", "parse_age"]

_MONTHS_A_YEAR: Final = 12
#: The oldest person known lived 122 years; anything beyond is a slip, or a code for "not known".
_OLDEST_YEARS: Final = 130
_OLDEST: Final = {
    AgeUnit.YEARS: _OLDEST_YEARS,
    AgeUnit.MONTHS: _OLDEST_YEARS * _MONTHS_A_YEAR,
    AgeUnit.DAYS: _OLDEST_YEARS * 366,
}
#: Days of so many months in a row, 0 to 11, at the least and at the most.
_FEWEST: Final = (0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334)
_MOST: Final = (0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337)
_WRITTEN: Final = re.compile(r"(?P<count>-?[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>[a-z]*)")
_UNITS: Final = {
    "": None,
    **dict.fromkeys(("y", "year", "years"), AgeUnit.YEARS),
    **dict.fromkeys(("m", "month", "months"), AgeUnit.MONTHS),
    **dict.fromkeys(("d", "day", "days"), AgeUnit.DAYS),
}
#: A comparison of completed units as "below a bound" or its opposite, and what is added to a whole
#: bound: at most 15 years is below 16, since "15 years" lasts until the sixteenth birthday.
_AS_BELOW: Final = {
    Comparison.BELOW: (True, 0),
    Comparison.AT_LEAST: (False, 0),
    Comparison.AT_MOST: (True, 1),
    Comparison.ABOVE: (False, 1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientAge:
    """An age in completed units.

    Attributes
    ----------
    count
        Of the unit, 0 to 130 years.
    unit
        Days, months or years.
    """

    count: int
    unit: AgeUnit = AgeUnit.YEARS

    def __post_init__(self) -> None:
        """Refuse an age that nobody has."""
        if not 0 <= self.count <= _OLDEST[self.unit]:
            message = f"an age of {self.count} {self.unit} is impossible; expected {_range()}"
            raise InputError(message)

    def __str__(self) -> str:
        """Give it as people say it (``1 year``, ``27 days``)."""
        return f"{self.count} {self.unit if self.count != 1 else self.unit.removesuffix('s')}"


def _range() -> str:
    return f"0 to {_OLDEST_YEARS} years, as in '45', '7 months' or '27 days'"


def parse_age(age: PatientAge | float | str, *, unit: AgeUnit = AgeUnit.YEARS) -> PatientAge:
    """Read an age: a number, or a number and its unit.

    A fraction is dropped, since an age is told in completed units.

    Parameters
    ----------
    age
        Such as 45, ``45 years``, ``7m`` or ``27 days``.
    unit
        What a bare number counts.

    Raises
    ------
    InputError
        If it is no age, or one that nobody has.

    Examples
    --------
    >>> str(parse_age(45)), str(parse_age("27 days")), str(parse_age("7m")), str(parse_age(1.9))
    ('45 years', '27 days', '7 months', '1 year')
    """
    if isinstance(age, PatientAge):
        return age
    if isinstance(age, str):
        found = _WRITTEN.fullmatch(age.strip().lower())
        if found is not None and found["unit"] in _UNITS:
            return _age(float(found["count"]), _UNITS[found["unit"]] or unit)
    elif isinstance(age, Real) and not isinstance(age, bool) and isfinite(age):
        return _age(float(age), unit)
    message = f"age {age!r} is not understood; expected {_range()}"
    raise InputError(message)


def _age(count: float, unit: AgeUnit) -> PatientAge:
    return PatientAge(count=floor(count), unit=unit)


def compare_age(age: PatientAge, rule: Age) -> bool | None:
    """Say whether an age compares as a rule asks; None where its unit is too coarse to say.

    Examples
    --------
    >>> from workbench.mapping.rules import Age, AgeUnit, Comparison
    >>> newborn = Age(
    ...     concept="445518008",
    ...     fsn="Age at onset",
    ...     comparison=Comparison.BELOW,
    ...     value="28.0",
    ...     unit=AgeUnit.DAYS,
    ... )
    >>> [compare_age(parse_age(age), newborn) for age in ("27 days", "0 years", "1 year")]
    [True, None, False]
    """
    first, end = lasts(age, rule.unit)
    bound = bound_of(rule, age.unit)
    if end <= bound.lowest:
        return bound.below
    return not bound.below if first >= bound.highest else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What a rule compares an age to, counted as `lasts` counts.

    Attributes
    ----------
    below
        What is true of an age that lies below.
    lowest, highest
        An age that ends at the first or before lies below, one that begins at the second or after
        does not.
    """

    below: bool
    lowest: int
    highest: int


def lasts(age: PatientAge, unit: AgeUnit) -> tuple[int, int]:
    """Give from when an age lasts until when, in days where either is in days, else in months.

    Parameters
    ----------
    age
        The age.
    unit
        Of the rule that it is compared to.
    """
    if age.unit is AgeUnit.DAYS:
        return age.count, age.count + 1
    months, one = age.count * _months(age.unit), _months(age.unit)
    if unit is AgeUnit.DAYS:
        return _fewest_days(months), _most_days(months + one)
    return months, months + one


@lru_cache(maxsize=1_024)  # a map asks for a few dozen bounds, a million times
def bound_of(rule: Age, given: AgeUnit) -> Bound:
    """Give the bound of a rule for ages that are given in a unit."""
    below, more = _AS_BELOW[rule.comparison]
    value = Fraction(rule.value)
    if value.denominator == 1:
        value += more
    if rule.unit is not AgeUnit.DAYS:
        value *= _months(rule.unit)
    lowest, highest = floor(value), ceil(value)
    if given is AgeUnit.DAYS and rule.unit is not AgeUnit.DAYS:
        lowest, highest = _fewest_days(lowest), _most_days(highest)
    return Bound(below=below, lowest=lowest, highest=highest)


def _months(unit: AgeUnit) -> int:
    return _MONTHS_A_YEAR if unit is AgeUnit.YEARS else 1


def _fewest_days(months: int) -> int:
    """Give the fewest days that so many months have; eight years may pass without a leap day."""
    years, rest = divmod(months, _MONTHS_A_YEAR)
    return years * 365 + max(0, years // 4 - 1) + _FEWEST[rest]


def _most_days(months: int) -> int:
    years, rest = divmod(months, _MONTHS_A_YEAR)
    return years * 365 + ceil(years / 4) + _MOST[rest]
