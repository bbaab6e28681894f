"""The lines of a picture: one between two boxes for all that a map, history or hierarchy says.

What a line means is never told by colour alone: its words stand where it ends, and what is derived
or retired is dashed. Lines bend in the room between two columns only; past a column they run in a
lane, and to parents along a trunk at the left of the boxes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from workbench.graph.neighbourhood import Edge, Node
from workbench.views.chosen import Chosen
from workbench.views.labels import IS_A, joined, side_of, texts_of, words_of
from workbench.views.layout import BOX_WIDTH, Box, Key, Layout
from workbench.views.order import Lane, Stop, pieces
from workbench.views.stacking import BOX_HEIGHT, DOWN, UP

__all__ = ["LABEL_HEIGHT", "Label", "Line", "draw_lines"]

#: From one text of a label to the next, in pixels; as in the page.
LABEL_HEIGHT: Final = 15
_ROUND: Final = 6
_BULGE: Final = (16, 44)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line from one box to another.

    Attributes
    ----------
    source, target
        The numbers of the boxes.
    kind
        ``is-a`` or ``link``.
    path
        How it runs, in the words of an SVG path.
    says
        The names of the maps, or what it is.
    dashed
        Whether all it stands for is derived, or of the past.
    """

    source: int
    target: int
    kind: str
    path: str
    says: str
    dashed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What leads to a box from one side: names of maps, or a word.

    Attributes
    ----------
    x, y
        Where the first text stands, in pixels; the next is `LABEL_HEIGHT` lower.
    anchor
        ``end`` where the text ends there, ``start`` where it starts.
    texts
        One or two short lines.
    title
        All of it.
    """

    x: int
    y: int
    anchor: str
    texts: tuple[str, ...]
    title: str


def draw_lines(chosen: Chosen, layout: Layout) -> tuple[tuple[Line, ...], tuple[Label, ...]]:
    """Give the lines between the boxes, and one label for each side of a box they lead to."""
    numbers: dict[Key, int] = {box.key: at for at, box in enumerate(layout.boxes)}
    lines: list[Line] = []
    labels: dict[tuple[int, int], dict[str, None]] = {}
    for (source, target, kind), edges in joined(chosen).items():
        start, end = layout.boxes[numbers[source]], layout.boxes[numbers[target]]
        words = dict.fromkeys(words_of(edge) for edge in edges)
        lines.append(
            Line(
                source=numbers[source],
                target=numbers[target],
                kind=kind,
                path=_up(start, end, layout) if kind == IS_A else _path(start, end, layout),
                says=", ".join(words),
                dashed=_is_past(chosen, source, target) or all(map(_is_dashed, edges)),
            )
        )
        side = 0 if kind == IS_A else side_of(start.column, end.column)
        labels.setdefault((numbers[target], side), {}).update(words)
    return tuple(lines), tuple(
        _label(layout.boxes[at], side, words, layout) for (at, side), words in labels.items()
    )


def _is_dashed(edge: Edge) -> bool:
    return edge.said["kind"] == "replaced-by" or bool(edge.said.get("derived"))


def _is_past(chosen: Chosen, *ends: Node) -> bool:
    return any(chosen.nodes[end].get("active") is False for end in ends)


def _up(child: Box, parent: Box, layout: Layout) -> str:
    """Run from a child to the left, up the trunk of its parent, and to it from the left."""
    x, low, high = layout.trunks[parent.key], child.y + UP, parent.y + DOWN
    return (
        f"M{child.x} {low}H{x + _ROUND}Q{x} {low} {x} {low - _ROUND}"
        f"V{high + _ROUND}Q{x} {high} {x + _ROUND} {high}H{parent.x}"
    )


def _path(source: Box, target: Box, layout: Layout) -> str:
    """Run from column to column: straight past boxes and words, bent in the room between."""
    step = -side_of(source.column, target.column)
    leaves = BOX_WIDTH if source.column <= target.column else 0
    path = f"M{source.x + leaves} {_middle_of(source)}"
    if source.column == target.column:
        return path + _around(source, target, layout.edges[source.column][1])
    ends = source.key[:2], target.key[:2]  # a line joins nodes, never the rest of a bunch
    at: dict[Stop, int] = {ends[0]: source.column, ends[1]: target.column}
    heights: dict[Stop, int] = {ends[0]: _middle_of(source), ends[1]: _middle_of(target)}
    heights.update(layout.lanes)
    for start, end in pieces(*ends, at):
        x0 = layout.edges[_column(start, at)][1 if step > 0 else 0]
        x1 = layout.edges[_column(end, at)][0 if step > 0 else 1]
        y0, y1, half = heights[start], heights[end], (x0 + x1) // 2
        path += f"H{x0}C{half} {y0} {half} {y1} {x1} {y1}"
    return f"{path}H{target.x + BOX_WIDTH - leaves}"


def _column(stop: Stop, at: Mapping[Stop, int]) -> int:
    return stop.column if isinstance(stop, Lane) else at[stop]


def _around(source: Box, target: Box, x: int) -> str:
    """Run to another box of the same column, at its right."""
    y0, y1 = _middle_of(source), _middle_of(target)
    least, most = _BULGE
    bend = x + min(least + abs(y1 - y0) // 12, most)
    return f"H{x}C{bend} {y0} {bend} {y1} {x} {y1}H{target.x + BOX_WIDTH}"


def _middle_of(box: Box) -> int:
    return box.y + BOX_HEIGHT // 2


def _label(box: Box, side: int, words: Iterable[str], layout: Layout) -> Label:
    every = list(words)
    texts, title = texts_of(every), ", ".join(every)
    if not side:  # below the arrow that comes to a parent
        return Label(x=box.x - 7, y=box.y + DOWN + 12, anchor="end", texts=texts, title=title)
    # What leads to the right is told above its line, what leads to the left below it.
    lower = LABEL_HEIGHT if side > 0 else -6 - LABEL_HEIGHT * (len(texts) - 1)
    left, right = layout.edges[box.column]
    return Label(
        x=left + 6 if side < 0 else right - 6,
        y=_middle_of(box) + lower,
        anchor="start" if side < 0 else "end",
        texts=texts,
        title=title,
    )
