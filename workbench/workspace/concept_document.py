"""Everything a workspace knows of one code: the concept, its neighbours, its maps, its history."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from workbench.core.codes import Kind, natural_key
from workbench.graph.history import (
    GoneConcept,
    Replacement,
    current_replacements,
    gone_concept,
    replacements,
)
from workbench.graph.links import Direction, Way
from workbench.workspace.map_lines import map_lines, shown_code

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph
    from workbench.graph.concept import Concept
    from workbench.workspace.workspace import Workspace

__all__ = ["concept_document", "concept_text"]


def concept_document(workspace: Workspace, word: str, code: str) -> dict[str, Any]:
    """Give the JSON document of ``graph show``.

    A concept that only the history of the release still knows is told as retired, without a place
    in the hierarchy (``depth`` is None).

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If the word means no one graph.
    UnknownCodeError
        If neither the graph nor its history knows the code.
    """
    graph = workspace.graphs[word]
    gone = gone_concept(graph, code)
    if gone is not None:
        about, maps = _gone(gone), []
    else:
        concept = graph.lookup(code)
        about, maps = _known(concept), _maps(workspace, graph, concept.code)
    offered = replacements(graph, about["code"])
    return {**about, "maps": maps, "replaced_by": [_replaced_by(each) for each in offered]}


def _known(concept: Concept) -> dict[str, Any]:
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
    }


def _gone(concept: GoneConcept) -> dict[str, Any]:
    return {
        **asdict(concept),
        "kind": Kind.CONCEPT.value,
        "active": False,
        "assignable": False,
        "residual": False,
        "residual_kind": None,
        "mark": None,
        "uri": None,
        "depth": None,
        "parents": [],
        "children": [],
        "ancestors": 0,
        "descendants": 0,
    }


def _replaced_by(offered: Replacement) -> dict[str, Any]:
    keys = ("code", "term", "association", "ambiguity")
    return {key: getattr(offered, key) for key in keys}


def _maps(workspace: Workspace, graph: CodeGraph, code: str) -> list[dict[str, Any]]:
    """Give a row a link, told from the code asked for."""
    linked = workspace.linked
    rows = [
        {
            "map": link.map,
            "direction": way.value,
            "code": shown_code(end),
            "term": end.term,
            "relation": link.relation,
            "map_block": link.map_block,
            "map_group": link.map_group,
            "map_priority": link.map_priority,
        }
        for way in Way
        for link in linked.links(graph.name, code, direction=Direction(way.value))
        for end in [link.target if way is Way.OUT else link.source]
    ]
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


def concept_text(workspace: Workspace, word: str, document: dict[str, Any]) -> str:
    """Give the document for a person, with what is known and no document holds.

    That is a code's role in OPCS-4, where a retired replacement leads on to, and of the rows of
    maps what `map_lines` tells.
    """
    graph, code = workspace.graphs[word], document["code"]
    role = graph.lookup(code).role if code in graph else None
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
        f"  {', '.join(marks)}; {_depth(document)}{above}, {below}",
    ]
    if document["uri"]:
        lines.append(f"  {document['uri']}")
    for heading in ("parents", "children"):
        for index, row in enumerate(document[heading]):
            label = f"{heading}:" if index == 0 else ""
            lines.append(f"  {label:<10}{row['code']}  {row['term']}")
    if document["maps"]:
        lines += map_lines(workspace.linked, graph.name, code)
    return "\n".join([*lines, *_history_lines(document, graph)])


def _depth(document: dict[str, Any]) -> str:
    if document["depth"] is None:
        return "known to the history of the release only; "
    return f"depth {document['depth']}, "


def _history_lines(document: dict[str, Any], graph: CodeGraph) -> list[str]:
    """Give every replacement on offer, and where a retired one leads."""
    offered = replacements(graph, document["code"])
    if not offered and not document["active"]:
        return ["  replaced by: nothing; its source offers no replacement"]
    lead = "still active; its history offers" if document["active"] else "replaced by"
    lines = []
    for each in offered:
        lines.append(f"  {lead}: {each.code}  {each.term or '(not held)'}  ({each.words})")
        if each.active is False:
            onward = current_replacements(graph, each.code)
            told = ", ".join(f"{found.code} {found.term}" for found in onward) or "nothing"
            lines.append(f"      retired itself; replaced in its turn by {told}")
    return lines


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
