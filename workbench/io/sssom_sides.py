"""How the two sides of a map are named in a file of SSSOM: prefixes, sources, versions.

A code is written as a CURIE whose prefix stands for its code system, and read back by what that
prefix stands for, whatever it is called. The trap: of a prefix that stands for none of our systems
the code alone says nothing, so the whole CURIE is kept as the code.

Source: SSSOM 1.1, "The SSSOM/TSV serialisation format", Identifiers; ``subject_source`` and
``subject_source_version``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from workbench.core.codes import CodeSystem, Release
from workbench.io.code_systems import (
    NAMESPACE,
    SYSTEM_URIS,
    SystemVersion,
    system_of,
    system_version,
)

__all__ = ["SIDES", "WrittenSide", "system_of_namespace", "written_side"]

#: Our word for a side, and SSSOM's.
SIDES: Final = {"source": "subject", "target": "object"}

#: What a prefix for the codes of a system stands for, where the system's own URI is not it.
_NAMESPACES: Final = {CodeSystem.SNOMED: "http://snomed.info/id/"}
_PREFIXES: Final = {
    CodeSystem.SNOMED: "SNOMED",
    CodeSystem.ICD10: "ICD10",
    CodeSystem.OPCS4: "OPCS4",
    CodeSystem.ICD11: "ICD11",
}
#: By what stands before the last part of a system's URI, the prefix of the system itself.
_SYSTEMS: Final = {
    "http://snomed.info/": "snomedct",
    "http://hl7.org/fhir/sid/": "fhirsid",
    "http://id.who.int/icd/release/11/": "whoicd11",
    "https://fhir.hl7.org.uk/Id/": "fhiruk",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSide:
    """One side of a map as a file names it.

    Attributes
    ----------
    system
        What its codes are of; None where that is not known.
    prefix, namespace
        Of its codes.
    source, version
        The code system as a CURIE, and the version of it; None where not known.
    prefixes
        What the file has to declare, `prefix` included.
    """

    system: CodeSystem | None
    prefix: str
    namespace: str
    source: str | None
    version: str | None
    prefixes: dict[str, str]


def written_side(release: Release | None, *, side: str) -> WrittenSide:
    """Give how a side is named.

    Parameters
    ----------
    release
        What its codes are of; None where that is not known.
    side
        ``source`` or ``target``, which names the codes of an unknown system.
    """
    if release is None:
        namespace = f"{NAMESPACE}{side}:"
        return WrittenSide(
            system=None,
            prefix=side,
            namespace=namespace,
            source=None,
            version=None,
            prefixes={side: namespace},
        )
    named = system_version(release)
    namespace = _NAMESPACES.get(release.system, f"{named.uri}#")
    prefix = _PREFIXES[release.system] + ("UK" if named.uri.endswith("-uk") else "")
    stem, word = _split(named)
    return WrittenSide(
        system=release.system,
        prefix=prefix,
        namespace=namespace,
        source=f"{_SYSTEMS[stem]}:{word}",
        version=named.version,
        prefixes={prefix: namespace, _SYSTEMS[stem]: stem},
    )


def system_of_namespace(namespace: str) -> CodeSystem | None:
    """Say which system's codes a prefix is for, by what it stands for; None where it is no one's.

    Examples
    --------
    >>> system_of_namespace("http://snomed.info/id/").label
    'SNOMED CT'
    >>> system_of_namespace("http://purl.obolibrary.org/obo/HP_") is None
    True
    """
    return system_of(namespace) or SYSTEM_URIS.get(namespace.rstrip("/#"))


def _split(named: SystemVersion) -> tuple[str, str]:
    stem, _, word = named.uri.rpartition("/")
    return f"{stem}/", word
