"""Find the graphs and companions that checking a map needs, and check it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.mapping.checks.context import CheckContext
from workbench.mapping.checks.run import check_map
from workbench.mapping.profile import parse_profile

if TYPE_CHECKING:
    from workbench.mapping.checks.result import Checked
    from workbench.mapping.map_set import MapSet
    from workbench.workspace.manifest import MapRecord
    from workbench.workspace.workspace import Workspace

__all__ = ["workspace_check"]

#: A kind of map of one answer a source, and the kind that lists the candidates.
_CANDIDATES: Final = {"who-10to11-one": "who-10to11-multiple"}


def workspace_check(workspace: Workspace, *, map_word: str, profile: str | None) -> Checked:
    """Answer `Workspace.check`; see there."""
    asked = None if profile is None else parse_profile(profile)
    record = workspace.map_record(workspace.maps.resolve(map_word))
    map_set = workspace.maps[record.name]
    return check_map(
        CheckContext(
            map_set=map_set,
            source_graph=workspace.map_graph(record.source_graph, record.source),
            target_graph=workspace.map_graph(record.target_graph, record.target),
            profile=asked or map_set.profile,
            alternatives=_alternatives(workspace, record),
        )
    )


def _alternatives(workspace: Workspace, record: MapRecord) -> MapSet | None:
    """Give WHO's own table of candidates of the same releases, where it is held exactly once."""
    found = [
        other.name
        for other in workspace.manifest.maps
        if other.kind == _CANDIDATES.get(record.kind)
        and (other.source, other.target) == (record.source, record.target)
    ]
    return workspace.maps[found[0]] if len(found) == 1 else None
