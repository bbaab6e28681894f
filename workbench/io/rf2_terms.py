"""The description and language files: what a concept is called, and which name is preferred.

A language refset says which synonym is preferred; the refsets are asked in the order of
`LANGUAGE_PREFERENCE`, concept by concept. The trap: the UK's own refsets name only what differs or
is theirs, so that most concepts are answered by GB English. Without any, a concept is called by its
fully specified name without the tag. Text definitions are no terms and are not read.

Source: SNOMED International, Release File Specifications, "Description File Specification" and
"Language Reference Set".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.sctid import Component
from workbench.core.snomed import DEFINITION, FSN, LANGUAGE_PREFERENCE, PREFERRED, SYNONYM, TAGGED
from workbench.graph.schema import TERM_SCHEMA, TermUse
from workbench.io.rf2_reading import Rf2Reading
from workbench.io.rf2_refsets import read_language
from workbench.io.rf2_table import active_rows, check_sctids, latest_rows

__all__ = ["Names", "read_names"]

_COLUMNS: Final = ("conceptId", "languageCode", "typeId", "term")
_UNUSED: Final = ("moduleId", "caseSignificanceId")
_ENGLISH: Final = "en"
#: The rank of a description that no language refset prefers.
_UNRANKED: Final = len(LANGUAGE_PREFERENCE)
_NONE: Final = -1
_USES: Final = tuple(use.value for use in TermUse)
_FSN, _PREFERRED, _SYNONYM = map(_USES.index, (TermUse.FSN, TermUse.PREFERRED, TermUse.SYNONYM))

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the concepts are called, by ordinal, and every term in use.

    Attributes
    ----------
    term
        The preferred term; never null.
    fsn, semantic_tag
        Null where a concept has no active fully specified name, or that has no tag.
    terms
        A table of `TERM_SCHEMA`.
    """

    term: pa.Array
    fsn: pa.Array
    semantic_tag: pa.Array
    terms: pa.Table


def read_names(reading: Rf2Reading) -> Names:
    """Read the description files and the language refsets.

    Raises
    ------
    InputError
        Naming the first value that is not what it should be.
    """
    rows = _descriptions(reading)
    ranks = _ranks(rows["id"], read_language(reading))
    concept = rows["concept"].to_numpy()
    kinds = rows["typeId"].cast(pa.string())
    is_fsn, is_synonym = (pc.equal(kinds, kind).to_numpy() for kind in (FSN, SYNONYM))
    foreign = pc.not_equal(pc.utf8_slice_codeunits(rows["languageCode"], 0, 2), _ENGLISH)
    order = (rows["id"].cast(pa.int64()).to_numpy(), foreign.to_numpy(), ranks)
    count = len(reading.codes)
    fsn = _texts(rows, _first(concept, is_fsn, order, count))
    chosen = _first(concept, is_synonym & (ranks < _UNRANKED), order, count)
    any_synonym = _first(concept, is_synonym, order, count)
    term = pc.coalesce(
        *(_texts(rows, chosen), _without_tag(fsn), _texts(rows, any_synonym), reading.codes)
    )
    tag = pc.struct_field(pc.extract_regex(fsn, TAGGED), "tag")
    same = is_synonym & pc.equal(rows["term"], term.take(rows["concept"])).to_numpy()
    chosen = np.where(chosen == _NONE, _first(concept, same, order, count), chosen)
    uses = np.where(is_fsn, _FSN, _SYNONYM)
    uses[chosen[chosen != _NONE]] = _PREFERRED
    columns = {
        "code": reading.codes.take(rows["concept"]),
        "term": rows["term"],
        "use": pa.array(_USES).take(pa.array(uses)),
    }
    terms = pa.table(columns, schema=TERM_SCHEMA)
    return Names(term=term, fsn=fsn, semantic_tag=tag, terms=terms)


def _descriptions(reading: Rf2Reading) -> pa.Table:
    """Give the active descriptions that are terms, ``concept`` being an ordinal."""
    tables = []
    for file in reading.release.tables("Description"):
        table = reading.table(file, _COLUMNS, unused=_UNUSED)
        check_sctids(table, "id", Component.DESCRIPTION)
        check_sctids(table, "typeId", Component.CONCEPT)
        concept = reading.ordinals(table, "conceptId")
        row = pc.index(pc.equal(table.rows["term"], ""), value=True).as_py()
        if row >= 0:
            raise table.problem(row, "term", "is empty; expected the words of the description")
        wanted = ["id", "effectiveTime", "active", "languageCode", "typeId", "term"]
        tables.append(table.rows.select(wanted).append_column("concept", concept))
    rows = active_rows(latest_rows(tables or [_no_descriptions()]))
    rows = rows.filter(pc.not_equal(rows["typeId"].cast(pa.string()), DEFINITION))
    languages = rows["languageCode"].cast(pa.string())
    return rows.set_column(
        rows.column_names.index("languageCode"), "languageCode", languages
    ).combine_chunks()


def _no_descriptions() -> pa.Table:
    texts = ("id", "effectiveTime", "active", "languageCode", "typeId", "term")
    columns = {name: pa.array([], pa.string()) for name in texts}
    return pa.table({**columns, "concept": pa.array([], pa.int32())})


def _ranks(ids: pa.ChunkedArray, language: pa.Table) -> Ints:
    """Give for each description the place of the first refset that prefers it."""
    ranks = np.full(len(ids), _UNRANKED)
    preferred = language.filter(pc.equal(language["acceptabilityId"].cast(pa.string()), PREFERRED))
    places = pc.index_in(preferred["referencedComponentId"], value_set=ids.combine_chunks())
    order = pa.array(LANGUAGE_PREFERENCE)
    refsets = pc.index_in(preferred["refsetId"].cast(pa.string()), value_set=order)
    known = places.is_valid().to_numpy()
    which = places.drop_null().to_numpy()
    np.minimum.at(ranks, which, refsets.to_numpy()[known])
    return ranks


def _first(
    concept: npt.NDArray[np.int32],
    fits: npt.NDArray[np.bool_],
    order: tuple[npt.NDArray[np.generic], ...],
    count: int,
) -> Ints:
    """Give for each concept the row that fits and is first by `order` (least weighty key first)."""
    rows = np.flatnonzero(fits)
    rows = rows[np.lexsort((*(key[rows] for key in order), concept[rows]))]
    first = np.full(count, _NONE)
    # Written from the end, so that what stands last is the first of its concept.
    first[concept[rows[::-1]]] = rows[::-1]
    return first


def _texts(rows: pa.Table, places: Ints) -> pa.Array:
    taken = rows["term"].take(pa.array(places, mask=places == _NONE))
    return taken.combine_chunks() if isinstance(taken, pa.ChunkedArray) else taken


def _without_tag(fsn: pa.Array) -> pa.Array:
    return pc.coalesce(pc.struct_field(pc.extract_regex(fsn, TAGGED), "term"), fsn)
