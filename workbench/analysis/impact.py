"""What a move to another classification would change in one dataset.

The counts come as distinct codes with their activity; everything else follows from the maps and
graphs. Definitions: the documentation, *What the measures mean*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.analysis.codelists import codelist_codes, codelist_impact
from workbench.analysis.impact_codes import CodeRow, ImpactMaps, classify_codes
from workbench.analysis.impact_joins import joined_by
from workbench.analysis.impact_layers import layer_notes, layer_table
from workbench.analysis.impact_measures import (
    LAYERED_MEASURES,
    MEASURES,
    chapter_flow,
    direct_rows,
    measure_table,
    merge_table,
    merges,
    per_code_table,
)
from workbench.analysis.impact_notes import impact_notes
from workbench.analysis.impact_result import (
    CodelistImpacts,
    DatasetSummary,
    Impact,
    ImpactReleases,
)
from workbench.analysis.small_numbers import NOTES, SmallNumbers
from workbench.core.codelist import CodeList
from workbench.errors import InputError
from workbench.io.datasets import CodeCounts
from workbench.mapping.bridge import Bridge, Edition, data_release

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["impact"]


def impact(
    counts: CodeCounts,
    maps: ImpactMaps,
    *,
    edition: Edition = Edition.UK5,
    codelists: Sequence[CodeList] = (),
) -> Impact:
    """Say what a move along a map would change.

    Parameters
    ----------
    counts
        Activity by distinct code, as read.
    maps
        The map, its companions, its layers and graphs.
    edition
        How the data were coded, where in ICD-10; of OPCS-4 the map's own release is meant.
    codelists
        Lists to follow through the move.

    Raises
    ------
    ReleaseMismatchError
        If data, maps and graphs are of releases that no declared bridge joins.
    InputError
        If the data are of another code system than the map's source, or hold no code at all.
    """
    bridges = joined_by(counts, maps, edition)
    rows = _rows(counts, maps, edition)
    effect = layer_table(rows, _without_layers(counts, maps, rows, edition))
    listed = LAYERED_MEASURES if maps.layers else MEASURES
    total = sum(counts.activity.values())
    lists = sorted(codelists, key=lambda codelist: codelist.name)
    return Impact(
        releases=_releases(maps, edition, bridges),
        dataset=DatasetSummary(
            path=counts.path,
            year=counts.year,
            unit=counts.unit,
            codes=len(rows),
            activity=total,
            dropped=counts.dropped,
            notes=_notes(counts, maps, rows, edition=edition, effect=effect),
            rows=counts.rows,
        ),
        per_code=per_code_table(rows),
        measures=measure_table(rows, whole=rows, listed=listed),
        measures_direct=measure_table(direct_rows(rows), whole=rows, listed=listed),
        chapter_flow=chapter_flow(rows),
        merges=merges(rows),
        merge_table=merge_table(rows),
        layer_effect=effect,
        codelists=CodelistImpacts(
            codelist_impact(codelist, rows, system=counts.system) for codelist in lists
        ),
        codelist_codes=codelist_codes(lists, rows, system=counts.system),
    )


def _notes(
    counts: CodeCounts,
    maps: ImpactMaps,
    rows: Sequence[CodeRow],
    *,
    edition: Edition,
    effect: pa.Table,
) -> tuple[str, ...]:
    return (
        *impact_notes(counts, maps, rows, edition=edition),
        *layer_notes(maps.layers, effect, unit=counts.unit),
        *counts.notes,
        NOTES[SmallNumbers.NONE],
    )


def _without_layers(
    counts: CodeCounts, maps: ImpactMaps, rows: Sequence[CodeRow], edition: Edition
) -> Mapping[str, CodeRow]:
    """Give the row that each code answered by a layer has without any."""
    asked = {row.code: row.activity for row in rows if row.repair is not None}
    if not asked:
        return {}
    found = classify_codes(asked, replace(maps, layers=()), edition=edition, terms=counts.terms)
    return {row.code: row for row in found}


def _rows(counts: CodeCounts, maps: ImpactMaps, edition: Edition) -> list[CodeRow]:
    if not counts.activity:
        strange = sum(dropped.rows for dropped in counts.dropped)
        message = (
            f"{counts.path}: holds no code of {counts.system.label}; values that are none: "
            f"{strange:,}"
        )
        raise InputError(message)
    rows = classify_codes(counts.activity, maps, edition=edition, terms=counts.terms)
    for row in rows:
        withheld = counts.suppressed.get(row.code)
        row.suppressed = 0 if withheld is None else withheld.cells
    return rows


def _releases(maps: ImpactMaps, edition: Edition, bridges: tuple[Bridge, ...]) -> ImpactReleases:
    return ImpactReleases(
        source=str(data_release(maps.map_set.source or edition.release, edition)),
        target=str(maps.target_graph.release),
        map=maps.map_set.name,
        bridges=tuple(bridge.text for bridge in bridges),
        alternatives=maps.alternatives.name if maps.alternatives else None,
        back=maps.back.name if maps.back else None,
        foundation=maps.foundation.name if maps.foundation else None,
        layers=tuple(layer.name for layer in maps.layers),
    )
