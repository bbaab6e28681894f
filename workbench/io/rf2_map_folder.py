"""A folder that a map is published into in RF2: what stands in it, and how the next is put there.

The new Snapshot's name is the moment of change. Until it stands, the old one counts; once it does,
the new one is the later of the two, and what it says of a row is the later, whether or not the old
files are gone yet.

Source: SNOMED International, Release File Specifications, "Release File Naming Convention".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.core.sctid import Component, parse_sctid
from workbench.core.snomed import UK_NAMESPACES
from workbench.errors import InputError
from workbench.io.atomic import remove_file, sweep, write_bytes, write_folder, writing
from workbench.io.package import open_package
from workbench.io.rf2_map_cells import PLACEHOLDER_NAMESPACE
from workbench.io.rf2_map_readme import README, is_ours
from workbench.io.rf2_map_rows import BLOCK, CATEGORY, COLUMNS
from workbench.io.rf2_package import ReleaseType, Rf2File, find_rf2, is_rf2_name, rf2_file
from workbench.io.rf2_publication import Previous, Publication, Row
from workbench.io.rf2_table import check_sctids, read_rf2_table
from workbench.mapping.profile import Profile

if TYPE_CHECKING:
    from workbench.core.progress import Progress
    from workbench.io.package import Package
    from workbench.io.rf2_map_cells import Refset

__all__ = ["PublicationFolder"]

_PATTERNS: Final = {
    Profile.INTERNATIONAL: ("iissscc", CATEGORY),
    Profile.UK: ("iisssci", BLOCK),
}
_PLACES: Final = ("Snapshot", "Delta")
_LINE_END: Final = "\r\n"
_CHUNK: Final = 4096


class PublicationFolder:
    """A folder that a map is published into.

    Parameters
    ----------
    path
        It need not be there.

    Raises
    ------
    InputError
        If there are files of RF2 in it that are no publication of ours.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._package = self._opened()
        self._old: list[Path] = []

    def _opened(self) -> Package | None:
        if not self._path.is_dir():
            return None
        package = open_package(self._path)
        if not any(map(is_rf2_name, package.names())):
            return None
        if is_ours(package):
            return package
        problem = (
            "holds files of RF2 that are no publication of this program; give a folder of its own"
        )
        raise InputError(problem, file=package.display)

    def previous(self, refset: Refset) -> Previous | None:
        """Read what was published before; None where nothing was.

        Raises
        ------
        InputError
            If it is damaged, or is another map's.
        """
        package = self._package
        if package is None:
            return None
        self._old = [self._path / name for name in package.names() if is_rf2_name(name)]
        there = _map_files(package)
        snapshots = [file for file in there if file.type is ReleaseType.SNAPSHOT]
        latest = max(snapshots, key=lambda file: (file.date or "", file.name), default=None)
        if latest is None or latest.date is None:
            problem = (
                "holds a publication without its Snapshot; put that back, or, where the first "
                "publication was broken off, remove its Delta"
            )
            raise InputError(problem, file=package.display)
        find_rf2(package)  # refuses what is no one release
        previous = _read(package, latest, refset)
        for file in there:
            if file.type is ReleaseType.DELTA and file.date == latest.date:
                _check_delta(package, file, latest)
        return previous

    def put(
        self,
        made: Publication,
        refset: Refset,
        said: str,
        *,
        previous: Previous | None,
        progress: Progress,
    ) -> None:
        """Put a publication in place; where nothing differs, no file is touched.

        Parameters
        ----------
        made
            The publication.
        refset
            What its rows share.
        said
            The README.
        previous
            What `previous` gave.
        progress
            Shows how far the writing is.

        Raises
        ------
        OSError
            If the folder cannot be written; what stood in it then still stands.
        """
        names = _names(made.date, refset)
        parts = {names["Delta"]: made.delta, names["Snapshot"]: made.snapshot}
        if not self._path.exists() or not any(self._path.iterdir()):
            write_folder(self._path, lambda folder: _fill(folder, parts, made, said, progress))
            return
        keep = {self._path / name for name in parts}
        if previous is None or made.delta:
            self._add(parts, made, said, progress)
        elif self._said() != said:
            write_bytes(self._path / README, said.encode())
        for file in self._old:
            if file not in keep:
                with suppress(OSError):  # the later Snapshot counts; the next publication tidies
                    remove_file(file)
        for name in parts:
            sweep((self._path / name).parent)

    def _said(self) -> str | None:
        with suppress(FileNotFoundError):
            return (self._path / README).read_bytes().decode("utf-8", "replace")
        return None

    def _add(
        self, parts: Mapping[str, Sequence[Row]], made: Publication, said: str, progress: Progress
    ) -> None:
        """Write README and Delta and, last of all, the Snapshot; undo it where one fails."""
        before = self._said()
        try:
            _fill(self._path, parts, made, said, progress)
        except BaseException:
            for name in parts:
                remove_file(self._path / name)
            if before is None:
                remove_file(self._path / README)
            else:
                write_bytes(self._path / README, before.encode())
            raise


def _fill(
    folder: Path,
    parts: Mapping[str, Sequence[Row]],
    made: Publication,
    said: str,
    progress: Progress,
) -> None:
    write_bytes(folder / README, said.encode())
    for name, rows in parts.items():
        with (
            writing(folder / name) as temporary,
            temporary.open("w", encoding="utf-8", newline="") as out,
            progress(f"writing {name.rpartition('/')[2]}", len(rows)) as step,
        ):
            out.write("\t".join(made.headings) + _LINE_END)
            for start in range(0, len(rows), _CHUNK):
                part = rows[start : start + _CHUNK]
                out.writelines(_line(row, made.headings) for row in part)
                step(len(part))


def _line(row: Row, headings: Sequence[str]) -> str:
    return "\t".join(row.get(name, "") for name in headings) + _LINE_END


def _names(date: str, refset: Refset) -> dict[str, str]:
    """Give the name of each file, with its folder."""
    pattern, _ = _PATTERNS[refset.profile]
    namespace = parse_sctid(refset.id).namespace
    own = namespace is not None and namespace not in UK_NAMESPACES
    country = f"XX{namespace if own else PLACEHOLDER_NAMESPACE}"
    return {
        place: f"{place}/Refset/Map/der2_{pattern}Refset_ExtendedMap{place}_{country}_{date}.txt"
        for place in _PLACES
    }


def _map_files(package: Package) -> list[Rf2File]:
    """Give the files of map reference sets, Snapshots and Deltas."""
    patterns = {pattern for pattern, _ in _PATTERNS.values()}
    every = (rf2_file(name, given=package.display) for name in package.names())
    return [file for file in every if file is not None and file.pattern in patterns]


def _check_delta(package: Package, delta: Rf2File, snapshot: Rf2File) -> None:
    """Refuse a Snapshot that has not every row of the Delta published with it."""
    stated, held = (package.read(file.name).splitlines() for file in (delta, snapshot))
    missing = len(set(stated) - set(held))
    if missing:
        rows = "1 row" if missing == 1 else f"{missing:,} rows"
        problem = (
            f"lacks {rows} of {delta.base}, or has them otherwise; the two were published "
            "together: put both back as they were"
        )
        raise InputError(problem, file=snapshot.base)


def _read(package: Package, file: Rf2File, refset: Refset) -> Previous:
    pattern, own = _PATTERNS[refset.profile]
    if file.pattern != pattern:
        problem = (
            f"is of pattern {file.pattern}; this map is of {pattern}, and needs another folder"
        )
        raise InputError(problem, file=file.base)
    table = read_rf2_table(package, file.name, columns=(*COLUMNS, own))
    for column in ("refsetId", "referencedComponentId", "correlationId"):
        check_sctids(table, column, Component.CONCEPT)
    rows: dict[str, Row] = {}
    for number, row in enumerate(table.rows.to_pylist()):
        if row["refsetId"] != refset.id:
            what = f"is {row['refsetId']}; this map's is {refset.id}, and needs another folder"
            raise table.problem(number, "refsetId", what)
        for column in ("mapGroup", "mapPriority", *((BLOCK,) if own == BLOCK else ())):
            if not (row[column].isascii() and row[column].isdecimal()):
                what = f"'{row[column]}' is not a whole number from 1"
                raise table.problem(number, column, what)
        if row["id"] in rows:
            raise table.problem(number, "id", f"'{row['id']}' stands twice in the file")
        rows[row["id"]] = row
    return Previous(date=file.date or "", headings=tuple(table.rows.column_names), rows=rows)
