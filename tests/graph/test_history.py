"""Replacements: several offered, none picked, chains followed once."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mapping.linked_examples import SNOMED, snomed
from workbench.errors import UnknownCodeError
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.history import (
    AMBIGUITY_WORDS,
    CurrentReplacement,
    GoneConcept,
    Replacement,
    current_replacements,
    gone_concept,
    replacements,
)
from workbench.graph.schema import REPLACEMENT_SCHEMA, Association
from workbench.graph.side_tables import SideTables


def test_every_replacement_is_offered_the_least_ambiguous_first() -> None:
    assert replacements(snomed(), "80") == (
        Replacement(
            code="20", term="Fever", association="uk_substitution", ambiguity=2, active=True
        ),
        Replacement(
            code="40", term="Marsh fever", association="uk_substitution", ambiguity=2, active=True
        ),
        Replacement(
            code="30", term="Marsh disorder", association="same_as", ambiguity=None, active=True
        ),
    )


def test_a_replacement_that_is_retired_itself_is_shown_so() -> None:
    (offered,) = replacements(snomed(), "90")

    assert (offered.code, offered.active) == ("80", False)
    assert offered.words == "replaced by; ambiguity not stated"


def test_a_chain_is_followed_to_what_is_active_with_its_worst_ambiguity() -> None:
    assert current_replacements(snomed(), "7777") == (
        CurrentReplacement(
            code="40",
            term="Marsh fever",
            path=("7777", "40"),
            associations=("uk_substitution",),
            ambiguity=0,
        ),
        CurrentReplacement(
            code="20",
            term="Fever",
            path=("7777", "90", "80", "20"),
            associations=("uk_substitution", "replaced_by", "uk_substitution"),
            ambiguity=3,
        ),
        CurrentReplacement(
            code="30",
            term="Marsh disorder",
            path=("7777", "90", "80", "30"),
            associations=("uk_substitution", "replaced_by", "same_as"),
            ambiguity=3,
        ),
    )


def test_a_concept_that_only_history_knows_has_its_name_without_the_tag() -> None:
    assert gone_concept(snomed(), "7777") == GoneConcept(
        code="7777", term="Fever (of marshes)", fsn="Fever (of marshes) (disorder)"
    )
    assert gone_concept(snomed(), "80") is None
    assert gone_concept(snomed(), "1234") is None


def test_an_active_concept_has_no_replacement_and_a_retired_one_may_have_none() -> None:
    assert replacements(snomed(), "40") == ()
    assert replacements(snomed(), "95") == ()
    assert current_replacements(snomed(), "95") == ()


@pytest.mark.parametrize("ask", [replacements, current_replacements])
def test_a_code_that_nobody_knows_is_refused(ask: object) -> None:
    with pytest.raises(UnknownCodeError, match=r"code '1234' is not in snomed/uk-invented"):
        ask(snomed(), "1234")  # type: ignore[operator]


def test_other_questions_about_a_gone_concept_name_what_replaces_it() -> None:
    with pytest.raises(UnknownCodeError) as error:
        snomed().ancestors("7777")

    assert str(error.value) == (
        "code '7777' is not in snomed/uk-invented, but its history replaces it by 40 or 90"
    )
    assert error.value.replaced_by == ("40", "90")


def test_every_level_has_its_words() -> None:
    assert list(AMBIGUITY_WORDS) == [0, 1, 2, 3, None]


@given(st.data())
def test_following_never_loops_and_every_answer_is_active_and_reached_by_its_path(
    data: st.DataObject,
) -> None:
    codes = [str(number) for number in range(1, 8)]
    active = {code: data.draw(st.booleans()) for code in codes}
    row = st.tuples(
        st.sampled_from(codes),
        st.sampled_from(codes),
        st.sampled_from(list(Association)),
        st.sampled_from([0, 1, 2, 3, None]),
    )
    rows = data.draw(st.lists(row, max_size=20, unique_by=lambda each: each[:3]))
    table = pa.Table.from_pylist(
        [dict(zip(REPLACEMENT_SCHEMA.names, (*each, None), strict=True)) for each in rows],
        schema=REPLACEMENT_SCHEMA,
    )
    graph = build_graph(
        nodes_table(*(node(code, active[code]) for code in codes)),
        edges_table(),
        release=SNOMED,
        side=SideTables(replacements=table),
    )
    offered = {(old, new) for old, new, *_ in rows}
    for code in codes:
        found = current_replacements(graph, code)
        assert len({each.code for each in found}) == len(found)
        for each in found:
            assert active[each.code]
            assert len(set(each.path)) == len(each.path) == len(each.associations) + 1
            assert set(zip(each.path, each.path[1:], strict=False)) <= offered
            assert not any(active[between] for between in each.path[1:-1])
        assert {each.code for each in found} == reachable(code, offered, active)


def node(code: str, active: bool) -> dict[str, str | bool]:  # noqa: FBT001 - a column's value
    return {"code": code, "active": active}


def reachable(code: str, offered: set[tuple[str, str]], active: dict[str, bool]) -> set[str]:
    """Give the active codes, other than itself, that a walk over retired ones reaches."""
    seen, work = {code}, [code]
    while work:
        at = work.pop()
        for new in sorted(new for old, new in offered if old == at and new not in seen):
            seen.add(new)
            if not active[new]:
                work.append(new)
    return {each for each in seen - {code} if active[each]}
