"""The middle part of the page: figures, each with the tables that hold its numbers."""

from __future__ import annotations

from workbench.analysis.impact_result import Impact
from workbench.report.chapters import source_label, target_label
from workbench.report.definitions import value_label
from workbench.report.digest import (
    RESIDUAL_KINDS,
    Flow,
    FlowKind,
    ResidualRow,
    flows,
    residuals_by_chapter,
)
from workbench.report.figures import By, Figure, residual_figure
from workbench.report.flow_figure import THINNEST, flow_figure, thin_flows
from workbench.report.html_tables import (
    PORTION_COLUMNS,
    Column,
    Look,
    Span,
    folded,
    portion_cells,
    table,
    view,
)
from workbench.report.markup import Child, Markup, element
from workbench.report.portion import portion, said
from workbench.report.provenance import base_line, source_line
from workbench.report.wording import count, counted, share, system_name

__all__ = ["figures_of", "flow_section", "residual_section"]

_LARGEST = 12


def figures_of(impact: Impact) -> dict[str, Figure]:
    """Give the page's figures by the id of the place each is drawn in."""
    releases = impact.releases
    drawn = {
        "figure-flow": flow_figure(
            flows(impact), source=system_name(releases.source), target=system_name(releases.target)
        )
    }
    rows = residuals_by_chapter(impact)
    if rows:
        drawn["figure-residual-activity"] = residual_figure(rows, by=By.ACTIVITY)
        drawn["figure-residual-codes"] = residual_figure(rows, by=By.CODES)
    return drawn


def _place(name: str, what: str, *, look: str) -> Markup:
    fallback = element(
        "p", "The figure is drawn by a script. The tables hold the same numbers.", class_="fallback"
    )
    drawing = element(
        "div", fallback, id=name, role="img", aria_label=f"{what} The tables hold the numbers."
    )
    return view(
        element("div", drawing, class_=look, role="group", tabindex=0, aria_label=f"Figure. {what}")
    )


def _figure(name: str, what: str, source: str, *, look: str, legend: Child = None) -> Markup:
    caption = element("figcaption", element("strong", what), " ", source)
    return element("figure", caption, legend, _place(name, what, look=look))


def flow_section(impact: Impact) -> Markup:
    """Give the flow of activity from chapter to chapter, the largest moves, and every flow."""
    found = flows(impact)
    source = source_line(impact)
    moves = sorted(
        (flow for flow in found if flow.kind is not FlowKind.STAYS),
        key=lambda flow: (-flow.part.activity, -flow.part.codes),
    )[:_LARGEST]
    largest = _flow_table(
        "moves", f"The {len(moves)} largest moves between chapters", moves, source
    )
    every = _flow_table("flows", "Every flow between chapters", list(found), source)
    thin = thin_flows(found)
    what = "Activity by chapter, before and after the move."
    return element(
        "section",
        element("h2", "Where each chapter goes"),
        element(
            "p",
            "Each band is what one chapter sends to another, as wide as its activity. All codes "
            "counted are here, borrowed maps too.",
        ),
        _figure("figure-flow", what, source, look="plot", legend=_flow_legend(found, thin)),
        element("p", _thin_words(impact, thin), class_="muted") if thin else None,
        largest if moves else None,
        folded(f"All {counted(len(found), 'flow')} between chapters", every),
        id="flow",
    )


def _thin_words(impact: Impact, thin: tuple[Flow, ...]) -> str:
    part = portion(
        impact.dataset,
        codes=sum(flow.part.codes for flow in thin),
        activity=sum(flow.part.activity for flow in thin),
    )
    return (
        f"Too thin to draw, and in the table of all flows only: {counted(len(thin), 'flow')} of "
        f"less than {THINNEST:.3%} of the activity each, together {said(part)}."
    )


def _flow_legend(found: tuple[Flow, ...], thin: tuple[Flow, ...]) -> Markup:
    drawn = {flow.kind for flow in found if flow not in thin}
    present = [kind for kind in FlowKind if kind in drawn]
    items = (
        element("li", element("span", class_=kind.value, aria_hidden="true"), kind.label)
        for kind in present
    )
    return element("ul", *items, class_="legend", aria_label="Colours of the bands")


def _flow_table(name: str, caption: str, rows: list[Flow], source: str) -> Markup:
    columns = (
        Column(heading="From"),
        Column(heading="To"),
        Column(heading="What happens"),
        *PORTION_COLUMNS,
    )
    cells = (
        (
            source_label(flow.source),
            target_label(flow.target),
            flow.kind.label,
            *portion_cells(flow.part),
        )
        for flow in rows
    )
    return table(name, f"{caption}.", columns, cells, source=source)


def residual_section(impact: Impact) -> Markup:
    """Give the kinds of residual in each ICD-10 chapter, by activity and by code."""
    rows = residuals_by_chapter(impact)
    heading = element("h2", "Other and unspecified, chapter by chapter")
    if not rows:
        words = (
            "The workspace holds no Foundation table for this map, so new loss is not told apart."
        )
        return element("section", heading, element("p", words), id="residual")
    words = (
        "A code that lands on 'other' or 'unspecified' loses only what it said before. Each "
        "bar is one chapter; what is a new loss stands at its left end. All codes counted are "
        "here, borrowed maps too."
    )
    source = f"{base_line(impact)} Shares are of each chapter's own."
    by_activity = "Share of each chapter's activity by kind of residual."
    by_codes = "Share of each chapter's codes by kind of residual."
    pair = element(
        "div",
        _figure("figure-residual-activity", by_activity, "", look="plot bars"),
        _figure("figure-residual-codes", by_codes, "", look="plot bars"),
        class_="pair",
    )
    numbers = folded("The numbers behind the bars", _residual_table(rows, source))
    return element(
        "section",
        heading,
        element("p", words),
        element("p", source, class_="muted"),
        _residual_legend(),
        pair,
        numbers,
        id="residual",
    )


def _residual_legend() -> Markup:
    items = (
        element(
            "li",
            element("span", class_=kind.replace("_", "-"), aria_hidden="true"),
            value_label("residual_kind", kind),
        )
        for kind in RESIDUAL_KINDS
    )
    return element("ul", *items, class_="legend", aria_label="Colours and patterns of the bars")


def _residual_table(rows: tuple[ResidualRow, ...], source: str) -> Markup:
    columns = [
        Column(heading="ICD-10 chapter"),
        *(
            Column(heading=heading, look=Look.NUMBER)
            for _ in RESIDUAL_KINDS
            for heading in ("Codes", "Activity")
        ),
    ]
    spans = [
        Span(heading="", columns=1),
        *(Span(heading=value_label("residual_kind", kind), columns=2) for kind in RESIDUAL_KINDS),
    ]
    cells = ([source_label(row.chapter), *_residual_cells(row)] for row in rows)
    caption = "Kinds of residual by ICD-10 chapter."
    return table("residual", caption, columns, cells, source=source, spans=spans)


def _residual_cells(row: ResidualRow) -> list[str]:
    def cell(part: int, whole: int) -> str:
        return f"{count(part)} ({share(part / whole if whole else 0.0)})"

    return [
        text
        for kind in RESIDUAL_KINDS
        for text in (
            cell(row.parts[kind].codes, row.total.codes),
            cell(row.parts[kind].activity, row.total.activity),
        )
    ]
