"""The whole string of codes of an episode, in the order in which they are sent.

Each statement of the record (a concept, a procedure) became some codes, in the sequence its map
gives; here they are joined, and the rules that go beyond one statement are kept. What is moved or
dropped is said, and what cannot be put right is a problem for a person: no code is made up.

The traps: in ICD-10 either order of a dagger and asterisk pair may be meant, so a statement's own
sequence stands, but an external cause never leads, and one that two injuries share stands behind
both; in OPCS-4 a code said twice was done twice; in
ICD-11 an extension without a stem is no code.

Source: NHS England, National Clinical Coding Standards ICD-10 5th Edition (dagger and asterisk,
external causes) and OPCS-4 (sequencing of procedure, approach, site and laterality); WHO, ICD-11
Reference Guide, section 2.10 (cluster coding).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, takewhile
from typing import Final

from workbench.core.code_forms import CodeForm, read_form, write_form
from workbench.core.codes import CodeSystem, Mark
from workbench.core.icd10 import chapter_of
from workbench.core.icd11 import Cluster, Stem, parse_cluster
from workbench.core.opcs4 import SUPPLEMENTARY, OpcsRole, role_of
from workbench.errors import InputError

__all__ = ["CodeString", "Written", "code_string"]

_EXTERNAL: Final = "XX"
_INJURY: Final = "XIX"
_EXTENSION: Final = "X"
_PLACES: Final = {
    OpcsRole.PROCEDURE: 0,
    OpcsRole.OVERFLOW: 0,
    OpcsRole.APPROACH: 1,
    OpcsRole.SITE: 2,
    OpcsRole.LATERALITY: 3,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One code of the string: its printed form, of ICD-11 the whole cluster, and its mark."""

    code: str
    mark: str | None = None

    def __str__(self) -> str:
        """Give the printed form with its mark."""
        return f"{self.code}{self.mark or ''}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CodeString:
    """The codes of an episode in order.

    Attributes
    ----------
    system
        What they are codes of.
    codes
        In the order in which they are sent; the first is the main condition or procedure.
    moved
        What was put elsewhere than its statement had it, or dropped, and why: a sentence each.
    problems
        What breaks a rule and only a person can put right: a sentence each.
    """

    system: CodeSystem
    codes: tuple[Written, ...]
    moved: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    def text(self, form: CodeForm = CodeForm.PRINTED) -> str:
        """Give the string in one form, codes parted by a blank.

        Raises
        ------
        InputError
            If the system has no such form, or the form has no place for a mark.

        Examples
        --------
        >>> pair = [[("E11.3", "†"), ("H36.0", "*")]]
        >>> code_string(pair, system=CodeSystem.ICD10).text(CodeForm.COMMISSIONING)
        'E113-D H360-A'
        """
        return " ".join(
            write_form(each.code, form, system=self.system, mark=each.mark) for each in self.codes
        )

    def __str__(self) -> str:
        """Give the printed string."""
        return self.text()

    def __repr__(self) -> str:
        """Give the printed string, and what was moved and what is wrong, a line each."""
        moved = (f"    moved: {said}" for said in self.moved)
        problems = (f"    problem: {said}" for said in self.problems)
        return "\n".join([str(self) or "no codes", *moved, *problems])


def code_string(
    statements: Sequence[Sequence[tuple[str, str | None]]], *, system: CodeSystem
) -> CodeString:
    """Join the codes of an episode's statements in the order in which they are sent.

    Parameters
    ----------
    statements
        For each statement its codes in printed form with their marks (or None), in the sequence of
        its map. The first statement is the main one. An empty statement gives nothing.
    system
        ICD-10, OPCS-4 or ICD-11.

    Raises
    ------
    InputError
        If a code is not one of the system, or the system has no strings.

    Examples
    --------
    >>> print(code_string([[("W19.0", None)], [("S72.00", None)]], system=CodeSystem.ICD10))
    S72.00 W19.0
    >>> print(code_string([[("Z94.2", None), ("W37.1", None)]], system=CodeSystem.OPCS4))
    W37.1 Z94.2
    >>> print(code_string([[("GC08.Z", None), ("XN6P4", None)]], system=CodeSystem.ICD11))
    GC08.Z&XN6P4
    """
    if system not in _JOINERS:
        problem = f"{system.label} has no code strings; they are of {_SYSTEMS}"
        raise InputError(problem)
    checked = [
        [_checked(code, mark, system) for code, mark in statement] for statement in statements
    ]
    return _JOINERS[system]([statement for statement in checked if statement])


def _checked(code: str, mark: str | None, system: CodeSystem) -> Written:
    read, _ = read_form(code, CodeForm.PRINTED, system=system)
    return Written(code=read, mark=mark)


def _join_icd10(statements: list[list[Written]]) -> CodeString:
    moved: list[str] = []
    ordered = [_cause_last(statement, moved) for statement in statements]
    ordered = _gathered(_cause_not_first(ordered, moved), moved)
    codes = tuple(_once(chain.from_iterable(ordered), moved))
    problems = [
        f"{each} is a manifestation and stands without the code of its cause"
        for statement in statements
        if all(map(_is_manifestation, statement))
        for each in statement
    ]
    if codes and _is_cause(codes[0]):
        problems.append(f"{codes[0]} is an external cause and cannot be the main condition")
    return CodeString(
        system=CodeSystem.ICD10, codes=codes, moved=tuple(moved), problems=tuple(problems)
    )


def _is_cause(code: Written) -> bool:
    return chapter_of(code.code) == _EXTERNAL


def _cause_last(statement: list[Written], moved: list[str]) -> list[Written]:
    """Put an external cause that leads its statement behind the statement's other codes."""
    if not _is_cause(statement[0]) or all(map(_is_cause, statement)):
        return statement
    causes = [code for code in statement if _is_cause(code)]
    others = [code for code in statement if not _is_cause(code)]
    moved.append(f"{_said(causes)} moved behind {others[-1]}: an external cause is never first")
    return [*others, *causes]


def _cause_not_first(statements: list[list[Written]], moved: list[str]) -> list[list[Written]]:
    """Put statements of causes that lead the string behind an injury, else the next statement."""
    led = next((n for n, s in enumerate(statements) if not all(map(_is_cause, s))), None)
    if not led:
        return statements
    leading, rest = statements[:led], statements[led:]
    place = next((n for n, s in enumerate(rest) if chapter_of(s[0].code) == _INJURY), 0)
    causes = list(chain.from_iterable(leading))
    behind = rest[place][-1]
    moved.append(f"{_said(causes)} moved behind {behind}: an external cause is never first")
    return [*rest[: place + 1], *leading, *rest[place + 1 :]]


def _gathered(statements: list[list[Written]], moved: list[str]) -> list[list[Written]]:
    """Put what shares a cause or a dagger code with an earlier statement beside that code.

    Such a code stands once. Left out at its second place alone, it would leave an injury without
    its cause, or a manifestation torn from its disease.
    """
    done: list[list[Written]] = []
    for statement in statements:
        earlier, shared = _shared(statement, done)
        rest = [code for code in statement if code not in earlier]
        if shared is None or not rest:
            done.append(list(statement))
            continue
        place = earlier.index(shared)
        if not _is_cause(shared):
            place += 1 + sum(1 for _ in takewhile(_is_manifestation, earlier[place + 1 :]))
        where = "before" if _is_cause(shared) else "behind"
        moved.append(f"{_said(rest)} moved {where} {shared}, said before: it is coded once")
        earlier[place:place] = rest
    return done


def _shared(
    statement: list[Written], earlier: list[list[Written]]
) -> tuple[list[Written], Written | None]:
    """Give the earlier statement that has a dagger code or cause of this one, and that code."""
    for code in sorted(statement, key=_is_cause):
        if _is_cause(code) or code.mark == Mark.DAGGER:
            for other in earlier:
                if code in other:
                    return other, code
    return [], None


def _is_manifestation(code: Written) -> bool:
    return code.mark == Mark.ASTERISK


def _once(codes: Iterator[Written], moved: list[str]) -> Iterator[Written]:
    """Give each code once: an episode has a condition or has it not."""
    seen: set[Written] = set()
    for code in codes:
        if code in seen:
            moved.append(f"{code} said again and left out: a condition is coded once")
        else:
            seen.add(code)
            yield code


def _join_opcs4(statements: list[list[Written]]) -> CodeString:
    moved: list[str] = []
    problems: list[str] = []
    codes: list[Written] = []
    for statement in statements:
        parts = list(_procedures(statement))
        joined = list(chain.from_iterable(parts))
        if not _leads(joined[0]) and not codes:
            problems.append(
                f"{_said(joined)} says more about a procedure, and there is none before it"
            )
        elif joined != statement:
            moved.append(
                f"{_said(statement)} put in the order {_said(joined)}: procedure, approach, site, "
                "laterality"
            )
        codes += joined
    return CodeString(
        system=CodeSystem.OPCS4, codes=tuple(codes), moved=tuple(moved), problems=tuple(problems)
    )


def _leads(code: Written) -> bool:
    """Whether a code may stand first; one of a category newer than the table may."""
    return role_of(code.code) not in SUPPLEMENTARY


def _procedures(statement: list[Written]) -> Iterator[list[Written]]:
    """Give each procedure of a statement with what says more about it, in order."""
    firsts = [n for n, code in enumerate(statement) if _leads(code)]
    early = statement[: firsts[0]] if firsts else []
    bounds = [*firsts, len(statement)] if firsts else [0, len(statement)]
    for number, (begin, end) in enumerate(pairwise(bounds)):
        part = [*statement[begin:end], *(early if number == 0 else [])]
        yield sorted(part, key=_place)


def _place(code: Written) -> int:
    role = role_of(code.code)
    return 0 if role is None else _PLACES[role]


def _join_icd11(statements: list[list[Written]]) -> CodeString:
    clusters = _Clusters()
    for statement in statements:
        clusters.add(statement)
    return CodeString(
        system=CodeSystem.ICD11,
        codes=tuple(Written(code=_cluster_text(stems)) for stems in clusters.done),
        moved=tuple(clusters.moved),
        problems=tuple(clusters.problems),
    )


class _Clusters:
    """The clusters of an episode while they are put together, one a statement."""

    def __init__(self) -> None:
        self.done: list[list[Stem]] = []
        self.moved: list[str] = []
        self.problems: list[str] = []

    def add(self, statement: Sequence[Written]) -> None:
        stems: list[Stem] = []
        for stem in chain.from_iterable(parse_cluster(code.code).stems for code in statement):
            before = stems or (self.done[-1] if self.done else [])
            if stem.code.startswith(_EXTENSION) and before:
                if not stems:
                    self.moved.append(f"{stem.code} bound to {before[-1].code}, said before it")
                before[-1] = _bound(before[-1], stem)
                continue
            if stem.code.startswith(_EXTENSION):
                self.problems.append(f"{stem.code} is an extension, and no stem is said before it")
            stems.append(stem)
        if stems:
            self.done.append(stems)


def _bound(stem: Stem, extension: Stem) -> Stem:
    more = (*stem.extensions, extension.code, *extension.extensions)
    return Stem(code=stem.code, extensions=tuple(dict.fromkeys(more)))


def _cluster_text(stems: Sequence[Stem]) -> str:
    return Cluster(stems=tuple(stems), text="").normal


def _said(codes: Sequence[Written]) -> str:
    return " ".join(map(str, codes))


_JOINERS: Final[Mapping[CodeSystem, Callable[[list[list[Written]]], CodeString]]] = {
    CodeSystem.ICD10: _join_icd10,
    CodeSystem.OPCS4: _join_opcs4,
    CodeSystem.ICD11: _join_icd11,
}
_SYSTEMS: Final = ", ".join(system.label for system in _JOINERS)
