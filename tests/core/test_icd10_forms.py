"""ICD-10 as UK files write it: marks, filler and the printed form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.codes import Mark
from workbench.core.icd10 import undotted
from workbench.core.icd10_forms import (
    MarkedCode,
    format_commissioning,
    format_printed,
    parse_commissioning,
    parse_printed,
    parse_target,
)
from workbench.errors import InputError


@st.composite
def marked_codes(draw: st.DrawFn) -> MarkedCode:
    """Give a printed code of three, four or five characters, filler within one included."""
    head = draw(st.from_regex(r"[A-Z][0-9]{2}", fullmatch=True))
    rest = draw(st.one_of(st.just(""), st.from_regex(r"\.([0-9][0-9]?|X[0-9])", fullmatch=True)))
    return MarkedCode(code=f"{head}{rest}", mark=draw(st.sampled_from([None, *Mark])))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("I10", "I10"),
        ("I10X", "I10"),
        ("I509", "I50.9"),
        ("I50.9", "I50.9"),
        ("I438A", "I43.8*"),
        ("I394 A", "I39.4*"),
        ("E059D", "E05.9†"),
        ("G35X D", "G35†"),
        ("S7201", "S72.01"),
        ("M0100A", "M01.00*"),
        ("M0100 D", "M01.00†"),
        ("M45X0", "M45.X0"),
        ("I438-A", "I43.8*"),
        ("A010", "A01.0"),
        ("D591", "D59.1"),
    ],
)
def test_a_target_is_read_with_its_mark_beside_it(text: str, printed: str) -> None:
    assert str(parse_target(text)) == printed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I1",
        "I10A",
        "I10 A",
        "I509B",
        "I509  A",
        "50.9",
        "i509",
        "I5099 9",
        "I10.",
        "#NIS",
        "١٠٩",
    ],
)
def test_what_does_not_fit_the_grammar_is_refused_with_its_value(text: str) -> None:
    with pytest.raises(InputError, match="is no ICD-10 target"):
        parse_target(text)


@given(marked_codes())
def test_the_commissioning_form_is_read_as_it_was_written(code: MarkedCode) -> None:
    assert parse_commissioning(format_commissioning(code)) == code
    assert len(format_commissioning(code)) == 5 + (code.mark is not None)


@given(marked_codes())
def test_the_printed_form_is_read_as_it_was_written(code: MarkedCode) -> None:
    assert parse_printed(format_printed(code)) == code


@given(marked_codes(), st.sampled_from(["", " "]))
def test_a_target_is_read_as_it_was_written(code: MarkedCode, blank: str) -> None:
    letter = {None: "", Mark.ASTERISK: "A", Mark.DAGGER: "D"}[code.mark]
    bare = undotted(code.code)
    filled = bare if len(bare) > 3 or not letter else f"{bare}X"
    assert parse_target(f"{filled}{blank if letter else ''}{letter}") == code


@pytest.mark.parametrize("text", ["I438A", "I43-", "I4381AA", ""])
def test_what_is_no_commissioning_form_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is not the form of the commissioning data set"):
        parse_commissioning(text)


def test_a_code_that_is_not_printed_cannot_be_made() -> None:
    with pytest.raises(InputError, match="'I438' is no printed ICD-10 code"):
        MarkedCode(code="I438")
