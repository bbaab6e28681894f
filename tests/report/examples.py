"""A small impact typed by hand: thirteen codes with 1,000 in activity, a case of every kind.

Codes and targets are those of WHO's map; counts and wording are invented.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pyarrow as pa

from workbench.analysis.impact_result import (
    FLOW_SCHEMA,
    MEASURE_SCHEMA,
    MERGE_SCHEMA,
    PER_CODE_SCHEMA,
    CodelistImpact,
    DatasetSummary,
    Dropped,
    Impact,
    ImpactReleases,
    Merges,
)
from workbench.io.datasets import Rows

#: Measures and their values, as the contract of the command line lists them.
CONTRACT: Final = {
    "method": ("exact", "xfill", "place4", "fifth", "parent", "none"),
    "target_kind": ("leaf", "nonleaf", "extension", "block", "chapter", "none"),
    "residual": ("no", "other", "unspecified", "none"),
    "residual_kind": ("not_residual", "label_only", "as_before", "new_loss"),
    "cluster": ("true", "false"),
    "moved_chapter": ("yes", "no", "none"),
    "merged": ("true", "false"),
    "many_targets": ("true", "false"),
    "any_cluster": ("true", "false"),
    "all_cluster": ("true", "false"),
    "round_trip": (
        "same_code",
        "same_category",
        "same_block",
        "same_chapter",
        "other_chapter",
        "none",
    ),
}

_COLUMNS: Final = (
    "code",
    "activity",
    "method",
    "key",
    "source_chapter",
    "target",
    "target_kind",
    "target_chapter",
    "residual",
    "residual_kind",
    "cluster",
    "moved_chapter",
    "merged",
    "many_targets",
    "alternatives",
    "round_trip",
)

_ROWS: Final = """
I10X   600 xfill  I10    IX    BA00.Z     leaf      11 unspecified label_only   false no   false false BA00.Z          same_code
N183   100 exact  N18.3  XIV   GB61.Z     leaf      16 unspecified new_loss     false no   true  true  GB61.2;GB61.3   same_category
N189    60 exact  N18.9  XIV   GB61.Z     leaf      16 unspecified as_before    false no   true  false GB61.Z          same_code
I639    50 exact  I63.9  IX    8B11       nonleaf   08 no          not_residual false yes  false false 8B11            same_code
U073    45 parent U07    XXII  486488173  block     25 none        not_residual false no   false false -               none
B956    40 exact  B95.6  I     XN6BM      extension X  no          not_residual false yes  false false XN6BM           same_code
G473    30 exact  G47.3  VI    7A41       leaf      07 no          not_residual false yes  false false 7A41            same_code
U071    25 exact  U07.1  XXII  486488173  block     25 none        not_residual false no   false false -               none
W190    20 place4 W19    XX    PA6Z       leaf      23 unspecified as_before    false no   false false PA6Z            same_code
S7201   10 fifth  S72.0  XIX   NC72.2Z    leaf      22 unspecified label_only   false no   false false NC72.2Z         same_code
I110     8 exact  I11.0  IX    BA01/BD1Z  leaf      11 no          not_residual true  no   false false BA01/BD1Z       same_block
L739     7 exact  L73.9  XII   -          none      -  none        not_residual false none false false -               none
U999     5 none   -      XXII  -          none      -  none        not_residual false none false false -               none
""".strip().splitlines()  # noqa: E501 - a table is read across

_DIRECT: Final = ("exact", "xfill", "place4", "fifth")


def per_code_rows() -> list[dict[str, Any]]:
    """Give the thirteen codes as rows of ``PER_CODE_SCHEMA``."""
    rows = []
    for line in _ROWS:
        row: dict[str, Any] = {
            name: None if cell == "-" else cell
            for name, cell in zip(_COLUMNS, line.split(), strict=True)
        }
        row["activity"] = int(row["activity"])
        row["term"] = f"words of {row['code']}"
        row["target_term"] = f"words of {row['target']}" if row["target"] else None
        row["alternatives"] = (row["alternatives"] or "").replace(";", "; ") or None
        row["any_cluster"] = row["all_cluster"] = row["cluster"]
        row["suppressed"] = 0
        row["back"] = row["key"] if row["round_trip"] == "same_code" else None
        rows.append(row)
    return rows


def impact_of(rows: list[dict[str, Any]]) -> Impact:
    """Make an impact of rows, its tables counted from them."""
    whole = (len(rows), sum(row["activity"] for row in rows))
    return Impact(
        releases=ImpactReleases(
            source="icd10/uk-5th",
            target="icd11/2024-01",
            map="who-10to11-one",
            bridges=("icd10/uk-5th → icd10/who-2019",),
            alternatives="who-10to11-multiple",
            back="who-11to10",
            foundation="who-foundation",
        ),
        dataset=DatasetSummary(
            path="counts.csv",
            year="2023-04-01",
            unit="episodes mentioning the code",
            codes=whole[0],
            activity=whole[1],
            dropped=(Dropped(value="NULL", rows=1, activity=3, why="no code"),),
            notes=("Years before April 2016 were coded in the 4th edition.",),
            rows=Rows(counted=len(rows), elsewhere=0),
        ),
        per_code=pa.Table.from_pylist(rows, schema=PER_CODE_SCHEMA),
        measures=_measures(rows, whole),
        measures_direct=_measures([r for r in rows if r["method"] in _DIRECT], whole),
        chapter_flow=_flow(rows),
        merges=Merges(targets=1, source_codes=2, codes=2, activity=160),
        merge_table=pa.Table.from_pylist(
            [
                {
                    "target": "GB61.Z",
                    "target_term": "words of GB61.Z",
                    "source_codes": ["N18.3", "N18.9"],
                    "codes": 2,
                    "activity": 160,
                }
            ],
            schema=MERGE_SCHEMA,
        ),
        codelists=_codelists(),
    )


def typed_impact() -> Impact:
    """Give the impact of the thirteen codes."""
    return impact_of(per_code_rows())


def without_companions() -> Impact:
    """Give the same where no companion map is held."""
    absent = ("residual_kind", "many_targets", "any_cluster", "all_cluster", "round_trip")
    rows = [{**row, **dict.fromkeys((*absent, "alternatives", "back"))} for row in per_code_rows()]
    impact = impact_of(rows)
    releases = replace(impact.releases, alternatives=None, back=None, foundation=None)
    return replace(impact, releases=releases, codelists=())


def with_rows(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Impact:
    """Give the same with each row put through a change."""
    return impact_of([{**row, **change(row)} for row in per_code_rows()])


def in_year(year: str | None, *, source: str = "icd10/uk-5th") -> Impact:
    """Give the same for another year or another edition."""
    impact = typed_impact()
    return replace(
        impact,
        dataset=replace(impact.dataset, year=year),
        releases=replace(impact.releases, source=source),
    )


def with_term(term: str) -> Impact:
    """Give the same with these words for its commonest open code and for its shared target."""
    impact = typed_impact()
    rows = [{**row, "term": term} if row["code"] == "N183" else row for row in per_code_rows()]
    merged = [{**row, "target_term": term} for row in impact.merge_table.to_pylist()]
    return replace(
        impact,
        per_code=pa.Table.from_pylist(rows, schema=PER_CODE_SCHEMA),
        merge_table=pa.Table.from_pylist(merged, schema=MERGE_SCHEMA),
    )


def _measures(rows: list[dict[str, Any]], whole: tuple[int, int]) -> pa.Table:
    counted = []
    for measure, values in CONTRACT.items():
        if rows[0][measure] is None:
            continue
        for value in values:
            these = [row["activity"] for row in rows if row[measure] == value]
            part = {"codes": len(these), "activity": sum(these)}
            shares = {
                "codes_share": len(these) / whole[0],
                "activity_share": sum(these) / whole[1],
            }
            counted.append({"measure": measure, "value": value, **part, **shares})
    return pa.Table.from_pylist(counted, schema=MEASURE_SCHEMA)


def _flow(rows: list[dict[str, Any]]) -> pa.Table:
    table = pa.Table.from_pylist(rows, schema=PER_CODE_SCHEMA)
    grouped = table.group_by(["source_chapter", "target_chapter"]).aggregate(
        [("activity", "count"), ("activity", "sum")]
    )
    return grouped.rename_columns(["source_chapter", "target_chapter", "codes", "activity"]).cast(
        FLOW_SCHEMA
    )


def _codelists() -> tuple[CodelistImpact, ...]:
    return (
        CodelistImpact(
            name="kidney",
            codes=1,
            unknown=("N18.4",),
            activity_before=100,
            activity_after=160,
            low=100,
            high=100,
            sensitivity=1.0,
            ppv=0.625,
            why=None,
        ),
        CodelistImpact(
            name="opcs_hip",
            codes=None,
            unknown=None,
            activity_before=None,
            activity_after=None,
            low=None,
            high=None,
            sensitivity=None,
            ppv=None,
            why="a list of OPCS-4, the data are ICD-10",
        ),
    )
