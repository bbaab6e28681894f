"""A built graph on disk: concepts and side tables in Arrow files, arrays as ``.npy``, all mapped.

The folder is named by the sha256 of its source and holds no release: that is the workspace's to
say. ``meta.json`` is written before the folder gets its name, so a folder that has its name is
whole; an older format is refused by name and rebuilt from its source by the workspace.

Opening compares the length of every file with the one noted and reads nothing, so a cut, missing
or exchanged file is found and a flipped bit inside one is not. `check_copy` reads everything and
finds that too; adding the same source again asks it, and so mends a damaged copy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from workbench.core.codes import Release
from workbench.errors import WorkspaceError
from workbench.graph.code_graph import CodeGraph
from workbench.graph.csr import Int32
from workbench.graph.side_tables import SIDE_SCHEMAS, SideTables
from workbench.io.atomic import write_folder
from workbench.io.fingerprint import crc32_of_file, of_file
from workbench.mapping.schema import MAP_SCHEMA

__all__ = [
    "FORMAT",
    "StaleStoreError",
    "check_copy",
    "copy_digest",
    "open_graph",
    "open_table",
    "save_graph",
    "save_table",
]

#: Raised by one whenever readers, builder or layout would give other files for the same source.
FORMAT: Final = 6
_META: Final = "meta.json"
_CONCEPTS: Final = "concepts.arrow"
_ROWS: Final = "rows.arrow"
_INT32: Final = np.dtype("<i4")


class StaleStoreError(WorkspaceError):
    """A cached graph or map is missing, damaged or of another format; it can be built again."""


def save_graph(graph: CodeGraph, folder: Path, *, kind: str) -> None:
    """Write a graph's tables and arrays into a folder that appears whole or not at all."""

    def fill(temporary: Path) -> None:
        _write_arrow(graph.concepts, temporary / _CONCEPTS)
        for name, table in graph.side.tables().items():
            _write_arrow(table, temporary / f"{name}.arrow")
        for name, array in graph.arrays().items():
            np.save(temporary / f"{name}.npy", np.asarray(array, dtype=_INT32))
        _write_meta(temporary, kind=kind, rows=len(graph))

    write_folder(folder, fill)


def open_graph(folder: Path, *, release: Release, name: str) -> CodeGraph:
    """Open a stored graph without reading it: files are mapped, not loaded.

    Raises
    ------
    StaleStoreError
        If the folder is not there, of another format, or a file in it is missing or cut.
    """
    meta = _checked_meta(folder)
    try:
        arrays = {
            path.stem: _map_array(path)
            for path in map(folder.joinpath, meta["files"])
            if path.suffix == ".npy"
        }
        side = {
            name: _map_arrow(folder / f"{name}.arrow")
            for name in SIDE_SCHEMAS
            if f"{name}.arrow" in meta["files"]
        }
        graph = CodeGraph.from_parts(
            release=release,
            name=name,
            concepts=_map_arrow(folder / _CONCEPTS),
            arrays=arrays,
            side=SideTables(**side),
        )
    except Exception as error:
        raise _damaged(error) from error
    _same_rows(meta, len(graph))
    return graph


def save_table(table: pa.Table, folder: Path, *, kind: str) -> None:
    """Write a map set's rows into a folder that appears whole or not at all."""

    def fill(temporary: Path) -> None:
        _write_arrow(table, temporary / _ROWS)
        _write_meta(temporary, kind=kind, rows=table.num_rows)

    write_folder(folder, fill)


def open_table(folder: Path) -> pa.Table:
    """Open a stored map set's rows, memory-mapped.

    Raises
    ------
    StaleStoreError
        If the folder is not there, of another format, or its file is missing or cut.
    """
    meta = _checked_meta(folder)
    try:
        table = _map_arrow(folder / _ROWS)
    except Exception as error:
        raise _damaged(error) from error
    if not table.schema.equals(MAP_SCHEMA):
        message = "its stored copy has other columns than this version's"
        raise StaleStoreError(message)
    _same_rows(meta, table.num_rows)
    return table


def check_copy(folder: Path) -> None:
    """Read a stored copy from end to end and compare it with what was written.

    Raises
    ------
    StaleStoreError
        If anything in it is other than it was written.
    """
    meta = _checked_meta(folder)
    for name, noted in meta["files"].items():
        try:
            found = crc32_of_file(folder / name)
        except OSError as error:
            raise _damaged(error) from error
        if found != noted["crc32"]:
            message = f"its stored copy is damaged (the content of {name} has changed)"
            raise StaleStoreError(message)


def copy_digest(folder: Path) -> str:
    """Give one sha256 for what a stored copy holds, without reading it.

    Raises
    ------
    StaleStoreError
        If the copy is missing.
    """
    try:
        return of_file(folder / _META)
    except OSError as error:
        raise _damaged(error) from error


def _write_arrow(table: pa.Table, path: Path) -> None:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())


def _map_arrow(path: Path) -> pa.Table:
    with pa.memory_map(str(path), "r") as source:
        table = pa.ipc.open_file(source).read_all()
    table.validate()
    return table


def _map_array(path: Path) -> Int32:
    """Map an array of ours: one row of little-endian int32, behind a header that says just that.

    NumPy evaluates the header as Python, and Python 3.11 sometimes fails at that with
    ``SystemError`` where two threads do it at once; it is compared instead.

    Source: NumPy's documentation, numpy.lib.format, "Format Version 1.0".
    """
    with path.open("rb") as stream:
        head = stream.read(10)
        start = len(head) + int.from_bytes(head[8:], "little")
        said = stream.read(start - len(head)).rstrip()
    count = (path.stat().st_size - start) // _INT32.itemsize
    expected = f"{{'descr': '{_INT32.str}', 'fortran_order': False, 'shape': ({count},), }}"
    if head[:8] != b"\x93NUMPY\x01\x00" or said != expected.encode("ascii"):
        message = f"{path.name} does not begin as an array of int32"
        raise ValueError(message)
    return np.memmap(path, dtype=_INT32, mode="r", offset=start, shape=(count,))


def _write_meta(folder: Path, *, kind: str, rows: int) -> None:
    files = {
        path.name: {"size": path.stat().st_size, "crc32": crc32_of_file(path)}
        for path in sorted(folder.iterdir())
    }
    meta = {"format": FORMAT, "kind": kind, "rows": rows, "files": files}
    (folder / _META).write_text(json.dumps(meta, indent=1), encoding="utf-8")


def _checked_meta(folder: Path) -> Mapping[str, Any]:
    """Give what is noted of a copy, once its format and the length of each file agree."""
    try:
        meta: dict[str, Any] = json.loads((folder / _META).read_text(encoding="utf-8"))
        found, files, _ = meta["format"], meta["files"], meta["rows"]
        sizes = {name: noted["size"] for name, noted in files.items() if found == FORMAT}
        wrong = [name for name, size in sizes.items() if (folder / name).stat().st_size != size]
    except FileNotFoundError as error:
        what = "lacks a file" if folder.exists() else "is missing"
        message = f"its stored copy {what}"
        raise StaleStoreError(message) from error
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise _damaged(error) from error
    if found != FORMAT:
        message = f"its stored copy has format {found}, not {FORMAT}"
        raise StaleStoreError(message)
    if wrong:
        message = f"its stored copy is damaged ({wrong[0]} is not as long as it was)"
        raise StaleStoreError(message)
    return meta


def _same_rows(meta: Mapping[str, Any], rows: int) -> None:
    if meta["rows"] != rows:
        message = f"its stored copy holds {rows} rows, not the {meta['rows']} noted"
        raise StaleStoreError(message)


def _damaged(error: Exception) -> StaleStoreError:
    """Say that a copy does not open; what a library makes of damaged bytes can be any exception."""
    return StaleStoreError(f"its stored copy is damaged ({str(error) or type(error).__name__})")
