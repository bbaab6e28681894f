"""From distinct values and how often they stand there to activity by code, and what was dropped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from workbench.core.codes import CodeSystem, natural_key
from workbench.core.suppression import IN_HOSPITAL, Suppressed
from workbench.errors import InputError
from workbench.io.datasets.counting import Tally
from workbench.io.datasets.counts import CodeCounts, Dropped, Rows, Unit
from workbench.io.datasets.shapes import Shape
from workbench.io.datasets.values import HIDDEN, Read, read_value
from workbench.io.datasets.years import choose_year, start_of

__all__ = ["Totals", "in_several_spellings", "mean_length"]

#: Different values without a code that are listed one by one.
_LISTED: Final = 50


def in_several_spellings(tallies: Iterable[Tally], system: CodeSystem) -> bool:
    """Say whether one code, or one word for none, is written in two ways."""
    written: dict[str, str] = {}
    for value in {tally.value for tally in tallies if tally.value is not None}:
        read = read_value(value, system)
        if written.setdefault(read.code or value.strip(), value) != value:
            return True
    return False


def mean_length(values: dict[str, int], system: CodeSystem) -> tuple[float, float]:
    """Give the mean length of the codes among some values, and that of all values; by rows.

    Examples
    --------
    >>> mean_length({"I10X": 3, "C50": 1, "-": 9}, CodeSystem.ICD10)
    (3.75, ...)
    """
    codes: dict[str, int] = defaultdict(int, {"": 0})
    for value, rows in values.items():
        codes[read_value(value, system).code or ""] += rows
    del codes[""]
    return _mean(codes), _mean(values)


def _mean(values: dict[str, int]) -> float:
    rows = sum(values.values())
    return sum(len(value) * count for value, count in values.items()) / rows if rows else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What makes tallies into counts.

    Attributes
    ----------
    name
        The dataset, for messages and as its path.
    shape
        Its shape.
    year
        The year asked for, or None.
    unit
        What one unit of activity is.
    notes
        What the reader of the shape has to say.
    left_out
        Rows that it has left out already, as of another classification.
    """

    name: str
    shape: Shape
    year: str | None
    unit: str
    notes: tuple[str, ...]
    left_out: int = 0

    def counts(self, tallies: Sequence[Tally]) -> CodeCounts:
        """Add up one year.

        Raises
        ------
        InputError
            If there is nothing, a year does not read, or the year asked for is not held.
        """
        if not tallies:
            problem = "holds no codes: it has no rows, or its columns of codes are empty"
            raise InputError(problem, file=self.name)
        starts = self._starts(tallies)
        start = self._start(starts)
        those = [tally for tally in tallies if starts[tally.year] == start]
        activity, dropped = self._add(those)
        without = sum(rows for rows, _ in dropped.values())
        here, all_rows = (sum(tally.rows for tally in some) for some in (those, tallies))
        return CodeCounts(
            path=self.name,
            system=self.shape.system,
            year=start,
            unit=self.unit,
            activity={code: activity[code] for code in sorted(activity, key=natural_key)},
            terms={},
            dropped=_bounded(dropped),
            notes=(
                *self.notes,
                *self._year_notes(tallies, starts),
                *self._column_notes(those),
            ),
            rows=Rows(counted=here - without, elsewhere=all_rows - here + self.left_out),
            suppressed=self._withheld(those),
        )

    def _starts(self, tallies: Sequence[Tally]) -> dict[str | None, str | None]:
        column = self.shape.year
        if column is None:
            return {None: None}
        try:
            return {y: start_of(y or "", column.style) for y in {tally.year for tally in tallies}}
        except InputError as error:
            raise InputError(error.problem, file=self.name, column=column.heading) from error

    def _start(self, starts: dict[str | None, str | None]) -> str | None:
        held = [start for start in starts.values() if start is not None]
        if held:
            return choose_year(held, self.year, file=self.name)
        if self.year is not None:
            where = "has no column of years" if self.shape.year is None else "names no year"
            problem = f"{where}, so it cannot be asked for year {self.year}"
            raise InputError(problem, file=self.name)
        return None

    def _year_notes(
        self, tallies: Sequence[Tally], starts: dict[str | None, str | None]
    ) -> Iterable[str]:
        column = self.shape.year
        if column is None:
            yield "The data name no year; everything in them is counted."
            return
        yield f"The financial year is that of column '{column.heading}'."
        without = sum(tally.rows for tally in tallies if starts[tally.year] is None)
        if without and any(starts.values()):
            yield f"{without:,} coded entries name no year and are counted in none."

    def _column_notes(self, tallies: Iterable[Tally]) -> Iterable[str]:
        """Doubt the choice of columns where most of what they hold is no code."""
        rows = {True: 0, False: 0}
        for tally in tallies:
            read = read_value(tally.value, self.shape.system)
            if read.code is not None or read.strange:
                rows[read.strange] += tally.rows
        if rows[True] > rows[False]:
            yield (
                f"{rows[True]:,} of {sum(rows.values()):,} coded entries are no codes of "
                f"{self.shape.system.label}: these may be the wrong columns."
            )

    def _add(self, tallies: Iterable[Tally]) -> tuple[dict[str, int], dict[Read, list[int]]]:
        activity: dict[str, int] = defaultdict(int)
        dropped: dict[Read, list[int]] = defaultdict(lambda: [0, 0])
        for tally in tallies:
            read = read_value(tally.value, self.shape.system)
            amount = tally.rows if self.unit == Unit.OCCURRENCES else tally.episodes
            if read.code is not None:
                activity[read.code] += amount
            else:
                dropped[read][0] += tally.rows
                dropped[read][1] += amount
        return activity, dropped

    def _withheld(self, tallies: Iterable[Tally]) -> dict[str, Suppressed]:
        found: dict[str, Suppressed] = {}
        for tally in tallies:
            code = read_value(tally.value, self.shape.system).code
            if code is None or not tally.withheld:
                continue
            cells = IN_HOSPITAL.times(tally.withheld)
            found[code] = found[code] + cells if code in found else cells
        return found


def _bounded(dropped: dict[Read, list[int]]) -> tuple[Dropped, ...]:
    """List what was dropped by value; the rarest of very many together, under ``…``."""
    ordered = sorted(dropped, key=lambda read: (-dropped[read][0], read.value))
    kept: dict[tuple[str, str], list[int]] = {}
    for place, read in enumerate(ordered):
        value = read.value if place < _LISTED else HIDDEN
        sums = kept.setdefault((value, read.why or ""), [0, 0])
        sums[0] += dropped[read][0]
        sums[1] += dropped[read][1]
    return tuple(
        Dropped(value=value, rows=rows, activity=activity, why=why)
        for (value, why), (rows, activity) in sorted(kept.items())
    )
