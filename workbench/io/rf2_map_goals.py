"""How a map file spells the target of a row, and what of a row its fields cannot say.

What the reader of `rf2_map_fields` takes apart is put together here. The trap: one target has
several spellings (``I394 A``, ``I394A``, ``I39.4A``), so the file's own is kept where it is not
the one we would write, and is written again as long as it still means the row's target.

Source: NHS England's UK map refsets (undotted, a category filled to four places, ``#NIS``); SNOMED
International's map to ICD-10 (printed codes: ``M14.6``, ``G35``); ICD-10 Mapping Technical Guide
(map categories).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from workbench.core.code_forms import CodeForm, write_form
from workbench.core.codes import CodeSystem
from workbench.io.rf2_map_fields import (
    CATEGORIES_WITHOUT_TARGET,
    NOT_MAPPABLE,
    RELATIONS,
    SPECIALS,
    read_goal,
)
from workbench.mapping.profile import Profile
from workbench.mapping.relation import MapRelation, NoMapReason

__all__ = [
    "SPELLING",
    "advice_of",
    "category_of",
    "correlation_of",
    "default_spelling",
    "still_means",
]

#: How many spellings are remembered: more than a classification has codes.
_TARGETS: Final = 65_536
#: The key of ``extra`` under which a file's own spelling of a target is kept.
SPELLING: Final = "mapTarget"

#: A row whose target depends on more than its source, and one whose target does not.
_DEPENDS: Final = "447639009"
_CLASSIFIED: Final = "447637006"
_CANNOT: Final = "447638001"
_NONE: Final = "447556008"
_SPELLED: Final = {reason: text for text, (reason, _) in SPECIALS.items()}
#: The first category of each reason, in the order of `CATEGORIES_WITHOUT_TARGET`.
_CATEGORIES: Final[Mapping[str, str]] = {
    reason.value: category for category, reason in reversed(CATEGORIES_WITHOUT_TARGET.items())
}
#: The older ids, which the released maps use.
_CORRELATIONS: Final[Mapping[str, str]] = {
    relation.value: correlation for correlation, relation in reversed(RELATIONS.items())
}


def default_spelling(row: Mapping[str, Any], *, system: CodeSystem | None, profile: Profile) -> str:
    """Give the target of a row as a file of its profile spells it; empty where it has none.

    Parameters
    ----------
    row
        ``target``, ``mark`` and ``no_map`` of `MAP_SCHEMA`.
    system
        What targets are codes of; None gives them as they are.
    profile
        Which pattern the file has.

    Raises
    ------
    InputError
        If the target is no code that has such a form.

    Examples
    --------
    >>> heart = {"target": "I43.8", "mark": "*", "no_map": None}
    >>> default_spelling(heart, system=CodeSystem.ICD10, profile=Profile.UK)
    'I438A'
    >>> gout = {"target": "M10.9", "mark": None, "no_map": None}
    >>> default_spelling(gout, system=CodeSystem.ICD10, profile=Profile.INTERNATIONAL)
    'M10.9'
    """
    target, mark = row["target"], row["mark"]
    if target is None:
        reason = NoMapReason(row["no_map"])
        return _SPELLED.get(reason, "") if profile is Profile.UK else ""
    return _spelled(target, mark, system, profile)


@lru_cache(maxsize=_TARGETS)
def _spelled(target: str, mark: str | None, system: CodeSystem | None, profile: Profile) -> str:
    if system is CodeSystem.ICD10 and (profile is Profile.UK or mark is not None):
        return write_form(target, CodeForm.MAP_TARGET, system=system, mark=mark)
    if system is CodeSystem.ICD10:
        return write_form(target, CodeForm.PRINTED, system=system)
    if system is CodeSystem.OPCS4:
        return write_form(target, CodeForm.MAP_TARGET, system=system)
    return target


def still_means(text: str, row: Mapping[str, Any], *, system: CodeSystem | None) -> bool:
    """Say whether a file's own spelling still is that of the row's target.

    Raises
    ------
    InputError
        If it is no spelling at all.
    """
    goal = read_goal(
        text,
        system=system,
        advice=row["advice"] or "",
        category=row["category"] or "",
        correlation=row["correlation"] or "",
    )
    return (goal.target, goal.no_map) == (row["target"], row["no_map"]) and (
        goal.mark == row["mark"] or row["target"] is None
    )


def correlation_of(row: Mapping[str, Any], *, spelling: str, profile: Profile) -> str:
    """Give the correlation of a row: its own where that says the same as the row, else by relation.

    Parameters
    ----------
    row
        ``correlation``, ``relation`` and ``no_map`` of `MAP_SCHEMA`.
    spelling
        What stands in ``mapTarget``; where nothing does, a UK row says here that it has none.
    profile
        Which pattern the file has.
    """
    own, relation = row["correlation"], row["relation"]
    said = RELATIONS.get(own or "", MapRelation.UNSPECIFIED).value
    must_say_none = not spelling and profile is Profile.UK
    if own and said == relation and (own in NOT_MAPPABLE or not must_say_none):
        return str(own)
    if must_say_none:
        return _NONE
    return _CORRELATIONS.get(relation, _CORRELATIONS[MapRelation.UNSPECIFIED.value])


def category_of(
    row: Mapping[str, Any], *, spelling: str, correlation: str, asks: str | None
) -> str:
    """Give the category of an International row.

    Parameters
    ----------
    row
        ``category`` and ``no_map`` of `MAP_SCHEMA`.
    spelling
        What stands in ``mapTarget``; where nothing does, the category says why.
    correlation
        What stands in ``correlationId``.
    asks
        A rule of its group that asks something of a record; None where none does.
    """
    own = row["category"]
    if spelling:
        return str(own or (_CLASSIFIED if asks is None else _DEPENDS))
    why = CATEGORIES_WITHOUT_TARGET.get(own or "")
    if why is None and correlation in NOT_MAPPABLE:
        why = NoMapReason.NONE_IN_TABLE
    if own and why == row["no_map"]:
        return str(own)
    return _CATEGORIES.get(row["no_map"], _CANNOT)


def advice_of(row: Mapping[str, Any], *, spelling: str, otherwise: str) -> str:
    """Give the advice of a row; where it has none, the words why it has no target, if those fit.

    Parameters
    ----------
    row
        ``advice``, ``target`` and ``no_map_text`` of `MAP_SCHEMA`.
    spelling
        What stands in ``mapTarget``.
    otherwise
        What a reader takes for those words where no advice stands there.
    """
    own, text = row["advice"], row["no_map_text"]
    if own or row["target"] is not None or not text or text == otherwise:
        return str(own or "")
    if not spelling:
        return str(text)
    words = str(text).removeprefix(f"{spelling}: ")
    return "" if words == text else words
