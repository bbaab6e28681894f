"""Write a map as a map reference set in RF2: a folder with a Snapshot, a Delta and a README.

The folder is the memory: what stands in it is the publication before this one, and it is read, not
guessed.

What is written here is nobody's release. Rows read from a publisher's release keep its ids; rows
of our own get ids of a namespace that nobody has, with a warning, and the README says so.

Source: SNOMED International, Release File Specifications, "SCTID Representation" (namespace
identifiers).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from workbench.core.codes import CodeSystem
from workbench.core.progress import Progress, silent
from workbench.core.sctid import check_digit
from workbench.errors import InputError, InputWarning
from workbench.io.loss import LossReport, lost_columns
from workbench.io.rf2_map_cells import (
    HELD_BY_RF2,
    PARTLY_HELD_BY_RF2,
    PLACEHOLDER_NAMESPACE,
    Refset,
    headings_of,
    members_of,
)
from workbench.io.rf2_map_folder import PublicationFolder
from workbench.io.rf2_map_readme import readme
from workbench.io.rf2_map_refsets import describe
from workbench.io.rf2_publication import Previous, Publication, publication
from workbench.io.rf2_table import date_fault
from workbench.mapping.map_set import MapSet
from workbench.mapping.profile import Profile
from workbench.mapping.schema import MAP_SCHEMA

__all__ = ["write_rf2"]

_NOT_HELD: Final = tuple(
    name for name in MAP_SCHEMA.names if name not in {"line", *HELD_BY_RF2, *PARTLY_HELD_BY_RF2}
)


def write_rf2(
    maps: MapSet, path: Path, *, date: str | None = None, progress: Progress = silent
) -> LossReport:
    """Publish a map in RF2 into a folder, whole or not at all.

    Parameters
    ----------
    maps
        From SNOMED CT, with a profile.
    path
        The folder; a publication that stands in it is continued.
    date
        YYYYMMDD, the day of this publication. None takes the latest date of the rows, of a first
        publication in which every row has one.
    progress
        Shows how far the writing is.

    Returns
    -------
    LossReport
        What RF2 does not hold, with a note on what was published.

    Raises
    ------
    InputError
        If the map is not one RF2 holds, a value cannot stand in it, what stands in the folder is
        damaged or is another map's, or the date is not later than it must be; nothing is changed.
    OSError
        If the folder cannot be written.
    """
    fault = date_fault(date) if date is not None else None
    if fault is not None:
        raise InputError(fault)
    refset, notes = _refset(maps)
    earlier = PublicationFolder(path)
    previous = earlier.previous(refset)
    members = sorted(members_of(maps, refset), key=lambda one: (one.place, *one.cells.items()))
    headings = headings_of(refset.profile, members)
    made = publication(members, refset=refset, headings=headings, previous=previous, date=date)
    said = readme(maps, refset)
    earlier.put(made, refset, said, previous=previous, progress=progress)
    for note in notes:
        warnings.warn(note, InputWarning, stacklevel=2)
    lost = LossReport.of(one for member in members for one in member.lost)
    return LossReport.together([lost_columns(maps.table, _NOT_HELD), lost]).noting(
        _told(made, previous)
    )


def _told(made: Publication, previous: Previous | None) -> str:
    if previous is not None and not made.delta:
        return f"nothing differs from the publication of {previous.date}: no file was touched"
    return (
        f"publication of {made.date}: {made.new:,} rows new, {made.changed:,} changed, "
        f"{made.gone:,} inactivated"
    )


def _refset(maps: MapSet) -> tuple[Refset, list[str]]:
    """Give what the rows share, and what the user should be warned of."""
    if maps.source is not None and maps.source.system is not CodeSystem.SNOMED:
        problem = (
            f"map '{maps.name}' is from {maps.source.system.label}; RF2 holds maps from SNOMED CT"
        )
        raise InputError(problem)
    if maps.profile is None:
        problem = (
            f"map '{maps.name}' has no profile; RF2 needs 'international' or 'uk', which says how "
            "its rows are read"
        )
        raise InputError(problem)
    named = sorted(set(maps.table["refset"].to_pylist()) - {None, ""})
    if len(named) > 1:
        problem = f"map '{maps.name}' has rows of several reference sets, {' and '.join(named)}"
        raise InputError(problem)
    known = describe(named[0], ()).system if named else None
    stated = None if maps.target is None else maps.target.system
    if known is not None and stated not in {None, known}:
        problem = (
            f"reference set {named[0]} leads to {known.label}, and map '{maps.name}' to "
            f"{maps.target}; leave its id out, or name another target"
        )
        raise InputError(problem)
    refset = Refset(
        id=named[0] if named else _placeholder_refset(maps.profile, stated),
        module=_placeholder(1),
        profile=maps.profile,
        system=known or stated,
    )
    modules = maps.table["module"].to_pylist()
    return refset, list(_warnings(refset, named, modules))


def _warnings(refset: Refset, named: Sequence[str], modules: Sequence[str | None]) -> Iterable[str]:
    without = sum(1 for module in modules if not module)
    if not named:
        yield (
            f"the map names no reference set; {refset.id} stands for it, an id of nobody's "
            "namespace: before others receive this, put one of your own into the column 'refset'"
        )
    if without:
        rows = "1 row names" if without == 1 else f"{without:,} rows name"
        yield (
            f"{rows} no module; {refset.module} stands for it, an id of nobody's "
            "namespace: before others receive this, put one of your own into the column 'module'"
        )


def _placeholder(item: int) -> str:
    body = f"{item}{PLACEHOLDER_NAMESPACE}10"
    return f"{body}{check_digit(body)}"


def _placeholder_refset(profile: Profile, system: CodeSystem | None) -> str:
    systems = [None, *CodeSystem]
    return _placeholder(2 + len(systems) * list(Profile).index(profile) + systems.index(system))
