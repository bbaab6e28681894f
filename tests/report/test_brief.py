"""Five lines for a first look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.report.examples import without_companions
from workbench.report import five_lines

if TYPE_CHECKING:
    from workbench.analysis.impact_result import Impact


def test_the_answer_fits_five_lines_of_a_terminal(impact: Impact) -> None:
    finest, residual, moved, shared, untold = five_lines(impact)
    assert finest == "At the finest level       82.8% of activity,  53.8% of codes"
    assert residual.endswith("79.0% of activity,  38.5% of codes; new loss: 10.0%")
    assert moved.endswith("23.1% of codes; to a chapter ICD-10 did not have: 7.0%")
    assert shared == "Shared targets            16.0% of activity,  15.4% of codes"
    assert untold == ("What no table can answer income, mortality rules, first-listed diagnosis")
    assert max(map(len, five_lines(impact))) <= 100


def test_what_was_not_measured_is_left_out_of_its_line() -> None:
    assert "new loss" not in five_lines(without_companions())[1]
