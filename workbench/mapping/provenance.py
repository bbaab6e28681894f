"""Where a map row comes from, how it was made, and how far the work on it has come.

What a person asserted and what a program derived are never mixed up: a derived row names what it
came from, and is no one's decision until somebody takes it.

Source: SSSOM 1.1 (``mapping_justification``, ``confidence``); the Semantic Mapping Vocabulary.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["EntryStatus", "Justification", "Provenance"]


class Provenance(StrEnum):
    """Whether somebody says so, or a program worked it out."""

    ASSERTED = "asserted"
    DERIVED = "derived"


class Justification(StrEnum):
    """How a row was made, by the terms of the Semantic Mapping Vocabulary that we write.

    Others are kept as they are: the column holds any ``semapv:`` term.
    """

    MANUAL = "semapv:ManualMappingCuration"
    REVIEW = "semapv:MappingReview"
    CHAINING = "semapv:MappingChaining"
    INVERSION = "semapv:MappingInversion"
    LEXICAL = "semapv:LexicalMatching"
    UNSPECIFIED = "semapv:UnspecifiedMatching"


class EntryStatus(StrEnum):
    """How far the work on a row has come."""

    UNMAPPED = "unmapped"
    DRAFT = "draft"
    MAPPED = "mapped"
    IN_REVIEW = "in_review"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RECONCILE = "reconcile"
