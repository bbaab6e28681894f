"""The rows of a map as the elements of a ConceptMap.

A source is one element with its targets in coding order; a stated no-map is an element of its own.
In R5 what no field is for stands in ``property`` of a target, or in ``extension`` of an element
that has none (``noMap``). R4 has neither, and what it cannot hold is told.

The trap: a row whose rule is a condition may not come out as a target without one. Its rule stands
in ``dependsOn``, in R4 too, though there it cannot be read back: the order in which rules are tried
is lost.

Source: FHIR R5 and R4, ConceptMap (``group.element``).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from workbench.core.codes import natural_key
from workbench.io.code_systems import NAMESPACE
from workbench.io.fhir_words import (
    DEPENDS_ON,
    EQUIVALENCES,
    PRODUCT,
    READ_EQUIVALENCE,
    RELATIONSHIPS,
    UNMATCHED,
    VALUE_TYPES,
    WHY_NARROWER,
    WHY_OVERLAPPING,
    FhirVersion,
)
from workbench.io.loss import Lost
from workbench.mapping.relation import MapRelation, NoMapReason
from workbench.mapping.schema import MAP_DEFAULTS

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ALWAYS_TRUE", "Element", "elements"]

#: Rules that hold for every record.
ALWAYS_TRUE: Final = frozenset({"TRUE", "OTHERWISE TRUE"})
_COUNTED: Final = ("map_block", "map_group", "map_priority")
_WHY: Final = {"narrower": WHY_NARROWER, "inexact": WHY_OVERLAPPING}

#: An element, and what of its rows it does not hold.
Element = tuple[dict[str, Any], list[Lost]]


def elements(table: pa.Table, version: FhirVersion, *, apart: Collection[str]) -> Iterator[Element]:
    """Give the elements of a map by source in natural order, and what each does not hold.

    Parameters
    ----------
    table
        Of `MAP_SCHEMA`.
    version
        Which release of FHIR.
    apart
        Columns that are said of the whole map elsewhere, or are told as lost once.
    """
    rows = [
        _said(row)
        for batch in table.drop_columns([*apart, "line"]).to_batches()
        for row in batch.to_pylist()
    ]
    keyed = sorted(((_order(row), row) for row in rows), key=lambda pair: pair[0])
    for _, alike in groupby((row for _, row in keyed), key=_element_of):
        yield from _ELEMENTS[version](list(alike))


def _said(row: dict[str, Any]) -> dict[str, Any]:
    """Give what a row says: nothing empty, no default; its relation always."""
    kept = {
        name: value
        for name, value in row.items()
        if value is not None and value != "" and value != MAP_DEFAULTS.get(name)
    }
    return kept | {"relation": row["relation"]}


def _element_of(row: dict[str, Any]) -> tuple[str, str, bool]:
    return row["source"], row.get("source_term", ""), "target" in row


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    places = tuple(row.get(name, 1) for name in _COUNTED)
    target = natural_key(row.get("target", ""))
    rest = json.dumps(row, sort_keys=True)
    return natural_key(row["source"]), _element_of(row), places, target, rest


def _start(row: dict[str, Any]) -> dict[str, Any]:
    element = {"code": row.pop("source")}
    if "source_term" in row:
        element["display"] = row.pop("source_term")
    return element


def _r5(rows: list[dict[str, Any]]) -> Iterator[Element]:
    starts = [_start(row) for row in rows]
    if "target" in rows[0]:
        yield starts[0] | {"target": [_r5_target(row) for row in rows]}, []
        return
    for start, row in zip(starts, rows, strict=True):
        if row["relation"] == MapRelation.UNSPECIFIED:
            del row["relation"]
        told = [{"url": NAMESPACE + name, **_value(name, row[name])} for name in sorted(row)]
        yield {"extension": told, **start, "noMap": True}, []


def _r5_target(row: dict[str, Any]) -> dict[str, Any]:
    relation = MapRelation(row.pop("relation"))
    target = {"code": row.pop("target")}
    if "target_term" in row:
        target["display"] = row.pop("target_term")
    target["relationship"] = RELATIONSHIPS[relation]
    if "comment" in row:
        target["comment"] = row.pop("comment")
    depends = _depends_on(row)
    product = [row.pop(PRODUCT)] if PRODUCT in row else []
    if relation is MapRelation.RELATED_TO:
        row["relation"] = relation.value
    properties = [{"code": name, **_value(name, row[name])} for name in sorted(row)]
    lists = {
        "property": properties,
        "dependsOn": [{"attribute": DEPENDS_ON, "valueString": rule} for rule in depends],
        "product": [{"attribute": PRODUCT, "valueString": mark} for mark in product],
    }
    return target | {name: parts for name, parts in lists.items() if parts}


def _value(name: str, value: object) -> dict[str, Any]:
    kind = VALUE_TYPES[name]
    told = value if kind in {"integer", "decimal"} else str(value)
    return {f"value{kind[0].upper()}{kind[1:]}": told}


def _depends_on(row: dict[str, Any]) -> list[str]:
    """Take the rule out of a row where it is a condition."""
    if row.get(DEPENDS_ON, "TRUE") in ALWAYS_TRUE:
        return []
    return [row.pop(DEPENDS_ON)]


def _r4(rows: list[dict[str, Any]]) -> Iterator[Element]:
    source = rows[0]["source"]
    starts = [_start(row) for row in rows]
    targets = []
    lost: list[Lost] = []
    for row in rows:
        target, left = _r4_target(row) if "target" in row else _r4_nothing(row)
        targets.append(target)
        told = sorted(left.items())
        lost += [Lost(source=source, field=name, value=str(value)) for name, value in told]
    yield starts[0] | {"target": targets}, lost


def _r4_target(row: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    relation = MapRelation(row.pop("relation"))
    target = {"code": row.pop("target")}
    if "target_term" in row:
        target["display"] = row.pop("target_term")
    word = _equivalence(row, relation)
    target["equivalence"] = word
    needed = _WHY.get(word)
    comment = row.get("comment", needed)
    if comment is not None:
        target["comment"] = comment
    if comment != needed:
        row.pop("comment", None)
    rules = [] if row.get(DEPENDS_ON, "TRUE") in ALWAYS_TRUE else [row[DEPENDS_ON]]
    marks = [row.pop(PRODUCT)] if PRODUCT in row else []
    lists = {"dependsOn": (DEPENDS_ON, rules), "product": (PRODUCT, marks)}
    for name, (column, values) in lists.items():
        if values:
            target[name] = [{"property": NAMESPACE + column, "value": text} for text in values]
    return target, row


def _equivalence(row: dict[str, Any], relation: MapRelation) -> str:
    """Give R4's word, the file's own one where it is R4's and says the relation."""
    usual, own = EQUIVALENCES[relation], row.get("predicate")
    says_more = own not in {None, usual, UNMATCHED}
    if says_more and READ_EQUIVALENCE.get(str(own)) is relation:
        return str(row.pop("predicate"))
    return usual


def _r4_nothing(row: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    reason, text = NoMapReason(row.pop("no_map")), row.pop("no_map_text", None)
    if row["relation"] == MapRelation.UNSPECIFIED:
        del row["relation"]
    target: dict[str, Any] = {"display": row.pop("target_term")} if "target_term" in row else {}
    target["equivalence"] = UNMATCHED
    target["comment"] = reason.value if text is None else f"{reason.value}: {text}"
    if PRODUCT in row:
        target["product"] = [{"property": NAMESPACE + PRODUCT, "value": row.pop(PRODUCT)}]
    return target, row


_ELEMENTS: Final = {FhirVersion.R4: _r4, FhirVersion.R5: _r5}
