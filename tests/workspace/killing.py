"""Kill a command at random moments, again and again on the same workspace.

Half of the kills fall anywhere between the start of the process and its end, half after it has
begun to write. After each, another child looks at what is left; nothing is repaired in between.

Call: ``python -m tests.workspace.killing SEED KILLS WORKSPACE SOURCE SOURCE -- WORDS…`` where
``{}`` among the words stands for one of the two sources, taken in turn. Prints one JSON list of
findings.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.workspace.forking import call, in_child, load, look, start


def _noted(root: Path) -> int | None:
    """Give when the change in hand was noted; what a killed process noted is there still."""
    try:
        return (root / ".workbench" / "unfinished.json").stat().st_mtime_ns
    except FileNotFoundError:
        return None


def _is_noted_anew(root: Path, earlier: int | None) -> bool:
    return _noted(root) not in {None, earlier}


class _Child:
    """A command that runs as a child."""

    def __init__(self, words: list[str]) -> None:
        self._number = start(partial(call, words))
        self.code: int | None = None

    def wait_until(self, is_so: Callable[[], bool]) -> float:
        """Wait until something is so, or the child ends; give the moment."""
        while self.code is None and not is_so():
            self._ask(os.WNOHANG)
            time.sleep(0.0002)
        return time.perf_counter()

    def kill(self) -> int:
        """Kill it, if it is not done, and give how it ended."""
        if self.code is None:
            os.kill(self._number, signal.SIGKILL)
            self._ask(0)
        assert self.code is not None
        return self.code

    def _ask(self, options: int) -> None:
        number, status = os.waitpid(self._number, options)
        if number:
            self.code = os.waitstatus_to_exitcode(status)


def _measured(root: Path, words: list[str]) -> tuple[float, float]:
    """Give the seconds that a change takes in all, and those in which it writes."""
    began = time.perf_counter()
    child = _Child(words)
    noted = child.wait_until(lambda: _noted(root) is not None)
    settled = child.wait_until(lambda: _noted(root) is None)
    return child.wait_until(lambda: False) - began, settled - noted


def _try_moments(
    seed: int, kills: int, root: Path, changes: list[list[str]]
) -> list[dict[str, Any]]:
    pristine = Path.cwd() / "pristine"
    shutil.move(root, pristine)
    load(pristine, root, *changes)
    shutil.move(pristine, root)
    seconds, writing_seconds = _measured(root, changes[0])
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    findings = []
    for number in range(kills):
        earlier = _noted(root)
        child = _Child(changes[number % 2])
        if number % 4 < 2:
            time.sleep(chance.uniform(0, seconds))
        else:
            child.wait_until(partial(_is_noted_anew, root, earlier))
            time.sleep(chance.uniform(0, 0.8 * writing_seconds))
        code = child.kill()
        findings.append({"code": code, "found": in_child(partial(look, root))[1]})
    return findings


if __name__ == "__main__":
    _seed, _kills, _root, _one, _two, _, *_words = sys.argv[1:]
    _changes = [
        ["--workspace", _root, *(source if word == "{}" else word for word in _words)]
        for source in (_one, _two)
    ]
    json.dump(_try_moments(int(_seed), int(_kills), Path(_root), _changes), sys.stdout)
