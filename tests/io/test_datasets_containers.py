"""The same episodes give the same counts from every shape and every container."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.io.episodes import CONTAINERS, Rows, long_rows, wide_rows
from workbench.core.codes import CodeSystem
from workbench.errors import InputError
from workbench.io.datasets import CodeCounts, Dropped, Position, read_dataset

Layout = Callable[[Sequence[tuple[str, Sequence[str]]]], Rows]

EPISODES = [
    ("2122", ["I10X", "E119", "I10X"]),
    ("2122", ["i438a", "I43.8", "-   "]),
    ("2122", ["&", "M45X0", "R69X"]),
    ("2021", ["I10X"]),
]
#: As they may be written: codes in every spelling, words for none, and what is no code.
WRITTEN = st.sampled_from(
    [
        *("I10X", "i10x", "I43.8", "I438A", "I438 D", "I438-A", "E119", "E11.9", "M45X0", "R69X"),
        *("-", "0000", "7999", "&   ", "abc", "Given Family", "A00.-", "A00", "I21.10", "8"),
    ]
)
YEARS = st.sampled_from(["2021", "2122"])
EPISODE_LISTS = st.lists(
    st.tuples(YEARS, st.lists(WRITTEN, min_size=1, max_size=4)), min_size=1, max_size=8
)


def told(counts: CodeCounts) -> tuple[Any, ...]:
    """Give what must not depend on shape or container."""
    return counts.year, dict(counts.activity), counts.dropped


@pytest.mark.parametrize("layout", [wide_rows, long_rows])
@pytest.mark.parametrize("container", CONTAINERS)
def test_every_container_gives_the_same_counts(
    tmp_path: Path, container: str, layout: Layout
) -> None:
    held = CONTAINERS[container](layout(EPISODES), tmp_path)
    counts = read_dataset(held, system=CodeSystem.ICD10)
    assert told(counts) == (
        "2021-04-01",
        {"E119": 1, "I10X": 1, "I438": 1, "M45X0": 1, "R69X": 1},
        (
            Dropped(value="&", rows=1, activity=1, why="no code"),
            Dropped(value="-", rows=1, activity=1, why="no code"),
        ),
    )
    assert counts.unit == "episodes mentioning the code"


def test_a_frame_of_polars_is_read_eager_and_lazy() -> None:
    for frame in (pl.DataFrame(wide_rows(EPISODES)), pl.LazyFrame(wide_rows(EPISODES))):
        counts = read_dataset(frame, system=CodeSystem.ICD10)
        assert dict(counts.activity) == {"E119": 1, "I10X": 1, "I438": 1, "M45X0": 1, "R69X": 1}


def test_a_frame_of_pandas_may_be_part_of_another() -> None:
    frame = pd.DataFrame(wide_rows(EPISODES))
    counts = read_dataset(frame[frame["FYEAR"] == "2122"].iloc[1:], system=CodeSystem.ICD10)
    assert dict(counts.activity) == {"I438": 1, "M45X0": 1, "R69X": 1}


def plain(episodes: list[tuple[str, list[str]]], position: Position) -> dict[str, int]:
    """Count by hand: the last year, each code once an episode."""
    spelled = {
        "I10X": "I10X",
        "i10x": "I10X",
        "E119": "E119",
        "E11.9": "E119",
        "R69X": "R69X",
        "I43.8": "I438",
        "I438A": "I438",
        "I438 D": "I438",
        "I438-A": "I438",
        "M45X0": "M45X0",
        "A00.-": "A00",
        "A00": "A00",
        "I21.10": "I2110",
    }
    last = max(year for year, _ in episodes)
    found: Counter[str] = Counter()
    for year, codes in episodes:
        if year == last:
            some = codes[:1] if position is Position.PRIMARY else codes
            found.update({spelled[code] for code in some if code in spelled})
    return dict(found)


@settings(max_examples=25)
@given(EPISODE_LISTS, st.sampled_from(Position))
def test_wide_and_long_agree_with_counting_by_hand(
    episodes: list[tuple[str, list[str]]], position: Position
) -> None:
    asked: dict[str, Any] = {"system": CodeSystem.ICD10, "position": position}
    expected = plain(episodes, position)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wide = read_dataset(CONTAINERS["csv"](wide_rows(episodes), folder), **asked)
        again = read_dataset(CONTAINERS["relation"](wide_rows(episodes), folder), **asked)
        long = read_dataset(CONTAINERS["pandas"](long_rows(episodes), folder), **asked)
    assert dict(wide.activity) == expected
    assert told(again) == told(wide)
    assert told(long) == told(wide)


def test_a_relation_is_read_on_the_connection_it_belongs_to() -> None:
    import duckdb

    connection = duckdb.connect()
    connection.execute("CREATE TABLE mine AS SELECT 1 AS episode_id, 'I10X' AS icd10_code")
    assert dict(read_dataset(connection.table("mine")).activity) == {"I10X": 1}
    assert connection.execute("SELECT count(*) FROM mine").fetchall() == [(1,)]


def test_parts_need_not_have_their_columns_in_one_order(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    parts: list[Rows] = [
        [{"episode_id": "1", "icd10_code": "I10X"}],
        [{"icd10_code": "E119", "episode_id": "2"}],
    ]
    for number, rows in enumerate(parts):
        pq.write_table(pa.Table.from_pylist(rows), tmp_path / f"{number}.parquet")
    assert dict(read_dataset(tmp_path).activity) == {"E119": 1, "I10X": 1}


def test_folders_named_for_a_column_are_that_column(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for year, code in (("0102", "A00"), ("2223", "I10X")):
        (tmp_path / "data" / f"FYEAR={year}").mkdir(parents=True)
        table = pa.table({"diag_1": [code], "diag_2": [None]})
        pq.write_table(table, tmp_path / "data" / f"FYEAR={year}" / "part.parquet")
    found = read_dataset(tmp_path / "data")
    assert (found.year, dict(found.activity)) == ("2022-04-01", {"I10X": 1})
    assert dict(read_dataset(tmp_path / "data", year="2001").activity) == {"A00": 1}
    pq.write_table(pa.table({"diag_1": ["E119"]}), tmp_path / "data" / "loose.parquet")
    with pytest.raises(InputError, match=r"has parts in folders such as FYEAR=2223 and parts that"):
        read_dataset(tmp_path / "data")


def test_the_only_table_of_a_database_needs_no_name(tmp_path: Path) -> None:
    named = CONTAINERS["duckdb"](long_rows(EPISODES), tmp_path)
    assert told(read_dataset(tmp_path / "data.duckdb")) == told(read_dataset(named))


def test_a_name_with_brackets_is_a_file_and_no_pattern(tmp_path: Path) -> None:
    CONTAINERS["csv"](long_rows(EPISODES), tmp_path).rename(tmp_path / "data [1].csv")
    (tmp_path / "data 1.csv").write_text("episode_id,icd10_code\n1,A00\n", encoding="utf-8")
    assert "I10X" in read_dataset(tmp_path / "data [1].csv").activity


def test_numbers_dates_and_categories_of_a_frame_are_read_as_text() -> None:
    import pandas as pd

    frame = pd.DataFrame(
        {
            "episode_id": [1, 2, 3],
            "icd10_code": pd.Categorical(["I10X", "E119", None]),
            "epiend": pd.to_datetime(["2022-03-31", "2022-04-01", "2022-04-02"]),
        }
    )
    assert dict(read_dataset(frame, year="2021").activity) == {"I10X": 1}
    assert dict(read_dataset(frame).activity) == {"E119": 1}


def test_whether_a_file_is_packed_its_bytes_say_and_not_its_name(tmp_path: Path) -> None:
    plain = CONTAINERS["csv"](long_rows(EPISODES), tmp_path)
    packed = CONTAINERS["gzip"](long_rows(EPISODES), tmp_path)
    expected = told(read_dataset(plain))
    for path, other in ((packed, "packed.csv"), (plain, "plain.csv.gz")):
        path.rename(tmp_path / other)
        assert told(read_dataset(tmp_path / other)) == expected
