"""What a dataset comes down to: activity by distinct code, and what was left out.

The trap: activity of diagnoses and of procedures is not the same thing. ICD-10 counts episodes
that carry the code in any position, once an episode; OPCS-4 counts every occurrence. Neither
counts patients, spells or primary diagnoses.

Source: NHS England, Hospital Admitted Patient Care Activity, all diagnoses and all procedures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from workbench.core.codes import CodeSystem
from workbench.core.suppression import Suppressed
from workbench.errors import InputError

__all__ = [
    "ONCE_AN_EPISODE",
    "CodeCounts",
    "Dropped",
    "Position",
    "Rows",
    "Unit",
    "parse_position",
    "unit_of",
]


class Position(StrEnum):
    """Which of an episode's codes are counted."""

    ANY = "any"
    PRIMARY = "primary"


class Unit(StrEnum):
    """What one unit of activity is."""

    EPISODES = "episodes mentioning the code"
    OCCURRENCES = "occurrences of the code"
    FIRST_LISTED = "episodes with the code first-listed"
    AS_COUNTED = "uses counted in the data"


#: The systems whose codes count once an episode, however often they stand in it.
ONCE_AN_EPISODE: Final = frozenset({CodeSystem.ICD10, CodeSystem.ICD11, CodeSystem.SNOMED})


def parse_position(text: str) -> Position:
    """Read which codes of an episode are meant.

    Raises
    ------
    InputError
        If it is neither ``any`` nor ``primary``.
    """
    try:
        return Position(text)
    except ValueError as error:
        message = f"position '{text}' is not one of {', '.join(Position)}"
        raise InputError(message) from error


def unit_of(system: CodeSystem, position: Position = Position.ANY) -> Unit:
    """Give the unit in which coded episodes of a system are counted.

    Examples
    --------
    >>> print(unit_of(CodeSystem.ICD10), "|", unit_of(CodeSystem.OPCS4))
    episodes mentioning the code | occurrences of the code
    """
    if position is Position.PRIMARY:
        return Unit.FIRST_LISTED
    return Unit.EPISODES if system in ONCE_AN_EPISODE else Unit.OCCURRENCES


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A value left out of the count, and why.

    Attributes
    ----------
    value
        As it stood in the data, without blanks around it; ``…`` stands for values that are not
        shown because they could be anything.
    rows
        How often it stood there.
    activity
        What it would have counted.
    why
        The reason, in words.
    """

    value: str
    rows: int
    activity: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Where the rows of a dataset went that were read; those dropped are told in `Dropped`.

    A row is what can hold one code: a row of published counts, of codes with counts, or of long
    data; of wide episodes each position that is filled.

    Attributes
    ----------
    counted
        Rows that are in the activity, 0 or more.
    elsewhere
        Rows of another year, of none where others have one, or of another classification.
    """

    counted: int
    elsewhere: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCounts:
    """A dataset as activity by distinct code.

    Attributes
    ----------
    path
        As it was given; of a frame, what it is.
    system
        What its codes belong to; the edition is for the caller to state.
    year
        First day of the financial year, ISO; None where the data name none.
    unit
        What one unit of activity is, a `Unit`.
    activity
        Activity (0 or more) by code, in natural order: as written in published counts, undotted
        in capitals and without mark in coded episodes.
    terms
        The dataset's own wording of its codes, where it gives any.
    dropped, notes
        What was left out; what a reader must know.
    rows
        How many rows of the data were counted, and how many are of something else.
    suppressed
        What the publisher withheld, by code; no part of `activity`, in which such a code has
        what is known of it (0 or more).
    """

    path: str
    system: CodeSystem
    year: str | None
    unit: str
    activity: Mapping[str, int]
    terms: Mapping[str, str]
    dropped: tuple[Dropped, ...]
    notes: tuple[str, ...]
    rows: Rows
    suppressed: Mapping[str, Suppressed] = field(default_factory=dict)
