"""One row for each distinct code of a dataset: what the move does to it.

Distinct codes come first (12,000, not 100 million), so this is plain Python over dictionaries.
The definitions are those of the documentation, *What the measures mean*.

Source: WHO, ICD-11 MMS tabulation and mapping tables 2024-01.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from workbench.analysis.impact_companions import (
    CHAPTER_OF,
    back_answers,
    equivalent_sources,
    listed_choices,
    nearness,
    node_of,
)
from workbench.analysis.impact_result import BETWEEN_ALTERNATIVES
from workbench.analysis.nodes import NodeFacts, node_facts
from workbench.core.codes import CodeSystem, Kind
from workbench.core.icd10 import bare_code
from workbench.core.icd11 import NOMINAL_CHAPTER, normal_text, stem_text
from workbench.core.residual import gave_up_detail
from workbench.errors import InputError
from workbench.graph.code_graph import CodeGraph
from workbench.mapping.bridge import Edition, Method, data_release, normalise
from workbench.mapping.entry import MapEntry
from workbench.mapping.layers import LayerKeys, layer_keys, normalise_stacked, stack
from workbench.mapping.map_set import MapSet
from workbench.mapping.relation import MapRelation
from workbench.mapping.translate import target_code

__all__ = ["CodeRow", "ImpactMaps", "classify_codes"]

#: A place of occurrence, a fifth character or a parent's row are not told by WHO's words.
_AS_WRITTEN: Final = frozenset({Method.EXACT, Method.XFILL})
#: The target kinds that are codes of their own.
_STEMS: Final = frozenset({"leaf", "nonleaf"})

YES: Final = "true"
NO: Final = "false"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactMaps:
    """The maps and graphs a move is judged by.

    Attributes
    ----------
    map_set
        One target for a code.
    target_graph
        The release it leads to: leaves, residuals, chapters.
    source_graph
        The release it starts from: the flat blocks of `round_trip`; None leaves that out.
    alternatives, back, foundation
        Companions; None leaves out the measures they give.
    layers
        Repairs over the map, the later ones winning.
    """

    map_set: MapSet
    target_graph: CodeGraph
    source_graph: CodeGraph | None = None
    alternatives: MapSet | None = None
    back: MapSet | None = None
    foundation: MapSet | None = None
    layers: tuple[MapSet, ...] = ()


@dataclass(slots=True, kw_only=True)
class CodeRow:
    """The columns of ``PER_CODE_SCHEMA`` for one code, see there; and its alternatives.

    Attributes
    ----------
    bare
        The code as lists and chapters are asked for it, see `bare_code`.
    normal
        The target's expression in normal form where it is a stem category (leaf or nonleaf):
        what two codes share when they merge.
    choices
        The distinct alternatives of the key; a block or chapter by its own code.
    repair
        The row of a layer that answered; None where the map itself did.
    """

    code: str
    activity: int
    method: Method
    key: str | None
    term: str | None = None
    source_chapter: str | None = None
    target: str | None = None
    target_term: str | None = None
    target_kind: str = "none"
    target_chapter: str | None = None
    residual: str = "none"
    residual_kind: str | None = None
    cluster: str = NO
    moved_chapter: str = "none"
    merged: str = NO
    many_targets: str | None = None
    any_cluster: str | None = None
    all_cluster: str | None = None
    alternatives: str | None = None
    round_trip: str | None = None
    back: str | None = None
    suppressed: int = 0
    bare: str = ""
    normal: str | None = None
    choices: tuple[str, ...] = ()
    repair: MapEntry | None = None


def classify_codes(
    counts: Mapping[str, int],
    maps: ImpactMaps,
    *,
    edition: Edition,
    terms: Mapping[str, str] | None = None,
) -> list[CodeRow]:
    """Say of every distinct code what the move does to it.

    Parameters
    ----------
    counts
        Activity by code, as written in the data.
    maps
        Maps and graphs.
    edition
        How the data were coded.
    terms
        The dataset's own wording of its codes, where it has any.

    Raises
    ------
    InputError
        If the map or a layer leads to a stem that the target release does not hold.
    ReleaseMismatchError
        If a layer is of other releases than the map.
    """
    classifier = _Classifier(maps=maps, edition=edition)
    own_terms = terms or {}
    rows = [classifier.classify(code, activity) for code, activity in counts.items()]
    for row in rows:
        row.term = own_terms.get(row.code) or classifier.source_term(row)
    _flag_merged(rows)
    return rows


def _flag_merged(rows: list[CodeRow]) -> None:
    sharing: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.normal is not None and row.key is not None:
            sharing[row.normal].add(row.key)
    for row in rows:
        row.merged = truth(row.normal is not None and len(sharing[row.normal]) > 1)


def truth(value: object) -> str:
    """Give a flag as the text the JSON uses."""
    return YES if value else NO


@dataclass(slots=True, kw_only=True)
class _Classifier:
    maps: ImpactMaps
    edition: Edition
    _facts: NodeFacts = field(init=False)
    _keys: frozenset[str] = frozenset()
    _source_codes: frozenset[str] = frozenset()
    _layers: LayerKeys = field(default_factory=LayerKeys)
    _first: dict[str, MapEntry] = field(default_factory=dict)
    _choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _equivalent: frozenset[str] = frozenset()
    _answers: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        maps = self.maps
        self._facts = node_facts(maps.target_graph)
        if maps.layers:
            data = data_release(maps.map_set.source or self.edition.release, self.edition)
            self._layers = layer_keys(maps.layers, data=data)
        for entry in stack(maps.map_set, *maps.layers) if maps.layers else maps.map_set:
            if entry.source_kind not in {Kind.CHAPTER, Kind.BLOCK}:
                self._first.setdefault(entry.source, entry)
        self._keys = frozenset(self._first)
        self._source_codes = frozenset(maps.source_graph or ())
        if maps.alternatives is not None:
            self._choices = listed_choices(maps.alternatives, maps.target_graph)
        if maps.foundation is not None:
            self._equivalent = equivalent_sources(maps.foundation)
        if maps.back is not None:
            self._answers = back_answers(maps.back, maps.target_graph)

    @property
    def _system(self) -> CodeSystem:
        """Whose codes are moved; a map that does not say is one of ICD-10."""
        source = self.maps.map_set.source
        return CodeSystem.ICD10 if source is None else source.system

    @property
    def _icd10_edition(self) -> Edition | None:
        return self.edition if self._system is CodeSystem.ICD10 else None

    @property
    def _chapter_of(self) -> Callable[[str], str | None]:
        return CHAPTER_OF[self._system]

    def source_term(self, row: CodeRow) -> str | None:
        graph, key = self.maps.source_graph, row.key
        if row.repair is not None:  # its code may be spelled like another of the source release
            return row.repair.source_term or self._unmapped_term(row.code)
        if key is None:
            return self._unmapped_term(row.code)
        if graph is not None and key in graph:
            return graph.term(key)
        return self._first[key].source_term

    def _unmapped_term(self, code: str) -> str | None:
        """Give the words of a code where the source release has it as written."""
        graph = self.maps.source_graph
        if graph is None:
            return None
        found = normalise(code, self._source_codes, edition=self._icd10_edition)
        return graph.term(found.key) if found.key and found.method in _AS_WRITTEN else None

    def classify(self, code: str, activity: int) -> CodeRow:
        found = normalise_stacked(
            code, self._keys, edition=self._icd10_edition, layers=self._layers
        )
        row = CodeRow(code=code, activity=activity, method=found.method, key=found.key)
        row.bare = bare_code(code)
        row.source_chapter = self._chapter_of(row.bare)
        if found.key is not None:
            if found.key in self._layers.every:
                row.repair = self._first[found.key]
            self._set_target(row, self._first[found.key])
        self._set_residual_kind(row)
        self._set_choices(row)
        self._set_round_trip(row)
        return row

    def _set_target(self, row: CodeRow, entry: MapEntry) -> None:
        if entry.target is None:
            return
        row.target = target_code(entry, self.maps.target_graph) or entry.target
        row.target_term = entry.target_term
        stem = stem_text(row.target)
        row.cluster = truth(stem != row.target)
        ordinal = self._ordinal(entry, stem)
        row.target_kind = self._facts.target_kind(ordinal)
        if row.target_kind in _STEMS:
            row.residual = self._facts.residual_kinds[ordinal] or "no"
            row.normal = normal_text(row.target)
        row.target_chapter = self._facts.chapters[ordinal]
        if row.repair is not None and stem == row.target:
            row.target_term = self.maps.target_graph.term(stem)
        if self._system is CodeSystem.ICD10:
            nominal = NOMINAL_CHAPTER.get(row.source_chapter or "")
            row.moved_chapter = "yes" if row.target_chapter != nominal else "no"

    def _ordinal(self, entry: MapEntry, node: str) -> int:
        graph = self.maps.target_graph
        if node not in graph:
            name = entry.layer if self.maps.layers else self.maps.map_set.name
            message = (
                f"map '{name}' leads from {entry.source} to '{node}', which "
                f"{graph.release} does not hold; the map and the release must belong together"
            )
            raise InputError(message)
        return graph.ordinal(node)

    def _set_residual_kind(self, row: CodeRow) -> None:
        if self.maps.foundation is None:
            return
        if row.key is None or row.residual not in {"other", "unspecified"}:
            row.residual_kind = "not_residual"
        elif self._keeps_all(row):
            row.residual_kind = "label_only"
        else:
            title = (self._first[row.key].source_term or "").lower()
            row.residual_kind = "as_before" if gave_up_detail(title) else "new_loss"

    def _keeps_all(self, row: CodeRow) -> bool:
        """Say whether nothing is lost: of a repair its own relation says so."""
        if row.repair is not None:
            return row.repair.relation is MapRelation.EQUIVALENT
        return row.key in self._equivalent

    def _set_choices(self, row: CodeRow) -> None:
        """Set the alternatives; a repair has decided among them."""
        if self.maps.alternatives is None:
            return
        choices = self._choices.get(row.key or "", ())
        if row.repair is not None:
            choices = () if row.target is None else (row.target,)
        row.choices = choices
        clusters = [stem_text(choice) != choice for choice in choices]
        row.many_targets = truth(len(choices) > 1)
        row.any_cluster = truth(any(clusters))
        row.all_cluster = truth(choices and all(clusters))
        row.alternatives = BETWEEN_ALTERNATIVES.join(choices) or None

    def _set_round_trip(self, row: CodeRow) -> None:
        maps = self.maps
        if maps.back is None or maps.source_graph is None:
            return
        row.round_trip = "none"
        if row.key is None or row.target is None:
            return
        row.back = self._answers.get(node_of(self._first[row.key], maps.target_graph))
        if row.back is not None:
            row.round_trip = nearness(
                row.key, row.back, maps.source_graph, chapter_of=self._chapter_of
            )
