"""What an OPCS-4 code stands for in a record, by a table of categories."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.opcs4 import OVERFLOW_ROLES, SUPPLEMENTARY, OpcsRole, role_of

CODES = st.from_regex(r"[A-HJ-Z][0-9]{2}[0-9]", fullmatch=True)


@pytest.mark.parametrize(
    ("code", "role"),
    [
        ("A01.1", OpcsRole.PROCEDURE),
        ("X99.7", OpcsRole.PROCEDURE),
        ("K40", OpcsRole.PROCEDURE),
        ("Y53.4", OpcsRole.APPROACH),
        ("Y95.1", OpcsRole.APPROACH),  # gestational age: says more, as all of chapter Y does
        ("Z28.3", OpcsRole.SITE),
        ("Z94.2", OpcsRole.LATERALITY),
        ("Z95.1", OpcsRole.SITE),
        ("O16.1", OpcsRole.SITE),
        ("O53.3", OpcsRole.SITE),
        ("O29.1", OpcsRole.OVERFLOW),
        ("O44.1", OpcsRole.APPROACH),
        ("O48.1", OpcsRole.APPROACH),
    ],
)
def test_a_code_has_the_role_of_its_category(code: str, role: OpcsRole) -> None:
    assert role_of(code) is role


@pytest.mark.parametrize("code", ["A", "O", "Z", "I21.0", "", "A1", "K40.12", "z94.2", "O54.1"])
def test_chapters_other_shapes_and_overflow_nobody_has_tabled_have_none(code: str) -> None:
    assert role_of(code) is None


@given(CODES)
def test_dot_and_last_digit_change_nothing(code: str) -> None:
    category = role_of(code[:3])
    assert (role_of(code), role_of(f"{code[:3]}.{code[3]}")) == (category, category)


def test_the_table_of_chapter_o_has_each_category_once_and_no_gap() -> None:
    assert sorted(OVERFLOW_ROLES) == [f"O{number:02}" for number in range(1, 54)]


def test_what_says_more_about_a_procedure_never_stands_first() -> None:
    assert {role for role in OpcsRole if role not in SUPPLEMENTARY} == {
        OpcsRole.PROCEDURE,
        OpcsRole.OVERFLOW,
    }
