"""Invented tables as Snap2SNOMED and Usagi write them, and workbooks typed cell by cell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xlsxwriter import Workbook

from tests.io.samples import laid_out
from workbench.io.reading import MapRead, read_map

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["SNAP2SNOMED", "USAGI", "USAGI_REVIEW", "read_text", "rows_of", "typed"]

#: MapViewService.getExportHeader: a byte order mark, and an additional column of the source's.
SNAP2SNOMED: Final = (
    "\ufeffSource code,Source display,Ward,Target code,Target display,Relationship type code,"
    "Relationship type display,No map flag,Status,Notes\r\n"
    "F1,Fever,7,386661006,Fever,TARGET_EQUIVALENT,Target is equivalent to source,false,"
    "ACCEPTED,\r\n"
    "F2,Marsh fever,7,386661006,Fever,TARGET_BROADER,Target is broader than source,false,INREVIEW,"
    '"a, b"\r\n'
    "F3,Cold,,386661006,Fever,TARGET_NARROWER,Target is narrower than source,false,DRAFT,\r\n"
    "F4,Chill,,386661006,Fever,TARGET_INEXACT,Target is an inexact match to source,,MAPPED,\r\n"
    "F5,Nothing,,,,,,true,MAPPED,\r\n"
    "F6,Later,,,,,,false,UNMAPPED,\r\n"
)
_USAGI_HEAD: Final = "sourceCode,sourceName,sourceFrequency,sourceAutoAssignedConceptIds,"
#: WriteCodeMappingsToFile: what Usagi saves; ``conceptId`` is OMOP's.
USAGI: Final = (
    f"{_USAGI_HEAD}ADD_INFO:ward,matchScore,mappingStatus,statusSetBy,statusSetOn,conceptId,"
    "mappingType,comment,createdBy,createdOn,equivalence,assignedReviewer\n"
    "F1,Fever,120,,7,0.9,APPROVED,ann,1767225600000,437663,MAPS_TO,sure,bob,1767139200000,EQUAL,\n"
    "F2,Marsh fever,3,,7,0.4,UNCHECKED,,0,437663,MAPS_TO,,auto,0,WIDER,cid\n"
    "F3,Cold,1,,,0.4,FLAGGED,ann,1767225600000,437663,MAPS_TO,,bob,0,EQUIVALENT,\n"
    "F4,Chill,1,,,0.4,APPROVED,ann,1767225600000,437663,MAPS_TO,,bob,0,UNMATCHED,\n"
    "F5,Nothing,1,,,0,APPROVED,ann,1767225600000,0,MAPS_TO,,,0,UNMATCHED,\n"
    "F6,Later,1,,,0,UNCHECKED,,0,0,MAPS_TO,,,0,UNREVIEWED,\n"
)
#: ExportForReviewAction: the same with the code of the target.
USAGI_REVIEW: Final = (
    f"{_USAGI_HEAD}matchScore,mappingStatus,targetConceptId,targetConceptName,targetVocabularyId,"
    "targetConceptCode\n"
    "F1,Fever,120,,0.9,APPROVED,437663,Fever,SNOMED,386661006\n"
)


def read_text(
    folder: Path, text: str, *, kind: str | None = None, columns: dict[str, str] | None = None
) -> MapRead:
    """Read a table of text."""
    return read_map(laid_out(folder, {"map.csv": text}) / "map.csv", kind=kind, columns=columns)


def rows_of(read: MapRead, *names: str) -> list[tuple[Any, ...]]:
    """Give some columns of each row."""
    return list(zip(*(read.table[name].to_pylist() for name in names), strict=True))


def typed(
    path: Path, rows: Sequence[Sequence[object]], *more: Callable[[Any, Any], object]
) -> Path:
    """Type a workbook: texts stay texts, numbers numbers; `more` does what a person then does."""
    with Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("map")
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, place, value)
                else:
                    sheet.write(number, place, value)
        for act in more:
            act(book, sheet)
    return path
