"""Fails a build of the documentation in which a public name is missing.

What the reference shows is what has a docstring (or a ``#:`` comment); the rest would be left out
without a word. So after a build its index of names, ``objects.inv``, is held against every module
below the packages that the pages name: each name of ``__all__``, and each method and property of
the classes among them.
"""

from __future__ import annotations

import inspect
import pkgutil
import re
import zlib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Final

from mkdocs.exceptions import PluginError

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

__all__ = ["missing", "names_in", "on_post_build", "public_names", "shown_packages"]

_SHOWN: Final = re.compile(r"^::: (?P<package>[\w.]+)$", re.MULTILINE)
_HEAD_LINES: Final = 4
_METHODS: Final = (FunctionType, classmethod, staticmethod, property)


def on_post_build(config: MkDocsConfig) -> None:
    """Hold what was built against what there is; MkDocs calls this."""
    index = Path(config.site_dir) / "objects.inv"
    there = names_in(index.read_bytes()) if index.is_file() else frozenset()
    lacking = missing(shown_packages(Path(config.docs_dir)), there)
    if lacking:
        message = (
            f"{len(lacking)} public names are not in the reference, each for want of a docstring "
            f"or a '#:' comment: {', '.join(lacking)}"
        )
        raise PluginError(message)


def shown_packages(docs: Path) -> list[str]:
    """Give the packages and modules that the pages ask the reference for."""
    texts = (page.read_text("utf-8") for page in sorted(docs.rglob("*.md")))
    return sorted({found["package"] for text in texts for found in _SHOWN.finditer(text)})


def names_in(index: bytes) -> frozenset[str]:
    """Give the names of an index of Sphinx's second version: four lines, then packed lines."""
    packed = index.split(b"\n", _HEAD_LINES)[_HEAD_LINES]
    lines = zlib.decompress(packed).decode("utf-8").splitlines()
    return frozenset(line.split(" ")[0] for line in lines)


def missing(packages: list[str], there: frozenset[str]) -> list[str]:
    """Give the public names below packages that an index lacks, sorted."""
    modules = (module for package in packages for module in _modules(import_module(package)))
    return sorted({name for module in modules for name in public_names(module)} - there)


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    """Give a module and those below it; of the topmost package, itself alone, as its page does."""
    yield package
    name = package.__name__
    below = getattr(package, "__path__", ()) if "." in name else ()
    for found in pkgutil.walk_packages(below, f"{name}."):
        yield import_module(found.name)


def public_names(module: ModuleType) -> Iterator[str]:
    """Give the names that a module says are public, and those in its own classes."""
    for name in getattr(module, "__all__", ()):
        yield f"{module.__name__}.{name}"
        value = getattr(module, name)
        if inspect.isclass(value) and value.__module__ == module.__name__:
            for word, part in vars(value).items():
                if isinstance(part, _METHODS) and not word.startswith("_"):
                    yield f"{module.__name__}.{name}.{word}"
