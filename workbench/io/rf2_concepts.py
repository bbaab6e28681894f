"""The concept files: every concept a release has ever had, active or not.

Source: SNOMED International, Release File Specifications, "Concept File Specification".
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.sctid import Component
from workbench.core.snomed import FULLY_DEFINED, PRIMITIVE
from workbench.errors import InputError
from workbench.graph.schema import NODE_SCHEMA
from workbench.io.rf2_reading import Rf2Reading
from workbench.io.rf2_table import COMMON, check_sctids, latest_rows

__all__ = ["concept_columns", "read_concepts"]

_COLUMNS: Final = ("definitionStatusId",)
#: What a node calls the columns of RF2.
_NAMES: Final = {
    "moduleId": "module",
    "definitionStatusId": "definition_status",
    "effectiveTime": "effective_time",
}
#: Names a node needs for itself; an unknown column so called gets another.
_TAKEN: Final = frozenset((*NODE_SCHEMA.names, *_NAMES.values(), "semantic_tag", "assignable"))
#: A status without a word here keeps its id.
_STATUSES: Final = {PRIMITIVE: "primitive", FULLY_DEFINED: "defined"}


def read_concepts(reading: Rf2Reading) -> pa.Table:
    """Read the concept files and note their ids in `reading`.

    Returns
    -------
    pyarrow.Table
        A row a concept, in the columns of the files.

    Raises
    ------
    InputError
        If there is no such file, none has a row, or a value in one is not as it should be.
    """
    files = reading.release.tables("Concept")
    where = reading.release.package.display
    if not files:
        problem = "holds no sct2_Concept Snapshot file, without which there is no graph"
        raise InputError(problem, file=where)
    tables = []
    for file in files:
        table = reading.table(file, _COLUMNS)
        check_sctids(table, "id", Component.CONCEPT)
        check_sctids(table, "definitionStatusId", Component.CONCEPT)
        tables.append(table.rows)
    rows = latest_rows(tables).combine_chunks()
    if not len(rows):
        problem = "holds no rows; expected a row a concept"
        raise InputError(problem, file=files[0].base)
    reading.codes = _text(rows["id"]).combine_chunks()
    return rows


def concept_columns(rows: pa.Table) -> dict[str, pa.ChunkedArray]:
    """Give the columns a node has from the concept files, those RF2 does not know among them."""
    columns = {name: _text(rows[column]) for column, name in _NAMES.items()}
    statuses = columns["definition_status"]
    for status, word in _STATUSES.items():
        statuses = pc.if_else(pc.equal(statuses, status), word, statuses)
    columns["definition_status"] = statuses
    columns["active"] = pc.equal(_text(rows["active"]), "1")
    known = {"", *COMMON, *_COLUMNS}
    unknown = {
        f"rf2_{name}" if name in _TAKEN else name: _text(rows[name])
        for name in rows.column_names
        if name not in known
    }
    return {**columns, **unknown}


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string())
