"""The table of what layers change in an impact."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

__all__ = ["LAYER_SCHEMA"]

#: One row a distinct code of the dataset that a layer answers for, most activity first. ``term`` is
#: the layer's wording of the code; ``*_before`` is what the map says without any layer, its key
#: null for method none; a target is null where there is none. ``method`` is ``layer``, or
#: ``parent`` where the row a code borrows stands in a layer.
LAYER_SCHEMA: Final[pa.Schema] = pa.schema(
    [
        pa.field("code", pa.string(), nullable=False),
        pa.field("term", pa.string()),
        pa.field("activity", pa.int64()),
        pa.field("layer", pa.string(), nullable=False),
        pa.field("method_before", pa.string(), nullable=False),
        pa.field("key_before", pa.string()),
        pa.field("target_before", pa.string()),
        pa.field("target_term_before", pa.string()),
        pa.field("target_kind_before", pa.string(), nullable=False),
        pa.field("method", pa.string(), nullable=False),
        pa.field("target", pa.string()),
        pa.field("target_term", pa.string()),
        pa.field("target_kind", pa.string(), nullable=False),
        pa.field("relation", pa.string(), nullable=False),
        pa.field("evidence", pa.string()),
    ]
)
