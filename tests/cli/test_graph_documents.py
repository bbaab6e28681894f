"""``init`` and ``graph …`` answer with the documents of the contract."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import workbench
from tests.cli.calls import CommandLine, contents
from tests.cli.schemas import assert_valid

MMS = "http://id.who.int/icd/release/11/mms"


def test_init_names_the_workspace_it_made(call: CommandLine, tmp_path: Path) -> None:
    document = call.document("init", "--empty", tmp_path / "new")
    assert_valid("init", document)
    assert document == {"workspace": str(tmp_path / "new")}
    assert (tmp_path / "new" / "workbench.toml").is_file()
    assert call.document("graph", "ls", "--workspace", tmp_path / "new") == []
    assert call.document("map", "ls", "--workspace", tmp_path / "new") == []


def test_init_fills_an_empty_folder_even_the_one_it_stands_in(
    call: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / ".unfinished-0").mkdir()  # an earlier one was killed
    monkeypatch.chdir(tmp_path / "mine")
    assert call.document("init", ".", "--empty") == {"workspace": str(tmp_path / "mine")}
    assert call.document("graph", "ls") == []
    assert Path("workbench.toml").samefile(tmp_path / "mine" / "workbench.toml")


def test_graph_add_describes_the_graph(call: CommandLine, world: Path) -> None:
    added = call.document("graph", "add", "files/icd11.csv", "--as", "my.icd-11/draft_2")
    assert_valid("graph", added)
    file = world / "files" / "icd11.csv"
    assert added == {
        "name": "my.icd-11/draft_2",
        "release": "icd11/2024-01",
        "kind": "csv",
        "concepts": 18,
        "active": 18,
        "edges": 13,
        "source": "files/icd11.csv",
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
    }
    listed = call.document("graph", "ls")
    assert [graph["name"] for graph in listed] == [
        "icd10/who-2019",
        "icd11/2024-01",
        "my.icd-11/draft_2",
    ]
    assert listed[-1] == added


@pytest.mark.usefixtures("world")
def test_a_graph_is_named_by_its_release_unless_told_otherwise(call: CommandLine) -> None:
    added = call.document("graph", "add", "files/icd11.csv", "--release", "icd11/demo")
    assert (added["name"], added["release"]) == ("icd11/demo", "icd11/demo")


@pytest.mark.usefixtures("world")
def test_replace_puts_a_graph_in_the_place_of_another(call: CommandLine) -> None:
    again = call.document("graph", "add", "files/icd11.csv", "--as", "icd10/who-2019", "--replace")
    assert again["release"] == "icd11/2024-01"
    assert len(call.document("graph", "ls")) == 2


def test_graph_rm_gives_what_it_dropped_and_leaves_its_source(
    call: CommandLine, world: Path
) -> None:
    before = contents(world / "files")
    held = call.document("graph", "ls")
    dropped = call.document("graph", "rm", "icd10")
    assert_valid("graph", dropped)
    assert dropped == held[0]
    assert call.document("graph", "ls") == held[1:]
    assert contents(world / "files") == before


@pytest.mark.usefixtures("world")
def test_graph_ls_is_sorted_by_name(call: CommandLine) -> None:
    for name in ("z", "a/b", "a"):
        call.document("graph", "add", "files/icd11.csv", "--as", name)
    document = call.document("graph", "ls")
    assert_valid("graph-ls", document)
    names = [graph["name"] for graph in document]
    assert names == ["a", "a/b", "icd10/who-2019", "icd11/2024-01", "z"]


@pytest.mark.usefixtures("world")
def test_graph_show_gives_every_key_of_a_concept(call: CommandLine) -> None:
    document = call.document("graph", "show", "icd10", "H36.0")
    assert_valid("concept", document)
    plain = {"relation": "unspecified", "map_block": 1, "map_group": 1, "map_priority": 1}
    target = {"code": "9B71.0Z", "term": "Diabetic retina", **plain}
    assert document == {
        "code": "H36.0",
        "term": "Diabetic retina",
        "fsn": None,
        "kind": "subcategory",
        "active": True,
        "assignable": True,
        "residual": False,
        "residual_kind": None,
        "mark": "*",
        "uri": None,
        "depth": 3,
        "parents": [{"code": "H36", "term": "Retina in other diseases"}],
        "children": [],
        "ancestors": 3,
        "descendants": 0,
        "maps": [
            {"map": "back", "direction": "in", **target},
            {"map": "one", "direction": "out", **target},
        ],
        "replaced_by": [],
    }


@pytest.mark.usefixtures("world")
def test_graph_show_tells_maps_in_both_directions_by_the_codes_of_the_graphs(
    call: CommandLine,
) -> None:
    document = call.document("graph", "show", "icd11", "BA00.Z")
    assert_valid("concept", document)
    assert [(row["map"], row["direction"], row["code"]) for row in document["maps"]] == [
        ("alternatives", "in", "I10"),
        ("back", "out", "I10"),
        ("one", "in", "I10"),
    ]
    block = call.document("graph", "show", "icd10", "I10-I15")
    (row,) = block["maps"]
    assert (row["map"], row["code"], row["term"]) == ("back", "BlockL1-BA0", "Pressure")
    (entity, *_) = [
        row
        for row in call.document("graph", "show", "icd10", "I10")["maps"]
        if row["map"] == "foundation"
    ]
    assert (entity["code"], entity["term"]) == ("BA00", "Raised pressure")
    assert entity["relation"] == "equivalent"


@pytest.mark.usefixtures("world")
def test_graph_show_states_a_no_map_as_null(call: CommandLine) -> None:
    (row,) = call.document("graph", "show", "icd10", "W19")["maps"]
    assert (row["map"], row["direction"], row["code"], row["term"]) == ("one", "out", None, None)


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    "spelling",
    [
        "BA00.Z",
        f"{MMS}/1001/unspecified",
        f"{MMS.replace('11/mms', '11/2024-01/mms')}/1001/unspecified",
    ],
)
def test_graph_show_takes_a_code_or_either_spelling_of_its_uri(
    call: CommandLine, spelling: str
) -> None:
    document = call.document("graph", "show", "icd11", spelling)
    assert (document["code"], document["uri"]) == ("BA00.Z", f"{MMS}/1001/unspecified")


@pytest.mark.usefixtures("world")
def test_parents_and_children_are_in_natural_order(call: CommandLine) -> None:
    parents = call.document("graph", "show", "icd11", "BA41.Z")["parents"]
    children = call.document("graph", "show", "icd10", "I21")["children"]
    assert [row["code"] for row in parents] == ["11", "BA41"]
    assert [row["code"] for row in children] == ["I21.0", "I21.10", "I21.9"]
    blocks = call.document("graph", "show", "icd11", "25")["children"]
    assert [row["code"] for row in blocks] == ["900", "2500"]


@pytest.mark.usefixtures("world")
def test_ancestors_come_nearest_first_then_by_code(call: CommandLine) -> None:
    document = call.document("graph", "ancestors", "icd11", "BA41.Z")
    assert_valid("codes", document)
    assert [row["code"] for row in document] == ["11", "BA41", "BlockL1-BA4"]
    document = call.document("graph", "ancestors", "icd10", "I21.10")
    assert [row["code"] for row in document] == ["I21", "I20-I25", "IX"]
    assert call.document("graph", "ancestors", "icd10", "IX") == []


@pytest.mark.usefixtures("world")
def test_descendants_come_in_natural_order_without_the_code_itself(call: CommandLine) -> None:
    document = call.document("graph", "descendants", "icd10", "I20-I25")
    assert_valid("codes", document)
    assert document == [
        {"code": "I21", "term": "Infarction"},
        {"code": "I21.0", "term": "Infarction in front"},
        {"code": "I21.10", "term": "Infarction in front and low"},
        {"code": "I21.9", "term": "Infarction somewhere"},
    ]
    assert call.document("graph", "descendants", "icd10", "I21.0") == []


@pytest.mark.usefixtures("world")
def test_graph_search_gives_the_best_first_and_says_what_matched(call: CommandLine) -> None:
    document = call.document("graph", "search", "icd10", "infarction")
    assert_valid("search", document)
    assert [(row["code"], row["matched"]) for row in document] == [
        ("I21", "Infarction"),
        ("I21.0", "Infarction in front"),
        ("I21.9", "Infarction somewhere"),
        ("I21.10", "Infarction in front and low"),
    ]
    scores = [row["score"] for row in document]
    assert scores == sorted(set(scores), reverse=True)
    assert call.document("graph", "search", "icd10", "infarction", "--limit", "2") == document[:2]
    under = call.document("graph", "search", "icd10", "infarction", "--under", "I21.0")
    assert under == [document[1]]
    assert call.document("graph", "search", "icd11", "front") == []  # an extension code
    assert call.document("graph", "search", "icd11", "front", "--under", "X")[0]["code"] == "XA7RE3"
    assert call.document("graph", "search", "icd10", "nothing") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["?!"], "'?!' has no letter and no digit to search for"),
        ([" "], "the text searched for is empty, expected a word, the beginning of one, or a code"),
        (["x" * 501], "the text searched for has 501 characters, expected at most 500"),
        (["x", "--limit", "0"], "--limit '0' is not a whole number from 1"),
        (["x", "--limit", "-3"], "--limit '-3' is not a whole number from 1"),
        (["x", "--limit", "few"], "--limit 'few' is not a whole number from 1"),
        (
            ["x", "--under", "I219"],
            "code 'I219' is not in icd10/who-2019. Near spellings: I21.9, I21, I21.0",
        ),
    ],
)
@pytest.mark.usefixtures("world")
def test_what_cannot_be_searched_is_refused(call: CommandLine, words: list[str], said: str) -> None:
    assert call.refused("graph", "search", "icd10", *words) == said


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("expression", "codes"),
    [
        ("<< I20-I25 MINUS I21", ["I20-I25", "I21.0", "I21.10", "I21.9"]),
        ("descendantOf I21.0", []),
    ],
)
def test_graph_ecl_gives_the_codes_in_natural_order_and_their_number(
    call: CommandLine, expression: str, codes: list[str]
) -> None:
    document = call.document("graph", "ecl", "icd10", expression)
    assert_valid("ecl", document)
    assert document == {"count": len(codes), "codes": codes}


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("upper", "lower", "said"),
    [
        ("I21", "I21.0", "true"),
        ("I21", "I21", "true"),
        ("I21.0", "I21", "false"),
        ("I21", "H36", "false"),
    ],
)
def test_an_answer_that_is_false_is_an_answer(
    call: CommandLine, upper: str, lower: str, said: str
) -> None:
    document = call.document("graph", "subsumes", "icd10", upper, lower)
    assert_valid("subsumes", document)
    assert document == {"result": said == "true"}
    assert call.text("graph", "subsumes", "icd10", upper, lower) == f"{said}\n"


def test_doctor_answers_by_its_schema_without_a_workspace(call: CommandLine) -> None:
    document = call.document("doctor")
    assert_valid("doctor", document)
    assert document["version"] == workbench.__version__
    assert list(document["packages"]) == sorted(document["packages"])
