"""An impact as figures with their tables, for a notebook; a line of Python says the same."""

from __future__ import annotations

from collections.abc import Callable

from workbench.analysis.impact_result import Impact
from workbench.errors import InputError
from workbench.views.exhibit import Exhibit
from workbench.widgets.exhibit import FigureAndTable
from workbench.widgets.flow_exhibits import chapter_exhibit, flow_exhibit
from workbench.widgets.kind_exhibits import residual_exhibit, uncertain_exhibit
from workbench.widgets.list_exhibit import list_exhibit

__all__ = [
    "codelist_effect",
    "impact_chapters",
    "impact_flow",
    "impact_residuals",
    "impact_uncertain",
]


def impact_flow(impact: Impact) -> FigureAndTable:
    """Show where each chapter goes: a Sankey diagram, its bands as rows, and the codes of each.

    In Python the same is ``impact.chapter_flow.to_pandas()``.

    Parameters
    ----------
    impact
        What a move would change.

    Raises
    ------
    InputError
        If it is no impact.
    """
    return _shown(impact, flow_exhibit)


def impact_chapters(impact: Impact) -> FigureAndTable:
    """Show what stays in each chapter, leaves it and comes to it, and the codes of each.

    In Python the same is ``impact.chapters.to_pandas()``.

    Parameters
    ----------
    impact
        What a move would change.

    Raises
    ------
    InputError
        If it is no impact, or no code of the data is of a chapter of ICD-10.
    """
    return _shown(impact, chapter_exhibit)


def impact_residuals(impact: Impact) -> FigureAndTable:
    """Show what lands on *other* and *unspecified* in each chapter, and how much of it is new loss.

    In Python the same is ``impact.per_code.to_pandas()``, grouped by ``source_chapter`` and
    ``residual_kind``.

    Parameters
    ----------
    impact
        What a move would change.

    Raises
    ------
    InputError
        If it is no impact, or one counted without the Foundation table.
    """
    return _shown(impact, residual_exhibit)


def impact_uncertain(impact: Impact) -> FigureAndTable:
    """Show the codes on which somebody has to decide, by reason.

    In Python the same is ``impact.uncertain.to_pandas()``.

    Parameters
    ----------
    impact
        What a move would change.

    Raises
    ------
    InputError
        If it is no impact.
    """
    return _shown(impact, uncertain_exhibit)


def codelist_effect(impact: Impact) -> FigureAndTable:
    """Show what each code list keeps, loses and gains.

    In Python the same is ``impact.codelists`` by list, and by code
    ``impact.codelist_codes.to_pandas()``.

    Parameters
    ----------
    impact
        What a move would change, counted with ``codelists``.

    Raises
    ------
    InputError
        If it is no impact, or one counted without code lists.
    """
    return _shown(impact, list_exhibit)


def _shown(impact: Impact, make: Callable[[Impact], Exhibit]) -> FigureAndTable:
    if not isinstance(impact, Impact):
        message = (
            f"a figure of an impact shows what ws.impact(…) gave, not a {type(impact).__name__}"
        )
        raise InputError(message)
    return FigureAndTable(make(impact))
