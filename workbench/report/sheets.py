"""What the spreadsheet holds, as plain values: sheets of rows, before anyone formats them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.impact_result import Impact
from workbench.report.chapters import source_label, target_label
from workbench.report.codelist_words import (
    CODELIST_SHARES,
    CODELIST_TERMS,
    NO_ALTERNATIVES,
)
from workbench.report.definitions import MEASURES, value_label
from workbench.report.digest import flows
from workbench.report.layer_words import repairs
from workbench.report.portion import Portion, portion
from workbench.report.provenance import base_line
from workbench.report.tables import JOINT

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Cell", "Form", "Heading", "Sheet", "sheets"]

#: A value of a sheet; None leaves its cell empty.
Cell = str | int | float | None
Row = tuple[Cell, ...]


class Form(StrEnum):
    """How a column's cells are shown."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A column: its heading, its form and its width in characters."""

    text: str
    form: Form = Form.TEXT
    width: int = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table of the spreadsheet; its last column says where each row is counted from.

    Attributes
    ----------
    name
        At most 31 characters, as a spreadsheet demands.
    headings
        Its columns.
    rows
        As many cells a row as there are headings.
    """

    name: str
    headings: tuple[Heading, ...]
    rows: Iterable[Row]


def _text(text: str, width: int = 14) -> Heading:
    return Heading(text=text, width=width)


def _count(text: str) -> Heading:
    return Heading(text=text, form=Form.COUNT, width=13)


def _share(text: str) -> Heading:
    return Heading(text=text, form=Form.SHARE, width=13)


_PORTION: Final = (
    _count("Codes"),
    _share("% of codes"),
    _count("Activity"),
    _share("% of activity"),
)
_FROM: Final = _text("Counted from", 60)
_WIDE: Final = {"term": 48, "target_term": 48, "alternatives": 30, "target": 20}


def sheets(impact: Impact) -> tuple[Sheet, ...]:
    """Give the tables of the spreadsheet, in the order of its tabs, without the summary."""
    listed = (_codelists(impact),) if impact.codelists else ()
    over = (_layers(impact),) if impact.releases.layers else ()
    return (
        _measures(impact, "Measures direct", impact.measures_direct),
        _measures(impact, "Measures", impact.measures),
        _per_code(impact),
        _chapter_flow(impact),
        _merges(impact),
        _dropped(impact),
        *listed,
        *over,
        _definitions(),
    )


def _cells(part: Portion) -> Row:
    return (part.codes, part.codes_share, part.activity, part.activity_share)


def _measures(impact: Impact, name: str, table: pa.Table) -> Sheet:
    labels = {measure.measure: measure.label for measure in MEASURES}
    where = base_line(impact)
    rows = (
        (
            row["measure"],
            labels.get(row["measure"], row["measure"]),
            row["value"],
            value_label(row["measure"], row["value"]),
            row["codes"],
            row["codes_share"],
            row["activity"],
            row["activity_share"],
            where,
        )
        for row in table.to_pylist()
    )
    headings = (
        _text("Measure", 16),
        _text("In short", 32),
        _text("Value", 16),
        _text("Means", 24),
        *_PORTION,
        _FROM,
    )
    return Sheet(name=name, headings=headings, rows=rows)


def _per_code(impact: Impact) -> Sheet:
    table = impact.per_code
    headings = tuple(
        _count(name.capitalize())
        if name in {"activity", "suppressed"}
        else _text(name.replace("_", " ").capitalize(), _WIDE.get(name, 14))
        for name in table.column_names
    )
    where = base_line(impact)
    columns = [column.to_pylist() for column in table.columns]
    rows = ((*row, where) for row in zip(*columns, strict=True))
    return Sheet(name="Per code", headings=(*headings, _FROM), rows=rows)


def _chapter_flow(impact: Impact) -> Sheet:
    where = base_line(impact)
    rows = (
        (
            flow.source,
            source_label(flow.source),
            flow.target,
            target_label(flow.target),
            flow.kind.label,
            *_cells(flow.part),
            where,
        )
        for flow in flows(impact)
    )
    headings = (
        _text("Source chapter"),
        _text("From", 28),
        _text("Target chapter"),
        _text("To", 28),
        _text("What happens", 36),
        *_PORTION,
        _FROM,
    )
    return Sheet(name="Chapter flow", headings=headings, rows=rows)


def _merges(impact: Impact) -> Sheet:
    def row(values: dict[str, Any]) -> Row:
        part = portion(impact.dataset, codes=values["codes"], activity=values["activity"])
        codes = JOINT.join(values["source_codes"])
        return (values["target"], values["target_term"], codes, *_cells(part), base_line(impact))

    headings = (
        _text("Target", 20),
        _text("Target term", 48),
        _text("Codes it brings together", 48),
        *_PORTION,
        _FROM,
    )
    rows = map(row, impact.merge_table.to_pylist())
    return Sheet(name="Merges", headings=headings, rows=rows)


def _dropped(impact: Impact) -> Sheet:
    where = base_line(impact)
    headings = (_text("Value"), _count("Rows"), _count("Activity"), _text("Why", 60), _FROM)
    rows = ((d.value, d.rows, d.activity, d.why, where) for d in impact.dataset.dropped)
    return Sheet(name="Dropped", headings=headings, rows=rows)


def _codelists(impact: Impact) -> Sheet:
    where = f"{base_line(impact)} {CODELIST_SHARES}"
    missing = None if impact.releases.alternatives else NO_ALTERNATIVES
    headings = (
        _text("List", 30),
        *map(_count, ("Listed codes", "Activity before", "Activity after", "Low", "High")),
        _share("Sensitivity"),
        _share("PPV"),
        _text("Not in the data", 40),
        _text("Why a figure is missing", 40),
        _FROM,
    )
    rows = (
        (
            item.name,
            item.codes,
            item.activity_before,
            item.activity_after,
            item.low,
            item.high,
            item.sensitivity,
            item.ppv,
            JOINT.join(item.unknown or ()) or None,
            "; ".join(filter(None, (item.why, missing if item.codes is not None else None)))
            or None,
            where,
        )
        for item in impact.codelists
    )
    return Sheet(name="Code lists", headings=headings, rows=rows)


def _layers(impact: Impact) -> Sheet:
    where = base_line(impact)
    headings = (
        _text("Code"),
        _text("Term", 48),
        _count("Activity"),
        _text("Layer", 20),
        _text("Found before", 26),
        _text("Target before", 20),
        _text("Target term before", 48),
        _text("Found"),
        _text("Target", 20),
        _text("Target term", 48),
        _text("Relation", 32),
        _text("Evidence", 90),
        _FROM,
    )
    rows = (
        (
            repair.code,
            repair.term,
            repair.activity,
            repair.layer,
            repair.found_before,
            repair.target_before,
            repair.term_before,
            repair.found,
            repair.target,
            repair.term_after,
            repair.relation,
            repair.evidence,
            where,
        )
        for repair in repairs(impact)
    )
    return Sheet(name="Layers", headings=headings, rows=rows)


def _definitions() -> Sheet:
    headings = (
        _text("Measure", 16),
        _text("Question", 60),
        _text("Value", 16),
        _text("In short", 26),
        _text("Meaning", 90),
    )
    rows: list[Row] = [
        (measure.measure, measure.meaning, value.value, value.label, value.meaning)
        for measure in MEASURES
        for value in measure.values
    ]
    lists = ("code lists", "What becomes of each code list.")
    rows += [(*lists, None, term.term, term.meaning) for term in CODELIST_TERMS]
    return Sheet(name="Definitions", headings=headings, rows=rows)
