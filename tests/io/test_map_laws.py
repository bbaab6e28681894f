"""What each format is written with comes back from it, or is told to be lost."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.io.map_round_trips import (
    entry_counts,
    has_only_characters_of_xml,
    maps,
    rf2_maps,
    written_and_read,
)
from workbench.io.map_writers import WRITERS

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.mapping.map_set import MapSet

#: By format, a file's name and the kind that `map add` calls it.
READ_AS: Final = {
    "rf2": ("map", "rf2"),
    "sssom": ("map.sssom.tsv", "sssom"),
    "fhir-r4": ("map.json", "fhir"),
    "fhir-r5": ("map.json", "fhir"),
    "csv": ("map.csv", "csv"),
    "xlsx": ("map.xlsx", "xlsx"),
}
#: The maps that a format can be written from, where it cannot from any.
MAPS: Final = {"rf2": rf2_maps(), "xlsx": maps().filter(has_only_characters_of_xml)}
#: Columns that a format cannot leave empty.
GIVEN: Final = {
    "rf2": frozenset(
        (
            *("refset", "member", "effective_time", "module", "correlation", "category"),
            *("no_map", "no_map_text", "advice"),
        )
    )
}


def test_every_format_is_held_to_the_law() -> None:
    assert list(READ_AS) == list(WRITERS)


@pytest.mark.parametrize("format_", READ_AS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.filterwarnings("ignore::workbench.errors.InputWarning")
@given(data=st.data())
def test_a_value_comes_back_or_is_told_to_be_lost(
    format_: str, tmp_path: Path, data: st.DataObject
) -> None:
    written: MapSet = data.draw(MAPS.get(format_, maps()))
    name, kind = READ_AS[format_]
    read, lost = written_and_read(written, tmp_path, format_=format_, name=name, kind=kind)
    told = Counter((one.source, one.field, one.value) for one in lost)
    before, after = entry_counts(written.table), entry_counts(read.table)
    given_anew = after - before
    assert {field for _, field, _ in given_anew} <= GIVEN.get(format_, frozenset())
    assert before - after == told
    assert len(read) == len(written)
    assert {one.field for one in lost} & WRITERS[format_].holds == set()
    assert (read.source, read.target) == (written.source, written.target)
