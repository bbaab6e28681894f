"""The exhibit of code lists on the demo: what each keeps and loses, held to its own figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.report.examples import without_companions
from workbench.errors import InputError
from workbench.views.exhibit import Exhibit, Mark
from workbench.widgets.list_exhibit import list_exhibit
from workbench.workspace import init_workspace

if TYPE_CHECKING:
    from workbench.analysis.impact_result import Impact

LOST = "ICD_heart_failure lost"


@pytest.fixture(scope="module")
def impact(tmp_path_factory: pytest.TempPathFactory) -> Impact:
    workspace = init_workspace(tmp_path_factory.mktemp("lists") / "demo")
    notebooks = workspace.root / "notebooks"
    return workspace.impact(
        notebooks / "demo-episodes.csv",
        map="icd10-icd11",
        alternatives="icd10-icd11-alternatives",
        codelists=notebooks / "codelists",
    )


@pytest.fixture(scope="module")
def exhibit(impact: Impact) -> Exhibit:
    return list_exhibit(impact)


def activity(exhibit: Exhibit, key: str) -> int:
    return sum(exhibit.rows_of(exhibit.part(key))["activity"].to_pylist())


def test_what_is_kept_lost_and_gained_adds_up_to_before_and_after(
    impact: Impact, exhibit: Exhibit
) -> None:
    for each in impact.codelists:
        if each.codes is None:
            assert exhibit.rows_of(exhibit.part(each.name)).num_rows == 0
            continue
        kept, lost, gained = (
            activity(exhibit, f"{each.name} {effect}") for effect in ("kept", "lost", "gained")
        )
        assert (kept + lost, kept + gained) == (each.activity_before, each.activity_after)
        assert kept / (kept + lost) == each.sensitivity
        assert kept / (kept + gained) == each.ppv


def test_every_part_says_what_its_rows_add_up_to(exhibit: Exhibit) -> None:
    for part in exhibit.parts:
        assert exhibit.rows_of(part).num_rows == part.codes
        assert activity(exhibit, part.key) == part.activity
        assert len(part.cells) == len(exhibit.columns)


def test_heart_failure_loses_the_codes_that_lead_to_a_block(exhibit: Exhibit) -> None:
    lost = exhibit.rows_of(exhibit.part(LOST))
    assert lost["code"].to_pylist() == ["I132", "I130"]
    (by_code, by_activity) = exhibit.part(LOST).marks
    assert exhibit.at(by_code).key == exhibit.at(by_activity).key == LOST
    assert (by_code, by_activity) == (Mark(trace=1, at=0), Mark(trace=4, at=0))


def test_a_list_of_another_system_says_why_it_has_no_figures(exhibit: Exhibit) -> None:
    cells = exhibit.part("OPCS_hip_replacement").cells
    assert cells[2:4] == ("n/a", "n/a")
    assert cells[-1] == "a list of OPCS-4; the dataset is coded in ICD-10"


def test_lists_may_be_called_like_a_part_a_number_or_markup(
    impact: Impact,
) -> None:
    names = ("2024", "<img src=x>", "a", "a lost", "all")
    first, *_ = impact.codelists
    codes = impact.codelist_codes.filter(pc.equal(impact.codelist_codes["name"], first.name))
    named = [codes.set_column(0, codes.schema.field("name"), [[n] * len(codes)]) for n in names]
    lists = tuple(replace(first, name=name) for name in names)
    exhibit = list_exhibit(replace(impact, codelists=lists, codelist_codes=pa.concat_tables(named)))
    for part in exhibit.parts:
        assert activity(exhibit, part.key) == part.activity
    assert [part.key for part in exhibit.parts if part.label == "all"] == ["all (2)"]
    assert {exhibit.part("a lost").label, exhibit.part("a lost (2)").label} == {
        "a, lost: found before only",
        "a lost",
    }
    figure = exhibit.figure
    assert figure["layout"]["yaxis"]["type"] == "category"
    assert figure["data"][0]["y"] == ["2024", "&lt;img src=x&gt;", "a", "a lost", "all"]


def test_an_impact_without_lists_has_no_such_figure() -> None:
    with pytest.raises(InputError, match="the impact was counted without 'codelists'"):
        list_exhibit(without_companions())
