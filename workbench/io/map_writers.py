"""Every format a map can be written in: its writer, and what it holds.

A writer puts a file in its place whole or not at all and gives a `LossReport`. A new format is one
more row of `WRITERS`; the command line takes its words from there, and the page of formats in the
documentation is held against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from workbench.core.progress import Progress, silent
from workbench.errors import InputError
from workbench.io.fhir_write import (
    HELD_BY_R4,
    HELD_BY_R5,
    PARTLY_HELD_BY_R4,
    write_fhir_r4,
    write_fhir_r5,
)
from workbench.io.loss import LossReport
from workbench.io.rf2_map_cells import HELD_BY_RF2, PARTLY_HELD_BY_RF2
from workbench.io.rf2_map_write import write_rf2
from workbench.io.sheet_write import HELD_BY_SHEETS, write_sheet_csv, write_sheet_xlsx
from workbench.io.sssom_write import HELD_BY_SSSOM, write_sssom
from workbench.mapping.map_set import MapSet
from workbench.mapping.schema import MAP_SCHEMA

__all__ = ["MAP_FIELDS", "WRITERS", "MapFormat", "MapPublisher", "MapWriter", "Place", "write_map"]

#: What a format may hold of an entry: every column but the line it was read from.
MAP_FIELDS: Final = tuple(name for name in MAP_SCHEMA.names if name != "line")


class Place(StrEnum):
    """What a writer makes at the path it is given."""

    FILE = "file"
    FOLDER = "folder"


class MapWriter(Protocol):
    """Writes a map to one path and says what the format lost."""

    def __call__(self, maps: MapSet, path: Path, *, progress: Progress = silent) -> LossReport:
        """Write `maps` to `path`, whole or not at all.

        Raises
        ------
        InputError
            If a value cannot stand in the format at all.
        OSError
            If the place cannot be written.
        """
        ...


class MapPublisher(Protocol):
    """Writes a map as the next publication of a map: a writer that needs to know the day."""

    def __call__(
        self, maps: MapSet, path: Path, *, date: str | None = None, progress: Progress = silent
    ) -> LossReport:
        """Write `maps` to `path`, whole or not at all; `date` is YYYYMMDD.

        Raises
        ------
        InputError, OSError
            As a `MapWriter`, and where the date does not fit what stands there.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFormat:
    """A format a map can be written in.

    Attributes
    ----------
    what
        In words.
    write
        Its writer.
    holds
        Columns of `MAP_SCHEMA` that come back when the file is read, values that the
        documentation names as exceptions apart.
    partly
        Columns of which some values come back.
    place
        Whether it makes a file, or a folder of files.
    publish
        Its writer where what it writes bears a date; None of other formats.
    """

    what: str
    write: MapWriter
    holds: frozenset[str]
    partly: frozenset[str] = frozenset()
    place: Place = Place.FILE
    publish: MapPublisher | None = None


#: By the word of ``map export --format``.
WRITERS: Final[Mapping[str, MapFormat]] = {
    "rf2": MapFormat(
        what="a map reference set in RF2",
        write=write_rf2,
        holds=HELD_BY_RF2,
        partly=PARTLY_HELD_BY_RF2,
        place=Place.FOLDER,
        publish=write_rf2,
    ),
    "sssom": MapFormat(what="SSSOM 1.1, TSV", write=write_sssom, holds=HELD_BY_SSSOM),
    "fhir-r4": MapFormat(
        what="FHIR R4 ConceptMap, JSON",
        write=write_fhir_r4,
        holds=HELD_BY_R4,
        partly=PARTLY_HELD_BY_R4,
    ),
    "fhir-r5": MapFormat(what="FHIR R5 ConceptMap, JSON", write=write_fhir_r5, holds=HELD_BY_R5),
    "csv": MapFormat(
        what="CSV with the columns of Snap2SNOMED", write=write_sheet_csv, holds=HELD_BY_SHEETS
    ),
    "xlsx": MapFormat(
        what="XLSX with the columns of Snap2SNOMED", write=write_sheet_xlsx, holds=HELD_BY_SHEETS
    ),
}


def write_map(
    maps: MapSet,
    path: str | Path,
    *,
    format: str,  # noqa: A002 - the word of the command line
    date: str | None = None,
    progress: Progress = silent,
) -> LossReport:
    """Write a map, whole or not at all.

    Parameters
    ----------
    maps
        The map.
    path
        Where to; a file that is there is replaced.
    format
        A word of `WRITERS`.
    date
        YYYYMMDD, of formats that bear the date of a publication; others leave it.
    progress
        Shows how far the writing is.

    Returns
    -------
    LossReport
        What the file does not hold.

    Raises
    ------
    InputError
        If the format is not known, a value cannot stand in it, or a folder stands where its file
        would.
    OSError
        If the place cannot be written.
    """
    if format not in WRITERS:
        problem = f"'{format}' is no format of a map; known formats: {', '.join(WRITERS)}"
        raise InputError(problem)
    made, where = WRITERS[format], Path(path)
    if made.place is Place.FILE and where.is_dir():
        problem = f"'{path}' is a folder; {made.what} is written to a file"
        raise InputError(problem)
    if made.place is Place.FOLDER and where.is_file():
        problem = f"'{path}' is a file; {made.what} is written to a folder"
        raise InputError(problem)
    if made.publish is not None:
        return made.publish(maps, where, date=date, progress=progress)
    return made.write(maps, where, progress=progress)
