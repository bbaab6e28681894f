"""Two maps of the same concepts, side by side: what each answers, and how the answers differ.

A difference is named by the mildest reading that explains it: the UK's place of occurrence and
fifth character are a matter of edition, a mark or an order one of convention, another category one
of meaning. What is compared is what each map takes where nobody says more; the record may say more,
so a question is a reading of its own and never counts as another code, beside a code or alone.

The trap: the UK's ``X59.0`` (a place) and WHO's (a fracture) are spelled alike and are two codes.

Source: NHS England, National Clinical Coding Standards ICD-10 5th Edition; SNOMED International,
ICD-10 Mapping Technical Guide (both maps are made from one source by different rules).
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from workbench.core.codes import Release, natural_key
from workbench.core.showing import and_more, table_html
from workbench.mapping.bridge import DIRECT_METHODS, Method, carried, find_bridge
from workbench.mapping.map_set import MapSet
from workbench.mapping.translate import translate
from workbench.mapping.translation import Need, Translation

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Compared", "Comparison", "Difference", "compare"]

_SHOWN: Final = 50
_CATEGORY: Final = 3


class Difference(StrEnum):
    """How two answers differ, the mildest reading that explains it.

    Attributes
    ----------
    NONE
        The same codes with the same marks in the same order.
    MARK
        The same codes in the same order; a mark is printed by one only, or another.
    EDITION
        The same in the forms of the two editions: one has a place of occurrence or fifth character.
    ORDER
        The same codes in another order.
    MORE
        One gives every code of the other and more.
    CATEGORY
        The same three-character categories, another code in one of them; also where one spelling
        means a place in one edition and a code of its own in the other.
    CODE
        Another category.
    QUESTION
        One asks the record what the other does not ask so.
    NO_MAP
        One states that there is no map, the other gives codes, asks, or states another reason.
    UNMAPPED
        One has no row.
    """

    NONE = "none"
    MARK = "mark"
    EDITION = "edition"
    ORDER = "order"
    MORE = "more"
    CATEGORY = "category"
    CODE = "code"
    QUESTION = "question"
    NO_MAP = "no_map"
    UNMAPPED = "unmapped"


_WORDS: Final = {
    Difference.NONE: "the same",
    Difference.MARK: "the same codes; the marks differ",
    Difference.EDITION: "the same in the two editions: a place or a fifth character",
    Difference.ORDER: "the same codes in another order",
    Difference.MORE: "one gives every code of the other and more",
    Difference.CATEGORY: "the same categories, another code",
    Difference.CODE: "another category",
    Difference.QUESTION: "one asks the record, the other answers or asks otherwise",
    Difference.NO_MAP: "one states that there is no map, the other not, or for another reason",
    Difference.UNMAPPED: "one has no row",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What two maps answer for one source.

    Attributes
    ----------
    source, term
        The concept; the term where a map or a graph has one.
    first, second
        The codes each takes where nobody says more, marks behind them, in coding order, and
        ``(asks)`` behind them where a question is open; or one word in brackets: ``(asks)``,
        ``(no map)``, ``(unmapped)``.
    difference
        How they differ.
    why
        In words.
    """

    source: str
    term: str | None
    first: tuple[str, ...]
    second: tuple[str, ...]
    difference: Difference
    why: str


class Comparison(tuple[Compared, ...]):
    """The sources of two maps compared, in natural order; a tuple that shows itself as a table."""

    __slots__ = ()

    def counts(self) -> dict[Difference, int]:
        """Give how many sources differ in each way that occurs, the mildest first."""
        found = [row.difference for row in self]
        return {kind: found.count(kind) for kind in Difference if kind in found}

    def to_pandas(self) -> pd.DataFrame:
        """Give one row a source: source, term, first, second, difference, why."""
        import pandas as pd

        rows = [dict(zip(_HEADINGS, _cells(row), strict=True)) for row in self]
        return pd.DataFrame(rows, columns=list(_HEADINGS))

    def __repr__(self) -> str:
        """Give the counts, and the sources that differ, a bounded number of them."""
        differ = [row for row in self if row.difference is not Difference.NONE]
        lines = ["  ".join(_cells(row)) for row in differ[:_SHOWN]]
        return "\n".join([self._told(), *lines, *and_more(len(differ), shown=_SHOWN)])

    def _repr_html_(self) -> str:
        differ = [row for row in self if row.difference is not Difference.NONE]
        shown = [_cells(row) for row in differ[:_SHOWN]]
        below = and_more(len(differ), shown=_SHOWN)
        return f"<p>{html.escape(self._told())}</p>{table_html(_HEADINGS, shown, below=below)}"

    def _told(self) -> str:
        told = "; ".join(f"{_WORDS[kind]}: {count:,}" for kind, count in self.counts().items())
        return f"{len(self):,} sources. {told}" if told else "no sources to compare"


_HEADINGS: Final = ("source", "term", "first", "second", "difference", "why")


def compare(
    first: MapSet,
    second: MapSet,
    *,
    sources: Iterable[str] | None = None,
    term: Callable[[str], str | None] = lambda _: None,
) -> Comparison:
    """Compare what two maps answer, source by source.

    Parameters
    ----------
    first, second
        Maps from the same system.
    sources
        The sources to compare; default all that both have rows for.
    term
        Gives a source's term, where the maps have none.

    Examples
    --------
    >>> from workbench.mapping.entry import MapEntry, table_of_entries
    >>> one, other = (
    ...     MapSet(
    ...         name=code,
    ...         kind="csv",
    ...         source=None,
    ...         target=None,
    ...         table=table_of_entries([MapEntry(source="56675007", target=code)]),
    ...     )
    ...     for code in ("I50.9", "I50.1")
    ... )
    >>> [(row.first, row.second, str(row.difference)) for row in compare(one, other)]
    [(('I50.9',), ('I50.1',), 'category')]
    """
    asked = sorted(
        {s for s in first.sources if s in second} if sources is None else set(sources),
        key=natural_key,
    )
    ends = (first.target, second.target)
    answers = zip(_answers(first, asked), _answers(second, asked), strict=True)
    return Comparison(
        _compared(source, one, other, ends, _term(first, second, source) or term(source))
        for source, (one, other) in zip(asked, answers, strict=True)
    )


def _answers(map_set: MapSet, asked: Sequence[str]) -> Iterator[Translation | None]:
    for source in asked:
        yield translate(map_set, [source])[0] if source in map_set else None


def _term(first: MapSet, second: MapSet, source: str) -> str | None:
    entries = (m.entries(source)[0] for m in (first, second) if source in m)
    return next((entry.source_term for entry in entries if entry.source_term), None)


def _compared(
    source: str,
    one: Translation | None,
    other: Translation | None,
    ends: tuple[Release | None, Release | None],
    term: str | None,
) -> Compared:
    difference = _difference(one, other, ends)
    return Compared(
        source=source,
        term=term,
        first=_said(one),
        second=_said(other),
        difference=difference,
        why="; ".join([_why(difference, one, other), *_misread(one, other, ends)]),
    )


def _said(answer: Translation | None) -> tuple[str, ...]:
    if answer is None:
        return ("(unmapped)",)
    codes = tuple(f"{target.target}{target.mark or ''}" for target in answer.targets)
    asks = ("(asks)",) if _open(answer) else ()
    return (*codes, *asks) or ("(no map)",)


def _open(answer: Translation) -> tuple[Need, ...]:
    """Give the questions without which a code is missing."""
    return tuple(need for need in answer.needs if need.open)


def _kind(answer: Translation | None) -> Difference:
    """Give what an answer is, where it is no code: a way in which it differs from codes."""
    if answer is None:
        return Difference.UNMAPPED
    if _open(answer):
        return Difference.QUESTION
    return Difference.NONE if answer.targets else Difference.NO_MAP


def _difference(
    one: Translation | None,
    other: Translation | None,
    ends: tuple[Release | None, Release | None],
) -> Difference:
    kinds = (_kind(one), _kind(other))
    if kinds[0] is not kinds[1]:
        order = list(Difference)
        return max(kinds, key=order.index)
    if one is None or other is None:
        return Difference.NONE
    if kinds[0] is not Difference.NONE and (_open(one), one.no_map) != (_open(other), other.no_map):
        return kinds[0]
    return _codes_differ(one, other, ends)


def _codes_differ(
    one: Translation, other: Translation, ends: tuple[Release | None, Release | None]
) -> Difference:
    """Give the mildest reading of two lists of codes; `Difference` lists them from the mildest."""
    plain = [[target.target for target in answer.targets] for answer in (one, other)]
    first, second = ends
    codes = [_meant(code, first, second) for code in plain[0]]
    others = [_meant(code, second, first) for code in plain[1]]
    if codes == others:
        return Difference.NONE if _said(one) == _said(other) else Difference.MARK
    if _same_in_editions(plain[0], plain[1], ends):
        return Difference.EDITION
    if sorted(codes) == sorted(others):
        return Difference.ORDER
    if set(codes) < set(others) or set(others) < set(codes):
        return Difference.MORE
    heads = [sorted({code[:_CATEGORY] for code in each}) for each in (codes, others)]
    return Difference.CATEGORY if heads[0] == heads[1] else Difference.CODE


def _meant(code: str, release: Release | None, other: Release | None) -> str:
    """Give a code, and where it means a place of occurrence that the other release lacks, so."""
    if release is None or other is None or find_bridge(release, other) is None:
        return code
    found = carried(code, {code, code[:_CATEGORY]}, source=release, target=other)
    return f"{code} (place)" if found.method is Method.PLACE4 else code


def _same_in_editions(
    codes: Sequence[str], others: Sequence[str], ends: tuple[Release | None, Release | None]
) -> bool:
    """Whether one list is the other, carried over the bridge between their releases."""
    first, second = ends
    if len(codes) != len(others) or first is None or second is None:
        return False
    there, back = zip(codes, others, strict=True), zip(others, codes, strict=True)
    return all(_carries(*pair, first, second) for pair in there) or all(
        _carries(*pair, second, first) for pair in back
    )


def _carries(code: str, other: str, source: Release, target: Release) -> bool:
    if find_bridge(source, target) is None:
        return False
    found = carried(code, {other, code[:_CATEGORY]}, source=source, target=target)
    return found.key == other and found.method in DIRECT_METHODS


def _misread(
    one: Translation | None,
    other: Translation | None,
    ends: tuple[Release | None, Release | None],
) -> Iterator[str]:
    """Tell codes that both give in one spelling, which do not mean the same in both."""
    if one is None or other is None:
        return
    both = {target.target for target in one.targets} & {target.target for target in other.targets}
    for release, against in (ends, ends[::-1]):
        for code in sorted(both, key=natural_key):
            if _meant(code, release, against) != code:
                yield f"{code} is a place of occurrence in {release}, and none in {against}"


def _why(difference: Difference, one: Translation | None, other: Translation | None) -> str:
    """Say how the answers differ; of a question or a no-map, what is asked or stated."""
    said = [part for answer in (one, other) if answer is not None for part in _asides(answer)]
    return "; ".join([_WORDS[difference], *dict.fromkeys(said)])


def _asides(answer: Translation) -> Iterator[str]:
    yield from (need.ask for need in _open(answer))
    if answer.no_map is not None and not answer.targets:
        yield answer.no_map.text or answer.no_map.reason


def _cells(row: Compared) -> tuple[str, ...]:
    first, second = " ".join(row.first), " ".join(row.second)
    return (row.source, row.term or "", first, second, row.difference.value, row.why)
