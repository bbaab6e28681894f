"""What figures made from a table and from counts of codes cannot tell, in plain words.

What they cannot tell depends on what was counted: a count of first-listed codes does say which came
first, and nothing of what stood beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from workbench.io.datasets import Unit

__all__ = ["Limit", "limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One thing not to read out of the figures, and why."""

    what: str
    why: str


_LIMITS: Final[tuple[Limit, ...]] = tuple(
    Limit(what=what, why=why)
    for what, why in (
        (
            "Income.",
            (
                "No price and no grouping of records is in these figures, so nothing follows about "
                "what a move would earn or cost."
            ),
        ),
        (
            "Mortality rules.",
            (
                "The underlying cause of death is chosen by rules from several codes on one "
                "certificate. A table of single codes cannot follow them."
            ),
        ),
        (
            "First-listed diagnosis.",
            (
                "The counts take a code in any position. Which of them came first is not in them; "
                "where the data say it, --position primary counts those alone."
            ),
        ),
        (
            "Patients.",
            (
                "Activity is not people, spells or primary diagnoses, and one episode counts for "
                "each of its codes."
            ),
        ),
        (
            "What a coder would choose.",
            (
                "The map gives one target and everything goes that way. Where several are possible "
                "the choice is a policy to be made, not a proportion to be guessed."
            ),
        ),
        (
            "What ICD-11 could say.",
            (
                "The figures show what of today's codes survives. The detail that ICD-11 can add "
                "by combining codes is in the record, not in a count of ICD-10 codes."
            ),
        ),
        (
            "Whether the table is right.",
            (
                "The published map is an opinion too, and some of its rows are doubtful. A repair "
                "belongs in a map layer where it can be seen and reviewed."
            ),
        ),
        (
            "How much detail is lost.",
            (
                "New loss rests on words in the ICD-10 title. The test is crude: it finds where to "
                "look, it does not decide."
            ),
        ),
        (
            "Comparability ratios.",
            (
                "Those need records coded in both classifications. Everything here is implied by "
                "the map alone."
            ),
        ),
    )
)

#: What is said instead where only first-listed codes were counted.
_FIRST_LISTED: Final = {
    "First-listed diagnosis.": Limit(
        what="Other diagnoses.",
        why="Only the first-listed code of each episode is counted. What stood beside it is not.",
    ),
    "Patients.": Limit(
        what="Patients.",
        why="Activity is episodes with the code first-listed, not people or spells.",
    ),
}


def limits(unit: str) -> tuple[Limit, ...]:
    """Give what the figures cannot tell.

    Parameters
    ----------
    unit
        What one unit of activity is, a `Unit`.

    Examples
    --------
    >>> [limit.what for limit in limits("episodes with the code first-listed")][2:4]
    ['Other diagnoses.', 'Patients.']
    """
    if unit != Unit.FIRST_LISTED:
        return _LIMITS
    return tuple(_FIRST_LISTED.get(limit.what, limit) for limit in _LIMITS)
