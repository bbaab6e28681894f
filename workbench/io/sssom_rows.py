"""The rows of a map as the columns of a file of SSSOM.

A value goes into the standard's slot where that slot, read again, gives the same value; else into
the slot of our own that bears the column's name. So nothing is lost by being pressed into a slot.

Source: SSSOM 1.1, class Mapping (a review date needs a reviewer; ``NoTermFound`` takes no ``Not``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

from workbench.io.foreign_codes import is_composed
from workbench.io.sssom_sides import WrittenSide
from workbench.io.sssom_slots import (
    BUILTIN,
    COMPOSED,
    NATIVE,
    NEGATED,
    NO_TERM,
    PREDICATES,
    SLOTS,
    UNSPECIFIED,
    read_nothing,
    read_predicate,
    slot_property,
)
from workbench.mapping.relation import MapRelation
from workbench.mapping.schema import MAP_DEFAULTS, MAP_SCHEMA

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["read_people", "written_rows"]

_REQUIRED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_JUSTIFICATION: Final = re.compile(r"semapv:[A-Za-z]+")
_PREDICATE: Final = re.compile(rf"(?:{'|'.join(BUILTIN)}):[A-Za-z]\w*")
_ORCID: Final = re.compile(r"orcid:\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_SLOT_NAME: Final = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_PEOPLE: Final = ("author", "reviewer")
#: Slots into which a column that nobody knows may not be written, since we write them ourselves.
_TAKEN: Final = frozenset(NATIVE.values()) | {
    *_REQUIRED,
    *("predicate_modifier", "object_type", "author_id", "author_label"),
    *("reviewer_id", "reviewer_label"),
    *("subject_source", "subject_source_version", "object_source", "object_source_version"),
}
_FREE_SLOTS: Final = frozenset(SLOTS) - _TAKEN


def written_rows(
    table: pa.Table, *, source: WrittenSide, target: WrittenSide, apart: Collection[str]
) -> dict[str, list[str]]:
    """Give the columns of a file, the standard's in its order and then ours by their properties.

    Parameters
    ----------
    table
        Of `MAP_SCHEMA`.
    source, target
        How its sides are named.
    apart
        Columns that stand in the metadata and are left out.

    Returns
    -------
    dict[str, list[str]]
        By heading, a text for each row; columns without any text are left out.
    """
    rows = [
        _row(row, source, target)
        for batch in table.drop_columns([*apart, "line"]).to_batches()
        for row in batch.to_pylist()
    ]
    named = {name for row in rows for name in row}
    standard = [name for name in SLOTS if name in named or name in _REQUIRED]
    ours = sorted(named - set(SLOTS), key=slot_property)
    return {name: [row.get(name, "") for row in rows] for name in (*standard, *ours)}


def read_people(ids: str, labels: str) -> str:
    """Give the names of people from the two slots they stand in, ids first.

    Examples
    --------
    >>> read_people("orcid:0000-0002-1825-0097", "A. Coder|B. Coder")
    'orcid:0000-0002-1825-0097|A. Coder|B. Coder'
    """
    return "|".join(part for part in (ids, labels) if part)


def _row(row: dict[str, Any], source: WrittenSide, target: WrittenSide) -> dict[str, str]:
    """Give the slots of one row that hold something."""
    left = {
        name: str(value)
        for name, value in row.items()
        if value is not None and value != "" and value != MAP_DEFAULTS.get(name)
    }
    slots = {"subject_id": f"{source.prefix}:{left.pop('source')}"}
    slots |= _object(left.pop("target", None), target)
    slots |= _predicate(left, str(row["relation"]))
    slots |= _justification(left)
    for person in _PEOPLE:
        slots |= _people(left, person)
    has_reviewer = bool(slots.keys() & {"reviewer_id", "reviewer_label"})
    natives = NATIVE.keys() - (set() if has_reviewer else {"review_date"})
    slots |= {NATIVE[name]: left.pop(name) for name in natives & left.keys()}
    slots |= _extra(left)
    return slots | left


def _object(code: str | None, target: WrittenSide) -> dict[str, str]:
    if code is None:
        return {"object_id": NO_TERM}
    slots = {"object_id": f"{target.prefix}:{code}"}
    if is_composed(code, system=target.system):
        slots["object_type"] = COMPOSED
    return slots


def _predicate(left: dict[str, str], relation: str) -> dict[str, str]:
    """Give the predicate of a row: its own where that is one and says the relation, else the usual.

    What the slots cannot say stays among `left`: another's words, and a denial where nothing is.
    """
    left.pop("relation", None)
    meant, words = MapRelation(relation), left.get("predicate")
    modifier, _, predicate = words.rpartition(" ") if words else ("", "", "")
    usable = modifier in {"", NEGATED} and _PREDICATE.fullmatch(predicate) is not None
    denied = meant is MapRelation.NOT_RELATED_TO
    if "no_map" in left:
        return {"predicate_id": _of_nothing(left, meant)}
    if usable and read_predicate(predicate, modifier=modifier) == (meant, words):
        del left["predicate"]
    else:
        predicate = PREDICATES[meant]
    return {"predicate_id": predicate} | ({"predicate_modifier": NEGATED} if denied else {})


def _of_nothing(left: dict[str, str], relation: MapRelation) -> str:
    """Give the predicate of a row without a target; a relation of its own has a slot of ours."""
    words = left.get("predicate", "")
    if relation is not MapRelation.UNSPECIFIED:
        left["relation"] = relation.value
    if _PREDICATE.fullmatch(words) and read_nothing(words)[1] == words:
        return left.pop("predicate")
    return PREDICATES[MapRelation.UNSPECIFIED]


def _justification(left: dict[str, str]) -> dict[str, str]:
    word = left.get("justification", "")
    if _JUSTIFICATION.fullmatch(word) and word != UNSPECIFIED:
        del left["justification"]
        return {"mapping_justification": word}
    return {"mapping_justification": UNSPECIFIED}


def _people(left: dict[str, str], person: str) -> dict[str, str]:
    """Give the slots for people: ids and names apart where the ids come first."""
    names = left.get(person, "").split("|")
    ids = [name for name in names if _ORCID.fullmatch(name)]
    if names[: len(ids)] != ids or not all(names):
        return {}
    del left[person]
    return _filled({f"{person}_id": ids, f"{person}_label": names[len(ids) :]})


def _filled(lists: dict[str, list[str]]) -> dict[str, str]:
    return {slot: "|".join(parts) for slot, parts in lists.items() if parts}


def _extra(left: dict[str, str]) -> dict[str, str]:
    """Give columns that nobody knows a slot each, where their heading can name one."""
    kept: dict[str, str] = json.loads(left.pop("extra", "{}"))
    own = {
        name: text
        for name, text in kept.items()
        if text and (name in _FREE_SLOTS or (_may_be_a_slot(name) and name not in SLOTS))
    }
    rest = {name: text for name, text in kept.items() if name not in own}
    if rest:
        own["extra"] = json.dumps(rest, ensure_ascii=False, sort_keys=True)
    return own


def _may_be_a_slot(name: str) -> bool:
    return _SLOT_NAME.fullmatch(name) is not None and name not in MAP_SCHEMA.names
