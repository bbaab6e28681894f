"""Small numbers: what may be shown of a breakdown below national level.

Policy `hes` is NHS England's: 0 stays, 1 to 7 become ``*``, everything else is rounded to the
nearest 5; a total is summed first and then rounded, so it need not be the sum of what is shown.
Policy `none` shows every count. Which one was used stands in the output.

The trap: a share or a sentence with the exact figure gives a suppressed cell away. Shares are taken
from what is shown, and sensitivity and ppv are cut to two places.

Source: NHS England, HES Analysis Guide, small numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

from workbench.core.codes import natural_key
from workbench.core.suppression import IN_HOSPITAL, Suppressed
from workbench.errors import InputError

__all__ = [
    "NOTES",
    "SmallNumbers",
    "as_text",
    "parse_small_numbers",
    "shown",
    "shown_total",
    "suppress",
    "suppress_gaps",
]

_STEP: Final = 5
_PLACES: Final = 2

#: The fields of an impact document that count activity, or rows of the data.
_COUNTS: Final = frozenset({"activity", "rows", "activity_before", "activity_after", "low", "high"})
_RATIOS: Final = frozenset({"sensitivity", "ppv"})


class SmallNumbers(StrEnum):
    """What is done with small counts."""

    HES = "hes"
    NONE = "none"


#: What stands in the notes under each policy.
NOTES: Final = {
    SmallNumbers.HES: (
        "Small numbers: policy hes. 0 stays, 1 to 7 are shown as *, the rest to the nearest 5; "
        "totals are summed first, then rounded. Shares are of what is shown."
    ),
    SmallNumbers.NONE: "Small numbers: policy none. Every count is shown as it is.",
}


def parse_small_numbers(text: str) -> SmallNumbers:
    """Read a policy.

    Raises
    ------
    InputError
        If it is neither ``hes`` nor ``none``.
    """
    try:
        return SmallNumbers(text)
    except ValueError as error:
        message = f"small numbers '{text}' is not one of {', '.join(SmallNumbers)}"
        raise InputError(message) from error


def shown(count: int, policy: SmallNumbers) -> int | Suppressed:
    """Give what is shown of a count.

    Parameters
    ----------
    count
        0 or more.
    policy
        What is done with small counts.

    Examples
    --------
    >>> [str(shown(n, SmallNumbers.HES)) for n in (0, 1, 7, 8, 12, 13)]
    ['0', '*', '*', '10', '10', '15']
    """
    return _SHOWN[policy](count)


def shown_total(counts: Iterable[int], policy: SmallNumbers) -> int | Suppressed:
    """Give what is shown of a total: summed first, then suppressed or rounded.

    Examples
    --------
    >>> shown_total([3, 4, 6], SmallNumbers.HES)
    15
    """
    return shown(sum(counts), policy)


def _hes(count: int) -> int | Suppressed:
    if IN_HOSPITAL.least <= count <= IN_HOSPITAL.most:
        return IN_HOSPITAL
    return _STEP * ((count + _STEP // 2) // _STEP)


_SHOWN: Final[Mapping[SmallNumbers, Callable[[int], int | Suppressed]]] = {
    SmallNumbers.HES: _hes,
    SmallNumbers.NONE: int,
}


def suppress(document: Mapping[str, Any], policy: SmallNumbers) -> dict[str, Any]:
    """Give an impact document with its counts of activity as the policy shows them.

    Parameters
    ----------
    document
        As `Impact.to_dict` gives it, with every count.
    policy
        What is done with small counts.

    Returns
    -------
    dict
        The same keys; a suppressed cell is a `Suppressed`, a share or ratio of one None. The
        numbers of codes stay: they count codes, not people. The notes name the policy.
    """
    if policy is SmallNumbers.NONE:
        return dict(document)
    whole = _hes(document["dataset"]["activity"])
    changed = {key: _suppressed(value, whole) for key, value in document.items()}
    dataset = document["dataset"]
    notes = [
        _without_figures(note, dataset["unit"])
        for note in dataset["notes"]
        if note != NOTES[SmallNumbers.NONE]
    ]
    changed["dataset"] = {**changed["dataset"], "notes": [*notes, NOTES[policy]]}
    return changed


def suppress_gaps(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give a document of gaps with its activity as policy `hes` shows it.

    Parameters
    ----------
    document
        As `Gaps.to_dict` gives it, with every count.

    Returns
    -------
    dict
        The same keys; a suppressed cell is a `Suppressed`, a share of one None. Gaps of which the
        same is shown stand in order of code, since their rank would tell which is the larger.
    """
    if document["activity"]["total"] is None:
        return dict(document)
    totals = {key: _hes(count) for key, count in document["activity"].items()}
    found = [_gap(gap, totals["total"]) for gap in document["gaps"]]
    return {**document, "activity": totals, "gaps": sorted(found, key=_rank)}


def _gap(gap: Mapping[str, Any], whole: int | Suppressed) -> dict[str, Any]:
    if gap["activity"] is None:
        return dict(gap)
    activity = _hes(gap["activity"])
    return {**gap, "activity": activity, "share": _share(activity, whole)}


def _rank(gap: Mapping[str, Any]) -> tuple[int, int, object]:
    """Put counts before what is suppressed, here or by the publisher, and that before 0."""
    activity = gap["activity"]
    code = natural_key(gap["code"])
    if not isinstance(activity, int):
        return 1, 0, code
    return (0 if activity else 2), -activity, code


def as_text(value: Any) -> Any:  # noqa: ANN401 - any part of a document
    """Give a document with each suppressed cell as its sign, for JSON."""
    if isinstance(value, Suppressed):
        return str(value)
    if isinstance(value, list):
        return [as_text(item) for item in value]
    if isinstance(value, dict):
        return {key: as_text(inner) for key, inner in value.items()}
    return value


def _suppressed(value: Any, whole: int | Suppressed) -> Any:  # noqa: ANN401 - any part of a document
    if isinstance(value, list):
        return [_suppressed(item, whole) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _cell(key, inner, value, whole) for key, inner in value.items()}


def _cell(key: str, value: Any, row: Mapping[str, Any], whole: int | Suppressed) -> Any:  # noqa: ANN401 - any part of a document
    if key in _COUNTS:
        return None if value is None else _hes(value)
    if key == "activity_share":
        return _share(_hes(row["activity"]), whole)
    if key in _RATIOS and value is not None:
        cells = (_hes(row["activity_before"]), _hes(row["activity_after"]))
        known = not any(isinstance(cell, Suppressed) for cell in cells)
        return round(value, _PLACES) if known else None
    return _suppressed(value, whole)


def _share(part: int | Suppressed, whole: int | Suppressed) -> float | None:
    if isinstance(part, Suppressed) or isinstance(whole, Suppressed):
        return None
    return min(1.0, part / whole) if whole else 0.0


def _without_figures(note: str, unit: str) -> str:
    """Show the counts in a note, each before what it counts, as policy `hes` does."""

    def one(found: re.Match[str]) -> str:
        count = _hes(int(found[0].replace(",", "")))
        return str(count) if isinstance(count, Suppressed) else f"{count:,}"

    return re.sub(rf"\d[\d,]*(?= (?:{re.escape(unit)}|coded entries))", one, note)
