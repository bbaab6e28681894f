"""By which URI and version each code system and release is named in files of FHIR and SSSOM.

This is the one table of them. The trap: a system goes by several URIs (OPCS-4; ICD-10
as the UK uses it), and the URI of ICD-10 says nothing of the edition where no version stands by it.

Source: FHIR R5, "Using Codes", external code systems; SNOMED International, URI Standard 1.1,
sections 2.4 and 2.5 (editions and versions); WHO, ICD-11 API (linearization URIs).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from workbench.core.codes import CodeSystem, Release, parse_release
from workbench.errors import InputError
from workbench.io.rf2_edition import has_british_module

__all__ = ["NAMESPACE", "SYSTEM_URIS", "SystemVersion", "release_of", "system_of", "system_version"]

#: What names of our own begin with: properties, extensions, maps, codes of a system nobody named.
NAMESPACE: Final = "urn:x-terminology-workbench:"

_ICD10: Final = "http://hl7.org/fhir/sid/icd-10"
_ICD10_UK: Final = "http://hl7.org/fhir/sid/icd-10-uk"
_ICD11: Final = "http://id.who.int/icd/release/11/mms"
_OPCS4: Final = "https://fhir.hl7.org.uk/Id/opcs-4"
_SNOMED: Final = "http://snomed.info/sct"

#: What each URI is the name of; the first of a system is the one written.
SYSTEM_URIS: Final[dict[str, CodeSystem]] = {
    _SNOMED: CodeSystem.SNOMED,
    "http://snomed.info/id": CodeSystem.SNOMED,
    _ICD10: CodeSystem.ICD10,
    _ICD10_UK: CodeSystem.ICD10,
    "http://id.who.int/icd/release/10": CodeSystem.ICD10,
    _OPCS4: CodeSystem.OPCS4,
    "https://fhir.nhs.uk/Id/opcs-4": CodeSystem.OPCS4,
    _ICD11: CodeSystem.ICD11,
    "http://hl7.org/fhir/sid/icd-11": CodeSystem.ICD11,
    "http://id.who.int/icd/entity": CodeSystem.ICD11,
}


class SystemVersion(NamedTuple):
    """How a file names a release: the URI of its code system, and the version."""

    uri: str
    version: str | None


#: Releases whose version is not spelled as our edition is.
_NAMED: Final[dict[Release, SystemVersion]] = {
    parse_release("icd10/who-2019"): SystemVersion(_ICD10, "2019"),
    parse_release("icd10/uk-5th"): SystemVersion(_ICD10_UK, "5.0"),
}
_KNOWN: Final = {named: release for release, named in _NAMED.items()}

_INTERNATIONAL: Final = "900000000000207008"
#: The module that names the edition of the United Kingdom, International content included.
_UK: Final = "83821000000107"
_EDITIONS: Final = {"int": _INTERNATIONAL, "uk": _UK}
_SNOMED_EDITION: Final = re.compile(r"(?P<country>int|uk)-(?P<date>\d{8})")
_SNOMED_VERSION: Final = re.compile(
    r"http://snomed\.info/x?sct/(?P<module>\d{6,18})(?:/version/(?P<date>\d{8}))?"
)
_ICD11_RELEASE: Final = re.compile(r"http://id\.who\.int/icd/release/11/(?P<date>[\w.-]+)/mms")


def system_of(uri: str) -> CodeSystem | None:
    """Say which code system a URI names; None where it names none that is known here.

    Examples
    --------
    >>> system_of("http://snomed.info/sct").label, system_of("http://loinc.org") is None
    ('SNOMED CT', True)
    """
    if _ICD11_RELEASE.fullmatch(uri):
        return CodeSystem.ICD11
    if _SNOMED_VERSION.fullmatch(uri):
        return CodeSystem.SNOMED
    return SYSTEM_URIS.get(uri.rstrip("/#"))


def release_of(uri: str, version: str | None) -> Release | None:
    """Give the release that a URI and a version name; None where they do not say enough.

    Examples
    --------
    >>> str(release_of("http://hl7.org/fhir/sid/icd-10", "2019"))
    'icd10/who-2019'
    >>> str(
    ...     release_of(
    ...         "http://snomed.info/sct", "http://snomed.info/sct/83821000000107/version/20210317"
    ...     )
    ... )
    'snomed/uk-20210317'
    >>> release_of("http://hl7.org/fhir/sid/icd-10", None) is None
    True
    """
    system = system_of(uri)
    if system is None:
        return None
    dated = _ICD11_RELEASE.fullmatch(uri)
    if dated is not None and not version:
        version = dated["date"]
    edition = _SNOMED_VERSION.fullmatch(version or uri)
    if system is CodeSystem.SNOMED and edition is not None:
        return _snomed(edition["module"], edition["date"])
    if not version:
        return None
    known = _KNOWN.get(SystemVersion(uri, version))
    return _spelled(system, version) if known is None else known


def system_version(release: Release) -> SystemVersion:
    """Give the URI and version by which a release is named in a file; `release_of` reads them.

    Examples
    --------
    >>> system_version(parse_release("icd10/uk-5th"))
    SystemVersion(uri='http://hl7.org/fhir/sid/icd-10-uk', version='5.0')
    >>> system_version(parse_release("opcs4/4.10")).version
    '4.10'
    """
    if release in _NAMED:
        return _NAMED[release]
    uri = next(uri for uri, system in SYSTEM_URIS.items() if system is release.system)
    edition = _SNOMED_EDITION.fullmatch(release.edition)
    if release.system is CodeSystem.SNOMED and edition is not None:
        module = _EDITIONS[edition["country"]]
        return SystemVersion(uri, f"{uri}/{module}/version/{edition['date']}")
    plain = SystemVersion(uri, release.edition)
    return SystemVersion(uri, str(release)) if plain in _KNOWN else plain


def _snomed(module: str, date: str | None) -> Release | None:
    """Give a release of SNOMED CT; an edition of another country has no name of ours."""
    if date is None:
        return None
    if module == _INTERNATIONAL:
        return Release(system=CodeSystem.SNOMED, edition=f"int-{date}")
    try:
        british = has_british_module([module])
    except InputError:
        british = False
    return Release(system=CodeSystem.SNOMED, edition=f"uk-{date}") if british else None


def _spelled(system: CodeSystem, version: str) -> Release | None:
    """Give the release whose edition, or whole name, is the version."""
    try:
        if "/" in version:
            named = parse_release(version)
            return named if named.system is system else None
        return Release(system=system, edition=version)
    except InputError:
        return None
