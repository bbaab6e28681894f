"""The words of a picture's lines: which map, or what kind of link, and whether it is derived."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from workbench.graph.display import shortened
from workbench.graph.neighbourhood import Edge, Node
from workbench.views.chosen import Chosen

__all__ = ["IS_A", "joined", "sentence", "side_of", "texts_of", "width_of", "words_of"]

#: What kind of line runs within a column, from child to parent.
IS_A: Final = "is-a"
_MOST: Final = 26
_TEXTS: Final = 2
_CHARACTER: Final = 6.2
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


def joined(chosen: Chosen) -> dict[tuple[Node, Node, str], list[Edge]]:
    """Give the edges by the line that stands for them: its ends, and ``is-a`` or ``link``."""
    together: dict[tuple[Node, Node, str], list[Edge]] = {}
    for edge in chosen.edges:
        kind = IS_A if edge.said["kind"] == IS_A else "link"
        together.setdefault((edge.source, edge.target, kind), []).append(edge)
    return together


def side_of(source: int, target: int) -> int:
    """Give the side of its target at which a link from column to column ends: -1 is the left.

    Examples
    --------
    >>> side_of(0, 2), side_of(2, 0), side_of(1, 1)
    (-1, 1, 1)
    """
    return -1 if source < target else 1


def texts_of(words: Iterable[str]) -> tuple[str, ...]:
    """Give one or two short lines for all that leads to one side of a box.

    Examples
    --------
    >>> texts_of(["one", "two", "three"])
    ('one', 'and 2 more')
    """
    every = list(words)
    texts = [shortened(word, most=_MOST) for word in every[:_TEXTS]]
    if len(every) > _TEXTS:
        texts[-1] = f"and {len(every) - 1} more"
    return tuple(texts)


def width_of(texts: Iterable[str]) -> int:
    """Give how many pixels the longest text takes, about."""
    return round(_CHARACTER * max(map(len, texts), default=0))
