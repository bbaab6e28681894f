"""What a reader of an impact must know before the figures mean anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from workbench.analysis.impact_codes import CodeRow, ImpactMaps
from workbench.core.codes import CodeSystem
from workbench.core.icd10 import undotted
from workbench.core.suppression import suppressed_words
from workbench.io.datasets import CodeCounts
from workbench.mapping.bridge import FIFTH_EDITION_FROM, Edition

__all__ = ["impact_notes"]

#: Hospital episodes write this where no diagnosis was known.
_UNKNOWN_CAUSE: Final = "R69X"


def impact_notes(
    counts: CodeCounts, maps: ImpactMaps, rows: Sequence[CodeRow], *, edition: Edition
) -> tuple[str, ...]:
    """Give the notes of a dataset: edition, what is counted apart, what was not measured."""
    return (
        *_edition(counts, maps, edition),
        *_missing_companions(maps),
        *_unknown_cause(counts),
        *_suppressed(counts),
        *_disagreement(maps, rows, counts.unit),
    )


def _edition(counts: CodeCounts, maps: ImpactMaps, edition: Edition) -> Iterable[str]:
    if counts.system is not CodeSystem.ICD10:
        yield (
            f"The codes are read as {maps.map_set.source}, which the map leads from; --edition is "
            "about ICD-10. No chapter of ICD-11 continues one of OPCS-4, so moved_chapter is none."
        )
        return
    yield (
        f"The codes are read as {edition.release} (--edition {edition}; the default is uk5). "
        "Years before April 2016 were coded in the 4th edition of ICD-10."
    )
    if counts.year is not None and counts.year < FIFTH_EDITION_FROM:
        yield (
            f"The year from {counts.year} was coded in the 4th edition: codes that the 5th edition "
            "split or dropped count here as parent or none."
        )


def _missing_companions(maps: ImpactMaps) -> Iterable[str]:
    companions = (
        ("alternatives (many_targets, any_cluster, all_cluster)", maps.alternatives),
        ("back (round_trip)", maps.back),
        ("foundation (residual_kind)", maps.foundation),
    )
    missing = [label for label, companion in companions if companion is None]
    if missing:
        yield f"Not measured, for want of a companion map: {'; '.join(missing)}."
    if maps.back is not None and maps.source_graph is None:
        yield f"round_trip is not measured: the workspace holds no graph of {maps.map_set.source}."


def _unknown_cause(counts: CodeCounts) -> Iterable[str]:
    if counts.system is not CodeSystem.ICD10:
        return
    known = [code for code in counts.activity if undotted(code) == _UNKNOWN_CAUSE]
    if known:
        activity = sum(counts.activity[code] for code in known)
        yield (
            f"{_UNKNOWN_CAUSE} (no diagnosis known) is a code and is counted: {activity:,} "
            f"{counts.unit}."
        )


def _suppressed(counts: CodeCounts) -> Iterable[str]:
    cells = sum(withheld.cells for withheld in counts.suppressed.values())
    if cells:
        yield (
            f"{suppressed_words(cells)} A code with no other count is counted as a code, and its "
            "activity is not known."
        )


def _disagreement(maps: ImpactMaps, rows: Sequence[CodeRow], unit: str) -> Iterable[str]:
    """Say where the map's one target is not among the candidates its companion lists."""
    if maps.alternatives is None:
        return
    apart = [row for row in rows if row.target and row.choices and row.target not in row.choices]
    if apart:
        activity = sum(row.activity for row in apart)
        codes = "1 code" if len(apart) == 1 else f"{len(apart):,} codes"
        yield (
            f"The two tables disagree on {codes} ({activity:,} {unit}): the target in "
            f"'{maps.map_set.name}' is not among the candidates of '{maps.alternatives.name}'."
        )
