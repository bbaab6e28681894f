"""The rows of WHO's ICD-10 table of codes, checked field by field and against each other.

Source: WHO, ICD-10 Version 2019, text files in ``icd102019syst`` (17 fields, no header).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from workbench.core.icd10 import CHAPTERS
from workbench.core.progress import Progress, silent
from workbench.io.tables import Layout, Table

__all__ = ["CATEGORY", "LAYOUT", "TOP_LEVEL", "Block", "CodeRow", "checked_rows"]

#: The level of a three-character category.
TOP_LEVEL: Final = "3"
#: A code of three characters.
CATEGORY: Final = re.compile(r"[A-Z]\d\d")

#: How the table of codes is written; it has no header.
LAYOUT: Final = Layout(
    what="the WHO ICD-10 table of codes",
    delimiter=";",
    columns=(
        "level",
        "terminal",
        "listed",
        "chapter",
        "block",
        "printed code",
        "dotted code",
        "undotted code",
        "title",
        "title of the category",
        "title at 4 characters",
        "title at 5 characters",
        "mortality list 1",
        "mortality list 2",
        "mortality list 3",
        "mortality list 4",
        "morbidity list",
    ),
    has_header=False,
)

# A00  A00.-  A00.0  A00.0*  A00.-*  B18.0-  B18.00
_PRINTED: Final = re.compile(r"(?P<code>[A-Z]\d\d(?:\.\d{1,2})?)(?P<open>\.?-)?(?P<mark>\*)?")
_DOTTED: Final = {
    "3": re.compile(r"[A-Z]\d\d"),
    "4": re.compile(r"[A-Z]\d\d\.\d"),
    "5": re.compile(r"[A-Z]\d\d\.\d\d"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block: its first and last category, its chapter's two digits and its title."""

    first: str
    last: str
    chapter: str
    title: str

    @property
    def code(self) -> str:
        """The printed form, ``A00-A09``; ``B99-B99`` for a block of one category."""
        return f"{self.first}-{self.last}"


class CodeRow(NamedTuple):
    """What is kept of a row; `parent` is empty where the parent is the block."""

    level: str
    block: str
    printed: str
    code: str
    title: str
    parent: str


def checked_rows(
    table: Table,
    chapters: Container[str],
    blocks: Mapping[str, Block],
    progress: Progress = silent,
) -> list[CodeRow]:
    """Give the rows of the table of codes.

    Parameters
    ----------
    table
        As read by `LAYOUT`.
    chapters
        The two digits of each chapter.
    blocks
        Each block by its first category.
    progress
        Shows how far it is.

    Raises
    ------
    InputError
        Naming the first value that is not what it should be.
    """
    rules = _field_rules(chapters, blocks)
    seen: dict[str, int] = {}
    rows = []
    for number, row in table.walk(progress):
        for place, holds, expected in rules:
            if not holds(row[place]):
                problem = f"'{row[place]}' is not what belongs here; expected {expected}"
                raise table.problem(number, LAYOUT.columns[place], problem)
        _check_forms(table, number, row)
        _check_place(table, number, row, blocks)
        code = row[6]
        if code in seen:
            problem = f"'{code}' is there already, on line {table.lines[seen[code]]}"
            raise table.problem(number, "dotted code", problem)
        seen[code] = number
        parent = "" if row[0] == TOP_LEVEL else code[:-1].rstrip(".")
        rows.append(CodeRow(row[0], row[4], row[5], code, row[8], parent))
    _check_hierarchy(table, rows, seen)
    return rows


def _field_rules(
    chapters: Container[str], blocks: Mapping[str, Block]
) -> tuple[tuple[int, Callable[[str], object], str], ...]:
    """Give for each field that can be judged alone its place, its test and what it should be."""
    return (
        (0, _DOTTED.__contains__, "3, 4 or 5"),
        (1, {"T", "N"}.__contains__, "T (terminal) or N"),
        (2, {"X", "S"}.__contains__, "X (listed) or S (from a subdivision)"),
        (3, chapters.__contains__, f"a chapter, 01 to {len(CHAPTERS)}"),
        (4, blocks.__contains__, "the first category of a block in the table of blocks"),
        (5, _PRINTED.fullmatch, "a code as printed, such as A00.-, A00.0 or D63.0*"),
        (8, str.strip, "a title"),
    )


def _check_forms(table: Table, number: int, row: list[str]) -> None:
    """Refuse a row whose three forms of the code, level and terminal flag do not agree."""
    level, terminal, printed, dotted = row[0], row[1], row[5], row[6]
    if not _DOTTED[level].fullmatch(dotted):
        problem = f"'{dotted}' is no code of {level} characters, the level of this row"
        raise table.problem(number, "dotted code", problem)
    if dotted.replace(".", "") != row[7]:
        problem = f"'{row[7]}' is not the dotted code '{dotted}' without its dot"
        raise table.problem(number, "undotted code", problem)
    form = _PRINTED.fullmatch(printed)
    if form is None or form["code"] != dotted:
        problem = f"'{printed}' is not how '{dotted}' is printed"
        raise table.problem(number, "printed code", problem)
    if bool(form["open"]) is not (terminal == "N"):
        expected = "with '-', being not terminal" if terminal == "N" else "without '-'"
        problem = f"'{printed}' disagrees with the terminal flag {terminal}; expected it {expected}"
        raise table.problem(number, "printed code", problem)


def _check_place(table: Table, number: int, row: list[str], blocks: Mapping[str, Block]) -> None:
    """Refuse a row that does not lie in its block and chapter."""
    block, head = blocks[row[4]], row[6][:3]
    if not block.first <= head <= block.last:
        problem = f"'{row[6]}' does not lie in its block {block.code}"
        raise table.problem(number, "dotted code", problem)
    if row[3] != block.chapter:
        problem = f"'{row[3]}' is not {block.chapter}, the chapter of its block {block.code}"
        raise table.problem(number, "chapter", problem)


def _check_hierarchy(table: Table, rows: list[CodeRow], seen: Mapping[str, int]) -> None:
    """Refuse a missing parent and a terminal flag that the children contradict."""
    parents = set()
    for number, row in enumerate(rows):
        if row.parent and row.parent not in seen:
            problem = f"the category '{row.parent}' that '{row.code}' lies under is not in the file"
            raise table.problem(number, "dotted code", problem)
        parents.add(row.parent)
    for number, row in enumerate(rows):
        flag = table.rows[number][1]
        if flag == "N" and row.code not in parents:
            problem = f"'N' says that '{row.code}' is subdivided, but no subdivision follows"
            if number == len(rows) - 1:
                problem += "; the file looks cut short"
            raise table.problem(number, "terminal", problem)
        if flag == "T" and row.code in parents:
            problem = f"'T' says that '{row.code}' is terminal, but subdivisions follow"
            raise table.problem(number, "terminal", problem)
