"""The part of the page on code lists: what each list finds before and after the move."""

from __future__ import annotations

from typing import Final

from workbench.analysis.impact_result import CodelistImpact, Impact
from workbench.report.codelist_words import CODELIST_SHARES, CODELIST_TERMS, NO_ALTERNATIVES
from workbench.report.html_tables import Column, Look, Span, coded, table
from workbench.report.markup import Markup, element, joined
from workbench.report.provenance import base_line
from workbench.report.wording import UNKNOWN, count, share, some

__all__ = ["codelist_section"]

_NONE: Final = "n/a"
_HEADINGS: Final = ("Listed codes", "Before", "After", "Low", "High", "Sensitivity", "PPV")
_SPANS: Final = (
    Span(heading="", columns=2),
    Span(heading="Activity", columns=4),
    Span(heading="Share", columns=2),
)


def codelist_section(impact: Impact) -> Markup | None:
    """Give what becomes of each code list; None where there are none."""
    if not impact.codelists:
        return None
    columns = (
        Column(heading="List"),
        *(Column(heading=heading, look=Look.NUMBER) for heading in _HEADINGS),
    )
    words = (
        "A list written in ICD-10 codes is followed to its targets and back to every code that "
        "shares them."
    )
    terms = (joined(element("dt", t.term), element("dd", t.meaning)) for t in CODELIST_TERMS)
    cells = map(_cells, impact.codelists)
    source = f"{base_line(impact)} {CODELIST_SHARES}"
    return element(
        "section",
        element("h2", "Code lists"),
        element("p", words),
        element("dl", *terms, class_="terms beside"),
        *(element("p", note) for note in _notes(impact)),
        table(
            "lists",
            "Each list before and after the move.",
            columns,
            cells,
            source=source,
            spans=_SPANS,
        ),
        id="lists",
    )


def _notes(impact: Impact) -> list[str]:
    notes = []
    if any(row.why for row in impact.codelists):
        notes.append(f"{_NONE} (not applicable): the reason stands under the list's name.")
    if impact.releases.alternatives is None:
        notes.append(f"{NO_ALTERNATIVES[0].upper()}{NO_ALTERNATIVES[1:]}.")
    return notes


def _cells(row: CodelistImpact) -> tuple[str, ...]:
    bounds = _NONE if row.codes is None else UNKNOWN
    return (
        coded(row.name, _note(row)),
        *(_count(number) for number in (row.codes, row.activity_before, row.activity_after)),
        *(_count(number, absent=bounds) for number in (row.low, row.high)),
        *(_NONE if ratio is None else share(ratio) for ratio in (row.sensitivity, row.ppv)),
    )


def _count(number: int | None, *, absent: str = _NONE) -> str:
    return absent if number is None else count(number)


def _note(row: CodelistImpact) -> str:
    absent = f"not in the data: {some(row.unknown)}" if row.unknown else None
    return "; ".join(words for words in (row.why, absent) if words)
