"""The codes that modifiers make out of the classes of a ClaML document.

A class divided by a modifier hands it down; `ExcludeModifier` takes it back from there on. Codes
are made at the ends of the hierarchy only: what a document divides by classes of its own is not
divided a second time beside them. Several modifiers apply one after the other, each under the
codes of the one before.

The trap: how a part joins a code. ``.0`` is the fourth character of ICD-10 and divides codes of
three; a bare ``0`` is the fifth, so that M45 gets a filler (M45.X0). Where the document gives a
position, or the modifier's code ends in ``_4`` or ``_5`` as WHO's do, that decides (W00 + ``0`` at
4 is W00.0).

Source: ISO 13120:2013, elements ModifiedBy (descendants are modified too, positions count from 1)
and ExcludeModifier; WHO, ICD-10 in ClaML (the modifiers' codes).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Final

from workbench.core.codes import CodeSystem, Mark
from workbench.core.icd10 import dotted, undotted
from workbench.errors import GraphStructureError, InputError
from workbench.io.claml_model import Classification, ClassNode, ModifiedBy, ModifierClass

__all__ = ["Made", "combined", "made_codes"]

_CATEGORY, _FIFTH = 3, 5
_FILLER: Final = "X"
_ICD10: Final = re.compile(r"[A-Z]\d\d(?:\.[\dX]+)?", re.ASCII)
_WHO_POSITION: Final = re.compile(r".*_(?P<position>[45])")
#: More codes than any classification has; a document that could make more is no honest one.
_MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A code made by modifiers.

    Attributes
    ----------
    code, term, mark
        Its own.
    parent
        The code it divides.
    used
        Modifier and part of each step that led to it.
    """

    code: str
    term: str
    mark: Mark | None
    parent: str
    used: tuple[tuple[str, str], ...] = ()


def combined(code: str, part: str, *, position: int | None, system: CodeSystem) -> str | None:
    """Join a modifier's part to a code, or give None where that place in the code is taken.

    Parameters
    ----------
    code
        In its printed form.
    part
        The code of the modifier class.
    position
        Where the part goes, counted without dot from 1; None for the next place, which for a bare
        part of ICD-10 is the fifth at least.
    system
        Only ICD-10 has dots and fillers to mind.

    Examples
    --------
    >>> pairs = [("E10", ".0"), ("I70.0", "0"), ("M45", "0"), ("T14.2", "1"), ("A00.1", ".0")]
    >>> [combined(code, part, position=None, system=CodeSystem.ICD10) for code, part in pairs]
    ['E10.0', 'I70.00', 'M45.X0', 'T14.21', None]
    >>> combined("W00", "0", position=4, system=CodeSystem.ICD10)
    'W00.0'
    """
    if system is not CodeSystem.ICD10 or not _ICD10.fullmatch(code):
        return code + part
    bare = undotted(code)
    if part.startswith("."):
        return code + part if len(bare) == _CATEGORY else None
    place = position or max(len(bare) + 1, _FIFTH)
    return dotted(bare.ljust(place - 1, _FILLER) + part) if place > len(bare) else None


def made_codes(
    document: Classification,
    parents: Mapping[str, Sequence[str]],
    order: Sequence[str],
    *,
    system: CodeSystem,
    divides: Callable[[str], bool],
) -> Iterator[Made]:
    """Give the codes that modifiers make, each after the one it divides.

    Parameters
    ----------
    document
        As read, its codes in printed form.
    parents
        Of each class, checked and free of circles.
    order
        Every class after its parents.
    system
        Whose codes they are.
    divides
        Whether a class is one that modifiers divide.

    Raises
    ------
    GraphStructureError
        If a modifier or one of its classes is not there, or two ways lead to one code.
    InputError
        If more codes could be made than any classification has.
    """
    above = {parent for found in parents.values() for parent in found}
    uses = _uses(document, parents, order)
    seen: set[str] = set()
    most = 0
    for code, node in document.classes.items():
        if code in above or not uses[code] or not divides(code):
            continue
        most += prod(1 + len(document.modifiers[use.modifier]) for use in uses[code])
        if most > _MOST:
            problem = (
                f"modifiers could make more than {_MOST:,} codes, those of '{code}' among them"
            )
            raise InputError(problem, file=document.file, line=node.line)
        for made in _divided(document, node, uses[code], system):
            if made.code in seen:
                problem = f"modifiers of '{code}' make '{made.code}', which is made already"
                raise GraphStructureError(problem, file=document.file, line=node.line)
            seen.add(made.code)
            yield made


def _uses(
    document: Classification, parents: Mapping[str, Sequence[str]], order: Sequence[str]
) -> dict[str, tuple[ModifiedBy, ...]]:
    """Give the modifiers of each class: what comes from above less what it excludes, and its own.

    One stated again further down takes the place of the one from above.
    """
    found: dict[str, tuple[ModifiedBy, ...]] = {}
    for code in order:
        node = document.classes[code]
        uses = {use.modifier: use for parent in parents[code] for use in found[parent]}
        uses = {name: use for name, use in uses.items() if name not in node.excluded}
        uses |= {use.modifier: _checked(document, node, use) for use in node.modified}
        found[code] = tuple(uses.values())
    return found


def _checked(document: Classification, node: ClassNode, use: ModifiedBy) -> ModifiedBy:
    parts = document.modifiers.get(use.modifier)
    if parts is None:
        problem = f"'{node.code}' is modified by '{use.modifier}', which is no Modifier of the file"
        raise GraphStructureError(problem, file=document.file, line=node.line)
    known = {part.code for part in parts}
    for code in use.valid or ():
        if code not in known:
            problem = f"ValidModifierClass '{code}' of '{node.code}' is none of '{use.modifier}'"
            raise GraphStructureError(problem, file=document.file, line=node.line)
    return use


def _divided(
    document: Classification, node: ClassNode, uses: tuple[ModifiedBy, ...], system: CodeSystem
) -> Iterator[Made]:
    """Give the codes made of one class; a code that a modifier does not divide meets the next."""
    front = [Made(code=node.code, term=node.term, mark=node.mark, parent="")]
    for use in uses:
        after: list[Made] = []
        for base in front:
            parts = _applying(document.modifiers[use.modifier], use, base)
            made = [one for part in parts if (one := _one(base, part, use, system)) is not None]
            made = [one for one in made if one.code not in document.classes]
            yield from made
            after += made or [base]
        front = after


def _applying(
    parts: tuple[ModifierClass, ...], use: ModifiedBy, base: Made
) -> Iterator[ModifierClass]:
    for part in parts:
        if (use.valid is None or part.code in use.valid) and not part.barred & set(base.used):
            yield part


def _one(base: Made, part: ModifierClass, use: ModifiedBy, system: CodeSystem) -> Made | None:
    position = _position(use, base.code)
    code = combined(base.code, part.code, position=position, system=system)
    if code is None:
        return None
    return Made(
        code=code,
        term=f"{base.term}: {part.term}",
        mark=part.mark or base.mark,
        parent=base.code,
        used=(*base.used, (part.modifier, part.code)),
    )


def _position(use: ModifiedBy, code: str) -> int | None:
    """Give the place a document states, or the one that WHO's name for the modifier implies.

    The latter is a least: I70M10_4 divides I70.0 at the fifth.
    """
    said = _WHO_POSITION.fullmatch(use.modifier)
    if use.position is not None or said is None:
        return use.position
    return max(int(said["position"]), len(undotted(code)) + 1)
