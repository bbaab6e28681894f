"""Somebody's table of a map: which column is which, in whose words, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.io.sheet_samples import SNAP2SNOMED, USAGI, USAGI_REVIEW, read_text, rows_of
from workbench.errors import InputError
from workbench.io.sheet_guard import guarded, unguarded
from workbench.io.sheet_words import (
    RELATION_CODES,
    STATUS_CODES,
    read_no_map,
    read_relation,
    read_status,
)
from workbench.mapping.provenance import EntryStatus
from workbench.mapping.relation import MapRelation


def test_an_export_of_snap2snomed_is_read_in_its_words(tmp_path: Path) -> None:
    read = read_text(tmp_path, SNAP2SNOMED)
    assert read.kind == "csv"
    columns = ("source", "source_term", "target", "relation", "no_map", "status", "comment")
    assert rows_of(read, *columns, "extra") == [
        ("F1", "Fever", "386661006", "equivalent", None, "accepted", None, '{"Ward": "7"}'),
        (
            *("F2", "Marsh fever", "386661006", "source-is-narrower-than-target", None),
            *("in_review", "a, b", '{"Ward": "7"}'),
        ),
        ("F3", "Cold", "386661006", "source-is-broader-than-target", None, "draft", None, None),
        ("F4", "Chill", "386661006", "related-to", None, "mapped", None, None),
        ("F5", "Nothing", None, "unspecified", "none_in_table", "mapped", None, None),
    ]
    assert read.notes == (
        (
            "columns: source from 'Source code', source_term from 'Source display', target from "
            "'Target code', target_term from 'Target display', relation from 'Relationship type "
            "code', status from 'Status', comment from 'Notes', no_map_flag from 'No map flag'; "
            "kept as they are: 'Ward'"
        ),
        "1 row with neither a target nor a no-map left out: nobody has mapped them yet",
    )


def test_a_file_of_usagi_is_read_in_its_words(tmp_path: Path) -> None:
    read = read_text(tmp_path, USAGI)
    columns = ("source", "target", "relation", "predicate", "no_map", "status", "frequency")
    assert rows_of(read, *columns) == [
        ("F1", "437663", "equivalent", None, None, "accepted", 120),
        ("F2", "437663", "source-is-narrower-than-target", None, None, "draft", 3),
        ("F3", "437663", "equivalent", "EQUIVALENT", None, "in_review", 1),
        ("F4", "437663", "not-related-to", None, None, "accepted", 1),
        ("F5", None, "unspecified", None, "none_in_table", "accepted", 1),
    ]
    people = ("author", "mapping_date", "reviewer", "review_date", "comment", "confidence")
    assert rows_of(read, *people)[:2] == [
        ("bob", "2025-12-31", "ann", "2026-01-01", "sure", None),
        ("auto", None, None, None, None, None),
    ]
    (first, second, flagged, *_) = (one for (one,) in rows_of(read, "extra"))
    assert first == '{"ADD_INFO:ward": "7", "mappingType": "MAPS_TO", "matchScore": "0.9"}'
    assert '"assignedReviewer": "cid"' in second
    assert '"mappingStatus": "FLAGGED"' in flagged
    assert "1 row with UNMATCHED beside a target, read as not related to it" in read.notes


def test_a_code_is_preferred_to_an_id_of_omop(tmp_path: Path) -> None:
    read = read_text(tmp_path, USAGI_REVIEW)
    assert rows_of(read, "target", "target_term") == [("386661006", "Fever")]
    assert '"targetConceptId": "437663"' in rows_of(read, "extra")[0][0]


def test_columns_are_chosen_where_no_heading_says_what_they_are(tmp_path: Path) -> None:
    table = "Local;Wording;Goal;Status\nF1;Fever;R50.9;approved\n"
    with pytest.raises(InputError, match="no column is known as the source code; it has Local, W"):
        read_text(tmp_path, table, kind="csv")
    chosen = {"source": "Local", "target": "goal", "source_term": "Wording"}
    read = read_text(tmp_path, table, columns=chosen)
    assert rows_of(read, "source", "source_term", "target", "status") == [
        ("F1", "Fever", "R50.9", "accepted")
    ]
    assert read.columns == chosen


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"sauce": "Local"}, "'sauce' is no column of a map; expected one of source, source_kind"),
        ({"source": "Lokal"}, "map.csv: has no column 'Lokal'; it has Local, Goal"),
    ],
)
def test_a_choice_that_is_not_there_is_refused(
    tmp_path: Path, chosen: dict[str, str], said: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_text(tmp_path, "Local,Goal\nF1,R50.9\n", columns=chosen)
    assert said in str(caught.value)


def test_columns_are_chosen_of_tables_only(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="columns are chosen of a map of kind csv or xlsx, not ss"):
        read_text(tmp_path, "a,b\n1,2\n", columns={"source": "a"}, kind="sssom")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("Source code,Target code,Status\nF1,R50,done\n", "column 'Status': 'done' is no status"),
        (
            "Source code,Target code,No map flag\nF1,R50,true\n",
            "map.csv:2, column 'No map flag': 'none_in_table' says that there is no target",
        ),
        ("Source code,Target code,No map flag\nF1,,maybe\n", "'maybe' is neither true nor false"),
        ("Source code,Target code,Frequency\nF1,R50,many\n", "'many' is not a count"),
        ("Source code,Target code,statusSetOn\nF1,R50,5 May\n", "'5 May' is not a date"),
        ("Source code,Source code,Target code\n", "the heading 'Source code' stands twice"),
        ("Source code,,Target code\nF1,,R50\n", "column 2 has no heading"),
        ("Source code,Target code\n,R50\n", "column 'Source code': '' is no code"),
        (
            "Source code,Target code\n900000000000207000,R50\n",
            "map.csv:2, column 'Source code': '900000000000207000' fails its check digit and ends",
        ),
        (
            "Source code,Target code\nF1,9.00000000000207E+17\n",
            "column 'Target code': '9.00000000000207E+17' is what a spreadsheet makes of a long",
        ),
        (
            "Source code,Target code,Rule\nF1,R50,TRUE\n",
            "column 'Rule': 'TRUE' is a rule, but the map does not say how its rows are read; add",
        ),
        (
            "Source code,Target code,Source release\nF1,R50,icd10/a\nF2,R50,icd10/b\n",
            "map.csv:3, column 'Source release': 'icd10/b' is not 'icd10/a', as further up",
        ),
        ("Source code,Target code,Source release\nF1,R50,icd\n", "release 'icd' is not <system>"),
    ],
)
def test_what_a_table_may_not_say_is_refused_by_its_place(
    tmp_path: Path, table: str, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_text(tmp_path, table)
    assert said in str(caught.value)


def test_codes_that_look_like_numbers_stay_as_they_are_typed(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Source code,Target code\n00123,1E30\n900000000000207008,2E1\n")
    assert rows_of(read, "source", "target") == [("00123", "1E30"), ("900000000000207008", "2E1")]


def test_an_unknown_relation_is_kept_and_told(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Source code,Target code,Relationship\nF1,R50,sort of\n")
    assert rows_of(read, "relation", "predicate") == [("unspecified", "sort of")]
    assert "1 row with a relation that is not known, kept in 'predicate'" in read.notes


def test_a_general_heading_is_not_taken_for_a_column_of_rf2(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Source code,Target code,Category,Module\nF1,R50,heart,7\n")
    assert rows_of(read, "category", "module") == [(None, None)]
    assert rows_of(read, "extra") == [('{"Category": "heart", "Module": "7"}',)]


@pytest.mark.parametrize("relation", list(MapRelation))
def test_a_relation_is_read_as_it_is_written(relation: MapRelation) -> None:
    assert read_relation(RELATION_CODES[relation]) == (relation, None)


@pytest.mark.parametrize("status", list(EntryStatus))
def test_a_status_is_read_as_it_is_written(status: EntryStatus) -> None:
    assert read_status(STATUS_CODES[status]) == (status, None)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("APPROVED", "accepted"),
        ("UNCHECKED", "draft"),
        ("AUTO_MAPPED", "draft"),
        ("AUTO_MAPPED_TO_1", "draft"),
        ("FLAGGED", "in_review"),
        ("INVALID_TARGET", "in_review"),
        ("IGNORED", "rejected"),
    ],
)
def test_every_status_of_usagi_is_known(word: str, status: str) -> None:
    assert read_status(word)[0] == status


def test_a_flag_has_no_reason() -> None:
    assert [read_no_map(word) for word in ("TRUE", "no", "", "high_level")] == [
        "none_in_table",
        None,
        None,
        "high_level",
    ]


_RISKY = st.sampled_from(
    ["=", "+", "-", "@", "\t", "\r", "\n", " =", "'", "''", "'=", "\uff1d", ""]
)


@given(_RISKY, st.text())
def test_a_guarded_cell_begins_no_formula_and_is_given_back(beginning: str, rest: str) -> None:
    text = beginning + rest
    assert unguarded(guarded(text)) == text
    assert guarded(text).lstrip()[:1] not in set("=+-@\uff1d\uff0b\uff0d\uff20")
    assert guarded(text)[:1] not in set("\t\r\n")
