"""A code graph as a tree to walk in: what is open, where the cursor is, and which rows that shows.

A `TreeView` is never changed: `TreeView.dispatch` takes a command and gives another one. Rows are
read by number, a window at a time, and no list of them is ever made, so that a tree of millions of
rows opens, closes and scrolls like a small one.

The trap: a concept with several parents has several rows. A row is therefore named by its *path*,
the codes from a top down to it; see `workbench.views.routes` for going from one to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from itertools import islice, pairwise
from typing import Any, Final, TypeAlias

from workbench.errors import InputError
from workbench.graph.code_graph import CodeGraph
from workbench.graph.display import shortened
from workbench.views.ahead import Beginnings
from workbench.views.branch import Branch, Forest
from workbench.views.routes import Routes
from workbench.views.row import Row, read_rows

__all__ = [
    "Close",
    "Command",
    "Open",
    "OpenAll",
    "Path",
    "Reveal",
    "Select",
    "TreeView",
    "Turn",
    "Way",
]

#: The codes from a top of the tree down to a row.
Path: TypeAlias = tuple[str, ...]

#: Most rows that may be opened at once; a page cannot count much further, and nobody can.
_MOST: Final = 10**9
_SHOWN: Final = 60


class Way(IntEnum):
    """Which of the places of one concept."""

    PREVIOUS = -1
    NEXT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Show what lies directly below a row."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAll:
    """Show everything that lies below a row."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """Hide what lies below a row."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """Put the cursor on a row, and open what hides it."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal:
    """Put the cursor on a concept, where it first stands, and open what hides it."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Go from a row to the next or previous place of the same concept, round and round."""

    path: Path
    way: Way


#: What a tree can be told to do.
Command: TypeAlias = Open | OpenAll | Close | Select | Reveal | Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeView:
    """What is shown of a graph: an immutable state; made by `TreeView.of`.

    Attributes
    ----------
    forest
        The graph's hierarchy, and counts of it.
    root
        What is open.
    cursor
        Ordinals of the path to the row the cursor is on; empty only if the graph is.
    rev
        Goes up by one whenever other rows are shown.

    Examples
    --------
    >>> from workbench.core.codes import parse_release
    >>> from workbench.graph.build import build_graph, edges_table, nodes_table
    >>> graph = build_graph(
    ...     nodes_table(*({"code": code} for code in ("heart", "vessel", "aorta", "lung"))),
    ...     edges_table(("vessel", "heart"), ("vessel", "lung"), ("aorta", "vessel")),
    ...     release=parse_release("snomed/example"),
    ... )
    >>> view = TreeView.of(graph).dispatch(Reveal(code="aorta"))
    >>> [(row.level, row.code) for row in view.rows(0, 10)]
    [(1, 'heart'), (2, 'vessel'), (3, 'aorta'), (1, 'lung')]
    >>> view = view.dispatch(Turn(path=view.path, way=Way.NEXT))
    >>> view.path, view.way
    (('lung', 'vessel', 'aorta'), (2, 2))
    >>> len(view), view.dispatch(Close(path=("lung",))).path
    (6, ('lung',))
    """

    forest: Forest
    root: Branch
    cursor: tuple[int, ...]
    rev: int = 0
    beginnings: Beginnings = field(repr=False)

    @classmethod
    def of(cls, graph: CodeGraph) -> TreeView:
        """Show the tops of a graph, with the cursor on the first; a single top is open."""
        forest = Forest(graph)
        tops = forest.tops[:1].tolist()
        begun = cls(
            forest=forest,
            root=forest.roots(),
            cursor=tuple(tops),
            beginnings=Beginnings(graph),
        )
        single = (
            tops and int((forest.graph.hierarchy.children.counts()[forest.tops] > 0).sum()) == 1
        )
        return replace(begun.dispatch(Open(path=begun.path)), rev=0) if single else begun

    def dispatch(self, command: Command) -> TreeView:
        """Give what is shown after a command.

        Raises
        ------
        UnknownCodeError
            If the graph lacks a code.
        InputError
            If a path is none of the tree, or too much would be opened.
        """
        return _METHODS[type(command)](self, command)

    # What is shown

    @property
    def graph(self) -> CodeGraph:
        """The graph that is shown."""
        return self.forest.graph

    @property
    def path(self) -> Path:
        """The codes down to the row the cursor is on."""
        return self._codes(self.cursor)

    @property
    def selected(self) -> str | None:
        """The code the cursor is on; None if the graph is empty."""
        return self.graph.code_at(self.cursor[-1]) if self.cursor else None

    @property
    def position(self) -> int:
        """The row the cursor is on, from 0; -1 if the graph is empty."""
        return self.forest.row_of(self.root, self.cursor)[0]

    @property
    def way(self) -> tuple[int, int]:
        """Which of how many places of its concept the cursor is on, from 1; (0, 0) if none."""
        if not self.cursor:
            return 0, 0
        routes = Routes(self.forest, self.cursor[-1])
        return routes.number(self.cursor) + 1, len(routes)

    @property
    def above(self) -> list[tuple[str, str]]:
        """Code and term of what the cursor's row lies in, from the top down."""
        return [(code, shortened(self.graph.term(code))) for code in self.path[:-1]]

    def __len__(self) -> int:
        """Give how many rows there are to scroll through."""
        return self.root.size

    def rows(self, start: int, count: int) -> list[Row]:
        """Give a window of rows: at most `count` of them from row `start` on."""
        spots = self.forest.spots(self.root, start) if 0 <= start < len(self) else iter(())
        return read_rows(self.forest, list(islice(spots, count)))

    def row_of(self, path: Path) -> int:
        """Give the number of a row, or of the row above it that hides it."""
        return self.forest.row_of(self.root, self._ordinals(path))[0]

    def ahead(self, text: str, start: int) -> int | None:
        """Give the first row, from one on and round, whose code or term begins with a text."""
        wanted, above = self.beginnings.masks(text)
        found = self.forest.first(self.root, wanted, above, max(start, 0))
        return self.forest.first(self.root, wanted, above, 0) if found is None else found

    # Commands

    def open(self, command: Open) -> TreeView:
        """Show what lies directly below a row; a row with nothing below stays as it is."""

        def change(ordinal: int, branch: Branch | None) -> Branch | None:
            if branch is None and self.forest.has_children(ordinal):
                return self.forest.shut(ordinal)
            return branch

        path = self._ordinals(command.path)
        return self._shown(path, change, cursor=path)

    def open_all(self, command: OpenAll) -> TreeView:
        """Show everything below a row."""
        path = self._ordinals(command.path)
        most = int(self.forest.below[path[-1]])
        if most > _MOST:
            message = f"{most:,} or more rows lie below '{command.path[-1]}', open a smaller part"
            raise InputError(message)

        def change(ordinal: int, branch: Branch | None) -> Branch | None:
            return self.forest.whole(ordinal) if self.forest.has_children(ordinal) else branch

        return self._shown(path, change, cursor=path)

    def close(self, command: Close) -> TreeView:
        """Hide what lies below a row; a cursor that was there goes to the row."""
        path = self._ordinals(command.path)
        hidden = self.cursor[: len(path)] == path
        return self._shown(path, lambda *_: None, cursor=path if hidden else self.cursor)

    def select(self, command: Select) -> TreeView:
        """Put the cursor on a row."""
        return self._at(self._ordinals(command.path))

    def reveal(self, command: Reveal) -> TreeView:
        """Put the cursor on a concept; it stays where it is if it is on it already."""
        ordinal = self.graph.ordinal(command.code)
        if self.cursor and self.cursor[-1] == ordinal:
            return self._at(self.cursor)
        return self._at(Routes(self.forest, ordinal).at(0))

    def turn(self, command: Turn) -> TreeView:
        """Go to the next or previous place of the concept of a row."""
        path = self._ordinals(command.path)
        routes = Routes(self.forest, path[-1])
        return self._at(routes.at(routes.number(path) + command.way))

    # Steps

    def _at(self, path: tuple[int, ...]) -> TreeView:
        """Put the cursor on a path; other rows are shown only where it was hidden."""
        if self.forest.row_of(self.root, path)[1] == len(path):
            return replace(self, cursor=path)
        return self._shown(path, lambda _, branch: branch, cursor=path)

    def _shown(
        self,
        path: tuple[int, ...],
        change: Callable[[int, Branch | None], Branch | None],
        *,
        cursor: tuple[int, ...],
    ) -> TreeView:
        root = self.forest.with_branch(self.root, path, change)
        return replace(self, root=root, cursor=cursor, rev=self.rev + 1)

    def _codes(self, path: Sequence[int]) -> Path:
        return tuple(self.graph.code_at(ordinal) for ordinal in path)

    def _ordinals(self, path: Path) -> tuple[int, ...]:
        """Give the ordinals of a path, which must be one of the tree."""
        ordinals = tuple(self.graph.ordinal(code) for code in path)
        if not ordinals or ordinals[0] not in self.forest.tops:
            message = f"{_told(path)} is no row of the tree, expected a path from one of its tops"
            raise InputError(message)
        for upper, lower in pairwise(ordinals):
            if upper not in self.graph.hierarchy.parents.row(lower):
                below, above = self.graph.code_at(lower), self.graph.code_at(upper)
                message = (
                    f"{_told(path)} is no row: '{below}' does not lie directly below '{above}'"
                )
                raise InputError(message)
        return ordinals


def _told(path: Path) -> str:
    return f"'{shortened(' / '.join(path), most=_SHOWN)}'"


_METHODS: Final[Mapping[type, Callable[[TreeView, Any], TreeView]]] = {
    Open: TreeView.open,
    OpenAll: TreeView.open_all,
    Close: TreeView.close,
    Select: TreeView.select,
    Reveal: TreeView.reveal,
    Turn: TreeView.turn,
}
