"""Workspaces that stand ready, and the command line to ask about them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.calls import CommandLine
from tests.cli.invented import write_world
from workbench.cli import main

#: Graphs and maps of the invented world, by name and file.
GRAPHS = {"icd10/who-2019": "icd10.csv", "icd11/2024-01": "icd11.csv"}
MAPS = {
    "alternatives": "alternatives.csv",
    "back": "back.csv",
    "foundation": "foundation.csv",
    "one": "one.csv",
}


@pytest.fixture(autouse=True)
def nowhere_in_particular(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Stand in the test's own folder, with no workspace named by a variable."""
    monkeypatch.delenv("WORKBENCH_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the invented workspace once; its files lie inside it, so that a copy is whole."""
    folder = tmp_path_factory.mktemp("made")
    workspace = folder / "invented"
    assert main(["init", "--empty", str(workspace)]) == 0
    write_world(workspace / "files")
    for word, held in (("graph", GRAPHS), ("map", MAPS)):
        for name, file in held.items():
            path = str(workspace / "files" / file)
            assert main(["--workspace", str(workspace), word, "add", path, "--as", name]) == 0
    return folder


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> CommandLine:
    """Give the command line; refused calls may change nothing in the test's folder."""
    return CommandLine(capsys, tmp_path)


@pytest.fixture
def world(made_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a copy of the invented workspace; give its folder."""
    workspace = tmp_path / "invented"
    shutil.copytree(made_once / "invented", workspace)
    monkeypatch.chdir(workspace)
    return workspace


@pytest.fixture
def demo(demo_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a copy of the demo; give its folder."""
    workspace = tmp_path / "demo"
    shutil.copytree(demo_folder, workspace)
    monkeypatch.chdir(workspace)
    return workspace
