"""The tables as files."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from tests.report.examples import in_year, with_term, without_companions
from workbench.analysis.impact_result import PER_CODE_SCHEMA, Impact
from workbench.report.tables import (
    harmless,
    write_chapter_flow_csv,
    write_merges_csv,
    write_per_code_csv,
    write_per_code_parquet,
)

_RISKY = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")')


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("term", _RISKY)
def test_no_csv_cell_starts_a_formula(tmp_path: Path, term: str) -> None:
    write_per_code_csv(with_term(term), tmp_path / "codes.csv")
    write_merges_csv(with_term(term), tmp_path / "merges.csv")
    rows = _read(tmp_path / "codes.csv")
    assert [row["term"] for row in rows if row["code"] == "N183"] == [f"'{term}"]
    assert _read(tmp_path / "merges.csv")[0]["target_term"] == f"'{term}"


@pytest.mark.parametrize("term", _RISKY)
def test_parquet_keeps_the_raw_text(tmp_path: Path, term: str) -> None:
    write_per_code_parquet(with_term(term), tmp_path / "codes.parquet")
    table = parquet.read_table(tmp_path / "codes.parquet")
    assert table.schema.equals(PER_CODE_SCHEMA)
    assert term in table["term"].to_pylist()


def _metadata(impact: Impact, folder: Path) -> dict[str, str]:
    write_per_code_parquet(impact, folder / "codes.parquet")
    found = parquet.read_schema(folder / "codes.parquet").metadata
    return {key.decode(): value.decode() for key, value in found.items() if key != b"ARROW:schema"}


def test_parquet_says_what_its_rows_were_counted_from(tmp_path: Path, impact: Impact) -> None:
    assert _metadata(impact, tmp_path) == {
        "workbench.source": "icd10/uk-5th",
        "workbench.target": "icd11/2024-01",
        "workbench.map": "who-10to11-one",
        "workbench.bridges": "icd10/uk-5th → icd10/who-2019",
        "workbench.alternatives": "who-10to11-multiple",
        "workbench.back": "who-11to10",
        "workbench.foundation": "who-foundation",
        "workbench.year": "2023-04-01",
        "workbench.unit": "episodes mentioning the code",
        "workbench.codes": "13",
        "workbench.activity": "1000",
        "workbench.shares": "of all 13 codes and 1,000 in activity",
        "workbench.counted_from": (
            "icd10/uk-5th → icd11/2024-01 by who-10to11-one, 2023-24. "
            "Activity: episodes mentioning the code."
        ),
        "workbench.definitions": "1",
    }


def test_what_is_not_there_has_no_key_in_the_metadata(tmp_path: Path) -> None:
    absent = {"workbench.alternatives", "workbench.back", "workbench.foundation"}
    assert absent.isdisjoint(_metadata(without_companions(), tmp_path))
    assert "workbench.year" not in _metadata(in_year(None), tmp_path)


def test_the_metadata_of_an_early_year_names_the_4th_edition(tmp_path: Path) -> None:
    told = _metadata(in_year("2014-04-01"), tmp_path)
    assert told["workbench.source"] == "icd10/uk-5th"
    assert told["workbench.counted_from"].startswith("4th-edition codes read as icd10/uk-5th → ")


@given(st.lists(st.one_of(st.none(), st.text()), min_size=1))
def test_only_risky_text_is_changed_and_only_by_an_apostrophe(texts: list[str | None]) -> None:
    table = pa.table({"text": pa.array(texts, pa.string()), "n": [-1] * len(texts)})
    safe = harmless(table)
    assert safe["n"].to_pylist() == [-1] * len(texts)
    for before, after in zip(texts, safe["text"].to_pylist(), strict=True):
        risky = before is not None and before[:1] in tuple("=+-@\t\r\n")
        assert after == (f"'{before}" if risky else before)


def test_every_code_has_its_row(tmp_path: Path, impact: Impact) -> None:
    write_per_code_csv(impact, tmp_path / "codes.csv")
    rows = _read(tmp_path / "codes.csv")
    assert list(rows[0]) == PER_CODE_SCHEMA.names
    assert len(rows) == 13
    assert sum(int(row["activity"]) for row in rows) == 1000


def test_a_flow_without_a_target_has_an_empty_cell(tmp_path: Path, impact: Impact) -> None:
    write_chapter_flow_csv(impact, tmp_path / "flow.csv")
    rows = _read(tmp_path / "flow.csv")
    assert sum(int(row["codes"]) for row in rows) == 13
    assert {row["source_chapter"] for row in rows if not row["target_chapter"]} == {"XII", "XXII"}


def test_the_codes_of_a_merge_stand_in_one_cell(tmp_path: Path, impact: Impact) -> None:
    write_merges_csv(impact, tmp_path / "merges.csv")
    assert _read(tmp_path / "merges.csv") == [
        {
            "target": "GB61.Z",
            "target_term": "words of GB61.Z",
            "source_codes": "N18.3; N18.9",
            "codes": "2",
            "activity": "160",
        }
    ]
