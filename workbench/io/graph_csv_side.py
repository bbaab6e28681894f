"""What a typed graph says beside the hierarchy: synonyms, and what took a retired code's place.

Two columns, each a list parted by ``|``: ``synonyms`` holds further terms, and ``replaced_by`` what
is offered instead of a code that is not active, as ``code`` or, with how the old one stands to it,
as ``same_as:code``. What is offered need not be in the file: a release, too, may name what it does
not hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa

from workbench.graph.schema import REPLACEMENT_SCHEMA, TERM_SCHEMA, Association, TermUse
from workbench.graph.side_tables import SideTables
from workbench.io.tables import Table

__all__ = ["LIST", "side_of"]

#: What parts the values of a cell that is a list.
LIST: Final = "|"
_SYNONYMS: Final = "synonyms"
_REPLACED: Final = "replaced_by"
_JOINT: Final = ":"


def side_of(table: Table, nodes: pa.Table) -> SideTables:
    """Give the side tables of a typed graph; empty where it has neither column.

    Parameters
    ----------
    table
        The file.
    nodes
        Its nodes, of `NODE_SCHEMA`, in the order of its rows.

    Raises
    ------
    InputError
        If a synonym is empty or stands twice, an association is not known, or a code is replaced by
        itself, twice by the same, or although it is active.
    """
    rows = nodes.select(["code", "term", "fsn", "active"]).to_pylist()
    terms = [
        term
        for number, cell in _cells(table, _SYNONYMS)
        for term in _terms(table, number, cell, rows[number])
    ]
    replacements = [
        replacement
        for number, cell in _cells(table, _REPLACED)
        if cell.strip()
        for replacement in _replacements(table, number, cell, rows[number])
    ]
    return SideTables(
        terms=pa.Table.from_pylist(terms, schema=TERM_SCHEMA),
        replacements=pa.Table.from_pylist(replacements, schema=REPLACEMENT_SCHEMA),
    )


def _cells(table: Table, column: str) -> Iterator[tuple[int, str]]:
    return enumerate(table.column(column) or ())


def _terms(table: Table, number: int, cell: str, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give every term of a concept, the preferred one and the FSN too."""
    synonyms = [part.strip() for part in cell.split(LIST)] if cell.strip() else []
    if "" in synonyms or len({row["term"], *synonyms}) <= len(synonyms):
        problem = (
            f"'{cell}' is no list of synonyms of '{row['code']}'; "
            "expected other terms than its own, each once"
        )
        raise table.problem(number, _SYNONYMS, problem)
    named = [(TermUse.FSN, row["fsn"]), (TermUse.PREFERRED, row["term"])]
    for use, term in [*named, *((TermUse.SYNONYM, synonym) for synonym in synonyms)]:
        if term is not None:
            yield {"code": row["code"], "term": term, "use": use.value}


def _replacements(
    table: Table, number: int, cell: str, row: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    if row["active"]:
        problem = f"'{row['code']}' is active; only what is not has a replacement"
        raise table.problem(number, _REPLACED, problem)
    seen = {row["code"]}
    for part in cell.split(LIST):
        said, joint, code = part.strip().rpartition(_JOINT)
        association = said if joint else Association.REPLACED_BY.value
        if association not in set(Association):
            known = ", ".join(Association)
            problem = f"'{association}' is not known; expected {known}, or a code alone"
            raise table.problem(number, _REPLACED, problem)
        if not code or code != code.strip() or code in seen:
            problem = (
                f"'{cell}' is no list of what replaces '{row['code']}'; "
                "expected other codes, each once"
            )
            raise table.problem(number, _REPLACED, problem)
        seen.add(code)
        yield {
            "code": row["code"],
            "replacement": code,
            "association": association,
            "ambiguity": None,
            "fsn": row["fsn"],
        }
