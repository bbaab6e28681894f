"""Why a source is a gap, and which mapped ancestors lie near it; worked out for rows shown.

What an ancestor maps to is *derived* for the source below it: never the source's own map.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from workbench.analysis.gap_count import Count
from workbench.analysis.gap_kinds import Fit, GapKind
from workbench.analysis.gap_result import Near
from workbench.analysis.gap_sources import Field, distances, nearest
from workbench.analysis.gap_usage import BY_FORM, Stray
from workbench.core.codes import CodeSystem
from workbench.core.icd11 import stem_text
from workbench.graph.code_graph import CodeGraph
from workbench.graph.csr import Int32
from workbench.graph.history import replacements
from workbench.mapping.map_set import MapSet
from workbench.mapping.translate import node_code

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Reasons"]

#: How many targets a reason names.
_NAMED: Final = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Reasons:
    """Tells of each row of a table of gaps why it is one.

    Attributes
    ----------
    map_set, where
        The map, and what can be its source.
    target_graph
        Its target release, where held.
    mapped
        bool, shape (places,): what has a target.
    places
        int64, shape (rows,): the place of each row; strays stand after the places of `where`.
    kinds
        The kind of each row.
    strays
        The codes of the data that are nowhere else.
    """

    map_set: MapSet
    where: Field
    target_graph: CodeGraph | None
    mapped: npt.NDArray[np.bool_]
    places: npt.NDArray[np.int64]
    kinds: Sequence[str]
    strays: tuple[Stray, ...]
    _known: dict[int, frozenset[int]] = field(default_factory=dict)
    _ancestors: dict[int, Near] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        count: Count,
        table: pa.Table,
        places: npt.NDArray[np.int64],
        *,
        map_set: MapSet,
        target_graph: CodeGraph | None,
    ) -> Reasons:
        """Make the teller of a table that a count gave."""
        return cls(
            map_set=map_set,
            where=count.where,
            target_graph=target_graph,
            mapped=count.answers.fits > Fit.NO_MAP,
            places=places,
            kinds=table["kind"].to_pylist(),
            strays=count.strays,
        )

    def tell(self, row: int) -> tuple[str, tuple[Near, ...]]:
        """Give the reason and the nearest mapped ancestors of a row, from 0."""
        place, kind = int(self.places[row]), GapKind(self.kinds[row])
        if place >= len(self.where):
            return self._stray(self.strays[place - len(self.where)])
        near = self._near(place) if kind in {GapKind.UNMAPPED, GapKind.NO_MAP} else ()
        return self._why(place, kind), near

    def _stray(self, stray: Stray) -> tuple[str, tuple[Near, ...]]:
        release = self.where.graph.release
        held = f"the data hold it, and {release} has no such code for a record"
        if stray.parent is None:
            parent = ", nor its parent" if release.system in BY_FORM else ""
            return f"{held}{parent}{self._in_its_place(stray.code)}", ()
        parent = self._code(stray.parent)
        why = f"{held}: only the row of its parent {parent} could be borrowed, in another meaning"
        return why, self._near(stray.parent)

    def _why(self, place: int, kind: GapKind) -> str:
        if kind is GapKind.UNMAPPED:
            graph = self.where.graph
            retired = ""
            if place < len(graph) and not graph.concepts["active"][place].as_py():
                offered = self._in_its_place(graph.code_at(place))
                retired = f"; {graph.release} has retired it{offered}"
            return f"'{self.map_set.name}' has no row for it{retired}"
        rows = self._rows(place)
        if kind is GapKind.NO_MAP:
            return self._stated(rows)
        targets = [row for row in rows if row["target"] is not None]
        named = list(dict.fromkeys(self._spelled(row) for row in targets))
        if kind is GapKind.RETIRED:
            named = [code for code in named if self._gone(code)]
        more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
        return f"{_SAID[kind]}: {', '.join(named[:_NAMED])}{more}{self._of_release(kind)}"

    def _in_its_place(self, code: str) -> str:
        """Name what history offers in place of a source: all that is, none of it picked."""
        graph = self.where.graph
        if not graph.replacements_of(code).num_rows:
            return ""
        offered = replacements(graph, code)
        named = ", ".join(f"{each.code} ({each.words})" for each in offered[:_NAMED])
        more = f" and {len(offered) - _NAMED} more" if len(offered) > _NAMED else ""
        return f"; in its place are offered {named}{more}"

    def _of_release(self, kind: GapKind) -> str:
        graph = self.target_graph
        return f" ({graph.release})" if kind is GapKind.RETIRED and graph is not None else ""

    @staticmethod
    def _stated(rows: list[dict[str, Any]]) -> str:
        reasons = dict.fromkeys(
            f"{row['no_map']}: {row['no_map_text']}" if row["no_map_text"] else row["no_map"]
            for row in rows
            if row["no_map"] is not None
        )
        return "; ".join(reasons)

    def _gone(self, target: str) -> bool:
        graph = self.target_graph
        if graph is None:
            return False
        parts = [target]
        if graph.release.system is CodeSystem.ICD11:
            parts = target.replace("&", "/").split("/")
        return any(not graph.index.is_active(part) for part in parts)

    # Ancestors

    @cached_property
    def _far(self) -> Int32:
        shape = self.where.graph.hierarchy
        return distances(shape.parents, shape.children, self.mapped[: len(self.where.graph)])

    def _near(self, place: int) -> tuple[Near, ...]:
        if place >= len(self.where.graph):
            return ()
        parents = self.where.graph.hierarchy.parents
        found = sorted(nearest(parents, self._far, place, self._known))
        return tuple(self._told(up) for up in found)

    def _told(self, place: int) -> Near:
        if place not in self._ancestors:
            self._ancestors[place] = Near(
                code=self._code(place), term=self._term(place), targets=self._targets(place)
            )
        return self._ancestors[place]

    def _targets(self, place: int) -> tuple[str, ...]:
        rows = sorted(
            (row for row in self._rows(place) if row["target"] is not None),
            key=lambda row: (row["map_block"], row["map_group"], row["map_priority"]),
        )
        return tuple(dict.fromkeys(self._spelled(row) for row in rows))

    # Rows of the map

    @cached_property
    def _order(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        order = np.argsort(self.where.rows, kind="stable")
        bounds = np.searchsorted(self.where.rows[order], np.arange(len(self.where) + 1))
        return order, bounds

    @cached_property
    def _columns(self) -> dict[str, list[Any]]:
        names = ("target", "target_uri", "no_map", "no_map_text")
        numbers = ("map_block", "map_group", "map_priority")
        return {name: self.map_set.table[name].to_pylist() for name in (*names, *numbers)}

    def _rows(self, place: int) -> list[dict[str, Any]]:
        order, bounds = self._order
        numbers = order[bounds[place] : bounds[place + 1]].tolist()
        return [{name: column[n] for name, column in self._columns.items()} for n in numbers]

    def _spelled(self, row: dict[str, Any]) -> str:
        graph, target = self.target_graph, str(row["target"])
        if graph is None or (row["target_uri"] is None and stem_text(target) == target):
            return target
        return node_code(target, row["target_uri"], graph)

    # Codes

    def _code(self, place: int) -> str:
        graph = self.where.graph
        if place < len(graph):
            return graph.code_at(place)
        return self.where.extras[place - len(graph)]

    def _term(self, place: int) -> str:
        return str(self.where.graph.concepts["term"][place])


_SAID: Final = {
    GapKind.BLOCK_ONLY: "leads to a block or chapter only",
    GapKind.RESIDUAL_ONLY: "leads to residual codes only",
    GapKind.EXTENSION_ALONE: "leads to an extension code alone, which needs a stem",
    GapKind.RETIRED: "leads to what the target release does not hold or has retired",
}
