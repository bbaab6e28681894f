"""The neighbourhood picture: what lies around a code, over every graph and map, to walk in.

What is shown and every command is `workbench.views.neighbourhood`; here are traits and routing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final, cast

import traitlets

from workbench.errors import InputError
from workbench.graph.links import Direction
from workbench.graph.neighbourhood import Node, Steps
from workbench.views.chosen import BunchKey
from workbench.views.messages import Arg, Message, Operations
from workbench.views.neighbourhood import Back, Command, Hops, More, PictureView, Select, Walk
from workbench.views.row import told_hits
from workbench.widgets.answering import Route
from workbench.widgets.pane import Pane, module_of, style_of
from workbench.workspace import Workspace

__all__ = ["NeighbourhoodPicture"]

_HEIGHTS: Final = range(200, 2001)
_OPERATIONS: Final[Operations] = {
    "picture": {},
    "select": {"at": Arg.ROW},
    "enter": {"at": Arg.ROW},
    "back": {},
    "hops": {"way": Arg.WAY},
    "search": {"at": Arg.ROW, "text": Arg.TEXT},
    "go": {"at": Arg.ROW, "code": Arg.TEXT},
}


class NeighbourhoodPicture(Pane[PictureView, Command]):
    """A picture of what lies around a code, by keyboard or mouse to walk in.

    In Python the same is ``ws.linked.neighbourhood(graph, code)``, with the same options.

    Parameters
    ----------
    workspace
        Whose graphs and maps.
    graph, code
        The middle: a code, and the name of its graph, or its system where one is held.
    hops
        How many steps around it, 0 to 3.
    hierarchy
        Whether parents, children, ``both`` or ``none`` are steps.
    direction
        Along the maps (``out``), against them (``in``), or ``both``.
    maps
        Names of the maps to follow; default all.
    height
        Of the picture, 200 to 2000 pixels; what is taller scrolls.

    Attributes
    ----------
    selected
        Graph and code of the node the cursor is on, both ways: it follows the cursor, and setting
        it puts the cursor there, or walks there where the picture does not show the code.

    Raises
    ------
    InputError
        If the workspace is none, or an option is not among those.
    UnknownCodeError, UnknownNameError, AmbiguousNameError
        If the code, the graph or a map is not known; also when `selected` is set to such a one.
    """

    _esm: ClassVar[str] = module_of("finder", "neighbourhood")
    _css: ClassVar[str] = style_of("neighbourhood")
    _operations: ClassVar[Operations] = _OPERATIONS

    selected = traitlets.Tuple(
        traitlets.Unicode(), traitlets.Unicode(), default_value=("", "")
    ).tag(sync=True)
    height = traitlets.Int(0, read_only=True).tag(sync=True)

    def __init__(
        self,
        workspace: Workspace,
        graph: str,
        code: str,
        *,
        hops: int = 1,
        hierarchy: Steps | str = Steps.BOTH,
        direction: Direction | str = Direction.BOTH,
        maps: str | Iterable[str] | None = None,
        height: int = 480,
    ) -> None:
        if not isinstance(workspace, Workspace):
            message = f"a picture shows a Workspace, not a {type(workspace).__name__}"
            raise InputError(message)
        if height not in _HEIGHTS:
            message = f"the height is {height!r}, expected {_HEIGHTS[0]} to {_HEIGHTS[-1]} pixels"
            raise InputError(message)
        self._workspace = workspace
        self.view = PictureView.of(
            workspace.linked,
            graph,
            code,
            hops=hops,
            hierarchy=hierarchy,
            direction=direction,
            maps=maps,
        )
        self._routes: Mapping[str, Route] = {
            "picture": lambda _: self._picture(),
            "select": self._select,
            "enter": self._enter,
            "back": self._back,
            "hops": self._hops,
            "search": self._find,
            "go": self._go,
        }
        super().__init__()
        self.set_trait("height", height)
        self._follow()
        self._listen()

    # Traits

    @traitlets.validate("selected")
    def _resolved(self, proposal: Mapping[str, Any]) -> Node:
        node: Node = proposal["value"]
        return self.view.dispatch(Select(node=node)).selected

    @traitlets.observe("selected")
    def _was_selected(self, _: object) -> None:
        if self.selected != self.view.selected:
            self.dispatch(Select(node=self.selected))

    # Routes: a message to the operation and arguments of its answer

    def _picture(self) -> tuple[str, dict[str, Any]]:
        return "picture", self.view.to_dict()

    def _select(self, message: Message) -> tuple[str, dict[str, Any]]:
        self._check_rev(message)
        at = message.args["at"]
        self.view = self.view.put(at)
        self._follow()
        return "selected", {"at": at}

    def _enter(self, message: Message) -> tuple[str, dict[str, Any]]:
        self._check_rev(message)
        key = self.view.at(message.args["at"])
        is_bunch = len(key) > len(self.view.middle)
        return self._change(
            More(bunch=cast("BunchKey", key)) if is_bunch else Walk(node=cast("Node", key))
        )

    def _back(self, message: Message) -> tuple[str, dict[str, Any]]:
        self._check_rev(message)
        return self._change(Back())

    def _hops(self, message: Message) -> tuple[str, dict[str, Any]]:
        self._check_rev(message)
        return self._change(Hops(hops=self.view.hops + message.args["way"]))

    def _find(self, message: Message) -> tuple[str, dict[str, Any]]:
        from workbench.graph.search.query import LIMIT

        name = self.view.searched(message.args["at"])
        found = self._workspace.search(name, message.args["text"])
        hits = told_hits(self._workspace.graphs[name], found)
        return "hits", {"hits": hits, "more": len(found) >= LIMIT}

    def _go(self, message: Message) -> tuple[str, dict[str, Any]]:
        self._check_rev(message)
        name = self.view.searched(message.args["at"])
        return self._change(Walk(node=(name, message.args["code"])))

    # Steps

    def _change(self, command: Command) -> tuple[str, dict[str, Any]]:
        self.view = self.view.dispatch(command)
        self._follow()
        return self._picture()

    def _check_rev(self, message: Message) -> None:
        """Refuse what was meant for the boxes as they were before."""
        if message.rev != self.view.rev:
            problem = "the picture has changed meanwhile and is shown anew; press the key again"
            raise InputError(problem)
