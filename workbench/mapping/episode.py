"""The code string of an episode, from what a map answers for each of its statements.

Nothing is guessed: a statement whose answer is a question, a stated no-map, a block or nothing
gives no code and a problem that says so, since a string without it would look whole.

Source: NHS England, National Clinical Coding Standards ICD-10 5th Edition and OPCS-4 (sequencing).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from workbench.core.code_forms import CodeForm, read_form
from workbench.core.code_strings import CodeString, code_string
from workbench.core.codes import CodeSystem
from workbench.errors import InputError
from workbench.mapping.translation import Outcome, Translation

__all__ = ["episode_string"]

#: What names a block or entity of ICD-11 that has no code: the number in its URI.
_ENTITY: Final = re.compile(r"[0-9]{5,}")


def episode_string(answers: Sequence[Translation], *, system: CodeSystem) -> CodeString:
    """Join what a map answers for the statements of an episode, the main one first.

    Parameters
    ----------
    answers
        Of one map, in the order of the record; of each one block at most.
    system
        What the targets are codes of.

    Raises
    ------
    InputError
        If an answer holds several blocks, which are solutions to choose from; or the system has
        no strings.
    """
    for answer in answers:
        blocks = sorted({target.map_block for target in answer.targets})
        if len(blocks) > 1:
            told = ", ".join(map(str, blocks))
            problem = f"'{answer.source}' has the blocks {told}: a string takes one, never several"
            raise InputError(problem)
    said = [
        [(t.target, t.mark) for t in answer.targets if _is_code(t.target, system)]
        for answer in answers
    ]
    found = code_string(said, system=system)
    lacking = tuple(reason for answer in answers for reason in _lacking(answer, system))
    return replace(found, problems=(*found.problems, *lacking))


def _is_code(target: str, system: CodeSystem) -> bool:
    """Say whether a target is such as a record may hold; a block or an entity is not."""
    if _ENTITY.fullmatch(target):
        return False
    try:
        read_form(target, CodeForm.PRINTED, system=system)
    except InputError:
        return False
    return True


def _lacking(answer: Translation, system: CodeSystem) -> Iterator[str]:
    """Say why an answer gives no code, where it gives none; and what it leaves to a person."""
    for target in answer.targets:
        if not _is_code(target.target, system):
            yield (
                f"{answer.source} leads to {target.target}, which is no code of {system.label} "
                "that a record may hold"
            )
    asked = "; ".join(need.ask for need in answer.needs if need.open)
    if answer.targets:
        if asked:
            yield f"{answer.source} has not all its codes yet: {asked}"
    elif asked:
        yield f"{answer.source} has no code yet: {asked}"
    elif answer.no_map is not None:
        yield f"{answer.source} has no code: the map states none ({answer.no_map.reason})"
    elif answer.outcome is Outcome.NO_RULE:
        yield f"{answer.source} has no code: no rule of the map holds for this record"
    else:
        yield f"{answer.source} has no code: nobody has mapped it"
