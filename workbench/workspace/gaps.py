"""Find the map, graphs, scope and usage a gap count needs, and ask for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.analysis.gap_scope import read_scope
from workbench.analysis.gaps import gaps
from workbench.core.codes import CodeSystem
from workbench.core.progress import Progress
from workbench.errors import InputError
from workbench.io.datasets import CodeCounts, read_dataset
from workbench.io.primary_care import is_primary_care_usage, read_primary_care_usage

if TYPE_CHECKING:
    from workbench.analysis.gap_result import Gaps
    from workbench.workspace.workspace import Workspace

__all__ = ["workspace_gaps"]


def workspace_gaps(
    workspace: Workspace,
    *,
    map_word: str,
    scope: str | Path | None,
    usage: object | None,
    year: str | None,
    progress: Progress,
) -> Gaps:
    """Answer `Workspace.gaps`; see there."""
    record = workspace.map_record(workspace.maps.resolve(map_word))
    if year is not None and usage is None:
        message = f"--year {year} says nothing without --usage; give the counts it is a year of"
        raise InputError(message)
    source = workspace.map_graph(record.source_graph, record.source)
    if source is None:
        message = (
            f"map '{record.name}' leads from {record.source or 'a release it does not name'}, and "
            "the workspace holds no graph of it, so that nobody can say which codes it lacks; add "
            "the release with 'workbench graph add PATH'"
        )
        raise InputError(message)
    return gaps(
        workspace.maps[record.name],
        source,
        target_graph=workspace.map_graph(record.target_graph, record.target),
        scope=None if scope is None else read_scope(scope, source),
        usage=None if usage is None else _usage(usage, source.release.system, year, progress),
    )


def _usage(usage: object, system: CodeSystem, year: str | None, progress: Progress) -> CodeCounts:
    if isinstance(usage, str | Path) and is_primary_care_usage(Path(usage)):
        return read_primary_care_usage(Path(usage), year=year, progress=progress)
    return read_dataset(usage, system=system, year=year, progress=progress)
