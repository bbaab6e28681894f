"""The place a parser has come to in a text, and the words for what it did not expect there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, NoReturn

from workbench.errors import InputError
from workbench.graph.ecl.syntax import Expression, Joint, Place
from workbench.graph.ecl.tokens import Lines, Token, TokenKind, cut

__all__ = ["DEEPEST", "Reader", "joint_of"]

#: How deep brackets may nest. Far more than anybody writes, and few enough for Python's own stack
#: to read, compare and evaluate the tree from within a notebook.
DEEPEST: Final = 50

_JOINTS: Final[Mapping[str, Joint]] = {
    "and": Joint.AND,
    ",": Joint.AND,
    "or": Joint.OR,
    "minus": Joint.MINUS,
}
_PAIRS: Final = {"(": ")", "{": "}", "[": "]"}


def joint_of(token: Token) -> Joint | None:
    """Give what a piece joins by, or None where it joins nothing."""
    return _JOINTS.get(token.lower)


class Reader:
    """The pieces of a text and how far they have been read.

    Parameters
    ----------
    text
        The whole of it.
    read_expression, read_part
        What reads an expression, and one that stands without brackets. Refinements hold
        expressions and expressions refinements, so each side is told of the other here.
    """

    def __init__(
        self,
        text: str,
        *,
        read_expression: Callable[[Reader], Expression],
        read_part: Callable[[Reader], Expression],
    ) -> None:
        self._text = text
        self._lines = Lines(text)
        self._tokens = cut(text, self._lines)
        self._at = 0
        self._depth = 0
        self._read_expression = read_expression
        self._read_part = read_part
        self._ends = self._match_brackets()

    @property
    def token(self) -> Token:
        """The piece to be read next."""
        return self._tokens[self._at]

    @property
    def ended(self) -> bool:
        """Whether all has been read."""
        return self.token.kind is TokenKind.END

    def after(self, count: int = 1) -> Token:
        """Give a piece further on; the end where there is none."""
        return self._tokens[min(self._at + count, len(self._tokens) - 1)]

    def after_bracket(self) -> Token:
        """Give the piece after the bracket that closes the one to be read next."""
        return self._tokens[self._ends[self._at] + 1]

    def advance(self) -> None:
        """Go on by one piece."""
        self._at += 1

    def here(self) -> Place:
        """Give the place of the piece to be read next."""
        return self._lines.place(self.token.offset)

    def part(self) -> Expression:
        """Read a constraint that stands without brackets."""
        return self._read_part(self)

    def source(self, start: int) -> str:
        """Give the text from an offset to the end of the piece read last."""
        last = self._tokens[self._at - 1]
        return self._text[start : last.offset + len(last.text)]

    def joint(self) -> Joint | None:
        """Give what the next piece joins by, or None where it joins nothing."""
        return joint_of(self.token)

    def take_joint(self, joint: Joint, *, so_far: int) -> None:
        """Go over a joining word, which must be the one used so far.

        Raises
        ------
        InputError
            If it is another, or a second MINUS.
        """
        advice = "put brackets round what belongs together"
        if self.joint() is not joint:
            self.refuse(f"stands beside {joint} without brackets; {advice}")
        if joint is Joint.MINUS and so_far > 1:
            self.refuse(f"follows another MINUS without brackets; {advice}")
        self.advance()

    def expect(self, sign: str, *, after: str) -> None:
        """Go over a sign that must come here.

        Raises
        ------
        InputError
            If something else comes.
        """
        if self.token.text != sign:
            self.want(f"'{sign}' after {after}")
        self.advance()

    @contextmanager
    def bracket(self) -> Iterator[None]:
        """Go over an opening bracket, and at the end of the block over the closing one.

        Raises
        ------
        InputError
            If brackets nest too deep, or something else stands where the bracket should close.
        """
        closing = _PAIRS[self.token.text]
        if self._depth == DEEPEST:
            self.refuse(f"opens a bracket too many; they may nest {DEEPEST} deep")
        self._depth += 1
        self.advance()
        yield
        if self.token.text != closing:
            if self.joint() is not None or self.token.text in {":", "."}:
                self.refuse("follows a whole expression; put brackets round what it belongs to")
            self.want(f"'{closing}'")
        self.advance()
        self._depth -= 1

    def refuse(self, what: str) -> NoReturn:
        """Say what is wrong with the piece to be read next.

        Raises
        ------
        InputError
            Always.
        """
        message = f"{self.token.shown} at {self.here()} {what}"
        raise InputError(message)

    def want(self, expected: str) -> NoReturn:
        """Say what would be right in place of the piece to be read next.

        Raises
        ------
        InputError
            Always.
        """
        found = f"{self.token.shown} at {self.here()}:"
        if self.ended:
            found = f"the expression ends at {self.here()};"
        message = f"{found} expected {expected}"
        raise InputError(message)

    def _match_brackets(self) -> dict[int, int]:
        """Give for each opening bracket which piece closes it.

        Raises
        ------
        InputError
            If one is not closed or another kind of bracket closes it.
        """
        ends: dict[int, int] = {}
        opened: list[int] = []
        for number, token in enumerate(self._tokens):
            if token.kind is not TokenKind.SIGN:
                continue
            if token.text in _PAIRS:
                opened.append(number)
            elif token.text in _PAIRS.values():
                if not opened or _PAIRS[self._tokens[opened[-1]].text] != token.text:
                    self._at = number
                    self.refuse("closes no bracket")
                ends[opened.pop()] = number
        if opened:
            self._at = opened[-1]
            self.refuse("is not closed")
        return ends
