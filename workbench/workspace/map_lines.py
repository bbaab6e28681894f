"""What the maps say of one code, a line a row, for a person.

A line says more than the JSON document of ``graph show`` has keys for: which row a map takes where
nobody says more, its place among its alternatives, the bridge crossed, and why there is no target.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from workbench.graph.links import Direction, End, Link, Way

if TYPE_CHECKING:
    from workbench.graph.linked import LinkedGraphs

__all__ = ["map_lines", "shown_code"]

#: The parts of a row's place, told where the rows of its source differ in them.
_PLACES: Final = {"map_block": "block", "map_group": "group", "map_priority": "priority"}
_ARROWS: Final = {Way.OUT: "→", Way.IN: "←"}


def map_lines(linked: LinkedGraphs, graph: str, code: str) -> list[str]:
    """Give a line for each row in which a code stands, by map, those that reach it first.

    Rows that leave the code come in coding order. A place and ``default`` are told where a source
    has several rows.
    """
    return [
        line
        for name in linked.maps
        for way in (Way.IN, Way.OUT)
        for line in _lines(linked, graph, code, name, way)
    ]


def shown_code(end: End) -> str | None:
    """Give the code of an end, as its graph has it where it is held, else as the map wrote it."""
    return end.code if end.held else end.written


def _lines(linked: LinkedGraphs, graph: str, code: str, name: str, way: Way) -> Iterator[str]:
    links = linked.links(graph, code, direction=Direction(way.value), maps=name)
    for link in links:
        alike = links if way is Way.OUT else ()  # in the other way each row is another source's
        rows = [other for other in alike if other.source.written == link.source.written]
        several = len(rows) > 1
        taken = linked.map(name).rows.defaults(link.source.written or "") if several else ()
        notes = [
            *([_place(link, rows)] if several else []),
            *(["default"] if link.row in taken else []),
            *([f"over {link.bridge}"] if link.bridge else []),
            *(["derived, a parent's row"] if link.derived else []),
        ]
        end = link.target if way is Way.OUT else link.source
        mark = link.mark or "" if way is Way.OUT else ""
        told = f"{shown_code(end) or 'no map'}{mark}  {end.term or link.no_map_text or ''}".rstrip()
        yield f"  {name} {_ARROWS[way]} {told}" + (f"  [{'; '.join(notes)}]" if notes else "")


def _place(link: Link, rows: list[Link]) -> str:
    """Give where a row stands among the rows of its source, by what tells them apart."""
    differ = [part for part in _PLACES if len({getattr(row, part) for row in rows}) > 1]
    return ", ".join(f"{_PLACES[part]} {getattr(link, part)}" for part in differ) or "alternative"
