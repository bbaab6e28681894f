"""Laws of RF2 tables: ids checked at once as one by one, and which of several rows counts."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from tests.io.rf2_samples import CORE, ISLAND, UK_CLINICAL, concept_id, description_id
from workbench.core.sctid import Component, sctid_fault
from workbench.io.rf2_ids import first_bad_sctid
from workbench.io.rf2_table import active_rows, latest_rows

RIGHT = (CORE, ISLAND, UK_CLINICAL, concept_id(100), description_id(10**6), "138875005")
COMPONENTS = (None, *Component)


@st.composite
def nearly_sctids(draw: st.DrawFn) -> str:
    """Draw an id that is right, or has one character changed, dropped or doubled."""
    text: str = draw(st.sampled_from(RIGHT))
    place = draw(st.integers(0, len(text) - 1))
    piece: str = draw(st.sampled_from(["", text[place], text[place] * 2, *"0123456789 x٣"]))
    return text[:place] + piece + text[place + 1 :]


@given(
    st.lists(st.one_of(nearly_sctids(), st.sampled_from(RIGHT)), max_size=6),
    st.sampled_from(COMPONENTS),
)
def test_many_ids_are_judged_as_each_alone_is(
    texts: list[str], component: Component | None
) -> None:
    wrong = [row for row, text in enumerate(texts) if sctid_fault(text, component) is not None]
    column = pa.chunked_array([pa.array(texts, pa.string())])
    assert first_bad_sctid(column, component) == (wrong[0] if wrong else None)


@st.composite
def files(draw: st.DrawFn) -> list[pa.Table]:
    """Draw tables in which an id may stand several times, never twice with one date."""
    keys = st.tuples(st.sampled_from("abc"), st.sampled_from(["20300131", "20300731", "20310131"]))
    chosen = draw(st.lists(keys, unique=True))
    rows = [
        {"id": key, "effectiveTime": date, "active": draw(st.sampled_from("01"))}
        for key, date in chosen
    ]
    cut = draw(st.integers(0, len(rows)))
    schema = pa.schema([(name, pa.string()) for name in ("id", "effectiveTime", "active")])
    return [pa.Table.from_pylist(part, schema=schema) for part in (rows[:cut], rows[cut:])]


@given(files())
def test_the_latest_row_of_an_id_counts_and_is_active_or_not(tables: list[pa.Table]) -> None:
    latest: dict[str, dict[str, Any]] = {}
    for row in (row for table in tables for row in table.to_pylist()):
        before = latest.get(row["id"])
        if before is None or before["effectiveTime"] < row["effectiveTime"]:
            latest[row["id"]] = row
    found = latest_rows(tables)
    assert {row["id"]: row for row in found.to_pylist()} == latest
    assert found.num_rows == len(latest)
    on = {key for key, row in latest.items() if row["active"] == "1"}
    assert set(active_rows(found)["id"].to_pylist()) == on
