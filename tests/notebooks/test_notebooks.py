"""The notebooks that are shipped: clean in git, short, and never only a picture."""

from __future__ import annotations

import ast
from itertools import pairwise
from pathlib import Path

import pytest

import workbench.widgets
from tests.notebooks.cells import NOTEBOOKS, cells, code, pictures, source, widgets

_LONGEST_FUNCTION = 5


def test_the_demo_has_a_notebook_for_each_of_five_questions() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "01-what-does-this-code-mean",
        "02-write-a-map",
        "03-review-a-map",
        "04-what-is-not-mapped",
        "05-what-would-icd-11-change",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_goes_into_git_without_outputs_and_loses_no_cell_to_a_key(path: Path) -> None:
    for cell in cells(path):
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
        assert cell["metadata"]["deletable"] is False


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_opens_with_what_you_will_know_and_ends_ready(path: Path) -> None:
    first = cells(path)[0]
    assert first["cell_type"] == "markdown"
    assert "\n\nAt the end you will know" in source(first)
    assert "not for coding" in source(first)
    assert code(path)[-1] == 'print("READY")'


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_no_function_over_five_lines(path: Path) -> None:
    for text in code(path):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < _LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_reads_nothing_from_elsewhere(path: Path) -> None:
    for text in code(path):
        assert "://" not in text
        assert not any(line.lstrip().startswith(("!", "%")) for line in text.splitlines())


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_widget_or_figure_is_followed_by_a_cell_that_ends_in_one_line_of_python_for_the_same(
    path: Path,
) -> None:
    for shown, after in pairwise(code(path)):
        if pictures(shown):
            last = ast.parse(after).body[-1]
            assert pictures(after) == set(), after
            assert isinstance(last, ast.Expr), after
            assert last.lineno == last.end_lineno, after


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_text_above_a_widget_says_that_the_same_follows_in_one_line(path: Path) -> None:
    text = ""
    for cell in cells(path):
        if cell["cell_type"] == "markdown":
            text = " ".join(source(cell).split())
        elif widgets(source(cell)):
            assert "the same in one line" in text, source(cell)


def test_every_widget_is_shown_in_a_notebook() -> None:
    shown = {name for path in NOTEBOOKS for text in code(path) for name in widgets(text)}

    assert shown == set(workbench.widgets.__all__)
