"""Ages against the bounds of rules: exact where that is possible, and open where it is not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.mapping.ages import PatientAge, compare_age, parse_age
from workbench.mapping.rules import Age, AgeUnit, Comparison


def rule(text: str) -> Age:
    comparison, value, unit = text.split()
    return Age(
        concept="424144002",
        fsn="Current age",
        comparison=Comparison(comparison),
        value=value,
        unit=AgeUnit(unit),
    )


@pytest.mark.parametrize(
    ("age", "asked", "answer"),
    [
        ("27 days", "< 28.0 days", True),
        ("28 days", "< 28.0 days", False),
        ("0 years", "< 28.0 days", None),
        ("0 months", "< 28.0 days", None),
        ("1 month", "< 28.0 days", False),
        ("1 year", "< 28.0 days", False),
        ("27 days", "< 1 months", True),
        ("28 days", "< 1 months", None),
        ("31 days", "< 1 months", False),
        ("11 months", ">= 1.0 years", False),
        ("12 months", ">= 1.0 years", True),
        ("364 days", ">= 1.0 years", False),
        ("365 days", ">= 1.0 years", None),
        ("366 days", ">= 1.0 years", True),
        ("1 year", "< 18 months", None),
        ("1 year", "< 1.5 years", None),
        ("17 months", "< 1.5 years", True),
        ("45", "< 19.0 years", False),
        ("18", "< 19.0 years", True),
        ("19", "< 19.0 years", False),
    ],
)
def test_an_age_is_below_a_bound_not_below_or_not_known(
    age: str, asked: str, answer: object
) -> None:
    assert compare_age(parse_age(age), rule(asked)) is answer


@pytest.mark.parametrize(
    ("age", "answers"),
    [("14", [True, False]), ("15", [True, False]), ("16", [False, True]), ("191m", [True, False])],
)
def test_fifteen_years_last_until_the_sixteenth_birthday(age: str, answers: list[bool]) -> None:
    asked = [rule("<= 15.0 years"), rule("> 15.0 years")]
    assert [compare_age(parse_age(age), one) for one in asked] == answers


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (45, "45 years"),
        (45.9, "45 years"),
        ("45", "45 years"),
        (" 7 Months ", "7 months"),
        ("7m", "7 months"),
        ("27d", "27 days"),
        ("1 day", "1 day"),
        (0, "0 years"),
        (130, "130 years"),
    ],
)
def test_an_age_is_written_in_many_ways(written: float | str, read: str) -> None:
    assert str(parse_age(written)) == read


@pytest.mark.parametrize("wrong", [-1, "-1", 131, 200, "200", "1561 months", "47581 days"])
def test_an_age_that_nobody_has_is_refused(wrong: float | str) -> None:
    with pytest.raises(InputError, match="is impossible; expected 0 to 130 years"):
        parse_age(wrong)


@pytest.mark.parametrize("wrong", ["", "old", "45 weeks", "4 5", "1e3", float("nan"), True, None])
def test_what_is_no_age_is_refused(wrong: object) -> None:
    with pytest.raises(InputError, match="is not understood; expected 0 to 130 years"):
        parse_age(wrong)  # type: ignore[arg-type]


def completed(born: date, day: date) -> dict[AgeUnit, int]:
    """Count by the calendar how old somebody is, in each unit."""
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    return {
        AgeUnit.DAYS: (day - born).days,
        AgeUnit.MONTHS: months,
        AgeUnit.YEARS: months // 12,
    }


@given(
    st.dates(date(1890, 1, 1), date(2020, 1, 1)),
    st.integers(0, 110 * 365),
    st.sampled_from(AgeUnit),
    st.sampled_from(Comparison),
    st.integers(0, 120),
    st.sampled_from(AgeUnit),
)
def test_no_answer_contradicts_the_calendar(
    born: date, lived: int, given_in: AgeUnit, comparison: Comparison, value: int, unit: AgeUnit
) -> None:
    old = completed(born, born + timedelta(days=lived))
    asked = rule(f"{comparison} {value}.0 {unit}")
    said = compare_age(PatientAge(count=old[given_in], unit=given_in), asked)
    truth = {
        Comparison.BELOW: old[unit] < value,
        Comparison.AT_MOST: old[unit] <= value,
        Comparison.ABOVE: old[unit] > value,
        Comparison.AT_LEAST: old[unit] >= value,
    }[comparison]
    assert said in {truth, None}
    if given_in is unit:
        assert said is truth
