"""What a workspace offers to Tab and shows of itself."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.tables import cells
from tests.workspace.samples import GRAPH, MAP, empty_workspace, written
from workbench.core.codes import parse_release
from workbench.errors import AmbiguousNameError, UnknownNameError
from workbench.workspace import Workspace
from workbench.workspace.manifest import GraphRecord, Manifest, MapRecord, write_manifest


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Give a workspace that holds ICD-10 once under its default name, and ICD-11 twice."""
    workspace = empty_workspace(tmp_path / "w")
    source = written(tmp_path / "g.csv", GRAPH)
    workspace.add_graph(source)
    for name in ("mine", "icd11/yours"):
        workspace.add_graph(source, name=name, release=parse_release("icd11/example"))
    workspace.add_map(written(tmp_path / "My First Map (2).csv", MAP))
    return workspace


def test_default_names_come_from_the_release_and_from_the_file(workspace: Workspace) -> None:
    assert list(workspace.graphs) == ["icd10/example", "icd11/yours", "mine"]
    assert list(workspace.maps) == ["my-first-map-2"]


def test_a_file_whose_name_has_no_usable_letter_is_called_by_its_kind(
    workspace: Workspace, tmp_path: Path
) -> None:
    assert workspace.add_map(written(tmp_path / "病歴.csv", MAP)).name == "csv"


def test_a_bare_system_means_the_one_that_is_held(workspace: Workspace) -> None:
    assert workspace.graphs["icd10"] is workspace.graphs["icd10/example"]
    assert workspace.graphs.icd10 is workspace.graphs["icd10/example"]
    assert workspace.maps.icd10.name == "my-first-map-2"


def test_a_bare_system_held_twice_lists_both(workspace: Workspace) -> None:
    why = "'icd11' means more than one graph of this workspace; name one of icd11/yours, mine"
    with pytest.raises(AmbiguousNameError, match=why):
        workspace.graphs["icd11"]
    with pytest.raises(AttributeError, match=why):
        _ = workspace.graphs.icd11
    assert not hasattr(workspace.graphs, "icd11")


def test_an_unknown_name_lists_what_is_held(workspace: Workspace) -> None:
    with pytest.raises(UnknownNameError, match="no map 'x' in this workspace; held: my-first-map"):
        workspace.maps["x"]
    with pytest.raises(UnknownNameError, match="no graph 'opcs4' in this workspace; held: icd10/"):
        workspace.graphs["opcs4"]


def test_tab_completes_systems_and_names_after_the_dot_and_names_in_brackets(
    workspace: Workspace,
) -> None:
    offered = [word for word in dir(workspace.graphs) if not word.startswith("_")]
    assert offered == ["icd10", "mine", "resolve"]
    assert workspace.graphs._ipython_key_completions_() == ["icd10/example", "icd11/yours", "mine"]
    assert workspace.maps._ipython_key_completions_() == ["my-first-map-2"]


def test_a_shelf_counts_and_contains_names(workspace: Workspace) -> None:
    assert len(workspace.graphs) == 3
    assert "mine" in workspace.graphs
    assert "icd10" not in workspace.graphs


def test_everything_shows_itself_in_a_line(workspace: Workspace) -> None:
    assert repr(workspace) == "<Workspace 'Workspace' in w: 3 graphs, 1 map>"
    assert repr(workspace.graphs) == "<3 graphs: icd10/example, icd11/yours, mine>"
    workspace.remove_map("my-first-map-2")
    assert repr(workspace.maps) == "<0 maps: none>"


_MANY: Final = 300


def test_what_is_shown_is_bounded_and_escaped(workspace: Workspace) -> None:
    record = workspace.manifest.graphs[0]
    manifest = Manifest(title="<script>\n" + "long " * 500)
    for number in range(_MANY):
        graph = GraphRecord(
            name=f"g{number:03d}" + "x" * 500,
            release=record.release,
            kind=record.kind,
            source=record.source,
            sha256=record.sha256,
            added=record.added,
            concepts=number,
            active=number,
            edges=0,
        )
        manifest = manifest.with_graph(graph)
    write_manifest(workspace.root, manifest)
    shown = (workspace, workspace.graphs, workspace.maps)
    assert all(len(repr(it)) < 3_000 for it in shown)
    assert all("\n" not in repr(it) for it in shown)
    pages = [it._repr_html_() for it in shown]
    assert all(len(page) < 40_000 for page in pages)
    assert all("<script>" not in page for page in pages)
    assert "&lt;script&gt; long long" in pages[0]
    assert "… and 250 more" in pages[0]
    assert "… and 250 more" in pages[1]
    assert repr(workspace.graphs).endswith(", … and 288 more>")


def test_releases_that_a_map_does_not_state_are_shown_as_unknown(tmp_path: Path) -> None:
    workspace = empty_workspace(tmp_path / "w")
    record = workspace.add_map(written(tmp_path / "m.csv", "source,target\nA00,1A00\n"))
    assert isinstance(record, MapRecord)
    assert (record.source, record.target) == ("", "")
    assert ["m", "? → ?", "1"] in cells(workspace._repr_html_())
