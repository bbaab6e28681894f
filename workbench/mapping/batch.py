"""Translate a whole column of records: a concept, and perhaps an age and a sex, a record.

A million records have some thousand concepts, and of what they say only what the rules of their
concept ask can change an answer. So each distinct concept is answered once, a concept with rules
once for each distinct answer to them, by the functions that answer one record; then the answers
are dealt out. The trap: a record may get several rows, one a target.

Source: FHIR R5, ConceptMap/$translate (the verb).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from workbench.errors import UnknownCodeError
from workbench.graph.interop import Answer, Codes, Column, read_column
from workbench.mapping.batch_answers import AnswerRow, Answers
from workbench.mapping.batch_people import AgeClasses, People, read_people
from workbench.mapping.inactive import is_gone
from workbench.mapping.map_set import MapSet
from workbench.mapping.record import SEX_OF, Facts, Record
from workbench.mapping.rules import Age, AgeUnit
from workbench.mapping.translate import source_key
from workbench.mapping.translation import Outcome

if TYPE_CHECKING:
    from workbench.graph.code_graph import CodeGraph

__all__ = ["BATCH_COLUMNS", "translate_many"]

_TEXT: Final = pa.dictionary(pa.int32(), pa.string())
#: The columns of an answer. ``record`` counts the records from 0; ``source`` is as it was given;
#: ``outcome`` is an `Outcome`; ``target`` to ``relation`` are set where that is *target*,
#: ``no_map`` (a `NoMapReason`) where it is *no_map*, ``ask`` (every open question) where it is
#: *needs*.
BATCH_COLUMNS: Final[pa.Schema] = pa.schema(
    [
        pa.field("record", pa.int64(), nullable=False),
        pa.field("source", _TEXT),
        pa.field("outcome", _TEXT, nullable=False),
        pa.field("target", _TEXT),
        pa.field("mark", _TEXT),
        pa.field("map_block", pa.int32()),
        pa.field("map_group", pa.int32()),
        pa.field("map_priority", pa.int32()),
        pa.field("relation", _TEXT),
        pa.field("no_map", _TEXT),
        pa.field("ask", _TEXT),
    ]
)
_UNMAPPED: Final = [AnswerRow(outcome=Outcome.UNMAPPED.value)]
_UNKNOWN: Final = [AnswerRow(outcome=Outcome.UNKNOWN.value)]
_SEXES: Final = 3


def translate_many(
    map_set: MapSet,
    codes: Codes,
    *,
    ages: Any = None,  # noqa: ANN401 - a column of any family, as `codes`
    sexes: Any = None,  # noqa: ANN401
    age_unit: AgeUnit | str = AgeUnit.YEARS,
    source_graph: CodeGraph | None = None,
    target_graph: CodeGraph | None = None,
) -> Answer:
    """Translate records, as `translate` does one by one with `at_encounter(age=…, sex=…)`.

    Parameters
    ----------
    map_set
        The map.
    codes
        A column of codes of its source release; one row a record.
    ages, sexes
        Columns of as many rows: ages as `parse_age` reads them, ``f`` and ``m``; what is missing
        or blank is not known.
    age_unit
        What a bare number in `ages` counts.
    source_graph, target_graph
        Graphs of its releases, where held.

    Returns
    -------
    pandas.DataFrame or pyarrow.Table
        The columns of `BATCH_COLUMNS`, in the family of `codes`: for each record, in order, a row
        a target, one more where a question is open, and one row where there is neither. Of a UK
        map the lowest block is taken.

    Raises
    ------
    InputError
        If an age or a sex is none, or the columns are not as long as each other.

    See Also
    --------
    workbench.mapping.batch_answers.answer_rows : The same rows from the answer to one record.
    """
    column = read_column(codes)
    people = read_people(ages, sexes, rows=len(column.places), unit=AgeUnit(age_unit))
    plan = _Plan(map_set, column.distinct, source_graph, target_graph)
    return column.give(_dealt(column, *plan.answered(column.places, people)), index=None)


class _Plan:
    """The answers to the distinct codes of a column, and to what their records add."""

    def __init__(
        self,
        map_set: MapSet,
        distinct: Sequence[str | None],
        source_graph: CodeGraph | None,
        target_graph: CodeGraph | None,
    ) -> None:
        self._distinct = distinct
        self._graph = source_graph
        self._keys = [_key(map_set, code, source_graph) for code in distinct]
        held = dict.fromkeys(key for key in self._keys if key is not None and key in map_set)
        self._answers = Answers(
            map_set, list(held), source_graph=source_graph, target_graph=target_graph
        )
        self._certain = [self._sure(key, held) for key in self._keys]

    def _sure(self, key: str | None, held: dict[str, None]) -> list[AnswerRow] | None:
        if key is None:
            return _UNKNOWN
        return self._answers.certain(key) if key in held else _UNMAPPED

    def answered(
        self, places: npt.NDArray[np.int32], people: People
    ) -> tuple[list[list[AnswerRow]], npt.NDArray[np.int64]]:
        """Give the different answers, and which of them each record gets.

        Parameters
        ----------
        places
            Of each record, which distinct code it has.
        people
            Its age and sex.
        """
        answers = [rows or _UNMAPPED for rows in self._certain]
        which = places.astype(np.int64)
        open_codes = np.array([rows is None for rows in self._certain])
        records = np.flatnonzero(open_codes[places])
        if not len(records):
            return answers, which
        weighing = _Weighing(self._answers, self._keys, open_codes, people)
        keys = weighing.keys(records, places)
        encoded = pa.array(keys).dictionary_encode()
        which[records] = len(answers) + encoded.indices.to_numpy().astype(np.int64)
        facts: dict[Record, Facts] = {}
        for key in encoded.dictionary.to_pylist():
            place, record = weighing.record(key)
            known = facts.setdefault(record, Facts(record, self._graph))
            source, asked = self._keys[place] or "", self._distinct[place] or ""
            answers.append(self._answers.weighed(source, asked, known))
        return answers, which


class _Weighing:
    """What a record's age and sex come to for the rules of its concept, as one number."""

    def __init__(
        self,
        answers: Answers,
        keys: Sequence[str | None],
        open_codes: npt.NDArray[np.bool_],
        people: People,
    ) -> None:
        self._people = people
        self._ages = len(people.ages)
        classes = AgeClasses(people.ages)
        #: Of each distinct code, which row of `_class` holds; 0 tells no ages apart.
        self._asks_age = np.zeros(len(keys), dtype=np.int64)
        self._asks_sex = np.zeros(len(keys), dtype=np.int64)
        rows: dict[tuple[Age, ...], int] = {(): 0}
        for place in np.flatnonzero(open_codes).tolist():
            clauses = [c for rule in answers.rules(keys[place] or "") for c in rule.clauses]
            ages = tuple(dict.fromkeys(c for c in clauses if isinstance(c, Age)))
            self._asks_age[place] = rows.setdefault(ages, len(rows))
            self._asks_sex[place] = any(clause.concept in SEX_OF for clause in clauses)
        told = [classes.of(ages) for ages in rows]
        #: Of each such row and distinct age, the place of the age that stands for it.
        self._stands = np.array([first[inverse] for inverse, first in told], dtype=np.int64)
        self._sexes = np.array(
            [0 if sex is None else 1 + list(SEX_OF.values()).index(sex) for sex in people.sexes]
        )

    def keys(
        self, records: npt.NDArray[np.int64], places: npt.NDArray[np.int32]
    ) -> npt.NDArray[np.int64]:
        """Give the number of each record; records of one number have one answer."""
        code = places[records].astype(np.int64)
        age = self._stands[self._asks_age[code], self._people.age_places[records]]
        sex = self._sexes[self._people.sex_places[records]] * self._asks_sex[code]
        return (code * self._ages + age) * _SEXES + sex

    def record(self, key: int) -> tuple[int, Record]:
        """Give the distinct code of a number, and a record that has it."""
        rest, sex = divmod(key, _SEXES)
        place, age = divmod(rest, self._ages)
        known = self._people.ages[age]
        said = None if sex == 0 else list(SEX_OF.values())[sex - 1]
        return place, Record(age=known, onset=known, sex=said)


def _key(map_set: MapSet, code: str | None, graph: CodeGraph | None) -> str | None:
    """Give the code as the map or its source graph spells it; None where neither knows it."""
    if code is None or code in map_set:
        return code
    try:
        return source_key(map_set, code, graph)
    except UnknownCodeError:
        return code if is_gone(code, graph) else None


def _dealt(
    column: Column, answers: Sequence[Sequence[AnswerRow]], which: npt.NDArray[np.int64]
) -> pa.Table:
    """Deal the answers out to the records."""
    sizes = np.array([len(rows) for rows in answers], dtype=np.int64)
    starts = np.cumsum(sizes) - sizes
    record, rows = _spread(sizes[which], starts[which])
    parts = list(zip(*(row for answer in answers for row in answer), strict=True))
    columns = [
        _column(parts[place] if parts else (), field).take(pa.array(rows))
        for place, field in enumerate(list(BATCH_COLUMNS)[2:])
    ]
    texts = pa.array(column.distinct, pa.string())
    missing = len(column.distinct) - 1
    places = pa.array(column.places[record], mask=column.places[record] == missing)
    source = pa.DictionaryArray.from_arrays(places, texts.slice(0, missing))
    return pa.table([pa.array(record), source, *columns], schema=BATCH_COLUMNS)


def _spread(
    counts: npt.NDArray[np.int64], starts: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Give the record of each row of the answer, and which of the different rows it is."""
    record = np.arange(len(counts), dtype=np.int64)
    if len(counts) == counts.sum():
        return record, starts  # one row a record, as most often
    record = np.repeat(record, counts)
    begins = np.cumsum(counts) - counts
    return record, np.arange(len(record)) - np.repeat(begins - starts, counts)


def _column(values: Sequence[Any], field: pa.Field[Any]) -> pa.Array:
    if pa.types.is_dictionary(field.type):
        return pa.array(values, pa.string()).dictionary_encode()
    return pa.array(values, field.type)
