"""The elements of a ConceptMap as rows of a map.

What a field of ours cannot hold stands in ``extra`` under its own name: properties of others, and
what a target depends on or brings along. The trap: R4's ``unmatched`` without a target is a stated
no-map, with one it says that the target is not it.

Source: FHIR R5 and R4, ConceptMap (``group.element``); ConceptMapEquivalence.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from workbench.io.code_systems import NAMESPACE
from workbench.io.fhir_words import (
    DEPENDS_ON,
    EQUIVALENCES,
    PRODUCT,
    READ_EQUIVALENCE,
    UNMATCHED,
    WHY_NARROWER,
    WHY_OVERLAPPING,
    FhirVersion,
)
from workbench.mapping.relation import MapRelation, NoMapReason
from workbench.mapping.schema import MAP_SCHEMA

__all__ = ["ATTRIBUTES", "FhirRows", "RawRow", "RawRows", "attribute_values", "value_text"]

_SAID_BY_US: Final = frozenset({WHY_NARROWER, WHY_OVERLAPPING})
#: Rows that are packed together.
_PACK: Final = 1024
_COLUMNS: Final = frozenset(MAP_SCHEMA.names) - {"source", "target", "line"}
_REASON: Final = re.compile(rf"({'|'.join(NoMapReason)})(?:: (.*))?", re.DOTALL)
#: The column of ours that each of a target's lists of attributes may hold.
ATTRIBUTES: Final = {"dependsOn": DEPENDS_ON, "product": PRODUCT}


class RawRow(NamedTuple):
    """One row before its codes and properties are read, which the end of the file explains.

    Attributes
    ----------
    where
        The element or target.
    group
        The group's number in the file.
    source, target
        Codes as the file has them; no target where there is none.
    values
        By column of ours, texts.
    properties
        By the property's code, its values as texts.
    attributes
        What it depends on (``dependsOn``) and brings along (``product``), as FHIR has them.
    others
        What else it says, by the names of FHIR.
    """

    where: str
    group: int
    source: str
    target: str | None
    values: Mapping[str, str]
    properties: Mapping[str, list[str]]
    attributes: Mapping[str, list[dict[str, Any]]]
    others: Mapping[str, str]


class RawRows:
    """Rows in the order they come, packed by the thousand, for all wait until a file has ended."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._loose: list[RawRow] = []

    def append(self, row: RawRow) -> None:
        """Add a row, which is not looked at again until it is asked for."""
        self._loose.append(row)
        if len(self._loose) == _PACK:
            self._packed.append(zlib.compress(json.dumps(self._loose).encode(), 1))
            self._loose = []

    def __len__(self) -> int:
        """Give how many rows there are."""
        return len(self._packed) * _PACK + len(self._loose)

    def __iter__(self) -> Iterator[RawRow]:
        """Give them in their order."""
        for pack in self._packed:
            yield from (RawRow(*row) for row in json.loads(zlib.decompress(pack)))
        yield from self._loose


@dataclass(slots=True)
class FhirRows:
    """The rows collected of one file.

    Attributes
    ----------
    rows
        In the order of the file.
    conditional
        Whether a target depends on something.
    left_out
        Where an element or target stands that names sets of codes and no code.
    silent
        Where an element stands that has no target and does not say that there is none.
    denied
        Where R4's ``unmatched`` stands beside a target.
    """

    rows: RawRows = field(default_factory=RawRows)
    conditional: bool = False
    left_out: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)

    def take(self, element: dict[str, Any], where: str, group: int) -> None:
        """Take the rows of one element, which breaks no rule of ConceptMap."""
        code = element.get("code")
        if code is None:
            self.left_out.append(where)
            return
        base = {"source_term": element["display"]} if "display" in element else {}
        if element.get("noMap") is True:
            self._no_map(element, where, group, base)
        elif not element.get("target"):
            self.silent.append(where)
        for number, target in enumerate(element.get("target", ())):
            place = f"{where}.target[{number}]"
            self._target(target, place, group, str(code), base)

    def _no_map(
        self, element: dict[str, Any], where: str, group: int, base: dict[str, str]
    ) -> None:
        ours, others = _extensions(element)
        values = {"no_map": NoMapReason.NONE_IN_TABLE.value, **base, **ours}
        self._add(where, group, element["code"], None, values, {}, {}, others)

    def _target(
        self, target: dict[str, Any], where: str, group: int, source: str, base: dict[str, str]
    ) -> None:
        code = target.get("code")
        word = str(target.get("equivalence") or target["relationship"])
        version = FhirVersion.R4 if "equivalence" in target else FhirVersion.R5
        if code is None and word != UNMATCHED:
            self.left_out.append(where)
            return
        ours, others = _extensions(target)
        values = {**base, **ours}
        if "display" in target:
            values["target_term"] = target["display"]
        if code is None:
            values |= _unmatched(target.get("comment"))
        else:
            values |= _relation(word, version)
            if "comment" in target and not (
                version is FhirVersion.R4 and target["comment"] in _SAID_BY_US
            ):
                values["comment"] = target["comment"]
        if word == UNMATCHED and code is not None:
            self.denied.append(where)
        attributes = {name: target[name] for name in ATTRIBUTES if target.get(name)}
        self.conditional = self.conditional or "dependsOn" in attributes
        properties = _properties(target)
        self._add(where, group, source, code, values, properties, attributes, others)

    def _add(
        self,
        where: str,
        group: int,
        source: str,
        target: str | None,
        values: Mapping[str, str],
        properties: Mapping[str, list[str]],
        attributes: Mapping[str, list[dict[str, Any]]],
        others: Mapping[str, str],
    ) -> None:
        self.rows.append(
            RawRow(
                where=where,
                group=group,
                source=source,
                target=target,
                values=values,
                properties=properties,
                attributes=attributes,
                others=others,
            )
        )


def value_text(part: Mapping[str, Any]) -> str:
    """Give the value of an extension, property or attribute as text.

    Examples
    --------
    >>> value_text({"code": "n", "valueInteger": 2}), value_text({"valueBoolean": True})
    ('2', 'true')
    """
    for name, value in part.items():
        if name.startswith("value"):
            if isinstance(value, str):
                return value
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return ""


def _relation(word: str, version: FhirVersion) -> dict[str, str]:
    """Give the relation of a target, and R4's own word where it says more."""
    if version is FhirVersion.R5:
        related = word == MapRelation.RELATED_TO
        return {"relation": MapRelation.UNSPECIFIED.value if related else word}
    relation = READ_EQUIVALENCE[word]
    own = {} if EQUIVALENCES[relation] == word else {"predicate": word}
    return {"relation": relation.value, **own}


def _unmatched(comment: str | None) -> dict[str, str]:
    """Give the reason for no map from what R4 says beside ``unmatched``."""
    found = _REASON.fullmatch(comment or "")
    if found is None:
        text = {"no_map_text": comment} if comment else {}
        return {"no_map": NoMapReason.NONE_IN_TABLE.value, **text}
    text = {"no_map_text": found[2]} if found[2] else {}
    return {"no_map": found[1], **text}


def attribute_values(
    parts: Sequence[Mapping[str, Any]], column: str, defined: Mapping[str, str]
) -> tuple[str | None, list[Mapping[str, Any]]]:
    """Give the value that a list of attributes holds for a column of ours, and the rest of it.

    Parameters
    ----------
    parts
        Of ``dependsOn`` or ``product``.
    column
        The column that such a list of ours holds.
    defined
        By the code of an attribute (R5), the column of ours that its definition names. In R4 an
        attribute names its property in full.
    """
    value = None
    rest = []
    for part in parts:
        if "property" in part:
            ours, text = part["property"] == NAMESPACE + column, str(part["value"])
        else:
            ours, text = defined.get(part["attribute"]) == column, value_text(part)
        if not ours or value is not None:
            rest.append(part)
        else:
            value = text
    return value, rest


def _properties(target: Mapping[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in target.get("property", ()):
        found.setdefault(part["code"], []).append(value_text(part))
    return found


def _extensions(holder: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Give our extensions by column, and those of others by their URL."""
    ours: dict[str, str] = {}
    others: dict[str, str] = {}
    for url, text in _told(holder.get("extension", ())):
        column = url.removeprefix(NAMESPACE)
        if column != url and column in _COLUMNS:
            ours[column] = text
        else:
            others[url] = text
    return ours, others


def _told(extensions: list[Any]) -> Iterator[tuple[str, str]]:
    for one in extensions:
        if isinstance(one, dict) and isinstance(one.get("url"), str):
            yield one["url"], value_text(one)
