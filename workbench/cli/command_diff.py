"""``map diff A B``: what changed between two releases of a map."""

from __future__ import annotations

import argparse

from workbench.cli.bars import bar
from workbench.cli.output import Reply

__all__ = ["run_diff"]


def run_diff(call: argparse.Namespace) -> Reply:
    """Compare two releases of a map."""
    from workbench.workspace import find_workspace

    workspace = find_workspace(call.workspace, progress=bar)
    found = workspace.diff_maps(call.first, call.second)
    return Reply(document=found.to_dict(), text="\n".join(found.lines()))
