"""What a graph or map was read from, as one sha256.

The digest is of contents, never of archives: the same table gives the same digest out of a folder
and out of the publisher's zip, whose own bytes change with every packing.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

__all__ = ["combined", "crc32_of_file", "of_bytes", "of_file", "of_files"]

_CHUNK: Final = 1 << 20


def of_bytes(data: bytes) -> str:
    """Give the sha256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def of_file(path: Path) -> str:
    """Give the sha256 of a file, read a mebibyte at a time."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def crc32_of_file(path: Path) -> int:
    """Give the CRC-32 of a file: for damage by chance, where a sha256 would take too long."""
    value = 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            value = zlib.crc32(chunk, value)
    return value


def combined(digests: Mapping[str, str]) -> str:
    """Give one sha256 for several named ones, whatever their order.

    One alone is given back as it is, so that a release of one file has that file's digest.

    Examples
    --------
    >>> combined({"b": "22", "a": "11"}) == combined({"a": "11", "b": "22"})
    True
    >>> combined({"a": "11"})
    '11'
    """
    if len(digests) == 1:
        return next(iter(digests.values()))
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    return of_bytes(lines.encode())


def of_files(contents: Mapping[str, bytes]) -> str:
    """Give one sha256 for the files used, by their names without folders."""
    return combined({name: of_bytes(data) for name, data in contents.items()})
