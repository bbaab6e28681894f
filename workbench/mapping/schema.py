"""The table behind a map set: one row an entry, as its source gave it.

Codes are canonical (printed) forms. A node of ICD-11 that has no code (a block, or a Foundation
entity) stands by what names it in its URI (``588616678``), so that a map can be read without
its graphs; the graph knows that spelling.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from workbench.mapping.provenance import Provenance
from workbench.mapping.relation import MapRelation

__all__ = ["MAP_DEFAULTS", "MAP_SCHEMA", "map_table"]

#: ``target`` is null exactly where ``no_map`` is set; for ICD-11 it is the whole expression.
#: ``source_kind`` and ``target_kind`` are `Kind` values or null where the source does not say;
#: ``*_chapter`` is the chapter as the file writes it; ``*_uri`` as the file writes it.
#: ``map_block``, ``map_group``, ``map_priority`` count from 1. ``relation`` is a `MapRelation`,
#: ``no_map`` a `NoMapReason` with the words of the file in ``no_map_text``. ``levels`` is WHO's
#: number of levels between source and Foundation entity (0 to -3). ``line`` is the 1-based line.
#: ``profile`` is a `Profile` or null, one for the whole map. What else an RF2 row says, so that it
#: can be written again: ``refset``, ``member`` (its id), ``effective_time`` (YYYYMMDD), ``module``,
#: ``correlation``, ``category`` (International). ``predicate`` is the relation in the file's own
#: words, kept where ours says less (``skos:closeMatch``). ``provenance`` is a `Provenance`;
#: ``derived_from`` tells what a derived row came from, ``layer`` the layer a row of stacked maps
#: came from, ``evidence`` why it should be believed. ``justification`` is a ``semapv:`` term,
#: ``confidence`` what somebody claims (0 to 1), ``status`` an `EntryStatus` or null, ``author`` and
#: ``reviewer`` names parted by ``|``, the two dates ISO 8601, ``frequency`` how often the source
#: occurs, as the file says. ``waived`` is a JSON object: a check's name, and the reason
#: why it is not to be told of this row. ``extra`` holds columns nobody knows, as a JSON object.
MAP_SCHEMA: Final[pa.Schema] = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("source_kind", pa.string()),
        pa.field("source_chapter", pa.string()),
        pa.field("source_term", pa.string()),
        pa.field("source_uri", pa.string()),
        pa.field("target", pa.string()),
        pa.field("target_kind", pa.string()),
        pa.field("target_chapter", pa.string()),
        pa.field("target_term", pa.string()),
        pa.field("target_uri", pa.string()),
        pa.field("map_block", pa.int32(), nullable=False),
        pa.field("map_group", pa.int32(), nullable=False),
        pa.field("map_priority", pa.int32(), nullable=False),
        pa.field("relation", pa.string(), nullable=False),
        pa.field("mark", pa.string()),
        pa.field("rule", pa.string()),
        pa.field("advice", pa.string()),
        pa.field("no_map", pa.string()),
        pa.field("no_map_text", pa.string()),
        pa.field("levels", pa.int32()),
        pa.field("profile", pa.string()),
        pa.field("refset", pa.string()),
        pa.field("member", pa.string()),
        pa.field("effective_time", pa.string()),
        pa.field("module", pa.string()),
        pa.field("correlation", pa.string()),
        pa.field("category", pa.string()),
        pa.field("predicate", pa.string()),
        pa.field("provenance", pa.string(), nullable=False),
        pa.field("derived_from", pa.string()),
        pa.field("layer", pa.string()),
        pa.field("evidence", pa.string()),
        pa.field("justification", pa.string()),
        pa.field("confidence", pa.float64()),
        pa.field("status", pa.string()),
        pa.field("author", pa.string()),
        pa.field("reviewer", pa.string()),
        pa.field("mapping_date", pa.string()),
        pa.field("review_date", pa.string()),
        pa.field("comment", pa.string()),
        pa.field("frequency", pa.int64()),
        pa.field("waived", pa.string()),
        pa.field("extra", pa.string()),
        pa.field("line", pa.int32(), nullable=False),
    ]
)
#: What a column that may not be null holds where a source has none of its kind.
MAP_DEFAULTS: Final[Mapping[str, int | str]] = {
    "map_block": 1,
    "map_group": 1,
    "map_priority": 1,
    "relation": MapRelation.UNSPECIFIED.value,
    "provenance": Provenance.ASSERTED.value,
}


def map_table(columns: Mapping[str, Sequence[Any] | pa.ChunkedArray]) -> pa.Table:
    """Give a table of `MAP_SCHEMA`; what is not among `columns` is null or its default.

    A column that is an Arrow array already is taken as it is, which saves time and memory.
    """
    count = len(columns["source"])
    arrays = []
    for entry in MAP_SCHEMA:
        if entry.name in columns:
            values: Any = columns[entry.name]
            is_arrow = isinstance(values, pa.Array | pa.ChunkedArray)
            arrays.append(values.cast(entry.type) if is_arrow else pa.array(values, entry.type))
        else:
            default = MAP_DEFAULTS.get(entry.name)
            arrays.append(pa.repeat(pa.scalar(default, entry.type), count))
    return pa.table(arrays, schema=MAP_SCHEMA)
