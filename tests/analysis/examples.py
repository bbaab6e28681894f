"""A small invented move: rows, counts and companions, for the tests of impact."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.mapping.examples import URI, icd10, icd11, map_set
from workbench.analysis.impact_codes import ImpactMaps
from workbench.analysis.impact_result import Impact
from workbench.core.codes import CodeSystem
from workbench.io.datasets import CodeCounts, Dropped, Rows

__all__ = ["ACTIVITY", "BACK", "FOUNDATION", "MULTIPLE", "column", "counts", "maps"]

ONE: list[dict[str, Any]] = [
    {"source": "I10", "target": "BA00.Z", "target_uri": f"{URI}3/unspecified"},
    {"source": "I21.0", "target": "BA41.Z", "source_term": "Anterior infarction"},
    {"source": "I21.9", "target": "BA41.Z", "source_term": "Infarction, unspecified"},
    {"source": "I25", "target": "2", "target_kind": "block", "target_uri": f"{URI}2"},
    {"source": "W19", "target": "PA6Z", "source_term": "Unspecified fall"},
    {"source": "I64", "target": "8B11", "source_term": "Stroke"},
    {"source": "B96.2", "target": "XN6P4", "source_term": "E. coli"},
    {"source": "I22.0", "target": "BA41.0&XN6P4", "source_term": "Infarction again"},
    {"source": "L73.9", "no_map": "none_in_table", "no_map_text": "No Mapping"},
    {"source": "IX", "target": "11", "source_kind": "chapter", "target_kind": "chapter"},
]
FOUNDATION = [{"source": "I10", "target": "3", "relation": "equivalent"}]
MULTIPLE = [
    {"source": "I10", "target": "BA00.Z"},
    {"source": "I21.0", "target": "BA41.Z"},
    {"source": "I21.0", "target": "BA41.0&XN6P4"},
    {"source": "I22.0", "target": "BA41.0&XN6P4"},
    {"source": "I25", "target": "2", "target_kind": "block", "target_uri": f"{URI}2"},
    {"source": "I25", "target": "BA41.0"},
]
BACK = [
    {"source": "BA00.Z", "source_uri": f"{URI}3/unspecified", "target": "I10"},
    {"source": "BA41.Z", "source_uri": f"{URI}4/unspecified", "target": "I21.9"},
    {"source": "2", "source_uri": f"{URI}2", "target": "I20-I25"},
    {"source": "PA6Z", "source_uri": f"{URI}7/unspecified", "target": "V01-X59"},
    {"source": "8B11", "source_uri": f"{URI}9", "target": "VI"},
    {"source": "XN6P4", "no_map": "none_in_table", "no_map_text": "No Mapping"},
]
ACTIVITY = {
    "B962": 7,
    "I10X": 100,
    "I210": 20,
    "I219": 30,
    "I220": 5,
    "I25X": 10,
    "I64X": 8,
    "I211": 4,
    "L739": 3,
    "W190": 40,
    "W191": 2,
}


def counts(activity: dict[str, int] | None = None, **changes: Any) -> CodeCounts:  # noqa: ANN401 - any field
    made = CodeCounts(
        path="usage.csv",
        system=CodeSystem.ICD10,
        year="2023-04-01",
        unit="episodes mentioning the code",
        activity=ACTIVITY if activity is None else activity,
        terms={"I10X": "Essential hypertension"},
        dropped=(
            Dropped(value="NULL", rows=1, activity=9, why="the publisher's word for no code"),
        ),
        notes=(),
        rows=Rows(counted=12, elsewhere=3),
    )
    return replace(made, **changes)


def maps(**changes: Any) -> ImpactMaps:  # noqa: ANN401 - any field
    made = ImpactMaps(
        map_set=map_set([*ONE, {"source": "I21", "target": "BA41"}], name="one"),
        target_graph=icd11(),
        source_graph=icd10(),
        alternatives=map_set(MULTIPLE, name="multiple"),
        back=map_set(BACK, name="back", back=True),
        foundation=map_set(FOUNDATION, name="foundation"),
    )
    return replace(made, **changes)


def column(answer: Impact, name: str) -> dict[str, str | None]:
    table = answer.per_code
    return dict(zip(table["code"].to_pylist(), table[name].to_pylist(), strict=True))
