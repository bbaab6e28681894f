"""``workbench.toml`` may be edited by hand: what is right is kept, what is wrong is named."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workspace.samples import GRAPH, MAP, contents, empty_workspace, written
from workbench.errors import WorkspaceError
from workbench.workspace import Workspace, open_workspace
from workbench.workspace.manifest import (
    GraphRecord,
    Manifest,
    MapRecord,
    read_manifest,
    write_manifest,
)

_SHA256: Final = "0123456789abcdef" * 4
_GRAPH: Final = f"""\
format = 1
title = "Workspace"

[[graph]]
name = "g"
release = "icd10/example"
kind = "csv"
source = "g.csv"
sha256 = "{_SHA256}"
added = "2024-01-01T00:00:00+00:00"
concepts = 5
active = 5
edges = 4
"""


def _with(text: str, before: str, after: str = "") -> str:
    assert before in text
    return text.replace(before, after)


WRONG: Final[dict[str, tuple[str, str]]] = {
    "nothing": ("", r"'format' is None; expected 1"),
    "no TOML": ("format = 1\ntitle: mine\n", r"not readable as a workspace's manifest \(Expected"),
    "a newer format": (
        _with(_GRAPH, "format = 1", "format = 2"),
        r"a newer version of the workbench wrote this workspace \(format 2, this version knows 1\)",
    ),
    "format a text": (_with(_GRAPH, "format = 1", 'format = "1"'), r"'format' is '1'; expected 1"),
    "format a truth": (_with(_GRAPH, "format = 1", "format = true"), "'format' is True; expected"),
    "format 0": (_with(_GRAPH, "format = 1", "format = 0"), "'format' is 0; expected 1"),
    "one table": (_with(_GRAPH, "[[graph]]", "[graph]"), r"no list of tables; expected \[\[graph"),
    "no table": ("format = 1\ngraph = [3]\n", "graph 1: 3 is no table"),
    "a key missing": (_with(_GRAPH, "edges = 4\n"), "graph 1: 'edges' is missing"),
    "a count a text": (
        _with(_GRAPH, "edges = 4", 'edges = "4"'),
        "graph 1: 'edges' is '4'; expected a whole number",
    ),
    "a name a number": (
        _with(_GRAPH, 'name = "g"', "name = 7"),
        "graph 1: 'name' is 7; expected a text in quotation marks",
    ),
    "a name that climbs": (
        _with(_GRAPH, 'name = "g"', 'name = "../../g"'),
        r"graph 1: name '\.\./\.\./g' is not made of parts",
    ),
    "a digest that climbs": (
        _with(_GRAPH, _SHA256, "../../graphs"),
        r"graph 1: 'sha256' is '\.\./\.\./graphs'; expected 64 hexadecimal digits",
    ),
    "a release of nothing": (
        _with(_GRAPH, "icd10/example", "icd9/example"),
        "graph 1: release 'icd9/example' is not <system>/<edition>",
    ),
    "a name twice": (
        _GRAPH + _GRAPH.partition("\n\n")[2],
        "two graphs are called 'g'; rename or remove one of them",
    ),
}


@pytest.mark.parametrize("how", WRONG)
def test_what_is_wrong_is_named_with_the_file_and_nothing_is_touched(
    how: str, tmp_path: Path
) -> None:
    text, why = WRONG[how]
    written(tmp_path / "workbench.toml", text)
    before = contents(tmp_path)
    with pytest.raises(WorkspaceError, match=f"workbench.toml: .*{why}"):
        open_workspace(tmp_path)
    assert contents(tmp_path) == before


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    (tmp_path / "workbench.toml").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(WorkspaceError, match="not readable as a workspace's manifest"):
        open_workspace(tmp_path)


@pytest.mark.parametrize("place", ["absent", "file", "folder without it"])
def test_what_is_no_workspace_says_how_one_is_made(place: str, tmp_path: Path) -> None:
    written(tmp_path / "file", "")
    folder = tmp_path if place == "folder without it" else tmp_path / place
    with pytest.raises(WorkspaceError, match=r"it holds no workbench\.toml; make one with 'workb"):
        open_workspace(folder)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = empty_workspace(tmp_path / "w")
    workspace.add_graph(written(tmp_path / "g.csv", GRAPH), name="g")
    return workspace


def _edited(workspace: Workspace, before: str, after: str) -> None:
    path = workspace.root / "workbench.toml"
    written(path, _with(path.read_text(encoding="utf-8"), before, after))


def test_a_title_edited_by_hand_stays_at_the_next_write(
    workspace: Workspace, tmp_path: Path
) -> None:
    _edited(workspace, 'title = "Workspace"', "title = 'Ärzte \"& Co\"'")
    workspace.add_map(written(tmp_path / "m.csv", MAP), name="m")
    assert open_workspace(workspace.root).manifest.title == 'Ärzte "& Co"'


def test_what_is_not_known_stays_where_it_stands(workspace: Workspace, tmp_path: Path) -> None:
    _edited(workspace, "edges = 4", 'edges = 4\nnote = "checked by two of us"\nseen = 2024-05-01')
    _edited(workspace, 'title = "W', 'owner = "coding"\ntitle = "W')
    workspace.add_map(written(tmp_path / "m.csv", MAP), name="m")
    plain = tomllib.loads((workspace.root / "workbench.toml").read_text(encoding="utf-8"))
    assert plain["owner"] == "coding"
    assert plain["graph"][0]["note"] == "checked by two of us"
    assert str(plain["graph"][0]["seen"]) == "2024-05-01"


def test_a_file_saved_by_a_windows_editor_reads(workspace: Workspace) -> None:
    path = workspace.root / "workbench.toml"
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    assert list(open_workspace(workspace.root).graphs) == ["g"]


_TEXT: Final = st.text(st.characters(codec="utf-8"), max_size=20)
_NAME: Final = st.from_regex(
    r"[a-z0-9][a-z0-9._-]{0,5}(/[a-z0-9][a-z0-9._-]{0,5})?", fullmatch=True
)
_COUNT: Final = st.integers(min_value=0, max_value=2**40)


def _graphs() -> st.SearchStrategy[GraphRecord]:
    return st.builds(
        GraphRecord,
        name=_NAME,
        release=st.just("icd10/example"),
        kind=_TEXT,
        source=_TEXT,
        sha256=st.just(_SHA256),
        added=_TEXT,
        concepts=_COUNT,
        active=_COUNT,
        edges=_COUNT,
        extra=st.dictionaries(st.sampled_from(["note", "owner", "extra", "Überschrift"]), _TEXT),
    )


def _maps() -> st.SearchStrategy[MapRecord]:
    return st.builds(
        MapRecord,
        name=_NAME,
        kind=_TEXT,
        source=st.sampled_from(["", "icd10/example"]),
        target=st.sampled_from(["", "icd11/example"]),
        path=_TEXT,
        sha256=st.just(_SHA256),
        added=_TEXT,
        entries=_COUNT,
        sources=_COUNT,
        no_map=_COUNT,
        source_graph=_TEXT,
        target_graph=_TEXT,
        text_sha256=st.sampled_from(["", _SHA256]),
    )


@given(
    title=_TEXT,
    graphs=st.lists(_graphs(), max_size=4, unique_by=lambda record: record.name),
    maps=st.lists(_maps(), max_size=4, unique_by=lambda record: record.name),
    extra=st.dictionaries(st.sampled_from(["owner", "Überschrift"]), _TEXT),
)
def test_what_is_written_reads_back(
    title: str,
    graphs: list[GraphRecord],
    maps: list[MapRecord],
    extra: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    manifest = Manifest(title=title, extra=extra)
    for graph in graphs:
        manifest = manifest.with_graph(graph)
    for map_ in maps:
        manifest = manifest.with_map(map_)
    root = tmp_path_factory.mktemp("manifest")
    write_manifest(root, manifest)
    assert read_manifest(root) == manifest
    assert [graph.name for graph in manifest.graphs] == sorted(graph.name for graph in graphs)
