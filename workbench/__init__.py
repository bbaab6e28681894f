"""A workbench for people who edit and use clinical classification maps.

Heavy things (Arrow, pandas, plotly) load when they are used, so that this import is quick.

Examples
--------
>>> import workbench
>>> workbench.init_workspace, workbench.open  # doctest: +ELLIPSIS
(<function init_workspace at ...>, <function open_workspace at ...>)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from workbench.analysis.gap_result import Gaps
    from workbench.analysis.impact_result import Impact
    from workbench.graph.code_graph import CodeGraph
    from workbench.mapping.map_set import MapSet
    from workbench.report import five_lines, five_sentences, write_report
    from workbench.widgets import (
        HierarchyBrowser,
        NeighbourhoodPicture,
        codelist_effect,
        impact_chapters,
        impact_flow,
        impact_residuals,
        impact_uncertain,
    )
    from workbench.workspace import Workspace, find_workspace, init_workspace
    from workbench.workspace import open_workspace as open  # noqa: A004 - workbench.open(folder)

__all__ = [
    "CodeGraph",
    "Gaps",
    "HierarchyBrowser",
    "Impact",
    "MapSet",
    "NeighbourhoodPicture",
    "Workspace",
    "__version__",
    "codelist_effect",
    "find_workspace",
    "five_lines",
    "five_sentences",
    "impact_chapters",
    "impact_flow",
    "impact_residuals",
    "impact_uncertain",
    "init_workspace",
    "open",
    "write_report",
]

#: The version of the workbench, as `workbench --version` gives it.
__version__: Final = "0.1.0"

_WHERE: Final = {
    "CodeGraph": ("workbench.graph.code_graph", "CodeGraph"),
    "Gaps": ("workbench.analysis.gap_result", "Gaps"),
    "HierarchyBrowser": ("workbench.widgets", "HierarchyBrowser"),
    "Impact": ("workbench.analysis.impact_result", "Impact"),
    "MapSet": ("workbench.mapping.map_set", "MapSet"),
    "NeighbourhoodPicture": ("workbench.widgets", "NeighbourhoodPicture"),
    "Workspace": ("workbench.workspace", "Workspace"),
    "codelist_effect": ("workbench.widgets", "codelist_effect"),
    "find_workspace": ("workbench.workspace", "find_workspace"),
    "five_lines": ("workbench.report", "five_lines"),
    "five_sentences": ("workbench.report", "five_sentences"),
    "impact_chapters": ("workbench.widgets", "impact_chapters"),
    "impact_flow": ("workbench.widgets", "impact_flow"),
    "impact_residuals": ("workbench.widgets", "impact_residuals"),
    "impact_uncertain": ("workbench.widgets", "impact_uncertain"),
    "init_workspace": ("workbench.workspace", "init_workspace"),
    "open": ("workbench.workspace", "open_workspace"),
    "write_report": ("workbench.report", "write_report"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public object
    """Load a public object when it is first asked for."""
    if name not in _WHERE:
        message = f"module 'workbench' has no attribute '{name}'"
        raise AttributeError(message)
    module, attribute = _WHERE[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    """List the public objects."""
    return sorted(__all__)
