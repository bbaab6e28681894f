"""``gaps`` answers with the document of the contract; the figures are counted by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.calls import CommandLine
from tests.cli.schemas import all_schemas, assert_valid
from workbench.analysis.gap_kinds import GapKind

GAPS = ("gaps", "one")
USAGE = ("--usage", "files/usage.csv")


def test_the_kinds_of_the_schema_are_those_of_the_code() -> None:
    gap = all_schemas()["gaps"]["properties"]["gaps"]["items"]["properties"]
    assert gap["kind"]["enum"] == list(GapKind)


@pytest.mark.usefixtures("world")
def test_the_document_is_the_one_counted_by_hand(call: CommandLine) -> None:
    document = call.document(*GAPS, *USAGE)
    assert_valid("gaps", document)
    listed = document.pop("gaps")
    assert document == {
        "releases": {"source": "icd10/who-2019", "target": "icd11/2024-01", "map": "one"},
        "year": "2023-04-01",
        "bridges": ["icd10/uk-5th → icd10/who-2019"],
        # E11.3 H36.0 I10 I21.0 I21.9 I21.10 W19 U07 may be in a record; the data hold U07.3 too
        "sources": 9,
        "mapped": 6,
        "no_map": 1,
        "unmapped": 2,
        "activity": {"total": 170, "mapped": 160, "no_map": 3, "unmapped": 7},
    }
    assert [(gap["code"], gap["kind"], gap["activity"]) for gap in listed] == [
        ("I10", "residual_only", 100),
        ("I21.0", "residual_only", 30),
        ("I21.9", "residual_only", 20),
        ("U07.3", "unmapped", 7),
        ("W19", "no_map", 3),
        ("H36.0", "residual_only", 0),
        ("I21.10", "unmapped", 0),
        ("U07", "block_only", 0),
    ]
    assert listed[3] == {
        "code": "U07.3",
        "term": "A new disease",
        "kind": "unmapped",
        "activity": 7,
        "share": 7 / 170,
        "why": (
            "the data hold it, and icd10/who-2019 has no such code for a record: only the row of "
            "its parent U07 could be borrowed, in another meaning"
        ),
        "nearest": [{"code": "U07", "term": "A new disease", "targets": ["2500"]}],
    }


@pytest.mark.usefixtures("world")
def test_without_usage_activity_and_year_are_null(call: CommandLine) -> None:
    document = call.document(*GAPS)
    assert_valid("gaps", document)
    assert (document["year"], document["bridges"], document["sources"]) == (None, [], 8)
    assert set(document["activity"].values()) == {None}
    assert [gap["code"] for gap in document["gaps"]][:3] == ["H36.0", "I10", "I21.0"]


@pytest.mark.usefixtures("world")
def test_a_year_is_the_one_asked_for(call: CommandLine) -> None:
    document = call.document(*GAPS, *USAGE, "--year", "2022-23")
    assert (document["year"], document["activity"]["total"]) == ("2022-04-01", 90)


def test_a_scope_is_a_code_or_a_list(call: CommandLine, world: Path) -> None:
    codes = [gap["code"] for gap in call.document(*GAPS, "--scope", "I20-I25")["gaps"]]
    assert codes == ["I21.0", "I21.10", "I21.9"]
    listed = call.document(*GAPS, "--scope", world / "files" / "lists" / "ICD_infarction.csv")
    assert [gap["code"] for gap in listed["gaps"]] == codes
    assert listed["sources"] == 3


@pytest.mark.usefixtures("world")
def test_the_other_way_is_asked_alike(call: CommandLine) -> None:
    document = call.document("gaps", "back")
    assert_valid("gaps", document)
    assert document["releases"]["source"] == "icd11/2024-01"
    assert {gap["code"]: gap["nearest"] for gap in document["gaps"]}["BA00"] == [
        {"code": "BlockL1-BA0", "term": "Pressure", "targets": ["I10-I15"]}
    ]


@pytest.mark.usefixtures("world")
def test_the_text_tells_it_by_code_and_by_activity(call: CommandLine) -> None:
    text = call.text(*GAPS, *USAGE)
    lines = text.splitlines()
    assert lines[0] == "Gaps of one: icd10/who-2019 → icd11/2024-01"
    said = " ".join(lines)
    assert "of 9 source codes in scope (every assignable code of icd10/who-2019), 6 (66.7%)" in said
    assert "of 170 episodes mentioning the code in 2023-24, 160 (94.1%) have a target" in said
    assert "Joined by icd10/uk-5th → icd10/who-2019." in said
    assert "nearest mapped (derived)" in said
    assert "U07 → 2500" in said
    assert "Dropped: 'NULL' (the publisher's word for no code), rows: 1, activity: 9." in said


@pytest.mark.usefixtures("world")
def test_the_text_without_usage_has_no_columns_of_activity(call: CommandLine) -> None:
    text = call.text(*GAPS)
    assert "By activity: not known, since no --usage was given" in text
    assert "share" not in text


@pytest.mark.usefixtures("world")
def test_a_scope_without_activity_is_told_so(call: CommandLine) -> None:
    text = call.text(*GAPS, "--scope", "H36", *USAGE)
    assert "By activity: 0 episodes mentioning the code in 2023-24 are in scope." in " ".join(
        text.splitlines()
    )


@pytest.mark.usefixtures("demo")
def test_the_demo_answers_by_the_same_schema(call: CommandLine) -> None:
    document = call.document("gaps", "icd10-icd11", "--usage", "notebooks/demo-usage.csv")
    assert_valid("gaps", document)
    assert document["bridges"] == ["icd10/uk-5th → icd10/who-2019-simple"]
    call.text("gaps", "icd10-icd11", "--usage", "notebooks/demo-usage.csv")


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--year", "2023"), "--year 2023 says nothing without --usage"),
        (("--scope", "I99"), "--scope 'I99' is no file and no code of icd10/who-2019"),
        (("--scope", "files/lists/OPCS_hip.csv"), "OPCS_hip.csv: is a list of OPCS-4"),
        (("--usage", "files/opcs.csv"), "files/opcs.csv is coded in OPCS-4, and map 'one' leads"),
        (("--usage", "absent.csv"), "absent.csv: cannot be read"),
        ((*USAGE, "--year", "1999"), "usage.csv: holds no year 1999"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_line(
    call: CommandLine, words: tuple[str, ...], said: str
) -> None:
    assert call.refused(*GAPS, *words).startswith(said)


@pytest.mark.usefixtures("world")
def test_a_map_that_is_not_held_is_named(call: CommandLine) -> None:
    assert "two" in call.refused("gaps", "two")


@pytest.mark.usefixtures("world")
def test_without_the_source_release_nobody_can_say_what_is_lacking(call: CommandLine) -> None:
    call.text("graph", "rm", "icd10/who-2019")
    said = call.refused(*GAPS)
    assert said.startswith("map 'one' leads from icd10/who-2019, and the workspace holds no graph")
    assert said.endswith("add the release with 'workbench graph add PATH'")


PRIMARY_CARE = (
    "SNOMED_Concept_ID\tDescription\tUsage\tActive_at_Start\tActive_at_End\n"
    "22298006\tInfarction (disorder)\t120\t1\t1\n"
    "24700007\tAnother illness (disorder)\t*\t1\t1\n"
)


def test_counts_of_primary_care_rank_a_map_from_snomed_ct(call: CommandLine, world: Path) -> None:
    (world / "snomed.csv").write_text(
        "# release: snomed/small\ncode,term,parent\n138875005,All,\n"
        "22298006,Infarction,138875005\n24700007,Another illness,138875005\n",
        encoding="utf-8",
    )
    (world / "to-icd10.csv").write_text(
        "# source: snomed/small\n# target: icd10/who-2019\nsource,target\n138875005,I21.9\n",
        encoding="utf-8",
    )
    (world / "care_2023-24.txt").write_text(PRIMARY_CARE, encoding="utf-8")
    call.text("graph", "add", "snomed.csv")
    call.text("map", "add", "to-icd10.csv")
    document = call.document("gaps", "to-icd10", "--usage", "care_2023-24.txt")
    assert_valid("gaps", document)
    assert (document["year"], document["activity"]["total"]) == ("2023-08-01", 120)
    assert [(gap["code"], gap["activity"], gap["share"]) for gap in document["gaps"]] == [
        ("22298006", 120, 1.0),
        ("24700007", None, None),
    ]
    text = call.text("gaps", "to-icd10", "--usage", "care_2023-24.txt")
    assert "additions of the code to a record in the year from 2023-08-01" in " ".join(
        text.splitlines()
    )
    assert re.search(r"24700007  Another illness +unmapped +\* +-", text)
    said = call.refused("gaps", "to-icd10", "--usage", "care_2023-24.txt", "--year", "2019")
    assert said == "care_2023-24.txt: holds no year 2019; its name says 2023-24"
