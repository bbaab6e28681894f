"""Tables a report works out of an impact: flows with their kind, residuals, what is open.

Nothing here counts anew; it groups and picks rows of the result.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import pyarrow.compute as pc

from workbench.analysis.impact_result import BETWEEN_ALTERNATIVES, Impact
from workbench.analysis.uncertain import Reason, open_rows
from workbench.report.chapters import continues, is_new_chapter, source_order, target_order
from workbench.report.portion import Portion, portion, portion_of_rows

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "RESIDUAL_KINDS",
    "Flow",
    "FlowKind",
    "OpenCode",
    "ResidualRow",
    "alternatives_in",
    "flows",
    "open_codes",
    "open_portion",
    "residuals_by_chapter",
]

#: The order in which kinds of residual are drawn and listed: what matters most comes first.
RESIDUAL_KINDS: Final = ("new_loss", "as_before", "label_only", "not_residual")

#: New loss is told with the other residuals.
_OPEN: Final = tuple(reason for reason in Reason if reason is not Reason.NEW_LOSS)


class FlowKind(StrEnum):
    """Where a flow between chapters leads."""

    STAYS = "stays"
    MOVES = "moves"
    NEW = "new"
    NOWHERE = "nowhere"

    @property
    def label(self) -> str:
        """The kind in a few words."""
        return _FLOW_LABELS[self]


_FLOW_LABELS: Final = {
    FlowKind.STAYS: "keeps its chapter",
    FlowKind.MOVES: "moves to another chapter",
    FlowKind.NEW: "moves to a chapter ICD-10 did not have",
    FlowKind.NOWHERE: "no target",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What goes from one ICD-10 chapter to one ICD-11 chapter; None where there is none."""

    source: str | None
    target: str | None
    kind: FlowKind
    part: Portion


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidualRow:
    """The codes of one ICD-10 chapter by kind of residual.

    Attributes
    ----------
    chapter
        Roman numeral, or None.
    total
        All kept codes of the chapter.
    parts
        A portion of the dataset for each of `RESIDUAL_KINDS`.
    """

    chapter: str | None
    total: Portion
    parts: dict[str, Portion]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCode:
    """A code on which somebody has to decide.

    Attributes
    ----------
    code, term, activity, activity_share
        The code, its words in the dataset, its activity and that share of all activity; None where
        all there is was suppressed by the publisher.
    reasons
        What is open, in a few words each; never empty.
    target, target_term
        What the map gives; None where nothing.
    alternatives
        How many targets the table of alternatives offers; None where it is not there.
    """

    code: str
    term: str | None
    activity: int | None
    activity_share: float | None
    reasons: tuple[str, ...]
    target: str | None
    target_term: str | None
    alternatives: int | None


def flows(impact: Impact) -> tuple[Flow, ...]:
    """Give the flows between chapters, by source chapter and then target chapter."""
    rows = [
        Flow(
            source=row["source_chapter"],
            target=row["target_chapter"],
            kind=_flow_kind(row["source_chapter"], row["target_chapter"]),
            part=portion(impact.dataset, codes=row["codes"], activity=row["activity"]),
        )
        for row in impact.chapter_flow.to_pylist()
    ]
    return tuple(
        sorted(rows, key=lambda flow: (source_order(flow.source), target_order(flow.target)))
    )


def _flow_kind(source: str | None, target: str | None) -> FlowKind:
    if target is None:
        return FlowKind.NOWHERE
    if continues(source, target):
        return FlowKind.STAYS
    return FlowKind.NEW if is_new_chapter(target) else FlowKind.MOVES


def residuals_by_chapter(impact: Impact) -> tuple[ResidualRow, ...]:
    """Give the kinds of residual in each ICD-10 chapter, over all kept codes.

    Returns
    -------
    tuple of ResidualRow
        By chapter; empty where the Foundation table is not there.
    """
    per_code = impact.per_code.select(["source_chapter", "residual_kind", "activity"])
    known = per_code.filter(pc.is_valid(per_code["residual_kind"]))
    grouped = known.group_by(["source_chapter", "residual_kind"]).aggregate(
        [("residual_kind", "count"), ("activity", "sum")]
    )
    counts: dict[str | None, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in grouped.to_pylist():
        pair = (row["residual_kind_count"], row["activity_sum"] or 0)
        counts[row["source_chapter"]][row["residual_kind"]] = pair
    return tuple(
        _residual_row(impact, chapter, counts[chapter])
        for chapter in sorted(counts, key=source_order)
    )


def _residual_row(
    impact: Impact, chapter: str | None, counts: dict[str, tuple[int, int]]
) -> ResidualRow:
    def part(*kinds: str) -> Portion:
        pairs = [counts.get(kind, (0, 0)) for kind in kinds]
        return portion(
            impact.dataset, codes=sum(p[0] for p in pairs), activity=sum(p[1] for p in pairs)
        )

    parts = {kind: part(kind) for kind in RESIDUAL_KINDS}
    return ResidualRow(chapter=chapter, total=part(*RESIDUAL_KINDS), parts=parts)


def alternatives_in(text: str | None) -> int:
    """Count the distinct targets in the column ``alternatives``.

    Examples
    --------
    >>> alternatives_in("BA01/BD1Z; BA02/GB6Z"), alternatives_in(None)
    (2, 0)
    """
    return len({part for part in (text or "").split(BETWEEN_ALTERNATIVES) if part})


def _open_rows(impact: Impact) -> pa.Table:
    return open_rows(impact.per_code, *_OPEN)


def open_portion(impact: Impact) -> Portion:
    """Count the codes on which somebody has to decide."""
    return portion_of_rows(_open_rows(impact), impact.dataset)


def open_codes(impact: Impact, *, limit: int = 50) -> tuple[OpenCode, ...]:
    """Give the codes with most activity on which somebody has to decide.

    Those are the codes that lead to a block, a chapter, an extension code or nothing, that borrow
    their parent's row, or that have several possible targets.

    Parameters
    ----------
    limit
        How many at most.
    """
    rows = _open_rows(impact).sort_by([("activity", "descending"), ("code", "ascending")])
    return tuple(_open_code(impact, row) for row in rows.slice(0, limit).to_pylist())


def _open_code(impact: Impact, row: dict[str, Any]) -> OpenCode:
    known = row["many_targets"] is not None
    offered = alternatives_in(row["alternatives"]) if known else None
    activity = row["activity"]
    part = None if activity is None else portion(impact.dataset, codes=1, activity=activity)
    return OpenCode(
        code=row["code"],
        term=row["term"],
        activity=activity,
        activity_share=None if part is None else part.activity_share,
        reasons=tuple(_reasons(row, offered)),
        target=row["target"],
        target_term=row["target_term"],
        alternatives=offered,
    )


def _reasons(row: dict[str, Any], offered: int | None) -> list[str]:
    kind = row["target_kind"]
    reasons = [Reason(kind).label] if kind in set(Reason) else []
    if row["method"] == "parent":
        reasons.append(f"borrowed from {row['key']}")
    if row["many_targets"] == "true":
        reasons.append(f"{offered} possible targets" if offered else "several possible targets")
    return reasons
