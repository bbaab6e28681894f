"""Choose by the rules of International map rows, as plainly as it can be done.

Nothing here comes from ``workbench``. A rule is cut at its pipes; an answer is True, False or None;
an age is a number of whole years, and in other units what so many years may be.

Source: SNOMED International, ICD-10 Mapping Technical Guide, chapters on map rules and priority.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["OPEN", "Case", "choose", "holds"]

#: What a group comes to where the record does not say.
OPEN = "open"
COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
AGES = {"445518008", "424144002"}
SEXES = {"248152002": "f", "248153007": "m"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is known: an age in years, ``f`` or ``m``, concepts with all that lies above them."""

    age: int | None = None
    sex: str | None = None
    concepts: frozenset[str] = frozenset()


def choose(rows: Sequence[tuple[str, str]], case: Case) -> str | None:
    """Give what a group comes to: a target, `OPEN`, or None where no rule holds.

    Rows are pairs of rule and target by priority; an empty target is "no code".
    """
    left = []
    for rule, target in rows:
        answer = holds(rule, case)
        if answer is not False:
            left.append(target)
        if answer is True:
            return target if len(left) == 1 else _open(left)
    return _open(left) if left else None


def _open(targets: list[str]) -> str:
    return OPEN if any(targets) else ""


def holds(rule: str, case: Case) -> bool | None:
    """Say whether a rule holds."""
    if rule in {"TRUE", "OTHERWISE TRUE"}:
        return True
    parts = rule.split("|")
    if len(parts) < 3 or len(parts) % 2 == 0 or not parts[0].startswith("IFA "):
        return None
    # parts: "IFA 1 ", " name ", " < 28.0 days AND IFA 2 ", " name ", ""
    concepts = [part.split("IFA")[1].strip() for part in parts[:-1:2]]
    tails = [part.split("AND IFA")[0].split() for part in parts[2::2]]
    return _all(_clause(*pair, case) for pair in zip(concepts, tails, strict=True))


def _all(answers: Iterable[bool | None]) -> bool | None:
    told = list(answers)
    if any(answer is False for answer in told):
        return False
    return None if any(answer is None for answer in told) else True


def _clause(concept: str, tail: list[str], case: Case) -> bool | None:
    if concept in AGES:
        return None if case.age is None else _age(case.age, *tail)
    if concept in SEXES:
        return None if case.sex is None else case.sex == SEXES[concept]
    return True if concept in case.concepts else None


def _age(years: int, sign: str, value: str, unit: str) -> bool | None:
    """Compare every whole number of the unit that so many years may be."""
    per_year = {"years": (1, 1), "months": (12, 12), "days": (365, 366)}[unit]
    possible = range(years * per_year[0], (years + 1) * per_year[1])
    answers = {COMPARE[sign](number, float(value)) for number in possible}
    return answers.pop() if len(answers) == 1 else None
