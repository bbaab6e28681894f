"""Invented map reference sets in both patterns of RF2; no row is a copy of a real one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tests.io.rf2_samples import CORE, DATE, INTERNATIONAL, UK, description, file, table
from workbench.core.snomed import FSN

__all__ = [
    "INT_FILE",
    "INT_ICD10",
    "OPCS_410",
    "UK_FILE",
    "UK_ICD10",
    "UNSPECIFIED",
    "described",
    "int_map",
    "int_row",
    "uk_map",
    "uk_row",
]

INT_ICD10: Final = "447562003"
UK_ICD10: Final = "999002271000000101"
OPCS_410: Final = "1382401000000109"
_MAP_MODULE: Final = "999000031000000106"

_PLACE: Final = "Snapshot/Refset/Map/der2"
INT_FILE: Final = f"{INTERNATIONAL}/{_PLACE}_iisssccRefset_ExtendedMapSnapshot_INT_{DATE}.txt"
UK_FILE: Final = f"{UK}/{_PLACE}_iisssciRefset_ExtendedMapUKCLSnapshot_GB1000000_{DATE}.txt"

_HEADINGS: Final = (
    *("id", "effectiveTime", "active", "moduleId", "refsetId", "referencedComponentId"),
    *("mapGroup", "mapPriority", "mapRule", "mapAdvice", "mapTarget", "correlationId"),
)
UNSPECIFIED: Final = "447561005"
_CLASSIFIED: Final = "447637006"


def uk_row(
    item: int,
    source: str,
    target: str,
    *,
    group: int | str = 1,
    priority: int | str = 1,
    block: int | str = 1,
    advice: str = "",
    refset: str = UK_ICD10,
    active: int = 1,
    date: str = DATE,
) -> str:
    """Give a row of a UK map file."""
    uuid = f"00000000-0000-4000-9000-{item:012d}"
    first = (uuid, date, str(active), _MAP_MODULE, refset, source, str(group), str(priority))
    return "\t".join((*first, "", advice, target, UNSPECIFIED, str(block)))


def int_row(
    item: int,
    source: str,
    target: str,
    *,
    group: int = 1,
    priority: int = 1,
    rule: str = "TRUE",
    advice: str = "",
    category: str = _CLASSIFIED,
    active: int = 1,
    refset: str = INT_ICD10,
) -> str:
    """Give a row of an International map file."""
    uuid = f"00000000-0000-4000-a000-{item:012d}"
    first = (uuid, DATE, str(active), CORE, refset, source, str(group), str(priority))
    return "\t".join((*first, rule, advice, target, UNSPECIFIED, category))


def uk_map(rows: Iterable[str], *more: str) -> dict[str, str]:
    """Give a UK map file with its rows; `more` are headings behind its own."""
    return {UK_FILE: _table((*_HEADINGS, "mapBlock", *more), rows)}


def int_map(rows: Iterable[str]) -> dict[str, str]:
    """Give an International map file with its rows."""
    return {INT_FILE: _table((*_HEADINGS, "mapCategoryId"), rows)}


def described(*pairs: tuple[str, str]) -> dict[str, str]:
    """Give a file of fully specified names, by id of a reference set."""
    rows = [description(900 + n, i, said, kind=FSN) for n, (i, said) in enumerate(pairs)]
    return {file("Description", UK): table("Description", rows)}


def _table(headings: Iterable[str], rows: Iterable[str]) -> str:
    return "".join(f"{line}\r\n" for line in ("\t".join(headings), *rows))
