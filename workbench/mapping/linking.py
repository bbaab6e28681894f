"""From map sets to the links between graphs: what `workbench.graph.linked` asks of a map."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from workbench.core.codes import Release
from workbench.errors import UnknownNameError
from workbench.graph.code_graph import CodeGraph
from workbench.graph.linked import LinkedGraphs
from workbench.graph.linked_map import LinkedMap, Row, Side
from workbench.graph.links import Way
from workbench.mapping.bridge import standing_for
from workbench.mapping.landing import landing_between
from workbench.mapping.map_set import MapSet
from workbench.mapping.translate import translate

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

__all__ = ["MapRows", "link_graphs", "linked_map"]

_COLUMNS: Final = Row._fields[:-1]


class MapRows:
    """The rows of a map set, found from either side.

    Parameters
    ----------
    map_set
        The map set.
    """

    def __init__(self, map_set: MapSet) -> None:
        self._map = map_set

    def find(self, key: str, way: Way) -> Sequence[Row]:
        """Give the rows whose source (OUT) or target (IN) is spelled so."""
        numbers = self._numbers(key, way).tolist()
        columns = self._columns
        return [
            Row._make(
                [
                    *(None if column is None else column[number].as_py() for column in columns),
                    number,
                ]
            )
            for number in numbers
        ]

    def holds(self, key: str, way: Way) -> bool:
        """Say whether there is such a row."""
        return bool(len(self._numbers(key, way)))

    def defaults(self, source: str) -> frozenset[int]:
        """Give the numbers of the rows that `translate` chooses where nobody says more."""
        (answer,) = translate(self._map, [source])
        chosen = {(t.map_block, t.map_group, t.map_priority, t.target) for t in answer.targets}
        return frozenset(
            row.row
            for row in self.find(source, Way.OUT)
            if (row.map_block, row.map_group, row.map_priority, row.target) in chosen
            or (row.no_map is not None and not chosen)
        )

    def _numbers(self, key: str, way: Way) -> np.ndarray:
        return self._map.rows_of(key) if way is Way.OUT else self._map.rows_to(key)

    @cached_property
    def _columns(self) -> list[pa.Array | None]:
        """Give each column, or None where no row has a value: most maps leave most empty."""
        columns = [self._map.table[name].combine_chunks() for name in _COLUMNS]
        return [None if column.null_count == len(column) else column for column in columns]


def linked_map(
    *,
    name: str,
    source: Release | None,
    target: Release | None,
    homes: Mapping[Way, str | None],
    open_map: Callable[[], MapSet],
) -> LinkedMap:
    """Tell the links of a map that is opened when first asked.

    Parameters
    ----------
    name, source, target
        The map's name and releases.
    homes
        The graph held for its source side (OUT) and its target side (IN), or None.
    open_map
        Opens it.
    """
    opened: list[MapSet] = []

    def once() -> MapSet:
        if not opened:
            opened.append(open_map())
        return opened[0]

    keys: dict[Way, Callable[[], Iterable[str]]] = {
        Way.OUT: lambda: once().sources,
        Way.IN: lambda: once().targets,
    }
    sides = {
        way: Side(
            release=release,
            home=homes[way],
            landing=partial(landing_between, release, keys=keys[way]),
        )
        for way, release in ((Way.OUT, source), (Way.IN, target))
    }
    return LinkedMap(name=name, sides=sides, open_rows=lambda: MapRows(once()))


def link_graphs(graphs: Iterable[CodeGraph], maps: Iterable[MapSet]) -> LinkedGraphs:
    """Link graphs and map sets that are open already; a workspace does it for what it holds.

    Examples
    --------
    >>> from workbench.core.codes import parse_release
    >>> from workbench.graph.build import build_graph, edges_table, nodes_table
    >>> old, new = (
    ...     build_graph(nodes_table(row), edges_table(), release=parse_release(name))
    ...     for row, name in (
    ...         ({"code": "I10", "kind": "category"}, "icd10/who-2019"),
    ...         ({"code": "BA00", "kind": "category"}, "icd11/2024-01"),
    ...     )
    ... )
    >>> import pyarrow as pa
    >>> from workbench.mapping.schema import MAP_SCHEMA
    >>> row = {"source": "I10", "target": "BA00", "relation": "equivalent", "line": 2}
    >>> row |= {"map_block": 1, "map_group": 1, "map_priority": 1}
    >>> one = MapSet(
    ...     name="one",
    ...     kind="csv",
    ...     source=old.release,
    ...     target=new.release,
    ...     table=pa.Table.from_pylist([row], schema=MAP_SCHEMA),
    ... )
    >>> link_graphs([old, new], [one]).links("icd10/who-2019", "I10")
    icd10/who-2019#I10 → icd11/2024-01#BA00  [one, equivalent]
    """
    held = {graph.name: graph for graph in graphs}
    releases = {name: graph.release for name, graph in held.items()}

    def open_graph(word: str) -> CodeGraph:
        named = [word] if word in held else [n for n in held if releases[n].system == word]
        if len(named) != 1:
            message = f"no one graph '{word}' here; held: {', '.join(held) or 'none'}"
            raise UnknownNameError(message)
        return held[named[0]]

    return LinkedGraphs(
        open_graph=open_graph,
        releases=releases,
        maps=[
            linked_map(
                name=each.name,
                source=each.source,
                target=each.target,
                homes={
                    Way.OUT: standing_for(each.source, releases),
                    Way.IN: standing_for(each.target, releases),
                },
                open_map=partial(_itself, each),
            )
            for each in maps
        ],
    )


def _itself(map_set: MapSet) -> MapSet:
    return map_set
