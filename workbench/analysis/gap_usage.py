"""Activity by source of a map: where each code of a dataset belongs.

A code is looked for among the sources of the map first, by the methods of the bridge, and then
among the codes of the source release, by the same methods. The trap: a code that finds only its
parent has no map of its own; its activity is unmapped, and the parent is told in ``why``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from workbench.analysis.gap_sources import Field
from workbench.core.codes import CodeSystem, Release
from workbench.core.icd10 import bare_code, dotted
from workbench.errors import InputError, ReleaseMismatchError
from workbench.io.datasets import CodeCounts
from workbench.mapping.bridge import (
    DIRECT_METHODS,
    Bridge,
    Edition,
    NormalisedCode,
    edition_over,
    normalise,
    require_bridge,
)
from workbench.mapping.map_set import MapSet

__all__ = ["BY_FORM", "Placed", "Stray", "place_usage", "usage_bridges"]

#: Systems in which a code is known by its form, and has a parent of three characters.
BY_FORM: Final = frozenset({CodeSystem.ICD10, CodeSystem.OPCS4})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """A code of the data that neither the map nor its source release knows.

    Attributes
    ----------
    code, term
        Printed form; the dataset's own wording or None.
    parent
        The place of its three-character parent; None where that is not known either.
    activity
        As counted, without what was suppressed.
    cells
        How many counts of it were suppressed.
    """

    code: str
    term: str | None
    parent: int | None
    activity: int
    cells: int = 0

    def with_more(self, other: Stray) -> Stray:
        """Put the counts of another spelling of it to its own."""
        return replace(
            self, activity=self.activity + other.activity, cells=self.cells + other.cells
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """The activity of a dataset, by place of a field.

    Attributes
    ----------
    activity
        int64, shape (places,).
    cells
        int64, shape (places,): how many counts were suppressed.
    seen
        bool, shape (places,): whether the data hold it, be it with an activity of 0.
    strays
        What has no place, in the order of the data.
    """

    activity: npt.NDArray[np.int64]
    cells: npt.NDArray[np.int64]
    seen: npt.NDArray[np.bool_]
    strays: tuple[Stray, ...]


def usage_bridges(counts: CodeCounts, map_set: MapSet) -> tuple[Bridge, ...]:
    """Give the bridges from the data to a map's source release.

    Published ICD-10 counts of England are coded in ``icd10/uk-5th``; OPCS-4 and SNOMED CT counts do
    not say their release, and are read as the map's.

    Raises
    ------
    InputError
        If the data are of another code system.
    ReleaseMismatchError
        If no declared bridge joins the two.
    """
    source = map_set.source
    if source is None:
        return ()
    if counts.system is not source.system:
        message = (
            f"{counts.path} is coded in {counts.system.label}, and map '{map_set.name}' leads from "
            f"{source}; expected usage of {source.system.label}"
        )
        raise InputError(message)
    if counts.system is not CodeSystem.ICD10:
        return ()
    data = Edition.UK5.release
    try:
        return require_bridge(data, source)
    except ReleaseMismatchError as error:
        message = (
            f"the usage is coded in {data} and map '{map_set.name}' leads from {source}: {error}"
        )
        raise ReleaseMismatchError(message) from error


def place_usage(
    counts: CodeCounts, where: Field, level: npt.NDArray[np.bool_], *, source: Release
) -> Placed:
    """Find the place of every code of a dataset.

    Parameters
    ----------
    counts
        Activity by code.
    where
        Everything that can be a source.
    level
        bool, shape (places,): what data may hold; a chapter or block is no code of a record.
    source
        The map's source release.
    """
    placer = _Placer.made(where, level, source)
    activity = np.zeros(len(where), dtype=np.int64)
    cells = np.zeros(len(where), dtype=np.int64)
    seen = np.zeros(len(where), dtype=bool)
    strays: dict[str, Stray] = {}
    for written, count in counts.activity.items():
        withheld = counts.suppressed.get(written)
        hidden = 0 if withheld is None else withheld.cells
        place, parent = placer.place(written)
        if place is not None:
            activity[place] += count
            cells[place] += hidden
            seen[place] = True
            continue
        code, term = placer.printed(written), counts.terms.get(written)
        stray = Stray(code=code, term=term, parent=parent, activity=count, cells=hidden)
        strays[code] = strays[code].with_more(stray) if code in strays else stray
    return Placed(activity=activity, cells=cells, seen=seen, strays=tuple(strays.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Keys:
    """Codes among which a form may be found."""

    find: Callable[[str], int | None]
    level: npt.NDArray[np.bool_]

    def __contains__(self, text: object) -> bool:
        place = self.find(text) if isinstance(text, str) else None
        return place is not None and bool(self.level[place])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placer:
    system: CodeSystem
    edition: Edition | None
    in_map: _Keys
    in_release: _Keys

    @classmethod
    def made(cls, where: Field, level: npt.NDArray[np.bool_], source: Release) -> _Placer:
        by_source = dict(zip(where.sources, where.places.tolist(), strict=True))
        return cls(
            system=source.system,
            edition=edition_over(Edition.UK5.release, source),
            in_map=_Keys(find=by_source.get, level=level),
            in_release=_Keys(find=where.graph.index.find, level=level),
        )

    def printed(self, written: str) -> str:
        return dotted(bare_code(written)) if self.system in BY_FORM else written.strip()

    def place(self, written: str) -> tuple[int | None, int | None]:
        """Give the place of a code; where it has none, that of its parent."""
        if self.system not in BY_FORM:
            code = written.strip()
            for keys in (self.in_map, self.in_release):
                if code in keys:
                    return keys.find(code), None
            return None, None
        parent: int | None = None
        for keys in (self.in_map, self.in_release):
            form: NormalisedCode = normalise(written, keys, edition=self.edition)
            found = None if form.key is None else keys.find(form.key)
            if form.method in DIRECT_METHODS:
                return found, None
            parent = found if parent is None else parent
        return None, parent
