"""A code as a file of SSSOM or FHIR spells it, in our printed form.

Such files say which system a code is of, so it is read by that system's grammar and never by its
shape. The trap: blocks and chapters (``A00-A09``, ``XXII``) are no codes of any form, and are kept.

Source: WHO, ICD-10 volume 2 (printed codes); NHS England (codes without a dot, filler); WHO, ICD-11
Reference Guide, section 2.10 (clusters).
"""

from __future__ import annotations

import re
from typing import Final

from workbench.core.code_forms import CodeForm, read_form
from workbench.core.codes import CodeSystem
from workbench.core.icd11 import parse_cluster
from workbench.core.sctid import sctid_fault
from workbench.errors import InputError

__all__ = ["is_composed", "read_code"]

_BARE: Final = re.compile(r"[A-Z][0-9]{2}[0-9X][0-9X]?")
_MARKED: Final = re.compile(r"[A-Z][0-9]{2}(?:\.[0-9X]{1,2})?[*†]")
#: A node of ICD-11 by what names it in its URI.
_ENTITY: Final = re.compile(r"[0-9]{3,}(?:/\w+)?")


def read_code(text: str, *, system: CodeSystem | None) -> tuple[str, str | None]:
    """Give a code in printed form, and its mark.

    Parameters
    ----------
    text
        As the file has it.
    system
        What it is a code of; None keeps it as it is.

    Raises
    ------
    InputError
        If it is an SCTID whose check digit fails, or a cluster that does not hold together.

    Examples
    --------
    >>> read_code("I210", system=CodeSystem.ICD10), read_code("A00-A09", system=CodeSystem.ICD10)
    (('I21.0', None), ('A00-A09', None))
    >>> read_code("I43.8*", system=CodeSystem.ICD10)
    ('I43.8', '*')
    """
    if system is CodeSystem.SNOMED:
        fault = sctid_fault(text)
        if fault is not None:
            raise InputError(fault)
    if system is CodeSystem.ICD11 and is_composed(text, system=system):
        parse_cluster(text)
    form = None
    if system is CodeSystem.ICD10 and _MARKED.fullmatch(text):
        form = CodeForm.PRINTED
    elif system in {CodeSystem.ICD10, CodeSystem.OPCS4} and _BARE.fullmatch(text):
        form = CodeForm.MAP_TARGET
    if form is None or system is None:
        return text, None
    code, mark = read_form(text, form, system=system)
    return code, None if mark is None else str(mark)


def is_composed(text: str, *, system: CodeSystem | None) -> bool:
    """Say whether a code is a cluster of several: of ICD-11 alone.

    Examples
    --------
    >>> is_composed("1C41&XN6BM/1G40", system=CodeSystem.ICD11)
    True
    >>> is_composed("344162786/other", system=CodeSystem.ICD11)
    False
    """
    if system is not CodeSystem.ICD11 or _ENTITY.fullmatch(text):
        return False
    return "&" in text or "/" in text
