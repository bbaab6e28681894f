"""What is taken of a ClaML document: codes, kinds, parents, titles, marks, the release."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.io.claml_samples import document, modified, modifier, one_class, rubric
from tests.io.samples import laid_out, zipped
from workbench.core.codes import parse_release
from workbench.errors import InputError
from workbench.graph.build import build_graph
from workbench.io.reading import GraphRead, read_graph

WHOLE = document(
    modifier("S04X10_4", ".0|With coma", ".1|With stones"),
    one_class("IV", "Inner juices", '<SubClass code="E10-E14"/>', kind="chapter"),
    one_class("E10-E14", "Sweet water", kind="block", above="IV"),
    one_class("E10", "Sweet water of youth", modified("S04X10_4"), above="E10-E14"),
    one_class("E14", "Sweet water, told", above="E10-E14"),
)


def read(tmp_path: Path, text: str, release: str | None = None) -> GraphRead:
    path = laid_out(tmp_path, {"c.xml": text}) / "c.xml"
    return read_graph(path, release=None if release is None else parse_release(release))


def nodes_of(graph: GraphRead) -> dict[str, tuple[str, str]]:
    rows = graph.nodes.to_pylist()
    return {row["code"]: (row["term"], row["kind"]) for row in rows}


def edges_of(graph: GraphRead) -> set[tuple[str, str]]:
    return {(edge["child"], edge["parent"]) for edge in graph.edges.to_pylist()}


def test_a_document_gives_chapters_blocks_categories_and_the_codes_of_its_modifiers(
    tmp_path: Path,
) -> None:
    graph = read(tmp_path, WHOLE)
    assert (graph.kind, str(graph.release)) == ("claml", "icd10/xx-2031")
    assert nodes_of(graph) == {
        "IV": ("Inner juices", "chapter"),
        "E10-E14": ("Sweet water", "block"),
        "E10": ("Sweet water of youth", "category"),
        "E10.0": ("Sweet water of youth: With coma", "subcategory"),
        "E10.1": ("Sweet water of youth: With stones", "subcategory"),
        "E14": ("Sweet water, told", "category"),
    }
    assert edges_of(graph) == {
        ("E10-E14", "IV"),
        ("E10", "E10-E14"),
        ("E14", "E10-E14"),
        ("E10.0", "E10"),
        ("E10.1", "E10"),
    }
    built = build_graph(graph.nodes, graph.edges, release=graph.release)
    assert [code for code in built if built[code].assignable] == ["E10.0", "E10.1", "E14"]


@pytest.mark.parametrize("form", ["file", "folder", "zip"])
def test_packing_makes_no_difference(tmp_path: Path, form: str) -> None:
    files = {"x/icd.claml": WHOLE, "x/ClaML.dtd": "<!ELEMENT a>", "x/read.xml": "<note/>"}
    folder = laid_out(tmp_path / "f", files)
    where = {
        "file": folder / "x/icd.claml",
        "folder": folder,
        "zip": zipped(tmp_path / "f.zip", files),
    }[form]
    assert read_graph(where).nodes.equals(read(tmp_path, WHOLE).nodes)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_a_document_is_in_the_encoding_it_declares(tmp_path: Path, encoding: str) -> None:
    text = document(one_class("A00", "Fièvre des marais"))
    declared = "utf-8" if "8-sig" in encoding else encoding
    data = text.replace("UTF-8", declared).encode(encoding)
    graph = read_graph(laid_out(tmp_path, {"c.xml": data}) / "c.xml")
    assert nodes_of(graph) == {"A00": ("Fièvre des marais", "category")}


@pytest.mark.parametrize(
    "classes",
    [
        (one_class("A00-A09", "Fevers", kind="block"), one_class("A00", "Marsh", above="A00-A09")),
        (
            one_class("A00-A09", "Fevers", '<SubClass code="A00"/>', kind="block"),
            one_class("A00", "Marsh"),
        ),
        (
            one_class("A00", "Marsh", above="A00-A09"),
            one_class("A00-A09", "Fevers", '<SubClass code="A00"/>', kind="block"),
        ),
    ],
    ids=["from below", "from above", "from both sides"],
)
def test_parents_are_stated_from_either_side(tmp_path: Path, classes: tuple[str, ...]) -> None:
    assert edges_of(read(tmp_path, document(*classes))) == {("A00", "A00-A09")}


def test_a_class_may_have_several_parents(tmp_path: Path) -> None:
    both = '<SuperClass code="II"/>'
    text = document(
        one_class("I", "One", kind="chapter"),
        one_class("II", "Two", kind="chapter"),
        one_class("A00", "Marsh", both, above="I"),
    )
    assert edges_of(read(tmp_path, text)) == {("A00", "I"), ("A00", "II")}


@pytest.mark.parametrize(
    ("label", "term"),
    [
        (
            "Lack of\n  vitamin B<Term class='subscript'>12</Term>,  told",
            "Lack of vitamin B12, told",
        ),
        ("<Para>Fever</Para> of <Fragment type='item'>spring</Fragment>", "Fever of spring"),
        ("Fever <Reference usage='aster' code='G01'>G01</Reference>", "Fever"),
        ("Heat &amp; chill &#233;", "Heat & chill é"),
    ],
)
def test_markup_in_a_title_is_flattened_and_references_are_left_out(
    tmp_path: Path, label: str, term: str
) -> None:
    assert nodes_of(read(tmp_path, document(one_class("A00", label))))["A00"][0] == term


def test_the_longer_title_is_taken_where_there_is_one_and_english_before_others(
    tmp_path: Path,
) -> None:
    labels = '<Label xml:lang="de">Kurz</Label><Label xml:lang="en">Short</Label>'
    text = document(
        '<Class code="A00" kind="category">',
        rubric("not this", "inclusion"),
        f'<Rubric kind="preferred">{labels}</Rubric></Class>',
        f'<Class code="A01" kind="category"><Rubric kind="preferred">{labels}</Rubric>',
        rubric("Short, and long", "preferredLong"),
        "</Class>",
        f'<Class code="A02" kind="category">{rubric("Nur deutsch", lang="de")}</Class>',
    )
    terms = {code: term for code, (term, _) in nodes_of(read(tmp_path, text)).items()}
    assert terms == {"A00": "Short", "A01": "Short, and long", "A02": "Nur deutsch"}


def test_dagger_and_asterisk_come_from_the_usage_and_reach_the_codes_made(tmp_path: Path) -> None:
    def marked(code: str, usage: str, inside: str = "") -> str:
        return one_class(code, code, inside).replace("<Class ", f'<Class usage="{usage}" ')

    both = modifier("M_5", "0|left", "1|right").replace(
        '<ModifierClass code="1"', '<ModifierClass usage="dagger" code="1"'
    )
    text = document(
        both,
        marked("M01", "aster", modified("M_5")),
        marked("A17", "dagger"),
        marked("A18", "optional"),
    )
    marks = {row["code"]: row["mark"] for row in read(tmp_path, text).nodes.to_pylist()}
    assert marks == {
        "M01": "*",
        "M01.X0": "*",
        "M01.X1": "†",
        "A17": "†",
        "A18": None,
    }


def test_codes_are_printed_whatever_their_spelling(tmp_path: Path) -> None:
    text = document(
        one_class("01", "One", kind="chapter"),
        one_class("Chapter_IX", "Nine", kind="chapter"),
        one_class("Block_A00-A09", "Fevers", kind="block", above="01"),
        one_class("A000", "Marsh fever of spring", above="Block_A00-A09"),
        one_class("T08X1", "Back broken"),
    )
    kinds = {code: kind for code, (_, kind) in nodes_of(read(tmp_path, text)).items()}
    assert kinds == {
        "I": "chapter",
        "IX": "chapter",
        "A00-A09": "block",
        "A00.0": "subcategory",
        "T08.X1": "subcategory",
    }


def test_other_codes_keep_the_kind_the_document_gives(tmp_path: Path) -> None:
    text = document(
        one_class("A", "Letters", kind="chapter"),
        one_class("A.1", "First", kind="category", above="A"),
    )
    kinds = {code: kind for code, (_, kind) in nodes_of(read(tmp_path, text)).items()}
    assert kinds == {"A": "chapter", "A.1": "category"}


def test_opcs4_is_read_too_and_its_codes_have_roles(tmp_path: Path) -> None:
    text = document(
        one_class("Z", "Places", kind="chapter"),
        one_class("Z94", "Sides", above="Z"),
        one_class("Z942", "The right", above="Z94"),
        title='<Title name="OPCS-4.10" version="4.10"/>',
    )
    graph = read(tmp_path, text)
    assert str(graph.release) == "opcs4/4.10"
    built = build_graph(graph.nodes, graph.edges, release=graph.release)
    assert {code: (built[code].kind, built[code].role) for code in built} == {
        "Z": ("chapter", None),
        "Z94": ("category", "laterality"),
        "Z94.2": ("subcategory", "laterality"),
    }


@pytest.mark.parametrize(
    ("title", "release"),
    [
        ('<Title name="ICD-10" version="2019"/>', "icd10/2019"),
        ('<Title name="ICD-10-GM-2031" version="2031">ICD</Title>', "icd10/gm-2031"),
        ('<Title name="ICD-10-GM" version="2031"/>', "icd10/gm-2031"),
        ('<Title version="2031">icd10 of our own</Title>', "icd10/of-our-own-2031"),
        ('<Title name="OPCS-4" version="4.10"/>', "opcs4/4.10"),
        ('<Title name="OPCS-4.9"/>', "opcs4/4.9"),
    ],
)
def test_a_title_that_names_system_and_edition_gives_the_release(
    tmp_path: Path, title: str, release: str
) -> None:
    assert str(read(tmp_path, document(one_class("A00", "x"), title=title)).release) == release


def test_a_given_release_goes_before_the_title(tmp_path: Path) -> None:
    assert str(read(tmp_path, WHOLE, "icd10/mine").release) == "icd10/mine"


@pytest.mark.parametrize(
    ("title", "release", "message"),
    [
        (
            '<Title name="example" version="1"/>',
            None,
            (
                "its title is 'example', which names no edition of ICD-10 or OPCS-4; give the "
                "release (--release icd10/mine)"
            ),
        ),
        ("", None, "its title is missing, which names no edition of ICD-10 or OPCS-4; give"),
        ('<Title name="ICD-10"/>', None, "its title is 'ICD-10', which names no edition"),
        ('<Title name="ICD-100"/>', None, "its title is 'ICD-100', which names no edition"),
        (
            '<Title name="ICD-10" version="2019"/>',
            "opcs4/4.9",
            "release 'opcs4/4.9' is not one of ICD-10, which this file holds (icd10/2019)",
        ),
        (
            '<Title name="example"/>',
            "snomed/uk",
            "'snomed/uk' is not a release of ICD-10 or OPCS-4, which ClaML is read for",
        ),
    ],
)
def test_a_release_that_cannot_be_known_is_asked_for(
    tmp_path: Path, title: str, release: str | None, message: str
) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, document(one_class("A00", "x"), title=title), release)
    assert str(refused.value).startswith(f"c.xml: {message}")
