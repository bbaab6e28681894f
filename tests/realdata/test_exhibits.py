"""Figures of a year of England: what is clicked in them adds up, to the last code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench.widgets.flow_exhibits import chapter_exhibit, flow_exhibit
from workbench.widgets.kind_exhibits import residual_exhibit, uncertain_exhibit
from workbench.widgets.list_exhibit import list_exhibit

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.workspace import Workspace

pytestmark = [pytest.mark.realdata, pytest.mark.slow]


def test_the_rows_of_every_part_add_up_to_what_the_figure_says_of_it(
    real_data: Path, real_workspace: Workspace
) -> None:
    impact = real_workspace.impact(
        real_data / "usage" / "icd10_usage.csv.gz",
        map="who-10to11-one",
        codelists=real_data / "codelists",
    )
    for make in (
        flow_exhibit,
        chapter_exhibit,
        residual_exhibit,
        uncertain_exhibit,
        list_exhibit,
    ):
        exhibit = make(impact)
        for part in exhibit.parts:
            rows = exhibit.rows_of(part)
            activity = sum(number or 0 for number in rows["activity"].to_pylist())
            assert (rows.num_rows, activity) == (part.codes, part.activity), part.key
    nervous = next(r for r in impact.chapters.to_pylist() if r["source_chapter"] == "VI")
    assert (nervous["activity_out"], nervous["activity_in"]) == (763_506, 1_539_582)
