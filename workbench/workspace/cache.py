"""The graphs and maps of a workspace as stored copies: found, and made again when stale.

``.workbench/graphs/<sha256>/`` and ``.workbench/maps/<sha256>/`` are a cache; the sources named in
the manifest are the truth, and for maps the text kept of them. What cannot be stored (a workspace
that may only be read) is answered from memory.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.codes import parse_release
from workbench.core.progress import Progress, silent
from workbench.errors import InputError, WorkspaceError
from workbench.graph.build import build_graph
from workbench.graph.code_graph import CodeGraph
from workbench.io.atomic import remove_folder
from workbench.io.graph_store import (
    StaleStoreError,
    check_copy,
    copy_digest,
    open_graph,
    open_table,
    save_graph,
    save_table,
)
from workbench.io.reading import GraphRead, read_graph, read_map
from workbench.mapping.map_set import MapSet
from workbench.workspace.changes import HOME, Changes, copies_named
from workbench.workspace.kept_text import read_kept
from workbench.workspace.manifest import GraphRecord, MapRecord, read_manifest
from workbench.workspace.map_records import map_set

if TYPE_CHECKING:
    from workbench.graph.search.search import GraphSearch

__all__ = ["Cache", "active_concepts", "build"]

#: How long an answer waits for another writer before it does without a stored copy, in seconds.
_PATIENCE_SECONDS: Final = 5.0
_BUILTIN: Final = "builtin:"


class Cache:
    """The stored copies of one workspace.

    Parameters
    ----------
    root
        The workspace's folder.
    changes
        Its writing side.
    progress
        Who is told how far the making again of a copy is.
    """

    def __init__(self, root: Path, changes: Changes, *, progress: Progress = silent) -> None:
        self._progress = progress
        self._root = root
        self._changes = changes

    def folder(self, record: GraphRecord | MapRecord) -> Path:
        """Give the folder of a stored copy."""
        return self._root / HOME / record.copy

    def keep_graph(self, graph: CodeGraph, record: GraphRecord) -> None:
        """Store a graph, while holding the lock; a copy that is good is left as it is."""
        folder = self.folder(record)
        try:
            check_copy(folder)
            open_graph(folder, release=graph.release, name=record.name)
        except StaleStoreError:
            save_graph(graph, folder, kind=record.kind)
        self._drop_damaged_search(folder)

    def keep_map(self, table: pa.Table, record: MapRecord) -> None:
        """Store a map's rows; see `keep_graph`."""
        folder = self.folder(record)
        try:
            check_copy(folder)
            open_table(folder)
        except StaleStoreError:
            save_table(table, folder, kind=record.kind)

    def graph(self, record: GraphRecord) -> CodeGraph:
        """Open a graph, building it again from its source where the stored copy is no good.

        Raises
        ------
        WorkspaceError
            If it must be built again and its source has gone or changed.
        """
        release = parse_release(record.release)
        folder = self.folder(record)
        try:
            return open_graph(folder, release=release, name=record.name)
        except StaleStoreError as stale:
            graph = build(self._graph_again(record, stale), name=record.name)
        self._store(record, lambda: self.keep_graph(graph, record))
        with suppress(StaleStoreError):
            return open_graph(folder, release=release, name=record.name)
        return graph

    def map_set(self, record: MapRecord) -> MapSet:
        """Open a map, reading them again where the stored copy is no good.

        Raises
        ------
        WorkspaceError
            If they must be read again, their source has gone or changed, and no text was kept.
        """
        try:
            table = open_table(self.folder(record))
        except StaleStoreError as stale:
            table = self._table_stored(record, self._table_again(record, stale))
        return map_set(record, table)

    def search(self, record: GraphRecord, graph: CodeGraph) -> GraphSearch:
        """Open the search index of a graph, making it where the stored one is no good.

        It lies in the folder of the graph's copy and goes with it. Where it cannot be stored, it
        is made in memory.
        """
        from workbench.graph.search.search import build_search

        with suppress(StaleStoreError):
            return self._stored_search(record, graph)
        self._store(record, lambda: self._keep_search(record, graph))
        with suppress(StaleStoreError):
            return self._stored_search(record, graph)
        return build_search(graph, progress=self._progress)

    def source_path(self, source: str) -> Path:
        """Give the path of a source noted in the manifest."""
        path = Path(source)
        return path if path.is_absolute() else self._root / path

    def noted_source(self, source: str) -> str:
        """Give a source as the manifest notes it: relative inside the workspace.

        Raises
        ------
        InputError
            If the path cannot be written down, being in no known encoding.
        """
        if source.startswith(_BUILTIN):
            return source
        given = Path(os.path.abspath(source))  # noqa: PTH100 - links inside the workspace stay
        resolved = given.resolve()
        for path, root in ((given, self._root), (resolved, self._root.resolve())):
            if path.is_relative_to(root):
                return _writable(path.relative_to(root).as_posix())
        return _writable(str(resolved))

    def _stored_search(self, record: GraphRecord, graph: CodeGraph) -> GraphSearch:
        from workbench.io.search_store import FOLDER, open_search

        folder = self.folder(record)
        return open_search(folder / FOLDER, graph, of=copy_digest(folder))

    def _keep_search(self, record: GraphRecord, graph: CodeGraph) -> None:
        """Store a search index, while holding the lock, unless somebody just has."""
        from workbench.io.search_store import FOLDER, save_search

        folder = self.folder(record)
        try:
            self._stored_search(record, graph)
        except StaleStoreError:
            of = copy_digest(folder)
            save_search(graph, folder / FOLDER, of=of, progress=self._progress)

    @staticmethod
    def _drop_damaged_search(folder: Path) -> None:
        from workbench.io.search_store import FOLDER, check_search

        if (folder / FOLDER).exists():
            try:
                check_search(folder / FOLDER)
            except StaleStoreError:
                remove_folder(folder / FOLDER)

    def _store(self, record: GraphRecord | MapRecord, keep: Callable[[], None]) -> None:
        """Store what was made again, if the folder lets us and the record still stands."""
        with suppress(WorkspaceError), self._changes.locked(wait=_PATIENCE_SECONDS):
            if record.copy in copies_named(read_manifest(self._root)):
                keep()

    def _table_stored(self, record: MapRecord, table: pa.Table) -> pa.Table:
        self._store(record, lambda: self.keep_map(table, record))
        with suppress(StaleStoreError):
            return open_table(self.folder(record))
        return table

    def _graph_again(self, record: GraphRecord, stale: StaleStoreError) -> GraphRead:
        builtin = record.source.startswith(_BUILTIN)
        source = record.source if builtin else self.source_path(record.source)
        said = ["graph", "add", str(source), "--as", record.name, "--release", record.release]
        if isinstance(source, Path) and not source.exists():
            raise _gone(record.name, stale, source, said)
        try:
            read = read_graph(
                source,
                kind=record.kind,
                release=parse_release(record.release),
                progress=self._progress,
            )
        except InputError as error:
            raise _changed(record.name, stale, said, str(error)) from error
        if read.sha256 != record.sha256:
            raise _changed(record.name, stale, said)
        return read

    def _table_again(self, record: MapRecord, stale: StaleStoreError) -> pa.Table:
        builtin = record.path.startswith(_BUILTIN)
        source = record.path if builtin else self.source_path(record.path)
        said = ["map", "add", str(source), "--as", record.name]
        for option, word in (
            ("--refset", record.refset),
            ("--source", record.source_graph),
            ("--target", record.target_graph),
        ):
            said += [option, word] if word else []
        problem = _gone(record.name, stale, source, said)
        if not isinstance(source, Path) or source.exists():
            try:
                read = read_map(
                    source,
                    kind=record.kind,
                    refset=record.refset or None,
                    system=parse_release(record.target).system if record.target else None,
                    progress=self._progress,
                )
            except InputError as error:
                problem = _changed(record.name, stale, said, str(error))
            else:
                if read.sha256 == record.sha256:
                    return read.table
                problem = _changed(record.name, stale, said)
        with suppress(InputError, OSError):
            table = read_kept(self._root, record)
            if table is not None:
                return table
        raise problem


def build(read: GraphRead, *, name: str, progress: Progress = silent) -> CodeGraph:
    """Build the graph of a release just read."""
    return build_graph(
        read.nodes, read.edges, release=read.release, name=name, side=read.side, progress=progress
    )


def active_concepts(graph: CodeGraph) -> int:
    """Give how many concepts of a graph are active."""
    return int(pc.sum(graph.concepts["active"]).as_py() or 0)


def _gone(name: str, stale: StaleStoreError, source: Path | str, said: list[str]) -> WorkspaceError:
    command = _command([*said[:2], "PATH", *said[3:]])
    return WorkspaceError(
        f"'{name}': {stale}, and its source {source} has gone; add it again: {command}"
    )


def _changed(name: str, stale: StaleStoreError, said: list[str], how: str = "") -> WorkspaceError:
    detail = f" ({how})" if how else ""
    return WorkspaceError(
        f"'{name}': {stale}, and its source has changed since it was added{detail}; add it again: "
        f"{_command(said)}"
    )


def _command(said: list[str]) -> str:
    return shlex.join(["workbench", *said, "--replace"])


def _writable(path: str) -> str:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError as error:
        shown = path.encode("utf-8", "replace").decode()
        problem = f"the path '{shown}' is not in UTF-8, so it cannot be noted; rename it"
        raise InputError(problem) from error
    return path
