"""Rules against a plain reading of them that shares no code with ours."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.mapping.snomed_examples import int_map
from tests.oracle.rule_oracle import OPEN, Case, choose
from workbench.mapping.record import at_encounter
from workbench.mapping.translate import translate

ONSET = "IFA 445518008 | Age at onset of clinical finding (observable entity) |"
CURRENT = "IFA 424144002 | Current chronological age (observable entity) |"
CLAUSES = st.one_of(
    st.sampled_from(
        [
            "IFA 248152002 | Female (finding) |",
            "IFA 248153007 | Male (finding) |",
            "IFA 24700007 | A AND B (disorder) |",
            "IFA 386661006 | Fever (finding) |",
        ]
    ),
    st.builds(
        "{} {} {} {}".format,
        st.sampled_from([ONSET, CURRENT]),
        st.sampled_from(["<", "<=", ">", ">="]),
        st.integers(0, 20).map("{}.0".format),
        st.sampled_from(["years", "months", "days"]),
    ),
)
RULES = st.one_of(
    st.sampled_from(["TRUE", "OTHERWISE TRUE", "ODD"]),
    st.lists(CLAUSES, min_size=1, max_size=3).map(" AND ".join),
)
ROWS = st.lists(
    st.tuples(RULES, st.sampled_from(["A00.0", "A00.1", "A00.9", ""])), min_size=1, max_size=5
)
CASES = st.builds(
    Case,
    age=st.one_of(st.none(), st.integers(0, 130)),
    sex=st.sampled_from([None, "f", "m"]),
    concepts=st.frozensets(st.sampled_from(["24700007", "386661006"])),
)


@given(ROWS, CASES)
def test_a_group_comes_to_what_a_plain_reading_of_its_rules_says(
    rows: list[tuple[str, str]], case: Case
) -> None:
    record = at_encounter(age=case.age, sex=case.sex, concepts=sorted(case.concepts))
    held = int_map([(1, n, rule, goal or None) for n, (rule, goal) in enumerate(rows, start=1)])
    (answer,) = translate(held, "1", record=record)
    expected = choose(rows, case)
    assert [t.target for t in answer.targets] == [expected][: expected not in {OPEN, "", None}]
    assert bool(answer.needs) == (expected == OPEN)
    assert (answer.no_map is not None) == (expected == "")
    tried = [step for step in answer.trace if step.held is not None]
    assert all(step.why for step in tried)
