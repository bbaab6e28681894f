"""The two tables a reader hands to the graph builder.

A node's ``assignable`` is not among the columns: it follows from system, kind, ``active`` and the
hierarchy, and the builder works it out once for every reader.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa

__all__ = ["EDGE_SCHEMA", "NODE_SCHEMA"]

#: One row a node. ``code`` is the printed form and unique; ``kind`` one of `Kind`;
#: ``residual_kind`` one of `ResidualKind` or null; ``mark`` one of `Mark` or null; ``uri`` the
#: linearization URI of an ICD-11 entity as its source writes it, or null; ``fsn`` null outside
#: SNOMED CT.
NODE_SCHEMA: Final[pa.Schema] = pa.schema(
    [
        pa.field("code", pa.string(), nullable=False),
        pa.field("term", pa.string(), nullable=False),
        pa.field("fsn", pa.string()),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("active", pa.bool_(), nullable=False),
        pa.field("residual_kind", pa.string()),
        pa.field("mark", pa.string()),
        pa.field("uri", pa.string()),
    ]
)

#: One row an "is a" edge, both ends by code.
EDGE_SCHEMA: Final[pa.Schema] = pa.schema(
    [
        pa.field("child", pa.string(), nullable=False),
        pa.field("parent", pa.string(), nullable=False),
    ]
)
