"""Compare two releases of a map, and class what changed.

Rows are compared by what they say; the ids and dates of an RF2 row, comments and who made it are
no change. Whole tables are compared at once, and only sources that differ become objects.

The trap: a source that lost a row need not have changed its mind; its target may have been renamed,
split, merged or retired by the classification, and those are told apart before anything else.

Source: SNOMED International, ICD-10 Mapping Technical Guide (maintenance of the map); WHO, ICD-10
updates (codes deleted, added and moved between releases).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from workbench.core.codes import natural_key
from workbench.core.icd10 import undotted
from workbench.core.icd11 import stem_text
from workbench.errors import ReleaseMismatchError
from workbench.graph.code_graph import CodeGraph
from workbench.mapping.bridge import carried, edition_over
from workbench.mapping.differences import Changed, MapDifferences, Reason
from workbench.mapping.entry import MapEntry, entry_from_row
from workbench.mapping.map_set import MapSet

if TYPE_CHECKING:
    import numpy as np

__all__ = ["NewerGraphs", "diff_maps"]

#: What a row says; a term counts where both rows have one.
_SAYS: Final = (
    *("source", "target", "mark", "map_block", "map_group", "map_priority", "relation", "rule"),
    *("advice", "no_map"),
)
Rows: TypeAlias = "Sequence[MapEntry]"
Test: TypeAlias = "Callable[[Rows, Rows], bool]"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewerGraphs:
    """The graphs by which changes of a map are classed; None where one is not held.

    Attributes
    ----------
    source, target
        Of the newer map's sides. Without the first nothing is classed as gone with its source;
        without the second nothing as retired.
    older_source
        Of the older map's sources. Without it nothing is classed as come new below a mapped one.
    """

    source: CodeGraph | None = None
    target: CodeGraph | None = None
    older_source: CodeGraph | None = None


def diff_maps(
    first: MapSet,
    second: MapSet,
    *,
    graphs: NewerGraphs | None = None,
    activity: Mapping[str, int] | None = None,
) -> MapDifferences:
    """Compare an older and a newer release of a map.

    Parameters
    ----------
    first, second
        The older and the newer map, between the same systems.
    graphs
        Of the releases the maps are between; without one, what only it can tell is not classed.
    activity
        Counts by source, to put the most used first.

    Raises
    ------
    ReleaseMismatchError
        If the maps are between different systems.
    """
    _check(first, second)
    used = dict(activity or {})
    old, new = _differing(first, second)
    sources = sorted({*old, *new}, key=lambda source: (-used.get(source, 0), natural_key(source)))
    classes = _Classes(first, second, graphs or NewerGraphs())
    added: list[MapEntry] = []
    removed: list[MapEntry] = []
    changed: list[Changed] = []
    for source in sources:
        before, after = old.get(source, ()), new.get(source, ())
        why = classes.reason(source, before, after)
        if why is None:
            removed += before
            added += after
        else:
            count = used.get(source, 0) if activity is not None else None
            changed.append(
                Changed(
                    source=source,
                    before=tuple(before),
                    after=tuple(after),
                    why=why,
                    activity=count,
                )
            )
    both = len(set(first.sources) & set(second.sources))
    return MapDifferences(
        first=_told(first),
        second=_told(second),
        added=tuple(added),
        removed=tuple(removed),
        changed=tuple(changed),
        same=both - len([s for s in sources if s in first and s in second]),
        activity={source: used.get(source, 0) for source in sources} if activity else {},
    )


def _check(first: MapSet, second: MapSet) -> None:
    for side in ("source", "target"):
        one, other = getattr(first, side), getattr(second, side)
        if one is not None and other is not None and one.system is not other.system:
            problem = (
                f"the {side}s of map '{first.name}' are of {one}, those of map '{second.name}' of "
                f"{other}; only maps between the same systems can be compared"
            )
            raise ReleaseMismatchError(problem)
        if (
            one is not None
            and other is not None
            and (edition_over(one, other) or edition_over(other, one))
        ):
            problem = (
                f"the {side}s of map '{first.name}' are of {one}, those of map '{second.name}' of "
                f"{other}, where the same spelling may be another code (X59.0); such maps are "
                "compared with Workspace.compare"
            )
            raise ReleaseMismatchError(problem)


def _told(map_set: MapSet) -> str:
    return f"{map_set.name} ({map_set.source or '?'} → {map_set.target or '?'})"


def _differing(
    first: MapSet, second: MapSet
) -> tuple[dict[str, list[MapEntry]], dict[str, list[MapEntry]]]:
    """Give, for each side, the rows that the other has not, by source and in coding order."""
    import pandas as pd

    tables = [m.table.select([*_SAYS, "target_term"]).to_pandas() for m in (first, second)]
    both = pd.concat(tables, keys=[0, 1], names=["side"]).reset_index("side")
    both["nth"] = both.groupby(["side", *_SAYS], dropna=False).cumcount()
    alike = both.groupby([*_SAYS, "nth"], dropna=False)["target_term"]
    differs = (alike.transform("size") == 1) | (alike.transform("nunique") > 1)
    sides = differs.to_numpy()[: len(first)], differs.to_numpy()[len(first) :]
    return _entries(first, sides[0].nonzero()[0]), _entries(second, sides[1].nonzero()[0])


def _entries(map_set: MapSet, numbers: np.ndarray) -> dict[str, list[MapEntry]]:
    rows = map_set.table.take(numbers).to_pylist()
    rows.sort(key=lambda row: (row["map_block"], row["map_group"], row["map_priority"]))
    found: dict[str, list[MapEntry]] = {}
    for row in rows:
        found.setdefault(row["source"], []).append(entry_from_row(row))
    return found


class _Classes:
    """Finds the one reason that explains all that differs of a source."""

    def __init__(self, first: MapSet, second: MapSet, graphs: NewerGraphs) -> None:
        self._first = first
        self._second = second
        self._graphs = graphs

    def reason(self, source: str, before: Rows, after: Rows) -> Reason | None:
        """Give the reason, or None where there is no one."""
        if source not in self._second:
            return Reason.SOURCE_INACTIVE if self._has_gone(source) else None
        if source not in self._first:
            return Reason.NEW_DESCENDANT if self._came_below(source) else None
        tests: Mapping[Reason, Test] = {
            Reason.TARGET_RENAMED: _renamed,
            Reason.ADVICE: partial(_same_but, ("advice",)),
            Reason.RULE: partial(_same_but, ("rule", "advice")),
            Reason.SPLIT: self._split,
            Reason.MERGED: self._merged,
            Reason.TARGET_RETIRED: self._retired,
        }
        found = (why for why, holds in tests.items() if before and after and holds(before, after))
        return next(found, None)

    def _has_gone(self, source: str) -> bool:
        graph = self._graphs.source
        return graph is not None and not graph.index.is_active(source)

    def _came_below(self, source: str) -> bool:
        graph, older = self._graphs.source, self._graphs.older_source
        if graph is None or older is None or source not in graph or source in older:
            return False
        return any(above in self._first for above in graph.ancestors(source))

    def _split(self, before: Rows, after: Rows) -> bool:
        (one, *more), others = _targets(before), _targets(after)
        return not more and all(self._lies_below(other, one) for other in others)

    def _merged(self, before: Rows, after: Rows) -> bool:
        others, (one, *more) = _targets(before), _targets(after)
        return not more and (
            all(self._lies_below(other, one) for other in others)
            or (bool(one) and len(others) > 1 and all(map(self._is_retired, others)))
        )

    def _retired(self, before: Rows, after: Rows) -> bool:
        kept = set(_targets(after))
        return any(self._is_retired(target) for target in _targets(before) if target not in kept)

    def _lies_below(self, lower: str, upper: str) -> bool:
        """Whether a target lies below another, by its graph, else by its text."""
        graph = self._graphs.target
        if lower == upper:
            return False
        if graph is not None and lower in graph and upper in graph:
            return graph.subsumes(upper, lower)
        return bool(upper) and undotted(lower).startswith(undotted(upper))

    def _is_retired(self, target: str) -> bool:
        graph = self._graphs.target
        if graph is None or not target:
            return False
        key = carried(stem_text(target), graph, source=self._second.target, target=graph.release)
        return key.key is None or not graph.index.is_active(key.key)


def _same_but(columns: Sequence[str], before: Rows, after: Rows) -> bool:
    """Whether rows differ in some columns only, row by row in coding order."""
    kept = [column for column in _SAYS if column not in columns]

    def said(rows: Rows) -> list[tuple[object, ...]]:
        return [tuple(getattr(row, column) for column in kept) for row in rows]

    return said(before) == said(after)


def _renamed(before: Rows, after: Rows) -> bool:
    if not _same_but(("target",), before, after):
        return False
    pairs = list(zip(before, after, strict=True))
    return all(one.target == other.target or _same_term(one, other) for one, other in pairs)


def _same_term(one: MapEntry, other: MapEntry) -> bool:
    terms = (one.target_term, other.target_term)
    return None not in terms and len({str(term).casefold() for term in terms}) == 1


def _targets(rows: Rows) -> list[str]:
    """Give the distinct targets; a stated no-map is an empty text."""
    return list(dict.fromkeys(row.target or "" for row in rows))
