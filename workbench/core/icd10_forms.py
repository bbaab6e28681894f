"""ICD-10 codes as UK files write them, and the printed form inside the program.

Four writings of one thing: printed ``I43.8*``; a map's target ``I438 A`` or ``I438A``; the
commissioning data set's six places ``I438-A``; the bare ``I438``. The mark is data and is kept
beside the code.

The traps: ``A`` and ``D`` are marks only after four or five characters, and a letter of the code
in the first place; an ``X`` in the fourth place is filler only where nothing but a mark follows
(``I10X`` is I10, but ``M45X0`` is M45.X0, whose fifth character needs it).

Source: NHS England, National Clinical Coding Standards ICD-10 5th Edition (dagger and asterisk, X
filler); NHS Data Model and Dictionary, ICD CODE (six characters: fourth filled by X, fifth by a
hyphen, sixth A or D); UK SNOMED CT to ICD-10 map files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from workbench.core.codes import Mark
from workbench.core.icd10 import dotted, split_print, undotted
from workbench.errors import InputError

__all__ = [
    "MarkedCode",
    "format_commissioning",
    "format_printed",
    "format_target",
    "format_undotted",
    "parse_commissioning",
    "parse_printed",
    "parse_target",
    "parse_undotted",
]

_TARGET: Final = re.compile(
    r"(?P<head>[A-Z][0-9]{2})(?:(?P<fourth>[0-9X])(?P<fifth>[0-9-])? ?(?P<mark>[AD])?)?"
)
_COMMISSIONING: Final = re.compile(
    r"(?P<head>[A-Z][0-9]{2})(?P<fourth>[0-9X])(?P<fifth>[0-9-])(?P<mark>[AD])?"
)
_UNDOTTED: Final = re.compile(
    r"(?P<head>[A-Z][0-9]{2})(?:(?P<fourth>[0-9X])(?P<fifth>[0-9])?)?(?P<mark>)"
)
_PRINTED: Final = re.compile(r"[A-Z][0-9]{2}(?:\.(?:[0-9]{1,2}|X[0-9]))?")
_MARKS: Final = {"A": Mark.ASTERISK, "D": Mark.DAGGER}
_LETTERS: Final = {mark: letter for letter, mark in _MARKS.items()}
_FILLER: Final = "X"
_NO_FIFTH: Final = "-"
_CATEGORY: Final = 3
_FOURTH: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedCode:
    """A code and the mark beside it.

    Attributes
    ----------
    code
        The printed form without its mark (``I43.8``, ``G35``, ``M45.X0``).
    mark
        Asterisk (manifestation), dagger (aetiology) or None.
    """

    code: str
    mark: Mark | None = None

    def __post_init__(self) -> None:
        """Refuse what is no printed code."""
        if _PRINTED.fullmatch(self.code) is None:
            message = f"'{self.code}' is no printed ICD-10 code; expected one such as I43.8 or G35"
            raise InputError(message)

    def __str__(self) -> str:
        """Give the printed form (``I43.8*``)."""
        return format_printed(self)


def parse_target(text: str) -> MarkedCode:
    """Read the target of a UK map row, with a dot or without.

    Raises
    ------
    InputError
        If it is no such target.

    Examples
    --------
    >>> [str(parse_target(text)) for text in ("I438A", "I394 A", "E059D", "I10X", "M45X0")]
    ['I43.8*', 'I39.4*', 'E05.9†', 'I10', 'M45.X0']
    """
    found = _TARGET.fullmatch(f"{text[:_CATEGORY]}{text[_CATEGORY:].removeprefix('.')}")
    if found is None or (text[_CATEGORY:].startswith(".") and found["fourth"] is None):
        problem = (
            f"'{text}' is no ICD-10 target; expected three to five characters and perhaps the mark "
            "A or D (I10X, I509, I438A, I394 A)"
        )
        raise InputError(problem)
    return _assembled(found)


def format_target(code: MarkedCode) -> str:
    """Give the target of a UK map row: undotted, a category filled to four places, then the mark.

    Examples
    --------
    >>> [format_target(parse_printed(text)) for text in ("I43.8*", "G35", "E05.9†", "M45.X0")]
    ['I438A', 'G35X', 'E059D', 'M45X0']
    """
    letter = "" if code.mark is None else _LETTERS[code.mark]
    return undotted(code.code).ljust(_FOURTH, _FILLER) + letter


def parse_undotted(text: str) -> MarkedCode:
    """Read an undotted code without a mark, filled to four places or not.

    Raises
    ------
    InputError
        If it is none; a dot or a mark is not of this form.

    Examples
    --------
    >>> [parse_undotted(text).code for text in ("I438", "G35", "G35X", "M45X0")]
    ['I43.8', 'G35', 'G35', 'M45.X0']
    """
    found = _UNDOTTED.fullmatch(text)
    if found is None:
        problem = f"'{text}' is no undotted ICD-10 code; expected one such as I438, G35 or G35X"
        raise InputError(problem)
    return _assembled(found)


def format_undotted(code: MarkedCode) -> str:
    """Give the undotted code, without filler behind it and without its mark.

    Examples
    --------
    >>> format_undotted(parse_printed("I43.8*")), format_undotted(parse_printed("G35"))
    ('I438', 'G35')
    """
    return undotted(code.code)


def parse_commissioning(text: str) -> MarkedCode:
    """Read the form of the commissioning data set.

    Raises
    ------
    InputError
        If it has not five places, or six with a mark.

    Examples
    --------
    >>> [str(parse_commissioning(text)) for text in ("I438-A", "G35X-", "S7201", "E059-D")]
    ['I43.8*', 'G35', 'S72.01', 'E05.9†']
    """
    found = _COMMISSIONING.fullmatch(text.rstrip(" "))
    if found is None:
        problem = (
            f"'{text}' is not the form of the commissioning data set; expected I438-A: fourth "
            "place a digit or X, fifth a digit or -, sixth A, D or nothing"
        )
        raise InputError(problem)
    return _assembled(found)


def format_commissioning(code: MarkedCode) -> str:
    """Give the form of the commissioning data set, without blanks behind it.

    Examples
    --------
    >>> format_commissioning(parse_printed("I43.8*")), format_commissioning(parse_printed("G35"))
    ('I438-A', 'G35X-')
    """
    bare = undotted(code.code)
    filled = bare.ljust(_FOURTH, _FILLER).ljust(_FOURTH + 1, _NO_FIFTH)
    return filled + ("" if code.mark is None else _LETTERS[code.mark])


def parse_printed(text: str) -> MarkedCode:
    """Read the printed form.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> parse_printed("E05.9†").mark, parse_printed("I21.0").code
    (<Mark.DAGGER: '†'>, 'I21.0')
    """
    code, mark = split_print(text)
    return MarkedCode(code=code, mark=None if mark is None else Mark(mark))


def format_printed(code: MarkedCode) -> str:
    """Give the printed form, the mark behind the code."""
    return f"{code.code}{code.mark or ''}"


def _assembled(found: re.Match[str]) -> MarkedCode:
    """Put the printed form together from its places, without what only fills them."""
    head, fourth, fifth = found["head"], found["fourth"] or "", found["fifth"] or ""
    fifth = "" if fifth == _NO_FIFTH else fifth
    if fourth == _FILLER and not fifth:
        fourth = ""
    mark = _MARKS.get(found["mark"] or "")
    return MarkedCode(code=dotted(f"{head}{fourth}{fifth}"), mark=mark)
