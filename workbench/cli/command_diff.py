"""``map diff`` and ``map rebase``: a map from one release to the next."""

from __future__ import annotations

import argparse
from pathlib import Path

from workbench.cli.bars import bar
from workbench.cli.output import Reply

__all__ = ["run_diff", "run_rebase"]


def run_diff(call: argparse.Namespace) -> Reply:
    """Compare two releases of a map."""
    from workbench.workspace import find_workspace

    workspace = find_workspace(call.workspace, progress=bar)
    found = workspace.diff_maps(call.first, call.second)
    return Reply(document=found.to_dict(), text="\n".join(found.lines()))


def run_rebase(call: argparse.Namespace) -> Reply:
    """Carry a map to new releases."""
    from workbench.io.map_csv import write_map_csv
    from workbench.workspace import find_workspace

    workspace = find_workspace(call.workspace, progress=bar)
    found = workspace.rebase_map(call.map, source=call.source, target=call.target)
    lines = found.lines()
    if call.out is not None:
        made = found.map_set
        write_map_csv(made.table, Path(call.out), source=made.source, target=made.target)
        lines.append(f"wrote {call.out}: {len(made):,} entries; 'workbench map add' holds it")
    return Reply(document=found.to_dict(), text="\n".join(lines))
