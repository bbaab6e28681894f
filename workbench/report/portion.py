"""A part of a dataset, by code and by activity: the unit every figure of a report is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from workbench.analysis.impact_result import DatasetSummary
from workbench.mapping.bridge import DIRECT_METHODS
from workbench.report.wording import amount, counted, share

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "Portion",
    "direct_rows",
    "measured",
    "portion",
    "portion_of_rows",
    "said",
    "said_briefly",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """How much of a dataset something concerns.

    Attributes
    ----------
    codes, activity
        Distinct codes, and their activity in the dataset's unit.
    codes_share, activity_share
        Of all kept codes and of all kept activity, 0.0-1.0; 0.0 where there are none.
    """

    codes: int
    activity: int
    codes_share: float
    activity_share: float


def portion(dataset: DatasetSummary, *, codes: int, activity: int) -> Portion:
    """Make a portion of a dataset from its two counts."""
    return Portion(
        codes=codes,
        activity=activity,
        codes_share=codes / dataset.codes if dataset.codes else 0.0,
        activity_share=activity / dataset.activity if dataset.activity else 0.0,
    )


def measured(
    table: pa.Table, dataset: DatasetSummary, measure: str, *values: str
) -> Portion | None:
    """Add up the values of one measure.

    Parameters
    ----------
    table
        A table of `MEASURE_SCHEMA`.
    dataset
        What the shares are of.
    measure, values
        Which rows to add.

    Returns
    -------
    Portion or None
        None where the measure is absent because its companion map is.
    """
    of_measure = table.filter(pc.equal(table["measure"], measure))
    if of_measure.num_rows == 0:
        return None
    rows = [row for row in of_measure.to_pylist() if row["value"] in values]
    return portion(
        dataset,
        codes=sum(row["codes"] for row in rows),
        activity=sum(row["activity"] for row in rows),
    )


def portion_of_rows(rows: pa.Table, dataset: DatasetSummary) -> Portion:
    """Count rows of `PER_CODE_SCHEMA`."""
    activity: Any = pc.sum(rows["activity"]).as_py()
    return portion(dataset, codes=rows.num_rows, activity=activity or 0)


def direct_rows(per_code: pa.Table) -> pa.Table:
    """Keep the codes whose own row of the map answers."""
    return per_code.filter(pc.is_in(per_code["method"], value_set=_direct()))


def _direct() -> Any:  # noqa: ANN401 - pyarrow ships no types
    import pyarrow as pa

    return pa.array(sorted(DIRECT_METHODS), pa.string())


def said(part: Portion) -> str:
    """Say a portion at the head of a sentence, by code and by activity.

    Examples
    --------
    >>> said(Portion(codes=642, activity=7587161, codes_share=0.0566, activity_share=0.0499))
    '642 codes (5.7%), with 7.6 million in activity (5.0%)'
    """
    return (
        f"{counted(part.codes, 'code')} ({share(part.codes_share)}), "
        f"with {amount(part.activity)} in activity ({share(part.activity_share)})"
    )


def said_briefly(part: Portion) -> str:
    """Say a portion inside a sentence that has said what is counted.

    Examples
    --------
    >>> said_briefly(Portion(codes=64, activity=1031077, codes_share=0.0056, activity_share=0.007))
    '64 codes (0.6%) with 1.0 million (0.7%)'
    """
    return (
        f"{counted(part.codes, 'code')} ({share(part.codes_share)}) "
        f"with {amount(part.activity)} ({share(part.activity_share)})"
    )
