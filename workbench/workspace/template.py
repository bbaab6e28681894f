"""Where the demo's sources are: package data in a wheel, else the repository.

Source: `graphs/`, `maps/` and `notebooks/` of this project, packed as ``workbench/template``.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

from workbench.errors import WorkspaceError

__all__ = ["PARTS", "template_dir"]

#: The folders a demo workspace is made of.
PARTS: Final = ("graphs", "maps", "notebooks")


def template_dir() -> Path:
    """Give the folder that holds the demo's ``graphs/``, ``maps/`` and ``notebooks/``.

    Raises
    ------
    WorkspaceError
        If neither the installed package nor a repository around it holds them.
    """
    package = Path(str(files("workbench")))
    packed, repository = package / "template", package.parent
    # Beside an installed package anybody's ``graphs`` may stand; beside ours stands its project.
    for folder, sign in ((packed, PARTS[0]), (repository, "pyproject.toml")):
        if (folder / sign).exists() and all((folder / part).is_dir() for part in PARTS):
            return folder
    message = f"the demo's template is missing from the installation at {package.name}; reinstall"
    raise WorkspaceError(message)
