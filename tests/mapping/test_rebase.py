"""A map carried to new releases: what is kept, what a person must see and why, what is dropped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.codes import parse_release
from workbench.errors import ReleaseMismatchError
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.code_graph import CodeGraph
from workbench.mapping.entry import MapEntry, table_of_entries
from workbench.mapping.map_set import MapSet
from workbench.mapping.provenance import EntryStatus
from workbench.mapping.rebase import Move, Rebased, rebase
from workbench.mapping.relation import NoMapReason


def held(release: str, parents: Mapping[str, str], **said: Mapping[str, Any]) -> CodeGraph:
    """Give a graph of codes under their parents; said are other terms and what is not active."""
    kind = "concept" if release.startswith("snomed") else "category"
    terms, active = said.get("terms", {}), said.get("active", {})
    nodes: list[dict[str, str | bool]] = [
        {
            "code": code,
            "kind": kind,
            "term": str(terms.get(code, f"term of {code}")),
            "active": bool(active.get(code, True)),
        }
        for code in parents
    ]
    edges = [(code, parent) for code, parent in parents.items() if parent]
    return build_graph(nodes_table(*nodes), edges_table(*edges), release=parse_release(release))


SOURCES = {"1": "", "11": "1", "12": "1", "13": "1", "2": "", "21": "2"}
TARGETS = {"A": "", "A1": "A", "A2": "A", "B": "", "B1": "B"}
OLD_SOURCE, OLD_TARGET = held("snomed/a", SOURCES), held("icd11/a", TARGETS)
NEW_SOURCE, NEW_TARGET = held("snomed/b", SOURCES), held("icd11/b", TARGETS)


def carried(
    *rows: tuple[str, str | None],
    source: CodeGraph = NEW_SOURCE,
    target: CodeGraph = NEW_TARGET,
    status: EntryStatus | None = None,
) -> Rebased:
    entries = [
        MapEntry(source=code, target=to, no_map=None if to else NO_MAP, status=status)
        for code, to in rows
    ]
    held_map = MapSet(
        name="m",
        kind="csv",
        source=OLD_SOURCE.release,
        target=OLD_TARGET.release,
        table=table_of_entries(entries),
    )
    move = Move(older_source=OLD_SOURCE, older_target=OLD_TARGET, source=source, target=target)
    return rebase(held_map, move)


NO_MAP = NoMapReason.HIGH_LEVEL


def reviewed(found: Rebased) -> list[tuple[str, tuple[str, ...]]]:
    return [(noted.source, noted.why) for noted in found.review]


def test_where_nothing_changed_all_is_kept_under_the_new_releases() -> None:
    found = carried(("11", "A1"), ("12", None), ("21", "B1"), status=EntryStatus.ACCEPTED)
    assert (found.kept, found.review, found.dropped) == (("11", "12", "21"), (), ())
    assert (str(found.map_set.source), str(found.map_set.target)) == ("snomed/b", "icd11/b")
    assert {entry.status for entry in found.map_set} == {EntryStatus.ACCEPTED}


def test_a_source_that_is_gone_or_retired_is_dropped_with_what_its_history_offers() -> None:
    kept = {code: parent for code, parent in SOURCES.items() if code != "11"}
    found = carried(("11", "A1"), ("21", "B1"), source=held("snomed/b", kept, active={"21": False}))
    assert [(noted.source, noted.why) for noted in found.dropped] == [
        ("11", ("source 11 is not in snomed/b; no replacement is on offer",)),
        ("21", ("source 21 is retired in snomed/b; no replacement is on offer",)),
    ]
    assert len(found.map_set) == 0


@pytest.mark.parametrize(
    ("targets", "said", "why"),
    [
        ({**TARGETS, "A1": "B"}, {}, "target A1 now lies under B, before under A"),
        ({**TARGETS, "A11": "A1"}, {}, "target A1 now has A11 below it"),
        (
            TARGETS,
            {"terms": {"A1": "other"}},
            "target A1 is now called 'other', before 'term of A1'",
        ),
        (
            TARGETS,
            {"active": {"A1": False}},
            "target A1 is retired in icd11/b; no replacement is on",
        ),
        (
            {code: parent for code, parent in TARGETS.items() if code != "A1"},
            {},
            "target A1 is not in icd11/b; no replacement is on offer",
        ),
    ],
)
def test_a_target_that_changed_is_reviewed_with_the_reason(
    targets: dict[str, str], said: dict[str, Any], why: str
) -> None:
    found = carried(("11", "A1"), ("21", "B"), target=held("icd11/b", targets, **said))
    ((source, (reason, *_)),) = reviewed(found)[:1]
    assert source == "11"
    assert reason.startswith(why)


def test_a_cluster_is_reviewed_for_each_of_its_codes() -> None:
    targets = held("icd11/b", TARGETS, terms={"A1": "x", "B1": "y"})
    ((_, why),) = reviewed(carried(("11", "A1/B1"), target=targets))
    assert why == (
        "target A1 is now called 'x', before 'term of A1'",
        "target B1 is now called 'y', before 'term of B1'",
    )


def test_an_approval_falls_where_a_siblings_map_changed_and_a_draft_stays_a_draft() -> None:
    targets = held("icd11/b", TARGETS, terms={"A2": "x"})
    rows = (("11", "A1"), ("12", "A2"), ("21", "B1"))
    published = carried(*rows, target=targets)
    assert [source for source, _ in reviewed(published)] == ["11", "12"]
    assert published.review[0].why == ("the map of its sibling 12 changed",)
    assert published.kept == ("21",)
    drafts = carried(*rows, target=targets, status=EntryStatus.DRAFT)
    assert (drafts.kept, [source for source, _ in reviewed(drafts)]) == (("11", "21"), ["12"])
    assert {entry.status for entry in drafts.map_set} == {EntryStatus.DRAFT}


def test_a_row_to_review_says_so_and_keeps_what_it_was() -> None:
    targets = held("icd11/b", TARGETS, terms={"A1": "x"})
    (row,) = carried(("11", "A1"), target=targets, status=EntryStatus.ACCEPTED).map_set
    assert (row.status, row.target) == (EntryStatus.IN_REVIEW, "A1")
    assert row.comment == "target A1 is now called 'x', before 'term of A1'"


UK_CODES = ("S72.00", "W19.0", "X59.0", "U07.3")
WHO_CODES = {"S72": "", "S72.0": "S72", "W19": "", "X59": "", "X59.0": "X59", "X59.9": "X59"}


def uk_codes_carried(older: CodeGraph, newer: CodeGraph) -> Rebased:
    entries = [
        MapEntry(source=source, target=code)
        for source, code in zip(("11", "12", "13", "21"), UK_CODES, strict=True)
    ]
    uk = parse_release("icd10/uk-5th")
    table = table_of_entries(entries)
    held_map = MapSet(name="uk", kind="csv", source=OLD_SOURCE.release, target=uk, table=table)
    move = Move(older_source=OLD_SOURCE, older_target=older, source=NEW_SOURCE, target=newer)
    return rebase(held_map, move)


def test_a_graph_that_stands_for_the_edition_leaves_the_codes_what_they_are() -> None:
    who = held("icd10/who-2019", WHO_CODES)
    found = uk_codes_carried(who, who)
    assert (found.kept, found.review, str(found.map_set.target)) == (
        ("11", "12", "13", "21"),
        (),
        "icd10/uk-5th",
    )


def test_over_a_bridge_codes_are_found_by_what_they_mean_there_and_keep_their_release() -> None:
    ukb = held("icd10/ukb-19", dict.fromkeys([*UK_CODES, "W19"], ""))
    who = held("icd10/who-2019", WHO_CODES)
    found = uk_codes_carried(ukb, who)
    assert str(found.map_set.target) == "icd10/uk-5th"
    said = {noted.source: noted.why[0] for noted in found.review}
    assert said == {
        "11": "target S72.00 stands for S72.0 in icd10/who-2019, before for S72.00",
        "12": "target W19.0 stands for W19 in icd10/who-2019, before for W19.0",
        "13": "target X59.0 stands for X59 in icd10/who-2019, before for X59.0",
        "21": "target U07.3 is not in icd10/who-2019; no replacement is on offer",
    }


def test_another_edition_without_a_bridge_is_another_release() -> None:
    found = uk_codes_carried(held("icd10/who-2019", WHO_CODES), held("icd10/new", WHO_CODES))
    assert str(found.map_set.target) == "icd10/new"
    assert {noted.source: noted.why[0] for noted in found.review} == {
        "11": "target S72.00 is not in icd10/new; no replacement is on offer",
        "12": "target W19.0 is not in icd10/new; no replacement is on offer",
        "13": "target X59.0 stands for X59.0 in icd10/new, before for X59",
        "21": "target U07.3 is not in icd10/who-2019 nor in icd10/new, so nothing can be said of "
        "what changed",
    }


def test_what_neither_release_holds_is_not_gone() -> None:
    found = carried(("99", "A1"), ("11", "Q1"))
    unknown = "so nothing can be said of what changed"
    assert (found.dropped, reviewed(found)) == (
        (),
        [
            ("11", (f"target Q1 is not in icd11/a nor in icd11/b, {unknown}",)),
            ("99", (f"source 99 is not in snomed/a nor in snomed/b, {unknown}",)),
        ],
    )
    stays = Move(
        older_source=OLD_SOURCE, older_target=OLD_TARGET, source=OLD_SOURCE, target=OLD_TARGET
    )
    assert rebase(found.map_set, stays).kept == ("11", "99")


def test_sources_are_told_in_natural_order() -> None:
    targets = held("icd11/b", TARGETS, terms={"A1": "x"})
    found = carried(("21", "A1"), ("11", "A1"), ("2", "B"), ("1", "B"), target=targets)
    assert ([noted.source for noted in found.review], found.kept) == (["11", "21"], ("1", "2"))


def test_another_system_is_refused() -> None:
    with pytest.raises(ReleaseMismatchError, match=r"^the targets of map 'm' are of icd11/a"):
        carried(("11", "A1"), target=NEW_SOURCE)


_PARENT = st.sampled_from(["", "1", "2"])
_MAP = st.dictionaries(st.sampled_from(["11", "12", "13", "21"]), st.sampled_from(["A1", "B1"]))


@given(_MAP, st.dictionaries(st.sampled_from(["11", "12", "13", "21"]), _PARENT))
def test_each_source_is_kept_reviewed_or_dropped_and_none_twice(
    rows: dict[str, str], moved: dict[str, str]
) -> None:
    found = carried(*rows.items(), source=held("snomed/b", {"1": "", "2": "", **moved}))
    outcomes = [*found.kept, *(n.source for n in found.review), *(n.source for n in found.dropped)]
    assert sorted(outcomes) == sorted(rows)
    assert {noted.source for noted in found.dropped} == set(rows) - set(moved)
    assert set(found.kept) <= {s for s in rows if moved.get(s) == SOURCES[s]}
