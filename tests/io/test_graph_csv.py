"""A graph typed by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.core.codes import parse_release
from workbench.errors import GraphStructureError, InputError
from workbench.io.reading import GraphRead, read_graph

TYPED = """\
# release: icd11/demo
code,term,parent,kind,residual_kind,active,uri
01,Infections,,chapter,,,
BlockL1-1A0,Gut fevers,01,block,,,
1A00,"Marsh fever, any",BlockL1-1A0,,,true,http://id.who.int/icd/release/11/mms/3
1A00.Z,"Marsh fever, untold",1A00|01,,unspecified,false,
"""


def read(tmp_path: Path, text: str, release: str | None = None) -> GraphRead:
    path = tmp_path / "g.csv"
    path.write_bytes(text.encode())
    return read_graph(path, release=parse_release(release) if release else None)


def test_a_typed_graph_is_read_with_its_parents_kinds_and_release(tmp_path: Path) -> None:
    found = read(tmp_path, TYPED)
    assert (found.kind, str(found.release)) == ("csv", "icd11/demo")
    assert found.nodes.select(["code", "term", "kind", "active", "residual_kind"]).to_pylist() == [
        {
            "code": "01",
            "term": "Infections",
            "kind": "chapter",
            "active": True,
            "residual_kind": None,
        },
        {
            "code": "BlockL1-1A0",
            "term": "Gut fevers",
            "kind": "block",
            "active": True,
            "residual_kind": None,
        },
        {
            "code": "1A00",
            "term": "Marsh fever, any",
            "kind": "category",
            "active": True,
            "residual_kind": None,
        },
        {
            "code": "1A00.Z",
            "term": "Marsh fever, untold",
            "kind": "category",
            "active": False,
            "residual_kind": "unspecified",
        },
    ]
    assert [tuple(edge.values()) for edge in found.edges.to_pylist()] == [
        ("BlockL1-1A0", "01"),
        ("1A00", "BlockL1-1A0"),
        ("1A00.Z", "1A00"),
        ("1A00.Z", "01"),
    ]


def test_a_child_may_stand_before_its_parent(tmp_path: Path) -> None:
    found = read(tmp_path, "code,term,parent\nA00,Marsh,I\nI,Infections,\n", "icd10/demo")
    assert found.edges.to_pylist() == [{"child": "A00", "parent": "I"}]


@pytest.mark.parametrize(
    ("release", "kinds"),
    [
        (
            "icd10/demo",
            {"I": "chapter", "A00-A09": "block", "A00": "category", "A00.0": "subcategory"},
        ),
        ("opcs4/demo", {"A": "chapter", "A01": "category", "A01.1": "subcategory"}),
        ("icd11/demo", {"01": "chapter", "X": "chapter", "1A00.Z": "category"}),
        ("snomed/demo", {"138875005": "concept"}),
    ],
)
def test_a_kind_that_is_not_stated_follows_the_systems_spelling(
    tmp_path: Path, release: str, kinds: dict[str, str]
) -> None:
    text = "code;term;parent\n" + "".join(f"{code};t;\n" for code in kinds)
    found = read(tmp_path, text, release)
    codes, said = (found.nodes.column(name).to_pylist() for name in ("code", "kind"))
    assert dict(zip(codes, said, strict=True)) == kinds


def test_a_release_that_is_given_stands_before_the_one_that_is_said(tmp_path: Path) -> None:
    assert str(read(tmp_path, TYPED, "icd11/mine").release) == "icd11/mine"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "code,term,parent\nA00,t,\n",
            "does not say its release; begin it with '# release: icd11/demo' or give one",
        ),
        ("# release: icd11/demo\ncode,term,parent\n", "holds no rows; expected a typed graph"),
    ],
)
def test_what_the_file_lacks_is_said(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, text)
    assert str(refused.value) == f"g.csv: {message}"


def test_a_release_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^g\.csv:1: release 'icd12/x' is not <system>/<edition>"):
        read(tmp_path, "# release: icd12/x\ncode,term,parent\nA,t,\n")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "A00,t,,,,",
            (
                "column 'code': 'A00' is there already, on line 2; "
                "several parents go in one cell (A|B)"
            ),
        ),
        ("A01 ,t,,,,", "column 'code': 'A01 ' is no code; expected one without blanks around it"),
        (",t,,,,", "column 'code': '' is no code; expected one without blanks around it"),
        ("A01,,,,,", "column 'term': is empty; expected a term"),
        ("A01,t,B00,,,", "column 'parent': the parent 'B00' of 'A01' is not in the file"),
        (
            "A01,t,A01,,,",
            (
                "column 'parent': 'A01' is no list of parents of 'A01'; "
                "expected other codes, each once"
            ),
        ),
        (
            "A01,t,A00|,,,",
            (
                "column 'parent': 'A00|' is no list of parents of 'A01'; "
                "expected other codes, each once"
            ),
        ),
        (
            "A01,t,A00,leaf,,",
            (
                "column 'kind': 'leaf' is not known; "
                "expected chapter, block, category, subcategory, extension, concept or nothing"
            ),
        ),
        ("A01,t,A00,,+,", "column 'mark': '+' is not known; expected *, † or nothing"),
        ("A01,t,A00,,,maybe", "column 'active': 'maybe' is not true or false"),
    ],
)
def test_a_cell_that_cannot_be_right_is_named(tmp_path: Path, row: str, message: str) -> None:
    text = f"code,term,parent,kind,mark,active\nA00,t,,,,\n{row}\n"
    with pytest.raises(InputError) as refused:
        read(tmp_path, text, "icd10/demo")
    assert str(refused.value) == f"g.csv:3, {message}"


def test_a_parent_that_is_not_there_is_a_fault_of_the_structure(tmp_path: Path) -> None:
    with pytest.raises(GraphStructureError):
        read(tmp_path, "code,term,parent\nA00,t,I\n", "icd10/demo")
