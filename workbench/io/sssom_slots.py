"""What the slots of SSSOM mean in our terms, and which of our columns need slots of our own.

SKOS names the target's side and we the source's: ``skos:broadMatch`` says that the object (our
target) is broader, so our relation is *source is narrower*. ``NoTermFound`` is a statement that
there is none, which is our no-map; the reason for it needs a slot of our own.

Source: SSSOM 1.1, classes Mapping and MappingSet; SKOS Reference, section 10; OWL 2 and RDF Schema
(equivalentClass, equivalentProperty, subClassOf, subPropertyOf).
"""

from __future__ import annotations

from typing import Final

from workbench.mapping.relation import MapRelation
from workbench.mapping.schema import MAP_SCHEMA

__all__ = [
    "BUILTIN",
    "COMPOSED",
    "EXTRA",
    "NATIVE",
    "NEGATED",
    "NO_TERM",
    "ORCID",
    "OURS",
    "PREDICATES",
    "RELATIONS",
    "SLOTS",
    "TYPES",
    "UNSPECIFIED",
    "read_nothing",
    "read_predicate",
    "slot_property",
]

#: Prefixes that need not be declared.
BUILTIN: Final[dict[str, str]] = {
    "dcterms": "http://purl.org/dc/terms/",
    "linkml": "https://w3id.org/linkml/",
    "oboInOwl": "http://www.geneontology.org/formats/oboInOwl#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "pav": "http://purl.org/pav/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

#: The prefix of our own properties, and what it stands for.
OURS: Final = "workbench"
#: The prefix of the ids of people, and what it stands for.
ORCID: Final[dict[str, str]] = {"orcid": "https://orcid.org/"}

#: In place of a target that is stated not to be there.
NO_TERM: Final = "sssom:NoTermFound"
#: The modifier that denies a predicate.
NEGATED: Final = "Not"
#: The type of an entity that is several codes at once.
COMPOSED: Final = "composed entity expression"
#: The justification of a row of which nobody says how it was made.
UNSPECIFIED: Final = "semapv:UnspecifiedMatching"

#: How the target stands to the source, by predicate; any other says nothing that we know.
RELATIONS: Final[dict[str, MapRelation]] = {
    "skos:exactMatch": MapRelation.EQUIVALENT,
    "skos:broadMatch": MapRelation.SOURCE_IS_NARROWER,
    "skos:narrowMatch": MapRelation.SOURCE_IS_BROADER,
    "skos:relatedMatch": MapRelation.RELATED_TO,
    "skos:closeMatch": MapRelation.RELATED_TO,
    "skos:mappingRelation": MapRelation.UNSPECIFIED,
    "owl:equivalentClass": MapRelation.EQUIVALENT,
    "owl:equivalentProperty": MapRelation.EQUIVALENT,
    "rdfs:subClassOf": MapRelation.SOURCE_IS_NARROWER,
    "rdfs:subPropertyOf": MapRelation.SOURCE_IS_NARROWER,
}

#: What is written for each relation; reading it gives the relation and no ``predicate``. With
#: ``Not`` the weakest of predicates denies most: no relation of mapping holds.
PREDICATES: Final[dict[MapRelation, str]] = {
    MapRelation.EQUIVALENT: "skos:exactMatch",
    MapRelation.SOURCE_IS_NARROWER: "skos:broadMatch",
    MapRelation.SOURCE_IS_BROADER: "skos:narrowMatch",
    MapRelation.RELATED_TO: "skos:relatedMatch",
    MapRelation.UNSPECIFIED: "skos:mappingRelation",
    MapRelation.NOT_RELATED_TO: "skos:mappingRelation",
}

#: The slots of a mapping, in the order in which the standard writes them.
SLOTS: Final = (
    *("record_id", "subject_id", "subject_label", "subject_category", "predicate_id"),
    *("predicate_label", "predicate_modifier", "object_id", "object_label", "object_category"),
    *("mapping_justification", "author_id", "author_label", "reviewer_id", "reviewer_label"),
    *("creator_id", "creator_label", "license", "subject_type", "subject_source"),
    *("subject_source_version", "object_type", "object_source", "object_source_version"),
    *("predicate_type", "mapping_provider", "mapping_source", "mapping_cardinality"),
    *("cardinality_scope", "mapping_tool", "mapping_tool_id", "mapping_tool_version"),
    *("mapping_date", "publication_date", "review_date", "confidence", "reviewer_agreement"),
    *("curation_rule", "curation_rule_text", "subject_match_field", "object_match_field"),
    *("match_string", "subject_preprocessing", "object_preprocessing", "similarity_score"),
    *("similarity_measure", "see_also", "issue_tracker_item", "other", "comment"),
)

#: Columns of ours that a slot holds as they are.
NATIVE: Final[dict[str, str]] = {
    "source_term": "subject_label",
    "target_term": "object_label",
    "mapping_date": "mapping_date",
    "review_date": "review_date",
    "confidence": "confidence",
    "comment": "comment",
}
#: The part of a property's name that tells a column of another's from one of ours.
EXTRA: Final = "extra."

_INTEGER: Final = "xsd:integer"
#: The types of our slots; the rest is text.
TYPES: Final[dict[str, str]] = {
    "map_block": _INTEGER,
    "map_group": _INTEGER,
    "map_priority": _INTEGER,
    "levels": _INTEGER,
    "frequency": _INTEGER,
}


def slot_property(name: str) -> str:
    """Give the property, as a CURIE, of a slot that the standard does not have.

    Examples
    --------
    >>> slot_property("map_group"), slot_property("ward")
    ('workbench:map_group', 'workbench:extra.ward')
    """
    return f"{OURS}:{name}" if name in MAP_SCHEMA.names else f"{OURS}:{EXTRA}{name}"


def read_predicate(predicate: str, *, modifier: str = "") -> tuple[MapRelation, str | None]:
    """Give the relation that a predicate says, and the predicate where it says more or other.

    Parameters
    ----------
    predicate
        As a CURIE, or in full where its prefix is none of `BUILTIN`.
    modifier
        ``Not``, or nothing.

    Examples
    --------
    >>> read_predicate("skos:broadMatch")
    (<MapRelation.SOURCE_IS_NARROWER: 'source-is-narrower-than-target'>, None)
    >>> read_predicate("skos:closeMatch")[1], read_predicate("skos:exactMatch", modifier="Not")
    ('skos:closeMatch', (<MapRelation.NOT_RELATED_TO: 'not-related-to'>, 'Not skos:exactMatch'))
    """
    if modifier:
        usual = predicate == PREDICATES[MapRelation.NOT_RELATED_TO]
        return MapRelation.NOT_RELATED_TO, None if usual else f"{modifier} {predicate}"
    relation = RELATIONS.get(predicate, MapRelation.UNSPECIFIED)
    return relation, None if predicate == PREDICATES[relation] else predicate


def read_nothing(predicate: str) -> tuple[MapRelation, str | None]:
    """Give what a predicate says of a target that is not there: none so related was found.

    So it is no relation of the two, and is kept in words.

    Examples
    --------
    >>> read_nothing("skos:exactMatch")
    (<MapRelation.UNSPECIFIED: 'unspecified'>, 'skos:exactMatch')
    """
    usual = predicate == PREDICATES[MapRelation.UNSPECIFIED]
    return MapRelation.UNSPECIFIED, None if usual else predicate
