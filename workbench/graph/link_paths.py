"""Follow a code over several maps: SNOMED CT over ICD-10 to ICD-11, each step shown.

No map says what a path says: it is composed here, so a path is always *derived*, and every step of
it can be looked at. A path is one choice of rows, never a union of them; the one that takes what
each map takes where nobody says more is marked as the default.

The trap: a path is not a translation. Rows that need the record to decide are followed like others.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from workbench.core.codes import CodeSystem, parse_release
from workbench.core.icd11 import stem_text
from workbench.core.showing import LEFT, and_more
from workbench.errors import InputError
from workbench.graph.history import replaced_words
from workbench.graph.links import (
    Direction,
    End,
    Link,
    Way,
    end_at,
    names_of,
    opposite,
    parse_direction,
    standing_at,
)

if TYPE_CHECKING:
    import pandas as pd

    from workbench.graph.code_graph import CodeGraph
    from workbench.graph.linked import LinkedGraphs

__all__ = ["LinkPath", "LinkPaths", "PathEnd", "link_paths"]

_SHOWN: Final = 50


class PathEnd(StrEnum):
    """How a path ends."""

    REACHED = "reached"
    NO_MAP = "no_map"
    UNMAPPED = "unmapped"


_END_WORDS: Final[dict[PathEnd, tuple[str, ...]]] = {
    PathEnd.REACHED: (),
    PathEnd.NO_MAP: ("ends in a stated no-map",),
    PathEnd.UNMAPPED: ("ends here: no map has a row for it",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPath:
    """One way from a code over maps; always derived.

    Attributes
    ----------
    nodes
        Where it begins, and what each step reached; a stated no-map reaches nothing.
    links
        Its steps, in the order walked; one fewer than nodes.
    end
        Whether it reached the system asked for, ran into a stated no-map, or to a code that no
        map has a row for.
    default
        Whether every step is what its map takes where nobody says more; False of a path of none.
    """

    nodes: tuple[End, ...]
    links: tuple[Link, ...]
    end: PathEnd
    default: bool

    @property
    def derived(self) -> bool:
        """Whether more than one map, or a borrowed parent, was needed to say it."""
        return len(self.links) > 1 or any(link.derived for link in self.links)

    def __str__(self) -> str:
        """Give it in one line: each step with its map and bridge."""
        told = [str(self.nodes[0])]
        for link, there in zip(self.links, self.nodes[1:], strict=True):
            over = f", over {link.bridge}" if link.bridge else ""
            told.append(f"→ {there} [{link.map}{over}]")
        words = self.words
        return f"{' '.join(told)}  ({', '.join(words)})" if words else " ".join(told)

    @property
    def words(self) -> tuple[str, ...]:
        """What is to be said of it: how it ends, where not in the system asked for; its labels."""
        return (
            *_END_WORDS[self.end],
            *(("derived",) if self.derived else ()),
            *(("default",) if self.default else ()),
        )


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LinkPaths:
    """Paths in order; it iterates, counts and indexes as the tuple of them.

    Attributes
    ----------
    paths
        The paths.
    left_out
        How many more there are.
    notes
        Sentences that a reader should see beside them: that the code is retired and what its
        history offers, or that no map leads to the system at all.
    """

    paths: tuple[LinkPath, ...]
    left_out: int = 0
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[LinkPath]:
        """Give the paths in order."""
        return iter(self.paths)

    def __len__(self) -> int:
        """Give how many there are, those left out not counted."""
        return len(self.paths)

    def __getitem__(self, at: int) -> LinkPath:
        """Give one of them."""
        return self.paths[at]

    @property
    def reached(self) -> tuple[LinkPath, ...]:
        """The paths that reached the system asked for."""
        return tuple(path for path in self if path.end is PathEnd.REACHED)

    def to_pandas(self) -> pd.DataFrame:
        """Give one row a step: path, step, end of the path, default, and the step's own columns."""
        import pandas as pd

        rows: list[dict[str, Any]] = [
            {
                "path": number,
                "step": step,
                "end": path.end.value,
                "default": path.default,
                **link.to_dict(),
            }
            for number, path in enumerate(self, 1)
            for step, link in enumerate(path.links, 1)
        ]
        return pd.DataFrame(rows)

    def __repr__(self) -> str:
        """Give the paths as text, a bounded number of them."""
        return "\n".join(self._lines())

    def _repr_html_(self) -> str:
        shown = self.paths[:_SHOWN]
        most = max((len(path.links) for path in shown), default=0)
        heads = ("from", *("to" for _ in range(most)), "")
        head = "".join(f'<th scope="col" {LEFT}>{word}</th>' for word in heads)
        body = "".join(f"<tr>{_row(path, most)}</tr>" for path in shown)
        more = "".join(f"<p>{line}</p>" for line in self._lines()[len(shown) :])
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"

    def _lines(self) -> list[str]:
        lines = [str(path) for path in self.paths[:_SHOWN]] or ["no path"]
        more = and_more(len(self) + self.left_out, shown=min(len(self), _SHOWN))
        return [*lines, *more, *self.notes]


def _row(path: LinkPath, most: int) -> str:
    """Give the cells of a path: each node with its term, and by which map it was reached."""
    over = [f"{link.map}, over {link.bridge}" if link.bridge else link.map for link in path.links]
    reasons = [link.no_map_text or link.no_map or "" for link in path.links]
    cells = [
        "<br>".join(html.escape(text) for text in (f"{end} {end.term or why}".strip(), by) if text)
        for end, why, by in zip(path.nodes, ["", *reasons], ["", *over], strict=True)
    ]
    blank = [""] * (most - len(path.links))
    told = html.escape(", ".join(path.words))
    return "".join(f"<td {LEFT}>{cell}</td>" for cell in (*cells, *blank, told))


def link_paths(
    linked: LinkedGraphs,
    graph: str,
    code: str,
    *,
    to: CodeSystem | str,
    direction: Direction | str = Direction.OUT,
    maps: str | Iterable[str] | None = None,
    limit: int = 200,
) -> LinkPaths:
    """Follow a code over maps to another system, visiting each system once.

    Parameters
    ----------
    linked
        The graphs and maps.
    graph, code
        Where to begin.
    to
        The system to reach (``icd11``).
    direction
        Along the maps (OUT) or against them (IN).
    maps
        Names of the maps to follow; default all.
    limit
        How many paths are given; the number of the others is in `LinkPaths.left_out`.

    Returns
    -------
    LinkPaths
        A path a combination of rows, the defaults first, then in the order of their links; those
        that end in a stated no-map or at a code without a row are told, too. The code itself
        without a row: one path of no steps.

    Raises
    ------
    InputError
        If the system is not known or is the code's own, both directions are asked for, or the limit
        is below 1.
    UnknownCodeError, UnknownNameError
        If the code, the graph or a map is not known.
    """
    direction = parse_direction(direction)
    if direction is Direction.BOTH:
        message = "a path leads one way; expected direction out or in"
        raise InputError(message)
    if limit < 1:
        message = f"limit {limit} lets no path through; expected 1 or more"
        raise InputError(message)
    held, goal = linked.graph(graph), _system(to)
    start = end_at(held, standing_at(held, code))
    if goal is held.release.system:
        message = f"{held.name} is of {goal.label} itself; name another system to reach"
        raise InputError(message)
    walk = _Walk(linked, goal=goal, way=Way(direction.value), maps=maps)
    begun = LinkPath(nodes=(start,), links=(), end=PathEnd.REACHED, default=True)
    found = sorted(walk.onward(begun), key=lambda path: not path.default)
    left_out, notes = max(len(found) - limit, 0), tuple(_notes(held, start, walk))
    return LinkPaths(paths=tuple(found[:limit]), left_out=left_out, notes=notes)


def _notes(held: CodeGraph, start: End, walk: _Walk) -> Iterator[str]:
    if start.held and not held.index.is_active(start.code or ""):
        yield f"{start.code} is retired; {replaced_words(held, start.code or '')}"
    if not walk.leads_from(held.release.system):
        ends = (held.release.system.label, walk.goal.label)
        first, last = ends if walk.way is Way.OUT else ends[::-1]
        yield f"no map asked leads from {first} to {last}, nor several one after the other"


class _Walk:
    """What stays the same while paths are walked."""

    def __init__(
        self,
        linked: LinkedGraphs,
        *,
        goal: CodeSystem,
        way: Way,
        maps: str | Iterable[str] | None,
    ) -> None:
        self._linked = linked
        self.goal = goal
        self.way = way
        self._maps = linked.maps if maps is None else names_of(maps)
        self._leading = self._systems_that_lead_there()
        self._defaults: dict[tuple[str, str], frozenset[int]] = {}

    def leads_from(self, system: CodeSystem) -> bool:
        """Say whether maps lead from a system to the goal, whatever their rows."""
        return system in self._leading

    def onward(self, path: LinkPath) -> Iterator[LinkPath]:
        """Give every way on from the end of a path, depth first."""
        here = path.nodes[-1]
        if here.code is None:
            yield replace(path, end=PathEnd.NO_MAP)
        elif _system_of(here) is self.goal:
            yield path
        else:
            steps = self._steps(path, here)
            for link in steps:
                yield from self.onward(self._leading_on(path, link))
            if not steps:
                default = path.default and bool(path.links)
                yield replace(path, end=PathEnd.UNMAPPED, default=default)

    def _steps(self, path: LinkPath, here: End) -> list[Link]:
        known = here.held or stem_text(here.code or "") != here.code
        if here.graph is None or here.code is None or not known:
            return []
        been = {_system_of(node) for node in path.nodes}
        links = self._linked.links(
            here.graph, here.code, direction=Direction(self.way.value), maps=self._maps
        )
        systems = self._leading - been
        return [link for link in links if _system_of(self._far(link)) in systems]

    def _leading_on(self, path: LinkPath, link: Link) -> LinkPath:
        """Take a step to the map's home, or to another edition held where that alone leads on."""
        home = self._longer(path, link)
        if self._far(link).code is None or not self._ends(home):
            return home
        others = (self._longer(path, other) for other in self._linked.elsewhere(link, self.way))
        return next((other for other in others if not self._ends(other)), home)

    def _ends(self, path: LinkPath) -> bool:
        here = path.nodes[-1]
        return _system_of(here) is not self.goal and not self._steps(path, here)

    def _longer(self, path: LinkPath, link: Link) -> LinkPath:
        return replace(
            path,
            nodes=(*path.nodes, self._far(link)),
            links=(*path.links, link),
            default=path.default and self._is_default(link),
        )

    def _far(self, link: Link) -> End:
        return link.target if self.way is Way.OUT else link.source

    def _is_default(self, link: Link) -> bool:
        at = link.map, link.source.written or ""
        if at not in self._defaults:
            self._defaults[at] = self._linked.map(link.map).rows.defaults(at[1])
        return link.row in self._defaults[at]

    def _systems_that_lead_there(self) -> frozenset[CodeSystem]:
        """Give the systems from which the maps lead to the goal, and the goal."""
        sides = [self._linked.map(name).sides for name in self._maps]
        pairs = [
            (near.release.system, far.release.system)
            for side in sides
            for near, far in [(side[self.way], side[opposite(self.way)])]
            if near.release is not None and far.release is not None
        ]
        found = {self.goal}
        for _ in CodeSystem:
            found |= {near for near, far in pairs if far in found}
        return frozenset(found)


def _system(word: CodeSystem | str) -> CodeSystem:
    try:
        return CodeSystem(word)
    except ValueError as error:
        message = f"system '{word}' is not one of {', '.join(CodeSystem)}"
        raise InputError(message) from error


def _system_of(end: End) -> CodeSystem | None:
    return None if end.release is None else parse_release(end.release).system
