"""Maps worked out from other maps: what follows, what is left out, and that each row says why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.codes import Mark, parse_release
from workbench.errors import InputError, ReleaseMismatchError
from workbench.mapping.chaining import chained, inverted
from workbench.mapping.compose import compose, invert
from workbench.mapping.entry import MapEntry, entry_from_row, table_of_entries
from workbench.mapping.map_set import MapSet
from workbench.mapping.profile import Profile
from workbench.mapping.relation import MapRelation

SNOMED, UK, WHO, ICD11 = map(
    parse_release, ("snomed/demo", "icd10/uk-5th", "icd10/who-2019", "icd11/2024-01")
)
NARROWER, BROADER = MapRelation.SOURCE_IS_NARROWER, MapRelation.SOURCE_IS_BROADER


def made(
    name: str,
    rows: Sequence[dict[str, Any]],
    *,
    ends: tuple[Any, Any],
    profile: Profile | None = None,
) -> MapSet:
    entries = [MapEntry(**{"target": None, **row}) for row in rows]
    table = table_of_entries(entries, profile=profile)
    return MapSet(name=name, kind="csv", source=ends[0], target=ends[1], table=table)


def onward(*rows: dict[str, Any]) -> MapSet:
    return made("who", rows, ends=(WHO, ICD11))


def places(map_set: MapSet) -> list[tuple[str, int, int, int, str | None]]:
    return [(e.source, e.map_block, e.map_group, e.map_priority, e.target) for e in map_set]


def test_a_row_follows_and_says_from_what() -> None:
    first = made(
        "uk", [{"source": "1", "target": "W19.0", "relation": NARROWER}], ends=(SNOMED, UK)
    )
    second = onward({"source": "W19", "target": "PA6Z", "relation": "equivalent"})
    found = compose(first, second, name="both")
    (entry,) = found.map_set
    assert (entry.target, entry.relation, entry.provenance) == ("PA6Z", NARROWER, "derived")
    assert entry.derived_from == "uk: 1 → W19.0; who (place4): W19 → PA6Z"
    assert (entry.justification, entry.confidence) == ("semapv:MappingChaining", None)
    assert (found.map_set.source, found.map_set.target) == (SNOMED, ICD11)


def test_a_source_is_left_out_whole_where_one_of_its_codes_has_no_row() -> None:
    first = made(
        "uk",
        [
            {"source": "1", "target": "S72.0"},
            {"source": "1", "target": "W19.0", "map_group": 2},
            {"source": "2", "target": "S72.0"},
        ],
        ends=(SNOMED, UK),
    )
    found = compose(first, onward({"source": "S72.0", "target": "NC72.2Z"}), name="both")
    assert places(found.map_set) == [("2", 1, 1, 1, "NC72.2Z")]
    assert [(left.source, left.why) for left in found.left_out] == [
        ("1", "W19.0 has no row in 'who'")
    ]


def test_of_uk_alternatives_one_may_fall_away_but_never_the_default() -> None:
    rows = [
        {"source": "1", "target": "I50.0", "map_priority": 1},
        {"source": "1", "target": "I50.9", "map_priority": 2},
    ]
    first = made("uk", rows, ends=(SNOMED, UK), profile=Profile.UK)
    kept = compose(first, onward({"source": "I50.9", "target": "BD1Z"}), name="both")
    assert places(kept.map_set) == [("1", 1, 1, 1, "BD1Z")]
    lost = compose(first, onward({"source": "I50.0", "target": "BD10"}), name="both")
    assert (len(lost.map_set), lost.left_out[0].why) == (0, "I50.9 has no row in 'who'")


def test_several_codes_for_one_become_groups_and_blocks_stay() -> None:
    first = made(
        "uk",
        [
            {"source": "1", "target": "I11.0"},
            {"source": "1", "target": "I10", "map_group": 2},
            {"source": "1", "target": "I10", "map_block": 2},
        ],
        ends=(SNOMED, UK),
        profile=Profile.UK,
    )
    second = onward(
        {"source": "I11.0", "target": "BA01"},
        {"source": "I11.0", "target": "BD1Z", "map_group": 2},
        {"source": "I10", "target": "BA00.Z"},
    )
    assert places(compose(first, second, name="both").map_set) == [
        ("1", 1, 1, 1, "BA01"),
        ("1", 1, 2, 1, "BD1Z"),
        ("1", 1, 3, 1, "BA00.Z"),
        ("1", 2, 1, 1, "BA00.Z"),
    ]


def test_a_stated_no_map_stays_one_and_says_whose_it_is() -> None:
    first = made(
        "uk",
        [{"source": "1", "no_map": "not_in_scope"}, {"source": "2", "target": "L73.9"}],
        ends=(SNOMED, UK),
    )
    second = onward({"source": "L73.9", "no_map": "none_in_table", "no_map_text": "No Mapping"})
    found = [(e.source, e.no_map, e.derived_from) for e in compose(first, second, name="b").map_set]
    assert found == [
        ("1", "not_in_scope", "uk"),
        ("2", "none_in_table", "uk: 2 → L73.9; who: L73.9 → no map"),
    ]


def test_a_parents_row_is_not_borrowed() -> None:
    first = made("uk", [{"source": "1", "target": "U07.3"}], ends=(SNOMED, UK))
    found = compose(first, onward({"source": "U07", "target": "RA26"}), name="both")
    assert len(found.map_set) == 0
    assert found.notes == (
        "codes of 'uk' that 'who' knows by a parent's row only, which counts as none: 1",
    )


def test_a_source_that_leads_to_too_much_is_left_out() -> None:
    rows = [{"source": "1", "target": f"A0{n}", "map_group": n} for n in range(1, 4)]
    first = made("uk", rows, ends=(SNOMED, UK))
    second = onward(*({"source": f"A0{n}", "target": f"1A0{n}"} for n in range(1, 4)))
    found = compose(first, second, name="both", limit=2)
    assert found.left_out[0].why == "leads to 3 targets, more than 2"
    assert "sources left out: 1, such as 1: leads to 3 targets, more than 2" in repr(found)
    assert len(compose(first, second, name="both", limit=3).map_set) == 3


def test_what_gives_no_one_answer_cannot_follow() -> None:
    first = made("uk", [{"source": "1", "target": "I50.9"}], ends=(SNOMED, UK))
    candidates = onward(
        {"source": "I50.9", "target": "BD1Z"},
        {"source": "I50.9", "target": "BD10", "map_priority": 2},
    )
    with pytest.raises(InputError, match=r"^map 'who' has candidates, so it gives no one answer"):
        compose(first, candidates, name="both")
    ruled = made("int", [{"source": "1", "target": "2"}], ends=(UK, ICD11), profile=Profile.UK)
    with pytest.raises(InputError, match=r"^map 'int' has rows of profile uk, so it gives no one"):
        compose(first, ruled, name="both")
    with pytest.raises(ReleaseMismatchError, match=r"are different releases and no bridge joins"):
        compose(first, made("x", [{"source": "1", "target": "2"}], ends=(ICD11, WHO)), name="both")
    with pytest.raises(InputError, match=r"^map 'x' does not say of which release its codes are"):
        compose(first, made("x", [{"source": "1", "target": "2"}], ends=(None, WHO)), name="both")


def test_a_map_turned_round_gives_candidates() -> None:
    there = made(
        "there",
        [
            {"source": "A", "target": "X", "relation": NARROWER, "source_term": "a"},
            {"source": "B", "target": "X"},
            {"source": "C", "no_map": "high_level"},
            {"source": "A", "target": "Y", "map_group": 2},
        ],
        ends=(WHO, ICD11),
    )
    found = invert(there, name="back")
    assert places(found.map_set) == [("X", 1, 1, 1, "A"), ("X", 1, 1, 2, "B"), ("Y", 1, 1, 1, "A")]
    assert found.map_set["X"][0].relation == BROADER
    assert found.map_set["X"][0].derived_from == "there: A → X"
    assert found.map_set.is_table_of_alternatives
    assert found.notes == ("sources of 'there' that state no map, and so fall away: 1",)


_PAIRS = st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from("WXYZ")), unique=True)


@given(_PAIRS)
def test_a_map_turned_round_twice_says_the_same_pairs(pairs: list[tuple[str, str]]) -> None:
    rows = [
        {"source": one, "target": other, "map_priority": n}
        for n, (one, other) in enumerate(pairs, 1)
    ]
    there = made("there", rows, ends=(WHO, ICD11))
    twice = invert(invert(there, name="back").map_set, name="again").map_set
    assert {(entry.source, entry.target) for entry in twice} == set(pairs)


_SETS = st.frozensets(st.integers(0, 4), min_size=1)


def relation_of(one: frozenset[int], other: frozenset[int]) -> MapRelation:
    if one == other:
        return MapRelation.EQUIVALENT
    if one < other:
        return NARROWER
    if one > other:
        return BROADER
    return MapRelation.RELATED_TO if one & other else MapRelation.NOT_RELATED_TO


@given(_SETS, _SETS, _SETS)
def test_what_follows_is_true_of_any_three_sets(
    one: frozenset[int], middle: frozenset[int], other: frozenset[int]
) -> None:
    said = chained(relation_of(one, middle), relation_of(middle, other))
    true = relation_of(one, other)
    if said is MapRelation.RELATED_TO:
        assert true is not MapRelation.NOT_RELATED_TO
    else:
        assert said in {true, MapRelation.UNSPECIFIED}


@given(_SETS, _SETS)
def test_a_relation_turned_round_is_true(one: frozenset[int], other: frozenset[int]) -> None:
    assert inverted(relation_of(one, other)) is relation_of(other, one)


def test_entries_become_a_table_and_entries_again() -> None:
    entry = MapEntry(
        source="A",
        target="B",
        map_group=2,
        waived={"check": "why"},
        extra={"n": "1"},
        mark=Mark.ASTERISK,
    )
    table = table_of_entries([entry])
    assert [entry_from_row(row) for row in table.to_pylist()] == [entry]
