"""The reference sets a graph is made with: language, membership, associations.

Their pattern says how many columns a file has and not what they mean, so that a language and an
association refset are told apart by name and heading. The map refsets are maps, not read here.

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
from workbench.io.rf2_table import active_rows, check_sctids, latest_rows
from workbench.io.rf2_text import TabTable
from workbench.io.text import lines_of_head

__all__ = ["read_associations", "read_language", "read_members", "refset_files"]

_MEMBER: Final = ("refsetId", "referencedComponentId")
_TARGET: Final = "targetComponentId"
_ACCEPTABILITY: Final = "acceptabilityId"
_HEAD: Final = 4096
#: A word in a file's name, and the heading, by which a refset of one component is known.
_LANGUAGE: Final = ("language", _ACCEPTABILITY)
_ASSOCIATION: Final = ("association", _TARGET)


def refset_files(release: Rf2Release) -> tuple[Rf2File, ...]:
    """Give the reference sets that are read, by type."""
    return (*_of(release, _LANGUAGE), *release.refsets(""), *_of(release, _ASSOCIATION))


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
        tables.append(_of_refsets(table, LANGUAGE_PREFERENCE))
    return _latest(tables, (*_MEMBER, _ACCEPTABILITY))


def read_members(reading: Rf2Reading) -> pa.Table:
    """Give a table of `MEMBER_SCHEMA`: what lies in the simple reference sets.

    A member may be a description; it is kept.
    """
    tables = []
    for file in reading.release.refsets(""):
        table = reading.table(file, _MEMBER, unused=("moduleId",))
        check_sctids(table, "refsetId", Component.CONCEPT)
        _check_members(reading, table)
        tables.append(table.rows)
    rows = _latest(tables, _MEMBER)
    pairs = pa.table([column.cast(pa.string()) for column in rows.columns], schema=MEMBER_SCHEMA)
    return pairs.group_by(MEMBER_SCHEMA.names, use_threads=False).aggregate([])


def read_associations(reading: Rf2Reading) -> pa.Table:
    """Give a table of `REPLACEMENT_SCHEMA` from the association refsets.

    MOVED TO names a namespace and is left out; so is every association that offers no replacement.
    Chains stay chains: a replacement may itself have been replaced.
    """
    tables = []
    for file in _of(reading.release, _ASSOCIATION):
        table = reading.table(file, (*_MEMBER, _TARGET), unused=("moduleId",))
        check_sctids(table, "refsetId", Component.CONCEPT)
        check_sctids(table, _TARGET)
        _check_members(reading, table)
        tables.append(_of_refsets(table, ASSOCIATIONS))
    rows = _latest(tables, (*_MEMBER, _TARGET))
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
        if word in file.summary.lower() or heading.lower() in _header(release.package, file)
    )


def _header(package: Package, file: Rf2File) -> list[str]:
    lines = lines_of_head(package.head(file.name, _HEAD), file=file.base)
    return lines[0].lower().split("\t")


def _of_refsets(table: TabTable, refsets: Iterable[str]) -> pa.Table:
    ids = table.rows["refsetId"].cast(pa.string())
    return table.rows.filter(pc.is_in(ids, value_set=pa.array(refsets)))


def _check_members(reading: Rf2Reading, table: TabTable) -> None:
    column = "referencedComponentId"
    strangers = pc.invert(pc.is_in(table.rows[column], value_set=reading.codes))
    reading.check_strangers(table, column, strangers, None)


def _latest(tables: list[pa.Table], columns: tuple[str, ...]) -> pa.Table:
    """Give some columns of the rows that count; without any table, none of them."""
    if not tables:
        return pa.table({name: pa.array([], pa.string()) for name in columns})
    return active_rows(latest_rows(tables)).select(columns)
