"""What the move does to a code list: who is still found, and who is found by mistake.

A listed code, dots and ``X`` filler removed, stands for itself and every longer code that begins
with it. L are the dataset's codes so matched; R are those whose target is a target of some code
of L. Sensitivity is the activity of R∩L over that of L, ppv the activity of R∩L over that of R.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from workbench.analysis.impact_codes import CodeRow
from workbench.analysis.impact_measures import per_code_table
from workbench.analysis.impact_result import CODELIST_CODE_SCHEMA, CodelistImpact
from workbench.core.codelist import CodeList, stands_for
from workbench.core.codes import CodeSystem, natural_key

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Effect", "codelist_codes", "codelist_impact"]

_NO_TARGET = frozenset({"block", "chapter", "none"})


class Effect(StrEnum):
    """What the move does to a code of a list."""

    KEPT = "kept"
    LOST = "lost"
    GAINED = "gained"


#: By whether the code is found before and after.
_EFFECTS: Final = {
    (True, True): Effect.KEPT,
    (True, False): Effect.LOST,
    (False, True): Effect.GAINED,
}


def codelist_impact(
    codelist: CodeList, rows: Sequence[CodeRow], *, system: CodeSystem
) -> CodelistImpact:
    """Say what the move does to one list over one dataset.

    Parameters
    ----------
    codelist
        The list.
    rows
        The dataset's codes, classified.
    system
        The dataset's code system; a list of another system is answered with its reason only.
    """
    if codelist.system is not system:
        return _other_system(codelist, system)
    listed, found = _followed(codelist, rows)
    unknown = [
        code
        for code in codelist.codes
        if not any(row.bare.startswith(stands_for(code)) for row in listed)
    ]
    members = {row.code for row in listed}
    before = _activity(listed)
    after = _activity(found)
    both = _activity(row for row in found if row.code in members)
    low, high = _bounds(listed, rows)
    return CodelistImpact(
        name=codelist.name,
        codes=len(codelist.codes),
        unknown=tuple(sorted(unknown, key=natural_key)),
        activity_before=before,
        activity_after=after,
        low=low,
        high=high,
        sensitivity=_sensitivity(listed, found, both),
        ppv=_ratio(both, after) if listed and found else None,
        why=_why(listed, found),
    )


def codelist_codes(
    codelists: Iterable[CodeList], rows: Sequence[CodeRow], *, system: CodeSystem
) -> pa.Table:
    """Say which codes each list keeps, loses and gains.

    Parameters
    ----------
    codelists
        The lists; one of another system than the dataset's has no row.
    rows
        The dataset's codes, classified.
    system
        The dataset's code system.

    Returns
    -------
    pyarrow.Table
        Of `CODELIST_CODE_SCHEMA`: lists in the order given, codes in natural order.
    """
    import pyarrow as pa

    parts = [_codes_of(each, rows) for each in codelists if each.system is system]
    return pa.concat_tables([CODELIST_CODE_SCHEMA.empty_table(), *parts])


def _codes_of(codelist: CodeList, rows: Sequence[CodeRow]) -> pa.Table:
    import pyarrow as pa

    listed, found = _followed(codelist, rows)
    before, after = {row.code for row in listed}, {row.code for row in found}
    table = per_code_table(row for row in rows if row.code in before | after)
    codes = table["code"].to_pylist()
    table = table.append_column("name", pa.array([codelist.name] * len(codes), pa.string()))
    effects = [str(_EFFECTS[code in before, code in after]) for code in codes]
    table = table.append_column("effect", pa.array(effects, pa.string()))
    return table.select(CODELIST_CODE_SCHEMA.names).cast(CODELIST_CODE_SCHEMA)


def _followed(codelist: CodeList, rows: Sequence[CodeRow]) -> tuple[list[CodeRow], list[CodeRow]]:
    """Give the codes a list finds before the move, and those it finds after: L and R."""
    prefixes = tuple(stands_for(code) for code in codelist.codes)
    listed = [row for row in rows if row.bare.startswith(prefixes)]
    targets = {row.target for row in listed if row.target_kind not in _NO_TARGET}
    found = [row for row in rows if row.target_kind not in _NO_TARGET and row.target in targets]
    return listed, found


def _why(listed: list[CodeRow], found: list[CodeRow]) -> str | None:
    if not listed:
        return "no code of the list is in the data"
    if not found:
        return "no code of the list has an ICD-11 category as target"
    if not _activity(listed) and any(row.suppressed for row in listed):
        return "what is counted of the list was suppressed by the publisher"
    if not _activity(listed):
        return "the codes of the list have no activity in the data"
    return None


def _sensitivity(listed: list[CodeRow], found: list[CodeRow], both: int) -> float | None:
    if listed and not found:
        return 0.0
    return _ratio(both, _activity(listed)) if listed else None


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _activity(rows: Iterable[CodeRow]) -> int:
    return sum(row.activity for row in rows)


def _bounds(listed: list[CodeRow], rows: Sequence[CodeRow]) -> tuple[int | None, int | None]:
    """Give the activity surely and possibly found if a person chose among the alternatives.

    What the table lists is an alternative, a block too; so every code of the list that has any is
    surely found.
    """
    if any(row.many_targets is None for row in rows):
        return None, None
    reachable = {choice for row in listed for choice in row.choices}
    low = _activity(row for row in rows if row.choices and reachable.issuperset(row.choices))
    high = _activity(row for row in rows if not reachable.isdisjoint(row.choices))
    return low, high


def _other_system(codelist: CodeList, system: CodeSystem) -> CodelistImpact:
    return CodelistImpact(
        name=codelist.name,
        codes=None,
        unknown=None,
        activity_before=None,
        activity_after=None,
        low=None,
        high=None,
        sensitivity=None,
        ppv=None,
        why=f"a list of {codelist.system.label}; the dataset is coded in {system.label}",
    )
