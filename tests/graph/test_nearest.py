"""A map's answer for a code, or for its nearest ancestors, labelled derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.graph.examples import SNOMED as DRAWN
from tests.graph.examples import Drawn, drawn_graphs
from tests.mapping.linked_examples import ICD11, UK5, icd10, map_between, world
from workbench.core.codes import parse_release
from workbench.errors import ReleaseMismatchError
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.mapping.linking import link_graphs

if TYPE_CHECKING:
    import networkx as nx


def test_a_mapped_code_answers_for_itself() -> None:
    (nearest,) = world().nearest_mapped("snomed", "40", "uk")

    assert (nearest.code, nearest.path, nearest.distance, nearest.derived) == (
        "40",
        ("40",),
        0,
        False,
    )
    assert nearest.targets == ("A91", "A90")


def test_an_ancestor_answers_derived_with_the_path_to_it() -> None:
    (nearest,) = world().nearest_mapped("snomed", "50", "uk")

    assert (nearest.code, nearest.term, nearest.path) == ("40", "Marsh fever", ("50", "40"))
    assert nearest.derived
    assert [str(link.target) for link in nearest.links] == [
        "icd10/who-2019#A91",
        "icd10/who-2019#A90",
    ]


def test_all_ancestors_equally_near_answer_and_a_stated_no_map_is_an_answer() -> None:
    linked = world()
    only_parents = map_between(
        "parents",
        linked.graph("snomed").release,
        UK5,
        [{"source": "30", "target": "A91"}, {"source": "20", "no_map": "not_classifiable"}],
    )
    both = link_graphs([linked.graph("snomed"), icd10()], [only_parents])
    found = both.nearest_mapped("snomed", "50", "parents")

    assert [(each.path, each.targets) for each in found] == [
        (("50", "40", "20"), ()),
        (("50", "40", "30"), ("A91",)),
    ]
    assert found[0].links[0].no_map == "not_classifiable"


def test_where_no_ancestor_has_a_row_there_is_no_answer() -> None:
    assert world().nearest_mapped("snomed", "10", "uk") == ()


def test_a_row_borrowed_over_a_bridge_is_the_parents_not_the_codes_own() -> None:
    ours = build_graph(
        nodes_table({"code": "A91", "kind": "category"}, {"code": "A91.7", "kind": "subcategory"}),
        edges_table(("A91.7", "A91")),
        release=UK5,
    )
    rows = map_between(
        "one", parse_release("icd10/who-2019"), ICD11, [{"source": "A91", "target": "1D20"}]
    )
    linked = link_graphs([ours], [rows])

    (borrowed,) = linked.links("icd10", "A91.7")
    assert borrowed.derived
    (nearest,) = linked.nearest_mapped("icd10", "A91.7", "one")
    assert (nearest.path, nearest.derived) == (("A91.7", "A91"), True)


def test_a_map_that_leads_from_elsewhere_is_refused() -> None:
    with pytest.raises(ReleaseMismatchError) as error:
        world().nearest_mapped("opcs4", "X29", "uk")

    assert str(error.value) == (
        "map 'uk' leads from snomed/uk-invented, and no bridge joins that to opcs4/4.9"
    )


def nearest_by_networkx(graph: nx.DiGraph[str], code: str, mapped: set[str]) -> set[str]:
    """Give the mapped ancestors-or-self at the least distance; edges run from parent to child."""
    import networkx as nx

    steps = nx.single_source_shortest_path_length(graph.reverse(copy=False), code)
    near = {other: n for other, n in steps.items() if other in mapped}
    return {other for other, n in near.items() if n == min(near.values())}


@given(drawn_graphs(), st.data())
def test_the_nearest_are_those_that_a_search_by_breadth_finds(
    drawn: Drawn, data: st.DataObject
) -> None:
    codes = sorted(drawn.theirs)
    mapped = data.draw(st.sets(st.sampled_from(codes), min_size=1))
    code = data.draw(st.sampled_from(codes))
    target = parse_release("icd10/example")
    rows = map_between("m", DRAWN, target, [{"source": c, "target": "A00"} for c in mapped])
    linked = link_graphs([drawn.ours], [rows])
    found = linked.nearest_mapped("snomed", code, "m")

    assert {each.code for each in found} == nearest_by_networkx(drawn.theirs, code, mapped)
    for each in found:
        assert (each.path[0], each.path[-1]) == (code, each.code)
        for below, above in zip(each.path, each.path[1:], strict=False):
            assert drawn.theirs.has_edge(above, below)
