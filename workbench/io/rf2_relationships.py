"""The relationship files: the hierarchy, and what else defines a concept.

Only what is active and *inferred* counts. The trap: the stated relationships have files of their
own, in which since 2019 every row is inactive, and older files hold both kinds in one.

Source: SNOMED International, Release File Specifications, "Relationship File Specification" and
"Concrete Values".
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.sctid import Component
from workbench.core.snomed import INFERRED, IS_A
from workbench.graph.schema import ATTRIBUTE_SCHEMA, EDGE_SCHEMA
from workbench.io.rf2_package import Rf2File
from workbench.io.rf2_reading import Rf2Reading
from workbench.io.rf2_table import active_rows, check_sctids, check_values, latest_rows
from workbench.io.rf2_text import TabTable

__all__ = ["CONCRETE", "RELATIONSHIP", "read_relationships"]

#: The content type of relationships between concepts, in file names.
RELATIONSHIP: Final = "Relationship"
#: The content type of attributes with concrete values, in file names.
CONCRETE: Final = "RelationshipConcreteValues"
_COLUMNS: Final = ("sourceId", "relationshipGroup", "typeId", "characteristicTypeId")
_UNUSED: Final = ("moduleId", "modifierId")
_KEPT: Final = ("id", "effectiveTime", "active", *_COLUMNS[1:])
_MOST_DIGITS: Final = 6
_SHOWN: Final = 40


def read_relationships(reading: Rf2Reading) -> tuple[pa.Table, pa.Table]:
    """Read the relationship files and those of concrete values.

    Returns
    -------
    tuple
        Edges of `EDGE_SCHEMA` and attributes of `ATTRIBUTE_SCHEMA`.

    Raises
    ------
    InputError
        Naming the first value that is not what it should be.
    """
    between = _inferred([_between(reading, file) for file in reading.release.tables(RELATIONSHIP)])
    concrete = _inferred([_concrete(reading, file) for file in reading.release.tables(CONCRETE)])
    attributes = ATTRIBUTE_SCHEMA.empty_table()
    edges = EDGE_SCHEMA.empty_table()
    if between is not None:
        is_a = pc.equal(between["typeId"].cast(pa.string()), IS_A)
        edges = _edges(reading.codes, between.filter(is_a))
        others = between.filter(pc.invert(is_a))
        attributes = _attributes(reading.codes, others)
    if concrete is not None:
        attributes = pa.concat_tables([attributes, _attributes(reading.codes, concrete)])
    return edges, attributes


def _between(reading: Rf2Reading, file: Rf2File) -> pa.Table:
    table = reading.table(file, (*_COLUMNS, "destinationId"), unused=_UNUSED)
    _check(table)
    source = reading.ordinals(table, "sourceId")
    target = reading.ordinals(table, "destinationId")
    rows = table.rows.select(_KEPT).append_column("source", source)
    return rows.append_column("target", target)


def _concrete(reading: Rf2Reading, file: Rf2File) -> pa.Table:
    table = reading.table(file, (*_COLUMNS, "value"), unused=_UNUSED)
    _check(table)
    row = pc.index(pc.equal(table.rows["value"], ""), value=True).as_py()
    if row >= 0:
        raise table.problem(row, "value", "is empty; expected a value such as #500")
    source = reading.ordinals(table, "sourceId")
    rows = table.rows.select(_KEPT).append_column("source", source)
    return rows.append_column("value", table.rows["value"])


def _check(table: TabTable) -> None:
    check_sctids(table, "id", Component.RELATIONSHIP)
    check_sctids(table, "typeId", Component.CONCEPT)
    check_sctids(table, "characteristicTypeId", Component.CONCEPT)
    check_values(table, "relationshipGroup", _group_fault)


def _group_fault(value: str) -> str | None:
    if value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS:
        return None
    return f"'{value[:_SHOWN]}' is not the number of a role group; expected 0, 1, 2, …"


def _inferred(tables: list[pa.Table]) -> pa.Table | None:
    """Give the active inferred rows of several files; None where there is no file."""
    if not tables:
        return None
    rows = active_rows(latest_rows(tables))
    return rows.filter(pc.equal(rows["characteristicTypeId"].cast(pa.string()), INFERRED))


def _edges(codes: pa.Array, rows: pa.Table) -> pa.Table:
    ends = [codes.take(rows[column].combine_chunks()) for column in ("source", "target")]
    return pa.table(ends, schema=EDGE_SCHEMA)


def _attributes(codes: pa.Array, rows: pa.Table) -> pa.Table:
    nothing = pa.nulls(len(rows), pa.string())
    targets = codes.take(rows["target"].combine_chunks()) if "target" in rows.schema.names else None
    columns = {
        "source": codes.take(rows["source"].combine_chunks()),
        "type": rows["typeId"].cast(pa.string()),
        "target": nothing if targets is None else targets,
        "value": rows["value"] if targets is None else nothing,
        "role_group": rows["relationshipGroup"].cast(pa.string()).cast(pa.int32()),
    }
    return pa.table(columns, schema=ATTRIBUTE_SCHEMA)
