"""The rules of International map rows: parsed, kept, and answered as far as a record answers.

``TRUE`` and ``OTHERWISE TRUE`` hold. Everything else asks something about the patient or the
record, and until that is answered it neither holds nor fails. The traps: a fully specified name may
itself hold `` AND `` and brackets, so a rule is taken apart at its pipes and nowhere else; and a
rule that is not understood is kept word for word and never holds.

Source: SNOMED International, ICD-10 Mapping Technical Guide, chapter on map rules (IFA, gender and
age rules); Release File Specifications, Extended Map Reference Set.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from workbench.errors import InputError

__all__ = [
    "AGES",
    "SEXES",
    "Age",
    "AgeUnit",
    "AllOf",
    "Always",
    "Clause",
    "Comparison",
    "HasConcept",
    "Rule",
    "UnknownRule",
    "format_rule",
    "held",
    "parse_rule",
    "question",
    "questions",
]

#: Concepts that compare an age, and how a coder calls it.
AGES: Final = {"445518008": "age at onset", "424144002": "current age"}
#: Concepts that are the patient's sex, and the word for it.
SEXES: Final = {"248152002": "female", "248153007": "male"}


class Comparison(StrEnum):
    """How an age is compared."""

    BELOW = "<"
    AT_MOST = "<="
    ABOVE = ">"
    AT_LEAST = ">="


class AgeUnit(StrEnum):
    """What an age is counted in."""

    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


class Always(StrEnum):
    """The two rules that need no record; the second closes a group."""

    TRUE = "TRUE"
    OTHERWISE_TRUE = "OTHERWISE TRUE"


@dataclass(frozen=True, slots=True, kw_only=True)
class HasConcept:
    """The record has this concept or a descendant; sex is asked so too.

    Attributes
    ----------
    concept, fsn
        As in the rule.
    """

    concept: str
    fsn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """An age compares so.

    Attributes
    ----------
    concept, fsn
        Which age: at onset or current.
    comparison, value, unit
        ``value`` is the number as the rule writes it (``28.0``).
    """

    concept: str
    fsn: str
    comparison: Comparison
    value: str
    unit: AgeUnit

    def __post_init__(self) -> None:
        """Refuse a concept that is no age."""
        if self.concept not in AGES:
            message = f"'{self.concept}' is no age to compare; expected {' or '.join(AGES)}"
            raise InputError(message)


#: One condition of a rule.
Clause = HasConcept | Age


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """One or more clauses, all of which must hold."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownRule:
    """A rule that is not understood, word for word."""

    text: str


#: What the rule of an International map row can be.
Rule = Always | AllOf | UnknownRule
#: Says of a clause whether it holds, or None where that is not known.
Answer = Callable[[Clause], bool | None]

_CLAUSE: Final = re.compile(
    r"IFA\s+(?P<concept>[1-9][0-9]{5,17})\s*\|(?P<fsn>[^|]+)\|\s*"
    r"(?:(?P<comparison><=|>=|<|>)\s*(?P<value>[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>day|month|year)s?)?"
)
_AND: Final = re.compile(r"\s*AND\s+")
_WORDS: Final = {
    Comparison.BELOW: "under",
    Comparison.AT_MOST: "at most",
    Comparison.ABOVE: "over",
    Comparison.AT_LEAST: "at least",
}


@lru_cache(maxsize=16_384)  # a map says the same again and again; a rule never changes
def parse_rule(text: str) -> Rule:
    """Read a rule; what is not understood is kept as it is.

    Examples
    --------
    >>> parse_rule("OTHERWISE TRUE")
    <Always.OTHERWISE_TRUE: 'OTHERWISE TRUE'>
    >>> rule = parse_rule("IFA 248152002 | Female (finding) | AND IFA 24700007 | A AND B (x) |")
    >>> [clause.fsn for clause in rule.clauses]
    ['Female (finding)', 'A AND B (x)']
    >>> parse_rule("IF PREGNANT")
    UnknownRule(text='IF PREGNANT')
    """
    stripped = text.strip()
    if stripped in set(Always):
        return Always(stripped)
    clauses: list[Clause] = []
    place = 0
    while (found := _CLAUSE.match(stripped, place)) is not None:
        clause = _clause(found)
        if clause is None:
            break
        clauses.append(clause)
        if found.end() == len(stripped):
            return AllOf(clauses=tuple(clauses))
        joint = _AND.match(stripped, found.end())
        if joint is None:
            break
        place = joint.end()
    return UnknownRule(text=text)


def _clause(found: re.Match[str]) -> Clause | None:
    """Give a clause; None where an age is not compared, or something else is."""
    concept, fsn = found["concept"], found["fsn"].strip()
    if (concept in AGES) != (found["comparison"] is not None):
        return None
    if concept not in AGES:
        return HasConcept(concept=concept, fsn=fsn)
    return Age(
        concept=concept,
        fsn=fsn,
        comparison=Comparison(found["comparison"]),
        value=found["value"],
        unit=AgeUnit(f"{found['unit']}s"),
    )


def format_rule(rule: Rule) -> str:
    """Write a rule as map files do.

    Examples
    --------
    >>> format_rule(parse_rule("IFA 445518008 |Age at onset (entity)| <28 day"))
    'IFA 445518008 | Age at onset (entity) | < 28 days'
    """
    if isinstance(rule, Always):
        return rule.value
    if isinstance(rule, UnknownRule):
        return rule.text
    return " AND ".join(map(_written, rule.clauses))


def _written(clause: Clause) -> str:
    said = f"IFA {clause.concept} | {clause.fsn} |"
    if isinstance(clause, Age):
        said += f" {clause.comparison} {clause.value} {clause.unit}"
    return said


def held(rule: Rule, answer: Answer | None = None) -> bool | None:
    """Say whether a rule holds: None where what it asks is not known.

    A rule is false as soon as one of its clauses is, whatever the others are, and true when all
    are. One that is not understood is never either.

    Parameters
    ----------
    rule
        The rule.
    answer
        Says of a clause whether it holds, or None; without it nothing is known.

    Examples
    --------
    >>> rule = parse_rule("IFA 248152002 | Female (finding) | AND IFA 24700007 | A (disorder) |")
    >>> held(parse_rule("TRUE")), held(rule), held(rule, lambda clause: True)
    (True, None, True)
    >>> held(rule, lambda clause: False if clause.concept == "248152002" else None)
    False
    """
    if not isinstance(rule, AllOf):
        return True if isinstance(rule, Always) else None
    answers = [None if answer is None else answer(clause) for clause in rule.clauses]
    return False if False in answers else None if None in answers else True


def question(clause: Clause) -> str:
    """Ask what a clause asks, as a coder would be asked.

    Examples
    --------
    >>> rule = parse_rule("IFA 445518008 | Age at onset (entity) | >= 28.0 days")
    >>> question(rule.clauses[0])
    'age at onset at least 28 days?'
    """
    if isinstance(clause, Age):
        number = clause.value.removesuffix(".0")
        unit = clause.unit.removesuffix("s") if number == "1" else clause.unit.value
        return f"{AGES[clause.concept]} {_WORDS[clause.comparison]} {number} {unit}?"
    if clause.concept in SEXES:
        return f"is the patient {SEXES[clause.concept]}?"
    return f"does the record also have {clause.fsn}?"


def questions(rule: Rule, answer: Answer | None = None) -> tuple[tuple[str, str | None], ...]:
    """Give what a rule asks, each with its concept: one a clause, none where it just holds.

    Clauses that `answer` knows are not asked. A rule that is not understood is asked word for
    word, and has no concept.
    """
    if isinstance(rule, Always):
        return ()
    if isinstance(rule, UnknownRule):
        return ((f"does this rule hold, which is not understood: '{rule.text.strip()}'?", None),)
    return tuple(
        (question(clause), clause.concept)
        for clause in rule.clauses
        if answer is None or answer(clause) is None
    )
