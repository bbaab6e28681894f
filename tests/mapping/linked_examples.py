"""A small invented world of four systems and the maps between them, linked.

The SNOMED CT concepts are made up, with numbers of our own; the map into ICD-10 speaks the UK's
5th edition, and the graph held is WHO's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from workbench.core.codes import Release, parse_release
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.code_graph import CodeGraph
from workbench.graph.linked import LinkedGraphs
from workbench.graph.schema import REPLACEMENT_SCHEMA
from workbench.graph.side_tables import SideTables
from workbench.mapping.linking import link_graphs
from workbench.mapping.map_set import MapSet
from workbench.mapping.schema import map_table

__all__ = [
    "ICD10",
    "ICD11",
    "OPCS4",
    "SNOMED",
    "UK5",
    "back",
    "coding19",
    "icd10",
    "icd11",
    "map_between",
    "one",
    "opcs4",
    "operations",
    "snomed",
    "uk",
    "world",
]

SNOMED: Final = parse_release("snomed/uk-invented")
UK5: Final = parse_release("icd10/uk-5th")
ICD10: Final = parse_release("icd10/who-2019")
ICD11: Final = parse_release("icd11/2024-01")
OPCS4: Final = parse_release("opcs4/4.9")


def map_between(
    name: str, source: Release, target: Release | None, rows: Sequence[Mapping[str, Any]]
) -> MapSet:
    """Give a map set of rows told by the columns that matter; groups and the like are 1."""
    usual = {"map_block": 1, "map_group": 1, "map_priority": 1, "relation": "unspecified"}
    full = [{"target": None, **usual, **row, "line": number} for number, row in enumerate(rows, 2)]
    columns = {key: [row.get(key) for row in full] for key in sorted({k for r in full for k in r})}
    return MapSet(name=name, kind="csv", source=source, target=target, table=map_table(columns))


def _graph(release: Release, rows: Sequence[tuple[str, str, str, str]]) -> CodeGraph:
    """Give a graph of rows: code, term, kind, parents with a bar between."""
    nodes = [{"code": code, "term": term, "kind": kind} for code, term, kind, _ in rows]
    edges = [(code, up) for code, _, _, above in rows for up in above.split("|") if up]
    return build_graph(nodes_table(*nodes), edges_table(*edges), release=release)


def snomed() -> CodeGraph:
    """Give marsh fevers: two parents of one concept, a retired one, one that only history knows."""
    rows = [
        ("10", "Finding", "", True),
        ("20", "Fever", "10", True),
        ("30", "Marsh disorder", "10", True),
        ("40", "Marsh fever", "20|30", True),
        ("50", "Marsh fever of winter", "40", True),
        ("60", "Fall at home", "10", True),
        ("70", "Hardened spine", "10", True),
        ("80", "Old marsh fever", "", False),
        ("90", "Older marsh fever", "", False),
        ("95", "Oldest marsh fever", "", False),
    ]
    replaced = [
        ("80", "40", "uk_substitution", 2, None),
        ("80", "20", "uk_substitution", 2, None),
        ("80", "30", "same_as", None, None),
        ("90", "80", "replaced_by", None, None),
        ("7777", "40", "uk_substitution", 0, "Fever (of marshes) (disorder)"),
        ("7777", "90", "uk_substitution", 3, "Fever (of marshes) (disorder)"),
    ]
    nodes: list[dict[str, str | bool]] = [
        {"code": code, "term": term, "active": active} for code, term, _, active in rows
    ]
    return build_graph(
        nodes_table(*nodes),
        edges_table(*((c, up) for c, _, above, _ in rows for up in above.split("|") if up)),
        release=SNOMED,
        side=SideTables(
            replacements=pa.Table.from_pylist(
                [dict(zip(REPLACEMENT_SCHEMA.names, row, strict=True)) for row in replaced],
                schema=REPLACEMENT_SCHEMA,
            )
        ),
    )


def icd10() -> CodeGraph:
    """Give a corner of WHO's ICD-10, with X59 and WHO's own X59.0."""
    return _graph(
        ICD10,
        [
            ("I", "Infections", "chapter", ""),
            ("VII", "The eye", "chapter", ""),
            ("VIII", "The ear", "chapter", ""),
            ("XIII", "Bones", "chapter", ""),
            ("XX", "Causes from outside", "chapter", ""),
            ("A90", "Marsh fever", "category", "I"),
            ("A91", "Marsh fever with bleeding", "category", "I"),
            ("M45", "Stiff spine", "category", "XIII"),
            ("X59", "Some exposure", "category", "XX"),
            ("X59.0", "Exposure that breaks a bone", "subcategory", "X59"),
            ("X59.9", "Exposure of another kind", "subcategory", "X59"),
        ],
    )


def coding19() -> CodeGraph:
    """Give a corner of UK Biobank's coding 19, which spells codes as the UK's 5th edition does."""
    return _graph(
        parse_release("icd10/ukb-19"),
        [("X59.0", "At home", "subcategory", ""), ("M45.X0", "Stiff spine", "subcategory", "")],
    )


def icd11() -> CodeGraph:
    """Give a corner of ICD-11; its codes and the ends of its URIs are of real shapes."""
    rows = [
        ("01", "Infections", "chapter", "", "1"),
        ("1D20", "Marsh fever", "category", "01", "120"),
        ("1D2Z", "Fever, unspecified", "category", "01", "121/unspecified"),
        ("BlockL1-1D2", "Fevers", "block", "01", "122"),
        ("X", "Extensions", "chapter", "", "10"),
        ("XS01", "Severe", "extension", "X", "11"),
        ("XS02", "In winter", "extension", "X", "12"),
    ]
    mms = "http://id.who.int/icd/release/11/mms/"
    return build_graph(
        nodes_table(
            *({"code": c, "term": t, "kind": k, "uri": mms + tail} for c, t, k, _, tail in rows)
        ),
        edges_table(*((code, above) for code, _, _, above, _ in rows if above)),
        release=ICD11,
    )


def opcs4() -> CodeGraph:
    """Give a corner of OPCS-4."""
    return _graph(
        OPCS4,
        [
            ("X", "Various", "chapter", ""),
            ("X29", "Infusions", "category", "X"),
            ("X29.2", "Infusion of something", "subcategory", "X29"),
        ],
    )


def uk() -> MapSet:
    """Give a map into the UK's 5th edition: alternatives, a place, a filler, a no-map."""
    return map_between(
        "uk",
        SNOMED,
        UK5,
        [
            {"source": "40", "target": "A91", "map_priority": 1},
            {"source": "40", "target": "A90", "map_priority": 2},
            {"source": "60", "target": "X59.0"},
            {"source": "70", "target": "M45.X0"},
            {"source": "20", "no_map": "not_classifiable", "no_map_text": "#NC"},
            {"source": "30", "target": "A91.7"},
        ],
    )


def operations() -> MapSet:
    """Give a map into OPCS-4."""
    return map_between("operations", SNOMED, OPCS4, [{"source": "40", "target": "X29.2"}])


def one() -> MapSet:
    """Give a map from ICD-10 to ICD-11: a code, an expression, a block by its number, a no-map."""
    return map_between(
        "one",
        ICD10,
        ICD11,
        [
            {"source": "A90", "target": "1D20"},
            {"source": "A91", "target": "1D20&XS02&XS01"},
            {"source": "M45", "target": "122"},
            {"source": "X59", "no_map": "none_in_table", "no_map_text": "No Mapping"},
        ],
    )


def back() -> MapSet:
    """Give a map from ICD-11 back to ICD-10."""
    return map_between(
        "back",
        ICD11,
        ICD10,
        [{"source": "1D20", "target": "A90", "relation": "equivalent"}],
    )


def world() -> LinkedGraphs:
    """Give all of it, linked."""
    return link_graphs([snomed(), icd10(), icd11(), opcs4()], [uk(), operations(), one(), back()])
