"""A change killed or interrupted before each of its steps leaves the old state or the new one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli.calls import environment
from tests.workspace.samples import (
    GRAPH,
    MAP,
    contents,
    empty_workspace,
    leftovers,
    said,
    written,
)
from workbench.workspace import IfTaken, Workspace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork on Windows")

_OTHER_GRAPH: Final = GRAPH.replace("somewhere", "elsewhere") + "I21.1,Infarction below,I21\n"
_OTHER_MAP: Final = MAP + "I21.1,BA41.1,,\n"


@pytest.fixture
def held(tmp_path: Path) -> Workspace:
    """Give a workspace with a graph and a map, whose text is kept."""
    workspace = empty_workspace(tmp_path / "held")
    workspace.add_graph(written(tmp_path / "graph.csv", GRAPH), name="g")
    workspace.add_map(written(tmp_path / "map.csv", MAP), name="m")
    return workspace


def _changed(held: Workspace, words: list[str]) -> dict[str, Any]:
    """Make the change in this process and give what is said and kept afterwards."""
    match words:
        case ["graph", "add", path, *_]:
            held.add_graph(path, name="g", if_taken=IfTaken.REPLACE)
        case ["graph", "rm", name]:
            held.remove_graph(name)
        case ["map", "add", path, *_]:
            held.add_map(path, name="m", if_taken=IfTaken.REPLACE)
        case ["map", "rm", name]:
            held.remove_map(name)
    assert leftovers(held.root) == []
    return said(held)


def _findings(how: str, held: Workspace, words: list[str]) -> list[dict[str, Any]]:
    """Run the change with a stop before each step; see `tests.workspace.crashing`."""
    away = held.root.parent / "steps"
    away.mkdir()
    following = written(away / "next.csv", GRAPH.replace("Infarction", "Next"))
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.workspace.crashing", how),
            *(str(held.root), str(following), "--", *words),
        ],
        cwd=away,
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


CHANGES: Final = {
    "replacing a graph": ["graph", "add", "{folder}/graph2.csv", "--as", "g", "--replace"],
    "removing a graph": ["graph", "rm", "g"],
    "replacing a map": ["map", "add", "{folder}/map2.csv", "--as", "m", "--replace"],
    "removing a map": ["map", "rm", "m"],
}


def _words(held: Workspace, change: str) -> list[str]:
    folder = held.root.parent
    written(folder / "graph2.csv", _OTHER_GRAPH)
    written(folder / "map2.csv", _OTHER_MAP)
    return [word.format(folder=folder) for word in CHANGES[change]]


def _kept(root: Path) -> dict[str, str]:
    return {f"maps/{name}": text.decode() for name, text in contents(root / "maps").items()}


def _undated(kept: dict[str, str]) -> dict[str, list[str]]:
    """Leave out the day, which may be another one by now."""
    return {
        name: [line for line in text.splitlines() if not line.startswith("- added:")]
        for name, text in kept.items()
    }


def _without_next(state: dict[str, Any]) -> dict[str, Any]:
    return {**state, "graphs": {n: f for n, f in state["graphs"].items() if n != "next"}}


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_killed_before_any_step_the_old_state_or_the_new_one_answers_whole(
    change: str, held: Workspace
) -> None:
    words = _words(held, change)
    before, kept_before = said(held), _undated(_kept(held.root))
    findings = _findings("kill", held, words)
    after, kept_after = _changed(held, words), _undated(_kept(held.root))

    assert [finding["code"] for finding in findings] == [-9] * (len(findings) - 1) + [0]
    states = [finding["found"]["said"] for finding in findings]
    turn = states.index(after)  # from one step on the new state holds, and never the old one again
    assert 3 < turn < len(findings) - 1
    assert states == [before] * turn + [after] * (len(states) - turn)

    # The next writer is not hindered, sweeps everything, and finishes the kept texts.
    assert [finding["next"] for finding in findings] == [0] * len(findings)
    assert [finding["after"]["left"] for finding in findings] == [[]] * len(findings)
    assert [_without_next(finding["after"]["said"]) for finding in findings] == states
    kept = [_undated(finding["after"]["kept"]) for finding in findings]
    assert kept == [kept_before] * turn + [kept_after] * (len(states) - turn)


@pytest.mark.slow
@pytest.mark.parametrize("change", ["replacing a map", "removing a map"])
def test_interrupted_at_any_step_nothing_is_changed_or_it_is_too_late(
    change: str, held: Workspace
) -> None:
    words = _words(held, change)
    before, kept_before = said(held), _undated(_kept(held.root))
    findings = _findings("interrupt", held, words)
    after, kept_after = _changed(held, words), _undated(_kept(held.root))

    assert {finding["code"] for finding in findings} == {0, 130}
    for finding in findings:
        interrupted = finding["code"] == 130
        assert finding["found"]["said"] == (before if interrupted else after)
        assert _undated(finding["found"]["kept"]) == (kept_before if interrupted else kept_after)
        assert finding["next"] == 0
        assert finding["after"]["left"] == []  # an interrupt in the tidying itself may leave some


@pytest.mark.slow
def test_killed_before_any_step_of_making_a_search_index_nothing_else_is_touched(
    held: Workspace,
) -> None:
    before = said(held)
    findings = _findings("kill", held, ["graph", "search", "g", "infarct"])
    assert [finding["code"] for finding in findings] == [-9] * (len(findings) - 1) + [0]
    assert len(findings) > 8
    assert [finding["found"]["said"] for finding in findings] == [before] * len(findings)
    assert [finding["next"] for finding in findings] == [0] * len(findings)
    assert [finding["after"]["left"] for finding in findings] == [[]] * len(findings)
