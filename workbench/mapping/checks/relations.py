"""Checks of how a target stands to its source: against the hierarchy, and in what it claims.

The branch of a target is the narrowest block it lies in (where its release has no blocks, its
chapter). So a child may be finer than its parent, or stand beside it, and only a child that goes
somewhere else is told. A parent that no record may hold is a heading: under it, a child may also go
where a sibling goes.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    source, target = context.source.graph, context.target.graph
    firsts = _first_rows(context)
    stems = {at: {_stem(context, row) for row in rows} for at, rows in firsts.items()}
    branches = _branches(target, {stem for each in stems.values() for stem in each})
    kinds = source.concepts["kind"].to_pylist()
    groups = {at for at in firsts if kinds[at] in GROUPS}
    assignable = np.asarray(source.concepts["assignable"])

    def beside(at: int, up: int) -> set[int]:
        """Give what the siblings under a heading lead to; a code speaks for itself."""
        if assignable[up]:
            return set()
        siblings = source.hierarchy.children.row(up).tolist()
        return {stem for sibling in siblings if sibling != at for stem in stems.get(sibling, ())}

    for at, rows in firsts.items():
        above = [
            up
            for up in source.hierarchy.parents.row(at).tolist()
            if up in firsts and up not in groups and _says_something(context, firsts[up])
        ]
        allowed = {branches[stem] for up in above for stem in stems[up]}
        allowed |= {branches[stem] for up in above for stem in beside(at, up)}
        if above and not any(_lies_in(target, stem, allowed) for stem in stems[at]):
            parent = firsts[above[0]][0]
            yield (
                rows[0],
                (
                    f"{_path(target, _stem(context, rows[0]))}, but its parent "
                    f"{source.code_at(above[0])} goes to {_path(target, _stem(context, parent))}; "
                    "see which of the two is meant"
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


def _says_something(context: CheckContext, rows: list[int]) -> bool:
    """Say whether what a parent leads to says anything that a child could leave."""
    return any(context.rows.column("target").at(row) != _UNKNOWN_ILLNESS for row in rows)


def _branches(graph: CodeGraph, stems: set[int]) -> dict[int, int]:
    """Give what a child of each code's source may lie in: its block, else its chapter."""
    kinds = graph.concepts["kind"].to_pylist()
    parents = graph.hierarchy.parents
    found = {}
    for stem in stems:
        line = [[stem], *rising(parents, stem)]
        above = [up for kind in _NARROWEST for level in line for up in level if kinds[up] == kind]
        found[stem] = above[0] if above else stem
    return found


def _lies_in(graph: CodeGraph, stem: int, branches: set[int]) -> bool:
    return stem in branches or not branches.isdisjoint(graph.hierarchy.ancestors.row(stem).tolist())


def _path(graph: CodeGraph, ordinal: int) -> str:
    codes = graph.ancestors_or_self(graph.code_at(ordinal))
    return " < ".join(codes)


_CONSISTENT: Final = (
    "SNOMED International, ICD-10 Mapping Technical Guide (a descendant is classified as its "
    "ancestor is, unless ICD-10 says otherwise)"
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
