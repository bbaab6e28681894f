"""The code string of an episode, from what a map answers for each of its statements.

Nothing is guessed: a statement whose answer is a question, a stated no-map or nothing gives no code
and a problem that says so, since a string without it would look whole.

Source: NHS England, National Clinical Coding Standards ICD-10 5th Edition and OPCS-4 (sequencing).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbench.core.code_strings import CodeString, code_string
from workbench.core.codes import CodeSystem
from workbench.errors import InputError
from workbench.mapping.translation import Outcome, Translation

__all__ = ["episode_string"]


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
        If an answer holds several blocks, which are solutions to choose from; or a target is no
        code of the system.
    """
    for answer in answers:
        blocks = sorted({target.map_block for target in answer.targets})
        if len(blocks) > 1:
            told = ", ".join(map(str, blocks))
            problem = f"'{answer.source}' has the blocks {told}: a string takes one, never several"
            raise InputError(problem)
    said = [[(target.target, target.mark) for target in answer.targets] for answer in answers]
    found = code_string(said, system=system)
    lacking = tuple(reason for answer in answers for reason in _lacking(answer))
    return replace(found, problems=(*found.problems, *lacking))


def _lacking(answer: Translation) -> Iterator[str]:
    """Say why an answer gives no code, where it gives none; and what it leaves to a person."""
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
