"""Where a path becomes a graph or a map: the kind is found and its reader called."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from workbench.core.codes import CodeSystem, Release
from workbench.core.progress import Progress, silent
from workbench.errors import InputError
from workbench.io.builtin_icd10 import BUILTIN, read_builtin_icd10
from workbench.io.builtin_maps import is_builtin, read_builtin_map
from workbench.io.claml import read_claml
from workbench.io.detect import Family, Found, find
from workbench.io.fhir_read import read_fhir
from workbench.io.graph_csv import read_graph_csv
from workbench.io.icd11_tabulation import read_icd11
from workbench.io.map_csv import is_typed_map, read_map_csv
from workbench.io.package import Package, open_package
from workbench.io.result import GraphRead, MapRead
from workbench.io.rf2 import read_rf2
from workbench.io.rf2_maps import holds_map_refsets, read_rf2_map
from workbench.io.rf2_zips import with_rf2_zips
from workbench.io.sheet_read import read_sheet_csv
from workbench.io.sssom_read import read_sssom
from workbench.io.ukb_coding import read_ukb_coding
from workbench.io.who_icd10 import read_who_icd10
from workbench.io.who_maps import read_who_map
from workbench.io.xlsx_read import is_workbook, read_map_xlsx

__all__ = ["GraphRead", "MapRead", "read_graph", "read_map"]

_RF2: Final = "rf2"
_CSV: Final = "csv"
_XLSX: Final = "xlsx"
_HEAD: Final = 8192
_GRAPH_READERS: Final = {
    "rf2": read_rf2,
    "who-icd10": read_who_icd10,
    "ukb-coding": read_ukb_coding,
    "icd11": read_icd11,
    "claml": read_claml,
    "csv": read_graph_csv,
}


#: What is read by the kind alone; every other kind is one of WHO's tables, or RF2.
def _read_csv(package: Package, name: str, *, progress: Progress = silent) -> MapRead:
    """Read our own text of a map where its headings are ours, else somebody's table."""
    if is_typed_map(package.head(name, _HEAD), file=name.rpartition("/")[2]):
        return read_map_csv(package, name, progress=progress)
    return read_sheet_csv(package, name, progress=progress)


_MAP_READERS: Final = {"fhir": read_fhir, "sssom": read_sssom, "csv": _read_csv}


def read_graph(
    source: str | Path,
    *,
    kind: str | None = None,
    release: Release | None = None,
    progress: Progress = silent,
) -> GraphRead:
    """Read a release of a code system.

    Parameters
    ----------
    source
        A file, a folder, a zip, a folder of zips of SNOMED CT, or ``builtin:icd10``.
    kind
        Which reader is meant (``rf2``, ``who-icd10``, ``builtin``, ``ukb-coding``,
        ``icd11``, ``claml``, ``csv``); None finds out.
    release
        What it is, where the source does not say or is to be called otherwise.
    progress
        Shows how far the reading is.

    Returns
    -------
    GraphRead
        Its nodes and edges, not yet a graph: cycles are the builder's to refuse.

    Raises
    ------
    InputError
        In one sentence: what is wrong, where, the value, and what would be right.
    """
    if kind == "builtin" or str(source).startswith("builtin:"):
        return _read_builtin(str(source), kind, release, progress)
    package = with_rf2_zips(open_package(source))
    found = find(package, Family.GRAPH, kind=kind)
    return _GRAPH_READERS[found.kind](package, found.name, release=release, progress=progress)


def read_map(
    path: str | Path,
    *,
    kind: str | None = None,
    refset: str | None = None,
    system: CodeSystem | None = None,
    columns: Mapping[str, str] | None = None,
    progress: Progress = silent,
) -> MapRead:
    """Read a map.

    Parameters
    ----------
    path
        A file, a folder or a zip, or ``builtin:uk-edition``.
    kind
        Which reader is meant (``rf2``, ``who-10to11-one``, ``who-10to11-multiple``,
        ``who-11to10``, ``who-foundation``, ``sssom``, ``fhir``, ``csv``, ``xlsx``); None
        finds out.
    refset
        Which of the map reference sets of an RF2 release.
    system
        What its targets are codes of, where an RF2 map does not say.
    columns
        Of a ``csv`` or ``xlsx``: by column of a map, the heading that is chosen for it.
    progress
        Shows how far the reading is.

    Raises
    ------
    InputError
        In one sentence: what is wrong, where, the value, and what would be right.
    """
    if is_builtin(path):
        return _read_builtin_map(str(path), kind, refset, progress)
    if kind == _XLSX or (kind is None and is_workbook(Path(path))):
        return read_map_xlsx(Path(path), columns=columns, progress=progress)
    package = with_rf2_zips(open_package(path))
    if columns:
        return _read_chosen(package, kind, columns, progress)
    if kind == _RF2 or (kind is None and holds_map_refsets(package)):
        return read_rf2_map(package, refset=refset, system=system, progress=progress)
    found = find(package, Family.MAP, kind=kind)
    if found.kind == _RF2:
        return read_rf2_map(package, refset=refset, system=system, progress=progress)
    return _read_found(package, found, refset, progress)


def _read_found(package: Package, found: Found, refset: str | None, progress: Progress) -> MapRead:
    """Read a file that is no part of a release in RF2."""
    if refset is not None:
        problem = f"is {found.what} and holds no reference set '{refset}'; leave --refset out"
        raise InputError(problem, file=package.display)
    reader = _MAP_READERS.get(found.kind)
    if reader is None:
        return read_who_map(package, found.name, kind=found.kind, progress=progress)
    return reader(package, found.name, progress=progress)


def _read_builtin_map(
    word: str, kind: str | None, refset: str | None, progress: Progress
) -> MapRead:
    if word == BUILTIN:
        problem = f"'{word}' is a graph, not a map"
        raise InputError(problem)
    if refset is not None:
        problem = f"{word} holds no reference set '{refset}'; leave --refset out"
        raise InputError(problem)
    return read_builtin_map(word, kind=kind, progress=progress)


def _read_chosen(
    package: Package, kind: str | None, columns: Mapping[str, str], progress: Progress
) -> MapRead:
    """Read a text table whose columns somebody chose: its headings need not be known."""
    if kind not in {None, _CSV}:
        problem = f"columns are chosen of a map of kind {_CSV} or {_XLSX}, not {kind}"
        raise InputError(problem)
    names = package.names()
    name = names[0] if len(names) == 1 else find(package, Family.MAP, kind=_CSV).name
    return read_sheet_csv(package, name, columns=columns, progress=progress)


def _read_builtin(
    source: str, kind: str | None, release: Release | None, progress: Progress
) -> GraphRead:
    if source != BUILTIN:
        problem = f"'{source}' is not built in; expected {BUILTIN}"
        raise InputError(problem)
    if kind not in {None, "builtin"}:
        problem = f"{BUILTIN} is of kind builtin, not '{kind}'"
        raise InputError(problem)
    return read_builtin_icd10(release=release, progress=progress)
