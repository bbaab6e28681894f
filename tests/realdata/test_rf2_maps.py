"""The sample's and a generated release's maps against plain csv reading: nothing differs."""

from __future__ import annotations

import csv
import gzip
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import pytest

from workbench.core.codes import Release, parse_release
from workbench.errors import InputError
from workbench.io.reading import MapRead, read_graph, read_map
from workbench.mapping.map_set import MapSet
from workbench.mapping.translate import translate

pytestmark = [pytest.mark.realdata]

SAMPLE: Final = "snomed-uk-sample"
UK_ICD10, INT_ICD10, OPCS_49 = "999002271000000101", "447562003", "1126441000000105"
REFSETS: Final = {"uk": UK_ICD10, "international": INT_ICD10, "opcs": OPCS_49}
MARKS: Final = {"A": "*", "D": "†"}

Row = dict[str, str]
#: Source, then group, then its rows by priority.
Grouped = dict[str, dict[int, list[Row]]]


def plain_rows(folder: Path, refset: str) -> list[Row]:
    """Read the active rows of a map reference set as plainly as it can be done."""
    latest: dict[str, Row] = {}
    for path in sorted(folder.rglob("*_iisss*Refset_*")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
                held = latest.get(row["id"])
                if held is None or held["effectiveTime"] < row["effectiveTime"]:
                    latest[row["id"]] = row
    return [r for r in latest.values() if r["refsetId"] == refset and r["active"] == "1"]


def grouped(rows: list[Row]) -> Grouped:
    found: Grouped = defaultdict(lambda: defaultdict(list))
    for row in sorted(rows, key=lambda row: int(row["mapPriority"])):
        found[row["referencedComponentId"]][int(row["mapGroup"])].append(row)
    return found


def printed(target: str) -> tuple[str, str | None] | None:
    """Give a target as it is printed and its mark; None for a special or empty one."""
    if not target or target.startswith("#"):
        return None
    code = target.replace(".", "")
    mark = MARKS.get(code[-1]) if len(code) > 4 else None
    code = code[:-1].rstrip(" ") if mark else code
    code = code[:3] if code[3:] == "X" else code
    return (f"{code[:3]}.{code[3:]}" if len(code) > 3 else code), mark


def map_of(found: MapRead, target: Release | None = None) -> MapSet:
    return MapSet(
        name=found.name or "",
        kind=found.kind,
        source=found.source_release,
        target=found.target_release or target,
        table=found.table,
    )


@pytest.fixture(scope="module", params=["sample", "generated"])
def folder(request: pytest.FixtureRequest, real_data: Path) -> Path:
    if request.param == "generated":
        generated: Path = request.getfixturevalue("generated_rf2")
        return generated
    return real_data / SAMPLE


@pytest.mark.parametrize("refset", [UK_ICD10, OPCS_49])
def test_every_uk_source_gets_the_last_row_of_each_group_in_group_order(
    folder: Path, refset: str
) -> None:
    maps = map_of(read_map(folder, refset=refset))
    expected = grouped(plain_rows(folder, refset))
    assert set(maps.sources) == set(expected)
    assert len(expected) > 10
    for source, groups in expected.items():
        (answer,) = translate(maps, source)
        last = [printed(groups[group][-1]["mapTarget"]) for group in sorted(groups)]
        assert [(t.target, t.mark) for t in answer.targets] == [one for one in last if one]
        assert (answer.no_map is None) == any(last)
        options = {option for need in answer.needs for option in need.options}
        before = {
            goal[0]
            for rows in groups.values()
            for row in rows[:-1]
            if (goal := printed(row["mapTarget"]))
            and goal[0] != (printed(rows[-1]["mapTarget"]) or [None])[0]
        }
        assert options == before


def test_the_international_map_gives_first_rows_that_hold_and_asks_the_rest(folder: Path) -> None:
    maps = map_of(read_map(folder, refset=INT_ICD10))
    expected = grouped(plain_rows(folder, INT_ICD10))
    assert set(maps.sources) == set(expected)
    asked = 0
    for source, groups in expected.items():
        (answer,) = translate(maps, source)
        certain = {
            group: printed(rows[0]["mapTarget"])
            for group, rows in groups.items()
            if rows[0]["mapRule"] in {"TRUE", "OTHERWISE TRUE"}
        }
        assert [(t.map_group, (t.target, t.mark)) for t in answer.targets] == [
            (group, certain[group]) for group in sorted(certain) if certain[group]
        ]
        open_groups = {group for group in groups if group not in certain}
        assert {int(need.ask[:-1].rpartition(" ")[2]) for need in answer.needs} == open_groups
        asked += len(open_groups)
    assert (asked > 0) == (folder.name != SAMPLE)


def test_what_is_said_of_three_concepts_is_in_the_files(real_data: Path) -> None:
    maps = map_of(read_map(real_data / SAMPLE, refset=UK_ICD10))
    chosen = {
        source: [target.target for target in translate(maps, source)[0].targets]
        for source in ("703275009", "443253003", "15781000119107")
    }
    assert chosen == {
        "703275009": ["I50.9", "I42.9"],
        "443253003": ["I50.9"],
        "15781000119107": ["I13.0", "N18.9"],
    }
    group = [e.target for e in maps.entries("703275009") if e.map_group == 2]
    assert group == ["O99.4", "O90.3", "I42.9"]


def test_the_last_row_is_the_international_default_where_there_is_one(real_data: Path) -> None:
    """The evidence for `default_alternative`, counted in the sample by source and group."""
    uk = grouped(plain_rows(real_data / SAMPLE, UK_ICD10))
    international = grouped(plain_rows(real_data / SAMPLE, INT_ICD10))
    counts = dict.fromkeys(("last", "first", "neither"), 0)
    for source, groups in uk.items():
        for group, rows in groups.items():
            other = international.get(source, {}).get(group)
            if len(rows) < 2 or not other:
                continue
            default = other[0]["mapTarget"]
            which = {rows[-1]["mapTarget"]: "last", rows[0]["mapTarget"]: "first"}
            counts[which.get(default, "neither")] += 1
    assert counts == {"last": 26, "first": 0, "neither": 2}


@pytest.mark.parametrize(
    ("which", "rows", "sources", "name", "target"),
    [
        ("uk", 214, 60, "snomed-icd10-uk", "icd10/uk-5th"),
        ("international", 69, 60, "snomed-icd10-int", "None"),
        ("opcs", 67, 18, "snomed-opcs4-4.9", "opcs4/4.9"),
    ],
)
def test_the_sample_has_these_maps(
    real_data: Path, which: str, rows: int, sources: int, name: str, target: str
) -> None:
    found = read_map(real_data / SAMPLE, refset=REFSETS[which])
    held = map_of(found)
    assert (len(held), len(held.sources), found.name, str(found.target_release)) == (
        rows,
        sources,
        name,
        target,
    )
    assert str(found.source_release) == "snomed/uk-20210317"
    assert found.notes == ()


def test_a_map_is_of_the_release_that_its_graph_is(folder: Path) -> None:
    assert read_map(folder, refset=UK_ICD10).source_release == read_graph(folder).release


def test_every_code_of_the_sample_is_in_the_graph_that_stands_for_its_edition(
    real_data: Path,
) -> None:
    for refset, file in ((UK_ICD10, "icd10/coding19.tsv"), (OPCS_49, "opcs4/coding240.tsv")):
        codes = set(read_graph(real_data / file).nodes["code"].to_pylist())
        targets = set(read_map(real_data / SAMPLE, refset=refset).table["target"].to_pylist())
        assert targets - codes == set()


def test_every_code_england_used_under_the_5th_edition_is_in_coding_19(real_data: Path) -> None:
    """The evidence for the bridge icd10/uk-5th → icd10/ukb-19."""
    with (real_data / "icd10/coding19.tsv").open(encoding="utf-8-sig") as stream:
        codes = {line.split("\t")[0] for line in stream}
    with gzip.open(real_data / "usage/icd10_usage.csv.gz", "rt", encoding="utf-8-sig") as usage:
        used = {
            row["icd10_code"]
            for row in csv.DictReader(usage)
            if row["start_date"] >= "2016-04-01" and row["icd10_code"] != "NULL"
        }
    bare = {code[:3] if code[3:] == "X" else code for code in used}
    assert len(bare) == 12_241
    assert bare - codes == set()


UK_MAP: Final = "*iisssciRefset*"


def damaged(real_data: Path, tmp_path: Path, old: bytes, new: bytes) -> Path:
    """Copy the sample's package and change the first of some bytes in its UK map."""
    package = next((real_data / SAMPLE).glob("SnomedCT_UKClinical*"))
    copy = shutil.copytree(package, tmp_path / package.name)
    (path,) = copy.rglob(UK_MAP)
    path.chmod(0o644)
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))
    return copy


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"\t999002271000000101\t", b"\t999002271000000102\t", "column 'refsetId'"),
        (b"mapBlock", b"mapPlace", "column 'mapBlock': is missing"),
        (b"\t447561005\t1\r\n", b"\t447561005\r\n", "row ends after 12 of 13 fields"),
        (b"\t447561005\t1\r\n", b"\t447561005\t1\t1\r\n", "row has 14 fields; expected 13"),
        (b"\t447561005\t", b"\t447561006\t", "column 'correlationId'"),
        (b"\t20170401\t", b"\t20171301\t", "column 'effectiveTime'"),
    ],
)
def test_a_damaged_copy_of_the_sample_is_refused(
    real_data: Path, tmp_path: Path, old: bytes, new: bytes, said: str
) -> None:
    copy = damaged(real_data, tmp_path, old, new)
    with pytest.raises(InputError) as caught:
        read_map(copy, refset=UK_ICD10)
    assert said in str(caught.value)


def test_a_copy_with_a_code_no_classification_has_is_refused_where_it_counts(
    real_data: Path, tmp_path: Path
) -> None:
    row = next(r for r in plain_rows(real_data / SAMPLE, UK_ICD10) if r["mapTarget"] == "I509")
    columns = ("mapAdvice", "mapTarget", "correlationId")
    old = "\t".join(row[name] for name in columns)
    copy = damaged(real_data, tmp_path, old.encode(), old.replace("I509\t", "I5O9\t").encode())
    with pytest.raises(InputError, match=r":\d+, column 'mapTarget': 'I5O9' is no ICD-10 target"):
        read_map(copy, refset=UK_ICD10)
    assert read_map(copy, refset=OPCS_49).table.num_rows == 67


def test_a_copy_cut_in_mid_row_is_refused(real_data: Path, tmp_path: Path) -> None:
    copy = damaged(real_data, tmp_path, b"mapBlock", b"mapBlock")
    (path,) = copy.rglob(UK_MAP)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(InputError, match="looks cut short"):
        read_map(copy, refset=UK_ICD10)


def test_marks_and_stated_no_maps_of_the_generated_release_are_those_of_its_rows(
    generated_rf2: Path,
) -> None:
    found = read_map(generated_rf2, refset=UK_ICD10)
    rows = plain_rows(generated_rf2, UK_ICD10)
    table: dict[str, dict[str, Any]] = {row["member"]: row for row in found.table.to_pylist()}
    assert len(table) == len(rows)
    for row in rows:
        held, goal = table[row["id"]], printed(row["mapTarget"])
        assert (held["target"], held["mark"]) == (goal or (None, None))
        assert (held["no_map"] == "not_in_scope") == (row["mapTarget"] == "#NIS")
    marks = {held["mark"] for held in table.values()}
    assert marks == {None, "*", "†"}
    assert any(held["no_map"] for held in table.values())
    assert str(found.target_release) == str(parse_release("icd10/uk-5th"))
