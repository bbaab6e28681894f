r"""One reader for every text table.

Every value stays the text it is in the file: nothing is guessed to be a number, a date or a
missing value (87 codes of ICD-11 look like floats, ``1E30``), and no carriage return stays in a
last field. Columns are found by their headings; unknown ones are kept. The publishers' tables have
headers that do not match their rows: the last heading is the release date, over no column.

Source: RFC 4180; WHO, ICD-11 MMS 2024-01 files.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, takewhile
from typing import Final

from workbench.core.progress import Progress, silent
from workbench.errors import InputError
from workbench.io.headings import fold, split_header, stamp_edition
from workbench.io.text import decode_text, refuse_long_line

__all__ = [
    "Layout",
    "Origin",
    "Table",
    "fold",
    "read_comments",
    "read_rows",
    "sniff_delimiter",
]

_CHUNK: Final = 4096
_COMMENT: Final = re.compile(r"#\s*(?P<key>[a-z]+)\s*:\s*(?P<value>.*?)[,;\s]*")


class Origin(StrEnum):
    """Who wrote a table, which decides how strictly its ends are read."""

    #: Every line, the last too, ends in a line break, and no value holds one.
    PUBLISHED = "published"
    #: Typed or saved by anyone.
    TYPED = "typed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What a kind of table must look like.

    Attributes
    ----------
    what
        Its name in a message ("the table of blocks").
    delimiter
        One character.
    columns
        The headings it needs; where `has_header` is false, the names of all its fields in order.
    unnamed
        Names for the fields after the last heading, where the rows are longer than the header.
    origin
        Who wrote it.
    has_header
        Whether the first line holds headings.
    """

    what: str
    delimiter: str
    columns: tuple[str, ...]
    unnamed: tuple[str, ...] = ()
    origin: Origin = Origin.PUBLISHED
    has_header: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows of one file, all of one width.

    Attributes
    ----------
    file
        Its name without folders.
    columns
        Headings as written, one a field.
    stamp
        The last heading where it is the release date and stands over no field, else None.
    rows
        The values, as text.
    lines
        For each row the 1-based line it begins on.
    """

    file: str
    columns: tuple[str, ...]
    stamp: str | None
    rows: Sequence[list[str]]
    lines: Sequence[int]

    def index(self, name: str) -> int:
        """Give the place of a column by its heading, spelled freely; -1 where there is none."""
        key = fold(name)
        return next((i for i, column in enumerate(self.columns) if fold(column) == key), -1)

    def column(self, name: str) -> list[str] | None:
        """Give the values of a column by its heading, or None where there is none."""
        place = self.index(name)
        return None if place < 0 else [row[place] for row in self.rows]

    def problem(self, row: int, name: str, what: str) -> InputError:
        """Give the error that says what is wrong in a column of a row (counted from 0)."""
        place = self.index(name)
        column = name if place < 0 else self.columns[place]
        return InputError(what, file=self.file, line=self.lines[row], column=column)

    def walk(self, progress: Progress = silent) -> Iterator[tuple[int, list[str]]]:
        """Give each row with its number from 0, while a bar advances."""
        with progress(f"reading {self.file}", len(self.rows)) as step:
            numbered = enumerate(self.rows)
            while chunk := list(islice(numbered, _CHUNK)):
                yield from chunk
                step(len(chunk))


def read_comments(data: bytes, *, file: str) -> dict[str, str]:
    r"""Give what the lines ``# key: value`` before the header of a file say.

    Examples
    --------
    >>> read_comments(b"# release: icd11/demo\ncode,term,parent\n", file="a.csv")
    {'release': 'icd11/demo'}
    """
    said: dict[str, str] = {}
    for line in _lines(decode_text(data, file=file)):
        if not line.startswith("#"):
            break
        found = _COMMENT.fullmatch(line.strip())
        if found is not None:
            said[found["key"]] = found["value"]
    return said


def read_rows(data: bytes, *, file: str, layout: Layout) -> Table:
    """Read a text table.

    Lines without anything on them are passed over; so are lines that begin with ``#`` before the
    header of a typed table.

    Parameters
    ----------
    data
        The whole file.
    file
        Its name without folders.
    layout
        What it must look like.

    Raises
    ------
    InputError
        Naming file, line and column of the first thing that does not fit `layout`.
    """
    refuse_long_line(data, file=file)
    text = decode_text(data, file=file)
    skipped = _comment_lines(text) if layout.origin is Origin.TYPED else 0
    rows, lines = _split(text, skipped, file, layout)
    columns, stamp = layout.columns, None
    if layout.has_header:
        if not rows:
            problem = "holds no header"
            raise InputError(problem, file=file)
        columns, stamp = _header(rows.pop(0), file, lines.pop(0), layout)
    table = Table(file=file, columns=columns, stamp=stamp, rows=rows, lines=lines)
    if not rows and layout.origin is Origin.PUBLISHED:
        problem = f"holds no rows; expected {layout.what}"
        raise InputError(problem, file=file)
    _check_widths(table)
    if layout.origin is Origin.PUBLISHED:
        _check_ends(table, text)
    return table


def sniff_delimiter(data: bytes, *, file: str) -> str:
    """Give what parts the headings of a typed table: a comma, a semicolon or a tab.

    Spreadsheets write semicolons where the comma is the decimal mark.
    """
    lines = _lines(decode_text(data, file=file))
    header = next((line for line in lines if not line.startswith("#")), "")
    return max(",;\t", key=header.count)


def _lines(text: str) -> Iterator[str]:
    """Give the lines as csv counts them; ``splitlines`` would also part at U+2028 and the like."""
    return iter(io.StringIO(text, newline=""))


def _comment_lines(text: str) -> int:
    return sum(1 for _ in takewhile(lambda line: line.startswith("#"), _lines(text)))


def _split(text: str, skipped: int, file: str, layout: Layout) -> tuple[list[list[str]], list[int]]:
    """Give the rows and the line each begins on."""
    stream = islice(_lines(text), skipped, None)
    reader = csv.reader(stream, delimiter=layout.delimiter, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    before = 0
    try:
        for row in reader:
            if row:
                rows.append(row)
                lines.append(skipped + before + 1)
            before = reader.line_num
    except csv.Error as error:
        raise _csv_problem(text, skipped + before, str(error), file, layout) from error
    return rows, lines


def _csv_problem(text: str, before: int, said: str, file: str, layout: Layout) -> InputError:
    """Say where the row after line `before`, which csv could not take apart, goes wrong."""
    longest = csv.field_size_limit()
    line = next(islice(_lines(text), before, None), "")[:longest]
    fields = next(csv.reader([line], delimiter=layout.delimiter), [""])
    name = _names(layout, text)[len(fields) - 1 : len(fields)]
    problem = f"the row cannot be taken apart ({said})"
    if "field limit" in said:
        problem = f"a value is longer than the {longest:,} characters read at most"
    if "end of data" in said:
        problem = "a quotation mark is opened and never closed; the file looks cut short"
    return InputError(problem, file=file, line=before + 1, column=name[0] if name else None)


def _names(layout: Layout, text: str) -> tuple[str, ...]:
    if not layout.has_header:
        return layout.columns
    header = next((line for line in _lines(text) if not line.startswith("#")), "")
    cut = header[: csv.field_size_limit()]  # a longer one may be what is wrong
    return (*split_header(cut, layout.delimiter), *layout.unnamed)


def _header(
    header: list[str], file: str, line: int, layout: Layout
) -> tuple[tuple[str, ...], str | None]:
    """Give the headings of the fields, and the one that is the release date."""
    published = layout.origin is Origin.PUBLISHED
    stamp = header[-1] if published and stamp_edition(header[-1]) else None
    names = header if stamp is None else header[:-1]
    folded = {fold(name) for name in names}
    for column in layout.columns:
        if fold(column) not in folded:
            problem = (
                f"is missing; {layout.what} has the columns {', '.join(layout.columns)}, "
                f"this file {', '.join(names)}"
            )
            raise InputError(problem, file=file, line=line, column=column)
    return (*names, *layout.unnamed), stamp


def _check_widths(table: Table) -> None:
    width = len(table.columns)
    for number, row in enumerate(table.rows):
        if len(row) == width:
            continue
        line = table.lines[number]
        if len(row) > width:
            problem = f"row has {len(row)} fields; expected {width}"
            raise InputError(problem, file=table.file, line=line)
        problem = f"row ends after {len(row)} of {width} fields"
        if number == len(table.rows) - 1:
            problem += "; the file looks cut short"
        raise InputError(problem, file=table.file, line=line, column=table.columns[len(row)])


def _check_ends(table: Table, text: str) -> None:
    """Refuse a value over several lines and a last line without its line break."""
    # Rows that begin on one line after another cannot hold a break, save the last one.
    in_step = table.lines[-1] - table.lines[0] == len(table.lines) - 1
    for number in range(len(table.rows) - 1 if in_step else 0, len(table.rows)):
        if any("\n" in value or "\r" in value for value in table.rows[number]):
            problem = "a quotation mark is opened on this line and closed on another"
            raise InputError(problem, file=table.file, line=table.lines[number])
    if text[-1] not in "\r\n":
        value = table.rows[-1][-1]
        problem = f"the last line ends at '{value}' without a line break; it looks cut mid-row"
        raise InputError(problem, file=table.file, line=table.lines[-1], column=table.columns[-1])
