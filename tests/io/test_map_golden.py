"""What a map looks like in each format, byte by byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.io.golden_map import GOLDEN, golden_map
from workbench.io.map_writers import WRITERS, write_map
from workbench.mapping.map_set import MapSet

if TYPE_CHECKING:
    from pathlib import Path

FILES: Final = {"sssom": "map.sssom.tsv", "fhir-r4": "map.r4.json", "fhir-r5": "map.r5.json"}


def test_every_format_has_its_golden_file() -> None:
    assert list(FILES) == list(WRITERS)


@pytest.mark.parametrize(("format_", "name"), FILES.items())
def test_a_map_is_written_as_it_always_was(tmp_path: Path, format_: str, name: str) -> None:
    write_map(golden_map(), tmp_path / name, format=format_)
    assert (tmp_path / name).read_text("utf-8") == (GOLDEN / name).read_text("utf-8")


@pytest.mark.parametrize("format_", FILES)
def test_the_order_of_the_rows_changes_no_byte(tmp_path: Path, format_: str) -> None:
    maps = golden_map()
    turned = MapSet(
        name=maps.name,
        kind=maps.kind,
        source=maps.source,
        target=maps.target,
        table=maps.table.take(list(range(len(maps)))[::-1]),
    )
    for name, one in (("one", maps), ("two", turned)):
        write_map(one, tmp_path / name, format=format_)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
