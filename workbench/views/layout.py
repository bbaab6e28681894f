"""Where each node of a picture stands: a column for each graph, parents above their children.

Nothing is left to chance or to springs: the same choice is always laid out the same way, and no two
boxes overlap. Between two columns there is room, from the left: for the words of lines that come
back, for the lines, for the words of lines that come in, and for the trunks of the hierarchy; so
that no line crosses a word. Arrow keys follow the columns, up and down within one, left and right
along a line, or to the nearest box of the next, so that every box is come to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from workbench.core.codes import natural_key
from workbench.graph.neighbourhood import Node
from workbench.views.chosen import BunchKey, Chosen, Side
from workbench.views.labels import IS_A, joined, side_of, texts_of, width_of, words_of
from workbench.views.order import Columns, Lane, Net, Stop, arrange
from workbench.views.stacking import BOX_HEIGHT, LANE, stack, trunk_lanes

__all__ = ["BOX_WIDTH", "Box", "Key", "Layout", "lay_out"]

#: Width of a box, in pixels.
BOX_WIDTH: Final = 212
_MARGIN: Final = 16
_HEAD: Final = 44
_FOOT: Final = 20
#: Room for lines to bend in, and how much more each gets, up to as many.
_BEND: Final = 50
_EACH: Final = 2
_MANY: Final = 30
#: From a word to the boxes, and from the boxes to the words of lines that come back.
_BESIDE: Final = 16
#: From the boxes to the first trunk, and from one trunk to the next.
_TRUNK: Final = 32
_NEXT_TRUNK: Final = 9

#: Columns from the left; what is not among them comes after, by name.
_SYSTEMS: Final = ("snomed", "opcs4", "icd10", "icd11")
_STEP: Final[Mapping[Side, int]] = {Side.ABOVE: -1, Side.BELOW: 1, Side.BESIDE: 0}

#: A node, or the bunch whose rest stands there as one box.
Key: TypeAlias = Node | BunchKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box of the picture.

    Attributes
    ----------
    key
        What stands there.
    column
        From 0 at the left.
    x, y
        Its upper left corner, in pixels.
    ways
        The numbers of the boxes to the left, to the right, above and below; -1 where there is none.
    """

    key: Key
    column: int
    x: int
    y: int
    ways: tuple[int, int, int, int] = (-1, -1, -1, -1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Every box in the order of reading, column by column, and the room between the columns.

    Attributes
    ----------
    boxes
        The boxes.
    columns
        The titles, from the left.
    width, height
        Of the whole, in pixels.
    edges
        Of each column, from where to where lines run straight: boxes and words, left and right.
    lanes
        At which height lines pass a column.
    trunks
        Of each parent, where the lines from its children run up.
    """

    boxes: tuple[Box, ...]
    columns: tuple[str, ...]
    width: int
    height: int
    edges: tuple[tuple[int, int], ...]
    lanes: Mapping[Lane, int]
    trunks: Mapping[Stop, int]


def lay_out(chosen: Chosen, middle: Node) -> Layout:
    """Give every chosen node its place, and every bunch with more to show a box of its own."""
    titles, given = _given(chosen, middle)
    at: dict[Stop, int] = {node: number for number, column in enumerate(given) for node in column}
    lines = joined(chosen)
    net = Net.of(
        given,
        links=[(source, target) for source, target, kind in lines if kind != IS_A],
        above=[(child, parent) for child, parent, kind in lines if kind == IS_A],
        rows=[bunch.shown for bunch in chosen.bunches],
    )
    order = _with_rests(chosen, arrange(net), at)
    heights = stack(net, order, at[middle], top=_HEAD)
    trunks = trunk_lanes(net, heights)
    lefts, edges = _across(chosen, at, trunks, len(titles))
    boxes = [
        Box(key=stop, column=number, x=lefts[number], y=heights[stop])
        for number, column in enumerate(order)
        for stop in column
        if not isinstance(stop, Lane)
    ]
    bottom = max(box.y for box in boxes) + BOX_HEIGHT
    return Layout(
        boxes=_with_ways(boxes, net),
        columns=titles,
        width=edges[-1][1] + _BEND,
        height=max([bottom, *(heights[stop] + LANE for stop in heights)]) + _FOOT,
        edges=edges,
        lanes={stop: y + LANE // 2 for stop, y in heights.items() if isinstance(stop, Lane)},
        trunks={
            parent: lefts[at[parent]] - _TRUNK - _NEXT_TRUNK * lane
            for parent, lane in trunks.items()
        },
    )


def _given(chosen: Chosen, middle: Node) -> tuple[tuple[str, ...], list[list[Node]]]:
    """Give the titles of the columns and their nodes: by level, then as they were met."""
    levels = _levels(chosen, middle)
    titles = {node: _title(node, said) for node, said in chosen.nodes.items()}
    columns = tuple(sorted(set(titles.values()), key=_system_order))
    place = {node: number for number, node in enumerate(chosen.nodes)}
    met = sorted(chosen.nodes, key=lambda node: (levels[node], place[node]))
    return columns, [[node for node in met if titles[node] == title] for title in columns]


def _levels(chosen: Chosen, middle: Node) -> dict[Node, int]:
    """Give the level of each node: as its bunch lies, and below everything it is a child of."""
    levels = {middle: 0}
    for bunch in chosen.bunches:
        levels.update(dict.fromkeys(bunch.shown, levels[bunch.parent] + _STEP[bunch.side]))
    pairs = [(edge.source, edge.target) for edge in chosen.edges if edge.said["kind"] == IS_A]
    for _ in levels:
        low = [pair for pair in pairs if levels[pair[0]] <= levels[pair[1]]]
        if not low:
            break
        for child, parent in low:
            levels[child] = max(levels[child], levels[parent] + 1)
    return levels


def _title(node: Node, said: Mapping[str, Any]) -> str:
    if said.get("kind") == "no-map":
        return "no map"
    return node[0] if "release" in said else "release not said"


def _system_order(title: str) -> tuple[int, tuple[int, int, str]]:
    system = title.partition("/")[0]
    return (_SYSTEMS.index(system) if system in _SYSTEMS else len(_SYSTEMS)), natural_key(title)


def _with_rests(chosen: Chosen, order: Columns, at: Mapping[Stop, int]) -> Columns:
    """Put the rest of each bunch below the last of it that is shown."""
    columns = [list(column) for column in order]
    for bunch in chosen.bunches:
        if bunch.more:
            column = columns[at[bunch.shown[0]]]
            column.insert(1 + max(column.index(node) for node in bunch.shown), bunch.key)
    return tuple(map(tuple, columns))


def _across(
    chosen: Chosen, at: Mapping[Stop, int], trunks: Mapping[Stop, int], count: int
) -> tuple[list[int], tuple[tuple[int, int], ...]]:
    """Give where the boxes of each column begin, and where lines run straight around them."""
    words: dict[tuple[Node, int], dict[str, None]] = {}
    across = [0] * count
    for (source, target, kind), together in joined(chosen).items():
        if kind != IS_A:
            side = side_of(at[source], at[target])
            words.setdefault((target, side), {}).update(dict.fromkeys(map(words_of, together)))
            across[min(at[source], at[target])] += 1
    beside = {(column, side): _BESIDE for column in range(count) for side in (-1, 1)}
    for (target, side), said in words.items():
        room = _BESIDE + width_of(texts_of(said))
        beside[at[target], side] = max(beside[at[target], side], room)
    hedge = [0] * count
    for parent, lane in trunks.items():
        hedge[at[parent]] = max(hedge[at[parent]], _TRUNK + _NEXT_TRUNK * lane)
    lefts: list[int] = []
    edges: list[tuple[int, int]] = []
    x = _MARGIN
    for column in range(count):
        lefts.append(x + beside[column, -1] + hedge[column])
        edges.append((x, lefts[-1] + BOX_WIDTH + beside[column, 1]))
        x = edges[-1][1] + _BEND + _EACH * min(across[column], _MANY)
    return lefts, tuple(edges)


def _with_ways(boxes: Sequence[Box], net: Net) -> tuple[Box, ...]:
    """Say of each box where the arrow keys lead: sideways along a line, if there is one."""
    columns: dict[int, list[int]] = {}
    for at, box in enumerate(boxes):
        columns.setdefault(box.column, []).append(at)

    def beside(box: Box, step: int) -> int:
        others = columns.get(box.column + step, [])
        joined_with = net.sides[0 if step < 0 else 1].get(box.key, ())
        others = [at for at in others if boxes[at].key in joined_with] or others
        return min(others, key=lambda at: abs(boxes[at].y - box.y), default=-1)

    def along(at: int, step: int) -> int:
        stack = columns[boxes[at].column]
        return at + step if at + step in stack else -1

    return tuple(
        replace(box, ways=(beside(box, -1), beside(box, 1), along(at, -1), along(at, 1)))
        for at, box in enumerate(boxes)
    )
