"""What is missing in a map, ranked by activity.

Definitions: the documentation, *What is a gap*.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from workbench.analysis.gap_count import Count
from workbench.analysis.gap_kinds import Judged, judge_rows
from workbench.analysis.gap_notes import gap_notes
from workbench.analysis.gap_reasons import Reasons
from workbench.analysis.gap_result import GapReleases, Gaps, UsageRead
from workbench.analysis.gap_scope import Scope, whole
from workbench.analysis.gap_sources import Field, answers_of, code_level, field_of
from workbench.analysis.gap_usage import Placed, Stray, place_usage, usage_bridges
from workbench.core.codes import Release
from workbench.errors import InputError, ReleaseMismatchError
from workbench.graph.code_graph import CodeGraph
from workbench.io.datasets import CodeCounts
from workbench.mapping.bridge import find_bridge, same_codes
from workbench.mapping.map_set import MapSet

__all__ = ["gaps"]


def gaps(
    map_set: MapSet,
    source_graph: CodeGraph,
    *,
    target_graph: CodeGraph | None = None,
    scope: Scope | None = None,
    usage: CodeCounts | None = None,
) -> Gaps:
    """Say what is missing in a map.

    Parameters
    ----------
    map_set
        The map.
    source_graph
        The release it leads from, or one with the same codes.
    target_graph
        The release it leads to; without it nothing is told residual or retired.
    scope
        What is asked about; default the whole source release.
    usage
        Activity by code; without it the gaps are ranked by code.

    Raises
    ------
    ReleaseMismatchError
        If usage, map and graphs are of releases that no declared bridge joins.
    InputError
        If the usage is of another system, the map does not say where it leads from, or nothing is
        in scope.
    """
    source = _source_of(map_set, source_graph)
    asked = scope or whole(source_graph)
    where = field_of(map_set, source_graph)
    judged = judge_rows(map_set, target_graph)
    placed = None
    if usage is not None:
        usage_bridges(usage, map_set)
        placed = place_usage(usage, where, code_level(where, map_set), source=source)
    count = Count(
        where=where,
        answers=answers_of(where, judged),
        placed=placed,
        strays=() if placed is None else tuple(filter(asked.holds, placed.strays)),
        in_scope=_in_scope(where, placed, asked),
    )
    if not count.members.any():
        message = f"no assignable code of {source_graph.release} is in scope ({asked.text})"
        raise InputError(message)
    return _answer(map_set, asked, usage, target_graph=target_graph, judged=judged, count=count)


def _answer(
    map_set: MapSet,
    scope: Scope,
    usage: CodeCounts | None,
    *,
    target_graph: CodeGraph | None,
    judged: Judged,
    count: Count,
) -> Gaps:
    table, places = count.table(map_set)
    notes = gap_notes(map_set, scope, usage, target_graph=target_graph, judged=judged, count=count)
    return Gaps(
        releases=_releases(map_set),
        counts=count.by_code(),
        activity=count.by_activity(),
        usage=None if usage is None else UsageRead.of(usage),
        scope=scope.text,
        bridges=_bridges(map_set, usage, count.where.graph, target_graph),
        kinds=count.kinds(),
        table=table,
        notes=notes,
        teller=Reasons.of(count, table, places, map_set=map_set, target_graph=target_graph),
    )


def _releases(map_set: MapSet) -> GapReleases:
    target = None if map_set.target is None else str(map_set.target)
    return GapReleases(source=str(map_set.source), target=target, map=map_set.name)


def _source_of(map_set: MapSet, graph: CodeGraph) -> Release:
    if map_set.source is None:
        message = f"map '{map_set.name}' does not say its source release; add it with --source"
        raise InputError(message)
    if not same_codes(map_set.source, graph.release):
        message = (
            f"map '{map_set.name}' leads from {map_set.source}, whose codes are not those of "
            f"{graph.release}; add the release itself with 'workbench graph add PATH'"
        )
        raise ReleaseMismatchError(message)
    return map_set.source


def _bridges(
    map_set: MapSet,
    usage: CodeCounts | None,
    source_graph: CodeGraph,
    target_graph: CodeGraph | None,
) -> tuple[str, ...]:
    """Name the bridges between usage, map and graphs, sorted."""
    found = set() if usage is None else set(usage_bridges(usage, map_set))
    for release, graph in ((map_set.source, source_graph), (map_set.target, target_graph)):
        if release is not None and graph is not None:
            bridge = find_bridge(release, graph.release)
            found |= set() if bridge is None else {bridge}
    return tuple(sorted(bridge.text for bridge in found))


def _in_scope(where: Field, placed: Placed | None, scope: Scope) -> npt.NDArray[np.bool_]:
    """Say of each place whether it is a source that is asked about."""
    nodes = len(where.graph)
    member = np.zeros(len(where), dtype=bool) if placed is None else placed.seen.copy()
    member[:nodes] |= np.asarray(where.graph.concepts["assignable"])
    if scope.ordinals is None:
        return member
    asked = np.zeros(len(where), dtype=bool)
    asked[scope.ordinals] = True
    for at, code in enumerate(where.extras, start=nodes):
        asked[at] = scope.holds(Stray(code=code, term=None, parent=None, activity=0))
    return member & asked
