"""The tables a reader hands to the graph builder.

A node's ``assignable`` is not among the columns: it follows from system, kind, ``active`` and the
hierarchy, and the builder works it out once for every reader.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import pyarrow as pa

from workbench.errors import GraphStructureError

__all__ = [
    "ATTRIBUTE_SCHEMA",
    "EDGE_SCHEMA",
    "MEMBER_SCHEMA",
    "NODE_SCHEMA",
    "REPLACEMENT_SCHEMA",
    "TERM_SCHEMA",
    "Association",
    "TermUse",
    "check_concepts",
]


class TermUse(StrEnum):
    """What a term is to its concept."""

    FSN = "fsn"
    PREFERRED = "preferred"
    SYNONYM = "synonym"


class Association(StrEnum):
    """How a retired concept stands to the one offered in its place.

    Source: SNOMED International, Release File Specifications, section 5.2.5 (association
    reference sets); NHS England, UK history substitution table.
    """

    SAME_AS = "same_as"
    REPLACED_BY = "replaced_by"
    POSSIBLY_EQUIVALENT_TO = "possibly_equivalent_to"
    ALTERNATIVE = "alternative"
    WAS_A = "was_a"
    PARTIALLY_EQUIVALENT_TO = "partially_equivalent_to"
    POSSIBLY_REPLACED_BY = "possibly_replaced_by"
    UK_SUBSTITUTION = "uk_substitution"


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

#: One row a term in use of a concept, the preferred one and the FSN among them; ``use`` is a
#: `TermUse`.
TERM_SCHEMA: Final[pa.Schema] = pa.schema(
    [
        pa.field("code", pa.string(), nullable=False),
        pa.field("term", pa.string(), nullable=False),
        pa.field("use", pa.string(), nullable=False),
    ]
)

#: One row an attribute of a concept. Exactly one of ``target`` (a concept) and ``value`` (a
#: concrete value as written, ``#500``) is set; ``role_group`` 0 means that it stands alone.
ATTRIBUTE_SCHEMA: Final[pa.Schema] = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("type", pa.string(), nullable=False),
        pa.field("target", pa.string()),
        pa.field("value", pa.string()),
        pa.field("role_group", pa.int32(), nullable=False),
    ]
)

#: One row a member of a reference set.
MEMBER_SCHEMA: Final[pa.Schema] = pa.schema(
    [
        pa.field("refset", pa.string(), nullable=False),
        pa.field("member", pa.string(), nullable=False),
    ]
)

#: One row a concept offered in place of a retired one. ``association`` is an `Association`;
#: ``ambiguity`` the table's own level (0 to 3) or null; ``fsn`` the old concept's, where its source
#: gives it.
REPLACEMENT_SCHEMA: Final[pa.Schema] = pa.schema(
    [
        pa.field("code", pa.string(), nullable=False),
        pa.field("replacement", pa.string(), nullable=False),
        pa.field("association", pa.string(), nullable=False),
        pa.field("ambiguity", pa.int32()),
        pa.field("fsn", pa.string()),
    ]
)


def check_concepts(concepts: pa.Table, *, rows: int, release: str) -> None:
    """See that a graph's table of concepts has its columns, and as many rows as its arrays.

    Raises
    ------
    GraphStructureError
        Naming the column that is missing, or both numbers.
    """
    missing = [*(set(NODE_SCHEMA.names) | {"assignable"}) - set(concepts.column_names)]
    if missing:
        message = f"the concepts of {release} lack the column '{min(missing)}'"
        raise GraphStructureError(message)
    if len(concepts) != rows:
        message = f"{release} has {len(concepts)} concepts, but its arrays have {rows} rows"
        raise GraphStructureError(message)
