"""Chapters, places of occurrence and the forms of an ICD-10 code."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.codelist import stands_for
from workbench.core.icd10 import CHAPTERS, chapter_of, dotted, roman, takes_place, undotted

CODES = st.from_regex(r"[A-Z][0-9]{2}(\.[0-9X][0-9]?)?", fullmatch=True)


def test_the_chapters_are_twenty_two_each_with_its_own_range() -> None:
    assert [roman(numeral) for numeral, _, _ in CHAPTERS] == list(range(1, 23))
    ranges = sorted((first, last) for _, first, last in CHAPTERS)
    assert all(first <= last for first, last in ranges)
    assert all(last < first for (_, last), (first, _) in pairwise(ranges))


@pytest.mark.parametrize(
    ("code", "chapter"),
    [
        ("A90X", "I"),
        ("D48.9", "II"),
        ("D50", "III"),
        ("H59.9", "VII"),
        ("H60", "VIII"),
        ("T98", "XIX"),
        ("V01", "XX"),
        ("U073", "XXII"),
        ("D49", None),
        ("T99", None),
        ("NULL", None),
        ("", None),
    ],
)
def test_a_code_lies_in_the_chapter_of_its_first_three_characters(
    code: str, chapter: str | None
) -> None:
    assert chapter_of(code) == chapter


@pytest.mark.parametrize(
    ("head", "takes"),
    [
        ("V99", False),
        ("W00", True),
        ("X59", True),
        ("Y05", True),
        ("Y06", False),
        ("Y07", False),
        ("Y08", True),
        ("Y34", True),
        ("Y35", False),
    ],
)
def test_place_of_occurrence_is_for_w00_to_y34_but_two(head: str, *, takes: bool) -> None:
    assert takes_place(head) is takes


@given(CODES)
def test_a_dot_taken_out_and_put_back_gives_the_code(code: str) -> None:
    assert dotted(undotted(code)) == code
    assert dotted(code) == code


@given(CODES)
def test_a_listed_code_stands_for_itself(code: str) -> None:
    assert undotted(code).startswith(stands_for(code))


def test_a_filler_after_three_characters_stands_for_the_category() -> None:
    assert [stands_for(code) for code in ("I10X", "I10", "I10.X", "M45.X0", " I50 ")] == [
        "I10",
        "I10",
        "I10",
        "M45X0",
        "I50",
    ]
