"""UK Biobank's codings 19 and 240: the tree they hold, and every way a row can contradict it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.io.samples import CODES_FILE, icd10_files, laid_out, zipped
from workbench.core.codes import parse_release
from workbench.errors import GraphStructureError, InputError
from workbench.graph.build import build_graph
from workbench.io.reading import GraphRead, read_graph

HEADER: Final = "coding\tmeaning\tnode_id\tparent_id\tselectable\n"

#: coding | meaning | node_id | parent_id | selectable, in the order of the codings as UK Biobank
#: has them; no row is a copy of a real one.
ICD10: Final = (
    "A00|A00 Marsh fever|50|30|N",
    "A000|A00.0 Marsh fever of spring|60|50|N",
    "A0001|A00.01 Marsh fever of spring, late |70|60|Y",
    "Block_A00-A09|A00-A09 Gut fevers|30|10|N",
    "Block_M30-M36|M30-M36 Empty pains|45|40|Y",
    "Block_M45-M49|M45-M49 Back pains|40|25|N",
    "Chapter_I|Chapter_I Infections|10|0|N",
    "Chapter_IX|Chapter_IX Hearts|20|0|N",
    "Chapter_V|Chapter_V Minds|25|0|N",
    "I21|I21 Heart pain|80|20|N",
    "I21X|I21.X Heart pain, presumed|90|80|Y",
    "M45X0|M45.X0 Back pain, many places|100|40|Y",
    "M49|M49 Back pain told elsewhere|110|40|Y",
)
OPCS4: Final = (
    "Chapter E|Chapter E - Breath|1|0|N",
    "Chapter X|Chapter X - Other things|2|0|N",
    "E45|E45 Code deleted|3|1|Y",
    "E46|E46 Mending of a breath|9|1|N",
    "E461|E46.11 Mending of a breath - by hand|4|9|Y",
    "E462|E4.62 Mending of a breath (Retired in OPCS4.4)|5|9|Y",
    "E463|E46.3 Mending of a breath (OPCS4.4)|6|9|Y",
    "X63|X63 Category retired - refer to introduction|7|2|N",
    "X633|X63.3 A volume told (OPCS4.4)|11|7|Y",
    "X997|X99.7 Done, without a code|8|2|Y",
)


def coding(rows: Sequence[str]) -> str:
    """Give a coding from its rows, without a last line break as coding 240 is published."""
    return HEADER + "\n".join(row.replace("|", "\t") for row in rows)


def read(tmp_path: Path, rows: Sequence[str]) -> GraphRead:
    return read_graph(laid_out(tmp_path, {"c.tsv": coding(rows)}) / "c.tsv")


def replaced(rows: Sequence[str], number: int, row: str) -> tuple[str, ...]:
    """Give `rows` with another one in place `number`, counted from 0."""
    return (*rows[:number], row, *rows[number + 1 :])


def fault(tmp_path: Path, rows: Sequence[str]) -> str:
    with pytest.raises(InputError) as refused:
        read(tmp_path, rows)
    return str(refused.value)


def nodes_of(graph: GraphRead) -> list[tuple[str, str, str]]:
    columns = (graph.nodes.column(name).to_pylist() for name in ("code", "term", "kind"))
    return list(zip(*columns, strict=True))


def test_icd10_codes_are_printed_and_chapters_stand_in_their_order(tmp_path: Path) -> None:
    graph = read(tmp_path, ICD10)
    assert (graph.kind, str(graph.release)) == ("ukb-coding", "icd10/ukb-19")
    assert nodes_of(graph) == [
        ("I", "Infections", "chapter"),
        ("V", "Minds", "chapter"),
        ("IX", "Hearts", "chapter"),
        ("A00-A09", "Gut fevers", "block"),
        ("M30-M36", "Empty pains", "block"),
        ("M45-M49", "Back pains", "block"),
        ("A00", "Marsh fever", "category"),
        ("A00.0", "Marsh fever of spring", "subcategory"),
        ("A00.01", "Marsh fever of spring, late", "subcategory"),
        ("I21", "Heart pain", "category"),
        ("I21.X", "Heart pain, presumed", "subcategory"),
        ("M45.X0", "Back pain, many places", "subcategory"),
        ("M49", "Back pain told elsewhere", "category"),
    ]


def test_the_parents_are_those_of_the_file_and_none_is_made_up(tmp_path: Path) -> None:
    graph = read(tmp_path, ICD10)
    parents = {edge["child"]: edge["parent"] for edge in graph.edges.to_pylist()}
    assert parents == {
        "A00-A09": "I",
        "M30-M36": "M45-M49",
        "M45-M49": "V",
        "A00": "A00-A09",
        "A00.0": "A00",
        "A00.01": "A00.0",
        "I21": "IX",
        "I21.X": "I21",
        "M45.X0": "M45-M49",
        "M49": "M45-M49",
    }


def test_opcs4_terms_lose_their_code_even_where_it_is_misspelled(tmp_path: Path) -> None:
    graph = read(tmp_path, OPCS4)
    assert str(graph.release) == "opcs4/4.9"
    assert nodes_of(graph) == [
        ("E", "Breath", "chapter"),
        ("X", "Other things", "chapter"),
        ("E45", "Code deleted", "category"),
        ("E46", "Mending of a breath", "category"),
        ("E46.1", "Mending of a breath - by hand", "subcategory"),
        ("E46.2", "Mending of a breath (Retired in OPCS4.4)", "subcategory"),
        ("E46.3", "Mending of a breath (OPCS4.4)", "subcategory"),
        ("X63", "Category retired - refer to introduction", "category"),
        ("X63.3", "A volume told (OPCS4.4)", "subcategory"),
        ("X99.7", "Done, without a code", "subcategory"),
    ]
    assert {"child": "X99.7", "parent": "X"} in graph.edges.to_pylist()


def test_a_code_is_retired_where_its_meaning_or_its_categorys_says_so_and_nowhere_else(
    tmp_path: Path,
) -> None:
    opcs4 = read(tmp_path, OPCS4)
    active = dict(
        zip(*(opcs4.nodes.column(n).to_pylist() for n in ("code", "active")), strict=True)
    )
    assert [code for code, is_active in active.items() if not is_active] == [
        *("E45", "E46.2", "X63", "X63.3"),
    ]
    assert set(read(tmp_path, ICD10).nodes.column("active").to_pylist()) == {True}


def test_what_is_active_and_terminal_may_be_the_code_of_a_record(tmp_path: Path) -> None:
    read_rows = read(tmp_path, OPCS4)
    graph = build_graph(read_rows.nodes, read_rows.edges, release=read_rows.release)
    shown = {row["code"]: row["assignable"] for row in graph.concepts.to_pylist()}
    assert [code for code, fits in shown.items() if fits] == ["E46.1", "E46.3", "X99.7"]


def test_another_edition_may_be_stated_and_another_system_may_not(tmp_path: Path) -> None:
    path = laid_out(tmp_path, {"c.tsv": coding(OPCS4)}) / "c.tsv"
    assert str(read_graph(path, release=parse_release("opcs4/mine")).release) == "opcs4/mine"
    with pytest.raises(InputError, match=r"^c\.tsv: release 'icd10/mine' is not one of OPCS-4"):
        read_graph(path, release=parse_release("icd10/mine"))


def test_line_ends_columns_and_packing_make_no_difference(tmp_path: Path) -> None:
    plain = read(tmp_path / "plain", ICD10)
    text = coding(ICD10).replace("\n", "\r\n") + "\r\n"
    windows = read_graph(laid_out(tmp_path / "crlf", {"c.tsv": "\ufeff" + text}) / "c.tsv")
    lines = [line.split("\t") for line in coding(ICD10).split("\n")]
    turned = "".join("\t".join(reversed(line)) + "\n" for line in lines)
    backwards = read_graph(zipped(tmp_path / "c.zip", {"deep/c.tsv": turned}))
    assert windows.nodes.equals(plain.nodes)
    assert backwards.nodes.equals(plain.nodes)
    assert backwards.edges.equals(plain.edges)


def test_a_folder_that_holds_whos_tables_too_lists_both_and_takes_one_by_kind(
    tmp_path: Path,
) -> None:
    folder = laid_out(tmp_path / "icd10", {**icd10_files(), "coding19.tsv": coding(ICD10)})
    with pytest.raises(InputError) as refused:
        read_graph(folder)
    assert str(refused.value) == (
        f"icd10: holds several graphs: coding19.tsv (ukb-coding), {CODES_FILE} (who-icd10); "
        "give one of them, or its kind (--kind)"
    )
    assert str(read_graph(folder, kind="ukb-coding").release) == "icd10/ukb-19"
    assert str(read_graph(folder, kind="who-icd10").release) == "icd10/who-1999"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "A0|A0 Fever|50|30|N",
            (
                "coding': 'A0' is nothing of ICD-10; expected Chapter_I to Chapter_XXII, "
                "Block_A00-A09, A00 or A000"
            ),
        ),
        ("Chapter_XXIII|Chapter_XXIII More|50|0|N", "coding': 'Chapter_XXIII' is nothing of ICD"),
        ("Block_A09-A00|A09-A00 Fevers|50|10|N", "coding': 'Block_A09-A00' is nothing of ICD-10"),
        ("A000|A00.0 Fever|50|30|N", "coding': 'A000' is there already, on line 2"),
        ("A00|A00 Fever||30|N", "node_id': '' is no number of a node; expected one from 1"),
        ("A00|A00 Fever|5e1|30|N", "node_id': '5e1' is no number of a node; expected one from 1"),
        (
            "A00|A00 Fever|60|30|N",
            "node_id': '60' is there already, on line 2; expected a number of its own",
        ),
        (
            "A00|A00 Fever|50|0|N",
            (
                "parent_id': '0' is no parent of the category 'A00'; expected the node_id of "
                "another row"
            ),
        ),
        ("Chapter_II|Chapter_II x|50|30|N", "parent_id': '30' is no parent of the chapter 'II'; "),
        ("A00|A00 Fever|50|30|yes", "selectable': 'yes' is not Y or N"),
        (
            "A00|A01 Fever|50|30|N",
            "meaning': 'A01 Fever' does not begin with the code 'A00' and go on with a title",
        ),
        ("A00|A00.0 Fever|50|30|N", "meaning': 'A00.0 Fever' does not begin with the code 'A00'"),
        ("A00|A00 |50|30|N", "meaning': 'A00 ' does not begin with the code 'A00' and go on with"),
        ("A00||50|30|N", "meaning': '' does not begin with the code 'A00' and go on with"),
    ],
)
def test_a_field_that_cannot_be_right_is_named(tmp_path: Path, row: str, message: str) -> None:
    rows = (ICD10[1], row, *ICD10[2:])
    assert fault(tmp_path, rows).startswith(f"c.tsv:3, column '{message}")


@pytest.mark.parametrize("odd", ["Chapter I", "Chapter 1", "A0000", "A00X"])
def test_what_is_no_code_of_opcs4_is_named(tmp_path: Path, odd: str) -> None:
    rows = replaced(OPCS4, 3, f"{odd}|{odd} Odd|9|0|N")
    assert f"c.tsv:5, column 'coding': '{odd}' is nothing of OPCS-4; expected Chapter A" in (
        fault(tmp_path, rows)
    )


def test_a_parent_that_is_no_row_is_named(tmp_path: Path) -> None:
    rows = replaced(ICD10, 1, "A000|A00.0 Marsh fever of spring|60|55|N")
    with pytest.raises(GraphStructureError) as refused:
        read(tmp_path, rows)
    assert str(refused.value) == (
        "c.tsv:3, column 'parent_id': the parent '55' of 'A00.0' is the node_id of no row"
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("A00|A00 Marsh fever|50|70|N", "the parent '70' of 'A00' lies under it: a circle"),
        ("A00|A00 Marsh fever|50|50|N", "the parent '50' of 'A00' lies under it: a circle"),
    ],
)
def test_parents_in_a_circle_are_named(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(GraphStructureError) as refused:
        read(tmp_path, replaced(ICD10, 0, row))
    assert str(refused.value) == f"c.tsv:2, column 'parent_id': {message}"


def test_a_file_without_chapters_is_no_whole_coding(tmp_path: Path) -> None:
    assert fault(tmp_path, ICD10[:3]) == (
        "c.tsv: holds no chapter; expected coding 19 (Chapter_I) or coding 240 (Chapter A): "
        "the file looks cut short"
    )
    assert fault(tmp_path, ()).startswith("c.tsv: holds no chapter")


def test_a_node_that_only_groups_must_have_something_under_it(tmp_path: Path) -> None:
    assert fault(tmp_path, ICD10[:-3]) == (
        "c.tsv:11, column 'selectable': 'N' for 'I21', but nothing lies under it; "
        "the file looks cut short"
    )


def test_the_last_block_must_be_there_to_its_end(tmp_path: Path) -> None:
    assert fault(tmp_path, ICD10[:-1]) == (
        "c.tsv: no code of 'M49' lies in the last block 'M45-M49'; the file looks cut short"
    )


def test_a_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    whole = coding(ICD10).encode()
    path = tmp_path / "c.tsv"
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        with pytest.raises(InputError):
            read_graph(path, kind="ukb-coding")
