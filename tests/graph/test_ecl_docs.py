"""The page on expressions: every example does what its table says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tests.graph.examples import ICD10
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.ecl.parser import parse_ecl
from workbench.graph.ecl.reading import DEEPEST
from workbench.graph.ecl.refusals import Construct, first_refused

PAGE: Final = (Path(__file__).resolve().parents[2] / "docs/reference/ecl.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """Give the cells of the table below a heading, without its own heading."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")][1:]
    return [
        [cell.strip().strip("`").replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in lines
    ]


@pytest.mark.parametrize(
    ("construct", "brief", "long", "answer"), rows("Codes, hierarchy, joints"), ids=str
)
def test_the_answers_on_the_page_are_right(
    construct: str, brief: str, long: str, answer: str
) -> None:
    del construct
    kinds = {"IX": "chapter", "I20-I25": "block", "I21": "category"}
    codes = ("IX", "I20-I25", "I21", "I21.0", "I21.9")
    tree = build_graph(
        nodes_table(*({"code": c, "kind": kinds.get(c, "subcategory")} for c in codes)),
        edges_table(("I20-I25", "IX"), ("I21", "I20-I25"), ("I21.0", "I21"), ("I21.9", "I21")),
        release=ICD10,
    )
    assert tree.ecl(brief).codes == tree.ecl(long).codes == answer.split()


@pytest.mark.parametrize("heading", ["Reference sets", "Refinements"])
def test_both_syntaxes_on_the_page_say_the_same_and_are_supported(heading: str) -> None:
    assert len(rows(heading)) > 3
    for construct, brief, long in rows(heading):
        assert parse_ecl(brief) == parse_ecl(long), construct
        assert first_refused(parse_ecl(brief)) is None, construct


def test_the_page_lists_every_construct_that_is_refused() -> None:
    refused = {
        construct: first_refused(parse_ecl(example))
        for construct, example in rows("Refused for now")
    }
    assert {construct: found and found.what for construct, found in refused.items()} == {
        construct.value: construct for construct in Construct
    }


def test_the_page_says_how_deep_brackets_may_nest() -> None:
    assert f"nest up to {DEEPEST} deep" in PAGE
