"""The façade over a workspace folder; the clock and the file system come in here."""

from workbench.workspace.create import Content, init_workspace
from workbench.workspace.find import find_workspace, open_workspace
from workbench.workspace.workspace import IfTaken, Workspace

__all__ = ["Content", "IfTaken", "Workspace", "find_workspace", "init_workspace", "open_workspace"]
