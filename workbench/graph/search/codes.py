"""Codes as somebody may type them into a search: with the dot or without, in any case, begun.

The trap: a word must not be taken for the beginning of a code. Only a text without a blank that
holds a digit is one (``I21``, ``i210``, ``5A1``); of SCTIDs, at least four digits.
"""

from __future__ import annotations

import re
from typing import Final

from workbench.core.codes import CodeSystem

__all__ = ["begun_code", "compact", "whole_codes"]

_FEWEST: Final = {CodeSystem.SNOMED: 4}
_USUAL_FEWEST: Final = 2
_FILLER: Final = re.compile(r"(?<=^[A-Z]\d\d)X$")


def compact(code: str) -> str:
    """Give a code without its points and in capitals.

    Examples
    --------
    >>> compact("I21.0"), compact("i20-i25"), compact("BlockL1-BA0")
    ('I210', 'I20I25', 'BLOCKL1BA0')
    """
    return "".join(letter for letter in code.upper() if letter.isalnum())


def whole_codes(text: str, system: CodeSystem) -> list[str]:
    """Give what a text may be as a whole code: as typed, in capitals, without a filler.

    Examples
    --------
    >>> whole_codes(" i10x ", CodeSystem.ICD10), whole_codes("24700007 | Term |", CodeSystem.SNOMED)
    (['i10x', 'I10X', 'I10'], ['24700007'])
    """
    typed = text.strip()
    if system is CodeSystem.SNOMED:
        typed = typed.partition("|")[0].strip()
    forms = [typed, typed.upper()]
    if system in (CodeSystem.ICD10, CodeSystem.OPCS4):
        forms.append(_FILLER.sub("", typed.upper()))
    return list(dict.fromkeys(form for form in forms if form))


def begun_code(text: str, system: CodeSystem) -> str:
    """Give the beginning of a code that a text is, compact; empty where it is none.

    Examples
    --------
    >>> begun_code("I21.", CodeSystem.ICD10), begun_code("type 2", CodeSystem.ICD10)
    ('I21', '')
    >>> begun_code("46", CodeSystem.SNOMED), begun_code("ca", CodeSystem.ICD11)
    ('', '')
    """
    typed = compact(text)
    fewest = _FEWEST.get(system, _USUAL_FEWEST)
    if len(text.split()) != 1 or not typed.isascii() or len(typed) < fewest:
        return ""
    if system is CodeSystem.SNOMED and not typed.isdecimal():
        return ""
    return typed if any(letter.isdecimal() for letter in typed) else ""
