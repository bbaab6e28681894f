"""The rules of ConceptMap itself, each one check: what a file breaks is named by its key.

The shapes are checked too (a text where a text belongs), so that what comes after may trust them.

Source: FHIR R5, ConceptMap, constraints cmd-1 to cmd-11; FHIR R4, ConceptMap, constraints cmd-1 to
cmd-3 (whose numbers mean other things from cmd-2 on).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from workbench.io.fhir_words import READ_EQUIVALENCE, RELATIONSHIPS, FhirVersion

__all__ = [
    "DRAFT",
    "MODIFIED",
    "MODIFIER",
    "NEEDS_COMMENT",
    "STATUSES",
    "element_faults",
    "property_faults",
    "unmapped_faults",
]

Object: TypeAlias = Mapping[str, Any]
#: Where, and what is wrong there.
_Faults: TypeAlias = "Iterator[tuple[str, str]]"

#: The status in which R5 asks for no comments.
DRAFT: Final = "draft"
#: Begins the fault that a draft is excused from.
NEEDS_COMMENT: Final = "needs a 'comment' (cmd-1)"

#: What a map may be.
STATUSES: Final = ("draft", "active", "retired", "unknown")
#: An extension that may turn the meaning of its holder round; who does not know it may not read on.
MODIFIER: Final = "modifierExtension"
#: The fault of one.
MODIFIED: Final = "changes the meaning of what it stands in, and is not known here"

_WORDS: Final = {
    FhirVersion.R4: ("equivalence", tuple(READ_EQUIVALENCE)),
    FhirVersion.R5: ("relationship", tuple(dict.fromkeys(RELATIONSHIPS.values()))),
}
_COMMENTED: Final = {
    FhirVersion.R4: frozenset({"narrower", "inexact"}),
    FhirVersion.R5: frozenset({"source-is-broader-than-target", "not-related-to"}),
}
_MODES: Final = {
    FhirVersion.R4: ("provided", "fixed", "other-map"),
    FhirVersion.R5: ("use-source-code", "fixed", "other-map"),
}
_VALUES: Final = (
    *("valueCode", "valueCoding", "valueString", "valueBoolean", "valueQuantity"),
    *("valueInteger", "valueDateTime", "valueDecimal"),
)
#: What each may hold in R4 or R5; a key with ``_`` before it holds extensions of a plain value.
_ELEMENT: Final = frozenset({"id", "extension", "code", "display", "valueSet", "noMap", "target"})
_TARGET: Final = _ELEMENT - {"noMap", "target"} | {
    *("relationship", "equivalence", "comment", "property", "dependsOn", "product"),
}
_TEXTS: Final = ("code", "display", "comment", "relationship", "equivalence", "valueSet")


def element_faults(element: Object, version: FhirVersion) -> _Faults:
    """Give what is wrong with ``group.element``, each with where in it.

    Examples
    --------
    >>> element = {"code": "1", "noMap": True, "target": [{"code": "2"}]}
    >>> list(element_faults(element, FhirVersion.R5))[0]
    ('', 'noMap stands beside targets (cmd-4)')
    """
    yield from _unknown(element, _ELEMENT, "")
    yield from _shape(element, "")
    no_map = element.get("noMap", False)
    if not isinstance(no_map, bool):
        yield ".noMap", f"'{no_map}' is not true or false"
    if version is FhirVersion.R5:
        if no_map is True and element.get("target"):
            yield "", "noMap stands beside targets (cmd-4)"
        if ("code" in element) == ("valueSet" in element):
            yield "", "needs a code or a valueSet, and not both (cmd-5)"
    for number, target in enumerate(element.get("target", ())):
        where = f".target[{number}]"
        if not isinstance(target, dict):
            yield where, f"'{target}' is no object"
        else:
            yield from _target_faults(target, version, where)


def _target_faults(target: Object, version: FhirVersion, where: str) -> _Faults:
    yield from _unknown(target, _TARGET, where)
    yield from _shape(target, where)
    key, words = _WORDS[version]
    word = target.get(key)
    if word is None:
        yield where, f"needs '{key}': one of {', '.join(words)}"
    elif word not in words:
        yield f"{where}.{key}", f"'{word}' is not known; expected one of {', '.join(words)}"
    if word in _COMMENTED[version] and not target.get("comment"):
        yield where, f"{NEEDS_COMMENT}, since its {key} is '{word}'"
    if version is FhirVersion.R5 and ("code" in target) == ("valueSet" in target):
        yield where, "needs a code or a valueSet, and not both (cmd-7)"
    for name in ("property", "dependsOn", "product"):
        for number, part in enumerate(target.get(name, ())):
            yield from _PARTS[version](part, name, f"{where}.{name}[{number}]")


def _r5_part(part: object, name: str, where: str) -> _Faults:
    if not isinstance(part, dict):
        yield where, f"'{part}' is no object"
        return
    key = "code" if name == "property" else "attribute"
    if not isinstance(part.get(key), str):
        yield where, f"needs '{key}'"
    values = [value for value in _VALUES if value in part]
    if len(values) > 1:
        yield where, f"holds {' and '.join(values)}, where one is allowed"
    if name == "property" and not values:
        yield where, "needs a value"
    if name != "property" and bool(values) == ("valueSet" in part):
        yield where, "needs a value or a valueSet, and not both (cmd-6)"


def _r4_part(part: object, name: str, where: str) -> _Faults:
    del name
    if not isinstance(part, dict):
        yield where, f"'{part}' is no object"
        return
    for key in ("property", "value"):
        if not isinstance(part.get(key), str):
            yield where, f"needs '{key}'"


_PARTS: Final[Mapping[FhirVersion, Callable[[object, str, str], _Faults]]] = {
    FhirVersion.R4: _r4_part,
    FhirVersion.R5: _r5_part,
}


def _unknown(holder: Object, known: frozenset[str], where: str) -> _Faults:
    """Refuse a key that FHIR does not have there, which may be a known one misspelled."""
    for key in holder.keys() - known:
        if key == MODIFIER:
            yield f"{where}.{key}", MODIFIED
        elif key.removeprefix("_") not in known:
            yield f"{where}.{key}", f"is none of the keys of FHIR here: {', '.join(sorted(known))}"


def _shape(holder: Object, where: str) -> _Faults:
    """Refuse what is no text where a text belongs, or no list where a list does."""
    for key in _TEXTS:
        value = holder.get(key, "")
        if not isinstance(value, str) or (key in holder and not value):
            yield f"{where}.{key}", f"'{value}' is no text"
    for key in ("target", "property", "dependsOn", "product", "extension"):
        if not isinstance(holder.get(key, []), list):
            yield f"{where}.{key}", "is no list"


def unmapped_faults(unmapped: Object, version: FhirVersion) -> _Faults:
    """Give what is wrong with ``group.unmapped``, which says what becomes of every other code."""
    mode = unmapped.get("mode")
    if mode not in _MODES[version]:
        yield ".mode", f"'{mode}' is not known; expected one of {', '.join(_MODES[version])}"
        return
    if version is FhirVersion.R4:
        if mode == "fixed" and not unmapped.get("code"):
            yield "", "needs a code, since its mode is 'fixed' (cmd-2)"
        if mode == "other-map" and not unmapped.get("url"):
            yield "", "needs the url of the other map, since its mode is 'other-map' (cmd-3)"
        return
    if mode == "fixed" and ("code" in unmapped) == ("valueSet" in unmapped):
        yield "", "needs a code or a valueSet, and not both, since its mode is 'fixed' (cmd-2)"
    if mode == "other-map" and not unmapped.get("otherMap"):
        yield "", "needs 'otherMap', since its mode is 'other-map' (cmd-3)"
    if mode != "fixed" and unmapped.keys() & {"code", "display", "valueSet"}:
        yield "", f"may hold no code, display or valueSet, since its mode is '{mode}' (cmd-8)"
    if mode != "other-map" and not unmapped.get("relationship"):
        yield "", f"needs 'relationship', since its mode is '{mode}' (cmd-9)"
    if mode != "other-map" and "otherMap" in unmapped:
        yield "", f"may hold no 'otherMap', since its mode is '{mode}' (cmd-10)"


def property_faults(defined: Object) -> _Faults:
    """Give what is wrong with one definition of ``property`` (R5)."""
    if not isinstance(defined.get("code"), str):
        yield "", "needs 'code'"
    if defined.get("type") == "code" and not defined.get("system"):
        yield "", "needs 'system', since its type is 'code' (cmd-11)"
