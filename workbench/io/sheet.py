"""Somebody's table of a map, out of a text file or a workbook, before its columns have a meaning.

The trap: a spreadsheet takes a code for a number or a date and forgets what was typed. ``00123``,
``1E30`` and an identifier of 18 digits come back as numbers; a number that can still be the code
it was is taken, any other is refused by the name of its cell, and so is an identifier that was
rounded and saved as text.

Source: IEEE 754 (15 significant decimal digits of a double); SNOMED International, SCTID
representation.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from workbench.core.sctid import Component, sctid_fault
from workbench.errors import InputError
from workbench.io.sheet_guard import unguarded

__all__ = ["Sheet", "SheetCell", "SheetForm", "cell_name", "code_of", "text_of"]

#: What a cell holds.
SheetCell: TypeAlias = "str | float | bool | dt.date | dt.time | dt.timedelta"

_EXACT: Final = 10**15
_ROUNDED: Final = re.compile(r"[1-9][0-9]{14,16}0")
_FLOATED: Final = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]{2}")
_LETTERS: Final = 26


class SheetForm(StrEnum):
    """What a table stands in."""

    TEXT = "text"
    WORKBOOK = "workbook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table with headings.

    Attributes
    ----------
    form
        What it stands in.
    file
        Its name without folders.
    columns
        The headings.
    rows
        The cells, each row of the headings' width.
    lines
        For each row the 1-based line or row it stands in.
    places
        For each column its place in the workbook, from 0; empty where that is its own.
    notes
        What a reader should be told, a sentence each.
    """

    form: SheetForm
    file: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[SheetCell]]
    lines: Sequence[int]
    places: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    def problem(self, row: int, place: int, what: str) -> InputError:
        """Give the error that says what is wrong in a cell (both counted from 0)."""
        if self.form is SheetForm.WORKBOOK:
            at = self.places[place] if self.places else place
            what = f"cell {cell_name(self.lines[row], at)}: {what}"
            return InputError(what, file=self.file)
        return InputError(what, file=self.file, line=self.lines[row], column=self.columns[place])


def cell_name(row: int, column: int) -> str:
    """Name a cell by its row from 1 and its column from 0, as spreadsheets do.

    Examples
    --------
    >>> cell_name(3, 0), cell_name(1, 25), cell_name(1, 26), cell_name(1, 702)
    ('A3', 'Z1', 'AA1', 'AAA1')
    """
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def text_of(cell: SheetCell, *, form: SheetForm) -> str:
    """Give a cell that holds no code as text.

    Examples
    --------
    >>> text_of(1200.0, form=SheetForm.WORKBOOK), text_of("'=1", form=SheetForm.TEXT)
    ('1200', '=1')
    """
    if isinstance(cell, str):
        return unguarded(cell) if form is SheetForm.TEXT else cell
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT:
        return str(int(cell))
    return str(cell)


def code_of(cell: SheetCell, *, form: SheetForm) -> str:
    """Give a cell that holds a code as text.

    Raises
    ------
    InputError
        Saying why it is no code any more; the caller says where.

    Examples
    --------
    >>> code_of(22298006.0, form=SheetForm.WORKBOOK)
    '22298006'
    >>> code_of(1e30, form=SheetForm.WORKBOOK)
    Traceback (most recent call last):
    workbench.errors.InputError: holds the number 1e+30; a code such as 1E30, or of more than 15 \
digits, was taken for a number and is lost: enter it again, as text
    """
    if isinstance(cell, str):
        return _typed(text_of(cell, form=form).strip())
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        problem = f"holds {_what(cell)}, where a code should stand; enter it again, as text"
        raise InputError(problem)
    text = text_of(cell, form=form)
    if abs(cell) >= _EXACT:
        problem = (
            f"holds the number {cell!r}; a code such as 1E30, or of more than 15 digits, was taken "
            "for a number and is lost: enter it again, as text"
        )
        raise InputError(problem)
    if sctid_fault(text, Component.CONCEPT) is not None:
        problem = (
            f"holds the number {text}, and what was typed there (00123, 1E2) is not known any "
            "more: enter the code again, as text"
        )
        raise InputError(problem)
    return text


def _typed(text: str) -> str:
    """Refuse an identifier that a spreadsheet rounded before it was saved as text."""
    if _FLOATED.fullmatch(text):
        problem = (
            f"'{text}' is what a spreadsheet makes of a long number; the last digits of the code "
            "are lost: take it from its source again, as text"
        )
        raise InputError(problem)
    if _ROUNDED.fullmatch(text) and sctid_fault(text) is not None:
        problem = (
            f"'{text}' fails its check digit and ends in 0: a spreadsheet keeps 15 digits and has "
            "rounded it; take it from its source again, as text"
        )
        raise InputError(problem)
    return text


def _what(cell: SheetCell) -> str:
    if isinstance(cell, bool):
        return f"the value {str(cell).upper()}"
    return f"the date {cell}" if isinstance(cell, dt.date) else f"the time {cell}"
