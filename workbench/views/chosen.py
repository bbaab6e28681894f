"""Which nodes around a code a picture has room for, and how many more there are of each sort.

What lies next to a node comes in *bunches*: what is above it in its hierarchy, what is below, and
what a map or its history leads to in each graph. Each bunch shows a few of its members and says how
many more it has; the next few are shown in their stead when asked for, so that every code can be
come to however many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, TypeAlias

from workbench.core.codes import natural_key
from workbench.graph.neighbourhood import Around, Edge, Node

__all__ = ["ROOM", "Bunch", "BunchKey", "Chosen", "Side", "choose", "shares"]

#: Most codes of a picture, the middle included.
ROOM: Final = 60
#: Most of one bunch next to the middle, and further out.
_NEAR: Final = 12
_FAR: Final = 4

#: Graph and code of whose bunch it is, graph it lies in, and its side.
BunchKey: TypeAlias = tuple[str, str, str, str]


class Side(StrEnum):
    """Where a bunch lies, seen from the node it belongs to."""

    ABOVE = "above"
    BELOW = "below"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bunch:
    """Nodes that lie next to one node, in one graph and on one side.

    Attributes
    ----------
    parent
        The node they lie next to.
    graph, side
        Where they lie.
    members
        All of them, in natural order of their codes.
    start, count
        Which of them are shown.
    """

    parent: Node
    graph: str
    side: Side
    members: tuple[Node, ...]
    start: int = 0
    count: int = 0

    @property
    def key(self) -> BunchKey:
        """The name of the bunch."""
        return (*self.parent, self.graph, self.side.value)

    @property
    def shown(self) -> tuple[Node, ...]:
        """Those that are shown."""
        return self.members[self.start : self.start + self.count]

    @property
    def more(self) -> int:
        """How many are not."""
        return len(self.members) - len(self.shown)

    @property
    def following(self) -> int:
        """Where the next ones start; after the last, from the first again."""
        after = self.start + self.count
        return after if after < len(self.members) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What is shown.

    Attributes
    ----------
    nodes
        The nodes shown, the middle first, and what is said of each.
    edges
        Those between them that a walk of so many hops meets.
    bunches
        Those of which something is shown, nearest first.
    left_out
        How many nodes were met of which no bunch had room for a single one.
    """

    nodes: Mapping[Node, Mapping[str, Any]]
    edges: tuple[Edge, ...]
    bunches: tuple[Bunch, ...]
    left_out: int


def choose(
    around: Around,
    middle: Node,
    *,
    hops: int,
    starts: Mapping[BunchKey, int],
    room: int = ROOM,
) -> Chosen:
    """Choose what is shown around a node.

    Parameters
    ----------
    around
        Gives the edges.
    middle
        The node in the middle.
    hops
        How many steps from it, 0 or more.
    starts
        From which member on a bunch is shown, where that is not the first.
    room
        Most nodes, the middle included.
    """
    shown, claimed, left_out = [middle], {middle}, 0
    edges: dict[tuple[Node, Node, str], Edge] = {}
    bunches: list[Bunch] = []
    level = [middle]
    for distance in range(1, hops + 1):
        met = [bunch for node in level for bunch in _bunches(around, node, claimed, edges)]
        sizes, most = [len(bunch.members) for bunch in met], _NEAR if distance == 1 else _FAR
        level = []
        for bunch, count in zip(met, shares(sizes, room=room - len(shown), most=most), strict=True):
            if not count:
                left_out += len(bunch.members)
                continue
            start = starts.get(bunch.key, 0)
            start = start if start < len(bunch.members) else 0
            bunches.append(replace(bunch, start=start, count=count))
            level += bunches[-1].shown
        shown += level
    nodes = {node: around.said_of(node) for node in shown}
    kept = (edge for edge in edges.values() if edge.source in nodes and edge.target in nodes)
    return Chosen(nodes=nodes, edges=tuple(kept), bunches=tuple(bunches), left_out=left_out)


def shares(sizes: Sequence[int], *, room: int, most: int) -> list[int]:
    """Give each bunch its share of the room, one each in turn until nothing is left.

    Examples
    --------
    >>> shares([1, 40, 9], room=10, most=12)
    [1, 5, 4]
    >>> shares([1, 40, 9], room=100, most=12)
    [1, 12, 9]
    """
    given = [0] * len(sizes)
    for turn in range(most):
        for at, size in enumerate(sizes):
            if room > 0 and turn < size:
                given[at] += 1
                room -= 1
    return given


def _bunches(
    around: Around, node: Node, claimed: set[Node], edges: dict[tuple[Node, Node, str], Edge]
) -> Iterator[Bunch]:
    """Give the bunches of a node, of what no other has yet; notes its edges and what it takes."""
    found: dict[tuple[Side, str], dict[Node, None]] = {}
    for edge in around.edges(node):
        edges.setdefault((edge.source, edge.target, edge.key), edge)
        for end in (edge.source, edge.target):
            if end not in claimed:
                claimed.add(end)
                found.setdefault((_side(edge, node), end[0]), {})[end] = None
    for (side, graph), members in sorted(found.items(), key=lambda one: (one[0][1], one[0][0])):
        ordered = tuple(sorted(members, key=lambda member: natural_key(member[1])))
        yield Bunch(parent=node, graph=graph, side=side, members=ordered)


def _side(edge: Edge, node: Node) -> Side:
    if edge.said["kind"] != "is-a":
        return Side.BESIDE
    return Side.ABOVE if edge.source == node else Side.BELOW
