"""The report as a spreadsheet: a summary, then one sheet a table.

Text is written as text: no cell is a formula and none a link, whatever it begins with. Shares are
numbers with a percent format, so that they can be worked with. The same impact gives the same
file, byte for byte: the file states no time of its making.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from workbench.analysis.impact_result import Impact
from workbench.report.definitions import TERMS
from workbench.report.limits import limits
from workbench.report.portion import Portion
from workbench.report.provenance import facts, source_line, title
from workbench.report.sentences import borrowed_line, sentences
from workbench.report.sheets import Cell, Form, Sheet, sheets

__all__ = ["write_xlsx"]

_OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
#: Excel's own limit; what is longer would be left out without a word.
_LONGEST: Final = 32767
#: XlsxWriter would write the time of day. This is the earliest a zip archive can state.
_NO_TIME: Final = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_FORMS: Final = {
    Form.COUNT: {"valign": "top", "num_format": "#,##0"},
    Form.SHARE: {"valign": "top", "num_format": "0.0%"},
}
_HEADING: Final = {"bold": True, "bg_color": "#DCEBF4", "bottom": 1, "text_wrap": True}
_SUMMARY_WIDTHS: Final = (26, 96, 12, 12, 16, 13)


def write_xlsx(impact: Impact, path: Path) -> None:
    """Write the report as a spreadsheet.

    Parameters
    ----------
    impact
        What a move would change.
    path
        The file; one that is there is overwritten.
    """
    from xlsxwriter import Workbook

    with Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"title": title(impact), "created": _NO_TIME})
        formats = {form: book.add_format(look) for form, look in _FORMS.items()}
        heading = book.add_format({"valign": "top", **_HEADING})
        _write_summary(book, impact, formats)
        for sheet in sheets(impact):
            _write_sheet(book.add_worksheet(sheet.name), sheet, formats, heading)


def _write_sheet(page: Any, sheet: Sheet, formats: dict[Form, Any], heading: Any) -> None:  # noqa: ANN401 - XlsxWriter ships no types
    for place, column in enumerate(sheet.headings):
        page.set_column(place, place, column.width)
        page.write_string(0, place, column.text, heading)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    looks = [formats.get(column.form) for column in sheet.headings]
    last = 0
    for last, cells in enumerate(sheet.rows, start=1):
        for place, (cell, look) in enumerate(zip(cells, looks, strict=True)):
            _write_cell(page, last, place, cell, look)
    page.autofilter(0, 0, last, len(sheet.headings) - 1)


def _write_cell(page: Any, row: int, column: int, cell: Cell, look: Any) -> None:  # noqa: ANN401
    """Write text as text and a number as a number; nothing is guessed from what it looks like."""
    if cell is None:
        return
    if isinstance(cell, str):
        text = cell if len(cell) <= _LONGEST else f"{cell[: _LONGEST - 1]}…"
        page.write_string(row, column, text, look)
    else:
        page.write_number(row, column, cell, look)


def _write_summary(book: Any, impact: Impact, formats: dict[Form, Any]) -> None:  # noqa: ANN401
    page = book.add_worksheet("Summary")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    looks = [
        book.add_format({"bold": True, "valign": "top", "text_wrap": True}),
        wrapped,
        *(formats[form] for form in (Form.COUNT, Form.SHARE, Form.COUNT, Form.SHARE)),
    ]
    for place, width in enumerate(_SUMMARY_WIDTHS):
        page.set_column(place, place, width)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    large = book.add_format({"bold": True, "font_size": 16})
    head = book.add_format({"valign": "top", **_HEADING})
    page.write_string(0, 0, title(impact), large)
    page.freeze_panes(1, 0)
    row = 1
    for heading, lines in _summary_parts(impact):
        row += 1
        for place, text in enumerate(heading):
            page.write_string(row, place, text, head)
        for line in lines:
            row += 1
            for place, cell in enumerate(line):
                _write_cell(page, row, place, cell, looks[place])
        row += 1


_Part = tuple[tuple[str, ...], list[tuple[Cell, ...]]]


def _summary_parts(impact: Impact) -> tuple[_Part, ...]:
    """Give the parts of the summary: a heading of one or more cells, and lines."""
    answers = [(s.heading, s.text, *_figures(s.part)) for s in sentences(impact)]
    figures = ("Codes", "% of codes", "Activity", "% of activity")
    return (
        (("Five sentences", source_line(impact), *figures), answers),
        (("Counted apart", ""), [("Borrowed", borrowed_line(impact))]),
        (("Where from", ""), [(fact.label, fact.value) for fact in facts(impact)]),
        (("Not told here", ""), [(each.what, each.why) for each in limits(impact.dataset.unit)]),
        (
            ("Words", "Every measure and value is defined on the sheet Definitions."),
            [(term.term, term.meaning) for term in TERMS],
        ),
    )


def _figures(part: Portion | None) -> tuple[Cell, ...]:
    if part is None:
        return ()
    return (part.codes, part.codes_share, part.activity, part.activity_share)
