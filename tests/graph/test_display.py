"""How graphs and concepts show themselves: whole, escaped and bounded."""

from __future__ import annotations

from html.parser import HTMLParser

from tests.graph.examples import ICD10, heart
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.code_graph import CodeGraph


def _tags(html: str) -> set[str]:
    found: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            del attrs
            found.add(tag)

    Reader().feed(html)
    return found


def _huge() -> CodeGraph:
    term = "<script>alert(1)</script> & " + "very long " * 100
    children = [f"A{number}" for number in range(5_000)]
    nodes = nodes_table(
        {"code": "A", "term": term}, *({"code": code, "term": term} for code in children)
    )
    edges = edges_table(*((code, "A") for code in children[:4_000]))
    return build_graph(nodes, edges, release=ICD10, name="my/graph")


def test_a_graph_shows_itself_in_one_line() -> None:
    assert repr(heart()) == "<CodeGraph icd10/example: 11 concepts, 9 edges, 2 roots>"
    assert repr(_huge()) == (
        "<CodeGraph 'my/graph' icd10/example: 5,001 concepts, 4,000 edges, 1,001 roots>"
    )


def test_a_concept_shows_itself_in_a_few_lines() -> None:
    concept = heart()["I43"]
    assert str(concept) == (
        "I43* Cardiomyopathy in …\n"
        "  icd10/example; category; active; not assignable; depth 2; 2 ancestors; 1 descendant\n"
        "  parents:\n"
        "    I30-I52 Other heart disease\n"
        "  children:\n"
        "    I43.8 In others"
    )
    assert repr(concept) == "<Concept icd10/example#I43* 'Cardiomyopathy in …'>"


def test_html_is_a_table_that_runs_nothing_and_colours_nothing() -> None:
    graph = _huge()
    for html in (graph._repr_html_(), graph["A"]._repr_html_(), graph["A1"]._repr_html_()):
        assert _tags(html) <= {"table", "caption", "tbody", "tr", "th", "td", "b", "br", "code"}
        assert "&lt;script&gt;" in html
        assert "color" not in html
        assert "background" not in html


def test_everything_shown_is_bounded() -> None:
    graph = _huge()
    concept = graph["A"]
    shown = (graph._repr_html_(), concept._repr_html_(), str(concept), repr(graph), repr(concept))
    assert max(len(text) for text in shown) < 6_000
    assert "… and 3,988 more" in str(concept)
    assert "… and 989 more" in graph._repr_html_()


def test_tab_offers_the_first_thousand_codes() -> None:
    assert heart()._ipython_key_completions_() == list(heart())
    assert _huge()._ipython_key_completions_() == list(_huge())[:1_000]
