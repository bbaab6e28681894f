"""Codes that are there, in use, and such as a record may hold: one test a check, both answers."""

from __future__ import annotations

from tests.mapping.check_examples import ICD10, ICD11, UK5, faults, icd10, opcs4
from workbench.core.codes import parse_release
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.code_graph import CodeGraph


def coding19() -> CodeGraph:
    """Give a corner of coding 19, which spells the UK's codes as they are."""
    rows = [("S72.0", "Neck of femur"), ("S72.00", "Closed"), ("W19", "A fall"), ("W19.9", "There")]
    rows += [("W19.98", "There, at play"), ("Z85.0", "A history"), ("Z85.02", "An odd one")]
    nodes = [{"code": code, "term": term, "kind": "subcategory"} for code, term in rows]
    edges = (("S72.00", "S72.0"), ("W19.9", "W19"), ("W19.98", "W19.9"), ("Z85.02", "Z85.0"))
    return build_graph(
        nodes_table(*nodes), edges_table(*edges), release=parse_release("icd10/ukb-19")
    )


def test_target_not_in_release() -> None:
    rows = [
        {"source": "20", "target": "E11.9"},
        {"source": "30", "target": "E11.o"},
        {"source": "40", "no_map": "not_in_scope"},
    ]
    assert faults("target_not_in_release", rows) == [
        (
            "30 → E11.o: 'E11.o' is not in icd10/who-2019 (near spellings: E11.3, E11.9, E11); "
            "correct it, or name the release that holds it with --target"
        )
    ]


def test_every_part_of_a_cluster_is_looked_up() -> None:
    rows = [
        {"source": "W01", "target": "PA60&XE78X"},
        {"source": "W19", "target": "PA60&XE000"},
        {"source": "U07.1", "target": "10009"},
    ]
    assert [
        line.split(";")[0]
        for line in faults("target_not_in_release", rows, source=ICD10, target=ICD11)
    ] == ["W19 → PA60&XE000: 'XE000' is not in icd11/2024-01"]


def test_an_entity_of_the_foundation_need_not_be_in_the_tabulation() -> None:
    rows = [{"source": "N18.3", "target": "412389819"}]
    assert faults("target_not_in_release", rows, source=ICD10, target=ICD11) == []


def test_fifth_characters_that_who_prints_and_does_not_list_count_as_held() -> None:
    rows = [{"source": "20", "target": "S72.01"}, {"source": "30", "target": "E11.91"}]
    assert [line.split(":")[0] for line in faults("target_not_in_release", rows)] == ["30 → E11.91"]


def test_target_not_in_stand_in() -> None:
    rows = [
        {"source": "10", "target": "W19.9"},
        {"source": "20", "target": "S72.01"},
        {"source": "30", "target": "K58.1"},
    ]
    found = faults("target_not_in_stand_in", rows, target=UK5, target_graph=icd10())
    assert found == [
        (
            "30 → K58.1: 'K58.1' is not in icd10/who-2019; icd10/who-2019 stands here for another "
            "edition: look it up there"
        )
    ]
    assert faults("target_not_in_release", rows, target=UK5, target_graph=icd10()) == []


def test_a_stand_in_with_every_code_of_the_edition_does_tell() -> None:
    rows = [{"source": "20", "target": "S72.00"}, {"source": "30", "target": "S72.09"}]
    found = faults("target_not_in_release", rows, target=UK5, target_graph=coding19())
    assert [line.split(":")[0] for line in found] == ["30 → S72.09"]


def test_target_inactive() -> None:
    rows = [{"source": "20", "target": "E11.9"}, {"source": "30", "target": "Z99"}]
    assert faults("target_inactive", rows) == [
        (
            "30 → Z99: Z99 is inactive in icd10/who-2019; no replacement is on offer; map to a "
            "code in use"
        )
    ]


def test_target_is_group() -> None:
    rows = [
        {"source": "E11.9", "target": "GB61"},
        {"source": "U07.1", "target": "BlockL1-RA0"},
        {"source": "N18.3", "target": "16"},
        {"source": "E10-E14", "source_kind": "block", "target": "16"},
    ]
    said = "which no record may hold; choose a code below it"
    assert faults("target_is_group", rows, source=ICD10, target=ICD11) == [
        f"N18.3 → 16: the target is a chapter, {said}",
        f"U07.1 → BlockL1-RA0: the target is a block, {said}",
    ]


def test_target_not_assignable() -> None:
    rows = [{"source": "20", "target": "E11.9"}, {"source": "30", "target": "E11"}]
    assert faults("target_not_assignable", rows) == [
        "30 → E11: the target is subdivided; it needs one of its finer codes E11.3, E11.9"
    ]


def test_in_the_uk_an_external_cause_needs_its_place() -> None:
    rows = [{"source": "20", "target": "W19"}, {"source": "30", "target": "W19.9"}]
    assert faults("target_not_assignable", rows, target=UK5, target_graph=icd10()) == [
        (
            "20 → W19: the target is subdivided; it needs a fourth character for the place of "
            "occurrence"
        )
    ]
    assert faults("target_not_assignable", rows[:1]) == []


def test_an_activity_after_the_place_is_optional_and_a_fifth_character_of_an_injury_is_not() -> (
    None
):
    rows = [{"source": "20", "target": "W19.9"}, {"source": "30", "target": "S72.0"}]
    assert faults("target_not_assignable", rows, target=UK5, target_graph=coding19()) == [
        "30 → S72.0: the target is subdivided; it needs one of its finer codes S72.00"
    ]


def test_finer_codes_exist() -> None:
    rows = [{"source": "N18.3", "target": "GB61"}, {"source": "W19", "target": "PA60"}]
    assert faults("finer_codes_exist", rows, source=ICD10, target=ICD11) == [
        (
            "N18.3 → GB61: valid, but it has finer codes GB61.2, GB61.4, GB61.Z; take one of them "
            "where the source says which"
        )
    ]


def test_extension_alone() -> None:
    rows = [{"source": "B96.2", "target": "XN6P4"}, {"source": "W01", "target": "PA60&XE78X"}]
    assert faults("extension_alone", rows, source=ICD10, target=ICD11) == [
        (
            "B96.2 → XN6P4: the target is an extension code, which says nothing alone; give it a "
            "stem code, or say that the record must (BA41&XA7RE3)"
        )
    ]


def test_source_not_in_release() -> None:
    rows = [{"source": "20", "target": "E11.9"}, {"source": "99", "target": "E11.9"}]
    assert faults("source_not_in_release", rows) == [
        (
            "99 → E11.9: '99' is not in snomed/invented; correct it, or name the release that "
            "holds it with --source"
        )
    ]


def test_source_inactive() -> None:
    rows = [{"source": "20", "target": "E11.9"}, {"source": "40", "target": "E11.9"}]
    assert faults("source_inactive", rows) == [
        (
            "40 → E11.9: 40 is inactive in snomed/invented; no replacement is on offer; map what "
            "is in use, and drop this row"
        )
    ]


def test_without_graphs_nobody_can_say_whether_codes_exist() -> None:
    rows = [{"source": "99", "target": "W37.1"}]
    assert faults("target_not_in_release", rows, source=None, target=None) == []
    found = faults("target_not_in_release", rows, target=None, target_graph=opcs4())
    assert found == []
