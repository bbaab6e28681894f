"""What a code, a code system and a release are.

A code means nothing without its release: ``X59.0`` is *home* in a UK record and *exposure
causing fracture* in WHO's table. A `Release` is therefore part of every graph, map and number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from workbench.errors import InputError

__all__ = [
    "NAME_PATTERN",
    "Code",
    "CodeSystem",
    "Kind",
    "Mark",
    "Release",
    "ResidualKind",
    "natural_key",
    "parse_name",
    "parse_release",
]


class CodeSystem(StrEnum):
    """The code systems the workbench knows, by the word used in names and releases."""

    SNOMED = "snomed"
    ICD10 = "icd10"
    OPCS4 = "opcs4"
    ICD11 = "icd11"

    @property
    def label(self) -> str:
        """The system's name as people write it."""
        return _LABELS[self]


_LABELS = {
    CodeSystem.SNOMED: "SNOMED CT",
    CodeSystem.ICD10: "ICD-10",
    CodeSystem.OPCS4: "OPCS-4",
    CodeSystem.ICD11: "ICD-11",
}


class Kind(StrEnum):
    """What a node of a code graph is.

    In ICD-10 and OPCS-4 three characters make a category and more a subcategory; in ICD-11 every
    coded stem is a category and what lies in chapter X is an extension.
    """

    CHAPTER = "chapter"
    BLOCK = "block"
    CATEGORY = "category"
    SUBCATEGORY = "subcategory"
    EXTENSION = "extension"
    CONCEPT = "concept"


class ResidualKind(StrEnum):
    """Which of the two residual categories a node is."""

    OTHER = "other"
    UNSPECIFIED = "unspecified"


class Mark(StrEnum):
    """The dual-coding mark of ICD-10: dagger for the aetiology, asterisk for the manifestation."""

    ASTERISK = "*"
    DAGGER = "†"


_PART = r"[a-z0-9][a-z0-9._-]*"
#: What the free name of a graph or map looks like: parts joined by ``/``.
NAME_PATTERN = re.compile(rf"{_PART}(?:/{_PART})*")
#: A name is a folder's name too (``maps/<name>``), and these can be none on Windows.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
)
_RELEASE = re.compile(rf"(?P<system>snomed|icd10|opcs4|icd11)/(?P<edition>{_PART})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One edition of one code system; it never changes.

    Attributes
    ----------
    system
        The code system.
    edition
        Which edition, lower case (``who-2019``, ``uk-5th``, ``2024-01``).
    """

    system: CodeSystem
    edition: str

    def __post_init__(self) -> None:
        """Refuse an edition that could not be written in a name."""
        if not re.fullmatch(_PART, self.edition):
            message = f"edition '{self.edition}' is not made of a-z, 0-9, '.', '_' and '-'"
            raise InputError(message)

    def __str__(self) -> str:
        """Give ``<system>/<edition>``."""
        return f"{self.system}/{self.edition}"


def parse_release(text: str) -> Release:
    """Read a release written ``<system>/<edition>``.

    Raises
    ------
    InputError
        If the system is unknown or the edition holds other than a-z, 0-9, ``.``, ``_``, ``-``.

    Examples
    --------
    >>> parse_release("icd10/who-2019").edition
    'who-2019'
    """
    found = _RELEASE.fullmatch(text)
    if found is None:
        systems = ", ".join(CodeSystem)
        message = (
            f"release '{text}' is not <system>/<edition> with a system of {systems} "
            "and an edition of a-z, 0-9, '.', '_', '-' (icd10/who-2019)"
        )
        raise InputError(message)
    return Release(system=CodeSystem(found["system"]), edition=found["edition"])


def parse_name(text: str) -> str:
    """Check the name of a graph or map and give it back.

    Raises
    ------
    InputError
        If it is not parts of a-z, 0-9, ``.``, ``_``, ``-`` joined by ``/``.
    """
    if NAME_PATTERN.fullmatch(text) is None:
        message = (
            f"name '{text}' is not made of parts of a-z, 0-9, '.', '_' and '-', each beginning "
            "with a letter or digit, joined by '/'"
        )
        raise InputError(message)
    for part in text.split("/"):
        if part.partition(".")[0] in _DEVICES:
            message = f"name '{text}' holds '{part}', a device on Windows; choose another"
            raise InputError(message)
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One code of one release, in its printed form.

    Attributes
    ----------
    release
        The release it belongs to.
    code
        The printed form (``I21.0``, ``BA00.Z``).
    """

    release: Release
    code: str

    def __str__(self) -> str:
        """Give ``<release>#<code>``."""
        return f"{self.release}#{self.code}"


def natural_key(text: str) -> tuple[int, int, str]:
    """Give a sort key that puts codes in the order of their classification.

    A whole number (SCTID, ICD-11 chapter) counts as a number and goes first; in every other code
    each character has its own place, so that ``B18.09`` stands under ``B18.0`` and before
    ``B18.1``: never count the digits after a dot as one number.

    Examples
    --------
    >>> sorted(["B18.1", "B18.09", "B18.0", "B18", "B15-B19", "24700007", "9"], key=natural_key)
    ['9', '24700007', 'B15-B19', 'B18', 'B18.0', 'B18.09', 'B18.1']
    """
    if text.isascii() and text.isdecimal():
        return 0, int(text), text
    return 1, 0, text
