"""The exhibit of code lists: what each keeps, loses and gains by the move."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pyarrow.compute as pc

from workbench.analysis.codelists import Effect
from workbench.errors import InputError
from workbench.report.codelist_words import CODELIST_SHARES
from workbench.report.figures import Series, bar_figure, by_codes_and_activity
from workbench.report.provenance import base_line
from workbench.report.wording import UNKNOWN, count, share
from workbench.views.exhibit import Column, Exhibit, Look, Mark, Part
from workbench.widgets.exhibit_parts import CODE_COLUMNS, by_activity

if TYPE_CHECKING:
    import pyarrow as pa

    from workbench.analysis.impact_result import CodelistImpact, Impact

__all__ = ["list_exhibit"]

#: What becomes of a code: in words, and how it is drawn.
_EFFECTS: Final = {
    Effect.KEPT: ("kept: found before and after", ("var(--kind-label)", ".")),
    Effect.LOST: ("lost: found before only", ("var(--kind-loss)", "")),
    Effect.GAINED: ("gained: found after only", ("var(--kind-before)", "/")),
}
_BEFORE: Final = frozenset({Effect.KEPT, Effect.LOST})
_UNITS: Final = ("codes", "activity")

_Counts = dict[tuple[str, str], dict[str, int]]


def list_exhibit(impact: Impact) -> Exhibit:
    """Show what each code list keeps, loses and gains, and the codes of each bar.

    The keys of its parts: ``all``, the name of a list, and name and effect, as ``ICD_asthma lost``;
    one that is taken gets a number, as ``all (2)``.

    Raises
    ------
    InputError
        If the impact was counted without code lists.
    """
    if not impact.codelists:
        message = "the impact was counted without 'codelists'"
        raise InputError(message)
    counts = _counts(impact.codelist_codes)
    labels = tuple(each.name for each in impact.codelists)
    figures = [
        bar_figure(
            labels,
            tuple(_bars(labels, counts, effect, unit) for effect in Effect),
            axis={"tickformat": ".0%", "rangemode": "tozero"},
        )
        for unit in _UNITS
    ]
    return Exhibit(
        title="What each code list finds after the move, as a share of what it found before",
        source=f"{base_line(impact)} {CODELIST_SHARES}",
        figure=by_codes_and_activity(*figures),
        columns=(
            Column(heading="List"),
            Column(heading="What happens"),
            *(Column(heading=heading, look=Look.NUMBER) for heading in ("Codes", "Activity")),
            Column(heading="Of the activity before", look=Look.NUMBER),
            Column(heading="How well it is found"),
        ),
        parts=_parts(impact, counts),
        row_columns=(
            Column(heading="List", name="name"),
            Column(heading="What happens", name="effect"),
            *CODE_COLUMNS,
        ),
        rows=by_activity(impact.codelist_codes),
    )


def _counts(codes: pa.Table) -> _Counts:
    grouped = codes.group_by(["name", "effect"]).aggregate([("code", "count"), ("activity", "sum")])
    return {
        (row["name"], row["effect"]): {
            "codes": row["code_count"],
            "activity": row["activity_sum"] or 0,
        }
        for row in grouped.to_pylist()
    }


def _count(counts: _Counts, name: str, effects: frozenset[Effect], unit: str) -> int:
    return sum(counts.get((name, effect), {}).get(unit, 0) for effect in effects)


def _bars(labels: tuple[str, ...], counts: _Counts, effect: Effect, unit: str) -> Series:
    words, look = _EFFECTS[effect]
    numbers = [_count(counts, name, frozenset({effect}), unit) for name in labels]
    wholes = [_count(counts, name, _BEFORE, unit) for name in labels]
    pairs = list(zip(numbers, wholes, strict=True))
    return Series(
        name=words,
        look=look,
        values=tuple(number / whole if whole else 0.0 for number, whole in pairs),
        words=tuple(f"{count(number)}; before {count(whole)}" for number, whole in pairs),
    )


def _parts(impact: Impact, counts: _Counts) -> tuple[Part, ...]:
    codes = impact.codelist_codes
    activity: Any = pc.sum(codes["activity"]).as_py()
    every = Part(
        key="all",
        label="Every list, a code once a list",
        cells=("every list", "", count(codes.num_rows), count(activity or 0), "", ""),
        codes=codes.num_rows,
        activity=activity or 0,
    )
    parts = [every]
    for at, each in enumerate(impact.codelists):
        parts.append(_list_part(each, counts, at))
        if each.codes is not None:
            parts += [_effect_part(each.name, counts, effect, at) for effect in Effect]
    return _distinct(parts)


def _distinct(parts: list[Part]) -> tuple[Part, ...]:
    """Give each part a key of its own, whatever the lists are called: ``all``, ``asthma lost``."""
    found: dict[str, Part] = {}
    for part in parts:
        others = (f"{part.key} ({number})" for number in itertools.count(2))
        key = next(key for key in itertools.chain([part.key], others) if key not in found)
        found[key] = replace(part, key=key)
    return tuple(found.values())


def _list_part(each: CodelistImpact, counts: _Counts, at: int) -> Part:
    numbers = [_count(counts, each.name, frozenset(Effect), unit) for unit in _UNITS]
    shown = ["n/a", "n/a"] if each.codes is None else map(count, numbers)
    marks = [mark for number in range(len(Effect)) for mark in _pair(number, at)]
    return Part(
        key=each.name,
        label=each.name,
        cells=(each.name, "before or after", *shown, "", _how_well(each)),
        codes=numbers[0],
        activity=numbers[1],
        where=(("name", each.name),),
        marks=tuple(marks),
    )


def _effect_part(name: str, counts: _Counts, effect: Effect, at: int) -> Part:
    codes, activity = (_count(counts, name, frozenset({effect}), unit) for unit in _UNITS)
    before = _count(counts, name, _BEFORE, "activity")
    words = _EFFECTS[effect][0]
    return Part(
        key=f"{name} {effect}",
        label=f"{name}, {words}",
        cells=(
            name,
            words,
            count(codes),
            count(activity),
            share(activity / before) if before else "",
            "",
        ),
        codes=codes,
        activity=activity,
        where=(("name", name), ("effect", str(effect))),
        marks=_pair(list(Effect).index(effect), at),
    )


def _pair(number: int, at: int) -> tuple[Mark, ...]:
    """Give the two bars of an effect on a list, by code and by activity."""
    return tuple(Mark(trace=number + panel * len(Effect), at=at) for panel in range(2))


def _how_well(each: CodelistImpact) -> str:
    """Say before, after, its bounds, and both shares; or why they are not known."""
    if each.activity_before is None or each.activity_after is None:
        return each.why or UNKNOWN
    low, high = (UNKNOWN if bound is None else count(bound) for bound in (each.low, each.high))
    shares = [
        f"{word} {share(ratio)}"
        for word, ratio in (("sensitivity", each.sensitivity), ("PPV", each.ppv))
        if ratio is not None
    ]
    told = [
        f"before {count(each.activity_before)}, after {count(each.activity_after)}",
        f"low {low}, high {high}",
        *shares,
        *([each.why] if each.why else []),
    ]
    return "; ".join(told)
