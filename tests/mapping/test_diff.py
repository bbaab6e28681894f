"""Two releases of a map: what was added and removed, each change by the reason for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.codes import parse_release
from workbench.errors import ReleaseMismatchError
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.code_graph import CodeGraph
from workbench.mapping.diff import NewerGraphs, diff_maps
from workbench.mapping.entry import MapEntry, table_of_entries
from workbench.mapping.map_set import MapSet

OLD, NEW, ICD10 = map(parse_release, ("snomed/old", "snomed/new", "icd10/who-2019"))


def held(
    release: str, *codes: str, gone: str = "", edges: Sequence[tuple[str, str]] = ()
) -> CodeGraph:
    nodes: list[dict[str, str | bool]] = [
        {"code": code, "kind": "concept", "active": code != gone} for code in codes
    ]
    return build_graph(nodes_table(*nodes), edges_table(*edges), release=parse_release(release))


def mapped(*rows: dict[str, Any], name: str = "new") -> MapSet:
    entries = [MapEntry(**{"target": None, **row}) for row in rows]
    source = NEW if name == "new" else OLD
    return MapSet(
        name=name, kind="csv", source=source, target=ICD10, table=table_of_entries(entries)
    )


GRAPHS = NewerGraphs(
    source=held("snomed/new", "1", "2", "3", gone="3", edges=[("2", "1")]),
    target=held(
        "icd10/who-2019",
        *("I48", "I48.0", "I48.9", "I50", "I50.1", "A97", "A97.9"),
        edges=[("I48.0", "I48"), ("I48.9", "I48"), ("I50.1", "I50"), ("A97.9", "A97")],
    ),
    older_source=held("snomed/old", "1", "3"),
)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (
            [{"target": "I48"}],
            [{"target": "I48.0"}, {"target": "I48.9", "map_priority": 2}],
            "split",
        ),
        ([{"target": "I48"}], [{"target": "I48.9"}], "split"),
        ([{"target": "I48.0"}, {"target": "I48.9", "map_group": 2}], [{"target": "I48"}], "merged"),
        ([{"target": "A90"}], [{"target": "A97.9"}], "target_retired"),
        (
            [{"target": "A90"}, {"target": "A91", "map_priority": 2}],
            [{"no_map": "retired_target"}],
            "target_retired",
        ),
        (
            [{"target": "A90", "target_term": "Dengue"}],
            [{"target": "A97", "target_term": "dengue"}],
            "target_renamed",
        ),
        (
            [{"target": "I48", "target_term": "Flutter"}],
            [{"target": "I48", "target_term": "Fibrillation"}],
            "target_renamed",
        ),
        (
            [{"target": "I48", "rule": "TRUE"}],
            [{"target": "I48", "rule": "OTHERWISE TRUE", "advice": "ALWAYS I48"}],
            "rule",
        ),
        ([{"target": "I48", "advice": "a"}], [{"target": "I48", "advice": "b"}], "advice"),
    ],
)
def test_a_change_is_classed_by_the_reason_that_explains_it(
    before: list[dict[str, Any]], after: list[dict[str, Any]], why: str
) -> None:
    old = mapped(*({"source": "1", **row} for row in before), name="old")
    new = mapped(*({"source": "1", **row} for row in after))
    found = diff_maps(old, new, graphs=GRAPHS)
    assert [(change.source, change.why) for change in found.changed] == [("1", why)]
    assert (found.added, found.removed) == ((), ())


def test_rows_that_no_one_reason_explains_are_removed_and_added() -> None:
    old = mapped({"source": "1", "target": "I50.1"}, {"source": "2", "target": "I48"}, name="old")
    new = mapped({"source": "1", "target": "I48"}, {"source": "2", "target": "I48"})
    found = diff_maps(old, new, graphs=GRAPHS)
    assert [(entry.source, entry.target) for entry in found.removed] == [("1", "I50.1")]
    assert [(entry.source, entry.target) for entry in found.added] == [("1", "I48")]
    assert (found.changed, found.same) == ((), 1)


def test_a_source_that_went_or_came_is_told_from_a_change_of_mind() -> None:
    old = mapped({"source": "3", "target": "I48"}, {"source": "1", "target": "I50"}, name="old")
    new = mapped({"source": "2", "target": "I48"}, {"source": "1", "target": "I50"})
    found = diff_maps(old, new, graphs=GRAPHS)
    assert [(change.source, change.why) for change in found.changed] == [
        ("2", "new_descendant"),
        ("3", "source_inactive"),
    ]
    unknown = diff_maps(old, new)
    assert unknown.changed == ()
    assert [entry.source for entry in (*unknown.added, *unknown.removed)] == ["2", "3"]


def test_ids_dates_comments_and_a_term_on_one_side_are_no_change() -> None:
    old = mapped({"source": "1", "target": "I48", "comment": "a", "author": "x"}, name="old")
    new = mapped({"source": "1", "target": "I48", "target_term": "Fibrillation"})
    found = diff_maps(old, new)
    assert (found.counts(), found.same) == ({"added": 0, "removed": 0}, 1)


def test_the_most_used_come_first() -> None:
    old = mapped(name="old")
    new = mapped(*({"source": source, "target": "I48"} for source in ("1", "2", "3")))
    found = diff_maps(old, new, activity={"3": 10, "2": 5})
    assert [entry.source for entry in found.added] == ["3", "2", "1"]
    assert found.to_pandas()[["source", "activity"]].values.tolist() == [
        ["3", 10],
        ["2", 5],
        ["1", 0],
    ]


def test_maps_between_other_systems_are_refused() -> None:
    other = MapSet(name="x", kind="csv", source=ICD10, target=ICD10, table=table_of_entries([]))
    with pytest.raises(ReleaseMismatchError, match=r"^the sources of map 'new' are of snomed/new"):
        diff_maps(mapped(), other)


def test_maps_of_two_editions_are_not_compared_by_spelling() -> None:
    uk, who = (
        MapSet(
            name=edition,
            kind="csv",
            source=OLD,
            target=parse_release(f"icd10/{edition}"),
            table=table_of_entries([MapEntry(source="1", target="X59.0")]),
        )
        for edition in ("uk-5th", "who-2019")
    )
    with pytest.raises(ReleaseMismatchError, match="the same spelling may be another code"):
        diff_maps(uk, who)


def test_it_says_what_changed() -> None:
    old = mapped({"source": "1", "target": "A90"}, name="old")
    found = diff_maps(old, mapped({"source": "1", "target": "A97.9"}), graphs=GRAPHS)
    assert repr(found).splitlines() == [
        "old (snomed/old → icd10/who-2019), new (snomed/new → icd10/who-2019)",
        "sources that are the same: 0",
        "added 0, removed 0, target retired 1",
        "  target retired: 1: A90 → A97.9",
    ]


_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "source": st.sampled_from("123"),
            "target": st.sampled_from(["I48", "I48.0", "I50", "A90"]),
            "map_group": st.integers(1, 2),
            "advice": st.sampled_from([None, "a", "b"]),
        }
    ),
    max_size=6,
)


@given(_ROWS, _ROWS)
def test_what_was_the_same_and_what_differs_make_up_both_maps(
    before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> None:
    old, new = mapped(*before, name="old"), mapped(*after)
    found = diff_maps(old, new, graphs=GRAPHS)

    def said(entries: Iterable[MapEntry]) -> list[tuple[Any, ...]]:
        return sorted(((e.source, e.target, e.map_group, e.advice) for e in entries), key=str)

    gone = [*found.removed, *(entry for change in found.changed for entry in change.before)]
    come = [*found.added, *(entry for change in found.changed for entry in change.after)]
    left = said(old)
    for row in said(gone):
        left.remove(row)
    assert said([]) + sorted([*left, *said(come)], key=str) == said(new)
    assert not set(map(str, said(gone))) & set(map(str, said(come))) or before != after
