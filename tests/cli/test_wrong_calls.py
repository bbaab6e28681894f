"""A call that is not one of the command line's is refused in one line that says what would be."""

from __future__ import annotations

import re

import pytest

from tests.cli.calls import CommandLine
from workbench.cli.parser import MAP_KINDS

#: Commands and options of the contract whose issue has not come.
LATER_COMMANDS = (
    ["graph", "diff", "icd10", "icd11"],
    ["suggest", "one"],
    ["review", "status"],
    ["publish", "one"],
)
LATER_OPTIONS: tuple[tuple[list[str], str, list[str]], ...] = (
    (["impact", "files/usage.csv", "--map", "one"], "--draws", ["9"]),
    (["impact", "files/usage.csv", "--map", "one"], "--seed", ["9"]),
)
COMMANDS = {
    "": ["init", "graph", "map", "gaps", "impact", "lab", "doctor"],
    "graph": ["add", "ls", "rm", "show", "ancestors", "descendants", "subsumes", "search", "ecl"],
    "map": ["add", "ls", "rm", "check", "translate", "diff", "rebase", "export"],
}

pytestmark = pytest.mark.usefixtures("world")


@pytest.mark.parametrize("group", COMMANDS)
def test_an_unknown_command_lists_those_there_are(call: CommandLine, group: str) -> None:
    program = f"workbench {group}".strip()
    assert call.refused(*group.split(), "serch") == (
        f"'{program}' has no command 'serch'; it has {', '.join(COMMANDS[group])}; "
        f"see '{program} --help'"
    )


@pytest.mark.parametrize("group", COMMANDS)
def test_a_missing_command_points_to_the_help(call: CommandLine, group: str) -> None:
    program = f"workbench {group}".strip()
    assert call.refused(*group.split()) == f"missing COMMAND; see '{program} --help'"


@pytest.mark.parametrize("words", LATER_COMMANDS, ids=" ".join)
def test_a_command_whose_issue_has_not_come_is_unknown(call: CommandLine, words: list[str]) -> None:
    assert "has no command" in call.refused(*words)
    group, word = ([], words[0]) if words[0] not in COMMANDS else (words[:1], words[1])
    assert re.search(rf"\b{word}\b", call.text(*group, "--help")) is None


@pytest.mark.parametrize(("words", "option", "value"), LATER_OPTIONS, ids=str)
def test_an_option_whose_issue_has_not_come_is_unknown(
    call: CommandLine, words: list[str], option: str, value: list[str]
) -> None:
    command = "impact" if words[0] == "impact" else " ".join(words[:2])
    said = call.refused(*words, option, *value)
    assert said == f"unknown option '{option}'; see 'workbench {command} --help'"
    assert option not in call.text(*command.split(), "--help")


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (["init"], "DIR"),
        (["graph", "add"], "PATH|builtin:icd10"),
        (["graph", "rm"], "NAME"),
        (["graph", "show"], "GRAPH, CODE"),
        (["graph", "show", "icd10"], "CODE"),
        (["graph", "ancestors", "icd10"], "CODE"),
        (["graph", "descendants", "icd10"], "CODE"),
        (["graph", "subsumes", "icd10", "I10"], "B"),
        (["graph", "search"], "GRAPH, TEXT"),
        (["graph", "search", "icd10"], "TEXT"),
        (["graph", "ecl"], "GRAPH, EXPRESSION"),
        (["graph", "ecl", "icd10"], "EXPRESSION"),
        (["map", "add"], "PATH|builtin:uk-edition"),
        (["map", "rm"], "NAME"),
        (["map", "translate", "one"], "CODE"),
        (["impact"], "DATASET, --map"),
        (["impact", "files/usage.csv"], "--map"),
    ],
    ids=str,
)
def test_a_missing_argument_is_named(call: CommandLine, words: list[str], missing: str) -> None:
    command = " ".join(word for word in words[:2] if word != "files/usage.csv")
    assert call.refused(*words) == f"missing {missing}; see 'workbench {command} --help'"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["graph", "ls", "icd10"], "one argument too many: 'icd10'"),
        (["graph", "ls", "--jsn"], "unknown option '--jsn'"),
        (["map", "ls", "-v"], "unknown option '-v'"),
        (["graph", "add", "x.csv", "--as"], "--as needs a value"),
        (["graph", "search", "icd10", "heart", "attack"], "one argument too many: 'attack'"),
        (["graph", "add", "x.csv", "--replace=yes"], "--replace takes no value, not 'yes'"),
    ],
    ids=str,
)
def test_a_slip_is_named(call: CommandLine, words: list[str], said: str) -> None:
    assert call.refused(*words) == f"{said}; see 'workbench {words[0]} {words[1]} --help'"


@pytest.mark.parametrize(
    ("words", "choices"),
    [
        (["graph", "add", "x", "--kind"], "rf2, who-icd10, builtin, ukb-coding, icd11, claml, csv"),
        (["map", "add", "x", "--kind"], ", ".join(MAP_KINDS)),
        (["impact", "x", "--map", "one", "--edition"], "uk5, who2019"),
        (["impact", "x", "--map", "one", "--position"], "any, primary"),
    ],
    ids=str,
)
def test_a_choice_that_is_none_lists_the_choices(
    call: CommandLine, words: list[str], choices: str
) -> None:
    said = call.refused(*words, "nothing")
    assert said.startswith(f"{words[-1]} 'nothing' is not known; expected one of {choices}; see '")


@pytest.mark.parametrize(
    "words",
    [
        ["graph", "ls", "--js"],
        ["graph", "ls", "--work", "."],
        ["graph", "add", "files/icd10.csv", "--rep"],
        ["impact", "files/usage.csv", "--ma", "one", "--map", "one"],
        ["impact", "files/usage.csv", "--map", "one", "--pos", "any"],
    ],
    ids=" ".join,
)
def test_an_option_is_never_abbreviated(call: CommandLine, words: list[str]) -> None:
    assert call.refused(*words).startswith("unknown option '--")


@pytest.mark.parametrize("word", ["gra", "maps", "Graph", "imp"])
def test_a_command_is_never_abbreviated(call: CommandLine, word: str) -> None:
    assert f"has no command '{word}'" in call.refused(word, "ls")


@pytest.mark.parametrize(
    "words",
    [
        ["graph", "ls", "--workspace", ""],
        ["graph", "ls", "--workspace="],
        ["init", ""],
        ["impact", "files/usage.csv", "--map", "one", "--out", ""],
        ["graph", "add", "files/icd10.csv", "--release="],
        ["map", "translate", "one", "I10", ""],
    ],
    ids=str,
)
def test_an_empty_argument_is_no_argument(call: CommandLine, words: list[str]) -> None:
    assert call.refused(*words).startswith(
        "an argument is empty, as from a variable that is not set; see 'workbench "
    )


@pytest.mark.parametrize("group", COMMANDS)
def test_help_lists_what_there_is_and_goes_to_stdout(call: CommandLine, group: str) -> None:
    said = call.text(*group.split(), "--help")
    assert said.startswith(f"usage: workbench {group}".rstrip())
    assert re.findall(r"^ {4}([a-z]+)\b", said, re.MULTILINE) == COMMANDS[group]


def test_lab_has_its_help_and_the_version_is_told(call: CommandLine) -> None:
    assert "--no-browser" in call.text("lab", "--help")
    assert re.fullmatch(r"workbench \d+\.\d+\.\d+\n", call.text("--version"))
