"""All that a check may ask: the map, the graphs of its sides, and where its codes stand in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import pyarrow.compute as pc

from workbench.core.codes import CodeSystem, Kind, Mark, Release
from workbench.graph.code_graph import CodeGraph
from workbench.graph.csr import Int32
from workbench.mapping.bridge import Method, carried, edition_over, find_bridge, same_codes
from workbench.mapping.checks.rows import Column, Flags, Rows
from workbench.mapping.lookup import CodeFinder, code_parts, first_texts
from workbench.mapping.map_set import MapSet
from workbench.mapping.profile import Profile

__all__ = ["GROUPS", "CheckContext", "Standing", "Targets"]

#: The kinds of nodes that gather codes and are none.
GROUPS: Final = frozenset({Kind.BLOCK, Kind.CHAPTER})

#: What names an entity of the Foundation, which the tabulation need not hold.
_FOUNDATION: Final = re.compile(r"https?://id\.who\.int/icd/entity/\d+")
_WHO: Final = "who"
#: Characters of a printed code down to its fourth, the dot counted.
_FOURTH: Final = 5
_ENTITY: Final = re.compile(r"[0-9]{5,}")
#: WHO prints fifth characters as optional subdivisions and lists no codes for them: sites of the
#: musculoskeletal system, gangrene, and closed and open injuries.
#: Source: WHO, ICD-10 Volume 1, supplementary subdivisions of M00-M99, I70, S00-T14.
_SUBDIVIDED: Final = re.compile(r"(?:M[0-9]{2}|I70|S[0-9]{2}|T0[0-9]|T1[0-4])\.[0-9X][0-9]")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Standing:
    """Where a side of a map stands in the graph held for it.

    Attributes
    ----------
    graph
        The graph.
    holds_all
        Whether a code that the graph lacks is none of the map's release either: they are of one
        release, have the same codes, or the graph holds that release's codes as they are spelled.
    """

    graph: CodeGraph
    holds_all: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class Targets:
    """The distinct targets of a map, looked up.

    Attributes
    ----------
    parts
        The codes each is made of; one, but for a cluster.
    ordinals
        The ordinal of each part, -1 where the graph does not hold it.
    by_form
        Whether the graph knows it under another form only: a place of occurrence, a fifth
        character.
    foundation
        Whether it names an entity of the Foundation, of which the graph knows nothing.
    """

    parts: list[list[str]]
    ordinals: list[list[int]]
    by_form: list[bool]
    foundation: list[bool]

    @cached_property
    def stems(self) -> Int32:
        """The ordinal of each target's first code."""
        return np.array([found[0] for found in self.ordinals], dtype=np.int32)


@dataclass(frozen=True, kw_only=True, eq=False)
class CheckContext:
    """What checks are asked about.

    Attributes
    ----------
    map_set
        The map.
    source_graph, target_graph
        What stands for its releases; None where nothing is held, and then nobody can say whether
        a code exists.
    profile
        How its rows are read; None for a plain table.
    alternatives
        The table of candidates that belongs to the map (WHO's Multiple), where held.
    known, found
        For the checks of waivers, which run last: the name of every check, and the rows that each
        check which has run found fault with.
    """

    map_set: MapSet
    source_graph: CodeGraph | None = None
    target_graph: CodeGraph | None = None
    profile: Profile | None = None
    alternatives: MapSet | None = None
    known: frozenset[str] = frozenset()
    found: Mapping[str, Collection[int]] = field(default_factory=dict)

    @cached_property
    def rows(self) -> Rows:
        """The rows of the map as arrays."""
        return Rows(self.map_set.table)

    @cached_property
    def source(self) -> Standing | None:
        """Where its sources stand; None without a graph."""
        return _standing(self.source_graph, self.map_set.source)

    @cached_property
    def target(self) -> Standing | None:
        """Where its targets stand; None without a graph."""
        return _standing(self.target_graph, self.map_set.target)

    @cached_property
    def sources(self) -> Int32:
        """The ordinal of each distinct source, -1 where the source graph does not hold it."""
        column = self.rows.column("source")
        if self.source is None:
            return np.full(len(column.texts), -1, dtype=np.int32)
        uris = first_texts(self.map_set.table, "source_uri", column.numbers, len(column.texts))
        finder = CodeFinder(self.source.graph, self.map_set.source)
        found = [finder.find(text, uri) for text, uri in zip(column.texts, uris, strict=True)]
        return np.array(found, dtype=np.int32)

    @property
    def lists_candidates(self) -> bool:
        """Whether the rows of a source are candidates, of which most are meant to be wrong."""
        return self.profile is None and self.map_set.is_table_of_alternatives

    @cached_property
    def source_is_code(self) -> Flags:
        """Which rows have a source that a record may hold: no block, no chapter, not subdivided.

        A source that no graph tells of counts as a code, unless the map itself calls it a group.
        """
        said = self.rows.column("source_kind").where(lambda kind: kind in GROUPS)
        if self.source is None:
            return ~said
        assignable = np.asarray(self.source.graph.concepts["assignable"])
        codes = [at < 0 or bool(assignable[at]) for at in self.sources.tolist()]
        return ~said & self.rows.column("source").where_each(codes)

    @cached_property
    def source_terms(self) -> list[str]:
        """The term of each concept of the source graph, by ordinal; empty without one."""
        return [] if self.source is None else self.source.graph.concepts["term"].to_pylist()

    def source_title(self, row: int) -> str | None:
        """Give the words of a row's source: the map's own, else those of its graph."""
        said = self.rows.column("source_term").at(row)
        at = int(self.sources[self.rows.column("source").numbers[row]])
        return said or (self.source_terms[at] if at >= 0 else None)

    @cached_property
    def targets(self) -> Targets:
        """The distinct targets, looked up; nothing is found without a graph."""
        column = self.rows.column("target")
        count = len(column.texts)
        uris = first_texts(self.map_set.table, "target_uri", column.numbers, count)
        release = self.map_set.target
        parts = [code_parts(text, release) for text in column.texts]
        if self.target is None:
            ordinals, by_form = [[-1] * len(each) for each in parts], [False] * count
        else:
            finder = CodeFinder(self.target.graph, release)
            ordinals = [
                [finder.find(each[0], uri if len(each) == 1 else None), *map(finder.find, each[1:])]
                for each, uri in zip(parts, uris, strict=True)
            ]
            by_form = [self._by_form(text) for text in column.texts]
        return Targets(
            parts=parts,
            ordinals=ordinals,
            by_form=by_form,
            foundation=self._names_foundation(column, uris, ordinals),
        )

    @cached_property
    def is_asterisk(self) -> Flags:
        """Which rows lead to an asterisk code: the row says so, or the target's own release."""
        said = self.rows.column("mark").where(lambda mark: mark == Mark.ASTERISK)
        if self.target is None or self.target.graph.release.system is not CodeSystem.ICD10:
            return said
        marks = self.target.graph.concepts["mark"].to_pylist()
        known = [at >= 0 and marks[at] == Mark.ASTERISK for at in self.targets.stems.tolist()]
        return said | self.rows.column("target").where_each(known)

    def spelled(self, row: int) -> str | None:
        """Give the target of a row as the target graph spells it; None where it has none."""
        number = int(self.rows.column("target").numbers[row])
        if number < 0:
            return None
        text = self.rows.column("target").texts[number]
        at = int(self.targets.stems[number])
        whole = len(self.targets.parts[number]) == 1 and not self.targets.by_form[number]
        if self.target is None or at < 0 or not whole:
            return text
        return self.target.graph.index.codes[at]

    def kind_of(self, number: int) -> Kind | None:
        """Give the kind of a distinct target's first code; None where nobody knows."""
        at = int(self.targets.stems[number])
        return None if at < 0 else Kind(self._kinds[at])

    @cached_property
    def _kinds(self) -> list[str]:
        return [] if self.target is None else self.target.graph.concepts["kind"].to_pylist()

    def _names_foundation(
        self, column: Column, uris: Sequence[str | None], ordinals: Sequence[Sequence[int]]
    ) -> list[bool]:
        """Say of each distinct target whether it names an entity of the Foundation.

        An entity's number without its URI does where the graph does not know it, or where the row
        tells the levels between source and entity, as WHO's Foundation table does.
        """
        release = self.map_set.target
        if release is None or release.system is not CodeSystem.ICD11:
            return [False] * len(column.texts)
        levelled = np.zeros(len(column.texts), dtype=bool)
        told = np.asarray(pc.is_valid(self.map_set.table["levels"]))
        levelled[column.numbers[told & (column.numbers >= 0)]] = True
        return [
            bool(_FOUNDATION.match(uri))
            if uri
            else bool(_ENTITY.fullmatch(text)) and (found[0] < 0 or bool(levelled[number]))
            for number, (text, uri, found) in enumerate(
                zip(column.texts, uris, ordinals, strict=True)
            )
        ]

    def _by_form(self, text: str) -> bool:
        """Say whether a code of ICD-10 is held under another form only."""
        standing, release = self.target, self.map_set.target
        if standing is None or release is None or release.system is not CodeSystem.ICD10:
            return False
        known = standing.graph.index.ordinals
        found = carried(text, known, source=release, target=standing.graph.release)
        if found.method in {Method.PLACE4, Method.FIFTH, Method.XFILL}:
            return True
        by_who = standing.graph.release.edition.startswith(_WHO)
        return by_who and bool(_SUBDIVIDED.fullmatch(text)) and text[:_FOURTH] in known


def _standing(graph: CodeGraph | None, release: Release | None) -> Standing | None:
    if graph is None:
        return None
    return Standing(graph=graph, holds_all=_holds_all(release, graph.release))


def _holds_all(release: Release | None, held: Release) -> bool:
    """Say whether a held release has every code of another, spelled as it is there."""
    if release is None or same_codes(release, held):
        return True
    return find_bridge(release, held) is not None and edition_over(release, held) is None
