"""Write a map as a ConceptMap of FHIR R4 or R5, one element a line.

The status is ``draft``: that a map is fit for use is nobody's to say but its publisher's, and R5
excuses a draft from the comments it would else demand. Bytes are the same for the same rows in
whatever order.

Source: FHIR R5 and R4, ConceptMap; FHIR R5, JSON representation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow.compute as pc

from workbench.core.codes import Release
from workbench.core.progress import Progress, silent
from workbench.io.atomic import writing
from workbench.io.code_systems import NAMESPACE, system_version
from workbench.io.fhir_elements import ALWAYS_TRUE, elements
from workbench.io.fhir_words import DEPENDS_ON, PRODUCT, VALUE_TYPES, FhirVersion
from workbench.io.loss import LossReport, Lost, lost_columns, said, whole_values
from workbench.mapping.map_set import MapSet
from workbench.mapping.schema import MAP_SCHEMA

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["HELD_BY_R4", "HELD_BY_R5", "PARTLY_HELD_BY_R4", "write_fhir_r4", "write_fhir_r5"]

#: Every column but the line.
HELD_BY_R5: Final = frozenset(MAP_SCHEMA.names) - {"line"}
#: Columns R4 has a place for.
HELD_BY_R4: Final = frozenset(
    {"source", "source_term", "target", "target_term", "mark", "no_map", "no_map_text"}
)
#: Columns of which R4 holds some values.
PARTLY_HELD_BY_R4: Final = frozenset({"relation", "comment", "predicate"})

_NATIVE: Final = frozenset({"source", "source_term", "target", "target_term", "comment"})


def _write(maps: MapSet, path: Path, version: FhirVersion, progress: Progress) -> LossReport:
    """Write a map, whole or not at all, and give what the file does not hold.

    Raises
    ------
    OSError
        If the place cannot be written.
    """
    whole = whole_values(maps.table)
    lost = lost_columns(maps.table, whole) if version is FhirVersion.R4 else LossReport.of(())
    told: list[Lost] = []
    head = json.dumps(_head(maps, version, whole), ensure_ascii=False, indent=1)
    with writing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
        out.write(head.removesuffix("\n}"))
        if len(maps):
            start = json.dumps(_group(maps, version), ensure_ascii=False, separators=(",", ":"))
            between = "" if start == "{}" else ","
            out.write(f',\n "group": [{start.removesuffix("}")}{between}"element":[\n')
            with progress(f"writing {path.name}", len(maps)) as step:
                for number, (element, left) in enumerate(
                    elements(maps.table, version, apart=tuple(whole))
                ):
                    out.write(",\n" if number else "")
                    out.write(json.dumps(element, ensure_ascii=False, separators=(",", ":")))
                    told += left
                    step(len(element.get("target", (None,))))
            out.write("\n]}]")
        out.write("\n}\n")
    return LossReport.together([lost, LossReport.of(told)])


def write_fhir_r4(maps: MapSet, path: Path, *, progress: Progress = silent) -> LossReport:
    """Write a map as a ConceptMap of FHIR R4, whole or not at all.

    Parameters
    ----------
    maps
        The map.
    path
        Where to; a file that is there is replaced.
    progress
        Shows how far the writing is.

    Returns
    -------
    LossReport
        What R4 has no place for: blocks, groups, priorities, rules and much else.

    Raises
    ------
    OSError
        If the place cannot be written.
    """
    return _write(maps, path, FhirVersion.R4, progress)


def write_fhir_r5(maps: MapSet, path: Path, *, progress: Progress = silent) -> LossReport:
    """Write a map as a ConceptMap of FHIR R5, whole or not at all.

    Parameters
    ----------
    maps, path, progress
        As in `write_fhir_r4`.

    Returns
    -------
    LossReport
        Empty: what R5 has no field for is a property or an extension.

    Raises
    ------
    OSError
        If the place cannot be written.
    """
    return _write(maps, path, FhirVersion.R5, progress)


def _head(maps: MapSet, version: FhirVersion, whole: Mapping[str, str]) -> dict[str, Any]:
    """Give everything that stands before the groups."""
    head: dict[str, Any] = {"resourceType": "ConceptMap"}
    if version is FhirVersion.R5 and whole:
        head["extension"] = [
            {"url": NAMESPACE + name, "valueString": value} for name, value in whole.items()
        ]
    head["url"] = f"{NAMESPACE}map:{maps.name}"
    head["title"] = maps.name
    head["status"] = "draft"
    if version is FhirVersion.R5:
        parts = {
            "property": list(_properties(maps.table, whole)),
            "additionalAttribute": list(_attributes(maps.table)),
        }
        head |= {name: defined for name, defined in parts.items() if defined}
    return head


def _properties(table: pa.Table, whole: Mapping[str, str]) -> Iterator[dict[str, str]]:
    table = table.filter(pc.is_valid(table["target"]))
    for name in sorted(HELD_BY_R5 - _NATIVE - whole.keys()):
        if name == DEPENDS_ON:
            used = bool(set(table[name].to_pylist()) & ALWAYS_TRUE)
        elif name == "relation":
            used = "related-to" in table[name].to_pylist()
        else:
            used = name != PRODUCT and any(said(table, name).to_pylist())
        if used:
            yield {"code": name, "uri": NAMESPACE + name, "type": VALUE_TYPES[name]}


def _attributes(table: pa.Table) -> Iterator[dict[str, str]]:
    table = table.filter(pc.is_valid(table["target"]))
    rules = set(table[DEPENDS_ON].to_pylist()) - ALWAYS_TRUE - {None, ""}
    for name, used in ((DEPENDS_ON, bool(rules)), (PRODUCT, any(said(table, PRODUCT).to_pylist()))):
        if used:
            yield {"code": name, "uri": NAMESPACE + name, "type": "string"}


def _group(maps: MapSet, version: FhirVersion) -> dict[str, str]:
    sides = {"source": maps.source, "target": maps.target}
    told: dict[str, str] = {}
    for side, release in sides.items():
        if release is not None:
            told |= _SIDES[version](side, release)
    return told


def _r5_side(side: str, release: Release) -> dict[str, str]:
    uri, version = system_version(release)
    return {side: f"{uri}|{version}"}


def _r4_side(side: str, release: Release) -> dict[str, str]:
    uri, version = system_version(release)
    return {side: uri, f"{side}Version": str(version)}


_SIDES: Final = {FhirVersion.R4: _r4_side, FhirVersion.R5: _r5_side}
