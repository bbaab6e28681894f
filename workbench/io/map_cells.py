"""One cell of a map's table, read from text: what each column of `MAP_SCHEMA` may hold.

Every reader of maps asks here, so that a confidence of 2 or a date of the 31st of June is refused
in the same words whatever file it stands in.

Source: ISO 8601; SSSOM 1.1 (``confidence`` lies between 0 and 1).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, TypeAlias

from workbench.core.codes import Kind, Mark
from workbench.errors import InputError
from workbench.mapping.profile import Profile
from workbench.mapping.provenance import EntryStatus, Provenance
from workbench.mapping.relation import MapRelation, NoMapReason
from workbench.mapping.schema import MAP_DEFAULTS

__all__ = ["VOCABULARIES", "Cell", "read_map_cell", "with_unknown"]

#: A value of a map row.
Cell: TypeAlias = "str | int | float | None"

#: The words that a column may hold.
VOCABULARIES: Final[Mapping[str, tuple[str, ...]]] = {
    "source_kind": tuple(Kind),
    "target_kind": tuple(Kind),
    "relation": tuple(MapRelation),
    "mark": tuple(Mark),
    "no_map": tuple(NoMapReason),
    "profile": tuple(Profile),
    "provenance": tuple(Provenance),
    "status": tuple(EntryStatus),
}
_NUMBER: Final = re.compile(r"-?\d{1,9}")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_map_cell(column: str, text: str) -> Cell:
    """Give the value of a cell; an empty one is the column's default, or null.

    Parameters
    ----------
    column
        A name of `MAP_SCHEMA`.
    text
        As the file has it.

    Raises
    ------
    InputError
        Saying what the value is not; the caller says where.

    Examples
    --------
    >>> read_map_cell("map_group", "2"), read_map_cell("map_group", ""), read_map_cell("rule", "")
    (2, 1, None)
    >>> read_map_cell("confidence", "0.9"), read_map_cell("review_date", "2026-11-25")
    (0.9, '2026-11-25')
    """
    if not text:
        return MAP_DEFAULTS.get(column)
    words = VOCABULARIES.get(column)
    if words is not None and text not in words:
        problem = f"'{text}' is not known; expected {', '.join(words)} or nothing"
        raise InputError(problem)
    read = _READERS.get(column)
    return text if read is None else read(text)


def with_unknown(noted: Cell, more: Mapping[str, str]) -> str | None:
    """Add columns that nobody knows to those an entry brings along, less the empty ones.

    Examples
    --------
    >>> with_unknown('{"a": "1"}', {"ward": "7", "bed": ""})
    '{"a": "1", "ward": "7"}'
    """
    known = json.loads(str(noted)) if noted else {}
    found = known | {name: text for name, text in more.items() if text}
    return json.dumps(found, ensure_ascii=False, sort_keys=True) if found else None


def _counted(text: str) -> int:
    if _NUMBER.fullmatch(text) and int(text) >= 1:
        return int(text)
    problem = f"'{text}' is not a whole number from 1"
    raise InputError(problem)


def _whole(text: str) -> int:
    if _NUMBER.fullmatch(text):
        return int(text)
    problem = f"'{text}' is not a whole number"
    raise InputError(problem)


def _count(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 15:  # noqa: PLR2004 - far from 2**63
        return int(text)
    problem = f"'{text}' is not a count; expected digits only"
    raise InputError(problem)


def _confidence(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if 0 <= value <= 1:
        return value
    problem = f"'{text}' is not a confidence; expected a number from 0 to 1"
    raise InputError(problem)


def _date(text: str) -> str:
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    problem = f"'{text}' is not a date; expected one like 2026-11-25"
    raise InputError(problem)


def _object(text: str) -> str:
    """Check a JSON object of texts, and give it in canonical form."""
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if isinstance(value, dict) and all(isinstance(part, str) for part in value.values()):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    problem = f'\'{text}\' is not a JSON object of texts; expected one like {{"name": "text"}}'
    raise InputError(problem)


_READERS: Final[Mapping[str, Callable[[str], Cell]]] = {
    "map_block": _counted,
    "map_group": _counted,
    "map_priority": _counted,
    "levels": _whole,
    "confidence": _confidence,
    "mapping_date": _date,
    "review_date": _date,
    "frequency": _count,
    "waived": _object,
    "extra": _object,
}
