"""What a batch of records gets for each of its concepts: short rows, without words for a person.

They are chosen by the very functions that answer one record. Only where these have nothing to weigh
(a group of one row, a first rule that just holds) are they passed by, since that is most of a map.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from workbench.mapping.blocks import Blocks, default_alternative
from workbench.mapping.choice import Choice, by_group
from workbench.mapping.entry import MapEntry
from workbench.mapping.map_set import MapSet
from workbench.mapping.profile import Profile
from workbench.mapping.record import Facts
from workbench.mapping.relation import MapRelation, NoMapReason
from workbench.mapping.rules import AllOf, Always, parse_rule
from workbench.mapping.sequence import demands_company
from workbench.mapping.translate import choose, node_code, same_code
from workbench.mapping.translation import Outcome, Translation

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph

__all__ = ["AnswerRow", "Answers", "MapRow", "answer_rows"]

#: The columns of a map that a choice looks at, in the order of `MapRow`.
_COLUMNS: Final = (
    *("target", "target_uri", "mark", "map_block", "map_group", "map_priority", "relation"),
    *("rule", "advice", "no_map", "no_map_text"),
)


class AnswerRow(NamedTuple):
    """One row of what a batch answers; the columns are those of `BATCH_COLUMNS`."""

    outcome: str
    target: str | None = None
    mark: str | None = None
    map_block: int | None = None
    map_group: int | None = None
    map_priority: int | None = None
    relation: str | None = None
    no_map: str | None = None
    ask: str | None = None


class MapRow(NamedTuple):
    """What a batch knows of a row of a map."""

    target: str | None
    target_uri: str | None
    mark: str | None
    map_block: int
    map_group: int
    map_priority: int
    relation: str
    rule: str | None
    advice: str | None
    no_map: str | None
    no_map_text: str | None


def answer_rows(answer: Translation) -> list[AnswerRow]:
    """Give the rows that a batch has for what one record is answered.

    A row for each target in coding order, and one more where a question is open; where there is
    neither, one row that says why.

    Parameters
    ----------
    answer
        To one code of one record.
    """
    rows = [
        AnswerRow(
            outcome=Outcome.TARGET.value,
            target=target.target,
            mark=target.mark,
            map_block=target.map_block,
            map_group=target.map_group,
            map_priority=target.map_priority,
            relation=str(target.relation),
        )
        for target in answer.targets
    ]
    rows += _needs([need.ask for need in answer.needs if need.open])
    if not rows and answer.outcome is Outcome.NO_MAP and answer.no_map is not None:
        rows.append(AnswerRow(outcome=Outcome.NO_MAP.value, no_map=str(answer.no_map.reason)))
    return rows or [AnswerRow(outcome=answer.outcome.value)]


def _needs(asks: Sequence[str]) -> list[AnswerRow]:
    return [AnswerRow(outcome=Outcome.NEEDS.value, ask=" ".join(asks))] if asks else []


class Answers:
    """The answers of one map to distinct sources.

    Parameters
    ----------
    map_set
        The map.
    sources
        Distinct sources that it has rows for, as it spells them.
    source_graph, target_graph
        Graphs of its releases, where held.
    """

    def __init__(
        self,
        map_set: MapSet,
        sources: Sequence[str],
        *,
        source_graph: CodeGraph | None,
        target_graph: CodeGraph | None,
    ) -> None:
        self._map = map_set
        self._graph = source_graph
        self._rows = _rows_by_source(map_set, sources)
        self._printed = _Printed(map_set, target_graph)
        self._quick = _quick(map_set)
        self._demands: dict[str | None, bool] = {None: False}
        self._entries: dict[str, tuple[MapEntry, ...]] = {}

    def certain(self, source: str) -> list[AnswerRow] | None:
        """Give the rows of a source where no record and no advice has a say; else None."""
        chosen = None if self._quick is None else self._quick(self._rows[source])
        if chosen is None or (self._map.profile and any(self._demanding(row) for row in chosen)):
            return None
        return self._answered(chosen, [], tried=bool(chosen))

    def rules(self, source: str) -> list[AllOf]:
        """Give the rules of a source that ask something of a record; of other maps none."""
        if self._map.profile is not Profile.INTERNATIONAL:
            return []
        rules = (parse_rule(row.rule or "") for row in self._rows[source])
        return [rule for rule in rules if isinstance(rule, AllOf)]

    def weighed(self, source: str, asked: str, facts: Facts) -> list[AnswerRow]:
        """Give the rows of a source for a record.

        Parameters
        ----------
        source, asked
            As the map spells it, and as it was asked for.
        facts
            What is known of the record.
        """
        entries = self._entries.get(source)
        if entries is None:
            entries = tuple(_entry(source, row) for row in self._rows[source])
            self._entries[source] = entries
        choice = choose(self._map, entries, source=asked, block=Blocks.FIRST, facts=facts)
        return self._chosen(choice)

    def _chosen(self, choice: Choice) -> list[AnswerRow]:
        asks = [question.ask for question in choice.questions if question.open]
        chosen = [*choice.targets, *([choice.no_map] if choice.no_map else [])]
        ruled = any(tried.entry.rule is not None for tried in choice.tried)
        return self._answered(chosen, asks, tried=ruled)

    def _answered(
        self, chosen: Iterable[MapRow | MapEntry], asks: Sequence[str], *, tried: bool
    ) -> list[AnswerRow]:
        rows = [self._target(row, row.target) for row in chosen if row.target is not None]
        rows += _needs(asks)
        if rows:
            return rows
        reason = next((row.no_map for row in chosen if row.no_map is not None), None)
        if reason is not None:
            return [AnswerRow(outcome=Outcome.NO_MAP.value, no_map=str(reason))]
        return [AnswerRow(outcome=(Outcome.NO_RULE if tried else Outcome.UNMAPPED).value)]

    def _target(self, row: MapRow | MapEntry, target: str) -> AnswerRow:
        code, mark = self._printed(target, row.target_uri)
        return AnswerRow(
            outcome=Outcome.TARGET.value,
            target=code,
            mark=row.mark or mark,
            map_block=row.map_block,
            map_group=row.map_group,
            map_priority=row.map_priority,
            relation=str(row.relation),
        )

    def _demanding(self, row: MapRow) -> bool:
        known = self._demands.get(row.advice)
        if known is None:
            known = self._demands[row.advice] = demands_company(row.advice)
        return known


class _Printed:
    """The code and mark of a target as the target graph has them, each looked up once."""

    def __init__(self, map_set: MapSet, graph: CodeGraph | None) -> None:
        self._release = map_set.target
        self._graph = graph
        self._known: dict[tuple[str, str | None], tuple[str, str | None]] = {}

    def __call__(self, target: str, uri: str | None) -> tuple[str, str | None]:
        if self._graph is None:
            return target, None
        found = self._known.get((target, uri))
        if found is None:
            code = node_code(target, uri, self._graph)
            held = same_code(code, self._release, self._graph)
            mark = None if held is None else held.concepts["mark"][held.ordinal(code)].as_py()
            found = self._known[target, uri] = code, mark
        return found


def _rows_by_source(map_set: MapSet, sources: Sequence[str]) -> Mapping[str, list[MapRow]]:
    """Give the rows of each source by block, group and priority, read in one go."""
    numbers = [map_set.rows_of(source) for source in sources]
    if not numbers:
        return {}
    table = map_set.table.select(list(_COLUMNS)).take(np.concatenate(numbers))
    rows = list(map(MapRow, *(column.to_pylist() for column in table.columns)))
    found: dict[str, list[MapRow]] = {}
    begin = 0
    for source, own in zip(sources, numbers, strict=True):
        end = begin + len(own)
        found[source] = rows[begin:end]
        if end - begin > 1:
            found[source].sort(key=lambda row: (row.map_block, row.map_group, row.map_priority))
        begin = end
    return found


def _quick(map_set: MapSet) -> Callable[[Sequence[MapRow]], Sequence[MapRow] | None] | None:
    """Give how a map chooses where there is nothing to weigh; None where there always is."""
    if map_set.profile is Profile.UK:
        return _defaults
    if map_set.profile is Profile.INTERNATIONAL:
        return _first_that_just_hold
    return None if map_set.is_table_of_alternatives else _every


def _every(rows: Sequence[MapRow]) -> Sequence[MapRow]:
    return rows


def _defaults(rows: Sequence[MapRow]) -> Sequence[MapRow]:
    """Give the default of each group of the lowest block."""
    if len(rows) == 1:
        return rows
    block = rows[0].map_block
    groups = by_group([row for row in rows if row.map_block == block])
    return [default_alternative(alternatives) for _, alternatives in groups]


def _first_that_just_hold(rows: Sequence[MapRow]) -> Sequence[MapRow] | None:
    """Give the first row of each group, where the rules of all of them ask nothing."""
    first = [group[0] for _, group in by_group(rows)] if len(rows) > 1 else rows
    return first if all((row.rule or "").strip() in _ALWAYS for row in first) else None


_ALWAYS: Final = frozenset(Always)


def _entry(source: str, row: MapRow) -> MapEntry:
    fields: dict[str, Any] = row._asdict()
    fields["relation"] = MapRelation(row.relation)
    fields["no_map"] = None if row.no_map is None else NoMapReason(row.no_map)
    return MapEntry(source=source, **fields)
