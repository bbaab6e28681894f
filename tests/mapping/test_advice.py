"""Advice, read into single words; what it asks of the chosen codes' company and order."""

from __future__ import annotations

import pytest

from tests.mapping.snomed_examples import advised, int_map, uk_map
from workbench.mapping.advice import Advice, parse_advice
from workbench.mapping.translate import translate
from workbench.mapping.translation import Need, Outcome, Translation

MANDATORY = "ALWAYS I39.4 | ADDITIONAL CODE MANDATORY"
NEVER = "ALWAYS Z76.4 | CODE MUST NEVER BE USED IN A PRIMARY POSITION"
FIRST = "ALWAYS Z76.3 | CODE MUST BE USED IN A PRIMARY POSITION"
POSSIBLE = "ALWAYS K59.3 | ADDITIONAL CODE POSSIBLE"
DAGGER = "ALWAYS M14.6 | THIS MAP REQUIRES A DAGGER CODE AS WELL AS AN ASTERISK CODE"


@pytest.mark.parametrize(
    ("text", "about"),
    [
        (MANDATORY, [Advice.CHOOSE, Advice.ADDITIONAL_MANDATORY]),
        ("Additional code mandatory for I394 A", [Advice.ADDITIONAL_MANDATORY]),
        (POSSIBLE, [Advice.CHOOSE, Advice.ADDITIONAL_POSSIBLE]),
        (NEVER, [Advice.CHOOSE, Advice.NEVER_PRIMARY]),
        (FIRST, [Advice.CHOOSE, Advice.PRIMARY_ONLY]),
        ("THIS CODE IS NOT TO BE USED IN THE PRIMARY POSITION", [Advice.NEVER_PRIMARY]),
        ("ALWAYS M41.9 | FIFTH CHARACTER POSSIBLE", [Advice.CHOOSE, Advice.FIFTH_CHARACTER]),
        ("IF MALE CHOOSE E29.1 | DESCENDANTS NOT EXHAUSTIVELY MAPPED", ["choose", "information"]),
        (DAGGER, [Advice.CHOOSE, Advice.DAGGER_REQUIRED]),
        ("OTHERWISE CHOOSE N97.9", [Advice.CHOOSE]),
        ("LOOK TWICE", [Advice.UNKNOWN]),
        (" | ", []),
        (None, []),
    ],
)
def test_advice_is_told_by_what_it_is_about(text: str | None, about: list[Advice]) -> None:
    assert [token.about for token in parse_advice(text)] == about


def test_a_choosing_sentence_names_its_code() -> None:
    texts = ["ALWAYS I50.9", "IF AGE AT ONSET BEFORE 28.0 DAYS CHOOSE P29.0", "ALWAYS I10.X"]
    assert [parse_advice(text)[0].code for text in texts] == ["I50.9", "P29.0", "I10.X"]
    texts = ["OTHERWISE CHOOSE N97.9", "ALWAYS I394 A", "Always #NIS"]
    assert [parse_advice(text)[0].code for text in texts] == ["N97.9", "I394 A", "#NIS"]


def answer(*rows: tuple[int, int, str, str], block: str = "first") -> Translation:
    """Translate with a UK map of one source: block, group, target, advice."""
    plain = uk_map([(b, group, 1, target, None) for b, group, target, _ in rows])
    (found,) = translate(advised(plain, [advice for *_, advice in rows]), "1", block=block)
    return found


def test_a_mandatory_additional_code_that_no_group_gives_is_asked_for() -> None:
    found = answer((1, 1, "I39.4", MANDATORY), (2, 1, "I50.9", ""))
    asked = "which additional code goes with I39.4? It is mandatory, and no other group of block 1"
    assert found.needs == (Need(ask=f"{asked} gives one", concept="1", options=()),)
    assert [target.target for target in found.targets] == ["I39.4"]
    assert found.outcome is Outcome.TARGET
    assert found.to_dict()["needs"] == [
        {"ask": f"{asked} gives one", "concept": "1", "options": []}
    ]


def test_a_mandatory_additional_code_that_another_group_gives_is_not_asked_for() -> None:
    assert answer((1, 1, "I50.0", MANDATORY), (1, 2, "I39.4", MANDATORY)).needs == ()


def test_each_block_needs_its_own_additional_code() -> None:
    found = answer((1, 1, "I39.4", MANDATORY), (2, 1, "I50.9", MANDATORY), block="all")
    asked = [need.ask.partition("?")[0] for need in found.needs]
    assert asked == [f"which additional code goes with {code}" for code in ("I39.4", "I50.9")]


def test_a_group_that_is_still_open_may_give_the_additional_code() -> None:
    rows = [(1, 1, "TRUE", "M14.6"), (2, 1, "IFA 248152002 | Female (finding) |", "E10.6")]
    (found,) = translate(advised(int_map(rows), [DAGGER, ""]), "1")
    assert [need.ask for need in found.needs] == ["is the patient female? (group 2)"]
    (found,) = translate(advised(int_map(rows[:1]), [DAGGER]), "1")
    assert [need.ask[:21] for need in found.needs] == ["which dagger code goe"]


def test_a_possible_additional_code_is_a_note() -> None:
    found = answer((1, 1, "K59.3", POSSIBLE))
    assert (found.needs, found.notes) == ((), ("an additional code may be needed beside K59.3",))
    assert found.trace[0].why.endswith("; an additional code may be needed beside K59.3")
    assert found.lines()[1:] == [
        f"    advice: {POSSIBLE}",
        "    why: the only row of group 1",
        "    note: an additional code may be needed beside K59.3",
    ]
    assert answer((1, 1, "K59.3", POSSIBLE), (1, 2, "Z94.2", POSSIBLE)).notes == ()


def test_a_code_in_a_place_that_its_advice_forbids_is_told_and_stays_there() -> None:
    found = answer((1, 1, "Z76.4", NEVER), (1, 2, "Z76.3", FIRST))
    assert [target.target for target in found.targets] == ["Z76.4", "Z76.3"]
    assert found.notes == (
        "Z76.4 may never be the first code of an episode; another goes before it",
        "Z76.3 must be the first code of an episode, and the map has it after Z76.4",
    )
    assert answer((1, 1, "Z76.3", FIRST), (1, 2, "Z76.4", NEVER)).notes == ()
