"""What is to be said beside the hits of a search: what is retired, and what replaced it.

Who asks for codes in use and types one that is not should learn it, and not see an empty answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from workbench.graph.code_graph import CodeGraph
from workbench.graph.display import shortened
from workbench.graph.history import gone_concept, replaced_words
from workbench.graph.search.codes import whole_codes
from workbench.graph.search.hits import Hit
from workbench.graph.search.query import Asked

__all__ = ["notes"]

#: How many retired concepts are named where only such match.
_NAMED: Final = 3


def notes(
    graph: CodeGraph,
    asked: Asked,
    found: Sequence[Hit],
    *,
    among_retired: Callable[[Asked], Sequence[Hit]],
) -> tuple[str, ...]:
    """Give the sentences beside an answer; none where concepts not in use were asked for.

    Parameters
    ----------
    graph, asked, found
        What was searched, what for, and what was found.
    among_retired
        Searches again; asked only where nothing was found.
    """
    if not asked.active:
        return ()
    if found:
        retired = [hit for hit in found if not hit.active]
        return tuple(f"{hit.code} is retired; {replaced_words(graph, hit.code)}" for hit in retired)
    for code in whole_codes(asked.text, graph.release.system):
        if gone_concept(graph, code) is not None:
            return (f"{code} is no longer in {graph.release}; {replaced_words(graph, code)}",)
    others = among_retired(replace(asked, active=False, limit=_NAMED + 1))
    if not others:
        return ()
    named = "; ".join(f"{hit.code} {shortened(hit.term)}" for hit in others[:_NAMED])
    more = "; …" if len(others) > _NAMED else ""
    return (f"only retired codes match: {named}{more}",)
