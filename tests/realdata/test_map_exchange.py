"""Published maps through every format and back: what was written comes back, or is told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from tests.io.map_round_trips import entry_counts, written_and_read
from workbench.io.reading import read_map
from workbench.mapping.map_set import MapSet

pytestmark = [pytest.mark.realdata]

FORMATS: Final = {
    "sssom": ("map.sssom.tsv", "sssom"),
    "fhir-r4": ("map.json", "fhir"),
    "fhir-r5": ("map.json", "fhir"),
    "csv": ("map.csv", "csv"),
    "xlsx": ("map.xlsx", "xlsx"),
}
REFSETS: Final = ("447562003", "999002271000000101", "1126441000000105")
TABLES: Final = ("10To11MapToMultipleCategories.txt", "foundation_10To11MapToOneCategory.txt")


def published(folder: Path, word: str) -> MapSet:
    """Give a map reference set of the sample, or a table of WHO's."""
    if word in REFSETS:
        read = read_map(folder / "snomed-uk-sample", refset=word)
    else:
        read = read_map(folder / "icd11-2024-01" / word)
    return MapSet(
        name="published",
        kind=read.kind,
        source=read.source_release,
        target=read.target_release,
        table=read.table,
    )


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("word", [*REFSETS, *TABLES])
def test_a_published_map_goes_out_and_comes_back(
    real_data: Path, tmp_path: Path, word: str, format_: str
) -> None:
    name, kind = FORMATS[format_]
    written = published(real_data, word)
    read, lost = written_and_read(written, tmp_path, format_=format_, name=name, kind=kind)
    told = Counter((one.source, one.field, one.value) for one in lost)
    assert entry_counts(written.table) - entry_counts(read.table) == told
    assert entry_counts(read.table) - entry_counts(written.table) == Counter()
    assert (len(told) == 0) == (format_ != "fhir-r4")
    assert (read.source, read.target) == (written.source, written.target)
