"""A target against its source's hierarchy and titles: one test a check, with both answers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mapping.check_examples import ICD10, ICD11, context_of, faults, icd10
from workbench.mapping.checks.words import covered, title_key, title_words


def doubts(check: str, rows: list[dict[str, Any]], **said: Any) -> list[str]:  # noqa: ANN401
    return faults(check, rows, source=ICD10, target=ICD11, **said)


def test_child_outside_branch() -> None:
    parent = {"source": "20", "target": "E11.9"}
    beside = {"source": "30", "target": "E11.3"}
    away = {"source": "30", "target": "S72.0"}
    assert faults("child_outside_branch", [parent, beside]) == []
    assert faults("child_outside_branch", [parent, away]) == [
        (
            "30 → S72.0: S72.0 < S70-S79 < XIX, but its parent 20 goes to E11.9 < E11 < E10-E14 < "
            "IV; see which of the two is meant"
        )
    ]


def test_a_child_is_told_only_where_no_alternative_of_its_parent_holds_it() -> None:
    rows = [
        {"source": "20", "target": "E11.9", "map_priority": 1},
        {"source": "20", "target": "S72.0", "map_priority": 2},
        {"source": "30", "target": "S72.0"},
    ]
    assert faults("child_outside_branch", rows) == []


def test_equivalent_to_residual() -> None:
    rows = [
        {"source": "20", "target": "E11.9", "relation": "equivalent"},
        {"source": "30", "target": "E11.3", "relation": "equivalent"},
        {"source": "40", "target": "E11.9", "relation": "source-is-narrower-than-target"},
    ]
    assert faults("equivalent_to_residual", rows) == [
        (
            "20 → E11.9: E11.9 gathers what has no code of its own, so that the source is narrower "
            "and not equivalent; say source-is-narrower-than-target"
        )
    ]
    residual = [{"source": "N18.3", "target": "GB61.Z", "relation": "equivalent"}]
    assert len(doubts("equivalent_to_residual", residual)) == 1


def test_target_claims_more() -> None:
    rows = [
        {"source": "W01", "target": "PA60&XE78X"},
        {"source": "W19", "target": "PA60", "target_term": "Acute fall without right turn"},
        {"source": "S72.0", "target": "PA60", "source_term": "Acute fall", "target_term": "Acute"},
    ]
    assert doubts("target_claims_more", rows) == [
        (
            "W01 → PA60&XE78X: the target claims 'Bathtub' (XE78X), which 'Slip on the level' does "
            "not say; take a target without the claim"
        ),
        (
            "W19 → PA60: the target claims 'acute', which 'A fall' does not say; take a target "
            "without the claim"
        ),
    ]


def test_detail_dropped() -> None:
    rows = [{"source": "N18.3", "target": "GB61.Z"}, {"source": "N18", "target": "GB61.Z"}]
    assert doubts("detail_dropped", rows) == [
        (
            "N18.3 → GB61.Z: 'Kidney disease, stage 3' says more than 'Kidney disease, stage "
            "unspecified'; GB61.2 'Kidney disease, stage 3a' keeps it"
        )
    ]


def test_a_code_of_the_very_same_title_is_found_anywhere() -> None:
    rows = [{"source": "W01", "target": "GB61.Z", "source_term": "Unintentional slip on the level"}]
    assert len(doubts("detail_dropped", rows)) == 1
    assert doubts("detail_dropped", [{**rows[0], "target": "PA60"}]) == []


def test_block_where_code_exists() -> None:
    rows = [{"source": "U07.1", "target": "10009"}, {"source": "W19", "target": "10009"}]
    assert doubts("block_where_code_exists", rows) == [
        (
            "U07.1 → BlockL1-RA0: the target is a block, and in it RA01.0 'New disease, virus "
            "found' says what 'New disease, virus found' says; take the code"
        )
    ]


def test_not_among_alternatives() -> None:
    rows = [{"source": "W01", "target": "PA60&XE78X"}, {"source": "N18.3", "target": "GB61.Z"}]
    listed = [
        {"source": "W01", "target": "PA60"},
        {"source": "N18.3", "target": "GB61.2"},
        {"source": "N18.3", "target": "GB61.Z"},
    ]
    assert doubts("not_among_alternatives", rows, alternatives=listed) == [
        (
            "W01 → PA60&XE78X: PA60&XE78X is none of the candidates that 'candidates' lists: PA60; "
            "see which of the two tables is right"
        )
    ]
    assert doubts("not_among_alternatives", rows) == []


def test_candidates_are_not_doubted_one_by_one() -> None:
    rows = [{"source": "W01", "target": "PA60&XE78X"}, {"source": "W01", "target": "PA60"}]
    assert context_of(rows, source=ICD10, target=ICD11).lists_candidates
    assert doubts("target_claims_more", rows) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Atresia with fistula", "Atresia without fistula"),
        ("Disease, virus identified", "Disease, virus not identified"),
    ],
)
def test_what_is_denied_is_not_what_is_said(one: str, other: str) -> None:
    assert title_words(one) != title_words(other)
    assert title_key(one) != title_key(other)


def test_a_stage_parted_in_two_keeps_the_stage_and_no_other() -> None:
    assert covered({"3a", "4"}, {"3"}) == {"3a"}


def test_the_world_of_these_tests_has_one_asterisk() -> None:
    assert [c for c in icd10() if icd10().lookup(c).mark] == ["H36.0"]
