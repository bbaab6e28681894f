"""The columns of a file of SSSOM: which slot each is, and its distinct values read once.

A value is read once however often it stands there, and an error names the first line it stands
on. The trap: a slot without a column may have its value in the metadata, for every row.

Source: SSSOM 1.1, "The SSSOM/TSV serialisation format": mappings block, propagation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from workbench.errors import InputError
from workbench.io.code_systems import NAMESPACE
from workbench.io.loss import WHOLE
from workbench.io.sssom_metadata import PROPAGATED, Metadata
from workbench.io.sssom_slots import EXTRA, SLOTS
from workbench.io.tables import Table
from workbench.mapping.schema import MAP_SCHEMA

__all__ = ["SssomColumns", "line_list"]

_Value = TypeVar("_Value")
_SHOWN: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SssomColumns:
    """The columns of a file, by what they mean.

    Attributes
    ----------
    table
        The rows.
    standard
        By the name of a slot of the standard, its texts, propagated ones included.
    ours
        By a column of `MAP_SCHEMA`, the texts of the slot of ours for it.
    unknown
        By heading, the texts of every other column.
    headings
        By a column of `MAP_SCHEMA`, the heading of the slot of ours for it.
    """

    table: Table
    standard: Mapping[str, list[str]]
    ours: Mapping[str, list[str]]
    unknown: Mapping[str, list[str]]
    headings: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table, metadata: Metadata) -> SssomColumns:
        """Sort the columns of a file.

        Raises
        ------
        InputError
            If a heading stands twice.
        """
        _refuse_twice(table)
        standard: dict[str, list[str]] = {}
        ours: dict[str, list[str]] = {}
        unknown: dict[str, list[str]] = {}
        headings = {}
        for place, name in enumerate(table.columns):
            texts = [row[place] for row in table.rows]
            column = _column_of(name, metadata)
            if name in SLOTS:
                standard[name] = texts
            elif column is not None:
                ours[column] = texts
                headings[column] = name
            else:
                unknown[_extra_name(name, metadata)] = texts
        count = len(table.rows)
        for name in PROPAGATED:
            if name in metadata.slots and not any(standard.get(name, ())):
                standard[name] = [metadata.slots[name]] * count
        for name, text in metadata.slots.items():
            column = _column_of(name, metadata)
            if column in WHOLE and column not in ours:
                ours[column] = [text] * count
        return cls(table=table, standard=standard, ours=ours, unknown=unknown, headings=headings)

    def texts(self, slot: str) -> list[str]:
        """Give the texts of a slot of the standard; empty ones where the file has none."""
        found = self.standard.get(slot)
        return [""] * len(self.table.rows) if found is None else found

    def read(self, slot: str, convert: Callable[[str], _Value]) -> list[_Value]:
        """Read a slot of the standard, each distinct text once.

        Raises
        ------
        InputError
            If `convert` does, with the line of the first such text.
        """
        return self.convert(self.texts(slot), convert, slot)

    def convert(
        self, texts: Iterable[str], convert: Callable[[str], _Value], heading: str
    ) -> list[_Value]:
        """Read texts, one a row, each distinct one once; an error names line and heading."""
        known: dict[str, _Value] = {}
        values = []
        for row, text in enumerate(texts):
            if text not in known:
                try:
                    known[text] = convert(text)
                except InputError as error:
                    raise self.table.problem(row, heading, error.problem) from error
            values.append(known[text])
        return values


def line_list(lines: Iterable[int]) -> str:
    """Name lines, neighbours as a range.

    Examples
    --------
    >>> line_list([7]), line_list([7, 8, 9, 12])
    ('line 7', 'lines 7-9, 12')
    """
    ranges: list[list[int]] = []
    count = 0
    for line in lines:
        count += 1
        if ranges and ranges[-1][1] == line - 1:
            ranges[-1][1] = line
        else:
            ranges.append([line, line])
    told = ", ".join(f"{a}-{b}" if b > a else str(a) for a, b in ranges)
    return f"line{'s' if count > 1 else ''} {told}"


def _column_of(name: str, metadata: Metadata) -> str | None:
    """Give the column of ours that a slot stands for, by its property and never by its name."""
    column = metadata.properties.get(name, "").removeprefix(NAMESPACE)
    is_ours = column != metadata.properties.get(name) and column in MAP_SCHEMA.names
    return column if is_ours and column != "line" else None


def _extra_name(name: str, metadata: Metadata) -> str:
    """Give the heading that a column nobody knows had before we wrote it."""
    said = metadata.properties.get(name, "")
    prefix = NAMESPACE + EXTRA
    return said.removeprefix(prefix) if said.startswith(prefix) else name


def _refuse_twice(table: Table) -> None:
    seen = set()
    for name in table.columns:
        if name in seen:
            problem = "stands twice in the header"
            raise InputError(problem, file=table.file, column=name)
        seen.add(name)
