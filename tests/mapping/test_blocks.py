"""UK maps: a block is one solution, a group one code, the highest priority the default."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mapping.snomed_examples import Row, graph_of, snomed, uk_map
from tests.tables import cells
from workbench.errors import InputError
from workbench.mapping.blocks import Blocks, blocks_of, default_alternative
from workbench.mapping.map_set import MapSet
from workbench.mapping.profile import Profile
from workbench.mapping.translate import translate
from workbench.mapping.translation import Translation

ASKED = "does the record say more, so that this code is right instead of I43.8*? (block 1 group 2)"
#: A dagger and an asterisk, in either order in the two blocks; one has an alternative.
PAIR: list[Row] = [
    (1, 1, 1, "E05.9", "†"),
    (1, 2, 1, "I43.1", "*"),
    (1, 2, 2, "I43.8", "*"),
    (2, 1, 1, "I43.8", "*"),
    (2, 2, 1, "E05.9", "†"),
]


def answer(maps: MapSet, block: int | Blocks = Blocks.FIRST) -> Translation:
    (found,) = translate(maps, ["1"], block=block)
    return found


def chosen(found: Translation) -> list[tuple[int, int, str, str | None]]:
    return [(t.map_block, t.map_group, t.target, t.mark) for t in found.targets]


def test_the_first_block_gives_one_code_a_group_and_asks_about_its_alternatives() -> None:
    found = answer(uk_map(PAIR))
    assert chosen(found) == [(1, 1, "E05.9", "†"), (1, 2, "I43.8", "*")]
    assert [(need.ask, need.concept, need.options) for need in found.needs] == [
        (ASKED, "1", ("I43.1",))
    ]
    assert [(s.map_block, s.map_group, s.map_priority, s.held) for s in found.trace] == [
        (1, 1, 1, True),
        (1, 2, 1, None),
        (1, 2, 2, True),
        (2, 1, 1, False),
        (2, 2, 1, False),
    ]
    assert found.notes == ("block 2 is another complete solution: I43.8*, E05.9†",)


def test_a_block_is_asked_for_by_its_number() -> None:
    found = answer(uk_map(PAIR), 2)
    assert chosen(found) == [(2, 1, "I43.8", "*"), (2, 2, "E05.9", "†")]
    assert [(s.map_block, s.held) for s in found.trace] == [
        *[(1, False)] * 3,
        *[(2, True)] * 2,
    ]
    assert found.trace[0].why == "block 1 is another complete solution; block 2 was taken"
    assert found.notes == ("block 1 is another complete solution: E05.9†, I43.8*",)
    with pytest.raises(InputError, match="block 'last' is no number, 'first' or 'all'"):
        translate(uk_map(PAIR), ["1"], block="last")
    with pytest.raises(InputError, match="'1' has no block 3; it has 1, 2"):
        answer(uk_map(PAIR), 3)


def test_every_block_is_worked_out_by_itself() -> None:
    found = answer(uk_map(PAIR), Blocks.ALL)
    assert chosen(found) == [
        (1, 1, "E05.9", "†"),
        (1, 2, "I43.8", "*"),
        (2, 1, "I43.8", "*"),
        (2, 2, "E05.9", "†"),
    ]
    assert {step.held for step in found.trace} == {True, None}
    assert found.notes == ("blocks 1, 2 are each one complete solution; never take codes of two",)


def test_the_text_explains_itself() -> None:
    graph = graph_of("icd10/uk-5th", "E05.9", "I43.1", "I43.8")
    (found,) = translate(uk_map(PAIR), ["1"], target_graph=graph)
    assert found.lines() == [
        "1 → E05.9†  Term of E05.9",
        "    why: the only row of group 1",
        "1 → I43.8*  Term of I43.8",
        "    why: the default of group 2: the highest priority of its 2 rows",
        f"1: {ASKED}",
        "    I43.1  Term of I43.1",
        "    note: block 2 is another complete solution: I43.8*, E05.9†",
    ]
    (every,) = translate(uk_map(PAIR), ["1"], block="all")
    assert [line for line in every.lines() if line.startswith("1, block")] == [
        "1, block 1:",
        "1, block 2:",
    ]


def test_in_a_table_each_code_has_its_own_reason_and_the_notes_stand_below() -> None:
    graph = graph_of("icd10/uk-5th", "E05.9", "I43.1", "I43.8")
    page = translate(uk_map(PAIR), ["1"], target_graph=graph)._repr_html_()
    assert cells(page) == [
        ["1", "E05.9†", "Term of E05.9", "unspecified", "the only row of group 1"],
        [
            *("1", "I43.8*", "Term of I43.8", "unspecified"),
            "the default of group 2: the highest priority of its 2 rows",
        ],
        ["1", "? I43.1", "Term of I43.1", "", ASKED],
    ]
    assert page.endswith("<p>1: block 2 is another complete solution: I43.8*, E05.9†.</p>")


def test_the_table_of_an_inactive_source_says_what_is_offered_instead() -> None:
    page = translate(uk_map(PAIR, source="7"), ["2"], source_graph=snomed())._repr_html_()
    assert "<p>2 is inactive in snomed/example; offered instead: " in page


def test_of_several_blocks_one_without_a_code_is_told_by_its_number() -> None:
    maps = uk_map([(1, 1, 1, "A00.0", None), (2, 1, 1, "#NIS", None)])
    assert answer(maps, Blocks.ALL).lines() == [
        "1, block 1:",
        "1 → A00.0",
        "    why: the only row of group 1",
        "1, block 2: the only row of group 1; it states that there is no code: #NIS: so",
        "    note: blocks 1, 2 are each one complete solution; never take codes of two",
    ]


def test_groups_and_blocks_need_not_begin_at_one() -> None:
    found = answer(uk_map([(3, 2, 5, "A00.1", None), (3, 2, 4, "A00.0", None)]))
    assert chosen(found) == [(3, 2, "A00.1", None)]


def test_a_default_that_states_no_code_gives_none_and_still_asks() -> None:
    found = answer(uk_map([(1, 1, 1, "A00.0", None), (1, 1, 2, "#NIS", None)]))
    assert (found.targets, found.no_map and found.no_map.text) == ((), "#NIS: so")
    assert [need.options for need in found.needs] == [("A00.0",)]
    assert "instead of none?" in found.needs[0].ask


def test_one_group_without_a_code_leaves_the_others_theirs() -> None:
    found = answer(uk_map([(1, 1, 1, "A00.0", None), (1, 2, 1, "#NIS", None)]))
    assert (chosen(found), found.no_map) == ([(1, 1, "A00.0", None)], None)
    assert found.trace[1].why == (
        "the only row of group 2; it states that there is no code: #NIS: so"
    )


def test_an_alternative_that_states_no_code_is_no_option() -> None:
    found = answer(uk_map([(1, 1, 1, "#NIS", None), (1, 1, 2, "A00.0", None)]))
    assert (chosen(found), found.needs) == ([(1, 1, "A00.0", None)], ())


def test_a_uk_map_is_no_table_of_alternatives() -> None:
    maps = uk_map(PAIR)
    assert (maps.profile, maps.is_table_of_alternatives) == (Profile.UK, False)


def test_a_term_is_given_only_where_the_graph_means_the_same_code() -> None:
    graph = graph_of("icd10/who-2019", "X59", "X59.0", "I50.9")
    maps = uk_map([(1, 1, 1, "I50.9", None), (1, 2, 1, "X59.0", None)])
    (found,) = translate(maps, ["1"], target_graph=graph)
    assert [(t.target, t.term) for t in found.targets] == [
        ("I50.9", "Term of I50.9"),
        ("X59.0", None),
    ]


@pytest.mark.parametrize("block", [Blocks.FIRST, Blocks.ALL, 4])
def test_an_unmapped_source_is_nobodys_work_in_any_block(block: int | Blocks) -> None:
    (found,) = translate(uk_map(PAIR), ["7"], source_graph=snomed(), block=block)
    assert (found.targets, found.needs, found.no_map, found.trace) == ((), (), None, ())
    assert found.lines() == ["7: unmapped, nobody has mapped it (the map has no row for it)"]


def test_an_inactive_source_offers_its_replacements_and_none_is_translated() -> None:
    (found,) = translate(uk_map(PAIR, source="7"), ["2"], source_graph=snomed())
    assert found.targets == ()
    (step,) = found.trace
    assert (step.target, step.held) == (None, False)
    assert "2 is inactive in snomed/example; offered instead: " in step.why
    assert "7 Concept 7 (possibly equivalent to; ambiguity not stated)" in step.why
    assert "8 Concept 8 (uk substitution; ambiguous, 2 of 3)" in step.why
    assert found.lines()[-1].startswith("    note: 2 is inactive in snomed/example; offered")


def test_an_inactive_source_that_is_mapped_says_so_beside_its_targets() -> None:
    (found,) = translate(uk_map(PAIR, source="3"), ["3"], source_graph=snomed())
    assert [target.target for target in found.targets] == ["E05.9", "I43.8"]
    said = "3 is inactive in snomed/example; no replacement is on offer"
    assert "\n".join(found.lines()).count(said) == 1
    assert found.trace[0].why == f"the only row of group 1; {said}"
    assert found.notes[0] == said


def test_a_source_that_only_the_history_knows_is_answered_by_its_replacement() -> None:
    (found,) = translate(uk_map(PAIR), ["9"], source_graph=snomed())
    assert found.trace[0].why == (
        "'uk' has no row; 9 is no longer in snomed/example; offered instead: 7 Concept 7 "
        "(same as; ambiguity not stated); ask for the one that is meant, none is taken by itself"
    )


PLACES = st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 4))


@given(st.dictionaries(PLACES, st.sampled_from(["A00.0", "A00.1", "#NIS"]), min_size=1))
def test_a_block_has_at_most_one_code_a_group_and_blocks_are_never_united(
    rows: dict[tuple[int, int, int], str],
) -> None:
    maps = uk_map([(*place, target, None) for place, target in rows.items()])
    blocks = blocks_of(maps.entries("1"))
    for block in blocks:
        found = answer(maps, block)
        groups = [target.map_group for target in found.targets]
        assert groups == sorted(set(groups))
        assert {target.map_block for target in found.targets} <= {block}
        for target in found.targets:
            same = [p for b, g, p in rows if (b, g) == (block, target.map_group)]
            assert target.map_priority == max(same)
    first, every = answer(maps), answer(maps, Blocks.ALL)
    assert chosen(first) == chosen(answer(maps, blocks[0]))
    assert chosen(every) == [row for b in blocks for row in chosen(answer(maps, b))]
    assert len(every.trace) == len(first.trace) == len(rows)


def test_the_default_is_one_function() -> None:
    entries = uk_map([(1, 1, 1, "O99.4", None), (1, 1, 2, "I42.9", None)]).entries("1")
    assert default_alternative(entries).target == "I42.9"
