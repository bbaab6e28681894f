"""Two maps side by side: each difference by the mildest reading that explains it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.codes import Mark, parse_release
from workbench.mapping.compare import Difference, compare
from workbench.mapping.entry import MapEntry, table_of_entries
from workbench.mapping.map_set import MapSet
from workbench.mapping.profile import Profile

UK, WHO = parse_release("icd10/uk-5th"), parse_release("icd10/who-2019")
ASKS = "IFA 248152002 | Female (finding) |"


def uk(*codes: str) -> MapSet:
    """Give the UK map of one concept: its codes in order, a mark behind a code."""
    rows = [
        MapEntry(
            source="1",
            target=code.rstrip("*†"),
            mark=Mark(code[-1]) if code[-1] in "*†" else None,
            map_group=group,
        )
        for group, code in enumerate(codes, 1)
    ]
    table = table_of_entries(rows, profile=Profile.UK)
    return MapSet(name="uk", kind="rf2", source=None, target=UK, table=table)


def international(*rows: dict[str, Any]) -> MapSet:
    entries = [
        MapEntry(**{"source": "1", "target": None, "rule": "TRUE", "map_group": group, **row})
        for group, row in enumerate(rows, 1)
    ]
    table = table_of_entries(entries, profile=Profile.INTERNATIONAL)
    return MapSet(name="int", kind="rf2", source=None, target=WHO, table=table)


@pytest.mark.parametrize(
    ("codes", "others", "difference"),
    [
        (["I50.9"], ["I50.9"], "none"),
        (["E05.9†", "I43.8*"], ["E05.9", "I43.8"], "mark"),
        (["S72.00", "W19.0"], ["S72.0", "W19"], "edition"),
        (["I43.8*", "E05.9†"], ["E05.9", "I43.8"], "order"),
        (["E11.3†", "H36.0*"], ["H36.0"], "more"),
        (["I50.1"], ["I50.9"], "category"),
        (["I48.9"], ["I48"], "category"),
        (["I50.1"], ["I51.9"], "code"),
        (["X59.0"], ["X59.0"], "category"),
        (["X59.0"], ["X59"], "edition"),
        (["X59.0", "I10"], ["I10", "X59.0"], "category"),
    ],
)
def test_codes_differ_by_the_mildest_reading(
    codes: list[str], others: list[str], difference: str
) -> None:
    (row,) = compare(uk(*codes), international(*({"target": code} for code in others)))
    assert (row.first, row.difference) == (tuple(codes), difference)


def test_a_question_a_no_map_and_no_row_are_no_codes_and_say_what_they_say() -> None:
    asks = international({"target": "I50.9", "rule": ASKS})
    none = international({"no_map": "needs_detail", "no_map_text": "too broad"})
    (asked,) = compare(uk("I50.9"), asks)
    (stated,) = compare(uk("I50.9"), none)
    (lacking,) = compare(uk("I50.9"), none, sources=["2"])
    (lone,) = compare(uk("I50.9"), MapSet(**NOTHING), sources=["1"])
    assert (asked.second, asked.difference) == (("(asks)",), "question")
    assert asked.why == (
        "one asks the record, the other answers or asks otherwise; is the patient female? (group 1)"
    )
    assert (stated.second, stated.difference) == (("(no map)",), "no_map")
    assert stated.why == (
        "one states that there is no map, the other not, or for another reason; too broad"
    )
    assert (lacking.first, lacking.second, lacking.difference) == (
        ("(unmapped)",),
        ("(unmapped)",),
        "none",
    )
    assert (lone.second, lone.difference) == (("(unmapped)",), "unmapped")


def test_one_spelling_of_two_codes_is_told() -> None:
    (row,) = compare(uk("X59.0"), international({"target": "X59.0"}))
    assert row.why == (
        "the same categories, another code; X59.0 is a place of occurrence in icd10/uk-5th, and "
        "none in icd10/who-2019"
    )


def test_a_question_beside_a_code_is_told_though_the_codes_are_the_same() -> None:
    asks = international({"target": "I50.9"}, {"target": "N97.9", "rule": ASKS})
    (row,) = compare(uk("I50.9"), asks)
    assert (row.first, row.second, row.difference) == (
        ("I50.9",),
        ("I50.9", "(asks)"),
        "question",
    )
    assert row.why.endswith("; is the patient female? (group 2)")
    assert compare(asks, asks)[0].difference == "none"


def test_two_questions_or_two_reasons_are_the_same_only_where_they_say_the_same() -> None:
    women = international({"target": "I50.9", "rule": ASKS})
    others = international({"target": "I50.1", "rule": ASKS})
    none, other_none = (
        international({"no_map": reason}) for reason in ("needs_detail", "not_in_scope")
    )
    pairs = [(women, women), (women, others), (none, none), (none, other_none)]
    assert [compare(*pair)[0].difference.value for pair in pairs] == [
        *("none", "question", "none", "no_map"),
    ]


NOTHING: dict[str, Any] = {
    "name": "nothing",
    "kind": "csv",
    "source": None,
    "target": WHO,
    "table": table_of_entries([]),
}
_CODES = st.lists(
    st.sampled_from(["I50.1", "I50.9", "S72.00", "S72.0", "W19.0", "W19"]), min_size=1
)


@given(_CODES, _CODES)
def test_a_comparison_is_the_same_from_either_side(codes: list[str], others: list[str]) -> None:
    there = compare(uk(*codes), international(*({"target": code} for code in others)))
    back = compare(international(*({"target": code} for code in others)), uk(*codes))
    assert there[0].difference is back[0].difference
    assert (there[0].first, there[0].second) == (back[0].second, back[0].first)


def test_a_comparison_counts_and_shows_what_differs() -> None:
    found = compare(uk("I50.1"), international({"target": "I50.9"}))
    assert found.counts() == Counter({Difference.CATEGORY: 1})
    assert repr(found).splitlines() == [
        "1 sources. the same categories, another code: 1",
        "1    I50.1  I50.9  category  the same categories, another code",
    ]
    assert found.to_pandas().to_dict("records")[0]["second"] == "I50.9"
