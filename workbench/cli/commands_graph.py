"""``graph …``: hold releases and ask about their codes."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from workbench.cli.bars import bar
from workbench.cli.output import CallError, Reply, columns

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph
    from workbench.workspace.manifest import GraphRecord

__all__ = [
    "run_add",
    "run_ancestors",
    "run_descendants",
    "run_ecl",
    "run_ls",
    "run_rm",
    "run_search",
    "run_show",
    "run_subsumes",
]


def run_add(call: argparse.Namespace) -> Reply:
    """Read a release."""
    from workbench.core.codes import parse_release
    from workbench.workspace import IfTaken, find_workspace

    record = find_workspace(call.workspace, progress=bar).add_graph(
        call.source,
        name=call.name,
        release=None if call.release is None else parse_release(call.release),
        kind=call.kind,
        if_taken=IfTaken.REPLACE if call.replace else IfTaken.REFUSE,
    )
    text = (
        f"added {record.name} ({record.release}, {record.kind}): {record.concepts:,} concepts, "
        f"{record.active:,} active, {record.edges:,} edges"
    )
    return Reply(document=_record(record), text=text)


def run_ls(call: argparse.Namespace) -> Reply:
    """List the graphs held."""
    from workbench.workspace import find_workspace

    records = find_workspace(call.workspace, progress=bar).manifest.graphs
    rows = [(r.name, r.release, r.kind, r.concepts, r.active, r.edges) for r in records]
    headings = ("name", "release", "kind", "concepts", "active", "edges")
    return Reply(document=[_record(r) for r in records], text=columns(headings, rows))


def run_rm(call: argparse.Namespace) -> Reply:
    """Drop a graph."""
    from workbench.workspace import find_workspace

    record = find_workspace(call.workspace, progress=bar).remove_graph(call.graph)
    return Reply(document=_record(record), text=f"dropped {record.name}")


def run_show(call: argparse.Namespace) -> Reply:
    """Show one concept."""
    from workbench.workspace import find_workspace
    from workbench.workspace.concept_document import concept_document, concept_text

    workspace = find_workspace(call.workspace, progress=bar)
    document = concept_document(workspace, call.graph, call.code)
    return Reply(document=document, text=concept_text(workspace, call.graph, document))


def run_ancestors(call: argparse.Namespace) -> Reply:
    """List what a code lies under."""
    graph = _graph(call)
    return _codes(graph, graph.ancestors(call.code))


def run_descendants(call: argparse.Namespace) -> Reply:
    """List what lies under a code."""
    graph = _graph(call)
    return _codes(graph, graph.descendants(call.code))


def run_search(call: argparse.Namespace) -> Reply:
    """Find concepts by words or by code."""
    from workbench.workspace import find_workspace

    hits = find_workspace(call.workspace, progress=bar).search(
        call.graph, call.text, limit=_limit(call.limit), under=call.under
    )
    for note in hits.notes:
        print(note, file=sys.stderr)
    rows = [(hit.code, hit.told, "" if hit.matched == hit.term else hit.matched) for hit in hits]
    text = columns(("code", "term", "matched"), rows)
    return Reply(document=hits.to_list(), text=text if rows else "none")


def run_subsumes(call: argparse.Namespace) -> Reply:
    """Say whether one code is another or an ancestor of it."""
    result = _graph(call).subsumes(call.upper, call.lower)
    return Reply(document={"result": result}, text="true" if result else "false")


def run_ecl(call: argparse.Namespace) -> Reply:
    """List what satisfies an expression."""
    found = _graph(call).ecl(call.expression)
    for note in found.notes:
        print(note, file=sys.stderr)
    counted = f"{len(found):,} concept{'' if len(found) == 1 else 's'}"
    rows = [(row["code"], row["term"]) for row in found.to_arrow().to_pylist()]
    text = f"{columns(('code', 'term'), rows)}\n{counted}" if rows else "none"
    return Reply(document={"count": len(found), "codes": found.codes}, text=text)


def _graph(call: argparse.Namespace) -> CodeGraph:
    from workbench.workspace import find_workspace

    return find_workspace(call.workspace, progress=bar).graphs[call.graph]


def _limit(word: str) -> int:
    """Give a limit, as typed, as a number; what is none is refused with its own words."""
    if word.isascii() and word.isdecimal() and int(word) > 0:
        return int(word)
    message = f"--limit '{word}' is not a whole number from 1"
    raise CallError(message)


def _codes(graph: CodeGraph, codes: list[str]) -> Reply:
    named = [{"code": code, "term": graph.term(code)} for code in codes]
    rows = [(graph.lookup(code).printed, graph.term(code)) for code in codes]
    text = columns(("code", "term"), rows)
    return Reply(document=named, text=text if named else "none")


def _record(record: GraphRecord) -> dict[str, Any]:
    return {
        "name": record.name,
        "release": record.release,
        "kind": record.kind,
        "concepts": record.concepts,
        "active": record.active,
        "edges": record.edges,
        "source": record.source,
        "sha256": record.sha256,
    }
