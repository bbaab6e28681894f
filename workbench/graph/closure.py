"""From parents to a whole hierarchy: levels, closure both ways and depth, or the cycle found.

One sweep from the roots down: a node's ancestors are its parents and theirs, so a level is one
gather and one sort, whatever its size. A node's *level* is its longest path from a root (every
parent is done before it); its *depth* is the shortest one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from workbench.errors import GraphStructureError
from workbench.graph.csr import Csr, Int32, distinct, pack, spans, unpack

__all__ = ["Hierarchy", "close", "find_cycle"]

_ROWS: Final = ("parents", "children", "ancestors", "descendants")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Hierarchy:
    """All that is known of the shape of a graph, by ordinal.

    Attributes
    ----------
    parents, children
        One step up and down.
    ancestors, descendants
        Every step up and down, without the node itself.
    depth
        int32, shape (nodes,): edges on the shortest path from a root; 0 for roots.

    Raises
    ------
    GraphStructureError
        If they do not speak of the same number of nodes.
    """

    parents: Csr
    children: Csr
    ancestors: Csr
    descendants: Csr
    depth: Int32

    def __post_init__(self) -> None:
        """Make `depth` read-only and compare the sizes."""
        depth = self.depth.view()
        depth.flags.writeable = False
        object.__setattr__(self, "depth", depth)
        for name in _ROWS:
            rows = len(getattr(self, name))
            if rows != len(depth) or depth.dtype != np.int32:
                message = (
                    f"{name} have {rows} rows, but {len(depth)} depths of {depth.dtype} are there; "
                    "expected as many, of int32"
                )
                raise GraphStructureError(message)

    def __len__(self) -> int:
        """Give the number of nodes."""
        return len(self.depth)

    def __repr__(self) -> str:
        """Give the size, never the content."""
        return f"<Hierarchy {len(self):,} nodes, {len(self.parents.indices):,} edges>"

    def roots(self) -> npt.NDArray[np.intp]:
        """Give the ordinals of the nodes without a parent, ascending."""
        return np.flatnonzero(self.parents.counts() == 0)

    def to_arrays(self) -> dict[str, Int32]:
        """Give the nine arrays by name, without a copy."""
        arrays = {"depth": self.depth}
        for name in _ROWS:
            rows: Csr = getattr(self, name)
            arrays[f"{name}_indptr"] = rows.indptr
            arrays[f"{name}_indices"] = rows.indices
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Int32]) -> Hierarchy:
        """Take the arrays that `to_arrays` gave, without a copy.

        Raises
        ------
        GraphStructureError
            If one is missing, is no int32, or does not fit the others.
        """
        wanted = ["depth", *(f"{name}_{part}" for name in _ROWS for part in ("indptr", "indices"))]
        missing = [name for name in wanted if name not in arrays]
        if missing:
            message = f"array '{missing[0]}' is missing; a hierarchy needs {', '.join(wanted)}"
            raise GraphStructureError(message)
        rows = {
            name: Csr(indptr=arrays[f"{name}_indptr"], indices=arrays[f"{name}_indices"])
            for name in _ROWS
        }
        return cls(depth=arrays["depth"], **rows)


def close(parents: Csr) -> Hierarchy | None:
    """Work out a hierarchy from the parents, or give None where they run in a circle.

    Examples
    --------
    >>> chain = Csr.from_pairs(np.array([1, 2]), np.array([0, 1]), rows=3)
    >>> hierarchy = close(chain)
    >>> hierarchy.ancestors.row(2).tolist(), hierarchy.depth.tolist()
    ([0, 1], [0, 1, 2])
    """
    children = parents.transposed()
    levels = list(_levels(parents, children))
    if sum(len(level) for level in levels) < len(parents):
        return None
    ancestors = _ancestors(parents, levels)
    return Hierarchy(
        parents=parents,
        children=children,
        ancestors=ancestors,
        descendants=ancestors.transposed(),
        depth=_depth(parents, children),
    )


def _levels(parents: Csr, children: Csr) -> Iterator[npt.NDArray[Any]]:
    """Give the nodes whose parents have all been given, level by level, each ascending."""
    pending = parents.counts().copy()
    level: npt.NDArray[Any] = np.flatnonzero(pending == 0)
    while len(level):
        yield level
        below, _ = children.gather(level)
        reached, times = np.unique(below, return_counts=True)
        pending[reached] -= times.astype(np.int32)
        level = reached[pending[reached] == 0]


def _depth(parents: Csr, children: Csr) -> Int32:
    depth = np.full(len(parents), -1, dtype=np.int32)
    level: npt.NDArray[Any] = np.flatnonzero(parents.counts() == 0)
    steps = 0
    while len(level):
        depth[level] = steps
        steps += 1
        below, _ = children.gather(level)
        level = distinct(below[depth[below] < 0])
    return depth


class _Rows:
    """Finished rows in the order they were finished, in one buffer that doubles when full."""

    def __init__(self, rows: int) -> None:
        self.starts = np.zeros(rows, dtype=np.int64)
        self.lengths = np.zeros(rows, dtype=np.int64)
        self._buffer = np.empty(max(rows, 16), dtype=np.int32)
        self._used = 0

    def gather(self, rows: npt.NDArray[Any]) -> tuple[Int32, npt.NDArray[np.int64]]:
        lengths = self.lengths[rows]
        return self._buffer[spans(self.starts[rows], lengths)], lengths

    def append(self, owners: Int32, values: Int32) -> None:
        """Add rows; `owners` ascends and says whose each value is."""
        end = self._used + len(values)
        if end > len(self._buffer):
            grown = np.empty(max(end, 2 * len(self._buffer)), dtype=np.int32)
            grown[: self._used] = self._buffer[: self._used]
            self._buffer = grown
        self._buffer[self._used : end] = values
        first = np.flatnonzero(np.diff(owners, prepend=-1))
        self.starts[owners[first]] = self._used + first
        self.lengths[owners[first]] = np.diff(first, append=len(owners))
        self._used = end


def _ancestors(parents: Csr, levels: list[npt.NDArray[Any]]) -> Csr:
    done = _Rows(len(parents))
    for level in levels[1:]:
        direct, counts = parents.gather(level)
        owners = np.repeat(level, counts)
        further, lengths = done.gather(direct)
        keys = np.concatenate([pack(owners, direct), pack(np.repeat(owners, lengths), further)])
        done.append(*unpack(distinct(keys)))
    values, lengths = done.gather(np.arange(len(parents)))
    keys = pack(np.repeat(np.arange(len(parents)), lengths), values)
    return Csr.from_sorted_keys(keys, rows=len(parents))


def find_cycle(parents: Csr) -> list[int]:
    """Find one circle of parents: each node's parent is the next, the last one's the first.

    It begins with its lowest ordinal. The list is empty where there is no circle.

    Examples
    --------
    >>> find_cycle(Csr.from_pairs(np.array([0, 1, 2]), np.array([1, 2, 0]), rows=3))
    [0, 1, 2]
    """
    held = np.ones(len(parents), dtype=bool)
    for level in _levels(parents, parents.transposed()):
        held[level] = False
    if not held.any():
        return []
    node = int(np.argmax(held))
    seen: dict[int, int] = {}
    while node not in seen:  # whoever is held back has a parent that is held back
        seen[node] = len(seen)
        above = parents.row(node)
        node = int(above[held[above]][0])
    circle = list(seen)[seen[node] :]
    turn = circle.index(min(circle))
    return circle[turn:] + circle[:turn]
