"""WHO's tables between ICD-10 and ICD-11, and from ICD-10 to the ICD-11 Foundation.

The traps: the last heading is the release date over no field (the Foundation table has it, and two
fields more than headings); ``No Mapping`` stands in the URI column of 10 to 11 and in the code
column of 11 to 10, and is a statement, not a gap; a target is the whole expression, whose URI names
only the first stem; a block has no code and stands by the end of its URI; the one target of the
first table is not always among those of the second.

Source: WHO, ICD-11 MMS 2024-01 mapping tables and readme.txt; ICD-10 there is Version 2019.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from workbench.core.codes import CodeSystem, Release
from workbench.core.progress import Progress, silent
from workbench.errors import InputError
from workbench.io import who_map_fields as fields
from workbench.io.fingerprint import of_bytes
from workbench.io.headings import stamp_edition
from workbench.io.package import Package
from workbench.io.result import MapRead
from workbench.io.tables import Layout, Table, read_rows
from workbench.mapping.schema import map_table

__all__ = ["LAYOUTS", "read_who_map"]

#: The edition of ICD-10 that WHO maps from and to.
ICD10: Final = Release(system=CodeSystem.ICD10, edition="who-2019")

_SOURCE_10: Final = ("10ClassKind", "icd10Code", "icd10Chapter", "icd10Title")
_TO_11: Final = (
    *_SOURCE_10,
    "11ClassKind",
    "ICD-11 Foundation URI",
    "Linearization (release) URI",
    "icd11Code",
    "icd11Chapter",
    "icd11Title",
)

#: How each of WHO's tables is written, by the kind of map.
LAYOUTS: Final[dict[str, Layout]] = {
    "who-10to11-one": Layout(
        what="WHO's table from ICD-10 to one ICD-11 category", delimiter="\t", columns=_TO_11
    ),
    "who-10to11-multiple": Layout(
        what="WHO's table from ICD-10 to several ICD-11 categories", delimiter="\t", columns=_TO_11
    ),
    "who-11to10": Layout(
        what="WHO's table from ICD-11 to one ICD-10 category",
        delimiter="\t",
        columns=(
            "Linearization (release) URI",
            "icd11Code",
            "icd11Chapter",
            "icd11Title",
            "icd10Code",
            "icd10Chapter",
            "icd10Title",
        ),
    ),
    "who-foundation": Layout(
        what="WHO's table from ICD-10 to the ICD-11 Foundation",
        delimiter="\t",
        columns=(*_SOURCE_10, "ICD-11 Foundation URI", "icd11Title"),
        unnamed=("relation", "levels"),
    ),
}

_ROW_READERS: Final = {
    "who-10to11-one": fields.to_11,
    "who-10to11-multiple": fields.to_11,
    "who-11to10": fields.to_10,
    "who-foundation": fields.to_foundation,
}

#: Tables in which a source stands on one row only.
_ONE: Final = frozenset({"who-10to11-one", "who-11to10", "who-foundation"})


def read_who_map(package: Package, name: str, *, kind: str, progress: Progress = silent) -> MapRead:
    """Read the table called `name` as the `kind` it is.

    Raises
    ------
    InputError
        Naming the first value that is not what it should be.
    """
    data = package.read(name)
    table = read_rows(data, file=name.rpartition("/")[2], layout=LAYOUTS[kind])
    entries = _entries(table, kind, progress)
    edition = _edition(table, entries)
    icd11 = None if edition is None else Release(system=CodeSystem.ICD11, edition=edition)
    back = kind == "who-11to10"
    columns: dict[str, Sequence[Any]] = dict(
        zip(fields.Entry._fields, zip(*entries, strict=True), strict=True)
    )
    columns |= {"map_priority": _priorities(table, entries, kind), "line": table.lines}
    return MapRead(
        kind=kind,
        source_release=icd11 if back else ICD10,
        target_release=ICD10 if back else icd11,
        table=map_table(columns),
        source=str(package.path),
        sha256=of_bytes(data),
    )


def _entries(table: Table, kind: str, progress: Progress) -> list[fields.Entry]:
    places = [table.index(column) for column in LAYOUTS[kind].columns]
    places += [table.index(column) for column in LAYOUTS[kind].unnamed]
    read = _ROW_READERS[kind]
    entries = []
    for number, row in table.walk(progress):
        try:
            entries.append(read([row[place] for place in places]))
        except InputError as error:
            raise table.problem(number, error.column or "", error.problem) from error
    return entries


def _edition(table: Table, entries: list[fields.Entry]) -> str | None:
    """Give the release of ICD-11 by the last heading and the URIs, which must agree."""
    edition = stamp_edition(table.stamp) if table.stamp else None
    for number, entry in enumerate(entries):
        uri = entry.source_uri or entry.target_uri
        found = fields.uri_edition(uri) if uri else None
        edition = edition or found
        if found is not None and found != edition:
            problem = f"'{uri}' is of release {found}; the rest of the table is of {edition}"
            raise table.problem(number, "Linearization (release) URI", problem)
    return edition


def _priorities(table: Table, entries: list[fields.Entry], kind: str) -> list[int]:
    """Give each row its number within its source, refusing a second row where one is all."""
    column = "Linearization (release) URI" if kind == "who-11to10" else "icd10Code"
    seen: dict[str, set[str | None]] = {}
    priorities = []
    for number, entry in enumerate(entries):
        targets = seen.setdefault(entry.source, set())
        if targets and kind in _ONE:
            problem = f"'{entry.source}' is there already; in {LAYOUTS[kind].what} it stands once"
            raise table.problem(number, column, problem)
        if entry.target in targets:
            said = entry.target or fields.NO_MAPPING
            problem = f"'{entry.source}' has '{said}' already; expected another target"
            raise table.problem(number, "icd11Code", problem)
        if targets and None in {entry.target, *targets}:
            problem = f"'{entry.source}' has both a target and '{fields.NO_MAPPING}'"
            raise table.problem(number, "icd11Code", problem)
        targets.add(entry.target)
        priorities.append(len(targets))
    return priorities
