"""A figure and its rows without a page: what is chosen, and which rows that shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.views.examples import chapters
from workbench.errors import InputError
from workbench.views.exhibit import Choose, Click, ExhibitView, Mark, Target


def codes(view: ExhibitView) -> list[str]:
    shown: list[str] = view.rows["code"].to_pylist()
    return shown


def test_it_begins_with_the_whole() -> None:
    view = ExhibitView.of(chapters())
    assert (view.selected, view.rev, len(view)) == ("all", 0, 4)
    assert view.sentence == "every chapter: 4 codes, 42 in activity"


def test_a_part_that_is_chosen_shows_its_rows() -> None:
    view = ExhibitView.of(chapters()).dispatch(Choose(key="IX"))
    assert (view.selected, view.rev, codes(view)) == ("IX", 1, ["I10X", "I500"])
    assert view.sentence == "Heart: 2 codes, 30 in activity"


def test_what_has_no_chapter_is_a_part_too() -> None:
    assert codes(ExhibitView.of(chapters()).dispatch(Choose(key="none"))) == ["Q1"]


def test_a_part_chosen_twice_changes_nothing() -> None:
    view = ExhibitView.of(chapters()).dispatch(Choose(key="IX"))
    assert view.dispatch(Choose(key="IX")) is view


def test_a_click_chooses_what_stands_there_and_a_second_click_the_whole() -> None:
    bar = Click(mark=Mark(trace=0, at=1))
    once = ExhibitView.of(chapters()).dispatch(bar)
    twice = once.dispatch(bar)
    assert (once.selected, twice.selected, twice.rev) == ("VI", "all", 2)


def test_a_click_chooses_the_smallest_of_the_parts_that_stand_there() -> None:
    exhibit = chapters()
    everything = replace(
        exhibit.parts[0], marks=(Mark(trace=0, at=0), Mark(trace=0, at=1)), key="drawn"
    )
    wider = replace(exhibit, parts=(exhibit.parts[0], everything, *exhibit.parts[1:]))
    assert wider.at(Mark(trace=0, at=0)).key == "IX"


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (
            Choose(key="XX"),
            "there is no part 'XX' in 'Activity by chapter', expected one of all, IX, VI, none",
        ),
        (Click(mark=Mark(trace=0, at=9)), "nothing stands at point 9 of trace 0"),
        (
            Click(mark=Mark(trace=0, at=0, target=Target.NODE)),
            "nothing stands at node 0 of trace 0",
        ),
    ],
)
def test_what_is_not_there_is_refused_with_a_sentence(
    command: Choose | Click, sentence: str
) -> None:
    with pytest.raises(InputError) as refused:
        ExhibitView.of(chapters()).dispatch(command)
    assert str(refused.value) == sentence


def test_parts_of_one_key_or_none_at_all_are_refused() -> None:
    exhibit = chapters()
    with pytest.raises(InputError, match=r"has of parts IX twice, expected one or more, all diff"):
        replace(exhibit, parts=(*exhibit.parts, exhibit.parts[1]))
    with pytest.raises(InputError, match=r"has of parts none"):
        replace(exhibit, parts=())


def test_cells_are_texts_and_a_count_that_was_withheld_is_a_star() -> None:
    view = ExhibitView.of(chapters())
    assert view.cells(0, 2) == [["I10X", "30", "a; b"], ["I500", "*", ""]]
    assert view.cells(3, 9) == [["Q1", "7", ""]]
    assert view.cells(4, 9) == []


def test_a_page_is_told_the_parts_and_headings_but_no_row() -> None:
    told = ExhibitView.of(chapters()).to_dict()
    assert [part["key"] for part in told["parts"]] == ["all", "IX", "VI", "none"]
    assert told["columns"] == [
        {"heading": "Chapter", "look": "text"},
        {"heading": "Activity", "look": "number"},
    ]
    assert set(told) == {"title", "source", "columns", "parts", "row_columns"}


@given(start=st.integers(0, 6), count=st.integers(1, 6))
def test_a_window_is_that_part_of_all_rows(start: int, count: int) -> None:
    view = ExhibitView.of(chapters())
    assert view.cells(start, count) == view.cells(0, 100)[start : start + count]
