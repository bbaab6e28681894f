"""What the exhibits of an impact share: how a portion and a code stand in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.report.html_tables import portion_cells
from workbench.report.portion import Portion, portion
from workbench.views.exhibit import Column, Look, Mark, Part

if TYPE_CHECKING:
    import pyarrow as pa

    from workbench.analysis.impact_result import Impact

__all__ = ["CODE_COLUMNS", "PORTION_COLUMNS", "by_activity", "part_of", "whole_of"]

#: Columns that a portion fills.
PORTION_COLUMNS: Final = tuple(
    Column(heading=heading, look=Look.NUMBER)
    for heading in ("Codes", "% of codes", "Activity", "% of activity")
)

#: A code as it stands in the data, what it carries, and where it goes.
CODE_COLUMNS: Final = (
    Column(heading="Code", look=Look.CODE, name="code"),
    Column(heading="Term", name="term"),
    Column(heading="Activity", look=Look.NUMBER, name="activity"),
    Column(heading="Target", look=Look.CODE, name="target"),
    Column(heading="Target term", name="target_term"),
)


def part_of(
    key: str,
    words: tuple[str, ...],
    portion: Portion,
    *,
    label: str | None = None,
    where: tuple[tuple[str, str | None], ...] = (),
    marks: tuple[Mark, ...] = (),
) -> Part:
    """Make a part of words and a portion of the dataset."""
    return Part(
        key=key,
        label=label or ", ".join(words),
        cells=(*words, *portion_cells(portion)),
        codes=portion.codes,
        activity=portion.activity,
        where=where,
        marks=marks,
    )


def whole_of(impact: Impact) -> Portion:
    """Give the whole dataset as a portion of itself."""
    return portion(impact.dataset, codes=impact.dataset.codes, activity=impact.dataset.activity)


def by_activity(table: pa.Table) -> pa.Table:
    """Put the codes with most activity first."""
    return table.sort_by([("activity", "descending"), ("code", "ascending")])
