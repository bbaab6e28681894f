"""``--json`` and ``--workspace`` stand on either side; how the workspace is found without them.

Named by ``--workspace``; else by WORKBENCH_WORKSPACE; else the nearest folder upwards that holds
``workbench.toml``.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.calls import CommandLine


@pytest.fixture
def two(call: CommandLine, tmp_path: Path) -> tuple[Path, Path]:
    """Give two empty workspaces, of which only the second holds a graph."""
    first, second = tmp_path / "first", tmp_path / "second"
    graph = tmp_path / "graph.csv"
    graph.write_text("# release: icd11/tiny\ncode,term,parent\n01,All,\n", encoding="utf-8")
    for folder in (first, second):
        call.text("init", "--empty", folder)
    call.text("--workspace", second, "graph", "add", graph)
    return first, second


def names(call: CommandLine, *arguments: str | Path) -> list[str]:
    return [graph["name"] for graph in call.document("graph", "ls", *arguments)]


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["--json"], []),
        ([], ["--json"]),
        (["--json", "--workspace", "."], []),
        (["--workspace", "."], ["--json"]),
        (["--json"], ["--workspace", "."]),
        ([], ["--json", "--workspace", "."]),
        ([], ["--workspace=.", "--json"]),
        (["--json"], ["--json"]),
    ],
)
@pytest.mark.parametrize(
    "command",
    [
        ["graph", "ls"],
        ["graph", "show", "icd10", "I10"],
        ["graph", "subsumes", "icd10", "I21", "I21.0"],
        ["map", "ls"],
        ["map", "translate", "one", "I10", "I21.0"],
        ["impact", "files/usage.csv", "--map", "one"],
        ["doctor"],
    ],
)
def test_options_stand_before_the_command_or_after_its_arguments(
    call: CommandLine, before: list[str], command: list[str], after: list[str]
) -> None:
    assert json.loads(call.text(*before, *command, *after)) == call.document(*command)


@pytest.mark.usefixtures("world")
def test_an_option_may_stand_between_the_arguments(call: CommandLine) -> None:
    document = json.loads(call.text("graph", "show", "--json", "icd10", "--workspace", ".", "I10"))
    assert document["code"] == "I10"


def test_the_option_names_the_workspace(call: CommandLine, two: tuple[Path, Path]) -> None:
    first, second = two
    assert names(call, "--workspace", first) == []
    assert names(call, "--workspace", second) == ["icd11/tiny"]


def test_the_variable_names_the_workspace_and_the_option_goes_before_it(
    call: CommandLine, two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    monkeypatch.setenv("WORKBENCH_WORKSPACE", str(second))
    assert names(call) == ["icd11/tiny"]
    assert names(call, "--workspace", first) == []
    monkeypatch.chdir(first)
    assert names(call) == ["icd11/tiny"]


def test_a_variable_that_is_empty_names_nothing(
    call: CommandLine, two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_WORKSPACE", "")
    monkeypatch.chdir(two[1])
    assert names(call) == ["icd11/tiny"]


def test_else_it_is_the_nearest_one_upwards(
    call: CommandLine, two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    deep = second / "notebooks" / "of" / "mine"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert names(call) == ["icd11/tiny"]
    call.text("init", "--empty", first / "notebooks" / "inner")
    monkeypatch.chdir(first / "notebooks" / "inner" / "graphs")
    call.text("graph", "add", second.parent / "graph.csv", "--as", "inner")
    assert names(call) == ["inner"]
    assert names(call, "--workspace", first) == []


def test_without_any_the_message_says_how_to_name_or_make_one(call: CommandLine) -> None:
    assert call.refused("graph", "ls") == (
        "no workspace here: neither this folder nor one above it holds workbench.toml; name one "
        "with --workspace, or make one with 'workbench init DIR'"
    )


def test_a_folder_that_is_none_is_named(call: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "file.txt").write_text("text")
    for name in ("plain", "file.txt", "absent"):
        said = call.refused("map", "ls", "--workspace", name)
        assert said == (
            f"{tmp_path / name} is no workspace: it holds no workbench.toml; make one with "
            "'workbench init DIR'"
        )


def test_relative_paths_are_those_of_the_caller_not_of_the_workspace(
    call: CommandLine, two: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = two
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "graph.csv").rename(tmp_path / "elsewhere" / "here.csv")
    monkeypatch.chdir(tmp_path / "elsewhere")
    added = call.document("graph", "add", "here.csv", "--workspace", first)
    assert added["source"] == str(tmp_path / "elsewhere" / "here.csv")
