"""Small numbers: suppressed by type, totals first, and nothing given away beside them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.examples import counts, maps
from tests.analysis.gap_examples import eleven, gap_map, ten, usage
from workbench.analysis.gaps import gaps
from workbench.analysis.impact import impact
from workbench.analysis.impact_result import Impact
from workbench.analysis.small_numbers import SmallNumbers, shown, shown_total
from workbench.core.suppression import Suppressed
from workbench.errors import InputError

HES = SmallNumbers.HES


@given(st.integers(min_value=8, max_value=10**12))
def test_what_is_not_small_is_a_multiple_of_five_at_most_two_away(count: int) -> None:
    rounded = shown(count, HES)
    assert isinstance(rounded, int)
    assert rounded % 5 == 0
    assert abs(rounded - count) <= 2


@pytest.mark.parametrize("count", range(1, 8))
def test_one_to_seven_are_suppressed_and_nothing_is_not(count: int) -> None:
    assert shown(count, HES) == Suppressed(least=1, most=7)
    assert shown(count, SmallNumbers.NONE) == count
    assert shown(0, HES) == 0


def test_a_total_is_summed_first() -> None:
    assert shown_total([4, 4, 4], HES) == 10
    assert shown_total([3, 3], HES) == Suppressed(least=1, most=7)


def test_a_suppressed_cell_is_no_number() -> None:
    cell: Any = shown(3, HES)
    assert str(cell) == "*"
    for calculation in (
        lambda: cell + 1,
        lambda: 1 + cell,
        lambda: sum([5, cell]),
        lambda: float(cell),
        lambda: int(cell),
    ):
        with pytest.raises(TypeError, match="is no number, so nothing can be calculated from it"):
            calculation()
    with pytest.raises(TypeError):
        cell * 2
    with pytest.raises(TypeError):
        sorted([cell, 5])


def test_a_document_says_which_policy_its_numbers_follow(answer: Impact) -> None:
    assert answer.to_dict()["dataset"]["notes"][-1] == (
        "Small numbers: policy none. Every count is shown as it is."
    )
    notes = answer.to_dict(small_numbers="hes")["dataset"]["notes"]
    assert notes[-1].startswith("Small numbers: policy hes. 0 stays, 1 to 7 are shown as *")
    assert not any("policy none" in note for note in notes)
    with pytest.raises(InputError, match="small numbers 'five' is not one of hes, none"):
        answer.to_dict(small_numbers="five")


def test_counts_and_shares_of_a_document_are_those_that_may_be_shown() -> None:
    answer = impact(counts({"I10X": 98, "I210": 3}), maps())
    exact, safe = answer.to_dict(), answer.to_dict(small_numbers="hes")
    assert (exact["dataset"]["activity"], safe["dataset"]["activity"]) == (101, 100)
    flows = [(flow["activity"], flow["codes"]) for flow in safe["chapter_flow"]]
    assert flows == [(100, 2)]
    methods = {
        row["value"]: (row["activity"], row["activity_share"])
        for row in safe["measures"]
        if row["measure"] == "method"
    }
    assert (methods["xfill"], methods["exact"], methods["none"]) == (
        (100, 1.0),
        ("*", None),
        (0, 0.0),
    )
    assert safe["dataset"]["dropped"][0] == {
        "value": "NULL",
        "rows": "*",
        "activity": 10,
        "why": "the publisher's word for no code",
    }
    assert json.loads(json.dumps(safe)) == safe


def test_no_note_gives_a_suppressed_count_away() -> None:
    answer = impact(counts({"R69X": 3, "I10X": 98}), maps())
    notes = " ".join(answer.to_dict(small_numbers="hes")["dataset"]["notes"])
    assert "is counted: * episodes mentioning the code" in notes
    assert "before April 2016" in notes


@given(st.lists(st.integers(min_value=0, max_value=60), min_size=1, max_size=6))
def test_totals_are_summed_first_whatever_the_counts(amounts: list[int]) -> None:
    codes = ("I10X", "I219", "I218", "I64X", "W190", "Q999")[: len(amounts)]
    answer = impact(counts(dict(zip(codes, amounts, strict=True)), dropped=()), maps())
    exact, safe = answer.to_dict(), answer.to_dict(small_numbers="hes")
    assert safe["dataset"]["activity"] == as_shown(sum(amounts))
    for part in ("measures", "chapter_flow"):
        for before, after in zip(exact[part], safe[part], strict=True):
            assert after["activity"] == as_shown(before["activity"])


def as_shown(count: int) -> object:
    """Work out by other means what policy hes shows of a count."""
    if count in range(1, 8):
        return "*"
    return min(range(0, count + 5, 5), key=lambda multiple: abs(multiple - count))


def test_gaps_follow_the_policy_and_their_rank_gives_nothing_away() -> None:
    usage_of = usage({"I10X": 9, "I219": 2, "I218": 6, "I64X": 41, "W190": 0, "Q999": 43})
    found = gaps(gap_map(), ten(), target_graph=eleven(), usage=usage_of)
    safe = found.to_dict(small_numbers="hes")
    assert safe["activity"]["total"] == 100
    told = [(gap["code"], gap["activity"], gap["share"]) for gap in safe["gaps"]]
    assert [row for row in told if row[1] != 0] == [
        ("Q99.9", 45, 0.45),
        ("I64", 40, 0.4),
        ("I10", 10, 0.1),
        ("I21.8", "*", None),
        ("I21.9", "*", None),
    ]
    assert found.to_dict(small_numbers="none") == found.to_dict()
    assert found.notes[-1] == "Small numbers: policy none. Every count is shown as it is."
    with pytest.raises(InputError, match="small numbers 'five' is not one of hes, none"):
        found.to_dict(small_numbers="five")


def test_in_python_the_cells_keep_their_type(answer: Impact) -> None:
    cells = [flow["activity"] for flow in answer.suppressed("hes")["chapter_flow"]]
    assert Suppressed(least=1, most=7) in cells
