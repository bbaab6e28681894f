"""What a record answers of a rule: yes, no, or that it does not say."""

from __future__ import annotations

import pytest

from tests.mapping.snomed_examples import SNOMED
from workbench.errors import InputError, UnknownCodeError
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.code_graph import CodeGraph
from workbench.mapping.ages import parse_age
from workbench.mapping.record import Facts, Listing, Record, Sex, at_encounter, one_record
from workbench.mapping.rules import AllOf, held, parse_rule

ONSET = "IFA 445518008 | Age at onset of clinical finding (observable entity) |"
CURRENT = "IFA 424144002 | Current chronological age (observable entity) |"
FEMALE = "IFA 248152002 | Female (finding) |"
FEVER, MARSH_FEVER, COUGH = "386661006", "61462000", "49727002"


@pytest.fixture(scope="module")
def graph() -> CodeGraph:
    codes = [FEVER, MARSH_FEVER, COUGH]
    nodes: list[dict[str, str]] = [{"code": c, "term": c, "kind": "concept"} for c in codes]
    return build_graph(nodes_table(*nodes), edges_table((MARSH_FEVER, FEVER)), release=SNOMED)


def answers(record: Record, graph: CodeGraph | None, *rules: str) -> list[bool | None]:
    facts = Facts(record, graph)
    return [held(parse_rule(text), facts.answer) for text in rules]


def test_what_is_not_given_is_not_known(graph: CodeGraph) -> None:
    asked = [f"{ONSET} < 28.0 days", f"{CURRENT} < 28.0 days", FEMALE, f"IFA {FEVER} | Fever |"]
    assert answers(Record(), graph, *asked) == [None, None, None, None]


def test_the_current_age_bounds_the_age_at_onset_and_is_not_it(graph: CodeGraph) -> None:
    record = Record(age=parse_age("20 days"))
    assert answers(record, graph, f"{ONSET} < 28 days", f"{ONSET} >= 28 days") == [True, False]
    assert answers(record, graph, f"{ONSET} <= 28 days", f"{ONSET} > 28 days") == [True, False]
    record = Record(age=parse_age(45))
    rules = [f"{ONSET} < 28 days", f"{ONSET} >= 28 days", f"{CURRENT} < 28 days"]
    assert answers(record, graph, *rules) == [None, None, False]


def test_the_age_at_an_encounter_answers_both_unless_onset_is_said(graph: CodeGraph) -> None:
    rules = [f"{ONSET} < 19 years", f"{CURRENT} < 19 years"]
    assert answers(at_encounter(age=45), graph, *rules) == [False, False]
    assert answers(at_encounter(age=45, onset=12), graph, *rules) == [True, False]


def test_sex_is_said_by_itself_or_by_its_concept() -> None:
    male = "IFA 248153007 | Male (finding) |"
    for record in (at_encounter(sex="f"), Record(sex=Sex.FEMALE), Record(concepts=("248152002",))):
        assert answers(record, None, FEMALE, male) == [True, False]


def test_a_concept_holds_where_the_record_has_it_or_a_descendant(graph: CodeGraph) -> None:
    rules = [f"IFA {code} | {code} |" for code in (FEVER, MARSH_FEVER, COUGH)]
    assert answers(at_encounter(concepts=[MARSH_FEVER]), graph, *rules) == [True, True, None]
    assert answers(at_encounter(concepts=FEVER), graph, *rules) == [True, None, None]


def test_an_absent_concept_is_absent_only_where_the_list_is_all_there_is(graph: CodeGraph) -> None:
    rules = [f"IFA {code} | {code} |" for code in (FEVER, MARSH_FEVER, "1")]
    record = at_encounter(concepts=[FEVER], listing="all")
    assert record.listing is Listing.ALL
    assert answers(record, graph, *rules) == [True, False, None]
    assert answers(record, None, *rules) == [True, None, None]


def test_one_clause_that_fails_settles_a_rule_and_one_open_clause_leaves_it_open() -> None:
    both = f"{FEMALE} AND IFA {FEVER} | Fever |"
    assert answers(at_encounter(sex="m"), None, both) == [False]
    assert answers(at_encounter(sex="f"), None, both) == [None]
    assert answers(at_encounter(sex="f", concepts=FEVER), None, both) == [True]


def test_a_rule_that_is_not_understood_is_never_answered() -> None:
    assert answers(at_encounter(age=45, sex="f"), None, "IF PREGNANT") == [None]


def test_what_answered_a_clause_is_told(graph: CodeGraph) -> None:
    facts = Facts(at_encounter(age=45, sex="f", concepts=[MARSH_FEVER], listing="all"), graph)
    asked = [f"{ONSET} < 28 days", FEMALE, f"IFA {FEVER} | Fever |", f"IFA {COUGH} | Cough |"]
    rules = [parse_rule(text) for text in asked]
    told = [facts.because(rule.clauses[0]) for rule in rules if isinstance(rule, AllOf)]
    age = "45 years, the age at the encounter"
    assert told == [age, "sex f", f"it has {MARSH_FEVER}", "all it has is listed"]


def test_an_age_at_onset_of_its_own_is_told_as_it_is() -> None:
    (clause,) = parse_rule(f"{ONSET} < 28 days").clauses  # type: ignore[union-attr]
    assert Facts(at_encounter(age=45, onset="27 days"), None).because(clause) == "27 days"
    assert Facts(Record(age=parse_age(45)), None).because(clause) == "now 45 years"


def test_a_concept_that_the_graph_does_not_hold_is_refused(graph: CodeGraph) -> None:
    with pytest.raises(UnknownCodeError, match="'9' is not in snomed/example"):
        Facts(at_encounter(concepts=["9"]), graph)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"sex": "x"}, "'x' is not understood: a sex is 'f' or 'm'"),
        ({"sex": "m", "concepts": ["248152002"]}, "cannot be of both sexes"),
        ({"age": 12, "onset": 45}, "an age at onset of 45 years lies after the current age, 12"),
        ({"listing": "most"}, "'most' is not understood: a listing is 'some' or 'all'"),
        ({"age": 200}, "an age of 200 years is impossible"),
    ],
)
def test_a_record_that_cannot_be_is_refused(parts: dict[str, str | int], said: str) -> None:
    with pytest.raises(InputError, match=said):
        at_encounter(**parts)  # type: ignore[arg-type]


def test_a_record_is_given_whole_or_in_parts() -> None:
    whole = Record(age=parse_age(3))
    assert one_record(whole, age=None, sex=None, concepts=()) is whole
    assert one_record(None, age=3, sex="F", concepts=()) == at_encounter(age=3, sex="f")
    with pytest.raises(InputError, match="not in both ways"):
        one_record(whole, age=3, sex=None, concepts=())
