"""Synonyms and replacements of a graph typed by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.core.codes import parse_release
from workbench.errors import InputError
from workbench.graph.build import build_graph
from workbench.graph.code_graph import CodeGraph
from workbench.io.reading import read_graph

TYPED = """\
# release: snomed/marsh
code,term,fsn,synonyms,parent,active,replaced_by
1,Marsh fever,Marsh fever (disorder),Ague|Fen fever,,true,
2,Fen cough,,,1,true,
3,Ague,,,,false,same_as:1|possibly_equivalent_to:2
4,Bog cough,,,,false,2
"""


def graph(tmp_path: Path, text: str) -> CodeGraph:
    path = tmp_path / "g.csv"
    path.write_bytes(text.encode())
    found = read_graph(path, release=parse_release("snomed/marsh"))
    return build_graph(found.nodes, found.edges, release=found.release, side=found.side)


def test_every_term_of_a_concept_is_kept_with_its_use(tmp_path: Path) -> None:
    found = graph(tmp_path, TYPED)
    terms = {code: found.terms_of(code).select(["term", "use"]).to_pylist() for code in "12"}

    assert terms == {
        "1": [
            {"term": "Marsh fever (disorder)", "use": "fsn"},
            {"term": "Marsh fever", "use": "preferred"},
            {"term": "Ague", "use": "synonym"},
            {"term": "Fen fever", "use": "synonym"},
        ],
        "2": [{"term": "Fen cough", "use": "preferred"}],
    }


def test_a_retired_code_offers_what_took_its_place_and_how_it_stands_to_it(tmp_path: Path) -> None:
    found = graph(tmp_path, TYPED)
    offered = {
        code: [
            (row["replacement"], row["association"])
            for row in found.replacements_of(code).to_pylist()
        ]
        for code in "1234"
    }

    assert offered == {
        "1": [],
        "2": [],
        "3": [("1", "same_as"), ("2", "possibly_equivalent_to")],
        "4": [("2", "replaced_by")],
    }


def test_what_is_offered_need_not_be_in_the_file(tmp_path: Path) -> None:
    found = graph(tmp_path, "code,term,parent,active,replaced_by\n3,Ague,,false,9\n")

    assert found.replacements_of("3")["replacement"].to_pylist() == ["9"]


def test_a_graph_without_these_columns_has_no_side_tables(tmp_path: Path) -> None:
    assert graph(tmp_path, "code,term,parent\n1,Marsh fever,\n").side.tables() == {}


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("1,Ague,Fen||Bog,,true,", "synonyms", "'Fen||Bog' is no list of synonyms of '1'"),
        ("1,Ague,Fen|Fen,,true,", "synonyms", "each once"),
        ("1,Ague,Ague,,true,", "synonyms", "other terms than its own"),
        ("1,Ague,,,true,2", "replaced_by", "'1' is active; only what is not has a replacement"),
        ("1,Ague,,,false,twin_of:2", "replaced_by", "'twin_of' is not known; expected same_as"),
        ("1,Ague,,,false,1", "replaced_by", "'1' is no list of what replaces '1'"),
        ("1,Ague,,,false,2|same_as:2", "replaced_by", "other codes, each once"),
        ("1,Ague,,,false,same_as:", "replaced_by", "other codes, each once"),
    ],
)
def test_what_is_no_list_is_refused_with_its_line(
    tmp_path: Path, row: str, column: str, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        graph(tmp_path, f"code,term,synonyms,parent,active,replaced_by\n{row}\n")

    assert (caught.value.file, caught.value.line, caught.value.column) == ("g.csv", 2, column)
    assert said in str(caught.value)
