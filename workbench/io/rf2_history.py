"""The UK's history substitution table: what to use instead of a concept that is no longer used.

It is published in the UK query table package, beside the releases, and is no RF2 file: its headings
are in capitals, and it has no ``active``. ``ISAMBIGUOUS`` is a level from 0 to 3, not a yes or no;
an old concept may have several replacements; some "old" concepts are still active in the release,
and stay so. Where a release of the UK is given alone, its folder's neighbours are looked at.

Source: NHS England, UK query table and history substitution table, technical specification.
"""

from __future__ import annotations

import re
from typing import Final

import pyarrow as pa

from workbench.core.sctid import Component
from workbench.errors import InputError
from workbench.graph.schema import REPLACEMENT_SCHEMA, Association
from workbench.io.package import Package, open_package
from workbench.io.rf2_package import package_root
from workbench.io.rf2_reading import Rf2Reading
from workbench.io.rf2_table import check_sctids, check_values
from workbench.io.rf2_text import read_tab_table

__all__ = ["find_history", "is_history_name", "read_history"]

_NAME: Final = re.compile(
    r"[xz]?(?:res2_)?HistorySubstitutionTable_Concepts(?:_[A-Z0-9]+)?(?:_(?P<date>\d{8})[^_]*)?\.txt",
    re.IGNORECASE,
)
_QUERY_TABLE: Final = re.compile(r"query_?table", re.IGNORECASE)
_OLD: Final = "OLDCONCEPTID"
_NEW: Final = "NEWCONCEPTID"
_LEVEL: Final = "ISAMBIGUOUS"
_FSN: Final = "OLDCONCEPTFSN"
_LEVELS: Final = frozenset("0123")
_SHOWN: Final = 40

#: Where a table lies: a package, and its name in it.
_Place = tuple[Package, str]


def is_history_name(name: str) -> bool:
    """Say whether a file's name is that of a history substitution table."""
    return _NAME.fullmatch(name.rpartition("/")[2]) is not None


def find_history(package: Package, *, date: str | None, beside: bool) -> _Place | None:
    """Find the table in a package, or beside it; None where there is none.

    Raises
    ------
    InputError
        If there are several, of which not exactly one is of the release's date.
    """
    places = _inside(package) or (_beside(package) if beside else [])
    if len(places) > 1:
        dated = [place for place in places if date is not None and date in place[1]]
        if len(dated) != 1:
            names = ", ".join(name.rpartition("/")[2] for _, name in places)
            problem = f"several history substitution tables are there: {names}; leave one"
            raise InputError(problem, file=package.display)
        return dated[0]
    return places[0] if places else None


def read_history(reading: Rf2Reading, place: _Place) -> pa.Table:
    """Give a table of `REPLACEMENT_SCHEMA`, in the order of the file, each row once.

    Raises
    ------
    InputError
        Naming the first value that is not what it should be.
    """
    package, name = place
    table = read_tab_table(package, name, columns=(_OLD, _NEW, _LEVEL, _FSN))
    for column in (_OLD, _NEW):
        check_sctids(table, column, Component.CONCEPT)
    check_values(table, _LEVEL, _level_fault)
    reading.took(table)
    rows = table.rows
    columns = {
        "code": rows[_OLD],
        "replacement": rows[_NEW],
        "association": pa.repeat(Association.UK_SUBSTITUTION.value, len(rows)),
        "ambiguity": rows[_LEVEL].cast(pa.int32()),
        "fsn": rows[_FSN],
    }
    said = pa.table(columns, schema=REPLACEMENT_SCHEMA)
    return said.group_by(REPLACEMENT_SCHEMA.names, use_threads=False).aggregate([])


def _inside(package: Package) -> list[_Place]:
    return [(package, name) for name in package.names() if is_history_name(name)]


def _beside(package: Package) -> list[_Place]:
    """Look at what lies beside a package: the table itself, or a query table package."""
    root = package_root(package)
    try:
        neighbours = sorted(path for path in root.parent.iterdir() if path != root)
    except OSError:
        return []  # what may not be looked at is not there
    places: list[_Place] = []
    for path in neighbours:
        if is_history_name(path.name) and path.is_file():
            places.append((open_package(path), path.name))
        elif _QUERY_TABLE.search(path.name) and (path.is_dir() or path.suffix.lower() == ".zip"):
            places += _inside(open_package(path))
    return places


def _level_fault(value: str) -> str | None:
    if value in _LEVELS:
        return None
    return f"'{value[:_SHOWN]}' is not a level of ambiguity; expected 0, 1, 2 or 3"
