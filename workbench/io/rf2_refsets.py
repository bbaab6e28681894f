"""The reference sets a graph is made with: language, membership, associations.

Every reference set has members, whatever else it says of them: of the map refsets and of those with
attribute values only who is in them is read here (their maps are read by `rf2_maps`). The traps: a
pattern says how many columns a file has and not what they mean, so that a language and an
association refset are told apart by name and heading; and most rows of some refsets are of
descriptions, which are no members of a set of concepts.

Source: SNOMED International, Release File Specifications, "Reference Set Types".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.sctid import Component
from workbench.core.snomed import ASSOCIATIONS, LANGUAGE_PREFERENCE
from workbench.graph.schema import MEMBER_SCHEMA, REPLACEMENT_SCHEMA
from workbench.io.package import Package
from workbench.io.rf2_package import Rf2File, Rf2Release
from workbench.io.rf2_reading import Rf2Reading
from workbench.io.rf2_table import COMMON, active_rows, check_sctids, latest_rows
from workbench.io.rf2_text import TabTable
from workbench.io.text import lines_of_head

__all__ = ["read_language", "read_refsets", "refset_files"]

_MEMBER: Final = ("refsetId", "referencedComponentId")
#: What tells whether a row counts, and who is in which refset.
_WANTED: Final = (*COMMON[:3], *_MEMBER)
_ROW: Final = frozenset(column.lower() for column in _WANTED)
_TARGET: Final = "targetComponentId"
_ACCEPTABILITY: Final = "acceptabilityId"
_HEAD: Final = 4096
#: A word in a file's name, and the heading, by which a refset of one component is known.
_LANGUAGE: Final = ("language", _ACCEPTABILITY)
_ASSOCIATION: Final = ("association", _TARGET)
#: How the refset of OWL axioms is named, whose members are all concepts there are.
_AXIOMS: Final = "owl"


def refset_files(release: Rf2Release) -> tuple[Rf2File, ...]:
    """Give the reference sets that are read, by type."""
    language, associations = _of(release, _LANGUAGE), _of(release, _ASSOCIATION)
    return (*language, *associations, *_further(release, (*language, *associations)))


def read_language(reading: Rf2Reading) -> pa.Table:
    """Give the active rows of the language refsets that have a preference here.

    Returns
    -------
    pyarrow.Table
        ``refsetId``, ``referencedComponentId`` (a description), ``acceptabilityId``.
    """
    tables = []
    for file in _of(reading.release, _LANGUAGE):
        table = reading.table(file, (*_MEMBER, _ACCEPTABILITY), unused=("moduleId",))
        check_sctids(table, "refsetId", Component.CONCEPT)
        check_sctids(table, "referencedComponentId", Component.DESCRIPTION)
        check_sctids(table, _ACCEPTABILITY, Component.CONCEPT)
        tables.append(_of_refsets(table.rows, LANGUAGE_PREFERENCE))
    return _latest(tables, (*_MEMBER, _ACCEPTABILITY))


def read_refsets(reading: Rf2Reading) -> tuple[pa.Table, pa.Table]:
    """Give who is in which reference set, and what the association refsets offer.

    MOVED TO names a namespace and offers nothing; so does every association that is no replacement.
    Chains stay chains: a replacement may itself have been replaced. A simple refset may have
    descriptions for members, which are kept; of every other only the concepts are.

    Returns
    -------
    tuple
        Tables of `MEMBER_SCHEMA`, each pair once, and of `REPLACEMENT_SCHEMA`.
    """
    release = reading.release
    associations = _of(release, _ASSOCIATION)
    rows = [_association(reading, file) for file in associations]
    listed = [_concepts_in(reading, table) for table in rows]
    for file in _further(release, (*_of(release, _LANGUAGE), *associations)):
        there = _headings(release.package, file)
        unused = tuple(name for key, name in there.items() if key not in _ROW)
        table = reading.table(file, _MEMBER, unused=unused)
        check_sctids(table, "refsetId", Component.CONCEPT)
        _check_members(reading, table)
        listed.append(table.rows if file.pattern == "" else _concepts_in(reading, table.rows))
    return _pairs(listed), _replacements(rows)


def _association(reading: Rf2Reading, file: Rf2File) -> pa.Table:
    table = reading.table(file, (*_MEMBER, _TARGET), unused=("moduleId",))
    check_sctids(table, "refsetId", Component.CONCEPT)
    check_sctids(table, _TARGET)
    _check_members(reading, table)
    return table.rows


def _concepts_in(reading: Rf2Reading, rows: pa.Table) -> pa.Table:
    """Give the rows of a refset that are of a concept."""
    wanted = rows.select(_WANTED)
    return wanted.filter(pc.is_in(wanted[_MEMBER[1]], value_set=reading.codes))


def _pairs(tables: list[pa.Table]) -> pa.Table:
    rows = _latest(tables, _MEMBER)
    pairs = pa.table([column.cast(pa.string()) for column in rows.columns], schema=MEMBER_SCHEMA)
    return pairs.group_by(MEMBER_SCHEMA.names, use_threads=False).aggregate([])


def _replacements(tables: list[pa.Table]) -> pa.Table:
    rows = _latest([_of_refsets(table, ASSOCIATIONS) for table in tables], (*_MEMBER, _TARGET))
    words = pa.array(ASSOCIATIONS.values())
    places = pc.index_in(rows["refsetId"].cast(pa.string()), value_set=pa.array(ASSOCIATIONS))
    nothing = {name: pa.nulls(len(rows), REPLACEMENT_SCHEMA.field(name).type) for name in _UNSAID}
    columns = {
        "code": rows["referencedComponentId"],
        "replacement": rows[_TARGET],
        "association": words.take(places),
        **nothing,
    }
    return pa.table(columns, schema=REPLACEMENT_SCHEMA)


_UNSAID: Final = ("ambiguity", "fsn")


def _of(release: Rf2Release, sign: tuple[str, str]) -> tuple[Rf2File, ...]:
    """Give the refsets of one component that are of a type, by the file's name or its heading."""
    word, heading = sign
    return tuple(
        file
        for file in release.refsets("c")
        if word in file.summary.lower() or heading.lower() in _headings(release.package, file)
    )


def _further(release: Rf2Release, known: Iterable[Rf2File]) -> tuple[Rf2File, ...]:
    """Give the reference sets beside some, but that of the stated axioms: it holds everything."""
    told = {file.name for file in known}
    return tuple(
        file
        for file in release.files
        if file.pattern is not None
        and file.name not in told
        and not file.summary.lower().startswith(_AXIOMS)
    )


def _headings(package: Package, file: Rf2File) -> dict[str, str]:
    """Give a file's headings as it has them, by the same in small letters."""
    lines = lines_of_head(package.head(file.name, _HEAD), file=file.base)
    return {heading.strip().lower(): heading.strip() for heading in lines[0].split("\t")}


def _of_refsets(rows: pa.Table, refsets: Iterable[str]) -> pa.Table:
    ids = rows["refsetId"].cast(pa.string())
    return rows.filter(pc.is_in(ids, value_set=pa.array(refsets)))


def _check_members(reading: Rf2Reading, table: TabTable) -> None:
    column = "referencedComponentId"
    strangers = pc.invert(pc.is_in(table.rows[column], value_set=reading.codes))
    reading.check_strangers(table, column, strangers, None)


def _latest(tables: list[pa.Table], columns: tuple[str, ...]) -> pa.Table:
    """Give some columns of the rows that count; without any table, none of them."""
    if not tables:
        return pa.table({name: pa.array([], pa.string()) for name in columns})
    return active_rows(latest_rows(tables)).select(columns)
