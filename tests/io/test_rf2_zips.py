"""Publishers' zips side by side in one folder, as they were downloaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.io import rf2_samples as rf2
from tests.io.rf2_map_samples import INT_ICD10, int_map, int_row
from tests.io.rf2_samples import FEVER, HISTORY_FILE, INTERNATIONAL, ISLAND, OLD_FEVER, UK
from tests.io.samples import laid_out, zipped
from workbench.errors import InputError
from workbench.io.reading import read_graph, read_map

QUERY_TABLE = {
    f"{rf2.QUERY_TABLE}/{HISTORY_FILE}": rf2.history((OLD_FEVER, ISLAND, "1", "Swamp fever"))
}

TYPED = "# release: icd10/x\ncode,term,parent\nA00,A,\n"


def downloads(folder: Path) -> Path:
    """Lay three zips side by side, and something that is none of them."""
    folder.mkdir()
    zipped(folder / f"{INTERNATIONAL}.zip", {**rf2.international(), **an_international_map()})
    zipped(folder / "uk_sct2cl_1.0.0.zip", rf2.united_kingdom())
    zipped(folder / "uk_sct2qt_1.0.0.zip", QUERY_TABLE)
    zipped(folder / "holiday.zip", {"picture.txt": "sun"})
    return folder


def an_international_map() -> dict[str, str]:
    return int_map([int_row(41, FEVER, "R509")])


def test_zips_side_by_side_are_one_release_as_if_unpacked(tmp_path: Path) -> None:
    files = {**rf2.international(), **an_international_map(), **rf2.united_kingdom(), **QUERY_TABLE}
    unpacked = read_graph(laid_out(tmp_path / "unpacked", files))
    zips = read_graph(downloads(tmp_path / "downloads"))
    assert zips.nodes.equals(unpacked.nodes)
    assert zips.edges.equals(unpacked.edges)
    assert zips.side.tables() == unpacked.side.tables()
    assert (zips.release, zips.sha256) == (unpacked.release, unpacked.sha256)
    assert zips.source == str(tmp_path / "downloads")


def test_a_map_is_found_in_the_zips_too(tmp_path: Path) -> None:
    found = read_map(downloads(tmp_path / "downloads"))
    assert (found.refset, found.table["target"].to_pylist()) == (INT_ICD10, ["R50.9"])


def test_one_unpacked_and_one_zip_go_together_and_nothing_is_read_twice(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "mixed", rf2.international())
    zipped(folder / f"{INTERNATIONAL}.zip", rf2.international())
    zipped(folder / f"{UK}.zip", rf2.united_kingdom())
    unpacked = laid_out(tmp_path / "unpacked", {**rf2.international(), **rf2.united_kingdom()})
    assert read_graph(folder).sha256 == read_graph(unpacked).sha256


def test_two_releases_of_one_package_are_refused_in_zips_too(tmp_path: Path) -> None:
    folder = downloads(tmp_path / "downloads")
    older = {name.replace(rf2.DATE, "20301231"): t for name, t in rf2.united_kingdom().items()}
    zipped(folder / "uk_sct2cl_0.9.0.zip", older)
    with pytest.raises(InputError, match=r"holds two releases of one package, .*; give one"):
        read_graph(folder)


def test_a_damaged_zip_among_them_is_refused_and_not_passed_over(tmp_path: Path) -> None:
    folder = downloads(tmp_path / "downloads")
    path = folder / "uk_sct2cl_1.0.0.zip"
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(InputError, match=r"uk_sct2cl_1\.0\.0\.zip: cannot be read as a zip"):
        read_graph(folder)


def test_a_damaged_zip_that_has_nothing_to_do_with_it_is_nobodys_business(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "typed", {"my.csv": TYPED})
    (folder / "holiday.zip").write_bytes(b"PK\x03\x04")
    assert read_graph(folder).nodes["code"].to_pylist() == ["A00"]


def test_zips_further_inside_are_not_read_and_it_says_what_to_do(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", rf2.international()).read_bytes()
    outer = zipped(tmp_path / "outer.zip", {"inner.zip": inner})
    deep = laid_out(tmp_path / "deep", {"further/inner.zip": inner})
    for path, advice in (
        (outer, r"zips in a zip \(inner\.zip\) are not read: unpack it and give the folder"),
        (
            deep,
            r"\(further/inner\.zip\) were not read: give one of them, or the folder they",
        ),
    ):
        for read in (read_graph, read_map):
            with pytest.raises(InputError, match=advice):
                read(path)
