"""The code blocks of the documentation, and what a person who pastes them would see.

A block is run on the demo unless it names a file of the reader's own (``~/``) or makes something
that a test has no business making (`NOT_HERE`). Under a command of a ``console`` block stands all
that it prints, or nothing; ``pycon`` blocks show a session of Python, ``python`` blocks are run and
their result is not shown. The blocks of one page share one Python session.
"""

from __future__ import annotations

import doctest
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["ROOT", "Block", "Command", "Session", "blocks", "commands", "pages", "runs_here"]

ROOT: Final = Path(__file__).resolve().parents[2]

#: Files of the reader's own, which no test has.
_YOURS: Final = "~/"
#: Beginnings of commands that install something, start a server or belong to the reader's shell.
NOT_HERE: Final = ("make ", "python make.py", "source ", "workbench lab")
_RUN: Final = frozenset({"console", "pycon", "python"})
_FENCE: Final = re.compile(r"^(?P<indent> *)```(?P<language>\w*)$")
_PIPED: Final = re.compile(r"(?P<call>.+) \| head -(?P<lines>\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block of a page: where it begins (1-based line), its language and its text."""

    page: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        """Give its place."""
        return f"{self.page}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command of a console block, and what the page says it prints ('' where it does not)."""

    call: str
    prints: str


class _SameLines(doctest.OutputChecker):
    """Compares line by line and letter by letter, but for blanks at the end of a line."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        del optionflags
        ends = re.compile(r" +$", re.MULTILINE)
        return ends.sub("", want) == ends.sub("", got)


@dataclass(slots=True, kw_only=True)
class Session:
    """A shell and a Python that stand in one folder.

    Attributes
    ----------
    call
        Runs the words of a ``workbench`` command and gives what it prints.
    names
        What the Python session holds.
    """

    call: Callable[..., str]
    names: dict[str, Any] = field(default_factory=dict)

    def run(self, block: Block) -> None:
        """Run a block as it stands, and compare what it prints where the page shows that."""
        if block.language == "python":
            exec(compile(block.text, str(block), "exec"), self.names)  # noqa: S102 - our own page
        elif block.language == "pycon":
            self._pycon(block)
        else:
            for command in commands(block):
                self._command(block, command)

    def _pycon(self, block: Block) -> None:
        test = doctest.DocTestParser().get_doctest(
            block.text, self.names, str(block), block.page, block.line
        )
        test.globs = self.names  # the next block of the page goes on with it
        said: list[str] = []
        runner = doctest.DocTestRunner(checker=_SameLines(), verbose=False)
        runner.run(test, out=said.append, clear_globs=False)
        assert not said, "".join(said)

    def _command(self, block: Block, command: Command) -> None:
        piped = _PIPED.fullmatch(command.call)
        first = None if piped is None else int(piped["lines"])
        words = shlex.split(command.call if piped is None else piped["call"])
        assert words[0] == "workbench", f"{block}: '{command.call}' is not run by this test"
        lines = self.call(*words[1:]).splitlines()[:first]
        printed = "\n".join(line.rstrip() for line in lines)
        assert printed, f"{block}: '{command.call}' prints nothing"
        if command.prints:
            assert printed == command.prints, f"{block}: {command.call}"


def pages() -> list[Path]:
    """Give the README and every page of the documentation."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path) -> Iterator[Block]:
    """Give the fenced blocks of a page in order."""
    fence, kept, began = None, list[str](), 0
    for number, line in enumerate(page.read_text("utf-8").splitlines(), start=1):
        if fence is None:
            fence, kept, began = _FENCE.match(line), [], number
        elif line.strip() == "```":
            name = page.relative_to(ROOT).as_posix() if page.is_relative_to(ROOT) else page.name
            text = "".join(f"{row.removeprefix(fence['indent'])}\n" for row in kept)
            yield Block(page=name, line=began, language=fence["language"], text=text)
            fence = None
        else:
            kept.append(line)


def commands(block: Block) -> list[Command]:
    """Give the commands of a console block; one that ends in a backslash goes on below."""
    found: list[Command] = []
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        call, _, prints = part.replace("\\\n", " ").partition("\n")
        call = re.sub(r" {2,}", " ", call.partition("  #")[0])
        found.append(Command(call=call.strip(), prints=prints.rstrip("\n")))
    return found


def runs_here(block: Block) -> bool:
    """Say whether a block can be run on the demo."""
    if block.language not in _RUN or _YOURS in block.text:
        return False
    if block.language != "console":
        return True
    return not any(command.call.startswith(NOT_HERE) for command in commands(block))
