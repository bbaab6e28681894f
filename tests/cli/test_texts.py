"""Without ``--json`` an answer is text for a person: plain lines, numbers with their thousands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calls import CommandLine


def test_init_says_what_to_do_next(call: CommandLine, tmp_path: Path) -> None:
    assert call.text("init", "--empty", "mine") == (
        "made the workspace mine\nnext: workbench graph add PATH --workspace mine\n"
    )
    assert call.text("init", "--empty", "my own").endswith('--workspace "my own"\n')
    assert (tmp_path / "my own" / "workbench.toml").is_file()


@pytest.mark.usefixtures("world")
def test_what_was_added_and_dropped_is_said(call: CommandLine) -> None:
    assert call.text("graph", "add", "files/icd11.csv", "--as", "mine") == (
        "added mine (icd11/2024-01, csv): 18 concepts, 18 active, 13 edges\n"
    )
    assert call.text("graph", "rm", "mine") == "dropped mine\n"
    assert call.text("map", "add", "files/one.csv", "--as", "mine") == (
        "added mine (csv): icd10/who-2019 → icd11/2024-01, 7 entries of 7 sources, 1 with no map\n"
    )
    assert call.text("map", "rm", "mine") == "dropped mine\n"


@pytest.mark.usefixtures("world")
def test_lists_are_tables(call: CommandLine) -> None:
    assert call.text("graph", "ls").splitlines() == [
        "name            release         kind  concepts  active  edges",
        "icd10/who-2019  icd10/who-2019  csv         22      22     17",
        "icd11/2024-01   icd11/2024-01   csv         18      18     13",
    ]
    assert call.text("graph", "ancestors", "icd10", "I21.0").splitlines() == [
        "code     term",
        "I21      Infarction",
        "I20-I25  The heart's own vessels",
        "IX       Circulation",
    ]
    assert call.text("graph", "descendants", "icd10", "I21.0") == "none\n"
    assert call.text("graph", "search", "icd10", "infarct front").splitlines() == [
        "code    term                         matched",
        "I21.0   Infarction in front",
        "I21.10  Infarction in front and low",
    ]
    assert call.text("graph", "search", "icd10", "I21.0").splitlines() == [
        "code   term                 matched",
        "I21.0  Infarction in front  I21.0",
    ]
    assert call.text("graph", "search", "icd10", "nothing") == "none\n"
    assert call.text("graph", "ecl", "icd10", "< I21 MINUS I21.9").splitlines() == [
        "code    term",
        "I21.0   Infarction in front",
        "I21.10  Infarction in front and low",
        "2 concepts",
    ]
    assert call.text("graph", "ecl", "icd10", "< I21.9") == "none\n"


@pytest.mark.usefixtures("world")
def test_a_concept_is_shown_with_its_neighbours_and_maps(call: CommandLine) -> None:
    assert call.text("graph", "show", "icd10", "H36.0").splitlines() == [
        "H36.0*  Diabetic retina",
        "  subcategory, assignable; depth 3, 3 ancestors, 0 descendants",
        "  parents:  H36  Retina in other diseases",
        "  back ← 9B71.0Z  Diabetic retina",
        "  one → 9B71.0Z  Diabetic retina",
    ]
    assert "  one → no map  No Mapping\n" in call.text("graph", "show", "icd10", "W19")
    assert ", 1 ancestor, 0 descendants" in call.text("graph", "show", "icd11", "PA6Z")


@pytest.mark.usefixtures("world")
def test_a_translation_says_targets_questions_no_map_or_unmapped(call: CommandLine) -> None:
    lines = call.text("map", "translate", "one", "I10", "W19", "I21.10").splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "I10 → BA00.Z  Raised pressure and no more",
        "W19: no map, stated by the map (none_in_table: No Mapping)",
        "I21.10: unmapped, nobody has mapped it (the map has no row for it)",
    ]
    question = call.text("map", "translate", "alternatives", "I21.0").splitlines()
    assert question[0].startswith("I21.0: which ICD-11 code fits the record?")
    assert sorted(line.split()[0] for line in question[1:]) == ["BA41&XA7RE3", "BA41.Z"]


@pytest.mark.usefixtures("world")
def test_an_impact_is_told_in_sentences(call: CommandLine) -> None:
    said = call.text("impact", "files/usage.csv", "--map", "one")
    assert said.startswith("What a move from icd10/uk-5th to icd11/2024-01 would change, 2023-24\n")
    for number in range(1, 6):
        assert f"\n{number}. " in said


def test_doctor_answers_without_a_workspace(call: CommandLine) -> None:
    assert call.text("doctor").splitlines()[0].startswith("workbench ")
