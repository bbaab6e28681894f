"""What a format could not hold of a map: which entries, which fields, which values.

A writer never drops a value silently: it gives a `LossReport`. What is not in the report comes back
when the file is read again; that is a test of each writer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.codes import natural_key
from workbench.mapping.schema import MAP_DEFAULTS, MAP_SCHEMA

__all__ = ["LOSS_SCHEMA", "WHOLE", "LossReport", "Lost", "lost_columns", "said", "whole_values"]

#: ``source`` is null where what is lost was said of the whole map.
LOSS_SCHEMA: Final = pa.schema(
    [
        pa.field("source", pa.string()),
        pa.field("field", pa.string(), nullable=False),
        pa.field("value", pa.string(), nullable=False),
    ]
)
#: The order of fields in a report; what is no column of a map (its kind) comes after them.
_FIELDS: Final = {name: number for number, name in enumerate(MAP_SCHEMA.names)}
#: Columns that hold one value for a whole map; it is written, or told as lost, once.
WHOLE: Final = ("profile", "refset")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """One value that a file does not hold.

    Attributes
    ----------
    source
        The source of the entry; None where the value was said of the whole map.
    field
        The column of `MAP_SCHEMA` it stood in.
    value
        As text.
    """

    source: str | None
    field: str
    value: str


class LossReport:
    """Everything a writer could not write; empty where the file holds the whole map.

    Parameters
    ----------
    table
        Rows of `LOSS_SCHEMA`, one for each value of each entry, in any order.
    notes
        What else its writer tells, a sentence each.

    Examples
    --------
    >>> report = LossReport.of([Lost(source="24700007", field="map_group", value="2")])
    >>> len(report), report.fields, [lost.value for lost in report]
    (1, {'map_group': 1}, ['2'])
    """

    def __init__(self, table: pa.Table, *, notes: Iterable[str] = ()) -> None:
        self._table = table.cast(LOSS_SCHEMA)
        self._notes = tuple(notes)

    @classmethod
    def of(cls, lost: Iterable[Lost]) -> LossReport:
        """Make a report of single values."""
        rows = [{"source": one.source, "field": one.field, "value": one.value} for one in lost]
        return cls(pa.Table.from_pylist(rows, schema=LOSS_SCHEMA))

    @classmethod
    def together(cls, reports: Iterable[LossReport]) -> LossReport:
        """Make one report of several."""
        every = list(reports)
        tables = [report.table for report in every]
        notes = [note for report in every for note in report.notes]
        return cls(pa.concat_tables(tables) if tables else LOSS_SCHEMA.empty_table(), notes=notes)

    def noting(self, *notes: str) -> LossReport:
        """Give the same report with more notes."""
        return LossReport(self._table, notes=(*self._notes, *notes))

    @property
    def notes(self) -> tuple[str, ...]:
        """What else the writer tells: of a publication, its date and how much is new."""
        return self._notes

    @property
    def table(self) -> pa.Table:
        """The values, of `LOSS_SCHEMA`, as they were found."""
        return self._table

    @property
    def fields(self) -> dict[str, int]:
        """How many values of each field are lost, in the order of `MAP_SCHEMA`."""
        counted = pc.value_counts(self._table["field"]).to_pylist()
        counts = {str(row["values"]): int(row["counts"]) for row in counted}
        return dict(sorted(counts.items(), key=lambda item: _place(item[0])))

    def __len__(self) -> int:
        """Give how many values are lost."""
        return int(self._table.num_rows)

    def __iter__(self) -> Iterator[Lost]:
        """Give them by source in natural order, field and value; the whole map's come first."""
        return (Lost(**row) for row in self.to_list())

    def to_list(self) -> list[dict[str, Any]]:
        """Give them as plain values, in the order of iteration."""
        return sorted(self._table.to_pylist(), key=_order)

    def __repr__(self) -> str:
        """Give one line: how many values of which fields."""
        told = ", ".join(f"{field} {count:,}" for field, count in self.fields.items())
        return f"<LossReport: {told or 'nothing lost'}>"


def lost_columns(table: pa.Table, fields: Iterable[str]) -> LossReport:
    """Give every value of some columns that says something, as lost.

    Parameters
    ----------
    table
        Of `MAP_SCHEMA`.
    fields
        Columns that a format cannot hold. A value that is the column's default says nothing, and
        what stands in every row of a whole map (``profile``) is told once, without a source.
    """
    whole = whole_values(table)
    return LossReport.together(_column(table, field, whole) for field in fields)


def said(table: pa.Table, field: str) -> pa.ChunkedArray:
    """Give for each row whether a column says something there: not null, empty or the default."""
    column = table[field]
    nothing = {"" if pa.types.is_string(column.type) else None, MAP_DEFAULTS.get(field)} - {None}
    silent = pc.is_null(column)
    for value in nothing:
        silent = pc.or_(silent, pc.fill_null(pc.equal(column, pa.scalar(value, column.type)), True))  # noqa: FBT003 - pyarrow takes it by place
    return pc.invert(silent)


def whole_values(table: pa.Table) -> dict[str, str]:
    """Give the columns of `WHOLE` that say one and the same thing in every row, and what it is."""
    whole = {}
    for name in WHOLE:
        values = pc.unique(table[name])
        if len(values) == 1 and pc.all(said(table, name)).as_py():
            whole[name] = str(values[0].as_py())
    return whole


def _column(table: pa.Table, field: str, whole: Mapping[str, str]) -> LossReport:
    rows = table.filter(said(table, field))
    values = _texts(rows[field])
    if field in whole:
        return LossReport.of([Lost(source=None, field=field, value=values[0].as_py())])
    fields = pa.repeat(pa.scalar(field), rows.num_rows)
    return LossReport(pa.table([rows["source"], fields, values], schema=LOSS_SCHEMA))


def _texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Give values as text; a number as Python writes it, ``1.0`` and not ``1``."""
    if pa.types.is_floating(column.type):
        return pa.chunked_array(
            [pa.array([str(value) for value in column.to_pylist()], pa.string())]
        )
    return pc.cast(column, pa.string())


def _place(field: str) -> tuple[int, str]:
    return _FIELDS.get(field, len(_FIELDS)), field


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    source = row["source"]
    key = (-1, 0, "") if source is None else natural_key(source)
    return key, _place(row["field"]), row["value"]
