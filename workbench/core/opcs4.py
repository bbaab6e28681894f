"""What an OPCS-4 code stands for in a record: a procedure, how it was done, or where.

The traps: chapter O is no chapter of its own but takes what no longer fitted into others, so a
code of it may be a procedure, a site or a method, and only a table of categories tells. Codes of
approach, site and laterality are never alone and never first.

Source: NHS England, OPCS-4 Classification of Interventions and Procedures, versions 4.9 and 4.10
(chapters O, Y and Z).
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

__all__ = ["OVERFLOW_ROLES", "SUPPLEMENTARY", "OpcsRole", "chapter_of", "role_of"]


class OpcsRole(StrEnum):
    """What a category of OPCS-4 holds.

    Attributes
    ----------
    PROCEDURE
        An intervention, in the chapter it belongs to; may stand first and alone.
    APPROACH
        Everything of chapter Y and its overflow: approaches, methods, anaesthetics, harvests,
        radiology, and such facts as gestational age. Says more about the procedure before it.
    SITE
        Where in the body (chapter Z and its overflow); follows a procedure.
    LATERALITY
        Which side (Z94); follows the site.
    OVERFLOW
        An intervention that chapter O took from a chapter that was full; used like a procedure.
    """

    PROCEDURE = "procedure"
    APPROACH = "approach"
    SITE = "site"
    LATERALITY = "laterality"
    OVERFLOW = "overflow"


#: The roles that say more about a procedure and never stand first or alone.
SUPPLEMENTARY: Final = frozenset({OpcsRole.APPROACH, OpcsRole.SITE, OpcsRole.LATERALITY})

_O: Final = "O"
_PROCEDURES: Final = frozenset("ABCDEFGHJKLMNPQRSTUVWX")  # OPCS-4 has no chapter I
_CHAPTERS: Final = {"Y": OpcsRole.APPROACH, "Z": OpcsRole.SITE}
_LATERALITY: Final = frozenset({"Z94"})

_SITES: Final = (
    *("O11", "O12", "O13", "O14", "O16", "O28", "O30", "O31", "O33", "O34"),
    *("O36", "O42", "O43", "O45", "O46", "O47", "O50", "O52", "O53"),
)
#: O44 goes on from Y91 (external beam radiotherapy), O48 from Y73 (facilitating operations).
_APPROACHES: Final = ("O44", "O48")
_OVERFLOW: Final = (
    *(f"O{number:02}" for number in (*range(1, 11), 15, *range(17, 28), 29, 32, 35)),
    *(f"O{number}" for number in (*range(37, 42), 49, 51)),
)

#: Every category of chapter O in versions 4.9 and 4.10, by what it holds.
OVERFLOW_ROLES: Final = {
    **dict.fromkeys(_SITES, OpcsRole.SITE),
    **dict.fromkeys(_APPROACHES, OpcsRole.APPROACH),
    **dict.fromkeys(_OVERFLOW, OpcsRole.OVERFLOW),
}

_CODE: Final = re.compile(r"(?P<category>(?P<chapter>[A-HJ-Z])\d\d)(?:\.?\d)?", re.ASCII)


def chapter_of(code: str) -> str | None:
    """Give the chapter a category or subcategory lies in: its letter; None for what is no code.

    Chapter O is given as it is, though it holds what other chapters had no room for.

    Examples
    --------
    >>> chapter_of("W37.1"), chapter_of("O29"), chapter_of("I10") is None
    ('W', 'O', True)
    """
    found = _CODE.fullmatch(code)
    return None if found is None else found["chapter"]


def role_of(code: str) -> OpcsRole | None:
    """Give the role of a category or subcategory, dotted or not.

    Returns
    -------
    OpcsRole or None
        None for a chapter, for what is no code, and for a category of chapter O newer than the
        table: what it holds cannot be told from its letters.

    Source: OPCS-4.9 and 4.10; in chapters O and Z the sites are the categories whose ``.8`` reads
    *Specified …* and not *Other specified …*.

    Examples
    --------
    >>> [str(role_of(code)) for code in ("K40.1", "O16.1", "O291", "Y53", "Z94.2", "O99", "Z")]
    ['procedure', 'site', 'overflow', 'approach', 'laterality', 'None', 'None']
    """
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    category, chapter = found["category"], found["chapter"]
    if chapter == _O:
        return OVERFLOW_ROLES.get(category)
    if category in _LATERALITY:
        return OpcsRole.LATERALITY
    return OpcsRole.PROCEDURE if chapter in _PROCEDURES else _CHAPTERS[chapter]
