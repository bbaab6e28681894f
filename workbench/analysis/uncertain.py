"""The codes on which somebody has to decide, and why: no table does it for them.

A code may have several reasons, so the numbers of codes by reason add up to more than there are.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import pyarrow.compute as pc

from workbench.analysis.impact_result import UNCERTAIN_SCHEMA

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["LABELS", "Reason", "open_rows", "uncertain_table"]


class Reason(StrEnum):
    """Why somebody has to decide on a code."""

    SEVERAL = "several"
    NEW_LOSS = "new_loss"
    BLOCK = "block"
    CHAPTER = "chapter"
    EXTENSION = "extension"
    NONE = "none"
    PARENT = "parent"

    @property
    def label(self) -> str:
        """The reason in a few words."""
        return LABELS[self]


#: The reasons in a few words each.
LABELS: Final = {
    Reason.SEVERAL: "several possible targets",
    Reason.NEW_LOSS: "new loss of detail",
    Reason.BLOCK: "a block, not a code",
    Reason.CHAPTER: "a chapter, not a code",
    Reason.EXTENSION: "cannot stand alone",
    Reason.NONE: "no target",
    Reason.PARENT: "borrowed from its parent",
}

#: For each reason the column of `PER_CODE_SCHEMA` that says it, and the value that does.
_SAID_BY: Final = {
    Reason.SEVERAL: ("many_targets", "true"),
    Reason.NEW_LOSS: ("residual_kind", "new_loss"),
    Reason.BLOCK: ("target_kind", "block"),
    Reason.CHAPTER: ("target_kind", "chapter"),
    Reason.EXTENSION: ("target_kind", "extension"),
    Reason.NONE: ("target_kind", "none"),
    Reason.PARENT: ("method", "parent"),
}


def open_rows(per_code: pa.Table, *reasons: Reason) -> pa.Table:
    """Keep the codes for which one of some reasons holds.

    Parameters
    ----------
    per_code
        A table of `PER_CODE_SCHEMA`.
    reasons
        One or more.
    """
    masks = [pc.equal(per_code[_SAID_BY[reason][0]], _SAID_BY[reason][1]) for reason in reasons]
    kept = pc.fill_null(masks[0], fill_value=False)
    for mask in masks[1:]:
        kept = pc.or_(kept, pc.fill_null(mask, fill_value=False))
    return per_code.filter(kept)


def uncertain_table(per_code: pa.Table) -> pa.Table:
    """Give the codes on which somebody has to decide, each with every reason.

    Parameters
    ----------
    per_code
        A table of `PER_CODE_SCHEMA`.

    Returns
    -------
    pyarrow.Table
        Of `UNCERTAIN_SCHEMA`, most activity first, then by code.
    """
    import pyarrow as pa

    rows = open_rows(per_code, *Reason)
    rows = rows.sort_by([("activity", "descending"), ("code", "ascending")])
    reasons = [
        [str(reason) for reason, (column, value) in _SAID_BY.items() if row[column] == value]
        for row in rows.to_pylist()
    ]
    column = pa.array(reasons, UNCERTAIN_SCHEMA.field("reasons").type)
    table = rows.append_column("reasons", column)
    return table.select(UNCERTAIN_SCHEMA.names).cast(UNCERTAIN_SCHEMA)
