"""Checks of International rows: rules, categories and advice against each other.

Source: SNOMED International, ICD-10 Mapping Technical Guide, section 4 (Map Data Sets) and
section 6.3 (Mapping Context - Gender).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from workbench.mapping.checks.advice import INTERNATIONAL, Wording, advised_code, parts_of
from workbench.mapping.checks.context import CheckContext
from workbench.mapping.checks.model import Check, Hit, Severity
from workbench.mapping.checks.rows import any_of
from workbench.mapping.profile import Profile
from workbench.mapping.rules import SEXES, AllOf, Always, HasConcept, UnknownRule, parse_rule

__all__ = ["CHECKS"]

_FEMALE, _MALE = SEXES
_CLASSIFIED: Final = "447637006"
_DEPENDENT: Final = "447639009"
_WITH_TARGET: Final = frozenset({_CLASSIFIED, _DEPENDENT})


def last_rule_not_default(context: CheckContext) -> Iterator[Hit]:
    """Find groups whose last row is not the one that always holds."""
    rows = context.rows
    always = rows.column("rule").where(lambda text: isinstance(parse_rule(text), Always))
    last = np.zeros(rows.groups.count, dtype=np.int32)
    np.maximum.at(last, rows.groups.ids, rows.priority)
    is_last = rows.priority == last[rows.groups.ids]
    for row in np.flatnonzero(is_last & ~always).tolist():
        yield (
            row,
            (
                f"the last rule of {rows.place(row)} may not hold, so that the group may give no "
                "code; end it with OTHERWISE TRUE"
            ),
        )
    for row in np.flatnonzero(~is_last & always).tolist():
        yield (
            row,
            (
                f"the rule of priority {rows.priority[row]} always holds, so that no row after it "
                f"in {rows.place(row)} is ever reached; put it last"
            ),
        )


def rule_not_understood(context: CheckContext) -> Iterator[Hit]:
    """Find rules outside the grammar."""
    column = context.rows.column("rule")
    for row in np.flatnonzero(column.where(_is_unknown)).tolist():
        yield (
            row,
            (
                f"the rule '{column.at(row)}' is not understood and never holds; write TRUE, "
                "OTHERWISE TRUE or IFA <concept> | <FSN> | with an optional comparison"
            ),
        )


def sex_advice_without_rule(context: CheckContext) -> Iterator[Hit]:
    """Find advice of sex in a group that asks for none, and rules of sex that advice leaves out."""
    rows = context.rows
    asked = rows.column("rule").where(lambda text: bool(_sexes(text)))
    advice = rows.column("advice")
    said = advice.where(lambda text: "CONTEXT DEPENDENT FOR GENDER" in text)
    for row in np.flatnonzero(said & ~any_of(rows.groups, asked)).tolist():
        yield (
            row,
            (
                f"the advice says '{Wording.GENDER}', but no rule of {rows.place(row)} asks for "
                "the sex; give the rule, or drop the advice"
            ),
        )
    for row in np.flatnonzero(asked & ~said & (advice.numbers >= 0)).tolist():
        yield row, f"the rule asks for the sex, but the advice does not say '{Wording.GENDER}'"


def male_before_female(context: CheckContext) -> Iterator[Hit]:
    """Find groups that ask for a male before a female patient."""
    rows = context.rows
    column = rows.column("rule")
    male = column.where(lambda text: _sexes(text) == {_MALE})
    female = column.where(lambda text: _sexes(text) == {_FEMALE})
    earliest = np.full(rows.groups.count, np.iinfo(np.int32).max, dtype=np.int32)
    np.minimum.at(earliest, rows.groups.ids[male], rows.priority[male])
    late = female & (rows.priority > earliest[rows.groups.ids])
    for row in np.flatnonzero(late).tolist():
        yield row, f"the rule for females follows that for males in {rows.place(row)}; put it first"


def category_against_target(context: CheckContext) -> Iterator[Hit]:
    """Find map categories that do not go with whether there is a target, or with the rule."""
    rows = context.rows
    category = rows.column("category")
    said = category.numbers >= 0
    fits = category.where(lambda text: text in _WITH_TARGET)
    for row in np.flatnonzero(said & rows.has_target & ~fits).tolist():
        yield (
            row,
            (
                f"category {category.at(row)} says that there is no target; expected {_CLASSIFIED} "
                f"(properly classified) or {_DEPENDENT} (context dependent)"
            ),
        )
    for row in np.flatnonzero(said & ~rows.has_target & fits).tolist():
        yield (
            row,
            (
                f"category {category.at(row)} needs a target; give one, or the category that says "
                "why there is none"
            ),
        )
    asks = rows.column("rule").where(lambda text: isinstance(parse_rule(text), AllOf))
    plain = category.where(lambda text: text == _CLASSIFIED)
    for row in np.flatnonzero(asks & rows.has_target & plain).tolist():
        yield (
            row,
            (
                f"the rule asks something of the record, so that the category is {_DEPENDENT} "
                f"(context dependent), not {_CLASSIFIED}"
            ),
        )


def advice_not_known(context: CheckContext) -> Iterator[Hit]:
    """Find parts of advice that no published row carries."""
    column = context.rows.column("advice")
    strange = [
        [part for part in parts_of(text) if part not in INTERNATIONAL and not _repeats(part)]
        for text in column.texts
    ]
    for row in np.flatnonzero(column.where_each([bool(each) for each in strange])).tolist():
        named = "', '".join(strange[int(column.numbers[row])])
        yield row, f"the advice '{named}' is not known; take the words of the published map"


def advice_not_sorted(context: CheckContext) -> Iterator[Hit]:
    """Find advice whose parts, after what repeats the target, are not in the alphabet's order."""
    column = context.rows.column("advice")
    for row in np.flatnonzero(column.where(_is_unsorted)).tolist():
        parts = parts_of(column.at(row) or "")
        yield row, f"the parts of the advice are not sorted; write '{' | '.join(_sorted(parts))}'"


def _is_unknown(text: str) -> bool:
    return isinstance(parse_rule(text), UnknownRule)


def _sexes(text: str) -> set[str]:
    rule = parse_rule(text)
    if not isinstance(rule, AllOf):
        return set()
    return {
        clause.concept
        for clause in rule.clauses
        if isinstance(clause, HasConcept) and clause.concept in SEXES
    }


def _repeats(part: str) -> bool:
    return advised_code(part) is not None


def _sorted(parts: tuple[str, ...]) -> list[str]:
    return sorted(parts, key=lambda part: (not _repeats(part), part))


def _is_unsorted(text: str) -> bool:
    parts = parts_of(text)
    return list(parts) != _sorted(parts)


_GUIDE: Final = "SNOMED International, ICD-10 Mapping Technical Guide"
_SETS: Final = f"{_GUIDE}, section 4 Map Data Sets"
_GENDER: Final = f"{_GUIDE}, section 6.3 Mapping Context - Gender"
_INTERNATIONAL: Final = frozenset({Profile.INTERNATIONAL})

#: The checks of this module.
CHECKS: Final = (
    Check(
        name="last_rule_not_default",
        severity=Severity.ERROR,
        about="The last row of a group is not TRUE or OTHERWISE TRUE, or another row is.",
        principle=_SETS,
        find=last_rule_not_default,
        profiles=_INTERNATIONAL,
    ),
    Check(
        name="rule_not_understood",
        severity=Severity.WARNING,
        about="A rule is outside the grammar of map rules.",
        principle=_SETS,
        find=rule_not_understood,
        profiles=_INTERNATIONAL,
    ),
    Check(
        name="sex_advice_without_rule",
        severity=Severity.WARNING,
        about="Advice of sex and a rule of sex do not go together.",
        principle=_GENDER,
        find=sex_advice_without_rule,
        profiles=_INTERNATIONAL,
    ),
    Check(
        name="male_before_female",
        severity=Severity.WARNING,
        about="A group asks for males before females.",
        principle=_GENDER,
        find=male_before_female,
        profiles=_INTERNATIONAL,
    ),
    Check(
        name="category_against_target",
        severity=Severity.ERROR,
        about="The map category does not go with the target, or with the rule.",
        principle=_SETS,
        find=category_against_target,
        profiles=_INTERNATIONAL,
    ),
    Check(
        name="advice_not_known",
        severity=Severity.WARNING,
        about="A part of the advice is in no published map.",
        principle=f"{_GUIDE}, map advice",
        find=advice_not_known,
        profiles=_INTERNATIONAL,
    ),
    Check(
        name="advice_not_sorted",
        severity=Severity.INFORMATION,
        about="The parts of the advice are not in alphabetical order.",
        principle=f"{_GUIDE}, map advice",
        find=advice_not_sorted,
        profiles=_INTERNATIONAL,
    ),
)
