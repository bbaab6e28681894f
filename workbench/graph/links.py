"""A link: one row of a map, told with the graphs on both its sides.

A link says where it comes from (map, release, and the bridge crossed where the graph held is of
another edition than the map), so that nobody has to believe it. What no map says, but follows from
one, is *derived*.

The trap: the code that a map writes and the code of the graph need not be the same. The UK's
``X59.0`` stands at WHO's ``X59``; `End.written` keeps what the map wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from workbench.core.codes import CodeSystem, natural_key
from workbench.core.icd11 import normal_text, stem_text
from workbench.core.showing import Shown, and_more, table_html
from workbench.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from workbench.graph.code_graph import CodeGraph

__all__ = [
    "BORROWED",
    "Direction",
    "End",
    "Link",
    "Links",
    "Way",
    "end_at",
    "names_of",
    "opposite",
    "parse_direction",
    "standing_at",
]

#: The bridge method that takes a code's parent in its place: its meaning differs.
BORROWED: Final = "parent"
_SHOWN: Final = 50
_HEADINGS: Final = ("from", "term", "to", "term", "map", "relation", "place", "bridge", "derived")


class Way(StrEnum):
    """Along a map, from its source to its target, or against it."""

    OUT = "out"
    IN = "in"


def opposite(way: Way) -> Way:
    """Give the other way."""
    return Way.IN if way is Way.OUT else Way.OUT


class Direction(StrEnum):
    """Which links of a code are meant: those it is the source of, the target of, or both."""

    OUT = "out"
    IN = "in"
    BOTH = "both"

    @property
    def ways(self) -> tuple[Way, ...]:
        """The ways that make up the direction."""
        return (Way.OUT, Way.IN) if self is Direction.BOTH else (Way(self.value),)


def parse_direction(word: Direction | str) -> Direction:
    """Read a direction.

    Raises
    ------
    InputError
        If it is none of ``out``, ``in`` and ``both``.

    Examples
    --------
    >>> parse_direction("in")
    <Direction.IN: 'in'>
    """
    try:
        return Direction(word)
    except ValueError as error:
        message = f"direction '{word}' is not one of {', '.join(Direction)}"
        raise InputError(message) from error


def names_of(words: str | Iterable[str]) -> tuple[str, ...]:
    """Give names or codes; one may stand by itself, and so may what is none and will be refused.

    Examples
    --------
    >>> names_of("uk"), names_of(["uk", "who"])
    (('uk',), ('uk', 'who'))
    """
    if isinstance(words, str) or not isinstance(words, Iterable):
        return (words,)
    return tuple(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class End(Shown):
    """One side of a link.

    Attributes
    ----------
    graph
        The held graph that stands for this side of the map; None where none is held.
    release
        Of that graph, else of the map, as text; None where nobody said.
    code
        The code in the graph; an ICD-11 expression in its normal form; what the map wrote where
        the graph has no such code. None exactly where the map states that there is no target.
    term
        As the map words it, else as the graph does; None where neither does.
    written
        The code as the map spells it.
    held
        Whether the graph has the code; never for an expression of several codes.
    bridge, method
        The declared bridge crossed between map and graph, and how it carried the code over
        (``place4``, ``exact``, ``fifth``, ``xfill``, ``parent`` or ``none``); None where none was.
    """

    graph: str | None
    release: str | None
    code: str | None
    term: str | None = None
    written: str | None = None
    held: bool = True
    bridge: str | None = None
    method: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What tells nodes apart: name of the graph, or the release where none is held; code."""
        return self.graph or self.release or "?", self.code or ""

    def __str__(self) -> str:
        """Give ``<graph>#<code>``."""
        return "no map" if self.code is None else "#".join(self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Shown):
    """One row of a map between two codes, or a stated no-map.

    Attributes
    ----------
    source, target
        Its two sides; of a stated no-map the target has no code.
    map
        The map's name.
    relation
        A `MapRelation`, seen from the source.
    map_block, map_group, map_priority
        1-based, as in `MapEntry`.
    mark
        Dagger or asterisk that the row gives its target, or None.
    no_map, no_map_text
        Why there is no target, and the map's own words for it; else None.
    row
        The row of the map's table, from 0.
    """

    source: End
    target: End
    map: str
    relation: str
    map_block: int = 1
    map_group: int = 1
    map_priority: int = 1
    mark: str | None = None
    no_map: str | None = None
    no_map_text: str | None = None
    row: int = 0

    @property
    def bridge(self) -> str | None:
        """The bridges crossed, each with its method; None where map and graphs are of a release."""
        told = [
            f"{end.bridge} ({end.method})"
            for end in (self.source, self.target)
            if end.bridge is not None
        ]
        return "; ".join(told) or None

    @property
    def derived(self) -> bool:
        """Whether a parent stands for a code on one of its sides; no map says that."""
        return BORROWED in (self.source.method, self.target.method)

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """Map, source, place in coding order, target."""
        return (
            self.map,
            self.source.key[0],
            natural_key(self.source.key[1]),
            self.map_block,
            self.map_group,
            self.map_priority,
            self.target.key[0],
            natural_key(self.target.key[1]),
            self.source.written or "",
            self.row,
        )

    def __lt__(self, other: Link) -> bool:
        """Say whether this one comes first."""
        return self.sort_key < other.sort_key

    def to_dict(self) -> dict[str, Any]:
        """Give plain values, one level deep, for a row of a table."""
        return {
            "source_graph": self.source.graph,
            "source": self.source.code,
            "source_term": self.source.term,
            "source_written": self.source.written,
            "target_graph": self.target.graph,
            "target": self.target.code,
            "target_term": self.target.term,
            "target_written": self.target.written,
            "map": self.map,
            "relation": self.relation,
            "map_block": self.map_block,
            "map_group": self.map_group,
            "map_priority": self.map_priority,
            "mark": self.mark,
            "no_map": self.no_map,
            "no_map_text": self.no_map_text,
            "bridge": self.bridge,
            "derived": self.derived,
        }

    def __str__(self) -> str:
        """Give it in one line."""
        target = f"no map: {self.no_map}" if self.no_map else f"{self.target}{self.mark or ''}"
        over = f", over {self.bridge}" if self.bridge else ""
        derived = ", derived" if self.derived else ""
        return f"{self.source} → {target}  [{self.map}, {self.relation}{over}{derived}]"


class Links(tuple[Link, ...]):
    """Links in order; a tuple that shows itself as a table."""

    __slots__ = ()

    def to_pandas(self) -> pd.DataFrame:
        """Give one row a link, with the keys of `Link.to_dict`."""
        import pandas as pd

        return pd.DataFrame([link.to_dict() for link in self], columns=list(_COLUMNS))

    def __repr__(self) -> str:
        """Give the links as text, a bounded number of them."""
        lines = [str(link) for link in self[:_SHOWN]] or ["no links"]
        return "\n".join([*lines, *and_more(len(self), shown=_SHOWN)])

    def _repr_html_(self) -> str:
        shown = [_cells(link) for link in self[:_SHOWN]]
        return table_html(_HEADINGS, shown, below=and_more(len(self), shown=_SHOWN))


def _cells(link: Link) -> tuple[str, ...]:
    target = f"{link.target}{link.mark or ''}"
    return (
        str(link.source),
        link.source.term or "",
        target,
        link.target.term or link.no_map_text or link.no_map or "",
        link.map,
        link.relation,
        f"{link.map_block}.{link.map_group}.{link.map_priority}",
        link.bridge or "",
        "derived" if link.derived else "",
    )


_COLUMNS: Final = tuple(
    Link(
        source=End(graph=None, release=None, code=None),
        target=End(graph=None, release=None, code=None),
        map="",
        relation="",
    ).to_dict()
)


def standing_at(graph: CodeGraph, code: str) -> str:
    """Give the code that a text stands for in a graph; an ICD-11 expression in its normal form.

    Raises
    ------
    UnknownCodeError
        If the graph does not know the code, or a part of the expression.
    InputError
        If it is no expression.

    Examples
    --------
    >>> from workbench.core.codes import parse_release
    >>> from workbench.graph.build import build_graph, edges_table, nodes_table
    >>> nodes = nodes_table(*({"code": code} for code in ("BA41", "XA7RE3", "XN6P4")))
    >>> graph = build_graph(nodes, edges_table(), release=parse_release("icd11/example"))
    >>> standing_at(graph, "BA41&XN6P4&XA7RE3")
    'BA41&XA7RE3&XN6P4'
    """
    is_icd11 = graph.release.system is CodeSystem.ICD11 and isinstance(code, str)
    if code in graph or not is_icd11 or stem_text(code) == code or "//" in code:
        return graph.resolve(code)
    normal = normal_text(code)
    for part in normal.replace("&", "/").split("/"):
        graph.resolve(part)
    return normal


def end_at(graph: CodeGraph, near: str, *, bridge: str | None = None) -> End:
    """Give the side of a link that lies in a graph, at what `standing_at` gave."""
    held = near in graph.index.ordinals
    return End(
        graph=graph.name,
        release=str(graph.release),
        code=near,
        term=graph.term(near) if held else None,
        held=held,
        bridge=bridge,
    )
