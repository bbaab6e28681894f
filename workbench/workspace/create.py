"""Make a workspace: empty, or with the demo.

It is made under another name and put in place when it is whole: beside a folder that is to come,
inside one that is there, since that one may be the directory somebody stands in or a mounted disk,
which no rename replaces. What a killed process left, the next one for the same folder sweeps.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Final

import filelock

from workbench.core.progress import Progress, silent
from workbench.errors import WorkbenchError, WorkspaceError
from workbench.io.atomic import TEMPORARY, move, remove_file, write_text
from workbench.io.fingerprint import of_bytes
from workbench.workspace.changes import HOME
from workbench.workspace.manifest import FILE, Manifest, write_manifest
from workbench.workspace.template import PARTS, template_dir
from workbench.workspace.workspace import Workspace

__all__ = ["Content", "init_workspace"]

_IGNORE: Final = ".gitignore"
_IGNORED: Final = "# A cache, rebuilt at will.\n/.workbench/\n.ipynb_checkpoints/\n"
_ATTRIBUTES: Final = ".gitattributes"
_UNCHANGED: Final = """\
# The sha256 of these is noted, so git leaves their line ends as they are.
graphs/** -text
maps/** -text
"""
_BUILTIN: Final = "builtin:icd10"
_WAIT_SECONDS: Final = 60.0
#: What an unfinished workspace is called beside its place. Not `TEMPORARY`: the parent may be a
#: workspace itself, and whoever writes there sweeps that away.
_BESIDE: Final = ".workbench-init-"
_INSIDE: Final = f"{TEMPORARY}init"
_LOCK: Final = f"{TEMPORARY}init.lock"
_OURS: Final = frozenset({*PARTS, _IGNORE, _ATTRIBUTES, HOME})


class Content(StrEnum):
    """What a new workspace holds."""

    DEMO = "demo"
    EMPTY = "empty"


def init_workspace(
    folder: str | Path, *, content: Content = Content.DEMO, progress: Progress = silent
) -> Workspace:
    """Make a workspace, whole or not at all.

    Parameters
    ----------
    folder
        A folder that does not exist yet, or an empty one.
    content
        The demo's graphs, maps and notebooks, or nothing.
    progress
        Who is told how far it is.

    Raises
    ------
    WorkspaceError
        If the folder is not empty, is a file, or cannot be written.
    """
    folder = Path(folder)
    target = folder.resolve()
    make = _make_inside if target.is_dir() else _make_beside
    try:
        make(target, folder, lambda root: _fill(root, content, progress))
    except WorkbenchError:
        raise
    except filelock.Timeout as error:
        message = f"another process is making {folder}"
        raise WorkspaceError(message) from error
    except OSError as error:
        message = f"{folder} cannot be made: {error.strerror or error}"
        raise WorkspaceError(message) from error
    return Workspace(folder)


def _make_beside(target: Path, shown: Path, fill: Callable[[Path], None]) -> None:
    """Make a workspace where nothing is: it appears by one rename."""
    _must_be_empty(target, shown)
    target.parent.mkdir(parents=True, exist_ok=True)
    key = of_bytes(os.fsencode(target.name))[:12]
    with _alone(target.parent / f"{_BESIDE}{key}.lock"):
        _must_be_empty(target, shown)
        made = target.parent / f"{_BESIDE}{key}"
        try:
            _make_empty(made)
            fill(made)
            move(made, target)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise


def _make_inside(target: Path, shown: Path, fill: Callable[[Path], None]) -> None:
    """Make a workspace in an empty folder: it is one when its manifest, moved last, is there."""
    _must_be_empty(target, shown)
    with _alone(target / _LOCK):
        _must_be_empty(target, shown)
        made = target / _INSIDE
        try:
            _clear(target)
            _make_empty(made)
            fill(made)
            for path in sorted(made.iterdir(), key=lambda path: path.name == FILE):
                move(path, target / path.name)
        except BaseException:
            _clear(target)
            raise
        made.rmdir()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep others who make the same workspace out; afterwards the lock's file goes, if it is free.

    Taking it once more for that is what makes it go after an interrupt at any moment, and stay
    where somebody else has it by now.
    """
    lock = filelock.FileLock(path, timeout=_WAIT_SECONDS)
    try:
        with lock:
            yield
    finally:
        lock.release(force=True)
        with suppress(OSError), filelock.FileLock(path, timeout=0):
            path.unlink()


def _make_empty(folder: Path) -> None:
    """Make a folder; what a killed process left there goes."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()


def _must_be_empty(target: Path, shown: Path) -> None:
    """Refuse what is not empty; what a killed `_make_inside` left does not count."""
    if target.exists() and not target.is_dir():
        message = f"{shown} is a file; name a folder for the workspace"
        raise WorkspaceError(message)
    names = {path.name for path in target.iterdir()} if target.is_dir() else set()
    ours = {name for name in names if name.startswith(TEMPORARY)}
    if names - ours - (_OURS if _INSIDE in names else set()):
        message = f"{shown} is not empty; name a new folder or an empty one for the workspace"
        raise WorkspaceError(message)


def _clear(target: Path) -> None:
    """Remove what was begun in a folder that was empty, unless it is a workspace by now."""
    if (target / FILE).exists() or not (target / _INSIDE).exists():
        return
    for path in (*(target / name for name in sorted(_OURS)), target / _INSIDE):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            remove_file(path)


def _fill(root: Path, content: Content, progress: Progress) -> None:
    for part in PARTS:
        (root / part).mkdir()
    write_text(root / _IGNORE, _IGNORED)
    write_text(root / _ATTRIBUTES, _UNCHANGED)
    write_manifest(root, Manifest(title=_TITLES[content]))
    if content is Content.DEMO:
        _add_demo(root, progress)


_TITLES: Final = {
    Content.DEMO: "Demo: illustrative, incomplete, not for coding",
    Content.EMPTY: "Workspace",
}


def _add_demo(root: Path, progress: Progress) -> None:
    template = template_dir()
    for part in PARTS:
        _copy_visible(template / part, root / part)
    workspace = Workspace(root, progress=progress)
    workspace.add_graph(_BUILTIN)
    for path in sorted((root / "graphs").rglob("concepts.csv")):
        workspace.add_graph(path, name=_name(path, root / "graphs"))
    for path in sorted((root / "maps").rglob("map.csv")):
        workspace.add_map(path, name=_name(path, root / "maps"))


def _copy_visible(source: Path, target: Path) -> None:
    """Copy contents only: an installation may be read-only, a workspace may not."""
    for path in sorted(source.rglob("*")):
        relative = path.relative_to(source)
        if any(part.startswith((".", "__pycache__")) for part in relative.parts):
            continue
        if path.is_dir():
            (target / relative).mkdir()
        else:
            (target / relative).write_bytes(path.read_bytes())


def _name(path: Path, folder: Path) -> str:
    return path.parent.relative_to(folder).as_posix()
