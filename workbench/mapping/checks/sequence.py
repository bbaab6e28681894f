"""Checks of what stands first and what stands alone: marks, external causes, OPCS-4 roles, advice.

The trap: two rows of one group never stand together, so that the partner of a code is sought in the
other groups of its block; and a dagger and asterisk pair may stand in either order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from workbench.core.codes import CodeSystem, Mark
from workbench.core.icd10 import bare_code, chapter_of
from workbench.core.opcs4 import SUPPLEMENTARY, role_of
from workbench.mapping.advice import Advice, parse_advice
from workbench.mapping.checks.advice import Wording, advised_code, parts_of
from workbench.mapping.checks.context import CheckContext
from workbench.mapping.checks.model import Check, Hit, Severity
from workbench.mapping.checks.rows import Flags
from workbench.mapping.profile import Profile

__all__ = ["CHECKS", "is_external_cause", "says"]

_NEVER_PRIMARY: Final = frozenset({Advice.NEVER_PRIMARY})
#: Advice with which a code that cannot stand alone may: it says that the record gives the other.
_COMPLETED: Final = frozenset({*_NEVER_PRIMARY, Advice.ADDITIONAL_MANDATORY})


def asterisk_alone(context: CheckContext) -> Iterator[Hit]:
    """Find asterisk codes without a code of another kind in another group of their block."""
    rows = context.rows
    partners = rows.any_in_other_group(rows.has_target & ~context.is_asterisk)
    alone = context.is_asterisk & ~partners & ~says(context, frozenset({Advice.DAGGER_REQUIRED}))
    for row in np.flatnonzero(alone).tolist():
        yield (
            row,
            (
                f"{context.spelled(row)} is an asterisk code, which is never used alone; add the "
                "dagger code of the underlying disease in a group of its own"
            ),
        )


def partner_without_dagger(context: CheckContext) -> Iterator[Hit]:
    """Find asterisk codes none of whose partners is marked a dagger, in a map that marks any."""
    rows = context.rows
    dagger = rows.column("mark").where(lambda mark: mark == Mark.DAGGER)
    if not dagger.any():
        return
    partners = rows.any_in_other_group(rows.has_target & ~context.is_asterisk)
    marked = rows.any_in_other_group(dagger)
    for row in np.flatnonzero(context.is_asterisk & partners & ~marked).tolist():
        yield (
            row,
            (
                f"no code that stands with {context.spelled(row)} is marked †; mark the code of "
                "the underlying disease"
            ),
        )


def external_cause_first(context: CheckContext) -> Iterator[Hit]:
    """Find codes of chapter XX in the first group of a block that has a group of another kind."""
    rows = context.rows
    causes = is_external_cause(context)
    others = rows.any_in_other_group(rows.has_target & ~causes)
    for row in np.flatnonzero(causes & rows.is_first_group & others).tolist():
        yield (
            row,
            (
                f"{context.spelled(row)} is an external cause (chapter XX) and stands first; put "
                "the injury or disease in the group before it"
            ),
        )


def external_cause_alone(context: CheckContext) -> Iterator[Hit]:
    """Find codes of chapter XX that are the whole answer, without advice that they never are."""
    rows = context.rows
    causes = is_external_cause(context)
    others = rows.any_in_other_group(rows.has_target & ~causes)
    alone = causes & rows.is_first_group & ~others & ~says(context, _COMPLETED)
    words = f"{Wording.SECONDARY_CAUSE}"
    if context.profile is Profile.UK:
        words = f"{Wording.UK_MANDATORY} | {Wording.UK_NEVER_PRIMARY}"
    for row in np.flatnonzero(alone).tolist():
        yield (
            row,
            (
                f"{context.spelled(row)} is an external cause (chapter XX) and the only code; a "
                f"record needs the injury or disease first, so give the advice '{words}'"
            ),
        )


def supplementary_first(context: CheckContext) -> Iterator[Hit]:
    """Find OPCS-4 codes of approach, site or laterality that stand first or alone."""
    rows = context.rows
    roles = [role_of(text) for text in rows.column("target").texts]
    extra = rows.column("target").where_each([role in SUPPLEMENTARY for role in roles])
    others = rows.any_in_other_group(rows.has_target & ~extra)
    told = ~others & says(context, _COMPLETED)
    for row in np.flatnonzero(extra & rows.is_first_group & ~told).tolist():
        role = roles[int(rows.column("target").numbers[row])]
        yield (
            row,
            (
                f"{context.spelled(row)} is a code of {role}, which never stands first or alone; "
                "put the procedure in the group before it"
            ),
        )


def advice_against_sequence(context: CheckContext) -> Iterator[Hit]:
    """Find rows that stand first or later though their advice says never primary, or only so."""
    rows = context.rows
    only = says(context, frozenset({Advice.PRIMARY_ONLY})) & ~rows.is_first_group & rows.has_target
    for row in np.flatnonzero(only).tolist():
        yield (
            row,
            (
                f"the advice says that {context.spelled(row)} must be primary, and it stands in "
                f"{rows.place(row)}; put it in the first group"
            ),
        )
    never = says(context, _NEVER_PRIMARY) & rows.is_first_group & rows.has_target
    several = rows.any_in_other_group(rows.has_target)
    for row in np.flatnonzero(never & several).tolist():
        yield (
            row,
            (
                f"the advice says that {context.spelled(row)} is never primary, and it stands "
                "first; put another group before it"
            ),
        )


def advice_names_other_code(context: CheckContext) -> Iterator[Hit]:
    """Find advice that tells to choose another code than the row's target."""
    rows = context.rows
    advice = rows.column("advice")
    told = [
        next((code for part in parts_of(text) if (code := advised_code(part))), None)
        for text in advice.texts
    ]
    bare = [bare_code(text) for text in rows.column("target").texts]
    both = np.flatnonzero(rows.has_target & advice.where_each([code is not None for code in told]))
    for row in both.tolist():
        said = told[int(advice.numbers[row])]
        if said != bare[int(rows.column("target").numbers[row])]:
            yield (
                row,
                (
                    f"the advice '{parts_of(advice.at(row) or '')[0]}' names another code than the "
                    f"target {context.spelled(row)}; make them the same"
                ),
            )


def additional_code_not_given(context: CheckContext) -> Iterator[Hit]:
    """Find rows that demand an additional code in a block without another group."""
    rows = context.rows
    demands = says(context, frozenset({Advice.ADDITIONAL_MANDATORY}))
    others = rows.any_in_other_group(rows.has_target)
    for row in np.flatnonzero(demands & rows.has_target & ~others).tolist():
        yield (
            row,
            (
                f"an additional code is mandatory with {context.spelled(row)}, and no other group "
                "gives one; the coder must take it from the record"
            ),
        )


def says(context: CheckContext, abouts: frozenset[Advice]) -> Flags:
    """Say of each row whether a part of its advice is about one of some things."""
    return context.rows.column("advice").where(
        lambda text: any(token.about in abouts for token in parse_advice(text))
    )


def is_external_cause(context: CheckContext) -> Flags:
    """Say of each row whether it leads to chapter XX of ICD-10."""
    return context.rows.column("target").where(lambda text: chapter_of(text) == "XX")


_PAIR: Final = "WHO, ICD-10 Volume 2, section 3.1.3 Two codes for certain conditions"
_STANDARDS: Final = "NHS England, National Clinical Coding Standards ICD-10 5th Edition"
_CAUSES: Final = (
    f"{_STANDARDS}, Chapter XX; SNOMED International, ICD-10 Mapping Technical Guide, section 6.7 "
    "Multiple Targets - External Causes"
)
_OPCS: Final = (
    "NHS England, National Clinical Coding Standards OPCS-4, Chapter Y Subsidiary Classification "
    "of Methods of Operation and Chapter Z Subsidiary Classification of Sites of Operation"
)
_UK_MAPS: Final = "NHS England, SNOMED CT to Classifications Maps (map advice)"
_ICD10: Final = frozenset({CodeSystem.ICD10})
_BOTH: Final = frozenset(Profile)
_UK: Final = frozenset({Profile.UK})

#: The checks of this module.
CHECKS: Final = (
    Check(
        name="asterisk_alone",
        severity=Severity.ERROR,
        about="An asterisk code has no other code with it; either order is right.",
        principle=_PAIR,
        find=asterisk_alone,
        targets=_ICD10,
    ),
    Check(
        name="partner_without_dagger",
        severity=Severity.WARNING,
        about="A map that marks daggers marks none beside an asterisk code.",
        principle=_PAIR,
        find=partner_without_dagger,
        targets=_ICD10,
    ),
    Check(
        name="external_cause_first",
        severity=Severity.ERROR,
        about="An external cause stands before the injury or disease.",
        principle=_CAUSES,
        find=external_cause_first,
        targets=_ICD10,
    ),
    Check(
        name="external_cause_alone",
        severity=Severity.WARNING,
        about="An external cause is the only code, and no advice says that it never is.",
        principle=_CAUSES,
        find=external_cause_alone,
        profiles=_BOTH,
        targets=_ICD10,
    ),
    Check(
        name="supplementary_first",
        severity=Severity.ERROR,
        about="A code of approach, site or laterality stands first or alone.",
        principle=_OPCS,
        find=supplementary_first,
        targets=frozenset({CodeSystem.OPCS4}),
    ),
    Check(
        name="advice_against_sequence",
        severity=Severity.ERROR,
        about="A code that its advice says is never primary stands first, or one that must, later.",
        principle=_UK_MAPS,
        find=advice_against_sequence,
        profiles=_BOTH,
    ),
    Check(
        name="advice_names_other_code",
        severity=Severity.ERROR,
        about="The advice tells to choose another code than the target, its mark aside.",
        principle=_UK_MAPS,
        find=advice_names_other_code,
        profiles=_BOTH,
    ),
    Check(
        name="additional_code_not_given",
        severity=Severity.INFORMATION,
        about="An additional code is mandatory, and no other group of the block gives it.",
        principle=_UK_MAPS,
        find=additional_code_not_given,
        profiles=_UK,
    ),
)
