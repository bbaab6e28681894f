"""The rows of one map reference set, checked and in our terms.

Only distinct values are looked at: a full release has half a million rows and some ten thousand
targets. The trap: which rows count is known only when all files that may hold a row's id have been
read, so every row carries along the file and place it came from, for the error it may cause.

Source: SNOMED International, Release File Specifications, Complex and Extended Map Reference Sets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.codes import CodeSystem
from workbench.errors import InputError
from workbench.io.rf2_map_fields import RELATIONS, Goal, read_goal
from workbench.io.rf2_map_goals import SPELLING, default_spelling
from workbench.io.rf2_table import COMMON
from workbench.io.rf2_text import TabTable
from workbench.mapping.lookup import encoded
from workbench.mapping.profile import Profile
from workbench.mapping.relation import MapRelation
from workbench.mapping.schema import map_table

__all__ = ["BLOCK", "CATEGORY", "COLUMNS", "FILE", "ROW", "MapRows"]

#: Columns that both patterns share, beside those of every RF2 table.
COLUMNS: Final = (
    *("refsetId", "referencedComponentId", "mapGroup", "mapPriority"),
    *("mapRule", "mapAdvice", "mapTarget", "correlationId"),
)
#: The last column of the International pattern.
CATEGORY: Final = "mapCategoryId"
#: The last column of the UK's pattern.
BLOCK: Final = "mapBlock"
#: A column of ours: in which file a row stands, from 0.
FILE: Final = "_file"
#: A column of ours: which row of its file it is, from 0.
ROW: Final = "_row"

_KNOWN: Final = frozenset({*COMMON, *COLUMNS, CATEGORY, BLOCK, FILE, ROW})
_GOAL: Final = ("mapTarget", "mapAdvice", CATEGORY, "correlationId")
_WHOLE: Final = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRows:
    """The active rows of one map reference set.

    Attributes
    ----------
    tables
        The files they came from, by the number in `FILE`.
    rows
        With the columns of the files, and `FILE` and `ROW`.
    profile
        Which pattern they are of.
    """

    tables: Sequence[TabTable]
    rows: pa.Table
    profile: Profile

    def table(self, *, system: CodeSystem | None) -> tuple[pa.Table, tuple[str, ...]]:
        """Give the rows as a table of `MAP_SCHEMA`, and what a reader should be warned of.

        Parameters
        ----------
        system
            What their targets are codes of.

        Raises
        ------
        InputError
            Naming file, line, column and value of the first thing that is not as it should be.
        """
        goals = self._goals(system)
        columns: dict[str, Any] = {
            "source": self._array("referencedComponentId"),
            "map_block": self._counted(BLOCK),
            "map_group": self._counted("mapGroup"),
            "map_priority": self._counted("mapPriority"),
            "rule": self._rules(),
            "advice": self._filled("mapAdvice"),
            "target": [goal.target for goal in goals],
            "mark": [goal.mark for goal in goals],
            "no_map": [goal.no_map for goal in goals],
            "no_map_text": [goal.no_map_text for goal in goals],
            "relation": self._relations(),
            "profile": [self.profile.value] * len(self.rows),
            "refset": self._array("refsetId"),
            "member": self._array("id"),
            "effective_time": self._array("effectiveTime"),
            "module": self._filled("moduleId"),
            "correlation": self._filled("correlationId"),
            "category": self._filled(CATEGORY),
            "extra": self._extra(goals, system),
            "line": pc.add(self.rows[ROW], pa.scalar(2, pa.int32())).to_pylist(),
        }
        return map_table(columns), tuple(self._warnings(goals))

    def problem(self, row: int, column: str, what: str) -> InputError:
        """Give the error that says what is wrong in a column of a row (counted from 0)."""
        table: TabTable = self.tables[self.rows[FILE][row].as_py()]
        return table.problem(self.rows[ROW][row].as_py(), column, what)

    def _array(self, column: str) -> pa.ChunkedArray:
        if column not in self.rows.column_names:
            return pa.chunked_array([pa.repeat("", len(self.rows))])
        return self.rows[column].cast(pa.string()).fill_null("")

    def _text(self, column: str) -> list[str]:
        return list(self._array(column).to_pylist())

    def _filled(self, column: str) -> pa.ChunkedArray:
        values = self._array(column)
        return pc.if_else(pc.equal(values, ""), pa.scalar(None, pa.string()), values)

    def _each(self, column: str, read: Callable[[str], Any]) -> list[Any]:
        """Read each distinct value of a column once."""
        texts, places = encoded(pa.table({column: self._array(column)}), column)
        known = []
        for place, text in enumerate(texts):
            try:
                known.append(read(text))
            except InputError as error:
                row = int(np.argmax(places == place))
                raise self.problem(row, column, error.problem) from error
        return [known[place] for place in places.tolist()]

    def _counted(self, column: str) -> list[int]:
        if column not in self.rows.column_names:
            return [1] * len(self.rows)
        return self._each(column, _whole)

    def _rules(self) -> list[str] | pa.ChunkedArray:
        if self.profile is Profile.INTERNATIONAL:
            return self._each("mapRule", _rule)
        return self._filled("mapRule")

    def _relations(self) -> list[str]:
        return self._each(
            "correlationId", lambda text: RELATIONS.get(text, MapRelation.UNSPECIFIED).value
        )

    def _goals(self, system: CodeSystem | None) -> list[Goal]:
        known: dict[tuple[str, ...], Goal] = {}
        goals = []
        for number, key in enumerate(zip(*map(self._text, _GOAL), strict=True)):
            if key not in known:
                text, advice, category, correlation = key
                try:
                    known[key] = read_goal(
                        text,
                        system=system,
                        advice=advice,
                        category=category,
                        correlation=correlation,
                    )
                except InputError as error:
                    raise self.problem(number, "mapTarget", error.problem) from error
            goals.append(known[key])
        return goals

    def _extra(self, goals: Sequence[Goal], system: CodeSystem | None) -> list[str | None]:
        """Give what stands in columns nobody knows, and a target spelled as we would not write it.

        One JSON object a row; null where there is nothing of both.
        """
        names = [name for name in self.rows.column_names if name not in _KNOWN]
        columns = [self._text(name) for name in names]
        unknown = zip(*columns, strict=True) if names else repeat((), len(self.rows))
        spelled = self._own_spellings(goals, system)
        found = [
            dict(zip(names, values, strict=True)) | ({SPELLING: own} if own else {})
            for values, own in zip(unknown, spelled, strict=True)
        ]
        return [
            json.dumps(one, ensure_ascii=False, sort_keys=True) if one else None for one in found
        ]

    def _own_spellings(
        self, goals: Sequence[Goal], system: CodeSystem | None
    ) -> Iterator[str | None]:
        """Give each target as the file has it, where it is not what we would write for it."""
        known: dict[tuple[Goal, str], str | None] = {}
        for goal, text in zip(goals, self._text("mapTarget"), strict=True):
            if (goal, text) not in known:
                ours = default_spelling(goal._asdict(), system=system, profile=self.profile)
                known[goal, text] = None if text == ours else text
            yield known[goal, text]

    def _warnings(self, goals: Sequence[Goal]) -> Iterator[str]:
        yield from _unknown_specials(self._text("mapTarget"), goals)
        places = self.rows.select(
            [
                name
                for name in ("referencedComponentId", BLOCK, "mapGroup", "mapPriority")
                if name in self.rows.column_names
            ]
        )
        keys = places.column_names
        twice = len(places) - places.group_by(keys).aggregate([]).num_rows
        if twice:
            yield (
                f"{twice:,} of {len(places):,} rows have the source, group and priority of another "
                "row; of two such rows the first in the file is taken"
            )


def _unknown_specials(targets: Sequence[str], goals: Sequence[Goal]) -> Iterator[str]:
    counts: dict[str, int] = {}
    for target, goal in zip(targets, goals, strict=True):
        if goal.unknown:
            counts[target] = counts.get(target, 0) + 1
    for target, count in sorted(counts.items()):
        rows = f"{count:,} row{'' if count == 1 else 's'}"
        yield (
            f"target '{target}' is not known (on {rows}); it is kept as a stated no-map, reason "
            "none_in_table, with its text"
        )


def _whole(text: str) -> int:
    if _WHOLE.fullmatch(text):
        return int(text)
    problem = f"'{text}' is not a whole number from 1"
    raise InputError(problem)


def _rule(text: str) -> str:
    if not text:
        problem = "is empty; expected TRUE, OTHERWISE TRUE or a rule that begins with IFA"
        raise InputError(problem)
    return text
