"""The search index of a graph on disk, in a folder beside the graph's own files.

A note, ``index.json``, says of which stored copy, format and engine the index is, and how long each
file is; another answer to any of these, a missing file or a cut one make it stale, and it is made
again. The folder appears whole or not at all.

The trap: to open an index the engine makes a lock file beside it, which a folder that may only be
read does not allow. It is opened through links in a folder of its own.

Source: tantivy 0.27, `Index.open`.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import tantivy

from workbench.core.progress import Progress, silent
from workbench.graph.code_graph import CodeGraph
from workbench.graph.search.index import VERSION, fill, schema
from workbench.graph.search.search import GraphSearch
from workbench.io.atomic import write_folder
from workbench.io.fingerprint import crc32_of_file
from workbench.io.graph_store import StaleStoreError

__all__ = ["FOLDER", "check_search", "open_search", "save_search"]

#: Its name inside the folder of the graph's copy.
FOLDER: Final = "search"
_NOTE: Final = "index.json"
_LOCKS: Final = ".tantivy-*.lock"


def save_search(graph: CodeGraph, folder: Path, *, of: str, progress: Progress = silent) -> None:
    """Make the index of a graph in a folder that appears whole or not at all.

    Parameters
    ----------
    graph
        What is to be searched.
    folder
        Where; an index that stands there is replaced.
    of
        The digest of the graph's stored copy.
    progress
        Told of each document.

    Raises
    ------
    OSError
        If it cannot be written.
    """

    def make(temporary: Path) -> None:
        try:
            fill(tantivy.Index(schema(), path=str(temporary)), graph, progress=progress)
        except ValueError as error:  # how the engine says everything, a full disk too
            raise OSError(str(error)) from error
        for lock in temporary.glob(_LOCKS):
            lock.unlink()
        _write_note(temporary, of=of, rows=len(graph))

    write_folder(folder, make)


def open_search(folder: Path, graph: CodeGraph, *, of: str) -> GraphSearch:
    """Open the index of a graph without reading it; nothing is written beside it.

    Raises
    ------
    StaleStoreError
        If it is not there, is of another copy, format or engine, or a file is missing or cut.
    """
    note = _checked_note(folder)
    if note["of"] != of or note["rows"] != len(graph):
        message = "its search index is of another copy"
        raise StaleStoreError(message)
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as beside:
            for name in note["files"]:
                _link(folder / name, Path(beside) / name)
            index = tantivy.Index.open(beside)
            index.config_reader(reload_policy="manual")
            return GraphSearch(graph=graph, index=index)
    except (OSError, ValueError) as error:
        raise _damaged(str(error)) from error


def check_search(folder: Path) -> None:
    """Read an index from end to end and compare it with what was written.

    Raises
    ------
    StaleStoreError
        If anything in it is other than it was written.
    """
    for name, noted in _checked_note(folder)["files"].items():
        if crc32_of_file(folder / name) != noted["crc32"]:
            how = f"the content of {name} has changed"
            raise _damaged(how)


def _write_note(folder: Path, *, of: str, rows: int) -> None:
    files = {
        path.name: {"size": path.stat().st_size, "crc32": crc32_of_file(path)}
        for path in sorted(folder.iterdir())
    }
    note = {**_maker(), "of": of, "rows": rows, "files": files}
    (folder / _NOTE).write_text(json.dumps(note, indent=1), encoding="utf-8")


def _maker() -> dict[str, Any]:
    """Give what an index depends on besides the graph."""
    return {"format": VERSION, "engine": version("tantivy")}


def _checked_note(folder: Path) -> dict[str, Any]:
    try:
        note: dict[str, Any] = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
        made_by = {key: note[key] for key in _maker()}
        sizes = {name: noted["size"] for name, noted in note["files"].items()}
        wrong = [
            name
            for name, size in sizes.items()
            if Path(name).name != name or (folder / name).stat().st_size != size
        ]
        _ = note["of"], note["rows"]
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise _damaged(str(error)) from error
    if made_by != _maker():
        message = f"its search index was made by {made_by}, not {_maker()}"
        raise StaleStoreError(message)
    if wrong:
        how = f"{wrong[0]} is not as long as it was"
        raise _damaged(how)
    return note


def _link(source: Path, target: Path) -> None:
    """Make a file appear at another place; where the system allows no links, a copy of it."""
    try:
        target.symlink_to(source.absolute())
    except OSError:
        shutil.copyfile(source, target)


def _damaged(how: str) -> StaleStoreError:
    return StaleStoreError(f"its search index is missing or damaged ({how})")
