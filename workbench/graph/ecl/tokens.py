"""A text cut into the words and signs of the language.

Codes of every system are words: ``73211009``, ``I21.0``, ``A00-A09``, ``1A00``, ``D63.0*``. The
trap is the dot, which also joins attributes (``19829001.363698007``): it belongs to a word only
where both a letter and a digit stand before it, as in every dotted code and in no SCTID.

Source: SNOMED International, Expression Constraint Language 2.1, section 5 (comments, blanks).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from workbench.errors import InputError
from workbench.graph.display import quoted
from workbench.graph.ecl.syntax import Place

__all__ = ["Lines", "Token", "TokenKind", "cut"]

#: Longest piece of an expression that a message repeats.
_LONGEST: Final = 40


class TokenKind(StrEnum):
    """What a piece of an expression is."""

    WORD = "word"
    SIGN = "sign"
    TERM = "term"
    TEXT = "text"
    NUMBER = "number"
    ALIAS = "alias"
    FILTER = "filter"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A piece of an expression.

    Attributes
    ----------
    kind
        What it is.
    text
        As written; empty for the end.
    offset
        0-based place of its first character.
    """

    kind: TokenKind
    text: str
    offset: int

    @property
    def lower(self) -> str:
        """The text in lower case, by which keywords are known."""
        return self.text.lower()

    @property
    def shown(self) -> str:
        """The piece as a message names it."""
        if self.kind is TokenKind.END:
            return "the end"
        return f"'{quoted(self.text, most=_LONGEST)}'"


#: Blanks of every sort; the last three are left by web pages and word processors.
_BLANK: Final = r"[\s\u200b\u2060\ufeff]+"
_PIECES: Final = re.compile(
    rf"""
    (?P<blank>{_BLANK}|/\*.*?\*/)
    |(?P<term>\|[^|]*\|)
    |(?P<text>"[^"\\]*(?:\\.[^"\\]*)*")
    |(?P<alias>[^\W\d_][\w-]*\#[\w.-]+)
    |(?P<number>\#[+-]?\d+(?:\.\d+)?)
    |(?P<word>(?=\d*[^\W\d_])(?=[^\W\d_]*\d)[^\W_][\w.-]*[*†]?|\w[\w-]*)
    |(?P<filter>\{{\{{)
    |(?P<sign>!!>|!!<|<<!|>>!|<<|>>|<!|>!|<=|>=|<>|!=|\.\.|[<>^*=:,.(){{}}\[\]])
    """,
    re.VERBOSE | re.DOTALL,
)
_IN_FILTER: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|\{\{|\}\}', re.DOTALL)
_BREAK: Final = re.compile(r"\r\n|\r|\n")
#: What is opened and not closed, and what would close it.
_OPENED: Final = {"|": "a term", '"': "a text", "/*": "a comment"}
_CLOSES: Final = {"|": "|", '"': '"', "/*": "*/"}


class Lines:
    """The places of a text, by offset.

    Parameters
    ----------
    text
        The whole of it.
    """

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]
        self._single = _BREAK.search(text.rstrip("\r\n")) is None

    def place(self, offset: int) -> Place:
        r"""Give where an offset stands.

        Examples
        --------
        >>> str(Lines("< I21\n OR x").place(7))
        'line 2, character 2'
        """
        line = bisect_right(self._starts, offset)
        if self._single:
            return Place(character=offset + 1, offset=offset)
        return Place(character=offset - self._starts[line - 1] + 1, line=line, offset=offset)


def cut(text: str, lines: Lines) -> list[Token]:
    """Cut a text into pieces; blanks and comments go, and the last piece is the end.

    Raises
    ------
    InputError
        Where a character belongs to no piece, or something is not closed.

    Examples
    --------
    >>> text = "<< I21.0 |heart| /* so */ OR *"
    >>> [token.text for token in cut(text, Lines(text))]
    ['<<', 'I21.0', '|heart|', 'OR', '*', '']
    """
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        found = _PIECES.match(text, at)
        if found is None:
            raise _unreadable(text, at, lines)
        end, kind = found.end(), str(found.lastgroup)
        if kind == TokenKind.FILTER:
            end = _filter_end(text, at, lines)
        if kind != "blank":
            tokens.append(Token(kind=TokenKind(kind), text=text[at:end], offset=at))
        at = end
    tokens.append(Token(kind=TokenKind.END, text="", offset=len(text)))
    return tokens


def _filter_end(text: str, start: int, lines: Lines) -> int:
    """Find the end of ``{{ … }}``; texts in it may hold anything, and filters may nest."""
    depth = 0
    for found in _IN_FILTER.finditer(text, start):
        if found[0] == "{{":
            depth += 1
        elif found[0] == "}}":
            depth -= 1
            if depth == 0:
                return found.end()
    message = f"'{{{{' at {lines.place(start)} is not closed; expected '}}}}' after it"
    raise InputError(message)


def _unreadable(text: str, at: int, lines: Lines) -> InputError:
    where = lines.place(at)
    for opened, what in _OPENED.items():
        if text.startswith(opened, at):
            return InputError(
                f"{what} begins at {where} and does not end; expected '{_CLOSES[opened]}'"
            )
    sign = text[at]
    shown = f"'{sign}'" if sign.isprintable() else f"character U+{ord(sign):04X}"
    return InputError(f"{shown} at {where} is no part of an expression")
