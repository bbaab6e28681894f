"""The figures of a report, as plain Plotly JSON: what they share, and the bars of residual kinds.

A figure is a dictionary of Plotly's own form (``data``, ``layout``); building it needs no Plotly.
Colours are written ``var(--name)`` and looked up in the stylesheet by the page, so that a figure
follows the theme. The flow between chapters is in `workbench.report.flow_figure`.

Source: Plotly figure reference, trace ``bar``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from workbench.report.chapters import source_label
from workbench.report.definitions import value_label
from workbench.report.digest import RESIDUAL_KINDS, ResidualRow
from workbench.report.wording import amount, share

__all__ = ["By", "Figure", "common_layout", "plain", "residual_figure"]

#: A figure as plotly takes it: ``data`` and ``layout``.
Figure = dict[str, Any]

#: Colour and pattern: a reader who cannot tell the colours tells the patterns.
_LOOKS: Final = {
    "new_loss": ("var(--kind-loss)", ""),
    "as_before": ("var(--kind-before)", "/"),
    "label_only": ("var(--kind-label)", "."),
    "not_residual": ("var(--kind-not)", ""),
}
_ROW_HEIGHT: Final = 25
_MARGIN: Final = {"l": 150, "r": 18, "t": 28, "b": 20}


class By(StrEnum):
    """What a bar is a share of: the codes or the activity of its chapter."""

    CODES = "codes"
    ACTIVITY = "activity"


def residual_figure(rows: tuple[ResidualRow, ...], *, by: By) -> Figure:
    """Draw the kinds of residual in each ICD-10 chapter as stacked bars of 100%.

    Parameters
    ----------
    rows
        As `workbench.report.digest.residuals_by_chapter` gives them.
    by
        What the shares are of.

    Returns
    -------
    dict
        25 pixels high a chapter; the width is the page's.
    """
    return {
        "data": [_bars(kind, rows, by) for kind in RESIDUAL_KINDS],
        "layout": {
            **common_layout(height=len(rows) * _ROW_HEIGHT + _MARGIN["t"] + _MARGIN["b"]),
            "barmode": "stack",
            "bargap": 0.28,
            "margin": _MARGIN,
            "showlegend": False,
            "xaxis": {
                "range": [0, 1],
                "tickformat": ".0%",
                "tickvals": [0, 0.25, 0.5, 0.75, 1],
                "side": "top",
                "gridcolor": "var(--rule)",
                "zeroline": False,
                "fixedrange": True,
            },
            "yaxis": {
                "autorange": "reversed",
                "dtick": 1,
                "fixedrange": True,
                "automargin": True,
                "ticks": "outside",
                "ticklen": 6,
                "tickcolor": "var(--page)",
            },
        },
    }


def _bars(kind: str, rows: tuple[ResidualRow, ...], by: By) -> dict[str, Any]:
    colour, pattern = _LOOKS[kind]
    pairs = [(getattr(row.parts[kind], by), getattr(row.total, by)) for row in rows]
    ratios = [part / whole if whole else 0.0 for part, whole in pairs]
    return {
        "type": "bar",
        "orientation": "h",
        "name": value_label("residual_kind", kind),
        "x": ratios,
        "y": [plain(source_label(row.chapter)) for row in rows],
        "customdata": [
            f"{share(ratio)}: {amount(part)} of {amount(whole)}"
            for ratio, (part, whole) in zip(ratios, pairs, strict=True)
        ],
        "hovertemplate": "%{y}<br>%{fullData.name}: %{customdata}<extra></extra>",
        "marker": {
            "color": colour,
            "line": {"width": 0},
            "pattern": {
                "shape": pattern,
                "fillmode": "overlay",
                "fgcolor": "var(--pattern)",
                "size": 7,
                "solidity": 0.2,
            },
        },
    }


def common_layout(*, height: int) -> dict[str, Any]:
    """Give the layout every figure shares; `height` is in pixels."""
    return {
        "height": height,
        "autosize": True,
        "paper_bgcolor": "var(--page)",
        "plot_bgcolor": "var(--page)",
        "font": {"family": "var(--font)", "size": 12.5, "color": "var(--text)"},
        "hoverlabel": {
            "bgcolor": "var(--surface)",
            "bordercolor": "var(--rule-strong)",
            "font": {"family": "var(--font)", "size": 13, "color": "var(--text)"},
            "align": "left",
        },
    }


def plain(text: str) -> str:
    """Make a text harmless where Plotly would read a few HTML tags in it.

    Examples
    --------
    >>> plain("a < b & c")
    'a &lt; b &amp; c'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
