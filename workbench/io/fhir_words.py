"""What the words of a ConceptMap mean in our terms, in R4 and in R5.

R5 names the source's side as we do, R4 the target's. R4's own definitions settle two words that
are easily swapped: ``subsumes`` is said of a target that the source is a kind of, and
``specializes`` of a target that is a kind of the source. Both releases demand a word for every
target; where nobody said how the two stand to each other, it is the one that promises least.

Source: FHIR R4, ConceptMapEquivalence; FHIR R5, ConceptMapRelationship, ConceptMap.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from workbench.mapping.relation import MapRelation
from workbench.mapping.schema import MAP_SCHEMA

__all__ = [
    "DEPENDS_ON",
    "EQUIVALENCES",
    "PRODUCT",
    "READ_EQUIVALENCE",
    "RELATIONSHIPS",
    "UNMATCHED",
    "VALUE_TYPES",
    "WHY_NARROWER",
    "WHY_OVERLAPPING",
    "FhirVersion",
]


class FhirVersion(StrEnum):
    """Which release of FHIR a ConceptMap is of, by the word for its ``--format``."""

    R4 = "fhir-r4"
    R5 = "fhir-r5"


#: R5's words, written; ``related-to`` stands for what nobody specified, too.
RELATIONSHIPS: Final[dict[MapRelation, str]] = {
    MapRelation.EQUIVALENT: "equivalent",
    MapRelation.SOURCE_IS_NARROWER: "source-is-narrower-than-target",
    MapRelation.SOURCE_IS_BROADER: "source-is-broader-than-target",
    MapRelation.RELATED_TO: "related-to",
    MapRelation.NOT_RELATED_TO: "not-related-to",
    MapRelation.UNSPECIFIED: "related-to",
}

#: R4's words, written.
EQUIVALENCES: Final[dict[MapRelation, str]] = {
    MapRelation.EQUIVALENT: "equivalent",
    MapRelation.SOURCE_IS_NARROWER: "wider",
    MapRelation.SOURCE_IS_BROADER: "narrower",
    MapRelation.RELATED_TO: "inexact",
    MapRelation.NOT_RELATED_TO: "disjoint",
    MapRelation.UNSPECIFIED: "relatedto",
}
#: R4's word for a source without a target.
UNMATCHED: Final = "unmatched"
#: R4's words, read; ``unmatched`` with a target says that the target is not it.
READ_EQUIVALENCE: Final[dict[str, MapRelation]] = {
    **{word: relation for relation, word in EQUIVALENCES.items()},
    "equal": MapRelation.EQUIVALENT,
    "subsumes": MapRelation.SOURCE_IS_NARROWER,
    "specializes": MapRelation.SOURCE_IS_BROADER,
    UNMATCHED: MapRelation.NOT_RELATED_TO,
}

#: R4 wants a comment on these two; where nobody made one, this is written, and read as none.
WHY_NARROWER: Final = "The target is narrower than the source."
#: The same of an overlap.
WHY_OVERLAPPING: Final = "Source and target overlap."

#: The column that is a condition of a target, and the one that is something a target brings along.
DEPENDS_ON: Final = "rule"
#: What a target brings along.
PRODUCT: Final = "mark"

#: The types of our properties in R5; the rest is text. (``code`` would need a code system, and
#: ``integer`` ends at 2,147,483,647, which counts of a nation may pass.)
VALUE_TYPES: Final[dict[str, str]] = {
    name: {
        **dict.fromkeys(("map_block", "map_group", "map_priority", "levels"), "integer"),
        **dict.fromkeys(("mapping_date", "review_date"), "dateTime"),
        "confidence": "decimal",
    }.get(name, "string")
    for name in MAP_SCHEMA.names
}
