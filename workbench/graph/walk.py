"""Questions about a few nodes, answered with plain ints: order by nearness, common ancestors.

Sets of ancestors are small (some tens, in SNOMED CT at most a few hundred), so that Python's own
sets are quicker here than arrays; sets of descendants are not, and stay in numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from workbench.graph.csr import Csr

__all__ = ["lowest_common", "rising"]


def rising(parents: Csr, ordinal: int) -> Iterator[list[int]]:
    """Give the ancestors of a node, one list a step: all at one step, then all at two, and on.

    Each list ascends; an ancestor comes once, with its shortest path.
    """
    starts, items = parents.starts, parents.items
    seen = {ordinal}
    level: Iterable[int] = (ordinal,)
    while True:
        above = {up for node in level for up in items[starts[node] : starts[node + 1]]} - seen
        if not above:
            return
        seen |= above
        level = sorted(above)
        yield level


def lowest_common(ancestors: Csr, ordinals: Sequence[int]) -> list[int]:
    """Give the common ancestors-or-selves of some nodes that have no other of them below.

    Parameters
    ----------
    ancestors
        The closure upwards.
    ordinals
        One or more nodes.

    Returns
    -------
    list
        Ascending; empty where the nodes share no root.
    """
    common = set.intersection(*({each, *ancestors.row(each).tolist()} for each in ordinals))
    lowest = set(common)
    for node in sorted(common, key=ancestors.count, reverse=True):
        if node in lowest:  # else what lies above it went when its descendant was looked at
            lowest.difference_update(ancestors.row(node).tolist())
    return sorted(lowest)
