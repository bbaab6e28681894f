"""Many records at once: what each gets is what it gets alone."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mapping.snomed_examples import SNOMED, UK5, graph_of, int_map, snomed, uk_map
from workbench.errors import InputError, UnknownCodeError
from workbench.graph.code_graph import CodeGraph
from workbench.mapping.batch import BATCH_COLUMNS, translate_many
from workbench.mapping.batch_answers import AnswerRow, answer_rows
from workbench.mapping.map_set import MapSet
from workbench.mapping.record import at_encounter
from workbench.mapping.schema import map_table
from workbench.mapping.translate import translate
from workbench.mapping.translation import Outcome

FEMALE = "IFA 248152002 | Female (finding) |"
ONSET = "IFA 445518008 | Age at onset of clinical finding (observable entity) |"
CURRENT = "IFA 424144002 | Current chronological age (observable entity) |"


#: The graphs of a map's source and target, where held.
Graphs = tuple[CodeGraph | None, CodeGraph | None]


def batch(
    held: MapSet,
    codes: Sequence[str | None],
    *,
    ages: Sequence[Any] | None = None,
    sexes: Sequence[str | None] | None = None,
    graphs: Graphs = (None, None),
) -> list[tuple[Any, ...]]:
    source, target = graphs
    table = translate_many(
        held, codes, ages=ages, sexes=sexes, source_graph=source, target_graph=target
    )
    assert table.schema == BATCH_COLUMNS
    return list(zip(*table.to_pydict().values(), strict=True))


def one_by_one(
    held: MapSet,
    codes: Sequence[str | None],
    ages: Sequence[Any],
    sexes: Sequence[str | None],
    graphs: Graphs,
) -> list[tuple[Any, ...]]:
    found = []
    for record, (code, age, sex) in enumerate(zip(codes, ages, sexes, strict=True)):
        rows = [AnswerRow(outcome=Outcome.UNKNOWN.value)]
        if code is not None:
            known = at_encounter(age=age, sex=sex)
            with suppress(UnknownCodeError):
                (answer,) = translate(
                    held, code, record=known, source_graph=graphs[0], target_graph=graphs[1]
                )
                rows = answer_rows(answer)
        found += [(record, code, *row) for row in rows]
    return found


def test_each_record_gets_a_row_a_target_or_one_that_says_why() -> None:
    held = int_map(
        [
            (1, 1, f"{ONSET} < 28.0 days", "P29.0"),
            (1, 2, "OTHERWISE TRUE", "I50.9"),
            (2, 1, "TRUE", "R60.9"),
        ]
    )
    found = batch(held, ["1", "1", "1", "4", None])
    assert [row[:4] for row in found] == [
        (0, "1", "target", "R60.9"),
        (0, "1", "needs", None),
        (1, "1", "target", "R60.9"),
        (1, "1", "needs", None),
        (2, "1", "target", "R60.9"),
        (2, "1", "needs", None),
        (3, "4", "unknown", None),
        (4, None, "unknown", None),
    ]
    assert found[1][-1] == "age at onset under 28 days? (group 1)"
    found = batch(held, ["1", "1", "1"], ages=["27 days", "45", ""])
    assert [row[:4] for row in found] == [
        (0, "1", "target", "P29.0"),
        (0, "1", "target", "R60.9"),
        (1, "1", "target", "I50.9"),
        (1, "1", "target", "R60.9"),
        (2, "1", "target", "R60.9"),
        (2, "1", "needs", None),
    ]
    assert found[0] == (*(0, "1", "target", "P29.0", None, 1, 1, 1, "unspecified", None, None),)


def test_a_concept_without_a_row_and_one_with_a_stated_no_map_are_told_apart() -> None:
    held = uk_map([(1, 1, 1, "#NIS", None)])
    found = batch(held, ["1", "7", "9", "5"], graphs=(snomed(), None))
    assert [(row[1], row[2], row[-2]) for row in found] == [
        ("1", "no_map", "not_in_scope"),
        ("7", "unmapped", None),
        ("9", "unmapped", None),
        ("5", "unknown", None),
    ]


def test_where_no_rule_holds_the_outcome_says_so() -> None:
    found = batch(int_map([(1, 1, FEMALE, "E28.3")]), ["1", "1", "1"], sexes=["f", "m", None])
    assert [row[2] for row in found] == ["target", "no_rule", "needs"]


def test_the_answer_is_in_the_family_of_the_codes() -> None:
    held = int_map([(1, 1, "TRUE", "I50.9")])
    frame = translate_many(held, pd.Series([1, 1], index=["x", "y"]), ages=np.array([1.0, np.nan]))
    assert isinstance(frame, pd.DataFrame)
    assert frame[["record", "source", "target"]].to_numpy().tolist() == [
        [0, "1", "I50.9"],
        [1, "1", "I50.9"],
    ]
    assert isinstance(translate_many(held, pa.chunked_array([["1"], ["1"]])), pa.Table)


def test_no_records_are_no_rows() -> None:
    table = translate_many(int_map([(1, 1, "TRUE", "I50.9")]), pa.array([], pa.string()))
    assert (table.num_rows, table.schema) == (0, BATCH_COLUMNS)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"ages": [1, 200]}, "column 'age': record 1 (counted from 0): an age of 200 years is imp"),
        ({"ages": ["1", "old"]}, "column 'age': record 1 (counted from 0): age 'old' is not under"),
        ({"sexes": ["f", "?"]}, "column 'sex': record 1 (counted from 0): '?' is not understood"),
        ({"sexes": ["f"]}, "column 'sex': 1 values for 2 records; a column has one a record"),
        ({"ages": [1, "old"]}, "column 'age': the column mixes types"),
    ],
)
def test_what_is_no_age_or_sex_is_refused_with_its_record(
    columns: dict[str, list[Any]], said: str
) -> None:
    with pytest.raises(InputError) as caught:
        batch(int_map([(1, 1, "TRUE", "I50.9")]), ["1", "1"], **columns)  # type: ignore[arg-type]
    assert str(caught.value).startswith(said)


RULES = st.sampled_from(
    [
        *("TRUE", "OTHERWISE TRUE", FEMALE, "IFA 248153007 | Male (finding) |", "ODD"),
        *(f"{ONSET} < 28.0 days", f"{CURRENT} <= 15.0 years", f"{ONSET} >= 1.5 years"),
        f"{ONSET} >= 12.0 years AND {ONSET} < 19.0 years",
        f"{FEMALE} AND {CURRENT} > 11.0 months",
        f"IFA 7 | Concept 7 | AND {FEMALE}",
    ]
)
TARGETS = st.sampled_from(["A00.0", "A00.1", "A00.9", "#NIS"])
ADVICE = st.sampled_from([None, None, "ALWAYS A00.0", "ALWAYS A00.1 | ADDITIONAL CODE MANDATORY"])
AGES = st.one_of(
    st.none(),
    st.integers(0, 130).map(str),
    st.integers(0, 40).map("{} months".format),
    st.integers(0, 800).map("{} days".format),
)


@st.composite
def maps(
    draw: st.DrawFn, profile: str | None, blocks: int, rules: st.SearchStrategy[Any]
) -> MapSet:
    """Draw a map of a few sources, its rows in any order."""
    place = st.tuples(
        st.sampled_from(["1", "2", "3"]),
        st.integers(1, blocks),
        st.integers(1, 2),
        st.integers(1, 3),
    )
    places = draw(st.lists(place, min_size=1, max_size=14, unique=True))
    goals = [draw(TARGETS) for _ in places]
    none = [goal == "#NIS" for goal in goals]
    columns: dict[str, list[Any]] = {
        "source": [source for source, *_ in places],
        "map_block": [block for _, block, _, _ in places],
        "map_group": [group for *_, group, _ in places],
        "map_priority": [priority for *_, priority in places],
        "target": [None if gone else goal for goal, gone in zip(goals, none, strict=True)],
        "no_map": ["not_in_scope" if gone else None for gone in none],
        "rule": [draw(rules) for _ in places],
        "advice": [draw(ADVICE) for _ in places],
        "profile": [profile] * len(places),
        "line": list(range(2, len(places) + 2)),
    }
    return MapSet(name="m", kind="csv", source=SNOMED, target=UK5, table=map_table(columns))


HELD = st.one_of(
    maps("international", 1, RULES),
    maps("uk", 2, st.none()),
    maps(None, 1, st.none()),
)
RECORDS = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "3", "7", "9", "nobody", None]),
        AGES,
        st.sampled_from(["f", "m", None]),
    ),
    min_size=1,
    max_size=40,
)


HERE = (snomed(), graph_of("icd10/uk-5th", "A00.0", "A00.9"))


@given(HELD, RECORDS, st.sampled_from([HERE, (None, None)]))
def test_a_batch_answers_as_one_by_one(
    held: MapSet, records: list[tuple[str | None, str | None, str | None]], graphs: Graphs
) -> None:
    codes, ages, sexes = (list(column) for column in zip(*records, strict=True))
    found = batch(held, codes, ages=ages, sexes=sexes, graphs=graphs)
    assert found == one_by_one(held, codes, ages, sexes, graphs)
