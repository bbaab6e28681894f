"""Laws of the search: what is begun is found, and the index answers as looking at every term."""

from __future__ import annotations

import unicodedata
from typing import Final

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.graph import search_examples as graphs
from tests.graph.examples import SNOMED
from tests.oracle.search_oracle import oracle_search
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.code_graph import CodeGraph
from workbench.graph.schema import TERM_SCHEMA
from workbench.graph.search.search import build_search
from workbench.graph.side_tables import SideTables

#: Words with two spellings, joints and accents, and pieces that make new ones.
# fmt: off
_WORDS: Final = (
    "oedema", "edema", "haemorrhage", "hemorrhage", "Crohn's", "Crohn", "non-Hodgkin", "X-ray",
    "x", "ray", "tumour", "tumor", "colour", "colorectal", "aerobic", "anaemia", "anemia",
    "Sjögren's", "œsophagus", "type", "2", "B12", "of", "the", "leucocyte", "gray", "grey",
    "gastro-oesophageal", "gastroesophageal", "organisation", "organized", "d'emblée",
    "5'-nuclease",
)
# fmt: on
_LETTERS: Final = "aeoemhlszdr'- é"

terms = st.lists(
    st.one_of(st.sampled_from(_WORDS), st.text(_LETTERS, min_size=1, max_size=6)),
    min_size=1,
    max_size=4,
).map(" ".join)


@st.composite
def drawn_graphs(draw: st.DrawFn) -> CodeGraph:
    """Draw concepts with terms of every use, two semantic tags, some of them retired."""
    count = draw(st.integers(1, 6))
    codes = [str(1000 + number) for number in range(count)]
    nodes = nodes_table(
        *(
            {"code": code, "term": draw(terms), "fsn": f"{draw(terms)} (tag)", "active": active}
            for code, active in zip(codes, draw(st.tuples(*[st.booleans()] * count)), strict=True)
        )
    )
    tags = [draw(st.sampled_from(["tag", "other"])) for _ in codes]
    synonyms = draw(st.lists(st.tuples(st.sampled_from(codes), terms), max_size=6))
    side = [{"code": code, "term": term, "use": "synonym"} for code, term in synonyms]
    return build_graph(
        nodes.append_column("semantic_tag", pa.array(tags)),
        edges_table(*((code, codes[0]) for code in codes[1:])),
        release=SNOMED,
        side=SideTables(terms=pa.Table.from_pylist(side, schema=TERM_SCHEMA)),
    )


@settings(max_examples=60)
@given(drawn_graphs(), st.lists(terms, min_size=1, max_size=4), st.data())
def test_the_index_answers_as_looking_at_every_term_does(
    graph: CodeGraph, texts: list[str], data: st.DataObject
) -> None:
    search = build_search(graph)
    for whole in [*texts, *graph, *graph.concepts["term"].to_pylist()]:
        text = whole[: data.draw(st.integers(1, len(whole)))]
        if not any(letter.isalnum() for letter in text):
            continue
        under = data.draw(st.none() | st.sampled_from(list(graph)))
        active = data.draw(st.sampled_from([True, False, None]))
        limit = data.draw(st.integers(1, 7))
        found = search.search(text, limit=limit, under=under, active=active)
        expected = oracle_search(graph, text, limit=limit, under=under, active=active)
        assert [(hit.code, hit.matched) for hit in found] == expected, text


@settings(max_examples=150)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20), st.data())
def test_the_beginnings_of_the_words_of_a_term_find_it(term: str, data: st.DataObject) -> None:
    """Whatever letters a term has: each of its words may be cut anywhere, their order be any."""
    words = [word for word in term.split() if any(letter.isalnum() for letter in word)]
    if not words:
        return
    cuts = [word[: data.draw(st.integers(1, len(word)))] for word in words]
    text = " ".join(data.draw(st.permutations(cuts)))
    text = data.draw(st.sampled_from([text, text.swapcase(), unicodedata.normalize("NFD", text)]))
    if not any(letter.isalnum() for letter in text):
        return
    assert build_search(graphs.titles([term])).search(text).codes == ["A00"]
