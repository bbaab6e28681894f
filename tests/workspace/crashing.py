"""Kill or interrupt a command before each of its steps on the file system, one after the other.

In a child an audit hook counts what Python does to files (opening for writing, renaming, removing,
making folders); at the chosen count the child kills itself with SIGKILL, or raises
KeyboardInterrupt. Another child then looks at what is left, and a third one adds something else,
as the next writer would.

Call: ``python -m tests.workspace.crashing kill|interrupt PRISTINE NEXT -- WORDS…`` in an empty
folder. PRISTINE is the workspace to begin with, NEXT a graph for the next writer. Prints one JSON
list of findings.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from functools import partial
from pathlib import Path
from typing import Any, Final

from tests.workspace.forking import call, in_child, load, look

_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_STEPS: Final = frozenset({"os.rename", "os.remove", "os.rmdir", "os.mkdir"})


class _Stop:
    """Stops the process before its so-manieth step; ``reached`` says whether it came to that."""

    def __init__(self, step: int, how: str) -> None:
        self.reached = False
        self._left = step
        self._how = how

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            is_step = not isinstance(path, int) and bool((flags or 0) & _WRITING)
        else:
            is_step = event in _STEPS
        if not is_step:
            return
        self._left -= 1
        if self._left == 0:
            self.reached = True
            if self._how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise KeyboardInterrupt


def _stopped(words: list[str], stop: _Stop) -> tuple[int, bool]:
    return call(words, stop), stop.reached


def _try_steps(how: str, pristine: Path, following: str, words: list[str]) -> list[dict[str, Any]]:
    root = Path.cwd() / "workspace"
    change = ["--workspace", str(root), *words]
    add = ["--workspace", str(root), "graph", "add", following, "--as", "next"]
    load(pristine, root, change, add)
    findings: list[dict[str, Any]] = []
    while not findings or findings[-1]["stopped"]:
        shutil.copytree(pristine, root)
        status, answer = in_child(partial(_stopped, change, _Stop(len(findings) + 1, how)))
        code, reached = answer or (status, True)
        finding = {"code": code, "stopped": reached, "found": in_child(partial(look, root))[1]}
        next_code = in_child(partial(call, add))[1]
        findings.append({**finding, "next": next_code, "after": in_child(partial(look, root))[1]})
        shutil.rmtree(root)
    return findings


if __name__ == "__main__":
    _how, _pristine, _following, _, *_words = sys.argv[1:]
    json.dump(_try_steps(_how, Path(_pristine), _following, _words), sys.stdout)
