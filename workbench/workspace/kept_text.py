"""The text that ``map add`` keeps of a map, so that it outlives the file it came from.

``maps/<name>/map.csv`` holds the rows in canonical order, ``README.md`` says where they came from.
Both are a function of what was read and of the manifest's record; the record holds the text's
sha256. The trap: the folder may hold a person's work too, so nothing is ever overwritten or
removed there but what has the very content that ``map add`` wrote.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from workbench.errors import WorkspaceError
from workbench.io.atomic import TEMPORARY, flush, move, remove_file, sweep, write_text
from workbench.io.fingerprint import of_bytes, of_file
from workbench.io.map_csv import format_map_csv
from workbench.io.reading import MapRead, read_map
from workbench.workspace.manifest import MapRecord

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "MAPS",
    "must_not_hide_work",
    "our_contents",
    "read_kept",
    "settle",
    "stage",
    "with_text",
]

#: The folder of published and kept maps.
MAPS: Final = "maps"
_TEXT: Final = "map.csv"
_README: Final = "README.md"
_STAGED: Final = f"{TEMPORARY}{_TEXT}"


def with_text(root: Path, record: MapRecord, read: MapRead) -> tuple[MapRecord, bytes]:
    """Give the record of a map and the text to keep of it.

    A source that is in ``maps/<name>/`` already, or that folder itself, is its own text: nothing
    is kept then, and the text is empty. A table whose columns somebody chose cannot be read again
    without them, so its text is kept wherever it lies.

    Raises
    ------
    InputError
        If a value cannot stand in a text file.
    """
    home, source = (root / MAPS / record.name).resolve(), Path(read.source).resolve()
    is_there = source == home or (source.parent == home and source.is_file())
    if is_there and not read.columns:
        return record, b""
    releases = {"source": read.source_release, "target": read.target_release}
    text = format_map_csv(read.table, **releases).encode("utf-8")
    return replace(record, text_sha256=of_bytes(text)), text


def our_contents(*records: MapRecord | None) -> tuple[str, ...]:
    """Give the sha256 of everything that ``map add`` writes for some records."""
    found: dict[str, None] = {}
    for record in records:
        if record is not None and record.text_sha256:
            found[record.text_sha256] = None
            found[of_bytes(_readme(record).encode("utf-8"))] = None
    return tuple(found)


def must_not_hide_work(root: Path, name: str, old: MapRecord | None) -> None:
    """Refuse to put a text where somebody else's stands.

    Raises
    ------
    WorkspaceError
        If ``maps/<name>/map.csv`` is there and not as ``map add`` wrote it, or a file stands where
        its folder should be.
    """
    home = root / MAPS / name
    folders = [home, *home.parents][: name.count("/") + 2]
    is_free = all(folder.is_dir() or not folder.exists() for folder in folders)
    if is_free and _sha256(home / _TEXT) in {None, *our_contents(old)}:
        return
    what = f"{name}/{_TEXT}" if is_free else name
    message = (
        f"{MAPS}/{what} is there and is not what 'map add' wrote, so it is left alone; add it "
        "itself, move it away, or give another name with --as"
    )
    raise WorkspaceError(message)


def stage(root: Path, name: str, text: bytes) -> None:
    """Write a text beside its place; `settle` puts it there once the manifest names it.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    path = root / MAPS / name / _STAGED
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
    flush(path)


def settle(root: Path, name: str, ours: Collection[str], record: MapRecord | None) -> None:
    """Make the files of ``maps/<name>/`` what the manifest says, where they are ours.

    Parameters
    ----------
    root
        The workspace's folder.
    name
        The map.
    ours
        Sha256 of what may be replaced or removed: all that ``map add`` wrote before and after.
    record
        What the manifest says now; None where it holds no such map.
    """
    home = root / MAPS / name
    text, readme, staged = home / _TEXT, home / _README, home / _STAGED
    kept = record is not None and bool(record.text_sha256)
    if record is not None and kept:
        if _sha256(staged) == record.text_sha256 and _sha256(text) in {None, *ours}:
            move(staged, text)
        if _sha256(readme) in {None, *ours}:
            write_text(readme, _readme(record))
    else:
        for path in (text, readme):
            if _sha256(path) in ours:
                remove_file(path)
    sweep(home)
    _remove_empty(home, root / MAPS)


def read_kept(root: Path, record: MapRecord) -> pa.Table | None:
    """Read the rows of a map from its kept text; None where there is none, or not as written.

    Raises
    ------
    InputError
        If the text does not read.
    """
    path = root / MAPS / record.name / _TEXT
    if not record.text_sha256 or _sha256(path) != record.text_sha256:
        return None
    return read_map(path, kind="csv").table


def _readme(record: MapRecord) -> str:
    """Say what a kept text is; the same record always gives the same words."""
    came_from = " ".join(PurePosixPath(record.path.replace("\\", "/")).name.split())
    return f"""# {record.name}

Kept by `workbench map add`, so that this map can be made again when the file it came from has gone.
`map.csv` holds its rows, sorted. To change it, copy it and add the copy under a name of its own.
Whoever may have the file it came from may have this text, and nobody else.

- kind: {record.kind}
- releases: {record.source or "not stated"} → {record.target or "not stated"}
- from: {came_from}
- sha256 of that file: {record.sha256}
- added: {record.added[:10]}
"""


def _sha256(path: Path) -> str | None:
    """Give a file's sha256; None where nothing stands there."""
    try:
        return of_file(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except IsADirectoryError:
        return ""


def _remove_empty(folder: Path, stop: Path) -> None:
    """Remove folders upwards as long as they are empty."""
    with suppress(OSError):
        while folder != stop:
            folder.rmdir()
            folder = folder.parent
