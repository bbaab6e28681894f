"""Maps worked out from other maps: one after the other, or the other way round.

What comes out is *derived*: every row says from which rows it follows, and none has a confidence,
which only a person can claim. The traps: a source of which one code has no row in the second map
would look completely mapped by the rest, so it is left out and named; a row that a bridge borrows
from a parent counts as none; and several rows that lead to one target, turned round, are
candidates among which nobody has chosen.

Source: SSSOM 1.1 (``semapv:MappingChaining``, ``semapv:MappingInversion``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.codes import Release
from workbench.errors import InputError, ReleaseMismatchError
from workbench.mapping.bridge import DIRECT_METHODS, Method, carried, require_bridge
from workbench.mapping.chaining import chained, inverted
from workbench.mapping.entry import MapEntry, table_of_entries
from workbench.mapping.map_set import MapSet
from workbench.mapping.profile import Profile
from workbench.mapping.provenance import Justification, Provenance
from workbench.mapping.relation import MapRelation
from workbench.mapping.row_index import RowIndex
from workbench.mapping.schema import map_table

__all__ = ["Derivation", "LeftOut", "compose", "invert"]

#: How a code stands to the key that a bridge found for it; a place or a fifth character is more.
_OVER_BRIDGE: Final = {
    Method.EXACT: MapRelation.EQUIVALENT,
    Method.XFILL: MapRelation.EQUIVALENT,
    Method.PLACE4: MapRelation.SOURCE_IS_NARROWER,
    Method.FIFTH: MapRelation.SOURCE_IS_NARROWER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A source of which a derived map says nothing, and why."""

    source: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Derivation:
    """A derived map, and what could not be derived.

    Attributes
    ----------
    map_set
        The map; each of its rows is derived and says from what.
    left_out
        Sources without a row in it, in the order of the first map.
    notes
        What a reader should know besides, a sentence each.
    """

    map_set: MapSet
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Give one line on the map, one on what was left out, and the notes."""
        lines = [repr(self.map_set), *self.notes]
        if self.left_out:
            first = self.left_out[0]
            lines.insert(
                1, f"sources left out: {len(self.left_out):,}, such as {first.source}: {first.why}"
            )
        return "\n".join(lines)


def compose(first: MapSet, second: MapSet, *, name: str, limit: int = 50) -> Derivation:
    """Follow one map by another: A to B and B to C give A to C.

    Groups, blocks, priorities and rules are the first map's; where the second gives several codes
    for one, each becomes a group. The relation is what follows for certain from both, and from the
    bridge between them.

    Parameters
    ----------
    first, second
        The second must lead from the release the first leads to, or a bridge must join them; it
        must give one answer a source, neither rules, blocks nor candidates.
    name
        Of the derived map.
    limit
        A source that leads to more targets than these is left out: so many are no answer.

    Raises
    ------
    InputError
        If the second map has a profile or is a table of alternatives, a release is not known, or
        the limit is below 1.
    ReleaseMismatchError
        If no bridge joins the releases between them.
    """
    _check(first, second, limit)
    step = _Step(first, second)
    entries: list[MapEntry] = []
    left_out: list[LeftOut] = []
    for source, own in first.by_source():
        try:
            entries += _within(limit, step.follow(own))
        except _NotFollowedError as error:
            left_out.append(LeftOut(source=source, why=str(error)))
    composed = MapSet(
        name=name,
        kind="derived",
        source=first.source,
        target=second.target,
        table=table_of_entries(entries, profile=first.profile),
    )
    return Derivation(map_set=composed, left_out=tuple(left_out), notes=tuple(step.notes()))


def invert(map_set: MapSet, *, name: str) -> Derivation:
    """Turn a map round: each target becomes a source, and each of its sources a candidate.

    Blocks, groups, priorities, rules, advice and marks belong to the way there and fall away; rows
    that state no map have nothing to turn round.

    Parameters
    ----------
    map_set
        The map.
    name
        Of the derived map.
    """
    rows = _candidates(map_set.table)
    said = pc.binary_join_element_wise(rows["source"], rows["target"], " → ")
    relations = {each.value: inverted(each).value for each in MapRelation}
    columns = {
        "source": rows["target"],
        "source_term": rows["target_term"],
        "source_kind": rows["target_kind"],
        "target": rows["source"],
        "target_term": rows["source_term"],
        "target_kind": rows["source_kind"],
        "map_priority": _running(rows["target"]),
        "relation": [relations[each] for each in rows["relation"].to_pylist()],
        "provenance": [Provenance.DERIVED] * len(rows),
        "justification": [Justification.INVERSION] * len(rows),
        "derived_from": pc.binary_join_element_wise(f"{map_set.name}: ", said, ""),
        "line": range(1, len(rows) + 1),
    }
    turned = MapSet(
        name=name,
        kind="derived",
        source=map_set.target,
        target=map_set.source,
        table=map_table(columns),
    )
    stated = map_set.no_map_count
    note = f"sources of '{map_set.name}' that state no map, and so fall away: {stated:,}"
    return Derivation(map_set=turned, left_out=(), notes=(note,) if stated else ())


def _candidates(table: pa.Table) -> pa.Table:
    """Give the first row of each target and source, those of one target together."""
    rows = table.filter(pc.is_valid(table["target"]))
    targets, sources = RowIndex(rows["target"]).codes, RowIndex(rows["source"]).codes
    _, first = np.unique(np.stack([targets, sources]), axis=1, return_index=True)
    first.sort()
    return rows.take(pa.array(first[np.argsort(targets[first], kind="stable")]))


def _running(column: pa.ChunkedArray) -> np.ndarray:
    """Give the number of each row among those of its value, which stand together, from 1."""
    numbers = RowIndex(column).codes
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    numbered: np.ndarray = np.arange(1, len(numbers) + 1) - starts[numbers]
    return numbered


def _check(first: MapSet, second: MapSet, limit: int) -> None:
    if limit < 1:
        problem = f"limit {limit} leaves no target; expected 1 or more"
        raise InputError(problem)
    if second.profile is not None or second.is_table_of_alternatives:
        what = "candidates" if second.profile is None else f"rows of profile {second.profile}"
        problem = (
            f"map '{second.name}' has {what}, so it gives no one answer for a code; only a map "
            "with one answer a source can follow another"
        )
        raise InputError(problem)
    if first.target is None or second.source is None:
        named = first.name if first.target is None else second.name
        problem = (
            f"map '{named}' does not say of which release its codes are; add it with a release"
        )
        raise InputError(problem)
    require_bridge(first.target, second.source)


class _NotFollowedError(Exception):
    """Why a source is left out of a composed map."""


def _within(limit: int, rows: list[MapEntry]) -> list[MapEntry]:
    targets = len({row.target for row in rows})
    if targets > limit:
        problem = f"leads to {targets:,} targets, more than {limit:,}"
        raise _NotFollowedError(problem)
    return rows


class _Step:
    """Follows the rows of a source through the second map."""

    def __init__(self, first: MapSet, second: MapSet) -> None:
        self._first = first
        self._second = second
        self._between: tuple[Release, Release] = _releases(first, second)
        self._borrowed: set[str] = set()
        self._answers: dict[str, tuple[MapEntry, ...]] = {}

    def follow(self, rows: Sequence[MapEntry]) -> list[MapEntry]:
        """Give the rows that follow for one source.

        Raises
        ------
        _NotFollowed
            If nothing can be said of it as a whole.
        """
        found: list[MapEntry] = []
        group = 0
        for (block, _), alike in groupby(rows, key=lambda row: (row.map_block, row.map_group)):
            group = group + 1 if found and found[-1].map_block == block else 1
            for parts in self._groups(list(alike)):
                found += [
                    _placed(part, group=group, priority=priority)
                    for priority, part in enumerate(parts, start=1)
                ]
                group = found[-1].map_group + 1
            group -= 1
        return found

    def _groups(self, rows: Sequence[MapEntry]) -> list[list[MapEntry]]:
        """Give the groups that follow from the rows of one; of alternatives there is one."""
        followed = [self._onward(row) for row in rows]
        lost = [row for row, onward in zip(rows, followed, strict=True) if not onward]
        is_optional = self._first.profile is Profile.UK and rows[-1] not in lost
        if lost and not is_optional:
            problem = f"{lost[-1].target} has no row in '{self._second.name}'"
            raise _NotFollowedError(problem)
        if len(rows) == 1:
            return [[onward] for onward in followed[0]]
        several = next((n for n, onward in enumerate(followed) if len(onward) > 1), None)
        if several is not None:
            problem = f"{rows[several].target}, one of several alternatives, leads to several codes"
            raise _NotFollowedError(problem)
        return [[onward[0] for onward in followed if onward]]

    def notes(self) -> Iterator[str]:
        """Say what was not followed."""
        if self._borrowed:
            yield (
                f"codes of '{self._first.name}' that '{self._second.name}' knows by a parent's row "
                f"only, which counts as none: {len(self._borrowed):,}"
            )

    def _onward(self, row: MapEntry) -> list[MapEntry]:
        """Give the rows that follow from one, each in a group of its own; none where it is lost."""
        if row.target is None:
            stated = MapEntry(
                **_derived(row, self._first.name),
                target=None,
                no_map=row.no_map,
                no_map_text=row.no_map_text,
                relation=row.relation,
            )
            return [stated]
        source, target = self._between
        key = carried(row.target, self._second, source=source, target=target)
        if key.method not in DIRECT_METHODS or key.key is None:
            if key.method is Method.PARENT:
                self._borrowed.add(row.target)
            return []
        if key.key not in self._answers:
            self._answers[key.key] = self._second.entries(key.key)
        return [self._joined(row, onward, key.method) for onward in self._answers[key.key]]

    def _joined(self, row: MapEntry, onward: MapEntry, method: Method) -> MapEntry:
        over = "" if method is Method.EXACT else f" ({method})"
        said = (
            f"{self._first.name}: {row.source} → {row.target}; "
            f"{self._second.name}{over}: {onward.source} → {onward.target or 'no map'}"
        )
        return MapEntry(
            **_derived(row, said),
            target=onward.target,
            target_term=onward.target_term,
            target_kind=onward.target_kind,
            target_uri=onward.target_uri,
            mark=onward.mark,
            no_map=onward.no_map,
            no_map_text=onward.no_map_text,
            relation=chained(chained(row.relation, _OVER_BRIDGE[method]), onward.relation),
        )


def _releases(first: MapSet, second: MapSet) -> tuple[Release, Release]:
    if first.target is None or second.source is None:
        problem = f"'{first.name}' and '{second.name}' do not meet in a release"
        raise ReleaseMismatchError(problem)
    return first.target, second.source


def _placed(row: MapEntry, *, group: int, priority: int) -> MapEntry:
    """Give a row at its place; most stand there already, and a copy of a row is dear."""
    if (row.map_group, row.map_priority) == (group, priority):
        return row
    return replace(row, map_group=group, map_priority=priority)


def _derived(row: MapEntry, said: str) -> dict[str, Any]:
    """Give what a derived row keeps of one of the first map: its source, its place and rule."""
    return {
        "source": row.source,
        "source_term": row.source_term,
        "source_kind": row.source_kind,
        "map_block": row.map_block,
        "map_group": row.map_group,
        "map_priority": row.map_priority,
        "rule": row.rule,
        "provenance": Provenance.DERIVED,
        "justification": Justification.CHAINING,
        "derived_from": said,
    }
