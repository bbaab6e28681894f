"""Small invented graphs to search in, one a system."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from tests.graph.examples import ICD10, ICD11, OPCS4, SNOMED
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.schema import TERM_SCHEMA
from workbench.graph.side_tables import SideTables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.graph.code_graph import CodeGraph

__all__ = ["icd10", "icd11", "opcs4", "snomed", "titles"]

_MMS = "http://id.who.int/icd/release/11/mms"


def icd10() -> CodeGraph:
    return build_graph(
        nodes_table(
            {"code": "IX", "term": "Circulation", "kind": "chapter"},
            {"code": "I20-I25", "term": "The heart's own vessels", "kind": "block"},
            {"code": "I10", "term": "Raised pressure", "kind": "category"},
            {"code": "I21", "term": "Infarction", "kind": "category"},
            {"code": "I21.0", "term": "Infarction in front", "kind": "subcategory"},
            {"code": "I21.9", "term": "Infarction", "kind": "subcategory"},
            {"code": "XI", "term": "Digestion", "kind": "chapter"},
            {"code": "K50", "term": "Crohn's disease", "kind": "category"},
            {"code": "K57", "term": "Crohn", "kind": "category", "active": False},
            {"code": "C83", "term": "Non-Hodgkin tumour", "kind": "category"},
            {"code": "G60", "term": "Œdema of a vessel, x-ray", "kind": "category"},
        ),
        edges_table(
            ("I20-I25", "IX"),
            ("I10", "IX"),
            ("I21", "I20-I25"),
            ("I21.0", "I21"),
            ("I21.9", "I21"),
            ("K50", "XI"),
            ("K57", "XI"),
        ),
        release=ICD10,
    )


def opcs4() -> CodeGraph:
    return build_graph(
        nodes_table(
            {"code": "W", "term": "Bones", "kind": "chapter"},
            {"code": "W37", "term": "A new hip", "kind": "category"},
            {"code": "W37.1", "term": "A new hip with cement", "kind": "subcategory"},
            {"code": "W37.8", "term": "Another hip", "kind": "subcategory", "active": False},
        ),
        edges_table(("W37", "W"), ("W37.1", "W37"), ("W37.8", "W37")),
        release=OPCS4,
    )


def icd11() -> CodeGraph:
    return build_graph(
        nodes_table(
            {"code": "11", "term": "Circulation", "kind": "chapter", "uri": f"{_MMS}/11"},
            {"code": "BA00", "term": "Pressure", "kind": "category", "uri": f"{_MMS}/1001"},
            {
                "code": "BA00.Z",
                "term": "Pressure and no more",
                "kind": "category",
                "uri": f"{_MMS}/1001/unspecified",
            },
            {"code": "X", "term": "Additions", "kind": "chapter", "uri": f"{_MMS}/10"},
            {"code": "XA7RE3", "term": "Low pressure", "kind": "extension", "uri": f"{_MMS}/1073"},
        ),
        edges_table(("BA00", "11"), ("BA00.Z", "BA00"), ("XA7RE3", "X")),
        release=ICD11,
    )


def snomed() -> CodeGraph:
    """Give four concepts with synonyms; the last is retired, and the tags differ."""
    rows = (
        ("1001000", "Attack of the heart", "Attack of the heart (disorder)", "disorder", True),
        ("1002007", "Heart", "Heart structure (body structure)", "body structure", True),
        ("1003002", "Attack", "Attack (event)", "event", True),
        ("1004008", "Attack of old", "Attack of old (disorder)", "disorder", False),
    )
    told: list[dict[str, str | bool]] = [
        {"code": code, "term": term, "fsn": fsn, "active": on} for code, term, fsn, _, on in rows
    ]
    nodes = nodes_table(*told).append_column("semantic_tag", pa.array([row[3] for row in rows]))
    terms = [
        {"code": "1001000", "term": "Heart attack", "use": "synonym"},
        {"code": "1001000", "term": "Attack of the heart", "use": "preferred"},
        {"code": "1001000", "term": "Attack of the heart (disorder)", "use": "fsn"},
        {"code": "1002007", "term": "Cor", "use": "synonym"},
    ]
    return build_graph(
        nodes,
        edges_table(("1001000", "1003002"), ("1004008", "1003002")),
        release=SNOMED,
        side=SideTables(terms=pa.Table.from_pylist(terms, schema=TERM_SCHEMA)),
    )


def titles(terms: Sequence[str]) -> CodeGraph:
    """Give a graph of one category a term, numbered from A00."""
    codes = [f"{chr(65 + n // 100)}{n % 100:02d}" for n in range(len(terms))]
    nodes = (
        {"code": code, "term": term, "kind": "category"}
        for code, term in zip(codes, terms, strict=True)
    )
    return build_graph(nodes_table(*nodes), edges_table(), release=ICD10)
