"""How numbers are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.report.wording import amount, listed, share, year_name


@given(st.floats(min_value=0, max_value=1))
def test_only_nothing_is_nothing_and_only_all_is_all(ratio: float) -> None:
    assert (share(ratio) in {"0%", "0.0%"}) == (ratio == 0)
    assert (share(ratio) in {"100%", "100.0%"}) == (ratio == 1)


@given(st.integers(min_value=0, max_value=999_999))
def test_below_a_million_every_digit_is_given(number: int) -> None:
    assert int(amount(number).replace(",", "")) == number


@pytest.mark.parametrize(
    ("first_day", "name"),
    [("2023-04-01", "2023-24"), ("1999-04-01", "1999-00"), ("2023-08-01", "2023-08-01")],
)
def test_a_financial_year_has_its_two_years(first_day: str, name: str) -> None:
    assert year_name(first_day) == name


def test_a_list_of_two_needs_no_comma() -> None:
    assert listed(["07", "X"]) == "07 and X"
