"""``init``, ``lab`` and ``doctor``."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path

from workbench.cli.bars import bar
from workbench.cli.doctor import diagnose, doctor_text
from workbench.cli.lab import run_lab
from workbench.cli.output import Reply

__all__ = ["run_doctor", "run_init", "run_lab_command"]


def run_init(call: argparse.Namespace) -> Reply:
    """Make a workspace."""
    from workbench.workspace import Content, init_workspace

    content = Content.EMPTY if call.empty else Content.DEMO
    workspace = init_workspace(Path(call.folder), content=content, progress=bar)
    named = f'"{call.folder}"' if " " in call.folder else call.folder
    step = "graph add PATH" if call.empty else "lab"
    text = f"made the workspace {call.folder}\nnext: workbench {step} --workspace {named}"
    return Reply(document={"workspace": str(workspace.root)}, text=text)


def run_lab_command(call: argparse.Namespace) -> Reply:
    """Start JupyterLab on the workspace and wait until it ends."""
    from workbench.workspace import find_workspace

    workspace = find_workspace(call.workspace)
    # With --json the address is a message, and stdout is for the one document at the end.
    aside = contextlib.redirect_stdout(sys.stderr) if call.json else contextlib.nullcontext()
    with aside:
        code = run_lab(workspace.root, browser="none" if call.no_browser else "open")
    return Reply(document={"workspace": str(workspace.root)}, text="", code=code)


def run_doctor(call: argparse.Namespace) -> Reply:
    """Say what is installed and what is missing."""
    del call
    found = diagnose()
    return Reply(document=found, text=doctor_text(found))
