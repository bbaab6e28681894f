"""Numbering, sequence, causes and rules of rows: one test a check, with both answers."""

from __future__ import annotations

import pytest

from tests.mapping.check_examples import (
    FEMALE,
    INTERNATIONAL,
    MALE,
    OPCS4,
    UK,
    UK5,
    context_of,
    faults,
    icd10,
)
from workbench.mapping.checks.causes import DRUG_INDUCED
from workbench.mapping.checks.register import BY_NAME, checks_for

ONE = {"source": "20", "rule": "TRUE"}


def test_groups_not_consecutive() -> None:
    rows = [
        {"source": "20", "target": "S72.0", "map_group": 1},
        {"source": "20", "target": "W19", "map_group": 2},
        {"source": "30", "target": "S72.0", "map_group": 2},
        {"source": "30", "target": "W19", "map_group": 4},
    ]
    assert faults("groups_not_consecutive", rows) == [
        "30 → S72.0: group 2 follows no group 1; number the groups from 1 without a gap",
        "30 → W19: group 4 follows no group 3; number the groups from 1 without a gap",
    ]


def test_priorities_not_consecutive() -> None:
    rows = [
        {"source": "20", "target": "E11.3", "map_priority": 1},
        {"source": "20", "target": "E11.9", "map_priority": 2},
        {"source": "30", "target": "E11.3", "map_priority": 3},
    ]
    assert faults("priorities_not_consecutive", rows) == [
        (
            "30 → E11.3: priority 3 in group 1 follows no priority 2; number the rows of a group "
            "from 1 without a gap"
        )
    ]


def test_place_taken_twice() -> None:
    rows = [
        {"source": "20", "target": "E11.3"},
        {"source": "20", "target": "E11.9"},
        {"source": "30", "target": "E11.9", "map_block": 1},
        {"source": "30", "target": "E11.9", "map_block": 2},
    ]
    assert faults("place_taken_twice", rows, profile=UK) == [
        "20 → E11.9: priority 1 of group 1 is taken already, by E11.3; give each row its own"
    ]
    assert BY_NAME["place_taken_twice"] not in checks_for(context_of(rows))


def test_duplicate_target() -> None:
    rows = [
        {"source": "20", "target": "E11.9", "map_priority": 1},
        {"source": "20", "target": "E11.9", "map_priority": 2},
        {"source": "30", "target": "E11.9", "map_group": 1},
        {"source": "30", "target": "E11.9", "map_group": 2},
    ]
    assert faults("duplicate_target", rows) == [
        "20 → E11.9: E11.9 stands in group 1 already, at priority 1; keep one row"
    ]


def test_asterisk_alone() -> None:
    rows = [
        {"source": "20", "target": "H36.0", "map_group": 1},
        {"source": "20", "target": "E11.3", "map_group": 2},
        {"source": "30", "target": "E11.3", "map_priority": 1},
        {"source": "30", "target": "H36.0", "map_priority": 2},
        {"source": "40", "target": "G63.2", "mark": "*"},
    ]
    alone = "is an asterisk code, which is never used alone; add the dagger code of the underlying"
    assert faults("asterisk_alone", rows) == [
        f"30 → H36.0: H36.0 {alone} disease in a group of its own",
        f"40 → G63.2: G63.2 {alone} disease in a group of its own",
    ]


def test_a_partner_in_another_block_is_none() -> None:
    rows = [
        {"source": "20", "target": "H36.0", "map_block": 1, "map_group": 1},
        {"source": "20", "target": "E11.3", "map_block": 2, "map_group": 2},
    ]
    assert len(faults("asterisk_alone", rows, profile=UK)) == 1


def test_partner_without_dagger() -> None:
    rows = [
        {"source": "20", "target": "E11.3", "map_group": 1, "mark": "†"},
        {"source": "20", "target": "H36.0", "map_group": 2},
        {"source": "30", "target": "E11.3", "map_group": 1},
        {"source": "30", "target": "H36.0", "map_group": 2},
    ]
    assert faults("partner_without_dagger", rows) == [
        (
            "30 → H36.0: no code that stands with H36.0 is marked †; mark the code of the "
            "underlying disease"
        )
    ]
    assert faults("partner_without_dagger", rows[2:]) == []


def test_external_cause_first() -> None:
    rows = [
        {"source": "20", "target": "S72.0", "map_group": 1},
        {"source": "20", "target": "W19", "map_group": 2},
        {"source": "30", "target": "W19", "map_group": 1},
        {"source": "30", "target": "S72.0", "map_group": 2},
        {"source": "40", "target": "W19"},
    ]
    assert faults("external_cause_first", rows) == [
        (
            "30 → W19: W19 is an external cause (chapter XX) and stands first; put the injury or "
            "disease in the group before it"
        )
    ]


def test_external_cause_alone() -> None:
    secondary = "THIS IS AN EXTERNAL CAUSE CODE FOR USE IN A SECONDARY POSITION"
    rows = [
        {**ONE, "target": "W19", "advice": f"ALWAYS W19 | {secondary}"},
        {**ONE, "source": "30", "target": "W19"},
    ]
    assert faults("external_cause_alone", rows, profile=INTERNATIONAL) == [
        (
            "30 → W19: W19 is an external cause (chapter XX) and the only code; a record needs the "
            f"injury or disease first, so give the advice '{secondary}'"
        )
    ]


def test_supplementary_first() -> None:
    rows = [
        {"source": "20", "target": "W37.1", "map_group": 1},
        {"source": "20", "target": "Y75.2", "map_group": 2},
        {"source": "30", "target": "Z94.2", "map_group": 1},
        {"source": "30", "target": "W37.1", "map_group": 2},
    ]
    assert faults("supplementary_first", rows, target=OPCS4) == [
        (
            "30 → Z94.2: Z94.2 is a code of laterality, which never stands first or alone; put the "
            "procedure in the group before it"
        )
    ]


def test_advice_against_sequence() -> None:
    never = "ALWAYS E11.9 | CODE MUST NEVER BE USED IN A PRIMARY POSITION"
    rows = [
        {"source": "20", "target": "E11.9", "map_group": 1, "advice": never},
        {"source": "20", "target": "E11.3", "map_group": 2},
        {"source": "30", "target": "E11.3", "map_group": 1},
        {"source": "30", "target": "E11.9", "map_group": 2, "advice": never},
    ]
    assert faults("advice_against_sequence", rows, profile=UK) == [
        (
            "20 → E11.9: the advice says that E11.9 is never primary, and it stands first; put "
            "another group before it"
        )
    ]


def test_a_code_that_must_be_primary_is_found_behind_another() -> None:
    only = "ALWAYS E11.9 | CODE MUST BE USED IN A PRIMARY POSITION"
    rows = [
        {"source": "20", "target": "E11.3", "map_group": 1},
        {"source": "20", "target": "E11.9", "map_group": 2, "advice": only},
        {"source": "30", "target": "E11.9", "map_group": 1, "advice": only},
    ]
    assert faults("advice_against_sequence", rows, profile=UK) == [
        (
            "20 → E11.9: the advice says that E11.9 must be primary, and it stands in group 2; put "
            "it in the first group"
        )
    ]


@pytest.mark.parametrize("advice", ["ALWAYS H36.0A", "ALWAYS H360 A", "ALWAYS H36.0", None])
def test_advice_may_write_a_code_in_any_form_of_the_uk(advice: str | None) -> None:
    rows = [{"source": "20", "target": "H36.0", "mark": "*", "advice": advice}]
    assert faults("advice_names_other_code", rows, profile=UK) == []


def test_advice_names_other_code() -> None:
    rows = [
        {**ONE, "target": "E11.9", "advice": "ALWAYS E11.3 | MAPPED FOLLOWING WHO GUIDANCE"},
        {**ONE, "source": "30", "target": "U07", "advice": "ALWAYS U07.X"},
    ]
    assert faults("advice_names_other_code", rows, profile=INTERNATIONAL) == [
        (
            "20 → E11.9: the advice 'ALWAYS E11.3' names another code than the target E11.9; make "
            "them the same"
        )
    ]


def test_additional_code_not_given() -> None:
    mandatory = "Additional code mandatory for E113 D"
    rows = [
        {"source": "20", "target": "E11.3", "map_group": 1, "advice": mandatory},
        {"source": "20", "target": "H36.0", "map_group": 2},
        {"source": "30", "target": "E11.3", "advice": mandatory},
    ]
    assert faults("additional_code_not_given", rows, profile=UK) == [
        (
            "30 → E11.3: an additional code is mandatory with E11.3, and no other group gives one; "
            "the coder must take it from the record"
        )
    ]


def test_external_cause_missing() -> None:
    rows = [
        {"source": "20", "target": "S72.01", "map_group": 1},
        {"source": "20", "target": "W19.9", "map_group": 2},
        {"source": "30", "target": "S72.01"},
        {"source": "40", "target": "S72.00", "advice": "ALWAYS S72.00 | ADDITIONAL CODE POSSIBLE"},
    ]
    needs = "S72.01 needs an external cause (chapter XX); add its group, or the advice that the"
    assert faults("external_cause_missing", rows, profile=UK, target=UK5, target_graph=icd10()) == [
        (
            f"30 → S72.01: {needs} record gives it (ADDITIONAL CODE MANDATORY or ADDITIONAL CODE "
            "POSSIBLE)"
        )
    ]


def test_external_cause_of_other_family() -> None:
    rows = [
        {"source": "20", "target": "T81.0", "map_group": 1},
        {"source": "20", "target": "Y60.0", "map_group": 2},
        {"source": "30", "target": "T93.1", "map_group": 1},
        {"source": "30", "target": "W19", "map_group": 2},
    ]
    assert faults("external_cause_of_other_family", rows, profile=UK) == [
        (
            "30 → T93.1: the external cause of T93.1 is one of Y85-Y89; the block gives one of "
            "another family"
        )
    ]


def test_drug_not_named() -> None:
    rows = [
        {"source": "20", "target": "G25.1", "map_group": 1},
        {"source": "20", "target": "Y51.4", "map_group": 2},
        {"source": "30", "target": "G25.1"},
    ]
    assert faults("drug_not_named", rows, profile=UK) == [
        (
            "30 → G25.1: G25.1 is caused by a drug; add the external cause that names it "
            "(Y40-Y59), or the advice that the record gives it"
        )
    ]


def test_the_typed_codes_of_drug_induced_conditions_are_of_their_shape() -> None:
    assert {code for code in DRUG_INDUCED if len(code) != 5 or code[3] != "."} == set()
    assert len(DRUG_INDUCED) == 49


def test_last_rule_not_default() -> None:
    rows = [
        {"source": "20", "target": "E11.3", "map_priority": 1, "rule": FEMALE},
        {"source": "20", "target": "E11.9", "map_priority": 2, "rule": "OTHERWISE TRUE"},
        {"source": "30", "target": "E11.3", "map_priority": 1, "rule": "TRUE"},
        {"source": "30", "target": "E11.9", "map_priority": 2, "rule": MALE},
    ]
    assert faults("last_rule_not_default", rows, profile=INTERNATIONAL) == [
        (
            "30 → E11.3: the rule of priority 1 always holds, so that no row after it in group 1 "
            "is ever reached; put it last"
        ),
        (
            "30 → E11.9: the last rule of group 1 may not hold, so that the group may give no "
            "code; end it with OTHERWISE TRUE"
        ),
    ]


def test_rule_not_understood() -> None:
    rows = [{**ONE, "target": "E11.9"}, {"source": "30", "target": "E11.9", "rule": "IF TALL"}]
    assert faults("rule_not_understood", rows, profile=INTERNATIONAL) == [
        (
            "30 → E11.9: the rule 'IF TALL' is not understood and never holds; write TRUE, "
            "OTHERWISE TRUE or IFA <concept> | <FSN> | with an optional comparison"
        )
    ]


def test_sex_advice_without_rule() -> None:
    advice = "MAP IS CONTEXT DEPENDENT FOR GENDER"
    rows = [
        {"source": "20", "target": "E11.3", "rule": FEMALE, "advice": f"ALWAYS E11.3 | {advice}"},
        {"source": "30", "target": "E11.3", "rule": "TRUE", "advice": f"ALWAYS E11.3 | {advice}"},
        {"source": "40", "target": "E11.3", "rule": MALE, "advice": "ALWAYS E11.3"},
    ]
    assert faults("sex_advice_without_rule", rows, profile=INTERNATIONAL) == [
        (
            f"30 → E11.3: the advice says '{advice}', but no rule of group 1 asks for the sex; "
            "give the rule, or drop the advice"
        ),
        f"40 → E11.3: the rule asks for the sex, but the advice does not say '{advice}'",
    ]


def test_male_before_female() -> None:
    def pair(source: str, *rules: str) -> list[dict[str, object]]:
        return [
            {"source": source, "target": "E11.3", "map_priority": n, "rule": rule}
            for n, rule in enumerate(rules, 1)
        ]

    rows = [*pair("20", FEMALE, MALE), *pair("30", MALE, FEMALE)]
    assert faults("male_before_female", rows, profile=INTERNATIONAL) == [
        "30 → E11.3: the rule for females follows that for males in group 1; put it first"
    ]


def test_category_against_target() -> None:
    classified, dependent, none = "447637006", "447639009", "447638001"
    rows = [
        {**ONE, "target": "E11.9", "category": classified},
        {"source": "25", "target": "E11.9", "rule": FEMALE, "category": dependent},
        {**ONE, "source": "30", "target": "E11.9", "category": none},
        {**ONE, "source": "40", "no_map": "needs_detail", "category": classified},
        {"source": "50", "target": "E11.9", "rule": FEMALE, "category": classified},
    ]
    found = faults("category_against_target", rows, profile=INTERNATIONAL)
    assert [line.split(";")[0] for line in found] == [
        f"30 → E11.9: category {none} says that there is no target",
        f"40 → no map: category {classified} needs a target",
        (
            "50 → E11.9: the rule asks something of the record, so that the category is "
            f"{dependent} (context dependent), not {classified}"
        ),
    ]


def test_advice_not_known() -> None:
    rows = [
        {**ONE, "target": "E11.9", "advice": "ALWAYS E11.9 | MAPPED FOLLOWING WHO GUIDANCE"},
        {**ONE, "source": "30", "target": "E11.9", "advice": "ALWAYS E11.9 | ASK A FRIEND"},
    ]
    assert faults("advice_not_known", rows, profile=INTERNATIONAL) == [
        "30 → E11.9: the advice 'ASK A FRIEND' is not known; take the words of the published map"
    ]


def test_advice_not_sorted() -> None:
    first, second = "MAPPED FOLLOWING WHO GUIDANCE", "POSSIBLE REQUIREMENT FOR MORPHOLOGY CODE"
    rows = [
        {**ONE, "target": "E11.9", "advice": f"ALWAYS E11.9 | {first} | {second}"},
        {**ONE, "source": "30", "target": "E11.9", "advice": f"{second} | ALWAYS E11.9 | {first}"},
    ]
    assert faults("advice_not_sorted", rows, profile=INTERNATIONAL) == [
        (
            "30 → E11.9: the parts of the advice are not sorted; write "
            f"'ALWAYS E11.9 | {first} | {second}'"
        )
    ]
