"""SNOMED CT and OPCS-4 of the demo are whole: no slip in an identifier, a parent or a role."""

from __future__ import annotations

import re

import pytest

from tests.demo.content import GRAPHS, ROOT, graph_rows, heading, parts, repeated, tabled
from workbench.core.opcs4 import OpcsRole, role_of
from workbench.core.sctid import Component, parse_sctid
from workbench.graph.schema import Association

ROOT_CONCEPT = "138875005"


@pytest.mark.parametrize("system", GRAPHS)
def test_no_code_is_typed_twice_and_every_term_is_typed(system: str) -> None:
    rows = tabled(ROOT / f"graphs/{system}/demo/concepts.csv")

    assert repeated([row["code"] for row in rows]) == []
    assert [row["code"] for row in rows if not row["term"].strip()] == []


@pytest.mark.parametrize("system", GRAPHS)
def test_every_parent_is_typed_before_its_children(system: str) -> None:
    seen: set[str] = set()
    for code, row in graph_rows(system).items():
        assert set(parts(row["parent"])) <= seen, code
        seen.add(code)


@pytest.mark.parametrize("system", GRAPHS)
def test_a_graph_names_a_release_of_its_own(system: str) -> None:
    release = heading(ROOT / f"graphs/{system}/demo/concepts.csv")["release"]

    assert re.fullmatch(rf"{system}/demo-\d.*", release)


def test_the_sizes_are_about_those_promised() -> None:
    assert {system: len(graph_rows(system)) for system in GRAPHS} == {
        "snomed": 262,
        "opcs4": 187,
        "icd11": 288,
    }


# --- SNOMED CT ---------------------------------------------------------------------------------


def test_every_identifier_names_a_concept_and_ends_in_its_check_digit() -> None:
    named = {parse_sctid(code).component for code in graph_rows("snomed")}

    assert named == {Component.CONCEPT}


def test_there_are_identifiers_of_the_uks_extension_and_of_18_digits() -> None:
    codes = graph_rows("snomed")
    namespaces = {parse_sctid(code).namespace for code in codes}

    assert {None, "1000000", "1000119"} == namespaces
    assert [code for code in codes if len(code) == 18] == ["882784691000119100"]


def test_an_fsn_is_the_term_with_its_tag() -> None:
    rows = graph_rows("snomed").values()

    assert [r["code"] for r in rows if r["fsn"] != f"{r['term']} ({r['semantic_tag']})"] == []


def test_only_the_root_and_what_is_retired_has_no_parent() -> None:
    rows = graph_rows("snomed")
    rootless = {code for code, row in rows.items() if not row["parent"]}
    retired = {code for code, row in rows.items() if row["active"] == "false"}

    assert rootless == {ROOT_CONCEPT} | retired
    assert len(retired) == 5


def test_many_concepts_have_several_parents_and_none_that_another_parent_implies() -> None:
    rows = graph_rows("snomed")

    def above(code: str) -> set[str]:
        found = set(parts(rows[code]["parent"]))
        return found | {far for parent in found for far in above(parent)}

    several = [code for code, row in rows.items() if len(parts(row["parent"])) > 1]
    implied = [
        (code, parent)
        for code in several
        for parent in parts(rows[code]["parent"])
        if any(parent in above(other) for other in parts(rows[code]["parent"]))
    ]
    assert len(several) >= 30
    assert implied == []


def test_what_is_retired_offers_active_concepts_of_the_demo() -> None:
    rows = graph_rows("snomed")
    offered = {
        code: [part.partition(":")[::2] for part in parts(row["replaced_by"])]
        for code, row in rows.items()
        if row["active"] == "false"
    }

    assert {said for found in offered.values() for said, _ in found} == {
        Association.SAME_AS,
        Association.REPLACED_BY,
        Association.POSSIBLY_EQUIVALENT_TO,
    }
    assert all(found for found in offered.values())
    assert {rows[to]["active"] for found in offered.values() for _, to in found} == {"true"}
    assert not any(row["replaced_by"] for row in rows.values() if row["active"] == "true")


def test_a_synonym_names_one_concept_only() -> None:
    rows = graph_rows("snomed").values()
    names = [name for row in rows for name in (row["term"], *parts(row["synonyms"]))]

    assert repeated(names) == []


# --- OPCS-4 ------------------------------------------------------------------------------------


def test_codes_of_opcs4_lie_under_the_category_and_chapter_of_their_own_letters() -> None:
    for code, row in graph_rows("opcs4").items():
        shape = re.fullmatch(r"([A-HJ-Z])(?:(\d\d)(?:\.\d)?)?", code)
        assert shape, code
        expected = "" if len(code) == 1 else code[0] if "." not in code else code[:3]
        assert row["parent"] == ("X" if code == "X99.7" else expected), code


def test_all_roles_are_there_and_overflow_holds_procedures_and_sites() -> None:
    roles = {code: role_of(code) for code in graph_rows("opcs4") if len(code) > 1}

    assert set(roles.values()) == set(OpcsRole)
    assert (roles["O18.1"], roles["O13.2"], roles["O16.1"]) == (
        OpcsRole.OVERFLOW,
        OpcsRole.SITE,
        OpcsRole.SITE,
    )


def test_a_deleted_category_is_kept_as_such() -> None:
    rows = graph_rows("opcs4")

    assert [code for code, row in rows.items() if row["active"] == "false"] == ["E45"]
