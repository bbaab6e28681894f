"""What a publication of a map says, given the one before it.

A member keeps its id from one publication to the next, its ``effectiveTime`` moves only when
something else of it does, and what went stays in the Snapshot as an inactive row. The Delta is what
this publication changed. Nothing here reads a clock or a file.

The trap: a row that has no id yet takes the one that its place had before, unless another row of
the map has moved away with that id.

Source: SNOMED International, Release File Specifications, "Release Types" and "Component Release
Files Specification" (a component's id never changes, nor what it refers to).
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from workbench.core.codes import natural_key
from workbench.errors import InputError
from workbench.io.rf2_map_cells import Member, Refset
from workbench.io.rf2_map_rows import BLOCK

__all__ = ["Previous", "Publication", "Row", "publication"]

#: A row of a file by heading.
Row = Mapping[str, str]

#: Ids are made of it: it never changes, whatever else is renamed.
_NAMED: Final = "urn:x-terminology-workbench:rf2:"
_UNCHANGING: Final = ("refsetId", "referencedComponentId")
_ACTIVE: Final = "1"
_TIME: Final = "effectiveTime"


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """The publication that stands in a folder.

    Attributes
    ----------
    date
        YYYYMMDD, of its files' names.
    headings
        Of its Snapshot.
    rows
        Of its Snapshot, by id.
    """

    date: str
    headings: tuple[str, ...]
    rows: Mapping[str, Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What a publication holds.

    Attributes
    ----------
    date
        YYYYMMDD.
    headings
        Of both its files.
    snapshot
        Every member's latest state, sorted by source, block, group, priority and id.
    delta
        The rows of `snapshot` that this publication brought or changed.
    new, changed, gone
        How many of the Delta's members were not there, are otherwise, or are inactive now.
    """

    date: str
    headings: tuple[str, ...]
    snapshot: Sequence[Row]
    delta: Sequence[Row]
    new: int
    changed: int
    gone: int


def publication(
    members: Sequence[Member],
    *,
    refset: Refset,
    headings: tuple[str, ...],
    previous: Previous | None,
    date: str | None,
) -> Publication:
    """Make the next publication.

    Parameters
    ----------
    members
        The rows of the map.
    refset
        What they share.
    headings
        Of their columns.
    previous
        What was published before; None where nothing was.
    date
        YYYYMMDD, the day of the publication; None takes the latest date of the rows, where
        nothing was published before and every row has one.

    Raises
    ------
    InputError
        If a date is missing or not later than what it follows, or an id is used twice or for
        another source than before.
    """
    ids = _ids(members, refset, previous)
    if previous is None:
        return _first(members, ids, headings, date)
    rows = {i: {"id": i, **member.cells} for i, member in zip(ids, members, strict=True)}
    return _next(rows, _joined(previous.headings, headings), previous, date)


def _first(
    members: Sequence[Member], ids: Sequence[str], headings: tuple[str, ...], date: str | None
) -> Publication:
    """Publish for the first time: rows keep the dates they bring along."""
    latest = max((member.effective_time or "" for member in members), default="")
    day = date or latest
    if not day or (date is None and not all(member.effective_time for member in members)):
        problem = "a date of the publication is needed, since not every row has one; give --date"
        raise InputError(problem)
    if latest > day:
        problem = f"the date {day} is before that of a row, {latest}; give a later --date"
        raise InputError(problem)
    rows = [
        {"id": i, _TIME: member.effective_time or day, **member.cells}
        for i, member in zip(ids, members, strict=True)
    ]
    ordered = sorted(rows, key=_order)
    return Publication(
        date=day,
        headings=headings,
        snapshot=ordered,
        delta=ordered,
        new=len(ordered),
        changed=0,
        gone=0,
    )


def _next(
    rows: Mapping[str, Row], headings: tuple[str, ...], previous: Previous, date: str | None
) -> Publication:
    changed = {i for i, row in rows.items() if not _same(row, previous.rows.get(i, {}), headings)}
    gone = {i for i, row in previous.rows.items() if i not in rows and row["active"] == _ACTIVE}
    day = _day(date, previous) if changed or gone else previous.date
    snapshot = []
    for i in {**previous.rows, **rows}:
        if i in gone:
            row = {**previous.rows[i], "active": "0", _TIME: day}
        elif i in changed:
            row = {**rows[i], _TIME: day}
        else:
            row = dict(previous.rows[i])
        snapshot.append(row)
    snapshot.sort(key=_order)
    moved = changed | gone
    return Publication(
        date=day,
        headings=headings,
        snapshot=snapshot,
        delta=[row for row in snapshot if row["id"] in moved],
        new=len(changed - previous.rows.keys()),
        changed=len(changed & previous.rows.keys()),
        gone=len(gone),
    )


def _day(date: str | None, previous: Previous) -> str:
    if date is None:
        problem = f"the map differs from the publication of {previous.date}; give --date YYYYMMDD"
        raise InputError(problem)
    if date <= previous.date:
        problem = (
            f"the map differs from the publication of {previous.date} that stands there, and "
            f"{date} is not later; give a later --date, or another folder"
        )
        raise InputError(problem)
    return date


def _same(row: Row, before: Row, headings: Iterable[str]) -> bool:
    return all(row.get(name, "") == before.get(name, "") for name in headings if name != _TIME)


def _joined(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    """Give the headings of both, further columns in order; none that was there is dropped."""
    usual = [name for name in before if name in now]
    return (*usual, *sorted({*before, *now} - set(usual)))


def _order(row: Row) -> tuple[object, ...]:
    place = _place(row)
    return natural_key(place[0]), *map(int, place[1:]), row["id"]


def _place(row: Row) -> tuple[str, ...]:
    return (
        row["referencedComponentId"],
        row.get(BLOCK) or "1",
        row["mapGroup"],
        row["mapPriority"],
    )


def _ids(members: Sequence[Member], refset: Refset, previous: Previous | None) -> tuple[str, ...]:
    """Give the id of each row: its own, that of its place before, or one made of its place."""
    before = {} if previous is None else previous.rows
    own = Counter(member.id for member in members if member.id)
    twice = next((i for i, count in own.items() if count > 1), None)
    if twice is not None:
        problem = f"the member id {twice} stands in {own[twice]} rows; a member has one row"
        raise InputError(problem)
    held = _held(before, own.keys())
    ids = [member.id or _kept(member, before, held) for member in members]
    taken = {found for found in ids if found} | {i for there in held.values() for i in there}
    for number, member in enumerate(members):
        found = ids[number] or _freed(member, held) or _made(member, refset, taken, before)
        taken.add(found)
        _check_unchanging(found, member.cells, before.get(found))
        ids[number] = found
    return tuple(found for found in ids if found)


#: Ids of members that were active and that no row of the map claims, by their place.
_Held = dict[tuple[str, ...], list[str]]


def _held(rows: Mapping[str, Row], claimed: Collection[str]) -> _Held:
    held: _Held = {}
    for i, row in rows.items():
        if row["active"] == _ACTIVE and i not in claimed:
            held.setdefault(_place(row), []).append(i)
    return held


def _kept(member: Member, before: Mapping[str, Row], held: _Held) -> str | None:
    """Take the id of a row that said just the same in the same place."""
    there = held.get(member.place, [])
    for i in there:
        if _same(member.cells, before[i], {*member.cells, *before[i]} - {"id"}):
            there.remove(i)
            return i
    return None


def _freed(member: Member, held: _Held) -> str | None:
    """Take the id of a row that said something else in the same place."""
    there = held.get(member.place)
    return there.pop(0) if there else None


def _made(member: Member, refset: Refset, taken: Collection[str], before: Mapping[str, Row]) -> str:
    """Make an id of a place, the same whenever it is made; of a second row there, another."""
    source = member.cells["referencedComponentId"]
    number = 1
    while True:
        named = "/".join((refset.id, *member.place, *([str(number)] if number > 1 else [])))
        found = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{_NAMED}{named}"))
        is_its_own = before.get(found, member.cells)["referencedComponentId"] == source
        if found not in taken and is_its_own:
            return found
        number += 1


def _check_unchanging(member: str, cells: Row, before: Row | None) -> None:
    for name in _UNCHANGING:
        if before is not None and before[name] != cells[name]:
            problem = (
                f"the member {member} has {name} {before[name]} in the publication that stands "
                f"there and {cells[name]} now; a member never changes it, so leave its id out"
            )
            raise InputError(problem)
