"""``impact``: what a move would change in a dataset."""

from __future__ import annotations

import argparse
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.bars import bar
from workbench.cli.output import Reply, columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.analysis.impact_result import CodelistImpact, Impact

__all__ = ["run_impact"]

_WIDTH = 100


def run_impact(call: argparse.Namespace) -> Reply:
    """Say what a move along a map would change."""
    from workbench.workspace import find_workspace

    impact = find_workspace(call.workspace, progress=bar).impact(
        call.dataset,
        map=call.map,
        alternatives=call.alternatives,
        back=call.back,
        foundation=call.foundation,
        layers=call.layers,
        edition=call.edition,
        year=call.year,
        position=call.position,
        codelists=call.codelists,
    )
    if call.out is not None:
        from workbench.report import write_report

        written = write_report(impact, Path(call.out), progress=bar)
        print(f"wrote {', '.join(str(path) for path in written)}", file=sys.stderr)
    if call.json:
        return Reply(document=impact.to_dict(), text="")
    from workbench.report import text_report

    return Reply(document=None, text=f"{text_report(impact)}{_codelists(impact)}")


def _codelists(impact: Impact) -> str:
    """Give the lists of the data's system as a table of activity, and each `why` with its lists."""
    if not impact.codelists:
        return ""
    rows = [
        (c.name, c.codes, c.activity_before, c.activity_after, c.low, c.high, *_ratios(c))
        for c in impact.codelists
        if c.codes is not None
    ]
    headings = ("list", "listed", "before", "after", "low", "high", "sensitivity", "ppv")
    table = [columns(headings, rows)] if rows else []
    return "\n".join(["", "", "Code lists, by activity", *table, *_reasons(impact)])


def _reasons(impact: Impact) -> Iterator[str]:
    from workbench.report.wording import some

    lists: dict[str, list[str]] = {}
    for codelist in impact.codelists:
        if codelist.why is not None:
            lists.setdefault(codelist.why, []).append(codelist.name)
    for why, names in lists.items():
        said = f"{why[0].upper()}{why[1:]}: {some(names)}"
        yield textwrap.fill(said, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _ratios(codelist: CodelistImpact) -> tuple[str | None, str | None]:
    from workbench.report.wording import share

    sensitivity, ppv = codelist.sensitivity, codelist.ppv
    return (
        None if sensitivity is None else share(sensitivity),
        None if ppv is None else share(ppv),
    )
