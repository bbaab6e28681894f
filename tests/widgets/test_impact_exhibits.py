"""Exhibits of an impact: what is clicked in a figure, its rows add up to what the figure shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.examples import impact_of, per_code_rows, typed_impact, without_companions
from workbench.analysis.impact_result import Impact
from workbench.core.icd11 import NOMINAL_CHAPTER
from workbench.errors import InputError
from workbench.report.palette import Theme
from workbench.views.exhibit import Exhibit, Mark, Target
from workbench.widgets.drawing import drawn
from workbench.widgets.flow_exhibits import chapter_exhibit, flow_exhibit
from workbench.widgets.impact import (
    codelist_effect,
    impact_chapters,
    impact_flow,
    impact_residuals,
    impact_uncertain,
)
from workbench.widgets.kind_exhibits import residual_exhibit, uncertain_exhibit

Make = Callable[[Impact], Exhibit]

MAKES: Final[tuple[Make, ...]] = (
    flow_exhibit,
    chapter_exhibit,
    residual_exhibit,
    uncertain_exhibit,
)
SOURCES: Final = [*list(NOMINAL_CHAPTER)[:6], None]
TARGETS: Final = ["01", "02", "03", "05", "06", "07", "08", "X", "V", None]
CODES: Final = st.fixed_dictionaries(
    {
        "source_chapter": st.sampled_from(SOURCES),
        "target_chapter": st.sampled_from(TARGETS),
        "activity": st.integers(0, 50),
        "residual_kind": st.sampled_from(["new_loss", "as_before", "label_only", "not_residual"]),
        "target_kind": st.sampled_from(["leaf", "block", "extension", "none"]),
        "many_targets": st.sampled_from(["true", "false"]),
        "method": st.sampled_from(["exact", "parent"]),
    }
)


@st.composite
def impacts(draw: st.DrawFn) -> Impact:
    """Give an impact of invented codes, one of a chapter of ICD-10 at least."""
    changed = draw(st.lists(CODES, min_size=1, max_size=13))
    rows = [{**row, **new} for row, new in zip(per_code_rows(), changed, strict=False)]
    first = {**rows[0], "source_chapter": "IX", "method": "exact", "activity": 7}
    return impact_of([first, *rows[1:]])


def counted(exhibit: Exhibit, key: str) -> tuple[int, int]:
    """Count the rows of a part: how many, and their activity."""
    rows = exhibit.rows_of(exhibit.part(key))
    return rows.num_rows, sum(number or 0 for number in rows["activity"].to_pylist())


@pytest.mark.parametrize("make", MAKES, ids=lambda make: make.__name__)
@given(impact=impacts())
def test_the_rows_of_a_part_add_up_to_what_the_figure_says_of_it(
    make: Make, impact: Impact
) -> None:
    exhibit = make(impact)
    for part in exhibit.parts:
        assert counted(exhibit, part.key) == (part.codes, part.activity), part.key
        assert len(part.cells) == len(exhibit.columns)


@given(impact=impacts())
def test_the_rows_of_a_band_that_is_clicked_add_up_to_its_width(impact: Impact) -> None:
    exhibit = flow_exhibit(impact)
    for at, width in enumerate(exhibit.figure["data"][0]["link"]["value"]):
        part = exhibit.at(Mark(trace=0, at=at))
        assert counted(exhibit, part.key)[1] == width


@given(impact=impacts())
def test_the_rows_of_a_chapter_that_is_clicked_add_up_to_its_bands(impact: Impact) -> None:
    exhibit = flow_exhibit(impact)
    sankey = exhibit.figure["data"][0]
    link = sankey["link"]
    for node in range(len(sankey["node"]["label"])):
        part = exhibit.at(Mark(trace=0, at=node, target=Target.NODE))
        ends = zip(link["source"], link["target"], link["value"], strict=True)
        assert counted(exhibit, part.key)[1] == sum(v for s, t, v in ends if node in (s, t))


@given(impact=impacts())
def test_the_rows_of_a_bar_that_is_clicked_add_up_to_its_length(impact: Impact) -> None:
    for make in (chapter_exhibit, uncertain_exhibit):
        exhibit = make(impact)
        half = len(exhibit.figure["data"]) // 2
        for trace, bars in enumerate(exhibit.figure["data"]):
            for at, length in enumerate(bars["x"]):
                if not length:
                    continue  # a bar of no length cannot be clicked
                part = exhibit.at(Mark(trace=trace, at=at))
                assert abs(length) == counted(exhibit, part.key)[trace >= half]


@given(impact=impacts())
def test_a_bar_of_a_residual_is_its_share_of_the_chapter(impact: Impact) -> None:
    exhibit = residual_exhibit(impact)
    for trace, bars in enumerate(exhibit.figure["data"]):
        for at, length in enumerate(bars["x"]):
            if not length:
                continue  # a bar of no length cannot be clicked
            key = exhibit.at(Mark(trace=trace, at=at)).key
            part, whole = (counted(exhibit, name)[trace >= 4] for name in (key, key.split()[0]))
            assert length == part / whole


@given(impact=impacts())
def test_a_chapter_after_the_move_is_before_less_what_leaves_and_what_comes(
    impact: Impact,
) -> None:
    for row in impact.chapters.to_pylist():
        for unit in ("codes", "activity"):
            before, stay, out, come, after, net = (
                row[f"{unit}_{part}"] or 0
                for part in ("before", "stay", "out", "in", "after", "net")
            )
            assert (before, after, net) == (stay + out, stay + come, after - before)
    found = sum(
        row["activity"]
        for row in impact.chapter_flow.to_pylist()
        if row["target_chapter"] is not None
    )
    assert sum(row["activity_after"] for row in impact.chapters.to_pylist()) == found


def test_what_no_code_is_of_is_no_part() -> None:
    assert [part.key for part in residual_exhibit(typed_impact()).parts][:4] == [
        "all",
        "I",
        "I not_residual",
        "VI",
    ]


def test_a_chapter_of_icd_11_of_the_same_name_as_one_of_icd_10_is_another_part() -> None:
    rows = per_code_rows()
    lungs = {**rows[0], "code": "J128", "source_chapter": "X", "target_chapter": "12"}
    exhibit = chapter_exhibit(impact_of([*rows, lungs]))
    assert counted(exhibit, "X before") == (1, 600)
    assert counted(exhibit, "→X in") == (1, 40)


@pytest.mark.parametrize("make", MAKES, ids=lambda make: make.__name__)
def test_every_figure_says_release_map_year_and_unit(make: Make) -> None:
    exhibit = make(typed_impact())
    for said in ("icd10/uk-5th", "icd11/2024-01", "who-10to11-one", "2023-24", "episodes ment"):
        assert said in exhibit.source
    headings = [column.heading for column in exhibit.columns]
    assert {"Codes", "Activity"} <= set(headings)


def test_without_companions_what_is_not_known_is_said() -> None:
    with pytest.raises(InputError, match="the impact was counted without 'foundation'"):
        residual_exhibit(without_companions())
    source = uncertain_exhibit(without_companions()).source
    assert source.endswith(
        "Not known, for want of a companion map: which codes have several targets; what is a new "
        "loss."
    )


@pytest.mark.parametrize(
    "show", [impact_flow, impact_chapters, impact_residuals, impact_uncertain, codelist_effect]
)
@pytest.mark.parametrize("other", ["demo-usage.csv", None, 3])
def test_what_is_no_impact_is_refused_in_a_sentence(
    show: Callable[[Any], object], other: object
) -> None:
    said = rf"a figure of an impact shows what ws.impact\(…\) gave, not a {type(other).__name__}"
    with pytest.raises(InputError, match=said):
        show(other)


def test_data_of_another_system_have_no_chapter_to_continue() -> None:
    impact = impact_of([{**row, "source_chapter": "W"} for row in per_code_rows()])
    with pytest.raises(InputError, match="no chapter of icd10/uk-5th is continued by one of"):
        chapter_exhibit(impact)
    assert counted(flow_exhibit(impact), "W→")[0] == 13


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("make", MAKES, ids=lambda make: make.__name__)
def test_a_drawn_figure_names_what_is_chosen_and_has_every_colour(make: Make, theme: Theme) -> None:
    exhibit = make(typed_impact())
    part = exhibit.parts[2]
    figure = drawn(exhibit, part=part, theme=theme)
    assert "var(" not in str(figure)
    assert f"<b>Chosen: {part.label}</b>" in figure["layout"]["title"]["text"]
    assert "Chosen" not in str(drawn(exhibit, part=exhibit.parts[0], theme=theme))


def test_a_band_that_is_chosen_is_strong_and_the_others_stay() -> None:
    exhibit = flow_exhibit(typed_impact())
    plain = drawn(exhibit, part=exhibit.parts[0], theme=Theme.LIGHT)["data"][0]["link"]
    part = exhibit.part("IX→08")
    (mark,) = part.marks
    link = drawn(exhibit, part=part, theme=Theme.LIGHT)["data"][0]["link"]
    assert link["color"][mark.at] == link["hovercolor"][mark.at] != plain["color"][mark.at]
    others = [at for at in range(len(link["color"])) if at != mark.at]
    assert [link["color"][at] for at in others] == [plain["color"][at] for at in others]


def test_a_bar_that_is_chosen_is_outlined() -> None:
    exhibit = uncertain_exhibit(typed_impact())
    figure = drawn(exhibit, part=exhibit.parts[1], theme=Theme.DARK)
    assert [bars["marker"]["line"]["width"][:2] for bars in figure["data"]] == [[2, 0], [2, 0]]


def test_the_whole_stays_the_whole_where_a_count_was_withheld() -> None:
    impact = typed_impact()
    rows = [{**row, "activity": None, "suppressed": 1} for row in per_code_rows()[:1]]
    table = impact.per_code.from_pylist(
        [*rows, *per_code_rows()[1:]], schema=impact.per_code.schema
    )
    exhibit = uncertain_exhibit(replace(impact, per_code=table))
    assert counted(exhibit, "all")[0] == exhibit.parts[0].codes
