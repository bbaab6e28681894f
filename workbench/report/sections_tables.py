"""The last part of the page: codes to decide on, merges, lists, measures, definitions."""

from __future__ import annotations

from typing import Any

from workbench.analysis.impact_result import Impact
from workbench.core.suppression import SIGN
from workbench.report.definitions import DEFINITIONS_VERSION, MEASURES, TERMS, MeasureDefinition
from workbench.report.digest import OpenCode, open_codes, open_portion
from workbench.report.html_tables import (
    PORTION_COLUMNS,
    Body,
    Column,
    Look,
    Span,
    coded,
    portion_cells,
    table,
)
from workbench.report.limits import limits
from workbench.report.markup import Markup, element, joined
from workbench.report.portion import measured, portion, said
from workbench.report.provenance import base_line, source_line
from workbench.report.wording import UNKNOWN, count, counted, share, some

__all__ = [
    "definitions_section",
    "dropped_section",
    "limits_section",
    "measures_section",
    "merges_section",
    "open_section",
]

_MOST_OPEN = 50
_MOST_MERGES = 50


def open_section(impact: Impact) -> Markup:
    """Give the 50 codes with most activity on which somebody has to decide."""
    rows = open_codes(impact, limit=_MOST_OPEN)
    whole = open_portion(impact)
    known = impact.releases.alternatives is not None
    several = "have several possible targets or " if known else ""
    words = (
        f"{said(whole)}, lead to a block or chapter, to an extension code alone or to nothing, "
        f"{several}borrow their parent's row. Somebody has to decide on each; these carry the most "
        "activity."
    )
    absent = "Which codes have several possible targets cannot be told: that table is not held."
    columns = (
        Column(heading="ICD-10 code", look=Look.CODE),
        Column(heading="Activity", look=Look.NUMBER),
        Column(heading="% of activity", look=Look.NUMBER),
        Column(heading="What is open"),
        Column(heading="Target in the map", look=Look.CODE),
        Column(heading="Alternatives", look=Look.NUMBER),
    )
    caption = f"The {counted(len(rows), 'open code')} with most activity."
    return element(
        "section",
        element("h2", "Codes to decide on first"),
        element("p", words),
        None if known else element("p", absent),
        table("open", caption, columns, map(_open_cells, rows), source=source_line(impact))
        if rows
        else element("p", "There is no such code."),
        id="open",
    )


def _open_cells(row: OpenCode) -> tuple[str, ...]:
    return (
        coded(row.code, row.term),
        SIGN if row.activity is None else count(row.activity),
        UNKNOWN if row.activity_share is None else share(row.activity_share),
        element("ul", *(element("li", reason) for reason in row.reasons), class_="tags"),
        coded(row.target, row.target_term),
        UNKNOWN if row.alternatives is None else count(row.alternatives),
    )


def merges_section(impact: Impact) -> Markup:
    """Give the shared targets with most activity."""
    merges = impact.merges
    rows = impact.merge_table.slice(0, _MOST_MERGES).to_pylist()
    part = portion(impact.dataset, codes=merges.codes, activity=merges.activity)
    bring = "brings" if merges.targets == 1 else "bring"
    words = (
        f"{counted(merges.targets, 'target')} {bring} together "
        f"{counted(merges.source_codes, 'code')} of the map, reached by "
        f"{said(part)}, borrowed maps included. A count by target can no longer tell them apart."
    )
    columns = (
        Column(heading="ICD-11 target", look=Look.CODE),
        Column(heading="ICD-10 codes it brings together"),
        *PORTION_COLUMNS,
    )
    caption = f"The {counted(len(rows), 'shared target')} with most activity."
    cells = (_merge_cells(impact, row) for row in rows)
    return element(
        "section",
        element("h2", "Codes that share a target"),
        element("p", words),
        table("merges", caption, columns, cells, source=source_line(impact)) if rows else None,
        id="merges",
    )


def _merge_cells(impact: Impact, row: dict[str, Any]) -> tuple[str, ...]:
    part = portion(impact.dataset, codes=row["codes"], activity=row["activity"])
    return (
        coded(row["target"], row["target_term"]),
        element("code", some(row["source_codes"]), class_="codes"),
        *portion_cells(part),
    )


def measures_section(impact: Impact) -> Markup:
    """Give every measure, direct maps first, then all codes counted."""
    present = [
        measure
        for measure in MEASURES
        if measured(impact.measures, impact.dataset, measure.measure) is not None
    ]
    missing = [measure.label for measure in MEASURES if measure not in present]
    words = "Direct leaves out what is borrowed from a parent's row and what is not found."
    absent = f"Not measured, for want of a companion map: {', '.join(missing)}."
    return element(
        "section",
        element("h2", "Every measure"),
        element("p", words),
        element("p", absent) if missing else None,
        table(
            "measures",
            "Every measure.",
            (Column(heading="Value"), *PORTION_COLUMNS, *PORTION_COLUMNS),
            source=source_line(impact),
            spans=(
                Span(heading="", columns=1),
                Span(heading="Direct", columns=4),
                Span(heading="All codes counted", columns=4),
            ),
            bodies=[_measure_body(impact, measure) for measure in present],
        ),
        id="measures",
    )


def _measure_body(impact: Impact, measure: MeasureDefinition) -> Body:
    rows = []
    for value in measure.values:
        if value.value == "layer" and not impact.releases.layers:
            continue
        both = [
            measured(table, impact.dataset, measure.measure, value.value)
            for table in (impact.measures_direct, impact.measures)
        ]
        parts = [part or portion(impact.dataset, codes=0, activity=0) for part in both]
        label = joined(value.label, " ", element("code", value.value, class_="muted"))
        rows.append((label, *(text for part in parts for text in portion_cells(part))))
    return Body(heading=f"{measure.label} ({measure.measure})", rows=rows)


def dropped_section(impact: Impact) -> Markup:
    """Give what was left out of the count."""
    columns = (
        Column(heading="Value", look=Look.CODE),
        Column(heading="Rows", look=Look.NUMBER),
        Column(heading="Activity", look=Look.NUMBER),
        Column(heading="Why"),
    )
    rows = [
        (f"'{d.value}'", count(d.rows), count(d.activity), d.why) for d in impact.dataset.dropped
    ]
    caption = "Values dropped before anything was counted."
    return element(
        "section",
        element("h2", "What was left out"),
        table("dropped", caption, columns, rows, source=base_line(impact))
        if rows
        else element("p", "Nothing was dropped: 0 codes, 0 in activity."),
        id="dropped",
    )


def limits_section(impact: Impact) -> Markup:
    """Give what the figures do not tell."""
    told = limits(impact.dataset.unit)
    items = (element("li", element("strong", limit.what), " ", limit.why) for limit in told)
    return element(
        "section",
        element("h2", "What these figures do not tell"),
        element("ul", *items, class_="plainlist"),
        id="limits",
    )


def definitions_section(impact: Impact) -> Markup:
    """Give the meaning of every word, measure and value."""
    terms = (joined(element("dt", t.term), element("dd", t.meaning)) for t in TERMS)
    columns = (
        Column(heading="Value", look=Look.CODE),
        Column(heading="In short"),
        Column(heading="Meaning"),
    )
    tables = []
    for measure in MEASURES:
        rows = ((v.value, v.label, v.meaning) for v in measure.values)
        source = f"{measure.meaning} ({measure.measure})"
        tables.append(
            table(
                f"def-{measure.measure}",
                f"{measure.label}.",
                columns,
                rows,
                source=source,
                look="meanings",
            )
        )
    return element(
        "section",
        element("h2", "Definitions"),
        element("p", _version_words(impact), class_="muted"),
        element("dl", *terms, class_="terms"),
        *tables,
        id="definitions",
    )


def _version_words(impact: Impact) -> str:
    return f"{base_line(impact)} Version {DEFINITIONS_VERSION} of the definitions."
