"""What a workspace holds: graphs and maps added, found by name or release, and dropped again."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.core.codes import Release, parse_name, parse_release
from workbench.core.progress import Progress, silent
from workbench.errors import InputWarning, NameTakenError, UnknownNameError
from workbench.mapping.map_set import MapSet
from workbench.workspace.cache import Cache, active_concepts, build
from workbench.workspace.changes import Changes
from workbench.workspace.joins import graph_named_for, map_bridges
from workbench.workspace.kept_text import with_text
from workbench.workspace.manifest import GraphRecord, Manifest, MapRecord, read_manifest
from workbench.workspace.opened import Opened
from workbench.workspace.shelf import Shelf

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph
    from workbench.io.result import MapRead

__all__ = ["Holdings", "IfTaken"]


class IfTaken(StrEnum):
    """What to do where a name is taken already."""

    REFUSE = "refuse"
    REPLACE = "replace"


class Holdings:
    """The graphs and maps of a workspace folder, opened.

    Parameters
    ----------
    root
        The folder that holds ``workbench.toml``.
    progress
        Who is told how far long work is: a release read, a cache made again, a dataset read.

    Raises
    ------
    WorkspaceError
        If it is no workspace, or a newer version wrote it.

    Attributes
    ----------
    graphs, maps
        What it holds, by name: ``ws.graphs["icd10/who-2019"]``, ``ws.graphs.icd10``,
        ``ws.maps["who-10to11-one"]``.
    """

    def __init__(self, root: Path, *, progress: Progress = silent) -> None:
        self._progress = progress
        self._root = Path(os.path.abspath(root))  # noqa: PTH100 - resolve() would follow links
        self._changes = Changes(self._root)
        self._cache = Cache(self._root, self._changes, progress=progress)
        read_manifest(self._root)
        self.graphs: Shelf[CodeGraph] = Shelf(
            what="graph",
            entries=self._graph_entries,
            open_item=Opened(record_of=self.graph_record, open_item=self._cache.graph),
        )
        self.maps: Shelf[MapSet] = Shelf(
            what="map",
            entries=self._map_entries,
            open_item=Opened(record_of=self.map_record, open_item=self._cache.map_set),
        )
        self._searches = Opened(
            record_of=self.graph_record,
            open_item=lambda record: self._cache.search(record, self.graphs[record.name]),
        )

    @property
    def root(self) -> Path:
        """The folder, absolute, so that a notebook may change its own."""
        return self._root

    @property
    def manifest(self) -> Manifest:
        """What the folder holds now; read afresh, since another process may have added to it."""
        return read_manifest(self._root)

    # Graphs

    def add_graph(
        self,
        source: str | Path,
        *,
        name: str | None = None,
        release: Release | None = None,
        kind: str | None = None,
        if_taken: IfTaken = IfTaken.REFUSE,
    ) -> GraphRecord:
        """Read a release and hold it as a graph.

        Parameters
        ----------
        source
            A folder, file or zip, or ``builtin:icd10``.
        name, release, kind
            Default: what the release says of itself.
        if_taken
            Whether a graph of that name is replaced.

        Raises
        ------
        InputError
            If the source does not read; nothing is changed.
        NameTakenError
            If the name is taken and ``if_taken`` is not ``REPLACE``.
        """
        from workbench.io.reading import read_graph

        if name is not None:
            self._must_be_free(parse_name(name), self.graphs, if_taken)
        read = read_graph(source, kind=kind, release=release, progress=self._progress)
        name = name or str(read.release)
        self._must_be_free(name, self.graphs, if_taken)
        graph = build(read, name=name, progress=self._progress)
        record = GraphRecord(
            name=name,
            release=str(read.release),
            kind=read.kind,
            source=self._cache.noted_source(read.source),
            sha256=read.sha256,
            added=_now(),
            concepts=len(graph),
            active=active_concepts(graph),
            edges=len(graph.hierarchy.parents.items),
        )
        with self._changes.locked():
            self._must_be_free(name, self.graphs, if_taken)
            self._changes.hold_graph(record, lambda: self._cache.keep_graph(graph, record))
        return record

    def remove_graph(self, word: str) -> GraphRecord:
        """Drop a graph from the workspace; its source stays where it is.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            If the word means no one graph.
        """
        with self._changes.locked():
            record = self.graph_record(self.graphs.resolve(word))
            self._changes.drop_graph(record)
        return record

    def graph_record(self, name: str) -> GraphRecord:
        """Give what the manifest says of a graph."""
        record = self.manifest.graph(name)
        if record is None:
            message = f"no graph '{name}' in this workspace"
            raise UnknownNameError(message)
        return record

    def graph_for(self, release: Release | None) -> CodeGraph | None:
        """Give the held graph of a release, or one that a declared bridge joins to it."""
        name = graph_named_for(release, self.manifest.graphs)
        return None if name is None else self.graphs[name]

    # Maps

    def add_map(
        self,
        path: str | Path,
        *,
        name: str | None = None,
        kind: str | None = None,
        refset: str | None = None,
        source: str | None = None,
        target: str | None = None,
        columns: Mapping[str, str] | None = None,
        if_taken: IfTaken = IfTaken.REFUSE,
    ) -> MapRecord:
        """Read a map and hold it, keeping a canonical text of it under ``maps/<name>/``.

        Parameters
        ----------
        path
            A file, or a folder or zip with one map. One that is in ``maps/<name>/`` already stays
            as it is, and no text is kept beside it.
        name, kind
            Default: what the file says of itself.
        refset
            The id of one of the map reference sets of an RF2 release.
        source, target
            Held graphs that stand for its releases; a declared bridge must join them.
        columns
            Of a ``csv`` or ``xlsx``: by column of a map (``source``, ``target``, ``status``, …),
            the heading that stands for it; what is not named is guessed and told.
        if_taken
            Whether a map of that name is replaced.

        Raises
        ------
        InputError
            If the file does not read; nothing is changed.
        NameTakenError
            If the name is taken and ``if_taken`` is not ``REPLACE``.
        ReleaseMismatchError
            If a graph named cannot stand for the file's release.
        WorkspaceError
            If ``maps/<name>/`` holds somebody's own work.

        What is kept though it is not known (a special target) is told by an `InputWarning`.
        """
        from workbench.io.reading import read_map

        if name is not None:
            self._must_be_free(parse_name(name), self.maps, if_taken)
        sides = self._named_graph(source), self._named_graph(target)
        system = None if sides[1] is None else parse_release(sides[1].release).system
        read = read_map(
            path, kind=kind, refset=refset, system=system, columns=columns, progress=self._progress
        )
        record = self._hold_map(read, name, sides, if_taken)
        for note in read.notes:
            warnings.warn(f"{record.name}: {note}", InputWarning, stacklevel=2)
        return record

    def remove_map(self, word: str) -> MapRecord:
        """Drop a map from the workspace, and the text kept of it; its source stays where it is.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            If the word means no one map.
        """
        with self._changes.locked():
            record = self.map_record(self.maps.resolve(word))
            self._changes.drop_map(record)
        return record

    def map_record(self, name: str) -> MapRecord:
        """Give what the manifest says of a map."""
        record = self.manifest.map(name)
        if record is None:
            message = f"no map '{name}' in this workspace"
            raise UnknownNameError(message)
        return record

    def map_bridges(self, record: MapRecord) -> tuple[str, ...]:
        """Name the bridges that join a map to the graphs held for its releases."""
        return map_bridges(record, self.manifest.graphs)

    def map_graph(self, name: str, release: str) -> CodeGraph | None:
        """Give the graph that stands for one side of a map; None where none is held."""
        if name and name in self.graphs:
            return self.graphs[name]
        return self.graph_for(parse_release(release)) if release else None

    # Inside

    def _graph_entries(self) -> list[tuple[str, str]]:
        return [(g.name, parse_release(g.release).system) for g in self.manifest.graphs]

    def _map_entries(self) -> list[tuple[str, str]]:
        return [(m.name, m.source.partition("/")[0]) for m in self.manifest.maps]

    def _named_graph(self, word: str | None) -> GraphRecord | None:
        return None if word is None else self.graph_record(self.graphs.resolve(word))

    def _hold_map(
        self,
        read: MapRead,
        name: str | None,
        sides: tuple[GraphRecord | None, GraphRecord | None],
        if_taken: IfTaken,
    ) -> MapRecord:
        """Put a map just read in its place, with the text that is kept of it."""
        from workbench.workspace.map_records import map_record

        record = map_record(
            read,
            name=name,
            path=self._cache.noted_source(read.source),
            added=_now(),
            source=sides[0],
            target=sides[1],
        )
        record, text = with_text(self._root, record, read)
        with self._changes.locked():
            self._must_be_free(record.name, self.maps, if_taken)
            self._changes.hold_map(
                record, lambda: self._cache.keep_map(read.table, record), text=text
            )
        return record

    @staticmethod
    def _must_be_free(name: str, shelf: Shelf[Any], if_taken: IfTaken) -> None:
        if if_taken is IfTaken.REFUSE and name in shelf:
            message = f"the name '{name}' is taken; give --replace, or another name with --as"
            raise NameTakenError(message)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
