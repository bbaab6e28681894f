"""The errors that some of the demo's episodes have: known kinds, each with the right string."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from tests.demo.episodes.cases import FEMALE, MALE

__all__ = ["ERRORS", "Episode", "ErrorKind"]

_EDITION_5: Final = 2016
_EXTERNAL: Final = frozenset("VWXY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One episode as it is coded; ``year`` is the first calendar year of its financial year."""

    year: int
    day: int
    age: int
    sex: str
    diagnoses: tuple[str, ...]
    operations: tuple[str, ...]


class ErrorKind(StrEnum):
    """What is wrong with an episode."""

    ASTERISK_ALONE = "asterisk alone"
    CAUSE_FIRST = "external cause first"
    CAUSE_MISSING = "external cause missing"
    SITE_FIRST = "site or side first"
    METHOD_FIRST = "method first"
    SIDE_MISSING = "side missing"
    OLD_EDITION = "code of the 4th edition"
    TWICE = "a code twice"
    WRONG_SEX = "diagnosis against the sex"


def _asterisk_alone(right: Episode) -> Episode | None:
    if not any(code.endswith("A") for code in right.diagnoses):
        return None
    kept = tuple(code for code in right.diagnoses if not code.endswith("D"))
    return replace(right, diagnoses=kept)


def _injured(right: Episode) -> bool:
    first, *others = right.diagnoses
    return first[0] in "ST" and bool(others) and others[0][0] in _EXTERNAL


def _cause_first(right: Episode) -> Episode | None:
    if not _injured(right):
        return None
    injury, cause, *others = right.diagnoses
    return replace(right, diagnoses=(cause, injury, *others))


def _cause_missing(right: Episode) -> Episode | None:
    if not _injured(right):
        return None
    return replace(right, diagnoses=(right.diagnoses[0], *right.diagnoses[2:]))


def _last_first(right: Episode, chapter: str) -> Episode | None:
    if not right.operations or right.operations[-1][0] != chapter:
        return None
    return replace(right, operations=(right.operations[-1], *right.operations[:-1]))


def _site_first(right: Episode) -> Episode | None:
    return _last_first(right, "Z")


def _method_first(right: Episode) -> Episode | None:
    return _last_first(right, "Y")


def _side_missing(right: Episode) -> Episode | None:
    if not right.operations or not right.operations[-1].startswith("Z94"):
        return None
    return replace(right, operations=right.operations[:-1])


def _old_edition(right: Episode) -> Episode | None:
    if right.year < _EDITION_5 or not right.diagnoses[0].startswith("I48"):
        return None
    return replace(right, diagnoses=("I48X", *right.diagnoses[1:]))


def _twice(right: Episode) -> Episode | None:
    return replace(right, diagnoses=(*right.diagnoses, right.diagnoses[0]))


def _wrong_sex(right: Episode) -> Episode | None:
    if right.diagnoses[0] not in {"C61X", "O241"}:
        return None
    return replace(right, sex=FEMALE if right.sex == MALE else MALE)


#: What makes an error of an episode; None where it cannot have that error.
ERRORS: Final[dict[ErrorKind, Callable[[Episode], Episode | None]]] = {
    ErrorKind.ASTERISK_ALONE: _asterisk_alone,
    ErrorKind.CAUSE_FIRST: _cause_first,
    ErrorKind.CAUSE_MISSING: _cause_missing,
    ErrorKind.SITE_FIRST: _site_first,
    ErrorKind.METHOD_FIRST: _method_first,
    ErrorKind.SIDE_MISSING: _side_missing,
    ErrorKind.OLD_EDITION: _old_edition,
    ErrorKind.TWICE: _twice,
    ErrorKind.WRONG_SEX: _wrong_sex,
}
