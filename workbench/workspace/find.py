"""Which workspace is meant: the one named, or the nearest one upwards."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from workbench.core.progress import Progress, silent
from workbench.errors import WorkspaceError
from workbench.workspace.manifest import FILE
from workbench.workspace.workspace import Workspace

__all__ = ["find_workspace", "open_workspace"]

_VARIABLE: Final = "WORKBENCH_WORKSPACE"


def open_workspace(folder: str | Path, *, progress: Progress = silent) -> Workspace:
    """Open a workspace by its folder.

    Raises
    ------
    WorkspaceError
        If it is no workspace, or a newer version wrote it.
    """
    return Workspace(Path(folder), progress=progress)


def find_workspace(folder: str | Path | None = None, *, progress: Progress = silent) -> Workspace:
    """Open the workspace meant here.

    Parameters
    ----------
    folder
        The one asked for; else ``WORKBENCH_WORKSPACE``; else the nearest folder upwards from the
        working directory that holds ``workbench.toml``.
    progress
        As in `Workspace`.

    Raises
    ------
    WorkspaceError
        If there is none.
    """
    named = folder or os.environ.get(_VARIABLE)
    if named:
        return Workspace(Path(named), progress=progress)
    here = Path.cwd()
    for candidate in (here, *here.parents):
        if (candidate / FILE).is_file():
            return Workspace(candidate, progress=progress)
    message = (
        f"no workspace here: neither this folder nor one above it holds {FILE}; name one with "
        "--workspace, or make one with 'workbench init DIR'"
    )
    raise WorkspaceError(message)
