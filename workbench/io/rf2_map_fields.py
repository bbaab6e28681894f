"""What the fields of an RF2 map row mean: its target or why there is none, and its relation.

The traps: a target is read by the grammar of the classification that its reference set leads to,
never by its shape, since ICD-10 and OPCS-4 share shapes; ``#NIS`` and its like are statements, not
codes; an empty target is a statement only where the row's category says so.

Source: SNOMED International, ICD-10 Mapping Technical Guide (map categories; which of them go
without a target) and Release File Specifications (map correlation); NHS England's UK map refsets
(``#NIS``, ``#NC``, ``#HLT``: the meaning of the last is not confirmed by a public text).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from workbench.core import opcs4_forms
from workbench.core.codes import CodeSystem
from workbench.core.icd10_forms import parse_target
from workbench.errors import InputError
from workbench.mapping.relation import MapRelation, NoMapReason

__all__ = [
    "CATEGORIES_WITHOUT_TARGET",
    "NOT_MAPPABLE",
    "RELATIONS",
    "SPECIALS",
    "Goal",
    "read_goal",
]

#: International categories that may go without a target, and why there is none.
CATEGORIES_WITHOUT_TARGET: Final[dict[str, NoMapReason]] = {
    "447638001": NoMapReason.NOT_CLASSIFIABLE,  # cannot be classified with available data
    "447640006": NoMapReason.SOURCE_AMBIGUOUS,  # source SNOMED concept is ambiguous
    "447641005": NoMapReason.NEEDS_DETAIL,  # source SNOMED concept is incompletely modelled
    "447635003": NoMapReason.NOT_CLASSIFIABLE,  # mapping guidance from WHO is ambiguous
    "447636002": NoMapReason.NOT_IN_SCOPE,  # outside of the scope of the classification
    "447642003": NoMapReason.NOT_IN_SCOPE,  # retired from map scope
}

#: Correlations that say that the target classification has nothing for it.
NOT_MAPPABLE: Final = frozenset({"447556008", "1193551006"})

#: How the target stands to the source, by correlation in its older and its newer id.
RELATIONS: Final[dict[str, MapRelation]] = {
    "447557004": MapRelation.EQUIVALENT,
    "447558009": MapRelation.SOURCE_IS_NARROWER,
    "447559001": MapRelation.SOURCE_IS_BROADER,
    "447560006": MapRelation.RELATED_TO,
    "447561005": MapRelation.UNSPECIFIED,
    "1193548004": MapRelation.EQUIVALENT,
    "1193547009": MapRelation.SOURCE_IS_NARROWER,
    "1193549007": MapRelation.SOURCE_IS_BROADER,
    "1193550007": MapRelation.RELATED_TO,
    "1193552004": MapRelation.UNSPECIFIED,
}

_SPECIAL: Final = "#"
#: The special targets of the UK's maps: what each says, and its words.
SPECIALS: Final[dict[str, tuple[NoMapReason, str]]] = {
    "#NIS": (NoMapReason.NOT_IN_SCOPE, "not in scope of the classification"),
    "#NC": (NoMapReason.NOT_CLASSIFIABLE, "not classifiable"),
    "#HLT": (NoMapReason.HIGH_LEVEL, "high-level term"),
}
_UNKNOWN_SPECIAL: Final = "a special target that is not known here"


class Goal(NamedTuple):
    """What a row leads to, by the columns of `MAP_SCHEMA`.

    Attributes
    ----------
    target, mark, no_map, no_map_text
        Exactly one of ``target`` and ``no_map`` is set.
    unknown
        Whether the target is a special one (``#…``) that nobody knows.
    """

    target: str | None = None
    mark: str | None = None
    no_map: str | None = None
    no_map_text: str | None = None
    unknown: bool = False


def read_goal(
    text: str,
    *,
    system: CodeSystem | None,
    advice: str = "",
    category: str = "",
    correlation: str = "",
) -> Goal:
    """Read the target of a row.

    Parameters
    ----------
    text
        As the file has it.
    system
        What its reference set's targets are codes of; None keeps the text as it is.
    advice, category, correlation
        The row's other fields, which explain an empty target.

    Raises
    ------
    InputError
        If it is no code of `system`, or empty without a category that says why.

    Examples
    --------
    >>> read_goal("I438 A", system=CodeSystem.ICD10)[:2]
    ('I43.8', '*')
    >>> read_goal("#NIS", system=CodeSystem.ICD10)[2:4]
    ('not_in_scope', '#NIS: not in scope of the classification')
    """
    if not text:
        return _empty(advice, category, correlation)
    if text.startswith(_SPECIAL):
        reason, words = SPECIALS.get(text, (NoMapReason.NONE_IN_TABLE, _UNKNOWN_SPECIAL))
        said = f"{text}: {advice or words}"
        return Goal(no_map=reason.value, no_map_text=said, unknown=text not in SPECIALS)
    return Goal(text) if system is None else _GRAMMARS[system](text)


def _empty(advice: str, category: str, correlation: str) -> Goal:
    reason = CATEGORIES_WITHOUT_TARGET.get(category)
    if reason is None and correlation in NOT_MAPPABLE:
        reason = NoMapReason.NONE_IN_TABLE
    if reason is None:
        problem = (
            "is empty, and the row does not say why; expected a code, or mapCategoryId "
            f"{', '.join(sorted(CATEGORIES_WITHOUT_TARGET))}"
        )
        raise InputError(problem)
    return Goal(no_map=reason.value, no_map_text=advice or category or correlation)


@lru_cache(maxsize=1 << 16)  # a map has half a million rows and some ten thousand targets
def _icd10(text: str) -> Goal:
    found = parse_target(text)
    return Goal(found.code, None if found.mark is None else found.mark.value)


def _opcs4(text: str) -> Goal:
    return Goal(opcs4_forms.parse_code(text))


def _as_it_is(text: str) -> Goal:
    return Goal(text)


_GRAMMARS: Final[dict[CodeSystem, Callable[[str], Goal]]] = {
    CodeSystem.ICD10: _icd10,
    CodeSystem.OPCS4: _opcs4,
    CodeSystem.ICD11: _as_it_is,
    CodeSystem.SNOMED: _as_it_is,
}
