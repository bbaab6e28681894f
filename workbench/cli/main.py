"""Run one command: find the workspace, call, print, and say what went wrong in one line.

Exit codes: 0 done; 1 findings as bad as ``--fail-on`` says; 2 the call or an input is wrong (one
plain line on stderr, stdout empty, nothing changed); 130 interrupted, nothing changed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

from workbench import __version__
from workbench.cli.output import CallError, Form, Reply, leave_stdout, show
from workbench.cli.parser import parse_arguments
from workbench.errors import WorkbenchError

__all__ = ["main"]

DONE: Final = 0
WRONG: Final = 2
INTERRUPTED: Final = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments
        Words after the command's name; default those of the process.

    Returns
    -------
    int
        The exit code.
    """
    _speak_utf8()
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except BrokenPipeError:
        leave_stdout()  # whoever read our answer has had enough of it
        return DONE
    except (WorkbenchError, CallError, OSError) as error:
        print(f"workbench: {_one_line(error)}", file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        print("workbench: interrupted, nothing changed", file=sys.stderr)
        return INTERRUPTED


def _run(arguments: Sequence[str]) -> int:
    if "--version" in arguments and "--json" in arguments:
        show(Reply(document={"version": __version__}, text=""), form=Form.JSON)
        return DONE
    try:
        call = parse_arguments(arguments)
    except SystemExit:  # --help and --version print and leave
        sys.stdout.flush()
        return DONE
    reply: Reply = call.run(call)
    show(reply, form=Form.JSON if call.json else Form.TEXT)
    return reply.code


def _one_line(error: Exception) -> str:
    """Give an error's message on one line; that of the system without its number."""
    text = str(error)
    if isinstance(error, OSError) and not isinstance(error, WorkbenchError) and error.strerror:
        text = error.strerror if error.filename is None else f"{error.filename}: {error.strerror}"
    return " ".join(text.split()) or type(error).__name__


def _speak_utf8() -> None:
    """Print arrows and marks also where the console is not set to UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
