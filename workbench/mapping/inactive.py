"""What to tell of a source that its own release has retired.

A map may still hold rows for it, or none. Either way its replacements are offered, every one of
them, and none is translated in its place: which of several is meant only a person can say.

Source: SNOMED International, Release File Specifications, Historical Association Reference Sets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.graph.history import Replacement, gone_concept, replacements

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph

__all__ = ["inactive_note", "is_gone"]


def is_gone(code: str, graph: CodeGraph | None) -> bool:
    """Say whether only the history of a release still knows a code."""
    return graph is not None and gone_concept(graph, code) is not None


def inactive_note(code: str, graph: CodeGraph | None) -> str | None:
    """Say that a code is inactive in its release and what is offered instead; None if it is not.

    Parameters
    ----------
    code
        As the graph spells it.
    graph
        Of its release; None where none is held.
    """
    if graph is None:
        return None
    if code in graph:
        if graph.index.is_active(code):
            return None
        return f"{code} is inactive in {graph.release}; {_offered(code, graph)}"
    if is_gone(code, graph):
        return f"{code} is no longer in {graph.release}; {_offered(code, graph)}"
    return None


def _offered(code: str, graph: CodeGraph) -> str:
    offers = ", ".join(_offer(each) for each in replacements(graph, code))
    if not offers:
        return "no replacement is on offer"
    return f"offered instead: {offers}; ask for the one that is meant, none is taken by itself"


def _offer(each: Replacement) -> str:
    retired = ", itself inactive" if each.active is False else ""
    return f"{each.code} {each.term or ''}".rstrip() + f" ({each.words}{retired})"
