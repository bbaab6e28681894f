"""Graph questions against networkx on the same hierarchy."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import networkx as nx

from benchmarks.measuring import Row, compare
from workbench.core.codes import Kind

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph

__all__ = ["graph_rows"]

_PAIRS = 2_000
_SEED = 11


def graph_rows(graph: CodeGraph) -> list[Row]:
    """Time scalar and bulk questions; pairs and nodes are drawn with a fixed seed."""
    draw = random.Random(_SEED)  # noqa: S311 - a sample, no secret
    other = graph.to_networkx()
    codes = list(graph)
    lower = draw.choices(codes, k=_PAIRS)
    upper = [draw.choice(graph.ancestors_or_self(code)) for code in lower[::2]]
    pairs = list(zip(upper + draw.choices(codes, k=_PAIRS - len(upper)), lower, strict=True))
    chapters = [code for code in graph if graph.kind(code) is Kind.CHAPTER]
    name = f"{graph.release}: "
    return [
        compare(
            f"{name}is A an ancestor of B, or B",
            lambda: [graph.subsumes(a, b) for a, b in pairs],
            lambda: [a == b or a in nx.ancestors(other, b) for a, b in pairs],
            peer_name="networkx",
            calls=len(pairs),
        ),
        compare(
            f"{name}ancestors of a code",
            lambda: [set(graph.ancestors(code)) for code in lower],
            lambda: [nx.ancestors(other, code) for code in lower],
            peer_name="networkx",
            calls=len(lower),
        ),
        compare(
            f"{name}how much lies under a chapter",
            lambda: [len(graph.descendant_ordinals(code)) for code in chapters],
            lambda: [len(nx.descendants(other, code)) for code in chapters],
            peer_name="networkx",
            calls=len(chapters),
        ),
    ]
