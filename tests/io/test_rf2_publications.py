"""The life of a map published again and again: ids stay, dates move with their rows, nothing else.

What holds of any run of publications is a state machine; what a person would ask of one stands
beside it, each with its own data.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.io.rf2_publishing import contents, lines_of, read_back, uk_map_of
from workbench.errors import InputError
from workbench.io.map_writers import write_map
from workbench.mapping.map_set import MapSet

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCES: Final = ("24700007", "80891009", "22298006")
FIRST, SECOND, THIRD = "20310201", "20310301", "20310401"
FEVER: Final = {"source": SOURCES[0], "target": "G35"}
HEART: Final = {"source": SOURCES[1], "target": "I21.9"}


def publish(folder: Path, *rows: dict[str, Any], date: str | None = None) -> str:
    (note,) = write_map(uk_map_of(*rows), folder, format="rf2", date=date).notes
    return note


def ids(folder: Path, part: str = "Snapshot") -> dict[str, str]:
    return {row["id"]: row["active"] for row in lines_of(folder, part)}


def test_an_unchanged_map_changes_no_byte_whatever_the_day(tmp_path: Path) -> None:
    publish(tmp_path, FEVER, HEART, date=FIRST)
    before = contents(tmp_path)
    assert "no file was touched" in publish(tmp_path, HEART, FEVER, date=THIRD)
    assert "no file was touched" in publish(tmp_path, FEVER, HEART)
    assert contents(tmp_path) == before


def test_only_the_row_that_changed_moves_its_date_and_is_in_the_delta(tmp_path: Path) -> None:
    publish(tmp_path, FEVER, HEART, date=FIRST)
    before = ids(tmp_path)
    said = publish(tmp_path, FEVER | {"target": "G36.0"}, HEART, date=SECOND)
    assert said == f"publication of {SECOND}: 0 rows new, 1 changed, 0 inactivated"
    assert ids(tmp_path) == before
    dates = {row["mapTarget"]: row["effectiveTime"] for row in lines_of(tmp_path, "Snapshot")}
    assert dates == {"G360": SECOND, "I219": FIRST}
    assert [row["mapTarget"] for row in lines_of(tmp_path, "Delta")] == ["G360"]


def test_what_went_stays_as_an_inactive_row_and_comes_back_under_its_id(tmp_path: Path) -> None:
    publish(tmp_path, FEVER, HEART, date=FIRST)
    publish(tmp_path, HEART, date=SECOND)
    (gone,) = lines_of(tmp_path, "Delta")
    assert (gone["active"], gone["effectiveTime"], gone["mapTarget"]) == ("0", SECOND, "G35X")
    assert sorted(ids(tmp_path).values()) == ["0", "1"]
    assert read_back(tmp_path).sources == (HEART["source"],)
    publish(tmp_path, FEVER, HEART, date=THIRD)
    (back,) = lines_of(tmp_path, "Delta")
    assert (back["id"], back["active"], back["effectiveTime"]) == (gone["id"], "1", THIRD)


def test_a_row_read_from_a_publication_keeps_its_id_where_it_moves(tmp_path: Path) -> None:
    publish(tmp_path, FEVER, date=FIRST)
    ((member, _),) = ids(tmp_path).items()
    moved = FEVER | {"member": member, "map_priority": 2}
    publish(tmp_path, moved, FEVER | {"target": "G36.0"}, date=SECOND)
    by_priority = {row["mapPriority"]: row["id"] for row in lines_of(tmp_path, "Snapshot")}
    assert by_priority["2"] == member
    assert by_priority["1"] != member
    before = contents(tmp_path)
    publish(tmp_path, FEVER | {"map_priority": 2}, FEVER | {"target": "G36.0"}, date=THIRD)
    assert contents(tmp_path) == before


def test_two_rows_of_one_place_have_ids_of_their_own_that_stay(tmp_path: Path) -> None:
    publish(tmp_path, FEVER, FEVER | {"target": "G36.0"}, date=FIRST)
    before = {row["mapTarget"]: row["id"] for row in lines_of(tmp_path, "Snapshot")}
    assert len(set(before.values())) == 2
    publish(tmp_path, FEVER | {"target": "G36.0"}, date=SECOND)
    after = {row["mapTarget"]: row["id"] for row in lines_of(tmp_path, "Snapshot")}
    assert after == before


def test_a_member_never_changes_what_it_refers_to(tmp_path: Path) -> None:
    publish(tmp_path, FEVER, date=FIRST)
    ((member, _),) = ids(tmp_path).items()
    before = contents(tmp_path)
    with pytest.raises(InputError, match="referencedComponentId 24700007 in the publication"):
        publish(tmp_path, HEART | {"member": member}, date=SECOND)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("date", [None, "20310101", FIRST])
def test_a_change_needs_a_later_date(tmp_path: Path, date: str | None) -> None:
    publish(tmp_path, FEVER, date=FIRST)
    before = contents(tmp_path)
    with pytest.raises(InputError, match=f"the map differs from the publication of {FIRST}"):
        publish(tmp_path, HEART, date=date)
    assert contents(tmp_path) == before


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def spoil(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"24700007", b"24700008"))


def double(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines, lines[-1]]))


def lose_a_row(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def edit(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"G35", b"G37"))


def another(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"999002271000000101", b"1382401000000109"))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (cut, "looks cut"),
        (spoil, "fails its check digit"),
        (double, "stands twice in the file"),
        (another, "this map's is 999002271000000101, and needs another folder"),
        (lose_a_row, "lacks 1 row of der2_iisssciRefset_ExtendedMapDelta_XX9999999_20310201.txt"),
        (edit, "or has them otherwise; the two were published together"),
        (Path.unlink, "or, where the first publication was broken off, remove its Delta"),
    ],
)
def test_a_damaged_publication_is_refused_and_left_alone(
    tmp_path: Path, damage: Callable[[Path], object], said: str
) -> None:
    publish(tmp_path, FEVER, HEART, date=FIRST)
    (snapshot,) = (tmp_path / "Snapshot").rglob("*.txt")
    damage(snapshot)
    before = contents(tmp_path)
    with pytest.raises(InputError) as caught:
        publish(tmp_path, FEVER, date=SECOND)
    assert said in str(caught.value)
    assert contents(tmp_path) == before


def test_a_publishers_release_is_never_written_into(tmp_path: Path) -> None:
    publish(tmp_path, FEVER, date=FIRST)
    (tmp_path / "README.txt").write_text("Release notes\n")
    before = contents(tmp_path)
    with pytest.raises(InputError, match="no publication of this program; give a folder of its"):
        publish(tmp_path, HEART, date=SECOND)
    assert contents(tmp_path) == before


def test_other_files_of_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    publish(tmp_path, FEVER, date=FIRST)
    publish(tmp_path, HEART, date=SECOND)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert len(contents(tmp_path)) == 4


def test_a_folder_that_cannot_take_the_snapshot_stays_as_it_was(tmp_path: Path) -> None:
    publish(tmp_path, FEVER, date=FIRST)
    (old,) = (tmp_path / "Snapshot").rglob("*.txt")
    in_the_way = old.with_name(old.name.replace(FIRST, SECOND))
    in_the_way.mkdir()
    before = contents(tmp_path)
    with pytest.raises(OSError, match="irectory"):
        publish(tmp_path, HEART, date=SECOND)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("left", ["Snapshot", "Delta"])
def test_what_a_kill_left_behind_is_tidied_by_the_next_publication(
    tmp_path: Path, left: str
) -> None:
    """Killed before the new Snapshot stands, the old one counts; after it, the new one does."""
    publish(tmp_path, FEVER, HEART, date=FIRST)
    old = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("der2*")}
    publish(tmp_path, HEART, date=SECOND)
    whole = contents(tmp_path)
    for path, data in old.items():
        (tmp_path / path).write_bytes(data)
    if left == "Delta":
        next((tmp_path / "Snapshot").rglob(f"*{SECOND}.txt")).unlink()
    assert read_back(tmp_path).sources == (
        (HEART["source"],) if left == "Snapshot" else (FEVER["source"], HEART["source"])
    )
    publish(tmp_path, HEART, date=SECOND)
    assert contents(tmp_path) == whole


@pytest.mark.parametrize("target", ["G35", "G36.0"], ids=["unchanged", "changed"])
def test_a_file_that_a_kill_left_unfinished_is_tidied_too(tmp_path: Path, target: str) -> None:
    publish(tmp_path, FEVER, date=FIRST)
    for part in ("Snapshot", "Delta"):
        (tmp_path / part / "Refset" / "Map" / ".unfinished-0123456789abcdef.txt").write_text("id\t")
    publish(tmp_path, FEVER | {"target": target}, date=SECOND)
    assert [name for name in contents(tmp_path) if ".unfinished-" in name] == []


def test_a_first_publication_that_was_broken_off_is_made_again_once_its_delta_is_gone(
    tmp_path: Path,
) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    publish(tmp_path, FEVER, date=FIRST)
    whole = contents(tmp_path)
    next((tmp_path / "Snapshot").rglob("*.txt")).unlink()
    with pytest.raises(InputError, match="first publication was broken off, remove its Delta"):
        publish(tmp_path, FEVER, date=FIRST)
    next((tmp_path / "Delta").rglob("*.txt")).unlink()
    publish(tmp_path, FEVER, date=FIRST)
    assert contents(tmp_path) == whole


class Publications(RuleBasedStateMachine):
    """Any edits, then a publication; then other edits."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.rows: dict[tuple[str, int, int], dict[str, Any]] = {}
        self.day = 20310100
        self.before: dict[str, dict[str, str]] = {}
        self.map: MapSet | None = None

    @rule(
        source=st.sampled_from(SOURCES),
        group=st.integers(1, 2),
        priority=st.integers(1, 2),
        code=st.sampled_from(["G35", "G36.0", "I21.9", None]),
        advice=st.sampled_from([None, "ADDITIONAL CODE POSSIBLE"]),
    )
    def edit(
        self, source: str, group: int, priority: int, code: str | None, advice: str | None
    ) -> None:
        place = (source, group, priority)
        row = self.rows.get(place, {})
        no_map = None if code else "not_in_scope"
        self.rows[place] = row | {"target": code, "no_map": no_map, "advice": advice}

    @precondition(lambda self: len(self.rows) > 1)
    @rule(data=st.data())
    def drop(self, data: st.DataObject) -> None:
        del self.rows[data.draw(st.sampled_from(sorted(self.rows)))]

    @precondition(lambda self: bool(self.before))
    @rule()
    def take_up_ids(self) -> None:
        """Read what was published, as one does who goes on working with it."""
        self.rows = {
            (row["source"], row["map_group"], row["map_priority"]): {
                name: row[name]
                for name in ("target", "no_map", "advice", "member", "effective_time")
            }
            for row in read_back(self.folder).table.to_pylist()
        }

    @precondition(lambda self: any("member" in row for row in self.rows.values()))
    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        """Give a row with an id another place of its source."""
        known = sorted(place for place, row in self.rows.items() if "member" in row)
        place = data.draw(st.sampled_from(known))
        self.rows[place[0], place[1], data.draw(st.integers(3, 4))] = self.rows.pop(place)

    @precondition(lambda self: bool(self.rows))
    @rule()
    def publish(self) -> None:
        self.day += 1
        rows = [
            {"source": source, "map_group": group, "map_priority": priority} | row
            for (source, group, priority), row in self.rows.items()
        ]
        files = contents(self.folder)
        publish(self.folder, *rows, date=str(self.day))
        after = {row["id"]: row for row in lines_of(self.folder, "Snapshot")}
        self.check(rows, after, files)
        self.before = after

    def check(
        self, rows: list[dict[str, Any]], after: dict[str, dict[str, str]], files: dict[str, bytes]
    ) -> None:
        differs = {i: row for i, row in after.items() if row != self.before.get(i)}
        assert self.before.keys() <= after.keys(), "no member is ever forgotten"
        if not differs:
            assert contents(self.folder) == files
            return
        delta = {row["id"]: row for row in lines_of(self.folder, "Delta")}
        assert delta == differs, "the Delta is the difference of the Snapshots"
        for i, row in after.items():
            old = self.before.get(i)
            if old is None:
                continue
            assert row["effectiveTime"] >= old["effectiveTime"]
            assert (row["effectiveTime"] > old["effectiveTime"]) == (row != old)
            assert row["referencedComponentId"] == old["referencedComponentId"]
        active = [row for row in after.values() if row["active"] == "1"]
        assert sorted(
            (row["referencedComponentId"], row["mapGroup"], row["mapPriority"]) for row in active
        ) == sorted((r["source"], str(r["map_group"]), str(r["map_priority"])) for r in rows)
        for row in rows:
            assert row.get("member") in {None, *after}

    @invariant()
    def a_place_that_is_published_again_keeps_its_id(self) -> None:
        if not self.before:
            return
        again = [
            {
                "source": row["referencedComponentId"],
                "map_group": int(row["mapGroup"]),
                "map_priority": int(row["mapPriority"]),
                "target": None,
                "no_map": "high_level",
            }
            for row in self.before.values()
            if row["active"] == "1"
        ]
        copy = Path(tempfile.mkdtemp())
        shutil.copytree(self.folder, copy, dirs_exist_ok=True)
        publish(copy, *again, date="20320101")
        assert {row["id"] for row in lines_of(copy, "Snapshot")} == set(self.before)
        shutil.rmtree(copy)

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


TestPublications = Publications.TestCase
TestPublications.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
