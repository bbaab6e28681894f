"""Map sets: rows by source, no-map, entries that cannot be built wrong."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mapping.examples import map_set
from workbench.core.codes import Kind
from workbench.errors import InputError, UnknownCodeError
from workbench.mapping.entry import MapEntry
from workbench.mapping.map_set import MapSet
from workbench.mapping.relation import MapRelation, NoMapReason

ROWS: list[dict[str, Any]] = [
    {"source": "I21.9", "target": "BA41.Z", "target_term": "Infarction", "source_kind": "category"},
    {"source": "I10", "target": "BA00.Z", "relation": "equivalent"},
    {"source": "L73.9", "no_map": "none_in_table", "no_map_text": "No Mapping"},
    {"source": "I21.9", "target": "BA41.0", "map_priority": 2},
]


def test_the_entries_of_a_source_come_by_priority() -> None:
    assert map_set(ROWS)["I21.9"] == (
        MapEntry(
            source="I21.9", target="BA41.Z", target_term="Infarction", source_kind=Kind.CATEGORY
        ),
        MapEntry(source="I21.9", target="BA41.0", map_priority=2),
    )


def test_a_stated_no_map_is_an_entry_and_a_missing_row_is_not() -> None:
    maps = map_set(ROWS)
    assert maps["L73.9"] == (
        MapEntry(
            source="L73.9",
            target=None,
            no_map=NoMapReason.NONE_IN_TABLE,
            no_map_text="No Mapping",
        ),
    )
    assert "L73.9" in maps
    assert "L73.8" not in maps
    with pytest.raises(UnknownCodeError, match=r"code 'L73.8' is not in map 'example'"):
        maps.entries("L73.8")


def test_counts_are_of_rows_of_sources_and_of_stated_no_maps() -> None:
    maps = map_set(ROWS)
    assert (len(maps), len(maps.sources), maps.no_map_count) == (4, 3, 1)
    assert maps.sources == ("I21.9", "I10", "L73.9")
    assert [entry.relation for entry in maps["I10"]] == [MapRelation.EQUIVALENT]


def test_several_rows_of_one_group_are_alternatives() -> None:
    assert map_set(ROWS).is_table_of_alternatives
    assert not map_set(ROWS[:3]).is_table_of_alternatives
    assert map_set(ROWS[:3], kind="who-10to11-multiple").is_table_of_alternatives
    two_groups = [ROWS[0], {**ROWS[3], "map_group": 2}]
    assert not map_set(two_groups).is_table_of_alternatives


@pytest.mark.parametrize(("target", "no_map"), [(None, None), ("BA00", NoMapReason.NONE_IN_TABLE)])
def test_an_entry_has_a_target_or_a_reason_never_both_or_neither(
    target: str | None, no_map: NoMapReason | None
) -> None:
    with pytest.raises(InputError, match="a target or a no-map reason is needed, never both"):
        MapEntry(source="I10", target=target, no_map=no_map)


def test_a_target_is_a_cluster_with_parts() -> None:
    cluster = MapEntry(source="I11.0", target="BA01/BD1Z").cluster
    assert cluster is not None
    assert [stem.code for stem in cluster.stems] == ["BA01", "BD1Z"]


def test_a_table_of_other_columns_is_refused() -> None:
    table = map_set(ROWS).table.drop_columns(["line"])
    with pytest.raises(InputError, match="map 'x': columns"):
        MapSet(name="x", kind="csv", source=None, target=None, table=table)


@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("xyz")), max_size=30))
def test_every_row_is_found_under_its_source_and_only_there(rows: list[tuple[str, str]]) -> None:
    maps = map_set([{"source": source, "target": target} for source, target in rows])
    assert list(maps.sources) == list(dict.fromkeys(source for source, _ in rows))
    for source in "ABCDE":
        found = [rows[number][1] for number in maps.rows_of(source)]
        assert found == [target for held, target in rows if held == source]
    assert [entry.source for entry in maps] == [source for source, _ in rows]


places = st.tuples(st.sampled_from("abc"), *[st.integers(1, 3)] * 3, st.text("xyz", min_size=1))


@given(st.lists(places, max_size=12))
def test_sources_all_at_once_have_the_entries_of_one_by_one(rows: list[tuple[Any, ...]]) -> None:
    names = ("source", "map_block", "map_group", "map_priority", "target")
    maps = map_set([dict(zip(names, row, strict=True)) for row in rows])
    assert list(maps.by_source()) == [(source, maps.entries(source)) for source in maps.sources]


def test_it_shows_itself_bounded_and_escaped() -> None:
    many = map_set([{"source": f"A{n:02d}", "target": "1A00"} for n in range(50)])
    assert repr(many) == (
        "<MapSet example: icd10/who-2019 → icd11/2024-01, 50 entries of 50 sources, 0 with no map>"
    )
    page = map_set([{"source": "A00", "target": "1A00", "target_term": "<script>"}])._repr_html_()
    assert "&lt;script&gt;" in page
    assert many._repr_html_().count("<tr>") == 11
    assert "… and 40 more" in many._repr_html_()
    assert list(map_set(ROWS).to_pandas()["source"]) == ["I21.9", "I10", "L73.9", "I21.9"]


def test_an_entry_shows_its_fields_as_a_table() -> None:
    page = MapEntry(source="I10", target="BA00.Z", target_term="<b>")._repr_html_()
    assert "<caption>MapEntry</caption>" in page
    assert "target</th><td" in page
    assert ">BA00.Z</td>" in page
    assert "&lt;b&gt;" in page
