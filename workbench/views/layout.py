"""Where each node of a picture stands: a column for each graph, parents above their children.

Nothing is left to chance or to springs: the same choice is always laid out the same way, and no two
boxes overlap. Arrow keys follow the columns, up and down within one, left and right to the nearest
box of the next, so that every box is come to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from workbench.core.codes import natural_key
from workbench.graph.neighbourhood import Node
from workbench.views.chosen import BunchKey, Chosen, Side

__all__ = ["BOX_HEIGHT", "BOX_WIDTH", "Box", "Key", "Layout", "lay_out"]

#: Width of a box, in pixels.
BOX_WIDTH: Final = 220
#: Height of a box, in pixels.
BOX_HEIGHT: Final = 58
_ACROSS: Final = BOX_WIDTH + 190
_DOWN: Final = BOX_HEIGHT + 14
_BETWEEN_LEVELS: Final = 26
_LEFT: Final = 52
_RIGHT: Final = 170
_HEAD: Final = 44
_FOOT: Final = 20

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
    """Every box in the order of reading, column by column, with the titles of the columns.

    Attributes
    ----------
    boxes
        The boxes.
    columns
        The titles, from the left.
    width, height
        Of the whole, in pixels.
    """

    boxes: tuple[Box, ...]
    columns: tuple[str, ...]
    width: int
    height: int


def lay_out(chosen: Chosen, middle: Node) -> Layout:
    """Give every chosen node its place, and every bunch with more to show a box of its own."""
    levels = _levels(chosen, middle)
    titles = {node: _title(node, said) for node, said in chosen.nodes.items()}
    columns = tuple(sorted(set(titles.values()), key=_system_order))
    stacks: dict[str, list[tuple[int, int, Key]]] = {title: [] for title in columns}
    stacks[titles[middle]].append((levels[middle], 0, middle))
    place = 0
    for bunch in chosen.bunches:
        last: Node = bunch.parent
        for last in bunch.shown:
            place += 1
            stacks[titles[last]].append((levels[last], place, last))
        if bunch.more:
            place += 1
            stacks[titles[last]].append((levels[last], place, bunch.key))
    boxes = [
        box
        for number, title in enumerate(columns)
        for box in _stacked(sorted(stacks[title], key=lambda one: one[:2]), number, middle)
    ]
    upper = min(box.y for box in boxes) - _HEAD
    boxes = [replace(box, y=box.y - upper) for box in boxes]
    return Layout(
        boxes=_with_ways(boxes),
        columns=columns,
        width=_LEFT + _ACROSS * (len(columns) - 1) + BOX_WIDTH + _RIGHT,
        height=max(box.y for box in boxes) + BOX_HEIGHT + _FOOT,
    )


def _levels(chosen: Chosen, middle: Node) -> dict[Node, int]:
    """Give the level of each node: as its bunch lies, and below everything it is a child of."""
    levels = {middle: 0}
    for bunch in chosen.bunches:
        levels.update(dict.fromkeys(bunch.shown, levels[bunch.parent] + _STEP[bunch.side]))
    pairs = [(edge.source, edge.target) for edge in chosen.edges if edge.said["kind"] == "is-a"]
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


def _stacked(stack: Sequence[tuple[int, int, Key]], column: int, middle: Node) -> list[Box]:
    """Stack a column, the middle at height 0, or the whole around it where the middle is not."""
    boxes: list[Box] = []
    y = 0
    for at, (level, _, key) in enumerate(stack):
        if at:
            y += _DOWN + (_BETWEEN_LEVELS if level != stack[at - 1][0] else 0)
        boxes.append(Box(key=key, column=column, x=_LEFT + column * _ACROSS, y=y))
    zero = next((box.y for box in boxes if box.key == middle), y // 2)
    return [replace(box, y=box.y - zero) for box in boxes]


def _with_ways(boxes: Sequence[Box]) -> tuple[Box, ...]:
    columns: dict[int, list[int]] = {}
    for at, box in enumerate(boxes):
        columns.setdefault(box.column, []).append(at)

    def beside(box: Box, step: int) -> int:
        others = columns.get(box.column + step, [])
        return min(others, key=lambda at: abs(boxes[at].y - box.y), default=-1)

    def along(at: int, step: int) -> int:
        stack = columns[boxes[at].column]
        return at + step if at + step in stack else -1

    return tuple(
        replace(box, ways=(beside(box, -1), beside(box, 1), along(at, -1), along(at, 1)))
        for at, box in enumerate(boxes)
    )
