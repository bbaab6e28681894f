"""``impact``: what a move would change in a dataset."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from workbench.cli.bars import bar
from workbench.cli.output import CallError, Reply

__all__ = ["run_impact"]


def run_impact(call: argparse.Namespace) -> Reply:
    """Say what a move along a map would change."""
    from workbench.workspace import find_workspace

    if call.position == "primary":
        message = (
            "published counts do not say which code was first-listed, so --position primary cannot "
            "be answered from them; use --position any"
        )
        raise CallError(message)
    impact = find_workspace(call.workspace).impact(
        call.dataset,
        map=call.map,
        alternatives=call.alternatives,
        back=call.back,
        foundation=call.foundation,
        edition=call.edition,
        year=call.year,
        codelists=call.codelists,
    )
    if call.out is not None:
        from workbench.report import write_report

        written = write_report(impact, Path(call.out), progress=bar)
        print(f"wrote {', '.join(str(path) for path in written)}", file=sys.stderr)
    if call.json:
        return Reply(document=impact.to_dict(), text="")
    from workbench.report import text_report

    return Reply(document=None, text=text_report(impact))
