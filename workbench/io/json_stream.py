"""JSON read bit by bit, however long its lines, with the place of what is wrong.

A library for streaming gives the tokens; the three things it does not do are done here. A key that
stands twice is refused, where a parser would keep the last. What nests or grows without end is
refused before it fills the memory. And a syntax error is given its line and column: the file is
read a second time up to the piece at fault, and from there byte by byte.

Source: RFC 8259 (names within an object should be unique; a BOM may be ignored).
"""

from __future__ import annotations

import codecs
import hashlib
import math
import re
from collections.abc import Callable, Container, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO, Final, TypeAlias

import ijson

from workbench.errors import InputError

__all__ = ["DEEPEST", "JsonStream", "JsonValue"]

#: A value: objects and lists of values, texts, whole numbers, decimals, booleans and None.
JsonValue: TypeAlias = Any

#: How deep objects and lists may nest; a ConceptMap needs a dozen.
DEEPEST: Final = 48
#: Characters of a path that are shown where it has no end.
_SHOWN: Final = 40
_PIECE: Final = 1 << 16
#: Bytes of one text, about.
_LONGEST: Final = 4 << 20
#: Values that one value may hold, and keys that one object may; an element of a map has dozens.
_MOST: Final = 1_000_000
#: Whole characters of two escapes, half a character of one (which is captured), other escapes.
_ESCAPES: Final = re.compile(
    rb"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(\\u[dD][89a-fA-F]..)|\\.", re.DOTALL
)
_HALF: Final = re.compile(rb"\\u[dD][89a-fA-F]")
_ESCAPED: Final = 12
#: Python reads whole numbers of 4,300 digits, of which more than half stand in one piece; the
#: parser breaks at longer ones.
_DIGITS: Final = re.compile(rb"(?<![0-9])[0-9]{2000}")
_STARTS: Final = frozenset({"start_map", "start_array"})
_ENDS: Final = frozenset({"end_map", "end_array"})

_Open: TypeAlias = "Callable[[], AbstractContextManager[BinaryIO]]"


class _Tap:
    """A stream that counts what runs through it.

    Parameters
    ----------
    stream
        What is read.
    step
        Told the bytes of each piece.
    file
        Its name, for errors.
    single_from
        From which byte on pieces are one byte long.
    """

    def __init__(
        self,
        stream: BinaryIO,
        step: Callable[[int], object],
        file: str,
        *,
        single_from: int | None = None,
    ) -> None:
        self._stream = stream
        self._step = step
        self._file = file
        self._single_from = single_from
        self._held = b""
        self.digest = hashlib.sha256()
        self.read_bytes = 0
        self.piece_start = 0
        self.quiet = 0
        self.line = 1
        self.column = 0

    def read(self, size: int) -> bytes:
        """Give the next piece.

        Raises
        ------
        InputError
            If one text has filled many pieces or holds half a character, or a number has no end.
        """
        if self.quiet > _LONGEST:
            most = _LONGEST >> 20
            problem = f"holds one text longer than the {most} MiB read at most"
            raise InputError(problem, file=self._file, line=self.line)
        single = self._single_from is not None and self.read_bytes >= self._single_from
        if self._single_from is not None and not single and size:
            size = min(size, self._single_from - self.read_bytes)
        data = self._stream.read(1 if single and size else size)
        self.piece_start = self.read_bytes
        self.digest.update(data)
        self._refuse_halves(data)
        if _DIGITS.search(data):
            problem = "holds a number of more than 2,000 digits"
            raise InputError(problem, file=self._file, line=self.line)
        self._count(data)
        self._step(len(data))
        return data if self.piece_start else data.removeprefix(codecs.BOM_UTF8)

    def _refuse_halves(self, data: bytes) -> None:
        """Refuse an escape of half a character, for which the parser gives a question mark."""
        text, line, self._held = self._held + data, self.line - self._held.count(b"\n"), b""
        if b"\\" not in text:
            return
        edge = len(text) - _ESCAPED if data else len(text)  # an escape may go on in the next piece
        after = 0
        for found in _ESCAPES.finditer(text) if _HALF.search(text) else ():
            if found.start() > edge:
                break
            if found[1]:
                problem = f"holds {found[1].decode('ascii', 'replace')}, which is half a character"
                line += text.count(b"\n", 0, found.start())
                raise InputError(problem, file=self._file, line=line)
            after = found.end()
        cut = text.find(b"\\", max(edge, after))
        if data and cut >= 0:  # an escape begins where its backslashes do
            self._held = text[max(len(text[:cut].rstrip(b"\\")), after) :]

    def _count(self, data: bytes) -> None:
        self.read_bytes += len(data)
        self.quiet += len(data)
        breaks = data.count(b"\n")
        self.line += breaks
        self.column = len(data) - data.rfind(b"\n") - 1 if breaks else self.column + len(data)


@dataclass(slots=True)
class JsonStream:
    """The tokens of one file.

    Attributes
    ----------
    open_file
        Opens the file, and again where a place has to be found.
    file
        Its name, for errors.
    sha256
        Of all of it, once it was read to its end.
    """

    open_file: _Open
    file: str
    sha256: str = ""
    _built: int = 0

    def tokens(self, step: Callable[[int], object]) -> Iterator[tuple[str, Any]]:
        """Give the kind and value of each token, as ijson does.

        Parameters
        ----------
        step
            Told how many bytes were just read.

        Raises
        ------
        InputError
            If it is no JSON, with line and column.
        """
        with self.open_file() as stream:
            tap = _Tap(stream, step, self.file)
            try:
                for token in ijson.basic_parse(tap, buf_size=_PIECE):
                    tap.quiet = 0
                    yield token
            except ijson.JSONError as error:
                raise self._located(tap.piece_start, error) from error
            except UnicodeDecodeError as error:  # such an escape at the end of a piece
                problem = "holds an escape such as \\ude00, which is half a character"
                raise InputError(problem, file=self.file, line=tap.line) from error
            self.sha256 = tap.digest.hexdigest()

    def value(
        self, tokens: Iterator[tuple[str, Any]], first: tuple[str, Any], *, path: str, depth: int
    ) -> JsonValue:
        """Build the value that begins with a token.

        The trap: what holds values without end is refused here; `skip` passes over it.

        Parameters
        ----------
        tokens
            What comes after `first`; read up to the value's end.
        first
            The token it begins with.
        path
            Where it stands, for errors.
        depth
            How deep it stands.

        Raises
        ------
        InputError
            If a key stands twice, it nests too deep, or holds too much.
        """
        self._built = 0
        return self._value(tokens, first, path, depth)

    def _value(
        self, tokens: Iterator[tuple[str, Any]], first: tuple[str, Any], path: str, depth: int
    ) -> JsonValue:
        kind, scalar = first
        self._built += 1
        self._refuse_many(path, self._built)
        if kind not in _STARTS:
            return self._plain(scalar, path)
        self._refuse_depth(path, depth)
        if kind == "start_array":
            return self._list(tokens, path, depth)
        return self._object(tokens, path, depth)

    def _object(self, tokens: Iterator[tuple[str, Any]], path: str, depth: int) -> JsonValue:
        found: dict[str, JsonValue] = {}
        for kind, key in tokens:
            if kind == "end_map":
                break
            self.refuse_twice(key, found, path)
            first = next(tokens)
            where = f"{path}.{key}" if first[0] in _STARTS else path  # made where it is needed
            found[key] = self._value(tokens, first, where, depth + 1)
        return found

    def _list(self, tokens: Iterator[tuple[str, Any]], path: str, depth: int) -> list[JsonValue]:
        items: list[JsonValue] = []
        for token in tokens:
            if token[0] in _ENDS:
                break
            where = f"{path}[{len(items)}]" if token[0] in _STARTS else path
            items.append(self._value(tokens, token, where, depth + 1))
        return items

    def skip(
        self, tokens: Iterator[tuple[str, Any]], first: tuple[str, Any], *, path: str, depth: int
    ) -> None:
        """Pass over the value that begins with a token, which nobody needs, in little memory.

        Parameters
        ----------
        tokens, first, path, depth
            As in `value`.

        Raises
        ------
        InputError
            If a key stands twice, or it nests too deep.
        """
        open_keys: list[set[str]] = []
        if first[0] in _STARTS:
            open_keys.append(set())
        while open_keys:
            kind, scalar = next(tokens)
            if kind in _STARTS:
                open_keys.append(set())
                self._refuse_depth(path, depth + len(open_keys))
            elif kind in _ENDS:
                open_keys.pop()
            elif kind == "map_key":
                self.refuse_twice(scalar, open_keys[-1], path)
                self._refuse_many(path, len(open_keys[-1]))
                open_keys[-1].add(scalar)

    def refuse_twice(self, key: str, found: Container[str], path: str) -> None:
        """Refuse a key that an object holds already.

        Raises
        ------
        InputError
            If it does.
        """
        if key in found:
            where = f"{path} holds" if path else "holds"
            problem = f"{where} the key '{key}' twice"
            raise InputError(problem, file=self.file)

    def _refuse_depth(self, path: str, depth: int) -> None:
        if depth > DEEPEST:
            problem = f"{path[:_SHOWN]}…: nests deeper than the {DEEPEST} levels read at most"
            raise InputError(problem, file=self.file)

    def _refuse_many(self, path: str, count: int) -> None:
        if count > _MOST:
            problem = f"{path[:_SHOWN]}: holds more than the {_MOST:,} values read at most"
            raise InputError(problem, file=self.file)

    def _plain(self, scalar: JsonValue, path: str) -> JsonValue:
        if not isinstance(scalar, Decimal):
            return scalar
        if not math.isfinite(float(scalar)):
            problem = f"{path[:_SHOWN]}: {scalar} is too large a number"
            raise InputError(problem, file=self.file)
        return float(scalar)

    def _located(self, before: int, error: Exception) -> InputError:
        """Read again, byte by byte from the piece at fault, and say where that is."""
        problem = f"is no JSON: {_reason(error)}"
        with self.open_file() as stream:
            tap = _Tap(stream, lambda _: None, self.file, single_from=before)
            try:
                for _ in ijson.basic_parse(tap, buf_size=_PIECE):
                    tap.quiet = 0
            except ijson.JSONError as again:
                problem = f"is no JSON at character {tap.column}: {_reason(again)}"
        return InputError(problem, file=self.file, line=tap.line)


#: What the parser says, and how a person would.
_REASONS: Final = (
    ("premature EOF", "it ends in the middle; the file looks cut short"),
    ("trailing garbage", "something stands behind its end"),
    ("invalid char in json text", "no value begins so (JSON has no NaN and no comments)"),
    ("invalid bytes in UTF8", "the bytes are not UTF-8; save the file as UTF-8"),
    ("control character", "a control character stands in a text"),
)


def _reason(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    for words, reason in _REASONS:
        if words in text:
            return reason
    return " ".join(text.split("\n", 1)[0].split()) or "it cannot be taken apart"
