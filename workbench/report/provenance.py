"""Where the figures of a report come from, said once and repeated beside every table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.analysis.impact_result import Dropped, Impact
from workbench.mapping.bridge import FIFTH_EDITION_FROM, Edition
from workbench.report.definitions import DEFINITIONS_VERSION
from workbench.report.wording import count, counted, listed, year_name

__all__ = ["Fact", "base_line", "coded_in", "facts", "shares_line", "source_line", "title"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of where a report comes from."""

    label: str
    value: str


def title(impact: Impact) -> str:
    """Give the report's title."""
    year = impact.dataset.year
    when = f", {year_name(year)}" if year else ""
    return f"What a move from {coded_in(impact)} to {impact.releases.target} would change{when}"


def coded_in(impact: Impact) -> str:
    """Give the release the codes are read as, and the edition they were coded in where it differs.

    England coded in the 4th edition until the end of March 2016, whatever the codes are read as.

    Source: information standard SCCI0021, ICD-10 5th Edition in England from 1 April 2016.
    """
    release, year = impact.releases.source, impact.dataset.year
    if release == str(Edition.UK5.release) and year is not None and year < FIFTH_EDITION_FROM:
        return f"4th-edition codes read as {release}"
    return release


def source_line(impact: Impact) -> str:
    """Give the line that stands under every figure and table: releases, year, unit, whole."""
    return f"{base_line(impact)} Shares are {shares_line(impact)}."


def shares_line(impact: Impact) -> str:
    """Say what shares are of, where nothing else is said."""
    dataset = impact.dataset
    return f"of all {counted(dataset.codes, 'code')} and {count(dataset.activity)} in activity"


def base_line(impact: Impact) -> str:
    """Give that line without the whole, for a table that says itself what its shares are of."""
    releases, dataset = impact.releases, impact.dataset
    return (
        f"{coded_in(impact)} → {releases.target} by {releases.map}{_over(impact)}, "
        f"{year_name(dataset.year)}. "
        f"Activity: {dataset.unit}."
    )


def _over(impact: Impact) -> str:
    layers = impact.releases.layers
    return f" with {listed(list(layers))} over it" if layers else ""


def facts(impact: Impact) -> tuple[Fact, ...]:
    """Give everything a reader needs in order to take a figure for what it is."""
    releases, dataset = impact.releases, impact.dataset
    pairs = [
        ("From", coded_in(impact)),
        ("To", releases.target),
        ("Map", releases.map),
        *([("Layers over it", listed(list(releases.layers)))] if releases.layers else []),
        ("Bridges", "; ".join(releases.bridges) or "none needed"),
        ("Table of alternatives", releases.alternatives or _absent("several possible targets")),
        ("Map back", releases.back or _absent("the way back")),
        ("Foundation table", releases.foundation or _absent("what is a new loss")),
        ("Dataset", Path(dataset.path).name),
        ("Year", _year(dataset.year)),
        ("Activity", dataset.unit),
        ("Counted", f"{counted(dataset.codes, 'code')}, {count(dataset.activity)} in activity"),
        ("Shares", "of all codes and of all activity counted"),
        ("Definitions", f"version {DEFINITIONS_VERSION}"),
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
