"""Counts of SNOMED CT codes in primary care, on invented files of the published form."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.core.codes import CodeSystem
from workbench.core.suppression import Suppressed
from workbench.errors import InputError
from workbench.io.primary_care import is_primary_care_usage, read_primary_care_usage

HEAD = "SNOMED_Concept_ID\tDescription\tUsage\tActive_at_Start\tActive_at_End\r\n"
ROWS = (
    "24700007\tOne illness (disorder)\t1230\t1\t1\r\n"
    "22298006\tAnother (disorder)\t*\t1\t1\r\n"
    "999002271000000101\tA retired one (finding)\t0\t1\t0\r\n"
)


def file(folder: Path, text: str = HEAD + ROWS, name: str = "usage_2023-24.txt") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def test_a_star_is_a_suppressed_count_of_one_to_four(tmp_path: Path) -> None:
    counts = read_primary_care_usage(file(tmp_path))
    assert dict(counts.activity) == {"22298006": 0, "24700007": 1230, "999002271000000101": 0}
    assert counts.suppressed == {"22298006": Suppressed(least=1, most=4)}
    assert (counts.system, counts.year) == (CodeSystem.SNOMED, "2023-08-01")
    assert counts.unit == "additions of the code to a record"
    assert counts.terms["24700007"] == "One illness (disorder)"
    assert "rounded to the nearest 10" in counts.notes[0]


@pytest.mark.parametrize(
    ("name", "asked", "first_day"),
    [
        ("SNOMED_code_usage_2022-23.txt", None, "2022-08-01"),
        ("usage_2011_2012.txt", None, "2011-08-01"),
        ("usage_2011-12.txt", "2011", "2011-08-01"),
        ("mine.txt", "2023-24", "2023-08-01"),
        ("mine.txt", "2023-08-01", "2023-08-01"),
    ],
)
def test_the_year_is_the_one_in_the_name_or_the_one_given(
    tmp_path: Path, name: str, asked: str | None, first_day: str
) -> None:
    assert read_primary_care_usage(file(tmp_path, name=name), year=asked).year == first_day


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [
        ("mine.txt", None, "mine.txt: neither a column nor the file's name says the year"),
        ("as_of_2023-25.txt", None, "as_of_2023-25.txt: neither a column"),
        ("u_2022-23.txt", "2023-24", "u_2022-23.txt: holds no year 2023-24; its name says 2022-23"),
        ("mine.txt", "2023-04-01", "year '2023-04-01' is not a year from August to July"),
        ("mine.txt", "2023-25", "year '2023-25' is not a year from August to July"),
    ],
)
def test_a_year_that_cannot_be_told_is_refused(
    tmp_path: Path, name: str, asked: str | None, said: str
) -> None:
    with pytest.raises(InputError) as refused:
        read_primary_care_usage(file(tmp_path, name=name), year=asked)
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            ROWS.replace("24700007", "24700008"),
            "usage_2023-24.txt:2, column 'SNOMED_Concept_ID': SCTID '24700008' fails its check",
        ),
        (
            ROWS.replace("1230", "1 230"),
            "usage_2023-24.txt:2, column 'Usage': '1 230' is not a count; expected a whole number",
        ),
        (ROWS.replace("\t*", "\t<5"), "usage_2023-24.txt:3, column 'Usage': '<5' is not a count"),
        (ROWS[:-4], "usage_2023-24.txt:4, column 'Active_at_End': row ends after 4 of 5 fields"),
    ],
)
def test_what_does_not_read_is_told_by_line_and_column(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(InputError) as refused:
        read_primary_care_usage(file(tmp_path, HEAD + text))
    assert str(refused.value).startswith(said)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"usage_2023-24.txt: cannot be read: No such file"):
        read_primary_care_usage(tmp_path / "usage_2023-24.txt")


def test_it_is_recognised_by_its_headings(tmp_path: Path) -> None:
    assert is_primary_care_usage(file(tmp_path))
    assert not is_primary_care_usage(file(tmp_path, "start_date,end_date,icd10_code,usage\n"))
    assert not is_primary_care_usage(file(tmp_path, "\x00\x01"))
    assert not is_primary_care_usage(tmp_path / "absent.txt")
    assert not is_primary_care_usage(tmp_path)
