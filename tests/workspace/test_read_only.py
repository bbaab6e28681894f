"""A workspace that may only be read can be opened and asked, with its cache or without."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.calls import environment
from tests.workspace.samples import GRAPH, MAP, contents, empty_workspace, written
from workbench.workspace import Workspace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


def _as_an_ordinary_user() -> list[str]:
    """Give what to put before a command so that modes count for it, as they do not for root."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("run as root, to whom modes do not apply, and setpriv is not there")
    powers = "-dac_override,-dac_read_search"
    return [setpriv, f"--bounding-set={powers}", f"--inh-caps={powers}"]


@pytest.fixture
def read_only(tmp_path: Path) -> Path:
    workspace = empty_workspace(tmp_path / "w")
    workspace.add_graph(written(tmp_path / "g.csv", GRAPH), name="g")
    workspace.add_map(written(tmp_path / "m.csv", MAP), name="m")
    return workspace.root


def _ask(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    before = contents(root)
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    files = [path for path in root.rglob("*") if path.is_file()]
    for path in (*files, *folders):
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    try:
        command = [sys.executable, "-m", "workbench", "--workspace", str(root), *words]
        return subprocess.run(
            [*_as_an_ordinary_user(), *command],
            env=environment(PYTHONDONTWRITEBYTECODE="1"),
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        for path in (*folders, *files):
            path.chmod(path.stat().st_mode | stat.S_IWUSR)
        assert contents(root) == before


def test_it_answers_from_its_cache(read_only: Path) -> None:
    done = _ask(read_only, "graph", "subsumes", "g", "I21", "I21.0")
    assert (done.stdout, done.stderr) == ("true\n", "")


def test_it_answers_from_the_sources_where_the_cache_is_gone(read_only: Path) -> None:
    shutil.rmtree(read_only / ".workbench")
    done = _ask(read_only, "map", "translate", "m", "I21.0")
    assert (done.stdout.splitlines()[0], done.stderr) == ("I21.0 → BA41.0", "")


def test_it_answers_from_the_kept_text_where_cache_and_source_are_gone(read_only: Path) -> None:
    shutil.rmtree(read_only / ".workbench")
    (read_only.parent / "m.csv").unlink()
    done = _ask(read_only, "map", "translate", "m", "I21.0")
    assert (done.stdout.splitlines()[0], done.stderr) == ("I21.0 → BA41.0", "")


def test_adding_to_it_is_refused_in_one_sentence(read_only: Path) -> None:
    source = read_only.parent / "g.csv"
    done = _ask(read_only, "graph", "add", str(source), "--as", "h")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"workbench: {read_only} cannot be written: Permission denied\n"


def test_making_a_workspace_where_nothing_may_be_made_is_refused(tmp_path: Path) -> None:
    parent = tmp_path / "closed"
    parent.mkdir()
    done = _ask(parent, "init", str(parent / "new"), "--empty")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"workbench: {parent / 'new'} cannot be made: Permission denied\n"


def test_it_is_searched_with_an_index_that_is_kept_and_without_one(read_only: Path) -> None:
    made = _ask(read_only, "graph", "search", "g", "front", "--json")
    Workspace(read_only).search("g", "front")
    kept = _ask(read_only, "graph", "search", "g", "front", "--json")
    assert (made.returncode, made.stderr, kept.stderr) == (0, "", "")
    assert json.loads(made.stdout) == json.loads(kept.stdout)
    assert [row["code"] for row in json.loads(kept.stdout)] == ["I21.0"]
