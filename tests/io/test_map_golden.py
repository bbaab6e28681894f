"""What a map looks like in each format, byte by byte."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from python_calamine import load_workbook

from tests.io.golden_map import GOLDEN, golden_map, golden_snomed_map
from workbench.io.map_writers import WRITERS, write_map
from workbench.mapping.map_set import MapSet

if TYPE_CHECKING:
    from collections.abc import Callable

#: By format, what is written and what it is called in the folder of golden files.
FILES: Final[dict[str, tuple[Callable[[], MapSet], str]]] = {
    "rf2": (golden_snomed_map, "rf2"),
    "sssom": (golden_map, "map.sssom.tsv"),
    "fhir-r4": (golden_map, "map.r4.json"),
    "fhir-r5": (golden_map, "map.r5.json"),
    "csv": (golden_map, "map.csv"),
    "xlsx": (golden_map, "map.xlsx"),
}
DATE: Final = "20310201"


def bytes_of(path: Path) -> dict[str, bytes]:
    """Give a file, or every file of a folder, by what stands behind `path`."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in files}


def content_of(path: Path) -> dict[str, bytes] | list[Any]:
    """Give the bytes, or of a workbook the cells: its bytes are the zip's and XlsxWriter's."""
    if path.suffix != ".xlsx":
        return bytes_of(path)
    with load_workbook(path) as book:
        return [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]


def test_every_format_has_its_golden_file() -> None:
    assert list(FILES) == list(WRITERS)


@pytest.mark.parametrize("format_", FILES)
def test_a_map_is_written_as_it_always_was(tmp_path: Path, format_: str) -> None:
    make, name = FILES[format_]
    write_map(make(), tmp_path / name, format=format_, date=DATE)
    assert content_of(tmp_path / name) == content_of(GOLDEN / name)


@pytest.mark.parametrize("format_", FILES)
def test_the_order_of_the_rows_changes_no_byte(tmp_path: Path, format_: str) -> None:
    maps = FILES[format_][0]()
    turned = MapSet(
        name=maps.name,
        kind=maps.kind,
        source=maps.source,
        target=maps.target,
        table=maps.table.take(list(range(len(maps)))[::-1]),
    )
    for name, one in (("one", maps), ("two", turned)):
        write_map(one, tmp_path / name, format=format_, date=DATE)
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
