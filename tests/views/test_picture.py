"""The neighbourhood picture without a widget: what it shows, where it stands, and how to walk."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mapping.linked_examples import ICD10, icd10, map_between, snomed, world
from tests.widgets.examples import wide
from workbench.errors import InputError, UnknownCodeError, UnknownNameError
from workbench.mapping.linking import link_graphs
from workbench.views.chosen import ROOM, choose
from workbench.views.labels import width_of
from workbench.views.layout import BOX_WIDTH
from workbench.views.lines import LABEL_HEIGHT
from workbench.views.neighbourhood import Back, Command, Hops, More, PictureView, Select, Walk
from workbench.views.stacking import BOX_HEIGHT

if TYPE_CHECKING:
    from workbench.graph.linked import LinkedGraphs

FEVER = ("snomed/uk-invented", "40")
#: Every code of the world that can be in the middle.
MIDDLES = [(graph.name, code) for graph in (snomed(), icd10()) for code in graph]


def crowded() -> LinkedGraphs:
    """Give a concept with 40 children, all of them mapped to one code, and it to another."""
    graph = wide(40)
    rows = [{"source": code, "target": "A90"} for code in graph.children("A")]
    targets = [{"source": "A", "target": code} for code in ("A91", "M45")]
    return link_graphs(
        [graph, icd10()], [map_between("many", graph.release, ICD10, [*rows, *targets])]
    )


def rows(view: PictureView) -> list[tuple[int, str]]:
    """Give the columns and codes of the boxes, in the order of reading."""
    told = view.to_dict()["boxes"]
    columns = [box.column for box in view.layout.boxes]
    return [(column, box["code"]) for column, box in zip(columns, told, strict=True)]


def bunch_of(view: PictureView, side: str) -> tuple[str, str, str, str]:
    (key,) = (bunch.key for bunch in view.chosen.bunches if bunch.side == side and bunch.more)
    return key


@st.composite
def walks(draw: st.DrawFn) -> PictureView:
    """Give a picture somebody has walked in, of the world or of the crowd."""
    linked, middles = draw(
        st.sampled_from([(world(), MIDDLES), (crowded(), [(wide(40).name, "A"), ICD10_A90])])
    )
    view = PictureView.of(linked, *draw(st.sampled_from(middles)), hops=draw(st.integers(0, 3)))
    for _ in range(draw(st.integers(0, 3))):
        key = draw(st.sampled_from([box.key for box in view.layout.boxes]))
        command = More(bunch=key) if len(key) == 4 else Walk(node=key)
        try:
            view = view.dispatch(command)
        except (InputError, UnknownCodeError, UnknownNameError):
            continue
    return view


ICD10_A90 = (icd10().name, "A90")


@given(walks())
def test_every_box_is_come_to_by_arrow_keys_from_the_cursor(view: PictureView) -> None:
    boxes = view.layout.boxes
    reached, waiting = {view.position}, [view.position]
    while waiting:
        ways = {way for way in boxes[waiting.pop()].ways if way >= 0}
        waiting += ways - reached
        reached |= ways
    assert reached == set(range(len(boxes)))


@given(walks())
def test_an_arrow_leads_where_it_points(view: PictureView) -> None:
    boxes = view.layout.boxes
    for box in boxes:
        left, right, up, down = (boxes[at] if at >= 0 else None for at in box.ways)
        assert left is None or left.x < box.x
        assert right is None or right.x > box.x
        assert up is None or (up.x, up.y < box.y) == (box.x, True)
        assert down is None or (down.x, down.y > box.y) == (box.x, True)


@given(walks())
def test_no_two_boxes_overlap_and_all_lie_within_the_picture(view: PictureView) -> None:
    layout = view.layout
    for one_box, other in combinations(layout.boxes, 2):
        apart = abs(one_box.x - other.x), abs(one_box.y - other.y)
        assert apart[0] >= BOX_WIDTH or apart[1] >= BOX_HEIGHT
    for box in layout.boxes:
        assert 0 <= box.x <= layout.width - BOX_WIDTH
        assert 0 <= box.y <= layout.height - BOX_HEIGHT


@given(walks())
def test_no_word_stands_on_another_or_on_a_box(view: PictureView) -> None:
    told = view.to_dict()
    words = [edges_of_label(label) for label in told["labels"]]
    boxes = [(box.x, box.y, box.x + BOX_WIDTH, box.y + BOX_HEIGHT) for box in view.layout.boxes]
    for word in words:
        assert not any(meet(word, other) for other in [*words, *boxes] if other is not word)
        assert 0 <= word[0] <= word[2] <= view.layout.width


@given(walks())
def test_a_line_runs_past_other_boxes_not_behind_them(view: PictureView) -> None:
    """Else a line from A to C behind B would look like two, from A to B and from B to C."""
    layout = view.layout
    for lane, y in layout.lanes.items():
        column = [box for box in layout.boxes if box.column == lane.column]
        assert not any(box.y <= y <= box.y + BOX_HEIGHT for box in column)
    lines = view.to_dict()["lines"]
    assert all(far_apart(line, view) == line["path"].count("C") for line in lines)


def far_apart(line: dict[str, Any], view: PictureView) -> int:
    """Give how many gaps between columns a line bends in."""
    start, end = (view.layout.boxes[line[name]].column for name in ("source", "target"))
    return 0 if line["kind"] == "is-a" else abs(start - end) or 1


def edges_of_label(label: dict[str, Any]) -> tuple[int, int, int, int]:
    """Give the left, upper, right and lower edge of a label's letters."""
    wide = width_of(label["texts"])
    left = label["x"] - (wide if label["anchor"] == "end" else 0)
    return (
        left,
        label["y"] - 9,
        left + wide,
        label["y"] + 2 + LABEL_HEIGHT * (len(label["texts"]) - 1),
    )


def meet(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


@given(walks())
def test_parents_stand_above_their_children(view: PictureView) -> None:
    heights = {box.key: box.y for box in view.layout.boxes}
    for edge in view.chosen.edges:
        if edge.said["kind"] == "is-a":
            assert heights[edge.target] < heights[edge.source]


@given(walks())
def test_a_bunch_shows_some_and_says_how_many_more(view: PictureView) -> None:
    """Nothing is lost: what is shown and what is said to be more are all there is."""
    chosen = view.chosen
    assert len(chosen.nodes) <= ROOM
    shown = [view.middle, *(node for bunch in chosen.bunches for node in bunch.shown)]
    assert shown == list(chosen.nodes)
    for bunch in chosen.bunches:
        assert len(bunch.shown) + bunch.more == len(set(bunch.members))
    rest = {box.key for box in view.layout.boxes} - set(chosen.nodes)
    assert rest == {bunch.key for bunch in chosen.bunches if bunch.more}


@given(st.sampled_from(MIDDLES), st.integers(0, 2))
def test_where_there_is_room_it_shows_what_the_neighbourhood_tells(
    middle: tuple[str, str], hops: int
) -> None:
    linked = world()
    view = PictureView.of(linked, *middle, hops=hops)
    told = linked.neighbourhood(*middle, hops=hops)
    if any(bunch.more for bunch in view.chosen.bunches):
        return
    assert set(view.chosen.nodes) == set(told)
    shown = {(edge.source, edge.target, edge.key) for edge in view.chosen.edges}
    assert shown == set(told.edges(keys=True))


@given(walks())
def test_it_is_drawn_the_same_way_every_time(view: PictureView) -> None:
    again = PictureView(
        around=view.around,
        middle=view.middle,
        hops=view.hops,
        cursor=view.cursor,
        starts=view.starts,
    )
    assert (again.layout, again.to_dict()["lines"]) == (view.layout, view.to_dict()["lines"])


def test_each_graph_is_a_column_from_snomed_to_icd_11() -> None:
    view = PictureView.of(world(), *FEVER)
    assert view.layout.columns == ("snomed/uk-invented", "opcs4/4.9", "icd10/who-2019")
    assert rows(view) == [
        (0, "20"),
        (0, "30"),
        (0, "40"),
        (0, "50"),
        (1, "X29.2"),
        (2, "A90"),
        (2, "A91"),
    ]


def test_it_can_be_narrowed_to_maps_one_way_and_says_so() -> None:
    view = PictureView.of(world(), *FEVER, hierarchy="none", direction="out", maps="uk")
    assert rows(view) == [(0, "40"), (1, "A90"), (1, "A91")]
    told = view.to_dict()["narrowed"]
    assert told == ["no hierarchy", "maps from source to target only", "only uk"]
    walked = view.dispatch(Walk(node=ICD10_A90))
    assert (rows(walked), walked.to_dict()["narrowed"]) == ([(0, "A90")], told)
    assert PictureView.of(world(), *FEVER).to_dict()["narrowed"] == []


def test_a_box_says_which_graph_is_searched_from_it() -> None:
    view = PictureView.of(world(), "snomed", "20")
    assert {box["search"] for box in view.to_dict()["boxes"]} == {"snomed/uk-invented"}
    fever = PictureView.of(world(), *FEVER)
    assert [fever.searched(at) for at in (0, 4, 5)] == [
        "snomed/uk-invented",
        "opcs4/4.9",
        "icd10/who-2019",
    ]


def test_a_line_says_its_maps_and_is_dashed_for_the_past() -> None:
    told = PictureView.of(world(), "snomed", "80").to_dict()
    codes = [box["code"] for box in told["boxes"]]
    lines = [
        (codes[x["source"]], codes[x["target"]], x["says"], x["dashed"]) for x in told["lines"]
    ]
    assert ("80", "40", "replaced by", True) in lines
    fever = PictureView.of(world(), *FEVER).to_dict()
    texts = [label["texts"] for label in fever["labels"]]
    assert texts == [("is a",), ("is a",), ("is a",), ("operations",), ("uk",), ("uk",)]
    assert not any(line["dashed"] for line in fever["lines"])
    assert "40 maps to A91 in icd10/who-2019 (uk, unspecified" in "\n".join(fever["sentences"])


def test_what_only_follows_from_a_map_is_called_derived_and_dashed() -> None:
    told = PictureView.of(world(), "snomed", "30").to_dict()
    (line,) = (
        line for line in told["lines"] if line["kind"] == "link" and line["says"] != "replaced by"
    )
    assert (line["says"], line["dashed"]) == ("uk (derived)", True)
    assert any(
        text.startswith("30 maps to A91 ") and "derived" in text for text in told["sentences"]
    )


def test_labels_of_lines_both_ways_do_not_meet() -> None:
    told = PictureView.of(world(), "icd10", "A90").to_dict()
    heights = {label["texts"]: (label["anchor"], label["y"]) for label in told["labels"]}
    middle = middle_of(told)["y"] + BOX_HEIGHT // 2
    assert heights[("back",)] == ("end", middle + LABEL_HEIGHT)
    assert heights[("one",)] == ("start", middle - 6)


def test_a_stated_no_map_stands_in_a_column_of_its_own() -> None:
    view = PictureView.of(world(), "snomed", "20")
    assert view.layout.columns == ("snomed/uk-invented", "no map")
    assert rows(view)[-1] == (1, "no map")
    assert "20 maps to nothing (uk, " in "\n".join(view.to_dict()["sentences"])


def test_a_crowd_is_shown_a_few_at_a_time_and_all_are_come_to() -> None:
    view = PictureView.of(crowded(), wide(40).name, "A")
    assert (len(view.chosen.nodes), bunch_of(view, "below")[2:]) == (15, (wide(40).name, "below"))
    (more,) = (box for box in view.to_dict()["boxes"] if box["more"])
    assert (more["code"], more["term"]) == ("+28 more", "below A; 1 to 12 of 40 shown")
    seen: list[str] = []
    for _ in range(4):
        key = bunch_of(view, "below")
        seen += [code for _, code in rows(view) if code.startswith("C")]
        view = view.dispatch(More(bunch=key))
        assert view.cursor == key
        assert view.selected == (wide(40).name, "A")
    assert seen == wide(40).children("A")
    assert rows(view) == rows(PictureView.of(crowded(), wide(40).name, "A"))


def test_what_finds_no_room_is_counted() -> None:
    around = PictureView.of(world(), *FEVER).around
    tight = choose(around, FEVER, hops=1, starts={}, room=3)
    every = choose(around, FEVER, hops=1, starts={})
    more = sum(bunch.more for bunch in tight.bunches)
    assert (len(tight.nodes), len(every.nodes), every.left_out) == (3, 7, 0)
    assert (more, tight.left_out) == (1, 3)


def test_walking_going_back_and_steps() -> None:
    view = PictureView.of(world(), *FEVER)
    there = view.dispatch(Walk(node=ICD10_A90))
    assert (there.middle, there.selected, there.before) == (ICD10_A90, ICD10_A90, (FEVER,))
    back = there.dispatch(Back())
    assert (back.middle, back.selected, back.before) == (FEVER, ICD10_A90, ())
    alone = back.dispatch(Hops(hops=0))
    assert (rows(alone), alone.selected) == ([(0, "40")], FEVER)
    assert [view.rev, there.rev, back.rev, alone.rev] == [0, 1, 2, 3]


def test_selecting_what_is_shown_moves_the_cursor_and_else_walks() -> None:
    view = PictureView.of(world(), *FEVER)
    shown = view.dispatch(Select(node=ICD10_A90))
    assert (shown.middle, shown.selected, shown.rev) == (FEVER, ICD10_A90, 0)
    far = view.dispatch(Select(node=("icd11/2024-01", "1D20")))
    assert (far.middle, far.before) == (("icd11/2024-01", "1D20"), (FEVER,))


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (Back(), "there is nothing to go back to: the picture began here"),
        (Hops(hops=4), "hops 4 cannot be shown, expected 0 to 3"),
        (Walk(node=(FEVER[0], "41")), "code '41' is not in snomed/uk-invented"),
        (Walk(node=("loinc", "1")), "loinc"),
        (Walk(node=("no map in uk", "20")), "a map says of '20' that it has no map"),
        (More(bunch=(*FEVER, FEVER[0], "below")), "there is no more to show below '40' in"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(command: Command, sentence: str) -> None:
    view = PictureView.of(world(), *FEVER, hops=2)
    with pytest.raises((InputError, UnknownCodeError, UnknownNameError)) as refused:
        view.dispatch(command)
    assert sentence in str(refused.value)


def test_the_page_gets_plain_json() -> None:
    import json

    told: dict[str, Any] = PictureView.of(world(), *FEVER, hops=2).to_dict()
    assert json.loads(json.dumps(told)).keys() == told.keys()
    assert [told["hops"], told["back"], told["at"]] == [2, 0, told["boxes"].index(middle_of(told))]


def middle_of(told: dict[str, Any]) -> dict[str, Any]:
    (middle,) = (box for box in told["boxes"] if box["middle"])
    return dict(middle)
