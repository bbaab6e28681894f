"""The report on a year of real counts, in a real browser: whole, drawn, and offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench.report import five_sentences, write_report

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from workbench.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.realdata]


def test_a_year_of_england_is_drawn_and_asks_nothing_of_any_machine(
    page: Page, real_data: Path, real_workspace: Workspace, tmp_path: Path
) -> None:
    usage = real_data / "usage" / "icd10_usage.csv.gz"
    impact = real_workspace.impact(usage, map="who-10to11-one")
    write_report(impact, tmp_path)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto((tmp_path / "report.html").as_uri())
    page.wait_for_function("document.querySelectorAll('.sankey-link').length > 40")

    shown = page.locator("#answer li p:not(.key)").all_inner_texts()
    assert tuple(" ".join(text.split()) for text in shown) == five_sentences(impact)
    assert page.get_by_role("heading", level=1).inner_text().startswith("What a move from ICD-10")
    assert page.get_by_text("N183").count() > 0
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
