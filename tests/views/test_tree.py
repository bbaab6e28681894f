"""A tree of a graph: windows of rows against a list of all of them, commands, ways, type-ahead."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.graph.examples import SNOMED, Drawn, drawn_graphs
from tests.widgets.examples import book, ladder, manifold, wide
from workbench.errors import InputError, UnknownCodeError
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.views.tree import (
    Close,
    Open,
    OpenAll,
    Path,
    Reveal,
    Select,
    TreeView,
    Turn,
    Way,
)

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph

Kind: TypeAlias = type[Open] | type[OpenAll] | type[Close] | type[Select]
Shown: TypeAlias = list[tuple[Path, bool | None]]


class Naive:
    """The same tree as a set of open paths and a list of all rows, by the graph's own methods."""

    def __init__(self, graph: CodeGraph, opened: set[Path]) -> None:
        self.graph = graph
        self.opened = opened

    def rows(self) -> Shown:
        return [row for top in self.graph.roots() for row in self._rows((top,))]

    def _rows(self, path: Path) -> Shown:
        children = self.graph.children(path[-1])
        if path not in self.opened:
            return [(path, False if children else None)]
        return [(path, True)] + [row for code in children for row in self._rows((*path, code))]

    def all_paths(self) -> list[Path]:
        """Give every path of the graph in the order of the tree."""
        whole = Naive(self.graph, set())
        return [path for top in self.graph.roots() for path in whole.below((top,))]

    def below(self, path: Path) -> list[Path]:
        inside = (self.below((*path, code)) for code in self.graph.children(path[-1]))
        return [path, *(each for paths in inside for each in paths)]

    def do(self, command: Open | OpenAll | Close | Select) -> None:
        path = command.path
        self.opened |= {path[:depth] for depth in range(1, len(path))}
        if isinstance(command, OpenAll):
            self.opened |= {each for each in self.below(path) if self.graph.children(each[-1])}
        elif isinstance(command, Open) and self.graph.children(path[-1]):
            self.opened.add(path)
        elif isinstance(command, Close):
            self.opened -= set(self.below(path))


def shown(view: TreeView) -> Shown:
    return [(row.path, row.open) for row in view.rows(0, len(view) + 1)]


@given(drawn_graphs(), st.data())
def test_a_window_is_a_part_of_the_list_of_all_rows(drawn: Drawn, data: st.DataObject) -> None:
    """Whatever is opened, opened whole and closed, a window holds what a list of all rows holds."""
    graph = drawn.ours
    view = TreeView.of(graph)
    naive = Naive(graph, {path for path, is_open in shown(view) if is_open})
    paths = naive.all_paths()
    kinds: tuple[Kind, ...] = (Open, OpenAll, Close, Select)
    for kind in data.draw(st.lists(st.sampled_from(kinds), max_size=6)):
        command = kind(path=data.draw(st.sampled_from(paths)))
        naive.do(command)
        view = view.dispatch(command)
        every = naive.rows()
        assert len(view) == len(every)
        start, count = data.draw(st.integers(0, len(every))), data.draw(st.integers(1, 5))
        window = view.rows(start, count)
        assert [(row.path, row.open) for row in window] == every[start : start + count]
        numbers = {path: number for number, (path, _) in enumerate(every)}
        for row in window:
            assert row.row == view.row_of(row.path) == numbers[row.path]
            assert row.up == numbers.get(row.path[:-1], -1)
            siblings = graph.children(row.path[-2]) if row.level > 1 else graph.roots()
            assert (row.level, row.siblings) == (len(row.path), len(siblings))
            assert siblings[row.place - 1] == row.code
        assert numbers[view.path] == view.position


@given(drawn_graphs(), st.data())
def test_the_ways_of_a_concept_come_in_the_order_of_the_tree(
    drawn: Drawn, data: st.DataObject
) -> None:
    graph = drawn.ours
    code = data.draw(st.sampled_from(list(graph)))
    ways = [path for path in Naive(graph, set()).all_paths() if path[-1] == code]
    other = next((path for path in Naive(graph, set()).all_paths() if path[-1] != code), None)
    view = TreeView.of(graph)
    view = view.dispatch(Select(path=other)) if other else view
    view = view.dispatch(Reveal(code=code))
    met = []
    for number in range(len(ways)):
        assert view.way == (number + 1, len(ways))
        met.append(view.path)
        view = view.dispatch(Turn(path=view.path, way=Way.NEXT))
    assert met == ways
    assert view.path == ways[0]
    assert view.dispatch(Turn(path=view.path, way=Way.PREVIOUS)).path == ways[-1]


@given(drawn_graphs(), st.data())
def test_typing_ahead_finds_what_looking_at_every_row_finds(
    drawn: Drawn, data: st.DataObject
) -> None:
    graph = drawn.ours
    view = TreeView.of(graph)
    paths = Naive(graph, set()).all_paths()
    kinds: tuple[Kind, ...] = (Open, OpenAll, Close)
    for path in data.draw(st.lists(st.sampled_from(paths), max_size=4)):
        kind = data.draw(st.sampled_from(kinds))
        view = view.dispatch(kind(path=path))
    text = data.draw(st.sampled_from(["c", "C1", "c2", "c11", "x"]))
    start = data.draw(st.integers(0, len(view)))
    begins = [
        row.row for row in view.rows(0, len(view)) if row.code.lower().startswith(text.lower())
    ]
    expected = next((row for row in begins if row >= start), begins[0] if begins else None)
    assert view.ahead(text, start) == expected


def test_a_row_says_what_it_is() -> None:
    view = TreeView.of(book()).dispatch(Reveal(code="I43"))
    assert view.rows(view.position, 1)[0].to_dict() == {
        "path": ("IX", "I43"),
        "code": "I43",
        "printed": "I43*",
        "term": "Muscle in something else",
        "kind": "category",
        "level": 2,
        "place": 2,
        "siblings": 2,
        "open": None,
        "retired": False,
        "assignable": True,
        "parents": 1,
        "row": 3,
        "up": 1,
    }


def test_snomed_s_concepts_say_their_semantic_tag() -> None:
    view = TreeView.of(manifold()).dispatch(OpenAll(path=("all",)))
    said = {row.code: (row.kind, row.parents) for row in view.rows(0, 20)}
    assert said == {
        "all": ("root", 0),
        "aorta": ("body structure", 2),
        "body": ("body structure", 1),
        "chest": ("body structure", 2),
        "vessel": ("vessel", 1),
        "zone": ("concept", 1),
        "gone": ("concept", 0),
    }


def test_a_single_top_is_open_and_retired_concepts_without_a_place_come_last() -> None:
    view = TreeView.of(manifold())
    rows = [(row.code, row.open, row.retired) for row in view.rows(0, 9)]
    assert rows == [
        ("all", True, False),
        ("body", False, False),
        ("zone", False, False),
        ("gone", None, True),
    ]


def test_only_other_rows_make_another_revision() -> None:
    view = TreeView.of(book())
    opened = view.dispatch(Open(path=("IX",)))
    walked = opened.dispatch(Select(path=("IX", "I43")))
    closed = walked.dispatch(Close(path=("IX",)))
    revealed = closed.dispatch(Reveal(code="I43"))
    assert [each.rev for each in (view, opened, walked, closed, revealed)] == [0, 1, 1, 2, 3]
    assert [each.selected for each in (opened, walked, closed)] == ["IX", "I43", "IX"]


def test_a_state_is_never_changed() -> None:
    view = TreeView.of(book())
    before = shown(view)
    view.dispatch(OpenAll(path=("IX",)))
    assert shown(view) == before


def test_a_cursor_elsewhere_stays_when_a_row_closes() -> None:
    view = TreeView.of(book()).dispatch(Open(path=("V",))).dispatch(Reveal(code="I43"))
    closed = view.dispatch(Close(path=("V",)))
    assert (closed.path, closed.position) == (("IX", "I43"), 3)


def test_revealing_where_the_cursor_is_leaves_it_there() -> None:
    view = TreeView.of(manifold()).dispatch(Select(path=("all", "zone", "chest", "aorta")))
    assert view.dispatch(Reveal(code="aorta")).path == ("all", "zone", "chest", "aorta")


def test_a_row_that_is_hidden_counts_as_the_row_that_hides_it() -> None:
    assert TreeView.of(book()).row_of(("IX", "I20-I25", "I21")) == 1


def test_a_window_beyond_the_end_is_empty() -> None:
    assert TreeView.of(book()).rows(99, 5) == []


def test_an_empty_graph_has_nothing_to_show() -> None:
    view = TreeView.of(build_graph(nodes_table(), edges_table(), release=SNOMED))
    assert (len(view), view.path, view.selected, view.position) == (0, (), None, -1)
    assert (view.way, view.rows(0, 5), view.ahead("a", 0)) == ((0, 0), [], None)


def test_ten_thousand_children_open_whole_and_end_at_the_last() -> None:
    view = TreeView.of(wide(10_000)).dispatch(OpenAll(path=("A",)))
    assert len(view) == 20_001
    assert [row.code for row in view.rows(19_999, 5)] == ["C9999", "C9999x"]
    shut = view.dispatch(Close(path=("A", "C0000")))
    assert (len(shut), shut.rows(2, 1)[0].code) == (20_000, "C0001")


def test_more_paths_than_can_be_counted_are_refused() -> None:
    view = TreeView.of(ladder(45))
    with pytest.raises(InputError, match=r"1,000,000,000,000 or more rows lie below 'A00', open a"):
        view.dispatch(OpenAll(path=("A00",)))
    assert view.dispatch(Reveal(code="A45")).way == (1, 2**45)


def test_a_hierarchy_thousands_deep_is_only_deep() -> None:
    codes = [f"D{level:04}" for level in range(2_000)]
    graph = build_graph(
        nodes_table(*({"code": code} for code in codes)),
        edges_table(*((low, up) for up, low in pairwise(codes))),
        release=SNOMED,
    )
    view = TreeView.of(graph).dispatch(OpenAll(path=("D0000",))).dispatch(Reveal(code="D1999"))
    assert (view.position, view.rows(1_999, 9)[0].level) == (1_999, 2_000)
    assert view.ahead("d1998", 0) == 1_998


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ((), "'' is no row of the tree, expected a path from one of its tops"),
        (("I21",), "'I21' is no row of the tree, expected a path from one of its tops"),
        (
            ("IX", "I21"),
            "'IX / I21' is no row: 'I21' does not lie directly below 'IX'",
        ),
    ],
)
def test_a_path_that_is_none_is_refused(path: Path, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        TreeView.of(book()).dispatch(Open(path=path))
    assert str(refused.value) == sentence


def test_an_unknown_code_is_refused_with_near_ones() -> None:
    with pytest.raises(UnknownCodeError, match=r"code 'I219' is not in icd10/example\. Near"):
        TreeView.of(book()).dispatch(Reveal(code="I219"))
