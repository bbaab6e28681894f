"""Two processes write to one workspace, or one writes while another reads."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import filelock
import pytest

from tests.cli.calls import environment, program
from tests.workspace.samples import (
    GRAPH,
    MAP,
    empty_workspace,
    graph_text,
    leftovers,
    map_text,
    said,
    written,
)
from workbench.errors import WorkspaceError
from workbench.workspace import IfTaken, Workspace, open_workspace
from workbench.workspace.changes import Changes


def _at_once(root: Path, *calls: list[str]) -> list[int]:
    """Start several commands at the same time and give their exit codes."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "workbench", "--workspace", str(root), *call],
            env=environment(),
            stdout=subprocess.DEVNULL,
        )
        for call in calls
    ]
    return [process.wait(timeout=120) for process in running]


@pytest.mark.slow
def test_two_processes_adding_different_names_both_succeed(tmp_path: Path) -> None:
    workspace = empty_workspace(tmp_path / "w")
    graphs = [
        written(tmp_path / f"g{n}.csv", graph_text(categories=9, word=str(n))) for n in (1, 2)
    ]
    maps = [written(tmp_path / f"m{n}.csv", map_text(rows=20, word=str(n))) for n in (1, 2)]
    calls = [["graph", "add", str(path), "--as", path.stem] for path in graphs]
    calls += [["map", "add", str(path), "--as", path.stem] for path in maps]
    assert _at_once(workspace.root, *calls) == [0, 0, 0, 0]
    assert list(workspace.graphs) == ["g1", "g2"]
    assert list(workspace.maps) == ["m1", "m2"]
    assert [workspace.graphs[name].term("I") for name in workspace.graphs] == [
        "Chapter 1",
        "Chapter 2",
    ]
    assert leftovers(workspace.root) == []


@pytest.mark.slow
def test_of_two_processes_replacing_one_name_one_result_stands_whole(tmp_path: Path) -> None:
    workspace = empty_workspace(tmp_path / "w")
    sources = [
        written(tmp_path / f"{word}.csv", graph_text(categories=9, word=word))
        for word in ("one", "two")
    ]
    states = []
    for source in sources:
        workspace.add_graph(source, name="it", if_taken=IfTaken.REPLACE)
        states.append(said(workspace))
    calls = [["graph", "add", str(source), "--as", "it", "--replace"] for source in sources]
    assert _at_once(workspace.root, *calls) == [0, 0]
    assert said(open_workspace(workspace.root)) in states
    assert leftovers(workspace.root) == []


@pytest.mark.slow
def test_of_two_processes_adding_one_name_the_second_is_refused(tmp_path: Path) -> None:
    root = empty_workspace(tmp_path / "w").root
    source = written(tmp_path / "g.csv", GRAPH)
    call = ["graph", "add", str(source), "--as", "g"]
    assert sorted(_at_once(root, call, call)) == [0, 2]
    assert leftovers(root) == []


@pytest.fixture
def held(tmp_path: Path) -> Workspace:
    workspace = empty_workspace(tmp_path / "w")
    workspace.add_graph(written(tmp_path / "g.csv", GRAPH), name="g")
    workspace.add_map(written(tmp_path / "m.csv", MAP), name="m")
    return workspace


@pytest.mark.slow
def test_replacing_disturbs_nobody_who_has_the_old_one_open(
    held: Workspace, tmp_path: Path
) -> None:
    reader = open_workspace(held.root)
    graph, table = reader.graphs["g"], reader.maps["m"].table
    arrays = {name: array.tolist() for name, array in graph.arrays().items()}
    rows = table.to_pylist()

    other = written(tmp_path / "other.csv", GRAPH.replace("front", "back"))
    other_map = written(tmp_path / "other_map.csv", MAP.replace("BA41.0", "BA41.1"))
    assert program("graph", "add", other, "--as", "g", "--replace", cwd=held.root).code == 0
    assert program("map", "add", other_map, "--as", "m", "--replace", cwd=held.root).code == 0

    assert {name: array.tolist() for name, array in graph.arrays().items()} == arrays
    assert graph.term("I21.0") == "Infarction in front"
    assert table.to_pylist() == rows
    # Who asks the workspace again gets the new one, from the very handle that held the old.
    assert reader.graphs["g"].term("I21.0") == "Infarction in back"
    assert reader.maps["m"]["I21.0"][0].target == "BA41.1"


def test_a_graph_open_already_is_not_opened_again(held: Workspace) -> None:
    assert held.graphs["g"] is held.graphs["g"]
    assert held.maps["m"] is held.maps["m"]


def test_readers_never_meet_a_graph_that_is_not_there_while_it_is_replaced(
    held: Workspace, tmp_path: Path
) -> None:
    """A reader who still has the old record finds its copy dropped and its source changed."""
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                term = open_workspace(held.root).graphs["g"].term("I21.0")
            except WorkspaceError as error:
                wrong.append(error)
            else:
                if term not in {"Infarction in front", "Infarction in back"}:
                    wrong.append(term)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for word in ["back", "front"] * 12:
        source = written(tmp_path / "g.csv", GRAPH.replace("front", word))
        held.add_graph(source, name="g", if_taken=IfTaken.REPLACE)
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []


def test_a_writer_that_waits_too_long_says_for_whom(held: Workspace) -> None:
    with (
        filelock.FileLock(held.root / ".workbench" / "lock"),
        pytest.raises(WorkspaceError, match=r"^another process has been writing to .*; try again"),
        Changes(held.root).locked(wait=0.1),
    ):
        pass


def test_a_reader_does_not_wait_for_a_writer(held: Workspace) -> None:
    with filelock.FileLock(held.root / ".workbench" / "lock"):
        assert len(open_workspace(held.root).graphs["g"]) == 5


def test_what_a_process_lists_another_one_added(held: Workspace, tmp_path: Path) -> None:
    answer = program("--json", "graph", "add", tmp_path / "g.csv", "--as", "h", cwd=held.root)
    assert json.loads(answer.out)["name"] == "h"
    assert list(held.graphs) == ["g", "h"]
