"""What the advice of the chosen codes asks of their company and their order.

A code whose additional code is mandatory is half an answer where no other group of its block gives
one: the other half is asked. Which code may stand first is told where the map's own order says
otherwise; the order stays the map's. The trap: "primary" is a place in the episode. A block's first
code is that only where nothing else is coded before it, so that this is a note and no question.

Source: NHS England, UK SNOMED CT map refsets (``mapAdvice``); SNOMED International, ICD-10 Mapping
Technical Guide, chapter on map advice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workbench.mapping.advice import Advice, parse_advice
from workbench.mapping.choice import Choice, Question, Tried
from workbench.mapping.entry import MapEntry

__all__ = ["demands_company", "heed_advice"]

_HALF: dict[Advice, str] = {
    Advice.ADDITIONAL_MANDATORY: "additional code",
    Advice.DAGGER_REQUIRED: "dagger code",
}


def demands_company(advice: str | None) -> bool:
    """Say whether advice demands another code beside its own.

    Examples
    --------
    >>> demands_company("ALWAYS I39.4 | ADDITIONAL CODE MANDATORY"), demands_company(None)
    (True, False)
    """
    return any(token.about in _HALF for token in parse_advice(advice))


def heed_advice(choice: Choice) -> Choice:
    """Add to a choice the questions and notes that the advice of its targets asks for.

    Parameters
    ----------
    choice
        Made among the rows of one source.
    """
    advised = [row for row in choice.targets if row.advice]
    if not advised:
        return choice
    asked = [question for row in advised for question in _asked(row, choice)]
    told = [(row, note) for row in advised for note in _told(row, choice)]
    return replace(
        choice,
        questions=(*choice.questions, *asked),
        tried=tuple(_with_notes(tried, told) for tried in choice.tried),
        notes=(*dict.fromkeys(note for _, note in told), *choice.notes),
    )


def _asked(row: MapEntry, choice: Choice) -> list[Question]:
    """Ask for the code that must stand beside a row's, where no other group gives one."""
    if _has_company(row, choice):
        return []
    wanted = [_HALF[about] for about in _HALF if about in _abouts(row)]
    return [
        Question(
            ask=f"which {what} goes with {_printed(row)}? It is mandatory, and no other group of "
            f"block {row.map_block} gives one",
            concept=row.source,
            options=(),
        )
        for what in wanted
    ]


def _told(row: MapEntry, choice: Choice) -> list[str]:
    """Say what may stand beside a row's code, and where it stands though it should not."""
    abouts = _abouts(row)
    before = [_printed(other) for other in _block(row, choice) if other.map_group < row.map_group]
    notes = []
    if Advice.ADDITIONAL_POSSIBLE in abouts and not _has_company(row, choice):
        notes.append(f"an additional code may be needed beside {_printed(row)}")
    if Advice.NEVER_PRIMARY in abouts and not before:
        notes.append(
            f"{_printed(row)} may never be the first code of an episode; another goes before it"
        )
    if Advice.PRIMARY_ONLY in abouts and before:
        notes.append(
            f"{_printed(row)} must be the first code of an episode, and the map has it after "
            f"{', '.join(before)}"
        )
    return notes


def _abouts(row: MapEntry) -> frozenset[Advice]:
    return frozenset(token.about for token in parse_advice(row.advice))


def _block(row: MapEntry, choice: Choice) -> Sequence[MapEntry]:
    return [other for other in choice.targets if other.map_block == row.map_block]


def _has_company(row: MapEntry, choice: Choice) -> bool:
    """Say whether another group of the block gives a code, or may give one once it is answered."""
    options = [option for asked in choice.questions if asked.open for option in asked.options]
    return any(
        other.map_block == row.map_block and other.map_group != row.map_group
        for other in (*choice.targets, *options)
    )


def _printed(row: MapEntry) -> str:
    return f"{row.target}{row.mark or ''}"


def _with_notes(tried: Tried, told: Sequence[tuple[MapEntry, str]]) -> Tried:
    notes = [note for row, note in told if row is tried.entry]
    return replace(tried, why="; ".join([tried.why, *notes])) if notes else tried
