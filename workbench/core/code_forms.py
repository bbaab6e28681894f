"""Every way in which files write a code of ICD-10, OPCS-4 or ICD-11, read and written.

Inside the program a code has its printed form; the others exist at the edges only. One table says
which form a system has, so that a reader or a writer names a form and knows nothing of its places.

The traps: ICD-10 and OPCS-4 share shapes, so the system is always said and never guessed; a form
that has no place for a mark loses it, which is refused and not done in silence; and the places of
``I10X`` are filled in some files and not in others, though all mean I10.

Source: NHS Data Model and Dictionary, ICD CODE and OPCS CODE; NHS England, UK SNOMED CT map
refsets (``mapTarget``); WHO, ICD-11 Reference Guide, section 2.10.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, TypeAlias

from workbench.core import opcs4_forms
from workbench.core.codes import CodeSystem
from workbench.core.icd10_forms import (
    MarkedCode,
    format_commissioning,
    format_printed,
    format_target,
    format_undotted,
    parse_commissioning,
    parse_printed,
    parse_target,
    parse_undotted,
)
from workbench.core.icd11 import parse_cluster
from workbench.errors import InputError

__all__ = ["CodeForm", "forms_of", "read_form", "write_form"]


_Reader: TypeAlias = "Callable[[str], tuple[str, str | None]]"
_Writer: TypeAlias = "Callable[[str], str]"


class CodeForm(StrEnum):
    """How a file writes a code.

    Attributes
    ----------
    PRINTED
        As books do: ``I43.8*``, ``W37.1``, ``BA41.0&XA7RE3``.
    UNDOTTED
        Without the dot and without a mark: ``I438``, ``G35``, ``W371``.
    FILLED
        Undotted, a category filled to four places: ``G35X``; no mark.
    COMMISSIONING
        Five places and a sixth for the mark: ``I438-A``, ``G35X-``.
    MAP_TARGET
        As a UK map's ``mapTarget``: ``I438A``, ``G35X``, ``W371``.
    """

    PRINTED = "printed"
    UNDOTTED = "undotted"
    FILLED = "filled"
    COMMISSIONING = "commissioning"
    MAP_TARGET = "map-target"


def read_form(text: str, form: CodeForm, *, system: CodeSystem) -> tuple[str, str | None]:
    """Give the printed form of a code, and its mark.

    Raises
    ------
    InputError
        If it is not of that form, or the system has no such form.

    Examples
    --------
    >>> read_form("I438-A", CodeForm.COMMISSIONING, system=CodeSystem.ICD10)
    ('I43.8', <Mark.ASTERISK: '*'>)
    >>> read_form("W371", CodeForm.MAP_TARGET, system=CodeSystem.OPCS4)
    ('W37.1', None)
    """
    _require(form, system)
    return _FORMS[system][form][0](text)


def write_form(code: str, form: CodeForm, *, system: CodeSystem, mark: str | None = None) -> str:
    """Give a printed code in another form.

    Parameters
    ----------
    code, mark
        The printed code without its mark, and the mark; only ICD-10 has marks.

    Raises
    ------
    InputError
        If it is no printed code, the system has no such form, or the form has no place for a mark.

    Examples
    --------
    >>> write_form("I43.8", CodeForm.MAP_TARGET, system=CodeSystem.ICD10, mark="*")
    'I438A'
    >>> write_form("G35", CodeForm.COMMISSIONING, system=CodeSystem.ICD10)
    'G35X-'
    """
    _require(form, system)
    if mark is not None and (system is not CodeSystem.ICD10 or form in _WITHOUT_MARK):
        problem = f"'{code}{mark}': the {form} form of {system.label} has no place for a mark"
        raise InputError(problem)
    return _FORMS[system][form][1](f"{code}{mark or ''}")


def forms_of(system: CodeSystem) -> tuple[CodeForm, ...]:
    """Give the forms in which files write codes of a system; none of SNOMED CT, whose ids are one.

    Examples
    --------
    >>> [str(form) for form in forms_of(CodeSystem.ICD11)]
    ['printed']
    """
    return tuple(_FORMS.get(system, ()))


def _require(form: CodeForm, system: CodeSystem) -> None:
    if form not in forms_of(system):
        known = ", ".join(forms_of(system)) or "none"
        problem = f"{system.label} has no form '{form}'; it has {known}"
        raise InputError(problem)


def _opcs4_printed(text: str) -> tuple[str, None]:
    code = opcs4_forms.parse_code(text)
    if code != text:
        problem = f"'{text}' is no printed OPCS-4 code; expected {code}"
        raise InputError(problem)
    return code, None


def _opcs4_undotted(text: str) -> tuple[str, None]:
    code = opcs4_forms.parse_code(text)
    if "." in text:
        problem = f"'{text}' is no undotted OPCS-4 code; expected {opcs4_forms.undotted(code)}"
        raise InputError(problem)
    return code, None


def _write_opcs4_undotted(printed: str) -> str:
    return opcs4_forms.undotted(_opcs4_printed(printed)[0])


def _icd11(text: str) -> tuple[str, None]:
    return parse_cluster(text).text, None


def _reads(parse: Callable[[str], MarkedCode]) -> _Reader:
    def read(text: str) -> tuple[str, str | None]:
        found = parse(text)
        return found.code, found.mark

    return read


def _writes(form: Callable[[MarkedCode], str]) -> _Writer:
    return lambda printed: form(parse_printed(printed))


#: Forms that have no place for the mark of an ICD-10 code.
_WITHOUT_MARK: Final = frozenset({CodeForm.UNDOTTED, CodeForm.FILLED})
#: How each form of each system is read, and how it is written from the printed form.
_FORMS: Final[Mapping[CodeSystem, Mapping[CodeForm, tuple[_Reader, _Writer]]]] = {
    CodeSystem.ICD10: {
        CodeForm.PRINTED: (_reads(parse_printed), _writes(format_printed)),
        CodeForm.UNDOTTED: (_reads(parse_undotted), _writes(format_undotted)),
        CodeForm.FILLED: (_reads(parse_undotted), _writes(format_target)),
        CodeForm.COMMISSIONING: (_reads(parse_commissioning), _writes(format_commissioning)),
        CodeForm.MAP_TARGET: (_reads(parse_target), _writes(format_target)),
    },
    CodeSystem.OPCS4: {
        CodeForm.PRINTED: (_opcs4_printed, lambda printed: _opcs4_printed(printed)[0]),
        CodeForm.UNDOTTED: (_opcs4_undotted, _write_opcs4_undotted),
        CodeForm.MAP_TARGET: (_opcs4_undotted, _write_opcs4_undotted),
    },
    CodeSystem.ICD11: {CodeForm.PRINTED: (_icd11, lambda printed: _icd11(printed)[0])},
}
