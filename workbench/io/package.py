"""A release as it lies on disk: one file, a folder, or the publisher's zip.

A zip comes from somewhere else and is treated so: a member that would climb out of its folder, a
link, a password, a bomb is refused before anything is read, and nothing is ever unpacked to disk.

Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.4.4 (encryption bit), 4.4.15 (attributes) and
4.4.17 (names use forward slashes and no drive).
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final

from workbench.errors import InputError
from workbench.io.zips import DEFAULT_LIMITS, Limits, checked_members, open_member, read_member

__all__ = ["DEFAULT_LIMITS", "Form", "Limits", "Package", "open_package"]

_ZIP_MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ZIP: Final = ".zip"
_OFFICE: Final = "[Content_Types].xml"


class Form(StrEnum):
    """What a package is on disk."""

    FILE = "file"
    FOLDER = "folder"
    ZIP = "zip"


#: A file in a zip: which zip, and what its directory says of it.
_Member = tuple[Path, zipfile.ZipInfo]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The files of one release, by name.

    Attributes
    ----------
    path
        Where it is, absolute.
    form
        A file, a folder or a zip.
    limits
        How much is read at most.
    """

    path: Path
    form: Form
    limits: Limits = DEFAULT_LIMITS
    _names: tuple[str, ...] = field(repr=False)
    _members: Mapping[str, _Member] = field(repr=False)

    @property
    def display(self) -> str:
        """The name of the package without its folders."""
        return self.path.name

    def names(self) -> tuple[str, ...]:
        """Give the names of its files, with ``/`` between folders, sorted.

        A package that is one file holds that one; what lies beside it is found by `sibling`.
        """
        return self._names

    def zips(self) -> tuple[str, ...]:
        """Give the names of the zips among its files, whose own files `names` does not tell."""
        return tuple(name for name in self._names if name.lower().endswith(_ZIP))

    def with_zip(self, name: str, opened: Package) -> Package:
        """Give this folder with one of its zips, opened, as if it lay there unpacked."""
        folder = name[: -len(_ZIP)]
        members = {f"{folder}/{inner}": member for inner, member in opened._members.items()}
        return replace(
            self,
            _names=tuple(sorted({*self._names, *members} - {name})),
            _members={**self._members, **members},
        )

    def sibling(self, name: str, other: str) -> str:
        """Give the name that a file called `other` has where it lies beside `name`."""
        folder, slash, _ = name.rpartition("/")
        return f"{folder}{slash}{other}"

    def holds(self, name: str) -> bool:
        """Say whether there is a file of exactly this name in the package, or beside its file."""
        if self.form is Form.FILE:
            return "/" not in name and (self.path.parent / name).is_file()
        return name in self._names

    def read(self, name: str) -> bytes:
        """Give the whole content of a file.

        Raises
        ------
        InputError
            If there is none of that name, it cannot be read, or it is larger than the limit.
        """
        return self._read(name, None)

    def head(self, name: str, size: int) -> bytes:
        """Give the first `size` bytes of a file, or all of a shorter one."""
        return self._read(name, size)

    @contextmanager
    def stream(self, name: str) -> Iterator[BinaryIO]:
        """Open a file to read it bit by bit, where the whole would be too much at once.

        Raises
        ------
        InputError
            If there is none of that name, it cannot be read, or it is larger than the limit.
        """
        self._must_hold(name)
        if name in self._members:
            with open_member(*self._members[name]) as stream:
                yield stream
            return
        folder = self.path if self.form is Form.FOLDER else self.path.parent
        path = folder / name
        _refuse_too_large(path, self.limits)
        try:
            with path.open("rb") as stream:
                yield stream
        except OSError as error:
            problem = f"cannot be read: {error.strerror}"
            raise InputError(problem, file=path.name) from error

    def _must_hold(self, name: str) -> None:
        if not self.holds(name):
            problem = f"there is no file '{name}' in it"
            raise InputError(problem, file=self.display)

    def _read(self, name: str, size: int | None) -> bytes:
        self._must_hold(name)
        if name in self._members:
            return read_member(*self._members[name], size)
        folder = self.path if self.form is Form.FOLDER else self.path.parent
        return _read_file(folder / name, size, self.limits)


def open_package(path: str | Path, *, limits: Limits = DEFAULT_LIMITS) -> Package:
    """Open a file, a folder or a zip.

    Raises
    ------
    InputError
        If there is nothing at `path`, or the zip is damaged or hostile.
    """
    where = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow the user's links
    if where.is_dir():
        names = _folder_names(where, limits)
        return Package(path=where, form=Form.FOLDER, limits=limits, _names=names, _members={})
    if not where.is_file():
        problem = "there is no such file or folder"
        raise InputError(problem, file=str(path))
    if _looks_like_zip(where):
        members = checked_members(where, limits)
        if _OFFICE in members:
            problem = "is an Excel or other Office file, not a text table; save it as text"
            raise InputError(problem, file=where.name)
        return Package(
            path=where,
            form=Form.ZIP,
            limits=limits,
            _names=tuple(sorted(members)),
            _members={name: (where, info) for name, info in members.items()},
        )
    return Package(path=where, form=Form.FILE, limits=limits, _names=(where.name,), _members={})


def _looks_like_zip(path: Path) -> bool:
    magic = _read_file(path, 4, DEFAULT_LIMITS)
    if magic in _ZIP_MAGIC:
        return True
    if path.suffix.lower() == _ZIP:
        problem = "is named a zip but does not begin like one"
        raise InputError(problem, file=path.name)
    return False


def _read_file(path: Path, size: int | None, limits: Limits) -> bytes:
    try:
        if size is None:
            _refuse_too_large(path, limits)
        with path.open("rb") as stream:
            return stream.read(-1 if size is None else size)
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise InputError(problem, file=path.name) from error


def _refuse_too_large(path: Path, limits: Limits) -> None:
    if path.stat().st_size > limits.member_bytes:
        problem = f"is larger than the {limits.member_bytes:,} bytes read at most"
        raise InputError(problem, file=path.name)


def _folder_names(folder: Path, limits: Limits) -> tuple[str, ...]:
    """Give the files below a folder; hidden ones and links to folders are left out."""
    names: list[str] = []
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        relative = Path(here).relative_to(folder)
        names += [
            (relative / name).as_posix()
            for name in files
            if not name.startswith(".") and (Path(here) / name).is_file()  # no pipe, no dead link
        ]
        if len(names) > limits.members:
            problem = f"holds more than {limits.members:,} files; give the release's own folder"
            raise InputError(problem, file=folder.name)
    return tuple(sorted(names))
