"""A workspace may stand anywhere, be moved, and be reached by a link."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.workspace.samples import (
    GRAPH,
    MAP,
    empty_workspace,
    leftovers,
    said,
    stored_copies,
    written,
)
from workbench.errors import InputError, WorkspaceError
from workbench.workspace import IfTaken, Workspace, find_workspace, open_workspace

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


def _filled(root: Path) -> Workspace:
    """Make a workspace whose sources lie in it."""
    workspace = empty_workspace(root)
    workspace.add_graph(written(root / "graphs" / "g" / "concepts.csv", GRAPH), name="team/mine/g")
    workspace.add_map(written(root / "maps" / "m" / "map.csv", MAP), name="m")
    return workspace


@pytest.mark.parametrize(
    "folder", ["plain", "with blanks in it", "Kodierung für Ärzte", "病歴", "it's; $HOME [a] & b"]
)
def test_any_folder_name_will_do(folder: str, tmp_path: Path) -> None:
    workspace = _filled(tmp_path / folder / folder)
    source = written(tmp_path / folder / "a source.csv", MAP)
    workspace.add_map(source, name="from/elsewhere")
    before = said(workspace)
    shutil.rmtree(workspace.root / ".workbench")
    assert said(open_workspace(workspace.root)) == before
    workspace.remove_graph("team/mine/g")
    workspace.remove_map("from/elsewhere")
    assert leftovers(workspace.root) == []


def test_a_moved_workspace_finds_the_sources_that_moved_with_it(tmp_path: Path) -> None:
    before = said(_filled(tmp_path / "here"))
    moved = tmp_path / "there" / "deep"
    moved.parent.mkdir()
    shutil.move(tmp_path / "here", moved)
    assert [record.source for record in open_workspace(moved).manifest.graphs] == [
        "graphs/g/concepts.csv"
    ]
    shutil.rmtree(moved / ".workbench")
    assert said(open_workspace(moved)) == before


@needs_links
def test_a_workspace_reached_by_a_link_notes_its_own_sources_as_relative(tmp_path: Path) -> None:
    real = empty_workspace(tmp_path / "real").root
    link = tmp_path / "link"
    link.symlink_to(real, target_is_directory=True)
    for number, root in enumerate((real, link)):
        source = written(root / "graphs" / f"{number}.csv", GRAPH)
        for opened in (real, link):
            record = open_workspace(opened).add_graph(source, name="g", if_taken=IfTaken.REPLACE)
            assert record.source == f"graphs/{number}.csv"
    assert said(open_workspace(real)) == said(open_workspace(link))
    assert len(stored_copies(real)) == 1


@needs_links
def test_a_link_in_the_workspace_stays_a_relative_source(tmp_path: Path) -> None:
    workspace = empty_workspace(tmp_path / "w")
    (workspace.root / "graphs" / "g.csv").symlink_to(written(tmp_path / "g.csv", GRAPH))
    record = workspace.add_graph(workspace.root / "graphs" / "g.csv", name="g")
    assert record.source == "graphs/g.csv"


def test_a_source_outside_is_noted_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = empty_workspace(tmp_path / "w")
    written(tmp_path / "data" / "g.csv", GRAPH)
    monkeypatch.chdir(tmp_path / "data")
    record = workspace.add_graph("g.csv", name="g")
    assert record.source == str((tmp_path / "data" / "g.csv").resolve())


def test_an_open_workspace_does_not_mind_a_change_of_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _filled(tmp_path / "w")
    monkeypatch.chdir(tmp_path)
    workspace = open_workspace("w")
    monkeypatch.chdir("/")
    assert len(workspace.graphs["team/mine/g"]) == 5
    assert workspace.root == tmp_path / "w"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are no text")
def test_a_source_whose_name_is_no_text_is_refused_before_anything_is_changed(
    tmp_path: Path,
) -> None:
    workspace = empty_workspace(tmp_path / "w")
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.csv"))
    path.write_text(GRAPH, encoding="utf-8")
    with pytest.raises(InputError, match=r"caf\?\.csv' is not in UTF-8, so it cannot be noted"):
        workspace.add_graph(path, name="g")
    assert list(workspace.graphs) == []


def test_a_folder_that_vanished_is_no_workspace_any_more(tmp_path: Path) -> None:
    workspace = _filled(tmp_path / "w")
    source = written(tmp_path / "g.csv", GRAPH)
    shutil.rmtree(workspace.root)
    with pytest.raises(WorkspaceError, match="is no workspace: it holds no workbench"):
        workspace.add_graph(source, name="g")
    assert not workspace.root.exists()


def test_the_nearest_folder_upwards_is_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WORKBENCH_WORKSPACE", raising=False)
    _filled(tmp_path / "outer")
    _filled(tmp_path / "outer" / "inner")
    monkeypatch.chdir(tmp_path / "outer" / "inner" / "notebooks")
    assert find_workspace().root == tmp_path / "outer" / "inner"
    monkeypatch.chdir(tmp_path / "outer" / "maps")
    assert find_workspace().root == tmp_path / "outer"
