"""One RF2 table: which of its rows count, and whether its identifiers are right.

Where an id stands several times, in one file or in packages side by side, the row with the greatest
``effectiveTime`` is the one; only then is ``active`` looked at. The trap is the other order: an
older active row would hide that the newer one retired it.

Source: SNOMED International, Release File Specifications, "Component Release Files Specification".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.sctid import Component, sctid_fault
from workbench.io.package import Package
from workbench.io.rf2_ids import first_bad_sctid
from workbench.io.rf2_text import TabTable, read_tab_table

__all__ = [
    "COMMON",
    "active_rows",
    "check_sctids",
    "check_values",
    "date_fault",
    "latest_rows",
    "read_rf2_table",
]

#: The columns every RF2 table begins with.
COMMON: Final = ("id", "effectiveTime", "active", "moduleId")

#: Columns of few distinct values, which come dictionary-encoded.
_FEW: Final = frozenset(
    (
        *("effectiveTime", "active", "moduleId", "definitionStatusId", "languageCode", "typeId"),
        *("caseSignificanceId", "relationshipGroup", "characteristicTypeId", "modifierId"),
        *("refsetId", "acceptabilityId", "mapGroup", "mapPriority", "correlationId"),
        *("mapCategoryId", "mapBlock"),
    )
)
_DAY_DIGITS: Final = 8
_SHOWN: Final = 40


def read_rf2_table(
    package: Package,
    name: str,
    *,
    columns: tuple[str, ...],
    unused: frozenset[str] = frozenset(),
) -> TabTable:
    """Read an RF2 table, with its dates, states and modules checked.

    Parameters
    ----------
    package, name
        The file.
    columns
        The headings it must have beside the four of `COMMON`.
    unused
        Headings that are not wanted; all others are kept.

    Returns
    -------
    TabTable
        Every row, active or not. Identifiers are not checked yet: see `check_sctids`.

    Raises
    ------
    InputError
        Naming file, line and column of the first thing that is not as RF2 has it.
    """
    every = (*COMMON, *columns)
    table = read_tab_table(package, name, columns=every, unused=unused, few=_FEW)
    check_values(table, "effectiveTime", date_fault)
    check_values(table, "active", _state_fault)
    if "moduleId" not in unused:
        check_sctids(table, "moduleId", Component.CONCEPT)
    return table


def check_sctids(table: TabTable, column: str, component: Component | None = None) -> None:
    """Refuse the first value of a column that is not the SCTID of a component.

    Raises
    ------
    InputError
        With the digit expected and the one found, where the check digit is wrong.
    """
    values = table.rows[column]
    if pa.types.is_dictionary(values.type):
        check_values(table, column, lambda value: sctid_fault(value, component))
        return
    row = first_bad_sctid(values, component)
    if row is not None:
        fault = sctid_fault(values[row].as_py(), component)
        raise table.problem(row, column, fault or "is not an SCTID")


def check_values(table: TabTable, column: str, fault: Callable[[str], str | None]) -> None:
    """Refuse the first value of a column with which something is wrong.

    Parameters
    ----------
    table, column
        What to look at; every distinct value is looked at once.
    fault
        Gives what is wrong with a value, or None.
    """
    values = table.rows[column]
    faults = {value: fault(value) for value in pc.unique(values).to_pylist()}
    wrong = [value for value, what in faults.items() if what is not None]
    if wrong:
        row = min(pc.index(values.cast(pa.string()), value=value).as_py() for value in wrong)
        raise table.problem(row, column, faults[values[row].as_py()] or "")


def latest_rows(tables: Iterable[pa.Table]) -> pa.Table:
    """Give the rows of several tables of a kind, one an ``id``: that with the latest date.

    Of two rows with the same id and date the first counts.
    """
    rows = pa.concat_tables(tables, promote_options="default").unify_dictionaries()
    if pc.count_distinct(rows["id"]).as_py() == len(rows):
        return rows
    ids = pc.rank(rows["id"], tiebreaker="dense").to_numpy()
    dates = rows["effectiveTime"].cast(pa.string()).cast(pa.int32()).to_numpy()
    order = np.lexsort((np.arange(len(rows)), -dates, ids))
    first = np.flatnonzero(np.diff(ids[order], prepend=0))
    return rows.take(pa.array(np.sort(order[first])))


def active_rows(rows: pa.Table) -> pa.Table:
    """Give the rows that are active. Ask for the latest ones first."""
    return rows.filter(pc.equal(rows["active"].cast(pa.string()), "1"))


def date_fault(value: str) -> str | None:
    """Say why a text is not a date as RF2 writes one, or None where it is.

    Examples
    --------
    >>> date_fault("20310131") is None, date_fault("20310231")
    (True, "'20310231' is not a date; expected YYYYMMDD")
    """
    if len(value) == _DAY_DIGITS and value.isascii() and value.isdecimal():
        try:
            dt.date(int(value[:4]), int(value[4:6]), int(value[6:]))
        except ValueError:
            pass
        else:
            return None
    return f"'{value[:_SHOWN]}' is not a date; expected YYYYMMDD"


def _state_fault(value: str) -> str | None:
    if value in {"0", "1"}:
        return None
    return f"'{value[:_SHOWN]}' is neither 1 (active) nor 0"
