"""What is offered in place of a concept that is retired, or gone from its release.

Several replacements may be on offer, and none is picked here: a person picks. They come from RF2's
association reference sets, which say how the old concept stands to the new, and from the UK's
substitution table, which says how ambiguous the substitution is.

The trap: *active* follows the concept file, *replaced by* the history; a few concepts that the
UK table calls old are still active.

Source: SNOMED International, Release File Specifications, section 5.2.5 (association reference
sets); NHS England, UK history substitution table. What its levels 1, 2 and 3 mean could not be read
anywhere; in its rows 0 goes with duplicates and 3 with concepts that have several readings, so the
words below claim their order and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from workbench.core.codes import natural_key
from workbench.core.showing import Shown
from workbench.core.snomed import split_tag
from workbench.graph.code_graph import CodeGraph
from workbench.graph.display import shortened

__all__ = [
    "AMBIGUITY_WORDS",
    "CurrentReplacement",
    "GoneConcept",
    "Replacement",
    "current_replacements",
    "gone_concept",
    "replaced_words",
    "replacements",
]

#: The UK table's levels in words.
AMBIGUITY_WORDS: Final[Mapping[int | None, str]] = MappingProxyType(
    {
        0: "unambiguous",
        1: "slightly ambiguous, 1 of 3",
        2: "ambiguous, 2 of 3",
        3: "very ambiguous, 3 of 3",
        None: "ambiguity not stated",
    }
)
_WORST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement(Shown):
    """One concept offered in place of another.

    Attributes
    ----------
    code, term
        The concept on offer; its term is None where the graph does not hold it.
    association
        How the old concept stands to it: an `Association`.
    ambiguity
        0 (unambiguous) to 3, or None where the source has none.
    active
        Whether the concept on offer is active itself; None where the graph does not hold it.
    """

    code: str
    term: str | None
    association: str
    ambiguity: int | None
    active: bool | None

    @property
    def words(self) -> str:
        """How it stands to the old concept, and how sure that is."""
        return f"{self.association.replace('_', ' ')}; {AMBIGUITY_WORDS[self.ambiguity]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentReplacement(Shown):
    """An active concept to which one or more replacements lead.

    Attributes
    ----------
    code, term
        The active concept.
    path
        From the old concept to the active one, both included.
    associations
        One for each step of the path.
    ambiguity
        The worst that any step states; None where none states one.
    """

    code: str
    term: str
    path: tuple[str, ...]
    associations: tuple[str, ...]
    ambiguity: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneConcept(Shown):
    """A concept that only the history of a release still knows.

    Attributes
    ----------
    code
        The code.
    term
        Its FSN without the semantic tag; the code itself where the history gives no name.
    fsn
        Its fully specified name, or None.
    """

    code: str
    term: str
    fsn: str | None


def replacements(graph: CodeGraph, code: str) -> tuple[Replacement, ...]:
    """Give what is offered in place of a code, directly.

    Returns
    -------
    tuple
        By ambiguity (unstated last), association and code; empty where nothing is offered.

    Raises
    ------
    UnknownCodeError
        If neither the graph nor its history knows the code.
    """
    if code in graph:
        code = graph.resolve(code)
    rows = graph.replacements_of(code).to_pylist()
    if not rows and code not in graph:
        graph.ordinal(code)
    offered = {
        (row["replacement"], row["association"], row["ambiguity"]): _replacement(graph, row)
        for row in rows
    }
    return tuple(sorted(offered.values(), key=_order))


def current_replacements(graph: CodeGraph, code: str) -> tuple[CurrentReplacement, ...]:
    """Give the active concepts that the replacements of a code lead to, over retired ones.

    A retired concept on offer is followed to its own replacements, each once, so that no circle is
    walked. Of several ways to one concept the shortest counts, of those the least ambiguous.

    Returns
    -------
    tuple
        By ambiguity (unstated last), length of the path and code.

    Raises
    ------
    UnknownCodeError
        If neither the graph nor its history knows the code.
    """
    return tuple(sorted(_followed(graph, code), key=_current_order))


def gone_concept(graph: CodeGraph, code: str) -> GoneConcept | None:
    """Give what the history says of a code that the graph does not hold; None if nothing."""
    if code in graph:
        return None
    rows = graph.replacements_of(code)
    if not rows.num_rows:
        return None
    named = sorted(name for name in rows["fsn"].to_pylist() if name)
    fsn = named[0] if named else None
    return GoneConcept(code=code, term=split_tag(fsn)[0] if fsn else code, fsn=fsn)


def replaced_words(graph: CodeGraph, code: str) -> str:
    """Say in words what the history offers in place of a code: all of it, and none picked."""
    told = " or ".join(
        f"{each.code} {shortened(each.term or '')}".rstrip()
        + ("" if each.active is not False else " (retired)")
        for each in replacements(graph, code)
    )
    return f"its history offers {told}" if told else "no replacement is on offer"


def _replacement(graph: CodeGraph, row: Mapping[str, str | int | None]) -> Replacement:
    code, ambiguity = str(row["replacement"]), row["ambiguity"]
    held = graph.lookup(code) if code in graph else None
    return Replacement(
        code=code,
        term=held.term if held else None,
        association=str(row["association"]),
        ambiguity=None if ambiguity is None else int(ambiguity),
        active=held.active if held else None,
    )


def _order(offered: Replacement) -> tuple[int, str, tuple[int, int, str]]:
    return _level(offered.ambiguity), offered.association, natural_key(offered.code)


def _current_order(found: CurrentReplacement) -> tuple[int, int, tuple[int, int, str]]:
    return _level(found.ambiguity), len(found.path), natural_key(found.code)


def _level(ambiguity: int | None) -> int:
    return _WORST + 1 if ambiguity is None else ambiguity


def _followed(graph: CodeGraph, code: str) -> Iterator[CurrentReplacement]:
    """Walk step by step; each concept is reached once."""
    code = graph.resolve(code) if code in graph else code
    reached: dict[str, tuple[Replacement, ...]] = {code: ()}
    replacements(graph, code)  # raises where nobody knows the code
    seen = {code}
    while reached:
        beyond: dict[str, tuple[Replacement, ...]] = {}
        for at, steps in reached.items():
            for each in _offered(graph, at):
                way = (*steps, each)
                if each.code not in seen and _better(way, beyond.get(each.code)):
                    beyond[each.code] = way
        seen |= beyond.keys()
        yield from (_current(code, way) for way in beyond.values() if way[-1].active)
        reached = {at: way for at, way in beyond.items() if not way[-1].active}


def _offered(graph: CodeGraph, code: str) -> tuple[Replacement, ...]:
    known = code in graph or graph.replacements_of(code).num_rows
    return replacements(graph, code) if known else ()


def _better(way: tuple[Replacement, ...], known: tuple[Replacement, ...] | None) -> bool:
    return known is None or _level(_worst(way)) < _level(_worst(known))


def _worst(way: tuple[Replacement, ...]) -> int | None:
    return max((step.ambiguity for step in way if step.ambiguity is not None), default=None)


def _current(code: str, way: tuple[Replacement, ...]) -> CurrentReplacement:
    return CurrentReplacement(
        code=way[-1].code,
        term=way[-1].term or way[-1].code,
        path=(code, *(step.code for step in way)),
        associations=tuple(step.association for step in way),
        ambiguity=_worst(way),
    )
