"""Find the maps, graphs, data and code lists an impact needs, and ask for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.analysis.impact import impact
from workbench.analysis.impact_codes import ImpactMaps
from workbench.analysis.impact_roles import WHO_KINDS
from workbench.core.progress import Progress
from workbench.errors import InputError
from workbench.io.codelists import read_codelists
from workbench.io.datasets import parse_position, read_dataset
from workbench.mapping.bridge import parse_edition
from workbench.mapping.map_set import MapSet

if TYPE_CHECKING:
    from workbench.analysis.impact_result import Impact
    from workbench.graph.code_graph import CodeGraph
    from workbench.workspace.manifest import MapRecord
    from workbench.workspace.workspace import Workspace

__all__ = ["workspace_impact"]


def workspace_impact(
    workspace: Workspace,
    dataset: object,
    *,
    map_word: str,
    companions: Mapping[str, str | None],
    layers: Sequence[str],
    edition: str,
    year: str | None,
    position: str,
    codelists: str | Path | None,
    progress: Progress,
) -> Impact:
    """Answer `Workspace.impact`; see there."""
    chosen = parse_edition(edition)
    record = workspace.map_record(workspace.maps.resolve(map_word))
    maps = ImpactMaps(
        map_set=workspace.maps[record.name],
        target_graph=_target_graph(workspace, record),
        source_graph=workspace.map_graph(record.source_graph, record.source),
        **{role: _companion(workspace, record, role, word) for role, word in companions.items()},
        layers=tuple(workspace.layer(word) for word in layers),
    )
    counts = read_dataset(
        dataset,
        system=maps.map_set.source.system if maps.map_set.source else None,
        year=year,
        position=parse_position(position),
        progress=progress,
    )
    lists = () if codelists is None else read_codelists(Path(codelists))
    return impact(counts, maps, edition=chosen, codelists=lists)


def _target_graph(workspace: Workspace, record: MapRecord) -> CodeGraph:
    graph = workspace.map_graph(record.target_graph, record.target)
    if graph is None:
        message = (
            f"map '{record.name}' leads to {record.target or 'a release it does not name'}, and "
            "the workspace holds no graph of it; add the release with 'workbench graph add PATH'"
        )
        raise InputError(message)
    return graph


def _companion(
    workspace: Workspace, record: MapRecord, role: str, word: str | None
) -> MapSet | None:
    """Give the companion named, else WHO's own of the same release where held exactly once."""
    if word is not None:
        return workspace.maps[word]
    ends = (record.source, record.target)
    if role == "back":
        ends = (record.target, record.source)
    found = [
        other.name
        for other in workspace.manifest.maps
        if other.kind == WHO_KINDS[role] and (other.source, other.target) == ends
    ]
    return workspace.maps[found[0]] if len(found) == 1 else None
