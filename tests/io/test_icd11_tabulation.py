"""The ICD-11 tabulation: a hierarchy out of dashes, and every way a row can contradict it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.io.samples import (
    TABULATION_FILE,
    TABULATION_HEADER,
    TABULATION_ROWS,
    laid_out,
    tabulation,
)
from workbench.core.codes import parse_release
from workbench.errors import InputError
from workbench.io.reading import GraphRead, read_graph

URI = "http://id.who.int/icd/release/11/mms/"


@pytest.fixture
def icd11(tmp_path: Path) -> GraphRead:
    return read_graph(laid_out(tmp_path, {TABULATION_FILE: tabulation()}) / TABULATION_FILE)


def nodes_of(read: GraphRead, *columns: str) -> list[tuple[object, ...]]:
    return list(zip(*(read.nodes.column(name).to_pylist() for name in columns), strict=True))


def column_of(read: GraphRead, name: str) -> dict[str, str | None]:
    """Give a column by code."""
    codes, values = (read.nodes.column(column).to_pylist() for column in ("code", name))
    return dict(zip(codes, values, strict=True))


def test_nodes_are_called_by_chapter_block_end_of_uri_or_code(icd11: GraphRead) -> None:
    assert nodes_of(icd11, "code", "term", "kind") == [
        ("01", "Gut chapter", "chapter"),
        ("BlockL1-1A0", "Fevers", "block"),
        ("1A00", "Marsh fever", "category"),
        ("1A00.0", "Marsh - in spring", "category"),
        ("1A00.Y", "Marsh fever, else", "category"),
        ("1A00.Z", "Marsh fever, untold", "category"),
        ("5", "Nameless block", "block"),
        ("1E30", "Fever - or chill", "category"),
        ("1E3Y", "Fever of the letter Y", "category"),
        ("X", "Extensions", "chapter"),
        ("XA0001", "Left marsh", "extension"),
    ]


def test_a_row_is_the_child_of_the_last_row_with_one_dash_less(icd11: GraphRead) -> None:
    assert [tuple(edge.values()) for edge in icd11.edges.to_pylist()] == [
        ("BlockL1-1A0", "01"),
        ("1A00", "BlockL1-1A0"),
        ("1A00.0", "1A00"),
        ("1A00.Y", "1A00"),
        ("1A00.Z", "1A00"),
        ("5", "01"),
        ("1E30", "5"),
        ("1E3Y", "5"),
        ("XA0001", "X"),
    ]


def test_residuals_are_told_by_the_uri_and_never_by_the_last_letter(icd11: GraphRead) -> None:
    residuals = column_of(icd11, "residual_kind")
    assert {code: kind for code, kind in residuals.items() if kind} == {
        "1A00.Y": "other",
        "1A00.Z": "unspecified",
    }


def test_the_uri_is_the_linearization_as_written(icd11: GraphRead) -> None:
    uris = column_of(icd11, "uri")
    assert uris["1A00.Y"] == f"{URI}3/other"
    assert uris["5"] == f"{URI}5"


def test_the_browser_link_is_nowhere_in_the_result(icd11: GraphRead) -> None:
    assert "example.org" not in str(icd11.nodes.to_pylist())
    assert "hyperlink" not in str(icd11.nodes.to_pylist())


def test_the_release_is_the_month_of_the_last_heading(icd11: GraphRead) -> None:
    assert (icd11.kind, str(icd11.release)) == ("icd11", "icd11/2031-05")


def test_without_a_date_among_the_headings_the_release_must_be_given(tmp_path: Path) -> None:
    text = tabulation().replace("\tVersion:2031 May 02 - 10:00 UTC\r\n", "\r\n", 1)
    path = laid_out(tmp_path, {"t.txt": text}) / "t.txt"
    with pytest.raises(InputError, match=r"^t\.txt:1: the last heading 'Grouping5' is no release"):
        read_graph(path)
    assert str(read_graph(path, release=parse_release("icd11/mine")).release) == "icd11/mine"


def fault(tmp_path: Path, rows: tuple[str, ...]) -> str:
    path = laid_out(tmp_path, {"t.txt": tabulation(rows)}) / "t.txt"
    with pytest.raises(InputError) as refused:
        read_graph(path)
    return str(refused.value)


MARSH = "3|1A00||- - Marsh fever|category|1|False|01|False"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "3|1A00||- - Marsh fever|stem|1|False|01|False",
            "column 'ClassKind': 'stem' is no class; expected chapter, block or category",
        ),
        (
            "3|1A00||- - - Marsh fever|category|1|False|01|False",
            (
                "column 'Title': '- - - Marsh fever' has 3 dashes and the row above 1; "
                "a child has one more than its parent: a row is missing between them"
            ),
        ),
        (
            "3|1A00||Marsh fever|category|1|False|01|False",
            (
                "column 'Title': 'Marsh fever' of class category has 0 dashes; expected a dash for "
                "each level above it"
            ),
        ),
        (
            "3|||- - Marsh fever|chapter|1|False|01|False",
            "column 'Title': '- - Marsh fever' of class chapter has 2 dashes; expected no dash",
        ),
        (
            "3|1A00||- - Marsh fever|category|2|False|01|False",
            "column 'DepthInKind': '2' disagrees with the 2 dashes of the title; expected 1",
        ),
        (
            "3|1A00||- - Marsh fever|category|1|False|02|False",
            "column 'ChapterNo': '02' is not 01, the chapter this row stands in",
        ),
        (
            "3|||- - Marsh fever|category|1|False|01|False",
            "column 'Code': is empty; expected a code, which every category has",
        ),
        (
            "3|1a00||- - Marsh fever|category|1|False|01|False",
            (
                "column 'Code': '1a00' is no ICD-11 expression: '1a00' is not a code; "
                "expected stems joined by '/' with extensions joined by '&' (BA41.0&XA7RE3)"
            ),
        ),
        (
            "3|1A00&XA0001||- - Marsh fever|category|1|False|01|False",
            "column 'Code': '1A00&XA0001' is several codes; expected one",
        ),
        (
            "3|1A00|B|- - Marsh fever|block|2|False|01|False",
            "column 'Code': '1A00' stands at a block, which has no code; expected nothing",
        ),
        (
            "3|1A00||- - |category|1|False|01|False",
            "column 'Title': '- - ' holds no title after its dashes",
        ),
        (
            "x|1A00||- - Marsh fever|category|1|False|01|False",
            (
                f"column 'Linearization URI': '{URI}x' is no URI of an ICD-11 entity; "
                "expected http://id.who.int/icd/…"
            ),
        ),
        (
            "3|1A00||- - Marsh fever|category|1|no|01|False",
            "column 'IsResidual': 'no' is not True or False",
        ),
        (
            "3|1A00||- - Marsh fever|category|1|True|01|False",
            (
                "column 'IsResidual': 'True', but the URI ends in neither /other nor /unspecified: "
                f"{URI}3"
            ),
        ),
        (
            "2|1A00||- - Marsh fever|category|1|False|01|False",
            f"column 'Linearization URI': '{URI}2' is there already, on line 3",
        ),
    ],
)
def test_a_field_that_cannot_be_right_is_named(tmp_path: Path, row: str, message: str) -> None:
    rows = tuple(row if given == MARSH else given for given in TABULATION_ROWS)
    assert fault(tmp_path, rows) == f"t.txt:4, {message}"


def test_a_code_that_stands_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    rows = tuple(row.replace("1E3Y", "1A00.0") for row in TABULATION_ROWS)
    assert fault(tmp_path, rows) == "t.txt:10, column 'Code': '1A00.0' is there already, on line 5"


def test_a_leaf_with_a_child_is_refused(tmp_path: Path) -> None:
    rows = tuple(
        row.replace("01|False", "01|True") if row == MARSH else row for row in TABULATION_ROWS
    )
    assert (
        fault(tmp_path, rows) == "t.txt:4, column 'isLeaf': 'True' for '1A00', but a child follows"
    )


def test_a_parent_without_a_child_is_refused(tmp_path: Path) -> None:
    rows = (*TABULATION_ROWS[:3], *TABULATION_ROWS[6:])
    assert fault(tmp_path, rows) == (
        "t.txt:4, column 'isLeaf': 'False' for '1A00', but no child follows"
    )


def test_a_leaf_flag_that_is_none_is_refused(tmp_path: Path) -> None:
    rows = (
        *TABULATION_ROWS[:3],
        TABULATION_ROWS[3].replace("01|True", "01|yes"),
        *TABULATION_ROWS[4:],
    )
    assert fault(tmp_path, rows) == "t.txt:5, column 'isLeaf': 'yes' is not True or False"


def test_a_chapter_that_is_none_is_refused(tmp_path: Path) -> None:
    rows = (TABULATION_ROWS[0].replace("01", "1"), *TABULATION_ROWS[1:])
    assert fault(tmp_path, rows) == (
        "t.txt:2, column 'ChapterNo': '1' is no chapter; expected 01 to 26, V or X"
    )


def test_a_file_cut_at_a_rows_end_is_told_by_its_last_chapter_or_leaf_flag(tmp_path: Path) -> None:
    assert fault(tmp_path, TABULATION_ROWS[:9]) == (
        "t.txt: ends in chapter '01'; the tabulation ends in chapter X (extension codes): "
        "the file looks cut short"
    )
    assert fault(tmp_path, TABULATION_ROWS[:10]) == (
        "t.txt:11, column 'isLeaf': 'False' for 'X', but no child follows; the file looks cut short"
    )


def test_a_file_cut_inside_a_quoted_title_is_told_by_line_and_column(tmp_path: Path) -> None:
    text = tabulation().partition("h fever, else")[0]
    path = laid_out(tmp_path, {"t.txt": text}) / "t.txt"
    with pytest.raises(InputError) as refused:
        read_graph(path)
    assert str(refused.value) == (
        "t.txt:6, column 'Title': a quotation mark is opened and never closed; "
        "the file looks cut short"
    )


def test_a_file_cut_between_fields_is_told_by_its_first_missing_column(tmp_path: Path) -> None:
    text = tabulation().partition('\t"- - - Marsh fever, else')[0]
    path = laid_out(tmp_path, {"t.txt": text}) / "t.txt"
    with pytest.raises(InputError) as refused:
        read_graph(path)
    assert str(refused.value) == (
        "t.txt:6, column 'Title': row ends after 4 of 17 fields; the file looks cut short"
    )


def test_a_header_without_a_needed_heading_is_refused(tmp_path: Path) -> None:
    text = TABULATION_HEADER.replace("\tCode\t", "\tKode\t")
    path = laid_out(tmp_path, {"t.txt": f"{text}{tabulation().partition(chr(10))[2]}"}) / "t.txt"
    with pytest.raises(InputError, match=r"^t\.txt:1, column 'Code': is missing; the ICD-11"):
        read_graph(path)
