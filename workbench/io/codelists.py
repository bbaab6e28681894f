"""Published code lists: one CSV file a list.

The codes stand in the column whose heading holds "code" and not "desc"; the system comes from that
heading or from the file's name (``ICD…``, ``OPCS…``, ``SNOMED…``).

Source: the CALIBER phenotype code lists, whose form this is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from workbench.core.codelist import CodeList
from workbench.core.codes import CodeSystem
from workbench.errors import InputError
from workbench.io.datasets.values import read_value
from workbench.io.headings import shown_headings
from workbench.io.tables import Layout, Origin, Table, fold, read_rows

__all__ = ["read_codelist", "read_codelists"]

_LAYOUT: Final = Layout(
    what="a code list with a column of codes", delimiter=",", columns=(), origin=Origin.TYPED
)
#: The systems whose codes are known by their form.
_BY_FORM: Final = frozenset({CodeSystem.ICD10, CodeSystem.OPCS4})
_WORDS: Final = (
    ("snomed", CodeSystem.SNOMED),
    ("icd11", CodeSystem.ICD11),
    ("opcs", CodeSystem.OPCS4),
    ("icd", CodeSystem.ICD10),
)


def read_codelists(folder: Path) -> tuple[CodeList, ...]:
    """Read every ``.csv`` file of a folder, in the order of their names; or one file.

    Raises
    ------
    InputError
        If the folder is none or holds no list, or a list does not read.
    """
    if folder.is_file():
        return (read_codelist(folder),)
    if not folder.is_dir():
        message = f"no folder of code lists at {folder}"
        raise InputError(message)
    found = (path for path in folder.iterdir() if path.suffix.lower() == ".csv")
    paths = sorted(found, key=lambda path: path.stem)
    if not paths:
        message = f"{folder} holds no code list; expected .csv files"
        raise InputError(message)
    return tuple(read_codelist(path) for path in paths)


def read_codelist(path: Path) -> CodeList:
    """Read one list.

    Raises
    ------
    InputError
        If it has no column of codes, nothing says which system it is of, or it is of ICD-10 or
        OPCS-4 and nothing in the column is such a code.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise InputError(problem, file=path.name) from error
    table = read_rows(data, file=path.name, layout=_LAYOUT)
    column = _column(table)
    codes = dict.fromkeys(code.strip() for code in table.column(column) or [] if code.strip())
    system = _system(column, path)
    if codes and system in _BY_FORM and not any(read_value(code, system).code for code in codes):
        problem = f"holds no code of {system.label}; name the column of the codes 'code'"
        raise InputError(problem, file=path.name, column=column)
    return CodeList(name=path.stem, system=system, codes=tuple(codes))


def _column(table: Table) -> str:
    for column in table.columns:
        if "code" in fold(column) and "desc" not in fold(column):
            return column
    problem = (
        f"no column of codes among {shown_headings(table.columns)}; expected a heading with 'code' "
        "and without 'desc'"
    )
    raise InputError(problem, file=table.file, line=1)


def _system(column: str, path: Path) -> CodeSystem:
    for text in (fold(column), fold(path.stem)):
        for word, system in _WORDS:
            if word in text:
                return system
    problem = (
        "neither the heading of its codes nor the file's name says ICD or OPCS, or SNOMED; rename "
        "one of them"
    )
    raise InputError(problem, file=path.name, column=column)
