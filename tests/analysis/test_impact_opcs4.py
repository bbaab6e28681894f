"""A move of procedures: an invented map from OPCS-4 to ICD-11, as nobody has published one."""

from __future__ import annotations

import pytest

from tests.analysis.examples import column, counts, maps
from tests.cli.schemas import assert_valid
from tests.mapping.examples import map_set
from workbench.analysis.impact import impact
from workbench.analysis.impact_codes import ImpactMaps
from workbench.analysis.impact_result import Impact
from workbench.core.codelist import CodeList
from workbench.core.codes import CodeSystem, parse_release
from workbench.errors import InputError
from workbench.io.datasets import CodeCounts
from workbench.mapping.map_set import MapSet
from workbench.report import write_report

OPCS4 = parse_release("opcs4/4.10")
ROWS = [
    {"source": "W37.1", "target": "BA41.Z"},
    {"source": "W37", "target": "BA41.0"},
    {"source": "K40.1", "target": "BA41.Z"},
    {"source": "V22.1", "target": "XN6P4"},
]


def procedures() -> CodeCounts:
    held = {"W371": 10, "W372": 4, "K401": 5, "V221": 3, "A011": 2}
    return counts(held, system=CodeSystem.OPCS4, unit="occurrences of the code")


def procedure_maps() -> ImpactMaps:
    rows = map_set(ROWS)
    return maps(
        map_set=MapSet(
            name="procedures", kind="csv", source=OPCS4, target=rows.target, table=rows.table
        ),
        source_graph=None,
        alternatives=None,
        back=None,
        foundation=None,
    )


@pytest.fixture
def moved() -> Impact:
    lists = [
        CodeList(name="hips", system=CodeSystem.OPCS4, codes=("W37.1",)),
        CodeList(name="mi", system=CodeSystem.ICD10, codes=("I21",)),
    ]
    return impact(procedures(), procedure_maps(), codelists=lists)


def test_the_data_are_read_in_the_release_the_map_leads_from(moved: Impact) -> None:
    assert (moved.releases.source, moved.releases.bridges) == ("opcs4/4.10", ())
    assert moved.dataset.notes[0].startswith("The codes are read as opcs4/4.10, which the map")
    assert not any("4th edition" in note for note in moved.dataset.notes)


def test_a_code_has_its_own_row_or_its_categorys_and_a_letter_for_a_chapter(moved: Impact) -> None:
    assert column(moved, "method") == {
        "A011": "none",
        "K401": "exact",
        "V221": "exact",
        "W371": "exact",
        "W372": "parent",
    }
    flow = [(row["source_chapter"], row["activity"]) for row in moved.chapter_flow.to_pylist()]
    assert flow == [("A", 2), ("K", 5), ("V", 3), ("W", 14)]


def test_no_chapter_of_icd_11_continues_one_of_opcs_4(moved: Impact) -> None:
    assert set(column(moved, "moved_chapter").values()) == {"none"}


def test_a_list_of_procedures_is_followed_and_one_of_diagnoses_is_not(moved: Impact) -> None:
    hips, mi = moved.codelists
    assert (hips.name, hips.activity_before, hips.activity_after) == ("hips", 10, 15)
    assert (hips.sensitivity, hips.ppv) == (1.0, 10 / 15)
    assert mi.why == "a list of ICD-10; the dataset is coded in OPCS-4"
    assert mi.sensitivity is None


def test_the_document_is_of_the_contracts_form(moved: Impact) -> None:
    assert_valid("impact", moved.to_dict())


def test_diagnoses_do_not_move_along_a_map_of_procedures() -> None:
    with pytest.raises(InputError, match=r"usage.csv is coded in ICD-10; expected OPCS-4"):
        impact(counts(), procedure_maps())


def test_the_written_report_is_about_icd_10_and_refuses(moved: Impact, tmp_path: object) -> None:
    with pytest.raises(InputError, match="the report is written for data in ICD-10"):
        write_report(moved, f"{tmp_path}/report")
