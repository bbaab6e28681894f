"""Small invented episodes, laid out in every shape and written in every container."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["CONTAINERS", "Rows", "csv_text", "long_rows", "wide_rows"]

Rows = list[dict[str, "str | None"]]


def wide_rows(episodes: Sequence[tuple[str, Sequence[str]]], *, places: int = 4) -> Rows:
    """Give one row an episode, as HES lays them out, with columns that must not be read."""
    rows: Rows = []
    for number, (year, codes) in enumerate(episodes):
        row: dict[str, str | None] = {"FYEAR": year, "EPIKEY": str(number), "ALCDIAG_4": "Z999"}
        for place in range(places):
            code = codes[place] if place < len(codes) else ""
            row[f"DIAG_3_{place + 1:02d}"] = code[:3]
            row[f"DIAG_4_{place + 1:02d}"] = code
        row |= {"DIAG_4_CONCAT": ",".join(codes), "DIAG_COUNT": str(len(codes)), "CAUSE_4": "W190"}
        rows.append(row)
    return rows


def long_rows(episodes: Sequence[tuple[str, Sequence[str]]]) -> Rows:
    """Give one row a coded entry."""
    return [
        {"episode_id": str(number), "fyear": year, "position": str(place), "icd10_code": code}
        for number, (year, codes) in enumerate(episodes)
        for place, code in enumerate(codes, start=1)
    ]


def csv_text(rows: Rows) -> str:
    """Give rows as CSV."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def _csv(rows: Rows, folder: Path) -> Path:
    path = folder / "data.csv"
    path.write_text(csv_text(rows), encoding="utf-8")
    return path


def _gzip(rows: Rows, folder: Path) -> Path:
    path = folder / "data.csv.gz"
    path.write_bytes(gzip.compress(csv_text(rows).encode()))
    return path


def _arrow(rows: Rows, _folder: Path) -> Any:  # noqa: ANN401 - a frame
    import pyarrow as pa

    return pa.Table.from_pylist(rows)


def _pandas(rows: Rows, _folder: Path) -> Any:  # noqa: ANN401 - a frame
    import pandas as pd

    return pd.DataFrame(rows)


def _parquet(rows: Rows, folder: Path) -> Path:
    import pyarrow.parquet as pq

    pq.write_table(_arrow(rows, folder), folder / "data.parquet")
    return folder / "data.parquet"


def _parts(rows: Rows, folder: Path) -> Path:
    """Write two parts; Parquet parts need not hold the same number of rows."""
    import pyarrow.parquet as pq

    parts = folder / "parts"
    parts.mkdir(exist_ok=True)
    table = _arrow(rows, folder)
    pq.write_table(table.slice(0, 1), parts / "a.parquet")
    pq.write_table(table.slice(1), parts / "b.parquet")
    return parts


def _duckdb(rows: Rows, folder: Path) -> str:
    import duckdb

    path = folder / "data.duckdb"
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.register("rows_held", _arrow(rows, folder))
        connection.execute('CREATE TABLE "my ""table""; --" AS SELECT * FROM rows_held')
    return f'{path}::my "table"; --'


def _relation(rows: Rows, folder: Path) -> Any:  # noqa: ANN401 - a relation on its own connection
    import duckdb

    return duckdb.connect().from_arrow(_arrow(rows, folder))


#: By name, what writes rows and gives what `read_dataset` is handed.
CONTAINERS: Final[dict[str, Callable[[Rows, Path], Any]]] = {
    "csv": _csv,
    "gzip": _gzip,
    "parquet": _parquet,
    "parts": _parts,
    "duckdb": _duckdb,
    "pandas": _pandas,
    "pyarrow": _arrow,
    "relation": _relation,
}
