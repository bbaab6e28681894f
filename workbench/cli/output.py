"""What a command answers, and how it is printed: as text for a person, or as one JSON document."""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workbench.errors import InputWarning

__all__ = ["CallError", "Form", "Reply", "columns", "leave_stdout", "show", "telling"]


class Form(StrEnum):
    """How a reply is printed."""

    TEXT = "text"
    JSON = "json"


class CallError(Exception):
    """The command was called wrongly; the message says what would be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer of a command.

    Attributes
    ----------
    document
        The JSON document: plain values only.
    text
        The same for a person.
    code
        The exit code.
    """

    document: Any
    text: str
    code: int = 0


def show(reply: Reply, *, form: Form) -> None:
    """Print a reply on stdout and nothing else.

    Raises
    ------
    BrokenPipeError
        If whoever read stdout has gone.
    CallError
        If stdout cannot be written.
    """
    text = (
        json.dumps(reply.document, ensure_ascii=False, indent=2, allow_nan=False)
        if form is Form.JSON
        else reply.text
    )
    try:
        if text:
            print(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        leave_stdout()
        message = f"stdout cannot be written: {error.strerror}"
        raise CallError(message) from error


@contextmanager
def telling() -> Iterator[None]:
    """Print what is warned of while something is read, a plain line each, on stderr."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", InputWarning)
        yield
    for warned in caught:
        if issubclass(warned.category, InputWarning):
            print(f"workbench: note: {warned.message}", file=sys.stderr)
        else:
            warnings.warn_explicit(warned.message, warned.category, warned.filename, warned.lineno)


def leave_stdout() -> None:
    """Send what is left for stdout nowhere; the interpreter would raise on it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def columns(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Line up rows under headings; numbers to the right with thousands, None as ``-``.

    A suppressed count (``*``) stands where a number would.

    Examples
    --------
    >>> print(columns(("code", "n"), [("A00", 1200), ("B", None)]))
    code      n
    A00   1,200
    B         -
    """
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(len(line[i]) for line in [list(headings), *cells]) for i in range(len(headings))]
    right = [
        bool(rows) and all(row[i] == "*" or isinstance(row[i], int | float | None) for row in rows)
        for i in range(len(headings))
    ]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in [list(headings), *cells]
    )


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
