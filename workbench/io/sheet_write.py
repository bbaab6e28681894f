"""Write a map as a spreadsheet that users of Snap2SNOMED and Usagi know: CSV or XLSX.

First the columns that Snap2SNOMED exports, under its headings and in its words, then comments and
frequency, then whatever else the map says, under a heading of its own; so that nothing is lost. No
cell is ever a formula: in a text table it is guarded, in a workbook it is text. The same map gives
the same bytes.

Source: Snap2SNOMED (SNOMED International), MapViewService.getExportHeader; RFC 4180; Microsoft,
"Excel specifications and limits" (1,048,576 rows, 32,767 characters a cell).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workbench.core.codes import natural_key
from workbench.core.progress import Progress, silent
from workbench.errors import InputError
from workbench.io.atomic import writing
from workbench.io.headings import fold
from workbench.io.loss import LossReport, said
from workbench.io.sheet_columns import choose_columns, heading_of
from workbench.io.sheet_guard import guarded
from workbench.io.sheet_words import RELATION_CODES, RELATION_LABELS, STATUS_CODES
from workbench.mapping.map_set import MapSet
from workbench.mapping.schema import MAP_SCHEMA

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["HELD_BY_SHEETS", "write_sheet_csv", "write_sheet_xlsx"]

#: Every column but the line: what has no usual column gets one.
HELD_BY_SHEETS: Final = frozenset(MAP_SCHEMA.names) - {"line"}

_QUOTED: Final = re.compile(r'[",\r\n]|^\s|\s$')
_UNWRITABLE: Final = re.compile("[\0\ufffe\uffff]")
_MOST_ROWS: Final = 1_048_575
_LONGEST: Final = 32_767
_CHUNK: Final = 4096
_BOM: Final = "\ufeff"
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
#: XlsxWriter would write the time of day. This is the earliest a zip archive can state.
_NO_TIME: Final = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_WIDE: Final = 40
_NARROW: Final = 18
#: The columns that are always there: the heading, the field, and how its value is written.
_USUAL: Final[tuple[tuple[str, str, Callable[[Any], str]], ...]] = (
    ("Source code", "source", str),
    ("Source display", "source_term", str),
    ("Target code", "target", str),
    ("Target display", "target_term", str),
    ("Relationship type code", "relation", lambda value: RELATION_CODES[value]),
    ("Relationship type display", "relation", lambda value: RELATION_LABELS.get(value, "")),
    ("No map flag", "no_map", lambda value: "true" if value else "false"),
    ("Status", "status", lambda value: STATUS_CODES[value]),
    ("Comments", "comment", str),
    ("Frequency", "frequency", str),
)
_COUNTED: Final = ("map_block", "map_group", "map_priority")


def write_sheet_csv(maps: MapSet, path: Path, *, progress: Progress = silent) -> LossReport:
    """Write a map as CSV, whole or not at all.

    Parameters
    ----------
    maps
        The map.
    path
        Where to; a file that is there is replaced.
    progress
        Shows how far the writing is.

    Returns
    -------
    LossReport
        Empty: every column has a place.

    Raises
    ------
    InputError
        If a value holds a NUL, which no text file can.
    OSError
        If the place cannot be written.
    """
    columns = _columns(maps)
    with writing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
        out.write(_BOM)  # without it Excel takes the file for another encoding
        out.write(_line(columns))
        for row in _walked(columns, path.name, progress):
            out.write(_line(row))
    return LossReport.of(())


def write_sheet_xlsx(maps: MapSet, path: Path, *, progress: Progress = silent) -> LossReport:
    """Write a map as a workbook of one sheet, every cell as text; whole or not at all.

    Parameters
    ----------
    maps
        The map.
    path
        Where to; a file that is there is replaced.
    progress
        Shows how far the writing is.

    Returns
    -------
    LossReport
        Empty: every column has a place.

    Raises
    ------
    InputError
        If the map has more rows than a sheet, or a value that no cell can hold.
    OSError
        If the place cannot be written.
    """
    from xlsxwriter import Workbook

    if len(maps) > _MOST_ROWS:
        problem = f"map '{maps.name}' has {len(maps):,} rows, and a sheet {_MOST_ROWS:,} at most"
        raise InputError(problem)
    columns = _columns(maps)
    with writing(path) as temporary, Workbook(str(temporary), _OPTIONS) as book:
        book.set_properties({"title": maps.name, "created": _NO_TIME})
        text = book.add_format({"num_format": "@", "valign": "top"})
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet("map")
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(columns):
            width = _WIDE if heading.endswith("display") else _NARROW
            sheet.set_column(place, place, width, text)  # typed anew, a code stays text
            sheet.write_string(0, place, _cell(heading), bold)
        for number, row in enumerate(_walked(columns, path.name, progress), 1):
            for place, value in enumerate(row):
                if value:
                    sheet.write_string(number, place, _cell(value), text)
    return LossReport.of(())


def _columns(maps: MapSet) -> dict[str, list[str]]:
    """Give the columns by heading, the rows in the order in which they are written."""
    table = _sorted(maps.table)
    count = table.num_rows
    columns = {
        heading: [_written(value, write, name) for value in table[name].to_pylist()]
        for heading, name, write in _USUAL
    }
    for side, release in (("source_release", maps.source), ("target_release", maps.target)):
        if release is not None:
            columns[heading_of(side)] = [str(release)] * count
    usual = {name for _, name, _ in _USUAL} - {"no_map"}
    for name in MAP_SCHEMA.names:
        if name in {*usual, "line", "extra"} or not any(said(table, name).to_pylist()):
            continue
        heading = "No map reason" if name == "no_map" else heading_of(name)
        columns[heading] = [_plain(value) for value in table[name].to_pylist()]
    return columns | _extra(table, columns)


def _written(value: object, write: Callable[[Any], str], name: str) -> str:
    if value is None:
        return "false" if name == "no_map" else ""
    return write(value) if value != "" else ""


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _sorted(table: pa.Table) -> pa.Table:
    """Give the rows by source, block, group, priority and target, then by all the rest."""
    names = [name for name in table.column_names if name != "line"]
    rows = list(zip(*(table[name].to_pylist() for name in names), strict=True))
    at = {name: names.index(name) for name in ("source", "target", *_COUNTED)}

    def key(number: int) -> tuple[object, ...]:
        row = rows[number]
        counted = tuple(row[at[name]] for name in _COUNTED)
        target = natural_key(row[at["target"]] or "")
        return natural_key(row[at["source"]]), counted, target, tuple(map(_plain, row))

    return table.take(sorted(range(len(rows)), key=key))


def _extra(table: pa.Table, taken: Mapping[str, object]) -> dict[str, list[str]]:
    """Give what nobody knows as columns of their own, or all of it as one where that is not safe.

    A column of its own would come back as something else where its heading means something, and
    not at all where its value is empty.
    """
    notes = [json.loads(text) if text else {} for text in table["extra"].to_pylist()]
    names = sorted({name for note in notes for name in note})
    if not names:
        return {}
    if all(map(_is_safe, names)) and all(all(note.values()) for note in notes):
        folded = [fold(name) for name in (*taken, *names)]
        if len(set(folded)) == len(folded):
            return {name: [note.get(name, "") for note in notes] for name in names}
    return {heading_of("extra"): [text or "" for text in table["extra"].to_pylist()]}


def _is_safe(name: str) -> bool:
    """Say whether a heading stands for itself and for no column of a map."""
    if not fold(name) or name != name.strip() or not name.isprintable():
        return False
    needed = ["Source code", "Target code"]
    if fold(name) in map(fold, needed):
        return False
    found = choose_columns([*needed, name], {}, file="")
    return found.others == (len(needed),)


def _walked(
    columns: Mapping[str, Sequence[str]], name: str, progress: Progress
) -> Iterator[tuple[str, ...]]:
    rows = zip(*columns.values(), strict=True)
    total = len(next(iter(columns.values())))
    with progress(f"writing {name}", total) as step:
        for number, row in enumerate(rows, 1):
            yield row
            if number % _CHUNK == 0 or number == total:
                step(number % _CHUNK or _CHUNK)


def _line(row: Mapping[str, object] | Sequence[str]) -> str:
    return ",".join(map(_quoted, row)) + "\r\n"


def _quoted(text: str) -> str:
    if "\0" in text:
        problem = f"{text!r} holds a NUL, which no text file can"
        raise InputError(problem)
    safe = guarded(text)
    return '"' + safe.replace('"', '""') + '"' if _QUOTED.search(safe) else safe


def _cell(text: str) -> str:
    if _UNWRITABLE.search(text):
        problem = f"{text[:_WIDE]!r} holds a character that no workbook can"
        raise InputError(problem)
    if len(text) > _LONGEST:
        problem = (
            f"'{text[:_WIDE]}…' has {len(text):,} characters; a cell holds {_LONGEST:,} at most"
        )
        raise InputError(problem)
    return text
