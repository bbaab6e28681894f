"""The page of formats says of every column what the writers say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from workbench.io.map_writers import MAP_FIELDS, WRITERS, MapFormat

PAGE: Final = Path(__file__).resolve().parents[2] / "docs/reference/map-formats.md"


def table() -> dict[str, dict[str, str]]:
    """Give, by format and column, what the table of the page says."""
    text = PAGE.read_text("utf-8").split("{ #holds }")[1].split("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    head, *rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines]
    return {
        format_: {row[0]: row[place] for row in rows} for place, format_ in enumerate(head) if place
    }


def test_the_table_of_formats_is_that_of_the_writers() -> None:
    assert table() == {
        word: {field: answer(made, field) for field in MAP_FIELDS} for word, made in WRITERS.items()
    }


def answer(made: MapFormat, field: str) -> str:
    if field in made.holds:
        return "yes"
    return "in part" if field in made.partly else "no"


def test_every_format_has_its_section() -> None:
    sections = re.findall(r"^## .*\{ #([\w-]+) \}$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert {word.split("-")[0] for word in WRITERS} <= set(sections)
