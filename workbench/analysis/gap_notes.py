"""What a reader of a gap count must know before the figures mean anything."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.analysis.gap_count import Count
from workbench.analysis.gap_kinds import Judged
from workbench.analysis.gap_scope import Scope
from workbench.analysis.small_numbers import NOTES, SmallNumbers
from workbench.core.codes import CodeSystem
from workbench.core.suppression import suppressed_words
from workbench.graph.code_graph import CodeGraph
from workbench.io.datasets import CodeCounts
from workbench.mapping.bridge import FIFTH_EDITION_FROM, Edition
from workbench.mapping.map_set import MapSet

__all__ = ["gap_notes"]

_NAMED = 10


def gap_notes(
    map_set: MapSet,
    scope: Scope,
    usage: CodeCounts | None,
    *,
    target_graph: CodeGraph | None,
    judged: Judged,
    count: Count,
) -> tuple[str, ...]:
    """Give the notes of a count: what was read how, what was dropped, what could not be told."""
    return (
        *_target(map_set, target_graph, judged),
        *_scope(scope),
        *_usage(map_set, usage, count),
    )


def _target(map_set: MapSet, graph: CodeGraph | None, judged: Judged) -> Iterator[str]:
    if graph is None:
        yield (
            f"No graph of {map_set.target or 'the target release'} is held: residual_only, retired "
            "and extension_alone are not looked for, and block_only by the map's own words."
        )
    elif judged.untold:
        yield (
            f"Whether {map_set.target} holds a target is told by {graph.release} in its stead; "
            f"distinct targets that this does not hold, and of which nothing is said: "
            f"{judged.untold:,}."
        )


def _scope(scope: Scope) -> Iterator[str]:
    yield from scope.notes
    if scope.unknown:
        more = f" and {len(scope.unknown) - _NAMED} more" if len(scope.unknown) > _NAMED else ""
        yield (
            "Listed codes that stand for nothing in the source release: "
            f"{', '.join(scope.unknown[:_NAMED])}{more}."
        )


def _usage(map_set: MapSet, usage: CodeCounts | None, count: Count) -> Iterator[str]:
    if usage is None:
        return
    if usage.system is CodeSystem.ICD10:
        yield (
            f"The usage is read as {Edition.UK5.release}. Years before April 2016 were coded in "
            "the 4th edition of ICD-10."
        )
        if usage.year is not None and usage.year < FIFTH_EDITION_FROM:
            yield (
                f"The year from {usage.year} was coded in the 4th edition: codes that the 5th "
                "edition split or dropped count here as unmapped."
            )
    else:
        yield f"The usage does not state its release; its codes are read as {map_set.source}."
    if count.beyond:
        yield (
            f"Sources that are no assignable code of {count.where.graph.release} and count because "
            f"the usage holds them: {count.beyond:,}."
        )
    cells = int(count.cells[count.members].sum())
    if cells:
        yield (
            f"{suppressed_words(cells)} A code with no other count stands after those with "
            "activity."
        )
    borrowed = [stray for stray in count.strays if stray.parent is not None]
    if borrowed:
        yield (
            "Codes that could only borrow the row of their parent, and so count as unmapped: "
            f"{len(borrowed):,} ({sum(stray.activity for stray in borrowed):,} {usage.unit})."
        )
    for dropped in usage.dropped:
        yield (
            f"Dropped: '{dropped.value}' ({dropped.why}), rows: {dropped.rows:,}, activity: "
            f"{dropped.activity:,}."
        )
    yield from usage.notes
    yield NOTES[SmallNumbers.NONE]
