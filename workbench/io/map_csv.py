r"""Our own text of a map: canonical, sorted, one row an entry, for people and for git.

The columns are those of `MAP_SCHEMA`; ``source`` and ``target`` are needed, the rest is null or its
default, and a column nobody knows is kept in ``extra``. What is said of the whole map stands before
the header: its releases, ``# source: icd10/who-2019`` and ``# target: …``, and of an RF2 map
``# profile: uk`` and ``# refset: …``.
``line`` is never written: it says where a row stands in the file that was read. Written text ends
lines in ``\n``, holds only columns that say something, and is the same for the same entries in
whatever order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from workbench.core.codes import Release, natural_key, parse_release
from workbench.core.progress import Progress, silent
from workbench.errors import InputError
from workbench.graph.csr import Int32
from workbench.io.atomic import write_text
from workbench.io.fingerprint import of_bytes
from workbench.io.headings import fold, split_header
from workbench.io.map_cells import VOCABULARIES, Cell, read_map_cell, with_unknown
from workbench.io.map_rules import entry_fault, profile_fault
from workbench.io.package import Package
from workbench.io.result import MapRead
from workbench.io.tables import (
    Layout,
    Origin,
    Table,
    read_comments,
    read_rows,
    sniff_delimiter,
)
from workbench.io.text import lines_of_head
from workbench.mapping.lookup import encoded
from workbench.mapping.schema import MAP_DEFAULTS, MAP_SCHEMA, map_table

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["format_map_csv", "is_typed_map", "read_map_csv", "write_map_csv"]

_WRITTEN: Final = tuple(name for name in MAP_SCHEMA.names if name != "line")
_REQUIRED: Final = ("source", "target")
_COUNTED: Final = frozenset({"map_block", "map_group", "map_priority"})
#: Columns that hold one value for a whole map, which is written once.
_WHOLE: Final = ("profile", "refset")
#: How such a file says a profile.
_PROFILE_HINT: Final = (
    "begin it with '# profile: international' (the first row whose rule holds) or '# profile: uk' "
    "(blocks, a coder chooses)"
)
_QUOTED: Final = re.compile(r'[",\r\n]|^[#\s]|\s$')


def is_typed_map(head: bytes, *, file: str) -> bool:
    r"""Say whether a table has our own headings, by its first few thousand bytes.

    Raises
    ------
    InputError
        If it is no UTF-8 text.

    Examples
    --------
    >>> is_typed_map(b"source,target\nG35,8A40\n", file="a.csv")
    True
    >>> is_typed_map(b"Source code,Target code\nG35,8A40\n", file="a.csv")
    False
    """
    lines = lines_of_head(head, file=file)
    header = next((line for line in lines if not line.startswith("#")), "")
    names = {fold(name) for name in split_header(header, max(",;\t", key=header.count))}
    return set(_REQUIRED) <= names


def read_map_csv(package: Package, name: str, *, progress: Progress = silent) -> MapRead:
    """Read the typed or published map called `name`.

    Raises
    ------
    InputError
        Naming the first value that is not what it should be.
    """
    base = name.rpartition("/")[2]
    data = package.read(name)
    said = read_comments(data, file=base)
    layout = Layout(
        what="a typed map",
        delimiter=sniff_delimiter(data, file=base),
        columns=_REQUIRED,
        origin=Origin.TYPED,
    )
    table = read_rows(data, file=base, layout=layout)
    target = _said_release(said, "target", base)
    return MapRead(
        kind="csv",
        source_release=_said_release(said, "source", base),
        target_release=target,
        table=_entries(table, target, said, progress),
        source=str(package.path),
        sha256=of_bytes(data),
    )


def _said_release(said: Mapping[str, str], side: str, file: str) -> Release | None:
    if side not in said:
        return None
    try:
        return parse_release(said[side])
    except InputError as error:
        raise InputError(error.problem, file=file) from error


def _entries(
    table: Table, target: Release | None, said: Mapping[str, str], progress: Progress
) -> pa.Table:
    places = {name: table.index(name) for name in _WRITTEN if table.index(name) >= 0}
    others = [n for n in range(len(table.columns)) if n not in places.values()]
    columns: dict[str, list[Any]] = {name: [] for name in places}
    if others:
        columns["extra"] = []
    for number, row in table.walk(progress):
        values = {name: _value(table, number, name, row[place]) for name, place in places.items()}
        fault = entry_fault(values, target)
        if fault is not None:
            raise table.problem(number, fault.column, fault.problem)
        if others:
            unknown = {table.columns[n]: row[n] for n in others}
            values["extra"] = with_unknown(values.get("extra"), unknown)
        for name, column in columns.items():
            column.append(values[name])
    whole = {
        name: [_said_value(said[name], name, table.file)] * len(table.rows)
        for name in _WHOLE
        if name in said and name not in columns
    }
    fault = profile_fault({**columns, **whole}, hint=_PROFILE_HINT)
    if fault is not None:
        raise table.problem(fault.row, fault.column, fault.problem)
    return map_table({**columns, **whole, "line": table.lines})


def _said_value(text: str, name: str, file: str) -> str | None:
    if name in VOCABULARIES and text and text not in VOCABULARIES[name]:
        problem = f"{name} '{text}' is not known; expected {', '.join(VOCABULARIES[name])}"
        raise InputError(problem, file=file)
    return text or None


def _value(table: Table, number: int, name: str, text: str) -> Cell:
    try:
        return read_map_cell(name, text)
    except InputError as error:
        raise table.problem(number, name, error.problem) from error


def write_map_csv(
    table: pa.Table, path: Path, *, source: Release | None, target: Release | None
) -> None:
    """Write a map as canonical text, whole or not at all.

    Raises
    ------
    InputError
        If a value cannot stand in a text file (it holds a NUL).
    OSError
        If the folder cannot be written.
    """
    write_text(path, format_map_csv(table, source=source, target=target))


def format_map_csv(table: pa.Table, *, source: Release | None, target: Release | None) -> str:
    """Give a map as canonical text.

    Parameters
    ----------
    table
        A table of `MAP_SCHEMA`; an empty text counts as null.
    source, target
        What its two sides are codes of; None where that is not known.

    Raises
    ------
    InputError
        If a value cannot stand in a text file (it holds a NUL).
    """
    columns = {name: _Texts.of(table, name) for name in _WRITTEN}
    kept = {
        name: column
        for name, column in columns.items()
        if name in _REQUIRED or column.said - {"", str(MAP_DEFAULTS.get(name, ""))}
    }
    said = {"source": source, "target": target} | {
        name: kept.pop(name).texts[0] for name in _WHOLE if len(kept.get(name, _NOTHING).said) == 1
    }
    return "".join(_lines(kept, said))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """A column as text: its distinct values, and which of them each row holds.

    Attributes
    ----------
    texts
        The distinct values; the last is empty, for rows that hold none.
    places
        int32, shape (rows,): which of the values each row holds, -1 for none.
    """

    texts: list[str]
    places: Int32

    @classmethod
    def of(cls, table: pa.Table, name: str) -> _Texts:
        texts, places = encoded(table, name)
        return cls(texts=[*map(str, texts), ""], places=places)

    @property
    def said(self) -> set[str]:
        """The different texts of the rows, an empty one where any holds none."""
        return set(self.texts if (self.places < 0).any() else self.texts[:-1])

    def ranks(self, key: Callable[[str], Any]) -> np.ndarray:
        """Give the rank of each row's value among the values, sorted by a key."""
        keys = [key(text) for text in self.texts]
        order = sorted(range(len(keys)), key=keys.__getitem__)
        steps = [keys[a] != keys[b] for a, b in pairwise(order)]
        ranks = np.empty(len(keys), dtype=np.int64)
        ranks[order] = np.cumsum([0, *steps])
        return ranks[self.places]

    def cells(self, rows: np.ndarray) -> list[str]:
        """Give the values of some rows as they are written."""
        cells = [_cell(text) for text in self.texts]
        return [cells[place] for place in self.places[rows].tolist()]


_NOTHING: Final = _Texts(texts=[""], places=np.empty(0, dtype=np.int32))


def _sorted(kept: Mapping[str, _Texts]) -> np.ndarray:
    """Give the rows in order: by source, block, group, priority, target, then by all the rest."""
    keys = [
        kept["source"].ranks(natural_key),
        *(kept[name].ranks(lambda text: int(text or 1)) for name in kept if name in _COUNTED),
        kept["target"].ranks(natural_key),
    ]
    order = np.lexsort(keys[::-1])
    same = np.all([key[order[1:]] == key[order[:-1]] for key in keys], axis=0)
    if same.any():  # few rows share all these, so that only here the rest is worked out
        keys += [column.ranks(str) for column in kept.values()]
        order = np.lexsort(keys[::-1])
    return order


def _lines(kept: Mapping[str, _Texts], said: Mapping[str, Release | str | None]) -> Iterator[str]:
    for key, value in said.items():
        if value is not None:
            yield f"# {key}: {value}\n"
    yield ",".join(kept) + "\n"
    order = _sorted(kept)
    for row in zip(*(column.cells(order) for column in kept.values()), strict=True):
        yield ",".join(row) + "\n"


def _cell(text: str) -> str:
    """Give a value as RFC 4180 writes it; the csv module leaves a lone carriage return bare."""
    if "\0" in text:
        problem = f"{text!r} holds a NUL, which no text file can"
        raise InputError(problem)
    if _QUOTED.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text
