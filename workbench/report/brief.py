"""The answer in five lines of a terminal, for a first look.

The same figures as the five sentences, direct maps only; `source_line` says where they come from.
"""

from __future__ import annotations

from typing import Final

from workbench.analysis.impact_result import Impact
from workbench.io.datasets import Unit
from workbench.report.sentences import Sentence, sentences
from workbench.report.wording import share

__all__ = ["five_lines"]

_HEADING: Final = 25
#: The last sentence has no figure of its own: it says what no table holds.
_UNTOLD: Final = "income, mortality rules, first-listed diagnosis"
_UNTOLD_OF: Final[dict[str, str]] = {
    Unit.FIRST_LISTED: "income, mortality rules, all but the first-listed code",
    Unit.OCCURRENCES: "income, first-listed procedure",
}


def five_lines(impact: Impact) -> tuple[str, ...]:
    """Give the five answers, a line of at most 100 characters each, by code and by activity.

    Parameters
    ----------
    impact
        What a move would change.
    """
    *told, untold = sentences(impact)
    lines = [_line(sentence) for sentence in told]
    words = _UNTOLD_OF.get(impact.dataset.unit, _UNTOLD)
    return (*lines, f"{untold.heading:<{_HEADING}}{words}")


def _line(sentence: Sentence) -> str:
    head = f"{sentence.heading:<{_HEADING}}"
    if sentence.part is None:
        return f"{head}not measured"
    line = (
        f"{head}{share(sentence.part.activity_share):>6} of activity, "
        f"{share(sentence.part.codes_share):>6} of codes"
    )
    if sentence.inside is None:
        return line
    what, part = sentence.inside
    return f"{line}; {what}: {share(part.activity_share)}"
