"""Which map may stand where in an impact: a table in a wrong role gives wrong figures silently."""

from __future__ import annotations

from typing import Final

import pyarrow.compute as pc

from workbench.analysis.impact_codes import ImpactMaps
from workbench.errors import InputError
from workbench.mapping.map_set import MapSet
from workbench.mapping.relation import MapRelation

__all__ = ["WHO_KINDS", "check_roles"]

#: Which of WHO's tables plays each role; it makes sense in no other.
WHO_KINDS: Final = {
    "map": "who-10to11-one",
    "alternatives": "who-10to11-multiple",
    "back": "who-11to10",
    "foundation": "who-foundation",
}
_ROLE_OF: Final = {kind: role for role, kind in WHO_KINDS.items()}


def check_roles(maps: ImpactMaps) -> None:
    """Refuse a map in a role it cannot play.

    Raises
    ------
    InputError
        If the map lists candidates instead of answering, one of WHO's tables stands in another
        role than its own, or a Foundation table states no relation.
    """
    _must_answer(maps.map_set)
    for layer in maps.layers:
        _must_play("layer", layer)
    for role, map_set in (
        ("map", maps.map_set),
        ("alternatives", maps.alternatives),
        ("back", maps.back),
        ("foundation", maps.foundation),
    ):
        _must_play(role, map_set)


def _must_play(role: str, map_set: MapSet | None) -> None:
    """Refuse one of WHO's tables in another role than its own, and a table that says nothing."""
    if map_set is None:
        return
    proper = _ROLE_OF.get(map_set.kind, role)
    if proper != role and (role, proper) != ("layer", "map"):
        message = (
            f"map '{map_set.name}' is of kind {map_set.kind}; give it with --{proper}, not with "
            f"--{role}"
        )
        raise InputError(message)
    if role == "foundation" and not _states_relations(map_set):
        message = (
            f"map '{map_set.name}' states no relation; --foundation needs a table that says which "
            "sources are equivalent"
        )
        raise InputError(message)


def _states_relations(map_set: MapSet) -> bool:
    stated = pc.unique(map_set.table["relation"]).to_pylist()
    return any(relation != MapRelation.UNSPECIFIED for relation in stated)


def _must_answer(map_set: MapSet) -> None:
    if map_set.is_table_of_alternatives:
        message = (
            f"map '{map_set.name}' is a table of alternatives; give it with --alternatives, and "
            "with --map one that has one target a code"
        )
        raise InputError(message)
