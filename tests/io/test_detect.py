"""A file is known by its name and headings, and told what it is where it is not what was asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.io.samples import (
    BACK_FILE,
    FOUNDATION_FILE,
    MULTIPLE_FILE,
    ONE_FILE,
    TABULATION_FILE,
    back,
    codes,
    foundation,
    icd10_files,
    laid_out,
    multiple,
    one,
    tabulation,
    zipped,
)
from workbench.errors import InputError
from workbench.io.detect import Family, recognise
from workbench.io.reading import read_graph, read_map

WHO_11 = {
    TABULATION_FILE: tabulation(),
    ONE_FILE: one(),
    MULTIPLE_FILE: multiple(),
    BACK_FILE: back(),
    FOUNDATION_FILE: foundation(),
    "readme.txt": "Title :Title of the entity\r\n",
}


@pytest.mark.parametrize(
    ("text", "family", "kind"),
    [
        (codes(), Family.GRAPH, "who-icd10"),
        (tabulation(), Family.GRAPH, "icd11"),
        (one(), Family.MAP, "who-10to11-one"),
        (multiple(), Family.MAP, "who-10to11-multiple"),
        (back(), Family.MAP, "who-11to10"),
        (foundation(), Family.MAP, "who-foundation"),
        ("# release: icd10/x\ncode,term,parent\n", Family.GRAPH, "csv"),
        ("source;target\n", Family.MAP, "csv"),
        ("coding\tmeaning\tnode_id\tparent_id\tselectable\n", Family.GRAPH, "ukb-coding"),
        ('<?xml version="1.0"?>\n<!-- <a> -->\n<ClaML version="2.0.0">', Family.GRAPH, "claml"),
        ('<!DOCTYPE ClaML SYSTEM "ClaML.dtd">', Family.GRAPH, "claml"),
        ('<svg xmlns="http://www.w3.org/2000/svg">', Family.OTHER, ""),
        ("start_date,end_date,icd10_code,description,usage\n", Family.OTHER, ""),
        ("id\teffectiveTime\tactive\tmoduleId\trefsetId\n", Family.OTHER, ""),
    ],
)
def test_a_file_is_known_by_its_headings_whatever_its_name(
    text: str, family: Family, kind: str
) -> None:
    found = recognise("anything", text.encode())
    assert found is not None
    assert (found.family, found.kind) == (family, kind)


def test_codes_alone_make_nothing_known() -> None:
    assert recognise("codes.txt", b"A00.0\nC15\n") is None


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (read_map, tabulation(), "is the ICD-11 tabulation, a graph, not a map"),
        (read_map, codes(), "is the WHO ICD-10 table of codes, a graph, not a map"),
        (
            read_graph,
            one(),
            "is WHO's table from ICD-10 to one ICD-11 category, a map, not a graph",
        ),
        (
            read_graph,
            foundation(),
            "is WHO's table from ICD-10 to the ICD-11 Foundation, a map, not a graph",
        ),
        (read_graph, "source,target\nA,b\n", "is a typed map, a map, not a graph"),
        (read_map, "code,term,parent\nA,b,\n", "is a typed graph, a graph, not a map"),
        (
            read_map,
            "coding\tmeaning\tnode_id\tparent_id\tselectable\n",
            "is a UK Biobank coding, a graph, not a map",
        ),
        (
            read_map,
            "start_date,end_date,icd10_code,description,usage\n",
            "is counts of codes by year, not a map",
        ),
    ],
)
def test_the_wrong_kind_of_file_is_told_what_it_is(
    tmp_path: Path, read: Callable[[Path], object], text: str, message: str
) -> None:
    path = laid_out(tmp_path, {"t.txt": text}) / "t.txt"
    with pytest.raises(InputError) as refused:
        read(path)
    assert str(refused.value) == f"t.txt: {message}"


def test_a_stated_kind_that_is_another_is_told_so(tmp_path: Path) -> None:
    path = laid_out(tmp_path, WHO_11) / ONE_FILE
    with pytest.raises(InputError) as refused:
        read_map(path, kind="who-10to11-multiple")
    assert str(refused.value) == (
        f"{ONE_FILE}: is WHO's table from ICD-10 to one ICD-11 category (who-10to11-one), "
        "not who-10to11-multiple"
    )


@pytest.mark.parametrize("read", [read_graph, read_map])
def test_a_kind_that_does_not_exist_lists_those_that_do(
    tmp_path: Path, read: Callable[..., object]
) -> None:
    path = laid_out(tmp_path, WHO_11) / ONE_FILE
    with pytest.raises(
        InputError, match=r"^'xls' is no kind of (graph|map); known kinds: (rf2|who-)"
    ):
        read(path, kind="xls")


def test_a_file_nobody_knows_lists_the_kinds(tmp_path: Path) -> None:
    path = laid_out(tmp_path, {"t.txt": "alpha,beta\n1,2\n"}) / "t.txt"
    with pytest.raises(InputError) as refused:
        read_graph(path)
    assert str(refused.value) == (
        "t.txt: no graph is recognised by name or headings; "
        "known kinds: rf2, who-icd10, builtin, ukb-coding, icd11, claml, csv"
    )


def test_a_stated_kind_says_what_a_file_nobody_knows_lacks(tmp_path: Path) -> None:
    path = laid_out(tmp_path, {"t.csv": "code,label\nA,a\n"}) / "t.csv"
    with pytest.raises(InputError) as refused:
        read_map(path, kind="csv")
    assert str(refused.value) == (
        "t.csv: no column is known as the source code; it has code, label: say which it is with "
        "--column source=HEADING"
    )


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_the_one_graph_among_maps_is_found(tmp_path: Path, form: str) -> None:
    folder = laid_out(tmp_path / "who", WHO_11)
    where = folder if form == "folder" else zipped(tmp_path / "who.zip", WHO_11)
    assert read_graph(where).kind == "icd11"


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_several_maps_are_listed_and_one_is_taken_by_its_kind(tmp_path: Path, form: str) -> None:
    folder = laid_out(tmp_path / "who", WHO_11)
    (tmp_path / "zip").mkdir()
    where = folder if form == "folder" else zipped(tmp_path / "zip" / "who", WHO_11)
    with pytest.raises(InputError) as refused:
        read_map(where)
    assert str(refused.value) == (
        f"who: holds several maps: {MULTIPLE_FILE} (who-10to11-multiple), "
        f"{ONE_FILE} (who-10to11-one), {BACK_FILE} (who-11to10), "
        f"{FOUNDATION_FILE} (who-foundation); give one of them, or its kind (--kind)"
    )
    assert read_map(where, kind="who-11to10").table.num_rows == 4


def test_a_folder_of_another_family_says_what_it_holds(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "who", icd10_files())
    with pytest.raises(InputError) as refused:
        read_map(folder)
    assert str(refused.value).startswith(
        "who: no map is recognised by name or headings; it holds icd101999syst_chapters.txt"
    )


def test_a_folder_with_a_file_in_another_encoding_says_so(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "who", {ONE_FILE: one().encode("utf-16")})
    with pytest.raises(InputError) as refused:
        read_map(folder)
    assert str(refused.value).endswith(f"; {ONE_FILE}: is UTF-16; save it as UTF-8")


def test_an_empty_folder_lists_the_kinds(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no map is recognised by name or headings; known kinds"):
        read_map(tmp_path)


def test_what_is_built_in_is_no_map() -> None:
    with pytest.raises(InputError, match=r"^'builtin:icd10' is a graph, not a map$"):
        read_map("builtin:icd10")
