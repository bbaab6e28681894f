"""What a page sends to a widget, read as strictly as a file: `{op, id, rev, args}`.

A page decides nothing and is believed nothing: whoever can run a script in a notebook can send any
message. One that is too long, of another shape or of another type is refused with a sentence, and a
refusal is an answer too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

from workbench.errors import InputError
from workbench.graph.display import quoted

__all__ = ["LONGEST", "Arg", "Message", "Operations", "id_of", "read_message"]

#: Most characters of a message, all its texts together; each number and each key counts a little.
LONGEST: Final = 64_000
_ID: Final = 100
_TEXT: Final = 1_000
_ROWS: Final = 500
_LAST: Final = 2**53
_SHOWN: Final = 40


class Arg(StrEnum):
    """What an argument of a message is."""

    TEXT = "text"
    PATH = "path"
    ROW = "row"
    COUNT = "count"
    WAY = "way"


#: For each operation its arguments.
Operations: TypeAlias = Mapping[str, Mapping[str, Arg]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message that is as it should be.

    Attributes
    ----------
    op
        What is asked; one of the operations of the widget.
    id
        The page's own number of it, which the answer repeats.
    rev
        The revision of the state the page has seen.
    args
        The arguments, each of its type.
    """

    op: str
    id: str
    rev: int
    args: Mapping[str, Any]


def read_message(content: object, *, operations: Operations) -> Message:
    """Read a message.

    Parameters
    ----------
    content
        As it came.
    operations
        What the widget can be asked.

    Raises
    ------
    InputError
        If it is too long, no message, asks something else or has other arguments.

    Examples
    --------
    >>> asked = {"op": "rows", "id": "1", "rev": 0, "args": {"start": "first"}}
    >>> read_message(asked, operations={"rows": {"start": Arg.ROW}})
    Traceback (most recent call last):
    workbench.errors.InputError: 'start' of 'rows' is 'first', expected a number from 0
    """
    _check_length(content)
    if not isinstance(content, dict) or set(content) != {"op", "id", "rev", "args"}:
        message = "a message from the page has op, id, rev and args, and this one has not"
        raise InputError(message)
    op, args = content["op"], content["args"]
    if not isinstance(op, str) or op not in operations:
        message = f"the page asked for {_told(op)}, expected one of {', '.join(sorted(operations))}"
        raise InputError(message)
    if not _is_text(content["id"], most=_ID) or not _is_number(content["rev"], most=_LAST):
        message = f"id or rev of '{op}' is none, expected a text and a number from 0"
        raise InputError(message)
    expected = operations[op]
    if not isinstance(args, dict) or set(args) != set(expected):
        wanted = ", ".join(expected) or "none"
        message = f"the arguments of '{op}' are not as expected: {wanted}"
        raise InputError(message)
    for name, kind in expected.items():
        test, words = _ARGS[kind]
        if not test(args[name]):
            message = f"'{name}' of '{op}' is {_told(args[name])}, expected {words}"
            raise InputError(message)
    return Message(op=op, id=content["id"], rev=content["rev"], args=args)


def id_of(content: object) -> str | None:
    """Give the number of a message that may be none, for the answer."""
    given = content.get("id") if isinstance(content, dict) else None
    return given if isinstance(given, str) and _is_text(given, most=_ID) else None


def _check_length(content: object) -> None:
    """Refuse what is too long; looks no further than the limit."""
    left, waiting = LONGEST, [content]
    while waiting:
        part = waiting.pop()
        left -= len(part) if isinstance(part, str) else 1
        inside = _inside(part)
        if left < len(inside):
            message = (
                f"a message from the page is longer than {LONGEST:,} characters, the most read"
            )
            raise InputError(message)
        waiting += inside


def _inside(part: object) -> list[object]:
    if isinstance(part, dict):
        return [*part.keys(), *part.values()] if len(part) <= LONGEST else [None] * (LONGEST + 1)
    return part if isinstance(part, list) else []


def _told(value: object) -> str:
    if isinstance(value, str):
        return f"'{quoted(value, most=_SHOWN)}'"
    return str(value) if isinstance(value, bool | int | float) else f"a {type(value).__name__}"


def _is_text(value: object, *, most: int = _TEXT) -> bool:
    return isinstance(value, str) and 0 < len(value) <= most


def _is_number(value: object, *, least: int = 0, most: int = _LAST) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_path(value: object) -> bool:
    return isinstance(value, list) and all(_is_text(code) for code in value)


_ARGS: Final[Mapping[Arg, tuple[Callable[[object], bool], str]]] = {
    Arg.TEXT: (_is_text, f"1 to {_TEXT:,} characters"),
    Arg.PATH: (_is_path, "a list of codes"),
    Arg.ROW: (_is_number, "a number from 0"),
    Arg.COUNT: (
        lambda value: _is_number(value, least=1, most=_ROWS),
        f"a number from 1 to {_ROWS}",
    ),
    Arg.WAY: (lambda value: value in (-1, 1) and _is_number(value, least=-1), "-1 or 1"),
}
