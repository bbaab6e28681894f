"""The typed counts of SNOMED CT codes have the form of primary care's, and rank the demo's gaps."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

from tests.demo.content import ROOT, graph_rows, repeated
from workbench.core.suppression import Suppressed
from workbench.io.primary_care import read_primary_care_usage
from workbench.workspace import init_workspace

_NAME: Final = "demo-usage-snomed-2023-24.txt"
_USAGE: Final = ROOT / "notebooks" / _NAME


def _rows() -> list[dict[str, str]]:
    with _USAGE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_the_counts_are_of_concepts_of_the_demo_in_its_own_words_each_once() -> None:
    concepts, rows = graph_rows("snomed"), _rows()

    columns = ["SNOMED_Concept_ID", "Description", "Usage", "Active_at_Start", "Active_at_End"]
    assert list(rows[0]) == columns
    assert repeated([row["SNOMED_Concept_ID"] for row in rows]) == []
    assert [row["Description"] for row in rows] == [
        concepts[row["SNOMED_Concept_ID"]]["term"] for row in rows
    ]
    assert all(row["Active_at_Start"] == row["Active_at_End"] for row in rows)
    retired = [row["SNOMED_Concept_ID"] for row in rows if row["Active_at_End"] == "0"]
    assert retired == [code for code in retired if concepts[code]["active"] == "false"]
    assert len(retired) == 2


def test_the_counts_are_round_and_two_are_suppressed() -> None:
    usage = read_primary_care_usage(_USAGE)

    assert usage.year == "2023-08-01"
    assert all(count % 10 == 0 for count in usage.activity.values())
    assert usage.suppressed == {
        "10335000": Suppressed(least=1, most=4),
        "155901008": Suppressed(least=1, most=4),
    }


def test_they_rank_what_the_uk_map_leaves_out(tmp_path: Path) -> None:
    workspace = init_workspace(tmp_path / "demo")
    gaps = workspace.gaps(
        "snomed-icd10-uk",
        scope="<< 404684003",
        usage=workspace.root / "notebooks" / _NAME,
    )

    assert [(gap.code, gap.kind, gap.activity) for gap in gaps] == [
        ("84138006", "unmapped", 9_500),
        ("233924009", "unmapped", 2_600),
        ("404684003", "no_map", 0),
    ]


def test_the_counts_say_that_they_are_illustrative() -> None:
    text = (ROOT / "notebooks/README.md").read_text(encoding="utf-8")

    assert f"`{_NAME}`" in text
    assert "invented" in text
