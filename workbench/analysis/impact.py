"""What a move to another classification would change in one dataset.

The counts come as distinct codes with their activity; everything else follows from the maps and
graphs. Definitions: the documentation, *What the measures mean*.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.analysis.codelists import codelist_impact
from workbench.analysis.impact_codes import ImpactMaps, classify_codes
from workbench.analysis.impact_measures import (
    chapter_flow,
    direct_rows,
    measure_table,
    merge_table,
    merges,
    per_code_table,
)
from workbench.analysis.impact_notes import impact_notes
from workbench.analysis.impact_result import DatasetSummary, Impact, ImpactReleases
from workbench.core.codelist import CodeList
from workbench.core.codes import CodeSystem, Release
from workbench.errors import InputError
from workbench.io.datasets import CodeCounts
from workbench.mapping.bridge import Bridge, Edition, require_bridge
from workbench.mapping.map_set import MapSet

__all__ = ["impact"]


def impact(
    counts: CodeCounts,
    maps: ImpactMaps,
    *,
    edition: Edition = Edition.UK5,
    codelists: Sequence[CodeList] = (),
) -> Impact:
    """Say what a move along a map would change.

    Parameters
    ----------
    counts
        Activity by distinct code, as read.
    maps
        The map, its companions and graphs.
    edition
        How the data were coded.
    codelists
        Lists to follow through the move.

    Raises
    ------
    ReleaseMismatchError
        If data, maps and graphs are of releases that no declared bridge joins.
    InputError
        If the data are of another code system than the map's source, or hold no code at all.
    """
    bridges = _join(counts, maps, edition)
    if not counts.activity:
        message = f"{counts.path}: no code is left to count after dropping"
        raise InputError(message)
    rows = classify_codes(counts.activity, maps, edition=edition, terms=counts.terms)
    total = sum(counts.activity.values())
    return Impact(
        releases=_releases(maps, edition, bridges),
        dataset=DatasetSummary(
            path=counts.path,
            year=counts.year,
            unit=counts.unit,
            codes=len(rows),
            activity=total,
            dropped=counts.dropped,
            notes=(*impact_notes(counts, maps, edition=edition), *counts.notes),
        ),
        per_code=per_code_table(rows),
        measures=measure_table(rows, all_codes=len(rows), all_activity=total),
        measures_direct=measure_table(direct_rows(rows), all_codes=len(rows), all_activity=total),
        chapter_flow=chapter_flow(rows),
        merges=merges(rows),
        merge_table=merge_table(rows),
        codelists=tuple(
            codelist_impact(codelist, rows, system=counts.system)
            for codelist in sorted(codelists, key=lambda codelist: codelist.name)
        ),
    )


def _join(counts: CodeCounts, maps: ImpactMaps, edition: Edition) -> tuple[Bridge, ...]:
    """Name the bridges between the data, the maps and the graphs, or refuse."""
    source = _known(maps.map_set, maps.map_set.source, "source")
    target = _known(maps.map_set, maps.map_set.target, "target")
    if counts.system is not source.system or source.system is not CodeSystem.ICD10:
        message = (
            f"{counts.path} is coded in {counts.system.label}, and map '{maps.map_set.name}' "
            f"leads from {source} to {target}; expected ICD-10 on both"
        )
        raise InputError(message)
    joins = [
        (edition.release, source),
        (target, maps.target_graph.release),
        (source, maps.source_graph.release if maps.source_graph else None),
        *_companion_joins(maps, source, target),
    ]
    found = [
        bridge for one, other in joins if other is not None for bridge in require_bridge(one, other)
    ]
    return tuple({bridge.text: bridge for bridge in found}.values())


def _companion_joins(
    maps: ImpactMaps, source: Release, target: Release
) -> list[tuple[Release, Release | None]]:
    joins: list[tuple[Release, Release | None]] = []
    for companion in (maps.alternatives, maps.foundation):
        if companion is not None:
            joins += [(source, companion.source), (target, companion.target)]
    if maps.back is not None:
        joins += [(target, maps.back.source), (source, maps.back.target)]
    return joins


def _known(map_set: MapSet, release: Release | None, side: str) -> Release:
    if release is None:
        message = f"map '{map_set.name}' does not say its {side} release; add it with --{side}"
        raise InputError(message)
    return release


def _releases(maps: ImpactMaps, edition: Edition, bridges: tuple[Bridge, ...]) -> ImpactReleases:
    return ImpactReleases(
        source=str(edition.release),
        target=str(maps.target_graph.release),
        map=maps.map_set.name,
        bridges=tuple(bridge.text for bridge in bridges),
        alternatives=maps.alternatives.name if maps.alternatives else None,
        back=maps.back.name if maps.back else None,
        foundation=maps.foundation.name if maps.foundation else None,
    )
