"""Files that are damaged or are something else: one sentence, without anything of a record."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.io.episodes import CONTAINERS, long_rows
from workbench.core.codes import CodeSystem
from workbench.errors import InputError
from workbench.io.datasets import Position, read_dataset

EPISODES = [("2122", ["I10X", "E119"]), ("2122", ["A00"])]
NHS_NUMBER = "9434765919"
GOOD = "episode_id,icd10_code\n1,I10X\n2,E119\n"


def refused(source: object, **asked: object) -> str:
    with pytest.raises(InputError) as error:
        read_dataset(source, **asked)  # type: ignore[arg-type]
    said = str(error.value)
    assert "\n" not in said
    assert NHS_NUMBER not in said
    return said


def written(folder: Path, content: str | bytes, name: str = "data.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "data.csv: is empty"),
        ("# a remark\n", "data.csv: holds no header"),
        ("a,b\n1,2\n", "data.csv:1: no column of codes among a, b; expected usage counts ("),
        (
            f"{NHS_NUMBER},Given Family,I10X,1970-01-01\n",
            "data.csv:1: no column of codes among the headings (the first line looks like a row an",
        ),
        ("# r\na,b\n1,2\n", "data.csv:2: no column of codes among a, b; expected usage counts ("),
        ("episode_id,icd10_code\n", "data.csv: holds no codes: it has no rows, or its columns"),
        ("diag_1,diag_2\n,\n", "data.csv: holds no codes: it has no rows, or its columns of"),
        (
            f"diag_1,diag_1,diag_2\nI10X,{NHS_NUMBER},\n",
            "data.csv:1, column 'diag_1': stands there twice; keep one",
        ),
        (
            "diag_1,diag_01,diag_2\nI10X,,\n",
            "data.csv:1, column 'diag_01': and 'diag_1' stand for the same position; keep one",
        ),
        (
            "episode_id,icd10_code,diag_code\n1,I10X,I10X\n",
            "data.csv:1: columns 'icd10_code' and 'diag_code' could all hold the codes; keep one",
        ),
        (
            "episode_id,fce_id,icd10_code\n1,1,I10X\n",
            "data.csv:1: columns 'episode_id' and 'fce_id' could all tell episodes apart; keep one",
        ),
        (
            "ICD10 code,ICD10 code description\nI10X,x\n",
            "data.csv:1: no column among ICD10 code, ICD10 code description says which rows are",
        ),
        (
            "patient_id,icd10_code\n1,I10X\n",
            "data.csv:1: no column among patient_id, icd10_code says which rows are one episode",
        ),
        (
            "opertn_1,opertn_2\nW371,\n",
            "data.csv:1: holds no column of ICD-10 codes, only of OPCS-4 (column 'opertn_1')",
        ),
        (
            f"episode_id,icd10_code\n1,I10X\n,{NHS_NUMBER}\n",
            "data.csv, column 'episode_id': is empty in 1 rows; each row must say which episode",
        ),
        (
            f"episode_id,icd10_code,fyear\n1,I10X,{NHS_NUMBER}\n",
            "data.csv, column 'fyear': holds a value that is no financial year; expected 0102",
        ),
        (
            f"episode_id,icd10_code,epiend\n1,I10X,{NHS_NUMBER}\n",
            "data.csv, column 'epiend': holds a value that is no date; expected dates as 2023-04",
        ),
        (
            f"icd10_code,n\nI10X,{NHS_NUMBER}{NHS_NUMBER}\n",
            "data.csv, column 'n': holds a value that is not a count; expected a whole number",
        ),
        ("icd10_code,n\nI10X,-3\n", "data.csv, column 'n': holds a value that is not a count"),
        (f"{GOOD}{NHS_NUMBER}\n", "data.csv:4: row has 1 fields; expected 2"),
        (f"{GOOD}3,{NHS_NUMBER},x\n", "data.csv:4: row has 3 fields; expected 2"),
        (f'{GOOD}3,"{NHS_NUMBER}\n', "data.csv:4: a quotation mark is opened and never closed"),
        (f"{GOOD}3,{NHS_NUMBER}\xe9\n".encode("latin-1"), "data.csv:4: byte 0xE9, number 13"),
        (GOOD.encode("utf-16"), "data.csv: is UTF-16; save it as UTF-8"),
    ],
)
def test_a_text_that_is_no_dataset_is_told_in_one_sentence(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    found = refused(written(tmp_path, text), system=CodeSystem.ICD10)
    assert found.startswith(said)


def test_a_fault_far_down_a_file_is_told_by_its_line_and_without_the_row(tmp_path: Path) -> None:
    rows = "".join(f"{n},I10X\n" for n in range(40_000))
    for fault, said in (
        (f"{NHS_NUMBER}\n".encode(), "row has 1 fields; expected 2"),
        (f"3,{NHS_NUMBER}\xe9\n".encode("latin-1"), "is not UTF-8; save it as UTF-8"),
        (f'3,"{NHS_NUMBER}\n'.encode(), "a quotation mark is opened and never closed"),
    ):
        content = b"episode_id,icd10_code\n" + rows.encode() + fault
        assert refused(written(tmp_path, content)).startswith(f"data.csv:40002: {said}")


@pytest.mark.parametrize(
    ("positions", "said"),
    [
        (("0", "1"), "is 0 in 1 rows, so position 1 may not be the first-listed code"),
        (("primary", "other"), "is 1 in no row, so that no code is known to be first-listed"),
    ],
)
def test_positions_that_do_not_begin_at_one_are_not_taken_for_first(
    tmp_path: Path, positions: tuple[str, str], said: str
) -> None:
    text = f"episode_id,seq,icd10_code\n1,{positions[0]},I10X\n1,{positions[1]},E119\n"
    path = written(tmp_path, text)
    assert refused(path, position=Position.PRIMARY).startswith(f"data.csv, column 'seq': {said}")
    assert dict(read_dataset(path).activity) == {"E119": 1, "I10X": 1}


@pytest.mark.parametrize(
    "headings", [("secondary_diagnosis_1", "secondary_diagnosis_2"), ("diag_02", "diag_03")]
)
def test_columns_of_secondary_codes_alone_hold_no_first_listed(
    tmp_path: Path, headings: tuple[str, str]
) -> None:
    path = written(tmp_path, f"{','.join(headings)}\nI10X,E119\n")
    assert refused(path, position=Position.PRIMARY).startswith(
        f"data.csv, column '{headings[0]}': is the first of the columns of codes, and no"
    )
    assert dict(read_dataset(path).activity) == {"E119": 1, "I10X": 1}


def test_two_systems_in_one_file_are_not_chosen_between(tmp_path: Path) -> None:
    path = written(tmp_path, "diag_1,diag_2,opertn_1,opertn_2\nI10X,,W371,\n")
    said = refused(path)
    assert said == "data.csv:1: holds codes of ICD-10 and OPCS-4; say which are to be read"


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _altered(data: bytes) -> bytes:
    """Change one byte of the checksum: what it unpacks to is as before."""
    return data[:-6] + bytes([data[-6] ^ 0xFF]) + data[-5:]


@pytest.mark.parametrize("damage", [_cut, _altered])
def test_a_gzip_that_is_not_whole_is_refused(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    rows = "".join(f"{n},I{n % 90 + 10}\n" for n in range(40_000))
    path = written(tmp_path, damage(gzip.compress(f"episode_id,icd10_code\n{rows}".encode())))
    assert refused(path).startswith("data.csv: cannot be read: ")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.parquet", b"hello", "x.parquet: is no Parquet file; its first bytes"),
        ("x.parquet", b"PAR1" + bytes(20), "x.parquet: is cut short: a Parquet file ends in PAR1"),
        ("x.parquet", b"PAR1" + bytes(20) + b"PAR1", "x.parquet: cannot be read; the file looks"),
        ("x.duckdb", b"hello" * 9, "x.duckdb: is no DuckDB database; its first bytes"),
        ("x.duckdb", b"\0" * 8 + b"DUCK" + bytes(9000), "x.duckdb: "),
        ("x.csv", b"\x89PNG\r\n\x1a\n" + bytes(90), "x.csv: is no text; it looks like a picture"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    assert refused(written(tmp_path, content, name)).startswith(said)


def test_a_parquet_file_cut_short_and_a_folder_without_any_are_refused(tmp_path: Path) -> None:
    whole = CONTAINERS["parquet"](long_rows(EPISODES), tmp_path)
    cut = written(tmp_path, whole.read_bytes()[:-30], "cut.parquet")
    assert refused(cut) == "cut.parquet: is cut short: a Parquet file ends in PAR1"
    (tmp_path / "none").mkdir()
    assert refused(tmp_path / "none").endswith(
        "none: is a folder without .parquet parts; expected those, or a file"
    )


def test_a_database_of_another_version_is_refused(tmp_path: Path) -> None:
    CONTAINERS["duckdb"](long_rows(EPISODES), tmp_path)
    data = bytearray((tmp_path / "data.duckdb").read_bytes())
    data[12] ^= 0x55
    path = written(tmp_path, bytes(data), "other.duckdb")
    assert refused(path).startswith("other.duckdb: ")
    cut = written(tmp_path, bytes(data[:5000]), "cut.duckdb")
    assert refused(cut).startswith("cut.duckdb: cannot be read; the file looks damaged")


def test_a_table_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    CONTAINERS["duckdb"](long_rows(EPISODES), tmp_path)
    path = tmp_path / "data.duckdb"
    wanted = "x'; DROP TABLE y"
    assert refused(f"{path}::{wanted}") == (
        f"data.duckdb: holds no table '{wanted}'; give one as data.duckdb::TABLE; its tables are: "
        'my "table"; --'
    )
    import duckdb

    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE second AS SELECT 1 AS x")
    assert refused(path).startswith("data.duckdb: holds 2 tables; give one as data.duckdb::TABLE")


def test_a_view_that_reads_another_file_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import duckdb

    written(tmp_path, GOOD, "other.csv")
    monkeypatch.chdir(tmp_path)
    with duckdb.connect("v.duckdb") as connection:
        connection.execute("CREATE VIEW v AS SELECT * FROM read_csv('other.csv')")
    assert refused(tmp_path / "v.duckdb") == "v.duckdb: reads from another file"


def test_what_is_no_file_and_no_frame_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.csv").endswith(
        "gone.csv: cannot be read: No such file or directory"
    )
    assert refused(f"{written(tmp_path, GOOD)}::table") == (
        "data.csv: is no DuckDB database, so it holds no table 'table'"
    )
    assert refused([1, 2]) == (
        "a dataset is list; expected a path, or a frame of pandas, Polars, PyArrow, DuckDB or "
        "PySpark"
    )


def test_a_frame_with_two_columns_of_one_name_is_refused() -> None:
    import pandas as pd

    frame = pd.DataFrame([["1", "I10X", "E119"]], columns=["id", "diag_1", "diag_1"])
    assert refused(frame) == "the frame has two columns of one name; keep one of each"


def test_a_frame_with_headings_of_several_levels_is_refused() -> None:
    import pandas as pd

    frame = pd.DataFrame([["I10X"]], columns=pd.MultiIndex.from_tuples([("diag", "1")]))
    assert refused(frame) == (
        "the frame has headings of several levels; give its columns one name each"
    )


def test_the_first_listed_code_is_not_guessed(tmp_path: Path) -> None:
    long = written(tmp_path, GOOD)
    assert refused(long, position=Position.PRIMARY).startswith(
        "data.csv: no column says which entry of an episode is first-listed"
    )
    counts = written(tmp_path, "icd10_code,n\nI10X,3\n", "counts.csv")
    assert refused(counts, position=Position.PRIMARY).startswith(
        "published counts do not say which code was first-listed"
    )
