"""Codes as WHO prints them, with a mark or a dash."""

from __future__ import annotations

import pytest

from workbench.core.codes import parse_release
from workbench.errors import UnknownCodeError
from workbench.graph.build import build_graph, edges_table, nodes_table

GRAPH = build_graph(
    nodes_table(
        {"code": "D63", "term": "Anaemia elsewhere", "kind": "category", "mark": "*"},
        {"code": "D63.0", "term": "Anaemia in tumours", "kind": "subcategory", "mark": "*"},
        {"code": "E11.3", "term": "Diabetes with eye disease", "kind": "subcategory"},
    ),
    edges_table(("D63.0", "D63")),
    release=parse_release("icd10/example"),
)


@pytest.mark.parametrize(
    ("printed", "code"),
    [("D63.0*", "D63.0"), ("D63.-*", "D63"), ("D63.-", "D63"), ("E11.3†", "E11.3")],
)
def test_a_code_is_found_as_it_is_printed(printed: str, code: str) -> None:
    assert GRAPH.resolve(printed) == code


@pytest.mark.parametrize("printed", ["E11.3*", "D63.1*", "*", "", "D63.0**"])
def test_an_asterisk_must_be_the_codes_own(printed: str) -> None:
    with pytest.raises(UnknownCodeError):
        GRAPH.resolve(printed)
