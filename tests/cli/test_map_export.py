"""``map export``: what is written, what is told of it, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.calls import CommandLine
from tests.cli.schemas import assert_valid
from workbench.io.loss import said
from workbench.io.map_csv import format_map_csv
from workbench.io.map_writers import MAP_FIELDS, WRITERS
from workbench.workspace import find_workspace


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
    assert (
        "--format 'owl' is not known; expected one of rf2, sssom, fhir-r4, fhir-r5, csv, xlsx"
        in call.refused("map", "export", "snomed-opcs4", "--format", "owl", "--out", "x.owl")
    )
    assert "'maps' is a folder; SSSOM 1.1, TSV is written to a file" in call.refused(
        "map", "export", "snomed-opcs4", "--format", "sssom", "--out", "maps"
    )


#: Each format with a name for the file, and the kind it is read as.
FORMATS = {
    "sssom": ("map.sssom.tsv", "sssom"),
    "fhir-r4": ("map.json", "fhir"),
    "fhir-r5": ("map.json", "fhir"),
    "csv": ("map.csv", "csv"),
    "xlsx": ("map.xlsx", "xlsx"),
}
DEMO_MAPS = (
    *("icd10-foundation", "icd10-icd11", "icd10-icd11-alternatives", "icd11-icd10"),
    *("snomed-icd10-int", "snomed-icd10-uk", "snomed-opcs4"),
)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.usefixtures("demo")
def test_every_map_of_the_demo_goes_out_and_comes_back(format_: str, call: CommandLine) -> None:
    name, kind = FORMATS[format_]
    held = {row["name"]: row for row in call.document("map", "ls")}
    assert tuple(held) == DEMO_MAPS
    for word, before in held.items():
        out = call.document("map", "export", word, "--format", format_, "--out", name)
        assert_valid("export", out)
        lost = {one["field"] for one in out["lost"]}
        assert lost - WRITERS[format_].partly == not_held(word, format_), word
        answer = call("--json", "map", "add", name, "--as", "again", "--replace")
        again = json.loads(answer.out)
        assert again["kind"] == kind
        for key in ("source", "target", "entries", "sources", "no_map"):
            assert again[key] == before[key], (word, key)
        if not lost:
            assert published("again") == published(word)


def published(name: str) -> list[str]:
    """Give the lines in which a map held is published."""
    held = find_workspace().maps[name]
    return format_map_csv(held.table, source=held.source, target=held.target).splitlines()


def not_held(name: str, format_: str) -> set[str]:
    """Give the columns in which a map held says something that a format has no place for."""
    table, made = find_workspace().maps[name].table, WRITERS[format_]
    spoken = {field for field in MAP_FIELDS if any(said(table, field).to_pylist())}
    return spoken - made.holds - made.partly


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "a.json",
            '{"resourceType": "ConceptMap", "status"',
            "a.json:1: is no JSON at character 39",
        ),
        (
            "a.tsv",
            "subject_id\tpredicate_id\tobject_id\tmapping_justification\na:1\tb\tc\td\n",
            "a.tsv:2,",
        ),
    ],
)
def test_nothing_of_a_file_that_is_wrong_is_held(
    demo: Path, call: CommandLine, name: str, text: str, said: str
) -> None:
    (demo / name).write_text(text, encoding="utf-8")
    assert call.refused("map", "add", name).startswith(said)
