"""Columns of codes: the answer comes in the family of the question."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pytest

from tests.graph.examples import ICD11, diamond, heart
from workbench.errors import InputError
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.interop import Codes

ASKED: Final = ["I21.0", "?", None, "IX", "I21.0"]
ORDINALS: Final = [5, -1, -1, 1, 5]  # V, IX, F03, I20-I25, I21, I21.0


@pytest.mark.parametrize(
    "codes",
    [
        ASKED,
        tuple(ASKED),
        pa.array(ASKED),
        pa.array(ASKED, pa.large_string()),
        pa.array(ASKED).dictionary_encode(),
        pa.chunked_array([ASKED[:2], ASKED[2:]]),
        pa.chunked_array([["I21.0", "?"], [None, "IX", "I21.0"]]).dictionary_encode(),
        pd.Series(ASKED),
        pd.Series(ASKED, dtype=object),
        pd.Series(ASKED, dtype="category"),
        pd.Series(ASKED, dtype="string"),
        pd.Index(ASKED),
    ],
    ids=lambda codes: type(codes).__name__,
)
def test_any_column_of_text_has_ordinals(codes: Codes) -> None:
    assert heart().ordinals(codes).tolist() == ORDINALS


@pytest.mark.parametrize("nothing", [[], [None], pd.Series([], dtype=object), pa.array([])])
def test_a_column_of_nothing_is_unknown_throughout(nothing: Codes) -> None:
    graph = heart()
    assert graph.ordinals(nothing).tolist() == [-1] * len(nothing)
    assert len(graph.lookup_many(nothing)) == len(nothing)
    assert len(graph.ancestors_many(nothing)) == 0


def test_sctids_may_come_as_whole_numbers() -> None:
    graph = build_graph(nodes_table({"code": "22298006"}), edges_table(), release=ICD11)
    assert graph.ordinals(pd.Series([22298006, 5])).tolist() == [0, -1]


def test_an_entity_is_found_by_its_uri_in_a_column_too() -> None:
    uri = "http://id.who.int/icd/release/11/mms/257068234"
    graph = build_graph(nodes_table({"code": "1A00", "uri": uri}), edges_table(), release=ICD11)
    assert graph.ordinals([uri, "257068234", "1A00", "1"]).tolist() == [0, 0, 0, -1]


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [
        ("I21.0", r"'I21\.0' is one code; expected a column of codes"),
        ([2.5], "the column holds double, expected codes as text"),
        (pd.Series([2.2e7, None]), "the column holds double"),
        (["I21", 3], "the column mixes types; expected codes as text"),
        ([True], "the column holds bool"),
    ],
)
def test_what_is_no_column_of_codes_is_refused(codes: Codes, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        heart().ordinals(codes)


def test_a_series_is_looked_up_as_a_frame_with_its_index() -> None:
    found = heart().lookup_many(pd.Series(ASKED, index=list("abcde")))
    assert isinstance(found, pd.DataFrame)
    assert found.index.tolist() == list("abcde")
    assert found["term"].isna().tolist() == [False, True, True, False, False]
    assert found.loc["d", "term"] == "Circulatory system"
    assert found["assignable"].dtype == "boolean"


def test_a_list_is_looked_up_as_an_arrow_table() -> None:
    found = heart().lookup_many(ASKED)
    assert isinstance(found, pa.Table)
    assert found.column_names == heart().concepts.column_names
    assert found["code"].to_pylist() == ["I21.0", None, None, "IX", "I21.0"]


def test_pairs_of_series_are_answered_as_a_series_with_nulls() -> None:
    upper = pd.Series(["IX", "I21", "IX", None], index=[5, 6, 7, 8])
    answer = heart().subsumes_many(upper, ["I21.0", "I43.8", "?", "IX"])
    expected = pd.Series([True, False, None, None], index=[5, 6, 7, 8], dtype="boolean")
    pd.testing.assert_series_equal(answer, expected)


def test_one_code_may_stand_against_a_whole_column() -> None:
    graph = heart()
    column = pd.Series(["I21.0", "F03", "?"])
    assert graph.subsumes_many("IX", column).tolist() == [True, False, pd.NA]
    assert graph.subsumes_many(["IX", "V"], "I21.0").to_pylist() == [True, False]
    assert graph.subsumes_many("IX", []).to_pylist() == []


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(InputError, match="the columns have 2 and 3 rows, expected as many"):
        heart().subsumes_many(["IX", "V"], ["I21", "I21", "I21"])


def test_ancestors_of_a_column_are_a_long_table_of_its_distinct_codes() -> None:
    found = heart().ancestors_many(pd.Series(["I21.0", "?", "F03", None, "I21.0", "IX"]))
    assert found.to_dict("split")["data"] == [
        ["I21.0", "I21", 1],
        ["I21.0", "I20-I25", 2],
        ["I21.0", "IX", 3],
        ["F03", "V", 1],
    ]
    assert found.columns.tolist() == ["code", "ancestor", "distance"]


def test_distance_takes_the_shortest_path() -> None:
    found = diamond().descendants_many(["top"]).to_pylist()
    assert [(row["descendant"], row["distance"]) for row in found] == [
        ("left", 1),
        ("right", 1),
        ("bottom", 2),
        ("lower", 2),
    ]


def test_a_category_that_does_not_occur_has_no_rows() -> None:
    codes = pd.Series(pd.Categorical(["F03"], categories=["I21.0", "F03"]))
    assert heart().ancestors_many(codes)["code"].tolist() == ["F03"]


def test_networkx_nodes_carry_what_is_known_of_them() -> None:
    graph = heart().to_networkx()
    assert graph.graph == {"release": "icd10/example", "name": "icd10/example"}
    assert graph.nodes["I43.8"] == {
        "term": "In others",
        "kind": "subcategory",
        "active": True,
        "assignable": True,
        "mark": "*",
        "depth": 3,
    }
    assert list(graph.successors("I43")) == ["I43.8"]


@pytest.mark.parametrize("thing", [3, pd.DataFrame({"code": ["I10"]}), object()])
def test_what_is_no_column_is_refused_in_one_sentence(thing: Any) -> None:  # noqa: ANN401 - anything
    with pytest.raises(InputError, match="is no column of codes; expected a list, Series or array"):
        heart().lookup_many(thing)
