"""What plain sets over networkx say of random releases and random expressions, ours says too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.graph.ecl_examples import attributes, members
from tests.graph.ecl_oracle import LONG, World, satisfying, written
from tests.graph.examples import SNOMED
from workbench.core.codes import natural_key
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.side_tables import SideTables

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph

#: Codes that tables use and no release holds.
FOREIGN = ("X1", "X2", "X3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A release of ours, the same as sets, and an expression about it."""

    ours: CodeGraph
    theirs: World
    asked: tuple[Any, ...]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    codes = draw(st.permutations([f"C{n}" for n in range(draw(st.integers(1, 8)))]))
    pairs = [(parent, child) for at, child in enumerate(codes) for parent in codes[:at]]
    least = min(len(codes), len(pairs))  # enough for chains
    edges = draw(st.lists(st.sampled_from(pairs), unique=True, min_size=least)) if pairs else []
    hierarchy = nx.DiGraph(edges)
    hierarchy.add_nodes_from(codes)
    held, any_code = st.sampled_from(codes), st.sampled_from([*codes, *FOREIGN])
    rows = st.tuples(held, any_code, st.none() | any_code)
    return World(
        hierarchy=hierarchy,
        active=frozenset(codes) - draw(st.sets(held, max_size=2)),
        attributes=tuple(draw(st.lists(rows, min_size=1, max_size=12))),
        members=tuple(draw(st.lists(st.tuples(any_code, any_code), min_size=1, max_size=6))),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    world = draw(worlds())
    asked = draw(expressions(world, sorted(world.hierarchy)))
    return Case(ours=graph_of(world), theirs=world, asked=asked)


def graph_of(world: World) -> CodeGraph:
    """Build the same release."""
    nodes: list[dict[str, str | bool]] = [
        {"code": code, "active": code in world.active} for code in world.hierarchy
    ]
    return build_graph(
        nodes_table(*nodes),
        edges_table(*((child, parent) for parent, child in world.hierarchy.edges)),
        release=SNOMED,
        side=SideTables(
            attributes=attributes(
                *(
                    (source, kind, target, "#1" if target is None else None)
                    for source, kind, target in world.attributes
                )
            ),
            members=members(*world.members),
        ),
    )


def expressions(world: World, codes: list[str]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Give expressions over some codes; what stands beside may be whatever the tables use."""
    anywhere = sorted(world.used | set(world.hierarchy))
    leaf = st.sampled_from([*(("code", code) for code in codes), ("any",)])
    wide_leaf = st.sampled_from([*(("code", code) for code in anywhere), ("any",)])
    wide = st.recursive(wide_leaf, lambda each: _wider(each, wide_leaf), max_leaves=4)
    return st.recursive(leaf, lambda each: _wider(each, wide), max_leaves=8)


def _wider(
    each: st.SearchStrategy[Any], beside: st.SearchStrategy[Any]
) -> st.SearchStrategy[tuple[Any, ...]]:
    attribute = st.tuples(st.just("attribute"), beside, st.sampled_from(["=", "!="]), beside)
    refinement = st.recursive(attribute, _sets, max_leaves=3)
    return st.one_of(
        st.tuples(st.sampled_from([sign for sign in LONG if sign != "^"]), each),
        st.tuples(st.just("^"), beside),
        _sets(each),
        st.tuples(st.just("MINUS"), each, each),
        st.tuples(st.just("refined"), each, refinement),
    )


def _sets(each: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    joints = st.sampled_from(["AND", "OR"])
    return st.builds(
        lambda joint, parts: (joint, *parts), joints, st.lists(each, min_size=2, max_size=3)
    )


@pytest.mark.slow
@given(cases(), st.sampled_from([{}, {**LONG, "*": "ANY"}]))
def test_an_expression_selects_what_sets_say(case: Case, words: dict[str, str]) -> None:
    expected = sorted(satisfying(case.theirs, case.asked), key=natural_key)
    event(f"{case.asked[0]}, {'some' if expected else 'none'}")
    assert case.ours.ecl(written(case.asked, words=words)).codes == expected


def agree(graph: CodeGraph, world: World, asked: Iterable[tuple[Any, ...]]) -> None:
    """See that ours and sets select the same of one release, whatever of it is asked."""
    for each in asked:
        found = graph.ecl(written(each, words={})).codes
        assert found == sorted(satisfying(world, each), key=natural_key), each


@settings(max_examples=50)
@given(worlds())
def test_every_operator_on_every_two_concepts_selects_what_sets_say(world: World) -> None:
    pairs = list(combinations([("code", code) for code in sorted(world.hierarchy)], 2))
    operators = sorted(set(LONG) - {"^"})
    sets = [("OR", *pair) for pair in pairs]
    sets += [("MINUS", ("<", one), ("<<", other)) for one, other in pairs]
    agree(graph_of(world), world, sets)
    agree(graph_of(world), world, ((sign, each) for sign in operators for each in sets))


@settings(max_examples=50)
@given(worlds())
def test_every_attribute_there_is_selects_what_sets_say(world: World) -> None:
    def around(code: str | None) -> list[tuple[Any, ...]]:
        itself = ("code", code or min(world.used))
        return [itself, ("any",), ("<<", itself), ("MINUS", ("any",), itself), ("<", (">", itself))]

    attributes = [
        ("attribute", name, sign, value)
        for _, kind, target in sorted(set(world.attributes), key=str)
        for sign, name in product(("=", "!="), around(kind)[:4])
        for value in around(target)
    ]
    agree(graph_of(world), world, (("refined", ("any",), each) for each in attributes))


@given(worlds())
def test_an_operator_on_one_code_is_the_method_of_that_name(world: World) -> None:
    graph = graph_of(world)

    def active(codes: list[str]) -> list[str]:
        return sorted((code for code in codes if code in world.active), key=natural_key)

    for code in graph:
        assert graph.ecl(f"< {code}").codes == active(graph.descendants(code))
        assert graph.ecl(f"<< {code}").codes == active(graph.descendants_or_self(code))
        assert graph.ecl(f"<! {code}").codes == active(graph.children(code))
        assert graph.ecl(f"> {code}").codes == active(graph.ancestors(code))
        assert graph.ecl(f">! {code}").codes == active(graph.parents(code))
        assert graph.ecl(f"^ {code}").codes == active(graph.members_of(code))


@pytest.mark.slow
@settings(max_examples=40)
@given(cases(), st.data())
def test_joints_follow_the_laws_of_sets(case: Case, data: st.DataObject) -> None:
    other = data.draw(expressions(case.theirs, sorted(case.theirs.hierarchy)))
    a, b = f"({written(case.asked, words={})})", f"({written(other, words={})})"

    def chosen(text: str) -> list[str]:
        return case.ours.ecl(text).codes

    assert chosen(f"{a} AND {b}") == chosen(f"{b}, {a}")
    assert chosen(f"{a} OR {b}") == chosen(f"{b} OR {a}")
    assert chosen(f"{a} MINUS {b}") == chosen(f"{a} AND (* MINUS {b})")
    assert chosen(f"({a} MINUS {b}) OR ({a} AND {b})") == chosen(a)
    assert chosen(f"<< {a}") == chosen(f"< {a} OR {a}")
    assert set(chosen(f"<< {a}")) >= set(chosen(f"<<! {a}")) >= set(chosen(a))
