"""Gaps of WHO's tables over England's counts, worked out again from the files by other means."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from tests.oracle.impact_oracle import oracle_impact
from tests.oracle.who_tables import read_tables
from workbench.workspace import Content, init_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracle.who_tables import Tables
    from workbench.workspace import Workspace

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

YEAR = "2023-04-01"


@pytest.fixture(scope="module")
def document(real_data: Path, real_workspace: Workspace) -> dict[str, Any]:
    return real_workspace.gaps(
        "who-10to11-one", usage=real_data / "usage" / "icd10_usage.csv.gz", year=YEAR
    ).to_dict()


@pytest.fixture(scope="module")
def expected(real_data: Path) -> dict[str, tuple[str | None, int]]:
    """Give kind (None for no gap) and activity of every source, from the files alone."""
    tables = read_tables(real_data)
    activity: Counter[str] = Counter()
    strays = set()
    for row in oracle_impact(real_data, year=YEAR)["_per_code"]:
        if row["method"] in {"parent", "none"}:
            written = row["code"]
            code = written if len(written) == 3 else f"{written[:3]}.{written[3:]}"
            strays.add(code)
        else:
            code = row["key"]
        activity[code] += row["activity"]
    kinds = {code: kind_of(tables, code) for code in terminal(real_data) | set(activity)}
    return {
        code: ("unmapped" if code in strays else kind, activity[code])
        for code, kind in kinds.items()
    }


def terminal(data: Path) -> set[str]:
    lines = (data / "icd10" / "icd102019syst_codes.txt").read_text("utf-8-sig").splitlines()
    fields = [line.split(";") for line in lines if line]
    return {re.sub(r"[^A-Z0-9.]", "", row[6]) for row in fields if row[1] == "T"}


def kind_of(tables: Tables, code: str) -> str | None:
    row = tables.one.get(code)
    if row is None:
        return "unmapped"
    if row.uri is None:
        return "no_map"
    if row.target_kind in {"block", "chapter"}:
        return "block_only"
    parts = re.split("[&/]", row.expression)
    if any(part not in tables.by_code for part in parts):
        return "retired"
    stem = tables.by_code[parts[0]]
    if stem.chapter == "X":
        return "extension_alone"
    return None if stem.residual == "no" else "residual_only"


def test_every_gap_is_the_one_read_from_the_files(
    document: dict[str, Any], expected: dict[str, tuple[str | None, int]]
) -> None:
    listed = {gap["code"]: (gap["kind"], gap["activity"]) for gap in document["gaps"]}
    assert listed == {code: told for code, told in expected.items() if told[0] is not None}


def test_the_counts_are_those_of_the_files(
    document: dict[str, Any], expected: dict[str, tuple[str | None, int]]
) -> None:
    def told(kind: str) -> tuple[int, int]:
        those = [activity for found, activity in expected.values() if found == kind]
        return len(those), sum(those)

    whole = len(expected), sum(activity for _, activity in expected.values())
    assert (document["sources"], document["activity"]["total"]) == whole
    for part in ("no_map", "unmapped"):
        assert (document[part], document["activity"][part]) == told(part)
    mapped = [whole[n] - told("no_map")[n] - told("unmapped")[n] for n in (0, 1)]
    assert [document["mapped"], document["activity"]["mapped"]] == mapped


def test_gaps_and_impact_agree_on_what_has_a_target_of_its_own(
    document: dict[str, Any], real_data: Path, real_workspace: Workspace
) -> None:
    impact = real_workspace.impact(
        real_data / "usage" / "icd10_usage.csv.gz", map="who-10to11-one", year=YEAR
    ).to_dict()
    direct = {
        row["value"]: row["activity"]
        for row in impact["measures_direct"]
        if row["measure"] == "target_kind"
    }
    total = impact["dataset"]["activity"]
    assert document["activity"] == {
        "total": total,
        "mapped": sum(direct.values()) - direct["none"],
        "no_map": direct["none"],
        "unmapped": total - sum(direct.values()),
    }
    assert document["bridges"] == impact["releases"]["bridges"]


def test_the_back_table_has_no_row_for_chapters_that_icd_10_does_not_have(
    real_workspace: Workspace,
) -> None:
    found = real_workspace.gaps("who-11to10")
    graph = real_workspace.graphs["icd11/2024-01"]
    unmapped = [gap.code for gap in found if gap.kind == "unmapped"]
    assert len(unmapped) == found.counts.unmapped
    assert set(graph.descendants("26")) - set(unmapped) == {
        code for code in graph.descendants("26") if graph.kind(code) != "category"
    }


# SNOMED CT: the sample's UK map, read with nothing but csv

UK_MAP = "999002271000000101"
INFERRED, IS_A = "900000000000011006", "116680003"


def newest(folder: Path, pattern: str) -> list[dict[str, str]]:
    """Give the rows of an RF2 file that are newest by id, and active."""
    (path,) = folder.rglob(pattern)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    last: dict[str, dict[str, str]] = {}
    for row in sorted(rows, key=lambda row: row["effectiveTime"]):
        last[row["id"]] = row
    return [row for row in last.values() if row["active"] == "1"]


def nearest_by_hand(code: str, parents: dict[str, set[str]], mapped: set[str]) -> list[str]:
    level, seen = {code}, {code}
    while level and not level & mapped:
        level = {up for node in level for up in parents.get(node, set())} - seen
        seen |= level
    return sorted(level & mapped, key=int)


def test_the_uk_map_of_the_sample_is_read_alike_by_plain_csv(
    real_data: Path, tmp_path: Path
) -> None:
    sample = real_data / "snomed-uk-sample"
    concepts = {row["id"] for row in newest(sample, "sct2_Concept_*")}
    targets = defaultdict(set)
    for row in newest(sample, "der2_iisssciRefset_*"):
        if row["refsetId"] == UK_MAP:
            targets[row["referencedComponentId"]].add(row["mapTarget"])
    parents = defaultdict(set)
    for row in newest(sample, "sct2_Relationship_*"):
        if (row["typeId"], row["characteristicTypeId"]) == (IS_A, INFERRED):
            parents[row["sourceId"]].add(row["destinationId"])
    workspace = init_workspace(tmp_path / "sample", content=Content.EMPTY)
    workspace.add_graph(sample)
    workspace.add_map(sample, refset=UK_MAP)

    found = workspace.gaps("snomed-icd10-uk")
    unmapped = sorted(concepts - set(targets), key=int)
    assert [gap.code for gap in found if gap.kind == "unmapped"] == unmapped
    assert (found.counts.sources, found.counts.unmapped) == (len(concepts), len(unmapped))
    assert found.counts.mapped == len(concepts & set(targets))
    assert {gap.code: [near.code for near in gap.nearest] for gap in found} == {
        code: nearest_by_hand(code, parents, set(targets)) for code in unmapped
    }
    told = {
        near.code: {target.replace(".", "") for target in near.targets}
        for gap in found
        for near in gap.nearest
    }
    assert told
    assert told == {
        code: {re.sub(r"[ADX ]+$", "", target) for target in targets[code]} for code in told
    }
