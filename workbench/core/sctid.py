"""SNOMED CT identifiers: what they name, and how a slip of the pen shows.

An SCTID is 6 to 18 digits. The last is a Verhoeff check digit; the two before it are the partition,
which says whether a concept, a description or a relationship is named and, by its first digit,
whether seven digits before it are the namespace of an extension. The trap: 18 digits do not fit a
float, and a spreadsheet rounds the last three to zeros. An SCTID is text here, or int64.

Source: SNOMED International, Release File Specifications, chapter "SNOMED CT Identifiers" (SCTID
representation, constraints, check-digit, partition-identifier, namespace-identifier).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from workbench.errors import InputError

__all__ = [
    "MULTIPLY",
    "PERMUTE",
    "Component",
    "Sctid",
    "check_digit",
    "parse_sctid",
    "sctid_fault",
]


class Component(StrEnum):
    """What an SCTID names."""

    CONCEPT = "concept"
    DESCRIPTION = "description"
    RELATIONSHIP = "relationship"


#: The partition's second digit; its first is 1 where the id has a namespace.
_COMPONENTS: Final = {
    "0": Component.CONCEPT,
    "1": Component.DESCRIPTION,
    "2": Component.RELATIONSHIP,
}
_PARTITIONS: Final = {
    Component.CONCEPT: "00 or 10",
    Component.DESCRIPTION: "01 or 11",
    Component.RELATIONSHIP: "02 or 12",
}
_LONG_FORM: Final = "1"
_NAMESPACE_DIGITS: Final = 7
#: One digit of item, seven of namespace, two of partition, one to check.
_SHORTEST_LONG_FORM: Final = 11
_SHAPE: Final = re.compile(r"[1-9][0-9]{5,17}")
_SHOWN: Final = 40

#: Multiplication in the dihedral group D5, as the chapter's page on Verhoeff's scheme prints it.
MULTIPLY: Final = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
#: What a digit becomes at each place, counted from the check digit at 0, modulo 8.
PERMUTE: Final = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 5, 7, 6, 2, 8, 3, 0, 9, 4),
    (5, 8, 0, 3, 7, 9, 6, 1, 4, 2),
    (8, 9, 1, 6, 0, 4, 3, 5, 2, 7),
    (9, 4, 5, 3, 1, 2, 6, 8, 7, 0),
    (4, 2, 8, 6, 5, 7, 3, 9, 0, 1),
    (2, 7, 9, 3, 8, 0, 6, 4, 1, 5),
    (7, 0, 4, 6, 9, 1, 3, 2, 5, 8),
)
_INVERSE: Final = (0, 4, 3, 2, 1, 5, 6, 7, 8, 9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sctid:
    """An identifier known to be well formed.

    Attributes
    ----------
    text
        Its digits.
    component
        What it names.
    namespace
        Seven digits naming the extension that made it; None where it is International.
    """

    text: str
    component: Component
    namespace: str | None

    def __str__(self) -> str:
        """Give its digits."""
        return self.text


def check_digit(body: str) -> int:
    """Give the check digit, 0-9, that follows the other digits of an SCTID.

    Examples
    --------
    >>> check_digit("2470000"), check_digit("11668000")
    (7, 3)
    """
    check = 0
    for place, digit in enumerate(reversed(body), 1):
        check = MULTIPLY[check][PERMUTE[place % 8][int(digit)]]
    return _INVERSE[check]


def parse_sctid(text: str, component: Component | None = None) -> Sctid:
    """Read an SCTID.

    Parameters
    ----------
    text
        6 to 18 digits.
    component
        What it must name; None takes any.

    Raises
    ------
    InputError
        If it is no SCTID, or names another component.

    Examples
    --------
    >>> parse_sctid("999002271000000101").namespace
    '1000000'
    >>> parse_sctid("24700008")
    Traceback (most recent call last):
    workbench.errors.InputError: SCTID '24700008' fails its check digit: expected 7, found 8
    """
    fault = sctid_fault(text, component)
    if fault is not None:
        raise InputError(fault)
    long_form = text[-3] == _LONG_FORM
    return Sctid(
        text=text,
        component=_COMPONENTS[text[-2]],
        namespace=text[-3 - _NAMESPACE_DIGITS : -3] if long_form else None,
    )


def sctid_fault(text: str, component: Component | None = None) -> str | None:
    """Say in one sentence why a text is not the SCTID of a component, or None where it is.

    Examples
    --------
    >>> sctid_fault("24700007", Component.CONCEPT) is None
    True
    >>> sctid_fault("24700007", Component.DESCRIPTION)
    "SCTID '24700007' names a concept (partition 00), expected a description (partition 01 or 11)"
    """
    if _SHAPE.fullmatch(text) is None:
        return f"'{text[:_SHOWN]}' is not an SCTID; expected 6 to 18 digits, the first not 0"
    expected = check_digit(text[:-1])
    if expected != int(text[-1]):
        return f"SCTID '{text}' fails its check digit: expected {expected}, found {text[-1]}"
    partition = text[-3:-1]
    found = _COMPONENTS.get(partition[1]) if partition[0] in "01" else None
    if found is None or (partition[0] == _LONG_FORM and len(text) < _SHORTEST_LONG_FORM):
        return f"SCTID '{text}' has the partition {partition}, expected 00, 01, 02, 10, 11 or 12"
    if component is None or component is found:
        return None
    return (
        f"SCTID '{text}' names a {found} (partition {partition}), expected a {component} "
        f"(partition {_PARTITIONS[component]})"
    )
