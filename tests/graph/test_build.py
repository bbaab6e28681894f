"""What becomes a graph, in which order, and what is refused with which sentence."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.graph.examples import ICD10, ICD11, OPCS4, SNOMED, diamond, heart
from workbench.core.codes import Release
from workbench.core.opcs4 import OpcsRole
from workbench.errors import GraphStructureError
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.closure import find_cycle
from workbench.graph.code_graph import CodeGraph


def _graph(*edges: tuple[str, str], release: Release = SNOMED) -> CodeGraph:
    codes = sorted({code for edge in edges for code in edge})
    nodes = nodes_table(*({"code": code} for code in codes))
    return build_graph(nodes, edges_table(*edges), release=release)


def _assignable(graph: CodeGraph) -> list[str]:
    return [code for code in graph if graph[code].assignable]


# Order


def test_chapters_of_icd10_come_first_by_their_roman_value() -> None:
    codes = ["X", "J00", "IX", "V", "A00", "B99-B99", "I"]
    nodes = nodes_table(*({"code": code} for code in codes))
    graph = build_graph(nodes, edges_table(), release=ICD10)
    assert list(graph) == ["I", "V", "IX", "X", "A00", "B99-B99", "J00"]


def test_chapters_v_and_x_of_icd11_are_no_roman_numerals() -> None:
    nodes = nodes_table(*({"code": code} for code in ["X", "V", "26", "XN6BM", "01", "1A00"]))
    graph = build_graph(nodes, edges_table(), release=ICD11)
    assert list(graph) == ["01", "26", "1A00", "V", "X", "XN6BM"]


def test_sctids_are_ordered_as_numbers() -> None:
    graph = _graph(("703275009", "22298006"), ("443253003", "22298006"))
    assert list(graph) == ["22298006", "443253003", "703275009"]


# Assignable


def test_in_icd10_terminal_categories_and_subcategories_are_assignable() -> None:
    assert _assignable(heart()) == ["F03", "I21.0", "I21.1", "I21.9", "I43.8"]


def test_a_category_that_codes_with_a_filler_divide_is_not_assignable() -> None:
    nodes = nodes_table(
        {"code": "M45-M49", "kind": "block"},
        {"code": "M45", "kind": "category"},
        {"code": "M45.X0", "kind": "subcategory"},
        {"code": "M46", "kind": "category"},
        {"code": "I21.X", "kind": "subcategory"},
    )
    edges = edges_table(*((code, "M45-M49") for code in ("M45", "M45.X0", "M46")))
    assert _assignable(build_graph(nodes, edges, release=ICD10)) == ["I21.X", "M45.X0", "M46"]


def test_a_code_of_opcs4_has_a_role_and_its_chapter_and_other_systems_have_none() -> None:
    nodes = nodes_table(
        {"code": "Z", "kind": "chapter"},
        {"code": "Z94", "kind": "category"},
        {"code": "Z94.2", "kind": "subcategory"},
    )
    opcs4 = build_graph(nodes, edges_table(("Z94", "Z"), ("Z94.2", "Z94")), release=OPCS4)
    assert {code: opcs4[code].role for code in opcs4} == {
        "Z": None,
        "Z94": OpcsRole.LATERALITY,
        "Z94.2": OpcsRole.LATERALITY,
    }
    assert "role: laterality" in str(opcs4["Z94.2"])
    assert build_graph(nodes, edges_table(), release=ICD10)["Z94.2"].role is None


def test_a_retired_code_is_not_assignable() -> None:
    nodes = nodes_table(
        {"code": "E45", "kind": "category", "active": False}, {"code": "E46", "kind": "category"}
    )
    assert _assignable(build_graph(nodes, edges_table(), release=OPCS4)) == ["E46"]


def test_in_icd11_any_stem_is_assignable_and_extensions_blocks_and_chapters_are_not() -> None:
    nodes = nodes_table(
        {"code": "11", "kind": "chapter"},
        {"code": "BlockL1-BA0", "kind": "block"},
        {"code": "BA00", "kind": "category"},
        {"code": "BA00.Z", "kind": "category", "residual_kind": "unspecified"},
        {"code": "XN6BM", "kind": "extension"},
    )
    edges = edges_table(("BlockL1-BA0", "11"), ("BA00", "BlockL1-BA0"), ("BA00.Z", "BA00"))
    assert _assignable(build_graph(nodes, edges, release=ICD11)) == ["BA00", "BA00.Z"]


def test_in_snomed_every_active_concept_is_assignable() -> None:
    nodes = nodes_table({"code": "1"}, {"code": "2"}, {"code": "3", "active": False})
    assert _assignable(build_graph(nodes, edges_table(("2", "1")), release=SNOMED)) == ["1", "2"]


# What is kept


def test_an_edge_given_twice_counts_once() -> None:
    graph = _graph(("B", "A"), ("B", "A"))
    assert repr(graph) == "<CodeGraph snomed/example: 2 concepts, 1 edge, 1 root>"


def test_columns_the_schema_does_not_know_are_kept() -> None:
    nodes = nodes_table({"code": "B"}, {"code": "A"}).append_column("chapter", [["2", "1"]])
    graph = build_graph(nodes, edges_table(), release=SNOMED)
    assert graph.concepts.select(["code", "chapter"]).to_pylist() == [
        {"code": "A", "chapter": "1"},
        {"code": "B", "chapter": "2"},
    ]


def test_a_graph_of_nothing_is_a_graph() -> None:
    graph = build_graph(nodes_table(), edges_table(), release=ICD10)
    assert (len(graph), list(graph), graph.roots()) == (0, [], [])


def test_the_name_is_the_release_unless_given() -> None:
    named = build_graph(nodes_table(), edges_table(), release=ICD10, name="mine")
    assert (diamond().name, named.name) == ("snomed/example", "mine")


@pytest.mark.slow
def test_a_graph_of_national_size_is_built() -> None:
    """Each node hangs from its parent and its grandparent, so its closure is that of a tree."""
    size, brood = 350_000, 8
    codes = np.char.add("C", np.arange(size).astype(str))
    parent = (np.arange(1, size) - 1) // brood
    grandparent = (parent[brood:] - 1) // brood
    nodes = pa.table({"code": codes, "term": codes}).append_column(
        "kind", pa.array(["concept"] * size)
    )
    nodes = nodes.append_column("active", pa.array([True] * size))
    for name in ("fsn", "residual_kind", "mark", "uri"):
        nodes = nodes.append_column(name, pa.nulls(size))
    edges = pa.table(
        {
            "child": np.concatenate([codes[1:], codes[1 + brood :]]),
            "parent": np.concatenate([codes[parent], codes[grandparent]]),
        }
    )
    graph = build_graph(nodes, edges, release=SNOMED)
    assert len(graph.hierarchy.ancestors.indices) == _edges_above(size, brood)
    assert len(graph.descendants("C0")) == size - 1


def _edges_above(size: int, brood: int) -> int:
    """Give the sum of the depths of a full tree, in which node n hangs from (n - 1) // brood."""
    total, first, width, depth = 0, 0, 1, 0
    while first < size:
        total += depth * min(width, size - first)
        first, width, depth = first + width, width * brood, depth + 1
    return total


# What is refused


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (["A", "B", "A"], "code 'A' stands 2 times in snomed/example"),
        (["A", "B", "A", "B"], "code 'A' stands 2 times in snomed/example; and 1 more code"),
        (["A", None], "row 2 of the nodes of snomed/example has no 'code'"),
    ],
)
def test_every_row_has_a_code_of_its_own(rows: list[str | None], sentence: str) -> None:
    nodes = pa.table(
        {
            "code": pa.array(rows, pa.string()),
            "term": ["x"] * len(rows),
            "kind": ["concept"] * len(rows),
            "active": [True] * len(rows),
            **dict.fromkeys(["fsn", "residual_kind", "mark", "uri"], pa.nulls(len(rows))),
        }
    )
    with pytest.raises(GraphStructureError, match=f"^{sentence}"):
        build_graph(nodes, edges_table(), release=SNOMED)


@pytest.mark.parametrize(
    ("node", "sentence"),
    [
        ({"kind": "heading"}, "code 'A' of snomed/example has the kind 'heading', expected one of"),
        ({"mark": "+"}, "has the mark '+', expected one of *, †"),
        ({"residual_kind": "rest"}, "has the residual_kind 'rest', expected one of other, unspec"),
    ],
)
def test_a_word_outside_its_vocabulary_is_refused(node: dict[str, str], sentence: str) -> None:
    with pytest.raises(GraphStructureError) as refused:
        build_graph(nodes_table({"code": "A", **node}), edges_table(), release=SNOMED)
    assert sentence in str(refused.value)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(GraphStructureError, match="the nodes of snomed/example lack the column 'c"):
        build_graph(pa.table({"term": ["x"]}), edges_table(), release=SNOMED)


def test_a_parent_that_is_no_node_is_named_with_its_child() -> None:
    nodes = nodes_table({"code": "I21.0"}, {"code": "I21.1"})
    edges = edges_table(("I21.0", "I21"), ("I21.1", "I21"))
    with pytest.raises(GraphStructureError) as refused:
        build_graph(nodes, edges, release=ICD10)
    assert str(refused.value) == (
        "code 'I21.0' names parent 'I21', which is not in icd10/example; and 1 more edge likewise"
    )


def test_a_child_that_is_no_node_is_named_with_its_parent() -> None:
    with pytest.raises(GraphStructureError) as refused:
        build_graph(nodes_table({"code": "I21"}), edges_table(("I21.0", "I21")), release=ICD10)
    assert str(refused.value) == (
        "an edge to parent 'I21' comes from 'I21.0', which is not in icd10/example"
    )


def test_a_code_that_is_its_own_parent_is_refused() -> None:
    with pytest.raises(GraphStructureError, match="code 'A' of snomed/example is its own parent"):
        _graph(("A", "A"), ("B", "A"))


def test_a_circle_is_refused_with_its_whole_path() -> None:
    with pytest.raises(GraphStructureError) as refused:
        _graph(("C", "A"), ("A", "B"), ("B", "C"), ("D", "C"), ("A", "root"))
    assert str(refused.value) == (
        "the parents of snomed/example run in a circle of 3 codes, each with the next as its "
        "parent: A → B → C → A"
    )


def test_a_long_circle_is_shown_in_part() -> None:
    codes = [f"C{number}" for number in range(1_000)]
    with pytest.raises(GraphStructureError, match=r"circle of 1000 codes.*C49 → … → C0$"):
        _graph(*zip(codes, [*codes[1:], codes[0]], strict=True))


@given(st.permutations("ABCDEFGH"), st.integers(2, 8), st.data())
def test_wherever_a_circle_is_hidden_it_is_found(
    codes: list[str], size: int, data: st.DataObject
) -> None:
    circle = codes[:size]
    around = set(zip(circle, [*circle[1:], circle[0]], strict=True))
    forward = [(child, parent) for at, child in enumerate(codes) for parent in codes[at + 1 :]]
    edges = around | set(data.draw(st.lists(st.sampled_from(forward))))
    with pytest.raises(GraphStructureError) as refused:
        _graph(*sorted(edges))
    path = str(refused.value).rpartition(": ")[2].split(" → ")
    assert path[0] == path[-1]
    assert len(path) - 1 == len(set(path))
    assert set(pairwise(path)) <= edges


def test_a_graph_without_a_circle_has_none_to_find() -> None:
    assert find_cycle(diamond().hierarchy.parents) == []
