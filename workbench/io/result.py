"""What a reader hands on: the tables of one release, or of one map, and where they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from workbench.core.codes import CodeSystem, Kind, Release
from workbench.errors import InputError
from workbench.graph.schema import EDGE_SCHEMA, NODE_SCHEMA
from workbench.graph.side_tables import SideTables

__all__ = [
    "GraphRead",
    "GraphRows",
    "MapRead",
    "check_system",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphRead:
    """A release as read, before it is built into a graph.

    Attributes
    ----------
    kind
        Which reader read it (``who-icd10``, ``builtin``, ``ukb-coding``, ``icd11``, ``claml``,
        ``csv``).
    release
        What it is.
    nodes, edges
        Tables of `NODE_SCHEMA` and `EDGE_SCHEMA`.
    source
        Absolute path of what was given, or ``builtin:icd10``.
    sha256
        Of the content read: the file's own, or one over the names and digests of several.
    side
        What else it says of its concepts; empty for most systems.
    """

    kind: str
    release: Release
    nodes: pa.Table
    edges: pa.Table
    source: str
    sha256: str
    side: SideTables = field(default_factory=SideTables)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRead:
    """A map as read.

    Attributes
    ----------
    kind
        Which reader read it (``who-10to11-one``, ``csv``).
    source_release, target_release
        What its two sides are codes of; None where the file does not say.
    table
        A table of `MAP_SCHEMA`, in the order of the file.
    source
        Absolute path of what was given.
    sha256
        Of the file read, or one over the names and digests of several.
    name
        What it is called by default; None where its kind or file says.
    refset
        The reference set it is, of several that lay there; None of other kinds.
    source_system, target_system
        What its two sides are codes of, where that is known though the release is not.
    notes
        What a reader should be warned of, a sentence each.
    columns
        By column of a map, the heading that somebody chose for it.
    """

    kind: str
    source_release: Release | None
    target_release: Release | None
    table: pa.Table
    source: str
    sha256: str
    name: str | None = None
    refset: str | None = None
    source_system: CodeSystem | None = None
    target_system: CodeSystem | None = None
    notes: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class GraphRows:
    """The nodes and edges of a release while a reader collects them."""

    _nodes: dict[str, list[Any]] = field(
        default_factory=lambda: {name: [] for name in NODE_SCHEMA.names}
    )
    _edges: dict[str, list[str]] = field(
        default_factory=lambda: {name: [] for name in EDGE_SCHEMA.names}
    )

    def node(
        self,
        code: str,
        term: str,
        kind: Kind,
        *,
        fsn: str | None = None,
        active: bool = True,
        residual_kind: str | None = None,
        mark: str | None = None,
        uri: str | None = None,
    ) -> None:
        """Add a node; the parameters are the columns of `NODE_SCHEMA`."""
        values = (code, term, fsn, kind.value, active, residual_kind, mark, uri)
        for column, value in zip(self._nodes.values(), values, strict=True):
            column.append(value)

    def edge(self, child: str, parent: str) -> None:
        """Add an edge, both ends by code."""
        self._edges["child"].append(child)
        self._edges["parent"].append(parent)

    def nodes(self) -> pa.Table:
        """Give the nodes as a table of `NODE_SCHEMA`."""
        return pa.table(self._nodes, schema=NODE_SCHEMA)

    def edges(self) -> pa.Table:
        """Give the edges as a table of `EDGE_SCHEMA`."""
        return pa.table(self._edges, schema=EDGE_SCHEMA)


def check_system(release: Release, expected: Release, *, file: str) -> Release:
    """Give back the release asked for, unless it is of another system than the file.

    Raises
    ------
    InputError
        If the systems differ.
    """
    if release.system is not expected.system:
        problem = (
            f"release '{release}' is not one of {expected.system.label}, which this file holds "
            f"({expected})"
        )
        raise InputError(problem, file=file)
    return release
