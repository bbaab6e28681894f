"""A figure and the rows behind it: what is chosen in the figure decides which rows are shown.

A figure is made of parts: a band, a bar, all of a chapter's bands. Each part says its two counts,
where it stands in the figure, and which rows of the table are its own. The trap: a figure and its
table are counted by different hands, so a test holds them to the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pyarrow.compute as pc

from workbench.core.suppression import SIGN
from workbench.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "Choose",
    "Click",
    "Column",
    "Command",
    "Exhibit",
    "ExhibitView",
    "Look",
    "Mark",
    "Part",
    "Target",
]

#: A figure as plain Plotly JSON: ``data`` and ``layout``.
Figure: TypeAlias = Mapping[str, Any]

#: Between the items of a list in one cell.
_JOINT: Final = "; "


class Look(StrEnum):
    """How a column is set."""

    TEXT = "text"
    NUMBER = "number"
    CODE = "code"


class Target(StrEnum):
    """What of a trace was clicked."""

    POINT = "point"
    NODE = "node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place in a figure: a bar or band (point), or a node of a Sankey diagram; from 0."""

    trace: int
    at: int
    target: Target = Target.POINT


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: its heading, how it is set, and its name in the rows."""

    heading: str
    look: Look = Look.TEXT
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What can be chosen.

    Attributes
    ----------
    key
        Unique in its exhibit, and short: what Python chooses it by.
    label
        What it is, as a reader would say it.
    cells
        Its row in the table of parts.
    codes, activity
        What the figure shows of it.
    where
        Which rows are its own: columns and the text each must hold, None for an empty cell.
    marks
        Where it stands in the figure; none where it is too small to draw.
    """

    key: str
    label: str
    cells: tuple[str, ...]
    codes: int
    activity: int
    where: tuple[tuple[str, str | None], ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Exhibit:
    """A figure, its parts, and the rows behind it.

    Attributes
    ----------
    title
        What is shown.
    source
        Releases, map, year and unit; what shares are of.
    figure
        Plain Plotly JSON; colours are ``var(--name)``.
    columns, parts
        The table of parts; the first part is the whole.
    row_columns, rows
        The columns shown of the rows, and the rows, a column ``activity`` among them.

    Raises
    ------
    InputError
        If there is no part, or two have one key.
    """

    title: str
    source: str
    figure: Figure
    columns: tuple[Column, ...]
    parts: tuple[Part, ...]
    row_columns: tuple[Column, ...]
    rows: pa.Table

    def __post_init__(self) -> None:
        """Refuse what could not be shown."""
        keys = [part.key for part in self.parts]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if not keys or twice:
            problem = f"{', '.join(twice)} twice" if keys else "none"
            message = f"'{self.title}' has of parts {problem}, expected one or more, all different"
            raise InputError(message)

    def part(self, key: str) -> Part:
        """Give a part.

        Raises
        ------
        InputError
            If there is none of that key.
        """
        for part in self.parts:
            if part.key == key:
                return part
        first = ", ".join(part.key for part in self.parts[:_NAMED])
        more = f" and {len(self.parts) - _NAMED} more" if len(self.parts) > _NAMED else ""
        message = f"there is no part '{key}' in '{self.title}', expected one of {first}{more}"
        raise InputError(message)

    def at(self, mark: Mark) -> Part:
        """Give the part that stands at a place of the figure: the smallest of those there.

        Raises
        ------
        InputError
            If nothing stands there.
        """
        there = [part for part in self.parts if mark in part.marks]
        if not there:
            message = f"nothing stands at {mark.target} {mark.at} of trace {mark.trace}"
            raise InputError(message)
        return min(there, key=lambda part: len(part.marks))

    def rows_of(self, part: Part) -> pa.Table:
        """Give the rows of a part, in their order."""
        masks = [
            pc.is_null(self.rows[name]) if text is None else pc.equal(self.rows[name], text)
            for name, text in part.where
        ]
        filled = [pc.fill_null(mask, fill_value=False) for mask in masks]
        return self.rows.filter(reduce(pc.and_, filled)) if filled else self.rows


#: Parts named where one that is not there was asked for.
_NAMED: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose:
    """Show the rows of a part."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """Show the rows of what stands at a place of the figure; of the whole if they are shown."""

    mark: Mark


#: What can be asked of a view.
Command: TypeAlias = Choose | Click


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExhibitView:
    """An exhibit with one of its parts chosen.

    Attributes
    ----------
    exhibit
        What is shown.
    selected
        The key of the part that is chosen.
    rows
        Its rows.
    rev
        Goes up whenever other rows are shown.
    """

    exhibit: Exhibit
    selected: str
    rows: pa.Table = field(repr=False)
    rev: int = 0

    @classmethod
    def of(cls, exhibit: Exhibit) -> ExhibitView:
        """Begin with the whole."""
        first = exhibit.parts[0]
        return cls(exhibit=exhibit, selected=first.key, rows=exhibit.rows_of(first))

    @property
    def part(self) -> Part:
        """The part that is chosen."""
        return self.exhibit.part(self.selected)

    @property
    def sentence(self) -> str:
        """What is shown, by code and by activity."""
        part = self.part
        codes = "code" if part.codes == 1 else "codes"
        return f"{part.label}: {part.codes:,} {codes}, {part.activity:,} in activity"

    def __len__(self) -> int:
        """Count the rows shown."""
        return int(self.rows.num_rows)

    def dispatch(self, command: Command) -> ExhibitView:
        """Give the view after a command.

        Raises
        ------
        InputError
            If it names a part or a place that is not there.
        """
        chosen = self._chosen_by(command)
        if chosen.key == self.selected:
            return self
        return ExhibitView(
            exhibit=self.exhibit,
            selected=chosen.key,
            rows=self.exhibit.rows_of(chosen),
            rev=self.rev + 1,
        )

    def _chosen_by(self, command: Command) -> Part:
        match command:
            case Choose(key=key):
                return self.exhibit.part(key)
            case Click(mark=mark):
                found = self.exhibit.at(mark)
                return self.exhibit.parts[0] if found.key == self.selected else found

    def cells(self, start: int, count: int) -> list[list[str]]:
        """Give some rows as texts, a cell a column.

        Parameters
        ----------
        start, count
            The first row, from 0, and how many at most.
        """
        columns = [
            [_cell(column, value) for value in self.rows[column.name][start:][:count].to_pylist()]
            for column in self.exhibit.row_columns
        ]
        return [list(row) for row in zip(*columns, strict=True)]

    def to_dict(self) -> dict[str, Any]:
        """Give what a page needs to show everything but the rows."""
        exhibit = self.exhibit
        return {
            "title": exhibit.title,
            "source": exhibit.source,
            "columns": [_told(column) for column in exhibit.columns],
            "parts": [{"key": p.key, "label": p.label, "cells": p.cells} for p in exhibit.parts],
            "row_columns": [_told(column) for column in exhibit.row_columns],
        }


def _told(column: Column) -> dict[str, str]:
    return {"heading": column.heading, "look": column.look}


def _cell(column: Column, value: object) -> str:
    if value is None:
        return SIGN if column.name == "activity" else ""
    if isinstance(value, list):
        return _JOINT.join(map(str, value))
    return f"{value:,}" if isinstance(value, int) else str(value)
