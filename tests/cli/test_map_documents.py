"""``map …`` answers with the documents of the contract."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.cli.calls import CommandLine, contents
from tests.cli.schemas import assert_valid

PLACE = {"map_block": 1, "map_group": 1, "map_priority": 1}


def test_map_add_describes_the_map(call: CommandLine, world: Path) -> None:
    added = call.document("map", "add", "files/one.csv", "--as", "mine")
    assert_valid("map", added)
    assert added == {
        "name": "mine",
        "kind": "csv",
        "source": "icd10/who-2019",
        "target": "icd11/2024-01",
        "bridges": [],
        "entries": 7,
        "sources": 7,
        "no_map": 1,
        "sha256": hashlib.sha256((world / "files" / "one.csv").read_bytes()).hexdigest(),
    }
    assert added in call.document("map", "ls")


@pytest.mark.usefixtures("world")
def test_map_ls_is_sorted_by_name(call: CommandLine) -> None:
    document = call.document("map", "ls")
    assert_valid("map-ls", document)
    assert [(row["name"], row["entries"], row["sources"], row["no_map"]) for row in document] == [
        ("alternatives", 4, 3, 0),
        ("back", 5, 5, 0),
        ("foundation", 2, 2, 0),
        ("one", 7, 7, 1),
    ]


@pytest.mark.usefixtures("world")
def test_a_side_that_nobody_names_is_null(call: CommandLine, world: Path) -> None:
    (world / "files" / "bare.csv").write_text("source,target\nI10,BA00.Z\n", encoding="utf-8")
    bare = call.document("map", "add", "files/bare.csv")
    assert_valid("map", bare)
    assert (bare["name"], bare["source"], bare["target"]) == ("bare", None, None)
    told = call.document(
        "map", "add", "files/bare.csv", "--source", "icd10", "--target", "icd11", "--replace"
    )
    assert (told["source"], told["target"]) == ("icd10/who-2019", "icd11/2024-01")


@pytest.mark.usefixtures("world")
def test_a_bridge_that_stands_between_map_and_graph_is_named(call: CommandLine) -> None:
    call.document("graph", "rm", "icd10")
    call.document("graph", "add", "files/icd10.csv", "--release", "icd10/who-2019-simple")
    for row in call.document("map", "ls"):
        assert row["bridges"] == ["icd10/who-2019-simple ↔ icd10/who-2019"]
    named = call.document("map", "add", "files/one.csv", "--as", "b", "--source", "icd10")
    assert_valid("map", named)
    assert (named["source"], named["bridges"]) == (
        "icd10/who-2019",
        ["icd10/who-2019-simple ↔ icd10/who-2019"],
    )


def test_map_rm_gives_what_it_dropped_and_leaves_its_source(call: CommandLine, world: Path) -> None:
    before = contents(world / "files")
    held = call.document("map", "ls")
    dropped = call.document("map", "rm", "one")
    assert_valid("map", dropped)
    assert dropped == held[3]
    assert call.document("map", "ls") == held[:3]
    assert contents(world / "files") == before


@pytest.mark.usefixtures("world")
def test_translate_answers_in_the_order_asked_and_says_why(call: CommandLine) -> None:
    document = call.document("map", "translate", "one", "W19", "I21.0", "I21.10", "I21.0")
    assert_valid("translate", document)
    assert [row["source"] for row in document] == ["W19", "I21.0", "I21.10", "I21.0"]
    none, infarction, unmapped, again = document
    assert infarction == again
    assert infarction["targets"] == [
        {
            "target": "BA41.Z",
            "term": "Infarction and no more",
            "mark": None,
            **PLACE,
            "relation": "unspecified",
            "advice": None,
        }
    ]
    why = infarction["trace"][0].pop("why")
    assert infarction["trace"] == [{**PLACE, "rule": None, "target": "BA41.Z", "held": True}]
    assert "I21.0" in why
    assert none["targets"] == []
    assert none["no_map"] == {"reason": "none_in_table", "text": "No Mapping"}
    assert unmapped == {"source": "I21.10", "targets": [], "no_map": None, "needs": [], "trace": []}


@pytest.mark.usefixtures("world")
def test_a_table_of_alternatives_asks_and_never_answers(call: CommandLine) -> None:
    document = call.document("map", "translate", "alternatives", "I21.0", "I10")
    assert_valid("translate", document)
    for row in document:
        assert row["targets"] == []
        assert len(row["needs"]) == 1
    assert document[0]["needs"][0]["concept"] == "I21.0"
    assert set(document[0]["needs"][0]["options"]) == {"BA41.Z", "BA41&XA7RE3"}
    assert [step["held"] for step in document[0]["trace"]] == [None, None]
    assert document[1]["needs"][0]["options"] == ["BA00.Z"]


@pytest.mark.usefixtures("world")
def test_a_block_is_named_by_its_own_code(call: CommandLine) -> None:
    (row,) = call.document("map", "translate", "one", "U07")
    assert [target["target"] for target in row["targets"]] == ["2500"]
    (back,) = call.document("map", "translate", "back", "BlockL1-BA0")
    assert [target["target"] for target in back["targets"]] == ["I10-I15"]


@pytest.mark.usefixtures("demo")
def test_the_demo_answers_by_the_same_schemas(call: CommandLine) -> None:
    assert_valid("graph-ls", call.document("graph", "ls"))
    assert_valid("map-ls", call.document("map", "ls"))
    assert_valid("concept", call.document("graph", "show", "icd10", "I10"))
    assert_valid("concept", call.document("graph", "show", "icd11", "BA41.Z"))
    codes = ["I10", "L73.9", "U07.1", "I21.0", "W01", "A00"]
    assert_valid("translate", call.document("map", "translate", "icd10-icd11", *codes))
    chosen = call.document("map", "translate", "icd10-icd11-alternatives", "I21.0", "T81.5")
    assert_valid("translate", chosen)
