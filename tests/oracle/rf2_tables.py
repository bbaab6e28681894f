"""Read an RF2 Snapshot for the tests, as plainly as it can be read: csv, dictionaries, one walk.

Nothing here comes from ``workbench``: that is the point of an oracle. It believes every file whose
name holds the word Snapshot, and tells the files apart by that name.

Source: SNOMED International, Release File Specifications.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Release", "read_history", "read_release", "walk"]

IS_A = "116680003"
INFERRED = "900000000000011006"
FSN = "900000000000003001"
SYNONYM = "900000000000013009"
PREFERRED = "900000000000548007"
LANGUAGES = (
    "999001261000000100",
    "999000691000001104",
    "900000000000508004",
    "900000000000509007",
)
WORDS = {
    "900000000000527005": "same_as",
    "900000000000526001": "replaced_by",
    "900000000000523009": "possibly_equivalent_to",
    "900000000000530003": "alternative",
    "900000000000528000": "was_a",
    "1186924009": "partially_equivalent_to",
    "1186921001": "possibly_replaced_by",
}

Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release in dictionaries.

    Attributes
    ----------
    active
        Whether a concept is, by id.
    parents
        Ids by id.
    fsns
        The active fully specified names by concept.
    synonyms
        The active synonyms by concept, each with the place of the first refset preferring it, or
        the number of refsets.
    attributes, members, associations
        As tuples.
    """

    active: dict[str, bool]
    parents: dict[str, set[str]]
    fsns: dict[str, list[str]]
    synonyms: dict[str, list[tuple[int, int, str]]]
    attributes: set[tuple[str, str, str | None, str | None, int]]
    members: set[tuple[str, str]]
    associations: set[tuple[str, str, str]]

    def preferred(self, code: str) -> str:
        """Give the term of a concept that has a fully specified name."""
        best = min(self.synonyms.get(code, []), default=(len(LANGUAGES), 0, ""))
        if best[0] < len(LANGUAGES):
            return best[2]
        return self.fsns[code][0].rpartition(" (")[0] or self.fsns[code][0]


def read_release(folder: Path) -> Release:
    """Read whatever Snapshot files lie below a folder."""
    concepts = _latest(folder, "sct2_Concept_*Snapshot*")
    described = [row for row in _latest(folder, "sct2_Description_*Snapshot*") if _is_on(row)]
    ranks = _ranks(folder)
    fsns: dict[str, list[str]] = defaultdict(list)
    synonyms: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for row in described:
        if row["typeId"] == FSN:
            fsns[row["conceptId"]].append(row["term"])
        elif row["typeId"] == SYNONYM:
            rank = ranks.get(row["id"], len(LANGUAGES))
            synonyms[row["conceptId"]].append((rank, int(row["id"]), row["term"]))
    related = _inferred(folder, "sct2_Relationship_*Snapshot*")
    parents: dict[str, set[str]] = defaultdict(set)
    for row in related:
        if row["typeId"] == IS_A:
            parents[row["sourceId"]].add(row["destinationId"])
    concrete = _inferred(folder, "sct2_RelationshipConcreteValues_*Snapshot*")
    return Release(
        active={row["id"]: _is_on(row) for row in concepts},
        parents=parents,
        fsns=fsns,
        synonyms=synonyms,
        attributes={_attribute(row) for row in (*related, *concrete) if row["typeId"] != IS_A},
        members=_members(folder, {row["id"] for row in concepts}),
        associations={
            (row["referencedComponentId"], row["targetComponentId"], WORDS[row["refsetId"]])
            for row in _latest(folder, "der2_cRefset_Association*Snapshot*")
            if _is_on(row) and row["refsetId"] in WORDS
        },
    )


def _members(folder: Path, concepts: set[str]) -> set[tuple[str, str]]:
    """Give who is in which reference set: of simple ones everything, of others the concepts."""
    simple = [row for row in _latest(folder, "der2_Refset_*Snapshot*") if _is_on(row)]
    others = [row for row in _latest(folder, "der2_[cis]*Refset_*Snapshot*") if _is_on(row)]
    others = [row for row in others if row["referencedComponentId"] in concepts]
    return {(row["refsetId"], row["referencedComponentId"]) for row in (*simple, *others)}


def read_history(folder: Path) -> set[tuple[str, str, int, str]]:
    """Read the history substitution table below a folder: old, new, ambiguity, old name."""
    return {
        (row["OLDCONCEPTID"], row["NEWCONCEPTID"], int(row["ISAMBIGUOUS"]), row["OLDCONCEPTFSN"])
        for path in folder.rglob("xres2_HistorySubstitutionTable_Concepts_*.txt")
        for row in _rows(path)
    }


def walk(steps: dict[str, set[str]], start: str) -> set[str]:
    """Give everything reached from a concept, itself excluded."""
    reached: set[str] = set()
    ahead = list(steps.get(start, ()))
    while ahead:
        here = ahead.pop()
        if here not in reached:
            reached.add(here)
            ahead += steps.get(here, ())
    return reached


def _ranks(folder: Path) -> dict[str, int]:
    ranks: dict[str, int] = {}
    for row in _latest(folder, "der2_cRefset_Language*Snapshot*"):
        if _is_on(row) and row["acceptabilityId"] == PREFERRED and row["refsetId"] in LANGUAGES:
            rank = LANGUAGES.index(row["refsetId"])
            component = row["referencedComponentId"]
            ranks[component] = min(rank, ranks.get(component, rank))
    return ranks


def _inferred(folder: Path, pattern: str) -> list[Row]:
    rows = _latest(folder, pattern)
    return [row for row in rows if _is_on(row) and row["characteristicTypeId"] == INFERRED]


def _attribute(row: Row) -> tuple[str, str, str | None, str | None, int]:
    target, value = row.get("destinationId"), row.get("value")
    return row["sourceId"], row["typeId"], target, value, int(row["relationshipGroup"])


def _is_on(row: Row) -> bool:
    return row["active"] == "1"


def _latest(folder: Path, pattern: str) -> list[Row]:
    kept: dict[str, Row] = {}
    for path in sorted(folder.rglob(f"{pattern}.txt")):
        for row in _rows(path):
            before = kept.get(row["id"])
            if before is None or before["effectiveTime"] < row["effectiveTime"]:
                kept[row["id"]] = row
    return list(kept.values())


def _rows(path: Path) -> Iterable[Row]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
