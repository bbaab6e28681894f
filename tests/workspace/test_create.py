"""``init`` makes a workspace whole or not at all, in a new folder or an empty one."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import filelock
import pytest

from tests.cli.calls import environment, program
from tests.workspace.samples import contents, empty_workspace, leftovers, on_disk, written
from workbench.errors import InputError, WorkspaceError
from workbench.workspace import Content, create, init_workspace, open_workspace

needs_kill = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


WHOLE: Final = {
    *(".gitattributes", ".gitignore", ".workbench"),
    *("graphs", "maps", "notebooks", "workbench.toml"),
}


def test_an_empty_workspace_has_its_folders_and_nothing_stands_beside_it(tmp_path: Path) -> None:
    workspace = empty_workspace(tmp_path / "deep" / "new")
    assert _names(workspace.root) == WHOLE - {".workbench"}
    assert _names(tmp_path / "deep") == {"new"}
    assert workspace.manifest.title == "Workspace"


def test_an_existing_empty_folder_stays_the_same_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "there"
    folder.mkdir(mode=0o750)
    before = folder.stat()
    monkeypatch.chdir(folder)
    init_workspace(Path(), content=Content.EMPTY)
    after = folder.stat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    assert _names(folder) == WHOLE - {".workbench"}
    assert _names(tmp_path) == {"there"}


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_to_an_empty_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    assert empty_workspace(tmp_path / "link").root == tmp_path / "link"
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "workbench.toml").is_file()


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
def test_git_leaves_the_line_ends_of_sources_as_they_are(tmp_path: Path) -> None:
    root = empty_workspace(tmp_path / "new").root
    sources = ["graphs/g.csv", "graphs/a/b/concepts.csv", "maps/m/map.csv"]
    git = shutil.which("git") or "git"
    subprocess.run([git, "init", "--quiet"], cwd=root, check=True)
    asked = subprocess.check_output([git, "check-attr", "text", *sources], cwd=root, text=True)
    assert asked.splitlines() == [f"{source}: text: unset" for source in sources]


def test_a_folder_that_is_not_empty_and_a_file_are_refused(tmp_path: Path) -> None:
    written(tmp_path / "full" / "mine.txt", "mine")
    before = contents(tmp_path)
    with pytest.raises(WorkspaceError, match="full is not empty; name a new folder or an empty"):
        empty_workspace(tmp_path / "full")
    with pytest.raises(WorkspaceError, match=r"mine\.txt is a file; name a folder"):
        empty_workspace(tmp_path / "full" / "mine.txt")
    assert contents(tmp_path) == before
    with pytest.raises(WorkspaceError, match="new cannot be made: "):
        empty_workspace(tmp_path / "full" / "mine.txt" / "new")


def test_the_demo_notes_its_sources_as_relative_and_copies_none_of_its_maps(
    tmp_path: Path,
) -> None:
    manifest = init_workspace(tmp_path / "demo").manifest
    assert manifest.graphs
    assert {graph.source.split("/")[0] for graph in manifest.graphs} == {"graphs", "builtin:icd10"}
    assert {map_.path for map_ in manifest.maps} == {
        f"maps/{map_.name}/map.csv" for map_ in manifest.maps
    }
    assert {map_.text_sha256 for map_ in manifest.maps} == {""}


@pytest.mark.parametrize("where", ["beside", "inside"])
def test_a_failure_in_the_middle_leaves_nothing(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The template of a broken installation: its last map does not read."""
    template = tmp_path / "template"
    for part in ("graphs", "notebooks"):
        (template / part).mkdir(parents=True)
    written(template / "maps" / "m" / "map.csv", "no,map\n")
    monkeypatch.setattr(create, "template_dir", lambda: template)
    place = tmp_path / "place"
    place.mkdir()
    folder = place if where == "inside" else place / "new"
    with pytest.raises(InputError):
        init_workspace(folder)
    assert _names(place) == set()


@needs_kill
@pytest.mark.slow
@pytest.mark.parametrize("where", ["beside", "inside"])
def test_killed_at_any_moment_there_is_no_half_workspace_and_the_next_init_sweeps(
    where: str, tmp_path: Path
) -> None:
    folder = tmp_path / "parent" / "demo"
    (folder if where == "inside" else folder.parent).mkdir(parents=True)
    command = [sys.executable, "-m", "workbench", "init", str(folder)]
    swept = 0
    for step in range(8):
        process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL)
        while process.poll() is None and not list(folder.parent.rglob("*init*")):
            time.sleep(0.001)
        time.sleep(step * 0.05)
        process.send_signal(signal.SIGKILL)
        if process.wait() != -signal.SIGKILL:
            break
        assert not (folder / "workbench.toml").exists()
        swept += 1
    assert swept >= 2
    if not (folder / "workbench.toml").exists():
        assert program("init", folder, cwd=tmp_path).code == 0
    assert _names(folder.parent) == {"demo"}
    assert _names(folder) == WHOLE
    workspace = open_workspace(folder)
    assert leftovers(folder) == []
    assert all(len(workspace.graphs[name]) for name in workspace.graphs)


def test_what_a_killed_init_moved_into_the_folder_is_cleared(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    written(folder / ".unfinished-init" / "workbench.toml", "format = 1\n")
    written(folder / ".unfinished-init.lock", "")
    written(folder / "maps" / "m" / "map.csv", "half")
    written(folder / ".gitignore", "half")
    empty_workspace(folder)
    assert _names(folder) == WHOLE - {".workbench"}
    assert on_disk(folder / "maps") == set()


def test_what_a_person_put_beside_leftovers_keeps_the_folder_from_being_used(
    tmp_path: Path,
) -> None:
    written(tmp_path / "demo" / ".unfinished-init" / "workbench.toml", "format = 1\n")
    written(tmp_path / "demo" / "mine.txt", "mine")
    before = contents(tmp_path)
    with pytest.raises(WorkspaceError, match="is not empty"):
        empty_workspace(tmp_path / "demo")
    assert contents(tmp_path) == before


def test_folders_of_a_workspace_without_a_sign_of_init_are_somebodys(tmp_path: Path) -> None:
    written(tmp_path / "demo" / "maps" / "m" / "map.csv", "mine")
    with pytest.raises(WorkspaceError, match="is not empty"):
        empty_workspace(tmp_path / "demo")
    assert on_disk(tmp_path / "demo") == {"maps/m/map.csv"}


def test_two_who_make_the_same_workspace_wait_for_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(create, "_WAIT_SECONDS", 0.1)
    folder = tmp_path / "demo"
    folder.mkdir()
    with (
        filelock.FileLock(folder / ".unfinished-init.lock"),
        pytest.raises(WorkspaceError, match=r"^another process is making .*demo$"),
    ):
        empty_workspace(folder)


@pytest.mark.slow
def test_of_two_processes_making_the_same_workspace_one_is_refused(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "workbench", "init", str(tmp_path / "new"), "--empty"]
    running = [
        subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL) for _ in range(3)
    ]
    assert sorted(process.wait(timeout=60) for process in running) == [0, 2, 2]
    assert _names(tmp_path) == {"new"}


def test_the_answer_names_the_workspace_whole(tmp_path: Path) -> None:
    answer = program("--json", "init", "new", "--empty", cwd=tmp_path)
    assert json.loads(answer.out) == {"workspace": os.fspath(tmp_path / "new")}
