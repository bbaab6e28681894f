"""Choose the targets of a source, and say why.

How the rows of a source answer is the map's profile: rules (International), blocks and default
alternatives (UK), one row a source, or candidates only (WHO's Multiple), which never answer: they
are a question to a person, and their union would be wrong.

Source: FHIR R5, ConceptMap/$translate (the verb); WHO, ICD-10/ICD-11 mapping tables, 2024-01.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from workbench.core.codes import CodeSystem, Release, natural_key
from workbench.core.icd11 import entity_tail, stem_text
from workbench.errors import InputError, UnknownCodeError
from workbench.mapping.blocks import Blocks, choose_in_blocks, only_block, parse_block
from workbench.mapping.bridge import Method, carried
from workbench.mapping.choice import Choice, Question, choose_candidates, choose_rows
from workbench.mapping.entry import MapEntry
from workbench.mapping.inactive import inactive_note, is_gone
from workbench.mapping.international import choose_by_rules
from workbench.mapping.map_set import MapSet
from workbench.mapping.profile import Profile
from workbench.mapping.record import NOTHING_KNOWN, Facts, Record
from workbench.mapping.sequence import heed_advice
from workbench.mapping.translation import Need, NoMap, Step, Target, Translation, Translations

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph

__all__ = ["choose", "node_code", "same_code", "source_key", "target_code", "translate"]


def translate(
    map_set: MapSet,
    codes: Iterable[str] | str,
    *,
    source_graph: CodeGraph | None = None,
    target_graph: CodeGraph | None = None,
    block: int | str = Blocks.FIRST,
    record: Record = NOTHING_KNOWN,
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
    block
        The number of the block of each source to take, from 1; ``first``; or ``all``, each block
        by itself. A block is one complete solution: codes of two never belong together.
    record
        What is known of the patient, for the rules of an International map. What it does not say
        is asked.

    Raises
    ------
    UnknownCodeError
        If a code is neither in the map nor in the source graph, or a concept of the record not in
        the source graph.
    InputError
        If a code is of the release that the map leads to, or is mapped but has no such block.
    """
    one = _One(map_set, source_graph, target_graph, parse_block(block), record)
    return Translations(one.answer(code) for code in _asked(codes))


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


def same_code(code: str, release: Release | None, graph: CodeGraph | None) -> CodeGraph | None:
    """Give a held graph where it means the same by a code as a release does, else None.

    Spelling alone proves nothing across a bridge: WHO's X59.0 is a fracture, the UK's a place.
    """
    if graph is None:
        return None
    found = carried(code, graph, source=release, target=graph.release)
    return graph if found.method is Method.EXACT and found.key == code else None


class _One:
    """Translates one code at a time along one map."""

    def __init__(
        self,
        map_set: MapSet,
        source_graph: CodeGraph | None,
        target_graph: CodeGraph | None,
        block: int | Blocks,
        record: Record,
    ) -> None:
        self._map = map_set
        self._source = source_graph
        self._target = target_graph
        self._block = block
        self._facts = Facts(record, source_graph)

    def answer(self, code: str) -> Translation:
        """Translate a code."""
        source = self._key(code)
        entries = self._map.entries(source) if source in self._map else ()
        rows = only_block(entries, self._block, source=code)
        if self._map.profile is Profile.UK:
            rows = entries  # those of other blocks are told as what was not taken
        choice = choose(self._map, rows, source=code, block=self._block, facts=self._facts)
        terms = {
            found: term
            for entry in rows
            if (found := target_code(entry, self._target)) is not None
            and (term := self._term(entry, found))
        }
        inactive = inactive_note(source, self._source)
        return Translation(
            source=code,
            targets=tuple(self._made(entry, terms) for entry in choice.targets),
            no_map=_no_map(choice.no_map),
            needs=tuple(self._need(asked) for asked in choice.questions),
            trace=self._trace(choice, inactive),
            terms=terms,
            notes=(*([inactive] if inactive else []), *choice.notes),
        )

    def _key(self, code: str) -> str:
        """Give the spelling under which the map holds a code, or its code in the source graph."""
        try:
            return source_key(self._map, code, self._source)
        except UnknownCodeError as error:
            if is_gone(code, self._source):
                return code
            if self._target is None or code not in self._target:
                raise
            message = (
                f"'{code}' is a code of {self._target.release}, which map '{self._map.name}' "
                "leads to; ask a map that leads from it"
            )
            raise InputError(message) from error

    def _made(self, entry: MapEntry, terms: dict[str, str]) -> Target:
        code = target_code(entry, self._target) or ""
        return Target(
            target=code,
            term=terms.get(code),
            mark=entry.mark or self._mark(code),
            map_block=entry.map_block,
            map_group=entry.map_group,
            map_priority=entry.map_priority,
            relation=entry.relation,
            advice=entry.advice,
        )

    def _term(self, entry: MapEntry, code: str) -> str | None:
        if entry.target_term:
            return entry.target_term
        graph = same_code(code, self._map.target, self._target)
        return None if graph is None else graph.term(code)

    def _mark(self, code: str) -> str | None:
        """Give the mark that the target's own release prints beside a code."""
        graph = same_code(code, self._map.target, self._target)
        return None if graph is None else graph.lookup(code).mark

    def _need(self, asked: Question) -> Need:
        options = {target_code(entry, self._target) or "" for entry in asked.options}
        return Need(
            ask=asked.ask,
            concept=asked.concept,
            options=tuple(sorted(options, key=natural_key)),
            open=asked.open,
        )

    def _trace(self, choice: Choice, inactive: str | None) -> tuple[Step, ...]:
        """Give a step for each row tried; that its source is inactive stands in the first."""
        steps = []
        for number, tried in enumerate(choice.tried):
            entry = tried.entry
            steps.append(
                Step(
                    map_block=entry.map_block,
                    map_group=entry.map_group,
                    map_priority=entry.map_priority,
                    rule=entry.rule,
                    target=target_code(entry, self._target),
                    held=tried.held,
                    why=f"{tried.why}; {inactive}" if inactive and number == 0 else tried.why,
                )
            )
        if inactive and not steps:
            return (_no_row(f"'{self._map.name}' has no row; {inactive}"),)
        return tuple(steps)


def choose(
    map_set: MapSet, entries: Sequence[MapEntry], *, source: str, block: int | Blocks, facts: Facts
) -> Choice:
    """Choose among the rows of a source by the profile of its map.

    Parameters
    ----------
    map_set
        The map.
    entries
        The rows of the source, of all its blocks.
    source
        As it was asked for.
    block, facts
        Which block of a UK map, and what is known of the record for an International one.
    """
    if map_set.profile is Profile.UK:
        return heed_advice(choose_in_blocks(entries, block=block))
    if map_set.profile is Profile.INTERNATIONAL:
        return heed_advice(choose_by_rules(entries, facts))
    if map_set.is_table_of_alternatives:
        system = map_set.target.system if map_set.target else CodeSystem.ICD11
        return choose_candidates(entries, name=map_set.name, system=system.label)
    return choose_rows(entries, name=map_set.name, source=source)


def source_key(map_set: MapSet, code: str, source_graph: CodeGraph | None) -> str:
    """Give the spelling under which a map holds a code, or the code as the source graph has it.

    Raises
    ------
    UnknownCodeError
        If neither knows it.
    """
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


def _no_map(entry: MapEntry | None) -> NoMap | None:
    if entry is None or entry.no_map is None:
        return None
    return NoMap(reason=entry.no_map, text=entry.no_map_text or "")


def _no_row(why: str) -> Step:
    return Step(
        map_block=1, map_group=1, map_priority=1, rule=None, target=None, held=False, why=why
    )
