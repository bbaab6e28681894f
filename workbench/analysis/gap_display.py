"""How the gaps of a map show themselves in a notebook: a line, and a bounded table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.core.showing import and_more, table_html

if TYPE_CHECKING:
    from workbench.analysis.gap_result import Gap, Gaps

__all__ = ["gaps_html", "gaps_text"]

_ROWS: Final = 20
_HEADINGS: Final = ("code", "term", "kind", "activity", "share", "why", "nearest (derived)")
#: Headings over what only usage tells.
_COUNTED: Final = frozenset({"activity", "share"})


def gaps_text(gaps: Gaps) -> str:
    """Give one line: the map, and how much of it is mapped, by code and by activity."""
    releases, counts = gaps.releases, gaps.counts
    by_activity = ""
    if gaps.activity is not None and gaps.usage is not None:
        activity, usage = gaps.activity, gaps.usage
        by_activity = (
            f"; by activity {activity.mapped:,} of {activity.total:,} {usage.unit}, "
            f"year {usage.year}"
        )
    return (
        f"<Gaps {releases.source} → {releases.target or '?'} along {releases.map}: "
        f"{counts.mapped:,} of {counts.sources:,} sources mapped, {counts.no_map:,} no map, "
        f"{counts.unmapped:,} unmapped{by_activity}>"
    )


def gaps_html(gaps: Gaps) -> str:
    """Give the first gaps as a table, with what was counted and what a reader must know."""
    headings = [name for name in _HEADINGS if gaps.activity is not None or name not in _COUNTED]
    below = [*and_more(len(gaps), shown=_ROWS), f"In scope: {gaps.scope}.", *gaps.notes]
    return table_html(
        headings,
        [_row(gap, headings) for gap in gaps.first(_ROWS)],
        caption=gaps_text(gaps)[1:-1],
        numbers=_COUNTED,
        below=below,
    )


def _row(gap: Gap, headings: list[str]) -> list[str]:
    near = "; ".join(f"{near.code} → {', '.join(near.targets)}" for near in gap.nearest)
    activity = ("*" if gap.suppressed else "") if gap.activity is None else f"{gap.activity:,}"
    share = "" if gap.share is None else f"{gap.share:.2%}"
    values = (gap.code, gap.term or "", gap.kind, activity, share, gap.why, near)
    cells = dict(zip(_HEADINGS, values, strict=True))
    return [cells[name] for name in headings]
