"""Notebook 05 in a real JupyterLab: figures filtered by keyboard and by click, in either theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.lab.test_notebook_01 import RESTARTED
from workbench.report.palette import Theme as Shade
from workbench.report.palette import palette

if TYPE_CHECKING:
    from tests.lab.conftest import OpenNotebook
    from tests.lab.opened import Notebook, Theme

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME: Final = "05-what-would-icd-11-change"
FIGURES: Final = ("flow", "chapters", "residuals", "uncertain", "lists")
_ALL_DRAWN: Final = f"""() =>
    document.querySelectorAll('.wbx-figure .main-svg').length >= {len(FIGURES)}
    && document.querySelectorAll('[role=grid][aria-busy=false]').length === {len(FIGURES)}"""
#: Where a person would click a band: in the middle of its height, just right of where it begins.
_SPOT: Final = """at => {
    const bands = [...document.querySelectorAll('.sankey-link')];
    const band = bands.find((one) => one.__data__.link.pointNumber === at);
    const box = band.getBoundingClientRect();
    return [box.x + 20, box.y + box.height / 2];
}"""
_CHANGE_THEME: Final = """(theme) =>
    window.jupyterapp.commands.execute('apputils:change-theme', { theme })"""


def run(open_notebook: OpenNotebook, *, theme: Theme) -> Notebook:
    """Open the notebook, run it, and wait until every figure is drawn."""
    notebook = open_notebook(NAME, theme=theme)
    notebook.run_all()
    notebook.page.wait_for_function(_ALL_DRAWN)
    return notebook


def check_theme(notebook: Notebook, theme: Theme) -> None:
    """Wait until every figure is in the colours of a theme; then axe finds nothing wrong."""
    from axe_playwright_python.sync_playwright import Axe

    for name in FIGURES:
        colour = palette(Shade(theme))["--text"]
        notebook.kernel.wait_for(f"{name}.figure.layout.font.color", colour)
    found: list[Any] = Axe().run(notebook.page, context=".wbx-whole").response["violations"]
    assert [(rule["id"], [node["html"][:300] for node in rule["nodes"]]) for rule in found] == []


def filter_by_keyboard(notebook: Notebook, name: str) -> None:
    """Choose the second part of a figure by keys, and hold the kernel and the page to it."""
    at = FIGURES.index(name)
    notebook.page.get_by_role("grid").nth(at).focus()
    notebook.press("ArrowDown", "d", "d", "Home", "ArrowDown", "Enter", "x", "b")
    notebook.kernel.wait_for(f"{name}.selected", notebook.kernel(f"{name}.exhibit.parts[1].key"))
    rows = notebook.kernel(f"len({name}.to_pandas())")
    activity = notebook.kernel(f"int({name}.to_pandas()['activity'].sum())")
    part = notebook.kernel(f"[{name}.table.view.part.codes, {name}.table.view.part.activity]")
    assert [rows, activity] == part
    whole = notebook.page.locator(".wbx-whole").nth(at)
    whole.get_by_text(f"rows 1 to {rows} of {rows}", exact=True).wait_for()
    whole.locator(".gtitle").get_by_text("Chosen: ").wait_for(state="attached")
    notebook.press("Escape")
    notebook.kernel.wait_for(f"{name}.selected", "all")


def test_figures_are_filtered_by_keyboard_and_by_click_and_no_key_reaches_the_notebook(
    open_notebook: OpenNotebook,
) -> None:
    notebook = run(open_notebook, theme="light")
    check_theme(notebook, "light")
    for name in FIGURES:
        filter_by_keyboard(notebook, name)
    notebook.page.locator(".wbx-figure").first.scroll_into_view_if_needed()
    band = notebook.kernel("flow.exhibit.part('IV→05').marks[0].at")
    notebook.page.mouse.click(*notebook.page.evaluate(_SPOT, band))
    notebook.kernel.wait_for("flow.selected", "IV→05")
    notebook.page.locator("[role=grid]:focus").wait_for()
    notebook.press("d", "d")
    assert notebook.kernel("flow.to_pandas()['target_chapter'].unique().tolist()") == ["05"]


def test_figures_live_on_after_a_reload_and_say_so_where_the_kernel_was_restarted(
    open_notebook: OpenNotebook,
) -> None:
    notebook = run(open_notebook, theme="light")
    notebook.kernel.run("flow.selected = 'IX→08'")
    notebook.save()
    notebook.reload()
    page = notebook.page
    page.wait_for_function(_ALL_DRAWN)
    page.locator(".gtitle").first.get_by_text("Chosen: IX").wait_for(state="attached")
    filter_by_keyboard(notebook, "chapters")

    notebook.restart()
    status = page.locator(".wbx").get_by_role("status")
    status.filter(has_text=RESTARTED).nth(len(FIGURES) - 1).wait_for()
    page.locator(".wbx-figure").first.scroll_into_view_if_needed()
    page.mouse.click(*page.evaluate(_SPOT, 0))
    page.get_by_role("grid").first.focus()
    notebook.press("ArrowDown", "Enter", "d", "d")
    assert status.all_inner_texts() == [RESTARTED] * len(FIGURES)


def test_figures_follow_the_theme_also_when_it_changes_and_fit_a_narrow_page(
    open_notebook: OpenNotebook,
) -> None:
    notebook = run(open_notebook, theme="dark")
    check_theme(notebook, "dark")
    notebook.page.evaluate(_CHANGE_THEME, "JupyterLab Light")
    check_theme(notebook, "light")
    notebook.page.set_viewport_size({"width": 760, "height": 1000})
    for name in FIGURES:
        frame = notebook.page.locator(".wbx-figure").nth(FIGURES.index(name))
        frame.locator(".main-svg[width='700']").first.wait_for(state="attached")
        assert frame.evaluate("box => box.scrollWidth > box.clientWidth"), "it scrolls"
    check_theme(notebook, "light")
