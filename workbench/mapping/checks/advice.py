"""The words of advice that checks recommend and know, and the code that advice names.

What a part of advice is about is read by `workbench.mapping.advice`, as for choosing targets. The
trap: the first part repeats the target (``ALWAYS I50.9``, ``IF FEMALE CHOOSE N97.9``), and a UK row
writes the code there with its mark.

Source: SNOMED International, ICD-10 Mapping Technical Guide (map advice); the advice of published
International rows, and of NHS England's UK maps as far as it could be read.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from workbench.core.icd10 import bare_code
from workbench.core.icd10_forms import parse_target
from workbench.errors import InputError
from workbench.mapping.advice import Advice, parse_advice

__all__ = ["INTERNATIONAL", "Wording", "advised_code", "parts_of"]


class Wording(StrEnum):
    """Parts of advice that checks tell a person to write."""

    GENDER = "MAP IS CONTEXT DEPENDENT FOR GENDER"
    EXTERNAL_CAUSE = "POSSIBLE REQUIREMENT FOR AN EXTERNAL CAUSE CODE"
    SECONDARY_CAUSE = "THIS IS AN EXTERNAL CAUSE CODE FOR USE IN A SECONDARY POSITION"
    UK_NEVER_PRIMARY = "CODE MUST NEVER BE USED IN A PRIMARY POSITION"
    UK_MANDATORY = "ADDITIONAL CODE MANDATORY"
    UK_POSSIBLE = "ADDITIONAL CODE POSSIBLE"


#: Every part that a row of the International map may carry, besides what repeats its target.
INTERNATIONAL: Final = frozenset(
    {
        Wording.GENDER.value,
        Wording.EXTERNAL_CAUSE.value,
        "THIS MAP REQUIRES A DAGGER CODE AS WELL AS AN ASTERISK CODE",
        "THIS CODE IS NOT TO BE USED IN THE PRIMARY POSITION",
        "THIS IS A MANIFESTATION CODE FOR USE IN A SECONDARY POSITION",
        "THIS IS AN INFECTIOUS AGENT CODE FOR USE IN A SECONDARY POSITION",
        Wording.SECONDARY_CAUSE.value,
        "CONSIDER ADDITIONAL CODE TO IDENTIFY SPECIFIC CONDITION OR DISEASE",
        "DESCENDANTS NOT EXHAUSTIVELY MAPPED",
        "FIFTH CHARACTER REQUIRED TO FURTHER SPECIFY THE SITE",
        "MAP OF SOURCE CONCEPT IS CONTEXT DEPENDENT",
        "MAP OF SOURCE CONCEPT IS CONTEXT DEPENDENT FOR GENDER",
        "MAP SOURCE CONCEPT CANNOT BE CLASSIFIED WITH AVAILABLE DATA",
        "MAPPED FOLLOWING IHTSDO GUIDANCE",
        "MAPPED FOLLOWING SNOMED GUIDANCE",
        "MAPPED FOLLOWING WHO GUIDANCE",
        "MAPPING GUIDANCE FROM WHO IS AMBIGUOUS",
        "POSSIBLE REQUIREMENT FOR ADDITIONAL CODE TO FULLY DESCRIBE DISEASE OR CONDITION",
        "POSSIBLE REQUIREMENT FOR CAUSATIVE AGENT CODE",
        "POSSIBLE REQUIREMENT FOR CAUSATIVE DISEASE CODE",
        "POSSIBLE REQUIREMENT FOR MORPHOLOGY CODE",
        "POSSIBLE REQUIREMENT FOR PLACE OF OCCURRENCE",
        "SOURCE CONCEPT HAS BEEN RETIRED FROM MAP SCOPE",
        "SOURCE SNOMED CONCEPT IS AMBIGUOUS",
        "SOURCE SNOMED CONCEPT IS INCOMPLETELY MODELED",
        (
            "THIS CODE MAY BE USED IN THE PRIMARY POSITION WHEN THE MANIFESTATION IS THE PRIMARY "
            "FOCUS OF CARE"
        ),
        (
            "USE AS PRIMARY CODE ONLY IF SITE OF BURN UNSPECIFIED, OTHERWISE USE AS A "
            "SUPPLEMENTARY CODE WITH CATEGORIES T20-T29 (Burns)"
        ),
        "MAP CONCEPT IS OUTSIDE SCOPE OF TARGET CLASSIFICATION",
    }
)


def parts_of(advice: str) -> tuple[str, ...]:
    """Give the parts of advice, without the blanks around them.

    A term may hold a bar itself only between words without blanks around it.

    Examples
    --------
    >>> parts_of("ALWAYS I50.9 | ADDITIONAL CODE POSSIBLE")
    ('ALWAYS I50.9', 'ADDITIONAL CODE POSSIBLE')
    """
    return tuple(token.text for token in parse_advice(advice))


def advised_code(part: str) -> str | None:
    """Give the bare code that a part tells to choose, without its mark; None where it tells none.

    Examples
    --------
    >>> advised_code("ALWAYS I43.8A"), advised_code("IF FEMALE CHOOSE N97.9")
    ('I438', 'N979')
    >>> advised_code("ALWAYS I10.X")
    'I10'
    >>> advised_code("ADDITIONAL CODE POSSIBLE") is None
    True
    """
    said = [token.code for token in parse_advice(part) if token.about is Advice.CHOOSE]
    if not said or said[0] is None:
        return None
    try:
        return bare_code(parse_target(said[0]).code)
    except InputError:  # a code of another shape, or a statement such as #NIS
        return bare_code(said[0])
