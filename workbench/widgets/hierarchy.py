"""The hierarchy browser: a code graph as a tree to walk in by keyboard.

What is shown and every command is `workbench.views.tree`; here are traits and routing. Rows travel
by message, a window at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final, TypeAlias

import traitlets

from workbench.errors import InputError
from workbench.graph.code_graph import CodeGraph
from workbench.graph.search.hits import Hits
from workbench.views.messages import Arg, Message, Operations
from workbench.views.row import told_hits
from workbench.views.tree import Close, Command, Open, OpenAll, Reveal, Select, TreeView, Turn, Way
from workbench.widgets.answering import Route
from workbench.widgets.pane import Pane, module_of, style_of
from workbench.workspace import Workspace

__all__ = ["HierarchyBrowser"]

#: Finds concepts by words: `GraphSearch.search`, or `Workspace.search` of one graph.
Search: TypeAlias = Callable[[str], Hits]

_HEIGHTS: Final = range(4, 61)
_CHANGES: Final[Mapping[str, type[Open | OpenAll | Close]]] = {
    "open": Open,
    "open_all": OpenAll,
    "close": Close,
}
_OPERATIONS: Final[Operations] = {
    "where": {"path": Arg.PATH, "count": Arg.COUNT},
    "rows": {"start": Arg.ROW, "count": Arg.COUNT},
    **{op: {"path": Arg.PATH, "count": Arg.COUNT} for op in _CHANGES},
    "select": {"path": Arg.PATH},
    "go": {"code": Arg.TEXT, "count": Arg.COUNT},
    "turn": {"path": Arg.PATH, "way": Arg.WAY, "count": Arg.COUNT},
    "ahead": {"text": Arg.TEXT, "start": Arg.ROW, "count": Arg.COUNT},
    "search": {"text": Arg.TEXT},
}


class HierarchyBrowser(Pane[TreeView, Command]):
    """A tree of a code graph, with a search box.

    In Python the same is ``graph.roots()``, ``graph.children(code)``, ``graph.parents(code)`` and
    ``ws.search(name, text)``.

    Parameters
    ----------
    graph
        What is shown.
    search
        Who finds concepts by words. Default: an index of the graph, made in memory when somebody
        first searches; `in_workspace` takes the one the workspace keeps.
    selected
        The code the cursor is on at first. Default: the first of the tree.
    height
        Rows shown, 4 to 60.

    Attributes
    ----------
    selected
        The code the cursor is on, both ways: it follows the cursor, and setting it opens what
        hides the code and puts the cursor there. None only if the graph is empty.

    Raises
    ------
    InputError
        If the graph is none, or the height is not among those.
    UnknownCodeError
        If `selected` is, or is set to, a code that the graph lacks.

    Examples
    --------
    >>> from workbench.core.codes import parse_release
    >>> from workbench.graph.build import build_graph, edges_table, nodes_table
    >>> graph = build_graph(
    ...     nodes_table({"code": "I21"}, {"code": "I21.0"}),
    ...     edges_table(("I21.0", "I21")),
    ...     release=parse_release("icd10/example"),
    ... )
    >>> browser = HierarchyBrowser(graph, selected="I21.0")
    >>> browser.selected, browser.view.path
    ('I21.0', ('I21', 'I21.0'))
    """

    _esm: ClassVar[str] = module_of("finder", "hierarchy")
    _css: ClassVar[str] = style_of("hierarchy")
    _operations: ClassVar[Operations] = _OPERATIONS

    selected = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    title = traitlets.Unicode("", read_only=True).tag(sync=True)
    height = traitlets.Int(0, read_only=True).tag(sync=True)

    def __init__(
        self,
        graph: CodeGraph,
        *,
        search: Search | None = None,
        selected: str | None = None,
        height: int = 16,
    ) -> None:
        if not isinstance(graph, CodeGraph):
            message = f"a browser shows a CodeGraph, not a {type(graph).__name__}"
            raise InputError(message)
        if height not in _HEIGHTS:
            message = f"the height is {height!r}, expected {_HEIGHTS[0]} to {_HEIGHTS[-1]} rows"
            raise InputError(message)
        view = TreeView.of(graph)
        self.view = view if selected is None else view.dispatch(Reveal(code=selected))
        self._search = search
        self._routes: Mapping[str, Route] = {
            "where": self._where,
            "rows": self._rows,
            **dict.fromkeys(_CHANGES, self._change),
            "select": self._select,
            "go": self._go,
            "turn": self._turn,
            "ahead": self._ahead,
            "search": self._find,
        }
        super().__init__()
        release = graph.release
        title = f"{release.system.label} {release.edition}, {len(graph):,} concepts"
        self.set_trait("title", title)
        self.set_trait("height", height)
        self._follow()
        self._listen()

    @classmethod
    def in_workspace(
        cls,
        workspace: Workspace,
        word: str,
        *,
        selected: str | None = None,
        height: int = 16,
    ) -> HierarchyBrowser:
        """Show a graph of a workspace, and search it by the index the workspace keeps.

        Parameters
        ----------
        workspace, word
            The workspace, and the name of a graph in it or a bare system.
        selected, height
            As for the browser itself.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            If the word means no one graph.
        """
        name = workspace.graphs.resolve(word)
        return cls(
            workspace.graphs[name],
            search=lambda text: workspace.search(name, text),
            selected=selected,
            height=height,
        )

    @property
    def graph(self) -> CodeGraph:
        """The graph that is shown."""
        return self.view.graph

    # Traits

    @traitlets.validate("selected")
    def _resolved(self, proposal: Mapping[str, Any]) -> str | None:
        code = proposal["value"]
        return self.view.selected if code is None else self.graph.resolve(code)

    @traitlets.observe("selected")
    def _was_selected(self, _: object) -> None:
        if self.selected is not None and self.selected != self.view.selected:
            self.dispatch(Reveal(code=self.selected))

    # Routes: a message to the operation and arguments of its answer

    def _where(self, message: Message) -> tuple[str, dict[str, Any]]:
        path = tuple(message.args["path"])
        at = self.view.row_of(path) if path else self.view.position
        return self._tree(at, message)

    def _rows(self, message: Message) -> tuple[str, dict[str, Any]]:
        self._check_rev(message)
        return "rows", self._window(message.args["start"], message.args["count"])

    def _change(self, message: Message) -> tuple[str, dict[str, Any]]:
        self._check_rev(message)
        path = tuple(message.args["path"])
        self.view = self.view.dispatch(_CHANGES[message.op](path=path))
        self._follow()
        return self._tree(self.view.row_of(path), message)

    def _select(self, message: Message) -> tuple[str, dict[str, Any]]:
        self._check_rev(message)
        self.view = self.view.dispatch(Select(path=tuple(message.args["path"])))
        self._follow()
        return "selected", {"way": self.view.way, "above": self.view.above}

    def _go(self, message: Message) -> tuple[str, dict[str, Any]]:
        self.view = self.view.dispatch(Reveal(code=message.args["code"]))
        self._follow()
        return self._tree(self.view.position, message)

    def _turn(self, message: Message) -> tuple[str, dict[str, Any]]:
        self._check_rev(message)
        path, way = tuple(message.args["path"]), Way(message.args["way"])
        self.view = self.view.dispatch(Turn(path=path, way=way))
        self._follow()
        return self._tree(self.view.position, message)

    def _ahead(self, message: Message) -> tuple[str, dict[str, Any]]:
        self._check_rev(message)
        found = self.view.ahead(message.args["text"], message.args["start"])
        if found is None:
            return "none", {"text": message.args["text"]}
        return self._tree(found, message)

    def _find(self, message: Message) -> tuple[str, dict[str, Any]]:
        from workbench.graph.search.query import LIMIT

        if self._search is None:
            from workbench.graph.search.search import build_search

            self._search = build_search(self.graph).search
        found = self._search(message.args["text"])
        return "hits", {"hits": told_hits(self.graph, found), "more": len(found) >= LIMIT}

    # Steps

    def _check_rev(self, message: Message) -> None:
        """Refuse what was meant for the rows as they were before."""
        if message.rev != self.view.rev:
            problem = "the tree has changed meanwhile and is shown anew; please press the key again"
            raise InputError(problem)

    def _window(self, start: int, count: int) -> dict[str, Any]:
        rows = [row.to_dict() for row in self.view.rows(start, count)]
        return {"total": len(self.view), "rows": rows}

    def _tree(self, at: int, message: Message) -> tuple[str, dict[str, Any]]:
        """Give the rows around one, and how the tree is now."""
        count = message.args["count"]
        start = max(min(at - count // 2, len(self.view) - count), 0)
        return "tree", {"at": at, **self._window(start, count)}
