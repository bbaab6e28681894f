"""Coded datasets of any shape, read down to their distinct codes.

`read_dataset` takes published counts, wide or long episodes, or a table of codes and counts: as a
CSV, Parquet or DuckDB file, or as a frame. What it gives is one `CodeCounts`; rows of a dataset
are counted where they lie and never come into memory here.
"""

from workbench.io.datasets.counts import CodeCounts, Dropped, Position, Rows, Unit, parse_position
from workbench.io.datasets.reading import read_dataset
from workbench.io.datasets.usage import read_usage_counts
from workbench.io.datasets.years import parse_year

__all__ = [
    "CodeCounts",
    "Dropped",
    "Position",
    "Rows",
    "Unit",
    "parse_position",
    "parse_year",
    "read_dataset",
    "read_usage_counts",
]
