"""What is chosen among the rows of one source, before it is put into words and codes.

Each profile of a map has its own way to choose; all of them answer in these terms. Nothing here
knows a graph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Protocol, TypeVar

from workbench.mapping.entry import MapEntry

__all__ = [
    "Choice",
    "Placed",
    "Question",
    "Tried",
    "by_group",
    "choose_candidates",
    "choose_rows",
    "stated",
]


class Placed(Protocol):
    """A row that has its place in a block: a `MapEntry`, or what a batch knows of one."""

    @property
    def map_group(self) -> int:
        """Its group, from 1."""

    @property
    def map_priority(self) -> int:
        """Its priority in the group, from 1."""


_Row = TypeVar("_Row", bound=Placed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A row that was looked at.

    Attributes
    ----------
    entry
        The row.
    held
        True where it was chosen, False where not, None where that is open.
    why
        In a sentence.
    """

    entry: MapEntry
    held: bool | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something only a person or the record can say.

    Attributes
    ----------
    ask
        The question.
    concept
        The concept it is about, or None.
    options
        The rows to choose from; none where the map has no such code.
    open
        Whether a code is missing until it is answered; False where a default was taken.
    """

    ask: str
    concept: str | None
    options: tuple[MapEntry, ...]
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was chosen among the rows of a source.

    Attributes
    ----------
    targets
        Rows with a target, in coding order.
    no_map
        The row that states that there is none; None where there is a target, or nobody says so.
    questions, tried
        Open questions, and every row looked at.
    notes
        What a reader should know besides.
    """

    targets: tuple[MapEntry, ...] = ()
    no_map: MapEntry | None = None
    questions: tuple[Question, ...] = ()
    tried: tuple[Tried, ...] = ()
    notes: tuple[str, ...] = ()


_NO_ROWS: Final = Choice()


def by_group(entries: Sequence[_Row]) -> list[tuple[int, list[_Row]]]:
    """Give the rows of each group by priority, groups ascending."""
    ordered = sorted(entries, key=lambda row: (row.map_group, row.map_priority))
    return [(group, list(rows)) for group, rows in groupby(ordered, key=lambda r: r.map_group)]


def stated(entry: MapEntry) -> str:
    """Give the words with which a row says that there is no target."""
    return entry.no_map_text or str(entry.no_map)


def choose_rows(entries: Sequence[MapEntry], *, name: str, source: str) -> Choice:
    """Choose where each row of a source is part of the answer.

    Parameters
    ----------
    entries
        The rows of the source.
    name, source
        Of the map and the source, as they were asked for.
    """
    return Choice(
        targets=tuple(entry for entry in entries if entry.target is not None),
        no_map=_first_stated(entries),
        tried=tuple(
            Tried(
                entry=entry,
                held=True,
                why=_no_map(entry, name) or f"the row of '{name}' for {source}",
            )
            for entry in entries
        ),
    )


def choose_candidates(entries: Sequence[MapEntry], *, name: str, system: str) -> Choice:
    """Choose where the rows of a source are candidates: nothing, since a person does.

    Parameters
    ----------
    entries
        The rows of the source.
    name
        Of the map.
    system
        What the targets are codes of, as people write it.
    """
    if not entries:
        return _NO_ROWS
    mapped = tuple(entry for entry in entries if entry.target is not None)
    one = len({entry.target for entry in mapped}) == 1
    ask = (
        f"does this {system} code fit the record?"
        if one
        else f"which {system} code fits the record?"
    )
    choice = Question(
        ask=f"{ask} '{name}' lists candidates only", concept=entries[0].source, options=mapped
    )
    return Choice(
        no_map=_first_stated(entries),
        questions=(choice,) if mapped else (),
        tried=tuple(
            Tried(
                entry=entry,
                held=None if entry.no_map is None else True,
                why=_no_map(entry, name) or f"a candidate in '{name}'; a person chooses",
            )
            for entry in entries
        ),
    )


def _first_stated(entries: Sequence[MapEntry]) -> MapEntry | None:
    return next((entry for entry in entries if entry.no_map is not None), None)


def _no_map(entry: MapEntry, name: str) -> str | None:
    return None if entry.no_map is None else f"'{name}' states that it has no map: {stated(entry)}"
