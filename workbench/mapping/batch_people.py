"""The ages and sexes of a batch of records, by their distinct values.

What rules ask of an age is answered once for each distinct age, all at once; ages to which every
rule of a concept answers alike are one class, so that a concept has a few classes and not a
hundred and thirty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from workbench.errors import InputError
from workbench.graph.csr import Int32
from workbench.mapping.ages import PatientAge, bound_of, lasts, parse_age
from workbench.mapping.record import Sex, parse_sex
from workbench.mapping.rules import Age, AgeUnit

__all__ = ["AgeClasses", "People", "read_people"]

_Value = TypeVar("_Value")
#: An answer in an array of bytes is 0 (no), 1 (yes) or this.
_OPEN: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class People:
    """Who the records are of.

    Attributes
    ----------
    ages, sexes
        The distinct values; None, which is the last, stands for "not known".
    age_places, sex_places
        int32, shape (rows,): which of them each record has.
    """

    ages: Sequence[PatientAge | None]
    age_places: Int32
    sexes: Sequence[Sex | None]
    sex_places: Int32


def read_people(ages: Any, sexes: Any, *, rows: int, unit: AgeUnit) -> People:  # noqa: ANN401
    """Read two columns of any family, either of which may be absent.

    Parameters
    ----------
    ages, sexes
        Series, arrays or sequences of as many rows as there are records, or None.
    rows
        How many records there are.
    unit
        What a bare number in `ages` counts.

    Raises
    ------
    InputError
        If a value is none, with the first record that has it; or the columns are not as long.
    """
    known_ages, age_places = _read(ages, "age", rows, lambda age: parse_age(age, unit=unit))
    known_sexes, sex_places = _read(sexes, "sex", rows, parse_sex)
    return People(ages=known_ages, age_places=age_places, sexes=known_sexes, sex_places=sex_places)


def _read(
    column: Any,  # noqa: ANN401 - a column of any family
    name: str,
    rows: int,
    parse: Callable[[Any], _Value],
) -> tuple[list[_Value | None], Int32]:
    if column is None:
        return [None], np.zeros(rows, dtype=np.int32)
    values, places = _distinct(column, name)
    if len(places) != rows:
        message = f"{len(places)} values for {rows} records; a column has one a record"
        raise InputError(message, column=name)
    parsed: list[_Value | None] = []
    for place, value in enumerate(values):
        try:
            blank = value is None or (isinstance(value, str) and not value.strip())
            parsed.append(None if blank else parse(value))
        except InputError as error:
            record = int(np.argmax(places == place))
            message = f"record {record} (counted from 0): {error}"
            raise InputError(message, column=name) from error
    return [*parsed, None], places


def _distinct(column: Any, name: str) -> tuple[list[Any], Int32]:  # noqa: ANN401
    """Give the distinct values, and where each row has which; what is missing is the last."""
    try:
        array = (
            column
            if isinstance(column, pa.Array | pa.ChunkedArray)
            else pa.array(column, from_pandas=True)
        )
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        message = "the column mixes types; expected one type and missing values"
        raise InputError(message, column=name) from error
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    values = array.dictionary.to_pylist()
    return values, array.indices.cast(pa.int32()).fill_null(len(values)).to_numpy(
        zero_copy_only=False
    )


class AgeClasses:
    """Which ages the rules of a concept tell apart.

    Parameters
    ----------
    ages
        The distinct ages of a batch.
    """

    def __init__(self, ages: Sequence[PatientAge | None]) -> None:
        self._ages = ages
        self._answers: dict[Age, npt.NDArray[np.int8]] = {}
        self._classes: dict[tuple[Age, ...], tuple[Int32, Int32]] = {}

    def of(self, clauses: Sequence[Age]) -> tuple[Int32, Int32]:
        """Give the class of each distinct age, and the place of one age of each class.

        Parameters
        ----------
        clauses
            What is asked of an age.
        """
        key = tuple(dict.fromkeys(clauses))
        if key not in self._classes:
            answers = np.array([self._answered(clause) for clause in key], dtype=np.int8)
            told, first, inverse = np.unique(
                answers.reshape(len(key), len(self._ages)),
                axis=1,
                return_index=True,
                return_inverse=True,
            )
            del told
            self._classes[key] = inverse.reshape(-1).astype(np.int32), first.astype(np.int32)
        return self._classes[key]

    def _answered(self, clause: Age) -> npt.NDArray[np.int8]:
        """Answer a clause for every distinct age, as `compare_age` answers it for one."""
        if clause not in self._answers:
            answers = np.full(len(self._ages), _OPEN, dtype=np.int8)
            for unit in AgeUnit:
                here = [n for n, age in enumerate(self._ages) if age and age.unit is unit]
                if not here:
                    continue
                bound = bound_of(clause, unit)
                spans = np.array([lasts(age, clause.unit) for n in here if (age := self._ages[n])])
                below, beyond = spans[:, 1] <= bound.lowest, spans[:, 0] >= bound.highest
                told = np.where(below, int(bound.below), _OPEN)
                answers[here] = np.where(~below & beyond, int(not bound.below), told)
            self._answers[clause] = answers
        return self._answers[clause]
