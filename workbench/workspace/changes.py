"""One change to a workspace at a time, and each of them whole, whenever the process is killed.

What counts is the manifest: a change is made at the moment ``workbench.toml`` is replaced. Before
it, what the new manifest will name is put in place, under names of its own, so that nobody is
disturbed; after it, what nobody names any more goes, and the kept texts follow. Which those may be
is noted first, in ``.workbench/unfinished.json``: whoever takes the lock and finds that note does
what the one who wrote it would have done next. Finishing and undoing are one act, ``_settle``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import filelock

from workbench.core.codes import NAME_PATTERN
from workbench.errors import WorkbenchError, WorkspaceError
from workbench.io.atomic import remove_file, remove_folder, sweep, write_text
from workbench.workspace import kept_text
from workbench.workspace.manifest import (
    FILE,
    GraphRecord,
    Manifest,
    MapRecord,
    read_manifest,
    write_manifest,
)

__all__ = ["HOME", "Changes", "copies_named"]

#: What is made again at will, the lock and, later, the journal.
HOME: Final = ".workbench"
_NOTE: Final = "unfinished.json"
_WAIT_SECONDS: Final = 60.0
_COPY: Final = re.compile(r"(?:graphs|maps)/[0-9a-f]{64}(?:-[a-z0-9]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    """What a change may leave behind.

    Attributes
    ----------
    copies
        Stored copies of before and after, relative to ``.workbench/``.
    texts
        By the name of a map: sha256 of what ``map add`` wrote there, before and after.
    """

    copies: tuple[str, ...] = ()
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Changes:
    """The writing side of one workspace.

    Parameters
    ----------
    root
        The workspace's folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._home = root / HOME

    @contextmanager
    def locked(self, *, wait: float = _WAIT_SECONDS) -> Iterator[None]:
        """Hold the workspace for writing; what a killed writer left is settled first.

        Parameters
        ----------
        wait
            Seconds to wait for another writer.

        Raises
        ------
        WorkspaceError
            If another process holds it all that time, or the folder cannot be written.
        """
        read_manifest(self._root)
        try:
            self._home.mkdir(exist_ok=True)
            with filelock.FileLock(self._home / "lock", timeout=wait):
                self._tidy()
                yield
        except filelock.Timeout as error:
            message = (
                f"another process has been writing to {self._root} for {wait:.0f} seconds; try "
                "again when it is done"
            )
            raise WorkspaceError(message) from error
        except WorkbenchError:
            raise
        except OSError as error:
            message = f"{self._root} cannot be written: {error.strerror or error}"
            raise WorkspaceError(message) from error

    def hold_graph(self, record: GraphRecord, store: Callable[[], None]) -> None:
        """Hold a graph, while holding the lock; `store` puts its copy in place."""
        manifest = read_manifest(self._root)
        with self._noted(_Note(copies=_copies(manifest.graph(record.name), record))):
            store()
            write_manifest(self._root, manifest.with_graph(record))

    def drop_graph(self, record: GraphRecord) -> None:
        """Drop a graph, while holding the lock."""
        with self._noted(_Note(copies=_copies(record))):
            write_manifest(self._root, read_manifest(self._root).without_graph(record.name))

    def hold_map(self, record: MapRecord, store: Callable[[], None], *, text: bytes) -> None:
        """Hold a map, while holding the lock.

        Parameters
        ----------
        record
            What the manifest is to say.
        store
            Puts its copy in place.
        text
            What is kept under ``maps/<name>/``; empty where nothing is.

        Raises
        ------
        WorkspaceError
            If somebody's own work stands where the text would.
        """
        manifest = read_manifest(self._root)
        old = manifest.map(record.name)
        texts = {}
        if text:
            kept_text.must_not_hide_work(self._root, record.name, old)
            texts[record.name] = kept_text.our_contents(old, record)
        with self._noted(_Note(copies=_copies(old, record), texts=texts)):
            store()
            if text:
                kept_text.stage(self._root, record.name, text)
            write_manifest(self._root, manifest.with_map(record))

    def drop_map(self, record: MapRecord) -> None:
        """Drop a map and the text kept of it, while holding the lock."""
        texts = {record.name: kept_text.our_contents(record)}
        with self._noted(_Note(copies=_copies(record), texts=texts)):
            write_manifest(self._root, read_manifest(self._root).without_map(record.name))

    @contextmanager
    def _noted(self, note: _Note) -> Iterator[None]:
        """Make one change, while holding the lock.

        The block puts in place what it needs and ends by writing the manifest. An interrupt that
        comes after that has come too late and is dropped: the change is made.
        """
        left = self._read_note()
        note = _Note(copies=(*left.copies, *note.copies), texts={**left.texts, **note.texts})
        before = self._manifest_bytes()
        self._write_note(note)
        try:
            yield
            self._settle(note)
        except KeyboardInterrupt:
            self._settle(note)
            if self._manifest_bytes() == before:
                raise
        except BaseException:
            with suppress(OSError):
                self._settle(note)
            raise

    def _tidy(self) -> None:
        for folder in (self._root, self._home, self._home / "graphs", self._home / "maps"):
            sweep(folder)
        for copy in (self._home / "graphs").glob("*"):  # where a search index is made
            sweep(copy)
        note = self._read_note()
        if note.copies or note.texts:
            self._settle(note)

    def _settle(self, note: _Note) -> None:
        manifest = read_manifest(self._root)
        named = copies_named(manifest)
        left = tuple(
            copy
            for copy in dict.fromkeys(note.copies)
            if copy not in named and not remove_folder(self._home / copy)
        )
        for name, ours in note.texts.items():
            kept_text.settle(self._root, name, ours, manifest.map(name))
        if left:
            self._write_note(_Note(copies=left))
        else:
            remove_file(self._home / _NOTE)

    def _manifest_bytes(self) -> bytes:
        return (self._root / FILE).read_bytes()

    def _write_note(self, note: _Note) -> None:
        plain = {"copies": note.copies, "texts": dict(note.texts)}
        write_text(self._home / _NOTE, json.dumps(plain))

    def _read_note(self) -> _Note:
        """Read the note; what does not look like ours is passed over."""
        try:
            plain = json.loads((self._home / _NOTE).read_text(encoding="utf-8"))
            copies = tuple(copy for copy in plain["copies"] if _COPY.fullmatch(copy))
            texts = {
                name: tuple(map(str, ours))
                for name, ours in plain["texts"].items()
                if NAME_PATTERN.fullmatch(name)
            }
        except FileNotFoundError:
            return _Note()
        except (ValueError, LookupError, TypeError, AttributeError):
            return _Note()
        return _Note(copies=copies, texts=texts)


def copies_named(manifest: Manifest) -> frozenset[str]:
    """Give the stored copies a manifest names, relative to ``.workbench/``."""
    return frozenset(
        [*(graph.copy for graph in manifest.graphs), *(map_.copy for map_ in manifest.maps)]
    )


def _copies(*records: GraphRecord | MapRecord | None) -> tuple[str, ...]:
    return tuple(record.copy for record in records if record is not None)
