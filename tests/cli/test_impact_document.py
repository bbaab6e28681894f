"""``impact`` answers with the document of the contract; the figures are counted by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.calls import CommandLine
from tests.cli.schemas import assert_valid

IMPACT = ("impact", "files/usage.csv", "--map", "one")
COMPANIONS = (
    *("--alternatives", "alternatives"),
    *("--back", "back"),
    *("--foundation", "foundation"),
)
ALWAYS = {"method", "target_kind", "residual", "cluster", "moved_chapter", "merged"}


def counted(document: dict[str, Any], measure: str, table: str = "measures") -> dict[str, Any]:
    """Give codes and activity of each value of a measure; those of nobody left out."""
    return {
        row["value"]: (row["codes"], row["activity"])
        for row in document[table]
        if row["measure"] == measure and row["codes"]
    }


@pytest.mark.usefixtures("world")
def test_without_companions_their_measures_are_absent(call: CommandLine) -> None:
    document = call.document(*IMPACT)
    assert_valid("impact", document)
    assert document["releases"] == {
        "source": "icd10/uk-5th",
        "target": "icd11/2024-01",
        "map": "one",
        "bridges": ["icd10/uk-5th → icd10/who-2019"],
        "companions": {"alternatives": None, "back": None, "foundation": None},
    }
    assert {row["measure"] for row in document["measures"]} == ALWAYS


@pytest.mark.usefixtures("world")
def test_with_companions_every_measure_is_there(call: CommandLine) -> None:
    document = call.document(*IMPACT, *COMPANIONS, "--codelists", "files/lists")
    assert_valid("impact", document)
    assert document["releases"]["companions"] == {
        "alternatives": "alternatives",
        "back": "back",
        "foundation": "foundation",
    }
    assert {row["measure"] for row in document["measures"]} == {
        *ALWAYS,
        *("residual_kind", "many_targets", "any_cluster", "all_cluster", "round_trip"),
    }


@pytest.mark.usefixtures("world")
def test_the_figures_are_those_counted_by_hand(call: CommandLine) -> None:
    document = call.document(*IMPACT)
    dataset = document["dataset"]
    assert {key: dataset[key] for key in ("path", "year", "unit", "codes", "activity")} == {
        "path": "files/usage.csv",
        "year": "2023-04-01",
        "unit": "episodes mentioning the code",
        "codes": 6,
        "activity": 170,
    }
    (dropped,) = dataset["dropped"]
    assert (dropped["value"], dropped["rows"], dropped["activity"]) == ("NULL", 1, 9)
    assert counted(document, "method") == {
        "exact": (3, 60),
        "xfill": (1, 100),
        "place4": (1, 3),
        "parent": (1, 7),
    }
    assert counted(document, "target_kind") == {"leaf": (4, 160), "block": (1, 7), "none": (1, 3)}
    assert counted(document, "target_kind", "measures_direct") == {"leaf": (4, 160), "none": (1, 3)}
    assert counted(document, "merged") == {"true": (2, 50), "false": (4, 120)}
    assert document["merges"] == {"targets": 1, "source_codes": 2, "codes": 2, "activity": 50}
    assert document["chapter_flow"] == [
        {"source_chapter": "IV", "target_chapter": "05", "codes": 1, "activity": 10},
        {"source_chapter": "IX", "target_chapter": "11", "codes": 3, "activity": 150},
        {"source_chapter": "XX", "target_chapter": None, "codes": 1, "activity": 3},
        {"source_chapter": "XXII", "target_chapter": "25", "codes": 1, "activity": 7},
    ]


@pytest.mark.usefixtures("world")
def test_the_shares_are_of_the_whole_in_both_tables(call: CommandLine) -> None:
    document = call.document(*IMPACT, *COMPANIONS)
    codes, activity = document["dataset"]["codes"], document["dataset"]["activity"]
    for row in document["measures"] + document["measures_direct"]:
        assert row["codes_share"] == pytest.approx(row["codes"] / codes)
        assert row["activity_share"] == pytest.approx(row["activity"] / activity)
    for measure in {row["measure"] for row in document["measures"]}:
        assert sum(n for n, _ in counted(document, measure).values()) == codes
        assert sum(n for _, n in counted(document, measure).values()) == activity
        direct = counted(document, measure, "measures_direct").values()
        assert (sum(n for n, _ in direct), sum(n for _, n in direct)) == (5, 163)


@pytest.mark.usefixtures("world")
def test_a_code_list_of_another_system_is_given_with_nulls_and_the_reason(
    call: CommandLine,
) -> None:
    document = call.document(*IMPACT, *COMPANIONS, "--codelists", "files/lists")
    infarction, nobody, hip = document["codelists"]
    assert infarction == {
        "name": "ICD_infarction",
        "codes": 2,
        "unknown": ["I22"],
        "activity_before": 50,
        "activity_after": 50,
        "low": 50,
        "high": 50,
        "sensitivity": 1.0,
        "ppv": 1.0,
        "why": None,
        "edits": [],
    }
    assert (nobody["name"], nobody["unknown"], nobody["activity_before"]) == (
        "ICD_nobody",
        ["A00"],
        0,
    )
    assert (nobody["sensitivity"], nobody["ppv"]) == (None, None)
    assert nobody["why"] is not None
    told = {key for key, value in hip.items() if value is not None}
    assert (hip["name"], told) == ("OPCS_hip", {"name", "why", "edits"})


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("year", ["2022", "2022-23", "2022-04-01"])
def test_a_year_is_named_in_three_ways(call: CommandLine, year: str) -> None:
    dataset = call.document(*IMPACT, "--year", year)["dataset"]
    assert (dataset["year"], dataset["codes"], dataset["activity"]) == ("2022-04-01", 1, 90)


@pytest.mark.usefixtures("world")
def test_the_edition_is_named_in_the_notes_and_decides_about_places(call: CommandLine) -> None:
    default = call.document(*IMPACT)
    assert "uk5" in " ".join(default["dataset"]["notes"])
    assert "April 2016" in " ".join(default["dataset"]["notes"])
    assert default == call.document(*IMPACT, "--edition", "uk5", "--position", "any")
    who = call.document(*IMPACT, "--edition", "who2019")
    assert_valid("impact", who)
    assert (who["releases"]["source"], who["releases"]["bridges"]) == ("icd10/who-2019", [])
    assert counted(who, "method")["parent"] == (2, 10)


@pytest.mark.usefixtures("world")
def test_the_text_gives_a_reason_once_and_only_lists_of_the_systems_own_in_the_table(
    call: CommandLine,
) -> None:
    text = call.text(*IMPACT, *COMPANIONS, "--codelists", "files/lists")
    _, told = text.split("Code lists, by activity\n")
    assert "\nOPCS_hip " not in told
    assert "A list of OPCS-4; the dataset is coded in ICD-10: OPCS_hip" in told


@pytest.mark.usefixtures("world")
def test_a_bare_system_names_the_map_where_one_is_held(call: CommandLine) -> None:
    document = call.document("impact", "files/usage.csv", "--map", "one", "--back", "icd11")
    assert document["releases"]["companions"]["back"] == "back"


def test_out_writes_the_files_and_stdout_stays_the_document(call: CommandLine, world: Path) -> None:
    answer = call(*IMPACT, *COMPANIONS, "--out", "results/first", "--json")
    assert answer.code == 0
    assert answer.out == call.text(*IMPACT, *COMPANIONS, "--json")
    assert answer.err.startswith("wrote ")
    assert sorted(path.name for path in (world / "results" / "first").iterdir()) == [
        "chapter_flow.csv",
        "merges.csv",
        "per_code.csv",
        "per_code.parquet",
        "report.html",
        "report.xlsx",
    ]


@pytest.mark.usefixtures("demo")
def test_the_demo_answers_by_the_same_schema(call: CommandLine) -> None:
    document = call.document(
        *("impact", "notebooks/demo-usage.csv", "--map", "icd10-icd11"),
        *("--alternatives", "icd10-icd11-alternatives"),
        *("--back", "icd11-icd10", "--foundation", "icd10-foundation"),
    )
    assert_valid("impact", document)
    assert document["releases"]["bridges"] == ["icd10/uk-5th → icd10/who-2019-simple"]
    flow = document["chapter_flow"]
    assert sum(row["codes"] for row in flow) == document["dataset"]["codes"]
    assert sum(row["activity"] for row in flow) == document["dataset"]["activity"]


@pytest.mark.usefixtures("world")
def test_an_extract_of_episodes_counts_as_it_is_read_by_hand(
    call: CommandLine, world: Path
) -> None:
    (world / "wide.csv").write_text(
        "FYEAR,DIAG_1,DIAG_2,DIAG_CONCAT\n2324,I10X,I10X,x\n2324,I21.0,i10x,x\n2324,-,I210,x\n",
        encoding="utf-8",
    )
    document = call.document("impact", "wide.csv", "--map", "one")
    assert_valid("impact", document)
    dataset = document["dataset"]
    assert {key: dataset[key] for key in ("path", "year", "unit", "codes", "activity")} == {
        "path": "wide.csv",
        "year": "2023-04-01",
        "unit": "episodes mentioning the code",
        "codes": 2,
        "activity": 4,
    }
    assert dataset["dropped"] == [{"value": "-", "rows": 1, "activity": 1, "why": "no code"}]
    first = call.document("impact", "wide.csv", "--map", "one", "--position", "primary")
    assert_valid("impact", first)
    assert (first["dataset"]["unit"], first["dataset"]["activity"]) == (
        "episodes with the code first-listed",
        2,
    )


@pytest.mark.usefixtures("world")
def test_an_extract_without_a_year_has_none(call: CommandLine, world: Path) -> None:
    (world / "long.csv").write_text("episode_id,icd10_code\n1,I10X\n", encoding="utf-8")
    document = call.document("impact", "long.csv", "--map", "one")
    assert_valid("impact", document)
    assert document["dataset"]["year"] is None
    assert "year not stated" in call.text("impact", "long.csv", "--map", "one")
