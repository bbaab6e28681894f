"""What a zip may hold before anything in it is read.

The trap: `zipfile` mends names quietly (it cuts them at a NUL and turns the system's separator
into ``/``), so it is the name as written that is checked.

Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.4.4, 4.4.15 and 4.4.17.
"""

from __future__ import annotations

import lzma
import re
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

from workbench.errors import InputError

__all__ = ["DEFAULT_LIMITS", "Limits", "checked_members", "open_member", "read_member"]

_MIB: Final = 1 << 20
_ENCRYPTED: Final = 0x1
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_JUNK: Final = ("__MACOSX", ".DS_Store")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a package is believed.

    Attributes
    ----------
    members
        Files in a folder or zip.
    member_bytes
        Bytes of one file, uncompressed. The largest file of a SNOMED CT release stays below 1 GiB.
    total_bytes
        Bytes of all members of a zip together, uncompressed.
    ratio
        Uncompressed over compressed size of a member above `ratio_from` bytes. Text tables reach
        about 25, a bomb 1,000.
    ratio_from
        Uncompressed size in bytes above which `ratio` is looked at.
    """

    members: int = 10_000
    member_bytes: int = 2048 * _MIB
    total_bytes: int = 32 * 1024 * _MIB
    ratio: int = 200
    ratio_from: int = _MIB


#: The limits unless the caller says others.
DEFAULT_LIMITS: Final = Limits()

_UNPACKING: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError)


def checked_members(path: Path, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    """Give the files of a zip by name, after refusing whatever is not plain.

    Raises
    ------
    InputError
        Naming the first member that climbs out, is a link, encrypted, twice there or too large.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        problem = f"cannot be read as a zip ({error}); it may be cut short"
        raise InputError(problem, file=path.name) from error
    if len(infos) > limits.members:
        problem = f"holds {len(infos):,} members, more than the {limits.members:,} read at most"
        raise InputError(problem, file=path.name)
    for info in infos:
        fault = _fault(info, limits)
        if fault:
            problem = f"member '{_printable(info.orig_filename)}' {fault}; nothing was read"
            raise InputError(problem, file=path.name)
    _check_total(path, infos, limits)
    return _by_name(path, infos)


def read_member(path: Path, info: zipfile.ZipInfo, size: int | None) -> bytes:
    """Give the content of a member, or its first `size` bytes.

    Raises
    ------
    InputError
        If its bytes do not fit its checksum, or its compression is unknown.
    """
    try:
        with zipfile.ZipFile(path) as archive, archive.open(info) as stream:
            return stream.read(info.file_size if size is None else size)
    except (*_UNPACKING, EOFError, OSError, NotImplementedError) as error:
        problem = f"member '{info.filename}' cannot be unpacked ({error}); the zip looks damaged"
        raise InputError(problem, file=path.name) from error


@contextmanager
def open_member(path: Path, info: zipfile.ZipInfo) -> Iterator[BinaryIO]:
    """Open a member to read it bit by bit.

    Raises
    ------
    InputError
        If its bytes do not fit its checksum, or its compression is unknown.
    """
    try:
        with zipfile.ZipFile(path) as archive, archive.open(info) as stream:
            yield cast("BinaryIO", stream)
    except (*_UNPACKING, EOFError, OSError, NotImplementedError) as error:
        problem = f"member '{info.filename}' cannot be unpacked ({error}); the zip looks damaged"
        raise InputError(problem, file=path.name) from error


def _fault(info: zipfile.ZipInfo, limits: Limits) -> str | None:
    """Say what is wrong with a member, or None."""
    return _name_fault(info.orig_filename) or _kind_fault(info) or _size_fault(info, limits)


def _name_fault(name: str) -> str | None:
    if _CONTROL.search(name):
        return "has a control character in its name"
    if "\\" in name:
        return "has a backslash in its name; the names in a zip use '/'"
    if _DRIVE.match(name):
        return "names a drive"
    if name.startswith("/"):
        return "has an absolute path"
    if ".." in name.split("/"):
        return "climbs out of its folder"
    return None


def _kind_fault(info: zipfile.ZipInfo) -> str | None:
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted; unpack it first"
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "is a link"
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return "is neither a file nor a folder"
    return None


def _size_fault(info: zipfile.ZipInfo, limits: Limits) -> str | None:
    if info.file_size > limits.member_bytes:
        return f"unpacks to {info.file_size:,} bytes, more than {limits.member_bytes:,}"
    if info.file_size > limits.ratio_from:
        ratio = info.file_size / max(info.compress_size, 1)
        if ratio > limits.ratio:
            return f"unpacks to {ratio:,.0f} times its size, more than {limits.ratio} times"
    return None


def _check_total(path: Path, infos: Iterable[zipfile.ZipInfo], limits: Limits) -> None:
    total = sum(info.file_size for info in infos)
    if total > limits.total_bytes:
        problem = f"unpacks to {total:,} bytes, more than {limits.total_bytes:,}; nothing was read"
        raise InputError(problem, file=path.name)


def _by_name(path: Path, infos: Iterable[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        if info.is_dir() or any(part in _JUNK for part in info.filename.split("/")):
            continue
        if info.filename in members:
            problem = f"member '{info.filename}' is in it twice; nothing was read"
            raise InputError(problem, file=path.name)
        members[info.filename] = info
    return members


def _printable(name: str) -> str:
    return _CONTROL.sub("?", name)
