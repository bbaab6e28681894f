"""Read the cells of an Excel workbook, after looking at what could harm or mislead.

The traps: a workbook is a zip, so a few kilobytes may unpack to gigabytes, and one cell in the last
corner makes a sheet of seventeen thousand million; and a formula shows a value that nobody typed.
All of that is looked for in the bytes before the sheet is read.

Source: ECMA-376, Office Open XML, SpreadsheetML (``sheets``, ``c``, ``f``, ``mergeCell``).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.core.progress import Progress, silent
from workbench.errors import InputError
from workbench.io.fingerprint import of_bytes
from workbench.io.sheet import Sheet, SheetForm, cell_name
from workbench.io.sheet_read import read_sheet
from workbench.io.zips import Limits, checked_members, read_member

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

    from workbench.io.result import MapRead

__all__ = ["is_workbook", "read_map_xlsx"]

#: A workbook of half a million rows stays far below.
_LIMITS: Final = Limits(members=2_000, member_bytes=512 << 20, total_bytes=1 << 30)
_MOST_BYTES: Final = 256 << 20
_MOST_CELLS: Final = 25_000_000
_MAGIC: Final = b"PK\x03\x04"
_TYPES: Final = "[Content_Types].xml"
_BOOK: Final = "xl/workbook.xml"
_SHEETS: Final = "xl/worksheets/"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_CELL: Final = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def is_workbook(path: Path) -> bool:
    """Say whether a file is an Excel workbook, by what is in it."""
    try:
        with path.open("rb") as stream:
            if stream.read(len(_MAGIC)) != _MAGIC:
                return False
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return {_TYPES, _BOOK} <= names


def read_map_xlsx(
    path: Path, *, columns: Mapping[str, str] | None = None, progress: Progress = silent
) -> MapRead:
    """Read a map out of a workbook: its first sheet in sight that is not empty.

    Parameters
    ----------
    path
        The file.
    columns
        By field, the heading that was chosen for it.
    progress
        Shows how far the reading is.

    Raises
    ------
    InputError
        If it is no workbook, is hostile, holds formulas or merged cells, or a cell is not what it
        should be; by the name of the cell.
    """
    if not path.is_file():
        problem = "there is no such file"
        raise InputError(problem, file=str(path))
    if not is_workbook(path):
        problem = "is no Excel workbook (.xlsx); save it as one"
        raise InputError(problem, file=path.name)
    if path.stat().st_size > _MOST_BYTES:
        problem = f"is larger than the {_MOST_BYTES:,} bytes read at most"
        raise InputError(problem, file=path.name)
    members = checked_members(path, _LIMITS)
    data = path.read_bytes()
    return read_sheet(
        _sheet(path, data, members),
        kind="xlsx",
        source=str(path.absolute()),
        sha256=of_bytes(data),
        columns=columns or {},
        progress=progress,
    )


def _sheet(path: Path, data: bytes, members: Mapping[str, zipfile.ZipInfo]) -> Sheet:
    from python_calamine import CalamineError, load_workbook

    parts = _parts(path, members)
    _check_sizes(path, members, parts)
    try:
        with load_workbook(io.BytesIO(data)) as book:
            name, filled = _first_filled(path, book, parts)
            return _rows(path, name, filled, members.get(parts[name]), _others(book, name))
    except CalamineError as error:
        problem = f"cannot be read as a workbook ({error}); it looks damaged"
        raise InputError(problem, file=path.name) from error


def _parts(path: Path, members: Mapping[str, zipfile.ZipInfo]) -> dict[str, str]:
    """Give the file of each sheet in sight, by its name, in the order of the tabs."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        book = fromstring(read_member(path, members[_BOOK], None))
        links = fromstring(read_member(path, members[_RELATIONS], None))
    except (KeyError, ParseError, DefusedXmlException) as error:
        problem = f"has no list of sheets that can be read ({error}); it looks damaged"
        raise InputError(problem, file=path.name) from error
    files = {link.get("Id"): link.get("Target", "").lstrip("/") for link in links}
    sheets = [one for one in book.iter() if one.tag.rpartition("}")[2] == "sheet"]
    found = {
        one.get("name", ""): _below_xl(files.get(one.get(_ID), ""))
        for one in sheets
        if one.get("state", "visible") == "visible"
    }
    return {name: part for name, part in found.items() if part.startswith(_SHEETS)}


def _below_xl(target: str) -> str:
    return target if target.startswith("xl/") else f"xl/{target}"


def _check_sizes(
    path: Path, members: Mapping[str, zipfile.ZipInfo], parts: Mapping[str, str]
) -> None:
    """Refuse a sheet whose cells lie so far apart that it would fill the memory."""
    for name, part in parts.items():
        if part not in members:
            continue
        data = read_member(path, members[part], None)
        columns, rows = set(), 1
        for found in _CELL.finditer(data):
            columns.add(found[1])
            rows = max(rows, int(found[2]))
        width = max((_number(letters) for letters in columns), default=1)
        if width * rows > _MOST_CELLS:
            problem = (
                f"sheet '{name}' reaches to cell {cell_name(rows, width - 1)}, more than the "
                f"{_MOST_CELLS:,} cells read at most; delete what is not the map, and save it again"
            )
            raise InputError(problem, file=path.name)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _first_filled(
    path: Path, book: CalamineWorkbook, parts: Mapping[str, str]
) -> tuple[str, CalamineSheet]:
    for name in book.sheet_names:
        if name in parts:
            sheet = book.get_sheet_by_name(name)
            if sheet.end is not None:
                return name, sheet
    problem = "holds no sheet with anything on it"
    raise InputError(problem, file=path.name)


def _others(book: CalamineWorkbook, name: str) -> tuple[str, ...]:
    others = [other for other in book.sheet_names if other != name]
    if not others:
        return ()
    named = ", ".join(f"'{other}'" for other in others)
    return (f"sheet '{name}' was read; not read: {named}",)


def _rows(
    path: Path,
    name: str,
    sheet: CalamineSheet,
    part: zipfile.ZipInfo | None,
    notes: tuple[str, ...],
) -> Sheet:
    _refuse_formulas(path, part)
    _refuse_merged(path, sheet)
    cells = sheet.to_python(skip_empty_area=False)
    filled = [(number, row) for number, row in enumerate(cells, 1) if any(c != "" for c in row)]
    if not filled:
        problem = f"sheet '{name}' is empty"
        raise InputError(problem, file=path.name)
    (_, head), *rest = filled
    used = [place for place in range(len(head)) if any(row[place] != "" for _, row in filled)]
    return Sheet(
        form=SheetForm.WORKBOOK,
        file=path.name,
        columns=tuple(str(head[place]) for place in range(len(head)) if place in set(used)),
        rows=[[row[place] for place in used] for _, row in rest],
        lines=[number for number, _ in rest],
        places=tuple(used),
        notes=notes,
    )


def _refuse_formulas(path: Path, part: zipfile.ZipInfo | None) -> None:
    data = b"" if part is None else read_member(path, part, None)
    found = _FORMULA.search(data)
    if found is None:
        return
    *_, last = _CELL.finditer(data, 0, found.start())
    where = f"{last[1].decode()}{last[2].decode()}"
    problem = (
        f"cell {where} holds a formula, whose value nobody typed; paste its values in its place"
    )
    raise InputError(problem, file=path.name)


def _refuse_merged(path: Path, sheet: CalamineSheet) -> None:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        problem = (
            f"cells {cell_name(top + 1, left)}:{cell_name(bottom + 1, right)} are merged, so that "
            "only the first holds a value; unmerge them and fill in each"
        )
        raise InputError(problem, file=path.name)
