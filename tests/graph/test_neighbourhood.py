"""What lies around a code, as networkx holds it; and the laws of links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.graph.examples import diamond
from tests.mapping.linked_examples import (
    UK5,
    coding19,
    icd10,
    icd11,
    map_between,
    one,
    snomed,
    uk,
    world,
)
from workbench.core.codes import parse_release
from workbench.errors import InputError, UnknownNameError
from workbench.graph.links import Direction
from workbench.graph.neighbourhood import Steps
from workbench.mapping.linking import link_graphs

if TYPE_CHECKING:
    import networkx as nx

    from workbench.graph.code_graph import CodeGraph
    from workbench.graph.linked import LinkedGraphs

BRIDGE = "icd10/uk-5th → icd10/who-2019"


def edges(graph: nx.MultiDiGraph[Any]) -> list[tuple[str, str, str]]:
    return sorted(
        (source[1], data["kind"], target[1]) for source, target, data in graph.edges(data=True)
    )


def test_nodes_are_codes_of_graphs_with_what_is_known_of_them() -> None:
    around = world().neighbourhood("snomed", "60", hierarchy=Steps.NONE)

    assert dict(around.nodes(data=True)) == {
        ("snomed/uk-invented", "60"): {
            "graph": "snomed/uk-invented",
            "release": "snomed/uk-invented",
            "code": "60",
            "term": "Fall at home",
            "kind": "concept",
            "active": True,
            "distance": 0,
        },
        ("icd10/who-2019", "X59"): {
            "graph": "icd10/who-2019",
            "release": "icd10/who-2019",
            "code": "X59",
            "term": "Some exposure",
            "kind": "category",
            "active": True,
            "distance": 1,
        },
    }
    ((source, target, key, data),) = around.edges(keys=True, data=True)
    assert (source[1], target[1], key) == ("60", "X59", "uk 2")
    assert data == {
        "kind": "map",
        "map": "uk",
        "relation": "unspecified",
        "map_block": 1,
        "map_group": 1,
        "map_priority": 1,
        "bridge": f"{BRIDGE} (place4)",
        "derived": False,
    }
    assert around.graph["left_out"] == 0


def test_a_hop_goes_over_hierarchy_maps_and_history() -> None:
    linked = world()

    assert edges(linked.neighbourhood("snomed", "40")) == [
        ("40", "is-a", "20"),
        ("40", "is-a", "30"),
        ("40", "map", "A90"),
        ("40", "map", "A91"),
        ("40", "map", "X29.2"),
        ("50", "is-a", "40"),
    ]
    assert edges(linked.neighbourhood("snomed", "90", hops=2)) == [
        ("80", "replaced-by", "20"),
        ("80", "replaced-by", "30"),
        ("80", "replaced-by", "40"),
        ("90", "replaced-by", "80"),
    ]


def test_the_hierarchy_is_walked_only_as_told() -> None:
    linked = world()
    found = {
        steps: [
            e
            for e in edges(linked.neighbourhood("snomed", "40", hierarchy=steps))
            if e[1] == "is-a"
        ]
        for steps in Steps
    }

    up, down = [("40", "is-a", "20"), ("40", "is-a", "30")], [("50", "is-a", "40")]
    assert found == {
        Steps.NONE: [],
        Steps.PARENTS: up,
        Steps.CHILDREN: down,
        Steps.BOTH: [*up, *down],
    }


def test_a_stated_no_map_is_a_node_of_its_own() -> None:
    around = world().neighbourhood("icd10", "X59", hierarchy=Steps.NONE)

    nothing = ("no map in one", "X59")
    assert around.nodes[nothing] == {
        "graph": "no map in one",
        "code": "X59",
        "kind": "no-map",
        "term": "No Mapping",
        "distance": 1,
    }
    ((_, data),) = around["icd10/who-2019", "X59"][nothing].items()
    assert data["no_map"] == "none_in_table"


def test_one_picture_holds_snomed_each_edition_of_icd_10_and_icd_11() -> None:
    """Coding 19 is the home of UK codes where it is held; the map onward speaks WHO's edition."""
    linked = link_graphs([coding19(), snomed(), icd10(), icd11()], [uk(), one()])
    around = linked.neighbourhood("snomed", "70", hops=2, hierarchy="none")

    assert sorted(
        (*ends, data["map"], data.get("bridge")) for *ends, data in around.edges(data=True)
    ) == [
        (
            ("icd10/who-2019", "M45"),
            ("icd11/2024-01", "BlockL1-1D2"),
            "one",
            None,
        ),
        (
            ("snomed/uk-invented", "70"),
            ("icd10/ukb-19", "M45.X0"),
            "uk",
            "icd10/uk-5th → icd10/ukb-19 (exact)",
        ),
        (("snomed/uk-invented", "70"), ("icd10/who-2019", "M45"), "uk", f"{BRIDGE} (fifth)"),
    ]
    back = linked.neighbourhood("icd11", "BlockL1-1D2", hops=2, hierarchy=Steps.NONE)
    assert {node for node in back if node[0] != "icd10/ukb-19"} == {
        ("icd11/2024-01", "BlockL1-1D2"),
        ("icd10/who-2019", "M45"),
        ("snomed/uk-invented", "70"),
    }


def test_maps_are_followed_one_way_and_only_those_named_where_that_is_asked() -> None:
    linked = world()

    def around(*, direction: str = "both", maps: str | None = None) -> list[tuple[str, str, str]]:
        return edges(
            linked.neighbourhood("icd10", "A90", hierarchy="none", direction=direction, maps=maps)
        )

    assert around(direction="out") == [("A90", "map", "1D20")]
    assert around(direction="in") == [("1D20", "map", "A90"), ("40", "map", "A90")]
    assert around(maps="uk") == [("40", "map", "A90")]
    with pytest.raises(InputError, match="direction 'up' is not one of out, in, both"):
        around(direction="up")
    with pytest.raises(InputError, match="hierarchy 'up' is not one of none, parents, children"):
        linked.neighbourhood("icd10", "A90", hierarchy="up")
    with pytest.raises(
        UnknownNameError, match="no map 'uk2' here; held: back, one, operations, uk"
    ):
        around(maps="uk2")


def test_codes_of_maps_that_name_no_release_are_never_taken_for_one_another() -> None:
    """C15 is a cancer in ICD-10 and an operation in OPCS-4."""
    rows = [{"source": "40", "target": "C15"}]
    unsaid = [
        map_between(name, snomed().release, None, rows) for name in ("diagnoses", "operations")
    ]
    around = link_graphs([snomed()], unsaid).neighbourhood("snomed", "40", hierarchy="none")

    assert sorted(around) == [
        ("snomed/uk-invented", "40"),
        ("unsaid in diagnoses", "C15"),
        ("unsaid in operations", "C15"),
    ]


def test_an_expression_leads_to_its_parts() -> None:
    around = world().neighbourhood("icd10", "A91", hops=2, hierarchy=Steps.NONE)

    assert around.nodes["icd11/2024-01", "1D20&XS01&XS02"]["kind"] == "expression"
    assert [edge for edge in edges(around) if edge[1] == "part"] == [
        ("1D20&XS01&XS02", "part", "1D20"),
        ("1D20&XS01&XS02", "part", "XS01"),
        ("1D20&XS01&XS02", "part", "XS02"),
    ]


def test_the_nearest_are_kept_and_the_others_counted() -> None:
    around = world().neighbourhood("snomed", "40", hops=2, limit=3)

    assert list(around) == [
        ("snomed/uk-invented", "40"),
        ("icd10/who-2019", "A90"),
        ("icd10/who-2019", "A91"),
    ]
    assert around.graph["left_out"] == 7


def test_no_hops_give_the_code_alone() -> None:
    assert list(world().neighbourhood("icd10", "A90", hops=0)) == [("icd10/who-2019", "A90")]


@pytest.mark.parametrize(("hops", "limit"), [(-1, 1), (1, 0)])
def test_what_cannot_be_asked_is_refused(hops: int, limit: int) -> None:
    with pytest.raises(InputError, match=rf"hops {hops} and limit {limit}; expected 0 or more"):
        world().neighbourhood("icd10", "A90", hops=hops, limit=limit)


@st.composite
def linked_worlds(draw: st.DrawFn, *, beside: tuple[CodeGraph, ...] = ()) -> LinkedGraphs:
    """Draw maps from SNOMED CT into the UK's 5th edition, over a bridge, and onward."""
    rows = st.lists(
        st.tuples(
            st.sampled_from([*snomed()]),
            st.sampled_from(["A90", "A91", "A91.7", "X59.0", "X59.3", "M45.X0", "Z99", None]),
            st.integers(1, 2),
        ),
        min_size=1,
        max_size=12,
    )
    uk = map_between(
        "uk",
        snomed().release,
        UK5,
        [
            {"source": s, "target": t, "map_group": g, "no_map": None if t else "high_level"}
            for s, t, g in draw(rows)
        ],
    )
    back = map_between(
        "back",
        icd10().release,
        snomed().release,
        [{"source": s, "target": t} for t, s, _ in draw(rows) if s in icd10()]
        or [{"source": "A90", "target": "40"}],
    )
    return link_graphs([*beside, snomed(), icd10()], [uk, back])


@given(linked_worlds())
def test_what_leaves_a_code_reaches_the_other_and_nothing_else_does(linked: LinkedGraphs) -> None:
    out = {
        link
        for graph in ("snomed", "icd10")
        for code in linked.graph(graph)
        for link in linked.links(graph, code, direction=Direction.OUT)
        if link.target.held
    }
    into = {
        link
        for graph in ("snomed", "icd10")
        for code in linked.graph(graph)
        for link in linked.links(graph, code, direction=Direction.IN)
    }
    assert out == into


@pytest.mark.slow
@given(linked_worlds(beside=(coding19(),)))
def test_a_map_makes_two_codes_neighbours_seen_from_either(linked: LinkedGraphs) -> None:
    pairs = {
        ((graph, code), other)
        for graph in linked.graphs
        for code in linked.graph(graph)
        for *ends, kind in linked.neighbourhood(graph, code, hierarchy="none").edges(data="kind")
        for other in ends
        if kind == "map" and other[0] in linked.graphs and other[1] in linked.graph(other[0])
    }
    assert {(b, a) for a, b in pairs} == pairs


@pytest.mark.slow
@given(linked_worlds(), st.integers(0, 3), st.integers(1, 12), st.sampled_from(list(Steps)))
def test_a_wider_neighbourhood_holds_the_narrower_one(
    linked: LinkedGraphs, hops: int, limit: int, steps: Steps
) -> None:
    near = linked.neighbourhood("snomed", "40", hops=hops, limit=limit, hierarchy=steps)
    far = linked.neighbourhood("snomed", "40", hops=hops + 1, limit=limit, hierarchy=steps)

    assert set(near) <= set(far)
    assert set(near.edges(keys=True)) <= set(far.edges(keys=True))
    assert len(far) <= limit
    again = linked.neighbourhood("snomed", "40", hops=hops, limit=limit, hierarchy=steps)
    assert list(near.edges(keys=True, data=True)) == list(again.edges(keys=True, data=True))


def test_without_maps_the_hierarchy_is_a_neighbourhood_too() -> None:
    around = link_graphs([diamond()], []).neighbourhood("snomed", "lower", hops=1)

    assert edges(around) == [
        ("bottom", "is-a", "lower"),
        ("lower", "is-a", "left"),
        ("lower", "is-a", "right"),
    ]
    assert parse_release(around.nodes["snomed/example", "left"]["release"]) == diamond().release
