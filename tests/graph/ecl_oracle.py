"""A plain reading of what expressions select: Python sets over networkx, no arrays and no parser.

An expression here is nested tuples, which are written out as text for the code under test and read
by `satisfying` for the answer. Nothing of the code under test is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import networkx as nx

__all__ = ["LONG", "World", "satisfying", "written"]

#: ``("code", c)``, ``("any",)``, ``("^", e)``, ``("<", e)`` …, ``("AND", e, e, …)``,
#: ``("refined", e, r)`` with r one of ``("attribute", name, "=", value)`` and ``("AND", r, …)``.
Asked: TypeAlias = tuple[Any, ...]

LONG: Final = {
    "<": "descendantOf",
    "<<": "descendantOrSelfOf",
    "<!": "childOf",
    "<<!": "childOrSelfOf",
    ">": "ancestorOf",
    ">>": "ancestorOrSelfOf",
    ">!": "parentOf",
    ">>!": "parentOrSelfOf",
    "^": "memberOf",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A release as sets.

    Attributes
    ----------
    hierarchy
        Edges from parent to child; every concept is a node.
    active
        The concepts in use.
    attributes
        Source, type and target; the target is None where the value is concrete.
    members
        Reference set and member; neither need be a concept.
    """

    hierarchy: nx.DiGraph[str]
    active: frozenset[str]
    attributes: tuple[tuple[str, str, str | None], ...]
    members: tuple[tuple[str, str], ...]

    @property
    def used(self) -> frozenset[str]:
        """What may be found in names, values and reference sets."""
        types = {kind for _, kind, _ in self.attributes}
        targets = {target for *_, target in self.attributes if target is not None}
        return self.active | types | targets | {refset for refset, _ in self.members}


def satisfying(world: World, asked: Asked) -> set[str]:
    """Give the concepts that satisfy an expression."""
    return _found(world, asked, world.active)


def _found(world: World, asked: Asked, may: frozenset[str]) -> set[str]:
    kind, *parts = asked
    if kind in {"code", "any"}:
        return {parts[0]} & may if parts else set(may)
    if kind == "^":
        refsets = _found(world, parts[0], world.used)
        return {member for refset, member in world.members if refset in refsets} & world.active
    if kind == "refined":
        return _found(world, parts[0], may) & _having(world, parts[1])
    if kind in LONG:
        return _related(world, kind, parts[0], may)
    sets = [_found(world, part, may) for part in parts]
    return _joined(kind, *sets)


def _joined(joint: str, first: set[str], *others: set[str]) -> set[str]:
    if joint == "AND":
        return first.intersection(*others)
    return first.union(*others) if joint == "OR" else first.difference(*others)


def _related(world: World, operator: str, asked: Asked, may: frozenset[str]) -> set[str]:
    start = {asked[1]} if asked[0] == "code" else _found(world, asked, may)
    held = [code for code in start if code in world.hierarchy]
    steps = {
        "<": nx.descendants,
        ">": nx.ancestors,
        "<!": nx.DiGraph.successors,
        ">!": nx.DiGraph.predecessors,
    }
    step = steps[operator[0] + ("!" if operator.endswith("!") else "")]
    found = {code for each in held for code in step(world.hierarchy, each)}
    return (found | (start if operator[:2] in {"<<", ">>"} else set())) & may


def _having(world: World, refinement: Asked) -> set[str]:
    """Give the sources of the attributes asked for."""
    kind, *parts = refinement
    if kind != "attribute":
        return _joined(kind, *(_having(world, part) for part in parts))
    name, comparison, value = parts
    names, values = _found(world, name, world.used), _found(world, value, world.used)
    return {
        source
        for source, type_, target in world.attributes
        if type_ in names and (value == ("any",) or target in values) == (comparison == "=")
    }


def written(asked: Asked, *, words: dict[str, str]) -> str:
    """Write an expression as text; `words` gives another spelling of an operator or ``*``."""
    kind, *parts = asked
    if kind == "code":
        return str(parts[0])
    if kind == "any":
        return words.get("*", "*")
    if kind == "refined":
        return f"{_inner(parts[0], words)}:{_refinement(parts[1], words)}"
    if kind in LONG:
        bare = {"code", "any"} | ({"^"} if kind != "^" else set())
        operand = written(parts[0], words=words)
        operand = operand if parts[0][0] in bare else f"({operand})"
        return f"{words.get(kind, kind)} {operand}"
    return f" {kind} ".join(_inner(part, words) for part in parts)


def _inner(asked: Asked, words: dict[str, str]) -> str:
    text = written(asked, words=words)
    return text if asked[0] in {"code", "any", *LONG} else f"({text})"


def _refinement(refinement: Asked, words: dict[str, str]) -> str:
    kind, *parts = refinement
    if kind == "attribute":
        name, comparison, value = parts
        return f"{_inner(name, words)} {comparison} {_inner(value, words)}"
    return f" {kind} ".join(
        _refinement(part, words) if part[0] == "attribute" else f"({_refinement(part, words)})"
        for part in parts
    )
