"""A map set: a table of entries between two releases, asked by source.

Arrow holds the rows; a hash of the distinct sources finds them. Nothing is an object until one
source is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.codes import Release
from workbench.core.icd11 import entity_tail
from workbench.core.showing import and_more, table_html
from workbench.errors import InputError, UnknownCodeError
from workbench.mapping.entry import MapEntry, entry_from_row
from workbench.mapping.profile import Profile
from workbench.mapping.row_index import RowIndex
from workbench.mapping.schema import MAP_SCHEMA

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

__all__ = ["CODING_ORDER", "MapSet"]

#: The columns by which the rows of one source are sorted.
CODING_ORDER: Final = ("map_block", "map_group", "map_priority")

_SHOWN = 10
#: How many rows become objects at once.
_PART: Final = 8_192
#: A row in which nothing is said.
_SILENT: Final = dict.fromkeys(MAP_SCHEMA.names)
_ALTERNATIVES_KIND: Final = "who-10to11-multiple"


class MapSet:
    """Entries from one release to another.

    Parameters
    ----------
    name
        Its name in the workspace.
    kind
        The kind of file it came from (``who-10to11-one``, ``csv``, ...).
    source, target
        The releases on both sides; None where the file does not say and nobody did.
    table
        Rows of `MAP_SCHEMA`, in the order of the file.

    Raises
    ------
    InputError
        If the table does not have the columns of `MAP_SCHEMA`.
    """

    def __init__(
        self,
        *,
        name: str,
        kind: str,
        source: Release | None,
        target: Release | None,
        table: pa.Table,
    ) -> None:
        if table.schema.names != MAP_SCHEMA.names:
            message = f"map '{name}': columns {table.schema.names} are not {MAP_SCHEMA.names}"
            raise InputError(message)
        self._name = name
        self._kind = kind
        self._source = source
        self._target = target
        self._table = table

    @property
    def name(self) -> str:
        """Its name in the workspace."""
        return self._name

    @property
    def kind(self) -> str:
        """The kind of file it came from."""
        return self._kind

    @property
    def source(self) -> Release | None:
        """The release mapped from."""
        return self._source

    @property
    def target(self) -> Release | None:
        """The release mapped to."""
        return self._target

    @property
    def table(self) -> pa.Table:
        """The rows, of `MAP_SCHEMA`."""
        return self._table

    def __len__(self) -> int:
        """Give the number of entries (rows)."""
        return int(self._table.num_rows)

    def __contains__(self, source: object) -> bool:
        """Say whether a source has any entry, a stated no-map included."""
        return source in self._by_source.numbers

    def __iter__(self) -> Iterator[MapEntry]:
        """Give the entries in the order of the file."""
        return self._read(None)

    def __getitem__(self, source: str) -> tuple[MapEntry, ...]:
        """Give the entries of a source; see `entries`."""
        return self.entries(source)

    def entries(self, source: str) -> tuple[MapEntry, ...]:
        """Give the entries of one source by block, group and priority.

        Raises
        ------
        UnknownCodeError
            If the source has no entry: nobody has looked, or it is misspelt.
        """
        if source not in self._by_source.numbers:
            raise UnknownCodeError(source, release=f"map '{self._name}'")
        rows = [self._row(number) for number in self.rows_of(source).tolist()]
        rows.sort(key=lambda row: tuple(row[name] for name in CODING_ORDER))
        return tuple(entry_from_row(row) for row in rows)

    def by_source(self) -> Iterator[tuple[str, tuple[MapEntry, ...]]]:
        """Give every source with its entries, as `entries` does; many times quicker for all."""
        entries = self._read(self.in_coding_order)
        for source, own in groupby(entries, key=lambda entry: entry.source):
            yield source, tuple(own)

    @cached_property
    def in_coding_order(self) -> np.ndarray:
        """The row numbers by source as in `sources`, then by block, group and priority."""
        import numpy as np

        keys = [np.asarray(self._table[name]) for name in reversed(CODING_ORDER)]
        return np.lexsort((*keys, self._by_source.codes))

    def rows_of(self, source: str) -> np.ndarray:
        """Give the row numbers of one source, in the order of the file; empty if it has none."""
        return self._by_source.rows(source)

    def rows_to(self, target: str) -> np.ndarray:
        """Give the row numbers of one target as the map spells it, in the order of the file."""
        return self._by_target.rows(target)

    @property
    def sources(self) -> tuple[str, ...]:
        """The distinct sources in the order of the file."""
        return tuple(self._by_source.numbers)

    @property
    def targets(self) -> tuple[str, ...]:
        """The distinct targets, as the map spells them, in the order of the file."""
        return tuple(self._by_target.numbers)

    @cached_property
    def no_map_count(self) -> int:
        """Give how many distinct sources state that they have no map."""
        stated = self._table.filter(pc.is_valid(self._table["no_map"]))
        return int(pc.count_distinct(stated["source"]).as_py())

    @cached_property
    def profile(self) -> Profile | None:
        """How its rows answer, where its source says; None for a plain table.

        Raises
        ------
        InputError
            If its rows say different things.
        """
        said = [value for value in pc.unique(self._table["profile"]).to_pylist() if value]
        if len(said) > 1:
            message = f"map '{self._name}': its rows are of two profiles, {' and '.join(said)}"
            raise InputError(message)
        return Profile(said[0]) if said else None

    @cached_property
    def is_table_of_alternatives(self) -> bool:
        """Whether rows of one source are candidates to choose from, not one answer.

        True of WHO's Multiple, and of any table without rules that gives one group of a source
        several rows; never of a map with a `profile`, which says how its rows answer.
        """
        if self._kind == _ALTERNATIVES_KIND:
            return True
        if self.profile is not None:
            return False
        plain = self._table.filter(pc.is_null(self._table["rule"]))
        keys = ["source", "map_block", "map_group"]
        groups = plain.select(keys).group_by(keys).aggregate([([], "count_all")])
        return bool(groups.num_rows) and bool(pc.max(groups["count_all"]).as_py() > 1)

    @cached_property
    def by_entity(self) -> dict[str, int]:
        """Row number by what names a source entity in any spelling of its URI (first row)."""
        found: dict[str, int] = {}
        for number, uri in enumerate(self._table["source_uri"].to_pylist()):
            tail = entity_tail(uri) if uri else None
            if tail is not None:
                found.setdefault(tail, number)
        return found

    def to_pandas(self) -> pd.DataFrame:
        """Give a copy of the table as a frame, one row an entry."""
        frame: pd.DataFrame = self._table.to_pandas()
        return frame

    def _read(self, numbers: np.ndarray | None) -> Iterator[MapEntry]:
        """Give the entries of some rows in their order, or of all; a part of the table at once."""
        names, columns = list(self._spoken), list(self._spoken.values())
        for start in range(0, len(self), _PART):
            if numbers is None:
                part = [column.slice(start, _PART) for column in columns]
            else:
                wanted = pa.array(numbers[start : start + _PART])
                part = [column.take(wanted) for column in columns]
            for values in zip(*(column.to_pylist() for column in part), strict=True):
                yield entry_from_row(_SILENT | dict(zip(names, values, strict=True)))

    def _row(self, number: int) -> dict[str, Any]:
        said = {name: column[number].as_py() for name, column in self._spoken.items()}
        return _SILENT | said

    @cached_property
    def _spoken(self) -> dict[str, pa.Array]:
        """The columns that say something in any row: most maps leave most of them empty."""
        columns = zip(self._table.schema.names, self._table.columns, strict=True)
        spoken = {name: column for name, column in columns if column.null_count < len(column)}
        return {name: column.combine_chunks() for name, column in spoken.items()}

    @cached_property
    def _by_source(self) -> RowIndex:
        return RowIndex(self._table["source"])

    @cached_property
    def _by_target(self) -> RowIndex:
        return RowIndex(self._table["target"])

    def __repr__(self) -> str:
        """Give one line: name, releases and counts."""
        return (
            f"<MapSet {self._name}: {self._source or '?'} → {self._target or '?'}, "
            f"{len(self):,} entries of {len(self._by_source.numbers):,} sources, "
            f"{self.no_map_count:,} with no map>"
        )

    def _repr_html_(self) -> str:
        """Give the first rows as a small table."""
        rows = [
            (
                entry.source,
                entry.source_term or "",
                f"{entry.target}{entry.mark or ''}" if entry.target else f"no map: {entry.no_map}",
                entry.target_term or "",
                entry.relation,
            )
            for entry, _ in zip(self, range(_SHOWN), strict=False)
        ]
        return table_html(
            ("source", "term", "target", "term", "relation"),
            rows,
            caption=repr(self)[1:-1],
            below=and_more(len(self), shown=_SHOWN),
        )
