"""Waivers: what a row says of a check that is not to be told of it, and why.

They stand in the column ``waived`` of the row, so that the reason stays in the file. The two checks
here look at the waivers themselves, once all others have run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from workbench.mapping.checks.context import CheckContext
from workbench.mapping.checks.model import Check, Hit, Severity

__all__ = ["CHECKS", "waivers_of"]


def waivers_of(context: CheckContext) -> dict[int, Mapping[str, str]]:
    """Give the waivers of each row that has any: the name of a check, and the reason."""
    column = context.rows.column("waived")
    known = [json.loads(text) for text in column.texts]
    rows = np.flatnonzero(column.where_each([bool(each) for each in known])).tolist()
    return {row: known[int(column.numbers[row])] for row in rows}


def waiver_of_unknown_check(context: CheckContext) -> Iterator[Hit]:
    """Find waivers of a check that there is not."""
    for row, waived in waivers_of(context).items():
        for name in sorted(set(waived) - context.known):
            yield (
                row,
                f"it waives '{name}', which is no check; correct it, or drop it",
            )


def waiver_of_nothing(context: CheckContext) -> Iterator[Hit]:
    """Find waivers of a check that has run and finds nothing in the row."""
    for row, waived in waivers_of(context).items():
        for name in sorted(waived):
            if row not in context.found.get(name, {row}):
                yield row, f"it waives '{name}', which finds nothing here any more; drop the waiver"


_PRINCIPLE: Final = "The documentation, Checks on a map, waivers"

#: The checks of this module.
CHECKS: Final = (
    Check(
        name="waiver_of_unknown_check",
        severity=Severity.WARNING,
        about="A row waives a check that there is not.",
        principle=_PRINCIPLE,
        find=waiver_of_unknown_check,
    ),
    Check(
        name="waiver_of_nothing",
        severity=Severity.INFORMATION,
        about="A row waives a check that finds nothing in it.",
        principle=_PRINCIPLE,
        find=waiver_of_nothing,
    ),
)
