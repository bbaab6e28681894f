"""Which files of an RF2 release are there, and which of them count.

Files are known by their names, wherever they lie: a package's own folder, its zip, or a folder or
zip with several packages side by side. Only the Snapshot is read. Full holds every state of every
row and Delta only what changed, so either read for a Snapshot would be wrong without looking so;
beside a Snapshot they are passed over, alone they are refused. The trap: the UK history
substitution table is no RF2 file and lies in a package of its own, beside the release.

Source: SNOMED International, Release File Specifications, "Release File Naming Convention".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from workbench.errors import InputError
from workbench.io.package import Package

__all__ = [
    "ReleaseType",
    "Rf2File",
    "Rf2Release",
    "find_rf2",
    "is_rf2_name",
    "package_root",
    "rf2_file",
]

_NAME: Final = re.compile(
    r"[xz]?(?P<family>sct|der)2_(?P<content>[A-Za-z]+)_(?P<summary>[A-Za-z0-9]*?)"
    r"(?P<type>Full|Snapshot|Delta)(?:-(?P<language>[A-Za-z]+(?:-[A-Za-z0-9]+)*))?"
    r"(?:_(?P<country>[A-Za-z]{2,3}[0-9]*))?(?:_(?P<date>[0-9]{8})[^_]*)?\.txt",
    re.IGNORECASE,
)
_PACKAGE: Final = re.compile(
    r"[xz]?(?P<stem>SnomedCT_.+?)_(?P<date>[0-9]{8})(?:T?[0-9]{6}Z?)?(?:\.zip)?", re.IGNORECASE
)
_REFSET: Final = re.compile(r"(?P<pattern>[cis]*)Refset", re.IGNORECASE)


class ReleaseType(StrEnum):
    """Which of the three forms of a release a file belongs to."""

    FULL = "full"
    SNAPSHOT = "snapshot"
    DELTA = "delta"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rf2File:
    """One RF2 file, by what its name says.

    Attributes
    ----------
    name
        Its name in the package, with folders.
    content
        ``Concept``, ``Description``, ``Relationship``, …; ``Refset`` of every reference set.
    pattern
        The extra columns of a reference set, a letter each (``""`` simple, ``c``, ``iissscc``);
        None where it is no reference set.
    summary
        What it is of, as its author put it (``LanguageUKCL``); may be empty.
    type
        Full, Snapshot or Delta.
    country
        ``INT``, ``GB1000000``, …; empty where its name does not say.
    date
        YYYYMMDD; None where its name does not say.
    package
        The folder ``SnomedCT_…`` it lies in; else what was given.
    """

    name: str
    content: str
    pattern: str | None
    summary: str
    type: ReleaseType
    country: str
    date: str | None
    package: str

    @property
    def base(self) -> str:
        """Its name without folders."""
        return self.name.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rf2Release:
    """The Snapshot files of one release.

    Attributes
    ----------
    package
        Where they lie.
    files
        Sorted by name.
    """

    package: Package
    files: tuple[Rf2File, ...]

    @property
    def packages(self) -> tuple[str, ...]:
        """The names of the packages side by side, sorted."""
        return tuple(sorted({file.package for file in self.files}))

    @property
    def date(self) -> str | None:
        """YYYYMMDD, the latest its packages' names say, else the latest its files' do, or None."""
        named = [found["date"] for name in self.packages if (found := _PACKAGE.fullmatch(name))]
        return max(named, default=max((file.date or "" for file in self.files), default="")) or None

    def tables(self, content: str) -> tuple[Rf2File, ...]:
        """Give the files of a content: ``Concept``, ``Description``, ``Relationship``, …."""
        return tuple(file for file in self.files if file.content.lower() == content.lower())

    def refsets(self, pattern: str) -> tuple[Rf2File, ...]:
        """Give the reference sets of a pattern: ``""`` simple, ``c``, ``iissscc``, ``iisssci``."""
        return tuple(file for file in self.files if file.pattern == pattern)


def is_rf2_name(name: str) -> bool:
    """Say whether a file's name, with or without folders, is that of an RF2 file.

    Examples
    --------
    >>> is_rf2_name("Snapshot/Terminology/sct2_Concept_UKCLSnapshot_GB1000000_20210317.txt")
    True
    >>> is_rf2_name("concepts.csv")
    False
    """
    return _NAME.fullmatch(name.rpartition("/")[2]) is not None


def rf2_file(name: str, *, given: str) -> Rf2File | None:
    """Give what a file's name says, or None where it is no RF2 file.

    Parameters
    ----------
    name
        With the folders of its package.
    given
        What the package is called where no folder of `name` says it.
    """
    *folders, base = name.split("/")
    found = _NAME.fullmatch(base)
    if found is None:
        return None
    refset = _REFSET.fullmatch(found["content"])
    named = [folder for folder in folders if _PACKAGE.fullmatch(folder)]
    return Rf2File(
        name=name,
        content="Refset" if refset else found["content"],
        pattern=refset["pattern"].lower() if refset else None,
        summary=found["summary"],
        type=ReleaseType(found["type"].lower()),
        country=(found["country"] or "").upper(),
        date=found["date"],
        package=named[-1] if named else given,
    )


def find_rf2(package: Package) -> Rf2Release:
    """Find the Snapshot files of a release.

    Parameters
    ----------
    package
        A release's folder or zip, one that holds several packages, or a single RF2 file.

    Raises
    ------
    InputError
        If no file is an RF2 file, a package has Full or Delta without Snapshot, or two releases of
        one package lie side by side.
    """
    given = _given(package)
    every = [rf2_file(name, given=given) for name in package.names()]
    files = [file for file in every if file is not None]
    if not files:
        problem = (
            "holds no RF2 file; expected a release's folder or zip, with files such as "
            "sct2_Concept_Snapshot_INT_20240401.txt"
        )
        raise InputError(problem, file=package.display)
    _check_types(files)
    _check_once(files, package)
    kept = tuple(file for file in files if file.type is ReleaseType.SNAPSHOT)
    return Rf2Release(package=package, files=kept)


def package_root(package: Package) -> Path:
    """Give the folder of a package of which a part was given, else what was given."""
    path = package.path
    return next((at for at in (path, *path.parents) if _PACKAGE.fullmatch(at.name)), path)


def _given(package: Package) -> str:
    """Give the name of what was given, a zip's like that of the folder in it."""
    name = package_root(package).name
    return name[: -len(".zip")] if name.lower().endswith(".zip") else name


def _check_types(files: Sequence[Rf2File]) -> None:
    """Refuse a package whose Full or Delta would have to stand in for a Snapshot."""
    for name in sorted({file.package for file in files}):
        types = {file.type for file in files if file.package == name}
        if ReleaseType.SNAPSHOT in types:
            continue
        there = " and ".join(sorted(kind.capitalize() for kind in types))
        why = {
            ReleaseType.FULL: "Full holds every past state of a row",
            ReleaseType.DELTA: "Delta holds only the rows that changed",
        }
        reasons = ", ".join(why[kind] for kind in sorted(types))
        problem = f"holds {there} files only ({reasons}); its Snapshot files are needed"
        raise InputError(problem, file=name)


def _check_once(files: Sequence[Rf2File], package: Package) -> None:
    """Refuse two releases of one package, whose rows would be mixed."""
    dates: dict[str, set[str]] = {}
    for name in {file.package for file in files}:
        found = _PACKAGE.fullmatch(name)
        if found is not None:
            dates.setdefault(found["stem"].lower(), set()).add(name)
    for names in dates.values():
        if len(names) > 1:
            problem = f"holds two releases of one package, {' and '.join(sorted(names))}; give one"
            raise InputError(problem, file=package.display)
