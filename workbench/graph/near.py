"""What somebody who typed an unknown code may have meant.

Candidates are written down from what was typed and looked up, never searched for among the codes,
so the cost does not grow with the release. Best first: the same code written another way (``I219``,
``i21.9``, ``I10X``, ``Chapter_IX``), then one slip of a finger or an eye (``I21.o``), then the
longest beginning that is a code (``I21.987``).

The trap: these are hints for a person. Nothing is ever translated by them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import islice
from typing import Final

from workbench.core.codes import CodeSystem
from workbench.core.icd10 import CHAPTERS

__all__ = ["near_spellings"]

_DIGITS: Final = "0123456789"
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: Longer texts are no codes: the longest is an SCTID of 18 digits, or two ICD-10 codes of a block.
_LONGEST: Final = 24
#: Characters before the dot, and the shortest beginning worth offering.
_HEAD: Final = {CodeSystem.ICD10: 3, CodeSystem.OPCS4: 3, CodeSystem.ICD11: 4}
#: What an eye takes for what; each pair holds both ways.
_ALIKE: Final = ("O0", "I1", "L1", "S5", "B8", "Z2", "G6", "Q0", "D0")


def near_spellings(
    text: str, known: Container[str], *, system: CodeSystem, limit: int = 3
) -> tuple[str, ...]:
    """Give codes that `text` may have meant, best first.

    Parameters
    ----------
    text
        What was asked for.
    known
        The codes of the release.
    system
        Whose shapes count.
    limit
        How many at most.

    Examples
    --------
    >>> codes = {"I10", "I21", "I21.0", "I21.1", "I21.9"}
    >>> near_spellings("I219", codes, system=CodeSystem.ICD10)[0]
    'I21.9'
    >>> near_spellings("I21.o", codes, system=CodeSystem.ICD10)
    ('I21.0', 'I21.1', 'I21.9')
    """
    typed = text.strip().upper()
    if not 0 < len(typed) <= _LONGEST:
        return ()
    found = (form for form in _unique(_candidates(typed, system)) if form in known and form != text)
    return tuple(islice(found, limit))


def _unique(forms: Iterator[str]) -> Iterator[str]:
    seen: set[str] = set()
    for form in forms:
        if form not in seen:
            seen.add(form)
            yield form


def _candidates(typed: str, system: CodeSystem) -> Iterator[str]:
    forms = [form for form in _unique(_written_otherwise(typed, system)) if form]
    yield from forms
    for form in forms[:3]:
        yield from _one_slip(form, _DIGITS if system is CodeSystem.SNOMED else _DIGITS + _LETTERS)
    shortest = _HEAD.get(system, _LONGEST)
    plainest = forms[-1]
    for end in range(len(plainest) - 1, shortest - 1, -1):
        yield plainest[:end].rstrip(".")


def _written_otherwise(typed: str, system: CodeSystem) -> Iterator[str]:
    """Give the printed form of what other sources write; the plainest last."""
    if system is CodeSystem.SNOMED:
        yield from re.findall(r"\d+", typed) or [typed]
        return
    yield typed
    bare = re.sub(r"^(CHAPTER|BLOCK)[ _]", "", typed).replace(";", "-")
    yield bare
    if system is CodeSystem.ICD10 and bare.isdecimal() and 0 < int(bare) <= len(CHAPTERS):
        yield CHAPTERS[int(bare) - 1][0]
    if re.fullmatch(r"[A-Z]\d\d-[A-Z]\d\d", bare):
        return
    plain = re.sub(r"[^0-9A-Z]", "", bare)
    yield _dotted(plain, system)
    if system is not CodeSystem.ICD11:
        unmarked = re.sub(r"(?<=^\w{4})[AD]$|(?<=^\w{5})[AD]$", "", plain)
        yield _dotted(unmarked, system)
        yield _dotted(re.sub(r"(?<=^\w{3})X+$", "", unmarked), system)


def _dotted(plain: str, system: CodeSystem) -> str:
    head = _HEAD[system]
    return f"{plain[:head]}.{plain[head:]}" if len(plain) > head else plain


def _one_slip(form: str, alphabet: str) -> Iterator[str]:
    """Give every text one slip away: look-alikes, another character, the rest."""
    places = range(len(form) - 1, -1, -1)  # the last place first: there codes differ most
    yield from _look_alikes(form)
    for place in (place for place in places if form[place] != "."):
        yield from (form[:place] + letter + form[place + 1 :] for letter in alphabet)
    for place in places[:-1]:
        yield form[: place - 1] + form[place] + form[place - 1] + form[place + 1 :]
    for place in places:
        yield form[:place] + form[place + 1 :]
    for place in range(len(form), -1, -1):
        yield from (form[:place] + letter + form[place:] for letter in alphabet)


def _look_alikes(form: str) -> Iterator[str]:
    for one, other in _ALIKE:
        for place, letter in enumerate(form):
            if letter in (one, other):
                swapped = other if letter == one else one
                yield form[:place] + swapped + form[place + 1 :]
