"""Every row of a dataset is counted, dropped by name, or said to be of something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests.io.episodes import csv_text, long_rows, wide_rows
from workbench.io.datasets import CodeCounts, Rows, read_dataset

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

HEAD = "start_date,end_date,icd10_code,description,usage\n"
EPISODES = [
    ("2223", ["I10X", "I10X", "-"]),
    ("2324", ["S720", "W190"]),
    ("2324", ["I10X", "0000", "E119"]),
]


def read(folder: Path, text: str) -> CodeCounts:
    path = folder / "data.csv"
    path.write_text(text, encoding="utf-8")
    return read_dataset(path)


def dropped(counts: CodeCounts) -> int:
    return sum(value.rows for value in counts.dropped)


def test_published_counts_tell_rows_of_the_year_from_those_of_others(tmp_path: Path) -> None:
    counts = read(
        tmp_path,
        f"{HEAD}2022-04-01,2023-03-31,I10X,,5\n2023-04-01,2024-03-31,I10X,,7\n"
        "2023-04-01,2024-03-31,I10X,in other words,1\n2023-04-01,2024-03-31,NULL,,3\n",
    )
    assert counts.rows == Rows(counted=2, elsewhere=1)
    assert dropped(counts) == 1


def test_wide_episodes_count_every_filled_position(tmp_path: Path) -> None:
    counts = read(tmp_path, csv_text(wide_rows(EPISODES)))
    assert counts.rows == Rows(counted=4, elsewhere=3)
    assert dropped(counts) == 1


def test_long_rows_count_every_row(tmp_path: Path) -> None:
    counts = read(tmp_path, csv_text(long_rows(EPISODES)))
    assert counts.rows == Rows(counted=4, elsewhere=3)
    assert dropped(counts) == 1


def test_rows_of_another_classification_are_elsewhere(tmp_path: Path) -> None:
    text = "hadm_id,seq_num,icd_code,icd_version\n1,1,V270,9\n1,2,I10,10\n2,1,4019,9\n"
    assert read(tmp_path, text).rows == Rows(counted=1, elsewhere=2)


@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["2021-04-01", "2022-04-01"]),
            st.sampled_from(["I10X", "E119", "NULL", "-", "??"]),
            st.sampled_from(["0", "1", "12", "*"]),
        ),
        min_size=1,
    )
)
def test_no_row_of_published_counts_is_lost(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    lines = [f"{start},2023-03-31,{code},,{count}\n" for start, code, count in rows]
    counts = read(tmp_path_factory.mktemp("counts"), HEAD + "".join(lines))
    assert counts.rows.counted + counts.rows.elsewhere + dropped(counts) == len(rows)
