"""The lines of a picture: one between two boxes for all that a map, history or hierarchy says.

What a line means is never told by colour alone: is-a runs at the left of a column without a label,
everything else has one, and what is derived or retired is dashed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from workbench.graph.display import shortened
from workbench.graph.neighbourhood import Edge, Node
from workbench.views.chosen import Chosen
from workbench.views.layout import BOX_HEIGHT, BOX_WIDTH, Box, Key, Layout

__all__ = ["LABEL_HEIGHT", "Label", "Line", "draw_lines", "sentence", "words_of"]

#: From one text of a label to the next, in pixels; as in the page.
LABEL_HEIGHT: Final = 15
_LABEL: Final = 26
_LABELS: Final = 2
_BULGE: Final = (16, 40)
_VERBS: Final[Mapping[str, str]] = {
    "is-a": "is a",
    "map": "maps to",
    "replaced-by": "is replaced by",
    "part": "has the part",
}
_WORDS: Final[Mapping[str, str]] = {"is-a": "is a", "replaced-by": "replaced by", "part": "part"}
_TOLD: Final[Mapping[str, str]] = {
    "map": "{}",
    "relation": "{}",
    "map_block": "block {}",
    "map_group": "group {}",
    "map_priority": "priority {}",
    "mark": "mark {}",
    "bridge": "over {}",
    "no_map": "{}",
    "association": "{}",
    "ambiguity": "ambiguity {}",
}


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


def words_of(edge: Edge) -> str:
    """Give the label of an edge: the map, or what kind it is, and whether it is derived."""
    said = edge.said
    if said["kind"] == "map":
        return f"{said['map']} (derived)" if said.get("derived") else str(said["map"])
    return _WORDS[said["kind"]]


def sentence(edge: Edge) -> str:
    """Give an edge as a line of text, with all that is said of it."""
    said = edge.said
    told = [form.format(said[name]) for name, form in _TOLD.items() if name in said]
    if said.get("derived"):
        told.append("derived")
    target = "nothing" if said.get("no_map") else f"{edge.target[1]} in {edge.target[0]}"
    more = f" ({', '.join(told)})" if told else ""
    return f"{edge.source[1]} {_VERBS[said['kind']]} {target}{more}"


def draw_lines(chosen: Chosen, layout: Layout) -> tuple[tuple[Line, ...], tuple[Label, ...]]:
    """Give the lines between the boxes, and one label for each side of a box they lead to."""
    numbers: dict[Key, int] = {box.key: at for at, box in enumerate(layout.boxes)}
    together: dict[tuple[Node, Node, str], list[Edge]] = {}
    for edge in chosen.edges:
        kind = "is-a" if edge.said["kind"] == "is-a" else "link"
        together.setdefault((edge.source, edge.target, kind), []).append(edge)
    lines: list[Line] = []
    labels: dict[tuple[int, int], dict[str, None]] = {}
    for (source, target, kind), edges in together.items():
        ends = numbers[source], numbers[target]
        boxes = layout.boxes[ends[0]], layout.boxes[ends[1]]
        way = _way(*boxes, kind)
        words = dict.fromkeys(words_of(edge) for edge in edges)
        lines.append(
            Line(
                source=ends[0],
                target=ends[1],
                kind=kind,
                path=_path(*boxes, way),
                says=", ".join(words),
                dashed=_is_past(chosen, source, target) or all(map(_is_dashed, edges)),
            )
        )
        if kind != "is-a":
            labels.setdefault((ends[1], way[1]), {}).update(words)
    return tuple(lines), tuple(
        _label(layout.boxes[at], side, texts) for (at, side), texts in labels.items()
    )


def _is_dashed(edge: Edge) -> bool:
    return edge.said["kind"] == "replaced-by" or bool(edge.said.get("derived"))


def _is_past(chosen: Chosen, *ends: Node) -> bool:
    return any(chosen.nodes[end].get("active") is False for end in ends)


def _way(source: Box, target: Box, kind: str) -> tuple[int, int]:
    """Give the sides a line leaves and comes in at: -1 is the left, 1 the right."""
    if source.column == target.column:
        return (-1, -1) if kind == "is-a" else (1, 1)
    return (1, -1) if source.column < target.column else (-1, 1)


def _edge_of(box: Box, side: int) -> tuple[int, int]:
    return box.x + (BOX_WIDTH if side > 0 else 0), box.y + BOX_HEIGHT // 2


def _path(source: Box, target: Box, way: tuple[int, int]) -> str:
    (x0, y0), (x1, y1) = _edge_of(source, way[0]), _edge_of(target, way[1])
    least, most = _BULGE
    away = abs(y1 - y0)
    bend = min(least + away // 12, most) if way[0] == way[1] else abs(x1 - x0) // 3
    return f"M{x0} {y0}C{x0 + way[0] * bend} {y0} {x1 + way[1] * bend} {y1} {x1} {y1}"


def _label(box: Box, side: int, words: Iterable[str]) -> Label:
    every = list(words)
    texts = [shortened(word, most=_LABEL) for word in every[:_LABELS]]
    if len(every) > _LABELS:
        texts[-1] = f"and {len(every) - 1} more"
    x, y = _edge_of(box, side)
    return Label(
        x=x + side * 12,
        # What leads to the right is told above its line, what leads to the left below it.
        y=y - 6 - LABEL_HEIGHT * (len(texts) - 1) if side < 0 else y + LABEL_HEIGHT,
        anchor="end" if side < 0 else "start",
        texts=tuple(texts),
        title=", ".join(every),
    )
