"""Expressions against sets over networkx, on a generated release of the size of SNOMED CT.

The peer walks a networkx graph and looks attributes up in dictionaries made beforehand; ours reads
the expression anew each time, and its arrays, too, were made by an earlier question.
"""

from __future__ import annotations

import random
from collections import defaultdict
from typing import TYPE_CHECKING

import networkx as nx
import pyarrow as pa

from benchmarks.measuring import Row, compare
from workbench.core.codes import parse_release
from workbench.graph.build import build_graph
from workbench.graph.side_tables import SideTables

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph

__all__ = ["expression_rows"]

_CONCEPTS = 350_000
_ATTRIBUTES = 700_000
_MEMBERS = 50_000
_TYPES = 60
_SEED = 11
_REFSET = "refset"


def expression_rows() -> list[Row]:
    """Time expressions of each sort; the graph is drawn with a fixed seed."""
    graph, rows, members = _release()
    other = graph.to_networkx()
    by_target: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for source, kind, target in rows:
        by_target[kind, target].add(source)
    top, low, kind = "C1", "C40", rows[0][1]

    def under(code: str) -> set[str]:
        return {code, *nx.descendants(other, code)}

    def having(targets: set[str]) -> set[str]:
        return set().union(*(by_target.get((kind, target), ()) for target in targets))

    questions = {
        f"<< {top}": lambda: under(top),
        f"<< {top} MINUS << {low}": lambda: under(top) - under(low),
        f"> (<< {low})": lambda: set().union(*(nx.ancestors(other, c) for c in under(low))),
        f"<< {top} AND ^ {_REFSET}": lambda: under(top) & members,
        f"<< {top} : {kind} = << {low}": lambda: under(top) & having(under(low)),
    }
    return [
        compare(
            f"expression `{text}`, {_CONCEPTS:,} concepts",
            lambda text=text: set(graph.ecl(text).codes),  # type: ignore[misc]
            peer,
            peer_name="networkx",
            rounds=3,
        )
        for text, peer in questions.items()
    ]


def _release() -> tuple[CodeGraph, list[tuple[str, str, str]], set[str]]:
    """Draw a hierarchy, attributes and one reference set."""
    draw = random.Random(_SEED)  # noqa: S311 - a sample, no secret
    codes = [f"C{number}" for number in range(_CONCEPTS)]
    pairs = [
        (codes[child], codes[draw.randrange(child // 40, max(child // 2, 1))])
        for child in range(1, _CONCEPTS)
        for _ in range(1 + (child % 3 == 0))
    ]
    rows = [
        (draw.choice(codes), f"T{draw.randrange(_TYPES)}", draw.choice(codes))
        for _ in range(_ATTRIBUTES)
    ]
    members = set(draw.sample(codes, _MEMBERS))
    nodes = pa.table(
        {
            "code": codes,
            "term": codes,
            "fsn": pa.nulls(_CONCEPTS, pa.string()),
            "kind": ["concept"] * _CONCEPTS,
            "active": [True] * _CONCEPTS,
            **{name: pa.nulls(_CONCEPTS, pa.string()) for name in ("residual_kind", "mark", "uri")},
        }
    )
    child, parent = zip(*pairs, strict=True)
    source, kind, target = zip(*rows, strict=True)
    attributes = pa.table(
        {
            "source": pa.array(source),
            "type": pa.array(kind),
            "target": pa.array(target),
            "value": pa.nulls(_ATTRIBUTES, pa.string()),
            "role_group": pa.array([0] * _ATTRIBUTES, pa.int32()),
        }
    )
    held = pa.table({"refset": [_REFSET] * _MEMBERS, "member": sorted(members)})
    graph = build_graph(
        nodes,
        pa.table({"child": child, "parent": parent}),
        release=parse_release("snomed/generated"),
        side=SideTables(attributes=attributes, members=held),
    )
    return graph, rows, members
