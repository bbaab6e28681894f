"""What large maps are held against: the same answers from pandas and dictionaries.

Each is what somebody would write who has the file and no workbench; it knows just enough of maps to
answer its one question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph

__all__ = ["changed_rows", "composed", "findings", "read_rows", "rebased"]

_SAYS: Final = ["source", "target", "mark", "block", "group", "priority", "advice", "no_map"]
_PLACE: Final = ["source", "block", "group", "priority"]
_MARKS: Final = {"A": "*", "D": "†"}
_CATEGORY: Final = 3


def read_rows(path: Path) -> pd.DataFrame:
    """Read the active rows of the UK's file, codes dotted and marks apart."""
    raw = pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False, quoting=3)
    raw = raw[raw["active"] == "1"]
    code = raw["mapTarget"].str.rstrip("AD")
    stated = code.str.startswith("#")
    dotted = code.str[:_CATEGORY] + "." + code.str[_CATEGORY:]
    frame = pd.DataFrame(
        {
            "source": raw["referencedComponentId"],
            "target": dotted.where(code.str.len() > _CATEGORY, code).mask(stated),
            "mark": raw["mapTarget"].str[-1].map(_MARKS).mask(stated),
            "block": raw["mapBlock"].astype("int32"),
            "group": raw["mapGroup"].astype("int32"),
            "priority": raw["mapPriority"].astype("int32"),
            "advice": raw["mapAdvice"],
            "no_map": code.where(stated),
        }
    )
    return frame.reset_index(drop=True)


def findings(rows: pd.DataFrame, targets: Iterable[str]) -> Counter[str]:
    """Count, row by row, what five of the checks find."""
    known = set(targets)
    found: Counter[str] = Counter()
    groups: dict[Any, set[int]] = {}
    places: dict[Any, set[int]] = {}
    coded: dict[Any, set[int]] = {}
    chosen = set()
    listed = _listed(rows, [*_PLACE, "target", "advice"])
    for source, block, group, priority, target, _ in listed:
        groups.setdefault((source, block), set()).add(group)
        places.setdefault((source, block, group), set()).add(priority)
        if target is not None:
            coded.setdefault((source, block), set()).add(group)
            choice = (source, block, group, target)
            found["duplicate_target"] += choice in chosen
            chosen.add(choice)
            found["target_not_in_release"] += target not in known
    for name, sets in (("groups", groups), ("priorities", places)):
        found[f"{name}_not_consecutive"] = sum(
            sum(n > 1 and n - 1 not in numbers for n in numbers) for numbers in sets.values()
        )
    found["additional_code_not_given"] = sum(
        target is not None
        and "ADDITIONAL CODE MANDATORY" in advice.split(" | ")
        and len(coded[source, block]) == 1
        for source, block, _, _, target, advice in listed
    )
    return found


def _listed(frame: pd.DataFrame, names: Sequence[str]) -> list[tuple[Any, ...]]:
    """Give some columns row by row, None where nothing is said."""
    columns = (frame[name].astype(object) for name in names)
    return list(zip(*(c.where(c.notna(), None).tolist() for c in columns), strict=True))


def changed_rows(first: pd.DataFrame, second: pd.DataFrame) -> tuple[set[Any], set[Any]]:
    """Give the rows that only the first has, and those that only the second has."""
    texts = [frame[_SAYS].fillna("") for frame in (first, second)]
    both = texts[0].merge(texts[1], how="outer", indicator=True)
    sides = (both[both["_merge"] == side] for side in ("left_only", "right_only"))
    one, other = (set(_listed(side, _SAYS)) for side in sides)
    return one, other


def composed(rows: pd.DataFrame, second: pd.DataFrame) -> set[tuple[str, str]]:
    """Give the pairs of source and last target, one map followed by another."""
    joined = rows.dropna(subset=["target"]).merge(second, left_on="target", right_on="code")
    return set(zip(joined["source"], joined["to"], strict=True))


def rebased(
    rows: pd.DataFrame, sources: tuple[CodeGraph, CodeGraph], targets: tuple[CodeGraph, CodeGraph]
) -> tuple[set[str], set[str], set[str]]:
    """Give the sources that are kept, to review and dropped, as two pairs of releases tell."""
    old, new = map(_known, sources)
    before, after = map(_known, targets)
    leads: dict[str, set[str]] = {}
    for source, target in _listed(rows, ["source", "target"]):
        leads.setdefault(source, set()).update([] if target is None else [target])
    dropped = {source for source in leads if source not in new or not new[source][0]}
    moved = {code for code in before if _changed(before, after, code)}
    review = {
        source
        for source, ends in leads.items()
        if source not in dropped and (_changed(old, new, source) or ends & moved)
    }
    unsettled = {up for source in dropped | review for each in (old, new) for up in each[source][3]}
    beside = {s for s in leads if s not in dropped and not unsettled.isdisjoint(new[s][3])}
    review |= beside
    return set(leads) - dropped - review, review, dropped


def _known(graph: CodeGraph) -> dict[str, tuple[bool, bool, str, frozenset[str], frozenset[str]]]:
    """Give of each code: whether it is active and assignable, its term, what is above and below."""
    frame = graph.concepts.to_pandas()
    return {
        code: (
            active,
            assignable,
            term,
            frozenset(graph.parents(code)),
            frozenset(graph.children(code)),
        )
        for code, active, assignable, term in _listed(
            frame, ["code", "active", "assignable", "term"]
        )
    }


def _changed(before: dict[str, Any], after: dict[str, Any], code: str) -> bool:
    if code not in after or not after[code][0]:
        return True
    _, was_assignable, term, above, below = before[code]
    _, assignable, new_term, new_above, new_below = after[code]
    lost = was_assignable and not assignable
    return lost or term != new_term or above != new_above or bool(new_below - below)
