"""Rows found by the value of a column."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given
from hypothesis import strategies as st

from tests.mapping.linked_examples import uk
from workbench.mapping.row_index import RowIndex

VALUES = st.one_of(st.none(), st.sampled_from(["a", "b", "c", ""]))


@given(st.lists(st.lists(VALUES, max_size=6), max_size=4))
def test_the_rows_are_those_that_a_filter_finds(chunks: list[list[str | None]]) -> None:
    column = pa.chunked_array(chunks, pa.string())
    index = RowIndex(column)

    for value in ("a", "b", "c", "", "d"):
        rows = pc.indices_nonzero(pc.fill_null(pc.equal(column, value), fill_value=False))
        assert index.rows(value).tolist() == rows.to_pylist()
    said = [value for chunk in chunks for value in chunk if value is not None]
    assert list(index.numbers) == list(dict.fromkeys(said))


def test_a_map_is_asked_from_its_targets_too() -> None:
    assert uk().rows_to("A91").tolist() == [0]
    assert uk().rows_to("A00").tolist() == []
    assert uk().targets == ("A91", "A90", "X59.0", "M45.X0", "A91.7")
