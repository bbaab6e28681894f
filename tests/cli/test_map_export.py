"""``map export``: what is written, what is told of it, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calls import CommandLine
from tests.cli.schemas import assert_valid


def test_a_map_is_written_and_its_losses_are_told(demo: Path, call: CommandLine) -> None:
    document = call.document(
        "map", "export", "snomed-icd10-uk", "--format", "sssom", "--out", "uk.sssom.tsv"
    )
    assert_valid("export", document)
    assert document == {"path": "uk.sssom.tsv", "entries": 322, "lost": []}
    assert (demo / "uk.sssom.tsv").read_text("utf-8").startswith("#curie_map:\n")


@pytest.mark.usefixtures("demo")
def test_an_unknown_map_or_format_or_place_is_refused(call: CommandLine) -> None:
    assert "no map 'nothing'" in call.refused(
        "map", "export", "nothing", "--format", "sssom", "--out", "x.tsv"
    )
    assert "--format 'owl' is not known; expected one of sssom" in call.refused(
        "map", "export", "snomed-opcs4", "--format", "owl", "--out", "x.owl"
    )
    assert "'maps' is a folder; SSSOM 1.1, TSV is written to a file" in call.refused(
        "map", "export", "snomed-opcs4", "--format", "sssom", "--out", "maps"
    )
