"""The notebooks that are shipped: clean in git, and every cell runs on the demo."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from workbench.workspace import init_workspace, open_workspace
from workbench.workspace.template import template_dir

NOTEBOOKS = sorted((template_dir() / "notebooks").glob("*.ipynb"))
_LONGEST_FUNCTION = 5


def cells(path: Path) -> list[dict[str, Any]]:
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = read["cells"]
    return found


def code(path: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in cells(path) if cell["cell_type"] == "code"]


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
    assert "\n\nAt the end you will know" in "".join(first["source"])
    assert "not for coding" in "".join(first["source"])
    assert code(path)[-1] == 'print("READY")'


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_no_function_over_five_lines(path: Path) -> None:
    for source in code(path):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < _LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_reads_nothing_from_elsewhere(path: Path) -> None:
    for source in code(path):
        assert "://" not in source
        assert not any(line.lstrip().startswith(("!", "%")) for line in source.splitlines())


@pytest.mark.slow
def test_every_notebook_runs_on_the_demo_and_leaves_its_maps_as_they_were(tmp_path: Path) -> None:
    workspace = init_workspace(tmp_path / "demo")
    maps = tuple(workspace.maps)
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbmake", "-q", "-p", "no:cacheprovider", "notebooks"],
        cwd=workspace.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"{len(NOTEBOOKS)} passed" in ran.stdout
    assert tuple(open_workspace(workspace.root).maps) == maps, "a notebook left a map behind"
