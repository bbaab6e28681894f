"""Impact on a small invented move, each definition shown on its own rows."""

from __future__ import annotations

import html
from typing import Any

import pytest

from tests.analysis.examples import ACTIVITY, MULTIPLE, column, counts, maps
from tests.mapping.examples import map_set
from workbench.analysis.impact import impact
from workbench.analysis.impact_measures import MEASURES
from workbench.analysis.impact_result import CodelistImpacts, Impact
from workbench.core.codelist import CodeList
from workbench.core.codes import CodeSystem
from workbench.mapping.bridge import Edition


def test_the_method_says_how_each_code_found_its_key(answer: Impact) -> None:
    assert column(answer, "method") == {
        "B962": "exact",
        "I10X": "xfill",
        "I210": "exact",
        "I211": "parent",
        "I219": "exact",
        "I220": "exact",
        "I25X": "xfill",
        "I64X": "xfill",
        "L739": "exact",
        "W190": "place4",
        "W191": "place4",
    }


def test_the_target_kind_tells_leaf_from_what_needs_more(answer: Impact) -> None:
    assert column(answer, "target_kind") == {
        "B962": "extension",
        "I10X": "leaf",
        "I210": "leaf",
        "I211": "nonleaf",
        "I219": "leaf",
        "I220": "leaf",
        "I25X": "block",
        "I64X": "leaf",
        "L739": "none",
        "W190": "leaf",
        "W191": "leaf",
    }
    assert column(answer, "target")["I25X"] == "BlockL1-BA0"


def test_a_residual_code_is_a_label_as_before_or_a_new_loss(answer: Impact) -> None:
    assert column(answer, "residual") == {
        "B962": "none",
        "I10X": "unspecified",
        "I210": "unspecified",
        "I211": "no",
        "I219": "unspecified",
        "I220": "no",
        "I25X": "none",
        "I64X": "no",
        "L739": "none",
        "W190": "unspecified",
        "W191": "unspecified",
    }
    kinds = column(answer, "residual_kind")
    assert {code: kinds[code] for code in ("I10X", "I210", "I219", "I64X", "L739")} == {
        "I10X": "label_only",
        "I210": "new_loss",
        "I219": "as_before",
        "I64X": "not_residual",
        "L739": "not_residual",
    }


def test_a_chapter_has_moved_where_it_is_not_the_nominal_one(answer: Impact) -> None:
    moved = column(answer, "moved_chapter")
    assert {code: moved[code] for code in ("I10X", "I64X", "B962", "L739")} == {
        "I10X": "no",
        "I64X": "yes",
        "B962": "yes",
        "L739": "none",
    }


def test_codes_merge_by_their_normalised_form_not_by_their_spelling(answer: Impact) -> None:
    merged = column(answer, "merged")
    assert [code for code, value in merged.items() if value == "true"] == ["I210", "I219"]
    assert answer.to_dict()["merges"] == {
        "targets": 1,
        "source_codes": 2,
        "codes": 2,
        "activity": 50,
    }
    assert answer.merge_table.to_pylist() == [
        {
            "target": "BA41.Z",
            "target_term": None,
            "source_codes": ["I21.0", "I21.9"],
            "codes": 2,
            "activity": 50,
        }
    ]


def test_alternatives_count_distinct_targets_and_clusters(answer: Impact) -> None:
    flags = {
        name: [code for code, value in column(answer, name).items() if value == "true"]
        for name in ("many_targets", "any_cluster", "all_cluster")
    }
    assert flags == {
        "many_targets": ["I210", "I25X"],
        "any_cluster": ["I210", "I220"],
        "all_cluster": ["I220"],
    }
    assert column(answer, "alternatives")["I25X"] == "BlockL1-BA0; BA41.0"


def test_the_way_back_is_as_near_as_its_narrowest_shared_group(answer: Impact) -> None:
    assert column(answer, "round_trip") == {
        "B962": "none",  # the back map states that it has no map
        "I10X": "same_code",
        "I210": "same_category",
        "I211": "none",
        "I219": "same_code",
        "I220": "none",
        "I25X": "same_block",
        "I64X": "other_chapter",
        "L739": "none",
        "W190": "same_chapter",  # a super-block
        "W191": "same_chapter",
    }


def test_every_measure_adds_up_by_code_and_by_activity(answer: Impact) -> None:
    total = sum(ACTIVITY.values())
    found: dict[str, list[dict[str, Any]]] = {}
    for row in answer.measures.to_pylist():
        found.setdefault(row["measure"], []).append(row)
    assert {name: tuple(row["value"] for row in rows) for name, rows in found.items()} == MEASURES
    for rows in found.values():
        assert sum(row["codes"] for row in rows) == len(ACTIVITY)
        assert sum(row["activity"] for row in rows) == total
        assert sum(row["activity_share"] for row in rows) == pytest.approx(1.0)
    assert sum(answer.chapter_flow["codes"].to_pylist()) == len(ACTIVITY)
    assert sum(answer.chapter_flow["activity"].to_pylist()) == total


def test_the_direct_part_leaves_out_what_is_borrowed_and_keeps_the_whole_as_its_base(
    answer: Impact,
) -> None:
    direct = [row for row in answer.measures_direct.to_pylist() if row["measure"] == "method"]
    assert {row["value"]: row["codes"] for row in direct} == {
        "exact": 5,
        "xfill": 3,
        "place4": 2,
        "fifth": 0,
        "parent": 0,
        "none": 0,
    }
    exact = next(row for row in direct if row["value"] == "exact")
    assert exact["codes_share"] == pytest.approx(5 / 11)


def test_the_chapter_flow_is_sorted_with_what_has_no_target_last(answer: Impact) -> None:
    assert answer.to_dict()["chapter_flow"] == [
        {"source_chapter": "I", "target_chapter": "X", "codes": 1, "activity": 7},
        {"source_chapter": "IX", "target_chapter": "08", "codes": 1, "activity": 8},
        {"source_chapter": "IX", "target_chapter": "11", "codes": 6, "activity": 169},
        {"source_chapter": "XII", "target_chapter": None, "codes": 1, "activity": 3},
        {"source_chapter": "XX", "target_chapter": "23", "codes": 2, "activity": 42},
    ]


def test_what_was_dropped_and_what_was_joined_is_said(answer: Impact) -> None:
    document = answer.to_dict()
    assert document["releases"] == {
        "source": "icd10/uk-5th",
        "target": "icd11/2024-01",
        "map": "one",
        "bridges": ["icd10/uk-5th → icd10/who-2019"],
        "companions": {"alternatives": "multiple", "back": "back", "foundation": "foundation"},
    }
    dropped = [
        {
            "value": "NULL",
            "rows": 1,
            "activity": 9,
            "why": "the publisher's word for no code",
        }
    ]
    assert document["dataset"]["dropped"] == dropped
    assert (document["dataset"]["codes"], document["dataset"]["activity"]) == (11, 229)


def test_a_measure_without_its_companion_is_absent_and_named() -> None:
    bare = impact(counts(), maps(alternatives=None, back=None, foundation=None))
    measured = {row["measure"] for row in bare.measures.to_pylist()}
    assert set(MEASURES) - measured == {
        "residual_kind",
        "many_targets",
        "any_cluster",
        "all_cluster",
        "round_trip",
    }
    assert "Not measured" in " ".join(bare.dataset.notes)


def test_without_a_graph_of_the_source_the_way_back_is_not_measured() -> None:
    bare = impact(counts(), maps(source_graph=None))
    assert "round_trip" not in {row["measure"] for row in bare.measures.to_pylist()}
    assert "round_trip is not measured" in " ".join(bare.dataset.notes)


def test_who_data_keep_their_own_subcodes() -> None:
    who = impact(counts({"W190": 1}), maps(), edition=Edition.WHO2019)
    assert column(who, "method") == {"W190": "parent"}
    assert (who.releases.source, who.releases.bridges) == ("icd10/who-2019", ())


def test_an_older_year_says_it_was_coded_in_the_fourth_edition() -> None:
    old = impact(counts(year="2014-04-01"), maps())
    assert any("2014-04-01 was coded in the 4th edition" in note for note in old.dataset.notes)


def test_r69x_is_counted_and_named() -> None:
    found = impact(counts({"R69X": 12}), maps())
    assert any("R69X" in note and "12 episodes" in note for note in found.dataset.notes)
    assert found.dataset.codes == 1


def test_it_shows_itself_in_a_line_and_in_a_bounded_table_of_direct_figures(
    answer: Impact,
) -> None:
    assert repr(answer) == (
        "<Impact icd10/uk-5th → icd11/2024-01 along one: 11 codes, 229 episodes mentioning the "
        "code, year 2023-04-01>"
    )
    page = answer._repr_html_()
    assert page.count("<tr>") < 30
    assert "<td>target_kind</td><td>leaf</td><td>7</td>" in page
    assert "1 code (4) borrows its parent's row, 0 (0) are not found." in html.unescape(page)
    assert "<caption>Merges</caption>" in answer.merges._repr_html_()


def test_many_code_lists_show_themselves_bounded() -> None:
    lists = [CodeList(name=f"list {n}", system=CodeSystem.ICD10, codes=("I21",)) for n in range(60)]
    found = impact(counts(), maps(), codelists=lists).codelists
    assert isinstance(found, CodelistImpacts)
    assert found._repr_html_().count("<tr>") == 51
    assert repr(found).splitlines()[-1] == "… and 10 more"
    assert list(found.to_pandas()["activity_before"].unique()) == [54]


def test_where_the_two_tables_disagree_is_said(answer: Impact) -> None:
    apart = [note for note in answer.dataset.notes if "disagree" in note]
    assert apart == []
    moved = [{**row, "target": "BA41.Y"} if row["source"] == "I22.0" else row for row in MULTIPLE]
    found = impact(counts(), maps(alternatives=map_set(moved, name="multiple")))
    assert found.dataset.notes[-2] == (
        "The two tables disagree on 1 code (5 episodes mentioning the code): the target in 'one' "
        "is not among the candidates of 'multiple'."
    )
