"""What is no ClaML, no longer whole, hostile or at odds with itself is refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.io.claml_samples import document, modified, modifier, one_class
from tests.io.samples import laid_out
from workbench.errors import InputError
from workbench.io.reading import read_graph, read_map

WHOLE = document(
    modifier("S04E10_4", ".0|With coma", ".1|With stones"),
    one_class("E10-E14", "Sweet water", kind="block"),
    one_class("E10", "Sweet water of youth", modified("S04E10_4"), above="E10-E14"),
)
LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))


def refusal(tmp_path: Path, content: str | bytes) -> str:
    path = laid_out(tmp_path, {"c.xml": content}) / "c.xml"
    with pytest.raises(InputError) as refused:
        read_graph(path, kind="claml")
    text = str(refused.value)
    assert "\n" not in text
    assert str(tmp_path) not in text
    return text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", ": is empty"),
        (
            WHOLE.replace("</Label>", "</Lable>", 1),
            ":8: is not well-formed XML at character 132 of the line: mismatched tag",
        ),
        ("code,term,parent\n", ": is a typed graph (csv), not claml"),
        (
            "<ClaML>&chapter;</ClaML>",
            ":1: is not well-formed XML at character 8 of the line: undefined entity",
        ),
        (
            '<?xml version="1.0" encoding="big5"?><ClaML/>',
            (
                ":1: is in an encoding that cannot be read (multi-byte encodings are not "
                "supported); save it as UTF-8"
            ),
        ),
        (
            "<ClaML>" + "<Class>" * 5000,
            ":1: elements stand more than 100 deep; ClaML needs a dozen",
        ),
        ('<ClaML version="3.0.0"/>', ":1: is ClaML version '3.0.0'; expected 2.0.0"),
        (document(), ": holds no Class; expected chapters, blocks and categories"),
    ],
    ids=["empty", "tags", "csv", "entity", "encoding", "depth", "version", "nothing"],
)
def test_what_is_no_claml_is_told_what_it_is(tmp_path: Path, content: str, message: str) -> None:
    assert refusal(tmp_path, content) == f"c.xml{message}"


@pytest.mark.parametrize(
    "declared",
    [
        f'<!ENTITY l0 "ha">{LAUGHS}',
        '<!ENTITY l9 SYSTEM "file:///etc/hostname">',
        '<!ENTITY % all SYSTEM "https://example.org/all.dtd"> %all;',
        '<!NOTATION n SYSTEM "x"><!ENTITY l9 SYSTEM "x.gif" NDATA n>',
    ],
    ids=["bomb", "file", "parameter", "unparsed"],
)
def test_entities_are_refused_where_they_are_declared(tmp_path: Path, declared: str) -> None:
    head = f"<!DOCTYPE ClaML SYSTEM 'ClaML.dtd' [\n{declared}]>\n"
    text = document(one_class("A00", "&l9;"), head=head)
    assert refusal(tmp_path, text) == (
        "c.xml:2: declares an entity or asks for a file of its own, which is never followed; "
        "ClaML needs none: take the declaration out"
    )


def test_a_doctype_is_no_reason_to_look_for_its_dtd(tmp_path: Path) -> None:
    bad = {"ClaML.dtd": "<!ENTITY broken", "c.xml": WHOLE}
    assert read_graph(laid_out(tmp_path, bad) / "c.xml").nodes.num_rows == 4


def test_a_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    data = WHOLE.encode().rstrip()
    said = {refusal(tmp_path, data[:end]).rpartition(": ")[2] for end in range(120, len(data), 7)}
    assert {text for text in said if not text.endswith("the file looks cut short")} == set()


@pytest.mark.parametrize(
    ("elements", "message"),
    [
        (
            (one_class("A00", "x"), one_class("A00", "y")),
            ":8: Class 'A00' is there already, on line 7",
        ),
        (
            (one_class("A00.1", "x"), one_class("A001", "y")),
            ":8: Class 'A001' is 'A00.1', which is there already",
        ),
        (
            (one_class("A00", "x", above="A00-A09"),),
            ":7: 'A00' names the SuperClass 'A00-A09', which is no Class of the file",
        ),
        (
            (one_class("A00-A09", "x", '<SubClass code="A01"/>', kind="block"),),
            ":7: 'A00-A09' names the SubClass 'A01', which is no Class of the file",
        ),
        (
            (
                one_class("I", "x", '<SubClass code="A00"/>', kind="chapter"),
                one_class("II", "x", kind="chapter"),
                one_class("A00", "x", above="II"),
            ),
            ":9: 'I' has the SubClass 'A00', whose SuperClass is another (II)",
        ),
        (
            (
                one_class("I", "x", '<SubClass code="A01"/>', kind="chapter"),
                one_class("A00", "x", above="I"),
                one_class("A01", "x", above="I"),
            ),
            ":8: 'A00' has the SuperClass 'I', which does not list it among its SubClasses",
        ),
        ((one_class("A00", "x", above="A00"),), "circle, each under the next: A00 → A00"),
        (
            (one_class("A00", "x", above="A01"), one_class("A01", "x", above="A00")),
            "classes run in a circle, each under the next: ",
        ),
        ((one_class("A.1", "x", kind="gathering"),), ":7: 'A.1' is of kind 'gathering'; expected"),
        (('<Class code="A00"/>',), ":7: Class: has no 'kind'"),
        (('<Class kind="category"/>',), ":7: Class: has no 'code'"),
        (
            ('<Class code="A00" kind="category"/>',),
            ":7: Class: 'A00' has no Rubric of kind 'preferred' with a Label",
        ),
        (
            (one_class("A00", " "),),
            ":7: Class: 'A00' has no Rubric of kind 'preferred' with a Label",
        ),
        (
            (one_class("A00", "x", "<SuperClass/>"),),
            ":7: SuperClass: has no 'code'",
        ),
    ],
)
def test_classes_that_do_not_fit_are_named(
    tmp_path: Path, elements: tuple[str, ...], message: str
) -> None:
    text = refusal(tmp_path, document(*elements))
    assert text.startswith("c.xml:")
    assert message in text


def test_another_document_is_told_its_root(tmp_path: Path) -> None:
    path = laid_out(tmp_path, {"c.xml": "<?xml version='1.0'?><svg/>"}) / "c.xml"
    for read in (read_graph, read_map):
        with pytest.raises(InputError, match=r"^c\.xml: is an XML document with the root 'svg', "):
            read(path)


def test_a_claml_document_is_no_map(tmp_path: Path) -> None:
    path = laid_out(tmp_path, {"c.xml": WHOLE}) / "c.xml"
    with pytest.raises(InputError) as refused:
        read_map(path)
    assert str(refused.value) == "c.xml: is a ClaML document, a graph, not a map"
