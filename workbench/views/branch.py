"""The open part of a tree: how many rows stand where, without a list of them.

A `Branch` is what is seen below one open node. It knows for each child how many rows are shown
below it, so that a row is found by its number, and the number of a row by its path, in as many
steps as the tree is deep. A child that is open to its last leaf needs no branch of its own: its
number of rows is known from the graph (`Forest.below`), so that a tree with everything open costs
no more than a closed one. Nothing here is ever changed; a command makes new branches along a path.

The trap: a concept with several parents stands in several places, so *rows below* counts paths, not
concepts, and may be far more than the graph has concepts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from workbench.graph.code_graph import CodeGraph
from workbench.graph.csr import Int32, Int64

__all__ = ["Branch", "Forest", "Spot"]

#: Counts stop here; nobody scrolls so far, and a sum of a million of them still fits an int64.
_ENOUGH: Final = 10**12


class Spot(NamedTuple):
    """A row of a tree: where it is.

    Attributes
    ----------
    path
        Ordinals from a top of the tree to the concept of the row.
    place, siblings
        The how-manieth of how many children, from 0.
    shown
        Rows shown below it; 0 where it is closed.
    row, up
        Its number and its parent's, from 0; -1 where it has no parent.
    """

    path: tuple[int, ...]
    place: int
    siblings: int
    shown: int
    row: int
    up: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Branch:
    """What is seen below an open node.

    Attributes
    ----------
    children
        int32, shape (children,): ordinals in the order shown.
    shown
        int64, as `children`: rows shown below each; 0 where it is closed.
    opened
        The branches of open children by their place. An open child that is not there is open to
        its last leaf.
    starts
        int64, as `children`: the row of each within the branch.
    size
        Rows in all.
    """

    children: Int32
    shown: Int64
    opened: Mapping[int, Branch] = field(default_factory=dict)
    starts: Int64 = field(init=False)
    size: int = field(init=False)

    def __post_init__(self) -> None:
        """Give every child its row."""
        ends = np.cumsum(self.shown + 1)
        object.__setattr__(self, "starts", ends - self.shown - 1)
        object.__setattr__(self, "size", int(ends[-1]) if len(ends) else 0)

    def place(self, ordinal: int) -> int | None:
        """Give the place of a child, or None."""
        found = np.flatnonzero(self.children == ordinal)
        return int(found[0]) if len(found) else None

    def replaced(self, place: int, branch: Branch | None) -> Branch:
        """Give this branch with another one below a child; None closes it."""
        shown = self.shown.copy()
        shown[place] = 0 if branch is None else branch.size
        opened = {at: held for at, held in self.opened.items() if at != place}
        if branch is not None:
            opened[place] = branch
        return Branch(children=self.children, shown=shown, opened=opened)


class Forest:
    """The hierarchy of a graph as a tree is drawn from it; counts are made when first asked for.

    The tops are the roots in natural order, the retired ones without children last: SNOMED CT has
    more of those than anyone wants to scroll past.

    Parameters
    ----------
    graph
        Whose hierarchy.
    """

    def __init__(self, graph: CodeGraph) -> None:
        self.graph = graph
        self._children = graph.hierarchy.children

    @cached_property
    def tops(self) -> Int32:
        """The roots in the order shown: int32, shape (roots,)."""
        roots = self.graph.hierarchy.roots().astype(np.int32)
        active = pc.fill_null(self.graph.concepts["active"], fill_value=True)
        alone = np.diff(self._children.indptr)[roots] == 0
        gone = alone & ~active.to_numpy()[roots].astype(bool)
        return np.concatenate([roots[~gone], roots[gone]])

    @cached_property
    def below(self) -> Int64:
        """Rows below each concept when all is open: int64, shape (concepts,), at most 10¹².

        Each round settles one level more, so there are as many as the hierarchy is deep.
        """
        pointers, items = self._children.indptr.astype(np.int64), self._children.indices
        filled = np.flatnonzero(np.diff(pointers))
        counts = np.zeros(len(self._children), dtype=np.int64)
        while len(filled):
            sums = np.add.reduceat(counts[items] + 1, pointers[filled])
            fresh = np.minimum(sums, _ENOUGH)
            if np.array_equal(fresh, counts[filled]):
                break
            counts[filled] = fresh
        return counts

    def children(self, ordinal: int) -> Int32:
        """Give the children of a node in natural order."""
        return self._children.row(ordinal)

    def has_children(self, ordinal: int) -> bool:
        """Say whether a node can be opened."""
        return self._children.count(ordinal) > 0

    def place_of_top(self, ordinal: int) -> int:
        """Give the place of a root among the tops."""
        return int(np.flatnonzero(self.tops == ordinal)[0])

    def roots(self) -> Branch:
        """Give the tree with nothing open."""
        return _shut(self.tops)

    def shut(self, ordinal: int) -> Branch:
        """Give what is below a node when its children are closed."""
        return _shut(self.children(ordinal))

    def whole(self, ordinal: int) -> Branch:
        """Give what is below a node when all is open."""
        children = self.children(ordinal)
        return Branch(children=children, shown=self.below[children])

    def inner(self, branch: Branch, place: int) -> Branch | None:
        """Give the branch below a child, or None where it is closed."""
        if not branch.shown[place]:
            return None
        return branch.opened.get(place) or self.whole(int(branch.children[place]))

    def with_branch(
        self,
        root: Branch,
        path: Sequence[int],
        change: Callable[[int, Branch | None], Branch | None],
    ) -> Branch:
        """Give a tree in which the branch at the end of a path is another; what is above opens.

        Parameters
        ----------
        root
            The tree.
        path
            Ordinals from a top downwards; every one lies directly below the one before.
        change
            Takes the last ordinal and its branch (None: closed), gives the new one.
        """
        held: list[tuple[Branch, int]] = []
        branch = root
        for ordinal in path:
            place = branch.place(ordinal)
            if place is None:
                message = "the path leaves the tree"
                raise LookupError(message)
            held.append((branch, place))
            below = self.inner(branch, place)
            branch = self.shut(ordinal) if below is None else below
        branch, place = held[-1]
        changed = change(path[-1], self.inner(branch, place))
        for branch, place in reversed(held):
            changed = branch.replaced(place, changed)
        return root if changed is None else changed

    def row_of(self, root: Branch, path: Sequence[int]) -> tuple[int, int]:
        """Give the row of a path, or of the last node on it that is shown, and how long that is."""
        row, branch, base = -1, root, 0
        for depth, ordinal in enumerate(path):
            place = branch.place(ordinal)
            if place is None:
                return row, depth
            row = base + int(branch.starts[place])
            below = self.inner(branch, place)
            if below is None:
                return row, depth + 1
            branch, base = below, row + 1
        return row, len(path)

    def spots(self, root: Branch, start: int) -> Iterator[Spot]:
        """Give the rows from a number on, one after the other."""
        # What is still to be gone through: branch, row before its first, its path, next place.
        waiting: list[tuple[Branch, int, tuple[int, ...], int]] = [(root, -1, (), _at(root, start))]
        while waiting:
            branch, up, path, place = waiting.pop()
            if place >= len(branch.children):
                continue
            waiting.append((branch, up, path, place + 1))
            here = (*path, int(branch.children[place]))
            row, shown = up + 1 + int(branch.starts[place]), int(branch.shown[place])
            if row >= start:
                yield Spot(here, place, len(branch.children), shown, row, up)
            below = self.inner(branch, place)
            if below is not None:
                waiting.append((below, row, here, _at(below, start - row - 1)))

    def first(
        self, root: Branch, wanted: npt.NDArray[np.bool_], above: npt.NDArray[np.bool_], start: int
    ) -> int | None:
        """Give the first row from a number on whose concept is wanted, or None.

        Parameters
        ----------
        root
            The tree.
        wanted
            Shape (concepts,): which.
        above
            Shape (concepts,): what has one of those below it.
        start
            The row to begin with.
        """
        waiting = [(root, 0, self._candidates(root, wanted, above, start))]
        while waiting:
            branch, base, places = waiting.pop()
            place = next(places, None)
            if place is None:
                continue
            waiting.append((branch, base, places))
            ordinal, row = int(branch.children[place]), base + int(branch.starts[place])
            if row >= start and wanted[ordinal]:
                return row
            below = self.inner(branch, place) if above[ordinal] else None
            if below is not None:
                inside = self._candidates(below, wanted, above, start - row - 1)
                waiting.append((below, row + 1, inside))
        return None

    @staticmethod
    def _candidates(
        branch: Branch, wanted: npt.NDArray[np.bool_], above: npt.NDArray[np.bool_], start: int
    ) -> Iterator[int]:
        """Give the places of children that are wanted or may have a wanted one shown below."""
        at = _at(branch, start)
        children = branch.children[at:]
        may = wanted[children] | (above[children] & (branch.shown[at:] > 0))
        return iter((np.flatnonzero(may) + at).tolist())


def _shut(children: Int32) -> Branch:
    return Branch(children=children, shown=np.zeros(len(children), dtype=np.int64))


def _at(branch: Branch, row: int) -> int:
    """Give the place of the child that a row of a branch is, or is below."""
    return max(int(np.searchsorted(branch.starts, row, side="right")) - 1, 0)
