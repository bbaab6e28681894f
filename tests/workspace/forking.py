"""Children that need not import anything, so that a hundred kills take seconds and not minutes.

For programs of their own (`tests.workspace.crashing`, `tests.workspace.killing`), never for the
process that runs the tests: those load the workbench once and fork a child for every call. A child
has its own file handles, locks and mapped files, as any other process has.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from tests.workspace.samples import leftovers, said
from workbench.cli import main
from workbench.workspace import open_workspace

__all__ = ["call", "in_child", "load", "look", "start"]


def start(work: Callable[[], int]) -> int:
    """Start some work in a child, which ends with what it gives; give the child's number."""
    child = os.fork()
    if child == 0:
        os._exit(work())
    return child


def in_child(work: Callable[[], Any]) -> tuple[int, Any]:
    """Run something in a child; give how it ended (a signal is negative) and what it gave."""
    reader, writer = os.pipe()

    def answer() -> int:
        os.close(reader)
        result = work()
        with os.fdopen(writer, "w") as pipe:
            json.dump(result, pipe)
        return 0

    child = start(answer)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), json.loads(text) if text else None


def call(words: Sequence[str], *hooks: Callable[[str, tuple[Any, ...]], None]) -> int:
    """Run a command of the command line, in a child, without a word; hooks see all it does."""
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    for hook in hooks:
        sys.addaudithook(hook)
    return main(words)


def look(root: Path) -> dict[str, Any]:
    """Give what a workspace says, lists, keeps as texts, and has left lying about."""
    kept = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((root / "maps").rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
    left = leftovers(root)
    listed = {what: _listed(root, what) for what in ("graph", "map")}
    return {"said": said(open_workspace(root)), "listed": listed, "kept": kept, "left": left}


def _listed(root: Path, what: str) -> dict[str, str]:
    """Give what the command line lists: the sha256 of each name."""
    printed = StringIO()
    with redirect_stdout(printed):
        main(["--json", "--workspace", str(root), what, "ls"])
    return {entry["name"]: entry["sha256"] for entry in json.loads(printed.getvalue())}


def load(pristine: Path, root: Path, *calls: Sequence[str]) -> None:
    """Do everything once in this process, which is how it gets loaded; `root` is left as it was."""
    for words in calls:
        shutil.copytree(pristine, root)
        with redirect_stdout(StringIO()):
            main(words)
        look(root)
        shutil.rmtree(root)
