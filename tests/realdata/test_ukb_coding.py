"""UK Biobank's codings as published, by counts and codes; and damaged copies of them.

Nothing of the files is in the repository but such counts and codes.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest

from workbench.core.icd10 import CHAPTERS, takes_place
from workbench.errors import InputError
from workbench.graph.build import build_graph
from workbench.graph.code_graph import CodeGraph
from workbench.io.reading import GraphRead, read_graph
from workbench.mapping.bridge import Edition, Method, normalise

pytestmark = pytest.mark.realdata

CODING_19: Final = "icd10/coding19.tsv"
CODING_240: Final = "opcs4/coding240.tsv"
BOTH: Final = (CODING_19, CODING_240)


@pytest.fixture(scope="module")
def icd10(real_data: Path) -> GraphRead:
    return read_graph(real_data / CODING_19)


@pytest.fixture(scope="module")
def opcs4(real_data: Path) -> GraphRead:
    return read_graph(real_data / CODING_240)


def nodes_of(read: GraphRead) -> dict[str, dict[str, Any]]:
    return {node["code"]: node for node in read.nodes.to_pylist()}


def parents_of(read: GraphRead) -> dict[str, str]:
    return {edge["child"]: edge["parent"] for edge in read.edges.to_pylist()}


def built(read: GraphRead) -> CodeGraph:
    return build_graph(read.nodes, read.edges, release=read.release)


def kinds_of(read: GraphRead) -> dict[str, int]:
    return dict(Counter(read.nodes.column("kind").to_pylist()))


def test_coding_19_holds_19155_nodes_in_the_order_of_its_chapters(icd10: GraphRead) -> None:
    assert (icd10.kind, str(icd10.release)) == ("ukb-coding", "icd10/ukb-19")
    assert kinds_of(icd10) == {"chapter": 22, "block": 264, "category": 2060, "subcategory": 16_809}
    numerals = [numeral for numeral, _, _ in CHAPTERS]
    assert list(nodes_of(icd10))[:22] == numerals
    assert built(icd10).concepts["code"].to_pylist()[:22] == numerals


def test_coding_19_has_2143_places_of_occurrence_that_who_does_not_spell(
    icd10: GraphRead, real_data: Path
) -> None:
    who = set(nodes_of(read_graph(real_data / "icd10", kind="who-icd10")))
    places = [
        code
        for code, node in nodes_of(icd10).items()
        if node["kind"] == "subcategory" and takes_place(code[:3]) and len(code) == len("W00.0")
    ]
    assert len(places) == 2180
    assert sum(code not in who for code in places) == 2143


def test_coding_19_has_4425_codes_of_five_characters_16_with_a_filler(icd10: GraphRead) -> None:
    parents = parents_of(icd10)
    five = [code for code in parents if re.fullmatch(r"[A-Z]\d\d\..\d", code)]
    assert len(five) == 4425
    filled = [code for code in five if ".X" in code]
    assert len(filled) == 16
    assert {parents[code] for code in filled} == {"M45-M49", "T08-T14"}
    assert parents["M45.X0"] == "M45-M49"


def test_categories_that_codes_with_a_filler_divide_are_no_codes_of_a_record(
    icd10: GraphRead,
) -> None:
    shown = {row["code"]: row["assignable"] for row in built(icd10).concepts.to_pylist()}
    assert {code: shown[code] for code in ("M45", "T08", "T10", "T12", "M40.0", "M45.X0")} == {
        **dict.fromkeys(("M45", "T08", "T10", "T12", "M40.0"), False),
        "M45.X0": True,
    }
    terminal = set(nodes_of(icd10)) - set(parents_of(icd10).values())
    assert sorted(code for code in terminal if not shown[code]) == ["M45", "T08", "T10", "T12"]


def test_the_fourth_character_of_an_external_cause_is_a_place_where_an_activity_follows(
    icd10: GraphRead,
) -> None:
    """The place's own word stands in the title of the longer code; WHO's subcodes are two."""
    nodes = nodes_of(icd10)
    five = [c for c in nodes if re.fullmatch(r".\d\d\.\d\d", c) and takes_place(c[:3])]
    said = {
        code: nodes[code[:5]]["term"].split(",")[0].lower()[:8] in nodes[code]["term"].lower()
        for code in five
    }
    assert len(said) == 213
    assert sorted(code for code, is_said in said.items() if not is_said) == ["W01.30", "X59.09"]
    found = {normalise(code, {code[:3], code[:5]}, edition=Edition.UK5).method for code in said}
    assert found == {Method.PLACE4}


def test_coding_19_keeps_its_invented_code_and_its_odd_block(
    icd10: GraphRead,
) -> None:
    parents, nodes = parents_of(icd10), nodes_of(icd10)
    assert (parents["I21.X"], nodes["I21.X"]["kind"]) == ("I21", "subcategory")
    assert (parents["M32"], parents["M30-M36"]) == ("M30-M36", "XIII")


def test_coding_19_is_a_union_of_editions(icd10: GraphRead) -> None:
    nodes = nodes_of(icd10)
    assert {"I84", "K64", "A90", "A97"} <= nodes.keys()
    assert all(node["active"] for node in nodes.values())


def test_coding_240_holds_11288_nodes_and_no_chapter_i(opcs4: GraphRead) -> None:
    assert (opcs4.kind, str(opcs4.release)) == ("ukb-coding", "opcs4/4.9")
    assert kinds_of(opcs4) == {"chapter": 25, "category": 1566, "subcategory": 9697}
    assert list(nodes_of(opcs4))[:25] == list("ABCDEFGHJKLMNOPQRSTUVWXYZ")


def test_coding_240_retires_what_its_meanings_call_deleted_or_retired(opcs4: GraphRead) -> None:
    retired = [code for code, node in nodes_of(opcs4).items() if not node["active"]]
    assert retired == ["E45", "X63", "X63.2", "X63.3", "X64", "X64.8"]
    assignable = {row["code"]: row["assignable"] for row in built(opcs4).concepts.to_pylist()}
    assert [assignable[code] for code in ("E45", "X63.2", "A01", "A01.1", "X99.8")] == (
        [False, False, False, True, True]
    )
    assert sum(assignable.values()) == 9698 - 4


def test_what_coding_240_retires_no_hospital_has_recorded_since(
    opcs4: GraphRead, real_data: Path
) -> None:
    retired = {
        code.replace(".", "") for code, node in nodes_of(opcs4).items() if not node["active"]
    }
    with gzip.open(real_data / "usage/opcs4_usage.csv.gz", "rt", encoding="utf-8-sig") as file:
        assert {row["opcs4_code"] for row in csv.DictReader(file)} & retired == set()


def test_coding_240_hangs_its_last_codes_from_the_chapter(opcs4: GraphRead) -> None:
    parents = parents_of(opcs4)
    assert {parents[code] for code in ("X99.7", "X99.8", "X99.9")} == {"X"}
    assert "X99" not in parents
    assert parents["S52.2"] == "S52"
    assert parents["O01"] == "O"


@pytest.mark.parametrize("name", BOTH)
def test_no_term_begins_with_its_code_or_a_dash(real_data: Path, name: str) -> None:
    nodes = nodes_of(read_graph(real_data / name))
    odd = [code for code, node in nodes.items() if re.match(rf"{code}\b|[-. ]", node["term"])]
    assert odd == []


def refused(tmp_path: Path, name: str, content: bytes) -> str:
    """Give the one line that reading a damaged copy ends in."""
    path = tmp_path / Path(name).name
    path.write_bytes(content)
    with pytest.raises(InputError) as refusal:
        read_graph(path)
    text = str(refusal.value)
    assert "\n" not in text
    assert text.startswith(path.name)
    return text.removeprefix(path.name)


@pytest.mark.parametrize("name", BOTH)
def test_a_damaged_copy_is_refused_in_one_line(real_data: Path, tmp_path: Path, name: str) -> None:
    content = (real_data / name).read_bytes()
    lines = content.split(b"\n")
    cut_in_a_row = b"\n".join([*lines[:7000], lines[7000].rpartition(b"\t")[0]])
    assert refused(tmp_path, name, cut_in_a_row) == (
        ":7001, column 'selectable': row ends after 4 of 5 fields; the file looks cut short"
    )
    assert refused(tmp_path, name, content.rstrip()[:-1]).endswith(
        "column 'selectable': '' is not Y or N"
    )
    assert refused(tmp_path, name, content.decode().encode("utf-16")) == (
        ": is UTF-16; save it as UTF-8"
    )
    assert refused(tmp_path, name, b"") == ": is empty"
    assert refused(tmp_path, name, b"code;\x00\x01\xff" * 50) == ": is no text: byte 6 is NUL"
    assert refused(tmp_path, name, content.replace(b"e", b"\xe9", 1)).endswith(
        "is not UTF-8; save the file as UTF-8"
    )


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        *((CODING_19, lines) for lines in (2, 500, 5000, 15_000, 19_000, 19_148)),
        *((CODING_240, lines) for lines in (2, 500, 5000)),
    ],
)
def test_a_copy_cut_at_a_rows_end_is_found_out(
    real_data: Path, tmp_path: Path, name: str, lines: int
) -> None:
    kept = (real_data / name).read_bytes().splitlines(keepends=True)[:lines]
    assert refused(tmp_path, name, b"".join(kept)).endswith("the file looks cut short")
