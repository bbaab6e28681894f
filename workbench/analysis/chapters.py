"""What each chapter keeps, loses and gains: one of ICD-10 beside the one that continues it.

The trap is to read *after ÷ before* as a comparability ratio. It is implied by the map alone: no
record was coded twice.

Source: the contract of the command line, *What the measures mean*; `NOMINAL_CHAPTER`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.impact_result import CHAPTER_SCHEMA
from workbench.core.icd11 import NOMINAL_CHAPTER

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["chapter_table"]

_UNITS: Final = ("codes", "activity")

_Flow = dict[str, Any]


def chapter_table(flow: pa.Table) -> pa.Table:
    """Give what stays in each chapter, leaves it and comes to it.

    Parameters
    ----------
    flow
        A table of `FLOW_SCHEMA`.

    Returns
    -------
    pyarrow.Table
        Of `CHAPTER_SCHEMA`: chapters of ICD-10 in the order of the flow, then those of ICD-11 that
        continue none. Empty where no chapter of the data is one of ICD-10.

    Examples
    --------
    >>> import pyarrow as pa
    >>> pairs = {"source_chapter": ["IX", "IX", "VI"], "target_chapter": ["11", "08", "08"]}
    >>> table = chapter_table(pa.table({**pairs, "codes": [2, 1, 1], "activity": [40, 10, 5]}))
    >>> table.select(["source_chapter", "activity_out", "activity_in", "activity_net"]).to_pylist()
    [{'source_chapter': 'IX', 'activity_out': 10, 'activity_in': 0, 'activity_net': -10},
     {'source_chapter': 'VI', 'activity_out': 0, 'activity_in': 10, 'activity_net': 10}]
    """
    import pyarrow as pa

    flows = flow.to_pylist()
    sources = [name for name in _distinct(flows, "source_chapter") if name in NOMINAL_CHAPTER]
    if not sources:
        return CHAPTER_SCHEMA.empty_table()
    pairs = [(source, NOMINAL_CHAPTER[source]) for source in sources]
    continued = set(dict(pairs).values())
    rest = sorted(name for name in _distinct(flows, "target_chapter") if name not in continued)
    rows = [_row(flows, source, target) for source, target in (*pairs, *((None, t) for t in rest))]
    return pa.Table.from_pylist(rows, schema=CHAPTER_SCHEMA)


def _distinct(flows: Iterable[_Flow], column: str) -> list[str]:
    return list(dict.fromkeys(flow[column] for flow in flows if flow[column] is not None))


def _row(flows: list[_Flow], source: str | None, target: str) -> dict[str, Any]:
    row: dict[str, Any] = {"source_chapter": source, "target_chapter": target}
    for unit in _UNITS:
        row |= {f"{unit}_{part}": n for part, n in _parts(flows, source, target, unit).items()}
    before = row["activity_before"]
    return {**row, "map_implied_ratio": row["activity_after"] / before if before else None}


def _parts(flows: list[_Flow], source: str | None, target: str, unit: str) -> dict[str, int | None]:
    def total(*, leaves: bool, comes: bool) -> int:
        return sum(
            flow[unit]
            for flow in flows
            if (flow["source_chapter"] == source) is leaves
            and (flow["target_chapter"] == target) is comes
        )

    came = total(leaves=False, comes=True)
    if source is None:  # a code of no chapter cannot stay in one
        came += total(leaves=True, comes=True)
        nothing = dict.fromkeys(("before", "stay", "out"))
        return {**nothing, "in": came, "after": came, "net": came}
    stay, out = total(leaves=True, comes=True), total(leaves=True, comes=False)
    return {
        "before": stay + out,
        "stay": stay,
        "out": out,
        "in": came,
        "after": stay + came,
        "net": came - out,
    }
