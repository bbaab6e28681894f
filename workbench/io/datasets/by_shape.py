"""Read each shape of dataset: pick its columns, count them, add up one year."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from workbench.core.suppression import SIGN
from workbench.errors import InputError
from workbench.io.datasets.columns import CodeSet
from workbench.io.datasets.counting import (
    Counted,
    Spelling,
    Tally,
    count_long,
    count_sums,
    count_wide,
    missing_episodes,
    of_tenth,
    positions_held,
    set_values,
)
from workbench.io.datasets.counts import ONCE_AN_EPISODE, CodeCounts, Position, Unit, unit_of
from workbench.io.datasets.shapes import Counts, Long, Wide, YearColumn
from workbench.io.datasets.sources import Source
from workbench.io.datasets.totals import Totals, in_several_spellings, mean_length

if TYPE_CHECKING:
    import narwhals as nw

__all__ = ["read_counts", "read_long", "read_wide"]

_COUNT: Final = re.compile(r"(?P<count>\d{1,12})(?:\.0*)?")
#: What is said where the data tell which code is first-listed.
_SAYS_FIRST: Final = {
    Position.ANY: (
        "A code counts in any position; --position primary counts those first-listed alone.",
    ),
    Position.PRIMARY: (),
}


def read_wide(source: Source, shape: Wide, *, year: str | None, position: Position) -> CodeCounts:
    """Count episodes with one row each and numbered columns of codes.

    Raises
    ------
    InputError
        If there are no codes or not of the year asked for, or no column holds the first-listed
        code and that is asked.
    """
    chosen = _longest(source, shape)
    if position is Position.PRIMARY and not chosen.begins_with_first:
        problem = (
            "is the first of the columns of codes, and no first-listed code by its heading, so "
            "--position primary cannot be answered"
        )
        raise InputError(problem, file=source.name, column=chosen.headings[0])
    headings = chosen.headings if position is Position.ANY else chosen.headings[:1]
    frame, asked = _picked(source, headings, shape.year)
    tallies = _told_apart(lambda spelling: count_wide(frame, asked, spelling), shape, headings)
    between = f"columns {headings[0]} to {headings[-1]}" if len(headings) > 1 else headings[0]
    notes = (f"Codes are read from {between}; each row is one episode.", *_SAYS_FIRST[position])
    return _totals(source, shape, year, position, notes).counts(tallies)


def read_long(source: Source, shape: Long, *, year: str | None, position: Position) -> CodeCounts:
    """Count episodes with one row a coded entry.

    Raises
    ------
    InputError
        If there are no codes or not of the year asked for, a row does not say its episode, or
        nothing says which entry is first-listed (or no entry is in position 1, or some are in
        position 0) and that is asked.
    """
    if position is Position.PRIMARY and shape.position is None:
        problem = (
            "no column says which entry of an episode is first-listed, so --position primary cannot"
            " be answered; expected one such as position"
        )
        raise InputError(problem, file=source.name)
    asks = shape.position if position is Position.PRIMARY else None
    frame, asked = _picked(
        *(source, (shape.code,), shape.year),
        episode=shape.episode,
        position=asks,
        version=shape.version,
    )
    frame, others = (frame, 0) if shape.version is None else of_tenth(frame, asked)
    without = missing_episodes(frame, asked)
    if without:
        problem = f"is empty in {without:,} rows; each row must say which episode it belongs to"
        raise InputError(problem, file=source.name, column=shape.episode)
    if asks is not None:
        _refuse_positions(frame, asked, file=source.name, column=asks)
    tallies = _told_apart(
        lambda spelling: count_long(frame, asked, spelling), shape, (shape.code, shape.episode)
    )
    note = (
        f"Codes are read from column '{shape.code}'; the rows of one '{shape.episode}' are one "
        "episode."
    )
    notes = (note, *(() if shape.position is None else _SAYS_FIRST[position]))
    if others:
        notes = (*notes, f"Rows left out, as '{shape.version}' does not say ICD-10: {others:,}.")
    totals = _totals(source, shape, year, position, notes)
    return replace(totals, left_out=others).counts(tallies)


def read_counts(source: Source, shape: Counts, *, year: str | None) -> CodeCounts:
    """Add up codes that come with their counts; a suppressed count is in no sum.

    Raises
    ------
    InputError
        If a count does not read, or the year asked for is not held.
    """
    frame, asked = _picked(source, (shape.code,), shape.year, count=shape.count)
    tallies: list[Tally] = []
    for when, value, count, rows in count_sums(frame, asked):
        withheld = rows if (count or "").strip() == SIGN else 0
        amount = 0 if withheld else _amount(count, source.name, shape.count) * rows
        tally = Tally(year=when, value=value, rows=rows, episodes=amount, withheld=withheld)
        tallies.append(tally)
    note = f"Activity is the sum of column '{shape.count}'; what it counts, the data must say."
    totals = Totals(name=source.name, shape=shape, year=year, unit=Unit.AS_COUNTED, notes=(note,))
    return totals.counts(tallies)


def _refuse_positions(frame: nw.LazyFrame[Any], asked: Counted, *, file: str, column: str) -> None:
    before, first = positions_held(frame, asked)
    if before:
        problem = (
            f"is 0 in {before:,} rows, so position 1 may not be the first-listed code; number them "
            "from 1, or use --position any"
        )
        raise InputError(problem, file=file, column=column)
    if not first:
        problem = (
            "is 1 in no row, so that no code is known to be first-listed; number them from 1, or "
            "use --position any"
        )
        raise InputError(problem, file=file, column=column)


def _amount(text: str | None, file: str, column: str) -> int:
    found = _COUNT.fullmatch((text or "").strip())
    if found is None:
        problem = (
            "holds a value that is not a count; expected a whole number, 0 or more, of at most 12 "
            f"digits, or {SIGN} for a suppressed one"
        )
        raise InputError(problem, file=file, column=column)
    return int(found["count"])


def _totals(
    source: Source, shape: Wide | Long, year: str | None, position: Position, notes: tuple[str, ...]
) -> Totals:
    return Totals(
        name=source.name,
        shape=shape,
        year=year,
        unit=unit_of(shape.system, position),
        notes=notes,
    )


def _longest(source: Source, shape: Wide) -> CodeSet:
    """Give the set whose codes are the longest on average; of several, the first."""
    if len(shape.sets) == 1:
        return shape.sets[0]
    headings = [heading for one in shape.sets for heading in one.headings]
    frame = source.pick([source.columns.index(heading) for heading in headings])
    names = iter([f"c{number}" for number in range(len(headings))])
    values = set_values(frame, [[next(names) for _ in one.columns] for one in shape.sets])
    lengths = [mean_length(one, shape.system) for one in values]
    return shape.sets[lengths.index(max(lengths))]


def _picked(
    source: Source, codes: Sequence[str], year: YearColumn | None, **others: str | None
) -> tuple[nw.LazyFrame[Any], Counted]:
    """Pick columns by heading; the frame calls them by their place."""
    given = {name: heading for name, heading in others.items() if heading is not None}
    headings = [*codes, *([year.heading] if year else ()), *given.values()]
    names = [f"c{number}" for number in range(len(headings))]
    frame = source.pick([source.columns.index(heading) for heading in headings])
    rest = iter(names[len(codes) :])
    when = next(rest) if year else None
    asked = Counted(
        codes=tuple(names[: len(codes)]),
        year=when,
        style=year.style if year else None,
        **dict(zip(given, rest, strict=True)),
    )
    return frame, asked


def _told_apart(
    count: Callable[[Spelling], list[Tally]], shape: Wide | Long, columns: Sequence[str]
) -> list[Tally]:
    """Count by what is written; where one code has two spellings and counts once, by code."""
    tallies = count(Spelling.AS_WRITTEN)
    once = shape.system in ONCE_AN_EPISODE and len(columns) > 1
    if once and in_several_spellings(tallies, shape.system):
        return count(Spelling.AS_CODE)
    return tallies
