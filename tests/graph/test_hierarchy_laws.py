"""What networkx says of a random graph, ours says too; networkx is the oracle."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from tests.graph.examples import Drawn, drawn_graphs
from workbench.core.codes import natural_key


def _sorted(codes: set[str]) -> list[str]:
    return sorted(codes, key=natural_key)


@given(drawn_graphs())
def test_parents_and_children_are_the_neighbours(drawn: Drawn) -> None:
    for code in drawn.ours:
        assert drawn.ours.parents(code) == _sorted(set(drawn.theirs.predecessors(code)))
        assert drawn.ours.children(code) == _sorted(set(drawn.theirs.successors(code)))


@given(drawn_graphs())
def test_descendants_come_in_natural_order(drawn: Drawn) -> None:
    for code in drawn.ours:
        below = nx.descendants(drawn.theirs, code)
        assert drawn.ours.descendants(code) == _sorted(below)
        assert drawn.ours.descendants_or_self(code) == _sorted(below | {code})


@given(drawn_graphs())
def test_ancestors_come_nearest_first_then_in_natural_order(drawn: Drawn) -> None:
    for code in drawn.ours:
        steps = nx.shortest_path_length(drawn.theirs, target=code)
        expected = sorted(steps, key=lambda above: (steps[above], natural_key(above)))
        assert drawn.ours.ancestors_or_self(code) == expected
        assert drawn.ours.ancestors(code) == expected[1:]


@given(drawn_graphs())
def test_one_code_subsumes_another_where_a_path_leads_down(drawn: Drawn) -> None:
    for upper in drawn.ours:
        for lower in drawn.ours:
            assert drawn.ours.subsumes(upper, lower) == nx.has_path(drawn.theirs, upper, lower)


@given(drawn_graphs())
def test_roots_have_no_parent_and_depth_is_the_shortest_path_from_one(drawn: Drawn) -> None:
    roots = {code for code in drawn.theirs if drawn.theirs.in_degree(code) == 0}
    assert drawn.ours.roots() == _sorted(roots)
    depths = nx.multi_source_dijkstra_path_length(drawn.theirs, roots)
    assert {code: drawn.ours.depth(code) for code in drawn.ours} == depths


@given(drawn_graphs(), st.data())
def test_lowest_common_ancestors_have_no_other_below_them(
    drawn: Drawn, data: st.DataObject
) -> None:
    codes = data.draw(st.lists(st.sampled_from(sorted(drawn.theirs)), min_size=1, max_size=3))
    common = set.intersection(*(nx.ancestors(drawn.theirs, code) | {code} for code in codes))
    lowest = {code for code in common if not common & nx.descendants(drawn.theirs, code)}
    assert drawn.ours.lowest_common_ancestors(*codes) == _sorted(lowest)


@given(drawn_graphs())
def test_codes_and_ordinals_are_each_others_inverse(drawn: Drawn) -> None:
    codes = list(drawn.ours)
    assert codes == _sorted(set(drawn.theirs))
    assert [drawn.ours.ordinal(code) for code in codes] == list(range(len(drawn.ours)))
    assert [drawn.ours.code_at(ordinal) for ordinal in range(len(codes))] == codes


@given(drawn_graphs())
def test_networkx_gets_the_graph_back(drawn: Drawn) -> None:
    assert nx.utils.graphs_equal(
        nx.DiGraph(drawn.ours.to_networkx().edges), nx.DiGraph(drawn.theirs.edges)
    )
    assert set(drawn.ours.to_networkx()) == set(drawn.theirs)


@given(drawn_graphs(), st.data())
def test_a_column_of_pairs_is_answered_as_each_pair_is(drawn: Drawn, data: st.DataObject) -> None:
    some = st.sampled_from([*drawn.ours, "?", None])
    pairs = data.draw(st.lists(st.tuples(some, some), max_size=20))
    expected = [
        None if {a, b} & {"?", None} else drawn.ours.subsumes(str(a), str(b)) for a, b in pairs
    ]
    answer = drawn.ours.subsumes_many([a for a, _ in pairs], [b for _, b in pairs])
    assert answer.to_pylist() == expected


@given(drawn_graphs(), st.data())
def test_a_column_of_codes_has_the_relatives_each_code_has(
    drawn: Drawn, data: st.DataObject
) -> None:
    codes = data.draw(st.lists(st.sampled_from(list(drawn.ours)), unique=True))
    up = drawn.ours.ancestors_many(codes)
    assert up.select(["code", "ancestor"]).to_pylist() == [
        {"code": code, "ancestor": above} for code in codes for above in drawn.ours.ancestors(code)
    ]
    down = drawn.ours.descendants_many(codes).to_pylist()
    assert {(row["code"], row["descendant"], row["distance"]) for row in down} == {
        (code, below, nx.shortest_path_length(drawn.theirs, code, below))
        for code in codes
        for below in drawn.ours.descendants(code)
    }
    assert len(down) == sum(len(drawn.ours.descendants(code)) for code in codes)
