"""What layers change, in words: each code they answer for, before and after, with the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pyarrow.compute as pc

from workbench.analysis.impact_result import Impact
from workbench.core.suppression import SIGN
from workbench.report.definitions import value_label
from workbench.report.portion import Portion, portion_of_rows, said
from workbench.report.wording import count, counted

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Repair", "layer_lines", "layers_sentence", "repairs"]

#: How many codes a terminal is told.
_MOST_LINES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A code that a layer answers for.

    Attributes
    ----------
    code, term
        The code, and the layer's words for it.
    activity
        In the dataset's unit; None where all there is was suppressed by the publisher.
    layer
        Its name.
    found_before, found
        How the code was found without any layer and with them, in words.
    target_before, term_before, target, term_after
        What it led to and leads to; None where to nothing.
    relation, evidence
        How the target stands to the code, and why this should be believed.
    """

    code: str
    term: str | None
    activity: int | None
    layer: str
    found_before: str
    target_before: str | None
    term_before: str | None
    found: str
    target: str | None
    term_after: str | None
    relation: str
    evidence: str | None


def repairs(impact: Impact) -> tuple[Repair, ...]:
    """Give the codes that layers answer for, most activity first."""
    return tuple(_repair(row) for row in impact.layer_effect.to_pylist())


def _repair(row: dict[str, Any]) -> Repair:
    return Repair(
        code=row["code"],
        term=row["term"],
        activity=row["activity"],
        layer=row["layer"],
        found_before=_found(row["method_before"], row["key_before"]),
        target_before=row["target_before"],
        term_before=row["target_term_before"],
        found=_found(row["method"], None),
        target=row["target"],
        term_after=row["target_term"],
        relation=row["relation"],
        evidence=row["evidence"],
    )


def _found(method: str, key: str | None) -> str:
    words = value_label("method", method)
    return f"{words}, {key}" if method == "parent" and key else words


def layers_sentence(impact: Impact) -> str:
    """Say for how much layers answer, and how much of it the map borrowed or had no row for."""
    effect = impact.layer_effect
    if effect.num_rows == 0:
        return "No code of the data is among those the layers have rows for."
    whole = _part(impact, effect)
    borrowed = _part(impact, effect.filter(pc.equal(effect["method_before"], "parent")))
    absent = _part(impact, effect.filter(pc.equal(effect["method_before"], "none")))
    same = effect.filter(
        pc.fill_null(pc.equal(effect["target_before"], effect["target"]), fill_value=False)
    )
    return (
        f"{said(whole)}, {_are(whole)} answered by a layer. Without it {_briefly(borrowed)} "
        f"would borrow a parent's row and {_briefly(absent)} would not be found; "
        f"{_briefly(_part(impact, same))} would have the same target."
    )


def _part(impact: Impact, rows: pa.Table) -> Portion:
    return portion_of_rows(rows, impact.dataset)


def _are(part: Portion) -> str:
    return "is" if part.codes == 1 else "are"


def _briefly(part: Portion) -> str:
    return f"{counted(part.codes, 'code')} ({count(part.activity)} in activity)"


def layer_lines(impact: Impact) -> Iterator[tuple[str, str]]:
    """Give what a terminal is told: pairs of a head and what follows it; none without layers."""
    if not impact.releases.layers:
        return
    yield "Layers: ", layers_sentence(impact)
    every = repairs(impact)
    for each in every[:_MOST_LINES]:
        yield f"  {each.code:<7}", _line(each)
    if len(every) > _MOST_LINES:
        yield "  ", f"and {len(every) - _MOST_LINES:,} more"


def _line(repair: Repair) -> str:
    activity = SIGN if repair.activity is None else count(repair.activity)
    before = f"{repair.target_before or 'no target'} ({repair.found_before})"
    after = f"{repair.target or 'no target'} ({repair.layer})"
    why = f" {repair.evidence}" if repair.evidence else ""
    return f"{repair.term or ''}: {activity}. Before {before}, after {after}.{why}"
