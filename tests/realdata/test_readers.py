"""Every trap of the real files, by the counts and codes that show it was not stepped into.

Nothing of the files is in the repository but such counts and codes.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest

from workbench.io.map_csv import write_map_csv
from workbench.io.reading import GraphRead, MapRead, read_graph, read_map

pytestmark = pytest.mark.realdata

ICD10 = "icd10/icd102019syst_codes.txt"
ICD11 = "icd11-2024-01/SimpleTabulation-ICD-11-MMS-en.txt"
ONE = "icd11-2024-01/10To11MapToOneCategory.txt"
MULTIPLE = "icd11-2024-01/10To11MapToMultipleCategories.txt"
BACK = "icd11-2024-01/11To10MapToOneCategory.txt"
FOUNDATION = "icd11-2024-01/foundation_10To11MapToOneCategory.txt"

#: The order of ICD-10's chapters, as numerals.
NUMERALS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI XXII"


@pytest.fixture(scope="module")
def icd10(real_data: Path) -> GraphRead:
    return read_graph(real_data / ICD10)


@pytest.fixture(scope="module")
def icd11(real_data: Path) -> GraphRead:
    return read_graph(real_data / ICD11)


@pytest.fixture(scope="module")
def one(real_data: Path) -> MapRead:
    return read_map(real_data / ONE)


@pytest.fixture(scope="module")
def multiple(real_data: Path) -> MapRead:
    return read_map(real_data / MULTIPLE)


@pytest.fixture(scope="module")
def back(real_data: Path) -> MapRead:
    return read_map(real_data / BACK)


@pytest.fixture(scope="module")
def foundation(real_data: Path) -> MapRead:
    return read_map(real_data / FOUNDATION)


def nodes_of(read: GraphRead) -> dict[str, dict[str, Any]]:
    return {node["code"]: node for node in read.nodes.to_pylist()}


def parents_of(read: GraphRead) -> dict[str, str]:
    return {edge["child"]: edge["parent"] for edge in read.edges.to_pylist()}


def targets_of(read: MapRead) -> dict[str, list[str | None]]:
    targets: dict[str, list[str | None]] = {}
    columns = (read.table.column(name).to_pylist() for name in ("source", "target"))
    for source, target in zip(*columns, strict=True):
        targets.setdefault(source, []).append(target)
    return targets


# WHO ICD-10 2019


def test_icd10_holds_12221_codes_in_263_blocks_and_22_chapters(icd10: GraphRead) -> None:
    kinds = Counter(icd10.nodes.column("kind").to_pylist())
    assert kinds == {"chapter": 22, "block": 263, "category": 2050, "subcategory": 10171}
    assert str(icd10.release) == "icd10/who-2019"
    assert [code for code, node in nodes_of(icd10).items() if node["kind"] == "chapter"] == (
        NUMERALS.split()
    )


def test_icd10_has_10633_terminal_codes(icd10: GraphRead) -> None:
    parents = set(icd10.edges.column("parent").to_pylist())
    codes = [code for code, node in nodes_of(icd10).items() if "category" in node["kind"]]
    assert sum(code not in parents for code in codes) == 10_633


def test_icd10_marks_373_asterisks_and_no_daggers(icd10: GraphRead) -> None:
    nodes = nodes_of(icd10)
    assert Counter(node["mark"] for node in nodes.values()) == {"*": 373, None: 12_133}
    assert [nodes[code]["mark"] for code in ("D63.0", "D63", "A17.0")] == ["*", "*", None]
    assert not any("*" in code or code.endswith("-") for code in nodes)


def test_icd10_blocks_of_one_category_are_written_as_a_range(icd10: GraphRead) -> None:
    parents = parents_of(icd10)
    assert (parents["B99"], parents["B99-B99"]) == ("B99-B99", "I")
    assert (parents["C50.9"], parents["C50"], parents["C50-C50"]) == ("C50", "C50-C50", "II")


def test_icd10_has_no_super_blocks_and_five_characters_hang_from_four(icd10: GraphRead) -> None:
    parents = parents_of(icd10)
    assert parents["W00-W19"] == "XX"
    assert "V01-X59" not in parents
    assert [parents[code] for code in ("B18.00", "B18.0", "B18", "B15-B19")] == [
        "B18.0",
        "B18",
        "B15-B19",
        "I",
    ]


def test_icd10_reads_alike_from_its_folder_and_from_a_zip(
    real_data: Path, tmp_path: Path, icd10: GraphRead
) -> None:
    by_folder = read_graph(real_data / "icd10", kind="who-icd10")
    with zipfile.ZipFile(tmp_path / "icd10.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in (real_data / "icd10").glob("icd102019syst_*.txt"):
            archive.write(path, f"icd102019/{path.name}")
    by_zip = read_graph(tmp_path / "icd10.zip")
    assert by_folder.nodes.equals(icd10.nodes)
    assert by_zip.edges.equals(icd10.edges)
    assert by_zip.sha256 == by_folder.sha256 == icd10.sha256


# ICD-11 tabulation


def test_icd11_holds_28_chapters_1353_blocks_and_34663_categories(icd11: GraphRead) -> None:
    kinds = Counter(icd11.nodes.column("kind").to_pylist())
    assert kinds == {"chapter": 28, "block": 1353, "category": 17_822, "extension": 16_841}
    assert icd11.nodes.num_rows == 36_044
    assert icd11.edges.num_rows == 36_044 - 28
    assert str(icd11.release) == "icd11/2024-01"


def test_icd11_codes_that_look_like_floats_stay_text(icd11: GraphRead) -> None:
    coded = {
        code for code, node in nodes_of(icd11).items() if node["kind"] in {"category", "extension"}
    }
    like_floats = {code for code in coded if _is_float(code)}
    assert len(like_floats) == 87
    assert "1E30" in like_floats


def _is_float(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def test_icd11_residuals_are_not_told_by_the_last_letter(icd11: GraphRead) -> None:
    nodes = nodes_of(icd11)
    residuals = Counter(node["residual_kind"] for node in nodes.values())
    assert residuals == {"other": 2475, "unspecified": 2742, None: 30_827}
    plain = [
        code
        for code, node in nodes.items()
        if node["kind"] in {"category", "extension"}
        and code[-1] in "YZ"
        and node["residual_kind"] is None
    ]
    assert len(plain) == 226


def test_icd11_blocks_without_a_block_id_are_called_by_their_uri(icd11: GraphRead) -> None:
    blocks = [code for code, node in nodes_of(icd11).items() if node["kind"] == "block"]
    assert sum(code.isdigit() for code in blocks) == 627
    assert sum(code.startswith("BlockL") for code in blocks) == 726


def test_icd11_keeps_no_spreadsheet_formula(icd11: GraphRead) -> None:
    for column in icd11.nodes.columns:
        if column.type == "string":
            assert not pc.any(pc.match_substring(column, "hyperlink")).as_py()
            assert not pc.any(pc.starts_with(column, "=")).as_py()


def test_icd11_titles_lose_their_dashes_and_keep_their_hyphens(icd11: GraphRead) -> None:
    terms = icd11.nodes.column("term").to_pylist()
    assert not any(term.startswith("- ") or term != term.strip() for term in terms)
    assert any(" - " in term for term in terms)
    assert any("-" in term for term in terms)


def test_icd11_hierarchy_follows_the_dashes(icd11: GraphRead) -> None:
    parents = parents_of(icd11)
    assert [parents[code] for code in ("1A00", "BlockL2-1A0", "BlockL1-1A0")] == [
        "BlockL2-1A0",
        "BlockL1-1A0",
        "01",
    ]
    assert parents["BA00.Z"] == "BA00"
    assert nodes_of(icd11)["BA00.Z"]["residual_kind"] == "unspecified"


def test_icd11_uris_are_the_release_less_linearization(icd11: GraphRead) -> None:
    uris = icd11.nodes.column("uri").to_pylist()
    assert len(set(uris)) == 36_044
    form = re.compile(r"http://id\.who\.int/icd/release/11/mms/\d+(/other|/unspecified)?")
    assert all(form.fullmatch(uri) for uri in uris)


# WHO's maps


def test_each_map_says_its_releases(
    one: MapRead, multiple: MapRead, back: MapRead, foundation: MapRead
) -> None:
    for read, kind in (
        (one, "who-10to11-one"),
        (multiple, "who-10to11-multiple"),
        (foundation, "who-foundation"),
    ):
        assert (read.kind, str(read.source_release)) == (kind, "icd10/who-2019")
        assert str(read.target_release) == "icd11/2024-01"
    assert (back.kind, str(back.source_release)) == ("who-11to10", "icd11/2024-01")
    assert str(back.target_release) == "icd10/who-2019"


def test_each_10_to_11_table_has_12597_sources(
    one: MapRead, multiple: MapRead, foundation: MapRead
) -> None:
    assert one.table.num_rows == foundation.table.num_rows == 12_597
    assert multiple.table.num_rows == 15_658
    assert set(targets_of(one)) == set(targets_of(multiple)) == set(targets_of(foundation))


def test_the_sources_are_chapters_274_blocks_and_codes_modified_ones_among_them(
    one: MapRead, icd10: GraphRead
) -> None:
    kinds = Counter(one.table.column("source_kind").to_pylist())
    assert kinds == {"chapter": 22, "block": 274, "category": 2090, "subcategory": 10_211}
    sources = targets_of(one)
    blocks = [node["code"] for node in icd10.nodes.to_pylist() if node["kind"] == "block"]
    assert set(blocks) <= set(sources)
    assert {"C00-C75", "V01-X59"} <= set(sources) - set(blocks)
    assert {"E10.0", "B18.00"} <= set(sources)


def test_targets_are_whole_clusters(one: MapRead, multiple: MapRead) -> None:
    for read, ampersands, slashes in ((one, 783, 62), (multiple, 859, 121)):
        targets = [target for target in read.table.column("target").to_pylist() if target]
        clusters = [target for target in targets if not target.endswith(("/other", "/unspecified"))]
        assert sum("&" in target for target in clusters) == ampersands
        assert sum("/" in target for target in clusters) == slashes
    assert targets_of(one)["A00.0"] == ["1A00&XN8P1"]
    assert targets_of(one)["I11.0"] == ["BA01/BD1Z"]


def test_the_uri_of_a_cluster_names_only_its_first_stem(one: MapRead, icd11: GraphRead) -> None:
    uris = {node["uri"].partition("/mms/")[2]: code for code, node in nodes_of(icd11).items()}
    for row in one.table.to_pylist():
        if row["target"] and re.search("[&/][A-Z0-9]", row["target"]):
            stem = re.split("[&/]", row["target"])[0]
            assert uris[row["target_uri"].partition("/mms/")[2]] == stem


def test_targets_without_a_code_are_blocks_by_the_end_of_their_uri(
    one: MapRead, multiple: MapRead
) -> None:
    for read, count in ((one, 291), (multiple, 364)):
        rows = [row for row in read.table.to_pylist() if row["target_kind"] == "block"]
        assert len(rows) == count
        assert all(row["target"] == row["target_uri"].partition("/mms/")[2] for row in rows)


def test_chapters_and_extensions_are_targets_too(one: MapRead) -> None:
    kinds = Counter(one.table.column("target_kind").to_pylist())
    assert kinds == {"category": 12_172, "block": 291, "chapter": 71, "extension": 58, None: 5}
    assert targets_of(one)["B95.6"] == ["XN6BM"]
    assert targets_of(one)["II"] == ["02"]


def test_no_mapping_is_a_statement(
    one: MapRead, multiple: MapRead, back: MapRead, foundation: MapRead
) -> None:
    for read, count in ((one, 5), (multiple, 1), (back, 36), (foundation, 4)):
        stated = [row for row in read.table.to_pylist() if row["no_map"]]
        assert len(stated) == count
        assert {row["no_map"] for row in stated} == {"none_in_table"}
        assert {row["no_map_text"] for row in stated} == {"No Mapping"}
        assert {row["target"] for row in stated} == {None}
        assert read.table.column("target").null_count == count
    assert targets_of(one)["L73.9"] == targets_of(one)["T81.5"] == [None]


def test_the_one_target_is_not_always_among_the_alternatives(
    one: MapRead, multiple: MapRead
) -> None:
    alternatives = targets_of(multiple)
    chosen = {code: target for code, (target,) in targets_of(one).items()}
    outside = [code for code, target in chosen.items() if target not in alternatives[code]]
    assert len(outside) == 851
    assert "I13.0" in outside


def test_alternatives_are_numbered_within_their_source(multiple: MapRead) -> None:
    by_source: dict[str, list[int]] = {}
    for row in multiple.table.to_pylist():
        by_source.setdefault(row["source"], []).append(row["map_priority"])
        assert (row["map_block"], row["map_group"]) == (1, 1)
    assert all(found == list(range(1, len(found) + 1)) for found in by_source.values())


def test_back_sources_are_all_of_icd11_but_extensions_functioning_and_traditional_medicine(
    back: MapRead, icd11: GraphRead
) -> None:
    assert back.table.num_rows == 17_908
    kinds = Counter(back.table.column("source_kind").to_pylist())
    assert kinds == {"chapter": 25, "block": 663, "category": 17_220}
    tails = {node["uri"].partition("/mms/")[2] for node in nodes_of(icd11).values()}
    found = {uri.partition("/mms/")[2] for uri in back.table.column("source_uri").to_pylist()}
    assert len(found) == 17_908
    assert found <= tails
    assert not {"V", "X", "26"} & set(back.table.column("source_chapter").to_pylist())


def test_back_answers_may_be_blocks_and_chapters(back: MapRead) -> None:
    kinds = Counter(back.table.column("target_kind").to_pylist())
    assert kinds == {
        "subcategory": 10_547,
        "category": 4500,
        "block": 2365,
        "chapter": 460,
        None: 36,
    }
    assert targets_of(back)["BA00.Z"] == ["I10"]


def test_foundation_columns_are_not_shifted(foundation: MapRead) -> None:
    relations = Counter(foundation.table.column("relation").to_pylist())
    assert relations == {
        "equivalent": 7858,
        "source-is-narrower-than-target": 4735,
        "unspecified": 4,
    }
    levels = Counter(foundation.table.column("levels").to_pylist())
    assert levels == {0: 10_331, -1: 1910, -2: 314, -3: 42}
    row = next(row for row in foundation.table.to_pylist() if row["source"] == "A00")
    assert (row["source_chapter"], row["target"], row["line"]) == ("I", "257068234", 4)
    assert row["source_term"] == row["target_term"]


def test_only_the_foundation_table_claims_relations(
    one: MapRead, multiple: MapRead, back: MapRead
) -> None:
    for read in (one, multiple, back):
        assert set(read.table.column("relation").to_pylist()) == {"unspecified"}


def test_no_carriage_return_stays_anywhere(
    icd10: GraphRead, icd11: GraphRead, one: MapRead, back: MapRead, foundation: MapRead
) -> None:
    tables = (icd10.nodes, icd11.nodes, one.table, back.table, foundation.table)
    for table in tables:
        for column in table.columns:
            if column.type == "string":
                assert not pc.any(pc.match_substring_regex(column, r"[\r\n\t]")).as_py()


@pytest.mark.parametrize("name", [ONE, MULTIPLE, BACK, FOUNDATION])
def test_each_map_survives_our_own_text(real_data: Path, tmp_path: Path, name: str) -> None:
    read = read_map(real_data / name)
    path = tmp_path / "map.csv"
    write_map_csv(read.table, path, source=read.source_release, target=read.target_release)
    again = read_map(path)
    assert (again.source_release, again.target_release) == (
        read.source_release,
        read.target_release,
    )
    before, after = (
        sorted(map(repr, table.drop_columns(["line"]).to_pylist()))
        for table in (read.table, again.table)
    )
    assert before == after
