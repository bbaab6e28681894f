"""The artificial HES extract, counted a second time by plain code that knows nothing of ours.

It is the dirty case: concatenations beside the columns, ``-``, ``0000`` and ``7999`` for missing,
``&   `` with trailing blanks, and ``R69X``, which is a code.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from workbench.core.codes import CodeSystem
from workbench.errors import InputError
from workbench.io.datasets import Position, read_dataset
from workbench.workspace import Workspace

pytestmark = pytest.mark.realdata

COLUMNS = {CodeSystem.ICD10: ("DIAG_4", 20), CodeSystem.OPCS4: ("OPERTN_4", 24)}
MISSING = {"", "-", "0000", "7999", "&"}


@pytest.fixture(scope="module")
def extract(real_data: Path) -> Path:
    return real_data / "hes-artificial" / "artificial_hes_apc_0102.csv"


def plainly(
    path: Path, system: CodeSystem, *, first: bool = False
) -> tuple[Counter[str], Counter[str]]:
    """Count codes (diagnoses once a row), and the rows of everything else that is written."""
    stem, places = COLUMNS[system]
    kept: Counter[str] = Counter()
    others: Counter[str] = Counter()
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            numbers = range(1, 2 if first else places + 1)
            values = [row[f"{stem}_{number:02d}"].strip() for number in numbers]
            codes = [v for v in values if v not in MISSING and re.fullmatch(r"[A-Z]\d\d[\dX]", v)]
            kept.update(set(codes) if system is CodeSystem.ICD10 else codes)
            others.update(v for v in values if v and v not in codes)
    return kept, others


@pytest.mark.parametrize("position", Position)
@pytest.mark.parametrize("system", COLUMNS)
def test_activity_is_what_plain_code_counts(
    extract: Path, system: CodeSystem, position: Position
) -> None:
    kept, others = plainly(extract, system, first=position is Position.PRIMARY)
    counts = read_dataset(extract, system=system, position=position)
    assert dict(counts.activity) == dict(kept)
    assert {one.value: one.rows for one in counts.dropped} == dict(others)
    assert counts.year == "2001-04-01"


def test_what_is_dropped_has_its_activity_and_its_reason(extract: Path) -> None:
    diagnoses = read_dataset(extract, system=CodeSystem.ICD10)
    assert [(d.value, d.rows, d.activity, d.why) for d in diagnoses.dropped] == [
        ("-", 781, 780, "no code"),
        ("0000", 2, 2, "no code"),
        ("7999", 1, 1, "no code"),
    ]
    procedures = read_dataset(extract, system=CodeSystem.OPCS4)
    assert [(d.value, d.rows, d.activity, d.why) for d in procedures.dropped] == [
        ("&", 15, 15, "no code"),
        ("-", 989, 989, "no code"),
        ("8", 1, 1, "no code of OPCS-4"),
    ]


def test_impact_through_the_command_line_counts_the_same(
    extract: Path, real_workspace: Workspace
) -> None:
    document = _impact(real_workspace, extract)
    kept, _ = plainly(extract, CodeSystem.ICD10)
    dataset = document["dataset"]
    assert (dataset["codes"], dataset["activity"]) == (len(kept), sum(kept.values()))
    assert (dataset["year"], dataset["unit"]) == ("2001-04-01", "episodes mentioning the code")
    notes = " ".join(dataset["notes"])
    assert "R69X (no diagnosis known) is a code and is counted: 83 episodes" in notes
    assert "The year from 2001-04-01 was coded in the 4th edition" in notes
    assert sum(flow["activity"] for flow in document["chapter_flow"]) == sum(kept.values())


def _impact(workspace: Workspace, path: Path) -> dict[str, Any]:
    run = subprocess.run(
        [
            *(sys.executable, "-m", "workbench", "--json", "--workspace", workspace.root),
            *("impact", path, "--map", "who-10to11-one"),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def test_a_copy_cut_in_a_row_or_in_a_quotation_is_refused(extract: Path, tmp_path: Path) -> None:
    lines = extract.read_bytes().split(b"\n")
    for damage, said in (
        (lines[1999][:200], "cut.csv:2000: row has "),
        (lines[1999][: lines[1999].index(b'"') + 3], "cut.csv:2000: a quotation mark is opened"),
    ):
        path = tmp_path / "cut.csv"
        path.write_bytes(b"\n".join([*lines[:1999], damage]))
        with pytest.raises(InputError) as refused:
            read_dataset(path, system=CodeSystem.ICD10)
        assert str(refused.value).startswith(said)


def test_a_copy_with_a_column_given_twice_is_refused(extract: Path, tmp_path: Path) -> None:
    path = tmp_path / "twice.csv"
    path.write_bytes(extract.read_bytes().replace(b"DIAG_4_02", b"DIAG_4_01", 1))
    with pytest.raises(InputError, match=r"twice\.csv:1, column 'DIAG_4_01': stands there twice"):
        read_dataset(path, system=CodeSystem.ICD10)
