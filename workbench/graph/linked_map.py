"""What the links ask of a map: its rows, its two sides, and how its codes stand in a graph.

The protocols are answered by `workbench.mapping.linking` and `workbench.mapping.landing`; this
layer does not know what a map set or a bridge is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from workbench.graph.links import Way

if TYPE_CHECKING:
    from workbench.core.codes import Release
    from workbench.graph.code_graph import CodeGraph

__all__ = ["Landed", "Landing", "LinkedMap", "Row", "Rows", "Side"]


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
