"""Code graphs linked by maps: from any code, where it leads and what leads to it.

This layer does not know what a map set or a bridge is. It is told of each map by a `LinkedMap`:
which releases it joins, which held graph stands for each, how to open its rows, and how its codes
and those of a graph stand for each other (a `Landing`). `workbench.mapping.linking` tells it.

Nothing is opened before a question needs it, and a question costs the rows of the code asked for.

The trap: a graph that only a bridge joins to a map's release may be asked *from*, but links lead
*to* one graph a side, the map's home; else every row would count once for each edition held. Paths
go on from another edition where the home leads nowhere; see `LinkedGraphs.elsewhere`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from workbench.errors import UnknownNameError
from workbench.graph.linked_map import Landing, LinkedMap, Row
from workbench.graph.links import (
    Direction,
    End,
    Link,
    Links,
    Way,
    end_at,
    names_of,
    opposite,
    parse_direction,
    standing_at,
)

if TYPE_CHECKING:
    import networkx as nx

    from workbench.core.codes import CodeSystem, Release
    from workbench.graph.code_graph import CodeGraph
    from workbench.graph.link_paths import LinkPaths
    from workbench.graph.nearest import Nearest
    from workbench.graph.neighbourhood import Steps

__all__ = ["LinkedGraphs"]


class LinkedGraphs:
    """Graphs and the maps between them.

    Parameters
    ----------
    open_graph
        Opens a graph by its name, or by what else its holder understands (``icd10``).
    releases
        The release of each graph held, by its name, in order.
    maps
        The maps between them.
    """

    def __init__(
        self,
        *,
        open_graph: Callable[[str], CodeGraph],
        releases: Mapping[str, Release],
        maps: Iterable[LinkedMap],
    ) -> None:
        self._open = open_graph
        self._opened: dict[str, CodeGraph] = {}
        self._releases = dict(releases)
        self._maps = {linked.name: linked for linked in sorted(maps, key=lambda each: each.name)}

    @property
    def graphs(self) -> tuple[str, ...]:
        """The names of the graphs."""
        return tuple(self._releases)

    @property
    def maps(self) -> tuple[str, ...]:
        """The names of the maps, sorted."""
        return tuple(self._maps)

    def graph(self, word: str) -> CodeGraph:
        """Open a graph, once.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            If the word means no one graph.
        """
        if word not in self._opened:
            self._opened[word] = self._open(word)
        return self._opened[word]

    def map(self, name: str) -> LinkedMap:
        """Give a map by its name.

        Raises
        ------
        UnknownNameError
            If there is none of that name.
        """
        if name not in self._maps:
            message = f"no map '{name}' here; held: {', '.join(self._maps) or 'none'}"
            raise UnknownNameError(message)
        return self._maps[name]

    def links(
        self,
        graph: str,
        codes: str | Iterable[str],
        *,
        direction: Direction | str = Direction.OUT,
        maps: str | Iterable[str] | None = None,
    ) -> Links:
        """Give the links of a code, or of each of several: what the maps say of it.

        Parameters
        ----------
        graph
            Name of the graph, or its system where one is held.
        codes
            A code of it, or several; of ICD-11 also a URI, or an expression of several codes.
        direction
            Links that leave the code (``out``: it is their source), that reach it (``in``), or
            ``both``.
        maps
            Names of the maps to ask; default all.

        Returns
        -------
        Links
            In the order of `Link.sort_key`: by map, source and coding order. A stated no-map is a
            link to nothing. No link: no map has a row; nobody has looked.

        Raises
        ------
        UnknownCodeError
            If a code is not in the graph.
        UnknownNameError
            If there is no such graph or map.
        InputError
            If the direction is none.
        """
        held, ways = self.graph(graph), parse_direction(direction).ways
        nears = [standing_at(held, code) for code in names_of(codes)]
        asked = self._maps.values() if maps is None else [self.map(name) for name in names_of(maps)]
        found = {
            (link.map, link.row, link.source.key, link.target.key): link
            for linked in asked
            for way in ways
            for near in dict.fromkeys(nears)
            for link in self._of_map(linked, held, near, way)
        }
        return Links(sorted(found.values(), key=lambda link: link.sort_key))

    def _of_map(self, linked: LinkedMap, held: CodeGraph, near: str, way: Way) -> Iterator[Link]:
        landing = linked.landing(way, held)
        if landing is None:
            return
        end = end_at(held, near, bridge=landing.bridge)
        for key, method in landing.keys(near):
            here = replace(end, written=key, method=method)
            for row in linked.rows.find(key, way):
                if not end.held:
                    here = replace(
                        here, term=row.source_term if way is Way.OUT else row.target_term
                    )
                there = self._far_end(linked, row, opposite(way))
                source, target = (here, there) if way is Way.OUT else (there, here)
                yield _link(linked.name, source, target, row)

    def _far_end(self, linked: LinkedMap, row: Row, way: Way) -> End:
        side = linked.sides[way]
        key, term, uri = (
            (row.source, row.source_term, row.source_uri)
            if way is Way.OUT
            else (row.target, row.target_term, row.target_uri)
        )
        release = None if side.release is None else str(side.release)
        if key is None:
            return End(graph=side.home, release=release, code=None, held=False)
        graph = None if side.home is None else self.graph(side.home)
        landing = None if graph is None else linked.landing(way, graph)
        if graph is None or landing is None:
            return End(graph=None, release=release, code=key, term=term, written=key, held=False)
        return _landed(graph, landing, key, term=term, uri=uri)

    def elsewhere(self, link: Link, way: Way) -> Iterator[Link]:
        """Give a link with its far side in each other graph held that its map's release reaches.

        Links lead to the map's home; where several editions are held, another may lead on. An
        edition that has no code for what the map wrote is left out.

        Parameters
        ----------
        link
            A link of these graphs.
        way
            OUT where its target is the far side, IN where its source is.
        """
        linked, side = self.map(link.map), opposite(way)
        far = link.target if way is Way.OUT else link.source
        release, home = linked.sides[side].release, linked.sides[side].home
        if far.written is None or release is None:
            return
        for name, held in self._releases.items():
            if name == home or held.system is not release.system:
                continue
            graph = self.graph(name)
            landing = linked.landing(side, graph)
            if landing is not None:
                end = _landed(graph, landing, far.written, term=far.term, uri=None)
                if end.held:
                    yield replace(link, target=end) if way is Way.OUT else replace(link, source=end)

    # Questions answered in modules of their own

    def nearest_mapped(self, graph: str, code: str, map: str) -> tuple[Nearest, ...]:  # noqa: A002
        """Give what a map says of a code, or else of its nearest ancestors; see `nearest`."""
        from workbench.graph.nearest import nearest_mapped

        return nearest_mapped(self, graph, code, map)

    def paths(
        self,
        graph: str,
        code: str,
        *,
        to: CodeSystem | str,
        direction: Direction | str = Direction.OUT,
        maps: str | Iterable[str] | None = None,
        limit: int = 200,
    ) -> LinkPaths:
        """Follow a code over maps to another system; see `link_paths`."""
        from workbench.graph.link_paths import link_paths

        return link_paths(self, graph, code, to=to, direction=direction, maps=maps, limit=limit)

    def neighbourhood(
        self,
        graph: str,
        code: str,
        *,
        hops: int = 1,
        hierarchy: Steps | str = "both",
        direction: Direction | str = Direction.BOTH,
        maps: str | Iterable[str] | None = None,
        limit: int = 200,
    ) -> nx.MultiDiGraph[Any]:
        """Give what lies around a code as a networkx graph; see `neighbourhood`."""
        from workbench.graph.neighbourhood import Around, neighbourhood

        around = Around(self, hierarchy=hierarchy, direction=direction, maps=maps)
        return neighbourhood(around, graph, code, hops=hops, limit=limit)

    def __repr__(self) -> str:
        """Give one line: how many graphs and maps."""
        return f"<LinkedGraphs: {len(self._releases)} graphs, {len(self._maps)} maps>"


def _landed(
    graph: CodeGraph, landing: Landing, key: str, *, term: str | None, uri: str | None
) -> End:
    landed = landing.land(key, uri)
    code = key if landed is None else landed.code
    held = code in graph.index.ordinals and landed is not None
    return End(
        graph=graph.name,
        release=str(graph.release),
        code=code,
        term=term or (graph.term(code) if held else None),
        written=key,
        held=held,
        bridge=landing.bridge,
        method=None if landed is None else landed.method,
    )


def _link(name: str, source: End, target: End, row: Row) -> Link:
    return Link(
        source=source,
        target=target,
        map=name,
        relation=row.relation,
        map_block=row.map_block,
        map_group=row.map_group,
        map_priority=row.map_priority,
        mark=row.mark,
        no_map=row.no_map,
        no_map_text=row.no_map_text,
        row=row.row,
    )
