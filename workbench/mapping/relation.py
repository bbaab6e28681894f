"""How a source concept and a target concept stand to each other, and why there may be no target.

FHIR R5 names the source's side, SKOS and FHIR R4 the target's; mixing them turns every "broader"
into a "narrower". We use the R5 codes.

Source: FHIR R5, ConceptMapRelationship; WHO, ICD-10 to Foundation table (``Equivalent``,
``Subclass``).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = ["WHO_RELATION", "MapRelation", "NoMapReason"]


class MapRelation(StrEnum):
    """The relation of a map row, seen from its source."""

    EQUIVALENT = "equivalent"
    SOURCE_IS_NARROWER = "source-is-narrower-than-target"
    SOURCE_IS_BROADER = "source-is-broader-than-target"
    RELATED_TO = "related-to"
    NOT_RELATED_TO = "not-related-to"
    UNSPECIFIED = "unspecified"


class NoMapReason(StrEnum):
    """Why a source has no target; a statement, unlike a missing row."""

    NOT_IN_SCOPE = "not_in_scope"
    NOT_CLASSIFIABLE = "not_classifiable"
    HIGH_LEVEL = "high_level"
    NEEDS_DETAIL = "needs_detail"
    RETIRED_TARGET = "retired_target"
    NONE_IN_TABLE = "none_in_table"
    SOURCE_AMBIGUOUS = "source_ambiguous"


#: What the last but one field of WHO's Foundation table says, in our terms. ``Subclass``: the
#: ICD-10 category is a subclass of the entity, so the source is the narrower.
WHO_RELATION: Final[dict[str, MapRelation]] = {
    "Equivalent": MapRelation.EQUIVALENT,
    "Subclass": MapRelation.SOURCE_IS_NARROWER,
    "": MapRelation.UNSPECIFIED,
}
