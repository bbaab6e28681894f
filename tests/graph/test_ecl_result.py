"""How an answer shows itself, and the forms it gives its codes in."""

from __future__ import annotations

import pandas as pd

from tests.graph.ecl_examples import lungs, operations
from tests.graph.examples import heart
from workbench.core.codes import parse_release
from workbench.graph.build import build_graph, edges_table, nodes_table


def test_an_answer_gives_its_codes_and_terms_in_natural_order() -> None:
    found = heart().ecl("< I20-I25 MINUS I21")
    assert (len(found), list(found), found.codes) == (3, found.codes, ["I21.0", "I21.1", "I21.9"])
    assert ("I21.0" in found, "I21" in found) == (True, False)
    pd.testing.assert_frame_equal(
        found.to_pandas(),
        pd.DataFrame(
            {"code": found.codes, "term": ["Anterior wall", "Inferior wall", "Unspecified site"]}
        ),
    )


def test_an_answer_shows_itself_in_lines() -> None:
    assert repr(heart().ecl("<<\n  I43 |cardio|")) == (
        "<EclResult icd10/example '<< I43 |cardio|': 2 concepts>\n"
        "  I43 Cardiomyopathy in …\n"
        "  I43.8 In others"
    )
    assert repr(heart().ecl("< I43.8")) == "<EclResult icd10/example '< I43.8': 0 concepts>"
    assert repr(operations().ecl("<< Q99")) == (
        "<EclResult opcs4/example '<< Q99': 1 concept>\n"
        "  Q99.3 In use\n"
        "  not active in opcs4/example, so not in the answer: Q99"
    )


def test_a_code_that_is_no_reference_set_is_told_and_not_only_without_members() -> None:
    found = lungs().ecl("^ 108003 OR ^ 101009 OR ^ 114005")
    assert found.notes == ("no reference set with a member in snomed/example: 108003, 101009",)
    assert len(found) == len(lungs().ecl("^ 114005")) > 0
    assert found.notes[0] in repr(found)
    assert lungs().ecl("^ 114005").notes == lungs().ecl("^ *").notes == ()


def test_a_long_answer_is_cut_and_what_it_shows_is_escaped_and_can_be_written() -> None:
    nodes = nodes_table(
        {"code": "A"}, *({"code": f"B{n}", "term": "<b>" + "x" * 500} for n in range(2_000))
    )
    graph = build_graph(
        nodes,
        edges_table(*((f"B{n}", "A") for n in range(2_000))),
        release=parse_release("snomed/x"),
    )
    found = graph.ecl("< A |<i>\ud800" + "y" * 1_000 + "|")
    for shown in (repr(found), found._repr_html_()):
        assert "… and 1,988 more" in shown
        assert len(shown.encode()) < 6_000
    assert "<b>x" not in found._repr_html_()
    assert "<i>" not in found._repr_html_()


def test_many_retired_codes_are_named_up_to_twelve() -> None:
    rows: list[dict[str, str | bool]] = [{"code": f"A{n}", "active": False} for n in range(20)]
    graph = build_graph(nodes_table(*rows), edges_table(), release=parse_release("snomed/x"))
    (note,) = graph.ecl(" OR ".join(f"A{n}" for n in range(20))).notes
    assert note.endswith("A10, A11, … and 8 more")
