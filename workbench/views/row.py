"""One row of a tree: a concept in one of the places where it stands, with what is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from workbench.core.codes import Kind
from workbench.graph.code_graph import CodeGraph
from workbench.graph.display import shortened
from workbench.graph.search.hits import Hit
from workbench.views.branch import Forest, Spot

__all__ = ["Row", "read_rows", "told_hits"]

#: Longest term sent to a page, in characters; the longest of the real releases has 340.
_TERM: Final = 500
_COLUMNS: Final = ("code", "term", "kind", "active", "assignable", "mark", "semantic_tag")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row as it is shown.

    Attributes
    ----------
    path
        The codes from a top of the tree down to this one: the row's name.
    code, term
        Of the concept; `printed` is the code with its mark.
    printed
        The code with its mark, as the book prints it.
    kind
        What it is, in a word: its kind, or SNOMED CT's semantic tag.
    level
        From 1 at the top.
    place, siblings
        The how-manieth of how many, from 1.
    open
        Whether what lies below is shown; None where nothing lies below.
    retired, assignable
        Whether it is no longer in use; whether it may be the code of a record.
    parents
        How many concepts it lies directly below.
    row, up
        Its number and its parent's, from 0; -1 where it has no parent.
    """

    path: tuple[str, ...]
    code: str
    printed: str
    term: str
    kind: str
    level: int
    place: int
    siblings: int
    open: bool | None
    retired: bool
    assignable: bool
    parents: int
    row: int
    up: int

    def to_dict(self) -> dict[str, Any]:
        """Give the row as a page takes it."""
        return {name: getattr(self, name) for name in self.__slots__}


def read_rows(forest: Forest, spots: Sequence[Spot]) -> list[Row]:
    """Give what is told of some rows, in their order."""
    graph, shape = forest.graph, forest.graph.hierarchy
    told, codes = _read(graph, [spot.path[-1] for spot in spots]), graph.index.codes
    return [
        Row(
            path=tuple(codes[ordinal] for ordinal in spot.path),
            **_words(concept),
            level=len(spot.path),
            place=spot.place + 1,
            siblings=spot.siblings,
            open=spot.shown > 0 if forest.has_children(spot.path[-1]) else None,
            parents=shape.parents.count(spot.path[-1]),
            row=spot.row,
            up=spot.up,
        )
        for spot, concept in zip(spots, told, strict=True)
    ]


def told_hits(graph: CodeGraph, hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """Give what is told of concepts that were found, and what matched if it is not the term."""
    told = _read(graph, [graph.ordinal(hit.code) for hit in hits])
    return [
        {**_words(concept), "matched": _matched(hit)}
        for hit, concept in zip(hits, told, strict=True)
    ]


def _matched(hit: Hit) -> str:
    return "" if hit.matched in {hit.term, hit.code} else shortened(hit.matched, most=_TERM)


def _words(concept: dict[str, Any]) -> dict[str, Any]:
    """Give what is told of a concept, from its columns."""
    code, kind = concept["code"], concept["kind"]
    tag = concept.get("semantic_tag") if kind == Kind.CONCEPT else None
    return {
        "code": code,
        "printed": f"{code}{concept['mark'] or ''}",
        "term": shortened(concept["term"], most=_TERM),
        "kind": tag or kind,
        "retired": concept["active"] is False,
        "assignable": bool(concept["assignable"]),
    }


def _read(graph: CodeGraph, ordinals: list[int]) -> list[dict[str, Any]]:
    columns = [name for name in _COLUMNS if name in graph.concepts.column_names]
    rows: list[dict[str, Any]] = (
        graph.concepts.select(columns).take(pa.array(ordinals, pa.int64())).to_pylist()
    )
    return rows
