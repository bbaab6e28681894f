"""Open a dataset wherever it lies, without reading its rows.

A file is opened in DuckDB, a frame as it is; either way the rest sees headings, and a lazy Narwhals
frame of the columns it asks for, as text. What a container is, its first bytes say, not its name.

The traps: DuckDB's own messages quote the row that does not read, so none of them is passed on; a
name in brackets is a pattern to it; and it does not check the checksum of a gzip.

Source: Apache Parquet, file format (magic number); DuckDB, storage format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workbench.core.progress import Progress
from workbench.errors import InputError
from workbench.io.datasets.engine import Database, memory, quoted, readable, stored
from workbench.io.datasets.text_files import columns_of, header_of

if TYPE_CHECKING:
    import narwhals as nw

__all__ = ["TABLE_MARK", "Source", "open_file"]

#: Parts the name of a DuckDB file from that of a table in it.
TABLE_MARK: Final = "::"
_PARQUET: Final = b"PAR1"
_DUCKDB: Final = b"DUCK"
_DUCKDB_AT: Final = 8
_SMALLEST: Final = 12
_PATTERN: Final = re.compile(r"([\[*?])")
_DUCKDB_NAMES: Final = frozenset({".duckdb", ".ddb", ".db"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An opened dataset.

    Attributes
    ----------
    name
        What messages call it.
    columns
        The headings, in order.
    line
        The line its headings stand on; None where it has no lines.
    pick
        Gives some columns by their place, as text, called ``c0``, ``c1`` … in the order asked.
    """

    name: str
    columns: tuple[str, ...]
    pick: Callable[[Sequence[int]], nw.LazyFrame[Any]]
    line: int | None = None


@contextmanager
def open_file(path: str | Path, progress: Progress) -> Iterator[Source]:
    """Open a CSV (gzipped or not), a Parquet file or folder of parts, or a DuckDB table.

    Parameters
    ----------
    path
        The file; of a DuckDB database, ``file.duckdb::table`` or the file of its only table.
    progress
        Who is told how far the reading is.

    Raises
    ------
    InputError
        If there is no such file, or it does not read as what it is.
    """
    place, table = _split(str(path))
    kind = _kind(place)
    opened = {"duckdb": _open_table, "parquet": _open_parquet, "csv": _open_csv}[kind]
    if table is not None and kind != "duckdb":
        problem = f"is no DuckDB database, so it holds no table '{table}'"
        raise InputError(problem, file=place.name)
    with readable(place.name), opened(place, table, progress) as source:
        yield source


def _split(text: str) -> tuple[Path, str | None]:
    before, mark, table = text.partition(TABLE_MARK)
    if mark and not Path(text).exists():
        return Path(before), table
    return Path(text), None


def _kind(path: Path) -> str:
    if path.is_dir():
        return "parquet"
    try:
        with path.open("rb") as stream:
            head = stream.read(_SMALLEST)
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise InputError(problem, file=str(path)) from error
    if head[_DUCKDB_AT:] == _DUCKDB:
        return "duckdb"
    if head.startswith(_PARQUET):
        return "parquet"
    suffix = path.suffix.lower()
    if suffix in _DUCKDB_NAMES:
        problem = "is no DuckDB database; its first bytes are not those of one"
        raise InputError(problem, file=path.name)
    if suffix in {".parquet", ".pq"}:
        problem = "is no Parquet file; its first bytes are not those of one"
        raise InputError(problem, file=path.name)
    return "csv"


@contextmanager
def _open_table(path: Path, table: str | None, _progress: Progress) -> Iterator[Source]:
    with stored(path) as database:
        schema, name = _chosen_table(database, table, path.name)
        relation = f"{quoted(schema)}.{quoted(name)}"
        yield _of_relation(database, relation, (), name=f"{path.name}{TABLE_MARK}{name}")


def _chosen_table(database: Database, table: str | None, file: str) -> tuple[str, str]:
    held = database.tables()
    if table is None and len(held) == 1:
        return held[0]
    names = {name: (schema, name) for schema, name in reversed(held)}
    names |= {f"{schema}.{name}": (schema, name) for schema, name in held}
    if table in names:
        return names[table]
    listed = ", ".join(name for _, name in held[:10]) or "none"
    wanted = f"holds no table '{table}'" if table else f"holds {len(held)} tables"
    problem = f"{wanted}; give one as {file}{TABLE_MARK}TABLE; its tables are: {listed}"
    raise InputError(problem, file=file)


@contextmanager
def _open_parquet(path: Path, _table: str | None, _progress: Progress) -> Iterator[Source]:
    parts = _parts(path)
    for part in parts:
        _check_ends(part)
    files = [_literal(part) for part in parts]
    with memory() as database:
        relation = (
            "read_parquet(?, union_by_name = true, hive_partitioning = ?, "
            "hive_types_autocast = false)"
        )
        values = (files, _has_partitions(path, parts))
        yield _of_relation(database, relation, values, name=path.name)


def _has_partitions(path: Path, parts: Sequence[Path]) -> bool:
    """Say whether folders below the given one are columns, as Spark writes them (``FYEAR=2223``).

    Raises
    ------
    InputError
        If they are so for some parts and not for others, which would lose a year.
    """
    keys = {
        tuple(name.partition("=")[0] for name in part.relative_to(path).parts[:-1] if "=" in name)
        for part in parts
    }
    if len(keys) > 1:
        problem = "has parts in folders such as FYEAR=2223 and parts that are not; give one kind"
        raise InputError(problem, file=str(path))
    return keys != {()}


def _parts(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    inside = (part for part in path.rglob("*") if part.suffix.lower() in {".parquet", ".pq"})
    parts = sorted(p for p in inside if p.is_file() and not p.name.startswith((".", "_")))
    if not parts:
        problem = "is a folder without .parquet parts; expected those, or a file"
        raise InputError(problem, file=str(path))
    return parts


def _check_ends(part: Path) -> None:
    size = part.stat().st_size
    with part.open("rb") as stream:
        head = stream.read(len(_PARQUET))
        stream.seek(max(0, size - len(_PARQUET)))
        tail = stream.read()
    if head != _PARQUET:
        problem = "is no Parquet file; its first bytes are not those of one"
        raise InputError(problem, file=part.name)
    if tail != _PARQUET or size < _SMALLEST:
        problem = "is cut short: a Parquet file ends in PAR1"
        raise InputError(problem, file=part.name)


@contextmanager
def _open_csv(path: Path, _table: str | None, progress: Progress) -> Iterator[Source]:
    header = header_of(path, progress)
    columns = columns_of(len(header.columns))
    with memory() as database:
        relation = (
            "read_csv(?, columns = ?, auto_detect = false, header = true, delim = ?, quote = '\"',"
            " escape = '\"', skip = ?, compression = ?, strict_mode = true, "
            "max_line_size = 4194304)"
        )
        values = (_literal(path), columns, header.delimiter, header.skipped, header.compression)
        name = path.name

        def pick(places: Sequence[int]) -> nw.LazyFrame[Any]:
            return database.lazy(relation, values, [f"c{place}" for place in places])

        yield Source(name=name, columns=header.columns, pick=pick, line=header.skipped + 1)


def _of_relation(
    database: Database, relation: str, values: tuple[object, ...], *, name: str
) -> Source:
    columns = database.columns(relation, values)

    def pick(places: Sequence[int]) -> nw.LazyFrame[Any]:
        return database.lazy(relation, values, [columns[place] for place in places])

    return Source(name=name, columns=columns, pick=pick)


def _literal(path: Path) -> str:
    """Give a path that DuckDB takes as it is written."""
    return _PATTERN.sub(r"[\1]", str(path))
