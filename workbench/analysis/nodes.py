"""What an impact asks of every target, for a whole graph at once.

Asking a graph code by code costs a look-up each; a few columns read once cost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.core.codes import Kind
from workbench.graph.code_graph import CodeGraph

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["NodeFacts", "chapter_codes", "node_facts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeFacts:
    """Columns over the ordinals of one graph.

    Attributes
    ----------
    graph
        The graph.
    kinds
        `Kind` values.
    residual_kinds
        ``other``, ``unspecified`` or None.
    leaves
        Whether nothing lies below.
    chapters
        The code of the chapter a node is or lies in, or None.
    """

    graph: CodeGraph
    kinds: list[str]
    residual_kinds: list[str | None]
    leaves: npt.NDArray[np.bool_]
    chapters: list[str | None]

    def target_kind(self, ordinal: int) -> str:
        """Give ``leaf``, ``nonleaf``, ``extension``, ``block`` or ``chapter``."""
        if self.kinds[ordinal] == Kind.CATEGORY:
            return "leaf" if self.leaves[ordinal] else "nonleaf"
        return self.kinds[ordinal]


def node_facts(graph: CodeGraph) -> NodeFacts:
    """Read the columns of a graph."""
    return NodeFacts(
        graph=graph,
        kinds=graph.concepts["kind"].to_pylist(),
        residual_kinds=graph.concepts["residual_kind"].to_pylist(),
        leaves=graph.hierarchy.children.counts() == 0,
        chapters=chapter_codes(graph),
    )


def chapter_codes(graph: CodeGraph) -> list[str | None]:
    """Give for each ordinal the chapter it is or lies in; of several, the last in natural order."""
    found: list[str | None] = [None] * len(graph)
    kinds = graph.concepts["kind"].to_pylist()
    for ordinal, kind in enumerate(kinds):
        if kind == Kind.CHAPTER:
            code = graph.code_at(ordinal)
            for below in (ordinal, *graph.hierarchy.descendants.row(ordinal).tolist()):
                found[below] = code
    return found
