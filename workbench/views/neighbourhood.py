"""A picture of what lies around a code, over every graph and map: what it shows, and how to walk.

A `PictureView` is never changed: `PictureView.dispatch` takes a command and gives another one. It
shows what `LinkedGraphs.neighbourhood` tells, as far as there is room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, TypeAlias, cast

from workbench.errors import InputError
from workbench.graph.display import shortened
from workbench.graph.linked import LinkedGraphs
from workbench.graph.links import Direction
from workbench.graph.neighbourhood import Around, Node, Steps
from workbench.views.chosen import Bunch, BunchKey, Chosen, Side, choose
from workbench.views.labels import sentence
from workbench.views.layout import BOX_WIDTH, Box, Key, Layout, lay_out
from workbench.views.lines import draw_lines
from workbench.views.stacking import BOX_HEIGHT

__all__ = ["HOPS", "Back", "Command", "Hops", "More", "PictureView", "Select", "Walk"]

#: How many steps around the middle can be shown.
HOPS: Final = range(4)
_TERM: Final = 500
_SIDES: Final[Mapping[Side, str]] = {
    Side.ABOVE: "above",
    Side.BELOW: "below",
    Side.BESIDE: "linked with",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """Put the cursor on a node of the picture; walk there if it is not in it."""

    node: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Have a code in the middle."""

    node: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """Show the next members of a bunch in the stead of those shown."""

    bunch: BunchKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """Have in the middle what was there before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hops:
    """Show so many steps around the middle."""

    hops: int


#: What a picture can be told to do.
Command: TypeAlias = Select | Walk | More | Back | Hops


@dataclass(frozen=True, kw_only=True, eq=False)
class PictureView:
    """A picture as it is shown.

    Attributes
    ----------
    around
        Gives what lies next to a node.
    middle
        The node in the middle.
    hops
        How many steps around it.
    cursor
        The box the cursor is on: a node, or the rest of a bunch.
    before
        What was in the middle before, the latest last.
    starts
        From which member on a bunch is shown.
    rev
        Grows whenever other boxes are shown.
    """

    around: Around
    middle: Node
    hops: int = 1
    cursor: Key
    before: tuple[Node, ...] = ()
    starts: Mapping[BunchKey, int] = field(default_factory=dict)
    rev: int = 0

    @classmethod
    def of(
        cls,
        linked: LinkedGraphs,
        graph: str,
        code: str,
        *,
        hops: int = 1,
        hierarchy: Steps | str = Steps.BOTH,
        direction: Direction | str = Direction.BOTH,
        maps: str | Iterable[str] | None = None,
    ) -> PictureView:
        """Give the picture around a code.

        Parameters
        ----------
        linked
            The graphs and maps.
        graph, code
            The middle.
        hops
            How many steps around it.
        hierarchy, direction, maps
            What is followed, here and wherever one walks; as for `LinkedGraphs.neighbourhood`.

        Raises
        ------
        InputError
            If there cannot be so many hops, or `hierarchy` or `direction` is no word there is.
        UnknownCodeError, UnknownNameError, AmbiguousNameError
            If the code, the graph or a map is not known.
        """
        around = Around(linked, hierarchy=hierarchy, direction=direction, maps=maps)
        middle = around.node(graph, code)
        view = cls(around=around, middle=middle, cursor=middle)
        return replace(view.dispatch(Hops(hops=hops)), rev=0)

    def dispatch(self, command: Command) -> PictureView:
        """Do a command.

        Raises
        ------
        InputError, UnknownCodeError, UnknownNameError
            If it cannot be done; the sentence says why.
        """
        return _METHODS[type(command)](self, command)

    @property
    def selected(self) -> Node:
        """The node the cursor is on; on the rest of a bunch, the node it belongs to."""
        return self.cursor[:2]

    @cached_property
    def chosen(self) -> Chosen:
        """The nodes and edges shown."""
        return choose(self.around, self.middle, hops=self.hops, starts=self.starts)

    @cached_property
    def layout(self) -> Layout:
        """Where they stand."""
        return lay_out(self.chosen, self.middle)

    @property
    def position(self) -> int:
        """The number of the box the cursor is on."""
        return next(at for at, box in enumerate(self.layout.boxes) if box.key == self.cursor)

    def at(self, number: int) -> Key:
        """Give what stands in a box.

        Raises
        ------
        InputError
            If there is no such box.
        """
        if not 0 <= number < len(self.layout.boxes):
            message = f"there is no box {number}, expected 0 to {len(self.layout.boxes) - 1}"
            raise InputError(message)
        return self.layout.boxes[number].key

    def put(self, number: int) -> PictureView:
        """Put the cursor on a box by its number, as a page does."""
        return replace(self, cursor=self.at(number))

    def searched(self, number: int) -> str:
        """Give the graph that is searched from a box: its own, or the middle's if none is held.

        Raises
        ------
        InputError
            If there is no such box.
        """
        graph, _, *bunch = self.at(number)
        name = bunch[0] if bunch else graph
        return name if name in self.around.graphs else self.middle[0]

    def to_dict(self) -> dict[str, Any]:
        """Give the picture as a page takes it."""
        layout = self.layout
        lines, labels = draw_lines(self.chosen, layout)
        return {
            "at": self.position,
            "hops": self.hops,
            "back": len(self.before),
            "left_out": self.chosen.left_out,
            "narrowed": list(self.around.narrowed),
            "size": [layout.width, layout.height],
            "box": [BOX_WIDTH, BOX_HEIGHT],
            "columns": [
                {"title": title, "x": next(box.x for box in layout.boxes if box.column == at)}
                for at, title in enumerate(layout.columns)
            ],
            "boxes": [
                {**self._told(box), "search": self.searched(at)}
                for at, box in enumerate(layout.boxes)
            ],
            "lines": [_plain(line) for line in lines],
            "labels": [_plain(label) for label in labels],
            "sentences": [sentence(edge) for edge in self.chosen.edges],
        }

    # Commands

    def select(self, command: Select) -> PictureView:
        """Put the cursor on a node; walk there if it is not in the picture."""
        if command.node in self.chosen.nodes:
            return replace(self, cursor=command.node)
        return self.walk(Walk(node=command.node))

    def walk(self, command: Walk) -> PictureView:
        """Have a code in the middle, and the cursor on it."""
        self._check_held(command.node)
        node = self.around.node(*command.node)
        if node == self.middle:
            return replace(self, cursor=node)
        before = (*self.before, self.middle)
        return self._with(middle=node, cursor=node, before=before, starts={})

    def more(self, command: More) -> PictureView:
        """Show the next members of a bunch; the cursor stays on what is left of it."""
        bunch = self._bunch(command.bunch)
        starts = {**self.starts, bunch.key: bunch.following}
        return self._with(starts=starts, cursor=bunch.key)

    def back(self, _: Back) -> PictureView:
        """Have in the middle what was there before, and the cursor on what is there now."""
        if not self.before:
            message = "there is nothing to go back to: the picture began here"
            raise InputError(message)
        *before, middle = self.before
        return self._with(middle=middle, cursor=self.middle, before=tuple(before), starts={})

    def change_hops(self, command: Hops) -> PictureView:
        """Show so many steps; the cursor stays where it can."""
        if command.hops not in HOPS:
            message = f"hops {command.hops!r} cannot be shown, expected {HOPS[0]} to {HOPS[-1]}"
            raise InputError(message)
        return self if command.hops == self.hops else self._with(hops=command.hops)

    # Steps

    def _with(self, **changes: Any) -> PictureView:  # noqa: ANN401 - fields of any type
        view = replace(self, **changes, rev=self.rev + 1)
        shown = {box.key for box in view.layout.boxes}
        return view if view.cursor in shown else replace(view, cursor=view.middle)

    def _check_held(self, node: Node) -> None:
        said = self.chosen.nodes.get(node, {"release": ""})
        if said.get("kind") == "no-map":
            message = f"a map says of '{node[1]}' that it has no map; there is no code to walk to"
            raise InputError(message)
        if "release" not in said:
            message = f"the map does not say of which release '{node[1]}' is; no graph to walk to"
            raise InputError(message)

    def _bunch(self, key: BunchKey) -> Bunch:
        found = [bunch for bunch in self.chosen.bunches if bunch.key == key and bunch.more]
        if not found:
            message = f"there is no more to show {key[3]} '{shortened(key[1])}' in {key[2]}"
            raise InputError(message)
        return found[0]

    def _told(self, box: Box) -> dict[str, Any]:
        what = self._more(box.key) if len(box.key) > 2 else self._node(box.key)  # noqa: PLR2004 - a node is a pair
        return {"x": box.x, "y": box.y, "ways": list(box.ways), **what}

    def _node(self, node: Node) -> dict[str, Any]:
        said = self.chosen.nodes[node]
        is_no_map = said.get("kind") == "no-map"
        return {
            "graph": said.get("graph") or "release not said",
            "code": "no map" if is_no_map else node[1],
            "term": shortened(said.get("term") or _unsaid(node, said), most=_TERM),
            "kind": "" if is_no_map else said.get("kind") or "",
            "retired": said.get("active") is False,
            "middle": node == self.middle,
            "more": 0,
        }

    def _more(self, key: Key) -> dict[str, Any]:
        bunch = self._bunch(cast("BunchKey", key))
        first, last = bunch.start + 1, bunch.start + len(bunch.shown)
        return {
            "graph": bunch.graph,
            "code": f"+{bunch.more:,} more",
            "term": f"{_SIDES[bunch.side]} {bunch.parent[1]}; "
            f"{first:,} to {last:,} of {len(bunch.members):,} shown",
            "kind": "",
            "retired": False,
            "middle": False,
            "more": bunch.more,
        }


def _unsaid(node: Node, said: Mapping[str, Any]) -> str:
    """Give what stands for a term that no graph gives."""
    if "graph" in said or said.get("kind") == "no-map":
        return ""
    return f"{node[0].removeprefix('unsaid in ')} does not say of which release"


def _plain(part: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass with slots
    return {name: getattr(part, name) for name in part.__slots__}


_METHODS: Final[Mapping[type, Callable[[PictureView, Any], PictureView]]] = {
    Select: PictureView.select,
    Walk: PictureView.walk,
    More: PictureView.more,
    Back: PictureView.back,
    Hops: PictureView.change_hops,
}
