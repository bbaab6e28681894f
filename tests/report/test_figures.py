"""The figures: valid for Plotly, true to their numbers, and in the colours of the page."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace
from importlib import resources

import plotly.graph_objects as go
import pytest

from tests.report.examples import impact_of, per_code_rows
from workbench.analysis.impact_result import Impact
from workbench.report.digest import RESIDUAL_KINDS, flows, residuals_by_chapter
from workbench.report.figures import By, residual_figure
from workbench.report.flow_figure import flow_figure, thin_flows
from workbench.report.sections_figures import figures_of


def test_plotly_takes_every_figure(impact: Impact) -> None:
    for figure in figures_of(impact).values():
        go.Figure(figure)


def test_the_bands_carry_all_activity(impact: Impact) -> None:
    link = figures_of(impact)["figure-flow"]["data"][0]["link"]
    assert sum(link["value"]) == 1000
    assert len(link["source"]) == len(link["target"]) == len(link["color"]) == 10


def test_chapters_stand_in_their_order_from_top_to_bottom(impact: Impact) -> None:
    node = figures_of(impact)["figure-flow"]["data"][0]["node"]
    left = [y for x, y in zip(node["x"], node["y"], strict=True) if x < 0.5]
    right = [y for x, y in zip(node["x"], node["y"], strict=True) if x > 0.5]
    assert left == sorted(left)
    assert right == sorted(right)
    assert all(0 < y < 1 for y in left + right)
    assert node["customdata"][: len(left)] == [
        "I Infections",
        "VI Nervous system",
        "IX Heart and circulation",
        "XII Skin",
        "XIV Urinary and genital",
        "XIX Injury and poisoning",
        "XX External causes",
        "XXII Special purposes",
    ]
    assert node["customdata"][-2:] == ["X Extension codes", "no chapter"]


def test_what_moves_is_drawn_over_what_stays(impact: Impact) -> None:
    colours = figures_of(impact)["figure-flow"]["data"][0]["link"]["color"]
    assert colours[:5] == ["var(--flow-stays)"] * 5
    assert "var(--flow-stays)" not in colours[5:]


def test_a_band_too_thin_to_see_is_left_to_the_table() -> None:
    rows = per_code_rows()
    rows[0]["activity"] = 170_000
    found = flows(impact_of(rows))
    assert [(flow.source, flow.target) for flow in thin_flows(found)] == [
        ("XII", None),
        ("XXII", None),
    ]
    drawn = flow_figure(found, source="ICD-10", target="ICD-11")
    assert len(drawn["data"][0]["link"]["value"]) == len(found) - 2


def test_a_figure_of_no_activity_is_empty_and_no_error(impact: Impact) -> None:
    silent = [replace(flow, part=replace(flow.part, activity_share=0.0)) for flow in flows(impact)]
    figure = flow_figure(tuple(silent), source="ICD-10", target="ICD-11")
    assert figure["data"][0]["link"]["value"] == []


@pytest.mark.parametrize("by", By)
def test_the_bars_of_a_chapter_are_its_whole(impact: Impact, by: By) -> None:
    figure = residual_figure(residuals_by_chapter(impact), by=by)
    assert len(figure["data"]) == len(RESIDUAL_KINDS)
    for ratios in zip(*(trace["x"] for trace in figure["data"]), strict=True):
        assert sum(ratios) == pytest.approx(1)


def test_neighbouring_bars_differ_by_more_than_colour(impact: Impact) -> None:
    figure = residual_figure(residuals_by_chapter(impact), by=By.CODES)
    shapes = [trace["marker"]["pattern"]["shape"] for trace in figure["data"]]
    assert all(one != other for one, other in itertools.pairwise(shapes))


def test_every_colour_of_a_figure_stands_in_the_stylesheet_for_both_themes(
    impact: Impact,
) -> None:
    used = set(re.findall(r"var\((--[a-z-]+)\)", json.dumps(figures_of(impact))))
    style = (resources.files("workbench.report") / "report.css").read_text(encoding="utf-8")
    light, dark = style.split("prefers-color-scheme: dark", 1)
    assert {name for name in used if f"{name}:" not in light} == set()
    assert {name for name in used if f"{name}:" not in dark.split("* {")[0]} == {"--font"}


def test_a_chapter_from_the_data_cannot_bring_tags_into_a_label() -> None:
    rows = per_code_rows()
    rows[3]["target_chapter"] = "<b>08</b>"
    labels = figures_of(impact_of(rows))["figure-flow"]["data"][0]["node"]["customdata"]
    assert "&lt;b&gt;08&lt;/b&gt;" in labels
