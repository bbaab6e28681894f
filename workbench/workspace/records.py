"""The columns of a table of records: a concept, and an age and a sex where there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbench.errors import InputError

__all__ = ["RecordColumns", "record_columns"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RecordColumns:
    """Three columns of one length, each in the family of its frame.

    Attributes
    ----------
    codes
        Of concepts.
    ages, sexes
        None where the frame has none.
    """

    codes: Any
    ages: Any
    sexes: Any


def record_columns(
    frame: object, *, concept: str, age: str | None, sex: str | None
) -> RecordColumns:
    """Pick the columns of a frame.

    Parameters
    ----------
    frame
        Of pandas, Polars or PyArrow, or a mapping of columns.
    concept, age, sex
        Headings; of the last two None stands for ``age`` and ``sex`` where there are such columns.

    Raises
    ------
    InputError
        If it is no frame in memory, or a heading is not in it.
    """
    import narwhals as nw
    import pyarrow as pa

    try:
        table: Any = pa.table(dict(frame)) if isinstance(frame, Mapping) else frame
        held = nw.from_native(table, eager_only=True)
    except (TypeError, pa.ArrowInvalid) as error:
        message = (
            f"a table of records is {type(frame).__name__}; expected a frame of pandas, Polars or "
            "PyArrow, or a mapping of columns of one length"
        )
        raise InputError(message) from error
    pandas = held.implementation is nw.Implementation.PANDAS

    def column(name: str) -> Any:  # noqa: ANN401 - of the frame's family
        if name not in held.columns:
            message = f"there is no such column; the frame has {', '.join(map(str, held.columns))}"
            raise InputError(message, column=name)
        series = held.get_column(name)
        return series.to_native() if pandas else series.to_arrow()

    return RecordColumns(
        codes=column(concept),
        ages=column(age or "age") if age or "age" in held.columns else None,
        sexes=column(sex or "sex") if sex or "sex" in held.columns else None,
    )
