"""What ``impact`` cannot answer it refuses in one line, before it writes anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calls import CommandLine
from tests.cli.invented import USAGE

pytestmark = pytest.mark.usefixtures("world")

IMPACT = ("impact", "files/usage.csv", "--map", "one")


def test_a_year_that_is_not_there_names_those_that_are(call: CommandLine) -> None:
    for year in ("2019", "2019-20", "2019-04-01"):
        said = call.refused(*IMPACT, "--year", year)
        assert said == f"usage.csv: holds no year {year}; it holds 2022-23, 2023-24"


@pytest.mark.parametrize("year", ["last", "23", "2023-25", "2023/24", "2023-01-01"])
def test_what_is_no_financial_year_is_told_how_one_is_written(call: CommandLine, year: str) -> None:
    said = call.refused(*IMPACT, "--year", year)
    assert said.startswith(f"year '{year}' is not a financial year")
    assert "2023-24" in said
    assert "2023-04-01" in said


def test_counts_do_not_say_which_diagnosis_was_first(call: CommandLine) -> None:
    said = call.refused(*IMPACT, "--position", "primary")
    assert said.startswith("published counts do not say which code was first-listed")
    assert said.endswith("use --position any")


def test_procedures_do_not_move_along_a_map_of_diagnoses(call: CommandLine) -> None:
    said = call.refused("impact", "files/opcs.csv", "--map", "one")
    assert "OPCS-4" in said
    assert said.endswith("is coded in OPCS-4; expected ICD-10")


def test_a_map_the_other_way_is_refused(call: CommandLine) -> None:
    said = call.refused("impact", "files/usage.csv", "--map", "back")
    assert "map 'back' leads from icd11/2024-01 to icd10/who-2019" in said


def test_a_companion_of_the_wrong_way_is_refused(call: CommandLine) -> None:
    for option, name in (("--back", "alternatives"), ("--alternatives", "back")):
        said = call.refused(*IMPACT, option, name)
        assert "icd10/who-2019" in said
        assert "icd11/2024-01" in said


def test_another_kind_of_file_is_no_dataset(call: CommandLine) -> None:
    said = call.refused("impact", "files/one.csv", "--map", "one")
    assert said.startswith("one.csv:3: no column of codes among source, ")
    assert "start_date, end_date, icd10_code or opcs4_code, description, usage" in said
    assert "icd10.csv" in call.refused("impact", "files/icd10.csv", "--map", "one")


def test_a_dataset_that_is_no_file_is_named(call: CommandLine, tmp_path: Path) -> None:
    assert "absent.csv" in call.refused("impact", "absent.csv", "--map", "one")
    (tmp_path / "folder.csv").mkdir()
    said = call.refused("impact", tmp_path / "folder.csv", "--map", "one")
    assert "folder.csv: is a folder" in said
    (tmp_path / "cut.csv.gz").write_bytes(b"\x1f\x8b\x08\x00")
    said = call.refused("impact", tmp_path / "cut.csv.gz", "--map", "one")
    assert "cut.csv.gz: cannot be read" in said


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (USAGE.replace(",30", ",3O"), "wrong.csv:5, column 'usage': '3O' is not a count"),
        (USAGE.replace(",30", ",-30"), "wrong.csv:5, column 'usage': '-30' is not a count"),
        (USAGE.replace("2022-04-01", "April"), "wrong.csv:2, column 'start_date': '…'"),
        (USAGE.replace(",30", ""), "wrong.csv:5, column 'usage': row ends after 4 of 5 fields"),
        (USAGE.replace("icd10_code", "diagnosis"), "wrong.csv:1: no column of codes among"),
        ("start_date,end_date,icd10_code,usage\n", "wrong.csv"),
        ("", "wrong.csv: is empty"),
    ],
)
def test_a_dataset_that_does_not_read_is_told_by_line_and_column(
    call: CommandLine, world: Path, text: str, place: str
) -> None:
    (world / "wrong.csv").write_text(text, encoding="utf-8")
    assert call.refused("impact", "wrong.csv", "--map", "one").startswith(place)


def test_a_year_in_which_nothing_is_coded_is_no_answer(call: CommandLine, world: Path) -> None:
    head, _, rows = USAGE.partition("\n")
    nothing = "\n".join(row for row in rows.splitlines() if "NULL" in row)
    (world / "nothing.csv").write_text(f"{head}\n{nothing}\n", encoding="utf-8")
    assert "holds no code of ICD-10" in call.refused("impact", "nothing.csv", "--map", "one")


def test_without_a_graph_of_the_target_the_message_says_to_add_one(call: CommandLine) -> None:
    call.text("graph", "rm", "icd11")
    said = call.refused(*IMPACT)
    assert said.startswith(
        "map 'one' leads to icd11/2024-01, and the workspace holds no graph of it"
    )
    assert said.endswith("add the release with 'workbench graph add PATH'")


def test_a_map_that_does_not_say_where_it_leads_is_told_what_is_missing(
    call: CommandLine, world: Path
) -> None:
    (world / "bare.csv").write_text("source,target\nI10,BA00.Z\n", encoding="utf-8")
    call.text("map", "add", "bare.csv")
    assert "map 'bare'" in call.refused("impact", "files/usage.csv", "--map", "bare")
    call.text("map", "add", "bare.csv", "--target", "icd11", "--replace")
    said = call.refused("impact", "files/usage.csv", "--map", "bare")
    assert said == "map 'bare' does not say its source release; add it with --source"


def test_releases_that_no_bridge_joins_are_both_named(call: CommandLine, world: Path) -> None:
    text = (world / "files" / "one.csv").read_text(encoding="utf-8")
    (world / "other.csv").write_text(text.replace("who-2019", "of-1995"), encoding="utf-8")
    call.text("map", "add", "other.csv")
    said = call.refused("impact", "files/usage.csv", "--map", "other")
    assert said.startswith(
        "the data are coded in icd10/uk-5th and map 'other' leads from icd10/of-1995: "
        "icd10/uk-5th and icd10/of-1995 are different releases and no bridge "
    )
    said = call.refused("impact", "files/usage.csv", "--map", "other", "--edition", "who2019")
    assert "icd10/who-2019 and icd10/of-1995 are different releases and no bridge " in said


def test_code_lists_that_are_none_are_named(call: CommandLine, world: Path) -> None:
    lists = world / "lists"
    assert "absent" in call.refused(*IMPACT, "--codelists", "absent")
    lists.mkdir()
    assert call.refused(*IMPACT, "--codelists", lists).endswith("expected .csv files")
    (lists / "ICD_x.csv").write_text("diagnosis\nI21\n", encoding="utf-8")
    assert call.refused(*IMPACT, "--codelists", lists).startswith(
        "ICD_x.csv:1: no column of codes among diagnosis; expected a heading with 'code'"
    )
    (lists / "ICD_x.csv").rename(lists / "x.csv")
    (lists / "x.csv").write_text("code\nI21\n", encoding="utf-8")
    assert "ICD or OPCS" in call.refused(*IMPACT, "--codelists", lists)


def test_out_where_a_file_stands_is_refused(call: CommandLine) -> None:
    said = call.refused(*IMPACT, "--out", "files/usage.csv")
    assert said == "files/usage.csv: is a file; expected a folder to write the report into"
    assert call.refused(*IMPACT, "--out", "files/usage.csv/below").startswith(
        "files/usage.csv/below: "
    )
