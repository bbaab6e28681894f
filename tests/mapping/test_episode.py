"""The code string of an episode tells what a record leaves open."""

from __future__ import annotations

from tests.mapping.snomed_examples import advised, int_map, uk_map
from workbench.core.codes import CodeSystem
from workbench.mapping.episode import episode_string
from workbench.mapping.map_set import MapSet
from workbench.mapping.record import NOTHING_KNOWN, Record, at_encounter
from workbench.mapping.translate import translate

FEMALE = "IFA 248152002 | Female (finding) |"


def problems(held: MapSet, record: Record = NOTHING_KNOWN) -> tuple[str, ...]:
    answers = translate(held, "1", record=record)
    return episode_string(answers, system=CodeSystem.ICD10).problems


def test_a_code_that_demands_another_is_told_to_be_half_an_answer() -> None:
    alone = uk_map([(1, 1, 1, "I50.9", None)])
    held = advised(alone, ["ALWAYS I50.9 | ADDITIONAL CODE MANDATORY"])
    (problem,) = problems(held)
    assert problem.startswith("1 has not all its codes yet: which additional code goes with I50.9?")
    assert problems(alone) == ()


def test_an_alternative_to_a_default_is_no_problem() -> None:
    assert problems(uk_map([(1, 1, 1, "I50.0", None), (1, 1, 2, "I50.9", None)])) == ()


def test_a_rule_that_is_open_and_one_that_fails_are_told_apart() -> None:
    held = int_map([(1, 1, FEMALE, "E28.3")])
    assert problems(held) == ("1 has no code yet: is the patient female? (group 1)",)
    assert problems(held, at_encounter(sex="m")) == (
        "1 has no code: no rule of the map holds for this record",
    )
