"""What changed between two releases of a map, as values: rows added, rows removed, changes classed.

A change is classed only where one reason explains all that differs of a source; whatever else
differs stands as rows removed and rows added, since no reason is made up for it.

Source: SNOMED International, ICD-10 Mapping Technical Guide (maintenance of the map).
"""

from __future__ import annotations

import html
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from workbench.core.showing import and_more
from workbench.mapping.entry import MapEntry

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Changed", "MapDifferences", "Reason", "entry_document"]

_SHOWN: Final = 50


class Reason(StrEnum):
    """Why the rows of a source changed.

    Attributes
    ----------
    TARGET_RENAMED
        The same target under another term, or another code under the same term.
    SPLIT
        One target became several, or one that lies below it.
    MERGED
        Several targets became one, or one above it.
    TARGET_RETIRED
        A target is not, or no longer active, in the newer release it leads to.
    RULE
        The rules differ, and the advice perhaps with them; the targets do not.
    ADVICE
        The advice differs and nothing else.
    SOURCE_INACTIVE
        The rows went with their source, which the newer release has retired or dropped.
    NEW_DESCENDANT
        The source came new below one that was mapped before.
    """

    TARGET_RENAMED = "target_renamed"
    SPLIT = "split"
    MERGED = "merged"
    TARGET_RETIRED = "target_retired"
    RULE = "rule"
    ADVICE = "advice"
    SOURCE_INACTIVE = "source_inactive"
    NEW_DESCENDANT = "new_descendant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What differs of one source, with the one reason that explains it.

    Attributes
    ----------
    source
        The source.
    before, after
        The rows that differ, in coding order; either may be empty.
    why
        The reason.
    activity
        Of the source, where usage was given; else None.
    """

    source: str
    before: tuple[MapEntry, ...]
    after: tuple[MapEntry, ...]
    why: Reason
    activity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MapDifferences:
    """What differs between two maps of the same systems.

    Attributes
    ----------
    first, second
        Names and releases of the older and the newer map, as one text each.
    added, removed
        Rows without a reason of their own, most used source first, then in coding order.
    changed
        Sources whose change has a reason, most used first.
    same
        How many sources have the same rows in both.
    activity
        Of the sources that differ, where usage was given.
    """

    first: str
    second: str
    added: tuple[MapEntry, ...]
    removed: tuple[MapEntry, ...]
    changed: tuple[Changed, ...]
    same: int
    activity: dict[str, int]

    def counts(self) -> dict[str, int]:
        """Give how many rows were added and removed, and how many sources changed by reason."""
        found = Counter(change.why for change in self.changed)
        reasons = {why.value: found[why] for why in Reason if why in found}
        return {"added": len(self.added), "removed": len(self.removed), **reasons}

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON document of the command line's contract."""
        return {
            "added": [entry_document(entry) for entry in self.added],
            "removed": [entry_document(entry) for entry in self.removed],
            "changed": [
                {
                    "source": change.source,
                    "before": [entry_document(entry) for entry in change.before],
                    "after": [entry_document(entry) for entry in change.after],
                    "why": change.why.value,
                }
                for change in self.changed
            ],
        }

    def to_pandas(self) -> pd.DataFrame:
        """Give one row a row of a map: why, side, and the columns of the JSON document."""
        import pandas as pd

        rows = [
            {"why": why, "side": side, "activity": self.activity.get(entry.source), **document}
            for why, side, entry in self._sides()
            for document in [entry_document(entry)]
        ]
        columns = ["why", "side", "activity", *_DOCUMENT]
        return pd.DataFrame(rows, columns=columns)

    def _sides(self) -> list[tuple[str, str, MapEntry]]:
        found = [("added", "after", entry) for entry in self.added]
        found += [("removed", "before", entry) for entry in self.removed]
        for change in self.changed:
            found += [(change.why.value, "before", entry) for entry in change.before]
            found += [(change.why.value, "after", entry) for entry in change.after]
        return found

    def lines(self) -> list[str]:
        """Give it as text: the counts, then what changed, was added and was removed."""
        counts = {name.replace("_", " "): count for name, count in self.counts().items()}
        told = ", ".join(f"{name} {count:,}" for name, count in counts.items())
        changes = [
            f"  {change.why.value.replace('_', ' ')}: {change.source}: "
            f"{_told(change.before)} → {_told(change.after)}"
            for change in self.changed
        ]
        rows = [f"  added: {entry.source} → {_told((entry,))}" for entry in self.added]
        rows += [f"  removed: {entry.source} → {_told((entry,))}" for entry in self.removed]
        shown = [*changes[:_SHOWN], *and_more(len(changes), shown=_SHOWN)]
        shown += [*rows[:_SHOWN], *and_more(len(rows), shown=_SHOWN)]
        return [
            f"{self.first}, {self.second}",
            f"sources that are the same: {self.same:,}",
            told,
            *shown,
        ]

    def __repr__(self) -> str:
        """Give it as text, a bounded part of it."""
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(repr(self))}</pre>"


_DOCUMENT: Final = (
    *("source", "source_term", "target", "target_term", "mark", "map_block", "map_group"),
    *("map_priority", "relation", "rule", "advice", "no_map"),
)


def entry_document(entry: MapEntry) -> dict[str, Any]:
    """Give an entry as plain values, as the documents of ``map diff`` hold it."""
    return {name: getattr(entry, name) for name in _DOCUMENT}


def _told(entries: tuple[MapEntry, ...]) -> str:
    if not entries:
        return "nothing"
    return ", ".join(
        f"no map ({entry.no_map})" if entry.target is None else f"{entry.target}{entry.mark or ''}"
        for entry in entries
    )
