"""From the two tables a reader hands over to a graph, or to a sentence on why they make none.

Everything a graph promises is established here once: natural order, unique codes, known kinds,
parents that exist, no circle; what follows from them is `workbench.graph.derived`. The closure is
numpy only; the sort is Python, since natural order is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.codes import CodeSystem, Kind, Mark, Release, ResidualKind, natural_key
from workbench.core.icd10 import CHAPTERS, roman
from workbench.core.progress import Progress, silent
from workbench.errors import GraphStructureError
from workbench.graph.closure import Hierarchy, close, find_cycle
from workbench.graph.code_graph import CodeGraph
from workbench.graph.csr import Csr
from workbench.graph.derived import assignable, with_roles
from workbench.graph.schema import EDGE_SCHEMA, NODE_SCHEMA
from workbench.graph.side_tables import SideTables, place

__all__ = ["build_graph", "edges_table", "natural_order", "nodes_table"]

_VOCABULARIES: Final[Mapping[str, type[StrEnum]]] = {
    "kind": Kind,
    "residual_kind": ResidualKind,
    "mark": Mark,
}

#: Longest circle of parents written out in full, in codes.
_CIRCLE: Final = 50
_DIGITS: Final = 18


def build_graph(
    nodes: pa.Table,
    edges: pa.Table,
    *,
    release: Release,
    name: str | None = None,
    side: SideTables | None = None,
    progress: Progress = silent,
) -> CodeGraph:
    """Build the graph of one release.

    Parameters
    ----------
    nodes
        A row a concept in any order, with the columns of `NODE_SCHEMA`; further columns are kept.
    edges
        A row an "is a" edge, with the columns of `EDGE_SCHEMA`; one given twice counts once.
    release
        Which edition they are.
    name
        What the workspace calls it; the release if not given.
    side
        What else the source says of its concepts, as read.
    progress
        Told of four steps.

    Raises
    ------
    GraphStructureError
        If a column or a value is missing, a code stands twice, a kind is unknown, an edge names a
        code that is no node, or parents run in a circle; the message names the codes.

    Examples
    --------
    >>> from workbench.core.codes import parse_release
    >>> build_graph(
    ...     nodes_table({"code": "I20", "term": "Angina pectoris", "kind": "category"}),
    ...     edges_table(("I20", "I20-I25")),
    ...     release=parse_release("icd10/example"),
    ... )
    Traceback (most recent call last):
    workbench.errors.GraphStructureError: code 'I20' names parent 'I20-I25', which is not in
    icd10/example
    """
    with progress(f"graph {release}", 4) as done:
        table = _conformed(nodes, NODE_SCHEMA, what="nodes", release=release)
        _check_nodes(table, release=release)
        table = table.take(pa.array(natural_order(table, system=release.system))).combine_chunks()
        done(1)
        parents = _parents(table["code"], edges, release=release)
        done(1)
        hierarchy = _closed(parents, table["code"], release=release)
        done(1)
        at = table.column_names.index(NODE_SCHEMA.names[-1]) + 1
        may = assignable(table, hierarchy, system=release.system)
        table = with_roles(table.add_column(at, "assignable", may), system=release.system)
        placed = place(side or SideTables(), table["code"], release=str(release))
        done(1)
    name = name or str(release)
    return CodeGraph(release=release, name=name, concepts=table, hierarchy=hierarchy, side=placed)


def nodes_table(*rows: Mapping[str, str | bool]) -> pa.Table:
    """Make a table of nodes from mappings, for small graphs typed by hand.

    ``code`` is needed; ``term`` is the code, ``kind`` ``concept`` and ``active`` true unless said,
    everything else null.

    Examples
    --------
    >>> nodes_table({"code": "I10", "kind": "category"})["active"].to_pylist()
    [True]
    """
    usual = {"kind": Kind.CONCEPT.value, "active": True}
    full = [{"term": row["code"], **usual, **row} for row in rows]
    return pa.Table.from_pylist(full, schema=NODE_SCHEMA)


def edges_table(*pairs: tuple[str, str]) -> pa.Table:
    """Make a table of edges from pairs of child and parent.

    Examples
    --------
    >>> edges_table(("I21.0", "I21")).to_pylist()
    [{'child': 'I21.0', 'parent': 'I21'}]
    """
    columns = zip(*pairs, strict=True) if pairs else ([], [])
    return pa.table([pa.array(column, pa.string()) for column in columns], schema=EDGE_SCHEMA)


def natural_order(nodes: pa.Table, *, system: CodeSystem) -> npt.NDArray[np.intp]:
    """Give the rows of a table of nodes in natural order: the order of ordinals.

    As `natural_key` has it; the chapters of ICD-10 come first, by their Roman value.

    Examples
    --------
    >>> nodes = nodes_table(*({"code": code, "kind": "chapter"} for code in ("IX", "V", "X")))
    >>> natural_order(nodes, system=CodeSystem.ICD10).tolist()
    [1, 0, 2]
    """
    codes = nodes["code"]
    plain = rf"^[1-9][0-9]{{0,{_DIGITS - 1}}}$"  # SCTIDs: whole numbers, sorted as such
    if len(codes) and pc.all(pc.match_substring_regex(codes, plain)).as_py():
        return np.argsort(codes.cast(pa.int64()).to_numpy(), kind="stable")
    keys = [natural_key(code) for code in codes.to_pylist()]
    if system is not CodeSystem.ICD10:
        return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.intp)
    chapters = [roman(code) or len(CHAPTERS) + 1 for code in codes.to_pylist()]
    order = sorted(range(len(keys)), key=lambda row: (chapters[row], keys[row]))
    return np.array(order, dtype=np.intp)


def _conformed(table: pa.Table, schema: pa.Schema, *, what: str, release: Release) -> pa.Table:
    """Give the schema's columns in its types and order, then the others as they are."""
    columns = {}
    for field in schema:
        if field.name not in table.column_names:
            message = f"the {what} of {release} lack the column '{field.name}'"
            raise GraphStructureError(message)
        try:
            column = table[field.name].cast(field.type)
        except pa.ArrowInvalid as error:
            message = f"column '{field.name}' of the {what} of {release} is not {field.type}"
            raise GraphStructureError(message) from error
        if not field.nullable and column.null_count:
            row = pc.index(column.is_null(), value=True).as_py() + 1
            message = f"row {row} of the {what} of {release} has no '{field.name}'"
            raise GraphStructureError(message)
        columns[field.name] = column
    others = {name: table[name] for name in table.column_names if name not in columns}
    return pa.table({**columns, **others})


def _check_nodes(nodes: pa.Table, *, release: Release) -> None:
    counts = pc.value_counts(nodes["code"])
    often = counts.filter(pc.greater(counts.field("counts"), 1)).to_pylist()
    if often:
        message = f"code '{often[0]['values']}' stands {often[0]['counts']} times in {release}"
        raise _refusal(message, others=len(often) - 1, what="code")
    for column, vocabulary in _VOCABULARIES.items():
        unknown = [
            value
            for value in pc.unique(nodes[column]).to_pylist()
            if value is not None and value not in set(vocabulary)
        ]
        if unknown:
            code = nodes["code"][pc.index(nodes[column], value=unknown[0]).as_py()]
            message = (
                f"code '{code}' of {release} has the {column} '{unknown[0]}', "
                f"expected one of {', '.join(vocabulary)}"
            )
            raise GraphStructureError(message)


def _parents(codes: pa.ChunkedArray, edges: pa.Table, *, release: Release) -> Csr:
    table = _conformed(edges, EDGE_SCHEMA, what="edges", release=release)
    children = pc.index_in(table["child"], value_set=codes.combine_chunks())
    parents = pc.index_in(table["parent"], value_set=codes.combine_chunks())
    dangling = table.filter(pc.or_(children.is_null(), parents.is_null()))
    if len(dangling):
        child, parent = dangling["child"][0].as_py(), dangling["parent"][0].as_py()
        gone = pc.index(codes, value=parent).as_py() < 0
        message = (
            f"code '{child}' names parent '{parent}', which is not in {release}"
            if gone
            else f"an edge to parent '{parent}' comes from '{child}', which is not in {release}"
        )
        raise _refusal(message, others=len(dangling) - 1, what="edge")
    below, above = children.to_numpy(), parents.to_numpy()
    loops = np.flatnonzero(below == above)
    if len(loops):
        message = f"code '{table['child'][int(loops[0])]}' of {release} is its own parent"
        raise _refusal(message, others=len(loops) - 1, what="edge")
    return Csr.from_pairs(below, above, rows=len(codes))


def _closed(parents: Csr, codes: pa.ChunkedArray, *, release: Release) -> Hierarchy:
    hierarchy = close(parents)
    if hierarchy is None:
        raise GraphStructureError(_circle(find_cycle(parents), codes, release=release))
    return hierarchy


def _refusal(message: str, *, others: int, what: str) -> GraphStructureError:
    """Give the first fault in full and the others as a number."""
    plural = "s" if others > 1 else ""
    return GraphStructureError(
        f"{message}; and {others} more {what}{plural} likewise" if others else message
    )


def _circle(circle: Iterable[int], codes: pa.ChunkedArray, *, release: Release) -> str:
    path = [str(codes[ordinal]) for ordinal in circle]
    shown = [*path[:_CIRCLE], "…"] if len(path) > _CIRCLE else path
    return (
        f"the parents of {release} run in a circle of {len(path)} codes, each with the next as its "
        f"parent: {' → '.join([*shown, path[0]])}"
    )
