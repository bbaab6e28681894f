"""The schemas are strict: every key named, every key required, no other allowed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.cli.schemas import all_schemas, assert_valid
from workbench import __version__
from workbench.analysis.impact_measures import LAYERED_MEASURES
from workbench.cli import main
from workbench.cli.parser import GRAPH_KINDS, MAP_FORMATS, MAP_KINDS
from workbench.core.codes import Kind, ResidualKind
from workbench.io import detect
from workbench.io.map_writers import WRITERS
from workbench.mapping.bridge import DECLARED
from workbench.mapping.differences import Reason
from workbench.mapping.relation import MapRelation, NoMapReason

DOCUMENTS = {
    "check",
    "codes",
    "concept",
    "doctor",
    "ecl",
    "export",
    "gaps",
    "graph",
    "graph-ls",
    "impact",
    "init",
    "map",
    "map-diff",
    "map-ls",
    "map-rebase",
    "search",
    "subsumes",
    "translate",
}


def objects(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401
    """Give every schema of an object inside a schema, and where it stands."""
    if isinstance(schema, list):
        for number, item in enumerate(schema):
            yield from objects(item, f"{path}/{number}")
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield path, schema
        for key, item in schema.items():
            yield from objects(item, f"{path}/{key}")


def test_every_document_has_its_schema() -> None:
    assert set(all_schemas()) == DOCUMENTS


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_schema_is_itself_right(name: str) -> None:
    schema = all_schemas()[name]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_no_key_is_optional_and_no_other_is_allowed(name: str) -> None:
    for path, schema in objects(all_schemas()[name]):
        if path.endswith("/packages"):  # its keys are names of packages
            continue
        assert schema["additionalProperties"] is False, path
        assert schema["required"] == list(schema["properties"]), path


def test_a_measure_has_the_values_of_the_code_and_no_others() -> None:
    items = all_schemas()["impact"]["$defs"]["measures"]["items"]
    told = {
        case["properties"]["measure"]["const"]: tuple(case["properties"]["value"]["enum"])
        for case in items["oneOf"]
    }
    assert told == LAYERED_MEASURES
    assert items["properties"]["measure"]["enum"] == list(LAYERED_MEASURES)


def test_the_kinds_are_those_that_can_be_read() -> None:
    assert all_schemas()["graph"]["properties"]["kind"]["enum"] == list(GRAPH_KINDS)
    assert all_schemas()["map"]["properties"]["kind"]["enum"] == list(MAP_KINDS)
    assert (detect.GRAPH_KINDS, detect.MAP_KINDS) == (GRAPH_KINDS, MAP_KINDS)


def test_the_formats_are_those_that_can_be_written() -> None:
    assert tuple(WRITERS) == MAP_FORMATS


def test_the_closed_vocabularies_are_those_of_the_code() -> None:
    concept = all_schemas()["concept"]["properties"]
    answer = all_schemas()["translate"]["items"]["properties"]
    no_map = answer["no_map"]["anyOf"][0]["properties"]
    assert concept["kind"]["enum"] == list(Kind)
    assert concept["residual_kind"]["enum"] == [*ResidualKind, None]
    assert concept["maps"]["items"]["properties"]["relation"]["enum"] == list(MapRelation)
    assert answer["targets"]["items"]["properties"]["relation"]["enum"] == list(MapRelation)
    assert no_map["reason"]["enum"] == list(NoMapReason)
    change = all_schemas()["map-diff"]["properties"]["changed"]["items"]["properties"]
    assert change["why"]["enum"] == list(Reason)
    declared = all_schemas()["map"]["$defs"]["bridge"]["enum"]
    assert declared == list(dict.fromkeys(bridge.text for bridge in DECLARED))


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"result": "true"},
        {"result": None},
        {"result": True, "why": "more than was asked"},
    ],
)
def test_a_document_that_is_not_as_said_is_caught(document: object) -> None:
    with pytest.raises(AssertionError):
        assert_valid("subsumes", document)


def test_the_version_is_a_document_too(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--version", "--json"], ["--json", "--version"]):
        assert main(words) == 0
        assert json.loads(capsys.readouterr().out) == {"version": __version__}
