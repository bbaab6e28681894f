"""Choose among the rows of a UK map, where a coder chooses and the map only orders.

A ``mapBlock`` is one complete alternative solution. In a block each ``mapGroup``, ascending, is one
code in coding sequence, and the rows of a group are alternatives for that one code. The trap: two
blocks are never united, and two rows of a group never stand together; a dagger and asterisk pair
may be in one order in one block and in the other in the next.

Source: NHS England, UK SNOMED CT to ICD-10 and OPCS-4 map refsets (pattern ``iisssci``).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from workbench.errors import InputError
from workbench.mapping.choice import Choice, Placed, Question, Tried, by_group, stated
from workbench.mapping.entry import MapEntry

__all__ = [
    "Blocks",
    "blocks_of",
    "choose_in_blocks",
    "default_alternative",
    "only_block",
    "parse_block",
]

_Row = TypeVar("_Row", bound=Placed)


class Blocks(StrEnum):
    """Which blocks of a source are worked out, where none is named."""

    FIRST = "first"
    ALL = "all"


def parse_block(block: int | str) -> int | Blocks:
    """Read which block is meant: a number, ``first`` or ``all``.

    Raises
    ------
    InputError
        If it is none of these.

    Examples
    --------
    >>> parse_block("all"), parse_block(2)
    (<Blocks.ALL: 'all'>, 2)
    """
    if isinstance(block, int):
        return block
    try:
        return Blocks(block)
    except ValueError as error:
        message = f"block '{block}' is no number, 'first' or 'all'"
        raise InputError(message) from error


def default_alternative(rows: Sequence[_Row]) -> _Row:
    """Choose the row of a group that a coder without more context would take.

    It is the row with the **highest** ``mapPriority``: the lower ones are alternatives that need
    more context, and the last is what remains without any.

    Evidence: in a published sample 28 groups have several UK rows and an International default; the
    highest priority equals that default in 26 and the lowest in none (a test counts them). There
    703275009 group 2 ends O99.4, O90.3, I42.9, and 443253003 ends in I50.9, heart failure
    unspecified; to OPCS-4, 429542009 (biventricular pacemaker) has nine codes of defibrillators in
    no order and ends in K60.7, which is its name. No public text of the NHS confirming it could be
    read, and much public code takes the lowest. Whoever knows better replaces this function and
    nothing else.

    Parameters
    ----------
    rows
        The rows of one group of one block, at least one.

    Examples
    --------
    >>> rows = [
    ...     MapEntry(source="1", target=code, map_priority=n)
    ...     for n, code in enumerate(("O99.4", "O90.3", "I42.9"), start=1)
    ... ]
    >>> default_alternative(rows).target
    'I42.9'
    """
    return max(rows, key=lambda row: row.map_priority)


def blocks_of(entries: Sequence[MapEntry]) -> tuple[int, ...]:
    """Give the numbers of the blocks of a source, ascending."""
    return tuple(sorted({entry.map_block for entry in entries}))


def only_block(
    entries: Sequence[MapEntry], block: int | Blocks, *, source: str
) -> tuple[MapEntry, ...]:
    """Give the rows of a block that was asked for by its number; else all rows.

    Raises
    ------
    InputError
        If the source has rows, and none in that block.
    """
    if isinstance(block, Blocks) or not entries:
        return tuple(entries)
    kept = tuple(entry for entry in entries if entry.map_block == block)
    if not kept:
        there = ", ".join(map(str, blocks_of(entries)))
        problem = f"'{source}' has no block {block}; it has {there}"
        raise InputError(problem)
    return kept


def choose_in_blocks(entries: Sequence[MapEntry], *, block: int | Blocks = Blocks.FIRST) -> Choice:
    """Choose the default alternative of each group, in one block or in each by itself.

    Parameters
    ----------
    entries
        The rows of one source, of all its blocks.
    block
        The number of a block it has; the lowest; or each, in ascending order.
    """
    there = blocks_of(entries)
    taken = _taken(there, block)
    parts = [_choose_in_block([e for e in entries if e.map_block == n]) for n in taken]
    targets = tuple(target for part in parts for target in part.targets)
    none_stated = next((part.no_map for part in parts if part.no_map is not None), None)
    aside = [n for n in there if n not in taken]
    passed = [
        Tried(entry=entry, held=False, why=_aside(n, taken))
        for n in aside
        for _, rows in by_group([e for e in entries if e.map_block == n])
        for entry in rows
    ]
    return Choice(
        targets=targets,
        no_map=None if targets else none_stated,
        questions=tuple(asked for part in parts for asked in part.questions),
        tried=tuple(
            sorted(
                [*(row for part in parts for row in part.tried), *passed],
                key=lambda row: row.entry.map_block,
            )
        ),
        notes=_notes(entries, taken, aside),
    )


def _taken(there: tuple[int, ...], block: int | Blocks) -> tuple[int, ...]:
    if block is Blocks.ALL:
        return there
    return there[:1] if block is Blocks.FIRST else tuple(n for n in there if n == block)


def _choose_in_block(entries: Sequence[MapEntry]) -> Choice:
    groups = by_group(entries)
    defaults = [default_alternative(rows) for _, rows in groups]
    targets = tuple(row for row in defaults if row.target is not None)
    return Choice(
        targets=targets,
        no_map=next((row for row in defaults if row.no_map is not None), None),
        questions=tuple(
            asked
            for (_, rows), default in zip(groups, defaults, strict=True)
            for asked in _asked(rows, default)
        ),
        tried=tuple(
            _tried(row, default, len(rows))
            for (_, rows), default in zip(groups, defaults, strict=True)
            for row in rows
        ),
    )


def _asked(rows: Sequence[MapEntry], default: MapEntry) -> list[Question]:
    """Ask whether one of the alternatives of a group is right, which need more context."""
    options = tuple(
        row for row in rows if row is not default and row.target not in {None, default.target}
    )
    if not options:
        return []
    one = len({row.target for row in options}) == 1
    which = "this code is" if one else "one of these codes is"
    instead = "none" if default.target is None else f"{default.target}{default.mark or ''}"
    place = f"block {default.map_block} group {default.map_group}"
    ask = f"does the record say more, so that {which} right instead of {instead}? ({place})"
    return [Question(ask=ask, concept=default.source, options=options, open=False)]


def _tried(row: MapEntry, default: MapEntry, count: int) -> Tried:
    place = f"group {row.map_group}"
    none = "" if row.target is not None else f"; it states that there is no code: {stated(row)}"
    if row is not default:
        why = f"an alternative of {place}, which needs more context; a coder chooses"
        return Tried(entry=row, held=None, why=f"{why}{none}")
    if count == 1:
        return Tried(entry=row, held=True, why=f"the only row of {place}{none}")
    why = f"the default of {place}: the highest priority of its {count} rows"
    return Tried(entry=row, held=True, why=f"{why}{none}")


def _aside(block: int, taken: tuple[int, ...]) -> str:
    which = "is taken first" if taken == (1,) else "was taken"
    return f"block {block} is another complete solution; block {taken[0]} {which}"


def _notes(
    entries: Sequence[MapEntry], taken: tuple[int, ...], aside: Sequence[int]
) -> tuple[str, ...]:
    """Say which other complete solutions there are, and that several are never united."""
    if len(taken) > 1:
        numbers = ", ".join(map(str, taken))
        return (f"blocks {numbers} are each one complete solution; never take codes of two",)
    return tuple(
        f"block {n} is another complete solution: {_solution(entries, n) or 'no code'}"
        for n in aside
    )


def _solution(entries: Sequence[MapEntry], block: int) -> str:
    groups = by_group([entry for entry in entries if entry.map_block == block])
    rows = [default_alternative(rows) for _, rows in groups]
    return ", ".join(f"{row.target}{row.mark or ''}" for row in rows if row.target is not None)
