"""What the companion maps of an impact say, ready to be asked by key.

Source: WHO, ICD-10/ICD-11 mapping tables and Foundation table, 2024-01.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Final

from workbench.core.codes import CodeSystem, Kind
from workbench.core.icd10 import chapter_of as icd10_chapter
from workbench.core.icd10 import roman
from workbench.core.icd11 import entity_tail, stem_text
from workbench.core.opcs4 import chapter_of as opcs4_chapter
from workbench.graph.code_graph import CodeGraph
from workbench.mapping.entry import MapEntry
from workbench.mapping.map_set import MapSet
from workbench.mapping.relation import MapRelation
from workbench.mapping.translate import node_code

__all__ = [
    "CHAPTER_OF",
    "back_answers",
    "equivalent_sources",
    "listed_choices",
    "nearness",
    "node_of",
]

#: The chapter of a code without dots, by the systems an impact can start from.
CHAPTER_OF: Final[Mapping[CodeSystem, Callable[[str], str | None]]] = {
    CodeSystem.ICD10: icd10_chapter,
    CodeSystem.OPCS4: opcs4_chapter,
}


def node_of(entry: MapEntry, graph: CodeGraph) -> str:
    """Give the node a target's URI names, or its stem where a map gives no URI."""
    named = entity_tail(entry.target_uri) if entry.target_uri else None
    known = named is not None and named in graph
    return graph.resolve(named if known and named else stem_text(entry.target or ""))


def listed_choices(alternatives: MapSet, graph: CodeGraph) -> dict[str, tuple[str, ...]]:
    """Give the distinct targets of each source, a block or chapter by its own code."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    columns = (alternatives.table[name].to_pylist() for name in ("source", "target", "target_uri"))
    for source, target, uri in zip(*columns, strict=True):
        if target is not None:
            found[source][node_code(target, uri, graph)] = None
    return {source: tuple(targets) for source, targets in found.items()}


def equivalent_sources(foundation: MapSet) -> frozenset[str]:
    """Give the sources that the Foundation table calls equivalent to an entity."""
    table = foundation.table
    return frozenset(
        source
        for source, relation in zip(
            table["source"].to_pylist(), table["relation"].to_pylist(), strict=True
        )
        if relation == MapRelation.EQUIVALENT
    )


def back_answers(back: MapSet, graph: CodeGraph) -> dict[str, str | None]:
    """Give the back map's answer by node of the graph it maps from."""
    found: dict[str, str | None] = {}
    table = back.table
    for source, uri, target in zip(
        table["source"].to_pylist(),
        table["source_uri"].to_pylist(),
        table["target"].to_pylist(),
        strict=True,
    ):
        spelling = (entity_tail(uri) if uri else None) or source
        if spelling in graph:
            found.setdefault(graph.resolve(spelling), target)
    return found


def nearness(
    key: str,
    back: str,
    graph: CodeGraph,
    *,
    chapter_of: Callable[[str], str | None] = icd10_chapter,
) -> str:
    """Say how near the back map's answer lies to the code it started from.

    Nested: the same code, a category of the same three characters, the source's narrowest
    block, its chapter.
    """
    if back == key:
        return "same_code"
    is_category = roman(back) is None and "-" not in back
    if is_category and back[:3] == key[:3]:
        return "same_category"
    block = graph.nearest_of_kind(key, Kind.BLOCK) if key in graph else None
    if block is not None and (
        back == block or (is_category and back in graph and graph.subsumes(block, back))
    ):
        return "same_block"
    chapter = back if roman(back) is not None else chapter_of(back)
    return "same_chapter" if chapter == chapter_of(key) else "other_chapter"
