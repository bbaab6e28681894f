"""A result is held against its publisher's total: what was counted, what was dropped, and why."""

from __future__ import annotations

import pandas as pd

from tests.analysis.examples import ACTIVITY, counts, maps
from workbench.analysis.impact import impact
from workbench.core.suppression import Suppressed
from workbench.io.datasets import Rows


def lines(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(frame.astype(object).where(frame.notna(), None).itertuples(name=None))


def test_counted_and_dropped_make_the_total_and_other_rows_stand_apart() -> None:
    answer = impact(counts(), maps())
    whole = sum(ACTIVITY.values())
    assert lines(answer.reconcile()) == [
        ("counted", "", 12, whole, ""),
        ("dropped", "NULL", 1, 9, "the publisher's word for no code"),
        ("total", "", 13, whole + 9, ""),
        ("elsewhere", "", 3, None, "not of this year or classification"),
    ]


def test_where_nothing_is_dropped_or_elsewhere_nothing_is_said_of_it() -> None:
    answer = impact(counts(dropped=(), rows=Rows(counted=12, elsewhere=0)), maps())
    assert list(answer.reconcile().index) == ["counted", "total"]


def test_the_frame_has_a_row_a_code_and_adds_up_to_what_was_counted() -> None:
    answer = impact(counts(), maps())
    frame = answer.to_pandas()
    assert dict(zip(frame["code"], frame["activity"], strict=True)) == ACTIVITY
    assert frame["activity"].sum() == answer.reconcile()["activity"]["counted"]


def test_what_the_publisher_withheld_is_said_and_in_no_sum() -> None:
    withheld = {"I210": Suppressed(least=1, most=7)}
    answer = impact(counts({"I10X": 9, "I210": 0}, suppressed=withheld), maps())
    frame = answer.to_pandas()
    assert frame["activity"].isna().to_list() == [False, True]
    assert frame["activity"].dtype == pd.Int64Dtype()
    counted = lines(answer.reconcile())[0]
    assert counted[3] == 9
    assert "Counts suppressed by the publisher (*): 1." in str(counted[4])
