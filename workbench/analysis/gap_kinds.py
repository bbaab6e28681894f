"""What is missing in a map, and how well each of its rows answers.

Every row of a map is judged by its target; a source then takes the kind of the *best* of its
targets, so that a source with one usable target is no gap. The trap: a cluster stands by its stem,
and by all its parts only when one of them is asked whether the target release holds it.

Source: the command line's contract, *gaps*; WHO, ICD-11 Reference Guide, section 2.10 (an
extension code needs a stem).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.codes import Kind
from workbench.graph.code_graph import CodeGraph
from workbench.graph.csr import Int32
from workbench.mapping.lookup import CodeFinder, code_parts, encoded, first_texts
from workbench.mapping.map_set import MapSet

__all__ = ["KIND_OF_FIT", "Fit", "GapKind", "Judged", "judge_rows"]


class GapKind(StrEnum):
    """What is missing for a source."""

    UNMAPPED = "unmapped"
    NO_MAP = "no_map"
    BLOCK_ONLY = "block_only"
    RESIDUAL_ONLY = "residual_only"
    RETIRED = "retired"
    EXTENSION_ALONE = "extension_alone"


class Fit(IntEnum):
    """How well the best row of a source answers; the larger the better."""

    NO_ROW = 0
    NO_MAP = 1
    BLOCK = 2
    EXTENSION = 3
    RESIDUAL = 4
    CODE = 5


#: A fit that is a gap, and which. `RETIRED` is no fit: one such target among good ones is enough.
KIND_OF_FIT: Final[dict[Fit, GapKind]] = {
    Fit.NO_ROW: GapKind.UNMAPPED,
    Fit.NO_MAP: GapKind.NO_MAP,
    Fit.BLOCK: GapKind.BLOCK_ONLY,
    Fit.EXTENSION: GapKind.EXTENSION_ALONE,
    Fit.RESIDUAL: GapKind.RESIDUAL_ONLY,
}
_FIT_OF_KIND: Final = {
    Kind.CHAPTER: Fit.BLOCK,
    Kind.BLOCK: Fit.BLOCK,
    Kind.EXTENSION: Fit.EXTENSION,
}
_Value = TypeVar("_Value", bound=np.generic)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """Every row of a map, judged by its target.

    Attributes
    ----------
    fits
        int8, shape (rows,): values of `Fit`; never `NO_ROW`.
    retired
        bool, shape (rows,): whether the target release does not hold the target, or has retired it.
    untold
        How many distinct targets could not be looked up: the graph held is of another edition.
    """

    fits: npt.NDArray[np.int8]
    retired: npt.NDArray[np.bool_]
    untold: int


def judge_rows(map_set: MapSet, graph: CodeGraph | None) -> Judged:
    """Judge every row of a map.

    Parameters
    ----------
    map_set
        The map.
    graph
        Its target release; None where none is held: then the map's own words decide between block
        and code, and nothing is residual or retired.
    """
    texts, places = encoded(map_set.table, "target")
    if graph is None:
        return _by_the_map_alone(map_set, places)
    parts = [code_parts(text, graph.release) for text in texts]
    uris = first_texts(map_set.table, "target_uri", places, len(texts))
    finder = CodeFinder(graph, map_set.target)
    found = [
        [finder.find(parts[0], uri if len(parts) == 1 else None), *map(finder.find, parts[1:])]
        for parts, uri in zip(parts, uris, strict=True)
    ]
    stems = np.array([each[0] for each in found], dtype=np.int32)
    fits = _fits(graph, stems)
    # A graph holds the blocks its own source lists, so that a block it lacks is none retired.
    said = _said_groups(map_set, places, len(texts)) & (stems < 0)
    fits[said] = Fit.BLOCK
    active = np.asarray(graph.concepts["active"])
    gone = np.array([any(at < 0 or not active[at] for at in each) for each in found], dtype=bool)
    gone &= ~said
    untold = 0
    if finder.is_another_edition:  # what that edition lacks or has retired says nothing of this one
        untold, gone = int(gone.sum()), np.zeros(len(found), dtype=bool)
    has_target = places >= 0
    return Judged(
        fits=np.where(has_target, _taken(fits, places), Fit.NO_MAP).astype(np.int8),
        retired=has_target & _taken(gone, places),
        untold=untold,
    )


def _taken(values: npt.NDArray[_Value], places: Int32) -> npt.NDArray[_Value]:
    """Give a value for each place; what stands for -1 does not matter."""
    if not len(values):
        return np.zeros(len(places), dtype=values.dtype)
    return values[np.maximum(places, 0)]


def _said_groups(map_set: MapSet, places: Int32, count: int) -> npt.NDArray[np.bool_]:
    """Say of each distinct target whether the map itself calls it a block or chapter."""
    kinds = pa.array([Kind.CHAPTER, Kind.BLOCK], pa.string())
    rows = np.asarray(pc.is_in(map_set.table["target_kind"], value_set=kinds)) & (places >= 0)
    said = np.zeros(count, dtype=bool)
    said[places[rows]] = True
    return said


def _fits(graph: CodeGraph, ordinals: Int32) -> npt.NDArray[np.int8]:
    """Judge nodes; what the graph does not hold counts as a code, since it is told as retired."""
    known = pa.array(np.maximum(ordinals, 0))
    if not len(graph):
        return np.full(len(ordinals), Fit.CODE, dtype=np.int8)
    kinds = graph.concepts["kind"].take(known).to_pylist()
    residual = graph.concepts["residual_kind"].take(known).to_pylist()
    return np.array(
        [
            Fit.CODE
            if at < 0
            else _FIT_OF_KIND.get(Kind(kind), Fit.RESIDUAL if gathers else Fit.CODE)
            for at, kind, gathers in zip(ordinals.tolist(), kinds, residual, strict=True)
        ],
        dtype=np.int8,
    )


def _by_the_map_alone(map_set: MapSet, places: Int32) -> Judged:
    kinds, said = encoded(map_set.table, "target_kind")
    fits = np.array([_FIT_OF_KIND.get(Kind(kind), Fit.CODE) for kind in kinds], dtype=np.int8)
    judged = np.where(said >= 0, _taken(fits, said), Fit.CODE)
    return Judged(
        fits=np.where(places >= 0, judged, Fit.NO_MAP).astype(np.int8),
        retired=np.zeros(len(places), dtype=bool),
        untold=0,
    )
