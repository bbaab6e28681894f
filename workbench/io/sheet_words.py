"""The words that two other programs have for a relation, a status and "no map", and ours.

The trap: both name the target's side where we name the source's, so ``TARGET_BROADER`` and
``WIDER`` say that the source is the narrower.

Source: Snap2SNOMED (SNOMED International), MappingRelationship.java and MapStatus.java; Usagi
(OHDSI), Equivalence.java and CodeMapping.java.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workbench.errors import InputError
from workbench.io.headings import fold
from workbench.mapping.provenance import EntryStatus
from workbench.mapping.relation import MapRelation, NoMapReason

__all__ = [
    "RELATION_CODES",
    "RELATION_LABELS",
    "STATUS_CODES",
    "read_no_map",
    "read_relation",
    "read_status",
]

#: As Snap2SNOMED codes a relation; it has no word for the others.
RELATION_CODES: Final[Mapping[str, str]] = {
    MapRelation.EQUIVALENT.value: "TARGET_EQUIVALENT",
    MapRelation.SOURCE_IS_NARROWER.value: "TARGET_BROADER",
    MapRelation.SOURCE_IS_BROADER.value: "TARGET_NARROWER",
    MapRelation.RELATED_TO.value: "TARGET_INEXACT",
    MapRelation.NOT_RELATED_TO.value: MapRelation.NOT_RELATED_TO.value,
    MapRelation.UNSPECIFIED.value: "",
}
#: As it words them for people.
RELATION_LABELS: Final[Mapping[str, str]] = {
    MapRelation.EQUIVALENT.value: "Target is equivalent to source",
    MapRelation.SOURCE_IS_NARROWER.value: "Target is broader than source",
    MapRelation.SOURCE_IS_BROADER.value: "Target is narrower than source",
    MapRelation.RELATED_TO.value: "Target is an inexact match to source",
}
#: As it codes a status; Usagi's words are read only.
STATUS_CODES: Final[Mapping[str, str]] = {
    status.value: status.value.upper().replace("_", "") for status in EntryStatus
}

_USAGI_RELATIONS: Final = {
    "equal": MapRelation.EQUIVALENT,
    "wider": MapRelation.SOURCE_IS_NARROWER,
    "narrower": MapRelation.SOURCE_IS_BROADER,
    "inexact": MapRelation.RELATED_TO,
    "unmatched": MapRelation.NOT_RELATED_TO,
    "unreviewed": MapRelation.UNSPECIFIED,
}
_RELATIONS: Final[Mapping[str, str]] = {
    **{fold(relation.value): relation.value for relation in MapRelation},
    **{fold(code): relation for relation, code in RELATION_CODES.items() if code},
    **{fold(label): relation for relation, label in RELATION_LABELS.items()},
    **{word: relation.value for word, relation in _USAGI_RELATIONS.items()},
}
#: Usagi's own word, shown there as *closeMatch*, which says less than ours in small letters.
_CLOSE: Final = "EQUIVALENT"
_STATUSES: Final[Mapping[str, EntryStatus]] = {
    **{fold(status.value): status for status in EntryStatus},
    "approved": EntryStatus.ACCEPTED,
    "unchecked": EntryStatus.DRAFT,
    "automapped": EntryStatus.DRAFT,
    "automappedto1": EntryStatus.DRAFT,
    "flagged": EntryStatus.IN_REVIEW,
    "invalidtarget": EntryStatus.IN_REVIEW,
    "ignored": EntryStatus.REJECTED,
}
#: Words that share their status with another, and are kept beside it.
_KEPT: Final = frozenset(("automapped", "automappedto1", "flagged", "invalidtarget", "ignored"))
_YES: Final = frozenset(("true", "yes", "y", "1"))
_NO: Final = frozenset(("", "false", "no", "n", "0"))


def read_relation(text: str) -> tuple[str, str | None]:
    """Give our relation of a word, and the word itself where ours does not say as much.

    A word that nobody knows is no relation we know, and kept.

    Examples
    --------
    >>> read_relation("TARGET_BROADER"), read_relation("WIDER")
    (('source-is-narrower-than-target', None), ('source-is-narrower-than-target', None))
    >>> read_relation("EQUIVALENT"), read_relation("looks like it")
    (('equivalent', 'EQUIVALENT'), ('unspecified', 'looks like it'))
    """
    unspecified = MapRelation.UNSPECIFIED.value
    if not text.strip():
        return unspecified, None
    known = _RELATIONS.get(fold(text))
    return known or unspecified, text if known is None or text == _CLOSE else None


def read_status(text: str) -> tuple[str | None, str | None]:
    """Give our status of a word, and the word itself where ours does not say as much.

    Raises
    ------
    InputError
        If it is no status of ours, of Snap2SNOMED or of Usagi.

    Examples
    --------
    >>> read_status("INREVIEW"), read_status("APPROVED"), read_status("FLAGGED")
    (('in_review', None), ('accepted', None), ('in_review', 'FLAGGED'))
    """
    word = fold(text)
    if not word:
        return None, None
    if word not in _STATUSES:
        known = ", ".join(dict.fromkeys((*STATUS_CODES.values(), "APPROVED", "UNCHECKED")))
        problem = f"'{text}' is no status; expected {known}, another of Usagi's, or nothing"
        raise InputError(problem)
    return _STATUSES[word].value, text if word in _KEPT else None


def read_no_map(text: str) -> str | None:
    """Give the reason of a no-map: a word of ours, or that of a mere flag.

    Raises
    ------
    InputError
        If it is neither a reason nor yes or no.

    Examples
    --------
    >>> read_no_map("true"), read_no_map("needs_detail"), read_no_map("false")
    ('none_in_table', 'needs_detail', None)
    """
    word = text.strip().lower()
    if word in set(NoMapReason):
        return word
    if word in _YES:
        return NoMapReason.NONE_IN_TABLE.value
    if word in _NO:
        return None
    problem = f"'{text}' is neither true nor false nor one of {', '.join(NoMapReason)}"
    raise InputError(problem)
