"""Call the command line as a script would, and hold it to its contract at every call.

What no answer may do: write more than its one document to stdout, say more than one line about a
mistake, show a traceback, or change a file when it refuses.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workbench.cli import main

if TYPE_CHECKING:
    import pytest

__all__ = ["ROOT", "Answer", "CommandLine", "contents", "environment", "program"]

ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a call gave: exit code, stdout, stderr."""

    code: int
    out: str
    err: str


class CommandLine:
    """The command line, in this process.

    Parameters
    ----------
    capsys
        Where its streams are caught.
    watched
        The folder in which a refused call may not change anything.
    """

    def __init__(self, capsys: pytest.CaptureFixture[str], watched: Path) -> None:
        self._capsys = capsys
        self._watched = watched

    def __call__(self, *arguments: str | Path) -> Answer:
        self._capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        streams = self._capsys.readouterr()
        return Answer(code=code, out=streams.out, err=streams.err)

    def text(self, *arguments: str | Path) -> str:
        """Give stdout of a call that goes well and has nothing to say beside it."""
        answer = self(*arguments)
        assert (answer.code, answer.err) == (0, ""), answer
        return answer.out

    def printed(self, *arguments: str | Path) -> str:
        """Give stdout of a call that goes well, whatever it has to say beside it."""
        answer = self(*arguments)
        assert answer.code == 0, answer
        return answer.out

    def document(self, *arguments: str | Path) -> Any:  # noqa: ANN401 - any JSON document
        """Give the one JSON document that is all of stdout."""
        return json.loads(self.text("--json", *arguments))

    def refused(self, *arguments: str | Path) -> str:
        """Give the one line by which a call is refused; nothing has changed."""
        before = contents(self._watched)
        said = {self._refusal(*arguments), self._refusal("--json", *arguments)}
        assert contents(self._watched) == before
        assert len(said) == 1
        return said.pop()

    def _refusal(self, *arguments: str | Path) -> str:
        answer = self(*arguments)
        assert (answer.code, answer.out) == (2, ""), answer
        lines = answer.err.splitlines(keepends=True)
        assert len(lines) == 1, answer.err
        assert lines[0].startswith("workbench: ")
        assert lines[0].endswith("\n")
        return lines[0].removeprefix("workbench: ").rstrip("\n")


def contents(folder: Path) -> dict[str, str]:
    """Give the sha256 of every file below a folder, and its folders; the lock left out."""
    return {
        path.relative_to(folder).as_posix(): (
            "" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()
        )
        for path in sorted(folder.rglob("*"))
        if path.name != "lock" and (path.is_file() or path.is_dir())
    }


def environment(**variables: str) -> dict[str, str]:
    """Give the environment of a program of ours: this very code, stdout buffered as usual."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WORKBENCH_")}
    kept.pop("PYTHONUNBUFFERED", None)
    return {**kept, "PYTHONPATH": str(ROOT), **variables}


def program(*arguments: str | Path, cwd: Path, **variables: str) -> Answer:
    """Run ``python -m workbench`` as a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "workbench", *map(str, arguments)],
        cwd=cwd,
        env=environment(**variables),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    return Answer(code=done.returncode, out=done.stdout, err=done.stderr)
