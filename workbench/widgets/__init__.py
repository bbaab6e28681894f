"""Widgets for notebooks in JupyterLab; each has a line of Python that says the same without it."""

from workbench.widgets.hierarchy import HierarchyBrowser
from workbench.widgets.impact import (
    codelist_effect,
    impact_chapters,
    impact_flow,
    impact_residuals,
    impact_uncertain,
)
from workbench.widgets.neighbourhood import NeighbourhoodPicture

__all__ = [
    "HierarchyBrowser",
    "NeighbourhoodPicture",
    "codelist_effect",
    "impact_chapters",
    "impact_flow",
    "impact_residuals",
    "impact_uncertain",
]
