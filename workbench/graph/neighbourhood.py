"""What lies around a code, over maps, hierarchy and history, as a networkx graph.

A node is a pair: name of the graph, and code. An edge says what it is by ``kind``: ``is-a`` from
child to parent, ``map`` from source to target, ``replaced-by`` from old to new, ``part`` from an
ICD-11 expression to a code in it. A stated no-map leads to a node of its own. Where several
editions of a system are held, a row leads to its code in each that a bridge reaches; so a UK map,
WHO's ICD-10 and a map to ICD-11 are one picture, whatever else is held.

The trap: the edges of a hierarchy run from child to parent here, as "is a" is read, while those of
`CodeGraph.to_networkx` run from parent to child.

Source: networkx, MultiDiGraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from workbench.core.codes import natural_key
from workbench.core.icd11 import stem_text
from workbench.errors import InputError
from workbench.graph.code_graph import CodeGraph
from workbench.graph.history import replacements
from workbench.graph.links import (
    Direction,
    End,
    Link,
    names_of,
    parse_direction,
    standing_at,
)

if TYPE_CHECKING:
    import networkx as nx

    from workbench.graph.linked import LinkedGraphs

__all__ = ["Around", "Edge", "Node", "Steps", "neighbourhood"]

#: Name of the graph (of the release where none is held; a text no graph can be called for a
#: stated no-map, or for what a map says without naming a release), and code.
Node: TypeAlias = tuple[str, str]


class Steps(StrEnum):
    """Which steps through a hierarchy lead on."""

    NONE = "none"
    PARENTS = "parents"
    CHILDREN = "children"
    BOTH = "both"


_UP: Final = frozenset({Steps.PARENTS, Steps.BOTH})
_DOWN: Final = frozenset({Steps.CHILDREN, Steps.BOTH})
_NARROWED: Final[Mapping[Steps | Direction, str]] = {
    Steps.NONE: "no hierarchy",
    Steps.PARENTS: "parents, no children",
    Steps.CHILDREN: "children, no parents",
    Direction.OUT: "maps from source to target only",
    Direction.IN: "maps from target to source only",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One edge: its ends, its name among those between them, and what is said of it."""

    source: Node
    target: Node
    key: str
    said: dict[str, Any]


def neighbourhood(
    around: Around, graph: str, code: str, *, hops: int = 1, limit: int = 200
) -> nx.MultiDiGraph[Any]:
    """Give what lies within some steps of a code.

    Parameters
    ----------
    around
        The graphs and maps, and which steps lead on.
    graph, code
        The middle.
    hops
        How many steps, 0 or more. Every kind of edge counts as one; hierarchy and maps are walked
        either way, history from the old concept and parts from the expression only.
    limit
        How many nodes at most, the middle included; the nearest first, and of those equally near
        the graphs in the order of their names, codes in natural order.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes have ``graph, release, code, term, kind, active, distance`` (what is not known is
        absent); edges have ``kind`` and what goes with it: ``map, relation, map_block, map_group,
        map_priority, mark, bridge, derived, no_map`` or ``association, ambiguity``.
        ``G.graph["left_out"]`` is how many nodes were met and not taken.

    Raises
    ------
    InputError
        If hops is below 0 or the limit below 1.
    UnknownCodeError, UnknownNameError
        If the code or the graph is not known.
    """
    import networkx as nx

    if hops < 0 or limit < 1:
        message = f"hops {hops} and limit {limit}; expected 0 or more and 1 or more"
        raise InputError(message)
    middle = around.node(graph, code)
    result: nx.MultiDiGraph[Any] = nx.MultiDiGraph(middle=middle, hops=hops)
    result.add_node(middle, **around.said_of(middle), distance=0)
    left_out: set[Node] = set()
    level = [middle]
    for distance in range(1, hops + 1):
        edges = [edge for node in level for edge in around.edges(node)]
        met = {end for edge in edges for end in (edge.source, edge.target)} - set(result)
        level = sorted(met, key=_order)[: limit - len(result)]
        left_out |= met - set(level)
        for node in level:
            result.add_node(node, **around.said_of(node), distance=distance)
        for edge in edges:
            if edge.source in result and edge.target in result:
                result.add_edge(edge.source, edge.target, key=edge.key, **edge.said)
    result.graph["left_out"] = len(left_out)
    return result


def _order(node: Node) -> tuple[str, tuple[int, int, str]]:
    return node[0], natural_key(node[1])


class Around:
    """Gives the edges of a node, and what is said of it.

    Parameters
    ----------
    linked
        The graphs and maps.
    hierarchy
        Whether parents, children, both or neither are steps.
    direction
        Along the maps (``out``), against them (``in``), or both.
    maps
        Names of the maps to follow; default all.

    Attributes
    ----------
    narrowed
        In words, what is not followed; empty where everything is.

    Raises
    ------
    InputError
        If the hierarchy or the direction is not one of the words there are.
    UnknownNameError
        If there is no such map.
    """

    def __init__(
        self,
        linked: LinkedGraphs,
        *,
        hierarchy: Steps | str = Steps.BOTH,
        direction: Direction | str = Direction.BOTH,
        maps: str | Iterable[str] | None = None,
    ) -> None:
        self._linked = linked
        self._hierarchy, along = _steps(hierarchy), parse_direction(direction)
        self._ways = along.ways
        self._maps = linked.maps if maps is None else names_of(maps)
        for name in self._maps:
            linked.map(name)
        self._said: dict[Node, dict[str, Any]] = {}
        said = [_NARROWED[how] for how in (self._hierarchy, along) if how in _NARROWED]
        if maps is not None:
            said.append(f"only {', '.join(self._maps) or 'no map'}")
        self.narrowed = tuple(said)

    @property
    def graphs(self) -> tuple[str, ...]:
        """The names of the graphs held."""
        return tuple(self._linked.graphs)

    def node(self, graph: str, code: str) -> Node:
        """Give the node of a code.

        Raises
        ------
        UnknownCodeError, UnknownNameError
            If the code or the graph is not known.
        """
        held = self._linked.graph(graph)
        return held.name, standing_at(held, code)

    def said_of(self, node: Node) -> dict[str, Any]:
        """Give the attributes of a node: the graph's where it is held, else the links'."""
        name, code = node
        graph = self._graph(name)
        if graph is None or code not in graph:
            return self._said.get(node, {"graph": name, "code": code})
        concept = graph.lookup(code)
        return {
            "graph": name,
            "release": str(graph.release),
            "code": code,
            "term": concept.term,
            "kind": concept.kind.value,
            "active": concept.active,
        }

    def edges(self, node: Node) -> Iterator[Edge]:
        """Give every edge of a node, in order; a node of no graph held has none of its own."""
        graph = self._graph(node[0])
        if graph is None:
            return
        if node[1] in graph:
            yield from self._is_a(graph, node[1])
            yield from self._history(graph, node[1])
        elif stem_text(node[1]) != node[1]:
            yield from self._parts(graph, node)
        else:
            return
        for way in self._ways:
            asked = Direction(way.value)
            for link in self._linked.links(*node, direction=asked, maps=self._maps):
                yield self._map(link)
                yield from map(self._map, self._linked.elsewhere(link, way))

    def _graph(self, name: str) -> CodeGraph | None:
        return self._linked.graph(name) if name in self._linked.graphs else None

    def _is_a(self, graph: CodeGraph, code: str) -> Iterator[Edge]:
        above = graph.parents(code) if self._hierarchy in _UP else []
        below = graph.children(code) if self._hierarchy in _DOWN else []
        for child, parent in [*((code, up) for up in above), *((down, code) for down in below)]:
            ends = (graph.name, child), (graph.name, parent)
            yield Edge(source=ends[0], target=ends[1], key="is-a", said={"kind": "is-a"})

    def _history(self, graph: CodeGraph, code: str) -> Iterator[Edge]:
        for offered in replacements(graph, code):
            yield Edge(
                source=(graph.name, code),
                target=(graph.name, offered.code),
                key=f"replaced-by {offered.association}",
                said=_known(
                    kind="replaced-by",
                    association=offered.association,
                    ambiguity=offered.ambiguity,
                ),
            )

    def _parts(self, graph: CodeGraph, node: Node) -> Iterator[Edge]:
        for part in dict.fromkeys(node[1].replace("&", "/").split("/")):
            if part in graph:
                yield Edge(
                    source=node, target=(graph.name, part), key="part", said={"kind": "part"}
                )

    def _map(self, link: Link) -> Edge:
        source, target = self._node(link, link.source), self._node(link, link.target)
        said = _known(
            kind="map",
            map=link.map,
            relation=link.relation,
            map_block=link.map_block,
            map_group=link.map_group,
            map_priority=link.map_priority,
            mark=link.mark,
            bridge=link.bridge,
            derived=link.derived,
            no_map=link.no_map,
        )
        return Edge(source=source, target=target, key=f"{link.map} {link.row}", said=said)

    def _node(self, link: Link, end: End) -> Node:
        """Give the node of one end, and remember what the link says of it."""
        if end.code is None:
            node = (f"no map in {link.map}", link.source.key[1])
            said = _known(graph=node[0], code=node[1], kind="no-map", term=link.no_map_text)
        else:
            unsaid = end.graph is None and end.release is None
            node = (f"unsaid in {link.map}", end.code) if unsaid else end.key
            kind = None if end.held or stem_text(end.code) == end.code else "expression"
            said = _known(
                graph=end.graph, release=end.release, code=end.code, term=end.term, kind=kind
            )
        self._said.setdefault(node, said)
        return node


def _steps(word: Steps | str) -> Steps:
    try:
        return Steps(word)
    except ValueError as error:
        message = f"hierarchy '{word}' is not one of {', '.join(Steps)}"
        raise InputError(message) from error


def _known(**said: Any) -> dict[str, Any]:  # noqa: ANN401 - attributes of networkx are of any type
    return {name: value for name, value in said.items() if value is not None}
