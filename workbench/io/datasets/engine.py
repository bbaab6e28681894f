"""DuckDB, kept on a short lead: no extensions fetched, no other file opened, its errors in words.

The trap: its messages quote the row at fault. Here only the line number is taken from them.

Source: DuckDB, Securing DuckDB.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import InputError

if TYPE_CHECKING:
    import duckdb
    import narwhals as nw

__all__ = ["Database", "memory", "quoted", "readable", "stored"]

_LINE: Final = re.compile(r"Line: (\d+)")
#: What DuckDB says, and how we say it; the first that fits.
_WORDS: Final = (
    (
        re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)"),
        r"row has \2 fields; expected \1",
    ),
    (
        re.compile(r"unterminated quote", re.IGNORECASE),
        "a quotation mark is opened and never closed; the file looks cut short",
    ),
    (re.compile(r"not utf-8|Invalid unicode", re.IGNORECASE), "is not UTF-8; save it as UTF-8"),
    (re.compile(r"Maximum line size"), "the row is longer than 4 MB"),
    (re.compile(r"different configuration|set lock"), "is open in another program; close it there"),
    (re.compile(r"older version|newer version|version number"), "is of another DuckDB version"),
    (re.compile(r"disabled by configuration|external access"), "reads from another file"),
    (re.compile(r"Out of Memory"), "needs more memory than there is"),
    (re.compile(r"CSV Error|sniffing"), "the row cannot be taken apart"),
)
_DAMAGED: Final = "cannot be read; the file looks damaged"


def quoted(name: str) -> str:
    """Give a name as an identifier, whatever is in it.

    Examples
    --------
    >>> print(quoted('a "b"; drop'))
    "a ""b""; drop"
    """
    return '"' + name.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """An open connection."""

    connection: duckdb.DuckDBPyConnection

    def columns(self, relation: str, values: tuple[object, ...]) -> tuple[str, ...]:
        """Give the names of a relation's columns."""
        told = self.connection.execute(f"DESCRIBE SELECT * FROM {relation}", list(values))  # noqa: S608 - names are quoted, values bound
        return tuple(row[0] for row in told.fetchall())

    def tables(self) -> list[tuple[str, str]]:
        """Give schema and name of the tables and views somebody made."""
        return self.connection.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal UNION ALL "
            "SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal ORDER BY ALL"
        ).fetchall()

    def lazy(
        self, relation: str, values: tuple[object, ...], columns: Sequence[str]
    ) -> nw.LazyFrame[Any]:
        """Give columns of a relation as text, called ``c0``, ``c1`` …, nothing being read yet."""
        import narwhals as nw

        picked = ", ".join(
            f"CAST({quoted(name)} AS VARCHAR) AS c{place}" for place, name in enumerate(columns)
        )
        asked = f"SELECT {picked} FROM {relation}"  # noqa: S608 - names are quoted, values bound
        return nw.from_native(self.connection.sql(asked, params=list(values)))


@contextmanager
def memory() -> Iterator[Database]:
    """Open a database in memory that may put what does not fit there into a temporary folder."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        connection = duckdb.connect(config={**_SETTINGS, "temp_directory": folder})
        try:
            connection.execute(_NO_BAR)
            yield Database(connection=connection)
        finally:
            connection.close()


@contextmanager
def stored(path: Path) -> Iterator[Database]:
    """Open a database file to read; a view in it that reads from elsewhere is refused."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        connection = duckdb.connect(
            str(path), read_only=True, config={**_SETTINGS, "temp_directory": folder}
        )
        try:
            connection.execute(_NO_BAR)
            connection.execute("SET enable_external_access = false")
            yield Database(connection=connection)
        finally:
            connection.close()


#: DuckDB's own bar would stand on stdout, before the JSON.
_NO_BAR: Final = "SET enable_progress_bar = false"
_SETTINGS: Final = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Turn what DuckDB and Narwhals raise into one sentence without any value in it.

    Raises
    ------
    InputError
        Naming the file and, where known, the line.
    """
    import duckdb
    from narwhals.exceptions import NarwhalsError

    try:
        yield
    except (duckdb.Error, NarwhalsError, UnicodeError) as error:
        said = str(error)
        line = _LINE.search(said)
        raise InputError(
            _in_words(said), file=name, line=None if line is None else int(line[1])
        ) from None


def _in_words(said: str) -> str:
    for pattern, words in _WORDS:
        found = pattern.search(said)
        if found is not None:
            return found.expand(words)
    return _DAMAGED
