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

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from workbench.core.codes import Release
from workbench.errors import UnknownNameError
from workbench.graph.code_graph import CodeGraph
from workbench.graph.links import Direction, End, Link, Links, Way, opposite, standing_at

if TYPE_CHECKING:
    import networkx as nx

    from workbench.core.codes import CodeSystem
    from workbench.graph.link_paths import LinkPaths
    from workbench.graph.nearest import Nearest
    from workbench.graph.neighbourhood import Steps

__all__ = ["Landed", "Landing", "LinkedGraphs", "LinkedMap", "Row", "Rows", "Side"]


class Row(NamedTuple):
    """A row of a map as the links need it: columns of a map set, and the row's number."""

    source: str
    target: str | None
    source_term: str | None
    target_term: str | None
    source_uri: str | None
    target_uri: str | None
    map_block: int
    map_group: int
    map_priority: int
    relation: str
    mark: str | None
    no_map: str | None
    no_map_text: str | None
    row: int


class Rows(Protocol):
    """The rows of one map, found from either side."""

    def find(self, key: str, way: Way) -> Sequence[Row]:
        """Give the rows whose source (OUT) or target (IN) is spelled so."""

    def holds(self, key: str, way: Way) -> bool:
        """Say whether there is such a row."""

    def defaults(self, source: str) -> frozenset[int]:
        """Give the numbers of the rows a source's map takes where nobody says more."""


class Landed(NamedTuple):
    """A code of a graph, or of a map, and the bridge's method; None where no bridge is crossed."""

    code: str
    method: str | None


class Landing(Protocol):
    """How the codes of one side of a map and the codes of one graph stand for each other."""

    @property
    def bridge(self) -> str | None:
        """The declared bridge between them; None where both are of one release."""

    def land(self, key: str, uri: str | None) -> Landed | None:
        """Give the graph's code that a code of the map stands at; None where it has none."""

    def keys(self, code: str) -> Sequence[Landed]:
        """Give the codes of the map that stand at a code of the graph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a map.

    Attributes
    ----------
    release
        Whose codes it holds; None where nobody said.
    home
        The name of the graph that stands for it; None where none is held.
    landing
        Makes the `Landing` between this side and a graph; None where no bridge joins them.
    """

    release: Release | None
    home: str | None
    landing: Callable[[CodeGraph], Landing | None]


@dataclass(frozen=True, kw_only=True)
class LinkedMap:
    """A map between two graphs, opened when first asked.

    Attributes
    ----------
    name
        The map's name.
    sides
        The source side (OUT: links leave from it) and the target side (IN).
    open_rows
        Gives the rows.
    """

    name: str
    sides: Mapping[Way, Side]
    open_rows: Callable[[], Rows]
    _landings: dict[tuple[Way, str], Landing | None] = field(default_factory=dict, repr=False)

    @cached_property
    def rows(self) -> Rows:
        """Its rows."""
        return self.open_rows()

    def landing(self, way: Way, graph: CodeGraph) -> Landing | None:
        """Give the landing between one side and a graph, made once."""
        at = way, graph.name
        if at not in self._landings:
            self._landings[at] = self.sides[way].landing(graph)
        return self._landings[at]


class LinkedGraphs:
    """Graphs and the maps between them.

    Parameters
    ----------
    open_graph
        Opens a graph by its name, or by what else its holder understands (``icd10``).
    names
        The names of the graphs held, in order.
    maps
        The maps between them.
    """

    def __init__(
        self,
        *,
        open_graph: Callable[[str], CodeGraph],
        names: Iterable[str],
        maps: Iterable[LinkedMap],
    ) -> None:
        self._open = open_graph
        self._opened: dict[str, CodeGraph] = {}
        self._names = tuple(names)
        self._maps = {linked.name: linked for linked in sorted(maps, key=lambda each: each.name)}

    @property
    def graphs(self) -> tuple[str, ...]:
        """The names of the graphs."""
        return self._names

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
        code: str,
        *,
        direction: Direction = Direction.OUT,
        maps: Iterable[str] | None = None,
    ) -> Links:
        """Give the links of a code: what the maps say of it.

        Parameters
        ----------
        graph
            Name of the graph, or its system where one is held.
        code
            A code of it; of ICD-11 also a URI, or an expression of several codes.
        direction
            Links that leave the code (it is their source), that reach it, or both.
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
            If the code is not in the graph.
        UnknownNameError
            If there is no such graph or map.
        """
        held = self.graph(graph)
        near = standing_at(held, code)
        asked = self._maps.values() if maps is None else [self.map(name) for name in maps]
        found = {
            (link.map, link.row, link.source.key, link.target.key): link
            for linked in asked
            for way in direction.ways
            for link in self._of_map(linked, held, near, way)
        }
        return Links(sorted(found.values()))

    def _of_map(self, linked: LinkedMap, held: CodeGraph, near: str, way: Way) -> Iterator[Link]:
        landing = linked.landing(way, held)
        if landing is None:
            return
        known = near in held.index.ordinals
        end = End(
            graph=held.name,
            release=str(held.release),
            code=near,
            term=held.term(near) if known else None,
            held=known,
            bridge=landing.bridge,
        )
        for key, method in landing.keys(near):
            here = replace(end, written=key, method=method)
            for row in linked.rows.find(key, way):
                if not known:
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

        Links lead to the map's home; where several editions are held, another may lead on.

        Parameters
        ----------
        link
            A link of these graphs.
        way
            OUT where its target is the far side, IN where its source is.
        """
        linked, side = self.map(link.map), opposite(way)
        far = link.target if way is Way.OUT else link.source
        for name in self._names:
            if far.written is None or name == linked.sides[side].home:
                continue
            graph = self.graph(name)
            landing = linked.landing(side, graph)
            if landing is not None:
                end = _landed(graph, landing, far.written, term=far.term, uri=None)
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
        direction: Direction = Direction.OUT,
        maps: Iterable[str] | None = None,
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
        hierarchy: Steps | None = None,
        limit: int = 200,
    ) -> nx.MultiDiGraph[Any]:
        """Give what lies around a code as a networkx graph; see `neighbourhood`."""
        from workbench.graph.neighbourhood import Steps, neighbourhood

        steps = Steps.BOTH if hierarchy is None else hierarchy
        return neighbourhood(self, graph, code, hops=hops, hierarchy=steps, limit=limit)

    def __repr__(self) -> str:
        """Give one line: how many graphs and maps."""
        return f"<LinkedGraphs: {len(self._names)} graphs, {len(self._maps)} maps>"


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
