"""Exhibits of where chapters go: the flow between them, and what each keeps, loses and gains."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import InputError
from workbench.report.chapters import (
    continues,
    source_label,
    source_order,
    target_label,
    target_order,
)
from workbench.report.digest import Flow, flows
from workbench.report.figures import Series, bar_figure, by_codes_and_activity
from workbench.report.flow_figure import drawn_flows, flow_figure, flow_legend
from workbench.report.portion import portion
from workbench.report.provenance import source_line
from workbench.report.wording import count, system_name
from workbench.views.exhibit import Column, Exhibit, Look, Mark, Part, Target
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
    from workbench.report.figures import Figure

__all__ = ["chapter_exhibit", "flow_exhibit"]

_EVERY: Final = "every chapter"
_LEGEND: Final = 26
_ENDS: Final = ("source_chapter", "target_chapter")

_STAYS: Final = "stays"
_IMPLIED: Final = "The ratio, activity after ÷ before, is implied by the map alone."

#: For each change that is drawn its words, its colour and pattern, and its sign.
_CHANGES: Final = {
    "out": ("leaves", ("var(--kind-loss)", ""), -1),
    "in": ("comes", ("var(--kind-before)", "/"), 1),
}
_PARTS: Final = {"before": "before", "stay": "stays", "out": "leaves", "in": "comes"}


def flow_exhibit(impact: Impact) -> Exhibit:
    """Show the flow of activity between chapters, and the codes of each band.

    The keys of its parts: ``all``, ``IX→`` (what leaves for anywhere), ``→11``, ``IX→11``; a
    chapter that is not there is ``none``.
    """
    found = flows(impact)
    releases = impact.releases
    names = system_name(releases.source), system_name(releases.target)
    figure = flow_figure(found, source=names[0], target=names[1])
    return Exhibit(
        title="Activity by chapter, before and after the move",
        source=source_line(impact),
        figure=_with_legend(figure, flow_legend(found)),
        columns=(
            Column(heading=f"From ({names[0]})"),
            Column(heading=f"To ({names[1]})"),
            Column(heading="What happens"),
            *PORTION_COLUMNS,
        ),
        parts=_flow_parts(impact, found),
        row_columns=CODE_COLUMNS,
        rows=by_activity(impact.per_code),
    )


def _with_legend(figure: Figure, legend: str) -> Figure:
    layout = figure["layout"]
    words = {"text": legend, "x": 0.5, "y": 0, "xref": "paper", "yref": "paper"}
    place = {"yanchor": "top", "yshift": -12, "showarrow": False}
    margin = {**layout["margin"], "b": layout["margin"]["b"] + _LEGEND}
    changed = {
        "height": layout["height"] + _LEGEND,
        "margin": margin,
        "annotations": [*layout["annotations"], {**words, **place}],
    }
    return {**figure, "layout": {**layout, **changed}}


def _flow_parts(impact: Impact, found: tuple[Flow, ...]) -> tuple[Part, ...]:
    marks = _Marks.of(found)
    parts = [part_of("all", (_EVERY, _EVERY, ""), whole_of(impact), label="Every chapter")]
    for source in sorted({flow.source for flow in found}, key=source_order):
        here = [flow for flow in found if flow.source == source]
        words = (source_label(source), _EVERY, "")
        parts.append(_chapter_part(impact, f"{_name(source)}→", words, here, marks.left(source)))
        parts += [_flow_part(flow, marks.bands([flow])) for flow in here]
    for target in sorted({flow.target for flow in found}, key=target_order):
        here = [flow for flow in found if flow.target == target]
        words = (_EVERY, target_label(target), "")
        parts.append(_chapter_part(impact, f"→{_name(target)}", words, here, marks.right(target)))
    return tuple(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marks:
    """Where flows and chapters stand in the figure; what is too thin stands nowhere."""

    flows: tuple[Flow, ...]
    sources: tuple[str | None, ...]
    targets: tuple[str | None, ...]

    @classmethod
    def of(cls, found: tuple[Flow, ...]) -> _Marks:
        flows = drawn_flows(found)
        return cls(
            flows=tuple(flows),
            sources=tuple(sorted({flow.source for flow in flows}, key=source_order)),
            targets=tuple(sorted({flow.target for flow in flows}, key=target_order)),
        )

    def bands(self, some: list[Flow]) -> tuple[Mark, ...]:
        return tuple(Mark(trace=0, at=at) for at, flow in enumerate(self.flows) if flow in some)

    def left(self, chapter: str | None) -> tuple[Mark, ...]:
        ends = [flow for flow in self.flows if flow.source == chapter]
        return (*_node(self.sources, chapter, 0), *self.bands(ends))

    def right(self, chapter: str | None) -> tuple[Mark, ...]:
        ends = [flow for flow in self.flows if flow.target == chapter]
        return (*_node(self.targets, chapter, len(self.sources)), *self.bands(ends))


def _node(chapters: tuple[str | None, ...], chapter: str | None, first: int) -> tuple[Mark, ...]:
    there = [at for at, name in enumerate(chapters, first) if name == chapter]
    return tuple(Mark(trace=0, at=at, target=Target.NODE) for at in there)


def _chapter_part(
    impact: Impact,
    key: str,
    words: tuple[str, str, str],
    here: list[Flow],
    marks: tuple[Mark, ...],
) -> Part:
    """Make the part of all that leaves a chapter, or of all that comes to one."""
    ends = {flow.source for flow in here} if key.endswith("→") else {flow.target for flow in here}
    column = _ENDS[0] if key.endswith("→") else _ENDS[1]
    return part_of(
        key,
        words,
        portion(
            impact.dataset,
            codes=sum(flow.part.codes for flow in here),
            activity=sum(flow.part.activity for flow in here),
        ),
        label=f"{words[0]} → {words[1]}",
        where=tuple((column, end) for end in ends),
        marks=marks,
    )


def _flow_part(flow: Flow, marks: tuple[Mark, ...]) -> Part:
    words = (source_label(flow.source), target_label(flow.target), flow.kind.label)
    return part_of(
        f"{_name(flow.source)}→{_name(flow.target)}",
        words,
        flow.part,
        label=f"{words[0]} → {words[1]}, {words[2]}",
        where=(("source_chapter", flow.source), ("target_chapter", flow.target)),
        marks=marks,
    )


def _name(chapter: str | None) -> str:
    return chapter or "none"


# Chapters


def chapter_exhibit(impact: Impact) -> Exhibit:
    """Show what leaves each chapter and what comes to it, with the codes of either.

    The keys of its parts: ``all``, then for a chapter ``IX before``, ``IX stay``, ``IX out`` and
    ``IX in``; a chapter of ICD-11 that continues none has ``→07 in`` alone.

    Raises
    ------
    InputError
        If no code of the data is of a chapter of ICD-10.
    """
    rows = impact.chapters.to_pylist()
    if not rows:
        message = f"no chapter of {impact.releases.source} is continued by one of ICD-11"
        raise InputError(message)
    labels = tuple(map(_chapter_label, rows))
    axis = {"tickformat": ","}
    figures = [
        bar_figure(labels, tuple(_changes(rows, change, unit) for change in _CHANGES), axis=axis)
        for unit in ("codes", "activity")
    ]
    return Exhibit(
        title="What leaves each chapter (left) and what comes to it (right)",
        source=f"{source_line(impact)} {_IMPLIED}",
        figure=by_codes_and_activity(*figures),
        columns=(
            Column(heading="Chapter"),
            Column(heading="What happens"),
            *PORTION_COLUMNS,
            Column(heading="Net activity", look=Look.NUMBER),
            Column(heading="Map-implied ratio", look=Look.NUMBER),
        ),
        parts=_chapter_parts(impact, rows, labels),
        row_columns=CODE_COLUMNS,
        rows=by_activity(_with_stays(impact.per_code)),
    )


def _chapter_label(row: dict[str, Any]) -> str:
    source, target = row["source_chapter"], row["target_chapter"]
    if source is None:
        return f"new: {target_label(target)}"
    return f"{source_label(source)} → {target}"


def _changes(rows: list[dict[str, Any]], change: str, unit: str) -> Series:
    name, look, sign = _CHANGES[change]
    numbers = [row[f"{unit}_{change}"] or 0 for row in rows]
    return Series(
        name=name,
        look=look,
        values=tuple(sign * number for number in numbers),
        words=tuple(
            f"{count(number)} {unit if unit == 'codes' else 'in activity'}" for number in numbers
        ),
    )


def _chapter_parts(
    impact: Impact, rows: list[dict[str, Any]], labels: tuple[str, ...]
) -> tuple[Part, ...]:
    whole = part_of("all", (_EVERY, ""), whole_of(impact), label="Every chapter")
    parts = [replace(whole, cells=(*whole.cells, "", ""))]
    for at, (row, label) in enumerate(zip(rows, labels, strict=True)):
        name = row["source_chapter"] or f"→{row['target_chapter']}"  # X is a chapter of both
        for change, words in _PARTS.items():
            if not row[f"codes_{change}"]:
                continue
            part = part_of(
                f"{name} {change}",
                (label, words),
                portion(
                    impact.dataset,
                    codes=row[f"codes_{change}"],
                    activity=row[f"activity_{change}"],
                ),
                where=_where(row, change),
                marks=_bar_marks(change, at),
            )
            parts.append(replace(part, cells=(*part.cells, *_balance(row, change))))
    return tuple(parts)


def _where(row: dict[str, Any], change: str) -> tuple[tuple[str, str | None], ...]:
    source = ("source_chapter", row["source_chapter"])
    return {
        "before": (source,),
        "stay": (source, (_STAYS, "true")),
        "out": (source, (_STAYS, "false")),
        "in": (("target_chapter", row["target_chapter"]), (_STAYS, "false")),
    }[change]


def _bar_marks(change: str, at: int) -> tuple[Mark, ...]:
    """Give the two bars of a change, by code and by activity."""
    if change not in _CHANGES:
        return ()
    first = list(_CHANGES).index(change)
    return tuple(Mark(trace=first + panel * len(_CHANGES), at=at) for panel in range(2))


def _balance(row: dict[str, Any], change: str) -> tuple[str, str]:
    """Give net and ratio where the chapter is first named."""
    first = "in" if row["source_chapter"] is None else "before"
    if change != first:
        return "", ""
    ratio = row["map_implied_ratio"]
    return f"{row['activity_net']:+,}", "" if ratio is None else f"{ratio:.2f}"


def _with_stays(per_code: pa.Table) -> pa.Table:
    import pyarrow as pa

    ends = zip(*(per_code[name].to_pylist() for name in _ENDS), strict=True)
    stays = [str(continues(*pair)).lower() for pair in ends]
    return per_code.append_column(_STAYS, pa.array(stays, pa.string()))
