"""ConceptMaps of R4 and R5, made in the test that needs them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from workbench.io.reading import read_map
from workbench.io.result import MapRead

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["concept_map", "element", "read_json", "read_written"]

_GROUP: Final = {"source": "http://snomed.info/sct", "target": "http://hl7.org/fhir/sid/icd-10"}


def element(*targets: dict[str, Any], code: str = "24700007", **more: object) -> dict[str, Any]:
    """Give an element with its targets."""
    return {"code": code, **more} | ({"target": list(targets)} if targets else {})


def concept_map(*elements: object, group: object = None, **top: object) -> dict[str, Any]:
    """Give a ConceptMap of one group; ``group`` replaces its source and target."""
    sides = _GROUP if group is None else group
    assert isinstance(sides, dict)
    head = {"resourceType": "ConceptMap", "status": "draft"}
    return head | top | {"group": [sides | {"element": list(elements)}]}


def read_json(folder: Path, value: object) -> MapRead:
    """Read a file that holds a value."""
    return read_written(folder, json.dumps(value).encode())


def read_written(folder: Path, data: bytes) -> MapRead:
    """Read a file of some bytes as FHIR."""
    path = folder / "map.json"
    path.write_bytes(data)
    return read_map(path, kind="fhir")
