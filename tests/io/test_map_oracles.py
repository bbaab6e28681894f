"""What others make of the files we write: a library of FHIR's shapes, another reader of SSSOM."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, given, settings

from tests.io.golden_map import GOLDEN, golden_map
from tests.io.map_round_trips import RELEASES, entries, map_set
from tests.oracle.fhir_shapes import assert_shape
from tests.oracle.sssom_reader import SeenRow, read_as_others_do
from workbench.core.codes import parse_release
from workbench.io.fhir_words import FhirVersion
from workbench.io.map_writers import write_map
from workbench.mapping.profile import Profile

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.mapping.map_set import MapSet

ICD10: Final = parse_release("icd10/who-2019")


def test_another_reader_of_sssom_sees_what_the_standard_has_slots_for(tmp_path: Path) -> None:
    path = tmp_path / "map.sssom.tsv"
    write_map(golden_map(), path, format="sssom")
    nobody = "semapv:UnspecifiedMatching"
    cluster = "Bacterial infection: S. aureus / sepsis"
    by_hand = "semapv:ManualMappingCuration"
    assert read_as_others_do(path) == [
        SeenRow("ICD10:A41.0", None, "skos:narrowMatch", None, "ICD11:1G40", None, nobody, None),
        SeenRow(
            *("ICD10:A41.0", "Sepsis by S. aureus", "skos:narrowMatch", None),
            *("ICD11:1C41&XN6BM/1G40", cluster, by_hand, 0.12345),
        ),
        SeenRow(
            *("ICD10:B20", None, "skos:mappingRelation", None),
            *("sssom:NoTermFound", None, nobody, None),
        ),
        SeenRow("ICD10:G35", None, "skos:closeMatch", None, "ICD11:8A40", None, nobody, None),
        SeenRow("ICD10:G36", None, "skos:mappingRelation", "Not", "ICD11:8A40", None, nobody, None),
    ]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("sssom") is None, reason="sssom, a tool of its own, is not there")
def test_the_public_validator_of_sssom_finds_nothing_wrong() -> None:
    done = subprocess.run(
        ["sssom", "validate", str(GOLDEN / "map.sssom.tsv")],  # noqa: S607 - whichever is there
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "version"), [("map.r4.json", FhirVersion.R4), ("map.r5.json", FhirVersion.R5)]
)
def test_a_concept_map_has_the_shape_that_fhir_gives_it(name: str, version: FhirVersion) -> None:
    assert_shape(json.loads((GOLDEN / name).read_text("utf-8")), version)


@pytest.mark.parametrize("version", FhirVersion)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=entries(ICD10, parse_release(RELEASES[3]), Profile.UK))
def test_any_row_has_the_shape_that_fhir_gives_it(
    version: FhirVersion, tmp_path: Path, row: dict[str, object]
) -> None:
    maps: MapSet = map_set([row], source=ICD10, target=parse_release(RELEASES[3]))
    write_map(maps, tmp_path / "map.json", format=version)
    assert_shape(json.loads((tmp_path / "map.json").read_text("utf-8")), version)
