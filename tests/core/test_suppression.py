"""A suppressed count is neither 0 nor missing."""

from __future__ import annotations

import pytest

from workbench.core.suppression import Suppressed
from workbench.errors import InputError


def test_two_together_lie_between_the_sums_of_their_bounds() -> None:
    one = Suppressed(least=1, most=4)
    assert one + one + one == Suppressed(least=3, most=12, cells=3)
    assert str(one) == "*"


def test_a_suppressed_count_is_never_added_to_a_number() -> None:
    with pytest.raises((TypeError, AttributeError)):
        sum([Suppressed(least=1, most=4), 3])  # type: ignore[list-item]


@pytest.mark.parametrize(("least", "most", "cells"), [(5, 4, 1), (-1, 4, 1), (1, 4, 0)])
def test_what_cannot_be_a_withheld_count_is_refused(least: int, most: int, cells: int) -> None:
    with pytest.raises(InputError, match=r"bounds of 0 or more in order"):
        Suppressed(least=least, most=most, cells=cells)
