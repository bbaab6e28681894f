"""``map export --format rf2``: the demo's maps published, read back and published again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli.calls import CommandLine
from tests.cli.schemas import assert_valid
from tests.io.rf2_publishing import contents
from workbench.workspace import find_workspace

SNOMED_MAPS: Final = ("snomed-icd10-int", "snomed-icd10-uk", "snomed-opcs4")
#: Words of a source, which RF2 has no field for, and what the rows say of checks.
NOT_HELD: Final = {"source_term", "target_term", "comment", "waived", "evidence", "target_kind"}


def answers(call: CommandLine, word: str, sources: tuple[str, ...]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(call("--json", "map", "translate", word, *sources).out)
    return found


@pytest.mark.parametrize("word", SNOMED_MAPS)
def test_a_map_of_the_demo_answers_alike_after_rf2(
    demo: Path, call: CommandLine, word: str
) -> None:
    answer = call("--json", "map", "export", word, "--format", "rf2", "--out", "rf2")
    document = json.loads(answer.out)
    assert_valid("export", document)
    assert {one["field"] for one in document["lost"]} <= NOT_HELD
    assert "an id of nobody's namespace" in answer.err
    added = json.loads(call("--json", "map", "add", "rf2", "--as", "again").out)
    held = next(row for row in call.document("map", "ls") if row["name"] == word)
    for key in ("source", "target", "entries", "sources", "no_map"):
        assert added[key] == held[key], key
    sources = find_workspace().maps[word].sources
    assert answers(call, "again", sources) == answers(call, word, sources)
    before = contents(demo / "rf2")
    text = call("map", "export", word, "--format", "rf2", "--out", "rf2", "--date", "20991231")
    assert "no file was touched" in text.out
    assert contents(demo / "rf2") == before


def test_a_publication_tells_its_date_and_what_is_new(demo: Path, call: CommandLine) -> None:
    said = call(
        *("map", "export", "snomed-opcs4", "--format", "rf2"),
        *("--out", "rf2", "--date", "20310201"),
    )
    entries = len(find_workspace().maps["snomed-opcs4"])
    assert f"publication of 20310201: {entries} rows new, 0 changed, 0 inactivated" in said.out
    assert len(list((demo / "rf2").rglob("*_20310201.txt"))) == 2


@pytest.mark.usefixtures("demo")
def test_a_map_that_rf2_cannot_hold_is_refused(call: CommandLine) -> None:
    out = ("--format", "rf2", "--out", "rf2")
    assert "is from ICD-10; RF2 holds maps from SNOMED CT" in call.refused(
        "map", "export", "icd10-icd11", *out
    )
    assert "'tomorrow' is not a date; expected YYYYMMDD" in call.refused(
        "map", "export", "snomed-opcs4", *out, "--date", "tomorrow"
    )
