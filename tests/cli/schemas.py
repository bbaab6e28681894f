"""The JSON schemas of the command line's documents, as `jsonschema` reads them."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

__all__ = ["all_schemas", "assert_valid"]


@cache
def all_schemas() -> dict[str, Any]:
    """Give every schema by the name of its document."""
    folder = files("workbench.cli") / "schemas"
    return {
        path.name.removesuffix(".schema.json"): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
    }


@cache
def _registry() -> Registry[Any]:
    resources = (
        (f"{name}.schema.json", Resource.from_contents(schema))
        for name, schema in all_schemas().items()
    )
    registry: Registry[Any] = Registry().with_resources(resources)
    return registry


def assert_valid(name: str, document: object) -> None:
    """Say where a document is not as its schema says."""
    validator = Draft202012Validator({"$ref": f"{name}.schema.json"}, registry=_registry())
    wrong = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]
    assert wrong == []
