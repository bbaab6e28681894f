"""The ways down to a concept: in a hierarchy with several parents there may be many.

They are counted and found by number, never listed: some concepts of SNOMED CT have thousands. Their
order is that of the tree, so the next way is the next place further down in which the concept
stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.views.branch import Forest

__all__ = ["Routes"]


class Routes:
    """Every path from a top of the tree to one concept, by number from 0.

    Parameters
    ----------
    forest
        The tree.
    ordinal
        The concept.
    """

    def __init__(self, forest: Forest, ordinal: int) -> None:
        shape = forest.graph.hierarchy
        nodes = [ordinal, *shape.ancestors.row(ordinal).tolist()]
        self._ordinal = ordinal
        self._down: dict[int, list[int]] = {node: [] for node in nodes}
        starts = []
        for node in nodes:
            parents = shape.parents.row(node).tolist()
            for parent in parents:
                self._down[parent].append(node)
            if not parents:
                starts.append(node)
        self._tops = sorted(starts, key=forest.place_of_top)
        self._counts = {ordinal: 1}
        # Who has more above stands further down, so that counts below a node are there before it.
        for node in sorted(nodes, key=shape.ancestors.count, reverse=True):
            self._down[node].sort()
            if node != ordinal:
                self._counts[node] = sum(self._counts[child] for child in self._down[node])

    def __len__(self) -> int:
        """Give how many ways there are."""
        return sum(self._counts[top] for top in self._tops)

    def at(self, number: int) -> tuple[int, ...]:
        """Give a way by its number, round and round."""
        path: list[int] = []
        left, choices = number % len(self), self._tops
        while not path or path[-1] != self._ordinal:
            for node in choices:
                if left < self._counts[node]:
                    path.append(node)
                    choices = self._down[node]
                    break
                left -= self._counts[node]
        return tuple(path)

    def number(self, path: Sequence[int]) -> int:
        """Give the number of a way; it must be one."""
        number, choices = 0, self._tops
        for step in path:
            number += sum(self._counts[node] for node in choices[: choices.index(step)])
            choices = self._down[step]
        return number
