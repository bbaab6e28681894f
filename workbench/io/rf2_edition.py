"""What an RF2 release is called here: ``snomed/uk-20210317``, ``snomed/int-20240401``.

The trap: a UK release brings the International package along, and its own files may bear ``INT``,
so one package, file or module of the UK makes the whole release the UK's.

Source: SNOMED International, Release File Specifications, "Release Package Naming Convention" and
"Release File Naming Convention" (CountryNamespace).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from workbench.core.codes import CodeSystem, Release
from workbench.core.sctid import parse_sctid
from workbench.core.snomed import UK_NAMESPACES
from workbench.io.rf2_package import Rf2Release

__all__ = ["INTERNATIONAL", "has_british_module", "is_british", "rf2_edition"]

#: The word for the International edition in a release.
INTERNATIONAL: Final = "int"
_UK: Final = "uk"
_BRITISH: Final = re.compile(r"GB\d*")
_UK_PACKAGE: Final = re.compile(r"[xz]?SnomedCT_(?:UK|.*UnitedKingdom)", re.IGNORECASE)


def is_british(found: Rf2Release) -> bool:
    """Say whether a package or file is named as the UK's."""
    return any(map(_UK_PACKAGE.match, found.packages)) or any(
        _BRITISH.fullmatch(file.country) for file in found.files
    )


def has_british_module(modules: Iterable[str]) -> bool:
    """Say whether one of some modules is of a namespace of the UK's."""
    return any(parse_sctid(module).namespace in UK_NAMESPACES for module in modules)


def rf2_edition(found: Rf2Release, *, british: bool) -> Release | None:
    """Name a release by its edition and date; None where no name bears a date.

    Parameters
    ----------
    found
        Its Snapshot files.
    british
        Whether it is the UK's; else the first country its files are named with, or International.
    """
    if found.date is None:
        return None
    edition = _UK if british else _country(found)
    return Release(system=CodeSystem.SNOMED, edition=f"{edition}-{found.date}")


def _country(found: Rf2Release) -> str:
    countries = {file.country.lower() for file in found.files} - {"", INTERNATIONAL}
    return min(countries)[:2] if countries else INTERNATIONAL
