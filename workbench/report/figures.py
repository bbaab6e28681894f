"""The figures of a report, as plain Plotly JSON: what they share, and the bars of residual kinds.

A figure is a dictionary of Plotly's own form (``data``, ``layout``); building it needs no Plotly.
Colours are written ``var(--name)`` and looked up in the stylesheet by the page, so that a figure
follows the theme. The flow between chapters is in `workbench.report.flow_figure`.

Source: Plotly figure reference, trace ``bar``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from workbench.report.chapters import source_label
from workbench.report.definitions import value_label
from workbench.report.digest import RESIDUAL_KINDS, ResidualRow
from workbench.report.wording import amount, share

__all__ = [
    "By",
    "Figure",
    "Series",
    "bar_figure",
    "by_codes_and_activity",
    "common_layout",
    "plain",
    "residual_figure",
]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The bars of one kind.

    Attributes
    ----------
    name
        What they are, in a few words.
    look
        Colour, as ``var(--name)``, and pattern.
    values, words
        How long each bar is, and what is said of it.
    """

    name: str
    look: tuple[str, str]
    values: tuple[float, ...]
    words: tuple[str, ...]


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
    series = tuple(_series(kind, rows, by) for kind in RESIDUAL_KINDS)
    labels = tuple(source_label(row.chapter) for row in rows)
    axis = {"range": [0, 1], "tickformat": ".0%", "tickvals": [0, 0.25, 0.5, 0.75, 1]}
    return bar_figure(labels, series, axis=axis)


def _series(kind: str, rows: tuple[ResidualRow, ...], by: By) -> Series:
    pairs = [(getattr(row.parts[kind], by), getattr(row.total, by)) for row in rows]
    ratios = [part / whole if whole else 0.0 for part, whole in pairs]
    return Series(
        name=value_label("residual_kind", kind),
        look=_LOOKS[kind],
        values=tuple(ratios),
        words=tuple(
            f"{share(ratio)}: {amount(part)} of {amount(whole)}"
            for ratio, (part, whole) in zip(ratios, pairs, strict=True)
        ),
    )


def bar_figure(
    labels: tuple[str, ...], series: tuple[Series, ...], *, axis: Mapping[str, Any]
) -> Figure:
    """Draw bars that lie, those of one row on one another.

    Parameters
    ----------
    labels
        What each row is.
    series
        The kinds of bars; as many values each as there are labels.
    axis
        What the axis of the values is besides: its range, format, ticks.

    Returns
    -------
    dict
        25 pixels high a row; the width is the page's.
    """
    return {
        "data": [_bars(each, labels) for each in series],
        "layout": {
            **common_layout(height=len(labels) * _ROW_HEIGHT + _MARGIN["t"] + _MARGIN["b"]),
            "barmode": "stack",
            "bargap": 0.28,
            "margin": _MARGIN,
            "showlegend": False,
            "xaxis": {
                **axis,
                "side": "top",
                "gridcolor": "var(--rule)",
                "zeroline": False,
                "fixedrange": True,
            },
            "yaxis": {
                "type": "category",  # a label that looks like a number or a date is still one
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


def _bars(series: Series, labels: tuple[str, ...]) -> dict[str, Any]:
    colour, pattern = series.look
    return {
        "type": "bar",
        "orientation": "h",
        "name": series.name,
        "x": list(series.values),
        "y": [plain(label) for label in labels],
        "customdata": list(series.words),
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


def by_codes_and_activity(codes: Figure, activity: Figure) -> Figure:
    """Put two figures of bars with the same rows beside each other, with a legend below.

    Parameters
    ----------
    codes, activity
        As `bar_figure` gives them; what is drawn by activity follows in ``data``.

    Returns
    -------
    dict
        As high as they are, and a little more for the headings and the legend.
    """
    right = [{**bars, "xaxis": "x2", "showlegend": False} for bars in activity["data"]]
    layout = codes["layout"]
    heading = {"xref": "paper", "yref": "paper", "yanchor": "bottom", "yshift": 20}
    heading |= {"showarrow": False, "xanchor": "left", "y": 1}
    margin = {**layout["margin"], "t": layout["margin"]["t"] + 22, "b": 50}
    return {
        "data": [*codes["data"], *right],
        "layout": {
            **layout,
            "height": layout["height"] + 52,
            "margin": margin,
            "showlegend": len(codes["data"]) > 1,
            "legend": {"orientation": "h", "x": 0, "y": 0, "yanchor": "top", "traceorder": "normal"}
            | {"itemclick": False, "itemdoubleclick": False},
            "xaxis": {**layout["xaxis"], "domain": [0, 0.47]},
            "xaxis2": {**activity["layout"]["xaxis"], "domain": [0.53, 1], "anchor": "y"},
            "annotations": [
                {**heading, "text": "<b>By code</b>", "x": 0},
                {**heading, "text": "<b>By activity</b>", "x": 0.53},
            ],
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
