"""What is missing in a map: every kind of gap on rows that show it, and laws on random ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.gap_examples import USAGE, eleven, gap_map, ten, usage
from tests.mapping.examples import map_set
from tests.tables import cells
from workbench.analysis.gap_result import Gaps
from workbench.analysis.gaps import gaps
from workbench.core.codes import CodeSystem, natural_key, parse_release
from workbench.core.suppression import Suppressed
from workbench.errors import InputError, ReleaseMismatchError
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.mapping.map_set import MapSet

UK5 = parse_release("icd10/uk-5th")


@pytest.fixture(scope="module")
def answer() -> Gaps:
    return gaps(gap_map(), ten(), target_graph=eleven(), usage=usage())


def kinds(found: Gaps) -> dict[str, str]:
    return {gap.code: gap.kind.value for gap in found}


def test_every_kind_of_gap_is_told(answer: Gaps) -> None:
    assert kinds(answer) == {
        "B96": "extension_alone",
        "I10": "unmapped",
        "I21.8": "unmapped",
        "I21.9": "residual_only",
        "I25": "block_only",
        "I64": "retired",
        "Q99.9": "unmapped",
        "W19": "no_map",
    }


def test_the_gaps_are_ranked_by_activity_and_then_by_code(answer: Gaps) -> None:
    total = sum(USAGE.values())
    assert [(gap.code, gap.activity, gap.share) for gap in answer] == [
        ("I10", 50, 50 / total),
        ("I21.9", 40, 40 / total),
        ("W19", 30, 30 / total),  # two places of occurrence, one code of WHO's
        ("I21.8", 7, 7 / total),
        ("B96", 5, 5 / total),
        ("I64", 3, 3 / total),
        ("Q99.9", 2, 2 / total),
        ("I25", 0, 0.0),
    ]


def test_the_counts_are_of_assignable_codes_and_of_what_else_the_data_hold(answer: Gaps) -> None:
    document = answer.to_dict()
    del document["gaps"]
    assert document == {
        "releases": {"source": "icd10/who-2019", "target": "icd11/2024-01", "map": "one"},
        "year": "2023-04-01",
        "bridges": ["icd10/uk-5th → icd10/who-2019"],
        "sources": 9,  # I10 I21.0 I21.9 I25 I64 B96 W19, and I21.8 and Q99.9 of the data
        "mapped": 5,
        "no_map": 1,
        "unmapped": 3,
        "activity": {"total": 237, "mapped": 148, "no_map": 30, "unmapped": 59},
    }


def test_each_gap_says_why(answer: Gaps) -> None:
    assert {gap.code: gap.why for gap in answer} == {
        "B96": "leads to an extension code alone, which needs a stem: XN6P4",
        "I10": "'one' has no row for it",
        "I21.8": (
            "the data hold it, and icd10/who-2019 has no such code for a record: only the row of "
            "its parent I21 could be borrowed, in another meaning"
        ),
        "I21.9": "leads to residual codes only: BA41.Z",
        "I25": "leads to a block or chapter only: BlockL1-BA0",
        "I64": (
            "leads to what the target release does not hold or has retired: 8B11&XN0 "
            "(icd11/2024-01)"
        ),
        "Q99.9": (
            "the data hold it, and icd10/who-2019 has no such code for a record, nor its parent"
        ),
        "W19": "none_in_table: No Mapping",
    }


def test_what_is_unmapped_names_its_nearest_mapped_ancestors(answer: Gaps) -> None:
    near = {gap.code: [(n.code, n.targets) for n in gap.nearest] for gap in answer if gap.nearest}
    assert near == {"I10": [("IX", ("11",))], "I21.8": [("I21", ("BA41",))]}


def test_the_term_is_the_release_s_else_the_data_s(answer: Gaps) -> None:
    terms = {gap.code: gap.term for gap in answer}
    assert (terms["I10"], terms["I21.8"]) == ("Hypertension", "Other infarction")


def test_without_usage_the_gaps_stand_in_order_of_code_and_activity_is_not_known() -> None:
    found = gaps(gap_map(), ten(), target_graph=eleven())
    assert [(gap.code, gap.activity, gap.share) for gap in found] == [
        (code, None, None) for code in ("B96", "I10", "I21.9", "I25", "I64", "W19")
    ]
    document = found.to_dict()
    assert (document["year"], document["bridges"], document["sources"]) == (None, [], 7)
    assert document["activity"] == dict.fromkeys(("total", "mapped", "no_map", "unmapped"))


def test_a_source_takes_the_kind_of_its_best_target() -> None:
    found = gaps(
        gap_map(
            {"source": "I25", "target": "XN6P4", "map_priority": 2},
            {"source": "I21.9", "target": "BA41.0", "map_priority": 2},
            {"source": "B96", "target": "BA41.Z", "map_priority": 2},
        ),
        ten(),
        target_graph=eleven(),
    )
    told = kinds(found)
    assert (told["I25"], told.get("I21.9"), told["B96"]) == (
        "extension_alone",
        None,
        "residual_only",
    )


def test_one_target_that_is_gone_is_enough_to_be_retired() -> None:
    found = gaps(
        gap_map({"source": "I21.0", "target": "8B12", "map_priority": 2}),
        ten(),
        target_graph=eleven(),
    )
    gap = next(gap for gap in found if gap.code == "I21.0")
    assert (gap.kind, gap.why) == (
        "retired",
        "leads to what the target release does not hold or has retired: 8B12 (icd11/2024-01)",
    )


def test_a_block_the_target_graph_does_not_list_is_a_block_and_not_retired() -> None:
    found = gaps(
        gap_map({"source": "I10", "target": "77", "target_kind": "block"}),
        ten(),
        target_graph=eleven(),
    )
    assert kinds(found)["I10"] == "block_only"


def test_a_source_with_a_target_and_a_stated_no_map_is_mapped() -> None:
    found = gaps(
        gap_map({"source": "W19", "target": "BA41", "map_group": 2}), ten(), target_graph=eleven()
    )
    assert "W19" not in kinds(found)


def test_without_a_target_graph_only_the_map_s_own_words_count() -> None:
    found = gaps(map_set([{"source": "I25", "target": "2", "target_kind": "block"}]), ten())
    assert kinds(found)["I25"] == "block_only"
    assert found.notes[0].startswith("No graph of icd11/2024-01 is held: residual_only, retired")


def test_a_code_is_found_in_the_map_before_the_release_so_that_impact_and_gaps_agree() -> None:
    nodes = nodes_table(
        {"code": "I70", "kind": "category"},
        {"code": "I70.0", "kind": "subcategory"},
        {"code": "I70.01", "kind": "subcategory"},
    )
    graph = build_graph(
        nodes,
        edges_table(("I70.0", "I70"), ("I70.01", "I70.0")),
        release=parse_release("icd10/who-2019"),
    )
    found = gaps(
        map_set([{"source": "I70.0", "target": "BA41"}]),
        graph,
        target_graph=eleven(),
        usage=usage({"I7001": 8}),
    )
    assert found.to_dict()["activity"] == {"total": 8, "mapped": 8, "no_map": 0, "unmapped": 0}
    assert [(gap.code, gap.activity) for gap in found] == [("I70.01", 0)]


@pytest.mark.parametrize(
    ("release", "bridges"),
    [("icd10/uk-5th", ()), ("icd10/ukb-19", ("icd10/uk-5th → icd10/ukb-19",))],
)
def test_where_places_of_occurrence_are_codes_of_their_own_they_stay_so(
    release: str, bridges: tuple[str, ...]
) -> None:
    table = map_set([{"source": "W19.0", "target": "BA41"}, {"source": "W19", "target": "11"}])
    source = parse_release(release)
    own = MapSet(name="uk", kind="csv", source=source, target=table.target, table=table.table)
    nodes = nodes_table(
        {"code": "W19", "kind": "category"}, {"code": "W19.0", "kind": "subcategory"}
    )
    graph = build_graph(nodes, edges_table(("W19.0", "W19")), release=source)
    found = gaps(own, graph, target_graph=eleven(), usage=usage({"W190": 4}))
    assert (found.bridges, len(found)) == (bridges, 0)
    assert found.counts.mapped == 1


def test_a_chapter_is_no_code_of_a_record() -> None:
    found = gaps(gap_map(), ten(), target_graph=eleven(), usage=usage({"IX": 6}))
    first = found.first(1)[0]
    assert (first.code, first.activity, first.kind) == ("IX", 6, "unmapped")
    assert "has no such code for a record" in first.why
    assert found.counts.unmapped == 2


def test_a_target_release_that_is_another_edition_is_asked_by_forms_and_never_says_retired() -> (
    None
):
    rows: list[dict[str, Any]] = [
        {"source": "11", "target": "I10.X", "source_kind": None},
        {"source": "BA41", "target": "I21.01"},
        {"source": "8B11", "target": "U07.3"},
    ]
    back = map_set(rows, back=True)
    uk = MapSet(name="uk", kind="csv", source=back.source, target=UK5, table=back.table)
    found = gaps(uk, eleven(), target_graph=ten())
    assert "retired" not in kinds(found).values()
    assert found.bridges == ("icd10/uk-5th → icd10/who-2019",)
    (note,) = found.notes
    assert note == (
        "Whether icd10/uk-5th holds a target is told by icd10/who-2019 in its stead; distinct "
        "targets that this does not hold, and of which nothing is said: 1."
    )


def test_usage_of_another_system_or_of_an_edition_without_a_bridge_is_refused() -> None:
    with pytest.raises(InputError, match=r"usage.csv is coded in OPCS-4, and map 'one' leads from"):
        gaps(gap_map(), ten(), usage=usage({"W371": 1}, system=CodeSystem.OPCS4))
    old = parse_release("icd10/of-1995")
    table = gap_map().table
    other = MapSet(name="one", kind="csv", source=old, target=None, table=table)
    graph = build_graph(
        nodes_table({"code": "I10", "kind": "category"}), edges_table(), release=old
    )
    with pytest.raises(ReleaseMismatchError, match=r"icd10/uk-5th and icd10/of-1995 are different"):
        gaps(other, graph, usage=usage())


def test_a_graph_with_other_codes_cannot_say_what_a_map_lacks() -> None:
    table = gap_map().table
    uk = MapSet(name="uk", kind="csv", source=UK5, target=None, table=table)
    with pytest.raises(ReleaseMismatchError, match=r"whose codes are not those of icd10/who-2019"):
        gaps(uk, ten())
    nowhere = MapSet(name="bare", kind="csv", source=None, target=None, table=table)
    with pytest.raises(InputError, match=r"does not say its source release; add it with --source"):
        gaps(nowhere, ten())


def test_it_shows_itself_in_a_line_a_bounded_table_and_a_frame(answer: Gaps) -> None:
    assert repr(answer) == (
        "<Gaps icd10/who-2019 → icd11/2024-01 along one: 5 of 9 sources mapped, 1 no map, 3 "
        "unmapped; by activity 148 of 237 episodes mentioning the code, year 2023-04-01>"
    )
    page = answer._repr_html_()
    assert page.count("<tr>") == 1 + len(answer)
    assert cells(page)[0][:4] == ["I10", "Hypertension", "unmapped", "50"]
    frame = answer.to_pandas()
    assert list(frame.columns) == [
        *("code", "term", "kind", "activity", "share", "suppressed", "why", "nearest"),
    ]
    assert frame["nearest"][0] == "IX → 11"


def test_without_usage_the_table_has_no_column_of_activity() -> None:
    page = gaps(gap_map(), ten())._repr_html_()

    assert "activity" not in page
    assert cells(page)[0][2:4] == ["unmapped", "'one' has no row for it"]


def test_a_suppressed_count_is_no_number_and_no_nought() -> None:
    withheld = {
        code: Suppressed(least=1, most=4) for code in ("I64X", "W190", "Q999", "I218", "I219")
    }
    counts = replace(
        usage({"I10X": 9, "I219": 6, "I218": 0, "I64X": 0, "W190": 0, "Q999": 0}),
        suppressed=withheld,
    )
    found = gaps(gap_map(), ten(), target_graph=eleven(), usage=counts)
    assert [(gap.code, gap.activity, gap.share, gap.suppressed) for gap in found] == [
        ("I10", 9, 9 / 15, 0),
        ("I21.9", 6, 6 / 15, 1),  # another count of it is known
        ("I21.8", None, None, 1),
        ("I64", None, None, 1),
        ("Q99.9", None, None, 1),
        ("W19", None, None, 1),
        ("B96", 0, 0.0, 0),
        ("I25", 0, 0.0, 0),
    ]
    document = found.to_dict()
    assert document["activity"] == {"total": 15, "mapped": 6, "no_map": 0, "unmapped": 9}
    assert "suppressed" not in document["gaps"][0]
    assert any(
        note.startswith("Counts suppressed by the publisher (*): 5. They are in no total")
        for note in found.notes
    )
    assert "<td>*</td>" in found._repr_html_()


# Laws

CODES = ("B96", "I10", "I21.0", "I21.9", "I25", "I64", "W19")
TARGETS = ("BA41", "BA41.Z", "2", "XN6P4", "8B12", "gone", "BA41&XN6P4", None)
entries = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(TARGETS)), max_size=12)
counted = st.dictionaries(
    st.sampled_from((*USAGE, "I21X", "I25X", "U073", "IX")), st.integers(0, 99), max_size=9
)


def drawn_map(pairs: list[tuple[str, str | None]]) -> MapSet:
    rows: list[dict[str, Any]] = [
        {"source": source, "target": target, "no_map": None if target else "high_level"}
        for source, target in pairs
    ]
    return map_set(rows or [{"source": "Z99", "target": "BA41"}])


@given(entries, counted)
def test_the_three_parts_add_up_by_code_and_by_activity(
    pairs: list[tuple[str, str | None]], activity: dict[str, int]
) -> None:
    found = gaps(drawn_map(pairs), ten(), target_graph=eleven(), usage=usage(activity))
    document = found.to_dict()
    parts = ("mapped", "no_map", "unmapped")
    assert sum(document[part] for part in parts) == document["sources"]
    whole = document["activity"]
    assert sum(whole[part] for part in parts) == whole["total"] == sum(activity.values())


@given(entries, counted)
def test_the_kinds_add_up_to_what_the_parts_say(
    pairs: list[tuple[str, str | None]], activity: dict[str, int]
) -> None:
    found = gaps(drawn_map(pairs), ten(), target_graph=eleven(), usage=usage(activity))
    of_kind = {kind.kind.value: (kind.codes, kind.activity) for kind in found.kinds}
    counts, by_activity = found.counts, found.activity
    assert by_activity is not None
    for part in ("no_map", "unmapped"):
        said = (getattr(counts, part), getattr(by_activity, part))
        assert of_kind.get(part, (0, 0)) == said
    assert sum(codes for codes, _ in of_kind.values()) == len(found)
    shares = [gap.share for gap in found if gap.share is not None]
    assert 0 <= sum(shares) <= 1 + 1e-9
    assert len(shares) == (len(found) if by_activity.total else 0)


@given(entries, counted)
def test_the_ranking_is_by_activity_and_natural_order(
    pairs: list[tuple[str, str | None]], activity: dict[str, int]
) -> None:
    found = gaps(drawn_map(pairs), ten(), target_graph=eleven(), usage=usage(activity))
    listed = [(-(gap.activity or 0), natural_key(gap.code)) for gap in found]
    assert listed == sorted(listed)
    assert len({gap.code for gap in found}) == len(found)
