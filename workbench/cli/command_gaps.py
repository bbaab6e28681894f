"""``gaps``: what is missing in a map, ranked by activity."""

from __future__ import annotations

import argparse
import textwrap
from itertools import islice
from typing import TYPE_CHECKING, Final

from workbench.cli.bars import bar
from workbench.cli.output import Reply, columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.analysis.gap_result import Gap, Gaps

__all__ = ["run_gaps"]

_WIDTH: Final = 100
_ROWS: Final = 20
_TERM: Final = 44
_WHY: Final = 70
_NAMED: Final = 3


def run_gaps(call: argparse.Namespace) -> Reply:
    """Say what is missing in a map."""
    from workbench.workspace import find_workspace

    found = find_workspace(call.workspace, progress=bar).gaps(
        call.map, scope=call.scope, usage=call.usage, year=call.year
    )
    if call.json:
        return Reply(document=found.to_dict(), text="")
    return Reply(document=None, text="\n".join(_lines(found)))


def _lines(gaps: Gaps) -> Iterator[str]:
    releases = gaps.releases
    yield f"Gaps of {releases.map}: {releases.source} → {releases.target or '?'}"
    for sentence in _sentences(gaps):
        yield from textwrap.wrap(sentence, _WIDTH, break_long_words=False, break_on_hyphens=False)
    if gaps.kinds:
        yield ""
        yield _kinds(gaps)
        yield ""
        yield from _table(gaps)
    if gaps.notes:
        yield ""
    for note in gaps.notes:
        yield from textwrap.wrap(note, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _sentences(gaps: Gaps) -> Iterator[str]:
    from workbench.report.wording import counted, listed, share

    counts, activity, usage = gaps.counts, gaps.activity, gaps.usage
    yield (
        f"By code: of {counted(counts.sources, 'source code')} in scope ({gaps.scope}), "
        f"{counts.mapped:,} ({share(counts.mapped / counts.sources)}) have a target, "
        f"{counts.no_map:,} a stated no map, and {counts.unmapped:,} no row: nobody has looked."
    )
    if activity is None or usage is None:
        yield "By activity: not known, since no --usage was given; the gaps are in order of code."
    elif not activity.total:
        yield f"By activity: 0 {usage.unit}{_when(usage.year)} are in scope."
    else:
        parts = (activity.mapped, activity.no_map, activity.unmapped)
        mapped, stated, unmapped = (f"{n:,} ({share(n / activity.total)})" for n in parts)
        yield (
            f"By activity: of {activity.total:,} {usage.unit}{_when(usage.year)}, "
            f"{mapped} have a target, {stated} a stated no map, and {unmapped} no row."
        )
    if gaps.bridges:
        yield f"Joined by {listed(list(gaps.bridges))}."


def _kinds(gaps: Gaps) -> str:
    """Give the kinds of gaps with their counts; a code with a target can be a gap as well."""
    from workbench.report.wording import share

    total = gaps.activity.total if gaps.activity else 0
    ranked = gaps.table.select(["code", "kind"]).to_pylist()
    rows = []
    for kind in gaps.kinds:
        row: list[object] = [kind.kind, kind.codes, share(kind.codes / gaps.counts.sources)]
        if gaps.usage is not None:
            activity = kind.activity or 0
            row += [activity, share(activity / total) if total else None]
        first = islice((each["code"] for each in ranked if each["kind"] == kind.kind), _NAMED)
        rows.append([*row, ", ".join(first)])
    by_activity = ("activity", "of activity") if gaps.usage is not None else ()
    return columns(("kind of gap", "codes", "of codes", *by_activity, "first of them"), rows)


def _table(gaps: Gaps) -> Iterator[str]:
    from workbench.core.showing import and_more

    by_activity = ("activity", "share") if gaps.usage is not None else ()
    headings = ("code", "term", "kind", *by_activity, "why", "nearest mapped (derived)")
    yield columns(headings, [_row(gap, gaps) for gap in gaps.first(_ROWS)])
    yield from and_more(len(gaps), shown=_ROWS)


def _row(gap: Gap, gaps: Gaps) -> list[object]:
    from workbench.graph.display import shortened
    from workbench.report.wording import share

    near = [f"{near.code} → {', '.join(near.targets)}" for near in gap.nearest[:_NAMED]]
    more = [f"{len(gap.nearest) - _NAMED} more"] if len(gap.nearest) > _NAMED else []
    share_said = None if gap.share is None else share(gap.share)
    return [
        gap.code,
        shortened(gap.term or "", most=_TERM) or None,
        gap.kind,
        *([_activity(gap), share_said] if gaps.usage is not None else []),
        shortened(gap.why, most=_WHY),
        "; ".join([*near, *more]) or None,
    ]


def _activity(gap: Gap) -> int | str | None:
    """Give the activity, or the sign of a suppressed count."""
    return "*" if gap.activity is None and gap.suppressed else gap.activity


def _when(first_day: str | None) -> str:
    """Give the year as it stands behind what is counted; nothing where the data name none."""
    if first_day is None:
        return ""
    from workbench.io.datasets.years import year_name

    return f" in {year_name(first_day)}"
