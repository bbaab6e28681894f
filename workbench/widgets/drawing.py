"""How a figure of the report is drawn in a notebook: titled, marked where it is chosen, coloured.

The figures themselves are `workbench.report`'s; nothing is drawn twice.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any, Final

from workbench.report.figures import plain
from workbench.report.palette import Theme, coloured
from workbench.views.exhibit import Exhibit, Mark, Part

__all__ = ["drawn"]

_LINE: Final = 17
_CHARACTERS: Final = 96
_OUTLINE: Final = 2


def drawn(exhibit: Exhibit, *, part: Part, theme: Theme) -> dict[str, Any]:
    """Give the figure of an exhibit as plain Plotly JSON, ready to be drawn.

    Parameters
    ----------
    exhibit
        What is shown.
    part
        What is marked in it, and named above it.
    theme
        What it stands on.
    """
    chosen = frozenset(part.marks)
    data = [_marked(trace, at, chosen) for at, trace in enumerate(exhibit.figure["data"])]
    is_whole = part is exhibit.parts[0]
    layout = _titled(exhibit, "" if is_whole else f"Chosen: {part.label}")
    return coloured({"data": data, "layout": layout}, theme)


def _titled(exhibit: Exhibit, chosen: str) -> dict[str, Any]:
    """Put title and source above, so that a picture taken of it says what it shows."""
    layout: Mapping[str, Any] = exhibit.figure["layout"]
    lines = [f"<b>{plain(exhibit.title)}</b>"]
    lines += [plain(line) for line in textwrap.wrap(exhibit.source, _CHARACTERS)]
    lines += [f"<b>{plain(chosen)}</b>"]  # a line in any case, so that the figure stays where it is
    room = _LINE * len(lines) + 8
    margin = {**layout["margin"], "t": layout["margin"]["t"] + room}
    title = {"text": "<br>".join(lines), "font": {"size": 13}, "pad": {"t": 6}}
    place = {"x": 0, "xref": "container", "xanchor": "left", "yref": "container", "y": 1}
    return {
        **layout,
        "height": layout["height"] + room,
        "margin": margin,
        "title": {**title, **place, "yanchor": "top"},
    }


def _marked(trace: Mapping[str, Any], number: int, chosen: frozenset[Mark]) -> dict[str, Any]:
    """Outline the bars that are chosen; bands take the strong colour they have below a pointer.

    Plotly draws one outline for all bands of a Sankey diagram, though it takes a list of them.
    """

    def is_on(at: int) -> bool:
        return Mark(trace=number, at=at) in chosen

    if trace["type"] == "sankey":
        link = trace["link"]
        pairs = zip(link["color"], link["hovercolor"], strict=True)
        colours = [strong if is_on(at) else usual for at, (usual, strong) in enumerate(pairs)]
        return {**trace, "link": {**link, "color": colours}}
    widths = [_OUTLINE if is_on(at) else 0 for at in range(len(trace["x"]))]
    line = {"width": widths, "color": "var(--text)"}
    return {**trace, "marker": {**trace["marker"], "line": line}}
