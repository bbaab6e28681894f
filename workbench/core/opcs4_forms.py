"""The syntax of OPCS-4: printed and undotted codes, and the numbers of its versions.

The traps: OPCS-4 and ICD-10 share shapes (C15 is an operation on an eyelid and a cancer), so no
code says which it is; and versions are numbers with parts, so that 4.10 comes after 4.9.

Source: NHS England, OPCS Classification of Interventions and Procedures Version 4 (a letter, two
digits, a point and a digit; chapter I is not used).
"""

from __future__ import annotations

import re
from typing import Final

from workbench.errors import InputError

__all__ = ["dotted", "parse_code", "stated_version", "undotted", "version_key"]

_CODE: Final = re.compile(r"(?P<category>[A-HJ-Z][0-9]{2})(?:\.?(?P<rest>[0-9]))?")
_VERSION: Final = re.compile(r"\bversion\s+(?P<version>[0-9]+(?:\.[0-9]+)+)\b", re.IGNORECASE)


def parse_code(text: str) -> str:
    """Read a code with its dot or without and give the printed form.

    Raises
    ------
    InputError
        If it is no code of OPCS-4.

    Examples
    --------
    >>> parse_code("A011"), parse_code("K59.3"), parse_code("A01")
    ('A01.1', 'K59.3', 'A01')
    """
    found = _CODE.fullmatch(text)
    if found is None:
        problem = f"'{text}' is no OPCS-4 code; expected a letter and two or three digits (A011)"
        raise InputError(problem)
    return dotted(found["category"] + (found["rest"] or ""))


def dotted(code: str) -> str:
    """Give the printed form of an undotted code; a category is given back.

    Examples
    --------
    >>> dotted("A011"), dotted("A01")
    ('A01.1', 'A01')
    """
    if len(code) > 3 and "." not in code:  # noqa: PLR2004 - a category has three characters
        return f"{code[:3]}.{code[3:]}"
    return code


def undotted(code: str) -> str:
    """Give a code without its dot.

    Examples
    --------
    >>> undotted("A01.1")
    'A011'
    """
    return code.replace(".", "")


def stated_version(description: str) -> str | None:
    """Give the version that the description of a reference set states, or None.

    Examples
    --------
    >>> stated_version("Classification of Interventions and Procedures Version 4.10 map")
    '4.10'
    """
    found = _VERSION.search(description)
    return None if found is None else found["version"]


def version_key(version: str) -> tuple[int, ...]:
    """Give a sort key of a version: its parts as numbers.

    Raises
    ------
    InputError
        If a part is no number.

    Examples
    --------
    >>> sorted(["4.10", "4.9", "4.11"], key=version_key)
    ['4.9', '4.10', '4.11']
    """
    try:
        return tuple(int(part) for part in version.split("."))
    except ValueError as error:
        problem = f"version '{version}' is not numbers parted by dots (4.10)"
        raise InputError(problem) from error
