"""A small invented map with every kind of gap, and usage that ranks them."""

from __future__ import annotations

from typing import Any

from tests.mapping.examples import ICD10, ICD11, URI, map_set
from workbench.core.codes import CodeSystem
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.code_graph import CodeGraph
from workbench.io.datasets import CodeCounts, Rows
from workbench.mapping.map_set import MapSet

__all__ = ["ROWS", "USAGE", "eleven", "gap_map", "ten", "usage"]

ROWS: list[dict[str, Any]] = [
    {"source": "I21", "target": "BA41"},
    {"source": "I21.0", "target": "BA41.0"},
    {"source": "I21.9", "target": "BA41.Z"},
    {"source": "I25", "target": "2", "target_uri": f"{URI}2"},
    {"source": "B96", "target": "XN6P4"},
    {"source": "W19", "no_map": "none_in_table", "no_map_text": "No Mapping"},
    {"source": "I64", "target": "8B11&XN0"},
    {"source": "IX", "target": "11", "source_kind": "chapter", "target_kind": "chapter"},
]

#: As the data spell them: place of occurrence, filler, a code of the UK's own, one nobody knows.
USAGE = {
    "B96X": 5,
    "I10X": 50,
    "I210": 100,
    "I219": 40,
    "I218": 7,
    "I64X": 3,
    "Q999": 2,
    "W190": 20,
    "W191": 10,
}


def ten() -> CodeGraph:
    """Give a corner of ICD-10; `I10` is what nobody has mapped."""
    nodes = [
        ("IX", "Circulatory", "chapter"),
        ("I20-I25", "Ischaemic", "block"),
        ("I10", "Hypertension", "category"),
        ("I21", "Infarction", "category"),
        ("I21.0", "Infarction in front", "subcategory"),
        ("I21.9", "Infarction somewhere", "subcategory"),
        ("I25", "Chronic ischaemic", "category"),
        ("I64", "Stroke", "category"),
        ("B96", "Bacteria elsewhere", "category"),
        ("W19", "A fall", "category"),
    ]
    edges = [
        ("I20-I25", "IX"),
        ("I10", "IX"),
        ("I64", "IX"),
        ("I21", "I20-I25"),
        ("I25", "I20-I25"),
        ("I21.0", "I21"),
        ("I21.9", "I21"),
    ]
    return build_graph(
        nodes_table(*({"code": c, "term": t, "kind": k} for c, t, k in nodes)),
        edges_table(*edges),
        release=ICD10,
    )


def eleven() -> CodeGraph:
    """Give a corner of ICD-11: a block, a residual, an extension, and a code that is retired."""
    base = "http://id.who.int/icd/release/11/mms/"
    nodes: list[dict[str, str | bool]] = [
        {"code": "11", "kind": "chapter", "uri": f"{base}1"},
        {"code": "BlockL1-BA0", "kind": "block", "uri": f"{base}2"},
        {"code": "BA41", "kind": "category"},
        {"code": "BA41.0", "kind": "category"},
        {"code": "BA41.Z", "kind": "category", "residual_kind": "unspecified"},
        {"code": "8B11", "kind": "category"},
        {"code": "8B12", "kind": "category", "active": False},
        {"code": "XN6P4", "kind": "extension"},
    ]
    edges = [("BlockL1-BA0", "11"), ("BA41", "11"), ("BA41.0", "BA41"), ("BA41.Z", "BA41")]
    return build_graph(nodes_table(*nodes), edges_table(*edges), release=ICD11)


def gap_map(*more: dict[str, Any]) -> MapSet:
    """Give the map with every kind of gap, and more rows."""
    return map_set([*ROWS, *more], name="one")


def usage(
    activity: dict[str, int] | None = None, *, system: CodeSystem = CodeSystem.ICD10
) -> CodeCounts:
    """Give a year of counts."""
    return CodeCounts(
        path="usage.csv",
        system=system,
        year="2023-04-01",
        unit="episodes mentioning the code",
        activity=USAGE if activity is None else activity,
        terms={"I218": "Other infarction", "Q999": "Whatever"},
        dropped=(),
        notes=(),
        rows=Rows(counted=9, elsewhere=0),
    )
