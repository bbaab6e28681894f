"""The façade over a workspace folder; the clock and the file system come in here."""

from workbench.workspace.create import init_workspace
from workbench.workspace.find import find_workspace, open_workspace
from workbench.workspace.workspace import IfTaken, Workspace

__all__ = ["IfTaken", "Workspace", "find_workspace", "init_workspace", "open_workspace"]
