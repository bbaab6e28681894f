"""Links of single codes in a large invented map against a networkx MultiDiGraph of its rows.

networkx holds every row as an object and answers from a dict; the workbench holds the table as it
lies on the disk. So the first question, with all that must be made for it, is a row of its own.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import pyarrow as pa

from benchmarks.measuring import Row, compare
from workbench.core.codes import parse_release
from workbench.graph.build import build_graph
from workbench.graph.links import Direction
from workbench.graph.schema import EDGE_SCHEMA, NODE_SCHEMA
from workbench.mapping.linking import link_graphs
from workbench.mapping.map_set import MapSet
from workbench.mapping.schema import MAP_SCHEMA

if TYPE_CHECKING:
    from workbench.core.codes import Release
    from workbench.graph.code_graph import CodeGraph

__all__ = ["link_rows"]

_ROWS: Final = 400_000
_SOURCES: Final = 200_000
_ASKED: Final = 2_000
_SEED: Final = 7
_SNOMED: Final = parse_release("snomed/invented")
_ICD10: Final = parse_release("icd10/invented")


def link_rows() -> list[Row]:
    """Time the first question, and links out of and into a code."""
    draw = random.Random(_SEED)  # noqa: S311 - a sample, no secret
    concepts = [str(number) for number in range(1, _SOURCES + 1)]
    codes = [f"{chr(65 + n // 500)}{n // 5 % 100:02d}.{n % 5}" for n in range(12_000)]
    graphs = [_flat(concepts, _SNOMED, "concept"), _flat(codes, _ICD10, "subcategory")]
    pairs = [(concepts[n % _SOURCES], draw.choice(codes)) for n in range(_ROWS)]
    table = _map(pairs)
    peer = _networkx(pairs)
    linked = link_graphs(graphs, [table])
    sources, targets = draw.choices(concepts, k=_ASKED), draw.choices(codes, k=_ASKED // 10)
    name = f"a map of {_ROWS:,} rows: "
    first, last = pairs[0][0], pairs[-1][0]

    def out(code: str) -> list[tuple[str, int]]:
        return [(str(x.target.code), x.row) for x in linked.links("snomed", code)]

    def into(code: str) -> list[tuple[str, int]]:
        links = linked.links("icd10", code, direction=Direction.IN)
        return sorted((str(x.source.code), x.row) for x in links)

    return [
        compare(
            f"{name}made ready, and the first question",
            lambda: [x.row for x in link_graphs(graphs, [_map(pairs)]).links("snomed", first)],
            lambda: sorted(row for _, _, row in _networkx(pairs).out_edges(first, keys=True)),
            peer_name="networkx",
            rounds=3,
        ),
        compare(
            f"{name}links out of a code",
            lambda: [sorted(out(code)) for code in (*sources, last)],
            lambda: [
                sorted((b, n) for _, b, n in peer.out_edges(code, keys=True))
                for code in (*sources, last)
            ],
            peer_name="networkx",
            calls=_ASKED + 1,
        ),
        compare(
            f"{name}links into a code, 33 each",
            lambda: [into(code) for code in targets],
            lambda: [
                sorted((a, n) for a, _, n in peer.in_edges(code, keys=True)) for code in targets
            ],
            peer_name="networkx",
            calls=len(targets),
        ),
    ]


def _flat(codes: list[str], release: Release, kind: str) -> CodeGraph:
    count = len(codes)
    columns: dict[str, Any] = {
        "code": codes,
        "term": [f"Term of {code}" for code in codes],
        "kind": [kind] * count,
        "active": [True] * count,
    }
    arrays = [
        pa.array(columns.get(entry.name, [None] * count), entry.type) for entry in NODE_SCHEMA
    ]
    return build_graph(
        pa.table(arrays, schema=NODE_SCHEMA), EDGE_SCHEMA.empty_table(), release=release
    )


def _map(pairs: list[tuple[str, str]]) -> MapSet:
    count = len(pairs)
    columns: dict[str, Any] = {
        "source": [source for source, _ in pairs],
        "target": [target for _, target in pairs],
        "relation": ["unspecified"] * count,
        "line": range(2, count + 2),
        **{name: [1] * count for name in ("map_block", "map_group", "map_priority")},
    }
    arrays = [pa.array(columns.get(entry.name, [None] * count), entry.type) for entry in MAP_SCHEMA]
    table = pa.table(arrays, schema=MAP_SCHEMA)
    return MapSet(name="large", kind="csv", source=_SNOMED, target=_ICD10, table=table)


def _networkx(pairs: list[tuple[str, str]]) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_edges_from((a, b, row, {"map": "large"}) for row, (a, b) in enumerate(pairs))
    return graph
