"""Which held graph stands for a release, and through which bridge."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.core.codes import Release, parse_release
from workbench.mapping.bridge import find_bridge, standing_for
from workbench.workspace.manifest import GraphRecord, MapRecord

__all__ = ["graph_named_for", "map_bridges"]


def graph_named_for(release: Release | None, graphs: Sequence[GraphRecord]) -> str | None:
    """Give the name of the graph that stands for a release; see `standing_for`."""
    return standing_for(release, {graph.name: parse_release(graph.release) for graph in graphs})


def map_bridges(record: MapRecord, graphs: Sequence[GraphRecord]) -> tuple[str, ...]:
    """Name the bridges between a map's releases and the graphs that stand for them, sorted."""
    found = set()
    for release_text, named in (
        (record.source, record.source_graph),
        (record.target, record.target_graph),
    ):
        if not release_text:
            continue
        release = parse_release(release_text)
        name = named or graph_named_for(release, graphs)
        graph = next((graph for graph in graphs if graph.name == name), None)
        bridge = None if graph is None else find_bridge(release, parse_release(graph.release))
        if bridge is not None:
            found.add(bridge.text)
    return tuple(sorted(found))
