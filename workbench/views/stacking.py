"""How high each node of a picture stands, and where the lines of its hierarchy run up.

A column is stacked without holes, families a little apart, and then moved as a whole to where most
of its lines run level. The lines from the children of one parent share a trunk; trunks that would
lie on each other stand side by side, the shortest nearest to the boxes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median_high
from typing import Final

from workbench.views.order import Columns, Lane, Net, Stop

__all__ = ["BOX_HEIGHT", "DOWN", "LANE", "UP", "stack", "trunk_lanes"]

#: Height of a box, in pixels.
BOX_HEIGHT: Final = 58
#: Height of a lane, in pixels.
LANE: Final = 10
#: How far below the upper edge of a box the line to its parents leaves it, in pixels.
UP: Final = 16
#: How far below the upper edge of a box the lines of its children come in, in pixels.
DOWN: Final = 42
_GAP: Final = 14
_APART: Final = 18


def stack(net: Net, order: Columns, home: int, *, top: int) -> dict[Stop, int]:
    """Give the upper edge of everything in every column.

    Parameters
    ----------
    net, order
        What joins the nodes, and in which order they stand.
    home
        The column the others are moved to.
    top
        Where the highest of all begins.
    """
    heights: dict[Stop, int] = {}
    outwards = [*range(home, len(order)), *range(home - 1, -1, -1)]
    for number in outwards:
        stacked = _stacked(net, order[number])
        if number != home:
            side = 0 if number > home else 1
            moved = _move(net.sides[side], stacked, heights)
            if moved is None:
                beside = order[number - 1 if side == 0 else number + 1]
                moved = _centre(heights, beside) - _centre(stacked, order[number])
            stacked = {stop: y + moved for stop, y in stacked.items()}
        heights.update(stacked)
    upper = min(heights.values()) - top
    return {stop: y - upper for stop, y in heights.items()}


def trunk_lanes(net: Net, heights: Mapping[Stop, int]) -> dict[Stop, int]:
    """Give each parent of a column its trunk, by number from the boxes outwards."""
    spans: dict[Stop, tuple[int, int]] = {}
    for parent, children in net.below.items():
        spans[parent] = heights[parent] + DOWN, max(heights[child] for child in children) + UP
    at = {stop: number for number, column in enumerate(net.start) for stop in column}
    taken: dict[tuple[int, int], list[tuple[int, int]]] = {}
    found: dict[Stop, int] = {}
    for parent in sorted(spans, key=lambda one: (spans[one][1] - spans[one][0], spans[one])):
        lane, (upper, lower) = 0, spans[parent]
        while any(
            upper <= other[1] and other[0] <= lower for other in taken.get((at[parent], lane), ())
        ):
            lane += 1
        taken.setdefault((at[parent], lane), []).append(spans[parent])
        found[parent] = lane
    return found


def _stacked(net: Net, column: Sequence[Stop]) -> dict[Stop, int]:
    """Stack a column from height 0."""
    heights: dict[Stop, int] = {}
    y = 0
    for before, stop in pairwise([None, *column]):
        if before is not None and stop is not None:
            y += _size(before) + (_GAP if _are_kin(net, before, stop) else _GAP + _APART)
        if stop is not None:
            heights[stop] = y
    return heights


def _size(stop: Stop) -> int:
    return LANE if isinstance(stop, Lane) else BOX_HEIGHT


def _are_kin(net: Net, one: Stop, other: Stop) -> bool:
    """Whether two neighbours belong together: no family between them, or one they share."""
    families = [{*net.above.get(stop, ()), *net.below.get(stop, ())} for stop in (one, other)]
    return not all(families) or one in families[1] or not families[0].isdisjoint(families[1])


def _move(
    joined: Mapping[Stop, Sequence[Stop]], stacked: Mapping[Stop, int], heights: Mapping[Stop, int]
) -> int | None:
    """Give by how much a column is moved so that most of its lines run level; None without any."""
    apart = [
        heights[end] + _size(end) // 2 - y - _size(stop) // 2
        for stop, y in stacked.items()
        for end in joined.get(stop, ())
    ]
    return median_high(apart) if apart else None


def _centre(heights: Mapping[Stop, int], column: Sequence[Stop]) -> int:
    return (heights[column[0]] + heights[column[-1]]) // 2
