"""From bytes to text, saying precisely what a file is when it is no UTF-8 text.

The trap: spreadsheets save "Unicode text" as UTF-16, and a wrong guess turns it into a table of
one column. Nothing here guesses: the file is UTF-8, with or without a byte order mark, or refused.

Source: The Unicode Standard 16.0, section 23.8 (byte order marks).
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from workbench.errors import InputError

__all__ = ["decode_text", "lines_of_head", "refuse_long_line"]

_HEAD: Final = 4096
#: Bytes of a piece of a table in which at least one line must end; no row of a map is near it.
_PIECE: Final = 8 << 20

#: A letter of several bytes at the very end, perhaps not whole.
_CUT_LETTER: Final = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{0,3}\Z")

_UTF_32: Final = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

#: First bytes of files that are given by mistake, and what they are.
_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"PK\x03\x04", "a zip archive or an Excel workbook"),
    (b"\x1f\x8b", "a gzip file; unpack it first"),
    (b"BZh", "a bzip2 file; unpack it first"),
    (b"\xfd7zXZ\x00", "an xz file; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file; save it as text"),
    (b"%PDF", "a PDF"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"\x89PNG", "a picture"),
)


def decode_text(data: bytes, *, file: str) -> str:
    """Give the text of a UTF-8 file, without its byte order mark.

    Parameters
    ----------
    data
        The whole file.
    file
        Its name, for the message.

    Raises
    ------
    InputError
        If it is empty, in another encoding, or no text; with line and byte where one is at fault.

    Examples
    --------
    >>> decode_text(b"code;title", file="a.txt")
    'code;title'
    """
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        problem = "is empty"
        raise InputError(problem, file=file)
    _refuse_other_encodings(data, file)
    _refuse_binary(data, file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # With this codec `start` counts from after the byte order mark, `error.object` too.
        before = bytes(error.object[: error.start])
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        problem = (
            f"byte 0x{error.object[error.start]:02X}, number {column} of the line, is not UTF-8; "
            "save the file as UTF-8"
        )
        raise InputError(problem, file=file, line=line) from error


def refuse_long_line(data: bytes, *, file: str) -> None:
    """Refuse a table one of whose lines has no end, before it is taken apart in memory.

    Parameters
    ----------
    data
        The whole file.
    file
        Its name, for the message.

    Raises
    ------
    InputError
        If a line is longer than 16 MiB; one of 8 MiB may be.
    """
    for start in range(0, len(data) - _PIECE + 1, _PIECE):
        piece = (start, start + _PIECE)
        if data.find(b"\n", *piece) < 0 and data.find(b"\r", *piece) < 0:
            problem = f"a line is longer than the {_PIECE >> 20} MiB read at most"
            raise InputError(problem, file=file, line=data.count(b"\n", 0, start) + 1)


def lines_of_head(head: bytes, *, file: str) -> list[str]:
    """Give the whole lines at the beginning of a file, from its first few thousand bytes.

    Raises
    ------
    InputError
        As `decode_text` does.
    """
    cut = head.rfind(b"\n")
    whole = _CUT_LETTER.sub(b"", head) if cut < 0 else head[: cut + 1]
    return decode_text(whole, file=file).splitlines()


def _refuse_other_encodings(data: bytes, file: str) -> None:
    # UTF-32's mark begins with UTF-16's, so it is asked for first.
    if data.startswith(_UTF_32):
        problem = "is UTF-32; save it as UTF-8"
        raise InputError(problem, file=file)
    if data.startswith(_UTF_16) or _has_utf_16_pattern(data[:_HEAD]):
        problem = "is UTF-16; save it as UTF-8"
        raise InputError(problem, file=file)


def _has_utf_16_pattern(head: bytes) -> bool:
    """Say whether nearly every second byte is NUL, as in UTF-16 of Western text."""
    half = len(head) // 2
    least = max(1, half * 3 // 4)
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return (odd >= least and even * 8 <= half) or (even >= least and odd * 8 <= half)


def _refuse_binary(data: bytes, file: str) -> None:
    for magic, what in _MAGIC:
        if data.startswith(magic):
            problem = f"is no text; it looks like {what}"
            raise InputError(problem, file=file)
    place = data.find(b"\0")
    if place >= 0:
        problem = f"is no text: byte {place + 1:,} is NUL"
        raise InputError(problem, file=file)
