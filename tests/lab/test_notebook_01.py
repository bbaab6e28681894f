"""Notebook 01 in a real JupyterLab, by keyboard, asserted in the kernel and in the page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.lab.conftest import OpenNotebook
    from tests.lab.opened import Notebook, Theme

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME: Final = "01-what-does-this-code-mean"
NAMED: Final = """
def _last(kind):
    return [one for one in Out.values() if isinstance(one, kind)][-1]
tree, picture = _last(workbench.HierarchyBrowser), _last(workbench.NeighbourhoodPicture)
"""
_MOST_STOPS: Final = 10
RESTARTED: Final = "Python was restarted and knows nothing of this any more: run this cell again"


def run_all(notebook: Notebook) -> None:
    """Run the notebook, and give its two widgets names in the kernel."""
    notebook.run_all()
    notebook.kernel.run(NAMED)


def tree_of(notebook: Notebook) -> Locator:
    """Give the hierarchy browser with the focus on its tree."""
    browser = notebook.page.locator(".wbh")
    browser.get_by_role("treeitem").first.wait_for()
    browser.get_by_role("tree").focus()
    return browser


def picture_of(notebook: Notebook) -> Locator:
    """Give the picture with the focus on it."""
    picture = notebook.page.locator(".wbn")
    picture.get_by_role("option").first.wait_for()
    picture.get_by_role("listbox").focus()
    return picture


def expect_at(notebook: Notebook, browser: Locator, code: str) -> None:
    """Wait until page and kernel agree where the cursor of the tree is."""
    browser.locator("[role=treeitem][aria-selected=true]", has_text=code).wait_for()
    notebook.kernel.wait_for("[tree.selected, tree.view.path[-1]]", [code, code])


def stops(notebook: Notebook, *, until: str) -> list[str]:
    """Say where Tab leads, but for the buttons of the cell itself."""
    found: list[str] = []
    while not found or (not found[-1].startswith(until) and len(found) < _MOST_STOPS):
        notebook.press("Tab")
        found.append(notebook.focused().split(",")[0])
    return [stop for stop in found if not stop.startswith("jp-button")]


def test_a_code_is_found_in_the_tree_without_a_mouse(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(NAME)
    run_all(notebook)
    assert notebook.kernel("__import__('sys').executable") == sys.executable
    page, browser = notebook.page, tree_of(notebook)
    expect_at(notebook, browser, "88805009")

    notebook.press("ArrowDown")
    expect_at(notebook, browser, "92506005")
    page.keyboard.type("heart failure, d")  # goes to the next row that begins so
    expect_at(notebook, browser, "195111005")

    notebook.press("/")
    page.keyboard.type("dd")  # in a search box, two letters; in a notebook, a cell less
    notebook.press("Control+a")
    page.keyboard.type("infarct")
    browser.get_by_role("status").filter(has_text="found").wait_for()
    notebook.press("ArrowDown", "Enter")
    expect_at(notebook, browser, "432504007")
    notebook.kernel.wait_for("tree.view.way", [1, 2])
    notebook.press("]")
    notebook.kernel.wait_for("[tree.selected, tree.view.way]", ["432504007", [2, 2]])

    notebook.press("?")
    keys = browser.get_by_role("region", name="Keys")
    keys.wait_for()
    notebook.press("d", "d", "Escape")
    keys.wait_for(state="hidden")
    notebook.press("d", "d", "x", "a", "Control+Enter", "Shift+Enter")
    assert notebook.page.locator(".jp-Notebook.jp-mod-commandMode").count() == 1


def test_tab_leads_from_a_cell_to_the_tree_and_on_to_the_picture(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(NAME, theme="dark")
    run_all(notebook)
    page, kernel = notebook.page, notebook.kernel
    picture = picture_of(notebook)
    notebook.at_cell(5)
    assert stops(notebook, until="listbox") == [
        "combobox Search SNOMED CT demo-2024",
        "tree SNOMED CT demo-2024",
        "button Keys",
        "combobox Search snomed/demo",
        "listbox 2 steps around 22298006 Heart attack",
    ]

    kernel.wait_for("picture.selected", ["snomed/demo", "22298006"])
    notebook.press("ArrowRight", "ArrowRight")
    at = picture.locator("[role=option][aria-selected=true]")
    at.filter(has_text="BA41").wait_for()
    kernel.wait_for("picture.selected[0]", "icd11/demo")
    notebook.press("d", "d", "x", "a", "Control+Enter")
    code = kernel("picture.selected[1]")
    notebook.press("Enter")  # walks: what was under the cursor is in the middle
    page.get_by_role("listbox", name=f"around {code}").wait_for()
    kernel.wait_for("picture.view.middle", ["icd11/demo", code])
    notebook.press("Backspace")
    page.get_by_role("listbox", name="around 22298006").wait_for()
    notebook.press("?")
    picture.get_by_role("region", name="Keys").wait_for()
    notebook.press("Escape")
    assert notebook.focused().startswith("listbox 2 steps around 22298006")


def test_widgets_live_on_after_a_reload_and_say_so_where_the_kernel_was_restarted(
    open_notebook: OpenNotebook,
) -> None:
    notebook = open_notebook(NAME)
    run_all(notebook)
    notebook.save()
    notebook.reload()
    browser = tree_of(notebook)
    notebook.press("ArrowDown")
    expect_at(notebook, browser, "92506005")

    notebook.restart()
    status = notebook.page.locator(".wb").get_by_role("status")
    status.filter(has_text=RESTARTED).nth(1).wait_for()
    notebook.press("ArrowDown", "Enter", "/")
    notebook.page.keyboard.type("infarct")
    assert status.all_inner_texts() == [RESTARTED, RESTARTED]

    run_all(notebook)
    browser = tree_of(notebook)
    notebook.press("ArrowDown")
    expect_at(notebook, browser, "92506005")
    assert status.all_inner_texts() == ["", ""]


def serious(notebook: Notebook) -> list[Any]:
    """Give what axe finds wrong with the widgets as they are now, where it is no small matter."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(notebook.page, context=".wb").response["violations"]
    return [
        (rule["id"], [node["html"][:200] for node in rule["nodes"]])
        for rule in found
        if rule["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_either_theme(
    open_notebook: OpenNotebook, theme: Theme
) -> None:
    notebook = open_notebook(NAME, theme=theme)
    run_all(notebook)
    found = []
    for width in (1400, 700):
        notebook.page.set_viewport_size({"width": width, "height": 1000})
        browser = tree_of(notebook)
        notebook.press("/", "Control+a")
        notebook.page.keyboard.type("infarct")
        browser.get_by_role("option").first.wait_for()
        notebook.press("ArrowDown")
        found += serious(notebook)
        notebook.press("Escape", "?")
        picture_of(notebook)
        notebook.press("?")
        found += serious(notebook)
        notebook.press("Escape")
        browser.get_by_role("tree").focus()
        notebook.press("?")
    assert found == []
