"""What a map could be asked for, and what its best row answers: the *field* of a gap count.

A field numbers everything that can be a source: first the nodes of the source release, by ordinal;
then what only the map knows; last what only the data hold. Columns over it are arrays, so that
350,000 concepts cost no more than a few sweeps; a code becomes an object when it is listed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.analysis.gap_kinds import Fit, Judged
from workbench.core.codes import Kind, natural_key
from workbench.core.icd11 import entity_tail
from workbench.graph.code_graph import CodeGraph
from workbench.graph.csr import Csr, Int32, distinct
from workbench.mapping.lookup import encoded
from workbench.mapping.map_set import MapSet

__all__ = [
    "Answers",
    "Field",
    "answers_of",
    "code_level",
    "distances",
    "field_of",
    "nearest",
    "ranks",
]

#: The distance of what has nothing mapped above it.
FAR: Final = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Field:
    """Everything that can be a source, by place.

    Attributes
    ----------
    graph
        The source release; its ordinals are the first places.
    extras
        Sources that only the map knows, in the order of the file; their places follow.
    sources
        The distinct sources of the map as it writes them.
    places
        int32, shape (sources,): the place of each.
    rows
        int32, shape (rows of the map,): the place of each row's source.
    """

    graph: CodeGraph
    extras: tuple[str, ...]
    sources: list[str]
    places: Int32
    rows: Int32

    def __len__(self) -> int:
        """Give the number of places."""
        return len(self.graph) + len(self.extras)


def field_of(map_set: MapSet, graph: CodeGraph) -> Field:
    """Give everything that a map and its source release know, numbered."""
    sources, numbers = encoded(map_set.table, "source")
    known = pc.index_in(
        pa.array(sources, pa.string()), value_set=graph.concepts["code"].combine_chunks()
    )
    places = known.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    extras: list[str] = []
    for number in np.flatnonzero(places < 0).tolist():
        found = _otherwise_spelled(map_set, sources[number], graph)
        if found is None:
            found = len(graph) + len(extras)
            extras.append(sources[number])
        places[number] = found
    rows = places[numbers] if len(sources) else np.zeros(0, dtype=np.int32)
    return Field(graph=graph, extras=tuple(extras), sources=sources, places=places, rows=rows)


def _otherwise_spelled(map_set: MapSet, source: str, graph: CodeGraph) -> int | None:
    """Find a source by another spelling or by its URI: a block of ICD-11 has often no code."""
    found = graph.index.find(source)
    if found is not None:
        return found
    row = int(map_set.rows_of(source)[0])
    uri = map_set.table["source_uri"][row].as_py()
    tail = entity_tail(uri) if uri else None
    return None if tail is None else graph.index.find(tail)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """What the best row of each place answers.

    Attributes
    ----------
    fits
        int8, shape (places,): values of `Fit`.
    retired
        bool, shape (places,): whether any of its targets is not active in the target release.
    """

    fits: npt.NDArray[np.int8]
    retired: npt.NDArray[np.bool_]


def answers_of(field: Field, judged: Judged) -> Answers:
    """Fold the rows of a map to one answer a place: the best of them."""
    fits = np.full(len(field), Fit.NO_ROW, dtype=np.int8)
    retired = np.zeros(len(field), dtype=bool)
    np.maximum.at(fits, field.rows, judged.fits)
    np.logical_or.at(retired, field.rows, judged.retired)
    return Answers(fits=fits, retired=retired)


def code_level(field: Field, map_set: MapSet) -> npt.NDArray[np.bool_]:
    """Say of each place whether data may hold it: no chapter and no block."""
    groups = pa.array([Kind.CHAPTER, Kind.BLOCK], pa.string())
    nodes = pc.is_in(field.graph.concepts["kind"], value_set=groups)
    rows = pc.is_in(map_set.table["source_kind"], value_set=groups)
    level = np.ones(len(field), dtype=bool)
    level[: len(field.graph)] = ~np.asarray(nodes)
    level[field.rows[np.asarray(rows)]] = False
    return level


def distances(parents: Csr, children: Csr, mapped: npt.NDArray[np.bool_]) -> Int32:
    """Give the steps up from each node to the nearest that is mapped; 0 for these, else `FAR`.

    Examples
    --------
    >>> chain = Csr.from_pairs(np.array([1, 2]), np.array([0, 1]), rows=3)
    >>> distances(chain, chain.transposed(), np.array([True, False, False])).tolist()
    [0, 1, 2]
    """
    far = np.full(len(parents), FAR, dtype=np.int32)
    level = np.flatnonzero(mapped)
    far[level] = 0
    steps = 0
    while len(level):
        steps += 1
        below, _ = children.gather(level)
        level = distinct(below[far[below] == FAR])
        far[level] = steps
    return far


def nearest(
    parents: Csr, far: Int32, ordinal: int, known: dict[int, frozenset[int]]
) -> frozenset[int]:
    """Give the nearest mapped nodes above a node, all equally near; itself where it is mapped.

    Parameters
    ----------
    parents
        One step up.
    far
        What `distances` gave.
    ordinal
        The node.
    known
        What was found before, to be found again at once.
    """
    if ordinal in known:
        return known[ordinal]
    steps = int(far[ordinal])
    if steps == FAR:
        found = frozenset[int]()
    elif steps == 0:
        found = frozenset((ordinal,))
    else:
        nearer = (up for up in parents.row(ordinal).tolist() if far[up] == steps - 1)
        found = frozenset[int]().union(*(nearest(parents, far, up, known) for up in nearer))
    known[ordinal] = found
    return found


def ranks(codes: Sequence[str], extras: Sequence[str]) -> npt.NDArray[np.float64]:
    """Give numbers that put codes in natural order, and extras in their places among them.

    Parameters
    ----------
    codes
        In natural order.
    extras
        In any order.

    Examples
    --------
    >>> ranks(["A00", "A02"], ["A03", "A01", "A011"]).tolist()
    [0.0, 1.0, 1.75, 0.25, 0.5]
    """
    order = sorted(range(len(extras)), key=lambda number: natural_key(extras[number]))
    found = np.arange(len(codes) + len(extras), dtype=np.float64)
    for turn, number in enumerate(order, start=1):
        before = bisect_left(codes, natural_key(extras[number]), key=natural_key)
        found[len(codes) + number] = before - 1 + turn / (len(extras) + 1)
    return found
