"""``workbench.toml``: what a workspace holds.

For each graph and map: name, release, kind, source, sha256, and when it was added. The file is
replaced whole; who holds the lock may change it. A person may edit it: what is not known is kept
and written back, what cannot be is refused by name. A newer format is refused.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, TypeVar

import tomli_w

from workbench.core.codes import parse_name, parse_release
from workbench.errors import InputError, WorkspaceError
from workbench.io.atomic import write_bytes

__all__ = [
    "FILE",
    "FORMAT",
    "GraphRecord",
    "Manifest",
    "MapRecord",
    "read_manifest",
    "write_manifest",
]

#: The file that makes a folder a workspace.
FILE: Final = "workbench.toml"
#: The layout this version writes. There is no older one yet, so nothing to migrate.
FORMAT: Final = 1

_HEAD: Final = "# What this workspace holds. The title may be edited; comments are not kept.\n\n"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_EXTRA: Final = "extra"
_TYPED: Final = "csv"
_KNOWN: Final = frozenset({"format", "title", "graph", "map"})

_Record = TypeVar("_Record", "GraphRecord", "MapRecord")


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphRecord:
    """One graph of a workspace.

    Attributes
    ----------
    name, release, kind
        Free name; release as text; kind of reader.
    source
        Path as given (inside the workspace: relative, with forward slashes) or ``builtin:…``.
    sha256
        Of the content read.
    added
        ISO date and time, UTC.
    concepts, active, edges
        Counts at the time it was built.
    extra
        What else stands in its table, kept as it is.
    """

    name: str
    release: str
    kind: str
    source: str
    sha256: str
    added: str
    concepts: int
    active: int
    edges: int
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def copy(self) -> str:
        """The folder of its stored copy, under ``.workbench/``.

        What a typed graph says depends on the system it is said to be of (kinds, assignable), so
        the same file added as two systems has two copies.
        """
        system = f"-{parse_release(self.release).system}" if self.kind == _TYPED else ""
        return f"graphs/{self.sha256}{system}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRecord:
    """One map of a workspace; ``source`` and ``target`` are releases or empty, see `GraphRecord`.

    Attributes
    ----------
    source_graph, target_graph
        Names of the held graphs that stand for the releases, where ``map add`` was told them.
    text_sha256
        Of the text that ``map add`` keeps under ``maps/<name>/``; empty where it keeps none.
    refset
        The map reference set it is, where its source holds several; else empty.
    """

    name: str
    kind: str
    source: str
    target: str
    path: str
    sha256: str
    added: str
    entries: int
    sources: int
    no_map: int
    source_graph: str = ""
    target_graph: str = ""
    text_sha256: str = ""
    refset: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def copy(self) -> str:
        """The folder of its stored copy, under ``.workbench/``.

        One file may hold several reference sets, each of which has a copy.
        """
        return f"maps/{self.sha256}" + (f"-{self.refset}" if self.refset else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The content of ``workbench.toml``; records in the order of their names."""

    title: str
    graphs: tuple[GraphRecord, ...] = ()
    maps: tuple[MapRecord, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def graph(self, name: str) -> GraphRecord | None:
        """Give what is said of a graph; None where none has that name."""
        return next((graph for graph in self.graphs if graph.name == name), None)

    def map(self, name: str) -> MapRecord | None:
        """Give what is said of a map; None where none has that name."""
        return next((map_ for map_ in self.maps if map_.name == name), None)

    def with_graph(self, record: GraphRecord) -> Manifest:
        """Give a manifest in which a graph stands under its name."""
        others = (graph for graph in self.graphs if graph.name != record.name)
        return replace(self, graphs=_by_name([*others, record]))

    def with_map(self, record: MapRecord) -> Manifest:
        """Give a manifest in which a map stands under its name."""
        others = (map_ for map_ in self.maps if map_.name != record.name)
        return replace(self, maps=_by_name([*others, record]))

    def without_graph(self, name: str) -> Manifest:
        """Give a manifest without a graph."""
        return replace(self, graphs=tuple(g for g in self.graphs if g.name != name))

    def without_map(self, name: str) -> Manifest:
        """Give a manifest without a map."""
        return replace(self, maps=tuple(m for m in self.maps if m.name != name))


def _by_name(records: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(records, key=lambda record: record.name))


def read_manifest(root: Path) -> Manifest:
    """Read a workspace's manifest.

    Raises
    ------
    WorkspaceError
        If there is none, it is no TOML of ours, or a newer version wrote it.
    """
    path = root / FILE
    try:
        plain = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError) as error:
        message = f"{root} is no workspace: it holds no {FILE}; make one with 'workbench init DIR'"
        raise WorkspaceError(message) from error
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}"
        raise WorkspaceError(message) from error
    except ValueError as error:
        message = f"{path}: not readable as a workspace's manifest ({error})"
        raise WorkspaceError(message) from error
    try:
        return _from_plain(plain)
    except InputError as error:
        message = f"{path}: {error.problem}"
        raise WorkspaceError(message) from error


def _from_plain(plain: dict[str, Any]) -> Manifest:
    found = plain.get("format")
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        message = f"'format' is {found!r}; expected {FORMAT}"
        raise InputError(message)
    if found > FORMAT:
        message = (
            f"a newer version of the workbench wrote this workspace (format {found}, this "
            f"version knows {FORMAT}); update the workbench to open it"
        )
        raise InputError(message)
    return Manifest(
        title=str(plain.get("title", "")),
        graphs=_records(plain, "graph", GraphRecord, _check_graph),
        maps=_records(plain, "map", MapRecord, _check_map),
        extra={k: v for k, v in plain.items() if k not in _KNOWN},
    )


def _records(
    plain: Mapping[str, Any], what: str, shape: type[_Record], check: Callable[[_Record], None]
) -> tuple[_Record, ...]:
    tables = plain.get(what, [])
    if not isinstance(tables, list):
        message = f"'{what}' is no list of tables; expected [[{what}]]"
        raise InputError(message)
    records: dict[str, _Record] = {}
    for number, table in enumerate(tables, 1):
        try:
            record = _record(table, shape)
            check(record)
        except InputError as error:
            message = f"{what} {number}: {error.problem}"
            raise InputError(message) from error
        if record.name in records:
            message = f"two {what}s are called '{record.name}'; rename or remove one of them"
            raise InputError(message)
        records[record.name] = record
    return _by_name(records.values())


def _record(table: object, shape: type[_Record]) -> _Record:
    if not isinstance(table, dict):
        message = f"{table!r} is no table"
        raise InputError(message)
    known = {entry.name: entry for entry in fields(shape) if entry.name != _EXTRA}
    for name, entry in known.items():
        if name not in table and entry.default is MISSING:
            message = f"'{name}' is missing"
            raise InputError(message)
        expected = int if entry.type == "int" else str
        if name in table and type(table[name]) is not expected:
            what = "a whole number" if expected is int else "a text in quotation marks"
            message = f"'{name}' is {table[name]!r}; expected {what}"
            raise InputError(message)
    extra = {name: value for name, value in table.items() if name not in known}
    return shape(**{name: table[name] for name in known if name in table}, extra=extra)


def _check_graph(record: GraphRecord) -> None:
    """Refuse what would name a file outside its folder, or no release."""
    parse_name(record.name)
    parse_release(record.release)
    _check_sha256("sha256", record.sha256)


def _check_map(record: MapRecord) -> None:
    parse_name(record.name)
    for release in filter(None, (record.source, record.target)):
        parse_release(release)
    _check_sha256("sha256", record.sha256)
    if record.text_sha256:
        _check_sha256("text_sha256", record.text_sha256)


def _check_sha256(name: str, value: str) -> None:
    if _SHA256.fullmatch(value) is None:
        message = f"'{name}' is '{value}'; expected 64 hexadecimal digits"
        raise InputError(message)


def write_manifest(root: Path, manifest: Manifest) -> None:
    """Replace a workspace's manifest, whole or not at all.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    plain = {
        "format": FORMAT,
        "title": manifest.title,
        **manifest.extra,
        "graph": [_plain(record) for record in manifest.graphs],
        "map": [_plain(record) for record in manifest.maps],
    }
    write_bytes(root / FILE, (_HEAD + tomli_w.dumps(plain)).encode("utf-8"))


def _plain(record: GraphRecord | MapRecord) -> dict[str, Any]:
    named = {entry.name: getattr(record, entry.name) for entry in fields(record)}
    extra: Mapping[str, Any] = named.pop(_EXTRA)
    return {**named, **extra}
