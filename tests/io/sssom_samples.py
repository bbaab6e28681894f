"""Files of SSSOM, written in the test that needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.io.reading import read_map
from workbench.io.result import MapRead

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["METADATA", "read_text", "sssom"]

METADATA: Final = """\
#curie_map:
#  ICD: http://hl7.org/fhir/sid/icd-10#
#  SCT: http://snomed.info/id/
#mapping_set_id: https://example.org/sets/1
#license: https://creativecommons.org/publicdomain/zero/1.0/
"""
_HEADER: Final = "subject_id predicate_id object_id mapping_justification"


def sssom(*rows: str, more: str = "", metadata: str = METADATA) -> str:
    """Give a file of rows parted by blanks; ``more`` names further columns, ``_`` is empty."""
    lines = [f"{_HEADER} {more}".strip(), *rows]
    body = ["\t".join("" if cell == "_" else cell for cell in line.split(" ")) for line in lines]
    return metadata + "\n".join(body) + "\n"


def read_text(folder: Path, text: str, name: str = "map.sssom.tsv") -> MapRead:
    """Read a file that holds a text."""
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return read_map(path)
