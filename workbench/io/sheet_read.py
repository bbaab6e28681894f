"""Read a map out of somebody's spreadsheet: Snap2SNOMED's, Usagi's, one typed by hand, or ours.

Which column is which is guessed or chosen, and always told; a column nobody knows is kept under its
heading. A row with neither a target nor a no-map says that nobody has looked yet: it is left out,
and counted.

Source: Snap2SNOMED (SNOMED International) and Usagi (OHDSI); see `sheet_columns`, `sheet_words`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from workbench.core.codes import Release, parse_release
from workbench.core.progress import Progress, silent
from workbench.errors import InputError
from workbench.io.fingerprint import of_bytes
from workbench.io.headings import fold
from workbench.io.map_cells import Cell, read_map_cell, with_unknown
from workbench.io.map_rules import entry_fault, profile_fault
from workbench.io.package import Package
from workbench.io.result import MapRead
from workbench.io.sheet import Sheet, SheetForm, code_of, text_of
from workbench.io.sheet_columns import OMOP, RELEASES, ColumnChoice, choose_columns, heading_of
from workbench.io.sheet_words import read_no_map, read_relation, read_status
from workbench.io.tables import Layout, Origin, read_rows, sniff_delimiter
from workbench.mapping.relation import MapRelation, NoMapReason
from workbench.mapping.schema import MAP_SCHEMA, map_table

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["read_sheet", "read_sheet_csv"]

_CODES: Final = frozenset(("source", "target"))
_DATES: Final = frozenset(("mapping_date", "review_date"))
_FLAG: Final = "no_map_flag"
#: Usagi's word for what it found no target for.
_UNMATCHED: Final = "unmatched"
#: Milliseconds since 1970, as Usagi writes a time; 0 where it has none.
_MILLISECONDS: Final = re.compile(r"0|[1-9][0-9]{11,12}")
_NONE_IN_OMOP: Final = "0"
_HINT: Final = (
    f"add a column '{heading_of('profile')}' with international (the first row whose rule holds) "
    "or uk (blocks, a coder chooses)"
)
_CHUNK: Final = 1024


def read_sheet_csv(
    package: Package,
    name: str,
    *,
    columns: Mapping[str, str] | None = None,
    progress: Progress = silent,
) -> MapRead:
    """Read the table called `name`, parted by commas, semicolons or tabs.

    Parameters
    ----------
    package, name
        The file.
    columns
        By field, the heading that was chosen for it.
    progress
        Shows how far the reading is.

    Raises
    ------
    InputError
        Naming the first value that is not what it should be.
    """
    base = name.rpartition("/")[2]
    data = package.read(name)
    layout = Layout(
        what="a table of a map",
        delimiter=sniff_delimiter(data, file=base),
        columns=(),
        origin=Origin.TYPED,
    )
    table = read_rows(data, file=base, layout=layout)
    sheet = Sheet(
        form=SheetForm.TEXT,
        file=base,
        columns=tuple(text_of(heading, form=SheetForm.TEXT) for heading in table.columns),
        rows=table.rows,
        lines=table.lines,
    )
    return read_sheet(
        sheet,
        kind="csv",
        source=str(package.path),
        sha256=of_bytes(data),
        columns=columns or {},
        progress=progress,
    )


def read_sheet(
    sheet: Sheet,
    *,
    kind: str,
    source: str,
    sha256: str,
    columns: Mapping[str, str],
    progress: Progress = silent,
) -> MapRead:
    """Read a map out of a table.

    Parameters
    ----------
    sheet
        The table.
    kind, source, sha256
        Of the file; see `MapRead`.
    columns
        By field, the heading that was chosen for it.
    progress
        Shows how far the reading is.

    Raises
    ------
    InputError
        Naming the first value that is not what it should be, by line or by cell.
    """
    choice = choose_columns(sheet.columns, columns, file=sheet.file)
    reading = _Reading(sheet=sheet, choice=choice)
    table = reading.table(progress)
    return MapRead(
        kind=kind,
        source_release=reading.releases["source_release"],
        target_release=reading.releases["target_release"],
        table=table,
        source=source,
        sha256=sha256,
        notes=(choice.told, *sheet.notes, *reading.notes()),
        columns=dict(columns),
    )


@dataclass(kw_only=True)
class _Reading:
    """One reading of a table."""

    sheet: Sheet
    choice: ColumnChoice
    releases: dict[str, Release | None] = field(init=False)
    left: Counter[str] = field(default_factory=Counter)

    def table(self, progress: Progress) -> pa.Table:
        self.releases = {side: self._release(side) for side in RELEASES}
        target = self.releases["target_release"]
        rows: list[tuple[int, dict[str, Cell]]] = []
        for number in self._numbers(progress):
            values = self._values(number)
            if values["target"] is None and values.get("no_map") is None:
                self.left["unmapped"] += 1
                continue
            fault = entry_fault(values, target)
            if fault is not None:
                raise self._problem(number, fault.column, fault.problem)
            rows.append((number, values))
        names = [name for name in MAP_SCHEMA.names if any(name in values for _, values in rows)]
        columns: dict[str, list[Any]] = {
            name: [values.get(name, read_map_cell(name, "")) for _, values in rows]
            for name in names or _CODES
        }
        fault = profile_fault(columns, hint=_HINT) if rows else None
        if fault is not None:
            raise self._problem(rows[fault.row][0], fault.column, fault.problem)
        return map_table({**columns, "line": [self.sheet.lines[number] for number, _ in rows]})

    def notes(self) -> Iterator[str]:
        """Tell what was left out or read with a grain of salt."""
        words = {
            "unmapped": "with neither a target nor a no-map left out: nobody has mapped them yet",
            _UNMATCHED: "with UNMATCHED beside a target, read as not related to it",
            "unknown": "with a relation that is not known, kept in 'predicate'",
        }
        for key, said in words.items():
            if self.left[key]:
                count = self.left[key]
                yield f"{count:,} row{'' if count == 1 else 's'} {said}"

    def _numbers(self, progress: Progress) -> Iterator[int]:
        total = len(self.sheet.rows)
        with progress(f"reading {self.sheet.file}", total) as step:
            for start in range(0, total, _CHUNK):
                stop = min(start + _CHUNK, total)
                yield from range(start, stop)
                step(stop - start)

    def _release(self, side: str) -> Release | None:
        """Give the release that the rows state, which must be one."""
        if side not in self.choice.places:
            return None
        place = self.choice.places[side]
        first: tuple[int, str] | None = None
        for number, row in enumerate(self.sheet.rows):
            text = text_of(row[place], form=self.sheet.form)
            if first is not None and text and text != first[1]:
                what = f"'{text}' is not '{first[1]}', as further up; a map has one release a side"
                raise self.sheet.problem(number, place, what)
            if first is None and text:
                first = number, text
        if first is None:
            return None
        try:
            return parse_release(first[1])
        except InputError as error:
            raise self.sheet.problem(first[0], place, error.problem) from error

    def _values(self, number: int) -> dict[str, Cell]:
        """Give what a row says, by column of a map."""
        row, form = self.sheet.rows[number], self.sheet.form
        values: dict[str, Cell] = {}
        kept: dict[str, str] = {}
        for name, place in self.choice.places.items():
            if name in RELEASES:
                continue
            try:
                self._read(name, place, row, values, kept)
            except InputError as error:
                raise self.sheet.problem(number, place, error.problem) from error
        for place in self.choice.others:
            kept[self.sheet.columns[place]] = text_of(row[place], form=form)
        if kept:
            values["extra"] = with_unknown(values.get("extra"), kept)
        self._settle_no_map(values)
        return values

    def _read(
        self,
        name: str,
        place: int,
        row: Any,  # noqa: ANN401 - a row of a sheet
        values: dict[str, Cell],
        kept: dict[str, str],
    ) -> None:
        heading = self.sheet.columns[place]
        if name in _CODES:
            values[name] = self._code(row[place], heading)
            return
        text = text_of(row[place], form=self.sheet.form)
        if name in {"no_map", _FLAG}:
            values[name] = read_no_map(text)
        elif name == "relation":
            values[name], own = read_relation(text)
            self.left["unknown"] += own is not None and values[name] == MapRelation.UNSPECIFIED
            values["predicate"] = own
            values[_UNMATCHED] = text if fold(text) == _UNMATCHED else None
        elif name == "status":
            values[name], own = read_status(text)
            kept |= {heading: own} if own else {}
        elif name in _DATES:
            values[name] = read_map_cell(name, _day(text))
        elif name != "predicate":
            values[name] = read_map_cell(name, text)
        elif text:
            word = values.get(name)
            kept |= {"relation": str(word)} if word and word != text else {}
            values[name] = text

    def _code(self, cell: Any, heading: str) -> str | None:  # noqa: ANN401 - of a sheet
        if fold(heading) in OMOP:
            text = text_of(cell, form=self.sheet.form).strip()
            return None if text == _NONE_IN_OMOP else text or None
        return code_of(cell, form=self.sheet.form) or None

    def _settle_no_map(self, values: dict[str, Cell]) -> None:
        """Join the reason and the flag, and what UNMATCHED says with and without a target."""
        flagged = values.pop(_FLAG, None)
        values["no_map"] = values.get("no_map") or flagged
        if not values.pop(_UNMATCHED, None):
            return
        if values["target"] is not None:
            self.left[_UNMATCHED] += 1
        else:
            values["relation"] = MapRelation.UNSPECIFIED.value
            values["no_map"] = values["no_map"] or NoMapReason.NONE_IN_TABLE.value

    def _problem(self, number: int, column: str, what: str) -> InputError:
        places = self.choice.places
        place = places.get(column, places.get(_FLAG) if column == "no_map" else None)
        if place is None:
            return InputError(what, file=self.sheet.file, line=self.sheet.lines[number])
        return self.sheet.problem(number, place, what)


def _day(text: str) -> str:
    """Give the day of a time in milliseconds since 1970; any other text is given back."""
    if _MILLISECONDS.fullmatch(text) is None:
        return text
    moment = dt.datetime.fromtimestamp(int(text) / 1000, tz=dt.UTC)
    return moment.date().isoformat() if int(text) else ""
