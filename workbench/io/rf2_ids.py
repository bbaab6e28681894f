"""Millions of SCTIDs checked at once.

Verhoeff's scheme is a product in a group, so three digits together are one factor: it is looked up,
not worked out, and six factors make an SCTID. Only the first identifier at fault is then looked at
by `workbench.core.sctid`, which says what is wrong with it.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.sctid import MULTIPLY, PERMUTE, Component

__all__ = ["first_bad_sctid"]

_SHORTEST: Final = 6
_LONGEST: Final = 18
_TRIPLE: Final = 1000
_PERIOD: Final = 8
_SECOND_DIGITS: Final = {Component.CONCEPT: 0, Component.DESCRIPTION: 1, Component.RELATIONSHIP: 2}
#: Below it an id is too short to hold a namespace (11 digits).
_LONG_FORM_FROM: Final = 10**10


def first_bad_sctid(ids: pa.ChunkedArray, component: Component | None = None) -> int | None:
    """Give the row, from 0, of the first text that is not the SCTID of a component, or None.

    Parameters
    ----------
    ids
        Texts.
    component
        What each must name; None takes any.

    Examples
    --------
    >>> first_bad_sctid(pa.chunked_array([["24700007", "24700008"]]))
    1
    """
    if not len(ids):
        return None
    shaped = _shaped(ids)
    first = pc.index(shaped, value=False).as_py()
    whole = ids if first < 0 else ids.slice(0, first)
    numbers = whole.cast(pa.int64()).to_numpy()
    bad = np.flatnonzero(~_right(numbers, component))
    if len(bad):
        return int(bad[0])
    return None if first < 0 else int(first)


def _shaped(ids: pa.ChunkedArray) -> pa.ChunkedArray:
    """Say for each text whether it is 6 to 18 digits, the first not 0."""
    length = pc.binary_length(ids)
    fits = pc.and_(pc.greater_equal(length, _SHORTEST), pc.less_equal(length, _LONGEST))
    digits = pc.and_(pc.string_is_ascii(ids), pc.utf8_is_digit(ids))
    return pc.and_(pc.and_(fits, digits), pc.invert(pc.starts_with(ids, "0")))


def _right(numbers: npt.NDArray[np.int64], component: Component | None) -> npt.NDArray[np.bool_]:
    """Say for each number whether its check digit and its partition are right."""
    partition = numbers // 10 % 100
    kind, form = partition % 10, partition // 10
    right: npt.NDArray[np.bool_] = (_product(numbers) == 0) & (form <= 1)
    right &= (form == 0) | (numbers >= _LONG_FORM_FROM)
    named = _SECOND_DIGITS.values() if component is None else (_SECOND_DIGITS[component],)
    right &= np.isin(kind, list(named))
    return right


def _product(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int8]:
    """Multiply the digits of each number, which makes 0 where its check digit is right."""
    multiply = np.array(MULTIPLY, dtype=np.int8)
    check = np.zeros(len(numbers), dtype=np.int8)
    rest = numbers.copy()
    for inner, first in _factors():
        factor = np.where(rest < _TRIPLE, first[rest % _TRIPLE], inner[rest % _TRIPLE])
        check = multiply[check, factor]
        rest //= _TRIPLE
    return check


@cache
def _factors() -> tuple[tuple[npt.NDArray[np.int8], npt.NDArray[np.int8]], ...]:
    """Give the factor of each three digits at six places, from the check digit up.

    Two tables a place: for digits with more before them, and for a number's first digits, where the
    zeros that fill up the three are none (a zero is not 1 in this product).
    """
    return tuple(
        (
            np.array([_factor(f"{triple:03d}", place) for triple in range(_TRIPLE)], np.int8),
            np.array([_factor(f"{triple or ''}", place) for triple in range(_TRIPLE)], np.int8),
        )
        for place in range(0, _LONGEST, 3)
    )


def _factor(digits: str, place: int) -> int:
    product = 0
    for step, digit in enumerate(reversed(digits)):
        product = MULTIPLY[product][PERMUTE[(place + step) % _PERIOD][int(digit)]]
    return product
