"""Choose among the rows of the International map, whose rules say which row applies.

Groups are taken in ascending order, rows of a group in ascending priority; the first whose rule
holds gives the target of that group. The trap: a rule that cannot be answered without the record
leaves open whether any row after it applies, so that its group has no target yet. It is asked,
never guessed.

Source: SNOMED International, ICD-10 Mapping Technical Guide, chapter on map rules and map priority.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.mapping.choice import Choice, Question, Tried, by_group, stated
from workbench.mapping.entry import MapEntry
from workbench.mapping.rules import Rule, held, parse_rule, questions

__all__ = ["choose_by_rules"]


def choose_by_rules(entries: Sequence[MapEntry]) -> Choice:
    """Choose, for each group of a source, the first row whose rule holds.

    Parameters
    ----------
    entries
        The rows of one source; their rules as the file has them.
    """
    chosen: list[MapEntry] = []
    asked: list[Question] = []
    tried: list[Tried] = []
    for group, rows in by_group(entries):
        reached = _reached(rows)
        tried += [_tried(row, rule, reached) for row, rule in reached]
        opened = [rule for _, rule in reached if not held(rule)]
        if opened and any(row.target is not None for row, _ in reached):
            asked += _asked(group, opened, [row for row, _ in reached])
        else:  # its one row, or whatever the record says no code
            chosen.append(reached[-1][0])
    targets = tuple(row for row in chosen if row.target is not None)
    none_stated = next((row for row in chosen if row.no_map is not None), None)
    return Choice(
        targets=targets,
        no_map=None if targets or asked else none_stated,
        questions=tuple(asked),
        tried=tuple(tried),
    )


def _reached(rows: Sequence[MapEntry]) -> list[tuple[MapEntry, Rule]]:
    """Give the rows of a group down to the first that holds whatever the record says."""
    reached: list[tuple[MapEntry, Rule]] = []
    for row in rows:
        rule = parse_rule(row.rule or "")
        reached.append((row, rule))
        if held(rule):
            break
    return reached


def _tried(row: MapEntry, rule: Rule, reached: Sequence[tuple[MapEntry, Rule]]) -> Tried:
    answer = f"no code ({stated(row)})" if row.target is None else row.target
    if held(rule) is None:
        asks = " and ".join(ask for ask, _ in questions(rule))
        return Tried(entry=row, held=None, why=f"{answer} if yes: {asks} Not known")
    if len(reached) > 1:
        why = f"{answer} where no rule before it in group {row.map_group} holds; that is not known"
        return Tried(entry=row, held=None, why=why)
    why = f"group {row.map_group}: its first rule, {row.rule}, holds"
    return Tried(entry=row, held=True, why=why if row.target is not None else f"{why}; {answer}")


def _asked(group: int, rules: Sequence[Rule], rows: Sequence[MapEntry]) -> list[Question]:
    """Give what a group asks, each question once; every row down to the last may apply."""
    options = tuple(row for row in rows if row.target is not None)
    asks = dict.fromkeys(pair for rule in rules for pair in questions(rule))
    return [
        Question(ask=f"{ask} (group {group})", concept=concept, options=options)
        for ask, concept in asks
    ]
