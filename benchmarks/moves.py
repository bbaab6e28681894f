"""The impact of a move against the plain reading of its definitions in the tests.

The peer is the oracle of ``tests/oracle``: dictionaries, no arrays, written from the definitions
alone. Both start from the published files and the answers must be equal in every measure.
"""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from benchmarks.measuring import Row, compare
from tests.oracle.impact_oracle import oracle_impact

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.workspace import Workspace

__all__ = ["YEARS", "command_rows", "impact_row"]

YEARS = tuple(range(2012, 2024))
_PARTS = ("measures", "measures_direct", "chapter_flow", "merges")


def impact_row(workspace: Workspace, data: Path) -> Row:
    """Time the whole answer for the last year, in process."""
    usage = data / "usage" / "icd10_usage.csv.gz"

    def ours() -> list[Any]:
        document = workspace.impact(usage, map="who-10to11-one").to_dict()
        return [document[part] for part in _PARTS]

    def peer() -> list[Any]:
        document = oracle_impact(data)
        return [document[part] for part in _PARTS]

    return compare(
        "impact of one year, from the files (the peer reads WHO's tables anew)",
        ours,
        peer,
        peer_name="plain dictionaries",
        rounds=3,
    )


def command_rows(workspace: Workspace, data: Path) -> list[Row]:
    """Time the command as its users call it: a process a year, start to end."""
    seconds = {year: _command(workspace.root, data, year) for year in YEARS}
    slowest = max(seconds, key=lambda year: seconds[year])
    return [
        _alone("the command `impact` for 2023-24, start to end", seconds[YEARS[-1]]),
        _alone(f"the slowest of twelve years ({slowest})", seconds[slowest]),
        _alone("all twelve years, twelve calls", sum(seconds.values())),
        _alone(
            "2023-24 with the folder of published code lists, 40 of ICD-10 answered",
            _command(workspace.root, data, YEARS[-1], "--codelists", str(data / "codelists")),
        ),
    ]


def _alone(question: str, seconds: float) -> Row:
    return Row(question=question, ours=seconds, peer=None, peer_name="")


def _command(root: Path, data: Path, year: int, *more: str) -> float:
    usage = data / "usage" / "icd10_usage.csv.gz"
    call = [sys.executable, "-m", "workbench", "impact", str(usage), "--map", "who-10to11-one"]
    begun = time.perf_counter()
    subprocess.run(
        [*call, "--year", str(year), "--json", "--workspace", str(root), *more],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - begun
