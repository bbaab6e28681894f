"""The page on what there is: each of its tables says what the program has, and nothing else.

Where a test here fails because the program has grown, the row it asks for is in its message.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.io.episodes import CONTAINERS
from workbench import widgets
from workbench.analysis.gap_kinds import GapKind
from workbench.cli.parser import build_parser
from workbench.graph.ecl.refusals import Construct
from workbench.io.detect import GRAPH_KINDS, MAP_KINDS
from workbench.io.map_writers import WRITERS
from workbench.report.definitions_text import MEASURE_ROWS
from workbench.report.write import FILES
from workbench.workspace.template import template_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[2]
STATUS: Final = ROOT / "docs/reference/status.md"
_YES: Final = {True: "yes", False: "no"}


def table(heading: str, page: Path = STATUS) -> list[tuple[str, ...]]:
    """Give the cells of the table below a heading, without code quotes and its own heading."""
    section = page.read_text("utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [tuple(cell.strip().strip("`") for cell in line[1:-1].split("|")) for line in lines]


def commands(parser: argparse.ArgumentParser, name: str = "") -> Iterator[tuple[str, str]]:
    """Give each command with the line of help that stands beside it."""
    for group in parser._actions:
        if not isinstance(group, argparse._SubParsersAction):
            continue
        helps = {choice.dest: choice.help or "" for choice in group._choices_actions}
        for word, below in group.choices.items():
            whole = f"{name} {word}".strip()
            more = list(commands(below, whole))
            yield from more or [(whole, helps[word])]


def cells(notebook: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(notebook.read_text("utf-8"))["cells"]
    return found


def notebook_row(notebook: Path) -> tuple[str, str, str]:
    title = "".join(cells(notebook)[0]["source"]).splitlines()[0].removeprefix("# ")
    code = "".join("".join(cell["source"]) for cell in cells(notebook))
    shown = [name for name in widgets.__all__ if re.search(rf"\b{name}\b", code)]
    return notebook.stem, title, ", ".join(f"`{name}`" for name in shown).strip("`")


def test_every_command_stands_there_with_its_line_of_help() -> None:
    assert table("Commands") == list(commands(build_parser()))


def test_what_is_not_yet_is_no_command() -> None:
    there = [name for name, _ in commands(build_parser())]
    for name, _ in table("Not yet"):
        assert not any(f"{command} ".startswith(f"{name} ") for command in there), name


def test_every_format_says_what_reads_it_and_what_writes_it() -> None:
    told = {kind: tuple(answers) for kind, _, *answers in table("Formats")}
    words = (GRAPH_KINDS, MAP_KINDS, tuple(WRITERS))
    kinds = dict.fromkeys(kind for each in words for kind in each)
    assert told == {kind: tuple(_YES[kind in each] for each in words) for kind in kinds}


def test_every_container_of_a_dataset_is_one_that_the_tests_of_datasets_read() -> None:
    assert [name for name, _ in table("Datasets")] == list(CONTAINERS)


def test_every_file_of_a_result_is_told() -> None:
    assert tuple(name for name, _ in table("Results as files")) == FILES


def test_every_measure_stands_there_with_the_map_it_needs() -> None:
    assert table("Measures of `impact`") == [
        (measure, label, companion or "") for measure, label, _, companion, _ in MEASURE_ROWS
    ]


def test_every_kind_of_gap_stands_there() -> None:
    assert [kind for kind, _ in table("Kinds of gap")] == [kind.value for kind in GapKind]


def test_every_construct_that_is_refused_stands_there() -> None:
    assert [name for name, _ in table("Expressions (ECL)")] == [c.value for c in Construct]


def test_every_notebook_stands_there_with_its_question_and_widgets() -> None:
    notebooks = sorted((template_dir() / "notebooks").glob("*.ipynb"))
    assert table("Notebooks of the demo") == [notebook_row(path) for path in notebooks]


def test_every_widget_has_a_page() -> None:
    told = table("Widgets")
    assert [name for name, _ in told] == sorted(widgets.__all__)
    for _, link in told:
        assert (STATUS.parent / re.findall(r"\]\(([^)]+)\)", link)[0]).is_file()


@pytest.mark.parametrize("page", ["index.md", "../notebooks/README.md"])
def test_every_notebook_is_told_where_one_begins(page: str) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    for notebook in (template_dir() / "notebooks").glob("*.ipynb"):
        assert f"`{notebook.stem}`" in text
