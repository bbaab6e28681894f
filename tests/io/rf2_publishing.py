"""Maps to publish in RF2, and what a folder they were published into holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from tests.io.map_round_trips import map_set
from workbench.core.codes import parse_release
from workbench.io.reading import read_map
from workbench.mapping.map_set import MapSet

__all__ = ["contents", "int_map_of", "lines_of", "read_back", "uk_map_of"]

UK_REFSET: Final = "999002271000000101"
UK_MODULE: Final = "999000031000000106"
_PLAIN: Final[dict[str, Any]] = {
    "map_block": 1,
    "map_group": 1,
    "map_priority": 1,
    "relation": "unspecified",
    "provenance": "asserted",
}


def uk_map_of(*rows: dict[str, Any], **whole: str | None) -> MapSet:
    """Give a map to ICD-10 in the UK's style; a row names what is not plain."""
    said = {"profile": "uk", "refset": UK_REFSET, "module": UK_MODULE} | whole
    return map_set(
        [_PLAIN | said | row for row in rows],
        source=parse_release("snomed/uk-20310131"),
        target=parse_release("icd10/uk-5th"),
    )


def int_map_of(*rows: dict[str, Any]) -> MapSet:
    """Give a map to ICD-10 in the International style, of which nobody says the reference set."""
    return map_set(
        [_PLAIN | {"profile": "international", "rule": "TRUE"} | row for row in rows],
        source=parse_release("snomed/demo-2024"),
        target=parse_release("icd10/who-2019"),
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def lines_of(folder: Path, part: str) -> list[dict[str, str]]:
    """Give the rows of the Snapshot or the Delta, which must be one file of whole lines."""
    (path,) = (folder / part).rglob("*.txt")
    text = path.read_bytes().decode("utf-8")
    assert text.endswith("\r\n")
    headings, *rows = (line.split("\t") for line in text[:-2].split("\r\n"))
    return [dict(zip(headings, row, strict=True)) for row in rows]


def read_back(folder: Path) -> MapSet:
    """Give the map that is read from a folder."""
    read = read_map(folder)
    return MapSet(
        name=read.name or "",
        kind=read.kind,
        source=read.source_release,
        target=read.target_release,
        table=read.table,
    )
