"""Terms, attributes, reference sets and history: placed once, then asked by code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from workbench.core.codes import parse_release
from workbench.errors import GraphStructureError
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.code_graph import CodeGraph
from workbench.graph.schema import (
    ATTRIBUTE_SCHEMA,
    MEMBER_SCHEMA,
    REPLACEMENT_SCHEMA,
    TERM_SCHEMA,
)
from workbench.graph.side_tables import SideTables
from workbench.io.graph_store import open_graph, save_graph

_RELEASE = parse_release("snomed/example")


def _rows(schema: pa.Schema, *rows: tuple[object, ...]) -> pa.Table:
    named = [dict(zip(schema.names, row, strict=True)) for row in rows]
    return pa.Table.from_pylist(named, schema=schema)


def _side() -> SideTables:
    return SideTables(
        terms=_rows(
            TERM_SCHEMA,
            ("100", "Tenfold disorder (disorder)", "fsn"),
            ("20", "Second", "preferred"),
            ("100", "Tenfold disorder", "preferred"),
        ),
        attributes=_rows(
            ATTRIBUTE_SCHEMA,
            ("100", "7", "20", None, 1),
            ("100", "8", None, "#500", 0),
        ),
        members=_rows(MEMBER_SCHEMA, ("900", "100"), ("900", "20"), ("9", "100"), ("9", "4444")),
        replacements=_rows(
            REPLACEMENT_SCHEMA,
            ("4444", "100", "uk_substitution", 2, "Gone (disorder)"),
            ("20", "100", "same_as", None, None),
        ),
    )


def _graph(side: SideTables) -> CodeGraph:
    nodes = nodes_table({"code": "20"}, {"code": "100"})
    return build_graph(nodes, edges_table(("100", "20")), release=_RELEASE, side=side)


def _values(table: pa.Table, *columns: str) -> list[tuple[object, ...]]:
    return list(zip(*(table[column].to_pylist() for column in columns), strict=True))


def _stored(graph: CodeGraph, folder: Path) -> CodeGraph:
    save_graph(graph, folder, kind="rf2")
    return open_graph(folder, release=graph.release, name=graph.name)


@pytest.mark.parametrize("kept", [lambda graph, _: graph, _stored], ids=["built", "stored"])
def test_a_graph_answers_what_its_source_says_of_a_code(
    tmp_path: Path, kept: Callable[[CodeGraph, Path], CodeGraph]
) -> None:
    graph = kept(_graph(_side()), tmp_path / "g")

    assert _values(graph.terms_of("100"), "term", "use") == [
        ("Tenfold disorder (disorder)", "fsn"),
        ("Tenfold disorder", "preferred"),
    ]
    assert _values(graph.attributes_of("100"), "type", "target", "value", "role_group") == [
        ("8", None, "#500", 0),
        ("7", "20", None, 1),
    ]
    assert graph.refsets_of("100") == ["9", "900"]
    assert graph.members_of("900") == ["20", "100"]
    assert _values(graph.replacements_of("20"), "replacement", "association", "ambiguity") == [
        ("100", "same_as", None)
    ]


def test_a_concept_that_only_its_history_knows_has_its_replacements() -> None:
    gone = _graph(_side()).replacements_of("4444")

    assert _values(gone, "replacement", "ambiguity", "fsn") == [("100", 2, "Gone (disorder)")]


def test_a_release_without_such_tables_answers_with_nothing() -> None:
    graph = _graph(SideTables())

    assert graph.terms_of("20").num_rows == 0
    assert graph.attributes_of("20").num_rows == 0
    assert graph.refsets_of("20") == []
    assert graph.members_of("900") == []
    assert graph.replacements_of("20").num_rows == 0
    assert graph.replacements_of("4444").num_rows == 0


def test_a_term_of_no_concept_is_refused() -> None:
    side = SideTables(terms=_rows(TERM_SCHEMA, ("5", "Five", "preferred")))

    with pytest.raises(GraphStructureError, match=r"the terms of snomed/example speak of '5'"):
        _graph(side)
