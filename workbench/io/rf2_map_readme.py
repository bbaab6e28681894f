"""The README of a map published in RF2: whose it is not, and what its two sides are.

RF2 names no release of either side in its files; the lines before the words do, so that a map read
again is of the releases it was of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.core.codes import Release, parse_release
from workbench.errors import InputError
from workbench.io.tables import read_comments

if TYPE_CHECKING:
    from workbench.io.package import Package
    from workbench.io.rf2_map_cells import Refset
    from workbench.mapping.map_set import MapSet

__all__ = ["README", "is_ours", "readme", "stated_releases"]

#: The name of the file, at the top of the folder.
README: Final = "README.txt"
_KEY: Final = "publication"
_WHAT: Final = "map reference set of the terminology workbench"


def readme(maps: MapSet, refset: Refset) -> str:
    """Give the text for a map; the same map always gives the same."""
    lines = [f"# {_KEY}: {_WHAT}"]
    for side, release in (("source", maps.source), ("target", maps.target)):
        if release is not None:
            lines.append(f"# {side}: {release}")
    return "\n".join([*lines, "", _words(maps, refset)])


def _words(maps: MapSet, refset: Refset) -> str:
    return f"""Map {maps.name}, from {maps.source or "SNOMED CT"} to {maps.target or "codes"}.
Reference set {refset.id}, the rows of profile {refset.profile}.

This is not a release of SNOMED International, of a national release centre or of any other
publisher. Rows that were read from a publisher's release bear its identifiers as they were read,
also where they have been changed since; that does not make them the publisher's. Before this is
given to others, rows of your own need a module, and the map a reference set, with identifiers of a
namespace of your own: ids with the namespace 9999999 are placeholders. What the licences of SNOMED
CT and of the classification allow is for you to see to.

Snapshot holds the latest state of every row, Delta what the last publication changed. To publish
again, write to this folder: what stands in Snapshot keeps its ids and, where unchanged, its dates.
"""


def is_ours(package: Package) -> bool:
    """Say whether a package is a folder that such a README stands in."""
    return _said(package).get(_KEY) == _WHAT


def stated_releases(package: Package) -> tuple[Release | None, Release | None]:
    """Give the releases of source and target that such a README states; None where it does not.

    Raises
    ------
    InputError
        If what it states is no release.
    """
    said = _said(package)
    if said.get(_KEY) != _WHAT:
        return None, None
    try:
        source, target = (
            parse_release(said[side]) if side in said else None for side in ("source", "target")
        )
    except InputError as error:
        raise InputError(error.problem, file=README) from error
    return source, target


def _said(package: Package) -> dict[str, str]:
    if README not in package.names():
        return {}
    try:
        return read_comments(package.read(README), file=README)
    except InputError:
        return {}  # another's README may be anything
