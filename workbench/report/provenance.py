"""Where the figures of a report come from, said once and repeated beside every table."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.analysis.impact_result import Dropped, Impact
from workbench.report.wording import count, counted, year_name

__all__ = ["Fact", "base_line", "facts", "source_line", "title"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of where a report comes from."""

    label: str
    value: str


def title(impact: Impact) -> str:
    """Give the report's title."""
    releases = impact.releases
    year = impact.dataset.year
    when = f", {year_name(year)}" if year else ""
    return f"What a move from {releases.source} to {releases.target} would change{when}"


def source_line(impact: Impact) -> str:
    """Give the line that stands under every figure and table: releases, year, unit, whole."""
    dataset = impact.dataset
    return (
        f"{base_line(impact)} Shares are of all {counted(dataset.codes, 'code')} and "
        f"{count(dataset.activity)} in activity."
    )


def base_line(impact: Impact) -> str:
    """Give that line without the whole, for a table that says itself what its shares are of."""
    releases, dataset = impact.releases, impact.dataset
    return (
        f"{releases.source} → {releases.target} by {releases.map}, {year_name(dataset.year)}. "
        f"Activity: {dataset.unit}."
    )


def facts(impact: Impact) -> tuple[Fact, ...]:
    """Give everything a reader needs in order to take a figure for what it is."""
    releases, dataset = impact.releases, impact.dataset
    pairs = [
        ("From", releases.source),
        ("To", releases.target),
        ("Map", releases.map),
        ("Bridges", "; ".join(releases.bridges) or "none needed"),
        ("Table of alternatives", releases.alternatives or _absent("several possible targets")),
        ("Map back", releases.back or _absent("the way back")),
        ("Foundation table", releases.foundation or _absent("what is a new loss")),
        ("Dataset", dataset.path),
        ("Year", _year(dataset.year)),
        ("Activity", dataset.unit),
        ("Counted", f"{counted(dataset.codes, 'code')}, {count(dataset.activity)} in activity"),
        ("Shares", "of all codes and of all activity counted"),
        ("Dropped", "; ".join(map(_dropped, dataset.dropped)) or "nothing"),
    ]
    notes = [("Note", note) for note in dataset.notes]
    return tuple(Fact(label=label, value=value) for label, value in (*pairs, *notes))


def _absent(what: str) -> str:
    return f"not held, so {what} cannot be said"


def _year(year: str | None) -> str:
    name = year_name(year)
    return name if year is None or name == year else f"{name} (from {year})"


def _dropped(dropped: Dropped) -> str:
    rows = counted(dropped.rows, "row")
    return f"'{dropped.value}' ({rows}, {count(dropped.activity)} in activity): {dropped.why}"
