"""Checks of external causes: which codes need one, and of which family.

The two profiles ask alike and accept differently, which a table says. The list of drug-induced
conditions is typed by hand from the categories of ICD-10 whose titles say so; a test compares it
with WHO's.

Source: WHO, ICD-10 Volume 1, chapters XIX and XX; SNOMED International, ICD-10 Mapping Technical
Guide, section 6.7 (Multiple Targets - External Causes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import numpy as np

from workbench.core.codes import CodeSystem
from workbench.core.icd10 import chapter_of
from workbench.mapping.advice import Advice
from workbench.mapping.checks.advice import Wording
from workbench.mapping.checks.context import CheckContext
from workbench.mapping.checks.model import Check, Hit, Severity
from workbench.mapping.checks.rows import any_of
from workbench.mapping.checks.sequence import is_external_cause, says
from workbench.mapping.profile import Profile

__all__ = ["CHECKS", "DRUG_INDUCED"]

#: Codes that need an external cause beside those of chapter XIX, by profile.
_NEEDED: Final = {
    Profile.INTERNATIONAL: frozenset({"K52.1"}),
    Profile.UK: frozenset[str](),
}
#: Advice that says that the record gives the cause, by profile.
_TOLD: Final = {
    Profile.INTERNATIONAL: frozenset({Advice.EXTERNAL_CAUSE}),
    Profile.UK: frozenset({Advice.ADDITIONAL_MANDATORY, Advice.ADDITIONAL_POSSIBLE}),
}
#: How such advice is written.
_WRITTEN: Final = {
    Profile.INTERNATIONAL: (Wording.EXTERNAL_CAUSE,),
    Profile.UK: (Wording.UK_MANDATORY, Wording.UK_POSSIBLE),
}
#: Conditions that are in chapter XX only in another family: the codes, the family, its name.
_FAMILIES: Final = (
    (re.compile(r"T8[0-8]"), re.compile(r"Y(?:[4-7][0-9]|8[0-4])"), "Y40-Y84"),
    (re.compile(r"T9[0-8]"), re.compile(r"Y8[5-9]"), "Y85-Y89"),
)

#: Conditions outside chapter XIX that a drug has caused, by their titles in ICD-10 2019.
DRUG_INDUCED: Final = frozenset(
    {
        *("D64.2", "E27.3", "H40.6", "K85.3"),
        *("D52.1", "D59.0", "D59.2", "D61.1", "E03.2", "E06.4", "E16.0", "E23.1", "E24.2"),
        *("E66.1", "G21.1", "G24.0", "G25.1", "G25.4", "G25.6", "G44.4", "G62.0", "G72.0"),
        *("H26.3", "I42.7", "I95.2", "J70.2", "J70.3", "J70.4", "L10.5", "L23.3", "L24.4"),
        *("L25.1", "L27.0", "L27.1", "L43.2", "L56.0", "L56.1", "L64.0", "M10.2", "M32.0"),
        *("M34.2", "M80.4", "M81.4", "M83.5", "M87.1", "N14.0", "N14.1", "N14.2", "R50.2"),
    }
)


def external_cause_missing(context: CheckContext) -> Iterator[Hit]:
    """Find injuries without an external cause in their block, or advice that one is needed."""
    if context.profile is None:
        return
    rows = context.rows
    extra = _NEEDED[context.profile]
    needs = rows.column("target").where(lambda code: chapter_of(code) == "XIX" or code in extra)
    given = any_of(rows.solutions, is_external_cause(context))
    told = any_of(rows.solutions, says(context, _TOLD[context.profile]))
    words = " or ".join(_WRITTEN[context.profile])
    for row in np.flatnonzero(needs & ~given & ~told).tolist():
        yield (
            row,
            (
                f"{context.spelled(row)} needs an external cause (chapter XX); add its group, or "
                f"the advice that the record gives it ({words})"
            ),
        )


def external_cause_of_other_family(context: CheckContext) -> Iterator[Hit]:
    """Find complications and sequelae whose external cause is not of the family that goes along."""
    rows = context.rows
    causes = is_external_cause(context)
    for codes, family, name in _FAMILIES:
        needs = rows.column("target").matches(codes)
        right = rows.column("target").matches(family)
        wrong = needs & any_of(rows.solutions, causes) & ~any_of(rows.solutions, right)
        for row in np.flatnonzero(wrong).tolist():
            yield (
                row,
                (
                    f"the external cause of {context.spelled(row)} is one of {name}; the block "
                    "gives one of another family"
                ),
            )


def drug_not_named(context: CheckContext) -> Iterator[Hit]:
    """Find drug-induced conditions without an external cause that names the drug."""
    rows = context.rows
    needs = rows.column("target").where(lambda code: code in DRUG_INDUCED)
    given = any_of(rows.solutions, is_external_cause(context))
    told = any_of(rows.solutions, says(context, _TOLD[Profile.UK]))
    for row in np.flatnonzero(needs & ~given & ~told).tolist():
        yield (
            row,
            (
                f"{context.spelled(row)} is caused by a drug; add the external cause that names it "
                "(Y40-Y59), or the advice that the record gives it"
            ),
        )


_GUIDE: Final = (
    "SNOMED International, ICD-10 Mapping Technical Guide, section 6.7 Multiple Targets - External "
    "Causes"
)
_CHAPTERS: Final = (
    "NHS England, National Clinical Coding Standards ICD-10 5th Edition, Chapter XIX and Chapter XX"
)
_ICD10: Final = frozenset({CodeSystem.ICD10})
_BOTH: Final = frozenset(Profile)

#: The checks of this module.
CHECKS: Final = (
    Check(
        name="external_cause_missing",
        severity=Severity.WARNING,
        about="An injury (chapter XIX; International also K52.1) has no external cause.",
        principle=f"{_GUIDE}; {_CHAPTERS}",
        find=external_cause_missing,
        profiles=_BOTH,
        targets=_ICD10,
    ),
    Check(
        name="external_cause_of_other_family",
        severity=Severity.WARNING,
        about="T80-T88 goes with Y40-Y84, T90-T98 with Y85-Y89.",
        principle=f"{_CHAPTERS}; {_GUIDE}",
        find=external_cause_of_other_family,
        profiles=_BOTH,
        targets=_ICD10,
    ),
    Check(
        name="drug_not_named",
        severity=Severity.WARNING,
        about="A drug-induced condition has no external cause that names the drug.",
        principle=_CHAPTERS,
        find=drug_not_named,
        profiles=frozenset({Profile.UK}),
        targets=_ICD10,
    ),
)
