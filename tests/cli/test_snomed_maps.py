"""Maps out of SNOMED CT through the command line: added, listed, followed, refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calls import CommandLine
from tests.cli.schemas import assert_valid
from tests.io.rf2_map_samples import (
    INT_ICD10,
    OPCS_410,
    UK_FILE,
    UK_ICD10,
    int_map,
    int_row,
    uk_map,
    uk_row,
)
from tests.io.rf2_samples import (
    DATE,
    FEVER,
    MARSH_FEVER,
    OLD_FEVER,
    UK,
    international,
    united_kingdom,
)
from tests.io.samples import laid_out

CODES = """\
# release: icd10/ukb-19
code,term,parent,mark
A,Fevers,,
E05,Hot gland,A,
E05.9,Hot gland of any kind,E05,
I43,Heart in others,A,
I43.1,Heart in one other,I43,
I43.8,Heart in yet others,I43,
"""
UK_ROWS = [
    uk_row(1, FEVER, "E059D", advice="ALWAYS E05.9 | ADDITIONAL CODE MANDATORY"),
    uk_row(2, FEVER, "I431 A", group=2, priority=1),
    uk_row(3, FEVER, "I438 A", group=2, priority=2),
    uk_row(4, FEVER, "I438 A", block=2),
    uk_row(5, MARSH_FEVER, "#NIS"),
    uk_row(6, MARSH_FEVER, "K593", refset=OPCS_410),
    uk_row(7, MARSH_FEVER, "#NEW", group=2, refset=OPCS_410),
]
INT_ROWS = [
    int_row(1, FEVER, "E059", rule="IFA 248152002 | Female (finding) |"),
    int_row(2, FEVER, "I438", priority=2, rule="OTHERWISE TRUE"),
]
AGE = "IFA 445518008 | Age at onset of clinical finding (observable entity) |"


@pytest.fixture
def release(tmp_path: Path, call: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a workspace with both graphs; give a release with maps of both patterns."""
    folder = laid_out(
        tmp_path / "release",
        international() | united_kingdom() | uk_map(UK_ROWS) | int_map(INT_ROWS),
    )
    (tmp_path / "ukb.csv").write_text(CODES, encoding="utf-8")
    call.text("init", "--empty", tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    call.text("graph", "add", tmp_path / "ukb.csv")
    call.text("graph", "add", folder)
    return folder


def test_without_the_reference_set_the_choices_are_told(call: CommandLine, release: Path) -> None:
    said = call.refused("map", "add", release)
    assert said.startswith("release: holds several map reference sets; give one with --refset: ")
    assert [said.count(i) for i in (INT_ICD10, UK_ICD10, OPCS_410)] == [1, 1, 1]
    assert "5 rows" in said
    other = "there is no map reference set '1' in it"
    assert other in call.refused("map", "add", release, "--refset", "1")


def test_a_map_is_added_by_its_reference_set(call: CommandLine, release: Path) -> None:
    added = call.document("map", "add", release, "--refset", UK_ICD10)
    assert_valid("map", added)
    assert {key: added[key] for key in added if key != "sha256"} == {
        "name": "snomed-icd10-uk",
        "kind": "rf2",
        "source": f"snomed/uk-{DATE}",
        "target": "icd10/uk-5th",
        "bridges": ["icd10/uk-5th → icd10/ukb-19"],
        "entries": 5,
        "sources": 2,
        "no_map": 1,
    }
    assert call.document("map", "ls") == [added]


def test_where_the_map_does_not_say_its_release_the_text_says_how_to_name_it(
    call: CommandLine, release: Path
) -> None:
    asked = ("map", "add", release, "--refset", INT_ICD10, "--replace")
    added, hint = call.text(*asked).splitlines()
    assert added.startswith(f"added snomed-icd10-int (rf2): snomed/uk-{DATE} → ?, 2 entries")
    assert hint == (
        "the map does not say which release its targets are of: add it again with --target GRAPH "
        "--replace, GRAPH being one that is held"
    )
    (added,) = call.text(*asked, "--target", "icd10").splitlines()
    assert added.startswith(f"added snomed-icd10-int (rf2): snomed/uk-{DATE} → icd10/ukb-19, 2")


def test_two_reference_sets_of_one_file_are_two_maps(call: CommandLine, release: Path) -> None:
    one = call.document("map", "add", release, "--refset", UK_ICD10)
    answer = call("--json", "map", "add", release, "--refset", OPCS_410)
    assert answer.code == 0
    assert answer.err == (
        "workbench: note: snomed-opcs4-4.10: target '#NEW' is not known (on 1 row); it is kept as "
        "a stated no-map, reason none_in_table, with its text\n"
    )
    maps = call.document("map", "ls")
    assert [row["name"] for row in maps] == ["snomed-icd10-uk", "snomed-opcs4-4.10"]
    assert {row["sha256"] for row in maps} == {one["sha256"]}
    (found,) = call.document("map", "translate", "snomed-opcs4-4.10", MARSH_FEVER)
    assert [target["target"] for target in found["targets"]] == ["K59.3"]
    (found,) = call.document("map", "translate", "snomed-icd10-uk", MARSH_FEVER)
    assert found["no_map"]["reason"] == "not_in_scope"


def test_a_uk_answer_has_its_default_its_alternatives_and_its_blocks(
    call: CommandLine, release: Path
) -> None:
    call.text("map", "add", release, "--refset", UK_ICD10)
    document = call.document("map", "translate", "snomed-icd10-uk", FEVER)
    assert_valid("translate", document)
    (found,) = document
    assert [(t["target"], t["mark"], t["term"]) for t in found["targets"]] == [
        ("E05.9", "†", "Hot gland of any kind"),
        ("I43.8", "*", "Heart in yet others"),
    ]
    assert [need["options"] for need in found["needs"]] == [["I43.1"]]
    assert [step["held"] for step in found["trace"]] == [True, None, True, False]
    lines = call.text("map", "translate", "snomed-icd10-uk", FEVER).splitlines()
    assert lines[:2] == [
        f"{FEVER} → E05.9†  Hot gland of any kind",
        "    advice: ALWAYS E05.9 | ADDITIONAL CODE MANDATORY",
    ]
    assert lines[-1] == "    note: block 2 is another complete solution: I43.8*"


def test_a_block_or_all_of_them_are_asked_for(call: CommandLine, release: Path) -> None:
    call.text("map", "add", release, "--refset", UK_ICD10)
    ask = ("map", "translate", "snomed-icd10-uk", FEVER)
    (second,) = call.document(*ask, "--block", "2")
    (every,) = call.document(*ask, "--all")
    blocks = [[target["map_block"] for target in found["targets"]] for found in (second, every)]
    assert blocks == [[2], [1, 1, 2]]
    assert call.refused(*ask, "--block", "3") == f"'{FEVER}' has no block 3; it has 1, 2"
    assert call.refused(*ask, "--block", "x") == "--block 'x' is not a whole number from 1"
    assert "cannot stand together" in call.refused(*ask, "--block", "1", "--all")


def test_a_concept_is_shown_with_the_default_the_place_and_the_bridge_of_each_row(
    call: CommandLine, release: Path
) -> None:
    call.text("map", "add", release, "--refset", UK_ICD10)
    over = "over icd10/uk-5th → icd10/ukb-19 (exact)"
    shown = call.text("graph", "show", "snomed", FEVER).splitlines()
    assert [line.strip().split("  ") for line in shown if " → " in line] == [
        [f"snomed-icd10-uk → {code}", term, f"[block {place}; {over}]"]
        for code, term, place in (
            ("E05.9†", "Hot gland of any kind", "1, group 1, priority 1; default"),
            ("I43.1*", "Heart in one other", "1, group 2, priority 1"),
            ("I43.8*", "Heart in yet others", "1, group 2, priority 2; default"),
            ("I43.8*", "Heart in yet others", "2, group 1, priority 1"),
        )
    ]
    (nothing,) = call.text("graph", "show", "snomed", MARSH_FEVER).splitlines()[3:]
    assert nothing == "  snomed-icd10-uk → no map  #NIS: not in scope of the classification"
    back = call.text("graph", "show", "icd10", "I43.1").splitlines()
    assert back[-1].startswith(f"  snomed-icd10-uk ← {FEVER}  ")
    assert back[-1].endswith(f"  [{over}]")


def test_an_international_map_asks_what_its_rules_ask(call: CommandLine, release: Path) -> None:
    bare = call.document("map", "add", release, "--refset", INT_ICD10)
    assert (bare["name"], bare["target"]) == ("snomed-icd10-int", None)
    told = call.document(
        "map", "add", release, "--refset", INT_ICD10, "--target", "icd10", "--replace"
    )
    assert told["target"] == "icd10/ukb-19"
    document = call.document("map", "translate", "snomed-icd10-int", FEVER)
    assert_valid("translate", document)
    assert document[0]["targets"] == []
    assert document[0]["needs"] == [
        {
            "ask": "is the patient female? (group 1)",
            "concept": "248152002",
            "options": ["E05.9", "I43.8"],
        }
    ]


def test_an_international_rule_is_answered_by_age_sex_and_what_else_is_recorded(
    call: CommandLine, release: Path
) -> None:
    map_rows = [
        int_row(1, FEVER, "E059", rule="IFA 248152002 | Female (finding) |"),
        int_row(2, FEVER, "I438", priority=2, rule=f"IFA {FEVER} | Fever (finding) |"),
        int_row(3, FEVER, "I431", priority=3, rule=f"{AGE} < 28.0 days"),
        int_row(4, FEVER, "E059", priority=4, rule="OTHERWISE TRUE"),
    ]
    for name, text in int_map(map_rows).items():
        (release / name).write_text(text, encoding="utf-8", newline="")
    call.text("map", "add", release, "--refset", INT_ICD10, "--target", "icd10")
    ask = ("map", "translate", "snomed-icd10-int", FEVER)
    told = {
        words: [target["target"] for target in call.document(*ask, *words.split())[0]["targets"]]
        for words in (
            "--sex f",
            "--sex m",
            f"--sex m --with {MARSH_FEVER}",
            f"--sex m --with {FEVER} --age 45",
        )
    }
    assert list(told.values()) == [["E05.9"], [], ["I43.8"], ["I43.8"]]
    document = call.document(*ask, "--sex", "m", "--age", "27d")
    assert_valid("translate", document)
    assert [need["ask"] for need in document[0]["needs"]] == [
        "does the record also have Fever (finding)? (group 1)"
    ]
    assert [step["held"] for step in document[0]["trace"]] == [False, None, None]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--age", "-1"], "an age of -1 years is impossible; expected 0 to 130 years"),
        (["--age", "200"], "an age of 200 years is impossible; expected 0 to 130 years"),
        (["--age", "old"], "age 'old' is not understood; expected 0 to 130 years"),
        (["--sex", "x"], "--sex 'x' is not known; expected one of f, m"),
        (["--with", "404684009"], "code '404684009' is not in snomed/uk-"),
    ],
)
def test_what_a_record_cannot_say_is_refused(
    call: CommandLine, release: Path, words: list[str], said: str
) -> None:
    call.text("map", "add", release, "--refset", INT_ICD10, "--target", "icd10")
    assert said in call.refused("map", "translate", "snomed-icd10-int", FEVER, *words)


def test_a_graph_of_another_system_cannot_stand_for_a_side(
    call: CommandLine, release: Path
) -> None:
    ask = ("map", "add", release, "--refset", INT_ICD10)
    assert call.refused(*ask, "--target", "snomed") == (
        f"graph 'snomed/uk-{DATE}' is of SNOMED CT; the map's side is ICD-10"
    )


def test_an_inactive_concept_is_offered_its_replacement(call: CommandLine, release: Path) -> None:
    call.text("map", "add", release, "--refset", UK_ICD10)
    (found,) = call.document("map", "translate", "snomed-icd10-uk", OLD_FEVER)
    assert (found["targets"], found["needs"], found["no_map"]) == ([], [], None)
    assert (
        f"{OLD_FEVER} is inactive in snomed/uk-{DATE}; offered instead: {MARSH_FEVER}"
        in (found["trace"][0]["why"])
    )
    text = call.text("map", "translate", "snomed-icd10-uk", OLD_FEVER)
    assert f"{OLD_FEVER}: unmapped, nobody has mapped it" in text
    assert f"note: {OLD_FEVER} is inactive" in text


def test_graph_show_tells_the_map_from_both_ends(call: CommandLine, release: Path) -> None:
    call.text("map", "add", release, "--refset", UK_ICD10)
    out = call.document("graph", "show", "snomed", FEVER)["maps"]
    assert [
        (m["direction"], m["code"], m["term"], m["map_block"], m["map_group"]) for m in out
    ] == [
        ("out", "E05.9", "Hot gland of any kind", 1, 1),
        ("out", "I43.1", "Heart in one other", 1, 2),
        ("out", "I43.8", "Heart in yet others", 1, 2),
        ("out", "I43.8", "Heart in yet others", 2, 1),
    ]
    back = call.document("graph", "show", "icd10", "E05.9")["maps"]
    assert [(m["map"], m["direction"], m["code"]) for m in back] == [
        ("snomed-icd10-uk", "in", FEVER)
    ]


def test_a_map_is_made_again_from_its_source_and_from_its_text(
    call: CommandLine, release: Path, tmp_path: Path
) -> None:
    call.text("map", "add", release, "--refset", UK_ICD10)
    before = call.document("map", "translate", "snomed-icd10-uk", FEVER)
    home = tmp_path / "work" / ".workbench" / "maps"
    for gone in (False, True):
        for path in home.rglob("*.arrow"):
            path.unlink()
        if gone:
            (release / UK_FILE).unlink()
        assert call.document("map", "translate", "snomed-icd10-uk", FEVER) == before


def test_a_copy_of_the_kept_text_answers_as_the_map_did(
    call: CommandLine, release: Path, tmp_path: Path
) -> None:
    call.text("map", "add", release, "--refset", UK_ICD10)
    before = call.document("map", "translate", "snomed-icd10-uk", FEVER)
    kept = tmp_path / "work" / "maps" / "snomed-icd10-uk" / "map.csv"
    (tmp_path / "own.csv").write_bytes(kept.read_bytes())
    added = call.document("map", "add", tmp_path / "own.csv")
    assert (added["name"], added["kind"], added["entries"]) == ("own", "csv", 5)
    assert call.document("map", "translate", "own", FEVER) == before


def test_a_map_file_is_no_graph_and_a_release_without_one_no_map(
    call: CommandLine, release: Path
) -> None:
    said = call.refused("graph", "add", release / UK_FILE)
    assert UK_FILE.startswith(UK)
    assert "map" in said
    (release / UK_FILE).unlink()
    for path in release.rglob("*iisssccRefset*"):
        path.unlink()
    assert "holds no map reference set" in call.refused("map", "add", release, "--kind", "rf2")
