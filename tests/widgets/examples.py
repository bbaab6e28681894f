"""Invented graphs to browse: a book of chapters, and concepts with several parents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from tests.graph.examples import ICD10, SNOMED
from workbench.graph.build import build_graph, edges_table, nodes_table

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph

__all__ = ["book", "ladder", "manifold", "wide"]


def book() -> CodeGraph:
    """Give two chapters; one category is retired, one carries an asterisk."""
    return build_graph(
        nodes_table(
            {"code": "V", "term": "Of the mind", "kind": "chapter"},
            {"code": "F03", "term": "Forgetting", "kind": "category"},
            {"code": "IX", "term": "Of the heart", "kind": "chapter"},
            {"code": "I20-I25", "term": "The heart's own vessels", "kind": "block"},
            {"code": "I21", "term": "Sudden closure", "kind": "category"},
            {"code": "I21.0", "term": "Sudden closure in front", "kind": "subcategory"},
            {"code": "I21.9", "term": "Sudden closure somewhere", "kind": "subcategory"},
            {"code": "I24", "term": "Old closure", "kind": "category", "active": False},
            {"code": "I43", "term": "Muscle in something else", "kind": "category", "mark": "*"},
        ),
        edges_table(
            ("F03", "V"),
            ("I20-I25", "IX"),
            ("I21", "I20-I25"),
            ("I21.0", "I21"),
            ("I21.9", "I21"),
            ("I24", "I20-I25"),
            ("I43", "IX"),
        ),
        release=ICD10,
    )


def manifold() -> CodeGraph:
    """Give a graph with one top in which ``aorta`` stands in three places."""
    nodes = nodes_table(
        *({"code": code} for code in ("all", "aorta", "body", "chest", "vessel", "zone")),
        {"code": "gone", "active": False},
    )
    tags = ["root", "body structure", "body structure", "body structure", "vessel", None, None]
    return build_graph(
        nodes.append_column("semantic_tag", pa.array(tags)),
        edges_table(
            ("body", "all"),
            ("zone", "all"),
            ("chest", "body"),
            ("chest", "zone"),
            ("vessel", "body"),
            ("aorta", "chest"),
            ("aorta", "vessel"),
        ),
        release=SNOMED,
    )


def wide(children: int) -> CodeGraph:
    """Give one top with many children, each with one of its own."""
    width = len(str(children - 1))
    codes = [f"C{number:0{width}}" for number in range(children)]
    nodes = [{"code": code, "term": f"Number {code[1:]}"} for code in codes]
    below = [{"code": f"{code}x", "term": f"Below {code[1:]}"} for code in codes]
    edges = [(code, "A") for code in codes] + [(f"{code}x", code) for code in codes]
    return build_graph(
        nodes_table({"code": "A", "term": "All"}, *nodes, *below),
        edges_table(*edges),
        release=SNOMED,
    )


def ladder(levels: int) -> CodeGraph:
    """Give levels of two concepts, both below both of the level above: paths double every level."""
    codes = [f"{side}{level:02}" for side in "AB" for level in range(levels + 1)]
    pairs = [
        (f"{low}{level + 1:02}", f"{up}{level:02}")
        for level in range(levels)
        for low in "AB"
        for up in "AB"
    ]
    nodes = nodes_table(*({"code": code} for code in codes))
    return build_graph(nodes, edges_table(*pairs), release=SNOMED)
