"""The search index is a cache: kept, made again when stale, and never half there."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli.calls import environment
from tests.workspace.samples import GRAPH, empty_workspace, leftovers, stored_copies, written
from workbench.core.progress import silent
from workbench.io.search_store import check_search
from workbench.workspace import IfTaken, Workspace, open_workspace

FRONT: Final = [("I21.0", "Infarction in front")]


@pytest.fixture
def held(tmp_path: Path) -> Workspace:
    """Give a workspace whose graph has been searched once."""
    workspace = empty_workspace(tmp_path / "held")
    workspace.add_graph(written(tmp_path / "graph.csv", GRAPH), name="g")
    assert found(workspace) == FRONT
    return workspace


def found(workspace: Workspace, text: str = "front infarct") -> list[tuple[str, str]]:
    return [(hit.code, hit.matched) for hit in workspace.search("g", text)]


def index(root: Path) -> Path:
    (copy,) = stored_copies(root)
    return root / ".workbench" / copy / "search"


def note(root: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((index(root) / "index.json").read_text(encoding="utf-8"))
    return read


def _wipe(folder: Path) -> None:
    shutil.rmtree(folder)


def _cut(folder: Path) -> None:
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _without_terms(folder: Path) -> None:
    for path in folder.glob("*.term"):
        path.unlink()


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def _noted(**changes: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        file = folder / "index.json"
        file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), **changes}), "utf-8")

    return change


def _of_nothing(folder: Path) -> None:
    (folder / "index.json").write_text("[]", encoding="utf-8")


def _a_wrong_engine_file(folder: Path) -> None:
    """Spoil the engine's own list with as many other bytes."""
    file = folder / "meta.json"
    file.write_bytes(b"?" * file.stat().st_size)


SPOILT: Final[dict[str, Callable[[Path], None]]] = {
    "wiped": _wipe,
    "emptied": _empty,
    "every file cut to half": _cut,
    "a file missing": _without_terms,
    "an older format": _noted(format=0),
    "another engine": _noted(engine="0.1"),
    "of another copy": _noted(of="0" * 64),
    "of another number of concepts": _noted(rows=3),
    "files elsewhere": _noted(files={"../meta.json": {"size": 1, "crc32": 1}}),
    "a note that is none": _of_nothing,
    "the engine's list spoilt": _a_wrong_engine_file,
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_index_is_made_again_and_kept(how: str, held: Workspace) -> None:
    good = note(held.root)
    SPOILT[how](index(held.root))
    assert found(open_workspace(held.root)) == FRONT
    check_search(index(held.root))
    assert {key: note(held.root)[key] for key in ("of", "rows", "format", "engine")} == {
        key: good[key] for key in ("of", "rows", "format", "engine")
    }
    assert leftovers(held.root) == []


def test_a_good_index_is_not_made_again(held: Workspace) -> None:
    files = note(held.root)["files"]  # the engine gives its files names by chance
    for _ in range(2):
        assert found(open_workspace(held.root)) == FRONT
    assert note(held.root)["files"] == files
    assert {path.name for path in index(held.root).iterdir()} == {*files, "index.json"}


def test_nothing_is_made_before_the_first_search(tmp_path: Path) -> None:
    workspace = empty_workspace(tmp_path / "w")
    workspace.add_graph(written(tmp_path / "graph.csv", GRAPH), name="g")
    assert not index(workspace.root).exists()


def test_making_it_shows_how_far_it_is_and_opening_it_does_not(held: Workspace) -> None:
    labels: list[str] = []

    def progress(label: str, total: int | None = None) -> Any:  # noqa: ANN401 - as `silent` gives
        labels.append(label)
        return silent(label, total)

    open_workspace(held.root, progress=progress).search("g", "front")
    assert labels == []
    _wipe(index(held.root))
    open_workspace(held.root, progress=progress).search("g", "front")
    assert labels == ["search icd10/example"]


def test_a_replaced_graph_is_searched_as_it_is_now(held: Workspace, tmp_path: Path) -> None:
    other = written(tmp_path / "other.csv", GRAPH.replace("front", "back"))
    open_workspace(held.root).add_graph(other, name="g", if_taken=IfTaken.REPLACE)
    assert found(held) == []
    assert found(held, "back") == [("I21.0", "Infarction in back")]


def test_a_dropped_graph_takes_its_index_along(held: Workspace) -> None:
    held.remove_graph("g")
    assert stored_copies(held.root) == set()


def test_a_copy_made_again_has_its_index_made_again(held: Workspace) -> None:
    shutil.rmtree(held.root / ".workbench" / "graphs")
    assert found(open_workspace(held.root)) == FRONT
    check_search(index(held.root))


def test_adding_the_same_source_again_mends_an_index_with_a_flipped_bit(
    held: Workspace, tmp_path: Path
) -> None:
    (terms,) = index(held.root).glob("*.store")
    data = bytearray(terms.read_bytes())
    data[len(data) // 2] ^= 1
    terms.write_bytes(data)
    held.add_graph(tmp_path / "graph.csv", name="g", if_taken=IfTaken.REPLACE)
    assert not index(held.root).exists()
    assert found(open_workspace(held.root)) == FRONT
    check_search(index(held.root))


def test_what_a_killed_maker_left_is_swept(held: Workspace) -> None:
    half = index(held.root).parent / ".unfinished-0"
    half.mkdir()
    (half / "meta.json").touch()
    assert found(open_workspace(held.root)) == FRONT
    held.add_graph(written(held.root.parent / "next.csv", GRAPH + "I22,Next,\n"), name="next")
    assert leftovers(held.root) == []


def test_another_writer_is_not_waited_for_long(
    held: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.workspace.cache._PATIENCE_SECONDS", 0.05)
    _wipe(index(held.root))
    with Workspace(held.root)._changes.locked():
        assert found(open_workspace(held.root)) == FRONT  # from memory
    assert not index(held.root).exists()


@pytest.mark.slow
def test_two_processes_may_search_first_at_the_same_time(held: Workspace) -> None:
    _wipe(index(held.root))
    call = [sys.executable, "-m", "workbench", "--workspace", str(held.root), "--json"]
    running = [
        subprocess.Popen(
            [*call, "graph", "search", "g", "front"], env=environment(), stdout=subprocess.PIPE
        )
        for _ in range(3)
    ]
    answers = [process.communicate(timeout=120)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert {json.loads(answer)[0]["code"] for answer in answers} == {"I21.0"}
    assert len(set(answers)) == 1
    check_search(index(held.root))
    assert leftovers(held.root) == []
