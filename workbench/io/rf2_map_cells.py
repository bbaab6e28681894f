"""The rows of a map as rows of an RF2 map reference set, before they have an id and a date.

A value that RF2 has no field for, or that its fields would say otherwise when they are read again,
is in the loss report; a value that would break the table (a tab in an advice) is refused. Nothing
here looks at an earlier publication: see `rf2_publication`.

Source: SNOMED International, Release File Specifications, Complex and Extended Map Reference Sets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from workbench.core.codes import CodeSystem
from workbench.core.sctid import Component, sctid_fault
from workbench.errors import InputError
from workbench.io.loss import Lost
from workbench.io.map_rules import profile_fault
from workbench.io.rf2_map_fields import RELATIONS, read_goal
from workbench.io.rf2_map_goals import (
    SPELLING,
    advice_of,
    category_of,
    correlation_of,
    default_spelling,
    still_means,
)
from workbench.io.rf2_map_rows import BLOCK, CATEGORY, COLUMNS
from workbench.io.rf2_table import COMMON, date_fault
from workbench.mapping.profile import Profile
from workbench.mapping.relation import MapRelation

if TYPE_CHECKING:
    import pyarrow as pa

    from workbench.mapping.map_set import MapSet

__all__ = [
    "HELD_BY_RF2",
    "PARTLY_HELD_BY_RF2",
    "PLACEHOLDER_NAMESPACE",
    "Member",
    "Refset",
    "headings_of",
    "members_of",
]

#: Belongs to nobody: it marks ids that must be replaced by ones of a namespace of one's own.
PLACEHOLDER_NAMESPACE: Final = "9999999"

#: Columns of a map that an RF2 map reference set has a field for.
HELD_BY_RF2: Final = frozenset(
    (
        *("source", "target", "map_block", "map_group", "map_priority", "rule", "advice"),
        *("profile", "refset", "member", "effective_time", "module"),
    )
)
#: What may be read back otherwise than it was, and then is told.
_CHECKED: Final = ("relation", "mark", "no_map", "no_map_text", "correlation", "category", "extra")
#: The same: columns of which some values come back.
PARTLY_HELD_BY_RF2: Final = frozenset(_CHECKED)
_ASKS: Final = re.compile(r"(?:TRUE|OTHERWISE TRUE)\Z")
_BREAKS: Final = re.compile(r"[\t\r\n\0]")
_UUID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_OWN: Final = {Profile.INTERNATIONAL: CATEGORY, Profile.UK: BLOCK}
#: All but what is not looked at here.
_NEEDED: Final = sorted({*HELD_BY_RF2, *PARTLY_HELD_BY_RF2})
#: Headings that no further column may have, in small letters.
_TAKEN: Final = frozenset(name.lower() for name in (*COMMON, *COLUMNS, CATEGORY, BLOCK))
_HINT: Final = "give it a profile, or leave these values out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refset:
    """What all rows of a publication share.

    Attributes
    ----------
    id
        The SCTID of the map reference set.
    module
        Of rows that name none.
    profile
        Which pattern it has.
    system
        What its targets are codes of; None where nobody says.
    """

    id: str
    module: str
    profile: Profile
    system: CodeSystem | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One row of a map, as a member of a map reference set.

    Attributes
    ----------
    id
        Its own, where it has one.
    effective_time
        YYYYMMDD as the map says, or None.
    cells
        By heading, all but ``id`` and ``effectiveTime``.
    lost
        What its fields do not say.
    """

    id: str | None
    effective_time: str | None
    cells: Mapping[str, str]
    lost: tuple[Lost, ...]

    @property
    def place(self) -> tuple[str, ...]:
        """Where it stands: source, block, group and priority."""
        cells = self.cells
        block = cells.get(BLOCK, "1")
        return cells["referencedComponentId"], block, cells["mapGroup"], cells["mapPriority"]


def headings_of(profile: Profile, members: Sequence[Member]) -> tuple[str, ...]:
    """Give the headings of a pattern, and those of further columns in order."""
    usual = (*COMMON, *COLUMNS, _OWN[profile])
    more = {name for member in members for name in member.cells} - set(usual)
    return (*usual, *sorted(more))


def members_of(maps: MapSet, refset: Refset) -> Iterator[Member]:
    """Give the rows of a map as members, in the order of the map.

    Raises
    ------
    InputError
        Naming the first value that cannot stand in RF2.
    """
    table = maps.table.select(_NEEDED)
    fault = profile_fault({name: maps.table[name].to_pylist() for name in _BY_PROFILE}, hint=_HINT)
    if fault is not None:
        (row,) = table.slice(fault.row, 1).to_pylist()
        raise _problem(row, fault.column, fault.problem)
    asking = _asking(table)
    for batch in table.to_batches(max_chunksize=_PART):
        for row in batch.to_pylist():
            _check(row)
            yield _member(row, refset, asking.get((row["source"], row["map_group"])))


#: How many rows are taken apart at once.
_PART: Final = 4_096
_BY_PROFILE: Final = ("source", "profile", "rule", "map_block")


def _asking(table: pa.Table) -> dict[tuple[str, int], str]:
    """Give a rule that asks something, by source and group."""
    columns = (table[name].to_pylist() for name in ("source", "map_group", "rule"))
    return {
        (source, group): rule
        for source, group, rule in zip(*columns, strict=True)
        if rule and not _ASKS.match(rule)
    }


def _member(row: Mapping[str, Any], refset: Refset, asks: str | None) -> Member:
    own = json.loads(row["extra"]) if row["extra"] else {}
    spelling, ours = _spelling(row, own.pop(SPELLING, None), refset)
    correlation = correlation_of(row, spelling=spelling, profile=refset.profile)
    last = (
        str(row["map_block"])
        if refset.profile is Profile.UK
        else category_of(row, spelling=spelling, correlation=correlation, asks=asks)
    )
    cells = {
        "active": "1",
        "moduleId": row["module"] or refset.module,
        "refsetId": refset.id,
        "referencedComponentId": row["source"],
        "mapGroup": str(row["map_group"]),
        "mapPriority": str(row["map_priority"]),
        "mapRule": row["rule"] or "",
        "mapAdvice": "",
        "mapTarget": spelling,
        "correlationId": correlation,
        _OWN[refset.profile]: last,
    }
    otherwise = _read_back(cells, refset)["no_map_text"] or ""
    advice = advice_of(row, spelling=spelling, otherwise=otherwise)
    cells["mapAdvice"] = advice if row["advice"] or not _BREAKS.search(advice) else ""
    further = own if _can_stand(own) else {}
    cells |= further
    for name, text in cells.items():
        if _BREAKS.search(text):
            problem = f"{text!r} holds a tab, a line break or a NUL, which a file of RF2 cannot"
            raise _problem(row, name, problem)
    back = further if spelling == ours else {**further, SPELLING: spelling}
    return Member(
        id=row["member"] or None,
        effective_time=row["effective_time"] or None,
        cells=cells,
        lost=tuple(_lost(row, cells, refset, back)),
    )


def _spelling(row: Mapping[str, Any], own: str | None, refset: Refset) -> tuple[str, str]:
    """Give what stands in ``mapTarget``, and what would without a spelling of the file's own.

    Its own is taken while it means the row's target. A mark that the target's system does not have
    is left out.
    """
    bare = row if refset.system is CodeSystem.ICD10 else {**row, "mark": None}
    try:
        ours = default_spelling(bare, system=refset.system, profile=refset.profile)
        if own and still_means(own, bare, system=refset.system):
            return own, ours
        is_read_so = row["target"] is None or still_means(ours, bare, system=refset.system)
    except InputError as error:
        raise _problem(row, "target", f"cannot stand in a file of RF2: {error.problem}") from error
    if not is_read_so:
        problem = f"cannot stand in a file of RF2: '{ours}' would be read as something else"
        raise _problem(row, "target", problem)
    return ours, ours


def _can_stand(own: Mapping[str, str]) -> bool:
    """Say whether what else a row says can be columns of the file."""
    return all(
        name == name.strip()
        and name.lower() not in _TAKEN
        and not _BREAKS.search(f"{name}{text}")
        and name.isprintable()
        and name
        for name, text in own.items()
    ) and len({name.lower() for name in own}) == len(own)


@lru_cache(maxsize=1 << 16)
def _concept_fault(text: str) -> str | None:
    return sctid_fault(text, Component.CONCEPT)


def _check(row: Mapping[str, Any]) -> None:
    """Refuse an id or date that is none."""
    for name in ("source", "module", "refset", "correlation", "category"):
        fault = _concept_fault(row[name]) if row[name] else None
        if fault is not None:
            raise _problem(row, name, fault)
    if row["member"] and _UUID.fullmatch(row["member"]) is None:
        raise _problem(row, "member", f"'{row['member']}' is no UUID, which the id of a member is")
    fault = date_fault(row["effective_time"]) if row["effective_time"] else None
    if fault is not None:
        raise _problem(row, "effective_time", fault)


def _lost(
    row: Mapping[str, Any], cells: Mapping[str, str], refset: Refset, extra: Mapping[str, str]
) -> Iterator[Lost]:
    """Give what a reader of the cells would not learn of a row."""
    back = _read_back(cells, refset)
    known = json.loads(row["extra"]) if row["extra"] else {}
    back["extra"] = row["extra"] if known == extra else None
    for name in _CHECKED:
        value = row[name]
        silent = value in {None, ""} or (name == "relation" and value == MapRelation.UNSPECIFIED)
        if not silent and back[name] != value:
            yield Lost(source=row["source"], field=name, value=str(value))


def _read_back(cells: Mapping[str, str], refset: Refset) -> dict[str, str | None]:
    category = cells.get(CATEGORY, "")
    goal = read_goal(
        cells["mapTarget"],
        system=refset.system,
        advice=cells["mapAdvice"],
        category=category,
        correlation=cells["correlationId"],
    )
    return {
        "relation": RELATIONS.get(cells["correlationId"], MapRelation.UNSPECIFIED).value,
        "mark": goal.mark,
        "no_map": goal.no_map,
        "no_map_text": goal.no_map_text,
        "correlation": cells["correlationId"],
        "category": category or None,
    }


def _problem(row: Mapping[str, Any], name: str, what: str) -> InputError:
    return InputError(f"source '{row['source']}': {what}", column=name)
