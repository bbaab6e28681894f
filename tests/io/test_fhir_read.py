"""What a ConceptMap says, in our terms."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tests.io.fhir_samples import concept_map, element, read_json, read_written
from workbench.io.reading import read_map

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.io.result import MapRead


def rows(read: MapRead, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in read.table.to_pylist()]


@pytest.mark.parametrize(
    ("word", "relation", "kept"),
    [
        ("equivalent", "equivalent", None),
        ("equal", "equivalent", "equal"),
        ("wider", "source-is-narrower-than-target", None),
        ("subsumes", "source-is-narrower-than-target", "subsumes"),
        ("narrower", "source-is-broader-than-target", None),
        ("specializes", "source-is-broader-than-target", "specializes"),
        ("inexact", "related-to", None),
        ("relatedto", "unspecified", None),
        ("disjoint", "not-related-to", None),
        ("unmatched", "not-related-to", "unmatched"),
    ],
)
def test_r4_names_the_targets_side_and_we_the_sources(
    tmp_path: Path, word: str, relation: str, kept: str | None
) -> None:
    target = {"code": "G35", "equivalence": word, "comment": "because"}
    read = read_json(tmp_path, concept_map(element(target)))
    assert rows(read, "target", "relation", "predicate") == [("G35", relation, kept)]


@pytest.mark.parametrize(
    ("word", "relation"),
    [
        ("equivalent", "equivalent"),
        ("source-is-narrower-than-target", "source-is-narrower-than-target"),
        ("source-is-broader-than-target", "source-is-broader-than-target"),
        ("not-related-to", "not-related-to"),
        ("related-to", "unspecified"),
    ],
)
def test_r5_names_the_sources_side_as_we_do(tmp_path: Path, word: str, relation: str) -> None:
    target = {"code": "G35", "relationship": word, "comment": "because"}
    read = read_json(tmp_path, concept_map(element(target), status="active"))
    assert rows(read, "target", "relation", "comment") == [("G35", relation, "because")]


def test_nothing_is_a_stated_no_map(tmp_path: Path) -> None:
    r4 = read_json(tmp_path, concept_map(element({"equivalence": "unmatched", "comment": "none"})))
    assert rows(r4, "target", "no_map", "no_map_text") == [(None, "none_in_table", "none")]
    r5 = read_json(tmp_path, concept_map(element(noMap=True)))
    assert rows(r5, "target", "no_map", "no_map_text") == [(None, "none_in_table", None)]


def test_unmatched_beside_a_target_is_told(tmp_path: Path) -> None:
    read = read_json(tmp_path, concept_map(element({"code": "G35", "equivalence": "unmatched"})))
    assert read.notes == (
        (
            "'unmatched' stands beside a target 1 times and is read as not-related-to "
            "(group[0].element[0].target[0])"
        ),
    )


@pytest.mark.parametrize(
    ("group", "top", "releases", "systems"),
    [
        ({}, {}, (None, None), (None, None)),
        (
            {"source": "http://snomed.info/sct", "target": "http://hl7.org/fhir/sid/icd-10"},
            {},
            (None, None),
            ("snomed", "icd10"),
        ),
        (
            {
                "source": "http://snomed.info/sct",
                "sourceVersion": "http://snomed.info/sct/900000000000207008/version/20240101",
                "target": "http://hl7.org/fhir/sid/icd-10-uk|5.0",
            },
            {},
            ("snomed/int-20240101", "icd10/uk-5th"),
            ("snomed", "icd10"),
        ),
        (
            {"target": "http://id.who.int/icd/release/11/2024-01/mms"},
            {"sourceUri": "http://snomed.info/sct/83821000000107/version/20210317?fhir_vs"},
            ("snomed/uk-20210317", "icd11/2024-01"),
            ("snomed", "icd11"),
        ),
        (
            {"source": "http://snomed.info/sct"},
            {
                "sourceScopeUri": "http://snomed.info/sct/83821000000107/version/20210317",
                "targetScopeCanonical": "https://fhir.hl7.org.uk/Id/opcs-4|4.10",
            },
            ("snomed/uk-20210317", "opcs4/4.10"),
            ("snomed", "opcs4"),
        ),
    ],
)
def test_releases_come_from_groups_and_scopes(
    tmp_path: Path,
    group: dict[str, str],
    top: dict[str, str],
    releases: tuple[str | None, str | None],
    systems: tuple[str | None, str | None],
) -> None:
    said = concept_map(element({"code": "G35", "relationship": "equivalent"}), group=group, **top)
    read = read_json(tmp_path, said)
    found = (read.source_release, read.target_release)
    assert tuple(release and str(release) for release in found) == releases
    assert (read.source_system, read.target_system) == systems


def test_what_explains_the_rows_may_stand_behind_them(tmp_path: Path) -> None:
    target = {
        "property": [{"code": "g", "valueInteger": 2}, {"code": "weight", "valueBoolean": True}],
        "code": "G35",
        "relationship": "equivalent",
    }
    text = json.dumps(
        {
            "group": [
                {
                    "element": [{"target": [target], "display": "MS", "code": "24700007"}],
                    "target": "http://hl7.org/fhir/sid/icd-10|2019",
                }
            ],
            "property": [
                {"code": "g", "uri": "urn:x-terminology-workbench:map_group", "type": "integer"}
            ],
            "status": "active",
            "resourceType": "ConceptMap",
        }
    )
    read = read_written(tmp_path, text.encode())
    assert str(read.target_release) == "icd10/who-2019"
    assert rows(read, "source_term", "map_group", "extra") == [("MS", 2, '{"weight": "true"}')]


def test_what_a_target_depends_on_is_kept_and_told(tmp_path: Path) -> None:
    condition = {"attribute": "age", "valueString": "old"}
    target = {"code": "G35", "relationship": "equivalent", "dependsOn": [condition]}
    read = read_json(tmp_path, concept_map(element(target)))
    extra = {"dependsOn": '[{"attribute": "age", "valueString": "old"}]'}
    assert [json.loads(row[0]) for row in rows(read, "extra")] == [extra]
    assert read.notes == (
        (
            "1 targets are conditional (dependsOn) on what cannot be judged here, and stand "
            "without their condition (group[0].element[0].target[0])"
        ),
    )


@pytest.mark.parametrize("more", [{}, {"noMap": False}, {"target": []}])
def test_an_element_that_says_nothing_is_left_out_by_name(
    tmp_path: Path, more: dict[str, object]
) -> None:
    read = read_json(tmp_path, concept_map({"code": "24700007", **more}))
    assert (read.table.num_rows, read.notes) == (
        0,
        (
            (
                "1 left out, since these name no target and do not say (noMap) that there is none: "
                "group[0].element[0]"
            ),
        ),
    )


def test_rows_come_in_the_order_of_the_file_however_many_there_are(tmp_path: Path) -> None:
    many = [
        element({"code": "G35", "relationship": "equivalent", "comment": f"é {number}"})
        for number in range(2_500)
    ]
    read = read_json(tmp_path, concept_map(*many))
    assert rows(read, "line", "comment") == [(n + 1, f"é {n}") for n in range(2_500)]


def test_sets_of_codes_and_what_becomes_of_the_rest_are_left_out_by_name(tmp_path: Path) -> None:
    value_set = {"valueSet": "http://example.org/vs", "relationship": "equivalent"}
    said = concept_map(
        {"valueSet": "http://example.org/vs", "noMap": True},
        element(value_set, {"code": "G35", "relationship": "equivalent"}),
    )
    said["group"][0]["unmapped"] = {"mode": "use-source-code", "relationship": "equivalent"}
    read = read_json(tmp_path, said)
    assert rows(read, "target") == [("G35",)]
    assert read.notes == (
        (
            "2 left out, since a map here is of codes and these name sets of codes or none: "
            "group[0].element[0], group[0].element[1].target[0]"
        ),
        (
            "group[0].unmapped, which says what becomes of every code that has no element, has no "
            "place in a map here and was left out"
        ),
    )


def test_codes_of_an_unknown_system_are_kept_and_told(tmp_path: Path) -> None:
    group = {"source": "http://loinc.org", "target": "http://hl7.org/fhir/sid/icd-10"}
    target = {"code": "I210", "relationship": "equivalent"}
    read = read_json(tmp_path, concept_map(element(target, code="2093-3"), group=group))
    assert rows(read, "source", "target") == [("2093-3", "I21.0")]
    assert read.notes == (
        "its sources are codes of 'http://loinc.org', which is none of the systems known here",
    )


def test_groups_of_one_release_are_one_map(tmp_path: Path) -> None:
    said = concept_map(element({"code": "G35", "relationship": "equivalent"}))
    more = concept_map(element({"code": "I10", "relationship": "equivalent"}, code="38341003"))
    said["group"] += more["group"]
    assert rows(read_json(tmp_path, said), "source") == [("24700007",), ("38341003",)]


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    said = json.dumps(concept_map(element({"code": "G35", "relationship": "equivalent"})))
    assert read_written(tmp_path, b"\xef\xbb\xbf" + said.encode()).table.num_rows == 1


def test_a_concept_map_in_a_zip_is_found_and_streamed(tmp_path: Path) -> None:
    said = concept_map(element({"code": "G35", "relationship": "equivalent"}))
    with zipfile.ZipFile(tmp_path / "maps.zip", "w") as archive:
        archive.writestr("package/ConceptMap-1.json", json.dumps(said))
        archive.writestr("package/package.json", '{"name": "maps"}')
        archive.writestr("package/ValueSet-1.json", '{"resourceType": "ValueSet"}')
    read = read_map(tmp_path / "maps.zip")
    assert (read.kind, rows(read, "target")) == ("fhir", [("G35",)])
