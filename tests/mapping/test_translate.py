"""Translation: one answer, a question, a stated no-map, or nobody has looked."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest

from tests.mapping.examples import URI, icd10, icd11, map_set
from workbench.errors import InputError, UnknownCodeError
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.mapping.translate import translate
from workbench.mapping.translation import Translation

ONE = [
    {"source": "I10", "target": "BA00.Z", "target_term": "Hypertension", "relation": "equivalent"},
    {"source": "I25", "target": "2", "target_kind": "block", "target_uri": f"{URI}2"},
    {"source": "I21.0", "target": "BA41.0&XN6P4", "target_uri": f"{URI}5"},
    {"source": "I21.9", "no_map": "none_in_table", "no_map_text": "No Mapping"},
]


def one(code: str, *, kind: str = "csv") -> Translation:
    (answer,) = translate(
        map_set(ONE, kind=kind), [code], source_graph=icd10(), target_graph=icd11()
    )
    return answer


def test_a_row_answers_and_says_so() -> None:
    assert one("I10").to_dict() == {
        "source": "I10",
        "targets": [
            {
                "target": "BA00.Z",
                "term": "Hypertension",
                "mark": None,
                "map_block": 1,
                "map_group": 1,
                "map_priority": 1,
                "relation": "equivalent",
                "advice": None,
            }
        ],
        "no_map": None,
        "needs": [],
        "trace": [
            {
                "map_block": 1,
                "map_group": 1,
                "map_priority": 1,
                "rule": None,
                "target": "BA00.Z",
                "held": True,
                "why": "the row of 'example' for I10",
            }
        ],
    }


def test_a_block_is_given_by_its_own_code() -> None:
    assert [target.target for target in one("I25").targets] == ["BlockL1-BA0"]
    assert one("I25").targets[0].term == "Hypertensive"


def test_a_cluster_stays_whole() -> None:
    assert [target.target for target in one("I21.0").targets] == ["BA41.0&XN6P4"]


def test_a_stated_no_map_gives_its_reason_and_the_words_of_the_table() -> None:
    answer = one("I21.9")
    assert answer.to_dict()["no_map"] == {"reason": "none_in_table", "text": "No Mapping"}
    assert answer.targets == ()
    assert answer.needs == ()


def test_a_code_nobody_mapped_has_no_answer_of_any_kind() -> None:
    assert one("W19").to_dict() == {
        "source": "W19",
        "targets": [],
        "no_map": None,
        "needs": [],
        "trace": [],
    }
    assert "unmapped" in str(one("W19"))


def test_a_code_that_is_in_neither_graph_nor_map_is_an_error_with_near_spellings() -> None:
    with pytest.raises(UnknownCodeError, match=r"'I219' is not in icd10/who-2019.*I21\.9"):
        one("I219")


def test_a_table_of_alternatives_asks_and_never_unites() -> None:
    answer = one("I10", kind="who-10to11-multiple")
    assert answer.targets == ()
    assert [need.options for need in answer.needs] == [("BA00.Z",)]
    assert [step.held for step in answer.trace] == [None]


def test_answers_come_in_the_order_asked() -> None:
    answers = translate(map_set(ONE), ["I25", "I10", "I25"])
    assert [answer.source for answer in answers] == ["I25", "I10", "I25"]


@pytest.mark.parametrize(
    "spelling",
    ["BlockL1-BA0", "2", f"{URI}2", "http://id.who.int/icd/entity/2"],
)
def test_a_back_map_is_asked_by_any_spelling_of_an_icd11_node(spelling: str) -> None:
    back = map_set(
        [{"source": "2", "source_uri": f"{URI}2", "target": "I10-I15"}],
        kind="who-11to10",
        back=True,
    )
    (answer,) = translate(back, [spelling], source_graph=icd11(), target_graph=icd10())
    assert [target.target for target in answer.targets] == ["I10-I15"]


def test_several_answers_show_themselves_as_a_table_bounded_and_escaped() -> None:
    rows = [{"source": "I10", "target": "BA00.Z", "target_term": "<b>"}, *ONE[1:]]
    answers = translate(map_set(rows), ["I10", "I21.9", "W19"] * 20, source_graph=icd10())
    page = answers._repr_html_()
    assert "&lt;b&gt;" in page
    assert page.count("<tr>") == 51
    assert "… and 10 more" in page
    assert repr(answers).splitlines()[0] == "I10 → BA00.Z  <b>"
    frame = answers.to_pandas()
    assert list(frame.columns) == ["source", "answer", "term", "relation", "why"]
    assert list(frame["answer"][:3]) == ["BA00.Z", "no map", "unmapped"]


def test_a_target_bears_the_mark_of_its_own_release() -> None:
    marked = build_graph(
        nodes_table({"code": "D63", "term": "Anaemia elsewhere", "kind": "category", "mark": "*"}),
        edges_table(),
        release=icd10().release,
    )
    back = map_set([{"source": "3A71", "target": "D63"}], back=True)
    (answer,) = translate(back, ["3A71"], target_graph=marked)
    assert [(target.target, target.mark) for target in answer.targets] == [("D63", "*")]
    assert answer.lines()[0].startswith("3A71 → D63*")


def test_the_options_of_a_question_are_sorted() -> None:
    rows = [{"source": "I21", "target": code} for code in ("BA41.Z", "BA41.0", "2")]
    (answer,) = translate(map_set(rows), ["I21"], target_graph=icd11())
    assert answer.needs[0].options == ("BA41.0", "BA41.Z", "BlockL1-BA0")


def test_one_code_alone_may_be_given_as_it_is() -> None:
    assert [answer.source for answer in translate(map_set(ONE), "I10")] == ["I10"]


def test_a_code_of_the_other_side_is_told_its_way() -> None:
    with pytest.raises(InputError, match="'8B11' is a code of icd11/2024-01, which map 'example'"):
        translate(map_set(ONE), ["8B11"], source_graph=icd10(), target_graph=icd11())


def test_a_line_says_the_relation_in_words_and_a_no_map_once() -> None:
    assert one("I10").lines() == [
        "I10 → BA00.Z  Hypertension  [the same]",
        "    why: the row of 'example' for I10",
    ]
    assert one("I21.9").lines() == ["I21.9: no map, stated by the map (none_in_table: No Mapping)"]


def test_one_candidate_asks_whether_it_fits_and_several_ask_which() -> None:
    (need,) = one("I10", kind="who-10to11-multiple").needs
    assert need.ask.startswith("does this ICD-11 code fit the record?")
    rows = [{"source": "I21", "target": code} for code in ("BA41.Z", "BA41.0")]
    (answer,) = translate(map_set(rows), "I21")
    assert answer.needs[0].ask.startswith("which ICD-11 code fits the record?")


@pytest.mark.parametrize("column", [pa.array(["I10", "W19"]), pd.Series(["I10", "W19"])])
def test_a_column_of_pandas_or_arrow_is_translated_too(column: pa.Array | pd.Series[str]) -> None:
    answers = translate(map_set(ONE), column, source_graph=icd10())
    assert [answer.source for answer in answers] == ["I10", "W19"]


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(InputError, match="a code to translate is None; expected text"):
        translate(map_set(ONE), pa.array(["I10", None]))
