"""Widgets for notebooks in JupyterLab; each has a line of Python that says the same without it."""

from workbench.widgets.hierarchy import HierarchyBrowser
from workbench.widgets.neighbourhood import NeighbourhoodPicture

__all__ = ["HierarchyBrowser", "NeighbourhoodPicture"]
