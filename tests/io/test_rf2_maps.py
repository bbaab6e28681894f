"""Map reference sets of RF2: which rows count, what their targets are, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.io.rf2_map_samples import (
    INT_FILE,
    INT_ICD10,
    OPCS_410,
    UK_FILE,
    UK_ICD10,
    UNSPECIFIED,
    described,
    int_map,
    int_row,
    uk_map,
    uk_row,
)
from tests.io.rf2_samples import DATE, FEVER, MARSH, MARSH_FEVER, UK
from tests.io.samples import laid_out, zipped
from workbench.core.codes import CodeSystem
from workbench.core.sctid import Component, sctid_fault
from workbench.core.snomed import OPCS4_UK
from workbench.errors import InputError
from workbench.io.map_csv import write_map_csv
from workbench.io.reading import MapRead, read_map
from workbench.io.rf2_map_fields import CATEGORIES_WITHOUT_TARGET, NOT_MAPPABLE, RELATIONS

OPCS = "Office of Population Censuses and Surveys Procedures Version 4.10 map (metadata concept)"


def read(tmp_path: Path, files: dict[str, str], refset: str | None = None) -> MapRead:
    return read_map(laid_out(tmp_path / "release", files), refset=refset)


def cells(found: MapRead, *names: str) -> list[tuple[object, ...]]:
    return list(zip(*(found.table[name].to_pylist() for name in names), strict=True))


def refused(tmp_path: Path, files: dict[str, str], refset: str | None = None) -> str:
    with pytest.raises(InputError) as caught:
        read(tmp_path, files, refset)
    return str(caught.value)


def test_a_uk_map_is_its_active_rows_with_marks_beside_the_codes(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        uk_map(
            [
                uk_row(1, FEVER, "E059D", advice="ADDITIONAL CODE MANDATORY"),
                uk_row(2, FEVER, "I438 A", group=2),
                uk_row(3, FEVER, "I509", priority=2, active=0),
                uk_row(4, MARSH, "I10X", block=2),
            ]
        ),
    )
    assert (found.kind, found.name, found.refset) == ("rf2", "snomed-icd10-uk", UK_ICD10)
    assert (str(found.source_release), str(found.target_release)) == (
        f"snomed/uk-{DATE}",
        "icd10/uk-5th",
    )
    columns = ("source", "target", "mark", "map_block", "map_group", "advice", "profile", "line")
    assert cells(found, *columns) == [
        (FEVER, "E05.9", "†", 1, 1, "ADDITIONAL CODE MANDATORY", "uk", 2),
        (FEVER, "I43.8", "*", 1, 2, None, "uk", 3),
        (MARSH, "I10", None, 2, 1, None, "uk", 5),
    ]
    assert found.notes == ()


def test_of_one_id_the_latest_row_counts_and_a_retired_one_hides_the_older(tmp_path: Path) -> None:
    rows = [
        uk_row(1, FEVER, "I500", date="20200101"),
        uk_row(1, FEVER, "I509", date="20210101"),
        uk_row(2, MARSH, "I10X", date="20200101"),
        uk_row(2, MARSH, "I10X", date="20210101", active=0),
    ]
    assert cells(read(tmp_path, uk_map(rows)), "source", "target") == [(FEVER, "I50.9")]


def test_an_international_map_keeps_its_rules_and_categories(tmp_path: Path) -> None:
    rule = "IFA 248152002 | Female (finding) |"
    found = read(
        tmp_path,
        int_map(
            [
                int_row(1, FEVER, "E28.3", rule=rule, category="447639009"),
                int_row(
                    2,
                    FEVER,
                    "",
                    priority=2,
                    rule="OTHERWISE TRUE",
                    advice="CANNOT BE CLASSIFIED",
                    category="447638001",
                ),
            ]
        ),
    )
    assert (found.name, found.target_release, found.target_system) == (
        "snomed-icd10-int",
        None,
        CodeSystem.ICD10,
    )
    names = ("target", "rule", "no_map", "no_map_text", "category", "profile")
    assert cells(found, *names) == [
        ("E28.3", rule, None, None, "447639009", "international"),
        (
            None,
            "OTHERWISE TRUE",
            "not_classifiable",
            "CANNOT BE CLASSIFIED",
            "447638001",
            "international",
        ),
    ]


@pytest.mark.parametrize(
    ("category", "reason"),
    [
        ("447638001", "not_classifiable"),
        ("447640006", "source_ambiguous"),
        ("447641005", "needs_detail"),
        ("447635003", "not_classifiable"),
    ],
)
def test_an_empty_target_is_a_stated_no_map_where_the_category_says_so(
    tmp_path: Path, category: str, reason: str
) -> None:
    found = read(tmp_path, int_map([int_row(1, FEVER, "", category=category)]))
    assert cells(found, "target", "no_map", "no_map_text") == [(None, reason, category)]


def test_the_two_categories_that_doubt_are_kept_beside_a_target(tmp_path: Path) -> None:
    rows = [
        int_row(n, FEVER, "I509", group=n, category=c)
        for n, c in enumerate(("447641005", "447635003"), 1)
    ]
    assert cells(read(tmp_path, int_map(rows)), "target", "category") == [
        ("I50.9", "447641005"),
        ("I50.9", "447635003"),
    ]


def test_special_targets_are_reasons_with_their_words_and_an_unknown_one_is_told(
    tmp_path: Path,
) -> None:
    targets = ("#NIS", "#NC", "#HLT", "#ODD")
    rows = [uk_row(n, FEVER, target, group=n) for n, target in enumerate(targets, 1)]
    found = read(tmp_path, uk_map([*rows, uk_row(9, MARSH, "#NIS", advice="Not in scope of it")]))
    assert cells(found, "no_map", "no_map_text") == [
        ("not_in_scope", "#NIS: not in scope of the classification"),
        ("not_classifiable", "#NC: not classifiable"),
        ("high_level", "#HLT: high-level term"),
        ("none_in_table", "#ODD: a special target that is not known here"),
        ("not_in_scope", "#NIS: Not in scope of it"),
    ]
    (note,) = found.notes
    assert note == (
        "target '#ODD' is not known (on 1 row); it is kept as a stated no-map, reason "
        "none_in_table, with its text"
    )


def test_the_relation_is_what_the_correlation_says_by_either_id(tmp_path: Path) -> None:
    ids = ("447557004", "1193547009", "447559001", "1193550007", "447561005", "404684003")
    rows = [uk_row(n, FEVER, "I509", group=n).replace(UNSPECIFIED, c) for n, c in enumerate(ids, 1)]
    assert [relation for (relation,) in cells(read(tmp_path, uk_map(rows)), "relation")] == [
        "equivalent",
        "source-is-narrower-than-target",
        "source-is-broader-than-target",
        "related-to",
        "unspecified",
        "unspecified",
    ]


TWO = uk_map([uk_row(1, FEVER, "I509"), uk_row(2, MARSH, "K593", refset=OPCS_410)])


def test_several_reference_sets_are_listed_and_one_is_asked_for(tmp_path: Path) -> None:
    files = TWO | described((UK_ICD10, "Hearts map (metadata concept)"), (OPCS_410, OPCS))
    assert refused(tmp_path, files) == (
        "release: holds several map reference sets; give one with --refset: "
        f"{UK_ICD10} (Hearts map), 1 row; {OPCS_410} (Office of Population Censuses and Surveys "
        "Procedures Version 4.10 map), 1 row"
    )
    found = read(tmp_path, files, OPCS_410)
    assert cells(found, "source", "target") == [(MARSH, "K59.3")]
    assert (found.name, str(found.target_release)) == ("snomed-opcs4-4.10", "opcs4/4.10")


def test_versions_of_opcs4_are_listed_as_numbers(tmp_path: Path) -> None:
    rows = [
        uk_row(n, FEVER, "K593", refset=i) for n, i in enumerate(reversed(OPCS4_UK.values()), 1)
    ]
    said = refused(tmp_path, uk_map(rows))
    places = [said.index(f"(snomed-opcs4-{version})") for version in ("4.9", "4.10", "4.11")]
    assert places == sorted(places)


def test_the_description_says_the_version_and_the_id_where_none_is_there(tmp_path: Path) -> None:
    row = uk_map([uk_row(1, FEVER, "K593", refset=OPCS_410)])
    assert str(read(tmp_path / "bare", row).target_release) == "opcs4/4.10"
    said = {**row, **described((OPCS_410, "OPCS procedures Version 4.12 map (metadata)"))}
    assert str(read(tmp_path / "told", said).target_release) == "opcs4/4.12"


def test_the_edition_of_icd10_is_the_one_the_description_states(tmp_path: Path) -> None:
    said = described((INT_ICD10, "ICD-10 2016 complex map reference set (metadata concept)"))
    found = read(tmp_path, int_map([int_row(1, FEVER, "I509")]) | said)
    assert str(found.target_release) == "icd10/who-2016"


def test_shape_proves_nothing_c15_is_read_by_its_reference_set(tmp_path: Path) -> None:
    rows = [uk_row(1, FEVER, "C151"), uk_row(2, FEVER, "C151", refset=OPCS_410)]
    for refset, system in ((UK_ICD10, "icd10"), (OPCS_410, "opcs4")):
        found = read(tmp_path, uk_map(rows), refset)
        assert found.target_release is not None
        assert (found.table["target"].to_pylist(), found.target_release.system) == (
            ["C15.1"],
            system,
        )


def test_a_reference_set_without_an_active_row_is_an_error_and_others_still_load(
    tmp_path: Path,
) -> None:
    rows = [uk_row(1, FEVER, "I509", active=0), uk_row(2, MARSH, "K593", refset=OPCS_410)]
    assert refused(tmp_path, uk_map(rows), UK_ICD10) == (
        f"release: map reference set {UK_ICD10} (snomed-icd10-uk) has no active row; others have: "
        f"{OPCS_410} (snomed-opcs4-4.10), 1 row"
    )
    assert read(tmp_path, uk_map(rows), OPCS_410).table.num_rows == 1
    assert read(tmp_path, uk_map(rows)).refset == OPCS_410
    assert "none has an active row" in refused(tmp_path / "none", uk_map(rows[:1]))


def test_an_unknown_reference_set_is_kept_as_it_is_written(tmp_path: Path) -> None:
    other = "6011000124106"
    found = read(tmp_path, int_map([int_row(1, FEVER, "S72.001A", refset=other)]))
    assert (found.name, found.target_release) == (f"snomed-{other}", None)
    assert found.table["target"].to_pylist() == ["S72.001A"]
    assert "there is no map reference set '447562003' in it" in refused(
        tmp_path, int_map([int_row(1, FEVER, "I509", refset=other)]), INT_ICD10
    )


def test_a_folder_a_zip_and_the_file_alone_are_one_map(tmp_path: Path) -> None:
    files = uk_map([uk_row(1, FEVER, "I509")])
    folder = laid_out(tmp_path / UK, files)
    archive = zipped(tmp_path / f"{UK}.zip", files)
    reads = [read_map(path) for path in (folder, archive, folder / UK_FILE)]
    assert len({found.sha256 for found in reads}) == 1
    assert {str(found.source_release) for found in reads} == {f"snomed/uk-{DATE}"}
    assert reads[0].table.equals(reads[1].table)
    assert reads[0].table.equals(reads[2].table)


def test_unknown_columns_and_what_else_a_row_holds_are_kept(tmp_path: Path) -> None:
    row = uk_row(1, FEVER, "I509") + "\tyes"
    found = read(tmp_path, uk_map([row], "reviewed"))
    names = ("refset", "member", "effective_time", "module", "correlation", "extra")
    assert cells(found, *names) == [
        (
            UK_ICD10,
            "00000000-0000-4000-9000-000000000001",
            DATE,
            "999000031000000106",
            "447561005",
            '{"reviewed": "yes"}',
        )
    ]


def test_our_own_text_of_a_map_is_read_as_it_was(tmp_path: Path) -> None:
    rows = [
        uk_row(1, FEVER, "E059D", advice="ALWAYS E05.9"),
        uk_row(2, FEVER, "I438 A", group=2),
        uk_row(3, MARSH_FEVER, "#NIS"),
    ]
    found = read(tmp_path, uk_map(rows))
    path = tmp_path / "m.csv"
    write_map_csv(found.table, path, source=found.source_release, target=found.target_release)
    assert path.read_text("utf-8").splitlines()[:4] == [
        f"# source: snomed/uk-{DATE}",
        "# target: icd10/uk-5th",
        "# profile: uk",
        f"# refset: {UK_ICD10}",
    ]
    again = read_map(path)
    order = [("source", "ascending"), ("map_group", "ascending")]
    assert again.table.drop_columns("line").equals(found.table.drop_columns("line").sort_by(order))


def test_a_file_says_which_profile_it_has_or_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("# profile: ulster\nsource,target\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="profile 'ulster' is not known; expected international"):
        read_map(path)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (uk_row(1, FEVER, "I5O9"), "column 'mapTarget': 'I5O9' is no ICD-10 target; expected"),
        (uk_row(1, FEVER, "i509"), "column 'mapTarget': 'i509' is no ICD-10 target; expected"),
        (uk_row(1, FEVER, ""), "column 'mapTarget': is empty, and the row does not say why"),
        (uk_row(1, FEVER, "I011", refset=OPCS_410), "'I011' is no OPCS-4 code; expected"),
        (uk_row(1, FEVER, "I509", group=0), "column 'mapGroup': '0' is not a whole number from 1"),
        (uk_row(1, FEVER, "I509", priority="x"), "column 'mapPriority': 'x' is not a whole"),
        (uk_row(1, FEVER, "I509", block="-1"), "column 'mapBlock': '-1' is not a whole number"),
        (uk_row(1, "24700008", "I509"), "'24700008' fails its check digit: expected 7, found 8"),
        (uk_row(1, FEVER, "I509", refset="999002271000000102"), "column 'refsetId': "),
        (uk_row(1, FEVER, "I509", active=3), "column 'active': '3' is neither 1 (active) nor 0"),
        (uk_row(1, FEVER, "I509", date="20310231"), "column 'effectiveTime': '20310231' is not"),
        (uk_row(1, FEVER, "I509")[:-2], "row ends after 12 of 13 fields"),
    ],
)
def test_a_damaged_row_is_refused_with_its_file_and_line(
    tmp_path: Path, row: str, said: str
) -> None:
    found = refused(tmp_path, uk_map([uk_row(7, MARSH, "I10X", active=0), row]))
    assert found.startswith(f"{UK_FILE.rpartition('/')[2]}:3")
    assert said in found


def test_an_international_row_needs_a_rule_and_a_category(tmp_path: Path) -> None:
    assert "INT_20310131.txt:2, column 'mapRule': is empty; expected TRUE" in refused(
        tmp_path / "a", int_map([int_row(1, FEVER, "I509", rule="")])
    )
    assert "column 'mapTarget': is empty, and the row does not say why" in refused(
        tmp_path / "b", int_map([int_row(1, FEVER, "")])
    )


def test_damage_in_another_reference_set_does_not_stop_this_one(tmp_path: Path) -> None:
    rows = [uk_row(1, FEVER, "I509"), uk_row(2, MARSH, "odd", refset=OPCS_410)]
    assert read(tmp_path, uk_map(rows), UK_ICD10).table.num_rows == 1
    assert "'odd' is no OPCS-4 code" in refused(tmp_path, uk_map(rows), OPCS_410)


def test_two_rows_in_one_place_are_kept_and_told(tmp_path: Path) -> None:
    found = read(tmp_path, uk_map([uk_row(1, FEVER, "I509"), uk_row(2, FEVER, "I500")]))
    (note,) = found.notes
    assert note == (
        "1 of 2 rows have the source, group and priority of another row; of two such rows the "
        "first in the file is taken"
    )


def test_a_simple_map_is_passed_over_and_alone_it_is_no_map(tmp_path: Path) -> None:
    simple = {
        f"{UK}/Snapshot/Refset/Map/der2_sRefset_SimpleMapSnapshot_GB1000000_{DATE}.txt": (
            "id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId\tmapTarget\r\n"
        )
    }
    assert read(tmp_path, uk_map([uk_row(1, FEVER, "I509")]) | simple).refset == UK_ICD10
    folder = laid_out(tmp_path / "simple", simple)
    with pytest.raises(InputError, match="holds no map reference set; expected a file such as"):
        read_map(folder, kind="rf2")


def test_full_and_delta_are_refused_with_the_reason(tmp_path: Path) -> None:
    files = {
        name.replace("Snapshot", "Full"): content
        for name, content in uk_map([uk_row(1, FEVER, "I509")]).items()
    }
    assert "holds Full files only (Full holds every past state of a row)" in refused(
        tmp_path, files
    )


def test_a_reference_set_in_files_of_both_patterns_is_refused(tmp_path: Path) -> None:
    files = uk_map([uk_row(1, FEVER, "I509", refset=INT_ICD10)]) | int_map(
        [int_row(1, FEVER, "I509")]
    )
    assert "447562003 stands in files of both patterns" in refused(tmp_path, files)


def test_a_reference_set_is_asked_of_rf2_only(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("source,target\nI10,BA00\n", encoding="utf-8")
    with pytest.raises(InputError, match="is a typed map and holds no reference set '447562003'"):
        read_map(path, refset=INT_ICD10)


def test_the_ids_typed_by_hand_are_concepts() -> None:
    typed = (*CATEGORIES_WITHOUT_TARGET, *NOT_MAPPABLE, *RELATIONS)
    assert {code: sctid_fault(code, Component.CONCEPT) for code in typed} == dict.fromkeys(typed)
    assert INT_FILE.endswith(f"INT_{DATE}.txt")
