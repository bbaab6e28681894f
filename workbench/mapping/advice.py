"""What the advice beside a target tells a coder to do, read into single words.

Map files hold advice as sentences in capitals, parted by ``|``; older rows of the UK map write
them in small letters (``Additional code mandatory for I394 A``). Which code a sentence chooses
(``ALWAYS I50.9``, ``IF MALE CHOOSE E29.1``) is told apart from what it asks besides. The trap: the
UK and the International map say the same things in different words, and a sentence nobody knows is
kept as it is.

Source: NHS England, UK SNOMED CT to ICD-10 and OPCS-4 map refsets (``mapAdvice``); SNOMED
International, ICD-10 Mapping Technical Guide, chapter on map advice, and the advice of its mapping
tool.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

__all__ = ["Advice", "AdviceToken", "parse_advice"]


class Advice(StrEnum):
    """What a sentence of advice is about.

    Attributes
    ----------
    CHOOSE
        The code that the row gives, and when (``ALWAYS …``, ``IF … CHOOSE …``,
        ``OTHERWISE CHOOSE …``).
    ADDITIONAL_MANDATORY, ADDITIONAL_POSSIBLE
        The code must, or may, have another one beside it.
    DAGGER_REQUIRED
        An asterisk code that needs its dagger code.
    NEVER_PRIMARY, PRIMARY_ONLY, PRIMARY_POSSIBLE
        The code may never be the first of an episode, must be, or may be though others may not.
    FIFTH_CHARACTER
        The code must or may be given more detail.
    EXTERNAL_CAUSE, CAUSATIVE_AGENT, MORPHOLOGY, PLACE
        A code of that kind may be needed beside it.
    NO_TARGET
        Why the row has no target.
    INFORMATION
        How the row was made, or what its map knows besides.
    UNKNOWN
        A sentence that is in no list.
    """

    CHOOSE = "choose"
    ADDITIONAL_MANDATORY = "additional_mandatory"
    ADDITIONAL_POSSIBLE = "additional_possible"
    DAGGER_REQUIRED = "dagger_required"
    NEVER_PRIMARY = "never_primary"
    PRIMARY_ONLY = "primary_only"
    PRIMARY_POSSIBLE = "primary_possible"
    FIFTH_CHARACTER = "fifth_character"
    EXTERNAL_CAUSE = "external_cause"
    CAUSATIVE_AGENT = "causative_agent"
    MORPHOLOGY = "morphology"
    PLACE = "place"
    NO_TARGET = "no_target"
    INFORMATION = "information"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceToken:
    """One sentence of advice.

    Attributes
    ----------
    about
        What it is about.
    text
        As the file has it, without blanks around.
    code
        The code that a choosing sentence names, as it is written there; else None.
    """

    about: Advice
    text: str
    code: str | None = None


#: The beginnings of sentences, upper-cased; the first that fits says what one is about.
_BEGINNINGS: Final = (
    ("ADDITIONAL CODE MANDATORY", Advice.ADDITIONAL_MANDATORY),
    ("ADDITIONAL CODE POSSIBLE", Advice.ADDITIONAL_POSSIBLE),
    ("POSSIBLE REQUIREMENT FOR ADDITIONAL CODE", Advice.ADDITIONAL_POSSIBLE),
    ("CONSIDER ADDITIONAL CODE", Advice.ADDITIONAL_POSSIBLE),
    ("THIS MAP REQUIRES A DAGGER CODE", Advice.DAGGER_REQUIRED),
    ("CODE MUST NEVER BE USED IN A PRIMARY POSITION", Advice.NEVER_PRIMARY),
    ("THIS CODE IS NOT TO BE USED IN THE PRIMARY POSITION", Advice.NEVER_PRIMARY),
    ("THIS IS AN EXTERNAL CAUSE CODE FOR USE IN A SECONDARY POSITION", Advice.NEVER_PRIMARY),
    ("THIS IS A MANIFESTATION CODE FOR USE IN A SECONDARY POSITION", Advice.NEVER_PRIMARY),
    ("THIS IS AN INFECTIOUS AGENT CODE FOR USE IN A SECONDARY POSITION", Advice.NEVER_PRIMARY),
    ("CODE MUST BE USED IN A PRIMARY POSITION", Advice.PRIMARY_ONLY),
    ("THIS CODE MAY BE USED IN THE PRIMARY POSITION", Advice.PRIMARY_POSSIBLE),
    ("USE AS PRIMARY CODE ONLY IF", Advice.PRIMARY_POSSIBLE),
    ("FIFTH CHARACTER", Advice.FIFTH_CHARACTER),
    ("POSSIBLE REQUIREMENT FOR AN EXTERNAL CAUSE CODE", Advice.EXTERNAL_CAUSE),
    ("POSSIBLE REQUIREMENT FOR CAUSATIVE", Advice.CAUSATIVE_AGENT),
    ("POSSIBLE REQUIREMENT FOR MORPHOLOGY", Advice.MORPHOLOGY),
    ("POSSIBLE REQUIREMENT FOR PLACE OF OCCURRENCE", Advice.PLACE),
    ("MAP SOURCE CONCEPT CANNOT BE CLASSIFIED", Advice.NO_TARGET),
    ("MAP CONCEPT IS OUTSIDE SCOPE", Advice.NO_TARGET),
    ("SOURCE SNOMED CONCEPT IS", Advice.NO_TARGET),
    ("MAPPING GUIDANCE FROM WHO IS AMBIGUOUS", Advice.NO_TARGET),
    ("NOT IN SCOPE OF THE CLASSIFICATION", Advice.NO_TARGET),
    ("MAP OF SOURCE CONCEPT IS CONTEXT DEPENDENT", Advice.INFORMATION),
    ("MAPPED FOLLOWING", Advice.INFORMATION),
    ("DESCENDANTS NOT EXHAUSTIVELY MAPPED", Advice.INFORMATION),
    ("MAP SOURCE CONCEPT IS PROPERLY CLASSIFIED", Advice.INFORMATION),
)
_CHOOSING: Final = re.compile(r"(?:ALWAYS|(?:IF|OTHERWISE)\b.*\bCHOOSE) (?P<code>\S+(?: [AD†*])?)")


def parse_advice(text: str | None) -> tuple[AdviceToken, ...]:
    """Read the advice of a row, in the order of the file; nothing where there is none.

    Examples
    --------
    >>> tokens = parse_advice("ALWAYS I39.4 | ADDITIONAL CODE MANDATORY")
    >>> [(token.about.value, token.code) for token in tokens]
    [('choose', 'I39.4'), ('additional_mandatory', None)]
    >>> parse_advice("LOOK TWICE")[0].about
    <Advice.UNKNOWN: 'unknown'>
    """
    sentences = [part.strip() for part in (text or "").split("|")]
    return tuple(_token(sentence) for sentence in sentences if sentence)


def _token(sentence: str) -> AdviceToken:
    capitals = " ".join(sentence.upper().split())
    chosen = _CHOOSING.fullmatch(capitals)
    if chosen is not None:
        return AdviceToken(about=Advice.CHOOSE, text=sentence, code=chosen["code"])
    about = next((kind for start, kind in _BEGINNINGS if capitals.startswith(start)), None)
    return AdviceToken(about=about or Advice.UNKNOWN, text=sentence)
