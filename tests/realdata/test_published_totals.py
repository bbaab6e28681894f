"""What is counted and what is dropped make up the published total, of every year and system."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from workbench.io.datasets import CodeCounts, read_dataset

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.workspace import Workspace

#: Of 2023-24 as published, the row without a code included.
DIAGNOSES_2023 = 151_983_845


def published(path: Path) -> dict[str, tuple[int, int]]:
    """Give rows and total by year, with nothing of ours."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            found[row["start_date"]][0] += 1
            found[row["start_date"]][1] += int(row["usage"])
    return {year: (rows, total) for year, (rows, total) in found.items()}


def accounted(counts: CodeCounts) -> tuple[int, int]:
    dropped_rows = sum(value.rows for value in counts.dropped)
    dropped = sum(value.activity for value in counts.dropped)
    return counts.rows.counted + dropped_rows, sum(counts.activity.values()) + dropped


@pytest.mark.slow
@pytest.mark.parametrize("name", ["icd10_usage.csv.gz", "opcs4_usage.csv.gz"])
def test_every_year_of_the_published_counts_is_accounted_for(real_data: Path, name: str) -> None:
    path = real_data / "usage" / name
    years = published(path)
    assert len(years) == 12
    for year in years:
        counts = read_dataset(path, year=year)
        assert accounted(counts) == years[year]
        others = sum(rows for other, (rows, _) in years.items() if other != year)
        assert counts.rows.elsewhere == others


@pytest.mark.slow
def test_a_frame_by_code_reconciles_to_the_published_total(
    real_data: Path, real_workspace: Workspace
) -> None:
    path = real_data / "usage" / "icd10_usage.csv.gz"
    answer = real_workspace.impact(path, map="who-10to11-one", year="2023-24")
    table = answer.reconcile()
    activity, rows = table["activity"].to_dict(), table["rows"].to_dict()
    assert activity["total"] == DIAGNOSES_2023
    assert rows["total"] + rows["elsewhere"] == sum(n for n, _ in published(path).values())
    assert table["value"].to_dict()["dropped"] == "NULL"
    assert answer.to_pandas()["activity"].sum() == activity["counted"]
