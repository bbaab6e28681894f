"""The layer that travels in the package: whole, canonical, and each row with its evidence."""

from __future__ import annotations

import json
import re
from importlib import resources

import pytest

from workbench.core.codes import parse_release
from workbench.core.icd10 import chapter_of
from workbench.core.icd11 import parse_cluster
from workbench.errors import InputError
from workbench.io.map_csv import format_map_csv
from workbench.io.reading import read_map
from workbench.io.result import MapRead

UK, ICD11 = parse_release("icd10/uk-5th"), parse_release("icd11/2024-01")


@pytest.fixture(scope="module")
def layer() -> MapRead:
    return read_map("builtin:uk-edition")


def test_it_leads_from_the_uk_s_edition_to_one_release_of_icd_11(layer: MapRead) -> None:
    assert (layer.name, layer.kind, layer.source) == ("uk-edition", "csv", "builtin:uk-edition")
    assert (layer.source_release, layer.target_release) == (UK, ICD11)


def test_it_answers_for_the_codes_that_differ_in_meaning_one_row_each(layer: MapRead) -> None:
    rows = layer.table.select(["source", "target", "relation"]).to_pylist()
    assert {row["source"]: (row["target"], row["relation"]) for row in rows} == {
        "B59": ("1F2G.Z", "equivalent"),
        "G56.4": ("MG30.04", "source-is-narrower-than-target"),
        "K58.0": ("DD91.01", "source-is-broader-than-target"),
        "K58.9": ("DD91.0Z", "source-is-broader-than-target"),
        "M31.2": ("2A90.6", "related-to"),
        "U06.9": ("1D48", "equivalent"),
        "U07.0": ("RA00.0", "equivalent"),
        "U07.1": ("RA01.0", "equivalent"),
        "U07.2": ("RA01.1", "equivalent"),
        "U07.3": ("QC42.0", "equivalent"),
        "U07.4": ("RA02", "equivalent"),
        "U07.5": ("RA03", "equivalent"),
        "U07.6": ("QC01.9", "equivalent"),
        "U07.7": ("PL00&XM68M6", "equivalent"),
    }
    assert len(rows) == 14


def test_every_row_says_why_in_whole_sentences(layer: MapRead) -> None:
    evidence = layer.table["evidence"].to_pylist()
    assert [text for text in evidence if not re.fullmatch(r"[A-Z].{40,}\.", text)] == []


def test_what_is_typed_of_a_code_follows_from_it(layer: MapRead) -> None:
    for row in layer.table.to_pylist():
        code = row["source"]
        kind = "category" if len(code) == 3 else "subcategory"
        assert (row["source_kind"], row["source_chapter"]) == (kind, chapter_of(code))
        assert parse_cluster(row["target"]).stems, code
        assert row["target_kind"] == "category"


def test_the_one_residual_called_equivalent_says_why_it_is(layer: MapRead) -> None:
    waived = {row["source"]: row["waived"] for row in layer.table.to_pylist() if row["waived"]}
    assert list(waived) == ["B59"]
    assert list(json.loads(waived["B59"])) == ["equivalent_to_residual"]


def test_its_file_is_as_a_map_is_published(layer: MapRead) -> None:
    file = resources.files("workbench.io") / "packed_maps" / "uk-edition.csv"
    assert file.read_text("utf-8") == format_map_csv(layer.table, source=UK, target=ICD11)


def test_its_kind_may_be_said() -> None:
    assert read_map("builtin:uk-edition", kind="csv").table.num_rows == 14


@pytest.mark.parametrize(
    ("path", "options", "message"),
    [
        (
            "builtin:us-edition",
            {},
            "'builtin:us-edition' is no map that is built in; expected builtin:uk-edition",
        ),
        ("builtin:icd10", {}, "'builtin:icd10' is a graph, not a map"),
        ("builtin:uk-edition", {"kind": "sssom"}, "builtin:uk-edition is of kind csv, not 'sssom'"),
        (
            "builtin:uk-edition",
            {"refset": "447562003"},
            "builtin:uk-edition holds no reference set '447562003'; leave --refset out",
        ),
    ],
)
def test_what_is_not_built_in_is_refused(path: str, options: dict[str, str], message: str) -> None:
    with pytest.raises(InputError) as refused:
        read_map(path, **options)  # type: ignore[arg-type]
    assert str(refused.value) == message
