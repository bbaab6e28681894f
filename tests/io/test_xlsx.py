"""A workbook of a map: on the way out every cell is text, on the way in no trap is fallen into."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.io.map_round_trips import map_set
from tests.io.samples import laid_out
from tests.io.sheet_samples import rows_of, typed
from workbench.errors import InputError
from workbench.io.map_writers import write_map
from workbench.io.reading import read_graph, read_map

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

HEAD = ("Source code", "Target code")
ROW = ("F1", "R50.9")
PLAIN: dict[str, Any] = {
    "map_block": 1,
    "map_group": 1,
    "map_priority": 1,
    "relation": "unspecified",
    "provenance": "asserted",
}


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_map(path)
    return str(caught.value)


def changed(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """Change some bytes of a part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_a_written_workbook_has_no_formula_no_link_and_no_number(tmp_path: Path) -> None:
    row = PLAIN | {"source": "22298006", "target": "R50.9", "comment": "=HYPERLINK(1)"}
    terms = {"source_term": "https://example.org", "target_term": "@SUM(1)", "frequency": 7}
    write_map(map_set([row | terms]), tmp_path / "map.xlsx", format="xlsx")
    with zipfile.ZipFile(tmp_path / "map.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        assert not [name for name in archive.namelist() if "hyperlink" in name.lower()]
    assert re.findall(rb"<f[ >/]|<hyperlink|<v>22298006", sheet) == []
    assert set(re.findall(rb'<c [^>]*?t="(\w+)"', sheet)) <= {b"inlineStr", b"s"}
    assert b"<c r" in sheet


def test_a_written_table_guards_what_begins_a_formula(tmp_path: Path) -> None:
    row = PLAIN | {"source": "F1", "target": "R50.9", "comment": "=1+1", "source_term": "-x"}
    write_map(map_set([row]), tmp_path / "map.csv", format="csv")
    (line,) = (tmp_path / "map.csv").read_text("utf-8-sig").splitlines()[1:]
    assert line == "F1,'-x,R50.9,,,,false,,'=1+1,"
    assert rows_of(read_map(tmp_path / "map.csv"), "source_term", "comment") == [("-x", "=1+1")]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("x" * 32_768, "has 32,768 characters; a cell holds 32,767 at most"),
        ("a\ufffe", "holds a character that no workbook can"),
    ],
)
def test_what_no_cell_can_hold_is_refused_and_nothing_is_made(
    tmp_path: Path, value: str, said: str
) -> None:
    maps = map_set([PLAIN | {"source": "F1", "target": "R50.9", "comment": value}])
    with pytest.raises(InputError, match=said):
        write_map(maps, tmp_path / "map.xlsx", format="xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_typed_workbook_is_read_like_a_table(tmp_path: Path) -> None:
    rows = [(), (*HEAD, "Frequency", "Comments", "Ward"), (*ROW, 1200, True, 7.5), ()]
    read = read_map(typed(tmp_path / "map.xlsx", rows))
    assert read.kind == "xlsx"
    columns = ("source", "target", "frequency", "comment", "extra", "line")
    assert rows_of(read, *columns) == [("F1", "R50.9", 1200, "true", '{"Ward": "7.5"}', 3)]


def test_an_sctid_that_became_a_number_is_read_where_it_is_whole(tmp_path: Path) -> None:
    read = read_map(typed(tmp_path / "map.xlsx", [HEAD, (22298006, "I21.9")]))
    assert rows_of(read, "source") == [("22298006",)]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ((900000000000207008, "R50"), "cell A2: holds the number 9.00000000000207e+17; a code"),
        (("F1", 1e30), "cell B2: holds the number 1e+30; a code such as 1E30"),
        (("F1", 123), "cell B2: holds the number 123, and what was typed there (00123, 1E2) is n"),
        (("F1", 50.9), "cell B2: holds the number 50.9"),
        (("F1", dt.date(2026, 5, 1)), "cell B2: holds the date 2026-05-01, where a code should"),
        (("F1", True), "cell B2: holds the value TRUE, where a code should stand"),
        (("900000000000207000", "R50"), "cell A2: '900000000000207000' fails its check digit"),
    ],
)
def test_a_code_that_the_spreadsheet_ate_is_named_by_its_cell(
    tmp_path: Path, cells: tuple[object, ...], said: str
) -> None:
    path = tmp_path / "map.xlsx"
    day = cells[1]
    if isinstance(day, dt.date):
        typed(
            path,
            [HEAD, cells[:1]],
            lambda book, sheet: sheet.write_datetime(
                1, 1, day, book.add_format({"num_format": "yyyy-mm-dd"})
            ),
        )
    else:
        typed(path, [HEAD, cells])
    assert said in refused(path)


def test_a_formula_is_named_by_its_cell(tmp_path: Path) -> None:
    path = typed(
        tmp_path / "map.xlsx",
        [HEAD, ROW],
        lambda _, sheet: sheet.write_formula("B3", '=CONCATENATE("R","50")', None, "R50"),
    )
    assert refused(path) == (
        "map.xlsx: cell B3 holds a formula, whose value nobody typed; paste its values in its place"
    )


def test_merged_cells_are_named(tmp_path: Path) -> None:
    path = typed(
        tmp_path / "map.xlsx", [HEAD, ROW], lambda _, sheet: sheet.merge_range("A3:A5", "F2")
    )
    assert "cells A3:A5 are merged, so that only the first holds a value" in refused(path)


def test_a_cell_in_the_last_corner_fills_no_memory(tmp_path: Path) -> None:
    path = typed(
        tmp_path / "map.xlsx",
        [HEAD, ROW],
        lambda _, sheet: sheet.write_string(1_048_575, 16_383, "x"),
    )
    assert "sheet 'map' reaches to cell XFD1048576, more than the 25,000,000 cells" in refused(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = typed(tmp_path / "map.xlsx", [HEAD, ROW])
    part = "xl/worksheets/sheet1.xml"
    assert "times its size, more than 200 times; nothing was read" in refused(
        changed(path, part, b"<sheetData>", b"<sheetData>" + b" " * 10_000_000)
    )


@pytest.mark.parametrize("name", ["../evil", "/evil", "C:evil"])
def test_a_path_that_climbs_out_is_refused(tmp_path: Path, name: str) -> None:
    path = typed(tmp_path / "map.xlsx", [HEAD, ROW])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "x")
    assert "nothing was read" in refused(path)


def test_entities_in_the_list_of_sheets_are_refused(tmp_path: Path) -> None:
    path = typed(tmp_path / "map.xlsx", [HEAD, ROW])
    bad = b'<!DOCTYPE a [<!ENTITY x "y">]><workbook '
    assert "has no list of sheets that can be read" in refused(
        changed(path, "xl/workbook.xml", b"<workbook ", bad)
    )


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    path = typed(tmp_path / "map.xlsx", [HEAD, ROW])
    broken = changed(path, "xl/worksheets/sheet1.xml", b"</sheetData>", b"</sheet")
    assert "cannot be read as a workbook" in refused(broken)
    path.write_bytes(path.read_bytes()[:-100])
    assert "map.xlsx: cannot be read as a zip" in refused(path)


def test_the_first_sheet_in_sight_with_anything_on_it_is_read(tmp_path: Path) -> None:
    def add(book: Workbook, first: Worksheet) -> None:
        first.hide()
        book.add_worksheet("empty").activate()
        shown = book.add_worksheet("shown")
        for place, (heading, value) in enumerate(zip(HEAD, ROW, strict=True)):
            shown.write_string(0, place, heading)
            shown.write_string(1, place, value)

    read = read_map(typed(tmp_path / "map.xlsx", [("Secret",), ("x",)], add))
    assert rows_of(read, "source") == [("F1",)]
    assert "sheet 'shown' was read; not read: 'map', 'empty'" in read.notes


def test_an_empty_workbook_and_a_file_that_is_none_are_refused(tmp_path: Path) -> None:
    assert "holds no sheet with anything on it" in refused(typed(tmp_path / "e.xlsx", []))
    path = laid_out(tmp_path, {"map.csv": "a,b\n"}) / "map.csv"
    with pytest.raises(InputError, match=r"map\.csv: is no Excel workbook"):
        read_map(path, kind="xlsx")
    with pytest.raises(InputError, match="there is no such file"):
        read_map(tmp_path / "nothing.xlsx", kind="xlsx")
    with pytest.raises(InputError, match="is an Excel or other Office file, not a text table"):
        read_graph(tmp_path / "e.xlsx")
