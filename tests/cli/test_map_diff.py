"""``map diff``: two releases of a map on the demo, each change by the reason for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calls import CommandLine
from tests.cli.schemas import assert_valid

HEAD = "# source: snomed/demo-2024\n# target: icd10/who-2019-simple\nsource,target,advice\n"
OLDER = HEAD + "49436004,I48,\n56675007,I50.1,\n44054006,E11.9,ALWAYS E11.9\n22298006,I21.9,\n"
NEWER = HEAD + "49436004,I48.9,\n56675007,I50.9,\n44054006,E11.9,\n22298006,I21.9,\n"


@pytest.fixture
def two_releases(demo: Path, call: CommandLine) -> None:
    for name, text in (("older", OLDER), ("newer", NEWER)):
        (demo / f"{name}.csv").write_text(text, encoding="utf-8")
        call.text("map", "add", f"{name}.csv")


@pytest.mark.usefixtures("two_releases")
def test_each_change_has_its_reason_and_the_rest_is_removed_and_added(call: CommandLine) -> None:
    document = call.document("map", "diff", "older", "newer")
    assert_valid("map-diff", document)
    changed = [
        (each["source"], each["why"], each["before"][0]["target"], each["after"][0]["target"])
        for each in document["changed"]
    ]
    assert changed == [
        ("44054006", "advice", "E11.9", "E11.9"),
        ("49436004", "split", "I48", "I48.9"),
    ]
    assert [(row["source"], row["target"]) for row in document["removed"]] == [
        ("56675007", "I50.1")
    ]
    assert [(row["source"], row["target"]) for row in document["added"]] == [("56675007", "I50.9")]


@pytest.mark.usefixtures("two_releases")
def test_it_is_told_as_text(call: CommandLine) -> None:
    assert call.text("map", "diff", "older", "newer").splitlines() == [
        (
            "older (snomed/demo-2024 → icd10/who-2019-simple), "
            "newer (snomed/demo-2024 → icd10/who-2019-simple)"
        ),
        "sources that are the same: 1",
        "added 1, removed 1, split 1, advice 1",
        "  advice: 44054006: E11.9 → E11.9",
        "  split: 49436004: I48 → I48.9",
        "  added: 56675007 → I50.9",
        "  removed: 56675007 → I50.1",
    ]
    assert call.text("map", "diff", "older", "older").splitlines()[1:] == [
        "sources that are the same: 4",
        "added 0, removed 0",
    ]


@pytest.mark.usefixtures("demo")
def test_maps_that_cannot_be_compared_are_refused(call: CommandLine) -> None:
    assert "only maps between the same systems can be compared" in call.refused(
        "map", "diff", "snomed-icd10-uk", "icd10-icd11"
    )
    assert "no map 'nothing'" in call.refused("map", "diff", "nothing", "icd10-icd11")
