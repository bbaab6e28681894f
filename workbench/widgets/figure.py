"""Plotly's figure widget, which a page loads once however many figures it shows.

The trap: Plotly's own class sends its 5 MB of script as the module of each figure, and anywidget
gives up on a module that is not ready after two seconds. And a page that is loaded anew gets from
it the figure as it was first made, whatever was changed since: here it gets the figure as it is.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any, ClassVar, Final

import traitlets
from plotly.graph_objects import FigureWidget

__all__ = ["Figure"]

_CHANGES: Final = "_py2js_"


class Figure(FigureWidget):  # type: ignore[misc] # plotly ships no types
    """A figure whose page shares Plotly's script with other figures, and survives a reload."""

    _esm: ClassVar[str] = (Path(__file__).parent / "static" / "figure.js").read_text("utf-8")

    _plotly = traitlets.Unicode(str(FigureWidget._esm), read_only=True).tag(sync=True)  # noqa: SLF001 - its script stands nowhere else
    _changes = traitlets.List(
        traitlets.Unicode(),
        sorted(name for name in FigureWidget.class_trait_names() if name.startswith(_CHANGES)),
        read_only=True,
    ).tag(sync=True)

    def get_state(self, *args: object, **options: object) -> dict[str, Any]:
        """Give what a page is told: traits, with data and layout as they are now."""
        state: dict[str, Any] = super().get_state(*args, **options)
        made = vars(self)  # asked for the first time before there is a figure
        now = {
            "_widget_data": made.get("_data"),
            "_widget_layout": getattr(made.get("_layout_obj"), "_props", None),
        }
        for name in now.keys() & state.keys():
            if now[name] is not None:
                state[name] = self.trait_metadata(name, "to_json")(deepcopy(now[name]), self)
        return state
