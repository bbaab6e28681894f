"""The flow of activity between chapters, as a Sankey diagram in Plotly JSON.

Plotly orders the nodes of a Sankey by itself and writes their names over the bands. Here the
chapters stay in their order and the names stand beside: positions are worked out as d3-sankey does
and given, and the names are annotations at the same heights.

Source: Plotly figure reference, trace ``sankey``; d3-sankey, ``computeNodeBreadths``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from workbench.report.chapters import source_label, source_order, target_label, target_order
from workbench.report.digest import Flow, FlowKind
from workbench.report.figures import Figure, common_layout, plain
from workbench.report.wording import count, counted, share

__all__ = ["THINNEST", "drawn_flows", "flow_figure", "flow_legend", "thin_flows"]

#: The share of all activity below which a band would be a hair among hairs.
THINNEST: Final = 0.00005

_COLOURS: Final = {
    FlowKind.STAYS: "var(--flow-stays)",
    FlowKind.MOVES: "var(--flow-moves)",
    FlowKind.NEW: "var(--flow-new)",
    FlowKind.NOWHERE: "var(--flow-nowhere)",
}
#: Pixels. The figure grows with the number of chapters, up to the height of a screen.
_TALLEST: Final = 820
_BASE_HEIGHT: Final = 120
_HEIGHT_A_NODE: Final = 26
_MARGIN: Final = {"l": 215, "r": 215, "t": 44, "b": 12, "pad": 0}
_GAP: Final = 13
_THICKNESS: Final = 12
#: Plotly takes 0 for "not given".
_INSIDE: Final = 0.001

_Key = Callable[[Flow], str | None]
_Order = Callable[[str | None], tuple[int, str]]
_Label = Callable[[str | None], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One side of the figure.

    Attributes
    ----------
    chapters
        In their order, None last.
    centres
        Vertical middle of each node, 0.0 (top) to 1.0.
    labels
        What stands beside each node.
    """

    chapters: list[str | None]
    centres: list[float]
    labels: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """Where the names of a side stand: the edge, how far from it, and to which end they are set."""

    edge: int
    shift: int
    anchor: str


_LEFT: Final = _Beside(edge=0, shift=-12, anchor="right")
_RIGHT: Final = _Beside(edge=1, shift=12, anchor="left")


def flow_figure(flows: tuple[Flow, ...], *, source: str, target: str) -> Figure:
    """Draw the flow of activity between chapters.

    Parameters
    ----------
    flows
        As `workbench.report.digest.flows` gives them; `thin_flows` are not drawn.
    source, target
        Names of the two systems, for the headings of the sides.

    Returns
    -------
    dict
        At most 876 pixels high; the width is the page's.
    """
    drawn = drawn_flows(flows)
    most = max(len({flow.source for flow in drawn}), len({flow.target for flow in drawn}), 1)
    height = min(_TALLEST, _BASE_HEIGHT + most * _HEIGHT_A_NODE)
    total = sum(flow.part.activity for flow in drawn)
    scale = (height - (most - 1) * _GAP) / total if total else 0.0  # as d3-sankey: fuller side
    left = _side(drawn, lambda flow: flow.source, source_order, source_label, (height, scale))
    right = _side(drawn, lambda flow: flow.target, target_order, target_label, (height, scale))
    return {
        "data": [_sankey(drawn, left, right)],
        "layout": {
            **common_layout(height=height + _MARGIN["t"] + _MARGIN["b"]),
            "margin": _MARGIN,
            "annotations": [*_names(left, source, _LEFT), *_names(right, target, _RIGHT)],
        },
    }


def drawn_flows(flows: tuple[Flow, ...]) -> list[Flow]:
    """Give the flows that the figure draws, in the order of its bands."""
    return sorted(
        (flow for flow in flows if flow.part.activity_share >= THINNEST),
        key=lambda flow: flow.kind is not FlowKind.STAYS,  # what moves is drawn over what stays
    )


def flow_legend(flows: tuple[Flow, ...]) -> str:
    """Say what the colours of the bands mean, for where no page has a legend of its own."""
    drawn = {flow.kind for flow in drawn_flows(flows)}
    return "   ".join(
        f'<span style="color:{_COLOURS[kind]}">■</span> {kind.label}'
        for kind in FlowKind
        if kind in drawn
    )


def thin_flows(flows: tuple[Flow, ...]) -> tuple[Flow, ...]:
    """Give the flows that the figure leaves to the table."""
    return tuple(flow for flow in flows if flow.part.activity_share < THINNEST)


def _side(
    drawn: list[Flow], key: _Key, order: _Order, label: _Label, size: tuple[int, float]
) -> _Side:
    """Spread the nodes of one side over the whole height; `size` is pixels, and pixels a unit."""
    height, scale = size
    totals: Counter[str | None] = Counter()
    for flow in drawn:
        totals[key(flow)] += flow.part.activity
    chapters = sorted(totals, key=order)
    spare = height - sum(totals.values()) * scale
    gap = spare / (len(chapters) - 1) if len(chapters) > 1 else 0.0
    centres, top = [], 0.0 if len(chapters) > 1 else spare / 2
    for chapter in chapters:
        tall = totals[chapter] * scale
        centres.append(min(max((top + tall / 2) / height, _INSIDE), 1 - _INSIDE))
        top += tall + gap
    return _Side(
        chapters=chapters, centres=centres, labels=[plain(label(chapter)) for chapter in chapters]
    )


def _sankey(drawn: list[Flow], left: _Side, right: _Side) -> dict[str, Any]:
    first = {chapter: place for place, chapter in enumerate(left.chapters)}
    second = {chapter: place + len(first) for place, chapter in enumerate(right.chapters)}
    return {
        "type": "sankey",
        "arrangement": "fixed",
        "valueformat": ",",
        "valuesuffix": " in activity",
        "node": {
            "label": [""] * (len(first) + len(second)),
            "x": [_INSIDE] * len(first) + [1 - _INSIDE] * len(second),
            "y": [*left.centres, *right.centres],
            "customdata": [*left.labels, *right.labels],
            "hovertemplate": "%{customdata}<br>%{value}<extra></extra>",
            "color": "var(--node)",
            "line": {"width": 0},
            "pad": _GAP,
            "thickness": _THICKNESS,
        },
        "link": {
            "source": [first[flow.source] for flow in drawn],
            "target": [second[flow.target] for flow in drawn],
            "value": [flow.part.activity for flow in drawn],
            "color": [_COLOURS[flow.kind] for flow in drawn],
            "hovercolor": [_COLOURS[flow.kind].replace(")", "-hover)") for flow in drawn],
            "customdata": [_words(flow) for flow in drawn],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
    }


def _words(flow: Flow) -> str:
    part = flow.part
    return "<br>".join(
        (
            f"{plain(source_label(flow.source))} → {plain(target_label(flow.target))}",
            flow.kind.label,
            f"{count(part.activity)} in activity ({share(part.activity_share)})",
            f"{counted(part.codes, 'code')} ({share(part.codes_share)})",
        )
    )


def _names(side: _Side, heading: str, beside: _Beside) -> list[dict[str, Any]]:
    """Give the name of the system over a side and the name of a chapter beside each node."""
    common = {
        "x": beside.edge,
        "xref": "paper",
        "yref": "paper",
        "xanchor": beside.anchor,
        "xshift": beside.shift,
        "showarrow": False,
        "align": beside.anchor,
        "font": {"size": 12.5, "color": "var(--text)"},
    }
    over = {"text": f"<b>{plain(heading)}</b>", "y": 1, "yanchor": "bottom", "yshift": 16}
    names = [
        {"text": label, "y": 1 - centre, "yanchor": "middle"}
        for label, centre in zip(side.labels, side.centres, strict=True)
    ]
    return [{**common, **words} for words in (over, *names)]
