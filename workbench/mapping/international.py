"""Choose among the rows of the International map, whose rules say which row applies.

Groups are taken in ascending order, rows of a group in ascending priority; the first whose rule
holds gives the target of that group. The trap: a rule that the record does not answer leaves open
whether any row after it applies, so that its group has no target yet. It is asked, never guessed.

Source: SNOMED International, ICD-10 Mapping Technical Guide, chapter on map rules and map priority.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from workbench.mapping.choice import Choice, Question, Tried, by_group, stated
from workbench.mapping.entry import MapEntry
from workbench.mapping.record import NOTHING_KNOWN, Facts
from workbench.mapping.rules import AllOf, Clause, Rule, held, parse_rule, question, questions

__all__ = ["choose_by_rules"]

_NOTHING: Final = Facts(NOTHING_KNOWN, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reached:
    """A row of a group, and whether its rule holds."""

    entry: MapEntry
    rule: Rule
    held: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """What one group comes to: a row, questions, or neither where no rule of it holds."""

    chosen: MapEntry | None
    questions: tuple[Question, ...]
    tried: tuple[Tried, ...]


def choose_by_rules(entries: Sequence[MapEntry], facts: Facts = _NOTHING) -> Choice:
    """Choose, for each group of a source, the first row whose rule holds.

    Parameters
    ----------
    entries
        The rows of one source; their rules as the file has them.
    facts
        What is known of the record.
    """
    groups = [_in_group(group, rows, facts) for group, rows in by_group(entries)]
    chosen = [group.chosen for group in groups if group.chosen is not None]
    asked = tuple(asked for group in groups for asked in group.questions)
    targets = tuple(row for row in chosen if row.target is not None)
    none_stated = next((row for row in chosen if row.no_map is not None), None)
    return Choice(
        targets=targets,
        no_map=None if targets or asked else none_stated,
        questions=asked,
        tried=tuple(tried for group in groups for tried in group.tried),
        notes=tuple(
            f"no rule of group {number} holds for this record, so that it gives no code"
            for (number, _), group in zip(by_group(entries), groups, strict=True)
            if group.chosen is None and not group.questions
        ),
    )


def _in_group(number: int, rows: Sequence[MapEntry], facts: Facts) -> _Group:
    reached = _reached(rows, facts)
    left = [row for row in reached if row.held is not False]
    tried = tuple(_tried(row, reached, facts) for row in reached)
    if not left:
        return _Group(chosen=None, questions=(), tried=tried)
    if left[0].held is None and any(row.entry.target is not None for row in left):
        return _Group(chosen=None, questions=_asked(number, left, facts), tried=tried)
    sure = left[0] if left[0].held else left[-1]  # else: no code, whatever the record says
    return _Group(chosen=sure.entry, questions=(), tried=tried)


def _reached(rows: Sequence[MapEntry], facts: Facts) -> list[_Reached]:
    """Give the rows of a group down to the first whose rule holds."""
    reached: list[_Reached] = []
    for row in rows:
        rule = parse_rule(row.rule or "")
        reached.append(_Reached(entry=row, rule=rule, held=held(rule, facts.answer)))
        if reached[-1].held:
            break
    return reached


def _tried(row: _Reached, reached: Sequence[_Reached], facts: Facts) -> Tried:
    entry = row.entry
    answer = f"no code ({stated(entry)})" if entry.target is None else entry.target
    if row.held is False:
        return Tried(entry=entry, held=False, why=f"not {answer}: {_known(row, facts)}")
    if row.held is None:
        asks = " and ".join(ask for ask, _ in questions(row.rule, facts.answer))
        return Tried(entry=entry, held=None, why=f"{answer} if yes: {asks} Not known")
    before = reached[: reached.index(row)]
    if any(earlier.held is None for earlier in before):
        place = f"group {entry.map_group}"
        why = f"{answer} where no rule before it in {place} holds; that is not known"
        return Tried(entry=entry, held=None, why=why)
    why = f"group {entry.map_group}: {_holds(row, before, facts)}"
    return Tried(
        entry=entry, held=True, why=why if entry.target is not None else f"{why}; {answer}"
    )


def _holds(row: _Reached, before: Sequence[_Reached], facts: Facts) -> str:
    if isinstance(row.rule, AllOf):
        return f"its rule holds: {_known(row, facts)}"
    if before:
        return f"{row.entry.rule}, and no rule before it holds"
    return f"its first rule, {row.entry.rule}, holds"


def _known(row: _Reached, facts: Facts) -> str:
    """Tell the clauses that make a rule true or false, and what of the record does."""
    clauses: tuple[Clause, ...] = row.rule.clauses if isinstance(row.rule, AllOf) else ()
    word = "yes" if row.held else "no"
    return " and ".join(
        f"{question(clause)} {word} ({facts.because(clause)})"
        for clause in clauses
        if facts.answer(clause) is row.held
    )


def _asked(group: int, left: Sequence[_Reached], facts: Facts) -> tuple[Question, ...]:
    """Give what a group asks, each question once; every row that is left may apply."""
    options = tuple(row.entry for row in left if row.entry.target is not None)
    asks = dict.fromkeys(
        pair for row in left if row.held is None for pair in questions(row.rule, facts.answer)
    )
    return tuple(
        Question(ask=f"{ask} (group {group})", concept=concept, options=options)
        for ask, concept in asks
    )
