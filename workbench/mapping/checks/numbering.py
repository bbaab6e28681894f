"""Checks of how rows are numbered: groups, priorities, and what stands twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from workbench.mapping.checks.context import CheckContext
from workbench.mapping.checks.model import Check, Hit, Severity
from workbench.mapping.checks.rows import Places, numbered
from workbench.mapping.profile import Profile

__all__ = ["CHECKS"]


def groups_not_consecutive(context: CheckContext) -> Iterator[Hit]:
    """Find groups that are not numbered 1, 2, 3 … in their block."""
    rows = context.rows
    for row, expected in _out_of_turn(rows.solutions, rows.group):
        yield (
            row,
            (
                f"group {rows.group[row]} follows no group {expected}; number the groups from 1 "
                "without a gap"
            ),
        )


def priorities_not_consecutive(context: CheckContext) -> Iterator[Hit]:
    """Find priorities that are not numbered 1, 2, 3 … in their group."""
    rows = context.rows
    for row, expected in _out_of_turn(rows.groups, rows.priority):
        yield (
            row,
            (
                f"priority {rows.priority[row]} in {rows.place(row)} follows no priority "
                f"{expected}; number the rows of a group from 1 without a gap"
            ),
        )


def place_taken_twice(context: CheckContext) -> Iterator[Hit]:
    """Find rows at the same priority of the same group."""
    rows = context.rows
    places = numbered(rows.groups.ids, rows.priority)
    for row, first in _repeats(places.ids):
        yield (
            row,
            (
                f"priority {rows.priority[row]} of {rows.place(row)} is taken already, by "
                f"{context.spelled(first) or 'a stated no-map'}; give each row its own"
            ),
        )


def duplicate_target(context: CheckContext) -> Iterator[Hit]:
    """Find the same target twice in one group."""
    rows = context.rows
    targets = rows.column("target").numbers
    held = np.flatnonzero(rows.has_target)
    places = numbered(rows.groups.ids[held], targets[held])
    for at, first in _repeats(places.ids):
        row = int(held[at])
        yield (
            row,
            (
                f"{context.spelled(row)} stands in {rows.place(row)} already, at priority "
                f"{rows.priority[held[first]]}; keep one row"
            ),
        )


def _out_of_turn(places: Places, numbers: npt.NDArray[np.int32]) -> Iterator[tuple[int, int]]:
    """Give the first row of each number whose forerunner is missing, and that forerunner."""
    pairs, rows = np.unique(np.stack([places.ids, numbers]), axis=1, return_index=True)
    first = np.ones(pairs.shape[1], dtype=bool)
    first[1:] = pairs[0, 1:] != pairs[0, :-1]
    before = np.zeros(pairs.shape[1], dtype=np.int64)
    before[1:] = pairs[1, :-1]
    before[first] = 0
    for at in np.flatnonzero(pairs[1] != before + 1).tolist():
        yield int(rows[at]), int(pairs[1, at]) - 1


def _repeats(ids: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Give each row whose place an earlier row has, and the first row of that place."""
    _, first, inverse = np.unique(ids, return_index=True, return_inverse=True)
    for row in np.flatnonzero(first[inverse] != np.arange(len(ids))).tolist():
        yield row, int(first[inverse[row]])


_MAPS: Final = (
    "SNOMED International, Release File Specifications, Complex and Extended Map Reference Sets "
    "(mapGroup and mapPriority are allocated from 1; a distributed map may have gaps)"
)
_READ: Final = frozenset(Profile)

#: The checks of this module.
CHECKS: Final = (
    Check(
        name="groups_not_consecutive",
        severity=Severity.WARNING,
        about="The groups of a block are not numbered from 1 without a gap.",
        principle=_MAPS,
        find=groups_not_consecutive,
    ),
    Check(
        name="priorities_not_consecutive",
        severity=Severity.WARNING,
        about="The rows of a group are not numbered from 1 without a gap.",
        principle=_MAPS,
        find=priorities_not_consecutive,
    ),
    Check(
        name="place_taken_twice",
        severity=Severity.ERROR,
        about="Two rows have the same priority in one group, so that neither comes first.",
        principle=_MAPS,
        find=place_taken_twice,
        profiles=_READ,
    ),
    Check(
        name="duplicate_target",
        severity=Severity.WARNING,
        about="A group holds the same target twice.",
        principle=_MAPS,
        find=duplicate_target,
    ),
)
