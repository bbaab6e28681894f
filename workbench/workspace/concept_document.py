"""Everything a workspace knows of one code: the concept, its neighbours, and its maps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.codes import Release, natural_key
from workbench.core.icd11 import entity_tail
from workbench.mapping.bridge import find_bridge
from workbench.mapping.map_set import MapSet
from workbench.mapping.translate import node_code, target_code

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph
    from workbench.mapping.entry import MapEntry
    from workbench.workspace.workspace import Workspace

__all__ = ["concept_document", "concept_text"]


def concept_document(workspace: Workspace, word: str, code: str) -> dict[str, Any]:
    """Give the JSON document of ``graph show``.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If the word means no one graph.
    UnknownCodeError
        If the code is not in it.
    """
    graph = workspace.graphs[word]
    concept = graph.lookup(code)
    return {
        "code": concept.code,
        "term": concept.term,
        "fsn": concept.fsn,
        "kind": str(concept.kind),
        "active": concept.active,
        "assignable": concept.assignable,
        "residual": concept.residual,
        "residual_kind": concept.residual_kind and str(concept.residual_kind),
        "mark": concept.mark and str(concept.mark),
        "uri": concept.uri,
        "depth": concept.depth,
        "parents": [{"code": code, "term": term} for code, term in concept.parents],
        "children": [{"code": code, "term": term} for code, term in concept.children],
        "ancestors": concept.ancestor_count,
        "descendants": concept.descendant_count,
        "maps": _maps(workspace, graph, concept.code, concept.uri),
        "replaced_by": [],
    }


def _maps(
    workspace: Workspace, graph: CodeGraph, code: str, uri: str | None
) -> list[dict[str, Any]]:
    spellings = [code, *filter(None, [entity_tail(uri) if uri else None])]
    rows: list[dict[str, Any]] = []
    for name in workspace.maps:
        map_set = workspace.maps[name]
        record = workspace.map_record(name)
        if _speaks_of(map_set.source, graph.release):
            other = workspace.map_graph(record.target_graph, record.target)
            rows += _rows(map_set, "source", spellings, other)
        if _speaks_of(map_set.target, graph.release):
            other = workspace.map_graph(record.source_graph, record.source)
            rows += _rows(map_set, "target", spellings, other)
    return sorted(
        rows,
        key=lambda row: (
            row["map"],
            row["direction"],
            natural_key(row["code"] or ""),
            row["map_block"],
            row["map_group"],
            row["map_priority"],
        ),
    )


def _speaks_of(release: Release | None, held: Release) -> bool:
    if release is None:
        return False
    return release == held or find_bridge(release, held) is not None


def _rows(
    map_set: MapSet, side: str, spellings: list[str], other: CodeGraph | None
) -> list[dict[str, Any]]:
    """Give the rows in which a code stands on one side, told from that code."""
    mine = pc.is_in(map_set.table[side], value_set=pa.array(spellings))
    found = MapSet(
        name=map_set.name,
        kind=map_set.kind,
        source=map_set.source,
        target=map_set.target,
        table=map_set.table.filter(mine),
    )
    return [
        {
            "map": map_set.name,
            "direction": "out" if side == "source" else "in",
            **_far_end(entry, side, other),
            "relation": str(entry.relation),
            "map_block": entry.map_block,
            "map_group": entry.map_group,
            "map_priority": entry.map_priority,
        }
        for entry in found
    ]


def _far_end(entry: MapEntry, side: str, other: CodeGraph | None) -> dict[str, str | None]:
    """Give code and term of an entry's other side, as its graph has them where it is held."""
    code, term = target_code(entry, other), entry.target_term
    if side == "target":
        code, term = entry.source, entry.source_term
        code = code if other is None else node_code(code, None, other)
    if term is None and code is not None and other is not None and code in other:
        term = other.term(code)
    return {"code": code, "term": term}


def concept_text(document: dict[str, Any], *, role: str | None = None) -> str:
    """Give the document for a person, with a code's role in OPCS-4, which is in no document."""
    marks = [
        document["kind"],
        *([role] if role else []),
        "assignable" if document["assignable"] else "not assignable",
        *([] if document["active"] else ["retired"]),
        *([f"residual ({document['residual_kind']})"] if document["residual"] else []),
    ]
    above, below = (_counted(document[f"{word}s"], word) for word in ("ancestor", "descendant"))
    lines = [
        f"{document['code']}{document['mark'] or ''}  {document['term']}",
        f"  {', '.join(marks)}; depth {document['depth']}, {above}, {below}",
    ]
    if document["uri"]:
        lines.append(f"  {document['uri']}")
    for heading in ("parents", "children"):
        for index, row in enumerate(document[heading]):
            label = f"{heading}:" if index == 0 else ""
            lines.append(f"  {label:<10}{row['code']}  {row['term']}")
    for row in document["maps"]:
        arrow = "→" if row["direction"] == "out" else "←"
        target = row["code"] or "no map"
        lines.append(f"  {row['map']} {arrow} {target}  {row['term'] or ''}".rstrip())
    return "\n".join(lines)


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
