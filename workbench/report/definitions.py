"""What every measure and every value means: one table, for the page, the sheet and the docs.

The trap is a number without its definition: a residual code is not yet a loss, a merged code not
yet a wrong one. Whoever changes how a value is counted changes its meaning here.

Source: the contract of the command line, *What the measures mean*.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from workbench.report.definitions_text import MEASURE_ROWS, TERM_ROWS

__all__ = [
    "DEFINITIONS_VERSION",
    "MEASURES",
    "TERMS",
    "MeasureDefinition",
    "Term",
    "ValueDefinition",
    "value_label",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueDefinition:
    """One value a measure can take.

    Attributes
    ----------
    value
        As in the JSON.
    label
        A few words for a table.
    meaning
        When a code gets this value.
    """

    value: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDefinition:
    """One measure and its values.

    Attributes
    ----------
    measure
        As in the JSON.
    label
        A few words for a heading.
    meaning
        The question it answers.
    needs
        The companion map without which it is absent: alternatives, back, foundation, or None.
    values
        In the order of the contract.
    """

    measure: str
    label: str
    meaning: str
    needs: str | None
    values: tuple[ValueDefinition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word used throughout, and what it means here."""

    term: str
    meaning: str


#: Every measure with the meaning of its values, in the order of the documentation.
MEASURES: Final[tuple[MeasureDefinition, ...]] = tuple(
    MeasureDefinition(
        measure=measure,
        label=label,
        meaning=meaning,
        needs=needs,
        values=tuple(ValueDefinition(value=v, label=name, meaning=m) for v, name, m in values),
    )
    for measure, label, meaning, needs, values in MEASURE_ROWS
)

#: The words of a report, with what they mean.
TERMS: Final[tuple[Term, ...]] = tuple(Term(term=t, meaning=m) for t, m in TERM_ROWS)

#: Stands in every file of a report; it goes up when a value is counted by another rule.
DEFINITIONS_VERSION: Final = "1"

_LABELS: Final = {(m.measure, v.value): v.label for m in MEASURES for v in m.values}


def value_label(measure: str, value: str) -> str:
    """Give the few words that stand for a value; the value itself where there are none.

    Examples
    --------
    >>> value_label("target_kind", "leaf"), value_label("target_kind", "moon")
    ('finest level', 'moon')
    """
    return _LABELS.get((measure, value), value)
