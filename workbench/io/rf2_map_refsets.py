"""Which map reference sets the workbench knows, and what each leads to.

The trap: the id of the OPCS-4 map changes with every version of OPCS-4, so the version is read from
the reference set's own description; only where no description is at hand does the id decide.

Source: SNOMED International, ICD-10 Mapping Technical Guide (447562003); NHS England, UK Clinical
Edition, descriptions of the reference sets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from workbench.core.codes import CodeSystem, Release, parse_release
from workbench.core.opcs4_forms import stated_version, version_key
from workbench.core.snomed import ICD10_INTERNATIONAL, ICD10_UK_5TH, OPCS4_UK

__all__ = ["MapRefset", "describe"]

#: The version of OPCS-4 by reference set, for files without descriptions.
_VERSIONS: Final = {refset: version for version, refset in OPCS4_UK.items()}

_OPCS: Final = re.compile(r"\bOPCS\b|Office of Population Censuses and Surveys", re.IGNORECASE)
_YEAR: Final = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_TAG: Final = re.compile(r" \([^()]*\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRefset:
    """A map reference set.

    Attributes
    ----------
    id
        Its SCTID.
    description
        Its fully specified name without the tag; empty where none is at hand.
    system
        What its targets are codes of; None where nobody says.
    target
        The release its targets are codes of; None where nobody says.
    name
        What a map of it is called by default.
    """

    id: str
    description: str
    system: CodeSystem | None
    target: Release | None
    name: str

    @property
    def order(self) -> tuple[str, tuple[int, ...], str]:
        """Sort by system, versions as numbers (4.9 before 4.10), then by id."""
        numbered = self.target is not None and self.target.system is CodeSystem.OPCS4
        version = version_key(self.target.edition) if self.target and numbered else ()
        return self.system or "~", version, self.id


def describe(refset: str, descriptions: Sequence[str]) -> MapRefset:
    """Say what a map reference set is.

    Parameters
    ----------
    refset
        Its SCTID.
    descriptions
        Its active descriptions, the fully specified name first; may be empty.

    Examples
    --------
    >>> said = [
    ...     "Classification of OPCS Version 4.10 map reference set (foundation metadata concept)"
    ... ]
    >>> found = describe("1382401000000109", said)
    >>> str(found.target), found.name
    ('opcs4/4.10', 'snomed-opcs4-4.10')
    """
    said = _TAG.sub("", descriptions[0]) if descriptions else ""
    if refset == ICD10_UK_5TH:
        target = parse_release("icd10/uk-5th")
        return _made(refset, said, CodeSystem.ICD10, target, "snomed-icd10-uk")
    if refset == ICD10_INTERNATIONAL:
        year = next((found[0] for text in descriptions if (found := _YEAR.search(text))), None)
        edition = None if year is None else parse_release(f"icd10/who-{year}")
        return _made(refset, said, CodeSystem.ICD10, edition, "snomed-icd10-int")
    version = _opcs_version(refset, descriptions)
    if version is not None:
        target = Release(system=CodeSystem.OPCS4, edition=version)
        return _made(refset, said, CodeSystem.OPCS4, target, f"snomed-opcs4-{version}")
    return _made(refset, said, None, None, f"snomed-{refset}")


def _opcs_version(refset: str, descriptions: Sequence[str]) -> str | None:
    for text in descriptions:
        version = stated_version(text)
        if version is not None and _OPCS.search(text):
            return version
    return _VERSIONS.get(refset)


def _made(
    refset: str, said: str, system: CodeSystem | None, target: Release | None, name: str
) -> MapRefset:
    return MapRefset(id=refset, description=said, system=system, target=target, name=name)
