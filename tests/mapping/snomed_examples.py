"""Invented SNOMED concepts, their UK and International map rows, and graphs on both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from workbench.core.codes import parse_release
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.code_graph import CodeGraph
from workbench.graph.schema import REPLACEMENT_SCHEMA
from workbench.graph.side_tables import SideTables
from workbench.mapping.map_set import MapSet
from workbench.mapping.schema import map_table

__all__ = ["SNOMED", "UK5", "advised", "graph_of", "int_map", "snomed", "uk_map"]

SNOMED = parse_release("snomed/example")
UK5 = parse_release("icd10/uk-5th")

#: Of an invented concept: block, group, priority, target, mark.
Row = tuple[int, int, int, str | None, str | None]


def uk_map(rows: Sequence[Row], source: str = "1") -> MapSet:
    """Give a UK map of one source; a target that begins with # is a stated no-map."""
    return _made(
        [
            {
                "map_block": block,
                "map_group": group,
                "map_priority": priority,
                "mark": mark,
                **_goal(target),
            }
            for block, group, priority, target, mark in rows
        ],
        profile="uk",
        source=source,
    )


def int_map(rows: Sequence[tuple[int, int, str, str | None]], source: str = "1") -> MapSet:
    """Give an International map of one source: group, priority, rule, target."""
    return _made(
        [
            {"map_block": 1, "map_group": group, "map_priority": priority, "rule": rule}
            | _goal(target)
            for group, priority, rule, target in rows
        ],
        profile="international",
        source=source,
    )


def advised(plain: MapSet, advice: Sequence[str]) -> MapSet:
    """Give a map with an advice a row; an empty one is none."""
    place = plain.table.schema.get_field_index("advice")
    column = pa.array([text or None for text in advice], pa.string())
    table = plain.table.set_column(place, plain.table.schema.field(place), column)
    return MapSet(
        name=plain.name, kind=plain.kind, source=plain.source, target=plain.target, table=table
    )


def _goal(target: str | None) -> dict[str, str | None]:
    if target is not None and not target.startswith("#"):
        return {"target": target, "no_map": None, "no_map_text": None}
    return {"target": None, "no_map": "not_in_scope", "no_map_text": f"{target or '#NIS'}: so"}


def _made(rows: Sequence[Mapping[str, Any]], *, profile: str, source: str) -> MapSet:
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    count = len(rows)
    columns |= {"source": [source] * count, "profile": [profile] * count}
    columns["line"] = list(range(2, count + 2))
    return MapSet(name=profile, kind="rf2", source=SNOMED, target=UK5, table=map_table(columns))


def snomed() -> CodeGraph:
    """Give a graph of one active concept, two retired ones, and one that is gone."""
    rows = [("1", True), ("2", False), ("3", False), ("7", True), ("8", True)]
    offered = [
        ("2", "7", "possibly_equivalent_to", None),
        ("2", "8", "uk_substitution", 2),
        ("9", "7", "same_as", None),
    ]
    names = REPLACEMENT_SCHEMA.names
    replacements = pa.Table.from_pylist(
        [dict(zip(names, (*row, None), strict=True)) for row in offered], REPLACEMENT_SCHEMA
    )
    nodes: list[dict[str, str | bool]] = [
        {"code": c, "term": f"Concept {c}", "kind": "concept", "active": a} for c, a in rows
    ]
    return build_graph(
        nodes_table(*nodes),
        edges_table(),
        release=SNOMED,
        side=SideTables(replacements=replacements),
    )


def graph_of(release: str, *codes: str) -> CodeGraph:
    """Give a graph of subcategories of ICD-10, without a hierarchy."""
    rows = ({"code": c, "term": f"Term of {c}", "kind": "subcategory"} for c in codes)
    return build_graph(nodes_table(*rows), edges_table(), release=parse_release(release))
