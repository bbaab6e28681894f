"""Exhibits of what a target says: the kinds of residual by chapter, and the codes to decide on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.uncertain import Reason, open_rows
from workbench.errors import InputError
from workbench.report.chapters import source_label
from workbench.report.definitions import value_label
from workbench.report.digest import RESIDUAL_KINDS, ResidualRow, residuals_by_chapter
from workbench.report.figures import (
    By,
    Series,
    bar_figure,
    by_codes_and_activity,
    residual_figure,
)
from workbench.report.portion import Portion, portion, portion_of_rows
from workbench.report.provenance import source_line
from workbench.report.wording import count, share
from workbench.views.exhibit import Column, Exhibit, Mark, Part
from workbench.widgets.exhibit_parts import (
    CODE_COLUMNS,
    PORTION_COLUMNS,
    by_activity,
    part_of,
    whole_of,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from workbench.analysis.impact_result import Impact

__all__ = ["residual_exhibit", "uncertain_exhibit"]

_PANELS: Final = range(2)
_OPEN: Final = ("var(--kind-loss)", "")


def residual_exhibit(impact: Impact) -> Exhibit:
    """Show the kinds of residual in each chapter, and the codes of each bar.

    The keys of its parts: ``all``, ``IX`` (a chapter), ``IX new_loss``, and ``new_loss``.

    Raises
    ------
    InputError
        If the Foundation table was not there, which tells new loss apart.
    """
    rows = residuals_by_chapter(impact)
    if not rows:
        message = "the kinds of residual are not known: the impact was counted without 'foundation'"
        raise InputError(message)
    figures = [residual_figure(rows, by=by) for by in (By.CODES, By.ACTIVITY)]
    return Exhibit(
        title="Kinds of residual in each chapter, as shares of that chapter",
        source=source_line(impact),
        figure=by_codes_and_activity(*figures),
        columns=(Column(heading="Chapter"), Column(heading="Kind of target"), *PORTION_COLUMNS),
        parts=_residual_parts(impact, rows),
        row_columns=CODE_COLUMNS,
        rows=by_activity(impact.per_code),
    )


def _residual_parts(impact: Impact, rows: tuple[ResidualRow, ...]) -> tuple[Part, ...]:
    parts = [part_of("all", ("every chapter", "every kind"), whole_of(impact))]
    for at, row in enumerate(rows):
        name, label = row.chapter or "none", source_label(row.chapter)
        where = (("source_chapter", row.chapter),)
        every = tuple(mark for number in range(len(RESIDUAL_KINDS)) for mark in _pair(number, at))
        parts.append(part_of(name, (label, "every kind"), row.total, where=where, marks=every))
        parts += [
            part_of(
                f"{name} {kind}",
                (label, value_label("residual_kind", kind)),
                row.parts[kind],
                where=(*where, ("residual_kind", kind)),
                marks=_pair(number, at),
            )
            for number, kind in enumerate(RESIDUAL_KINDS)
            if row.parts[kind].codes
        ]
    return (*parts, *(_kind_part(impact, rows, number) for number in range(len(RESIDUAL_KINDS))))


def _pair(number: int, at: int) -> tuple[Mark, ...]:
    """Give the two bars of a kind in a chapter, by code and by activity."""
    return tuple(Mark(trace=number + panel * len(RESIDUAL_KINDS), at=at) for panel in _PANELS)


def _kind_part(impact: Impact, rows: tuple[ResidualRow, ...], number: int) -> Part:
    kind = RESIDUAL_KINDS[number]
    whole = portion(
        impact.dataset,
        codes=sum(row.parts[kind].codes for row in rows),
        activity=sum(row.parts[kind].activity for row in rows),
    )
    return part_of(
        kind,
        ("every chapter", value_label("residual_kind", kind)),
        whole,
        where=(("residual_kind", kind),),
        marks=tuple(mark for at in range(len(rows)) for mark in _pair(number, at)),
    )


# Codes to decide on


def uncertain_exhibit(impact: Impact) -> Exhibit:
    """Show why somebody has to decide on a code, and the codes of each reason.

    The keys of its parts: ``all``, and the values of `workbench.analysis.uncertain.Reason` that
    hold for some code.
    """
    found = {
        reason: portion_of_rows(open_rows(impact.per_code, reason), impact.dataset)
        for reason in Reason
    }
    held = {reason: part for reason, part in found.items() if part.codes}
    every = portion_of_rows(open_rows(impact.per_code, *Reason), impact.dataset)
    labels = tuple(reason.label for reason in held)
    figures = [
        bar_figure(labels, (_bars(held, unit),), axis={"tickformat": ","})
        for unit in ("codes", "activity")
    ]
    return Exhibit(
        title="Codes on which somebody has to decide, by reason",
        source=f"{source_line(impact)} A code may have several reasons. {_missing(impact)}".strip(),
        figure=by_codes_and_activity(*figures),
        columns=(Column(heading="What is open"), *PORTION_COLUMNS),
        parts=(
            part_of("all", ("for any reason",), every),
            *(
                part_of(
                    str(reason),
                    (reason.label,),
                    part,
                    where=((str(reason), "true"),),
                    marks=tuple(Mark(trace=panel, at=at) for panel in _PANELS),
                )
                for at, (reason, part) in enumerate(held.items())
            ),
        ),
        row_columns=(
            *CODE_COLUMNS,
            Column(heading="Alternatives", name="alternatives"),
            Column(heading="What is open", name="why"),
        ),
        rows=_told(impact.uncertain),
    )


def _missing(impact: Impact) -> str:
    absent = {
        "which codes have several targets": impact.releases.alternatives,
        "what is a new loss": impact.releases.foundation,
    }
    lacking = [what for what, table in absent.items() if table is None]
    return f"Not known, for want of a companion map: {'; '.join(lacking)}." if lacking else ""


def _bars(held: dict[Reason, Portion], unit: str) -> Series:
    parts = list(held.values())
    return Series(
        name="codes to decide on",
        look=_OPEN,
        values=tuple(getattr(part, unit) for part in parts),
        words=tuple(
            f"{count(getattr(part, unit))} ({share(getattr(part, f'{unit}_share'))})"
            for part in parts
        ),
    )


def _told(table: pa.Table) -> pa.Table:
    """Give each reason a column of its own, and all of them as words."""
    import pyarrow as pa

    reasons: list[list[str]] = table["reasons"].to_pylist()
    for reason in Reason:
        said: list[Any] = [str(str(reason) in some).lower() for some in reasons]
        table = table.append_column(str(reason), pa.array(said, pa.string()))
    words = ["; ".join(Reason(one).label for one in some) for some in reasons]
    return table.append_column("why", pa.array(words, pa.string()))
