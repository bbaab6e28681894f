"""What layers change in an impact: each code they answer for, before and after.

Before is what the map says without any layer, as the same call without ``--layer`` counts it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa

from workbench.analysis.impact_codes import CodeRow
from workbench.analysis.layer_schema import LAYER_SCHEMA
from workbench.core.codes import natural_key
from workbench.mapping.entry import MapEntry
from workbench.mapping.map_set import MapSet

__all__ = ["layer_notes", "layer_table"]


def layer_table(rows: Iterable[CodeRow], before: Mapping[str, CodeRow]) -> pa.Table:
    """Give the codes that layers answer for, before and after.

    Parameters
    ----------
    rows
        All rows of the dataset, with the layers.
    before
        The row of each such code without them.
    """
    ordered = sorted(rows, key=lambda row: (-row.activity, natural_key(row.code)))
    made = [_row(row, row.repair, before[row.code]) for row in ordered if row.repair is not None]
    return pa.Table.from_pylist(made, schema=LAYER_SCHEMA)


def _row(row: CodeRow, repair: MapEntry, before: CodeRow) -> dict[str, object]:
    return {
        "code": row.code,
        "term": repair.source_term or row.term,
        "activity": row.activity or (None if row.suppressed else 0),
        "layer": repair.layer,
        "method_before": before.method,
        "key_before": before.key,
        "target_before": before.target,
        "target_term_before": before.target_term,
        "target_kind_before": before.target_kind,
        "method": row.method,
        "target": row.target,
        "target_term": row.target_term,
        "target_kind": row.target_kind,
        "relation": repair.relation,
        "evidence": repair.evidence,
    }


def layer_notes(layers: Sequence[MapSet], effect: pa.Table, *, unit: str) -> Iterator[str]:
    """Say of each layer what it answers for, and how the map found those codes before.

    Parameters
    ----------
    layers
        Those named in the call.
    effect
        A table of `LAYER_SCHEMA`.
    unit
        What one unit of activity is.
    """
    for layer in {layer.name: layer for layer in layers}.values():
        said = _said_by(layer)
        rows = [row for row in effect.to_pylist() if row["layer"] in said]
        told = f"Layer '{layer.name}' answers for {_codes(rows)}"
        if not rows:
            yield f"{told}: no code of the data is among its {len(layer.sources):,}."
            continue
        ways = Counter(row["method_before"] for row in rows)
        each = "; ".join(
            f"{method} {_counted([r for r in rows if r['method_before'] == method], unit)}"
            for method in sorted(ways)
        )
        yield (
            f"{told} ({_activity(rows):,} {unit}), of {len(layer.sources):,} it has rows for. "
            f"Without it, by method: {each}."
        )


def _said_by(layer: MapSet) -> frozenset[str]:
    """Give the layers a layer's rows are of: its name, or what a row of a stack says itself."""
    return frozenset(said or layer.name for said in layer.table["layer"].unique().to_pylist())


def _counted(rows: list[dict[str, object]], unit: str) -> str:
    return f"{_codes(rows)} ({_activity(rows):,} {unit})"


def _codes(rows: list[dict[str, object]]) -> str:
    return "1 code" if len(rows) == 1 else f"{len(rows):,} codes"


def _activity(rows: list[dict[str, object]]) -> int:
    counts = (row["activity"] for row in rows)
    return sum(count for count in counts if isinstance(count, int))
