"""Results as files: an impact as sentences, tables, a page that opens offline and a spreadsheet."""

from __future__ import annotations

from workbench.report.html import html_report
from workbench.report.sentences import five_sentences, text_report
from workbench.report.write import write_report

__all__ = ["five_sentences", "html_report", "text_report", "write_report"]
