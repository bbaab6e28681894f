"""What became of a code between two releases of its system, in sentences.

Only what a reviewer must see again: that it is gone or retired, may no longer be used, is called
otherwise, lies elsewhere, or is now divided. Nothing said means nothing changed.

The trap: a graph may stand for another edition over a bridge, and there a spelling proves nothing
(UK ``X59.0`` is a place, WHO's a fracture), so that codes are looked up by the bridge's methods.

Source: SNOMED International, ICD-10 Mapping Technical Guide (maintenance of the map).
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core.codes import CodeSystem, Release
from workbench.core.icd11 import parse_cluster
from workbench.errors import InputError
from workbench.graph.code_graph import CodeGraph
from workbench.graph.history import gone_concept, replaced_words
from workbench.mapping.lookup import CodeFinder

__all__ = ["Ends"]


class Ends:
    """The codes of one side of a map, between an older release and a newer.

    Parameters
    ----------
    older, newer
        The graphs of the two releases.
    what
        What a code of this side is called in a sentence: ``source`` or ``target``.
    codes_of
        The older and the newer release that the codes are of, where a graph only stands for it;
        None means the graph's own.

    Examples
    --------
    >>> from workbench.core.codes import parse_release
    >>> from workbench.graph.build import build_graph, edges_table, nodes_table
    >>> older, newer = (
    ...     build_graph(
    ...         nodes_table({"code": code, "kind": "category"}),
    ...         edges_table(),
    ...         release=parse_release(f"icd10/{year}"),
    ...     )
    ...     for code, year in (("A90", "2016"), ("A97", "2019"))
    ... )
    >>> Ends(older, newer, what="target").changes("A90")
    ('target A90 is not in icd10/2019; no replacement is on offer',)
    """

    def __init__(
        self,
        older: CodeGraph,
        newer: CodeGraph,
        *,
        what: str,
        codes_of: tuple[Release | None, Release | None] = (None, None),
    ) -> None:
        self._older = older
        self._newer = newer
        self._what = what
        before, after = codes_of
        self._finders = CodeFinder(older, before), CodeFinder(newer, after)
        self._known: dict[str, tuple[str, ...]] = {}

    def held(self, code: str) -> tuple[str | None, str | None]:
        """Give the code by which the older and the newer graph hold one; None where one does not.

        Across a bridge that is the code it stands for there: ``W19`` for the UK's ``W19.0``.
        """
        places = [finder.find(code) for finder in self._finders]
        before, after = places
        return (
            self._older.code_at(before) if before >= 0 else None,
            self._newer.code_at(after) if after >= 0 else None,
        )

    def lost(self, code: str) -> str | None:
        """Say that a code is gone or retired, and what its history offers; None if it is not.

        What neither release ever held is not gone.
        """
        graph, (before, after) = self._newer, self.held(code)
        known = after is not None or gone_concept(graph, code) is not None
        if (after is not None and graph.index.is_active(after)) or not (known or before):
            return None
        said = f"{self._what} {code} is {'retired' if after else 'not'} in {graph.release}"
        offered = replaced_words(graph, after or code) if known else "no replacement is on offer"
        return f"{said}; {offered}"

    def changes(self, code: str) -> tuple[str, ...]:
        """Say what became of a code, or of each code of an ICD-11 expression."""
        if code not in self._known:
            self._known[code] = tuple(
                sentence for part in self._parts(code) for sentence in self._changes(part)
            )
        return self._known[code]

    def _parts(self, code: str) -> tuple[str, ...]:
        if self._newer.release.system is not CodeSystem.ICD11 or code in self._newer:
            return (code,)
        try:
            stems = parse_cluster(code).stems
        except InputError:  # the end of a URI, of an entity without a code
            return (code,)
        return tuple(part for stem in stems for part in (stem.code, *stem.extensions))

    def _changes(self, code: str) -> Iterator[str]:
        lost = self.lost(code)
        if lost is not None:
            yield lost
            return
        said, newer = f"{self._what} {code}", self._newer
        was, now = self.held(code)
        if was is None or now is None:
            if self._older is not newer:
                both = "" if now else f" nor in {newer.release}"
                yield (
                    f"{said} is not in {self._older.release}{both}, so nothing can be said of what "
                    "changed"
                )
            return
        if was != now:
            yield f"{said} stands for {now} in {newer.release}, before for {was}"
        if self._older.index.is_assignable(was) and not newer.index.is_assignable(now):
            yield f"{said} may no longer be the code of a record in {newer.release}"
        before, after = self._older.term(was), newer.term(now)
        if before != after:
            yield f"{said} is now called '{after}', before '{before}'"
        yield from self._moved(said, was, now)

    def _moved(self, said: str, was: str, now: str) -> Iterator[str]:
        for kind, before, after in (
            ("above", self._older.parents(was), self._newer.parents(now)),
            ("below", self._older.children(was), self._newer.children(now)),
        ):
            come, gone = _less(after, before), _less(before, after)
            if kind == "above" and (come or gone):
                yield f"{said} now lies under {_list(after)}, before under {_list(before)}"
            if kind == "below" and come:
                yield f"{said} now has {_list(come)} below it"


def _less(codes: list[str], others: list[str]) -> list[str]:
    """Give the codes that are not among others; a concept may have thousands below it."""
    known = set(others)
    return [code for code in codes if code not in known]


def _list(codes: list[str]) -> str:
    shown = ", ".join(codes[:5])
    more = f" and {len(codes) - 5:,} more" if len(codes) > 5 else ""  # noqa: PLR2004 - a line
    return (shown or "nothing") + more
