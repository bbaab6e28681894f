"""The order of a picture's columns: few crossings, parents first, always the same."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from workbench.views.order import Columns, Lane, Net, Stop, arrange, crossings

Pairs = list[tuple[tuple[str, str], tuple[str, str]]]


def node(name: str) -> tuple[str, str]:
    return ("any", name)


def column(names: str) -> list[tuple[str, str]]:
    return [node(name) for name in names]


def pairs(*names: str) -> Pairs:
    return [(node(name[0]), node(name[1])) for name in names]


def told(columns: Columns) -> list[str]:
    """Give the names of each column from the top, a lane as ``>`` and its target."""
    return ["".join(name_of(stop) for stop in one) for one in columns]


def name_of(stop: Stop) -> str:
    return f">{stop.target[1]}" if isinstance(stop, Lane) else stop[1]


@st.composite
def nets(draw: st.DrawFn) -> Net:
    """Give up to four columns of up to seven nodes, joined at will, parents given first."""
    sizes = draw(st.lists(st.integers(1, 7), min_size=1, max_size=4))
    columns = [
        [(f"g{number}", f"{place}") for place in range(size)] for number, size in enumerate(sizes)
    ]
    every = [one for nodes in columns for one in nodes]
    two = st.tuples(st.sampled_from(every), st.sampled_from(every))
    drawn = draw(st.lists(two, max_size=25))
    return Net.of(
        columns,
        links=[(one, other) for one, other in drawn if one[0] != other[0]],
        above=[(one, other) for one, other in drawn if one[0] == other[0] and one[1] > other[1]],
    )


@given(nets())
def test_there_are_never_more_crossings_than_in_the_order_given(net: Net) -> None:
    assert crossings(net, arrange(net)) <= crossings(net, net.start)


@given(nets())
def test_every_column_keeps_what_it_has_and_every_parent_stands_above_its_children(
    net: Net,
) -> None:
    columns = arrange(net)
    assert [set(one) for one in columns] == [set(one) for one in net.start]
    places = {stop: place for one in columns for place, stop in enumerate(one)}
    for child, parents in net.above.items():
        assert all(places[parent] < places[child] for parent in parents)


@given(nets())
def test_the_same_net_is_always_arranged_the_same_way(net: Net) -> None:
    assert arrange(net) == arrange(net)


@given(nets())
def test_crossings_are_counted_as_by_looking_at_every_two_lines(net: Net) -> None:
    count = 0
    for left, right in zip(net.start, net.start[1:], strict=False):
        lines = [
            (left.index(one), right.index(end)) for one in left for end in net.sides[1].get(one, ())
        ]
        count += sum(a < c and b > d for (a, b), (c, d) in permutations(lines, 2))
    assert crossings(net, net.start) == count


def test_what_can_be_untangled_is() -> None:
    net = Net.of([column("abc"), column("xyz")], links=pairs("az", "by", "cx"), above=[])
    assert crossings(net, net.start) == 3
    assert crossings(net, arrange(net)) == 0


def test_what_crosses_nothing_stays_in_the_order_given() -> None:
    net = Net.of([column("abc"), column("xyz")], links=pairs("ax", "cz"), above=[])
    assert told(arrange(net)) == ["abc", "xyz"]


def test_a_row_keeps_its_order_where_leaving_it_saves_few_crossings() -> None:
    columns, links = [column("abc"), column("xyz")], pairs("ax", "by", "bz", "cy")
    loose = Net.of(columns, links=links, above=[])
    row = Net.of(columns, links=links, above=[], rows=[column("abc"), column("xyz")])
    assert (told(arrange(loose)), crossings(loose, arrange(loose))) == (["acb", "xyz"], 0)
    assert (told(arrange(row)), crossings(row, arrange(row))) == (["abc", "xyz"], 1)


def test_a_family_stands_together_even_if_it_was_given_in_levels() -> None:
    net = Net.of([column("pqrstu")], links=[], above=pairs("rp", "sq", "tp", "uq"))
    assert told(arrange(net)) == ["prtqsu"]


def test_lines_to_one_target_share_a_lane_past_a_column() -> None:
    net = Net.of([column("ab"), column("m"), column("x")], links=pairs("ax", "bx", "am"), above=[])
    assert told(net.start) == ["ab", "m>x", "x"]
    assert net.sides[0][node("x")] == (Lane(node("x"), 1),)
