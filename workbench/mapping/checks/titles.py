"""Checks that read the titles of both sides: a target that claims more, or says less than it could.

They find what is *doubtful*, with their evidence, and no more than that: titles are compared by
words, so that a synonym looks like a claim. How often they are right on WHO's own table was judged
by their authors, and by no clinical coder yet; the documentation tells (*Checks on a map*).

Source: WHO, ICD-10/ICD-11 mapping tables, 2024-01 (whose rows they were tuned on).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from workbench.core.codes import CodeSystem, Kind
from workbench.core.icd11 import normal_text
from workbench.errors import InputError
from workbench.graph.code_graph import CodeGraph
from workbench.mapping.checks.context import GROUPS, CheckContext
from workbench.mapping.checks.model import Check, Hit, Severity
from workbench.mapping.checks.words import covered, title_key, title_words
from workbench.mapping.lookup import encoded

__all__ = ["CHECKS"]

_NAMED: Final = 2
_BEGINNING: Final = 4
_CODED: Final = frozenset({Kind.CATEGORY, Kind.SUBCATEGORY})
#: A finer code must say at least this share of what the target drops.
_SHARE: Final = 1 / 3

#: What a target's title may claim, and what in the source's titles would bear it out.
_CLAIMS: Final = tuple(
    (word, re.compile(claim), re.compile(support))
    for word, claim, support in (
        ("right", r"\bright\b(?! (?:flexure|heart|ventric|atri))", r"\bright\b"),
        ("left", r"\bleft\b(?! (?:flexure|heart|ventric|atri))", r"\bleft\b"),
        ("bilateral", r"\bbilateral\b", r"bilateral|both"),
        ("unilateral", r"\bunilateral\b", r"unilateral|hemipleg|\bone\b|monocular"),
        ("acute", r"(?<!sub)(?<!chronic or )\bacute\b(?! (?:or|and) chronic)", r"acute|sudden"),
        ("recurrent", r"(?<!or )\brecurrent\b", r"recurr|relaps|repeat|cyclic|period|habitual"),
        ("mild", r"\bmild\b", r"mild"),
        ("moderate", r"\bmoderate\b", r"moderate"),
        (
            "congenital",
            r"\bcongenital\b",
            (
                r"congenit|birth|malform|newborn|neonat|perinat|f(?:o)?et|"
                r"develop|hereditar|inborn|genetic"
            ),
        ),
        ("neonatal", r"\bneonatal\b", r"neonat|newborn|perinat|f(?:o)?et|birth"),
        ("female", r"\bfemale\b", r"female|wom[ae]n|matern|uter|vagin|ovar|cervi|vulv|breast"),
        ("male", r"\bmale\b", r"\bmale|\bm[ae]n\b|prostat|penis|ejacul|test[ie]s|scrot"),
        ("adult", r"\badult\b", r"adult"),
        ("juvenile", r"\bjuvenile\b", r"juvenile|child|infant|adolesc"),
        ("open", r"\bopen\b", r"open"),
        ("closed", r"\bclosed\b", r"closed"),
    )
)
_DENIED: Final = re.compile(r"\b(?:without|unspecified|not|non)\b[^,;:\[\]]*")


class _Row(NamedTuple):
    """One row of a source that a record may hold, with its titles."""

    row: int
    stem: int
    title: str
    target_title: str


def target_claims_more(context: CheckContext) -> Iterator[Hit]:
    """Find targets whose title says what no title of the source does."""
    for each in _rows(context):
        said = " ".join(_source_titles(context, each)).lower()
        title = _DENIED.sub(" ", each.target_title.lower())
        claims = [
            f"'{word}'"
            for word, claim, support in _CLAIMS
            if claim.search(title) and not support.search(said)
        ]
        claims += [f"'{term}' ({code})" for code, term in _unsupported_parts(context, each, said)]
        if claims:
            yield (
                each.row,
                (
                    f"the target claims {' and '.join(claims)}, which '{each.title}' does not say; "
                    "take a target without the claim"
                ),
            )


def detail_dropped(context: CheckContext) -> Iterator[Hit]:
    """Find targets that drop what the source says while a code beside or below keeps it."""
    if context.target is None:
        return
    graph = context.target.graph
    titles = _Titles(graph)
    for each in _rows(context):
        if titles.kinds[each.stem] not in _CODED or _is_cluster(context, each.row):
            continue
        better = titles.same(each.title, but=each.stem) or titles.keeping(
            each, titles.family(each.stem)
        )
        if better:
            yield (
                each.row,
                (
                    f"'{each.title}' says more than '{each.target_title}'; {titles.named(better)} "
                    "keeps it"
                ),
            )


def block_where_code_exists(context: CheckContext) -> Iterator[Hit]:
    """Find targets that are a block or chapter in which there is a code for the source."""
    if context.target is None:
        return
    graph = context.target.graph
    titles = _Titles(graph)
    for each in _rows(context):
        if titles.kinds[each.stem] in GROUPS:
            below = graph.hierarchy.descendants.row(each.stem).tolist()
            better = titles.keeping(each, below)
            if better:
                yield (
                    each.row,
                    (
                        f"the target is a {titles.kinds[each.stem]}, and in it "
                        f"{titles.named(better)} says what '{each.title}' says; take the code"
                    ),
                )


def not_among_alternatives(context: CheckContext) -> Iterator[Hit]:
    """Find targets that the table of candidates of the same releases does not list."""
    if context.alternatives is None:
        return
    listed: dict[str, set[str]] = defaultdict(set)
    texts, places = encoded(context.alternatives.table, "target")
    for source, place in zip(
        context.alternatives.table["source"].to_pylist(), places.tolist(), strict=True
    ):
        if place >= 0:
            listed[source].add(_normal(texts[place]))
    sources, targets = context.rows.column("source"), context.rows.column("target")
    for row in np.flatnonzero(context.rows.has_target & context.source_is_code).tolist():
        candidates = listed.get(sources.at(row) or "", set())
        if candidates and _normal(targets.at(row) or "") not in candidates:
            named = sorted(candidates)
            more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
            yield (
                row,
                (
                    f"{context.spelled(row)} is none of the candidates that "
                    f"'{context.alternatives.name}' lists: {', '.join(named[:_NAMED])}{more}; see "
                    "which of the two tables is right"
                ),
            )


def _normal(target: str) -> str:
    try:
        return normal_text(target)
    except InputError:  # what names a node without a code, such as 344162786/other
        return target


def _rows(context: CheckContext) -> Iterator[_Row]:
    """Give the rows whose source a record may hold and whose target the graph holds."""
    if context.target is None or context.lists_candidates:
        return
    numbers = context.rows.column("target").numbers
    stems = context.targets.stems
    outside = np.array([*context.targets.foundation, False])[numbers]
    wanted = context.rows.has_target & context.source_is_code & ~outside
    graph_terms = context.target.graph.concepts["term"].to_pylist()
    for row in np.flatnonzero(wanted).tolist():
        stem = int(stems[numbers[row]])
        title = context.source_title(row)
        if stem >= 0 and title:
            target = context.rows.column("target_term").at(row) or graph_terms[stem]
            yield _Row(row, stem, title, target)


def _source_titles(context: CheckContext, each: _Row) -> list[str]:
    """Give the titles of a source and of all it lies in."""
    titles = [each.title]
    at = int(context.sources[context.rows.column("source").numbers[each.row]])
    if context.source is not None and at >= 0:
        graph = context.source.graph
        titles += [context.source_terms[up] for up in graph.hierarchy.ancestors.row(at).tolist()]
    return titles


def _unsupported_parts(context: CheckContext, each: _Row, said: str) -> Iterator[tuple[str, str]]:
    """Give the parts of a cluster, after its first stem, no word of which the source says."""
    if context.target is None:
        return
    number = int(context.rows.column("target").numbers[each.row])
    known = {word[:_BEGINNING] for word in re.findall(r"\w+", said.replace("-", ""))}
    terms = context.target.graph.concepts["term"]
    for code, at in list(
        zip(context.targets.parts[number], context.targets.ordinals[number], strict=True)
    )[1:]:
        if at >= 0:
            term = str(terms[at])
            words = title_words(term)
            if words and not {word[:_BEGINNING] for word in words} & known:
                yield code, term


def _is_cluster(context: CheckContext, row: int) -> bool:
    return len(context.targets.parts[int(context.rows.column("target").numbers[row])]) > 1


class _Titles:
    """The titles of a target release, read once."""

    def __init__(self, graph: CodeGraph) -> None:
        self._graph = graph
        self.kinds = [Kind(kind) for kind in graph.concepts["kind"].to_pylist()]
        self._residual = graph.concepts["residual_kind"].to_pylist()
        self._terms: list[str] = graph.concepts["term"].to_pylist()
        self._words: dict[int, frozenset[str]] = {}
        self._same: dict[frozenset[str], list[int]] = defaultdict(list)
        for at, term in enumerate(self._terms):
            if self.kinds[at] in _CODED:
                self._same[title_key(term)].append(at)

    def words(self, at: int) -> frozenset[str]:
        """Give the words of a title."""
        if at not in self._words:
            self._words[at] = title_words(self._terms[at])
        return self._words[at]

    def same(self, title: str, *, but: int) -> list[int]:
        """Give the codes that have a title; none where a code, or what it lies in, has it."""
        above = self._graph.hierarchy.ancestors.row(but).tolist()
        found = self._same.get(title_key(title), [])
        return [] if {but, *above}.intersection(found) else found

    def family(self, stem: int) -> list[int]:
        """Give what lies below a code, or for a residual one beside it."""
        shape = self._graph.hierarchy
        if self._residual[stem] is None:
            below: list[int] = shape.descendants.row(stem).tolist()
            return below
        return [
            below
            for up in shape.parents.row(stem).tolist()
            if self.kinds[up] in _CODED
            for below in shape.descendants.row(up).tolist()
            if below != stem
        ]

    def keeping(self, each: _Row, family: Iterable[int]) -> list[int]:
        """Give the codes, best first, that say what the target drops and nothing that is not said.

        Every word of such a code is the source's or the target's own.
        """
        source = title_words(each.title)
        target = title_words(each.target_title) | self.words(each.stem)
        dropped = source - target
        found = []
        for at in family:
            if self.kinds[at] not in _CODED or self._residual[at] is not None:
                continue
            words = self.words(at)
            kept = covered(words, dropped)
            if (
                len(kept) >= max(1, _SHARE * len(dropped))
                and covered(words, source | target) == words
            ):
                found.append((-len(kept), len(words), at))
        return [at for _, _, at in sorted(found)]

    def named(self, codes: Sequence[int]) -> str:
        """Name the first of some codes, with their titles."""
        return " or ".join(
            f"{self._graph.code_at(at)} '{self._terms[at]}'" for at in codes[:_NAMED]
        )


_TITLES: Final = (
    "WHO, ICD-11 Reference Guide, section 1.2.4.4 Stem codes; WHO, ICD-10/ICD-11 mapping tables "
    "(a doubtful row, for a person to judge)"
)
_CLUSTERS: Final = (
    "WHO, ICD-11 Reference Guide, section 1.2.4.5 Extension codes and postcoordination (an "
    "extension says what is known)"
)
_BLOCKS: Final = "WHO, ICD-11 Reference Guide, section 1.2.4.3 Block codes"
_BOTH_TABLES: Final = (
    "WHO, ICD-10/ICD-11 mapping tables (the one category of a code is among its several)"
)
_ICD10: Final = frozenset({CodeSystem.ICD10})
_ICD11: Final = frozenset({CodeSystem.ICD11})

#: The checks of this module.
CHECKS: Final = (
    Check(
        name="target_claims_more",
        severity=Severity.WARNING,
        about="The target's title claims what no title of the source says.",
        principle=_CLUSTERS,
        find=target_claims_more,
        sources=_ICD10,
        targets=_ICD11,
    ),
    Check(
        name="detail_dropped",
        severity=Severity.WARNING,
        about="The target drops what the source says, and a finer code keeps it.",
        principle=_TITLES,
        find=detail_dropped,
        sources=_ICD10,
        targets=_ICD11,
    ),
    Check(
        name="block_where_code_exists",
        severity=Severity.WARNING,
        about="The target is a block or chapter, and a code in it says what the source says.",
        principle=_BLOCKS,
        find=block_where_code_exists,
        sources=_ICD10,
        targets=_ICD11,
    ),
    Check(
        name="not_among_alternatives",
        severity=Severity.WARNING,
        about="The target is none of the candidates listed for the source.",
        principle=_BOTH_TABLES,
        find=not_among_alternatives,
        sources=_ICD10,
        targets=_ICD11,
    ),
)
