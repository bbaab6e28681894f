"""Map reference sets of an RF2 Snapshot: International (``iissscc``) and UK (``iisssci``).

A release holds several in one file or in several; one is read at a time, by the id of its reference
set and by nothing else. The traps: retired rows share group and priority with active ones, so only
the latest state of each row counts, and only where it is active; and a reference set all of whose
rows are retired is an error, not an empty map. Simple maps (``sRefset``, as of CTV3) are passed
over.

Source: SNOMED International, Release File Specifications, Complex and Extended Map Reference Sets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.codes import CodeSystem, Release
from workbench.core.progress import Progress, silent
from workbench.core.sctid import Component
from workbench.core.snomed import FSN
from workbench.errors import InputError
from workbench.io.fingerprint import combined
from workbench.io.package import Package
from workbench.io.result import MapRead
from workbench.io.rf2_edition import has_british_module, is_british, rf2_edition
from workbench.io.rf2_map_readme import stated_releases
from workbench.io.rf2_map_refsets import MapRefset, describe
from workbench.io.rf2_map_rows import BLOCK, CATEGORY, COLUMNS, FILE, ROW, MapRows
from workbench.io.rf2_package import Rf2File, Rf2Release, find_rf2, rf2_file
from workbench.io.rf2_table import active_rows, check_sctids, latest_rows, read_rf2_table
from workbench.io.rf2_text import TabTable
from workbench.mapping.profile import Profile

__all__ = ["holds_map_refsets", "read_rf2_map"]

#: Each pattern's profile, and its own last column.
_PATTERNS: Final = {
    "iissscc": (Profile.INTERNATIONAL, CATEGORY),
    "iisssci": (Profile.UK, BLOCK),
}
#: Of a description file, what says nothing of a reference set's name.
_UNUSED: Final = frozenset(("moduleId", "languageCode", "caseSignificanceId"))


def holds_map_refsets(package: Package) -> bool:
    """Say whether a package has a file of map reference sets, by its name."""
    files = (rf2_file(name, given=package.display) for name in package.names())
    return any(file is not None and file.pattern in _PATTERNS for file in files)


def read_rf2_map(
    package: Package,
    *,
    refset: str | None = None,
    system: CodeSystem | None = None,
    progress: Progress = silent,
) -> MapRead:
    """Read one map reference set.

    Parameters
    ----------
    package
        A release's folder or zip, several packages side by side, or one map file.
    refset
        Its SCTID; None where the files hold but one with active rows.
    system
        What its targets are codes of, where neither its id nor its description says.
    progress
        Shows how far the reading is.

    Raises
    ------
    InputError
        Naming the reference sets there are, where several are and none is named; or the first
        value that is not what it should be.
    """
    release = find_rf2(package)
    files = [file for pattern in _PATTERNS for file in release.refsets(pattern)]
    if not files:
        problem = (
            "holds no map reference set; expected a file such as "
            "der2_iisssccRefset_ExtendedMapSnapshot_INT_20240401.txt"
        )
        raise InputError(problem, file=package.display)
    tables = _read(package, files, progress)
    counting = _counting(files, tables)
    there = _there(release, tables, counting)
    chosen = _chosen(package, refset, there, counting)
    rows = counting[chosen.id]
    source, target = stated_releases(package)
    stated = None if target is None else target.system
    found = MapRows(tables=tables, rows=rows, profile=_profile_of(rows))
    table, notes = found.table(system=chosen.system or stated or system)
    used = [tables[number] for number in pc.unique(rows[FILE]).to_pylist()]
    return MapRead(
        kind="rf2",
        source_release=source or _edition(release, rows),
        target_release=target or chosen.target,
        table=table,
        source=str(package.path),
        sha256=combined({used_table.file: used_table.sha256 for used_table in used}),
        name=chosen.name,
        refset=chosen.id,
        source_system=CodeSystem.SNOMED,
        target_system=chosen.system or stated,
        notes=notes,
    )


def _read(package: Package, files: Sequence[Rf2File], progress: Progress) -> list[TabTable]:
    tables = []
    with progress("reading maps", len(files)) as step:
        for file in files:
            own = _PATTERNS[file.pattern or ""][1]
            table = read_rf2_table(package, file.name, columns=(*COLUMNS, own))
            for column in ("refsetId", "referencedComponentId", "correlationId"):
                check_sctids(table, column, Component.CONCEPT)
            if own == CATEGORY:
                check_sctids(table, own, Component.CONCEPT)
            tables.append(table)
            step(1)
    return tables


def _counting(files: Sequence[Rf2File], tables: Sequence[TabTable]) -> dict[str, pa.Table]:
    """Give the active rows of each reference set that has any, with file and place of each."""
    found: dict[str, pa.Table] = {}
    for pattern in _PATTERNS:
        mine = [
            _placed(table.rows, number)
            for number, (file, table) in enumerate(zip(files, tables, strict=True))
            if file.pattern == pattern
        ]
        rows = active_rows(latest_rows(mine)) if mine else pa.table({"refsetId": []})
        for refset in _ids(rows):
            if refset in found:
                problem = f"map reference set {refset} stands in files of both patterns"
                raise InputError(problem, file=files[0].base)
            found[refset] = rows.filter(pc.equal(rows["refsetId"].cast(pa.string()), refset))
    return found


def _placed(rows: pa.Table, number: int) -> pa.Table:
    count = len(rows)
    rows = rows.append_column(FILE, pa.repeat(pa.scalar(number, pa.int32()), count))
    return rows.append_column(ROW, pa.array(np.arange(count, dtype=np.int32)))


def _ids(rows: pa.Table) -> list[str]:
    return sorted(pc.unique(rows["refsetId"]).to_pylist())


def _edition(release: Rf2Release, rows: pa.Table) -> Release | None:
    modules = pc.unique(rows["moduleId"]).to_pylist()
    return rf2_edition(release, british=is_british(release) or has_british_module(modules))


def _profile_of(rows: pa.Table) -> Profile:
    return next(profile for profile, column in _PATTERNS.values() if column in rows.column_names)


def _there(
    release: Rf2Release, tables: Sequence[TabTable], counting: Mapping[str, pa.Table]
) -> tuple[MapRefset, ...]:
    """Give the reference sets that have any row, active or not, described and in order."""
    ids = {refset for table in tables for refset in _ids(table.rows)} | set(counting)
    said = _descriptions(release, ids)
    return tuple(sorted((describe(i, said.get(i, [])) for i in ids), key=lambda one: one.order))


def _descriptions(release: Rf2Release, ids: set[str]) -> dict[str, list[str]]:
    """Give the active descriptions of some concepts, the fully specified name first."""
    columns = ("conceptId", "typeId", "term")
    wanted = pa.array(sorted(ids))
    parts = []
    for file in release.tables("Description"):
        table = read_rf2_table(release.package, file.name, columns=columns, unused=_UNUSED)
        parts.append(table.rows.filter(pc.is_in(table.rows["conceptId"], value_set=wanted)))
    said: dict[str, list[tuple[bool, str]]] = {}
    for row in active_rows(latest_rows(parts)).to_pylist() if parts else []:
        said.setdefault(row["conceptId"], []).append((row["typeId"] != FSN, row["term"]))
    return {concept: [term for _, term in sorted(terms)] for concept, terms in said.items()}


def _chosen(
    package: Package,
    refset: str | None,
    there: Sequence[MapRefset],
    counting: Mapping[str, pa.Table],
) -> MapRefset:
    """Give the reference set that was asked for, or the only one that has active rows."""
    live = [one for one in there if one.id in counting]
    if refset is None and len(live) == 1:
        return live[0]
    listed = "; ".join(_listed(one, counting) for one in live) or "none"
    if refset is None:
        many = f"holds several map reference sets; give one with --refset: {listed}"
        problem = many if live else "holds map reference sets, but none has an active row"
        raise InputError(problem, file=package.display)
    for one in there:
        if one.id == refset:
            if one in live:
                return one
            problem = f"map reference set {_words(one)} has no active row; others have: {listed}"
            raise InputError(problem, file=package.display)
    problem = f"there is no map reference set '{refset}' in it; it holds {listed}"
    raise InputError(problem, file=package.display)


def _listed(one: MapRefset, counting: Mapping[str, pa.Table]) -> str:
    count = len(counting[one.id])
    return f"{_words(one)}, {count:,} row{'' if count == 1 else 's'}"


def _words(one: MapRefset) -> str:
    """Name a reference set: its id, and its description or else the map it is called by."""
    return f"{one.id} ({one.description or one.name})"
