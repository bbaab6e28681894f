"""A graph typed by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.core.codes import parse_release
from workbench.errors import GraphStructureError, InputError
from workbench.graph.build import build_graph
from workbench.graph.code_graph import CodeGraph
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


def built(tmp_path: Path, text: str, release: str) -> CodeGraph:
    found = read(tmp_path, text, release)
    return build_graph(found.nodes, found.edges, release=found.release)


def test_snomed_is_typed_with_its_names_and_what_else_a_release_says(tmp_path: Path) -> None:
    text = (
        "code,term,parent,fsn,semantic_tag,module,note\n"
        "138875005,All,,All (root),root,900000000000207008,mine\n"
        "24700007,Scarred nerves,138875005,Scarred nerves (disorder),disorder,,\n"
        "10200004,Organ,138875005,,body structure,,\n"
    )
    graph = built(tmp_path, text, "snomed/mine")
    columns = ["code", "fsn", "kind", "semantic_tag", "module"]
    assert [tuple(row.values()) for row in graph.concepts.select(columns).to_pylist()] == [
        ("10200004", None, "concept", "body structure", None),
        ("24700007", "Scarred nerves (disorder)", "concept", "disorder", None),
        ("138875005", "All (root)", "concept", "root", "900000000000207008"),
    ]
    assert graph["24700007"].assignable
    assert "note" not in graph.concepts.column_names


def test_opcs4_is_typed_and_its_codes_have_roles(tmp_path: Path) -> None:
    text = "code;term;parent\nO;More;\nO16;Places;O\nO16.1;Hips;O16\nO29;Cuts;O\n"
    graph = built(tmp_path, text, "opcs4/mine")
    assert {code: (str(graph.kind(code)), graph[code].role) for code in graph} == {
        "O": ("chapter", None),
        "O16": ("category", "site"),
        "O16.1": ("subcategory", "site"),
        "O29": ("category", "overflow"),
    }
    assert [code for code in graph if graph[code].assignable] == ["O16.1", "O29"]


def test_icd10_and_icd11_are_typed_with_marks_and_residuals(tmp_path: Path) -> None:
    icd10 = built(tmp_path, "code,term,parent,mark\nI,Fevers,,\nG01,Head fever,I,*\n", "icd10/mine")
    assert (icd10["G01"].printed, icd10["G01"].assignable) == ("G01*", True)
    icd11 = built(tmp_path, TYPED, "icd11/mine")
    assert [(code, icd11[code].assignable, icd11[code].residual) for code in icd11] == [
        ("01", False, False),
        ("1A00", True, False),
        ("1A00.Z", False, True),
        ("BlockL1-1A0", False, False),
    ]


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
