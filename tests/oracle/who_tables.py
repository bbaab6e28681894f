"""Read the published files for the oracle, as plainly as they can be read.

The trap is that the tables' headers do not match their rows, so every column is taken by its
place in the data. Nothing here comes from ``workbench``: that is the point of an oracle.

Source: the column order of WHO's ICD-11 2024-01 tabulation and mapping tables.
"""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "Back",
    "Entity",
    "Row",
    "Tables",
    "Usage",
    "head_ranges",
    "read_tables",
    "read_usage",
    "uri_tail",
]

NO_MAPPING = "No Mapping"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One line of the tabulation: ``kind`` as printed, ``code`` or block id or URI tail."""

    kind: str
    code: str
    chapter: str
    leaf: bool
    residual: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a 10-to-11 table; ``uri`` is None for a stated no-mapping."""

    title: str
    target_kind: str
    foundation: str
    uri: str | None
    expression: str
    chapter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """What the 11-to-10 table answers for one URI."""

    code: str
    chapter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """The lines of one year; ``start`` is the first day of the financial year."""

    start: str
    rows: list[tuple[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Everything published, keyed by ICD-10 code or by the tail of an ICD-11 URI.

    Attributes
    ----------
    one, many, equivalent
        Categories only: the One row, the Multiple rows, and what the Foundation table says.
    back
        The 11-to-10 answers.
    by_tail, by_code
        The tabulation.
    blocks
        ``(first, last)`` three-character codes of the flat blocks.
    """

    one: dict[str, Row]
    many: dict[str, list[Row]]
    equivalent: dict[str, str]
    back: dict[str, Back]
    by_tail: dict[str, Entity]
    by_code: dict[str, Entity]
    blocks: list[tuple[str, str]]


def uri_tail(uri: str) -> str:
    """Give what follows ``/mms/``: the same in both spellings of a linearization URI."""
    return uri.split("/mms/")[1]


def _lines(path: Path) -> list[list[str]]:
    text = path.read_text(encoding="utf-8-sig")
    return [line.split("\t") for line in text.splitlines() if line][1:]


def _row(fields: list[str]) -> Row:
    has_target = fields[7] != NO_MAPPING
    return Row(
        title=fields[4],
        target_kind=fields[5],
        foundation=fields[7],
        uri=uri_tail(fields[8]) if has_target else None,
        expression=fields[9],
        chapter=fields[10],
    )


def _is_category(fields: list[str]) -> bool:
    return fields[0].lower() in {"category", "modifiedcategory"}


def _one(path: Path) -> dict[str, Row]:
    return {fields[2]: _row(fields) for fields in _lines(path) if _is_category(fields)}


def _many(path: Path) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for fields in _lines(path):
        row = _row(fields)
        if _is_category(fields) and row.uri is not None:
            found.setdefault(fields[2], []).append(row)
    return found


def _equivalent(path: Path) -> dict[str, str]:
    return {fields[2]: fields[7] for fields in _lines(path) if _is_category(fields)}


def _back(path: Path) -> dict[str, Back]:
    return {
        uri_tail(fields[0]): Back(code=fields[4], chapter=fields[5])
        for fields in _lines(path)
        if fields[4] != NO_MAPPING
    }


def _residual(uri: str) -> str:
    last = uri.rsplit("/", 1)[1]
    return last if last in {"other", "unspecified"} else "no"


def _entity(fields: list[str]) -> Entity:
    kind = fields[5]
    code = {"category": fields[2], "block": fields[3], "chapter": fields[8]}[kind]
    return Entity(
        kind=kind,
        code=code or uri_tail(fields[1]),
        chapter=fields[8],
        leaf=fields[10] == "True",
        residual=_residual(fields[1]),
    )


def _tabulation(path: Path) -> dict[str, Entity]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))[1:]
    return {uri_tail(fields[1]): _entity(fields) for fields in rows}


def head_ranges(path: Path) -> list[tuple[str, str]]:
    """Read the first and last category of each flat ICD-10 block."""
    text = path.read_text(encoding="utf-8-sig")
    return [(line.split(";")[0], line.split(";")[1]) for line in text.splitlines() if line]


def read_tables(data: Path) -> Tables:
    """Read all that is published under the data folder."""
    eleven = data / "icd11-2024-01"
    by_tail = _tabulation(eleven / "SimpleTabulation-ICD-11-MMS-en.txt")
    return Tables(
        one=_one(eleven / "10To11MapToOneCategory.txt"),
        many=_many(eleven / "10To11MapToMultipleCategories.txt"),
        equivalent=_equivalent(eleven / "foundation_10To11MapToOneCategory.txt"),
        back=_back(eleven / "11To10MapToOneCategory.txt"),
        by_tail=by_tail,
        by_code={entity.code: entity for entity in by_tail.values() if entity.kind == "category"},
        blocks=head_ranges(data / "icd10" / "icd102019syst_groups.txt"),
    )


def read_usage(data: Path, year: str) -> Usage:
    """Read one year's lines: the code as written, and its activity."""
    with gzip.open(data / "usage" / "icd10_usage.csv.gz", "rt", encoding="utf-8-sig") as file:
        rows = [(row[2], int(row[4])) for row in csv.reader(file) if row[0] == year]
    return Usage(start=year, rows=rows)
