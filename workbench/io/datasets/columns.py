"""What the headings of a dataset say: which columns hold codes, positions, episodes, years, counts.

Headings are taken apart into words, so that ``DIAG_4_01``, ``diag01`` and ``Secondary diagnosis 1``
read alike and ``PROCODE3`` (a provider) is no procedure. The trap: concatenations, counts, external
causes and delayed-discharge columns repeat diagnoses and must never be read.

Source: NHS England, HES Data Dictionary, Admitted Patient Care.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from workbench.core.codes import CodeSystem

__all__ = ["CodeColumn", "CodeSet", "code_columns", "numbered_sets", "words_of"]

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
#: Words that say a column holds codes of a system.
_SYSTEM_WORDS: Final = {
    CodeSystem.ICD10: frozenset({"diag", "diagnosis", "diagnoses", "icd", "dx"}),
    CodeSystem.OPCS4: frozenset({"opertn", "oper", "operation", "proc", "procedure", "opcs"}),
    CodeSystem.SNOMED: frozenset({"snomed", "sctid", "sct"}),
}
#: Digits that belong to a system's name.
_VERSIONS: Final = {"icd": frozenset({"10"}), "opcs": frozenset({"4"})}
#: Another version of ICD; ``icd_9`` alone is the ninth of some columns.
_OTHER_VERSION: Final = re.compile(r"icd-?(9|11)(?!\d)|icd[-_ ]?(9|11)[-_ ]?[a-z]", re.IGNORECASE)
#: Words of columns about codes that hold none, or repeat what other columns hold.
_NEVER: Final = frozenset(
    {
        *("concat", "concatenated", "count", "counts", "number", "total", "cause", "flag"),
        *("date", "time", "desc", "descr", "description", "term", "text", "name", "title", "label"),
        *("type", "scheme", "version", "mark", "chapter", "block", "group", "active"),
    }
)
_DELAYED_DISCHARGE: Final = "alc"
_SECONDARY: Final = 2
#: Words that say which of an episode's codes a column holds: the first, or those after it.
_RANKS: Final = {
    **dict.fromkeys(("primary", "main", "principal", "first"), 0),
    **dict.fromkeys(("secondary", "additional", "other", "subsidiary"), _SECONDARY),
}
_NUMBERED: Final = 1
_MOST_DIGITS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeColumn:
    """A column that holds codes.

    Attributes
    ----------
    heading
        As written.
    system
        What its codes belong to.
    stem
        The words of its heading without rank and number: what the columns of a set share.
    rank
        0 for the primary code, 1 where the heading does not say, 2 for secondary ones.
    number
        The number it ends in, or None.
    """

    heading: str
    system: CodeSystem
    stem: tuple[str, ...]
    rank: int
    number: int | None

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in its set; the least is the first-listed code."""
        return self.rank, self.number or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSet:
    """Columns that together hold an episode's codes, first-listed first."""

    columns: tuple[CodeColumn, ...]

    @property
    def begins_with_first(self) -> bool:
        """Whether its first column may hold the first-listed code: none secondary, none second."""
        first = self.columns[0]
        return first.rank != _SECONDARY and (first.number or 0) <= _NUMBERED

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings as written."""
        return tuple(column.heading for column in self.columns)


def words_of(heading: str) -> list[str]:
    """Give the words and numbers of a heading in lower case.

    Examples
    --------
    >>> words_of("DIAG_4_01"), words_of("DiagCode1"), words_of("ICD10code")
    (['diag', '4', '01'], ['diag', 'code', '1'], ['icd', '10', 'code'])
    """
    return [word.lower() for word in _WORD.findall(heading)]


def code_columns(headings: Iterable[str]) -> list[CodeColumn]:
    """Give the columns whose heading says that they hold codes.

    Examples
    --------
    >>> [c.heading for c in code_columns(["DIAG_4_01", "DIAG_4_CONCAT", "ALCDIAG_4", "PROCODE3"])]
    ['DIAG_4_01']
    """
    return [column for heading in headings if (column := _code_column(heading)) is not None]


def numbered_sets(columns: Sequence[CodeColumn]) -> list[CodeSet]:
    """Group the columns of one system by what their headings share.

    A column alone is a set only where its heading says it is the first code of a record, and only
    where no columns make a set together.

    Examples
    --------
    >>> found = numbered_sets(code_columns(["secondary_diagnosis_1", "primary_diagnosis"]))
    >>> [one.headings for one in found]
    [('primary_diagnosis', 'secondary_diagnosis_1')]
    """
    groups: dict[tuple[str, ...], list[CodeColumn]] = defaultdict(list)
    for column in columns:
        groups[column.stem].append(column)
    sets = [
        CodeSet(columns=tuple(sorted(_numbered(group), key=lambda column: column.place)))
        for group in groups.values()
        if len(group) > 1 and any(column.number is not None for column in group)
    ]
    return sets or [CodeSet(columns=(c,)) for c in columns if c.rank == 0 or c.number == _NUMBERED]


def _code_column(heading: str) -> CodeColumn | None:
    words = words_of(heading)
    if _OTHER_VERSION.search(heading) is not None:
        return None
    if _NEVER.intersection(words) or any(word.startswith(_DELAYED_DISCHARGE) for word in words):
        return None
    system = _system(words)
    if system is None:
        return None
    words = _without_version(words)
    number = words.pop() if words[-1].isdecimal() and len(words[-1]) <= _MOST_DIGITS else None
    ranks = [_RANKS[word] for word in words if word in _RANKS]
    return CodeColumn(
        heading=heading,
        system=system,
        stem=tuple(word for word in words if word not in _RANKS),
        rank=min(ranks, default=1),
        number=None if number is None else int(number),
    )


def _system(words: Sequence[str]) -> CodeSystem | None:
    bare = {word.removesuffix("codes").removesuffix("code") for word in words}
    return next((s for s, known in _SYSTEM_WORDS.items() if known & bare), None)


def _numbered(group: Sequence[CodeColumn]) -> list[CodeColumn]:
    """Give ``icd_10`` its number among ``icd_1`` to ``icd_9``: there the 10 is no version."""
    taken = {column.number for column in group}
    return [
        replace(column, number=int(last))
        if column.number is None
        and len(taken) > _NUMBERED
        and (last := words_of(column.heading)[-1]).isdecimal()
        and int(last) not in taken
        else column
        for column in group
    ]


def _without_version(words: list[str]) -> list[str]:
    """Leave out the digits of a system's name, unless they number a column (``icd_10`` alone)."""
    for place in range(len(words) - 1):
        if words[place + 1] in _VERSIONS.get(words[place], ()):
            return [*words[: place + 1], *words[place + 2 :]]
    return words
