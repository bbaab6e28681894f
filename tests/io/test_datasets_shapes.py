"""What the headings of a dataset say, what is read for it, and what is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.io.episodes import csv_text, wide_rows
from workbench.core.codes import CodeSystem
from workbench.core.suppression import Suppressed
from workbench.errors import InputError
from workbench.io.datasets import Dropped, Position, Unit, read_dataset
from workbench.io.datasets.columns import code_columns, numbered_sets
from workbench.io.datasets.shapes import Counts, Long, Wide, find_shape
from workbench.io.datasets.values import read_value


def written(folder: Path, text: str, name: str = "data.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("headings", "read"),
    [
        (["DIAG_4_02", "DIAG_4_01", "DIAG_4_CONCAT", "DIAG_COUNT"], ("DIAG_4_01", "DIAG_4_02")),
        (["diag01", "diag02", "diag10"], ("diag01", "diag02", "diag10")),
        (["Diag1", "Diag2", "ALCDIAG_1", "CAUSE_4"], ("Diag1", "Diag2")),
        (
            ["secondary_diagnosis_2", "secondary_diagnosis_1", "primary_diagnosis"],
            ("primary_diagnosis", "secondary_diagnosis_1", "secondary_diagnosis_2"),
        ),
        (["icd10_1", "icd10_2", "icd10_2_desc"], ("icd10_1", "icd10_2")),
        (["icd_9", "icd_10", "icd_8"], ("icd_8", "icd_9", "icd_10")),
        (["PrimaryDiagnosis", "admission_date"], ("PrimaryDiagnosis",)),
        (["DIAG_01", "DIAG_DATE_01"], ("DIAG_01",)),
    ],
)
def test_columns_that_belong_together_are_found_in_their_order(
    headings: list[str], read: tuple[str, ...]
) -> None:
    assert [one.headings for one in numbered_sets(code_columns(headings))] == [read]


@pytest.mark.parametrize(
    "heading", ["PROCODE3", "PROCODET", "OPDATE_01", "ALCNRWDIAG", "OPERTN_COUNT", "icd9_1", "SEX"]
)
def test_columns_that_sound_alike_are_not_read(heading: str) -> None:
    assert code_columns([heading]) == []


@pytest.mark.parametrize(
    ("headings", "shape"),
    [
        (["FYEAR", "DIAG_01", "DIAG_02", "OPERTN_01"], Wide),
        (["episode_id", "icd10_code", "position"], Long),
        (["hadm_id", "subject_id", "seq_num", "icd_code", "icd_version"], Long),
        (["icd10_code", "n"], Counts),
        (["code", "usage"], Counts),
        (["Diagnosis", "Finished consultant episodes"], Counts),
        (["financial_year", "icd10_code", "number_of_fces"], Counts),
    ],
)
def test_a_shape_is_known_by_its_headings(headings: list[str], shape: type) -> None:
    assert isinstance(find_shape(headings, system=CodeSystem.ICD10, file="x"), shape)


def test_the_set_with_the_longest_codes_is_read(tmp_path: Path) -> None:
    rows = wide_rows([("2122", ["I219", "E119"])])
    counts = read_dataset(written(tmp_path, csv_text(rows)), system=CodeSystem.ICD10)
    assert dict(counts.activity) == {"E119": 1, "I219": 1}
    assert counts.notes[0] == (
        "Codes are read from columns DIAG_4_01 to DIAG_4_04; each row is one episode."
    )


def test_the_longest_codes_are_those_in_the_data_whatever_the_headings_say(tmp_path: Path) -> None:
    text = "diag_a_1,diag_a_2,icd_b_1,icd_b_2\nI219,E119,I21,E11\n"
    counts = read_dataset(written(tmp_path, text))
    assert dict(counts.activity) == {"E119": 1, "I219": 1}


def test_procedures_count_every_occurrence_and_diagnoses_once_an_episode(tmp_path: Path) -> None:
    text = "diag_1,diag_2,opertn_1,opertn_2,opertn_3\nI10X,I10X,W371,W371,z942\nI10X,,W37.1,&,8\n"
    path = written(tmp_path, text)
    diagnoses = read_dataset(path, system=CodeSystem.ICD10)
    procedures = read_dataset(path, system=CodeSystem.OPCS4)
    assert (dict(diagnoses.activity), diagnoses.unit) == ({"I10X": 2}, Unit.EPISODES)
    assert (dict(procedures.activity), procedures.unit) == (
        {"W371": 3, "Z942": 1},
        Unit.OCCURRENCES,
    )
    assert procedures.dropped == (
        Dropped(value="&", rows=1, activity=1, why="no code"),
        Dropped(value="8", rows=1, activity=1, why="no code of OPCS-4"),
    )


def test_only_the_first_listed_code_counts_where_that_is_asked(tmp_path: Path) -> None:
    wide = written(tmp_path, "diag_2,diag_1\nE119,I10X\nI10X,E119\nI10X,\n")
    long = written(
        tmp_path,
        "episode_id,seq,icd10_code\n1,2,E119\n1,1,I10X\n2,01,E119\n2,2,I10X\n",
        "long.csv",
    )
    for path in (wide, long):
        counts = read_dataset(path, position=Position.PRIMARY)
        assert (dict(counts.activity), counts.unit) == ({"E119": 1, "I10X": 1}, Unit.FIRST_LISTED)


@pytest.mark.parametrize(
    ("heading", "values", "held"),
    [
        ("FYEAR", ("0102", "9900"), ("2001-04-01", "1999-04-01")),
        ("FYEAR", ("2021", "1920"), ("2020-04-01", "2019-04-01")),
        ("FYEAR", ("2223.0", "102.0"), ("2022-04-01", "2001-04-01")),
        ("year", ("2022.0", "2021.0"), ("2022-04-01", "2021-04-01")),
        ("PARTYEAR", ("200199", "199907"), ("2001-04-01", "1999-04-01")),
        ("financial_year", ("2021", "2019/20"), ("2021-04-01", "2019-04-01")),
        ("epiend", ("2021-04-01", "2020-03-31"), ("2021-04-01", "2019-04-01")),
        ("admidate", ("2021-12-31 23:59:00", "2020-01-01 00:00"), ("2021-04-01", "2019-04-01")),
    ],
)
def test_the_financial_year_comes_from_the_column_there_is(
    tmp_path: Path, heading: str, values: tuple[str, str], held: tuple[str, str]
) -> None:
    text = f"episode_id,icd10_code,{heading}\n1,I10X,{values[0]}\n2,E119,{values[1]}\n3,A00,\n"
    path = written(tmp_path, text)
    counts = read_dataset(path)
    assert (counts.year, dict(counts.activity)) == (held[0], {"I10X": 1})
    assert counts.notes[1:] == (
        f"The financial year is that of column '{heading}'.",
        "1 coded entries name no year and are counted in none.",
    )
    assert dict(read_dataset(path, year=held[1]).activity) == {"E119": 1}


def test_a_date_that_stands_for_not_known_is_no_year(tmp_path: Path) -> None:
    text = "episode_id,icd10_code,epiend\n1,I10X,2022-05-01\n2,E119,9999-12-31\n3,A00,1801-01-01\n"
    counts = read_dataset(written(tmp_path, text))
    assert (counts.year, dict(counts.activity)) == ("2022-04-01", {"I10X": 1})
    assert counts.notes[-1] == "2 coded entries name no year and are counted in none."


def test_rows_coded_in_another_icd_are_left_out_and_counted(tmp_path: Path) -> None:
    text = "hadm_id,seq_num,icd_code,icd_version\n1,1,V270,9\n1,2,I10,10\n2,1,4019,9\n3,1,E119,\n"
    counts = read_dataset(written(tmp_path, text))
    assert (dict(counts.activity), counts.dropped) == ({"I10": 1}, ())
    assert "Rows left out, as 'icd_version' does not say ICD-10: 3." in counts.notes


def test_two_digits_of_each_year_are_not_taken_for_a_year_to_come(tmp_path: Path) -> None:
    text = "episode_id,icd10_code,financial_year\n1,I10X,2223\n"
    with pytest.raises(InputError, match=r"no financial year; expected 2023, .* FYEAR 2324"):
        read_dataset(written(tmp_path, text))


def test_where_there_is_no_year_none_is_given_and_none_can_be_asked(tmp_path: Path) -> None:
    path = written(tmp_path, "episode_id,icd10_code\n1,I10X\n")
    assert read_dataset(path).year is None
    with pytest.raises(InputError, match=r"data\.csv: has no column of years, so it cannot be"):
        read_dataset(path, year="2021")


def test_counts_are_added_up_by_code_and_equal_rows_count_each(tmp_path: Path) -> None:
    text = "year,icd10_code,count\n2021,I10X,5\n2021,i10x,2\n2021,I10X,5\n2020,I10X,9\n2021,,4\n"
    counts = read_dataset(written(tmp_path, text))
    assert (counts.year, dict(counts.activity), counts.unit) == (
        "2021-04-01",
        {"I10X": 12},
        Unit.AS_COUNTED,
    )
    assert counts.dropped == (Dropped(value="", rows=1, activity=4, why="no code"),)


@pytest.mark.parametrize(
    ("headings", "before"),
    [("opcs4_code,n", ""), ("start_date,end_date,opcs4_code,usage", "2023-04-01,x,")],
)
def test_a_suppressed_count_is_neither_a_number_nor_left_out(
    tmp_path: Path, headings: str, before: str
) -> None:
    cells = (("W371", "*"), ("W371", "*"), ("W372", "8"), ("W373", "9"), ("W373", "*"))
    rows = "".join(f"{before}{code},{count}\n" for code, count in cells)
    counts = read_dataset(written(tmp_path, f"{headings}\n{rows}"))
    assert dict(counts.activity) == {"W371": 0, "W372": 8, "W373": 9}
    assert dict(counts.suppressed) == {
        "W371": Suppressed(least=2, most=14, cells=2),
        "W373": Suppressed(least=1, most=7),
    }


def test_a_dataset_of_suppressed_counts_alone_is_read(tmp_path: Path) -> None:
    counts = read_dataset(written(tmp_path, "icd10_code,n\nI10X,*\n"))
    assert dict(counts.activity) == {"I10X": 0}
    assert counts.suppressed["I10X"].cells == 1


@pytest.mark.parametrize(
    ("written_as", "code"),
    [
        ("I43.8", "I438"),
        (" i438 ", "I438"),
        ("I438A", "I438"),
        ("I438 D", "I438"),
        ("I438-A", "I438"),
        ("E05.9†", "E059"),
        ("D63.0*", "D630"),
        ("A00.-", "A00"),
        ("I10X", "I10X"),
        ("M45.X0", "M45X0"),
        ("I21A", None),
        ("I", None),
        ("I2190123", None),
        ("I2\x001", None),
        ("\uff2910X", None),
    ],
)
def test_a_code_of_icd_10_is_known_in_every_spelling(written_as: str, code: str | None) -> None:
    assert read_value(written_as, CodeSystem.ICD10).code == code


def test_a_local_fifth_character_of_opcs_4_is_left_out() -> None:
    assert read_value("W37.11", CodeSystem.OPCS4).code == "W371"
    assert read_value("I10X", CodeSystem.OPCS4).code is None


def test_what_is_no_code_is_dropped_and_shown_only_where_it_can_be_nobody(tmp_path: Path) -> None:
    junk = [
        "Given Family",
        "1234567890",
        "Family",
        "010170",
        "SW1A1A",
        "99",
        "a\x07b",
        "x" * 300_000,
    ]
    rows = "".join(f"{n},{value}\n" for n, value in enumerate([*junk, "I10X"]))
    counts = read_dataset(written(tmp_path, f"episode_id,icd10_code\n{rows}"))
    assert dict(counts.activity) == {"I10X": 1}
    assert counts.dropped == (
        Dropped(value="99", rows=1, activity=1, why="no code of ICD-10"),
        Dropped(value="…", rows=7, activity=7, why="no code of ICD-10"),
    )


def test_what_is_no_code_in_published_columns_is_dropped_and_not_shown(tmp_path: Path) -> None:
    text = (
        "start_date,end_date,icd10_code,description,usage\n2023-04-01,x,I10X,Words,5\n"
        "2023-04-01,x,9434765919,Given,3\n2023-04-01,x,Given Family,x,2\n"
    )
    counts = read_dataset(written(tmp_path, text))
    assert (dict(counts.activity), dict(counts.terms)) == ({"I10X": 5}, {"I10X": "Words"})
    assert counts.dropped == (Dropped(value="…", rows=2, activity=5, why="no code of ICD-10"),)


def test_where_most_values_are_no_codes_the_columns_are_doubted(tmp_path: Path) -> None:
    text = "episode_id,diagnosis\n1,Asthma\n2,Hypertension\n3,-\n4,I10X\n"
    assert read_dataset(written(tmp_path, text)).notes[-1] == (
        "2 of 3 coded entries are no codes of ICD-10: these may be the wrong columns."
    )


def test_of_very_many_values_that_are_no_codes_the_rarest_stand_together(tmp_path: Path) -> None:
    rows = "".join(f"{n},{n}\n" for n in range(70)) + "70,I10X\n71,5\n"
    counts = read_dataset(written(tmp_path, f"episode_id,icd10_code\n{rows}"))
    assert len(counts.dropped) == 51
    assert [one for one in counts.dropped if one.value in {"5", "…"}] == [
        Dropped(value="5", rows=2, activity=2, why="no code of ICD-10"),
        Dropped(value="…", rows=20, activity=20, why="no code of ICD-10"),
    ]
