"""Gaps of a map from SNOMED CT: history is told, several replacements and none picked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from workbench.analysis.gap_result import Gaps
from workbench.analysis.gap_scope import read_scope
from workbench.analysis.gaps import gaps
from workbench.core.codes import CodeSystem, parse_release
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.code_graph import CodeGraph
from workbench.graph.schema import REPLACEMENT_SCHEMA
from workbench.graph.side_tables import SideTables
from workbench.io.datasets import CodeCounts, Rows
from workbench.mapping.map_set import MapSet
from workbench.mapping.schema import map_table

RELEASE = parse_release("snomed/example")

#: Usage of a leaf, of one retired with two on offer, of one gone with one, and of one nobody knows.
ACTIVITY = {"104001": 30, "105000": 20, "106004": 10, "109006": 5}


def clinical() -> CodeGraph:
    """Give a top with two mapped children, a leaf that lies under both, and a retired concept."""
    nodes = nodes_table(
        {"code": "101009", "term": "Finding"},
        {"code": "102002", "term": "Heart"},
        {"code": "103007", "term": "Failure"},
        {"code": "104001", "term": "Heart failure"},
        {"code": "105000", "term": "Old failure", "active": False},
    )
    edges = edges_table(
        ("102002", "101009"), ("103007", "101009"), ("104001", "102002"), ("104001", "103007")
    )
    rows = [
        ("105000", "102002", "uk_substitution", 2, None),
        ("105000", "103007", "uk_substitution", 2, None),
        ("106004", "104001", "same_as", 0, "Gone (disorder)"),
    ]
    columns = list(zip(*rows, strict=True))
    table = pa.table(
        [
            pa.array(column, kind.type)
            for column, kind in zip(columns, REPLACEMENT_SCHEMA, strict=True)
        ],
        schema=REPLACEMENT_SCHEMA,
    )
    return build_graph(nodes, edges, release=RELEASE, side=SideTables(replacements=table))


def snomed_map() -> MapSet:
    """Give a map of the two children, one of them with two alternatives in one group."""
    rows: dict[str, list[Any]] = {
        "source": ["102002", "103007", "103007"],
        "target": ["I51.9", "I50.9", "I50.0"],
        "map_priority": [1, 2, 1],
        "line": [2, 3, 4],
    }
    return MapSet(
        name="uk",
        kind="csv",
        source=RELEASE,
        target=parse_release("icd10/example"),
        table=map_table(rows),
    )


def counted(**changes: Any) -> Gaps:  # noqa: ANN401 - any argument
    counts = CodeCounts(
        path="usage_2023-24.txt",
        system=CodeSystem.SNOMED,
        year="2023-08-01",
        unit="additions of the code to a record",
        activity=ACTIVITY,
        terms={"106004": "Gone"},
        dropped=(),
        notes=(),
        rows=Rows(counted=9, elsewhere=0),
    )
    return gaps(snomed_map(), clinical(), usage=counts, **changes)


def test_a_retired_or_gone_concept_names_all_that_is_offered_in_its_place() -> None:
    assert {gap.code: gap.why for gap in counted()} == {
        "104001": "'uk' has no row for it",
        "105000": (
            "'uk' has no row for it; snomed/example has retired it; in its place are offered "
            "102002 (uk substitution; ambiguous, 2 of 3), "
            "103007 (uk substitution; ambiguous, 2 of 3)"
        ),
        "106004": (
            "the data hold it, and snomed/example has no such code for a record; in its place are "
            "offered 104001 (same as; unambiguous)"
        ),
        "109006": "the data hold it, and snomed/example has no such code for a record",
        "101009": "'uk' has no row for it",
    }


def test_equally_near_ancestors_are_all_named_with_their_targets_in_order() -> None:
    first = counted().first(1)[0]
    assert [(near.code, near.targets) for near in first.nearest] == [
        ("102002", ("I51.9",)),
        ("103007", ("I50.0", "I50.9")),
    ]


def test_every_active_concept_and_every_code_of_the_usage_is_a_source() -> None:
    found = counted()
    assert (found.counts.sources, found.counts.mapped, found.counts.unmapped) == (7, 2, 5)
    assert found.to_dict()["activity"] == {"total": 65, "mapped": 0, "no_map": 0, "unmapped": 65}
    assert found.bridges == ()
    assert any("its codes are read as snomed/example" in note for note in found.notes)


def test_a_list_of_concepts_stands_for_each_of_them_alone(tmp_path: Path) -> None:
    path = tmp_path / "SNOMED_failure.csv"
    path.write_text("code,term\n103007,Failure\n105000,Old\n", encoding="utf-8")
    found = counted(scope=read_scope(path, clinical()))
    assert (found.counts.sources, found.counts.mapped) == (2, 1)
    assert [gap.code for gap in found] == ["105000"]


def test_an_expression_selects_active_concepts() -> None:
    found = counted(scope=read_scope("< 101009 |Finding|", clinical()))
    assert [gap.code for gap in found] == ["104001"]
    assert found.counts.sources == 3
