"""``map rebase``: a map of the demo carried to a release typed for the test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calls import CommandLine
from tests.cli.schemas import assert_valid

HEAD = "code,term,parent,kind\nA,Fevers,,chapter\nA91,Another,A,category\n"
OLD, NEW = f"{HEAD}A90,Dengue fever,A,category\n", f"{HEAD}A97,Dengue,A,category\n"
ROWS = (
    "# source: snomed/demo-2024\n# target: icd10/old\nsource,target\n49436004,A90\n22298006,A91\n"
)


@pytest.fixture
def releases(demo: Path, call: CommandLine) -> None:
    for edition, text in (("old", OLD), ("new", NEW)):
        (demo / f"{edition}.csv").write_text(text, encoding="utf-8")
        call.text("graph", "add", f"{edition}.csv", "--release", f"icd10/{edition}")
    (demo / "fevers.csv").write_text(ROWS, encoding="utf-8")
    call.text("map", "add", "fevers.csv")


@pytest.mark.usefixtures("releases")
def test_it_says_what_is_kept_and_what_is_to_be_reviewed(call: CommandLine) -> None:
    document = call.document(
        "map", "rebase", "fevers", "--source", "snomed", "--target", "icd10/new"
    )
    assert_valid("map-rebase", document)
    assert document == {
        "kept": 1,
        "review": [
            {
                "source": "49436004",
                "why": "target A90 is not in icd10/new; no replacement is on offer",
            }
        ],
        "dropped": [],
    }


@pytest.mark.usefixtures("releases")
def test_the_map_carried_can_be_written_and_held(demo: Path, call: CommandLine) -> None:
    told = call.text(
        *("map", "rebase", "fevers", "--source", "snomed", "--target", "icd10/new"),
        *("--out", "carried.csv"),
    )
    assert told.splitlines()[1] == "kept 1, to review 1, dropped 0"
    assert told.splitlines()[-1] == "wrote carried.csv: 2 entries; 'workbench map add' holds it"
    assert (demo / "carried.csv").read_text("utf-8").splitlines() == [
        "# source: snomed/demo-2024",
        "# target: icd10/new",
        "source,target,status,comment",
        "22298006,A91,,",
        "49436004,A90,in_review,target A90 is not in icd10/new; no replacement is on offer",
    ]
    assert call.text("map", "add", "carried.csv").startswith("added carried (csv): snomed/demo-20")


@pytest.mark.usefixtures("releases")
def test_what_cannot_be_carried_is_refused(call: CommandLine) -> None:
    assert (
        "the targets of map 'fevers' are of icd10/old; opcs4/demo-4.10 is another"
        in call.refused("map", "rebase", "fevers", "--source", "snomed", "--target", "opcs4")
    )
    assert "missing --target" in call.refused("map", "rebase", "fevers", "--source", "snomed")
    call.text("graph", "rm", "icd10/old")
    assert "no graph is held of icd10/old, so what changed cannot be seen" in call.refused(
        "map", "rebase", "fevers", "--source", "snomed", "--target", "icd10/new"
    )
