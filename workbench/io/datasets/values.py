"""Which values of a coded column are codes, and in which one spelling they are counted.

Coded episodes come dotted or not, in either case, padded with blanks, with the dagger or asterisk
as ``D`` or ``A``: one code each. What is missing has its own words (``-``, ``0000``, ``7999``,
``&``); everything else that is no code is dropped and named.

Source: NHS England, HES Data Dictionary, Admitted Patient Care (DIAG_NN, OPERTN_NN); Commissioning
Data Set, coded clinical entry (filler ``X``, ``-``, ``A`` and ``D``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from workbench.core.codes import CodeSystem
from workbench.core.icd10 import bare_code

__all__ = ["HIDDEN", "Read", "read_value", "shown_value"]

#: What is written where a record held no code, in capitals, and the words for it.
NO_CODE: Final = {
    "": "no code",
    "-": "no code",
    "0000": "no code",
    "7999": "no code",
    "&": "no code",
    "NULL": "the publisher's word for no code",
}
#: Stands for values that are not shown: what is no code could be anything of a record.
HIDDEN: Final = "…"

#: A mark only after four or five characters; a hyphen fills an absent fifth (or fourth and fifth).
_ICD10: Final = re.compile(r"(?P<code>[A-Z][0-9]{2}(?:[0-9X][0-9]?)?)-*(?P<mark>[AD])?")
_CATEGORY: Final = 3
_OPCS4: Final = re.compile(r"(?P<code>[A-HJ-Z][0-9]{2}[0-9X]?)(?P<local>[0-9A-Z])?")
_SCTID: Final = re.compile(r"[1-9]\d{5,17}")
_ICD11: Final = re.compile(r"[0-9A-Z]{4}(?:\.[0-9A-Z]{1,3})?(?:[&/][0-9A-Z.]+)*")
_BLANKS: Final = re.compile(r"\s+")
#: What nobody is known by: six characters may be a date of birth, a postcode, a hospital number.
_SHORT: Final = re.compile(r"(?=.*[^A-Za-z])[!-~]{1,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a value is: a code, or what is dropped and why.

    Attributes
    ----------
    code
        The spelling in which it is counted; None where it is no code.
    value
        What is shown of it.
    why
        Why it is dropped; None for a code.
    """

    code: str | None
    value: str
    why: str | None

    @property
    def strange(self) -> bool:
        """Whether it is neither a code nor a word for none."""
        return self.why is not None and self.why not in NO_CODE.values()


def read_value(raw: str | None, system: CodeSystem) -> Read:
    """Say what a value of a coded column is.

    Examples
    --------
    >>> [read_value(text, CodeSystem.ICD10).code for text in ("I43.8A", "i10x", "I438-A", "A00.-")]
    ['I438', 'I10X', 'I438', 'A00']
    >>> read_value("&   ", CodeSystem.OPCS4).why, read_value("8   ", CodeSystem.OPCS4).why
    ('no code', 'no code of OPCS-4')
    >>> read_value("Given Family", CodeSystem.ICD10).value
    '…'
    """
    value = (raw or "").strip()
    missing = NO_CODE.get(value.upper())
    if missing is not None:
        return Read(code=None, value=value, why=missing)
    code = _PARSERS[system](value)
    if code is not None:
        return Read(code=code, value=value, why=None)
    return Read(code=None, value=shown_value(value), why=f"no code of {system.label}")


def shown_value(value: str) -> str:
    """Give a value of a record as it may be shown: up to four characters, not letters alone.

    Examples
    --------
    >>> [shown_value(text) for text in ("99", "*", "Given", "010170", "SW1A1A")]
    ['99', '*', '…', '…', '…']
    """
    return value if _SHORT.fullmatch(value) else HIDDEN


def _icd10(value: str) -> str | None:
    if not value.isascii() and not value.endswith("†"):
        return None
    found = _ICD10.fullmatch(_BLANKS.sub("", bare_code(value)))
    if found is None or (found["mark"] and len(found["code"]) == _CATEGORY):
        return None
    return found["code"]


def _opcs4(value: str) -> str | None:
    found = _OPCS4.fullmatch(bare_code(value)) if value.isascii() else None
    return None if found is None else found["code"]


def _snomed(value: str) -> str | None:
    return value if _SCTID.fullmatch(value) and value.isascii() else None


def _icd11(value: str) -> str | None:
    return value.upper() if value.isascii() and _ICD11.fullmatch(value.upper()) else None


_PARSERS: Final = {
    CodeSystem.ICD10: _icd10,
    CodeSystem.OPCS4: _opcs4,
    CodeSystem.SNOMED: _snomed,
    CodeSystem.ICD11: _icd11,
}
