"""Files and folders that are there whole or not at all."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.workspace.samples import MAP, empty_workspace, leftovers, on_disk, written
from workbench.io import atomic
from workbench.io.atomic import (
    TEMPORARY,
    move,
    remove_file,
    remove_folder,
    sweep,
    write_folder,
    write_text,
    writing,
)

needs_modes = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    write_text(path, "old")
    with pytest.raises(ZeroDivisionError), writing(path) as temporary:
        temporary.write_text(str(1 / 0), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "old"
    assert _names(tmp_path) == ["file.txt"]


def test_the_temporary_file_has_the_ending_of_its_target_and_makes_the_folder(
    tmp_path: Path,
) -> None:
    with writing(tmp_path / "new" / "report.xlsx") as temporary:
        assert temporary.name.startswith(TEMPORARY)
        assert temporary.suffix == ".xlsx"
    assert _names(tmp_path / "new") == ["report.xlsx"]


@needs_modes
def test_new_files_and_folders_have_the_mode_the_umask_gives(tmp_path: Path) -> None:
    before = os.umask(0o002)
    try:
        write_text(tmp_path / "file.txt", "a")
        write_folder(tmp_path / "folder", lambda folder: write_text(folder / "a", "a"))
    finally:
        os.umask(before)
    assert (tmp_path / "file.txt").stat().st_mode & 0o777 == 0o664
    assert (tmp_path / "folder").stat().st_mode & 0o777 == 0o775


@needs_modes
def test_a_replaced_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    write_text(path, "a")
    path.chmod(0o640)
    write_text(path, "b")
    assert path.stat().st_mode & 0o777 == 0o640


@needs_modes
def test_a_link_is_followed_and_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "real.txt"
    write_text(target, "a")
    link = tmp_path / "link.txt"
    link.symlink_to(target)
    write_text(link, "b")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "b"


def test_a_folder_whose_filling_fails_never_appears(tmp_path: Path) -> None:
    def fill(folder: Path) -> None:
        write_text(folder / "first", "a")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_folder(tmp_path / "folder", fill)
    assert _names(tmp_path) == []


def test_a_folder_replaces_another_whole(tmp_path: Path) -> None:
    for name in ("old", "new"):
        write_folder(tmp_path / "folder", lambda folder, name=name: write_text(folder / name, "a"))  # type: ignore[misc]
    assert _names(tmp_path / "folder") == ["new"]
    assert _names(tmp_path) == ["folder"]


def test_removing_a_folder_says_whether_it_is_gone(tmp_path: Path) -> None:
    write_folder(tmp_path / "folder", lambda folder: write_text(folder / "a", "a"))
    assert remove_folder(tmp_path / "folder")
    assert remove_folder(tmp_path / "folder")
    assert _names(tmp_path) == []


def test_sweeping_takes_what_is_unfinished_and_nothing_else(tmp_path: Path) -> None:
    write_text(tmp_path / f"{TEMPORARY}0" / "deep" / "a.csv", "a")
    write_text(tmp_path / f"{TEMPORARY}1.csv", "a")
    write_text(tmp_path / "finished.csv", "a")
    sweep(tmp_path)
    sweep(tmp_path / "absent")
    assert _names(tmp_path) == ["finished.csv"]


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Let the system refuse each renaming and removal twice, as Windows does with an open file."""
    times: Counter[str] = Counter()

    def refusing(act: Callable[..., None]) -> Callable[..., None]:
        def refuse(path: Path, *others: Path, **options: Any) -> None:  # noqa: ANN401 - os's own
            what = f"{act.__name__} {Path(path).name}"
            if not options and Path(path).is_relative_to(tmp_path) and times[what] < 2:
                times[what] += 1
                raise PermissionError(13, "in use", str(path))
            act(path, *others, **options)

        return refuse

    monkeypatch.setattr(os, "replace", refusing(os.replace))
    monkeypatch.setattr(os, "unlink", refusing(os.unlink))
    monkeypatch.setattr(atomic, "_WAITS", (0.001, 0.001))
    return times


def test_what_is_refused_for_a_moment_is_tried_again(refused: Counter[str], tmp_path: Path) -> None:
    (tmp_path / "a").write_text("new", encoding="utf-8")
    (tmp_path / "b").write_text("old", encoding="utf-8")
    move(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_text(encoding="utf-8") == "new"
    remove_file(tmp_path / "b")
    remove_file(tmp_path / "b")
    assert _names(tmp_path) == []
    assert refused == {"replace a": 2, "unlink b": 2}


def test_what_is_refused_for_good_is_an_error(
    refused: Counter[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic, "_WAITS", (0.001,))
    (tmp_path / "a").touch()
    with pytest.raises(PermissionError):
        move(tmp_path / "a", tmp_path / "b")
    assert _names(tmp_path) == ["a"]
    assert refused == {"replace a": 2}


@pytest.mark.parametrize("where", ["beside", "inside"])
def test_a_workspace_is_made_and_changed_where_each_step_is_refused_for_a_moment(
    where: str, refused: Counter[str], tmp_path: Path
) -> None:
    if where == "inside":
        (tmp_path / "w").mkdir()
    workspace = empty_workspace(tmp_path / "w")
    source = written(tmp_path / "m.csv", MAP)
    workspace.add_map(source, name="m")
    assert on_disk(workspace.root / "maps") == {"m/map.csv", "m/README.md"}
    workspace.remove_map("m")
    assert on_disk(workspace.root / "maps") == set()
    assert leftovers(workspace.root) == []
    for step in ("replace .unfinished-map.csv", "unlink map.csv", "unlink unfinished.json"):
        assert refused[step] == 2
