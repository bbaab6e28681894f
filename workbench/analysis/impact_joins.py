"""Which releases an impact joins, each join named, and through which declared bridge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from workbench.analysis.impact_codes import ImpactMaps
from workbench.analysis.impact_companions import CHAPTER_OF
from workbench.analysis.impact_roles import check_roles
from workbench.core.codes import CodeSystem, Release
from workbench.errors import InputError, ReleaseMismatchError
from workbench.io.datasets import CodeCounts
from workbench.mapping.bridge import Bridge, Edition, data_release, require_bridge
from workbench.mapping.map_set import MapSet

__all__ = ["joined_by"]


class _Join(NamedTuple):
    """Something that must be of a release, what it is of, and what is needed."""

    what: str
    needed: Release
    found: Release | None


def joined_by(counts: CodeCounts, maps: ImpactMaps, edition: Edition) -> tuple[Bridge, ...]:
    """Name the bridges between the data, the maps and the graphs, in the order of use.

    Raises
    ------
    ReleaseMismatchError
        If two of them are of releases that no declared bridge joins; it says which.
    InputError
        If the data are of another system than the map's source, the map does not lead from
        ICD-10 or OPCS-4 to ICD-11 or does not say what it joins, or it lists candidates instead
        of answering.
    """
    source = _known(maps.map_set, maps.map_set.source, "source")
    target = _known(maps.map_set, maps.map_set.target, "target")
    _must_fit(counts, maps.map_set, source, target)
    check_roles(maps)
    coded_in = data_release(source, edition)
    data = _Join(
        f"the data are coded in {coded_in} and map '{maps.map_set.name}' leads from",
        coded_in,
        source,
    )
    found = _bridges(data)
    for join in _joins(maps, source, target, coded_in=coded_in):
        found += _bridges(join)
    return tuple({bridge.text: bridge for bridge in found}.values())


def _joins(
    maps: ImpactMaps, source: Release, target: Release, *, coded_in: Release
) -> Iterator[_Join]:
    graph = maps.source_graph
    for layer in maps.layers:
        yield _Join(
            f"the data are coded in {coded_in} and layer '{layer.name}' leads from",
            coded_in,
            layer.source,
        )
    yield _Join("the graph the map leads to is", target, maps.target_graph.release)
    yield _Join("the graph the map leads from is", source, graph.release if graph else None)
    for role, companion, ends in (
        ("alternatives", maps.alternatives, (source, target)),
        ("foundation", maps.foundation, (source, target)),
        ("back", maps.back, (target, source)),
    ):
        if companion is not None:
            named = f"--{role} '{companion.name}' leads"
            yield _Join(f"{named} from", ends[0], companion.source)
            yield _Join(f"{named} to", ends[1], companion.target)


def _bridges(join: _Join) -> list[Bridge]:
    if join.found is None:
        return []
    try:
        return list(require_bridge(join.needed, join.found))
    except ReleaseMismatchError as error:
        message = f"{join.what} {join.found}: {error}"
        raise ReleaseMismatchError(message) from error


def _must_fit(counts: CodeCounts, map_set: MapSet, source: Release, target: Release) -> None:
    if source.system not in CHAPTER_OF or target.system is not CodeSystem.ICD11:
        message = (
            f"map '{map_set.name}' leads from {source} to {target}; expected one from ICD-10 or "
            "OPCS-4 to ICD-11"
        )
        raise InputError(message)
    if counts.system is not source.system:
        message = f"{counts.path} is coded in {counts.system.label}; expected {source.system.label}"
        raise InputError(message)


def _known(map_set: MapSet, release: Release | None, side: str) -> Release:
    if release is None:
        message = f"map '{map_set.name}' does not say its {side} release; add it with --{side}"
        raise InputError(message)
    return release
