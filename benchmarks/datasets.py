"""Counting a wide extract against pandas, which reads it whole.

The extract is generated: half a million invented episodes with twenty positions, most of them
empty, and as many columns that have nothing to do with codes. The peer melts the twenty columns,
drops the second mention of a code in an episode and counts; both counts must be equal first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pandas as pd

from benchmarks.measuring import Row, compare
from workbench.core.codes import CodeSystem
from workbench.io.datasets import read_dataset

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["dataset_rows", "write_extract"]

EPISODES = 500_000
_PLACES = 20
_OTHERS = 20
_CODES = [f"DIAG_4_{place:02d}" for place in range(1, _PLACES + 1)]


def dataset_rows(folder: Path) -> list[Row]:
    """Time a Parquet file and a CSV of the same episodes."""
    write_extract(folder, episodes=EPISODES)
    return [_row(folder / "wide.parquet"), _row(folder / "wide.csv")]


def write_extract(folder: Path, *, episodes: int) -> None:
    """Write ``wide.parquet`` and ``wide.csv``; the same rows each time."""
    code = (
        "chr(65 + (h // 7 % 25)::INT) || lpad((h // 191 % 100)::VARCHAR, 2, '0') || (h // 19 % 10)"
    )
    columns = [
        f"CASE WHEN h % 100 < {int(100 * 0.8**place)} THEN {code} ELSE '' END AS {name}".replace(
            "h ", f"(hash(n * 100 + {place}) % 1000000007) "
        )
        for place, name in enumerate(_CODES)
    ]
    columns += [f"(hash(n * 100 + {50 + i}) % 100000)::INT AS OTHER_{i}" for i in range(_OTHERS)]
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(
            f"CREATE TABLE wide AS SELECT '2122' AS FYEAR, {', '.join(columns)} "  # noqa: S608 - names from this file
            f"FROM range({episodes}) AS r(n)"
        )
        connection.execute("COPY wide TO ? (FORMAT parquet)", [str(folder / "wide.parquet")])
        connection.execute("COPY wide TO ? (HEADER)", [str(folder / "wide.csv")])


def _row(path: Path) -> Row:
    def ours() -> dict[str, int]:
        return dict(read_dataset(path, system=CodeSystem.ICD10).activity)

    def peer() -> dict[str, int]:
        frame = _read(path)
        long = frame.melt(ignore_index=False, value_name="code")["code"]
        once = long[long.notna() & (long != "")].reset_index().drop_duplicates()
        return {str(code): int(n) for code, n in once["code"].value_counts().sort_index().items()}

    kind = path.suffix.removeprefix(".")
    question = f"activity by code of {EPISODES:,} wide episodes ({kind})"
    return compare(question, ours, peer, peer_name="pandas, melted", rounds=1)


def _read(path: Path) -> pd.DataFrame:
    if path.suffix == ".parquet":
        return pd.read_parquet(path, columns=_CODES)
    return pd.read_csv(path, usecols=_CODES, dtype=str, keep_default_na=False)
