"""A graph typed by hand: one row a node, its parents in one cell.

``code,term,parent`` are needed; ``kind``, ``mark``, ``active``, ``residual_kind``, ``uri`` and
``fsn`` may be there, and what SNOMED CT says more (``module``, ``semantic_tag``,
``definition_status``, ``effective_time``), kept as it is typed, and ``synonyms`` and
``replaced_by`` (`workbench.io.graph_csv_side`). A root has no parent; several parents are parted by
``|``. The release stands on a first line ``# release: icd11/demo`` or is given. Commas, semicolons
and tabs are read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pyarrow as pa

from workbench.core.codes import CodeSystem, Kind, Mark, Release, ResidualKind, parse_release
from workbench.core.icd10 import roman
from workbench.core.progress import Progress, silent
from workbench.errors import GraphStructureError, InputError
from workbench.io.fingerprint import of_bytes
from workbench.io.graph_csv_side import LIST, side_of
from workbench.io.package import Package
from workbench.io.result import GraphRead, GraphRows
from workbench.io.tables import (
    Layout,
    Origin,
    Table,
    read_comments,
    read_rows,
    sniff_delimiter,
)

__all__ = ["read_graph_csv"]

_REQUIRED: Final = ("code", "term", "parent")
_OPTIONAL: Final = ("kind", "mark", "active", "residual_kind", "uri", "fsn")
#: Columns of the graph beside those of `NODE_SCHEMA`, where the file has them.
_FURTHER: Final = ("module", "semantic_tag", "definition_status", "effective_time")
_TRUTH: Final = {"": True, "true": True, "1": True, "false": False, "0": False}
_CATEGORY_LENGTH: Final = 3
_CHAPTER_11: Final = re.compile(r"\d\d|[VX]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row by its headings; what the file has no column for is empty."""

    table: Table
    number: int
    places: Mapping[str, int]
    values: Sequence[str]

    def __getitem__(self, column: str) -> str:
        place = self.places[column]
        return self.values[place] if place >= 0 else ""

    def choice(self, column: str, choices: type[StrEnum]) -> str | None:
        """Give a value out of a closed vocabulary, or None where the cell is empty."""
        value = self[column]
        if value and value not in set(choices):
            problem = f"'{value}' is not known; expected {', '.join(choices)} or nothing"
            raise self.table.problem(self.number, column, problem)
        return value or None


def read_graph_csv(
    package: Package, name: str, *, release: Release | None = None, progress: Progress = silent
) -> GraphRead:
    """Read the typed graph called `name`.

    Raises
    ------
    InputError
        If no release is said, a value is not known, a code stands twice or for itself, or a list of
        synonyms or replacements is none.
    GraphStructureError
        If a parent is not in the file.
    """
    base = name.rpartition("/")[2]
    data = package.read(name)
    found = release or _said_release(data, base)
    layout = Layout(
        what="a typed graph",
        delimiter=sniff_delimiter(data, file=base),
        columns=_REQUIRED,
        origin=Origin.TYPED,
    )
    table = read_rows(data, file=base, layout=layout)
    if not table.rows:
        problem = "holds no rows; expected a typed graph"
        raise InputError(problem, file=base)
    graph = _graph(table, found, progress)
    nodes = graph.nodes()
    return GraphRead(
        kind="csv",
        release=found,
        nodes=_with_further(nodes, table),
        edges=graph.edges(),
        source=str(package.path),
        sha256=of_bytes(data),
        side=side_of(table, nodes),
    )


def _with_further(nodes: pa.Table, table: Table) -> pa.Table:
    for name in _FURTHER:
        values = table.column(name)
        if values is not None:
            texts = [value.strip() or None for value in values]
            nodes = nodes.append_column(name, pa.array(texts, pa.string()))
    return nodes


def _said_release(data: bytes, file: str) -> Release:
    said = read_comments(data, file=file).get("release")
    if said is None:
        problem = "does not say its release; begin it with '# release: icd11/demo' or give one"
        raise InputError(problem, file=file)
    try:
        return parse_release(said)
    except InputError as error:
        raise InputError(error.problem, file=file, line=1) from error


def _graph(table: Table, release: Release, progress: Progress) -> GraphRows:
    places = {column: table.index(column) for column in (*_REQUIRED, *_OPTIONAL)}
    graph = GraphRows()
    seen: dict[str, int] = {}
    parents: list[tuple[int, str, str]] = []
    for number, values in table.walk(progress):
        row = _Row(table=table, number=number, places=places, values=values)
        code = _code(row, seen)
        seen[code] = number
        parents += [(number, code, parent) for parent in _parents(row, code)]
        graph.node(
            code,
            row["term"],
            Kind(row.choice("kind", Kind) or _default_kind(release.system, code)),
            fsn=row["fsn"] or None,
            active=_truth(row),
            residual_kind=row.choice("residual_kind", ResidualKind),
            mark=row.choice("mark", Mark),
            uri=row["uri"] or None,
        )
    for number, code, parent in parents:
        if parent not in seen:
            problem = f"the parent '{parent}' of '{code}' is not in the file"
            raise GraphStructureError(
                problem, file=table.file, line=table.lines[number], column="parent"
            )
        graph.edge(code, parent)
    return graph


def _code(row: _Row, seen: Mapping[str, int]) -> str:
    code = row["code"]
    if not code or code != code.strip():
        problem = f"'{code}' is no code; expected one without blanks around it"
        raise row.table.problem(row.number, "code", problem)
    if code in seen:
        line = row.table.lines[seen[code]]
        problem = f"'{code}' is there already, on line {line}; several parents go in one cell (A|B)"
        raise row.table.problem(row.number, "code", problem)
    if not row["term"].strip():
        problem = "is empty; expected a term"
        raise row.table.problem(row.number, "term", problem)
    return code


def _parents(row: _Row, code: str) -> list[str]:
    cell = row["parent"]
    parents = [part.strip() for part in cell.split(LIST)] if cell.strip() else []
    if "" in parents or len(set(parents)) != len(parents) or code in parents:
        problem = f"'{cell}' is no list of parents of '{code}'; expected other codes, each once"
        raise row.table.problem(row.number, "parent", problem)
    return parents


def _truth(row: _Row) -> bool:
    value = row["active"]
    found = _TRUTH.get(value.lower())
    if found is None:
        problem = f"'{value}' is not true or false"
        raise row.table.problem(row.number, "active", problem)
    return found


def _default_kind(system: CodeSystem, code: str) -> Kind:
    """Give the kind of a node whose row states none, by the system's own spelling."""
    if system is CodeSystem.SNOMED:
        return Kind.CONCEPT
    if system is CodeSystem.ICD11:
        return Kind.CHAPTER if _CHAPTER_11.fullmatch(code) else Kind.CATEGORY
    if "-" in code:
        return Kind.BLOCK
    if len(code) == 1 if system is CodeSystem.OPCS4 else roman(code) is not None:
        return Kind.CHAPTER
    return Kind.CATEGORY if len(code) == _CATEGORY_LENGTH else Kind.SUBCATEGORY
