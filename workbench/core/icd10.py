"""The syntax of ICD-10: chapters, places of occurrence, printed and undotted forms.

The trap: a code's edition is never visible in the code. UK ``W26.0`` is *home*, WHO's is a kind
of sharp object; so nothing here guesses an edition. The forms of UK files, where the dual-coding
mark is a letter behind the code, are in `icd10_forms`.

Source: WHO, ICD-10 Version 2019, volume 1 (chapter ranges); NHS England, National Clinical
Coding Standards ICD-10 5th Edition (place of occurrence on W00-Y34 less Y06 and Y07).
"""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "CHAPTERS",
    "bare_code",
    "chapter_of",
    "dotted",
    "roman",
    "split_print",
    "takes_place",
    "undotted",
]

#: Chapter numeral, first and last category. The ranges do not overlap and follow the alphabet.
CHAPTERS: Final[tuple[tuple[str, str, str], ...]] = (
    ("I", "A00", "B99"),
    ("II", "C00", "D48"),
    ("III", "D50", "D89"),
    ("IV", "E00", "E90"),
    ("V", "F00", "F99"),
    ("VI", "G00", "G99"),
    ("VII", "H00", "H59"),
    ("VIII", "H60", "H95"),
    ("IX", "I00", "I99"),
    ("X", "J00", "J99"),
    ("XI", "K00", "K93"),
    ("XII", "L00", "L99"),
    ("XIII", "M00", "M99"),
    ("XIV", "N00", "N99"),
    ("XV", "O00", "O99"),
    ("XVI", "P00", "P96"),
    ("XVII", "Q00", "Q99"),
    ("XVIII", "R00", "R99"),
    ("XIX", "S00", "T98"),
    ("XX", "V01", "Y98"),
    ("XXI", "Z00", "Z99"),
    ("XXII", "U00", "U99"),
)

_MARKS = frozenset({"*", "†"})
_SHAPE = re.compile(r"[A-Z]\d{2}")
_ROMAN = {numeral: number for number, (numeral, _, _) in enumerate(CHAPTERS, start=1)}


def roman(numeral: str) -> int | None:
    """Give the number of an ICD-10 chapter, 1-22, or None for anything else.

    Examples
    --------
    >>> roman("IX"), roman("I21")
    (9, None)
    """
    return _ROMAN.get(numeral)


def chapter_of(code: str) -> str | None:
    """Give the chapter numeral a code lies in by its first three characters.

    Gaps between chapters (``D49``) belong to none.

    Examples
    --------
    >>> chapter_of("I21.0"), chapter_of("U07"), chapter_of("NULL")
    ('IX', 'XXII', None)
    """
    head = code[:3]
    if not _SHAPE.fullmatch(head):
        return None
    for numeral, first, last in CHAPTERS:
        if first <= head <= last:
            return numeral
    return None


def takes_place(head: str) -> bool:
    """Say whether a UK three-character code takes a place of occurrence as its fourth character.

    Examples
    --------
    >>> takes_place("W19"), takes_place("Y06"), takes_place("Y35")
    (True, False, False)
    """
    return "W00" <= head <= "Y34" and head not in {"Y06", "Y07"}


def dotted(code: str) -> str:
    """Give the printed form of an undotted code; a dotted or short one is given back.

    Examples
    --------
    >>> dotted("I210"), dotted("I10"), dotted("M45X0")
    ('I21.0', 'I10', 'M45.X0')
    """
    if len(code) > 3 and "." not in code:  # noqa: PLR2004 - a category has three characters
        return f"{code[:3]}.{code[3:]}"
    return code


def split_print(text: str) -> tuple[str, str | None]:
    """Give a printed code without what is printed around it, and its mark.

    WHO prints categories as ``A00.-`` and marks asterisk and dagger codes.

    Examples
    --------
    >>> split_print("D63.0*"), split_print("D63.-*"), split_print("A00.-"), split_print("I10")
    (('D63.0', '*'), ('D63', '*'), ('A00', None), ('I10', None))
    """
    mark = text[-1] if text[-1:] in _MARKS else None
    bare = text if mark is None else text[:-1]
    return bare.removesuffix(".-"), mark


def undotted(code: str) -> str:
    """Give a code without its dot.

    Examples
    --------
    >>> undotted("I21.0")
    'I210'
    """
    return code.replace(".", "")


def bare_code(code: str) -> str:
    """Give a code without dot, case, blanks or what is printed around it.

    Examples
    --------
    >>> bare_code("I11.0"), bare_code("d63.0*"), bare_code(" A00.- ")
    ('I110', 'D630', 'A00')
    """
    return undotted(split_print(code.strip().upper())[0])
