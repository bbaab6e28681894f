"""What became of every row of a dataset, so that a result can be held against a published total.

The trap: a total that is right by itself may still lack rows. So rows are accounted for as well as
activity, what was dropped stands beside what was counted, and only both together are the total
that the publisher gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.core.suppression import suppressed_words

if TYPE_CHECKING:
    import pandas as pd

    from workbench.analysis.impact_result import Impact

__all__ = ["reconciliation"]

_COLUMNS: Final = {"value": "str", "rows": "Int64", "activity": "Int64", "why": "str"}
_ELSEWHERE: Final = "not of this year or classification"


def reconciliation(impact: Impact) -> pd.DataFrame:
    """Answer `Impact.reconcile`; see there."""
    import pandas as pd

    dataset, rows = impact.dataset, impact.dataset.rows
    withheld = sum(impact.per_code["suppressed"].to_pylist())
    why = suppressed_words(withheld) if withheld else ""
    all_rows = rows.counted + sum(value.rows for value in dataset.dropped)
    whole = dataset.activity + sum(value.activity for value in dataset.dropped)
    told: list[tuple[str, str, int, int | None, str]] = [
        ("counted", "", rows.counted, dataset.activity, why),
        *(("dropped", d.value, d.rows, d.activity, d.why) for d in dataset.dropped),
        ("total", "", all_rows, whole, ""),
    ]
    if rows.elsewhere:
        told.append(("elsewhere", "", rows.elsewhere, None, _ELSEWHERE))
    parts, *_ = zip(*told, strict=True)
    rest = [line[1:] for line in told]
    return pd.DataFrame(rest, index=list(parts), columns=list(_COLUMNS)).astype(_COLUMNS)
