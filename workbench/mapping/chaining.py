"""What follows for two concepts at the ends of a chain from the relations along it.

Only what follows for certain is said: of a concept narrower than one that is itself broader than
a third nothing does, so that the answer is ``unspecified`` and never the stronger of the two.

Source: FHIR R5, ConceptMapRelationship, read as relations between sets of instances.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workbench.mapping.relation import MapRelation

__all__ = ["chained", "inverted"]

_SAME = MapRelation.EQUIVALENT
_IN = MapRelation.SOURCE_IS_NARROWER
_HOLDS = MapRelation.SOURCE_IS_BROADER
_MEETS = MapRelation.RELATED_TO
_APART = MapRelation.NOT_RELATED_TO

#: What follows from two steps, neither of them the same; where nothing does, ``unspecified``.
_FOLLOWS: Final[Mapping[tuple[MapRelation, MapRelation], MapRelation]] = {
    (_IN, _IN): _IN,
    (_HOLDS, _HOLDS): _HOLDS,
    (_HOLDS, _IN): _MEETS,
    (_HOLDS, _MEETS): _MEETS,
    (_MEETS, _IN): _MEETS,
    (_IN, _APART): _APART,
    (_APART, _HOLDS): _APART,
}
_INVERTED: Final[Mapping[MapRelation, MapRelation]] = {_IN: _HOLDS, _HOLDS: _IN}


def chained(first: MapRelation, second: MapRelation) -> MapRelation:
    """Give the relation of A to C, where A stands so to B, and B so to C.

    Examples
    --------
    >>> narrower, same = MapRelation.SOURCE_IS_NARROWER, MapRelation.EQUIVALENT
    >>> str(chained(narrower, same)), str(chained(narrower, MapRelation.SOURCE_IS_BROADER))
    ('source-is-narrower-than-target', 'unspecified')
    """
    if first is _SAME:
        return second
    if second is _SAME:
        return first
    return _FOLLOWS.get((first, second), MapRelation.UNSPECIFIED)


def inverted(relation: MapRelation) -> MapRelation:
    """Give the relation of the target to the source.

    Examples
    --------
    >>> str(inverted(MapRelation.SOURCE_IS_NARROWER)), str(inverted(MapRelation.EQUIVALENT))
    ('source-is-broader-than-target', 'equivalent')
    """
    return _INVERTED.get(relation, relation)
