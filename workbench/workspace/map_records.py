"""What the manifest notes of a map just read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.codes import CodeSystem, Release, parse_name, parse_release
from workbench.errors import ReleaseMismatchError
from workbench.io.reading import MapRead
from workbench.io.who_maps import LAYOUTS
from workbench.mapping.bridge import require_bridge
from workbench.mapping.map_set import MapSet
from workbench.workspace.manifest import GraphRecord, MapRecord

__all__ = ["map_record", "map_set"]

_NO_LETTER: Final = re.compile(r"[^a-z0-9._-]+")


def map_record(
    read: MapRead,
    *,
    name: str | None,
    path: str,
    added: str,
    source: GraphRecord | None,
    target: GraphRecord | None,
) -> MapRecord:
    """Describe a map for the manifest.

    Raises
    ------
    ReleaseMismatchError
        If a graph named for a side is of another release and no bridge is declared, or of another
        system than the map's codes.
    """
    table = read.table
    stated = table.filter(pc.is_valid(table["no_map"]))
    return MapRecord(
        name=parse_name(name or _default_name(read)),
        kind=read.kind,
        source=_side(read.source_release, read.source_system, source),
        target=_side(read.target_release, read.target_system, target),
        path=path,
        sha256=read.sha256,
        added=added,
        entries=table.num_rows,
        sources=pc.count_distinct(table["source"]).as_py(),
        no_map=pc.count_distinct(stated["source"]).as_py(),
        source_graph="" if source is None else source.name,
        target_graph="" if target is None else target.name,
        refset=read.refset or "",
    )


def map_set(record: MapRecord, table: pa.Table) -> MapSet:
    """Give the map that a record and its rows are."""
    return MapSet(
        name=record.name,
        kind=record.kind,
        source=parse_release(record.source) if record.source else None,
        target=parse_release(record.target) if record.target else None,
        table=table,
    )


def _default_name(read: MapRead) -> str:
    """Give what a map calls itself, else its kind where WHO published it, else its file's name.

    The name of a file is spelled in the letters a name may have.
    """
    if read.name is not None:
        return read.name
    if read.kind in LAYOUTS:
        return read.kind
    return _NO_LETTER.sub("-", Path(read.source).stem.lower()).strip("-._") or read.kind


def _side(release: Release | None, system: CodeSystem | None, graph: GraphRecord | None) -> str:
    """Give the release of one side: the file's own, else the named graph's, else none."""
    if graph is None:
        return "" if release is None else str(release)
    held = parse_release(graph.release)
    if release is not None:
        require_bridge(release, held)
        return str(release)
    if system not in {None, held.system}:
        message = (
            f"graph '{graph.name}' is of {held.system.label}; the map's side is {system.label}"
        )
        raise ReleaseMismatchError(message)
    return graph.release
