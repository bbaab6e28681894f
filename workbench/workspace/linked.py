"""The graphs and maps of a workspace as one linked graph; nothing is opened before it is asked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from workbench.core.codes import Release, parse_release
from workbench.graph.linked import LinkedGraphs
from workbench.graph.linked_map import LinkedMap
from workbench.graph.links import Way
from workbench.mapping.linking import linked_map
from workbench.workspace.joins import graph_named_for

if TYPE_CHECKING:
    from workbench.workspace.holdings import Holdings
    from workbench.workspace.manifest import Manifest, MapRecord

__all__ = ["linked_graphs"]


def linked_graphs(holdings: Holdings, manifest: Manifest) -> LinkedGraphs:
    """Link what a workspace holds, as its manifest says."""
    return LinkedGraphs(
        open_graph=holdings.graphs.__getitem__,
        releases={record.name: parse_release(record.release) for record in manifest.graphs},
        maps=[_linked(holdings, manifest, record) for record in manifest.maps],
    )


def _linked(holdings: Holdings, manifest: Manifest, record: MapRecord) -> LinkedMap:
    def home(named: str, release: Release | None) -> str | None:
        if manifest.graph(named) is not None:
            return named
        return graph_named_for(release, manifest.graphs)

    source, target = (
        parse_release(text) if text else None for text in (record.source, record.target)
    )
    return linked_map(
        name=record.name,
        source=source,
        target=target,
        homes={
            Way.OUT: home(record.source_graph, source),
            Way.IN: home(record.target_graph, target),
        },
        open_map=partial(holdings.maps.__getitem__, record.name),
    )
