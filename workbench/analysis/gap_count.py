"""The columns of a gap count: every place of a field first, what only the data hold after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from workbench.analysis.gap_kinds import KIND_OF_FIT, Fit, GapKind
from workbench.analysis.gap_result import GAP_SCHEMA, ActivityCounts, KindCount, SourceCounts
from workbench.analysis.gap_sources import Answers, Field, ranks
from workbench.analysis.gap_usage import Placed, Stray
from workbench.mapping.map_set import MapSet

__all__ = ["Count"]

_Number = TypeVar("_Number", bound=np.generic)

#: What a number among `Count.kinds` stands for; 0 is no gap.
_KINDS: Final = (None, *GapKind)


@dataclass(frozen=True, kw_only=True, eq=False)
class Count:
    """What is counted: each place of a field, then each stray, as columns.

    Attributes
    ----------
    where
        Everything that can be a source.
    answers
        What its best row answers.
    placed
        The activity by place.
    strays
        Codes of the data in scope that have no place.
    in_scope
        bool, shape (places,): which of them are sources that are asked about.
    """

    where: Field
    answers: Answers
    placed: Placed | None
    strays: tuple[Stray, ...]
    in_scope: npt.NDArray[np.bool_]

    @cached_property
    def members(self) -> npt.NDArray[np.bool_]:
        """bool, shape (places + strays,): the sources in scope."""
        return self._with_strays(self.in_scope, [True for _ in self.strays])

    @cached_property
    def activity(self) -> npt.NDArray[np.int64]:
        """int64, shape (places + strays,): 0 everywhere without usage."""
        if self.placed is None:
            return np.zeros(len(self.members), dtype=np.int64)
        return self._with_strays(self.placed.activity, [stray.activity for stray in self.strays])

    @cached_property
    def cells(self) -> npt.NDArray[np.int64]:
        """int64, shape (places + strays,): how many counts of each were suppressed."""
        if self.placed is None:
            return np.zeros(len(self.members), dtype=np.int64)
        return self._with_strays(self.placed.cells, [stray.cells for stray in self.strays])

    @cached_property
    def fits(self) -> npt.NDArray[np.int8]:
        """int8, shape (places + strays,): values of `Fit`."""
        return self._with_strays(self.answers.fits, [Fit.NO_ROW for _ in self.strays])

    @cached_property
    def kind_numbers(self) -> npt.NDArray[np.int8]:
        """int8, shape (places + strays,): which of the kinds each member is; 0 for no gap."""
        by_fit = np.array([_KINDS.index(KIND_OF_FIT.get(fit)) for fit in Fit], dtype=np.int8)
        retired = self._with_strays(self.answers.retired, [False for _ in self.strays])
        numbers = np.where(retired, _KINDS.index(GapKind.RETIRED), by_fit[self.fits])
        return np.where(self.members, numbers, 0).astype(np.int8)

    @property
    def beyond(self) -> int:
        """How many sources are no assignable code of the release, and stand in the data."""
        nodes = len(self.where.graph)
        assignable = np.asarray(self.where.graph.concepts["assignable"])
        return int(self.members.sum() - (self.in_scope[:nodes] & assignable).sum())

    def by_code(self) -> SourceCounts:
        """Count the sources in scope."""
        ones = np.ones(len(self.members), dtype=np.int64)
        return SourceCounts(sources=int(self.members.sum()), **self._folded(ones))

    def by_activity(self) -> ActivityCounts | None:
        """Add up the activity in scope; None without usage."""
        if self.placed is None:
            return None
        total = int(self.activity[self.members].sum())
        return ActivityCounts(total=total, **self._folded(self.activity))

    def kinds(self) -> tuple[KindCount, ...]:
        """Count each kind of gap; those of nobody left out."""
        found = []
        for number, kind in enumerate(GapKind, start=1):
            those = self.kind_numbers == number
            activity = None if self.placed is None else int(self.activity[those].sum())
            if those.any():
                found.append(KindCount(kind=kind, codes=int(those.sum()), activity=activity))
        return tuple(found)

    def table(self, map_set: MapSet) -> tuple[pa.Table, npt.NDArray[np.int64]]:
        """Give the ranked table of `GAP_SCHEMA`, and what each row is: a place, or a stray's."""
        listed = np.flatnonzero(self.kind_numbers)
        strays = [stray.code for stray in self.strays]
        natural = ranks(self.where.graph.index.codes, [*self.where.extras, *strays])
        unseen = self.cells == 0
        listed = listed[np.lexsort((natural[listed], unseen[listed], -self.activity[listed]))]
        activity, total = self.activity[listed], int(self.activity[self.members].sum())
        # Where nothing but suppressed counts is there, the activity is not known, and not 0.
        unknown = (activity == 0) & ~unseen[listed]
        columns = {
            "code": self._texts(listed, "code", map_set),
            "term": self._texts(listed, "term", map_set),
            "kind": [_KINDS[number] for number in self.kind_numbers[listed]],
            "activity": pa.nulls(len(listed)) if self.placed is None else activity,
            "share": activity / total if total else pa.nulls(len(listed)),
            "suppressed": self.cells[listed],
        }
        masks = {"activity": unknown, "share": unknown}
        arrays = [
            pa.array(columns[entry.name], entry.type, mask=masks.get(entry.name))
            for entry in GAP_SCHEMA
        ]
        return pa.table(arrays, schema=GAP_SCHEMA), listed

    def _folded(self, weights: npt.NDArray[np.int64]) -> dict[str, int]:
        parts = {
            "mapped": self.fits > Fit.NO_MAP,
            "no_map": self.fits == Fit.NO_MAP,
            "unmapped": self.fits == Fit.NO_ROW,
        }
        return {name: int(weights[part & self.members].sum()) for name, part in parts.items()}

    def _with_strays(
        self, places: npt.NDArray[_Number], strays: Sequence[object]
    ) -> npt.NDArray[_Number]:
        return np.append(places, np.array(strays, dtype=places.dtype))

    def _texts(
        self, listed: npt.NDArray[np.int64], column: str, map_set: MapSet
    ) -> list[str | None]:
        """Give code or term of each place: the release's, the map's or the data's."""
        graph, extras = self.where.graph, self.where.extras
        told = graph.concepts[column].take(pa.array(np.minimum(listed, max(len(graph) - 1, 0))))
        texts: list[str | None] = told.to_pylist()
        for row in np.flatnonzero(listed >= len(graph)).tolist():
            at = int(listed[row]) - len(graph)
            if at >= len(extras):
                stray = self.strays[at - len(extras)]
                texts[row] = stray.code if column == "code" else stray.term
            elif column == "code":
                texts[row] = extras[at]
            else:
                texts[row] = map_set.entries(extras[at])[0].source_term
        return texts
