"""Widgets for notebooks in JupyterLab; each has a line of Python that says the same without it."""

from workbench.widgets.hierarchy import HierarchyBrowser

__all__ = ["HierarchyBrowser"]
