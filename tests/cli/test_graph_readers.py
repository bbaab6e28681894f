"""``graph add`` and ``graph show`` on ClaML and on typed graphs of OPCS-4."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calls import CommandLine
from tests.cli.schemas import assert_valid
from tests.io.claml_samples import document, modified, modifier, one_class

SITES = modifier("S13M00_5", "0|Many sites", "9|No site told")
STIFF = one_class("M45", "Stiff back", modified("S13M00_5"), above="XIII")
CLAML = document(
    SITES,
    one_class("XIII", "Bones", kind="chapter"),
    STIFF.replace("<Class ", '<Class usage="aster" '),
)


def test_a_claml_document_is_added_under_its_titles_release(call: CommandLine, world: Path) -> None:
    (world / "icd.xml").write_text(CLAML, "utf-8")
    added = call.document("graph", "add", "icd.xml")
    assert_valid("graph", added)
    shown = [added[key] for key in ("name", "release", "kind", "concepts", "active", "edges")]
    assert shown == ["icd10/xx-2031", "icd10/xx-2031", "claml", 4, 4, 3]
    concept = call.document("graph", "show", "icd10/xx-2031", "M45.X9")
    assert_valid("concept", concept)
    assert (concept["term"], concept["mark"], concept["kind"], concept["assignable"]) == (
        *("Stiff back: No site told", "*", "subcategory", True),
    )
    assert concept["parents"] == [{"code": "M45", "term": "Stiff back"}]


def test_a_document_that_declares_an_entity_changes_nothing(call: CommandLine, world: Path) -> None:
    bomb = CLAML.replace('"ClaML.dtd">', '"ClaML.dtd" [<!ENTITY a "ha">]>')
    (world / "icd.xml").write_text(bomb, "utf-8")
    assert call.refused("graph", "add", "icd.xml") == (
        "icd.xml:2: declares an entity or asks for a file of its own, which is never followed; "
        "ClaML needs none: take the declaration out"
    )


def test_a_document_whose_title_names_no_system_asks_for_the_release(
    call: CommandLine, world: Path
) -> None:
    text = document(one_class("A", "Letters", kind="chapter"), title='<Title name="example"/>')
    (world / "icd.xml").write_text(text, "utf-8")
    assert call.refused("graph", "add", "icd.xml").endswith(
        "names no edition of ICD-10 or OPCS-4; give the release (--release icd10/mine)"
    )
    added = call.document("graph", "add", "icd.xml", "--release", "icd10/mine")
    assert (added["name"], added["concepts"]) == ("icd10/mine", 1)


def test_the_role_of_an_opcs4_code_is_in_the_text_and_not_in_the_document(
    call: CommandLine, world: Path
) -> None:
    text = "# release: opcs4/mine\ncode,term,parent\nZ,Places,\nZ94.2,The right,Z\n"
    (world / "opcs.csv").write_text(text, "utf-8")
    call.text("graph", "add", "opcs.csv")
    assert_valid("concept", call.document("graph", "show", "opcs4/mine", "Z94.2"))
    assert call.text("graph", "show", "opcs4/mine", "Z94.2").splitlines()[:2] == [
        "Z94.2  The right",
        "  subcategory, laterality, assignable; depth 1, 1 ancestor, 0 descendants",
    ]
