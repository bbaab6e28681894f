"""Choose the targets of a source, and say why.

A map with one row a source answers with that row. A table of alternatives (WHO's Multiple) never
answers: its rows are a question to a person, and their union would be wrong.

Source: FHIR R5, ConceptMap/$translate (the verb); WHO, ICD-10/ICD-11 mapping tables, 2024-01.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from workbench.core.codes import CodeSystem, natural_key
from workbench.core.icd11 import entity_tail, stem_text
from workbench.errors import InputError, UnknownCodeError
from workbench.mapping.entry import MapEntry
from workbench.mapping.map_set import MapSet
from workbench.mapping.translation import Need, NoMap, Step, Target, Translation, Translations

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph

__all__ = ["node_code", "target_code", "translate"]


def translate(
    map_set: MapSet,
    codes: Iterable[str] | str,
    *,
    source_graph: CodeGraph | None = None,
    target_graph: CodeGraph | None = None,
) -> Translations:
    """Translate codes one by one, in the order asked.

    Parameters
    ----------
    map_set
        The map.
    codes
        Codes of its source release; of ICD-11 also a URI or an entity's number. One alone may be
        given as it is.
    source_graph, target_graph
        Graphs of its releases, where held: they know a code the map does not (unmapped), spell
        blocks, and give terms.

    Raises
    ------
    UnknownCodeError
        If a code is neither in the map nor in the source graph.
    InputError
        If a code is of the release that the map leads to.
    """
    return Translations(
        _translate_one(map_set, code, source_graph, target_graph) for code in _asked(codes)
    )


def _asked(codes: Iterable[Any] | str) -> Iterator[str]:
    """Give the codes of a list, a column of pandas or Arrow, or one alone.

    Raises
    ------
    InputError
        If one of them is no text.
    """
    for code in [codes] if isinstance(codes, str) else codes:
        text = code.as_py() if hasattr(code, "as_py") else code
        if not isinstance(text, str):
            message = f"a code to translate is {text!r}; expected text such as 'I21.0'"
            raise InputError(message)
        yield text


def target_code(entry: MapEntry, target_graph: CodeGraph | None) -> str | None:
    """Give an entry's target as the target graph spells it (a block by its own code)."""
    if entry.target is None or target_graph is None:
        return entry.target
    return node_code(entry.target, entry.target_uri, target_graph)


def node_code(target: str, uri: str | None, graph: CodeGraph) -> str:
    """Give the code under which a graph holds a target; a cluster stays what it is.

    The URI of a cluster names its first stem only, so it is not asked.
    """
    if target in graph:
        return graph.resolve(target)
    tail = entity_tail(uri) if uri and stem_text(target) == target else None
    return graph.resolve(tail) if tail is not None and tail in graph else target


def _translate_one(
    map_set: MapSet,
    code: str,
    source_graph: CodeGraph | None,
    target_graph: CodeGraph | None,
) -> Translation:
    try:
        source = _source_key(map_set, code, source_graph)
    except UnknownCodeError as error:
        if target_graph is None or code not in target_graph:
            raise
        message = (
            f"'{code}' is a code of {target_graph.release}, which map '{map_set.name}' leads to; "
            "ask a map that leads from it"
        )
        raise InputError(message) from error
    entries = map_set.entries(source) if source in map_set else ()
    choosing = map_set.is_table_of_alternatives
    terms = {
        found: term
        for entry in entries
        if (found := target_code(entry, target_graph)) is not None
        and (term := _term(entry, found, target_graph))
    }
    mapped = [entry for entry in entries if entry.target is not None]
    return Translation(
        source=code,
        targets=() if choosing else tuple(_target(e, terms, target_graph) for e in mapped),
        no_map=_no_map(entries),
        needs=(_choice(map_set, mapped, target_graph),) if choosing and mapped else (),
        trace=tuple(_step(map_set, code, entry, target_graph) for entry in entries),
        terms=terms,
    )


def _source_key(map_set: MapSet, code: str, source_graph: CodeGraph | None) -> str:
    """Give the spelling of a source under which the map holds it, or its code in the graph."""
    if code in map_set:
        return code
    tail = entity_tail(code) or code
    known = map_set.by_entity.get(tail)
    if known is not None:
        return str(map_set.table["source"][known].as_py())
    if source_graph is None:
        raise UnknownCodeError(code, release=f"map '{map_set.name}'")
    concept = source_graph.lookup(code)
    uri_tail = entity_tail(concept.uri) if concept.uri else None
    known = map_set.by_entity.get(uri_tail) if uri_tail else None
    return concept.code if known is None else str(map_set.table["source"][known].as_py())


def _term(entry: MapEntry, code: str, graph: CodeGraph | None) -> str | None:
    if entry.target_term:
        return entry.target_term
    return graph.term(code) if graph is not None and code in graph else None


def _target(entry: MapEntry, terms: dict[str, str], graph: CodeGraph | None) -> Target:
    code = target_code(entry, graph) or ""
    return Target(
        target=code,
        term=terms.get(code),
        mark=entry.mark or _mark(code, graph),
        map_block=entry.map_block,
        map_group=entry.map_group,
        map_priority=entry.map_priority,
        relation=entry.relation,
        advice=entry.advice,
    )


def _mark(code: str, graph: CodeGraph | None) -> str | None:
    """Give the mark that the target's own release prints beside a code."""
    return graph.lookup(code).mark if graph is not None and code in graph else None


def _no_map(entries: tuple[MapEntry, ...]) -> NoMap | None:
    for entry in entries:
        if entry.no_map is not None:
            return NoMap(reason=entry.no_map, text=entry.no_map_text or "")
    return None


def _choice(map_set: MapSet, mapped: list[MapEntry], graph: CodeGraph | None) -> Need:
    options = {target_code(entry, graph) or "" for entry in mapped}
    system = map_set.target.system if map_set.target else CodeSystem.ICD11
    question = (
        f"does this {system.label} code fit the record?"
        if len(options) == 1
        else f"which {system.label} code fits the record?"
    )
    return Need(
        ask=f"{question} '{map_set.name}' lists candidates only",
        concept=mapped[0].source,
        options=tuple(sorted(options, key=natural_key)),
    )


def _step(map_set: MapSet, code: str, entry: MapEntry, graph: CodeGraph | None) -> Step:
    held: bool | None = True
    if entry.no_map is not None:
        why = f"'{map_set.name}' states that it has no map: {entry.no_map_text or entry.no_map}"
    elif map_set.is_table_of_alternatives:
        held, why = None, f"a candidate in '{map_set.name}'; a person chooses"
    else:
        why = f"the row of '{map_set.name}' for {code}"
    return Step(
        map_block=entry.map_block,
        map_group=entry.map_group,
        map_priority=entry.map_priority,
        rule=entry.rule,
        target=target_code(entry, graph),
        held=held,
        why=why,
    )
