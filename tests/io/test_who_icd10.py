"""WHO's ICD-10 text tables: the hierarchy they hold, and every way a row can contradict itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.io.samples import (
    BLOCKS,
    BLOCKS_FILE,
    CHAPTERS,
    CHAPTERS_FILE,
    CODE_ROWS,
    CODES_FILE,
    codes,
    icd10_files,
    laid_out,
    zipped,
)
from workbench.core.codes import parse_release
from workbench.errors import InputError
from workbench.graph.schema import EDGE_SCHEMA, NODE_SCHEMA
from workbench.io.reading import GraphRead, read_graph


@pytest.fixture
def icd10(tmp_path: Path) -> GraphRead:
    return read_graph(laid_out(tmp_path / "in", icd10_files()) / CODES_FILE)


def nodes_of(read: GraphRead) -> list[tuple[object, ...]]:
    columns = ("code", "term", "kind", "mark")
    return list(zip(*(read.nodes.column(name).to_pylist() for name in columns), strict=True))


def test_chapters_blocks_and_codes_become_nodes_in_their_printed_form(icd10: GraphRead) -> None:
    assert nodes_of(icd10) == [
        ("I", "Invented infections", "chapter", None),
        ("IX", "Invented hearts", "chapter", None),
        ("A00-A09", "Gut fevers", "block", None),
        ("B99-B99", "Odd fevers", "block", None),
        ("I20-I25", "Heart pains", "block", None),
        ("A00", "Marsh fever", "category", None),
        ("A00.0", "Marsh fever of spring", "subcategory", None),
        ("A00.1", "Marsh fever of autumn", "subcategory", None),
        ("A00.10", "Marsh fever of autumn, early", "subcategory", None),
        ("A05", "Fever in diseases told elsewhere", "category", "*"),
        ("B99", "Fever of another kind", "category", None),
        ("I21", "Heart pain in diseases told elsewhere", "category", "*"),
        ("I21.0", "Heart pain of the front", "subcategory", "*"),
    ]


def test_each_node_hangs_from_the_narrowest_above_it(icd10: GraphRead) -> None:
    assert [tuple(edge.values()) for edge in icd10.edges.to_pylist()] == [
        ("A00-A09", "I"),
        ("B99-B99", "I"),
        ("I20-I25", "IX"),
        ("A00", "A00-A09"),
        ("A00.0", "A00"),
        ("A00.1", "A00"),
        ("A00.10", "A00.1"),
        ("A05", "A00-A09"),
        ("B99", "B99-B99"),
        ("I21", "I20-I25"),
        ("I21.0", "I21"),
    ]


def test_the_tables_have_the_schemas_and_nothing_is_guessed(icd10: GraphRead) -> None:
    assert icd10.nodes.schema.equals(NODE_SCHEMA)
    assert icd10.edges.schema.equals(EDGE_SCHEMA)
    assert set(icd10.nodes.column("active").to_pylist()) == {True}
    assert set(icd10.nodes.column("residual_kind").to_pylist()) == {None}


def test_the_release_is_of_the_year_in_the_name(icd10: GraphRead) -> None:
    assert icd10.kind == "who-icd10"
    assert str(icd10.release) == "icd10/who-1999"


def test_another_edition_may_be_stated_and_another_system_may_not(tmp_path: Path) -> None:
    folder = laid_out(tmp_path, icd10_files())
    assert str(read_graph(folder, release=parse_release("icd10/mine")).release) == "icd10/mine"
    with pytest.raises(InputError, match=r"release 'icd11/mine' is not one of ICD-10"):
        read_graph(folder, release=parse_release("icd11/mine"))


def test_a_name_without_a_year_needs_the_release(tmp_path: Path) -> None:
    files = {"my_codes.txt": codes(), "my_groups.txt": BLOCKS, "my_chapters.txt": CHAPTERS}
    folder = laid_out(tmp_path, files)
    with pytest.raises(InputError, match=r"^my_codes\.txt: its name holds no year"):
        read_graph(folder / "my_codes.txt")
    read = read_graph(folder / "my_codes.txt", release=parse_release("icd10/mine"))
    assert str(read.release) == "icd10/mine"


def test_file_folder_and_zip_read_alike(tmp_path: Path, icd10: GraphRead) -> None:
    by_folder = read_graph(tmp_path / "in")
    deep = {f"in/deep/{name}": text for name, text in icd10_files().items()}
    by_zip = read_graph(zipped(tmp_path / "r.zip", deep))
    assert by_folder.nodes.equals(icd10.nodes)
    assert by_zip.edges.equals(icd10.edges)
    assert by_zip.source == str(tmp_path / "r.zip")
    assert by_folder.sha256 == by_zip.sha256 == icd10.sha256


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        (BLOCKS_FILE, f"needs the table of blocks, {BLOCKS_FILE}, beside it; it is not there"),
        (
            CHAPTERS_FILE,
            f"needs the table of chapters, {CHAPTERS_FILE}, beside it; it is not there",
        ),
    ],
)
@pytest.mark.parametrize("form", ["file", "folder", "zip"])
def test_a_missing_table_is_named(tmp_path: Path, missing: str, message: str, form: str) -> None:
    files = {name: text for name, text in icd10_files().items() if name != missing}
    folder = laid_out(tmp_path / "in", files)
    forms: dict[str, Callable[[], Path]] = {
        "file": lambda: folder / CODES_FILE,
        "folder": lambda: folder,
        "zip": lambda: zipped(tmp_path / "r.zip", files),
    }
    with pytest.raises(InputError) as refused:
        read_graph(forms[form]())
    assert str(refused.value) == f"{CODES_FILE}: {message}"


def test_the_table_of_blocks_given_alone_points_to_the_codes(tmp_path: Path) -> None:
    folder = laid_out(tmp_path, icd10_files())
    with pytest.raises(InputError) as refused:
        read_graph(folder / BLOCKS_FILE)
    assert str(refused.value) == (
        f"{BLOCKS_FILE}: is a part of the WHO ICD-10 text tables, whose table of codes is the one "
        "to give, not a graph"
    )


def fault_of_codes(tmp_path: Path, rows: tuple[str, ...]) -> str:
    files = {**icd10_files(), CODES_FILE: codes(rows)}
    with pytest.raises(InputError) as refused:
        read_graph(laid_out(tmp_path, files) / CODES_FILE)
    return str(refused.value)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "6;T;X;01;A00;A00.0;A00.0;A000;Fever",
            "column 'level': '6' is not what belongs here; expected 3, 4 or 5",
        ),
        (
            "4;Y;X;01;A00;A00.0;A00.0;A000;Fever",
            "column 'terminal': 'Y' is not what belongs here; expected T (terminal) or N",
        ),
        (
            "4;T;Z;01;A00;A00.0;A00.0;A000;Fever",
            (
                "column 'listed': 'Z' is not what belongs here; "
                "expected X (listed) or S (from a subdivision)"
            ),
        ),
        (
            "4;T;X;23;A00;A00.0;A00.0;A000;Fever",
            "column 'chapter': '23' is not what belongs here; expected a chapter, 01 to 22",
        ),
        (
            "4;T;X;01;A01;A00.0;A00.0;A000;Fever",
            (
                "column 'block': 'A01' is not what belongs here; "
                "expected the first category of a block in the table of blocks"
            ),
        ),
        (
            "4;T;X;01;A00;A00,0;A00.0;A000;Fever",
            (
                "column 'printed code': 'A00,0' is not what belongs here; "
                "expected a code as printed, such as A00.-, A00.0 or D63.0*"
            ),
        ),
        (
            "4;T;X;01;A00;A00.0;A00;A000;Fever",
            "column 'dotted code': 'A00' is no code of 4 characters, the level of this row",
        ),
        (
            "4;T;X;01;A00;A00.0;A00.0;A001;Fever",
            "column 'undotted code': 'A001' is not the dotted code 'A00.0' without its dot",
        ),
        (
            "4;T;X;01;A00;A00.2;A00.0;A000;Fever",
            "column 'printed code': 'A00.2' is not how 'A00.0' is printed",
        ),
        (
            "4;T;X;01;A00;A00.0-;A00.0;A000;Fever",
            (
                "column 'printed code': 'A00.0-' disagrees with the terminal flag T; "
                "expected it without '-'"
            ),
        ),
        (
            "4;N;X;01;A00;A00.0;A00.0;A000;Fever",
            (
                "column 'printed code': 'A00.0' disagrees with the terminal flag N; "
                "expected it with '-', being not terminal"
            ),
        ),
        (
            "4;T;X;01;A00;A00.0;A00.0;A000; ",
            "column 'title': ' ' is not what belongs here; expected a title",
        ),
        (
            "4;T;X;01;B99;A00.0;A00.0;A000;Fever",
            "column 'dotted code': 'A00.0' does not lie in its block B99-B99",
        ),
        (
            "4;T;X;09;A00;A00.0;A00.0;A000;Fever",
            "column 'chapter': '09' is not 01, the chapter of its block A00-A09",
        ),
    ],
)
def test_a_field_that_cannot_be_right_is_named(tmp_path: Path, row: str, message: str) -> None:
    rows = (CODE_ROWS[0], row, *CODE_ROWS[2:])
    assert fault_of_codes(tmp_path, rows) == f"{CODES_FILE}:2, {message}"


def test_a_code_that_stands_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    rows = (*CODE_ROWS[:2], CODE_ROWS[1], *CODE_ROWS[2:])
    assert fault_of_codes(tmp_path, rows) == (
        f"{CODES_FILE}:3, column 'dotted code': 'A00.0' is there already, on line 2"
    )


def test_a_missing_parent_is_named(tmp_path: Path) -> None:
    assert fault_of_codes(tmp_path, CODE_ROWS[1:]) == (
        f"{CODES_FILE}:1, column 'dotted code': the category 'A00' that 'A00.0' lies under is not "
        "in the file"
    )


def test_a_subdivided_code_without_subdivisions_is_refused(tmp_path: Path) -> None:
    rows = (*CODE_ROWS[:3], *CODE_ROWS[4:])
    assert fault_of_codes(tmp_path, rows) == (
        f"{CODES_FILE}:3, column 'terminal': 'N' says that 'A00.1' is subdivided, but no "
        "subdivision follows"
    )


def test_a_terminal_code_with_subdivisions_is_refused(tmp_path: Path) -> None:
    rows = ("3;T;X;01;A00;A00;A00;A00;Marsh fever", *CODE_ROWS[1:])
    assert fault_of_codes(tmp_path, rows) == (
        f"{CODES_FILE}:1, column 'terminal': 'T' says that 'A00' is terminal, but subdivisions "
        "follow"
    )


def test_a_file_cut_at_a_rows_end_is_told_by_the_block_left_empty(tmp_path: Path) -> None:
    assert fault_of_codes(tmp_path, CODE_ROWS[:6]) == (
        f"{CODES_FILE}: no code lies in block 'I20-I25'; the file looks cut short"
    )


def test_a_file_cut_below_a_category_is_told_by_that_category(tmp_path: Path) -> None:
    assert fault_of_codes(tmp_path, CODE_ROWS[:7]) == (
        f"{CODES_FILE}:7, column 'terminal': 'N' says that 'I21' is subdivided, but no "
        "subdivision follows; the file looks cut short"
    )


@pytest.mark.parametrize(
    ("blocks", "message"),
    [
        ("A0;A09;01;x", "1, column 'first': 'A0' is no category; expected one such as A00"),
        ("A00;09;01;x", "1, column 'last': '09' is no category; expected one such as A00"),
        ("A09;A00;01;x", "1, column 'last': 'A00' comes before the block's first category 'A09'"),
        ("A00;A09;02;x", "1, column 'chapter': '02' is not in the table of chapters"),
        ("A00;A09;01;", "1, column 'title': is empty; expected a title"),
        (
            "A00;A09;01;x\r\nA00;A04;01;y",
            "2, column 'first': a block beginning with 'A00' is there twice; expected it once",
        ),
    ],
)
def test_a_fault_in_the_table_of_blocks_is_named(tmp_path: Path, blocks: str, message: str) -> None:
    folder = laid_out(tmp_path, {**icd10_files(), BLOCKS_FILE: f"{blocks}\r\n"})
    with pytest.raises(InputError) as refused:
        read_graph(folder)
    assert str(refused.value) == f"{BLOCKS_FILE}:{message}"


def test_a_chapter_without_a_block_is_refused(tmp_path: Path) -> None:
    files = {
        **icd10_files(),
        BLOCKS_FILE: BLOCKS.partition("I20")[0],
        CODES_FILE: codes(CODE_ROWS[:6]),
    }
    with pytest.raises(InputError) as refused:
        read_graph(laid_out(tmp_path, files))
    assert str(refused.value) == (
        f"{BLOCKS_FILE}: no block lies in chapter '09'; the file looks cut short"
    )


@pytest.mark.parametrize(
    ("chapters", "message"),
    [
        ("1;Infections", "1, column 'chapter': '1' is no chapter; expected 01 to 22"),
        ("23;Others", "1, column 'chapter': '23' is no chapter; expected 01 to 22"),
        ("01;x\r\n01;y", "2, column 'chapter': chapter '01' is there twice; expected it once"),
        ("01;", "1, column 'title': is empty; expected a title"),
    ],
)
def test_a_fault_in_the_table_of_chapters_is_named(
    tmp_path: Path, chapters: str, message: str
) -> None:
    folder = laid_out(tmp_path, {**icd10_files(), CHAPTERS_FILE: f"{chapters}\r\n"})
    with pytest.raises(InputError) as refused:
        read_graph(folder)
    assert str(refused.value) == f"{CHAPTERS_FILE}:{message}"
