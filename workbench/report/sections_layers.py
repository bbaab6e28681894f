"""The part of the page on layers: what each repaired code led to, leads to now, and why."""

from __future__ import annotations

from workbench.analysis.impact_result import Impact
from workbench.core.suppression import SIGN
from workbench.report.html_tables import Column, Look, coded, table
from workbench.report.layer_words import Repair, layers_sentence, repairs
from workbench.report.markup import Markup, element, joined
from workbench.report.provenance import source_line
from workbench.report.wording import count, counted

__all__ = ["layers_section"]

_COLUMNS = (
    Column(heading="ICD-10 code", look=Look.CODE),
    Column(heading="Activity", look=Look.NUMBER),
    Column(heading="Before, without a layer", look=Look.CODE),
    Column(heading="After", look=Look.CODE),
    Column(heading="Layer, relation"),
)


def layers_section(impact: Impact) -> Markup | None:
    """Give the codes that layers answer for, before and after; None where no layer is named."""
    if not impact.releases.layers:
        return None
    rows = repairs(impact)
    caption = f"The {counted(len(rows), 'code')} that a layer answers for."
    return element(
        "section",
        element("h2", "What the layers change"),
        element("p", layers_sentence(impact)),
        table("layers", caption, _COLUMNS, map(_cells, rows), source=source_line(impact))
        if rows
        else None,
        *_evidence(rows),
        id="layers",
    )


def _cells(repair: Repair) -> tuple[str, ...]:
    return (
        coded(repair.code, repair.term),
        SIGN if repair.activity is None else count(repair.activity),
        joined(coded(repair.target_before, repair.term_before), _words(f"({repair.found_before})")),
        coded(repair.target, repair.term_after),
        joined(repair.layer, _words(repair.relation)),
    )


def _words(text: str) -> Markup:
    return element("span", text, class_="words")


def _evidence(rows: tuple[Repair, ...]) -> tuple[Markup, ...]:
    """Give the evidence under the table: sentences need the whole width."""
    told = [repair for repair in rows if repair.evidence]
    if not told:
        return ()
    pairs = (
        joined(element("dt", f"{repair.code} → {repair.target or 'no target'}"), _said(repair))
        for repair in told
    )
    return (
        element("h3", "What this rests on"),
        element("dl", *pairs, class_="terms"),
    )


def _said(repair: Repair) -> Markup:
    return element("dd", repair.evidence)
