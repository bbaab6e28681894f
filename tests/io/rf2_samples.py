"""Invented SNOMED CT releases of a few rows in the form of RF2; every id is well formed.

A release is a mapping from file names to contents: change one of them, and lay it out with
`samples.laid_out` or `samples.zipped`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from workbench.core.sctid import check_digit
from workbench.core.snomed import FSN, INFERRED, IS_A, PREFERRED, PRIMITIVE, SYNONYM

__all__ = [
    "ACCEPTABLE",
    "CORE",
    "CTV3",
    "EN_GB",
    "EN_US",
    "HISTORY_FILE",
    "INTERNATIONAL",
    "ISLAND",
    "QUERY_TABLE",
    "UK",
    "UK_CLINICAL",
    "UK_MODULE",
    "concept",
    "concept_id",
    "description",
    "description_id",
    "file",
    "history",
    "international",
    "member",
    "relationship",
    "table",
    "united_kingdom",
]

DATE: Final = "20310131"
INTERNATIONAL: Final = f"SnomedCT_InternationalRF2_EXAMPLE_{DATE}T120000Z"
UK: Final = f"SnomedCT_UKClinicalRF2_EXAMPLE_{DATE}T000001Z"
QUERY_TABLE: Final = "SnomedCT_UKQueryTable_EXAMPLE"
HISTORY_FILE: Final = f"xres2_HistorySubstitutionTable_Concepts_GB1000000_{DATE}.txt"

CORE: Final = "900000000000207008"
UK_MODULE: Final = "999000011000000103"
ACCEPTABLE: Final = "900000000000549004"
CTV3: Final = "900000000000497000"
UK_CLINICAL: Final = "999001261000000100"
EN_GB: Final = "900000000000508004"
EN_US: Final = "900000000000509007"
_INSENSITIVE: Final = "900000000000448009"
_SOME: Final = "900000000000451002"

_COMMON: Final = "id effectiveTime active moduleId"
_RELATIONSHIP: Final = "relationshipGroup typeId characteristicTypeId modifierId"
_REFSET: Final = f"{_COMMON} refsetId referencedComponentId"
#: Where each kind of table lies, and its headings.
_KINDS: Final = {
    "Concept": ("Terminology/sct2_Concept_", f"{_COMMON} definitionStatusId"),
    "Description": (
        "Terminology/sct2_Description_",
        f"{_COMMON} conceptId languageCode typeId term caseSignificanceId",
    ),
    "Relationship": (
        "Terminology/sct2_Relationship_",
        f"{_COMMON} sourceId destinationId {_RELATIONSHIP}",
    ),
    "StatedRelationship": (
        "Terminology/sct2_StatedRelationship_",
        f"{_COMMON} sourceId destinationId {_RELATIONSHIP}",
    ),
    "Concrete": (
        "Terminology/sct2_RelationshipConcreteValues_",
        f"{_COMMON} sourceId value {_RELATIONSHIP}",
    ),
    "Simple": ("Refset/Content/der2_Refset_Simple", _REFSET),
    "Language": ("Refset/Language/der2_cRefset_Language", f"{_REFSET} acceptabilityId"),
    "Association": ("Refset/Content/der2_cRefset_Association", f"{_REFSET} targetComponentId"),
    "Reason": ("Refset/Content/der2_cRefset_AttributeValue", f"{_REFSET} valueId"),
}


def _sctid(item: int, partition: str, namespace: str = "") -> str:
    body = f"{item}{namespace}{partition}"
    return f"{body}{check_digit(body)}"


def concept_id(item: int) -> str:
    """Give the id of the International concept with a number of three digits or more."""
    return _sctid(item, "00")


def description_id(item: int) -> str:
    """Give the id of an International description."""
    return _sctid(item, "01")


def relationship_id(item: int) -> str:
    """Give the id of an International relationship."""
    return _sctid(item, "02")


#: A concept of the UK's.
ISLAND: Final = _sctid(500, "10", "1000000")

TOP, FEVER, MARSH_FEVER, OLD_FEVER, MARSH, SITE, DOSE = (concept_id(n) for n in range(101, 108))
SEASONAL: Final = concept_id(200)


def file(kind: str, package: str = INTERNATIONAL, *, release_type: str = "Snapshot") -> str:
    """Give the name of a file of a package, with its folders."""
    place = _KINDS[kind][0]
    ours, country = ("UKCL", "GB1000000") if package == UK else ("", "INT")
    language = "-en" if kind in {"Description", "Language"} else ""
    folder, _, base = f"{package}/{release_type}/{place}".rpartition("/")
    return f"{folder}/{base}{ours}{release_type}{language}_{country}_{DATE}.txt"


def table(kind: str, rows: Iterable[str]) -> str:
    """Give a table of a kind, its rows ending as RF2's do."""
    return "".join(f"{line}\r\n" for line in (_KINDS[kind][1].replace(" ", "\t"), *rows))


def concept(code: str, *, active: int = 1, date: str = DATE, module: str = CORE) -> str:
    """Give a row of a concept file."""
    return "\t".join((code, date, str(active), module, PRIMITIVE))


def description(
    item: int,
    code: str,
    term: str,
    *,
    kind: str = SYNONYM,
    active: int = 1,
    date: str = DATE,
    language: str = "en",
) -> str:
    """Give a row of a description file."""
    first = (description_id(item), date, str(active), CORE)
    return "\t".join((*first, code, language, kind, term, _INSENSITIVE))


def relationship(
    item: int,
    source: str,
    target: str,
    *,
    kind: str = IS_A,
    group: int | str = 0,
    active: int = 1,
    date: str = DATE,
    characteristic: str = INFERRED,
) -> str:
    """Give a row of a relationship file; `target` may be a concrete value."""
    first = (relationship_id(item), date, str(active), CORE)
    return "\t".join((*first, source, target, str(group), kind, characteristic, _SOME))


def member(item: int, refset: str, component: str, *more: str, active: int = 1) -> str:
    """Give a row of a reference set."""
    uuid = f"00000000-0000-4000-8000-{item:012d}"
    return "\t".join((uuid, DATE, str(active), CORE, refset, component, *more))


def international() -> dict[str, str]:
    """Give an International package: four active concepts of one hierarchy, one retired."""
    described = (
        description(101, TOP, "Everything (disorder)", kind=FSN),
        description(102, FEVER, "Fever (disorder)", kind=FSN),
        description(103, FEVER, 'Hot "fever"'),
        description(104, FEVER, "Pyrexia"),
        description(105, MARSH_FEVER, "Marsh fever (of old) (disorder)", kind=FSN),
        description(106, MARSH_FEVER, "Marsh fever"),
        description(107, MARSH_FEVER, "Ague", active=0),
        description(108, OLD_FEVER, "Swamp fever (disorder)", kind=FSN),
        description(109, MARSH, "Marsh (place)", kind=FSN),
    )
    preferred = (
        member(1, EN_US, description_id(103), PREFERRED),
        member(2, EN_US, description_id(104), ACCEPTABLE),
        member(3, EN_GB, description_id(104), PREFERRED),
        member(4, EN_US, description_id(106), PREFERRED),
    )
    related = (
        relationship(101, FEVER, TOP),
        relationship(102, MARSH_FEVER, FEVER),
        relationship(103, MARSH, TOP),
        relationship(104, MARSH_FEVER, TOP, active=0),
        relationship(105, MARSH_FEVER, MARSH, kind=SITE, group=1),
    )
    current = [concept(code) for code in (TOP, FEVER, MARSH_FEVER, MARSH)]
    return {
        file("Concept"): table("Concept", [*current, concept(OLD_FEVER, active=0)]),
        file("Description"): table("Description", described),
        file("Language"): table("Language", preferred),
        file("Relationship"): table("Relationship", related),
        file("Concrete"): table("Concrete", [relationship(106, FEVER, "#38.5", kind=DOSE)]),
        file("Simple"): table("Simple", [member(5, SEASONAL, MARSH_FEVER)]),
        file("Association"): table(
            "Association", [member(6, "900000000000527005", OLD_FEVER, MARSH_FEVER)]
        ),
    }


def united_kingdom() -> dict[str, str]:
    """Give a UK package that leans on `international`: one concept more, another word for fever."""
    described = (
        description(201, ISLAND, "Island fever (disorder)", kind=FSN),
        description(202, ISLAND, "Fever of the islands"),
    )
    preferred = (
        member(11, UK_CLINICAL, description_id(202), PREFERRED),
        member(12, UK_CLINICAL, description_id(103), PREFERRED),
    )
    return {
        file("Concept", UK): table("Concept", [concept(ISLAND, module=UK_MODULE)]),
        file("Description", UK): table("Description", described),
        file("Language", UK): table("Language", preferred),
        file("Relationship", UK): table("Relationship", [relationship(201, ISLAND, FEVER)]),
    }


def history(*rows: tuple[str, str, str, str]) -> str:
    """Give a history substitution table from old concept, new concept, ambiguity and old name."""
    headings = (
        "OLDCONCEPTID OLDCONCEPTSTATUS NEWCONCEPTID NEWCONCEPTSTATUS PATH ISAMBIGUOUS ITERATIONS "
        "OLDCONCEPTFSN OLDCONCEPTFSN_TAGCOUNT NEWCONCEPTFSN NEWCONCEPTFSN_STATUS "
        "TLH_IDENTICALFLAG FSN_TAGLESSIDENTICALFLAG FSN_TAGIDENTICALFLAG"
    )
    lines = [headings.replace(" ", "\t")]
    for old, new, level, name in rows:
        first = (old, "2", new, "0", "", level, "0", name)
        lines.append("\t".join((*first, "1", "", "1", "0", "0", "0")))
    return "".join(f"{line}\r\n" for line in lines)
