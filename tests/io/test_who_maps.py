"""WHO's four tables, in our terms: whole expressions, stated gaps, and columns that never shift."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.io.samples import (
    BACK_FILE,
    BACK_ROWS,
    FOUNDATION_FILE,
    FOUNDATION_ROWS,
    MULTIPLE_FILE,
    MULTIPLE_ROWS,
    ONE_FILE,
    ONE_ROWS,
    back,
    foundation,
    laid_out,
    multiple,
    one,
)
from workbench.errors import InputError
from workbench.io.reading import MapRead, read_map
from workbench.mapping.schema import MAP_SCHEMA

FILES = {
    ONE_FILE: one(),
    MULTIPLE_FILE: multiple(),
    BACK_FILE: back(),
    FOUNDATION_FILE: foundation(),
}
MMS = "http://id.who.int/icd/release/11/2031-05/mms/"


def read(tmp_path: Path, name: str) -> MapRead:
    return read_map(laid_out(tmp_path, FILES) / name)


def rows_of(found: MapRead, *columns: str) -> list[tuple[Any, ...]]:
    return list(zip(*(found.table.column(name).to_pylist() for name in columns), strict=True))


@pytest.mark.parametrize(
    ("name", "kind", "source", "target"),
    [
        (ONE_FILE, "who-10to11-one", "icd10/who-2019", "icd11/2031-05"),
        (MULTIPLE_FILE, "who-10to11-multiple", "icd10/who-2019", "icd11/2031-05"),
        (BACK_FILE, "who-11to10", "icd11/2031-05", "icd10/who-2019"),
        (FOUNDATION_FILE, "who-foundation", "icd10/who-2019", "icd11/2031-05"),
    ],
)
def test_each_table_is_known_and_says_its_releases(
    tmp_path: Path, name: str, kind: str, source: str, target: str
) -> None:
    found = read(tmp_path, name)
    assert (found.kind, str(found.source_release), str(found.target_release)) == (
        kind,
        source,
        target,
    )
    assert found.table.schema.equals(MAP_SCHEMA)
    assert found.source == str(tmp_path / name)


def test_one_target_is_the_whole_expression_or_the_end_of_a_blocks_uri(tmp_path: Path) -> None:
    found = read(tmp_path, ONE_FILE)
    columns = ("source", "source_kind", "target", "target_kind", "target_chapter", "line")
    assert rows_of(found, *columns) == [
        ("A00-A09", "block", "2", "block", "01", 2),
        ("A00", "category", "1A00", "category", "01", 3),
        ("A00.1", "subcategory", "1A00&XA0001/1E30", "category", "01", 4),
        ("B99", "category", None, None, None, 5),
        ("I21", "category", "XA0001", "extension", "X", 6),
        ("IX", "chapter", "01", "chapter", "01", 7),
    ]


def test_no_mapping_is_a_statement_with_the_words_of_the_file(tmp_path: Path) -> None:
    for name, source in ((ONE_FILE, "B99"), (BACK_FILE, "1E30"), (FOUNDATION_FILE, "B99")):
        found = rows_of(read(tmp_path, name), "source", "target", "no_map", "no_map_text")
        assert [row for row in found if row[2]] == [(source, None, "none_in_table", "No Mapping")]


def test_the_alternatives_of_a_source_are_numbered_in_the_order_of_the_file(
    tmp_path: Path,
) -> None:
    found = read(tmp_path, MULTIPLE_FILE)
    columns = ("source", "target", "map_block", "map_group", "map_priority")
    assert rows_of(found, *columns) == [
        ("A00", "1A00.0", 1, 1, 1),
        ("A00", "1A00.Y", 1, 1, 2),
        ("I21", "2", 1, 1, 1),
        ("A00", "1E30", 1, 1, 3),
    ]


def test_back_answers_are_codes_blocks_chapters_or_none(tmp_path: Path) -> None:
    found = read(tmp_path, BACK_FILE)
    columns = ("source", "source_kind", "target", "target_kind", "source_uri", "target_uri")
    assert rows_of(found, *columns) == [
        ("01", "chapter", "I", "chapter", f"{MMS}1", None),
        ("2", "block", "A00-A09", "block", f"{MMS}2", None),
        ("1A00.0", "category", "A00.0", "subcategory", f"{MMS}4", None),
        ("1E30", "category", None, None, f"{MMS}6", None),
    ]


def test_the_foundation_table_does_not_shift_a_column(tmp_path: Path) -> None:
    found = read(tmp_path, FOUNDATION_FILE)
    columns = ("source", "source_term", "target", "target_term", "relation", "levels")
    assert rows_of(found, *columns) == [
        ("A00", "Marsh fever", "3", "Marsh fever", "equivalent", 0),
        ("A00.1", "Autumn fever", "3", "Marsh fever", "source-is-narrower-than-target", -1),
        ("B99", "Odd fever", None, None, "unspecified", -1),
    ]
    assert rows_of(found, "target_uri")[0] == ("http://id.who.int/icd/entity/3",)


def test_only_the_foundation_table_claims_a_relation(tmp_path: Path) -> None:
    for name in (ONE_FILE, MULTIPLE_FILE, BACK_FILE):
        assert set(read(tmp_path, name).table.column("relation").to_pylist()) == {"unspecified"}


def test_the_headings_of_either_table_are_read_in_either_spelling(tmp_path: Path) -> None:
    text = one().replace("Linearization (releaseURI)", "Linearization (release) URI")
    path = laid_out(tmp_path, {"renamed.txt": text}) / "renamed.txt"
    assert read_map(path).kind == "who-10to11-one"


def fault(tmp_path: Path, text: str) -> str:
    path = laid_out(tmp_path, {"t.txt": text}) / "t.txt"
    with pytest.raises(InputError) as refused:
        read_map(path)
    return str(refused.value)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "stem|1|A00|I|Fever|category|1|3|3|1A00|01|Fever",
            (
                "column '10ClassKind': 'stem' is no class; "
                "expected block, category, chapter, modifiedcategory"
            ),
        ),
        (
            "category|1|A0|I|Fever|category|1|3|3|1A00|01|Fever",
            (
                "column 'icd10Code': 'A0' is nothing of ICD-10; "
                "expected a code (A00.0), a block or a chapter (IX)"
            ),
        ),
        (
            "block|1|A00|I|Fever|category|1|3|3|1A00|01|Fever",
            "column 'icd10Code': 'A00' is no block of ICD-10",
        ),
        (
            "category|1|A00|Q|Fever|category|1|3|3|1A00|01|Fever",
            "column 'icd10Chapter': 'Q' is no chapter of ICD-10; expected I to XXII",
        ),
        (
            "category|1|A00|I|Fever|stem|1|3|3|1A00|01|Fever",
            "column '11ClassKind': 'stem' is no class; expected chapter, block or category",
        ),
        (
            "category|1|A00|I|Fever|category|1|none|3|1A00|01|Fever",
            (
                "column 'ICD-11 FoundationURI': 'none' is no URI of an ICD-11 entity; "
                "expected http://id.who.int/icd/…"
            ),
        ),
        (
            "category|1|A00|I|Fever|category|1|3|none|1A00|01|Fever",
            (
                "column 'Linearization (releaseURI)': 'none' is no URI of an ICD-11 entity; "
                "expected http://id.who.int/icd/…"
            ),
        ),
        (
            "category|1|A00|I|Fever|category|1|3|3||01|Fever",
            "column 'icd11Code': is empty; expected a code or cluster, which every category has",
        ),
        (
            "category|1|A00|I|Fever|block|1|3|3|1A00|01|Fever",
            "column 'icd11Code': '1A00' stands at a block, which has no code; expected nothing",
        ),
        (
            "category|1|A00|I|Fever|category|1|3|3|1A00&|01|Fever",
            (
                "column 'icd11Code': '1A00&' is no ICD-11 expression: '' is not a code; "
                "expected stems joined by '/' with extensions joined by '&' (BA41.0&XA7RE3)"
            ),
        ),
        (
            "category|1|A00|I|Fever|category|1|3|3|1A00|1|Fever",
            "column 'icd11Chapter': '1' is no chapter of ICD-11; expected 01 to 26, V or X",
        ),
        (
            "category|1|A00|I|Fever|||No Mapping||1A00||",
            "column 'icd11Code': '1A00' stands beside 'No Mapping'; expected nothing",
        ),
    ],
)
def test_a_field_that_cannot_be_right_is_named(tmp_path: Path, row: str, message: str) -> None:
    assert fault(tmp_path, one((ONE_ROWS[0], row))) == f"t.txt:3, {message}"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "Category|1|A00|I|Fever|3|Fever|Superclass|0",
            "column 'relation': 'Superclass' is no relation; expected Equivalent, Subclass",
        ),
        (
            "Category|1|A00|I|Fever|3|Fever|Subclass|1",
            "column 'levels': '1' is no number of levels; expected 0, -1, -2 or -3",
        ),
        (
            "Category|1|A00|I|Fever|3|Fever||0",
            "column 'relation': is empty beside a target; expected Equivalent or Subclass",
        ),
        (
            "Category|1|A00|I|Fever|No Mapping||Subclass|0",
            "column 'relation': 'Subclass' stands beside 'No Mapping'; expected nothing",
        ),
    ],
)
def test_a_field_of_the_foundation_table_that_cannot_be_right_is_named(
    tmp_path: Path, row: str, message: str
) -> None:
    assert fault(tmp_path, foundation((row,))) == f"t.txt:2, {message}"


def test_a_source_stands_once_where_each_has_one_target(tmp_path: Path) -> None:
    for text in (
        one((*ONE_ROWS, ONE_ROWS[1])),
        foundation((*FOUNDATION_ROWS, FOUNDATION_ROWS[0])),
    ):
        assert ", column 'icd10Code': 'A00' is there already; in WHO's table" in fault(
            tmp_path, text
        )
    assert fault(tmp_path, back((*BACK_ROWS, BACK_ROWS[2]))) == (
        "t.txt:6, column 'Linearization (release) URI': '1A00.0' is there already; in WHO's table "
        "from ICD-11 to one ICD-10 category it stands once"
    )


def test_alternatives_are_not_repeated_and_do_not_stand_beside_no_mapping(tmp_path: Path) -> None:
    assert fault(tmp_path, multiple((*MULTIPLE_ROWS, MULTIPLE_ROWS[0]))) == (
        "t.txt:6, column 'icd11Code': 'A00' has '1A00.0' already; expected another target"
    )
    no_map = "category|1|A00|I|Marsh fever|||No Mapping||||"
    assert fault(tmp_path, multiple((MULTIPLE_ROWS[0], no_map))) == (
        "t.txt:3, column 'icd11Code': 'A00' has both a target and 'No Mapping'"
    )


def test_a_uri_of_another_release_than_the_heading_is_refused(tmp_path: Path) -> None:
    text = one().replace("2031-05/mms/3\t1A00\t", "2030-01/mms/3\t1A00\t")
    assert fault(tmp_path, text) == (
        "t.txt:3, column 'Linearization (releaseURI)': "
        "'http://id.who.int/icd/release/11/2030-01/mms/3' is of release 2030-01; "
        "the rest of the table is of 2031-05"
    )


def test_without_a_date_among_the_headings_the_uris_say_the_release(tmp_path: Path) -> None:
    path = laid_out(tmp_path, {"t.txt": one().replace("\t2031-May-02", "", 1)}) / "t.txt"
    assert str(read_map(path).target_release) == "icd11/2031-05"


def test_where_nothing_says_the_release_it_is_not_known(tmp_path: Path) -> None:
    path = laid_out(tmp_path, {"t.txt": foundation().replace("\t2031-May-02", "", 1)}) / "t.txt"
    assert read_map(path).target_release is None


def test_a_table_cut_mid_row_is_told_by_its_first_missing_column(tmp_path: Path) -> None:
    text = one().partition("\tXA0001\tX")[0]
    assert fault(tmp_path, text) == (
        "t.txt:6, column 'icd11Code': row ends after 9 of 12 fields; the file looks cut short"
    )
