"""A publisher's maps written in RF2 again: every active row byte for byte, and the same answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.io.rf2_publishing import contents, read_back
from workbench.io.map_writers import write_map
from workbench.io.reading import read_map
from workbench.mapping.map_set import MapSet
from workbench.mapping.translate import translate

pytestmark = [pytest.mark.realdata]

REFSETS = {"uk": "999002271000000101", "international": "447562003", "opcs": "1126441000000105"}


def active_lines(folder: Path, refset: str) -> set[bytes]:
    """Give the lines of the active rows of a reference set, as their bytes stand in the Snapshot.

    Of an id that stands twice the later row counts.
    """
    latest: dict[bytes, tuple[bytes, bytes]] = {}
    for path in folder.rglob("*_iisss*Refset_*Snapshot*.txt"):
        for line in path.read_bytes().splitlines(keepends=True)[1:]:
            member, time, _, _, held, *_ = line.split(b"\t")
            if held.decode() == refset and latest.get(member, (b"", b""))[0] < time:
                latest[member] = (time, line)
    return {line for _, line in latest.values() if line.split(b"\t")[2] == b"1"}


@pytest.fixture(scope="module", params=["sample", "generated"])
def release(request: pytest.FixtureRequest, real_data: Path) -> Path:
    if request.param == "generated":
        generated: Path = request.getfixturevalue("generated_rf2")
        return generated
    return real_data / "snomed-uk-sample"


@pytest.mark.parametrize("refset", REFSETS.values(), ids=REFSETS)
def test_active_rows_go_out_byte_for_byte_and_answer_as_before(
    release: Path, tmp_path: Path, refset: str
) -> None:
    read = read_map(release, refset=refset)
    maps = MapSet(
        name=read.name or "",
        kind=read.kind,
        source=read.source_release,
        target=read.target_release,
        table=read.table,
    )
    assert len(write_map(maps, tmp_path, format="rf2", date="20991231")) == 0
    assert active_lines(tmp_path, refset) == active_lines(release, refset)
    again = read_back(tmp_path)
    order = [("member", "ascending")]
    lineless = [table.drop_columns("line").sort_by(order) for table in (maps.table, again.table)]
    assert lineless[0].equals(lineless[1])
    assert (again.source, again.target) == (maps.source, maps.target)
    for source in maps.sources:
        assert translate(again, source) == translate(maps, source)
    before = contents(tmp_path)
    write_map(again, tmp_path, format="rf2", date="21001231")
    assert contents(tmp_path) == before
