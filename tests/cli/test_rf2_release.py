"""A SNOMED CT release through the command line: added, shown, and refused without a trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calls import CommandLine
from tests.cli.schemas import assert_valid
from tests.io import rf2_samples as rf2
from tests.io.rf2_samples import FEVER, MARSH_FEVER, TOP, file
from tests.io.samples import laid_out, zipped

pytestmark = pytest.mark.usefixtures("world")


def test_a_folder_of_packages_is_added_and_asked(call: CommandLine, tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "uk", {**rf2.international(), **rf2.united_kingdom()})
    added = call.document("graph", "add", folder)
    assert_valid("graph", added)
    assert {name: added[name] for name in added if name not in {"source", "sha256"}} == {
        "name": "snomed/uk-20310131",
        "release": "snomed/uk-20310131",
        "kind": "rf2",
        "concepts": 6,
        "active": 5,
        "edges": 4,
    }
    shown = call.document("graph", "show", "snomed", MARSH_FEVER)
    assert_valid("concept", shown)
    assert (shown["term"], shown["fsn"]) == ("Marsh fever", "Marsh fever (of old) (disorder)")
    assert (shown["kind"], shown["assignable"], shown["depth"]) == ("concept", True, 2)
    assert [row["code"] for row in call.document("graph", "ancestors", "snomed", MARSH_FEVER)] == [
        FEVER,
        TOP,
    ]


def test_a_zip_is_added_under_another_name_and_release(call: CommandLine, tmp_path: Path) -> None:
    archive = zipped(tmp_path / "release.zip", rf2.international())
    words = ("--as", "mine", "--release", "snomed/mine-1", "--kind", "rf2")
    added = call.document("graph", "add", archive, *words)
    assert (added["name"], added["release"], added["edges"]) == ("mine", "snomed/mine-1", 3)


def test_a_damaged_release_is_refused_and_nothing_has_changed(
    call: CommandLine, tmp_path: Path
) -> None:
    files = rf2.international()
    off = f"{FEVER[:-1]}{(int(FEVER[-1]) + 1) % 10}"
    files[file("Concept")] = files[file("Concept")].replace(f"{FEVER}\t", f"{off}\t")
    assert call.refused("graph", "add", laid_out(tmp_path / "release", files)) == (
        f"sct2_Concept_Snapshot_INT_20310131.txt:3, column 'id': SCTID '{off}' fails its check "
        f"digit: expected {FEVER[-1]}, found {off[-1]}"
    )


def test_parents_in_a_circle_are_refused_and_nothing_has_changed(
    call: CommandLine, tmp_path: Path
) -> None:
    files = rf2.international()
    files[file("Relationship")] += rf2.relationship(130, TOP, FEVER) + "\r\n"
    said = call.refused("graph", "add", laid_out(tmp_path / "release", files))
    assert said.startswith("the parents of snomed/int-20310131 run in a circle of 2 codes, ")


def test_full_alone_is_refused_with_the_reason(call: CommandLine, tmp_path: Path) -> None:
    full = {
        name.replace("Snapshot", "Full"): content for name, content in rf2.international().items()
    }
    assert call.refused("graph", "add", laid_out(tmp_path / "release", full)) == (
        f"{rf2.INTERNATIONAL}: holds Full files only (Full holds every past state of a row); its "
        "Snapshot files are needed"
    )
