"""The International map: the first row whose rule holds, or a question; never a guess."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.mapping.snomed_examples import int_map
from workbench.mapping.record import NOTHING_KNOWN, Record, at_encounter
from workbench.mapping.translate import translate
from workbench.mapping.translation import Outcome, Translation

FEMALE = "IFA 248152002 | Female (finding) |"
MALE = "IFA 248153007 | Male (finding) |"
YOUNG = "IFA 445518008 | Age at onset of clinical finding (observable entity) | < 28.0 days"


def answer(*rows: tuple[int, int, str, str | None], record: Record = NOTHING_KNOWN) -> Translation:
    (found,) = translate(int_map(rows), ["1"], record=record)
    return found


def test_each_group_gives_its_row_in_group_order() -> None:
    found = answer((2, 1, "TRUE", "I42.9"), (1, 1, "TRUE", "I50.9"))
    assert [(t.map_group, t.target) for t in found.targets] == [(1, "I50.9"), (2, "I42.9")]
    assert [(s.rule, s.held, s.why) for s in found.trace] == [
        ("TRUE", True, "group 1: its first rule, TRUE, holds"),
        ("TRUE", True, "group 2: its first rule, TRUE, holds"),
    ]
    assert found.needs == ()


def test_a_rule_that_only_the_record_can_answer_leaves_its_group_without_a_target() -> None:
    found = answer(
        (1, 1, FEMALE, "E28.3"),
        (1, 2, MALE, "E29.1"),
        (1, 3, "OTHERWISE TRUE", None),
        (2, 1, "TRUE", "E34.3"),
    )
    assert [(t.map_group, t.target) for t in found.targets] == [(2, "E34.3")]
    assert [(need.ask, need.concept, need.options) for need in found.needs] == [
        ("is the patient female? (group 1)", "248152002", ("E28.3", "E29.1")),
        ("is the patient male? (group 1)", "248153007", ("E28.3", "E29.1")),
    ]
    assert [(s.map_priority, s.held) for s in found.trace] == [
        (1, None),
        (2, None),
        (3, None),
        (1, True),
    ]
    assert [s.why for s in found.trace[:3]] == [
        "E28.3 if yes: is the patient female? Not known",
        "E29.1 if yes: is the patient male? Not known",
        "no code (#NIS: so) where no rule before it in group 1 holds; that is not known",
    ]
    assert found.no_map is None


def test_the_text_tells_which_code_each_answer_leads_to() -> None:
    found = answer((1, 1, f"{YOUNG} AND {FEMALE}", "P29.0"), (1, 2, "OTHERWISE TRUE", "I50.9"))
    assert found.lines() == [
        "1: age at onset under 28 days? (group 1)",
        "    I50.9",
        "    P29.0",
        "1: is the patient female? (group 1)",
        "    I50.9",
        "    P29.0",
        "    open: P29.0 if yes: age at onset under 28 days? and is the patient female? Not known",
        "    open: I50.9 where no rule before it in group 1 holds; that is not known",
    ]


def test_rows_behind_one_that_holds_are_not_tried() -> None:
    found = answer((1, 1, "TRUE", "I50.9"), (1, 2, FEMALE, "I50.0"))
    assert [t.target for t in found.targets] == ["I50.9"]
    assert [s.map_priority for s in found.trace] == [1]
    assert found.needs == ()


def test_a_rule_that_is_not_understood_is_kept_word_for_word_and_never_holds() -> None:
    found = answer((1, 1, "IF PREGNANT", "O99.4"), (1, 2, "OTHERWISE TRUE", "I50.9"))
    assert (found.targets, found.trace[0].rule, found.trace[0].held) == ((), "IF PREGNANT", None)
    assert found.needs[0].ask == (
        "does this rule hold, which is not understood: 'IF PREGNANT'? (group 1)"
    )
    assert found.needs[0].concept is None


def test_a_group_without_otherwise_is_open_too() -> None:
    found = answer((1, 1, FEMALE, "E28.3"))
    assert (found.targets, [need.options for need in found.needs]) == ((), [("E28.3",)])


def test_a_stated_no_map_is_told_with_its_reason() -> None:
    found = answer((1, 1, "TRUE", None))
    assert found.no_map is not None
    assert (found.no_map.reason, found.targets, found.needs) == ("not_in_scope", (), ())


def test_no_code_whatever_the_record_says_is_no_question() -> None:
    found = answer((1, 1, FEMALE, None), (1, 2, "OTHERWISE TRUE", None))
    assert (found.targets, found.needs, found.no_map is not None) == ((), (), True)


TAKEN = "the age at the encounter"
HEART: list[tuple[int, int, str, str | None]] = [
    (1, 1, YOUNG, "P29.0"),
    (1, 2, "OTHERWISE TRUE", "I50.9"),
]


def test_a_record_that_answers_gives_the_first_row_whose_rule_holds_and_by_what() -> None:
    found = answer(*HEART, record=at_encounter(age="27 days"))
    assert [t.target for t in found.targets] == ["P29.0"]
    assert [(s.held, s.why) for s in found.trace] == [
        (True, f"group 1: its rule holds: age at onset under 28 days? yes (27 days, {TAKEN})")
    ]
    found = answer(*HEART, record=at_encounter(age=45))
    assert ([t.target for t in found.targets], found.needs) == (["I50.9"], ())
    assert [(s.held, s.why) for s in found.trace] == [
        (False, f"not P29.0: age at onset under 28 days? no (45 years, {TAKEN})"),
        (True, "group 1: OTHERWISE TRUE, and no rule before it holds"),
    ]


def test_an_age_too_coarse_for_a_rule_is_asked_again() -> None:
    found = answer(*HEART, record=at_encounter(age=0))
    assert (found.targets, [need.options for need in found.needs]) == ((), [("I50.9", "P29.0")])


def test_only_what_is_not_known_is_asked_and_only_codes_that_are_left_are_offered() -> None:
    rows: list[tuple[int, int, str, str | None]] = [
        (1, 1, f"{MALE} AND IFA 24700007 | A (disorder) |", "A00.0"),
        (1, 2, f"{FEMALE} AND IFA 24700007 | A (disorder) |", "A00.1"),
        (1, 3, "OTHERWISE TRUE", "A00.9"),
    ]
    found = answer(*rows, record=at_encounter(sex="f"))
    assert [(need.ask, need.options) for need in found.needs] == [
        ("does the record also have A (disorder)? (group 1)", ("A00.1", "A00.9"))
    ]
    assert [s.held for s in found.trace] == [False, None, None]


def test_where_no_rule_holds_there_is_no_code_and_it_is_said() -> None:
    found = answer((1, 1, FEMALE, "E28.3"), record=at_encounter(sex="m"))
    assert (found.targets, found.needs, found.no_map) == ((), (), None)
    assert found.outcome is Outcome.NO_RULE
    assert found.lines() == [
        "1: no code, since no rule of the map holds for this record",
        "    note: no rule of group 1 holds for this record, so that it gives no code",
    ]


def test_a_rule_between_two_ages_holds_between_them() -> None:
    onset = "IFA 445518008 | Age at onset of clinical finding (observable entity) |"
    rows: list[tuple[int, int, str, str | None]] = [
        (1, 1, f"{onset} >= 12.0 years AND {onset} < 19.0 years", "Z00.3"),
        (1, 2, "OTHERWISE TRUE", "Z00.0"),
    ]
    ages = (11, 12, 18, 19, None)
    found = [answer(*rows, record=at_encounter(age=age)) for age in ages]
    assert [[t.target for t in one.targets] for one in found] == [
        ["Z00.0"],
        ["Z00.3"],
        ["Z00.3"],
        ["Z00.0"],
        [],
    ]


RULES = st.sampled_from(["TRUE", "OTHERWISE TRUE", FEMALE, YOUNG, "ODD"])
TARGETS = st.sampled_from(["A00.0", "A00.1", "A00.9"])


@given(st.dictionaries(st.tuples(st.integers(1, 3), st.integers(1, 4)), st.tuples(RULES, TARGETS)))
def test_a_group_has_its_first_row_where_that_holds_and_else_a_question(
    rows: dict[tuple[int, int], tuple[str, str]],
) -> None:
    if not rows:
        return
    found = answer(*((*place, *row) for place, row in rows.items()))
    first = {g: min(p for group, p in rows if group == g) for g, _ in rows}
    holding = {g: rows[g, p] for g, p in first.items() if rows[g, p][0].endswith("TRUE")}
    assert {t.map_group: t.target for t in found.targets} == {
        group: target for group, (_, target) in holding.items()
    }
    asked = {need.ask[-2] for need in found.needs}
    assert asked == {str(group) for group in first if group not in holding}
