"""Small graphs: one as a coder would draw it, and random ones with networkx's view of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from workbench.core.codes import parse_release
from workbench.graph.build import build_graph, edges_table, nodes_table

if TYPE_CHECKING:
    import networkx as nx

    from workbench.graph.code_graph import CodeGraph

ICD10: Final = parse_release("icd10/example")
ICD11: Final = parse_release("icd11/example")
OPCS4: Final = parse_release("opcs4/example")
SNOMED: Final = parse_release("snomed/example")


def heart() -> CodeGraph:
    """Give two blocks of chapter IX and one category of chapter V."""
    return build_graph(
        nodes_table(
            {"code": "IX", "term": "Circulatory system", "kind": "chapter"},
            {"code": "I20-I25", "term": "Ischaemic heart diseases", "kind": "block"},
            {"code": "I21", "term": "Acute infarction", "kind": "category"},
            {"code": "I21.0", "term": "Anterior wall", "kind": "subcategory"},
            {"code": "I21.1", "term": "Inferior wall", "kind": "subcategory"},
            {"code": "I21.9", "term": "Unspecified site", "kind": "subcategory"},
            {"code": "I30-I52", "term": "Other heart disease", "kind": "block"},
            {"code": "I43", "term": "Cardiomyopathy in …", "kind": "category", "mark": "*"},
            {"code": "I43.8", "term": "In others", "kind": "subcategory", "mark": "*"},
            {"code": "V", "term": "Mental disorders", "kind": "chapter"},
            {"code": "F03", "term": "Dementia", "kind": "category", "residual_kind": "unspecified"},
        ),
        edges_table(
            ("I20-I25", "IX"),
            ("I30-I52", "IX"),
            ("I21", "I20-I25"),
            ("I21.0", "I21"),
            ("I21.1", "I21"),
            ("I21.9", "I21"),
            ("I43", "I30-I52"),
            ("I43.8", "I43"),
            ("F03", "V"),
        ),
        release=ICD10,
    )


def diamond() -> CodeGraph:
    """Give a graph in which ``bottom`` has two parents and a short way to ``top``."""
    return build_graph(
        nodes_table(*({"code": code} for code in ("top", "left", "right", "lower", "bottom"))),
        edges_table(
            ("left", "top"),
            ("right", "top"),
            ("lower", "left"),
            ("lower", "right"),
            ("bottom", "lower"),
            ("bottom", "left"),
            ("bottom", "right"),
        ),
        release=SNOMED,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A random graph of ours, and the same as networkx holds it, edges from parent to child."""

    ours: CodeGraph
    theirs: nx.DiGraph[str]


@st.composite
def drawn_graphs(draw: st.DrawFn) -> Drawn:
    """Draw a graph without circles of up to twelve codes, whose order is not their names'."""
    import networkx as nx

    codes = draw(st.permutations([f"C{number}" for number in range(draw(st.integers(1, 12)))]))
    pairs = [(child, parent) for at, child in enumerate(codes) for parent in codes[:at]]
    edges = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    theirs = nx.DiGraph((parent, child) for child, parent in edges)
    theirs.add_nodes_from(codes)
    nodes = nodes_table(*({"code": code} for code in codes))
    return Drawn(ours=build_graph(nodes, edges_table(*edges), release=SNOMED), theirs=theirs)
