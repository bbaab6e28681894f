"""An input that is wrong is refused in one line: what, where, and what would be right."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.calls import CommandLine
from tests.cli.invented import ICD10, ONE

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def unreadable(tmp_path: Path) -> Path:
    """Give a file that cannot be read, not even by root."""
    path = tmp_path / "locked.csv"
    path.write_text(ICD10, encoding="utf-8")
    path.chmod(0)
    try:
        path.read_bytes()
    except PermissionError:
        return path
    path.chmod(0o600)
    if not sys.platform.startswith("linux"):
        pytest.skip("every file is readable to this user")
    return Path("/proc/self/mem")  # nothing is mapped at its beginning


@pytest.mark.parametrize("name", ["Mine", "my name", "a//b", "/a", "a/", "../a", "-", "é", "a\nb"])
@pytest.mark.parametrize(
    "words", [["graph", "add", "files/icd11.csv"], ["map", "add", "files/one.csv"]], ids=str
)
def test_a_name_is_made_of_plain_parts(call: CommandLine, words: list[str], name: str) -> None:
    said = call.refused(*words, f"--as={name}")
    assert said == " ".join(
        f"name '{name}' is not made of parts of a-z, 0-9, '.', '_' and '-', each beginning with a "
        "letter or digit, joined by '/'".split()
    )


@pytest.mark.parametrize(
    "release", ["icd9/x", "icd10", "icd10/", "ICD10/who", "icd10/a b", "icd10/a/b"]
)
def test_a_release_is_a_system_and_an_edition(call: CommandLine, release: str) -> None:
    said = call.refused("graph", "add", "files/icd11.csv", "--as", "x", "--release", release)
    assert said.startswith(
        f"release '{release}' is not <system>/<edition> with a system of snomed, "
    )
    assert said.endswith("(icd10/who-2019)")


def test_a_name_that_is_taken_is_refused_without_replace(call: CommandLine) -> None:
    advice = "give --replace, or another name with --as"
    assert call.refused("graph", "add", "files/icd10.csv") == (
        f"the name 'icd10/who-2019' is taken; {advice}"
    )
    assert call.refused("graph", "add", "files/icd11.csv", "--as", "icd10/who-2019").endswith(
        advice
    )
    assert call.refused("map", "add", "files/one.csv") == f"the name 'one' is taken; {advice}"


@pytest.mark.parametrize(
    "words",
    [
        ["rm", "icd9"],
        ["show", "icd9", "I10"],
        ["ancestors", "icd9", "I10"],
        ["descendants", "opcs4", "I10"],
        ["subsumes", "icd10/who", "I10", "I10"],
    ],
    ids=str,
)
def test_an_unknown_graph_lists_those_held(call: CommandLine, words: list[str]) -> None:
    assert call.refused("graph", *words) == (
        f"no graph '{words[1]}' in this workspace; held: icd10/who-2019, icd11/2024-01"
    )


@pytest.mark.parametrize(
    "words",
    [
        ["map", "rm", "two"],
        ["map", "translate", "two", "I10"],
        ["impact", "files/usage.csv", "--map", "two"],
        ["impact", "files/usage.csv", "--map", "one", "--back", "two"],
        ["impact", "files/usage.csv", "--map", "one", "--alternatives", "two"],
        ["impact", "files/usage.csv", "--map", "one", "--foundation", "two"],
    ],
    ids=str,
)
def test_an_unknown_map_lists_those_held(call: CommandLine, words: list[str]) -> None:
    assert call.refused(*words) == (
        "no map 'two' in this workspace; held: alternatives, back, foundation, one"
    )


def test_a_bare_system_that_is_held_twice_lists_what_it_may_mean(call: CommandLine) -> None:
    call.text("graph", "add", "files/icd10.csv", "--release", "icd10/mine")
    said = call.refused("graph", "show", "icd10", "I10")
    assert said.startswith("'icd10' means more than one graph of this workspace; ")
    assert said.endswith("; name one of icd10/mine, icd10/who-2019")
    said = call.refused("map", "translate", "icd10", "I10")
    assert said.startswith("'icd10' means more than one map of this workspace; ")
    assert said.endswith("; name one of alternatives, foundation, one")


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["graph", "show", "icd10", "I21.o"], "I21.0"),
        (["graph", "ancestors", "icd10", "I219"], "I21.9"),
        (["graph", "descendants", "icd10", "i21"], "I21"),
        (["graph", "subsumes", "icd10", "I21", "I2l"], "I21"),
        (["graph", "subsumes", "icd10", "I1O", "I21"], "I10"),
        (["map", "translate", "one", "I10", "I21.O"], "I21.0"),
    ],
    ids=str,
)
def test_an_unknown_code_offers_near_spellings(
    call: CommandLine, words: list[str], near: str
) -> None:
    said = call.refused(*words)
    assert "' is not in icd10/who-2019. Near spellings: " in said
    assert near in said.partition("Near spellings: ")[2].split(", ")


@pytest.mark.parametrize("words", [["graph", "add"], ["map", "add"]], ids=str)
def test_a_path_that_leads_nowhere_is_named(
    call: CommandLine, words: list[str], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    assert "absent.csv: there is no such file or folder" in call.refused(*words, "absent.csv")
    assert call.refused(*words, tmp_path / "empty").startswith("empty: no ")


@pytest.mark.parametrize("words", [["graph", "add"], ["map", "add"]], ids=str)
def test_a_file_that_cannot_be_read_is_named(
    call: CommandLine, words: list[str], unreadable: Path
) -> None:
    assert call.refused(*words, unreadable).startswith(f"{unreadable.name}: cannot be read: ")


def test_a_map_is_no_graph_and_a_graph_no_map(call: CommandLine) -> None:
    assert call.refused("graph", "add", "files/one.csv").startswith("one.csv: is a typed map")
    assert call.refused("map", "add", "files/icd10.csv").startswith("icd10.csv: is a typed graph")
    assert "counts of codes by year" in call.refused("graph", "add", "files/usage.csv")
    assert "is not built in; expected builtin:icd10" in call.refused("graph", "add", "builtin:icd9")
    assert "is a graph, not a map" in call.refused("map", "add", "builtin:icd10")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (ICD10.replace(",I21,", ",I99,", 1), "wrong.csv:16, column 'parent': "),
        (ICD10.replace("IX,Circulation,,", "IX,Circulation,I10,"), "IX → I10 → I10-I15 → IX"),
        (ICD10.replace(",*", ",?"), "wrong.csv:10, column 'mark': "),
        (ICD10.replace("icd10/who-2019", "icd10"), "wrong.csv:1: release 'icd10'"),
        (ICD10.partition("\n")[2], "wrong.csv: does not say its release"),
    ],
)
def test_a_graph_that_does_not_read_is_told_by_line_and_column(
    call: CommandLine, world: Path, text: str, place: str
) -> None:
    (world / "wrong.csv").write_text(text, encoding="utf-8")
    assert place in call.refused("graph", "add", "wrong.csv", "--as", "wrong")
    assert place in call.refused("graph", "add", "wrong.csv", "--as", "icd10/who-2019", "--replace")


def test_a_map_that_does_not_read_is_told_by_line_and_column(
    call: CommandLine, world: Path
) -> None:
    wrong = world / "wrong.csv"
    wrong.write_text(ONE.replace("none_in_table", "nothing"), encoding="utf-8")
    assert call.refused("map", "add", wrong).startswith("wrong.csv:10, column 'no_map': 'nothing'")
    wrong.write_text(ONE.replace("# source: icd10/who-2019", "# source: icd10"), encoding="utf-8")
    assert "release 'icd10' is not <system>/<edition>" in call.refused("map", "add", wrong)


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("<< I21.o", "code 'I21.o' at character 4 is not in icd10/who-2019. Near spellings: "),
        ("<< I21 OR\n< IX MINUS I10", "'MINUS' at line 2, character 6 stands beside OR without "),
        ("I21 . I10", "dotted attribute '.' at character 5 is not supported yet; supported are "),
        ("I21 |" + "x" * 9_000, "a term begins at character 5 and does not end; expected '|'"),
        ("I21 \udc80", "character U+DC80 at character 5 is no part of an expression"),
        ("(" * 10_000, "'(' at character 10000 is not closed"),
        ("^ I21", "icd10/who-2019 holds no reference sets (asked for at character 1)"),
    ],
    ids=range(7),
)
def test_an_expression_that_cannot_be_answered_is_told_in_one_line(
    call: CommandLine, expression: str, said: str
) -> None:
    assert call.refused("graph", "ecl", "icd10", expression).startswith(said)


def test_a_graph_of_another_release_cannot_stand_for_the_files_own(call: CommandLine) -> None:
    call.text("graph", "add", "files/icd10.csv", "--release", "icd10/mine")
    said = call.refused("map", "add", "files/one.csv", "--as", "x", "--source", "icd10/mine")
    assert said.startswith("icd10/who-2019 and icd10/mine are different releases and no bridge ")
    assert "declared bridges: icd10/uk-5th → icd10/ukb-19; icd10/uk-5th → icd10/who-2019" in said
    said = call.refused("map", "add", "files/one.csv", "--as", "x", "--target", "icd10/mine")
    assert said.startswith("icd11/2024-01 and icd10/mine are different releases and no bridge ")
    assert "no graph 'icd9' " in call.refused("map", "add", "files/one.csv", "--source", "icd9")
