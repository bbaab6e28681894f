"""The published code lists, each over its own usage file, through the command line.

No map from OPCS-4 to ICD-11 is published, so the lists of procedures are followed along one of a
few rows typed here: what counts is how their codes are found and counted.
"""

from __future__ import annotations

import csv
import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from workbench.workspace import Workspace

pytestmark = pytest.mark.realdata

PROCEDURES = """\
# source: opcs4/4.10
# target: icd11/2024-01
source,target
G10.4,DA26.00
K60.1,DA26.00
"""


def impact(workspace: Workspace, usage: Path, name: str, lists: Path) -> dict[str, Any]:
    run = subprocess.run(
        [
            *(sys.executable, "-m", "workbench", "--json", "--workspace", workspace.root),
            *("impact", usage, "--map", name, "--codelists", lists),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def listed(path: Path) -> set[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    headings = [heading.lower() for heading in rows[0]]
    place = next(i for i, name in enumerate(headings) if "code" in name and "desc" not in name)
    return {row[place].strip().replace(".", "") for row in rows[1:] if row} - {""}


def activity(usage: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    with gzip.open(usage, "rt", encoding="utf-8-sig", newline="") as file:
        for start, _end, code, _words, count in csv.reader(file):
            if start == "2023-04-01" and code != "NULL":
                found[code] = found.get(code, 0) + int(count)
    return found


def test_every_list_is_answered_over_its_own_usage_file(
    real_data: Path, real_workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "procedures.csv").write_text(PROCEDURES, encoding="utf-8")
    real_workspace.add_map(tmp_path / "procedures.csv")
    lists, usage = real_data / "codelists", real_data / "usage"
    try:
        ten = impact(real_workspace, usage / "icd10_usage.csv.gz", "who-10to11-one", lists)
        four = impact(real_workspace, usage / "opcs4_usage.csv.gz", "procedures", lists)
    finally:
        real_workspace.remove_map("procedures")
    answered = [
        {row["name"] for row in one["codelists"] if row["codes"] is not None} for one in (ten, four)
    ]
    assert [len(names) for names in answered] == [40, 4]
    assert answered[0] | answered[1] == {path.stem for path in lists.glob("*.csv")}
    counts = activity(usage / "opcs4_usage.csv.gz")
    for row in four["codelists"]:
        if row["name"] in answered[1]:
            prefixes = tuple(listed(lists / f"{row['name']}.csv"))
            by_hand = sum(n for code, n in counts.items() if code.startswith(prefixes))
            assert row["activity_before"] == by_hand
    varices = next(row for row in four["codelists"] if row["name"] == "OPCS_varices")
    inside, outside = counts["G104"], counts["K601"]
    assert varices["activity_after"] == inside + outside
    assert varices["ppv"] == pytest.approx(inside / (inside + outside))
    assert varices["sensitivity"] == pytest.approx(inside / varices["activity_before"])
