"""A small invented map and the graphs on its sides, for the tests of maps and of impact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workbench.core.codes import parse_release
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.code_graph import CodeGraph
from workbench.mapping.map_set import MapSet
from workbench.mapping.schema import map_table

__all__ = ["URI", "icd10", "icd11", "map_set"]

ICD10 = parse_release("icd10/who-2019")
ICD11 = parse_release("icd11/2024-01")
URI = "http://id.who.int/icd/release/11/2024-01/mms/"


def map_set(
    rows: Sequence[Mapping[str, Any]],
    *,
    name: str = "example",
    kind: str = "csv",
    back: bool = False,
) -> MapSet:
    """Give a map set of rows told by the columns that matter."""
    names = {name for row in rows for name in row} | {"source", "target"}
    columns = {name: [row.get(name) for row in rows] for name in names}
    for name_, default in (
        ("map_block", 1),
        ("map_group", 1),
        ("map_priority", 1),
        ("relation", "unspecified"),
    ):
        if name_ in columns:
            columns[name_] = [default if v is None else v for v in columns[name_]]
    columns["line"] = list(range(2, len(rows) + 2))
    ends = (ICD11, ICD10) if back else (ICD10, ICD11)
    return MapSet(name=name, kind=kind, source=ends[0], target=ends[1], table=map_table(columns))


def icd10() -> CodeGraph:
    """Give a corner of ICD-10: two chapters, three blocks."""
    nodes = [
        ("IX", "Circulatory", "chapter"),
        ("I10-I15", "Hypertensive", "block"),
        ("I20-I25", "Ischaemic", "block"),
        ("I10", "Essential hypertension", "category"),
        ("I21", "Infarction", "category"),
        ("I21.0", "Infarction, anterior", "subcategory"),
        ("I21.9", "Infarction, unspecified", "subcategory"),
        ("I25", "Chronic ischaemic", "category"),
        ("XX", "External causes", "chapter"),
        ("W00-W19", "Falls", "block"),
        ("W19", "Unspecified fall", "category"),
    ]
    edges = [
        ("I10-I15", "IX"),
        ("I20-I25", "IX"),
        ("I10", "I10-I15"),
        ("I21", "I20-I25"),
        ("I21.0", "I21"),
        ("I21.9", "I21"),
        ("I25", "I20-I25"),
        ("W00-W19", "XX"),
        ("W19", "W00-W19"),
    ]
    return build_graph(
        nodes_table(*({"code": c, "term": t, "kind": k} for c, t, k in nodes)),
        edges_table(*edges),
        release=ICD10,
    )


def icd11() -> CodeGraph:
    """Give a corner of ICD-11: three chapters, one block, a non-leaf, residuals, an extension."""
    nodes: list[tuple[str, str, str, str | None, str]] = [
        ("11", "Circulatory", "chapter", None, "1"),
        ("BlockL1-BA0", "Hypertensive", "block", None, "2"),
        ("BA00", "Essential hypertension", "category", None, "3"),
        ("BA00.Z", "Hypertension, unspecified", "category", "unspecified", "3/unspecified"),
        ("BA41", "Infarction", "category", None, "4"),
        ("BA41.0", "Infarction with ST", "category", None, "5"),
        ("BA41.Y", "Infarction, other", "category", "other", "4/other"),
        ("BA41.Z", "Infarction, unspecified", "category", "unspecified", "4/unspecified"),
        ("23", "External causes", "chapter", None, "6"),
        ("PA6Z", "Fall, unspecified", "category", "unspecified", "7/unspecified"),
        ("08", "Nervous system", "chapter", None, "8"),
        ("8B11", "Stroke", "category", None, "9"),
        ("X", "Extensions", "chapter", None, "10"),
        ("XN6P4", "Escherichia coli", "extension", None, "11"),
    ]
    edges = [
        ("BlockL1-BA0", "11"),
        ("BA00", "BlockL1-BA0"),
        ("BA00.Z", "BA00"),
        ("BA41", "11"),
        ("BA41.0", "BA41"),
        ("BA41.Y", "BA41"),
        ("BA41.Z", "BA41"),
        ("PA6Z", "23"),
        ("8B11", "08"),
        ("XN6P4", "X"),
    ]
    rows: list[dict[str, str | bool]] = []
    for code, term, kind, residual, tail in nodes:
        uri = f"http://id.who.int/icd/release/11/mms/{tail}"
        row: dict[str, str | bool] = {"code": code, "term": term, "kind": kind, "uri": uri}
        rows.append(row if residual is None else {**row, "residual_kind": residual})
    return build_graph(nodes_table(*rows), edges_table(*edges), release=ICD11)
