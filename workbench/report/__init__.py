"""Results as files: an impact as sentences, tables, a page that opens offline and a spreadsheet."""

from __future__ import annotations

from workbench.report.brief import five_lines
from workbench.report.html import html_report
from workbench.report.provenance import source_line
from workbench.report.sentences import five_sentences, text_report
from workbench.report.write import write_report

__all__ = [
    "five_lines",
    "five_sentences",
    "html_report",
    "source_line",
    "text_report",
    "write_report",
]
