"""Writes that are either there whole or not at all, whenever the process is killed.

A file is written beside its place and renamed over it; a folder is written beside its place and
renamed into it. ``os.replace`` is atomic on one file system, on Windows too. What is written is
flushed to the disk before it gets its name, so that a power cut does not leave a name on nothing.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

__all__ = [
    "TEMPORARY",
    "flush",
    "move",
    "remove_file",
    "remove_folder",
    "sweep",
    "write_bytes",
    "write_files",
    "write_folder",
    "write_text",
    "writing",
]

#: What every unfinished file and folder begins with; `sweep` removes what a kill left behind.
TEMPORARY: Final = ".unfinished-"

#: Seconds to wait, one after the other, where Windows refuses what it will allow in a moment.
_WAITS: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if os.name == "nt" else ()


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """Give a temporary path to write to; it takes the place of `path` when the block ends well.

    A file that is there keeps its mode; a link is followed, not replaced.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.parent / f"{_unused()}{target.suffix}"
    try:
        temporary.touch(exist_ok=False)  # with the mode the umask gives; mkstemp makes private ones
        yield temporary
        flush(temporary)
        with suppress(FileNotFoundError):
            shutil.copymode(target, temporary)
        move(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    with writing(path) as temporary:
        temporary.write_bytes(content)


def write_text(path: Path, content: str) -> None:
    """Write a UTF-8 file with Unix line ends, whole or not at all."""
    write_bytes(path, content.encode("utf-8"))


def write_folder(path: Path, fill: Callable[[Path], None]) -> None:
    """Fill a folder and put it in its place; one that stands there already is replaced.

    Between the two renames of a replacement nothing stands at `path`: use it for what can be
    made again (a cache named by its content), never for the only copy.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / _unused()
    try:
        temporary.mkdir()
        fill(temporary)
        for file in temporary.rglob("*"):
            if file.is_file():
                flush(file)
        if path.exists():
            old = _aside(path)
            move(temporary, path)
            shutil.rmtree(old, ignore_errors=True)
        else:
            move(temporary, path)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def move(source: Path, target: Path) -> None:
    """Rename a file or folder, in place of a file that is there, and see the name onto the disk.

    Raises
    ------
    OSError
        If the system refuses.
    """
    _patiently(lambda: source.replace(target))
    _flush_folder(target.parent)


def remove_file(path: Path) -> None:
    """Remove a file, if it is there.

    Raises
    ------
    OSError
        If the system refuses.
    """
    _patiently(lambda: path.unlink(missing_ok=True))


def remove_folder(path: Path) -> bool:
    """Remove a folder whole or not at all, and say whether nothing stands at `path` now.

    Where the system keeps what somebody has open (Windows), it stays as it is.
    """
    try:
        old = _aside(path)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    shutil.rmtree(old, ignore_errors=True)
    return True


def write_files(folder: Path, fill: Callable[[Path], None]) -> None:
    """Fill a folder and move its files into another, all of them or none.

    What stood under their names comes back where one of them cannot be put in place. Other files
    of `folder` are left alone.

    Raises
    ------
    OSError
        If a file cannot be written or put in place.
    """
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / _unused()
    try:
        temporary.mkdir()
        fill(temporary)
        names = sorted(path.name for path in temporary.iterdir())
        for name in names:
            flush(temporary / name)
        _exchange(temporary, folder, names)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _exchange(new: Path, folder: Path, names: list[str]) -> None:
    """Put files in place, the ones they replace into their folder; undo it where one fails."""
    placed: list[str] = []
    kept: list[str] = []
    try:
        for name in names:
            target = folder / name
            _must_be_no_folder(target)
            if target.exists():
                move(target, new / f"old {name}")
                kept.append(name)
            move(new / name, target)
            placed.append(name)
    except BaseException:
        for name in placed:
            remove_file(folder / name)
        for name in kept:
            move(new / f"old {name}", folder / name)
        raise


def _must_be_no_folder(path: Path) -> None:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))


def sweep(folder: Path) -> None:
    """Remove what killed writers left in a folder; call it only while holding the lock."""
    if not folder.is_dir():
        return
    for path in list(folder.iterdir()):
        if not path.name.startswith(TEMPORARY):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            remove_file(path)


def flush(file: Path) -> None:
    """Wait until what was written to a file is on the disk."""
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


def _unused() -> str:
    return f"{TEMPORARY}{secrets.token_hex(8)}"


def _aside(path: Path) -> Path:
    old = path.parent / _unused()
    move(path, old)
    return old


def _patiently(act: Callable[[], object]) -> None:
    """Do what Windows refuses while a reader or a virus scanner has the file open, for a moment."""
    for wait in _WAITS:
        try:
            act()
        except PermissionError:
            time.sleep(wait)
        else:
            return
    act()


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there
        return
    with suppress(OSError):  # not every folder may be read, nor every file system flushed
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
