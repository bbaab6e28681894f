"""Add up the rows of `impact_codes`: measures, chapter flow and merges.

Every measure lists each of its values, zeros too, in the order of the documentation; every
count stands by code and by activity, and both add up to the dataset.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

import pyarrow as pa

from workbench.analysis.impact_codes import CodeRow
from workbench.analysis.impact_result import (
    FLOW_SCHEMA,
    MEASURE_SCHEMA,
    MERGE_SCHEMA,
    PER_CODE_SCHEMA,
    Merges,
)
from workbench.core.codes import natural_key
from workbench.core.icd10 import roman
from workbench.mapping.bridge import DIRECT_METHODS

__all__ = [
    "LAYERED_MEASURES",
    "MEASURES",
    "chapter_flow",
    "direct_rows",
    "measure_table",
    "merge_table",
    "merges",
    "per_code_table",
]

_BOOLEAN: Final = ("true", "false")

#: Each measure with its values, in the order results give them.
MEASURES: Final[dict[str, tuple[str, ...]]] = {
    "method": ("exact", "xfill", "place4", "fifth", "parent", "none"),
    "target_kind": ("leaf", "nonleaf", "extension", "block", "chapter", "none"),
    "residual": ("no", "other", "unspecified", "none"),
    "residual_kind": ("not_residual", "label_only", "as_before", "new_loss"),
    "cluster": _BOOLEAN,
    "moved_chapter": ("yes", "no", "none"),
    "merged": _BOOLEAN,
    "many_targets": _BOOLEAN,
    "any_cluster": _BOOLEAN,
    "all_cluster": _BOOLEAN,
    "round_trip": (
        "same_code",
        "same_category",
        "same_block",
        "same_chapter",
        "other_chapter",
        "none",
    ),
}

#: The same where a layer is named: a row of it is found by a method of its own.
LAYERED_MEASURES: Final[dict[str, tuple[str, ...]]] = {
    **MEASURES,
    "method": ("exact", "xfill", "place4", "fifth", "layer", "parent", "none"),
}


def direct_rows(rows: Iterable[CodeRow]) -> list[CodeRow]:
    """Give the rows whose code kept its meaning on the way to the map."""
    return [row for row in rows if row.method in DIRECT_METHODS]


def measure_table(
    rows: list[CodeRow],
    *,
    whole: list[CodeRow],
    listed: Mapping[str, tuple[str, ...]] = MEASURES,
) -> pa.Table:
    """Count rows by every measure that its companion map made known.

    Parameters
    ----------
    rows
        The rows counted.
    whole
        All kept rows: shares are of these, and they say which measures are known.
    listed
        The measures with their values.
    """
    all_codes, all_activity = len(whole), sum(row.activity for row in whole)
    counted = [
        (measure, value, codes, activity)
        for measure, values in listed.items()
        if all(getattr(row, measure) is not None for row in whole)
        for value, codes, activity in _count(rows, measure, values)
    ]
    columns: dict[str, list[object]] = {
        "measure": [measure for measure, _, _, _ in counted],
        "value": [value for _, value, _, _ in counted],
        "codes": [codes for _, _, codes, _ in counted],
        "activity": [activity for _, _, _, activity in counted],
        "codes_share": [_share(codes, all_codes) for _, _, codes, _ in counted],
        "activity_share": [_share(activity, all_activity) for *_, activity in counted],
    }
    return pa.table(columns, schema=MEASURE_SCHEMA)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _count(
    rows: list[CodeRow], measure: str, values: tuple[str, ...]
) -> Iterable[tuple[str, int, int]]:
    codes: dict[str, int] = dict.fromkeys(values, 0)
    activity: dict[str, int] = dict.fromkeys(values, 0)
    for row in rows:
        value = str(getattr(row, measure))
        codes[value] += 1
        activity[value] += row.activity
    return [(value, codes[value], activity[value]) for value in values]


def chapter_flow(rows: Iterable[CodeRow]) -> pa.Table:
    """Count codes and activity from each chapter of the data to each ICD-11 chapter."""
    flow: dict[tuple[str | None, str | None], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        cell = flow[row.source_chapter, row.target_chapter]
        cell[0] += 1
        cell[1] += row.activity
    numbered = all(source is None or roman(source) for source, _ in flow)
    first = _roman_key if numbered else _chapter_key  # a chapter of OPCS-4 is a letter
    pairs = sorted(flow, key=lambda pair: (first(pair[0]), _chapter_key(pair[1])))
    columns: dict[str, list[object]] = {
        "source_chapter": [source for source, _ in pairs],
        "target_chapter": [target for _, target in pairs],
        "codes": [flow[pair][0] for pair in pairs],
        "activity": [flow[pair][1] for pair in pairs],
    }
    return pa.table(columns, schema=FLOW_SCHEMA)


def _roman_key(chapter: str | None) -> tuple[bool, object]:
    return chapter is None, roman(chapter or "") or 0


def _chapter_key(chapter: str | None) -> tuple[bool, object]:
    return chapter is None, natural_key(chapter or "")


def _by_expression(rows: Iterable[CodeRow]) -> dict[str, list[CodeRow]]:
    shared: dict[str, list[CodeRow]] = defaultdict(list)
    for row in rows:
        if row.merged == "true" and row.normal is not None:
            shared[row.normal].append(row)
    return shared


def merges(rows: list[CodeRow]) -> Merges:
    """Count the targets that several normalised codes share."""
    shared = _by_expression(rows)
    members = [row for group in shared.values() for row in group]
    return Merges(
        targets=len(shared),
        source_codes=len({row.key for row in members}),
        codes=len(members),
        activity=sum(row.activity for row in members),
    )


def merge_table(rows: list[CodeRow]) -> pa.Table:
    """Give one row a shared target, most activity first."""
    groups = sorted(
        _by_expression(rows).values(),
        key=lambda group: (-sum(row.activity for row in group), group[0].target or ""),
    )
    columns: dict[str, list[object]] = {
        "target": [group[0].target for group in groups],
        "target_term": [group[0].target_term for group in groups],
        "source_codes": [
            sorted({row.key for row in group if row.key}, key=natural_key) for group in groups
        ],
        "codes": [len(group) for group in groups],
        "activity": [sum(row.activity for row in group) for group in groups],
    }
    return pa.table(columns, schema=MERGE_SCHEMA)


def per_code_table(rows: Iterable[CodeRow]) -> pa.Table:
    """Give the rows as a table in natural order of the code."""
    ordered = sorted(rows, key=lambda row: natural_key(row.code))
    columns = {name: [getattr(row, name) for row in ordered] for name in PER_CODE_SCHEMA.names}
    columns["activity"] = [row.activity or (None if row.suppressed else 0) for row in ordered]
    return pa.table(columns, schema=PER_CODE_SCHEMA)
