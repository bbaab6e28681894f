"""Three ways through the demo, as the page *Start* tells them, by its keys, in a JupyterLab."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from tests.lab.conftest import OpenNotebook
    from tests.lab.opened import Notebook

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGE: Final = (Path(__file__).parents[2] / "docs/index.md").read_text("utf-8")
WAYS: Final = dict(part.split("\n", 1) for part in PAGE.split("\n### ")[1:])

#: A cell's own buttons and the search box stand before the tree.
_FEW: Final = 5


def way(person: str) -> str:
    """Give what the page tells a person to do."""
    return next(text for heading, text in WAYS.items() if f"#{person} " in heading)


def said(person: str, *words: str) -> None:
    """See that the page tells of these."""
    lacking = [word for word in words if word not in way(person)]
    assert lacking == []


def add_a_cell(notebook: Notebook, text: str) -> None:
    """Add a cell above, write in it and run it, as the page says."""
    notebook.press("a", "Enter")
    notebook.page.keyboard.type(text)
    notebook.press("Shift+Enter")
    notebook.cells = notebook.page.evaluate(
        "() => [...window.jupyterapp.shell.currentWidget.content.model.cells].map((c) => c.id)"
    )


def test_a_terminologist_gets_an_answer_with_its_question_and_another(
    open_notebook: OpenNotebook,
) -> None:
    said("terminologist", "02-write-a-map.ipynb", "Shift+Enter three times", "A, Enter")
    said("terminologist", "the other blocks as complete solutions")
    notebook = open_notebook("02-write-a-map")
    notebook.press(*["Shift+Enter"] * 3)
    notebook.page.get_by_text("does the record say more").first.wait_for()
    notebook.page.get_by_text("block 3 is another complete solution").wait_for()
    typed = 'ws.translate("snomed-icd10-uk", ["4855003"])'
    said("terminologist", typed)
    add_a_cell(notebook, typed)
    notebook.page.get_by_text("H36.0").first.wait_for()


def test_a_terminologist_comes_into_the_tree_by_tab(open_notebook: OpenNotebook) -> None:
    said(
        "terminologist",
        "01-what-does-this-code-mean.ipynb",
        "Tab past its search box into the tree",
    )
    notebook = open_notebook("01-what-does-this-code-mean")
    tree = notebook.page.get_by_role("tree")
    for _ in notebook.cells:
        notebook.press("Shift+Enter")
        if "HierarchyBrowser" in notebook.page.locator(".jp-Cell.jp-mod-active").inner_text():
            notebook.press("Shift+Enter")
            break
    tree.wait_for()
    notebook.press("ArrowUp")
    for _ in range(_FEW):
        notebook.press("Tab")
        if tree.evaluate("tree => tree === document.activeElement"):
            break
    notebook.press("?")
    notebook.page.get_by_text("row by row").wait_for()


def test_a_researcher_sees_every_row_accounted_for(open_notebook: OpenNotebook) -> None:
    said("researcher", "05-what-would-icd-11-change.ipynb", "Shift+Enter twice", "A, Enter")
    notebook = open_notebook("05-what-would-icd-11-change")
    notebook.press("Shift+Enter", "Shift+Enter")
    said("researcher", "Shift+Enter three times more", "impact.reconcile()")
    notebook.press(*["Shift+Enter"] * 3)
    notebook.page.get_by_role("table").get_by_text("elsewhere").first.wait_for()
    said("researcher", "impact.to_pandas()")
    add_a_cell(notebook, "impact.to_pandas()")
    notebook.page.get_by_role("table").get_by_text("round_trip").first.wait_for()
    notebook.kernel.run("activity = impact.reconcile()['activity'].drop('elsewhere')")
    assert notebook.kernel("int(activity['total'])") == 1_051
    assert notebook.kernel("int(activity.drop('total').sum())") == 1_051


def test_a_lead_reads_five_sentences(open_notebook: OpenNotebook) -> None:
    said("lead", "05-what-would-icd-11-change.ipynb", "run all", "five sentences")
    notebook = open_notebook("05-what-would-icd-11-change")
    notebook.run_all()
    for sentence in notebook.kernel("workbench.five_sentences(impact)"):
        notebook.page.get_by_text(sentence[:60]).first.wait_for()
