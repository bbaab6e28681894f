"""The code string of an episode tells what a record leaves open."""

from __future__ import annotations

from tests.mapping.snomed_examples import advised, int_map, uk_map
from workbench.core.codes import CodeSystem
from workbench.mapping.entry import MapEntry, table_of_entries
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


def test_a_block_is_no_code_and_does_not_keep_the_others_from_the_string() -> None:
    entries = [
        MapEntry(source="U07.1", target="BlockL1-RA0"),
        MapEntry(source="A00-A09", target="588616678"),
        MapEntry(source="I10", target="BA00.Z"),
    ]
    held = MapSet(name="who", kind="csv", source=None, target=None, table=table_of_entries(entries))
    found = episode_string(translate(held, ["U07.1", "A00-A09", "I10"]), system=CodeSystem.ICD11)
    assert (str(found), found.problems) == (
        "BA00.Z",
        (
            "U07.1 leads to BlockL1-RA0, which is no code of ICD-11 that a record may hold",
            "A00-A09 leads to 588616678, which is no code of ICD-11 that a record may hold",
        ),
    )


def test_a_rule_that_is_open_and_one_that_fails_are_told_apart() -> None:
    held = int_map([(1, 1, FEMALE, "E28.3")])
    assert problems(held) == ("1 has no code yet: is the patient female? (group 1)",)
    assert problems(held, at_encounter(sex="m")) == (
        "1 has no code: no rule of the map holds for this record",
    )
