"""Checks of how a target stands to its source: against the hierarchy, and in what it claims.

The branch of a target is the narrowest block it lies in (where its release has no blocks, its
chapter). So a child may be finer than its parent, or stand beside it, and only a child that goes
somewhere else is told. A parent that no record may hold is a heading: under it, a child may also go
where a sibling goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import chain
from typing import Final

import numpy as np

from workbench.core.codes import CodeSystem, Kind
from workbench.core.residual import gave_up_detail
from workbench.graph.code_graph import CodeGraph
from workbench.graph.walk import rising
from workbench.mapping.checks.context import GROUPS, CheckContext
from workbench.mapping.checks.model import Check, Hit, Severity
from workbench.mapping.relation import MapRelation

__all__ = ["CHECKS"]

#: A block says more than a chapter; a release without blocks has chapters.
_NARROWEST: Final = (Kind.BLOCK, Kind.CHAPTER)
_UNKNOWN_ILLNESS: Final = "R69"
_GATHERED: Final = frozenset({CodeSystem.ICD10, CodeSystem.OPCS4})


def child_outside_branch(context: CheckContext) -> Iterator[Hit]:
    """Find sources none of whose first codes lies in the branch of a code of a parent."""
    if context.source is None or context.target is None or context.lists_candidates:
        return
    source, lines = context.source.graph, _Lines(context.target.graph)
    firsts = _first_rows(context)
    stems = {at: {_stem(context, row) for row in rows} for at, rows in firsts.items()}
    headings = _headings(source, firsts)
    for at, rows in firsts.items():
        above = [
            up
            for up in source.hierarchy.parents.row(at).tolist()
            if up in firsts
            and headings.get(up) is not _Heading.GROUP
            and _says(context, firsts[up])
        ]
        beside = [
            sibling
            for up in above
            if headings.get(up) is _Heading.SUBDIVIDED
            for sibling in source.hierarchy.children.row(up).tolist()
            if sibling != at
        ]
        told = {stem for near in (*above, *beside) for stem in stems.get(near, ())}
        if above and not lines.any_lies_with(stems[at], told):
            parent = _stem(context, firsts[above[0]][0])
            yield (
                rows[0],
                (
                    f"{lines.path(_stem(context, rows[0]))}, but its parent "
                    f"{source.code_at(above[0])} goes to {lines.path(parent)}; see which of the "
                    "two is meant"
                ),
            )


def equivalent_to_residual(context: CheckContext) -> Iterator[Hit]:
    """Find rows that call a source the same as a code that gathers what has no place of its own."""
    standing = context.target
    if standing is None:
        return
    rows = context.rows
    same = rows.column("relation").where(lambda text: text == MapRelation.EQUIVALENT)
    named = standing.graph.concepts["residual_kind"].to_pylist()
    terms = standing.graph.concepts["term"].to_pylist()
    by_title = standing.graph.release.system in _GATHERED
    gathers = [
        len(parts) == 1
        and found[0] >= 0
        and not outside
        and (named[found[0]] is not None or (by_title and gave_up_detail(terms[found[0]])))
        for parts, found, outside in zip(
            context.targets.parts, context.targets.ordinals, context.targets.foundation, strict=True
        )
    ]
    for row in np.flatnonzero(same & rows.column("target").where_each(gathers)).tolist():
        yield (
            row,
            (
                f"{context.spelled(row)} gathers what has no code of its own, so that the source "
                "is narrower and not equivalent; say source-is-narrower-than-target"
            ),
        )


def _first_rows(context: CheckContext) -> dict[int, list[int]]:
    """Give, by the ordinal of a source, the rows of its first group in its first block."""
    rows = context.rows
    lowest = np.full(len(rows.column("source").texts), np.iinfo(np.int32).max, dtype=np.int32)
    numbers = rows.column("source").numbers
    np.minimum.at(lowest, numbers, rows.block)
    known = context.sources[numbers] >= 0
    column = rows.column("target")
    usable = column.where_each(
        [
            at >= 0 and not outside and context.kind_of(number) is not Kind.EXTENSION
            for number, (at, outside) in enumerate(
                zip(context.targets.stems.tolist(), context.targets.foundation, strict=True)
            )
        ]
    )
    first = rows.is_first_group & (rows.block == lowest[numbers])
    found: dict[int, list[int]] = {}
    for row in np.flatnonzero(first & known & usable).tolist():
        found.setdefault(int(context.sources[numbers[row]]), []).append(row)
    return found


def _stem(context: CheckContext, row: int) -> int:
    return int(context.targets.stems[context.rows.column("target").numbers[row]])


def _says(context: CheckContext, rows: list[int]) -> bool:
    """Say whether what a parent leads to says anything that a child could leave."""
    return any(context.rows.column("target").at(row) != _UNKNOWN_ILLNESS for row in rows)


class _Heading(Enum):
    """What no record holds: a block or chapter, or a category that is subdivided."""

    GROUP = 1
    SUBDIVIDED = 2


def _headings(graph: CodeGraph, ordinals: Iterable[int]) -> dict[int, _Heading]:
    """Give those of some concepts that no record may hold."""
    kinds = graph.concepts["kind"].to_pylist()
    assignable = np.asarray(graph.concepts["assignable"])
    return {
        at: _Heading.GROUP if kinds[at] in GROUPS else _Heading.SUBDIVIDED
        for at in ordinals
        if kinds[at] in GROUPS or not assignable[at]
    }


class _Lines:
    """The lines from codes of a target release up to its tops, each worked out once."""

    def __init__(self, graph: CodeGraph) -> None:
        self._graph = graph
        self._kinds = graph.concepts["kind"].to_pylist()
        self._above: dict[int, list[int]] = {}

    def any_lies_with(self, stems: Iterable[int], others: Iterable[int]) -> bool:
        """Say whether one of some codes lies in the branch of one of others."""
        branches = {self._branch(other) for other in others}
        return any(not branches.isdisjoint(self._line(stem)) for stem in stems)

    def path(self, stem: int) -> str:
        """Give a code and all it lies in, nearest first."""
        codes = self._graph.index.codes
        return " < ".join(codes[at] for at in self._line(stem))

    def _branch(self, stem: int) -> int:
        line = self._line(stem)
        found = (at for kind in _NARROWEST for at in line if self._kinds[at] == kind)
        return next(found, stem)

    def _line(self, stem: int) -> list[int]:
        if stem not in self._above:
            levels = rising(self._graph.hierarchy.parents, stem)
            self._above[stem] = [stem, *chain.from_iterable(levels)]
        return self._above[stem]


_CONSISTENT: Final = (
    "The documentation, Checks on a map (neighbours in a hierarchy are compared; no standard "
    "demands that they lie together)"
)
_RELATION: Final = (
    "FHIR R5, ConceptMapRelationship; WHO, ICD-11 Reference Guide (residual categories)"
)

#: The checks of this module.
CHECKS: Final = (
    Check(
        name="child_outside_branch",
        severity=Severity.WARNING,
        about="A source leads outside the branch that its parents lead to; both paths are told.",
        principle=_CONSISTENT,
        find=child_outside_branch,
    ),
    Check(
        name="equivalent_to_residual",
        severity=Severity.WARNING,
        about="A source is called equivalent to a code that gathers what has no code of its own.",
        principle=_RELATION,
        find=equivalent_to_residual,
    ),
)
