"""``map add`` keeps a text of the map, and never touches a person's own."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.workspace.samples import (
    MAP,
    empty_workspace,
    leftovers,
    on_disk,
    said,
    written,
)
from workbench.errors import WorkspaceError
from workbench.workspace import IfTaken, Workspace, open_workspace

_OTHER: Final = MAP.replace("BA41.0", "BA41.1")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return empty_workspace(tmp_path / "w")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return written(tmp_path / "sources" / "from elsewhere.csv", MAP)


def test_the_text_is_canonical_and_says_where_it_came_from(
    workspace: Workspace, source: Path
) -> None:
    record = workspace.add_map(source, name="mine/first")
    home = workspace.root / "maps" / "mine" / "first"
    assert (home / "map.csv").read_text(encoding="utf-8") == (
        "# source: icd10/example\n"
        "# target: icd11/example\n"
        "source,target,no_map,no_map_text\n"
        "I20,,none_in_table,No Mapping\n"
        "I21.0,BA41.0,,\n"
        "I21.9,BA41.Z,,\n"
    )
    readme = (home / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("# mine/first\n")
    assert readme.endswith(
        "- kind: csv\n"
        "- releases: icd10/example → icd11/example\n"
        "- from: from elsewhere.csv\n"
        f"- sha256 of that file: {record.sha256}\n"
        f"- added: {record.added[:10]}\n"
    )
    assert str(source.parent) not in readme


@pytest.mark.parametrize("happened", ["gone", "changed", "unreadable"])
def test_a_map_outlives_its_file_and_its_copy(
    happened: str, workspace: Workspace, source: Path
) -> None:
    workspace.add_map(source, name="m")
    before = workspace.maps["m"]
    shutil.rmtree(workspace.root / ".workbench")
    if happened == "gone":
        source.unlink()
    else:
        written(source, _OTHER if happened == "changed" else "nothing of ours\n")
    again = open_workspace(workspace.root).maps["m"]
    assert again.kind == before.kind
    assert {code: [e.target for e in again[code]] for code in again.sources} == {
        code: [e.target for e in before[code]] for code in before.sources
    }
    assert again.no_map_count == before.no_map_count
    assert (workspace.root / ".workbench" / "maps").is_dir()  # and it is stored again


def test_the_original_goes_before_the_text_where_both_are_there(
    workspace: Workspace, source: Path
) -> None:
    workspace.add_map(source, name="m")
    shutil.rmtree(workspace.root / ".workbench")
    assert list(open_workspace(workspace.root).maps["m"].sources) == ["I21.9", "I21.0", "I20"]


def test_a_text_changed_by_hand_stands_for_nothing(workspace: Workspace, source: Path) -> None:
    workspace.add_map(source, name="m")
    text = workspace.root / "maps" / "m" / "map.csv"
    written(text, text.read_text(encoding="utf-8").replace("BA41.0", "BA41.1"))
    source.unlink()
    shutil.rmtree(workspace.root / ".workbench")
    with pytest.raises(WorkspaceError, match="has gone; add it again: workbench map add PATH"):
        open_workspace(workspace.root).maps["m"]


@pytest.mark.parametrize("given", ["maps/m/map.csv", "maps/m", "maps/m/other.csv"])
def test_a_map_that_lies_in_its_place_is_not_copied_and_stays_when_removed(
    given: str, workspace: Workspace
) -> None:
    name = "other.csv" if given.endswith("other.csv") else "map.csv"
    written(workspace.root / "maps" / "m" / name, MAP)
    written(workspace.root / "maps" / "m" / "README.md", "mine\n")
    record = workspace.add_map(workspace.root / given, name="m")
    assert (record.path, record.text_sha256) == (given, "")
    assert on_disk(workspace.root / "maps") == {f"m/{name}", "m/README.md"}
    workspace.remove_map("m")
    assert on_disk(workspace.root / "maps") == {f"m/{name}", "m/README.md"}


def test_removing_a_map_removes_its_text_and_the_folders_that_are_empty_then(
    workspace: Workspace, source: Path
) -> None:
    workspace.add_map(source, name="a/b/c")
    workspace.add_map(source, name="a")
    assert on_disk(workspace.root / "maps") == {
        *("a/map.csv", "a/README.md"),
        *("a/b/c/map.csv", "a/b/c/README.md"),
    }
    workspace.remove_map("a/b/c")
    assert on_disk(workspace.root / "maps") == {"a/map.csv", "a/README.md"}
    assert not (workspace.root / "maps" / "a" / "b").exists()
    workspace.remove_map("a")
    assert (workspace.root / "maps").is_dir()
    assert list((workspace.root / "maps").iterdir()) == []
    assert leftovers(workspace.root) == []


def test_removing_a_map_leaves_what_somebody_changed_or_put_there(
    workspace: Workspace, source: Path
) -> None:
    workspace.add_map(source, name="m")
    home = workspace.root / "maps" / "m"
    written(home / "README.md", "my own words\n")
    written(home / "notes.txt", "notes\n")
    workspace.remove_map("m")
    assert on_disk(home) == {"README.md", "notes.txt"}
    assert (home / "README.md").read_text(encoding="utf-8") == "my own words\n"


def test_replacing_a_map_replaces_its_text_and_what_it_says_of_itself(
    workspace: Workspace, source: Path, tmp_path: Path
) -> None:
    workspace.add_map(source, name="m")
    record = workspace.add_map(
        written(tmp_path / "other.csv", _OTHER), name="m", if_taken=IfTaken.REPLACE
    )
    home = workspace.root / "maps" / "m"
    assert "BA41.1" in (home / "map.csv").read_text(encoding="utf-8")
    assert record.sha256 in (home / "README.md").read_text(encoding="utf-8")
    assert "- from: other.csv\n" in (home / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("held", ["nothing", "a map whose text was edited"])
def test_a_persons_text_is_never_overwritten(held: str, workspace: Workspace, source: Path) -> None:
    text = workspace.root / "maps" / "m" / "map.csv"
    if held != "nothing":
        workspace.add_map(source, name="m")
    written(text, _OTHER)
    before = workspace.manifest
    with pytest.raises(
        WorkspaceError,
        match=r"^maps/m/map\.csv is there and is not what 'map add' wrote, so it is left alone; "
        "add it itself, move it away, or give another name with --as$",
    ):
        workspace.add_map(source, name="m", if_taken=IfTaken.REPLACE)
    assert text.read_text(encoding="utf-8") == _OTHER
    assert workspace.manifest == before
    assert leftovers(workspace.root) == []


def test_a_persons_readme_stays_beside_the_text_that_is_kept(
    workspace: Workspace, source: Path
) -> None:
    readme = written(workspace.root / "maps" / "m" / "README.md", "mine\n")
    workspace.add_map(source, name="m")
    assert readme.read_text(encoding="utf-8") == "mine\n"
    assert (readme.parent / "map.csv").exists()


def test_a_kept_text_can_be_taken_over_by_adding_it_itself(
    workspace: Workspace, source: Path
) -> None:
    workspace.add_map(source, name="m")
    text = workspace.root / "maps" / "m" / "map.csv"
    written(text, _OTHER)
    record = workspace.add_map(text, name="m", if_taken=IfTaken.REPLACE)
    assert (record.path, record.text_sha256) == ("maps/m/map.csv", "")
    assert workspace.maps["m"]["I21.0"][0].target == "BA41.1"
    workspace.remove_map("m")
    assert text.read_text(encoding="utf-8") == _OTHER


@pytest.mark.parametrize(("first", "second"), [("a", "a/map.csv"), ("a/map.csv", "a")])
def test_a_name_whose_folder_is_anothers_text_is_refused(
    first: str, second: str, workspace: Workspace, source: Path
) -> None:
    workspace.add_map(source, name=first)
    before = said(workspace)
    with pytest.raises(WorkspaceError, match="is there and is not what 'map add' wrote"):
        workspace.add_map(source, name=second)
    assert said(open_workspace(workspace.root)) == before


def test_a_file_name_that_breaks_lines_stays_on_its_line(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.add_map(written(tmp_path / "two\nlines.csv", MAP), name="m")
    readme = (workspace.root / "maps" / "m" / "README.md").read_text(encoding="utf-8")
    assert "- from: two lines.csv\n" in readme


@pytest.mark.parametrize(
    "name", ["who-10to11-one", "who-10to11-multiple", "who-11to10", "who-foundation"]
)
def test_whos_own_tables_read_again_from_their_texts(
    name: str, real_workspace: Workspace, tmp_path: Path
) -> None:
    before = real_workspace.maps[name]
    root = tmp_path / "moved"
    shutil.copytree(real_workspace.root, root, ignore=shutil.ignore_patterns(".workbench"))
    manifest = root / "workbench.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(
        text.replace("10ToOne", "gone").replace("/icd11-", "/no-"), encoding="utf-8"
    )
    again = open_workspace(root).maps[name]
    columns = [column for column in before.table.column_names if column != "line"]
    order = [(column, "ascending") for column in columns]
    assert (
        again.table.select(columns)
        .sort_by(order)
        .equals(before.table.select(columns).sort_by(order))
    )
