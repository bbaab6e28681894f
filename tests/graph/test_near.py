"""Near spellings: what somebody may have meant, best first, and quickly."""

from __future__ import annotations

from typing import Final, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.codes import CodeSystem
from workbench.graph.near import near_spellings

#: A spread of what ICD-10 holds.
CODES: Final = frozenset(
    {"I", "IX", "XXII", "I20-I25", "B99-B99", "I10", "I21", "I21.0", "I21.1", "I21.2", "I21.9"}
    | {"I43.8", "E05.9", "M45", "M45.X0", "S72.01"}
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("I219", "I21.9"),
        ("i21.9", "I21.9"),
        (" I21.9 ", "I21.9"),
        ("I10X", "I10"),
        ("i10x", "I10"),
        ("I43.8*", "I43.8"),
        ("E05.9†", "E05.9"),
        ("I438A", "I43.8"),
        ("E059D", "E05.9"),
        ("I438-A", "I43.8"),
        ("I21.-", "I21"),
        ("M45X0", "M45.X0"),
        ("S7201", "S72.01"),
        ("Chapter_IX", "IX"),
        ("Chapter IX", "IX"),
        ("09", "IX"),
        ("22", "XXII"),
        ("Block_I20-I25", "I20-I25"),
        ("B99;B99", "B99-B99"),
        ("I21.o", "I21.0"),
        ("I2l.9", "I21.9"),
        ("I12.9", "I21.9"),
        ("II21.9", "I21.9"),
        ("21.9", "I21.9"),
        ("I21.95", "I21.9"),
        ("I21.987", "I21.9"),
    ],
)
def test_the_code_that_was_meant_comes_first(typed: str, meant: str) -> None:
    assert near_spellings(typed, CODES, system=CodeSystem.ICD10)[0] == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Chapter A", "A"), ("A011", "A01.1"), ("a01.1", "A01.1"), ("X997", "X99.7")],
)
def test_spellings_of_opcs4_lead_to_the_printed_code(typed: str, meant: str) -> None:
    codes = {"A", "A01", "A01.1", "X99.7"}
    assert near_spellings(typed, codes, system=CodeSystem.OPCS4)[0] == meant


def test_neighbours_of_one_shape_follow_in_order() -> None:
    near = near_spellings("I21.o", CODES, system=CodeSystem.ICD10)
    assert near == ("I21.0", "I21.1", "I21.2")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("BA00Z", "BA00.Z"), ("ba00.z", "BA00.Z"), ("BAO0.Z", "BA00.Z"), ("BA00.ZZZ", "BA00.Z")],
)
def test_icd11_codes_have_their_dot_after_four(typed: str, meant: str) -> None:
    assert near_spellings(typed, {"BA00", "BA00.Z"}, system=CodeSystem.ICD11)[0] == meant


def test_opcs4_chapters_and_categories_are_told_apart() -> None:
    codes = {"A", "A01", "A01.1"}
    assert near_spellings("Chapter A", codes, system=CodeSystem.OPCS4)[0] == "A"
    assert near_spellings("a011", codes, system=CodeSystem.OPCS4)[0] == "A01.1"


def test_an_sctid_is_found_among_words() -> None:
    text = "22298006 |infarction|"
    assert near_spellings(text, {"22298006"}, system=CodeSystem.SNOMED) == ("22298006",)


@pytest.mark.parametrize("typed", ["", " ", "x" * 1_000, "§§§", "http://id.who.int/icd/entity/1"])
@pytest.mark.parametrize("system", list(CodeSystem))
def test_what_resembles_nothing_has_no_neighbours(typed: str, system: CodeSystem) -> None:
    assert near_spellings(typed, CODES, system=system) == ()


@given(st.text(max_size=30), st.sampled_from(CodeSystem))
def test_whatever_is_typed_only_other_known_codes_are_offered(
    typed: str, system: CodeSystem
) -> None:
    near = near_spellings(typed, CODES, system=system)
    assert set(near) <= CODES - {typed}
    assert len(near) == len(set(near)) <= 3


class _Asked(set[str]):
    """Codes that count how often they are asked, and cannot be walked through."""

    asked = 0

    def __contains__(self, code: object) -> bool:
        self.asked += 1
        return super().__contains__(code)

    def __iter__(self) -> NoReturn:
        message = "a release is never searched from end to end"
        raise AssertionError(message)


def test_the_cost_does_not_grow_with_the_release() -> None:
    asked = []
    for size in (10, 10_000):
        known = _Asked(str(number) for number in range(10**8, 10**8 + size))
        near_spellings("100000000999999999", known, system=CodeSystem.SNOMED)
        asked.append(known.asked)
    assert asked[0] == asked[1] < 1_000
