"""Counts that a publisher withheld because they are small.

The trap: a suppressed cell is neither 0 nor missing. It is a count between two bounds, it is in no
total, and whoever shows a total says how many cells it lacks.

Source: NHS England, SNOMED code usage in primary care, data dictionary (1 to 4 are written ``*``);
HES Analysis Guide, small numbers (1 to 7).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NoReturn

from workbench.errors import InputError

__all__ = ["IN_HOSPITAL", "SIGN", "Suppressed", "suppressed_words"]

#: What stands in the cell.
SIGN: Final = "*"
_NO_NUMBER: Final = "a suppressed count (*) is no number, so nothing can be calculated from it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """One or more withheld counts, together.

    Attributes
    ----------
    least, most
        Between which the sum of them lies.
    cells
        How many there are, 1 or more.

    Raises
    ------
    InputError
        If the bounds are in the wrong order, or there is no cell.

    Examples
    --------
    >>> one = Suppressed(least=1, most=4)
    >>> str(one), one + one
    ('*', Suppressed(least=2, most=8, cells=2))
    >>> one + 1
    Traceback (most recent call last):
        ...
    TypeError: a suppressed count (*) is no number, so nothing can be calculated from it
    """

    least: int
    most: int
    cells: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be a withheld count."""
        if not 0 <= self.least <= self.most or self.cells < 1:
            message = (
                f"{self.cells} suppressed cells from {self.least} to {self.most}: expected one or "
                "more, and bounds of 0 or more in order"
            )
            raise InputError(message)

    def __add__(self, other: Suppressed) -> Suppressed:
        """Put two together; a number cannot be added."""
        if not isinstance(other, Suppressed):
            raise TypeError(_NO_NUMBER)
        return Suppressed(
            least=self.least + other.least,
            most=self.most + other.most,
            cells=self.cells + other.cells,
        )

    def times(self, count: int) -> Suppressed:
        """Put it together with itself, `count` of them in all, 1 or more."""
        return Suppressed(
            least=self.least * count, most=self.most * count, cells=self.cells * count
        )

    def __radd__(self, other: object) -> NoReturn:
        """Refuse to be added to a number."""
        raise TypeError(_NO_NUMBER)

    def __float__(self) -> NoReturn:
        """Refuse to be a number."""
        raise TypeError(_NO_NUMBER)

    def __int__(self) -> NoReturn:
        """Refuse to be a number."""
        raise TypeError(_NO_NUMBER)

    def __str__(self) -> str:
        """Give what stands in the cell."""
        return SIGN


#: A withheld count of hospital activity.
IN_HOSPITAL: Final = Suppressed(least=1, most=7)


def suppressed_words(cells: int) -> str:
    """Say how many counts a publisher withheld, and what that means for every total.

    Examples
    --------
    >>> suppressed_words(3)
    'Counts suppressed by the publisher (*): 3. They are in no total, so activity is at least ...'
    """
    return (
        f"Counts suppressed by the publisher ({SIGN}): {cells:,}. They are in no total, so "
        "activity is at least what is said."
    )
