"""In which order the nodes of each column stand, so that few lines cross.

The layer sweep of layered drawing: a column is sorted by where its neighbours in the next column
stand, there and back; then neighbours in a column change places while that helps; the best order
seen is kept. A line that passes a column gets a *lane* there, a place of its own between the boxes,
which all lines to one target share; otherwise it would run behind a box and seem to leave it.

The trap: within a column a parent stands above its children, always, so a column is not simply
sorted; it is taken from the top by whoever is free to come next. Libraries that draw in layers do
not hold that.

Source: Gansner, Koutsofios, North, Vo: A technique for drawing directed graphs (1993), section 3.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Final, NamedTuple, TypeAlias

from workbench.graph.neighbourhood import Node
from workbench.views.chosen import BunchKey

__all__ = ["Lane", "Net", "arrange", "crossings", "pieces"]

#: What a crossing weighs, and two of one row the wrong way round, against a place that a child
#: stands further from its parent.
_CROSSING: Final = 3
_TURNED: Final = 7
_SWEEPS: Final = 6
_LAST: Final = float("inf")


class Lane(NamedTuple):
    """Where the lines to a target pass a column."""

    target: Node
    column: int


#: What stands in a column: a node, the rest of a bunch, or a lane.
Stop: TypeAlias = Node | BunchKey | Lane
#: The columns, each from the top.
Columns: TypeAlias = tuple[tuple[Stop, ...], ...]


def pieces(source: Node, target: Node, at: Mapping[Stop, int]) -> Iterator[tuple[Stop, Stop]]:
    """Give a line in pieces from column to column, over the lanes of those it passes.

    Parameters
    ----------
    source, target
        The ends, in different columns.
    at
        The column of each node.

    Examples
    --------
    >>> a, c = ("snomed", "1"), ("icd11", "2")
    >>> [start == a or end == c for start, end in pieces(a, c, {a: 0, c: 2})]
    [True, True]
    """
    step = 1 if at[source] < at[target] else -1
    lanes = [Lane(target, column) for column in range(at[source] + step, at[target], step)]
    stops: list[Stop] = [source, *lanes, target]
    return pairwise(stops)


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """Columns of nodes as they are given, and what joins them.

    Attributes
    ----------
    start
        The columns in the order given, lanes last and in the order of their targets.
    sides
        The stops in the column before, and in the one after, that each is joined with.
    above, below
        Its parents and children in its own column.
    kept
        Pairs of nodes whose order says something, such as that of their codes.
    rank
        The place of each in the order given.
    """

    start: Columns
    sides: tuple[Mapping[Stop, tuple[Stop, ...]], Mapping[Stop, tuple[Stop, ...]]]
    above: Mapping[Stop, tuple[Stop, ...]]
    below: Mapping[Stop, tuple[Stop, ...]]
    kept: frozenset[tuple[Stop, Stop]]
    rank: Mapping[Stop, int] = field(repr=False)

    @classmethod
    def of(
        cls,
        columns: Iterable[Sequence[Node]],
        *,
        links: Iterable[tuple[Node, Node]],
        above: Iterable[tuple[Node, Node]],
        rows: Iterable[Sequence[Node]] = (),
    ) -> Net:
        """Give the net of columns.

        Parameters
        ----------
        columns
            The nodes of each, in an order that has every parent above its children.
        links
            Pairs of nodes that a line joins; those within one column do not count.
        above
            Pairs of child and parent in one column.
        rows
            Nodes of one column whose order says something; it is left for a few crossings only.
        """
        given = [list(column) for column in columns]
        at: dict[Stop, int] = {
            node: number for number, column in enumerate(given) for node in column
        }
        steps = [
            piece if at[source] < at[target] else piece[::-1]
            for source, target in links
            if at[source] != at[target]
            for piece in pieces(source, target, at)
        ]
        before, after = _both_ways(steps)
        parents, children = _both_ways((parent, child) for child, parent in above)
        place = {node: number for column in given for number, node in enumerate(column)}
        lanes = [stop for stop in dict.fromkeys([*before, *after]) if isinstance(stop, Lane)]
        start: list[list[Stop]] = [[*column] for column in given]
        for lane in sorted(lanes, key=lambda one: (at[one.target], place[one.target])):
            start[lane.column].append(lane)
        rank = {stop: place for column in start for place, stop in enumerate(column)}
        return cls(
            start=tuple(map(tuple, start)),
            sides=(before, after),
            above=parents,
            below=children,
            kept=frozenset(pair for row in rows for pair in combinations(row, 2)),
            rank=rank,
        )


def _both_ways(
    pairs: Iterable[tuple[Stop, Stop]],
) -> tuple[dict[Stop, tuple[Stop, ...]], dict[Stop, tuple[Stop, ...]]]:
    """Give the first ones of each second one, and the second ones of each first one."""
    firsts: dict[Stop, tuple[Stop, ...]] = {}
    seconds: dict[Stop, tuple[Stop, ...]] = {}
    for first, second in dict.fromkeys(pairs):
        firsts[second] = (*firsts.get(second, ()), first)
        seconds[first] = (*seconds.get(first, ()), second)
    return firsts, seconds


def arrange(net: Net) -> Columns:
    """Give the columns in an order with few crossings, never more than as they were given."""
    best = net.start
    least = crossings(net, best)
    cost = _cost(net, best)
    columns = _by_families(net)
    for turn in range(_SWEEPS + 1):
        swept = _swept(net, columns, turn % 2) if turn else columns
        columns = _switched(net, swept)
        now = _cost(net, columns)
        if now < cost and crossings(net, columns) <= least:
            best, cost = columns, now
    return best


def _by_families(net: Net) -> Columns:
    """Give the columns with every node below the last of its parents."""

    def take(stop: Stop, taken: dict[Stop, None]) -> None:
        if all(parent in taken for parent in net.above.get(stop, ())):
            taken[stop] = None
            for child in sorted(net.below.get(stop, ()), key=lambda one: net.rank[one]):
                take(child, taken)

    columns: list[tuple[Stop, ...]] = []
    for column in net.start:
        taken: dict[Stop, None] = {}
        for stop in column:
            if not net.above.get(stop):
                take(stop, taken)
        columns.append(tuple(taken))
    return tuple(columns)


def crossings(net: Net, columns: Columns) -> int:
    """Count how often two lines between neighbouring columns cross, in an order of them."""
    count = 0
    for left, right in pairwise(columns):
        places = {stop: place for place, stop in enumerate(right)}
        ends: list[int] = []
        for stop in left:
            reached = sorted(places[end] for end in net.sides[1].get(stop, ()))
            count += sum(len(ends) - bisect_right(ends, end) for end in reached)
            for end in reached:
                insort(ends, end)
    return count


def _cost(net: Net, columns: Columns) -> tuple[int, int]:
    """Give what is to be small: crossings and families apart, then turns from the order given."""
    places = {stop: place for column in columns for place, stop in enumerate(column)}
    apart = sum(places[child] - places[parent] for child, up in net.above.items() for parent in up)
    turned = sum(places[upper] > places[lower] for upper, lower in net.kept)
    weighed = _CROSSING * crossings(net, columns) + _TURNED * turned + apart
    return weighed, _turned(net, columns)


def _turned(net: Net, columns: Columns) -> int:
    """Count the neighbours that stand the other way round than they were given."""
    return sum(
        net.rank[upper] > net.rank[lower] for column in columns for upper, lower in pairwise(column)
    )


def _swept(net: Net, columns: Columns, side: int) -> Columns:
    """Sort each column by the one before it (side 0, from the left) or after it (side 1)."""
    order = list(range(len(columns)))
    done = list(columns)
    for number in order if side == 0 else reversed(order):
        beside = number - 1 if side == 0 else number + 1
        fixed = done[beside] if 0 <= beside < len(done) else ()
        places = {stop: place / len(fixed) for place, stop in enumerate(fixed)}
        wished = {
            stop: sum(places[end] for end in ends) / len(ends)
            for stop in done[number]
            if (ends := net.sides[side].get(stop))
        }
        done[number] = _topmost_first(net, done[number], wished)
    return tuple(done)


def _topmost_first(
    net: Net, column: Sequence[Stop], wished: Mapping[Stop, float]
) -> tuple[Stop, ...]:
    """Take from the top who wishes to stand highest, once all its parents stand.

    A parent goes with the highest of its children; who is joined with nothing, with its parent.
    """
    wishes: dict[Stop, float] = {}
    for stop in sorted(column, key=lambda one: -net.rank[one]):
        below = (wishes[child] for child in net.below.get(stop, ()))
        wishes[stop] = min([wished.get(stop, _LAST), *below])
    for stop in sorted(column, key=lambda one: net.rank[one]):
        parents = net.above.get(stop, ())
        if wishes[stop] == _LAST and parents:
            wishes[stop] = max(wishes[parent] for parent in parents)
    waiting = {stop: len(net.above.get(stop, ())) for stop in column}
    place = {stop: number for number, stop in enumerate(column)}
    free = [(wishes[stop], place[stop], stop) for stop in column if not waiting[stop]]
    heapq.heapify(free)
    taken: list[Stop] = []
    while free:
        *_, stop = heapq.heappop(free)
        taken.append(stop)
        for child in net.below.get(stop, ()):
            waiting[child] -= 1
            if not waiting[child]:
                heapq.heappush(free, (wishes[child], place[child], child))
    return tuple(taken)


def _switched(net: Net, columns: Columns) -> Columns:
    """Let neighbours in a column change places while that lessens what it costs."""
    done = [list(column) for column in columns]
    places = {stop: place for column in done for place, stop in enumerate(column)}
    moved = True
    while moved:
        moved = False
        for column in done:
            for place in range(len(column) - 1):
                upper, lower = column[place], column[place + 1]
                if upper in net.above.get(lower, ()):
                    continue
                gain = _gain(net, places, upper, lower)
                if gain > 0 or (gain == 0 and net.rank[upper] > net.rank[lower]):
                    column[place], column[place + 1] = lower, upper
                    places[upper], places[lower] = place + 1, place
                    moved = True
    return tuple(map(tuple, done))


def _gain(net: Net, places: Mapping[Stop, int], upper: Stop, lower: Stop) -> int:
    """Give by how much it costs less if two neighbours change places."""
    crossed = 0
    for side in net.sides:
        ends = sorted(places[end] for end in side.get(lower, ()))
        for end in side.get(upper, ()):
            crossed += sum(one < places[end] for one in ends)
            crossed -= sum(one > places[end] for one in ends)
    turned = ((lower, upper) in net.kept) - ((upper, lower) in net.kept)
    nearer = len(net.below.get(upper, ())) + len(net.above.get(lower, ()))
    farther = len(net.above.get(upper, ())) + len(net.below.get(lower, ()))
    return _CROSSING * crossed + _TURNED * turned + nearer - farther
