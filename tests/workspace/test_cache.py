"""Stored copies are made again from their sources, or one sentence says why not and what to do."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

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
from workbench.core.codes import Kind, parse_release
from workbench.errors import NameTakenError, WorkspaceError
from workbench.workspace import IfTaken, Workspace, open_workspace
from workbench.workspace.manifest import read_manifest


@pytest.fixture
def held(tmp_path: Path) -> Workspace:
    """Give a workspace with a graph, and a map that is its own text."""
    workspace = empty_workspace(tmp_path / "held")
    workspace.add_graph(written(tmp_path / "sources" / "graph.csv", GRAPH), name="g")
    workspace.add_map(written(workspace.root / "maps" / "m" / "map.csv", MAP), name="m")
    return workspace


def _wipe_all(root: Path) -> None:
    shutil.rmtree(root / ".workbench")


def _wipe_copies(root: Path) -> None:
    for what in ("graphs", "maps"):
        shutil.rmtree(root / ".workbench" / what)


def _cut_everything(root: Path) -> None:
    for path in (root / ".workbench").rglob("*.*"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _remove_arrays(root: Path) -> None:
    for path in (*(root / ".workbench").rglob("*.npy"), *(root / ".workbench").rglob("rows.arrow")):
        path.unlink()


def _of_format(number: int) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        for path in (root / ".workbench").rglob("meta.json"):
            meta = json.loads(path.read_text(encoding="utf-8"))
            path.write_text(json.dumps({**meta, "format": number}), encoding="utf-8")

    return change


SPOILT: Final[dict[str, Callable[[Path], None]]] = {
    "all of .workbench wiped": _wipe_all,
    "the copies wiped": _wipe_copies,
    "every file cut to half": _cut_everything,
    "files missing": _remove_arrays,
    "an older format": _of_format(1),
    "a newer format": _of_format(99),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_copy_is_made_again_and_answers_the_same(how: str, held: Workspace) -> None:
    before = said(held)
    SPOILT[how](held.root)
    assert said(open_workspace(held.root)) == before
    assert leftovers(held.root) == []
    shutil.rmtree(held.root.parent / "sources")  # what was made again was also stored again
    assert said(open_workspace(held.root)) == before


def test_a_source_that_changed_is_named_with_the_command_that_adds_it_again(
    held: Workspace,
) -> None:
    source = held.root.parent / "sources" / "graph.csv"
    written(source, GRAPH.replace("front", "back"))
    assert held.graphs["g"].term("I21.0") == "Infarction in front"  # the copy still stands
    _wipe_all(held.root)
    said_command = re.escape(
        f"workbench graph add {source} --as g --release icd10/example --replace"
    )
    with pytest.raises(
        WorkspaceError,
        match=f"^'g': its stored copy is missing, and its source has changed since it was added; "
        f"add it again: {said_command}$",
    ):
        open_workspace(held.root).graphs["g"]


def test_a_source_that_no_longer_reads_is_a_changed_one(held: Workspace) -> None:
    written(held.root.parent / "sources" / "graph.csv", "code,term\nI21,Infarction\n")
    _wipe_all(held.root)
    with pytest.raises(WorkspaceError, match=r"has changed since it was added \(graph\.csv:1, "):
        open_workspace(held.root).graphs["g"]


def test_a_source_that_has_gone_is_named_with_the_command_that_adds_it_again(
    held: Workspace,
) -> None:
    shutil.rmtree(held.root.parent / "sources")
    _wipe_all(held.root)
    with pytest.raises(
        WorkspaceError,
        match=r"and its source .*graph\.csv has gone; add it again: workbench graph add PATH --as "
        r"g --release icd10/example --replace$",
    ):
        open_workspace(held.root).graphs["g"]


def test_a_map_without_its_file_names_the_graphs_it_was_told(tmp_path: Path) -> None:
    workspace = empty_workspace(tmp_path / "w")
    workspace.add_graph(written(tmp_path / "g.csv", GRAPH), name="mine")
    source = written(workspace.root / "maps" / "m" / "map.csv", MAP)
    workspace.add_map(source, name="m", source="mine")
    source.unlink()
    _wipe_all(workspace.root)
    with pytest.raises(WorkspaceError, match=r"map add PATH --as m --source mine --replace$"):
        open_workspace(workspace.root).maps["m"]


def test_a_builtin_of_another_version_is_added_again_by_its_own_name(tmp_path: Path) -> None:
    workspace = empty_workspace(tmp_path / "w")
    record = workspace.add_graph("builtin:icd10")
    manifest = workspace.root / "workbench.toml"
    text = manifest.read_text(encoding="utf-8").replace(record.sha256, "0" * 64)
    written(manifest, text)
    with pytest.raises(WorkspaceError, match="workbench graph add builtin:icd10 --as icd10/who-"):
        workspace.graphs["icd10"]


def test_adding_the_same_source_again_mends_a_copy_with_a_flipped_bit(held: Workspace) -> None:
    before = said(held)
    (path,) = (held.root / ".workbench" / "graphs").rglob("descendants_indices.npy")
    data = bytearray(path.read_bytes())
    data[-4] ^= 1
    path.write_bytes(data)
    assert said(open_workspace(held.root)) != before
    source = held.root.parent / "sources" / "graph.csv"
    held.add_graph(source, name="g", if_taken=IfTaken.REPLACE)
    assert said(open_workspace(held.root)) == before


def test_two_names_for_one_content_share_a_copy_until_the_last_goes(held: Workspace) -> None:
    source = held.root.parent / "sources" / "graph.csv"
    copies = stored_copies(held.root)
    held.add_graph(source, name="again")
    assert stored_copies(held.root) == copies
    held.remove_graph("g")
    assert stored_copies(held.root) == copies
    assert open_workspace(held.root).graphs["again"].term("I21") == "Infarction"
    held.remove_graph("again")
    assert leftovers(held.root) == []
    assert len(stored_copies(held.root)) == 1  # the map's


def test_one_typed_file_as_two_systems_is_two_graphs(tmp_path: Path) -> None:
    workspace = empty_workspace(tmp_path / "w")
    source = written(tmp_path / "g.csv", "code,term,parent\nI21,Term,\nI21.0,Term,I21\n")
    for release in ("icd10/example", "icd11/example"):
        workspace.add_graph(source, release=parse_release(release))
    assert workspace.graphs.icd10["I21.0"].kind is Kind.SUBCATEGORY
    assert workspace.graphs.icd11["I21.0"].kind is Kind.CATEGORY


def test_replacing_a_graph_drops_the_copy_of_the_old_one(held: Workspace) -> None:
    other = written(held.root.parent / "other.csv", GRAPH.replace("front", "back"))
    with pytest.raises(NameTakenError, match="the name 'g' is taken"):
        held.add_graph(other, name="g")
    held.add_graph(other, name="g", if_taken=IfTaken.REPLACE)
    assert held.graphs["g"].term("I21.0") == "Infarction in back"
    assert leftovers(held.root) == []
    assert len(stored_copies(held.root)) == 2


def test_a_note_in_the_cache_that_is_not_ours_moves_no_writer(held: Workspace) -> None:
    beside = written(held.root / "graphs" / "precious.csv", GRAPH)
    note = {"copies": ["../graphs", "graphs/../../maps"], "texts": {"../notebooks": ["x"]}}
    written(held.root / ".workbench" / "unfinished.json", json.dumps(note))
    held.add_graph(beside, name="precious")
    assert beside.exists()
    assert (held.root / "maps" / "m" / "map.csv").exists()
    written(held.root / ".workbench" / "unfinished.json", '{"copies": 3')
    held.remove_graph("precious")
    assert [graph.name for graph in read_manifest(held.root).graphs] == ["g"]
