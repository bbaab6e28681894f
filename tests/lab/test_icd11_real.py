"""WHO's whole ICD-11 in the hierarchy browser of a real JupyterLab: one key from end to end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from tests.lab.conftest import Lab, OpenNotebook
    from workbench.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.realdata, pytest.mark.slow]

CELLS: Final = """\
import workbench
from workbench.views.tree import OpenAll
tree = workbench.HierarchyBrowser.in_workspace(workbench.open({folder!r}), "icd11")
tree
#
print("READY")
"""
OPEN_ALL: Final = """
for top in tree.graph.roots():
    tree.dispatch(OpenAll(path=(top,)))
"""
NODES: Final = 36_044
_MOST_ROWS: Final = 30


def write_notebook(file: Path, cells: list[str]) -> None:
    plain: dict[str, object] = {
        "cell_type": "code",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    made = [{**plain, "id": str(number), "source": text} for number, text in enumerate(cells)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    content = {"cells": made, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    file.write_text(json.dumps(content), encoding="utf-8")


def test_every_concept_of_icd_11_is_one_key_away_and_few_stand_in_the_page(
    lab: Lab, open_notebook: OpenNotebook, real_workspace: Workspace
) -> None:
    cells = CELLS.format(folder=str(real_workspace.root)).split("#\n")
    write_notebook(lab.notebooks / "icd11.ipynb", cells)
    notebook = open_notebook("icd11")
    notebook.run_all()
    rows = notebook.page.get_by_role("treeitem")
    rows.first.wait_for()
    notebook.kernel.run(OPEN_ALL)
    notebook.page.get_by_role("tree").focus()
    notebook.page.locator("[role=treeitem][aria-level='3']").first.wait_for()

    notebook.press("End")
    notebook.page.locator(f".wbh-on[data-row='{NODES - 1}']").wait_for()
    notebook.kernel.wait_for("tree.view.position", NODES - 1)
    assert rows.count() < _MOST_ROWS
    notebook.press("PageUp", "Home")
    notebook.page.locator(".wbh-on[data-row='0']").wait_for()
    notebook.kernel.wait_for("tree.selected", "01")

    notebook.press("/")
    notebook.page.keyboard.type("BA41.0")
    notebook.press("Enter")
    notebook.page.locator(".wbh-on .wb-code", has_text="BA41.0").wait_for()
    notebook.kernel.wait_for("tree.selected", "BA41.0")
    assert rows.count() < _MOST_ROWS
