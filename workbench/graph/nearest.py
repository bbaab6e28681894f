"""What a map says of a code, or else of its nearest ancestors.

An ancestor's row is not the code's own: it is *derived*, labelled so, and told with the path that
leads to it. It is a hint to a person, and never a translation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.core.showing import Shown
from workbench.errors import ReleaseMismatchError
from workbench.graph.code_graph import CodeGraph
from workbench.graph.links import BORROWED, Links, Way

if TYPE_CHECKING:
    from workbench.graph.linked import LinkedGraphs
    from workbench.graph.linked_map import LinkedMap

__all__ = ["Nearest", "nearest_mapped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest(Shown):
    """A code that a map has rows for, seen from one that lies on or below it.

    Attributes
    ----------
    code, term
        The code with rows: the one asked for, or an ancestor of it.
    path
        From the code asked for up to it, both included; of several ways as short, the first.
    links
        What the map says of it; a stated no-map is an answer, too.
    """

    code: str
    term: str
    path: tuple[str, ...]
    links: Links

    @property
    def distance(self) -> int:
        """How many steps up; 0 for the code itself."""
        return len(self.path) - 1

    @property
    def derived(self) -> bool:
        """Whether it is an ancestor's: then no map says it of the code asked for."""
        return self.distance > 0

    @property
    def targets(self) -> tuple[str, ...]:
        """The targets, each once, in the order of the links; none where a no-map is stated."""
        return tuple(dict.fromkeys(x.target.code for x in self.links if x.target.code is not None))


def nearest_mapped(
    linked: LinkedGraphs,
    graph: str,
    code: str,
    map: str,  # noqa: A002 - the word of the command line
) -> tuple[Nearest, ...]:
    """Give what a map says of a code, or else of its nearest ancestors.

    Parameters
    ----------
    linked
        The graphs and maps.
    graph
        The graph of the code.
    code
        A code of it.
    map
        The map asked; its source side must be of the graph's release, or a bridge must join them.

    Returns
    -------
    tuple
        The code itself where the map has a row for it; else every ancestor that has one among
        those equally near and nearer than any other, in natural order; empty where none has.
        Rows that a bridge borrows from a parent count as the parent's.

    Raises
    ------
    UnknownCodeError
        If the code is not in the graph.
    UnknownNameError
        If there is no such graph or map.
    ReleaseMismatchError
        If the map does not lead from the graph's release.
    """
    held, asked = linked.graph(graph), linked.map(map)
    _must_lead_from(asked, held)
    for level in _levels(held, held.resolve(code)):
        found = [path for path in level if _has_rows(asked, held, path[-1])]
        if found:
            return tuple(
                Nearest(
                    code=path[-1],
                    term=held.term(path[-1]),
                    path=path,
                    links=_own_links(linked, held, path[-1], map),
                )
                for path in found
            )
    return ()


def _must_lead_from(asked: LinkedMap, held: CodeGraph) -> None:
    if asked.landing(Way.OUT, held) is None:
        release = asked.sides[Way.OUT].release
        message = (
            f"map '{asked.name}' leads from {release or 'no release it names'}, and no bridge "
            f"joins that to {held.release}"
        )
        raise ReleaseMismatchError(message)


def _levels(graph: CodeGraph, code: str) -> Iterator[list[tuple[str, ...]]]:
    """Give a shortest path to each ancestor-or-self, those equally near together and in order."""
    level: dict[int, tuple[int, ...]] = {graph.ordinal(code): (graph.ordinal(code),)}
    seen: set[int] = set()
    codes, parents = graph.index.codes, graph.hierarchy.parents
    while level:
        yield [tuple(codes[at] for at in level[node]) for node in sorted(level)]
        seen |= level.keys()
        above: dict[int, tuple[int, ...]] = {}
        for node in sorted(level):
            for up in parents.row(node).tolist():
                if up not in seen:
                    above.setdefault(up, (*level[node], up))
        level = above


def _has_rows(asked: LinkedMap, graph: CodeGraph, code: str) -> bool:
    landing = asked.landing(Way.OUT, graph)
    keys = () if landing is None else landing.keys(code)
    return any(asked.rows.holds(key, Way.OUT) for key, method in keys if method != BORROWED)


def _own_links(linked: LinkedGraphs, graph: CodeGraph, code: str, name: str) -> Links:
    links = linked.links(graph.name, code, maps=[name])
    return Links(link for link in links if link.source.method != BORROWED)
