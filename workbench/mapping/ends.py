"""What became of a code between two releases of its system, in sentences.

Only what a reviewer must see again: that it is gone or retired, may no longer be used, is called
otherwise, lies elsewhere, or is now divided. Nothing said means nothing changed.

Source: SNOMED International, ICD-10 Mapping Technical Guide (maintenance of the map).
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core.codes import CodeSystem
from workbench.core.icd11 import parse_cluster
from workbench.errors import InputError
from workbench.graph.code_graph import CodeGraph
from workbench.graph.history import gone_concept, replaced_words

__all__ = ["Ends"]


class Ends:
    """The codes of one side of a map, between an older release and a newer.

    Parameters
    ----------
    older, newer
        The graphs of the two releases.
    what
        What a code of this side is called in a sentence: ``source`` or ``target``.

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

    def __init__(self, older: CodeGraph, newer: CodeGraph, *, what: str) -> None:
        self._older = older
        self._newer = newer
        self._what = what
        self._known: dict[str, tuple[str, ...]] = {}

    def lost(self, code: str) -> str | None:
        """Say that a code is gone or retired, and what its history offers; None if it is not."""
        graph = self._newer
        if code in graph and graph.lookup(code).active:
            return None
        said = f"{self._what} {code} is {'retired' if code in graph else 'not'} in {graph.release}"
        known = code in graph or gone_concept(graph, code) is not None
        offered = replaced_words(graph, code) if known else "no replacement is on offer"
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
        if code not in self._older:
            yield f"{said} is not in {self._older.release}, so nothing can be said of what changed"
            return
        if self._older.lookup(code).assignable and not newer.lookup(code).assignable:
            yield f"{said} may no longer be the code of a record in {newer.release}"
        before, after = self._older.term(code), newer.term(code)
        if before != after:
            yield f"{said} is now called '{after}', before '{before}'"
        yield from self._moved(said, code)

    def _moved(self, said: str, code: str) -> Iterator[str]:
        for kind, before, after in (
            ("above", self._older.parents(code), self._newer.parents(code)),
            ("below", self._older.children(code), self._newer.children(code)),
        ):
            come = [each for each in after if each not in before]
            gone = [each for each in before if each not in after]
            if kind == "above" and (come or gone):
                yield f"{said} now lies under {_list(after)}, before under {_list(before)}"
            if kind == "below" and come:
                yield f"{said} now has {_list(come)} below it"


def _list(codes: list[str]) -> str:
    shown = ", ".join(codes[:5])
    more = f" and {len(codes) - 5:,} more" if len(codes) > 5 else ""  # noqa: PLR2004 - a line
    return (shown or "nothing") + more
