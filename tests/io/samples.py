"""Invented releases, a few rows each, in the publishers' forms; no row is a copy of a real one."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

CODES_FILE: Final = "icd101999syst_codes.txt"
BLOCKS_FILE: Final = "icd101999syst_groups.txt"
CHAPTERS_FILE: Final = "icd101999syst_chapters.txt"

CHAPTERS: Final = "01;Invented infections\r\n09;Invented hearts\r\n"
BLOCKS: Final = "A00;A09;01;Gut fevers\r\nB99;B99;01;Odd fevers\r\nI20;I25;09;Heart pains\r\n"

#: level; terminal; listed; chapter; block; printed; dotted; undotted; title
CODE_ROWS: Final = (
    "3;N;X;01;A00;A00.-;A00;A00;Marsh fever",
    "4;T;X;01;A00;A00.0;A00.0;A000;Marsh fever of spring",
    "4;N;X;01;A00;A00.1-;A00.1;A001;Marsh fever of autumn",
    "5;T;S;01;A00;A00.10;A00.10;A0010;Marsh fever of autumn, early",
    "3;T;X;01;A00;A05*;A05;A05;Fever in diseases told elsewhere",
    "3;T;X;01;B99;B99;B99;B99;Fever of another kind",
    "3;N;X;09;I20;I21.-*;I21;I21;Heart pain in diseases told elsewhere",
    "4;T;X;09;I20;I21.0*;I21.0;I210;Heart pain of the front",
)


def codes(rows: Sequence[str] = CODE_ROWS) -> str:
    """Give a table of codes from rows of its first nine fields."""
    return "".join(f"{row};;;;001;4-001;3-001;2-001;1-001\r\n" for row in rows)


def icd10_files() -> dict[str, str]:
    """Give the three tables of the invented ICD-10 by name."""
    return {CODES_FILE: codes(), BLOCKS_FILE: BLOCKS, CHAPTERS_FILE: CHAPTERS}


TABULATION_FILE: Final = "SimpleTabulation-ICD-11-MMS-en.txt"
TABULATION_HEADER: Final = (
    "\ufeffFoundation URI\tLinearization URI\tCode\tBlockId\tTitle\tClassKind\tDepthInKind\t"
    "IsResidual\tChapterNo\tBrowserLink\tisLeaf\tPrimary tabulation\tGrouping1\tGrouping2\t"
    "Grouping3\tGrouping4\tGrouping5\tVersion:2031 May 02 - 10:00 UTC\r\n"
)

#: URI tail, code, block, title, class, depth in class, residual, chapter, leaf
TABULATION_ROWS: Final = (
    "1||| Gut chapter|chapter|1|False|01|False",
    "2||BlockL1-1A0|- Fevers|block|1|False|01|False",
    "3|1A00||- - Marsh fever|category|1|False|01|False",
    "4|1A00.0||- - - Marsh - in spring|category|2|False|01|True",
    "3/other|1A00.Y||- - - Marsh fever, else|category|2|True|01|True",
    "3/unspecified|1A00.Z||- - - Marsh fever, untold|category|2|True|01|True",
    "5|||- Nameless block|block|1|False|01|False",
    "6|1E30||- - Fever - or chill|category|1|False|01|True",
    "7|1E3Y||- - Fever of the letter Y|category|1|False|01|True",
    "8|||Extensions|chapter|1|False|X|False",
    "9|XA0001||- Left marsh|category|1|False|X|True",
)


def tabulation(rows: Sequence[str] = TABULATION_ROWS) -> str:
    """Give a tabulation from the fields that say something."""
    return TABULATION_HEADER + "".join(map(_tabulation_row, rows))


def _tabulation_row(row: str) -> str:
    tail, code, block, title, kind, depth, residual, chapter, leaf = row.split("|")
    link = f'"=hyperlink(""https://example.org/{tail}"",""browser"")"'
    uri = f"http://id.who.int/icd/release/11/mms/{tail}"
    entity = "" if "/" in tail else f"http://id.who.int/icd/entity/{tail}"
    fields = (
        *(entity, uri, code, block, f'"{title.removeprefix(" ")}"', kind, depth, residual),
        *(chapter, link, leaf, "", "", "", "", "", ""),
    )
    return "\t".join(fields) + "\r\n"


ONE_FILE: Final = "10To11MapToOneCategory.txt"
MULTIPLE_FILE: Final = "10To11MapToMultipleCategories.txt"
BACK_FILE: Final = "11To10MapToOneCategory.txt"
FOUNDATION_FILE: Final = "foundation_10To11MapToOneCategory.txt"

ONE_HEADER: Final = (
    "10ClassKind\t10DepthInKind\ticd10Code\ticd10Chapter\ticd10Title\t11ClassKind\t"
    "11DepthInKind\tICD-11 FoundationURI\tLinearization (releaseURI)\ticd11Code\ticd11Chapter\t"
    "icd11Title\t2031-May-02\r\n"
)
MULTIPLE_HEADER: Final = (
    "10ClassKind\tDepth\ticd10Code\ticd10Chapter\ticd10Title\t11ClassKind\tDepth\t"
    "ICD-11 Foundation URI\tLinearization (release) URI\ticd11Code\ticd11Chapter\ticd11Title\t"
    "2031-May-02\r\n"
)
BACK_HEADER: Final = (
    "Linearization (release) URI\ticd11Code\ticd11Chapter\ticd11Title\ticd10Code\ticd10Chapter\t"
    "icd10Title\t2031-May-02\r\n"
)
FOUNDATION_HEADER: Final = (
    "10ClassKind\t10DepthInKind\ticd10Code\ticd10Chapter\ticd10Title\tICD-11 FoundationURI\t"
    "icd11Title\t2031-May-02\r\n"
)

#: class, depth, code, chapter, title | class, depth, entity, linearization, code, chapter, title
ONE_ROWS: Final = (
    "block|1|A00-A09|I|Gut fevers|block|1|2|2||01|Fevers",
    "category|1|A00|I|Marsh fever|category|1|3|3|1A00|01|Marsh fever",
    "modifiedcategory|2|A00.1|I|Autumn fever|category|1|3|3|1A00&XA0001/1E30|01|Marsh fever [left]",
    "category|1|B99|I|Odd fever|||No Mapping||||",
    "category|1|I21|IX|Heart pain|category|1|9|9|XA0001|X|Left marsh",
    "chapter|1|IX|IX|Hearts|chapter|1|1|1|01|01|Gut chapter",
)
MULTIPLE_ROWS: Final = (
    "category|1|A00|I|Marsh fever|category|2|4|4|1A00.0|01|Marsh in spring",
    "category|1|A00|I|Marsh fever|category|2|3|3/other|1A00.Y|01|Marsh fever, else",
    "category|1|I21|IX|Heart pain|block|1|2|2||01|Fevers",
    "category|1|A00|I|Marsh fever|category|1|6|6|1E30|01|Fever",
)
#: linearization, code, chapter, title | code, chapter, title
BACK_ROWS: Final = (
    "1|01|01|Gut chapter|I|I|Infections",
    "2||01|Fevers|A00-A09|I|Gut fevers",
    "4|1A00.0|01|Marsh in spring|A00.0|I|Marsh fever of spring",
    "6|1E30|01|Fever|No Mapping||",
)
#: class, depth, code, chapter, title, entity, title, relation, levels
FOUNDATION_ROWS: Final = (
    "Category|1|A00|I|Marsh fever|3|Marsh fever|Equivalent|0",
    "Category|2|A00.1|I|Autumn fever|3|Marsh fever|Subclass|-1",
    "Category|1|B99|I|Odd fever|No Mapping|||-1",
)


def one(rows: Sequence[str] = ONE_ROWS) -> str:
    """Give a table from ICD-10 to one ICD-11 category."""
    return ONE_HEADER + "".join(_to_11_row(row) for row in rows)


def multiple(rows: Sequence[str] = MULTIPLE_ROWS) -> str:
    """Give a table from ICD-10 to several ICD-11 categories."""
    return MULTIPLE_HEADER + "".join(_to_11_row(row) for row in rows)


def back(rows: Sequence[str] = BACK_ROWS) -> str:
    """Give a table from ICD-11 to ICD-10."""
    return BACK_HEADER + "".join(_filled(row, linearization=0) for row in rows)


def foundation(rows: Sequence[str] = FOUNDATION_ROWS) -> str:
    """Give a table from ICD-10 to the Foundation."""
    return FOUNDATION_HEADER + "".join(_filled(row, entity=5) for row in rows)


def _to_11_row(row: str) -> str:
    return _filled(row, entity=7, linearization=8)


def _filled(row: str, *, entity: int = -1, linearization: int = -1) -> str:
    """Give a line, its short ends of URIs written out."""
    fields = row.split("|")
    for place, start in (
        (entity, "http://id.who.int/icd/entity/"),
        (linearization, "http://id.who.int/icd/release/11/2031-05/mms/"),
    ):
        if place >= 0 and fields[place][:1].isdigit():
            fields[place] = start + fields[place]
    return "\t".join(fields) + "\r\n"


def laid_out(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files into a folder, line ends as they are, and give the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def zipped(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files into a zip, and give its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path
