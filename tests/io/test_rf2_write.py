"""A map published in RF2: what its rows look like, what is told, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.io.map_round_trips import map_set
from tests.io.rf2_map_samples import UK_FILE, uk_map, uk_row
from tests.io.rf2_publishing import contents, int_map_of, lines_of, read_back, uk_map_of
from tests.io.samples import laid_out
from workbench.core.codes import parse_release
from workbench.errors import InputError, InputWarning
from workbench.io.loss import Lost
from workbench.io.map_writers import write_map
from workbench.io.reading import read_map
from workbench.mapping.map_set import MapSet

DAY = "20310201"
MYOCARDITIS = {"source": "24700007", "target": "I41.0", "mark": "*"}


def published(maps: MapSet, folder: Path, *, date: str | None = DAY) -> list[Lost]:
    return list(write_map(maps, folder, format="rf2", date=date))


def test_a_folder_has_a_snapshot_a_delta_and_says_whose_it_is_not(tmp_path: Path) -> None:
    published(uk_map_of(MYOCARDITIS), tmp_path / "out")
    files = contents(tmp_path / "out")
    name = f"der2_iisssciRefset_ExtendedMap{{0}}_XX9999999_{DAY}.txt"
    assert sorted(files) == [
        f"Delta/Refset/Map/{name.format('Delta')}",
        "README.txt",
        f"Snapshot/Refset/Map/{name.format('Snapshot')}",
    ]
    said = files["README.txt"].decode()
    assert "# source: snomed/uk-20310131\n# target: icd10/uk-5th\n" in said
    assert "not a release of SNOMED International" in said


def test_a_row_of_the_uk_stands_in_all_its_fields(tmp_path: Path) -> None:
    row = MYOCARDITIS | {"map_block": 2, "map_priority": 3, "advice": "ADDITIONAL CODE POSSIBLE"}
    published(uk_map_of(row), tmp_path / "out")
    (line,) = lines_of(tmp_path / "out", "Snapshot")
    assert line == {
        "id": line["id"],
        "effectiveTime": DAY,
        "active": "1",
        "moduleId": "999000031000000106",
        "refsetId": "999002271000000101",
        "referencedComponentId": "24700007",
        "mapGroup": "1",
        "mapPriority": "3",
        "mapRule": "",
        "mapAdvice": "ADDITIONAL CODE POSSIBLE",
        "mapTarget": "I410A",
        "correlationId": "447561005",
        "mapBlock": "2",
    }


@pytest.mark.parametrize(
    ("row", "target", "correlation"),
    [
        ({"target": "G35"}, "G35X", "447561005"),
        ({"target": "M45.X0"}, "M45X0", "447561005"),
        ({"target": "E05.9", "mark": "†", "relation": "equivalent"}, "E059D", "447557004"),
        (
            {"target": "G35", "relation": "source-is-narrower-than-target"},
            "G35X",
            "447558009",
        ),
        ({"target": "G35", "relation": "source-is-broader-than-target"}, "G35X", "447559001"),
        ({"target": "G35", "relation": "related-to"}, "G35X", "447560006"),
        ({"target": None, "no_map": "not_in_scope"}, "#NIS", "447561005"),
        ({"target": None, "no_map": "not_classifiable"}, "#NC", "447561005"),
        ({"target": None, "no_map": "high_level"}, "#HLT", "447561005"),
        ({"target": None, "no_map": "none_in_table"}, "", "447556008"),
        ({"target": "G35", "correlation": "1193552004"}, "G35X", "1193552004"),
        (
            {"target": "G35", "relation": "equivalent", "correlation": "1193552004"},
            "G35X",
            "447557004",
        ),
        ({"target": "I39.4", "mark": "*", "extra": '{"mapTarget": "I394 A"}'}, "I394 A", None),
        ({"target": "I39.8", "mark": "*", "extra": '{"mapTarget": "I394 A"}'}, "I398A", None),
    ],
)
def test_a_uk_target_and_relation_are_spelled_as_the_uk_does(
    tmp_path: Path, row: dict[str, Any], target: str, correlation: str | None
) -> None:
    published(uk_map_of({"source": "24700007"} | row), tmp_path / "out")
    (line,) = lines_of(tmp_path / "out", "Snapshot")
    assert (line["mapTarget"], line["correlationId"]) == (target, correlation or "447561005")


@pytest.mark.parametrize(
    ("row", "target", "category"),
    [
        ({"target": "M14.6"}, "M14.6", "447637006"),
        ({"target": "G35"}, "G35", "447637006"),
        ({"target": "G35", "category": "447639009"}, "G35", "447639009"),
        ({"target": None, "no_map": "not_classifiable"}, "", "447638001"),
        ({"target": None, "no_map": "source_ambiguous"}, "", "447640006"),
        ({"target": None, "no_map": "needs_detail"}, "", "447641005"),
        ({"target": None, "no_map": "not_in_scope"}, "", "447636002"),
        ({"target": None, "no_map": "not_in_scope", "category": "447642003"}, "", "447642003"),
        ({"target": None, "no_map": "retired_target"}, "", "447638001"),
    ],
)
@pytest.mark.filterwarnings("ignore::workbench.errors.InputWarning")
def test_an_international_target_is_printed_and_its_category_says_why_there_is_none(
    tmp_path: Path, row: dict[str, Any], target: str, category: str
) -> None:
    published(int_map_of({"source": "24700007"} | row), tmp_path / "out")
    (line,) = lines_of(tmp_path / "out", "Snapshot")
    assert (line["mapTarget"], line["mapCategoryId"]) == (target, category)


@pytest.mark.filterwarnings("ignore::workbench.errors.InputWarning")
def test_a_group_that_asks_something_is_context_dependent(tmp_path: Path) -> None:
    rule = "IFA 248152002 | Female (finding) |"
    published(
        int_map_of(
            {"source": "24700007", "target": "N46", "rule": rule},
            {"source": "24700007", "target": "N97.9", "rule": "OTHERWISE TRUE", "map_priority": 2},
            {"source": "24700007", "target": "Z31.1", "map_group": 2},
        ),
        tmp_path / "out",
    )
    lines = lines_of(tmp_path / "out", "Snapshot")
    assert [line["mapCategoryId"] for line in lines] == ["447639009", "447639009", "447637006"]


def test_what_rf2_does_not_hold_is_told(tmp_path: Path) -> None:
    row = {"source": "24700007", "source_term": "Marsh fever", "status": "accepted"}
    lost = published(
        uk_map_of(
            row | {"target": "G35", "relation": "not-related-to", "category": "447637006"},
            {
                "source": "80891009",
                "target": None,
                "no_map": "needs_detail",
                "no_map_text": "ask",
                "extra": '{"id": "7"}',
            },
        ),
        tmp_path / "out",
    )
    assert [(one.source, one.field, one.value) for one in lost] == [
        ("24700007", "source_term", "Marsh fever"),
        ("24700007", "relation", "not-related-to"),
        ("24700007", "category", "447637006"),
        ("24700007", "status", "accepted"),
        ("80891009", "no_map", "needs_detail"),
        ("80891009", "extra", '{"id": "7"}'),
    ]


def test_a_map_without_ids_of_its_own_is_warned_of_and_read_back_as_it_was(tmp_path: Path) -> None:
    maps = int_map_of({"source": "24700007", "target": "A41.0"})
    with pytest.warns(InputWarning) as warned:
        published(maps, tmp_path / "out")
    assert [str(one.message).split(";")[0] for one in warned] == [
        "the map names no reference set",
        "1 row names no module",
    ]
    again = read_back(tmp_path / "out")
    assert (again.source, again.target) == (maps.source, maps.target)
    assert [entry.target for entry in again] == ["A41.0"]


def test_columns_nobody_knows_and_spellings_of_their_own_are_written_again(tmp_path: Path) -> None:
    rows = [
        f"{uk_row(1, '24700007', 'I394 A')}\tward 7",
        f"{uk_row(2, '80891009', 'I39.4A')}\t",
        f"{uk_row(3, '22298006', '#XYZ')}\t",
        f"{uk_row(4, '64572001', 'G35X')}\tä",
    ]
    folder = laid_out(tmp_path / "in", uk_map(rows, "seenOn"))
    maps = read_map(folder, kind="rf2")
    held = MapSet(name="m", kind="rf2", source=None, target=None, table=maps.table)
    published(held, tmp_path / "out", date=None)
    expected = (folder / UK_FILE).read_bytes().splitlines()
    (written,) = (tmp_path / "out" / "Snapshot").rglob("*.txt")
    assert sorted(written.read_bytes().splitlines()) == sorted(expected)


@pytest.mark.parametrize(
    ("maps", "said"),
    [
        (
            map_set(
                [
                    {"source": "24700007", "target": "G35"}
                    | dict.fromkeys(("map_block", "map_group", "map_priority"), 1)
                    | {"relation": "unspecified", "provenance": "asserted"}
                ],
            ),
            "map 'invented' has no profile; RF2 needs 'international' or 'uk'",
        ),
        (
            MapSet(
                name="m",
                kind="csv",
                source=parse_release("icd10/who-2019"),
                target=parse_release("icd11/2024-01"),
                table=uk_map_of(MYOCARDITIS).table,
            ),
            "map 'm' is from ICD-10; RF2 holds maps from SNOMED CT",
        ),
        (
            uk_map_of(MYOCARDITIS, MYOCARDITIS | {"refset": "447562003"}),
            "rows of several reference sets, 447562003 and 999002271000000101",
        ),
        (
            uk_map_of(MYOCARDITIS, refset="1382401000000109"),
            "reference set 1382401000000109 leads to OPCS-4, and map 'invented' to icd10/uk-5th",
        ),
        (
            uk_map_of({"source": "24700008", "target": "G35"}),
            "column 'source': source '24700008': SCTID '24700008' fails its check digit",
        ),
        (
            uk_map_of(MYOCARDITIS | {"member": "7"}),
            "column 'member': source '24700007': '7' is no UUID",
        ),
        (
            uk_map_of(MYOCARDITIS | {"effective_time": "20311301"}),
            "column 'effective_time': source '24700007': '20311301' is not a date",
        ),
        (
            uk_map_of(MYOCARDITIS | {"effective_time": "20310301"}),
            "the date 20310201 is before that of a row, 20310301",
        ),
        (
            uk_map_of(MYOCARDITIS | {"advice": "a\tb"}),
            "column 'mapAdvice': source '24700007': 'a\\tb' holds a tab",
        ),
        (
            uk_map_of({"source": "24700007", "target": "A00-A09"}),
            "column 'target': source '24700007': cannot stand in a file of RF2: 'A00-A09'",
        ),
        (
            uk_map_of(
                *(
                    MYOCARDITIS | {"member": "0e6b1f0e-0000-4000-8000-00000000000f"}
                    for _ in range(2)
                )
            ),
            "the member id 0e6b1f0e-0000-4000-8000-00000000000f stands in 2 rows",
        ),
    ],
)
def test_what_rf2_cannot_hold_is_refused_and_nothing_is_made(
    tmp_path: Path, maps: MapSet, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        published(maps, tmp_path / "out")
    assert said in str(caught.value)
    assert contents(tmp_path) == {}


def test_a_date_that_is_none_and_one_that_is_missing_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'yesterday' is not a date; expected YYYYMMDD"):
        published(uk_map_of(MYOCARDITIS), tmp_path / "out", date="yesterday")
    with pytest.raises(InputError, match="not every row has one; give --date"):
        published(uk_map_of(MYOCARDITIS), tmp_path / "out", date=None)


def test_a_file_where_the_folder_would_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("here")
    with pytest.raises(InputError, match="is a file; a map reference set in RF2 is written to a"):
        published(uk_map_of(MYOCARDITIS), tmp_path / "out")
