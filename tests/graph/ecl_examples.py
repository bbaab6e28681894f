"""A small invented release with attributes, reference sets and history, for expressions.

Ids are invented and well formed, and the words are our own. 111002 and 113004 are used as types,
112009 as a value, 114005 as a reference set and 115006 as a member, none of them held.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from tests.graph.examples import OPCS4, SNOMED
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.schema import ATTRIBUTE_SCHEMA, MEMBER_SCHEMA
from workbench.graph.side_tables import SideTables

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph

__all__ = ["attributes", "lungs", "members", "operations"]

#: Our names for the concepts, and their ids.
IDS: Final = {
    "finding": "101009",
    "lung finding": "102002",
    "swelling of lung": "103007",
    "old swelling": "104001",
    "site": "105000",
    "exact site": "106004",
    "body part": "107008",
    "lung": "108003",
    "left lung": "109006",
}


def attributes(*rows: tuple[str, str, str | None, str | None]) -> pa.Table:
    """Make a table of attributes from source, type, target and concrete value, ungrouped."""
    names = ("source", "type", "target", "value")
    return pa.Table.from_pylist(
        [dict(zip(names, row, strict=True)) | {"role_group": 0} for row in rows],
        schema=ATTRIBUTE_SCHEMA,
    )


def members(*rows: tuple[str, str]) -> pa.Table:
    """Make a table of members from reference set and member."""
    return pa.Table.from_pylist(
        [{"refset": refset, "member": member} for refset, member in rows], schema=MEMBER_SCHEMA
    )


def lungs() -> CodeGraph:
    """Give findings with sites, two reference sets, a retired concept and a type not held."""
    nodes: list[dict[str, str | bool]] = [
        {"code": code, "term": term, "active": term != "old swelling"} for term, code in IDS.items()
    ]
    return build_graph(
        nodes_table(*nodes),
        edges_table(
            ("102002", "101009"),
            ("103007", "102002"),
            ("106004", "105000"),
            ("108003", "107008"),
            ("109006", "108003"),
        ),
        release=SNOMED,
        side=SideTables(
            attributes=attributes(
                ("102002", "105000", "108003", None),
                ("103007", "106004", "109006", None),
                ("103007", "105000", "107008", None),
                ("101009", "111002", "112009", None),
                ("109006", "113004", None, "#2"),
            ),
            members=members(
                ("114005", "103007"),
                ("114005", "115006"),
                ("105000", "101009"),
                ("105000", "104001"),
            ),
        ),
    )


def operations() -> CodeGraph:
    """Give a retired OPCS-4 category with a code below it that is in use."""
    return build_graph(
        nodes_table(
            {"code": "Q", "term": "Chapter", "kind": "chapter"},
            {"code": "Q99", "term": "Retired", "kind": "category", "active": False},
            {"code": "Q99.2", "term": "Retired too", "kind": "subcategory", "active": False},
            {"code": "Q99.3", "term": "In use", "kind": "subcategory"},
        ),
        edges_table(("Q99", "Q"), ("Q99.2", "Q99"), ("Q99.3", "Q99")),
        release=OPCS4,
    )
