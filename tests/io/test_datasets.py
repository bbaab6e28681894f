"""Usage counts and code lists as they come: years, gzip, dropped values, and what is refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from workbench.core.codelist import CodeList
from workbench.core.codes import CodeSystem
from workbench.errors import InputError
from workbench.io.codelists import read_codelists
from workbench.io.datasets import Dropped, parse_year, read_usage_counts

HEADER = "start_date,end_date,icd10_code,description,usage\n"
USAGE = HEADER + (
    '2022-04-01,2023-03-31,I10X,"Hypertension, primary",5\n'
    "2023-04-01,2024-03-31,W190,Fall at home,1\n"
    '2023-04-01,2024-03-31,I10X,"Hypertension, primary",7\n'
    "2023-04-01,2024-03-31,NULL,,3\n"
    "2023-04-01,2024-03-31,I10X,Hypertension,2\n"
)


def usage(folder: Path, text: str = USAGE) -> Path:
    path = folder / "usage.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_last_year_is_read_by_default_and_codes_are_added_up(tmp_path: Path) -> None:
    counts = read_usage_counts(usage(tmp_path))
    assert (counts.year, dict(counts.activity)) == ("2023-04-01", {"I10X": 9, "W190": 1})
    assert counts.system is CodeSystem.ICD10
    assert counts.unit == "episodes mentioning the code"
    assert counts.dropped == (
        Dropped(value="NULL", rows=1, activity=3, why="the publisher's word for no code"),
    )
    assert counts.terms["W190"] == "Fall at home"


def test_kept_and_dropped_activity_make_up_the_year(tmp_path: Path) -> None:
    counts = read_usage_counts(usage(tmp_path))
    dropped = sum(value.activity for value in counts.dropped)
    assert sum(counts.activity.values()) + dropped == 1 + 7 + 3 + 2


@pytest.mark.parametrize("year", ["2022", "2022-23", "2022-04-01"])
def test_a_year_is_written_in_three_ways(tmp_path: Path, year: str) -> None:
    assert dict(read_usage_counts(usage(tmp_path), year=year).activity) == {"I10X": 5}


def test_a_year_that_begins_on_another_day_is_asked_for_by_that_day(tmp_path: Path) -> None:
    path = usage(tmp_path, USAGE.replace("2022-04-01", "2022-01-01"))
    assert dict(read_usage_counts(path, year="2022-01-01").activity) == {"I10X": 5}
    with pytest.raises(InputError, match="holds no year 2022; it holds the year from 2022-01-01, "):
        read_usage_counts(path, year="2022")


def test_what_means_no_code_is_dropped_and_counted(tmp_path: Path) -> None:
    rows = "".join(f"2023-04-01,x,{code},,2\n" for code in ("", "-", "0000", "7999", "R69X"))
    counts = read_usage_counts(usage(tmp_path, HEADER + rows))
    assert dict(counts.activity) == {"R69X": 2}
    assert [(value.value, value.activity) for value in counts.dropped] == [
        ("", 2),
        ("-", 2),
        ("0000", 2),
        ("7999", 2),
    ]


def test_a_gzipped_file_reads_alike(tmp_path: Path) -> None:
    path = tmp_path / "usage.csv.gz"
    path.write_bytes(gzip.compress(USAGE.encode()))
    assert dict(read_usage_counts(path).activity) == {"I10X": 9, "W190": 1}


def test_procedures_count_occurrences(tmp_path: Path) -> None:
    counts = read_usage_counts(usage(tmp_path, USAGE.replace("icd10_code", "opcs4_code")))
    assert (counts.system, counts.unit) == (CodeSystem.OPCS4, "occurrences of the code")


@pytest.mark.parametrize("year", ["23", "2023-25", "2023-05-01", "last", "2023-24-25"])
def test_what_is_no_financial_year_is_refused(year: str) -> None:
    with pytest.raises(InputError, match="is not a financial year"):
        parse_year(year)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        ("a,b\n1,2\n", "start_date"),
        (HEADER, "holds no rows"),
        (HEADER.replace("icd10_code", "what") + "2023-04-01,x,A00,x,1\n", "no column of codes"),
        (HEADER + "2023-04-01,x,A00,x,1.5\n", r"usage.csv:2, column 'usage': '1.5' is not a count"),
        (HEADER + "April,x,A00,x,1\n", r"usage.csv:2, column 'start_date': '…' is not a date"),
        (HEADER + "2023-04-01,x,A00,x,9434765919A\n", "column 'usage': '…' is not a count"),
        (HEADER + "2023-04-01,x,A00\n", "usage.csv:2"),
        (HEADER + f"2023-04-01,x,A00,x,{'9' * 23}\n", "of at most 12 digits"),
        (HEADER + f"2023-04-01,x,A00,x,{'9' * 5000}\n", "of at most 12 digits"),
    ],
)
def test_a_file_that_does_not_read_is_named_with_its_place(
    tmp_path: Path, text: str, sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        read_usage_counts(usage(tmp_path, text))


def test_an_unknown_year_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no year 2019; it holds 2022-23, 2023-24"):
        read_usage_counts(usage(tmp_path), year="2019")


def test_a_cut_gzip_and_a_missing_file_are_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "usage.csv.gz"
    path.write_bytes(gzip.compress(USAGE.encode())[:40])
    with pytest.raises(InputError, match=r"usage.csv.gz: cannot be read"):
        read_usage_counts(path)
    with pytest.raises(InputError, match=r"gone.csv: cannot be read: No such file"):
        read_usage_counts(tmp_path / "gone.csv")


def test_code_lists_are_read_by_heading_or_file_name(tmp_path: Path) -> None:
    (tmp_path / "ICD_mi.csv").write_text(
        'Disease,ICD10code,ICD10codeDescr\n"MI",I21.9,x\nMI,I21.9,x\nMI,I10X,\n', encoding="utf-8"
    )
    (tmp_path / "opcs_hips.csv").write_text("Code,Description\nW37,x\n", encoding="utf-8")
    assert read_codelists(tmp_path) == (
        CodeList(name="ICD_mi", system=CodeSystem.ICD10, codes=("I21.9", "I10X")),
        CodeList(name="opcs_hips", system=CodeSystem.OPCS4, codes=("W37",)),
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name,desc\nx,y\n", "no column of codes among name, desc"),
        ("code,desc\nA00,y\n", "says ICD or OPCS"),
        ("9434765919,Given\n1,2\n", r"among the headings \(the first line looks like a row and"),
        ("icd postcode\nSW1A 1AA\n", "column 'icd postcode': holds no code of ICD-10"),
    ],
)
def test_a_list_that_does_not_read_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=sentence):
        read_codelists(tmp_path)


def test_a_list_is_found_whatever_the_case_of_its_ending(tmp_path: Path) -> None:
    (tmp_path / "ICD_mi.CSV").write_text("Code\nI21\n", encoding="utf-8")
    assert [codelist.name for codelist in read_codelists(tmp_path)] == ["ICD_mi"]


def test_a_folder_without_lists_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no code list"):
        read_codelists(tmp_path)
    with pytest.raises(InputError, match="no folder of code lists"):
        read_codelists(tmp_path / "gone")


def test_a_list_without_codes_is_a_list_without_codes(tmp_path: Path) -> None:
    (tmp_path / "ICD_none.csv").write_text("Code\n", encoding="utf-8")
    assert read_codelists(tmp_path / "ICD_none.csv") == (
        CodeList(name="ICD_none", system=CodeSystem.ICD10, codes=()),
    )
