"""A small invented world for checks, and the question which rows one check finds fault with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from workbench.core.codes import Release, parse_release
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.code_graph import CodeGraph
from workbench.mapping.checks.context import CheckContext
from workbench.mapping.checks.register import BY_NAME, checks_for
from workbench.mapping.checks.run import check_map
from workbench.mapping.map_set import MapSet
from workbench.mapping.profile import Profile
from workbench.mapping.schema import map_table

__all__ = [
    "COUNTED",
    "FEMALE",
    "ICD10",
    "ICD11",
    "INTERNATIONAL",
    "MALE",
    "OPCS4",
    "SNOMED",
    "UK",
    "UK5",
    "context_of",
    "faults",
    "icd10",
    "icd11",
    "map_of",
    "opcs4",
    "snomed",
]

SNOMED: Final = parse_release("snomed/invented")
ICD10: Final = parse_release("icd10/who-2019")
UK5: Final = parse_release("icd10/uk-5th")
ICD11: Final = parse_release("icd11/2024-01")
OPCS4: Final = parse_release("opcs4/4.9")
INTERNATIONAL: Final = Profile.INTERNATIONAL
UK: Final = Profile.UK
FEMALE: Final = "IFA 248152002 | Female (finding) |"
MALE: Final = "IFA 248153007 | Male (finding) |"
COUNTED: Final = {"map_block": 1, "map_group": 1, "map_priority": 1, "relation": "unspecified"}

Row = Mapping[str, Any]


def _graph(release: Release, rows: Sequence[tuple[str, str, str, str]], **more: Row) -> CodeGraph:
    """Give a graph of rows: code, term, kind, parent; `more` adds columns to a code."""
    nodes = [{"code": c, "term": t, "kind": k, **more.get(c, {})} for c, t, k, _ in rows]
    edges = [(code, parent) for code, _, _, parent in rows if parent]
    return build_graph(nodes_table(*nodes), edges_table(*edges), release=release)


def snomed() -> CodeGraph:
    """Give fevers, a child of one elsewhere, and a retired one."""
    rows = [
        ("10", "Finding", "concept", ""),
        ("20", "Marsh fever", "concept", "10"),
        ("30", "Marsh fever of winter", "concept", "20"),
        ("40", "Old marsh fever", "concept", "10"),
    ]
    return _graph(SNOMED, rows, **{"40": {"active": False}})


def icd10() -> CodeGraph:
    """Give a corner of WHO's ICD-10 with one asterisk code."""
    rows = [
        ("IV", "Metabolism", "chapter", ""),
        ("E10-E14", "Diabetes", "block", "IV"),
        ("E11", "Type 2 diabetes", "category", "E10-E14"),
        ("E11.3", "With eye complications", "subcategory", "E11"),
        ("E11.9", "Type 2 diabetes, unspecified", "subcategory", "E11"),
        ("VII", "The eye", "chapter", ""),
        ("H30-H36", "Retina", "block", "VII"),
        ("H36.0", "Diabetic retina", "category", "H30-H36"),
        ("XIX", "Injuries", "chapter", ""),
        ("S70-S79", "The thigh", "block", "XIX"),
        ("S72.0", "Fracture of the neck of femur", "category", "S70-S79"),
        ("XX", "Causes from outside", "chapter", ""),
        ("W00-W19", "Falls", "block", "XX"),
        ("W01", "Slip on the level", "category", "W00-W19"),
        ("W19", "A fall", "category", "W00-W19"),
        ("N18", "Kidney disease", "category", ""),
        ("N18.3", "Kidney disease, stage 3", "subcategory", "N18"),
        ("U07", "New disease", "category", ""),
        ("U07.1", "New disease, virus found", "subcategory", "U07"),
        ("B96.2", "Escherichia coli as the cause", "category", ""),
        ("Z99", "A retired category", "category", ""),
    ]
    more: dict[str, Row] = {"H36.0": {"mark": "*"}, "Z99": {"active": False}}
    return _graph(ICD10, rows, **more)


def icd11() -> CodeGraph:
    """Give a corner of ICD-11: blocks, stages, a fall, a germ, a bath."""
    uri = "http://id.who.int/icd/release/11/mms/"
    rows = [
        ("16", "Genitourinary", "chapter", ""),
        ("GB61", "Kidney disease", "category", "16"),
        ("GB61.2", "Kidney disease, stage 3a", "category", "GB61"),
        ("GB61.4", "Kidney disease, stage 4", "category", "GB61"),
        ("GB61.Z", "Kidney disease, stage unspecified", "category", "GB61"),
        ("23", "Causes from outside", "chapter", ""),
        ("PA60", "Unintentional slip on the level", "category", "23"),
        ("25", "Special purposes", "chapter", ""),
        ("BlockL1-RA0", "New diseases", "block", "25"),
        ("RA01.0", "New disease, virus found", "category", "BlockL1-RA0"),
        ("RA01.1", "New disease, virus not found", "category", "BlockL1-RA0"),
        ("X", "Extensions", "chapter", ""),
        ("XE78X", "Bathtub", "extension", "X"),
        ("XN6P4", "Escherichia coli", "extension", "X"),
    ]
    more: dict[str, dict[str, Any]] = {
        code: {"uri": f"{uri}{number}"} for number, (code, *_) in enumerate(rows, 10001)
    }
    more["GB61.Z"]["residual_kind"] = "unspecified"
    return _graph(ICD11, rows, **more)


def opcs4() -> CodeGraph:
    """Give an operation, a method and a side."""
    rows = [
        ("W37.1", "A hip replaced", "subcategory", ""),
        ("Y75.2", "By keyhole", "subcategory", ""),
        ("Z94.2", "On the right", "subcategory", ""),
    ]
    return _graph(OPCS4, rows)


def map_of(
    rows: Sequence[Any],
    *,
    source: Release | None = SNOMED,
    target: Release | None = ICD10,
    kind: str = "csv",
    name: str = "example",
) -> MapSet:
    """Give a map of rows told by the columns that matter."""
    full = [{"target": None, **COUNTED, **row, "line": n} for n, row in enumerate(rows, 2)]
    names = {"source", *(key for row in full for key in row)}
    columns = {key: [row.get(key) for row in full] for key in names}
    return MapSet(name=name, kind=kind, source=source, target=target, table=map_table(columns))


_GRAPHS: Final = {SNOMED: snomed, ICD10: icd10, ICD11: icd11, OPCS4: opcs4}


def context_of(
    rows: Sequence[Any],
    *,
    source: Release | None = SNOMED,
    target: Release | None = ICD10,
    profile: Profile | None = None,
    target_graph: CodeGraph | None = None,
    alternatives: Sequence[Any] | None = None,
) -> CheckContext:
    """Give the context of a map between two releases of this world, their graphs held."""
    made = None if target is None or target not in _GRAPHS else _GRAPHS[target]()
    return CheckContext(
        map_set=map_of(rows, source=source, target=target),
        source_graph=None if source is None else _GRAPHS[source](),
        target_graph=target_graph or made,
        profile=profile,
        alternatives=None
        if alternatives is None
        else map_of(alternatives, source=source, target=target, name="candidates"),
    )


def faults(check: str, rows: Sequence[Any], **said: Any) -> list[str]:  # noqa: ANN401
    """Give the lines a check prints of a map; the check must be one that the map gets."""
    context = context_of(rows, **said)
    assert BY_NAME[check] in checks_for(context)
    return [str(finding) for finding in check_map(context).of(check)]
