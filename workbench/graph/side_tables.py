"""What a release says of its concepts beside the hierarchy: terms, attributes, members, history.

A reader gives the four tables by code; a built graph holds them *placed*: sorted, and each row with
the ordinal of the concept it speaks of, so that the rows of one concept are one slice and an
expression is evaluated on whole columns. The other codes of a row stay text, dictionary-encoded: a
release may name an attribute or a reference set that it does not itself hold.

The trap: `replacements` may speak of a concept that the release no longer lists at all; its ordinal
is null, and its rows stand last.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import partial
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.codes import natural_key
from workbench.errors import GraphStructureError
from workbench.graph.csr import Int32
from workbench.graph.schema import (
    ATTRIBUTE_SCHEMA,
    MEMBER_SCHEMA,
    REPLACEMENT_SCHEMA,
    TERM_SCHEMA,
)

__all__ = [
    "ORDINAL",
    "SIDE_SCHEMAS",
    "SideTables",
    "members_of",
    "place",
    "refsets_of",
    "replaced_by",
    "replacements_of",
]

#: The column that `place` adds: int32, null where the graph does not hold the concept.
ORDINAL: Final = "ordinal"

#: The schema of each side table, by its name in `SideTables`.
SIDE_SCHEMAS: Final[dict[str, pa.Schema]] = {
    "terms": TERM_SCHEMA,
    "attributes": ATTRIBUTE_SCHEMA,
    "members": MEMBER_SCHEMA,
    "replacements": REPLACEMENT_SCHEMA,
}

#: The concept each table speaks of, and by what its rows are sorted.
_OWNER: Final = {
    "terms": ("code", (ORDINAL,)),
    "attributes": ("source", (ORDINAL, "role_group")),
    "members": ("member", ("refset", ORDINAL)),
    "replacements": ("code", (ORDINAL, "code")),
}
_MUST_BE_HELD: Final = frozenset({"terms", "attributes"})
_ENCODED: Final = frozenset({"use", "type", "target", "refset", "association"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SideTables:
    """The four tables, as read or as placed; each is empty where a release has none.

    Attributes
    ----------
    terms
        Of `TERM_SCHEMA`: every term in use.
    attributes
        Of `ATTRIBUTE_SCHEMA`: what defines concepts beside the hierarchy.
    members
        Of `MEMBER_SCHEMA`: what lies in which reference set.
    replacements
        Of `REPLACEMENT_SCHEMA`: what is offered in place of retired concepts.
    """

    terms: pa.Table = field(default_factory=partial(TERM_SCHEMA.empty_table))
    attributes: pa.Table = field(default_factory=partial(ATTRIBUTE_SCHEMA.empty_table))
    members: pa.Table = field(default_factory=partial(MEMBER_SCHEMA.empty_table))
    replacements: pa.Table = field(default_factory=partial(REPLACEMENT_SCHEMA.empty_table))

    def tables(self) -> dict[str, pa.Table]:
        """Give the tables that hold anything, by name."""
        named = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        return {name: table for name, table in named.items() if table.num_rows}

    def of(self, name: str, ordinal: int) -> pa.Table:
        """Give the rows of a placed table that speak of one concept; `members` is not sorted so.

        Examples
        --------
        >>> from workbench.graph.schema import TERM_SCHEMA
        >>> terms = pa.Table.from_pylist(
        ...     [{"code": "9", "term": "Nine", "use": "preferred"}], schema=TERM_SCHEMA
        ... )
        >>> placed = place(SideTables(terms=terms), pa.array(["8", "9"]), release="snomed/x")
        >>> placed.of("terms", 1)["term"].to_pylist(), placed.of("terms", 0).num_rows
        (['Nine'], 0)
        """
        table: pa.Table = getattr(self, name)
        if not table.num_rows:
            return table
        column = table[ORDINAL].slice(0, table.num_rows - table[ORDINAL].null_count)
        ordinals = column.combine_chunks().to_numpy(zero_copy_only=False)
        first, last = np.searchsorted(ordinals, [ordinal, ordinal + 1])
        return table.slice(int(first), int(last - first))


def place(side: SideTables, codes: pa.Array | pa.ChunkedArray, *, release: str) -> SideTables:
    """Sort the tables of a reader and give each row the ordinal of its concept.

    Parameters
    ----------
    side
        As read.
    codes
        The codes of the graph by ordinal.
    release
        Whose they are, for messages.

    Raises
    ------
    GraphStructureError
        If a term or an attribute speaks of a concept that the release does not hold, or a table
        lacks a column.
    """
    if isinstance(codes, pa.ChunkedArray):
        codes = codes.combine_chunks()
    return SideTables(
        **{
            name: _placed(name, table, codes, release=release)
            for name, table in side.tables().items()
        }
    )


def _placed(name: str, table: pa.Table, codes: pa.Array, *, release: str) -> pa.Table:
    schema = SIDE_SCHEMAS[name]
    if table.schema.names != schema.names:
        message = f"the {name} of {release} have the columns {table.schema.names}"
        raise GraphStructureError(message)
    owner, order = _OWNER[name]
    ordinals = pc.index_in(table[owner], value_set=codes)
    if name in _MUST_BE_HELD and ordinals.null_count:
        code = table[owner][pc.index(ordinals.is_null(), value=True).as_py()]
        message = f"the {name} of {release} speak of '{code}', which it does not hold"
        raise GraphStructureError(message)
    placed = table.append_column(pa.field(ORDINAL, pa.int32()), ordinals)
    placed = placed.sort_by([(column, "ascending") for column in order]).combine_chunks()
    columns = [
        placed[column].dictionary_encode() if column in _ENCODED else placed[column]
        for column in placed.column_names
    ]
    return pa.table(dict(zip(placed.column_names, columns, strict=True)))


def replacements_of(side: SideTables, code: str, ordinal: int | None) -> pa.Table:
    """Give what is offered in place of a code; `ordinal` is None where the graph lacks it."""
    if ordinal is not None:
        return side.of("replacements", ordinal)
    table = side.replacements
    if not table.num_rows:
        return table
    gone = table.slice(table.num_rows - table[ORDINAL].null_count)
    return gone.filter(pc.equal(gone["code"], code))


def replaced_by(side: SideTables, code: str) -> list[str]:
    """Give the codes offered in place of one that the graph lacks, in natural order."""
    return sorted(
        set(replacements_of(side, code, None)["replacement"].to_pylist()), key=natural_key
    )


def refsets_of(side: SideTables, ordinal: int) -> list[str]:
    """Give the reference sets that a concept is a member of, in natural order."""
    if not side.members.num_rows:
        return []
    found = side.members.filter(pc.equal(side.members[ORDINAL], ordinal))
    return sorted(set(found["refset"].to_pylist()), key=natural_key)


def members_of(side: SideTables, refset: str) -> Int32:
    """Give the ordinals of a reference set's members that the graph holds: int32, ascending."""
    if not side.members.num_rows:
        return np.empty(0, dtype=np.int32)
    found = side.members.filter(pc.equal(side.members["refset"], refset))[ORDINAL].drop_null()
    return np.unique(found.combine_chunks().to_numpy(zero_copy_only=False)).astype(np.int32)
