"""Rules of the International map: taken apart at the pipes, asked in words, never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.sctid import Component, sctid_fault
from workbench.errors import InputError
from workbench.mapping.rules import (
    AGES,
    SEXES,
    Age,
    AgeUnit,
    AllOf,
    Always,
    Comparison,
    HasConcept,
    UnknownRule,
    format_rule,
    held,
    parse_rule,
    questions,
)

ONSET = "IFA 445518008 | Age at onset of clinical finding (observable entity) |"
FEMALE = "IFA 248152002 | Female (finding) |"

FSNS = st.text(
    st.characters(exclude_characters="|", exclude_categories=("Cs", "Cc", "Z")), min_size=1
) | st.just("Fracture of hip AND femur (disorder)")
CONCEPTS = st.integers(10**5, 10**18 - 1).map(str).filter(lambda text: text not in AGES)
CLAUSES = st.one_of(
    st.builds(HasConcept, concept=CONCEPTS, fsn=FSNS),
    st.builds(
        Age,
        concept=st.sampled_from(sorted(AGES)),
        fsn=FSNS,
        comparison=st.sampled_from(Comparison),
        value=st.from_regex(r"[0-9]{1,3}(\.[0-9])?", fullmatch=True).filter(str.isascii),
        unit=st.sampled_from(AgeUnit),
    ),
)


@given(st.lists(CLAUSES, min_size=1, max_size=4).map(lambda clauses: AllOf(clauses=tuple(clauses))))
def test_a_rule_is_read_as_it_was_written(rule: AllOf) -> None:
    assert parse_rule(format_rule(rule)) == rule


@given(st.text())
def test_no_text_is_lost_and_only_two_hold(text: str) -> None:
    rule = parse_rule(text)
    assert held(rule) is (True if text.strip() in {"TRUE", "OTHERWISE TRUE"} else None)
    if isinstance(rule, UnknownRule):
        assert format_rule(rule) == text


def test_the_two_that_need_no_record_hold() -> None:
    assert [held(parse_rule(text)) for text in ("TRUE", "OTHERWISE TRUE")] == [True, True]
    assert questions(Always.TRUE) == ()


def test_a_name_may_hold_and_and_brackets() -> None:
    rule = parse_rule("IFA 24700007 | Pain (acute) AND swelling of limb (disorder) | AND " + FEMALE)
    assert rule == AllOf(
        clauses=(
            HasConcept(concept="24700007", fsn="Pain (acute) AND swelling of limb (disorder)"),
            HasConcept(concept="248152002", fsn="Female (finding)"),
        )
    )


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (FEMALE, [("is the patient female?", "248152002")]),
        ("IFA 248153007 | Male (finding) |", [("is the patient male?", "248153007")]),
        (f"{ONSET} < 28.0 days", [("age at onset under 28 days?", "445518008")]),
        (
            f"{ONSET} >= 12.0 years AND {ONSET} < 19.0 years",
            [
                ("age at onset at least 12 years?", "445518008"),
                ("age at onset under 19 years?", "445518008"),
            ],
        ),
        (
            "IFA 424144002 | Current chronological age (observable entity) | > 1 year",
            [("current age over 1 year?", "424144002")],
        ),
        (
            "IFA 24700007 | Wobbly gait (finding) |",
            [("does the record also have Wobbly gait (finding)?", "24700007")],
        ),
        (
            "IF PREGNANT",
            [("does this rule hold, which is not understood: 'IF PREGNANT'?", None)],
        ),
    ],
)
def test_a_rule_asks_what_a_coder_understands(text: str, asked: list[tuple[str, str]]) -> None:
    assert list(questions(parse_rule(text))) == asked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "IFA",
        "IFA 24700007",
        "IFA 24700007 | No end",
        f"{ONSET} = 28 days",
        f"{ONSET} < 28 weeks",
        ONSET,
        f"{FEMALE} < 3 days",
        f"{FEMALE} OR {FEMALE}",
        f"{FEMALE} AND",
        "true",
    ],
)
def test_what_is_not_understood_is_kept_word_for_word(text: str) -> None:
    assert parse_rule(text) == UnknownRule(text=text)


def test_the_concepts_typed_by_hand_are_concepts() -> None:
    assert [sctid_fault(code, Component.CONCEPT) for code in (*AGES, *SEXES)] == [None] * 4


def test_only_an_age_can_be_compared() -> None:
    with pytest.raises(InputError, match="'248152002' is no age to compare"):
        Age(
            concept="248152002",
            fsn="Female",
            comparison=Comparison.BELOW,
            value="1",
            unit=AgeUnit.DAYS,
        )
