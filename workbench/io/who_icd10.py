"""WHO's ICD-10 as text tables: codes, and beside them blocks (``groups``) and chapters.

The trap: the tables have no headers, so a file cut at a row's end still reads; blocks and chapters
without a code show it. Daggers are not marked in them, asterisks are. Residual categories are not
flagged, and nothing here guesses them.

Source: WHO, ICD-10 Version 2019, text files in ``icd102019syst``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from workbench.core.codes import CodeSystem, Kind, Mark, Release
from workbench.core.icd10 import CHAPTERS
from workbench.core.progress import Progress, silent
from workbench.errors import InputError
from workbench.io import who_icd10_codes as codes
from workbench.io.fingerprint import of_files
from workbench.io.package import Package
from workbench.io.result import GraphRead, GraphRows, check_system
from workbench.io.tables import Layout, Table, read_rows

__all__ = ["CODES_NAME", "read_who_icd10"]

#: The name of the table of codes; its blocks and chapters share the stem.
CODES_NAME: Final = re.compile(r"(?P<stem>.*)codes\.txt", re.IGNORECASE)
_YEAR: Final = re.compile(r"icd10(?P<year>\d{4})syst", re.IGNORECASE)

_CHAPTERS: Final = Layout(
    what="the WHO ICD-10 table of chapters",
    delimiter=";",
    columns=("chapter", "title"),
    has_header=False,
)
_BLOCKS: Final = Layout(
    what="the WHO ICD-10 table of blocks",
    delimiter=";",
    columns=("first", "last", "chapter", "title"),
    has_header=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tables:
    """The three tables and what was read for them, by name."""

    chapters: Table
    blocks: Table
    codes: Table
    contents: Mapping[str, bytes]


def read_who_icd10(
    package: Package, name: str, *, release: Release | None = None, progress: Progress = silent
) -> GraphRead:
    """Read the table of codes called `name`, with the tables of blocks and chapters beside it.

    Raises
    ------
    InputError
        If a table is missing or a value in one is not what it should be.
    """
    tables = _read_tables(package, name)
    found = _release(package, name, release)
    chapters = _chapters(tables.chapters)
    blocks = _blocks(tables.blocks, chapters)
    rows = codes.checked_rows(tables.codes, chapters, blocks, progress)
    _check_complete(tables, chapters, blocks, rows)
    graph = _graph(chapters, blocks, rows)
    return GraphRead(
        kind="who-icd10",
        release=found,
        nodes=graph.nodes(),
        edges=graph.edges(),
        source=str(package.path),
        sha256=of_files(tables.contents),
    )


def _read_tables(package: Package, name: str) -> _Tables:
    base = name.rpartition("/")[2]
    stem = CODES_NAME.fullmatch(base)
    if stem is None:
        problem = (
            "the tables of blocks and chapters are found by the name of the table of codes; "
            "expected a name such as icd102019syst_codes.txt"
        )
        raise InputError(problem, file=base)
    names = {"chapters": f"{stem['stem']}chapters.txt", "blocks": f"{stem['stem']}groups.txt"}
    contents = {base: package.read(name)}
    for what, other in names.items():
        beside = package.sibling(name, other)
        if not package.holds(beside):
            problem = f"needs the table of {what}, {other}, beside it; it is not there"
            raise InputError(problem, file=base)
        contents[other] = package.read(beside)
    return _Tables(
        chapters=read_rows(contents[names["chapters"]], file=names["chapters"], layout=_CHAPTERS),
        blocks=read_rows(contents[names["blocks"]], file=names["blocks"], layout=_BLOCKS),
        codes=read_rows(contents[base], file=base, layout=codes.LAYOUT),
        contents=contents,
    )


def _release(package: Package, name: str, release: Release | None) -> Release:
    base = name.rpartition("/")[2]
    found = _YEAR.search(base)
    if found is None and release is None:
        problem = "its name holds no year (icd102019syst_codes.txt); give the release"
        raise InputError(problem, file=base)
    year = found["year"] if found else "2019"
    default = Release(system=CodeSystem.ICD10, edition=f"who-{year}")
    if release is None:
        return default
    return check_system(release, default, file=package.display)


def _chapters(table: Table) -> dict[str, str]:
    """Give the title of each chapter by its two digits."""
    known = {f"{number:02d}" for number in range(1, len(CHAPTERS) + 1)}
    chapters: dict[str, str] = {}
    for number, (chapter, title) in enumerate(table.rows):
        if chapter not in known:
            problem = f"'{chapter}' is no chapter; expected 01 to {len(CHAPTERS)}"
            raise table.problem(number, "chapter", problem)
        if chapter in chapters:
            problem = f"chapter '{chapter}' is there twice; expected it once"
            raise table.problem(number, "chapter", problem)
        if not title:
            problem = "is empty; expected a title"
            raise table.problem(number, "title", problem)
        chapters[chapter] = title
    return chapters


def _blocks(table: Table, chapters: Mapping[str, str]) -> dict[str, codes.Block]:
    """Give each block by its first category."""
    blocks: dict[str, codes.Block] = {}
    for number, (first, last, chapter, title) in enumerate(table.rows):
        for column, value in (("first", first), ("last", last)):
            if not codes.CATEGORY.fullmatch(value):
                problem = f"'{value}' is no category; expected one such as A00"
                raise table.problem(number, column, problem)
        if last < first:
            problem = f"'{last}' comes before the block's first category '{first}'"
            raise table.problem(number, "last", problem)
        if chapter not in chapters:
            problem = f"'{chapter}' is not in the table of chapters"
            raise table.problem(number, "chapter", problem)
        if not title:
            problem = "is empty; expected a title"
            raise table.problem(number, "title", problem)
        if first in blocks:
            problem = f"a block beginning with '{first}' is there twice; expected it once"
            raise table.problem(number, "first", problem)
        blocks[first] = codes.Block(first=first, last=last, chapter=chapter, title=title)
    return blocks


def _check_complete(
    tables: _Tables,
    chapters: Mapping[str, str],
    blocks: Mapping[str, codes.Block],
    rows: list[codes.CodeRow],
) -> None:
    """Refuse a chapter without a block and a block without a code: something was cut off."""
    in_blocks = {block.chapter for block in blocks.values()}
    for chapter in chapters:
        if chapter not in in_blocks:
            problem = f"no block lies in chapter '{chapter}'; the file looks cut short"
            raise InputError(problem, file=tables.blocks.file)
    in_codes = {row.block for row in rows}
    for first, block in blocks.items():
        if first not in in_codes:
            problem = f"no code lies in block '{block.code}'; the file looks cut short"
            raise InputError(problem, file=tables.codes.file)


def _graph(
    chapters: Mapping[str, str], blocks: Mapping[str, codes.Block], rows: list[codes.CodeRow]
) -> GraphRows:
    graph = GraphRows()
    for chapter, title in chapters.items():
        graph.node(_numeral(chapter), title, Kind.CHAPTER)
    for block in blocks.values():
        graph.node(block.code, block.title, Kind.BLOCK)
        graph.edge(block.code, _numeral(block.chapter))
    for row in rows:
        kind = Kind.CATEGORY if row.level == codes.TOP_LEVEL else Kind.SUBCATEGORY
        mark = Mark.ASTERISK.value if row.printed.endswith(Mark.ASTERISK) else None
        graph.node(row.code, row.title, kind, mark=mark)
        graph.edge(row.code, row.parent or blocks[row.block].code)
    return graph


def _numeral(chapter: str) -> str:
    return CHAPTERS[int(chapter) - 1][0]
