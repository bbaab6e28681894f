"""Code lists through a move, and what an impact refuses to answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.analysis.examples import BACK, FOUNDATION, MULTIPLE, counts, maps
from tests.mapping.examples import icd11, map_set
from workbench.analysis.impact import impact
from workbench.analysis.impact_result import Impact
from workbench.core.codelist import CodeList
from workbench.core.codes import CodeSystem
from workbench.errors import InputError, ReleaseMismatchError


def test_a_code_list_finds_its_members_and_who_shares_their_targets(answer: Impact) -> None:
    lists = {entry["name"]: entry for entry in answer.to_dict()["codelists"]}
    assert list(lists) == ["hips", "lost", "mi", "none"]
    assert lists["mi"] == {
        "name": "mi",
        "codes": 2,
        "unknown": ["I99"],
        "activity_before": 30,
        "activity_after": 50,
        "low": 0,
        "high": 0,
        "sensitivity": 1.0,
        "ppv": 0.6,
        "why": None,
        "edits": [],
    }
    assert (lists["lost"]["sensitivity"], lists["lost"]["ppv"]) == (0.0, None)
    assert lists["lost"]["why"] == "no code of the list has an ICD-11 category as target"
    assert (lists["none"]["sensitivity"], lists["none"]["ppv"]) == (None, None)
    assert lists["none"]["why"] == "no code of the list is in the data"
    assert lists["hips"]["why"] == "a list of OPCS-4; the dataset is coded in ICD-10"
    assert lists["hips"]["codes"] is None


def test_a_list_whose_members_might_be_others_has_a_low_and_a_high_end() -> None:
    lists = [CodeList(name="mi", system=CodeSystem.ICD10, codes=("I22",))]
    (found,) = impact(counts(), maps(), codelists=lists).codelists
    assert (found.low, found.high) == (5, 25)


def test_a_dataset_of_another_system_is_refused() -> None:
    with pytest.raises(InputError, match="is coded in OPCS-4"):
        impact(counts(system=CodeSystem.OPCS4), maps())


def test_a_dataset_without_codes_is_refused() -> None:
    with pytest.raises(InputError, match="holds no code of ICD-10; values that are none"):
        impact(counts({}), maps())


def test_a_map_of_another_release_than_its_graph_is_refused() -> None:
    foreign = replace(icd11(), release=replace(icd11().release, edition="2019-04"))
    with pytest.raises(ReleaseMismatchError, match="icd11/2024-01 and icd11/2019-04"):
        impact(counts(), maps(target_graph=foreign))


def test_a_stem_the_release_does_not_hold_is_refused() -> None:
    with pytest.raises(InputError, match="leads from I10 to '9Z99', which icd11/2024-01 does not"):
        impact(counts(), maps(map_set=map_set([{"source": "I10", "target": "9Z99"}])))


def test_a_companion_of_other_releases_is_named_with_its_option() -> None:
    with pytest.raises(
        ReleaseMismatchError,
        match=r"--back 'multiple' leads from icd10/who-2019: icd11/2024-01 and icd10/who-2019 are",
    ):
        impact(counts(), maps(back=map_set(MULTIPLE, name="multiple")))


def test_a_map_that_leads_the_other_way_is_refused() -> None:
    with pytest.raises(InputError, match="expected one from ICD-10 or OPCS-4 to ICD-11"):
        impact(counts(), maps(map_set=map_set(BACK, name="back", back=True)))


def test_a_list_whose_codes_have_no_activity_says_so() -> None:
    lists = [CodeList(name="mi", system=CodeSystem.ICD10, codes=("I21.9",))]
    (found,) = impact(counts({"I219": 0, "I10X": 5}), maps(), codelists=lists).codelists
    assert (found.sensitivity, found.ppv) == (None, None)
    assert found.why == "the codes of the list have no activity in the data"


def test_a_table_of_alternatives_is_no_map_to_move_along() -> None:
    with pytest.raises(InputError, match="map 'multiple' is a table of alternatives; give it with"):
        impact(counts(), maps(map_set=map_set(MULTIPLE, name="multiple")))


@pytest.mark.parametrize(
    ("role", "kind", "proper"),
    [
        ("foundation", "who-10to11-one", "map"),
        ("foundation", "who-10to11-multiple", "alternatives"),
        ("alternatives", "who-foundation", "foundation"),
        ("alternatives", "who-10to11-one", "map"),
    ],
)
def test_a_table_in_another_role_than_its_own_is_refused(role: str, kind: str, proper: str) -> None:
    wrong = map_set(FOUNDATION, name="wrong", kind=kind)
    sentence = f"map 'wrong' is of kind {kind}; give it with --{proper}, not with --{role}"
    with pytest.raises(InputError, match=sentence):
        impact(counts(), maps(**{role: wrong}))


def test_the_foundation_table_is_no_map_to_move_along() -> None:
    table = map_set(FOUNDATION, name="foundation", kind="who-foundation")
    with pytest.raises(InputError, match="give it with --foundation, not with --map"):
        impact(counts(), maps(map_set=table))


def test_a_foundation_table_that_states_no_relation_is_refused() -> None:
    silent = map_set([{"source": "I10", "target": "3"}], name="silent")
    with pytest.raises(InputError, match="map 'silent' states no relation; --foundation needs"):
        impact(counts(), maps(foundation=silent))


def test_every_code_of_a_list_that_has_alternatives_is_surely_found_again() -> None:
    lists = [CodeList(name="all", system=CodeSystem.ICD10, codes=("I25",))]
    (found,) = impact(counts(), maps(), codelists=lists).codelists
    assert (found.activity_before, found.low, found.high) == (10, 10, 10)


def test_a_list_and_its_data_may_be_written_in_print_and_in_either_case() -> None:
    lists = [CodeList(name="mi", system=CodeSystem.ICD10, codes=("i21.-", "I10*"))]
    (found,) = impact(counts({"i219": 3, "I21.0": 2, "I10X": 5}), maps(), codelists=lists).codelists
    assert (found.activity_before, found.unknown) == (10, ())


def test_a_list_without_codes_or_targets_has_its_reason() -> None:
    lists = [
        CodeList(name="empty", system=CodeSystem.ICD10, codes=()),
        CodeList(name="lost", system=CodeSystem.ICD10, codes=("L73",)),
    ]
    empty, lost = impact(counts({"L739": 0, "I10X": 5}), maps(), codelists=lists).codelists
    assert (empty.codes, empty.sensitivity, empty.ppv) == (0, None, None)
    assert empty.why == "no code of the list is in the data"
    assert (lost.sensitivity, lost.ppv) == (0.0, None)
