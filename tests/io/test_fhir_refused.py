"""What is wrong with a ConceptMap, in one sentence with its place; nothing is read by halves.

Each of the standard's own rules (cmd-1 to cmd-11) has a file here that must fail.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.io.fhir_samples import concept_map, element, read_json, read_written
from workbench.errors import InputError
from workbench.io.reading import read_map

if TYPE_CHECKING:
    from pathlib import Path

GOOD: Final = {"code": "G35", "relationship": "equivalent"}
BROADER: Final = {"code": "G35", "relationship": "source-is-broader-than-target"}


def unmapped(**said: object) -> dict[str, Any]:
    made = concept_map(element(GOOD))
    made["group"][0]["unmapped"] = said
    return made


def r4_unmapped(**said: object) -> dict[str, Any]:
    made = concept_map(element({"code": "G35", "equivalence": "equal"}))
    made["group"][0]["unmapped"] = said
    return made


def target(**said: object) -> dict[str, Any]:
    return concept_map(element({**GOOD, **said}))


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        (concept_map(element(BROADER), status="active"), "cmd-1"),
        (concept_map(element(GOOD, BROADER), status="retired"), "cmd-1"),
        (
            concept_map(element({**GOOD, "relationship": "not-related-to"}), status="unknown"),
            "cmd-1",
        ),
        (unmapped(mode="fixed", relationship="equivalent"), "cmd-2"),
        (unmapped(mode="fixed", code="a", valueSet="b", relationship="equivalent"), "cmd-2"),
        (unmapped(mode="other-map"), "cmd-3"),
        (concept_map(element(GOOD, noMap=True)), "cmd-4"),
        (concept_map({"target": [GOOD]}), "cmd-5"),
        (concept_map(element(GOOD, valueSet="http://example.org/vs")), "cmd-5"),
        (target(dependsOn=[{"attribute": "a"}]), "cmd-6"),
        (target(product=[{"attribute": "a", "valueString": "b", "valueSet": "c"}]), "cmd-6"),
        (concept_map(element({"relationship": "equivalent"})), "cmd-7"),
        (target(valueSet="http://example.org/vs"), "cmd-7"),
        (unmapped(mode="use-source-code", code="a", relationship="equivalent"), "cmd-8"),
        (unmapped(mode="use-source-code"), "cmd-9"),
        (unmapped(mode="fixed", code="a", relationship="equivalent", otherMap="b"), "cmd-10"),
        (concept_map(element(GOOD), property=[{"code": "a", "type": "code"}]), "cmd-11"),
        (concept_map(element({"code": "G35", "equivalence": "narrower"})), "cmd-1"),
        (concept_map(element({"code": "G35", "equivalence": "inexact"})), "cmd-1"),
        (r4_unmapped(mode="fixed"), "cmd-2"),
        (r4_unmapped(mode="other-map"), "cmd-3"),
    ],
)
def test_a_rule_of_concept_map_that_is_broken_is_named(
    tmp_path: Path, said: dict[str, Any], rule: str
) -> None:
    with pytest.raises(InputError, match=rf"^map\.json: (?:group|property)\[0\].*\({rule}\)"):
        read_json(tmp_path, said)


def test_a_draft_is_excused_from_comments(tmp_path: Path) -> None:
    assert read_json(tmp_path, concept_map(element(BROADER))).table.num_rows == 1


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (
            concept_map(element({"code": "G35", "relationship": "wider"})),
            "group[0].element[0].target[0].relationship: 'wider' is not known; expected one of",
        ),
        (
            concept_map(element({"code": "G35"})),
            "group[0].element[0].target[0]: needs 'relationship': one of equivalent,",
        ),
        (
            concept_map(element(GOOD, {"code": "G36", "equivalence": "wider"})),
            "group[0].element[0].target[1]: needs 'relationship'",
        ),
        (
            concept_map(element(GOOD, code="24700008")),
            "group[0].element[0].target[0] (code '24700008'): SCTID '24700008' fails its check dig",
        ),
        (concept_map(element(GOOD, display=1)), "group[0].element[0].display: '1' is no text"),
        (concept_map("G35"), "group[0].element[0] is no object"),
        (concept_map({"code": "24700007", "target": GOOD}), "group[0].element[0].target: is no l"),
        (concept_map(element(GOOD), status=None), "needs 'status': expected one of draft, active"),
        (
            target(property=[{"code": "a", "valueString": "b", "valueInteger": 1}]),
            "group[0].element[0].target[0].property[0]: holds valueString and valueInteger, where",
        ),
        (concept_map(element({**GOOD, "display": "a\0"})), "group[0].element[0].target[0] (code"),
        (
            {"a": "x" * 9000, "resourceType": "Bundle"},
            "is a resource of type 'Bundle'; expected a ConceptMap",
        ),
        ({"status": "draft"}, "holds no 'resourceType', so it is no resource of FHIR; expected a"),
        (concept_map(element(GOOD), status="final"), "status: 'final' is not known: expected one"),
        (concept_map(element(GOOD)) | {"group": {}}, "group: is no list"),
        (concept_map(element(GOOD)) | {"group": None}, "group: is no list"),
        (concept_map(element(GOOD)) | {"group": [{"element": {}}]}, "group[0].element: is no list"),
        (concept_map(element(GOOD), property="a"), "property: is no list"),
        (
            concept_map(element({**GOOD, "comments": "a"})),
            "group[0].element[0].target[0].comments: is none of the keys of FHIR here: code, com",
        ),
        (
            concept_map(element({**GOOD, "modifierExtension": []})),
            "group[0].element[0].target[0].modifierExtension: changes the meaning of what it st",
        ),
        (concept_map(element(GOOD), modifierExtension=[]), "modifierExtension: changes the mean"),
        (
            concept_map(element(GOOD), group={"modifierExtension": []}),
            "group[0].modifierExtension: changes the meaning of what it stands in, and is not k",
        ),
        ([], "is JSON, but no resource of FHIR; expected a ConceptMap"),
        ("text", "is JSON, but no resource of FHIR; expected a ConceptMap"),
    ],
)
def test_a_value_that_is_wrong_is_named(tmp_path: Path, said: object, problem: str) -> None:
    with pytest.raises(InputError) as caught:
        read_json(tmp_path, said)
    assert str(caught.value).startswith(f"map.json: {problem}")


def test_two_code_systems_on_one_side_are_refused(tmp_path: Path) -> None:
    said = concept_map(element(GOOD))
    said["group"] += concept_map(element(GOOD), group={"target": "http://loinc.org"})["group"]
    with pytest.raises(InputError, match=r"its groups name two sources, .* give each group as a"):
        read_json(tmp_path, said)


def test_a_rule_of_ours_without_its_profile_is_refused(tmp_path: Path) -> None:
    uri = "urn:x-terminology-workbench:rule"
    said = target(property=[{"code": "rule", "valueString": "TRUE"}])
    said["property"] = [{"code": "rule", "uri": uri, "type": "string"}]
    with pytest.raises(InputError, match="'rule' 'TRUE' is a rule, but the map does not say how"):
        read_json(tmp_path, said)


START: Final = b'{"resourceType": "ConceptMap",\n "status": "draft"'


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (START, ":2: is no JSON at character 18: it ends in the middle; the file looks cut short"),
        (START + b', "a": NaN}', ":2: is no JSON at character 26: no value begins so (JSON has no"),
        (START + b"} x", ":2: is no JSON at character 21: something stands behind its end"),
        (START + b', "a": "\xff"}', ":2: is no JSON at character 27: the bytes are not UTF-8; sav"),
        (START + b', "status": "x"}', ": holds the key 'status' twice"),
        (START + b', "a": {"b": 1, "b": 2}}', ": a holds the key 'b' twice"),
        (START + b', "a": ' + b"[" * 99, ": a…: nests deeper "),
        (
            START + b', "property": ' + b"[" * 99,
            ": property[0][0][0][0][0][0][0][0][0][0][0…: nests deeper",
        ),
        (
            START + b', "property": [' + b"0," * 1_000_001,
            ": property: holds more than the 1,000,000 values read at most",
        ),
        (START + b', "property": [-1e999]}', ": property: -1E+999 is too large a number"),
        (START + b', "a": ' + b"9" * 5000 + b"}", ":1: holds a number of more than 2,000 digits"),
        (START + b', "a": "\\ud83d"}', ":2: holds \\ud83d, which is half a character"),
        (START + b',\n"title": "' + b"x" * (5 << 20) + b'"}', ":3: holds one text longer than the"),
        (b"[" * 9_999, ": is JSON, but no resource of FHIR; expected a ConceptMap"),
        (b"nothing", ":1: is no JSON at character 2: "),
        (b"", ": is empty"),
    ],
)
def test_hostile_bytes_are_refused_with_their_place(
    tmp_path: Path, data: bytes, problem: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_written(tmp_path, data)
    assert str(caught.value).startswith(f"map.json{problem}")


def test_a_place_is_exact_beyond_the_first_piece_read(tmp_path: Path) -> None:
    elements = ",\n".join(json.dumps(element(GOOD)) for _ in range(3000))
    text = '{"resourceType": "ConceptMap", "group": [{"element": [\n' + elements + ",\nNaN]}]}"
    with pytest.raises(InputError, match=r"^map\.json:3002: is no JSON at character 1: no value"):
        read_written(tmp_path, text.encode())


def test_another_resource_is_told_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "set.json").write_text('{"resourceType": "ValueSet"}', encoding="utf-8")
    with pytest.raises(InputError, match=r"set\.json: is a ValueSet of FHIR, not a map"):
        read_map(tmp_path / "set.json")
