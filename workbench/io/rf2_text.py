"""A tab-separated table of millions of rows, as columns of text.

RF2 has no quoting: a quotation mark is a letter like any other, and a reader that thinks otherwise
swallows rows up to the next one. Nothing is guessed: every value is the text of the file. The fast
reader says only that something does not fit; the file is then gone through again, slowly, to say
what, and on which line.

Source: SNOMED International, Release File Specifications, "Release File Format".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NoReturn

import pyarrow as pa
import pyarrow.csv as pacsv

from workbench.errors import InputError
from workbench.io.fingerprint import of_bytes
from workbench.io.package import Package
from workbench.io.text import decode_text, lines_of_head

__all__ = ["TabTable", "read_tab_table"]

_HEAD: Final = 8192
_BLOCK: Final = 1 << 24
_LINE: Final = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_SHOWN: Final = 40
_PARSE: Final = {
    "delimiter": "\t",
    "quote_char": False,
    "double_quote": False,
    "escape_char": False,
    "newlines_in_values": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TabTable:
    """The rows of one file.

    Attributes
    ----------
    package, name
        Where it was read.
    rows
        A row a line, as text; a column that holds few distinct values is dictionary-encoded.
    sha256
        Of the file.
    """

    package: Package
    name: str
    rows: pa.Table
    sha256: str

    @property
    def file(self) -> str:
        """The file's name without folders."""
        return self.name.rpartition("/")[2]

    def problem(self, row: int, column: str, what: str) -> InputError:
        """Give the error that says what is wrong in a column of a row (counted from 0)."""
        lines = enumerate(_lines(self.package.read(self.name)), 1)
        filled = (number for number, line in lines if line or number == 1)
        line = next(number for place, number in enumerate(filled, -1) if place == row)
        return InputError(what, file=self.file, line=line, column=column)


def read_tab_table(
    package: Package,
    name: str,
    *,
    columns: tuple[str, ...],
    unused: frozenset[str] = frozenset(),
    few: frozenset[str] = frozenset(),
) -> TabTable:
    """Read a tab-separated table with a header, without quoting.

    Parameters
    ----------
    package, name
        The file.
    columns
        The headings it must have; capitals and small letters are the same.
    unused
        Headings that are not wanted. All others are kept, under the name the file has for them.
    few
        Columns that hold few distinct values.

    Raises
    ------
    InputError
        Naming file, line and column of what does not fit: another encoding, a heading that is
        missing or twice there, a row too long or too short, an end in mid-row.
    """
    file = name.rpartition("/")[2]
    data = package.read(name)
    header = lines_of_head(data[:_HEAD], file=file)[0].split("\t")
    names = _headings(header, columns, file)
    if b"\0" in data or not _is_utf8(data):
        decode_text(data, file=file)
        _refuse(data, names, file, "is no text")
    wanted = [column for column in names if column not in unused]
    kinds = {
        column: pa.dictionary(pa.int32(), pa.string()) if column in few else pa.string()
        for column in wanted
    }
    rows = _rows(data, names, kinds, file)
    _check_end(data, names, file)
    return TabTable(package=package, name=name, rows=rows, sha256=of_bytes(data))


def _headings(header: list[str], columns: tuple[str, ...], file: str) -> list[str]:
    """Give the file's headings, those asked for as they were asked for."""
    asked = {column.lower(): column for column in columns}
    names = [asked.get(heading.strip().lower(), heading.strip()) for heading in header]
    for column in columns:
        if column not in names:
            problem = (
                f"is missing; expected the columns {', '.join(columns)}, "
                f"this file has {', '.join(names)[:400]}"
            )
            raise InputError(problem, file=file, line=1, column=column)
    for place, column in enumerate(names):
        if column in names[:place]:
            problem = "stands twice in the header"
            raise InputError(problem, file=file, line=1, column=column)
    return names


def _is_utf8(data: bytes) -> bool:
    """Say whether bytes are UTF-8, without a copy of them."""
    if data.isascii():
        return True
    ends = pa.py_buffer(b"".join(end.to_bytes(8, "little") for end in (0, len(data))))
    whole = pa.Array.from_buffers(pa.large_binary(), 1, [None, ends, pa.py_buffer(data)])
    try:
        whole.cast(pa.large_string())
    except pa.ArrowInvalid:
        return False
    return True


def _rows(data: bytes, names: list[str], kinds: dict[str, pa.DataType], file: str) -> pa.Table:
    first = _LINE.match(data)
    if first is None or not data[first.end() :].strip(b"\r\n"):
        return pa.table({column: pa.array([], kind) for column, kind in kinds.items()})
    try:
        table = pacsv.read_csv(
            pa.BufferReader(data),
            read_options=pacsv.ReadOptions(column_names=names, skip_rows=1, block_size=_BLOCK),
            parse_options=pacsv.ParseOptions(**_PARSE),
            convert_options=pacsv.ConvertOptions(
                column_types=kinds,
                include_columns=list(kinds),
                check_utf8=False,
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        _refuse(data, names, file, str(error))
    return table.unify_dictionaries()


def _refuse(data: bytes, names: list[str], file: str, said: str) -> NoReturn:
    """Find the first row of another width than the header, and say so."""
    width = len(names)
    lines = [(number, line) for number, line in enumerate(_lines(data), 1) if line or number == 1]
    for number, line in lines:
        count = line.count(b"\t") + 1
        if count > width:
            problem = f"row has {count} fields; expected {width}"
            raise InputError(problem, file=file, line=number)
        if count < width:
            problem = f"row ends after {count} of {width} fields"
            if number == lines[-1][0]:
                problem += "; the file looks cut short"
            raise InputError(problem, file=file, line=number, column=names[count])
    problem = f"cannot be taken apart into rows: {said}"
    raise InputError(problem, file=file)


def _check_end(data: bytes, names: list[str], file: str) -> None:
    if data[-1:] in {b"\r", b"\n"}:
        return
    line = 1 + len(re.findall(rb"\r\n|\r|\n", data))
    value = data[max(data.rfind(b"\t"), data.rfind(b"\n")) + 1 :].decode("utf-8", "replace")
    problem = (
        f"the last line ends at '{value[-_SHOWN:]}' without a line break; it looks cut mid-row"
    )
    raise InputError(problem, file=file, line=line, column=names[-1])


def _lines(data: bytes) -> Iterator[bytes]:
    """Give the lines as the fast reader counts them, without their breaks."""
    return (found[0].rstrip(b"\r\n") for found in _LINE.finditer(data) if found[0])
