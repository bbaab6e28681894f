"""What the columns of the code lists mean: the words beside the table, in page and spreadsheet.

The trap is *low*: it is what is surely found, not the lower end of an interval around the list's
own activity. It can lie above that or below it.

Source: the contract of the command line, *What the measures mean*.
"""

from __future__ import annotations

from typing import Final

from workbench.report.definitions import Term

__all__ = ["CODELIST_SHARES", "CODELIST_TERMS", "NO_ALTERNATIVES"]

#: What the figures of a list are of; they are never shares of the whole dataset.
CODELIST_SHARES: Final = (
    "Before, after, low and high are activity; sensitivity is a share of the activity before, PPV "
    "of the activity after."
)

#: Why low and high are not there.
NO_ALTERNATIVES: Final = "no table of alternatives is held, so low and high are not known"

#: The words of a table of code lists, with what they mean.
CODELIST_TERMS: Final[tuple[Term, ...]] = tuple(
    Term(term=term, meaning=meaning)
    for term, meaning in (
        (
            "Listed codes",
            (
                "Codes the list names, in the data or not. Each stands for itself and for every "
                "longer code that begins with it."
            ),
        ),
        ("Before", "Activity of the list's codes today."),
        (
            "After",
            "Activity of every code whose target in the map is the target of a code of the list.",
        ),
        (
            "Low and high",
            (
                "Activity found if somebody chose among the alternatives, where the map gives one "
                "target. High counts every code with any alternative among those of the list's "
                "codes: what may be found. Low counts codes with all their alternatives there: "
                "what is surely found. A block or chapter among the alternatives counts like any "
                "other. A code without alternatives is in neither, so low can lie below the "
                "activity before."
            ),
        ),
        ("Sensitivity", "Share of the list's activity before that is found again after."),
        ("PPV", "Share of the activity after that belongs to the list."),
    )
)
