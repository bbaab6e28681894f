"""The concepts of SNOMED CT that the workbench knows by name, and how a name carries its tag.

Nothing here is content: these are the identifiers RF2 itself needs, and those of the reference sets
that this workbench reads. The trap: a map's target is told by its refset's id and never by the
shape of its codes, and the id of the OPCS-4 refset changes with every version of OPCS-4.

Source: SNOMED International, Release File Specifications and the metadata hierarchy (concepts
under 900000000000441003); NHS England, UK Edition, reference set descriptions.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "ASSOCIATIONS",
    "DEFINITION",
    "FSN",
    "FULLY_DEFINED",
    "ICD10_INTERNATIONAL",
    "ICD10_UK_5TH",
    "INFERRED",
    "IS_A",
    "LANGUAGE_PREFERENCE",
    "MOVED_TO",
    "OPCS4_UK",
    "PREFERRED",
    "PRIMITIVE",
    "ROOT",
    "STATED",
    "SYNONYM",
    "TAGGED",
    "UK_NAMESPACES",
    "split_tag",
]

#: The concept above all others, *SNOMED CT Concept*.
ROOT: Final = "138875005"
#: The type of a relationship that makes the hierarchy.
IS_A: Final = "116680003"

#: Type of a description that is a fully specified name.
FSN: Final = "900000000000003001"
#: Type of a description that is a synonym.
SYNONYM: Final = "900000000000013009"
#: A text definition; it has files of its own, and is no term.
DEFINITION: Final = "900000000000550004"

#: Acceptability of a description that a language prefers.
PREFERRED: Final = "900000000000548007"

#: Characteristic type of a relationship that a classifier derived.
INFERRED: Final = "900000000000011006"
#: Characteristic type of a relationship that an author stated.
STATED: Final = "900000000000010007"

#: Definition status of a concept whose relationships do not suffice to tell it.
PRIMITIVE: Final = "900000000000074008"
#: Definition status of a concept whose relationships suffice.
FULLY_DEFINED: Final = "900000000000073002"

#: Language refsets, best first: UK clinical, UK pharmacy, GB English, US English.
LANGUAGE_PREFERENCE: Final = (
    "999001261000000100",
    "999000691000001104",
    "900000000000508004",
    "900000000000509007",
)

#: The International map refset to ICD-10.
ICD10_INTERNATIONAL: Final = "447562003"
#: The UK's map refset to the 5th edition of ICD-10.
ICD10_UK_5TH: Final = "999002271000000101"
#: By version of OPCS-4. A later version has another id: read it from the refset's own description.
OPCS4_UK: Final = {
    "4.9": "1126441000000105",
    "4.10": "1382401000000109",
    "4.11": "1891651000000103",
}

#: The namespaces of the UK's clinical and drug extensions, as they stand in an SCTID.
UK_NAMESPACES: Final = ("1000000", "1000001")


#: The association refsets that offer a replacement, and the word for how it stands to the old
#: concept (`workbench.graph.schema.Association`).
ASSOCIATIONS: Final = {
    "900000000000527005": "same_as",
    "900000000000526001": "replaced_by",
    "900000000000523009": "possibly_equivalent_to",
    "900000000000530003": "alternative",
    "900000000000528000": "was_a",
    "1186924009": "partially_equivalent_to",
    "1186921001": "possibly_replaced_by",
}
#: Names a namespace where the concept went, so it replaces nothing.
MOVED_TO: Final = "900000000000524003"
#: A fully specified name and its semantic tag: the last pair of brackets, with no bracket inside.
TAGGED: Final = r"^(?P<term>.*[^ ]) +\((?P<tag>[^()]+)\) *$"
_TAGGED: Final = re.compile(TAGGED, re.DOTALL)


def split_tag(fsn: str) -> tuple[str, str | None]:
    """Part a fully specified name from its semantic tag; None where it has none.

    Examples
    --------
    >>> split_tag("Fracture (of marsh bone) (disorder)")
    ('Fracture (of marsh bone)', 'disorder')
    >>> split_tag("Marsh fever")
    ('Marsh fever', None)
    """
    found = _TAGGED.match(fsn)
    return (fsn, None) if found is None else (found["term"], found["tag"])
