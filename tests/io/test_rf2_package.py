"""Which files of an RF2 release are found, and which releases are refused before they are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.io import rf2_samples as rf2
from tests.io.rf2_samples import INTERNATIONAL, QUERY_TABLE, UK, file
from tests.io.samples import laid_out, zipped
from workbench.errors import InputError
from workbench.io.detect import Family, find
from workbench.io.package import open_package
from workbench.io.rf2_package import ReleaseType, Rf2File, find_rf2, is_rf2_name, rf2_file


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (
            "sct2_Concept_Snapshot_INT_20240401.txt",
            ("Concept", None, "", "snapshot", "INT", "20240401"),
        ),
        (
            "sct2_Description_UKCLSnapshot-en_GB1000000_20210317.txt",
            ("Description", None, "UKCL", "snapshot", "GB1000000", "20210317"),
        ),
        (
            "sct2_Concept_MONOSnapshot_GB_20240403.txt",
            ("Concept", None, "MONO", "snapshot", "GB", "20240403"),
        ),
        (
            "xder2_iisssccRefset_ExtendedMapFull_INT_20240401T120000Z.txt",
            ("Refset", "iissscc", "ExtendedMap", "full", "INT", "20240401"),
        ),
        (
            "der2_Refset_SimpleUKCLSnapshot_GB1000000_20210317.txt",
            ("Refset", "", "SimpleUKCL", "snapshot", "GB1000000", "20210317"),
        ),
        (
            "der2_cRefset_LanguageDelta-en-GB_INT_20240401.txt",
            ("Refset", "c", "Language", "delta", "INT", "20240401"),
        ),
        (
            "sct2_sRefset_OWLExpressionSnapshot_INT_20240401.txt",
            ("Refset", "s", "OWLExpression", "snapshot", "INT", "20240401"),
        ),
    ],
)
def test_a_name_says_what_a_file_is(name: str, found: tuple[str | None, ...]) -> None:
    content, pattern, summary, kind, country, date = found
    assert rf2_file(f"here/{name}", given="given") == Rf2File(
        name=f"here/{name}",
        content=content or "",
        pattern=pattern,
        summary=summary or "",
        type=ReleaseType(kind or ""),
        country=country or "",
        date=date,
        package="given",
    )


@pytest.mark.parametrize(
    "name", ["concepts.csv", "sct2_Concept_INT_20240401.txt", rf2.HISTORY_FILE, "sct2_Concept.txt"]
)
def test_another_name_is_no_rf2_file(name: str) -> None:
    assert not is_rf2_name(name)


def test_files_are_known_by_content_and_pattern(tmp_path: Path) -> None:
    files = {**rf2.international(), **rf2.united_kingdom()}
    found = find_rf2(open_package(laid_out(tmp_path / "both", files)))
    assert found.packages == (INTERNATIONAL, UK)
    assert found.date == rf2.DATE
    assert [f.name for f in found.tables("Concept")] == [file("Concept"), file("Concept", UK)]
    assert [f.name for f in found.refsets("")] == [file("Simple")]
    assert [f.name for f in found.refsets("c")] == [
        *(file("Association"), file("Language")),
        file("Language", UK),
    ]


def test_beside_a_snapshot_full_and_delta_are_passed_over(tmp_path: Path) -> None:
    files = rf2.international()
    for other in ("Full", "Delta"):
        files[file("Concept", release_type=other)] = "not looked at"
    found = find_rf2(open_package(zipped(tmp_path / "all.zip", files)))
    assert {entry.type for entry in found.files} == {ReleaseType.SNAPSHOT}
    assert len(found.files) == len(rf2.international())


@pytest.mark.parametrize(
    ("types", "said"),
    [
        (
            ["Full"],
            (
                "holds Full files only (Full holds every past state of a row); its Snapshot files "
                "are needed"
            ),
        ),
        (
            ["Delta", "Full"],
            (
                "holds Delta and Full files only (Delta holds only the rows that changed, Full "
                "holds every past state of a row); its Snapshot files are needed"
            ),
        ),
    ],
)
def test_without_a_snapshot_a_package_is_refused(
    tmp_path: Path, types: list[str], said: str
) -> None:
    text = rf2.international()[file("Concept")]
    files = {file("Concept", release_type=kind): text for kind in types}
    beside = {**rf2.united_kingdom(), **files}
    for path in (
        laid_out(tmp_path / "alone", files),
        zipped(tmp_path / "alone.zip", files),
        laid_out(tmp_path / "beside", beside),
    ):
        package = open_package(path)
        assert find(package, Family.GRAPH).kind == "rf2"
        with pytest.raises(InputError) as refused:
            find_rf2(package)
        assert str(refused.value) == f"{INTERNATIONAL}: {said}"


def test_two_releases_of_one_package_are_not_mixed(tmp_path: Path) -> None:
    older = {name.replace("20310131", "20300731"): "" for name in rf2.international()}
    with pytest.raises(InputError) as refused:
        find_rf2(open_package(laid_out(tmp_path / "both", {**rf2.international(), **older})))
    assert str(refused.value) == (
        f"both: holds two releases of one package, {INTERNATIONAL.replace('20310131', '20300731')} "
        f"and {INTERNATIONAL}; give one"
    )


def test_a_folder_without_rf2_files_is_told_what_one_looks_like(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^release: holds no RF2 file; expected a release's"):
        find_rf2(open_package(laid_out(tmp_path / "release", {"a.txt": "a"})))


def test_a_release_is_one_thing_among_others_in_a_folder(tmp_path: Path) -> None:
    files = {**rf2.international(), "own.csv": "code,term,parent\nA,a,\n"}
    files[f"{QUERY_TABLE}/{rf2.HISTORY_FILE}"] = rf2.history()
    package = open_package(laid_out(tmp_path / "mixed", files))
    with pytest.raises(InputError) as refused:
        find(package, Family.GRAPH)
    first = min(rf2.international())
    assert str(refused.value) == (
        f"mixed: holds several graphs: {first} (rf2), own.csv (csv); give one of them, or its "
        "kind (--kind)"
    )
    assert find(package, Family.GRAPH, kind="rf2").kind == "rf2"
    assert find(package, Family.GRAPH, kind="csv").name == "own.csv"
