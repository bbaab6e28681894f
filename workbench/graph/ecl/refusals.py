"""Which constructs of the language are not evaluated yet, and where a tree holds the first of them.

Source: SNOMED International, Expression Constraint Language 2.1, section 6, by whose headings the
constructs are named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NoReturn

from workbench.errors import InputError
from workbench.graph.display import quoted
from workbench.graph.ecl.syntax import (
    Alternative,
    Attribute,
    Cardinality,
    Compound,
    ConcreteValue,
    Dotted,
    Filter,
    Filtered,
    Group,
    Hierarchy,
    MemberOf,
    Node,
    Operator,
    Place,
    Refined,
    RefinementSet,
    Reverse,
)

__all__ = ["SUPPORTED", "Construct", "Found", "first_refused", "refuse"]

#: What is evaluated, in the words of an error.
SUPPORTED: Final = (
    "'<', '<<', '<!', '<<!', '>', '>>', '>!', '>>!', '^', '*', AND, OR, MINUS, brackets and "
    "refinements ': attribute = value' with '=' or '!='"
)
#: Longest piece of an expression that a message repeats.
_LONGEST: Final = 40


class Construct(StrEnum):
    """A construct that is read and not evaluated."""

    CARDINALITY = "cardinality"
    ROLE_GROUP = "role group"
    REVERSE = "reverse attribute"
    DOTTED = "dotted attribute"
    CONCRETE_VALUE = "concrete value"
    FILTER = "filter"
    HISTORY = "history supplement"
    REFSET_FIELDS = "choice of reference set columns"
    ALTERNATIVE = "alternative identifier"
    TOP = "top of set"
    BOTTOM = "bottom of set"


#: The parts of each node that are nodes themselves.
_BELOW: Final[dict[type[Node], tuple[str, ...]]] = {
    MemberOf: ("operand",),
    Hierarchy: ("operand",),
    Compound: ("parts",),
    Dotted: ("focus", "attributes"),
    Filtered: ("operand", "filters"),
    Refined: ("focus", "refinement"),
    RefinementSet: ("parts",),
    Group: ("cardinality", "inside"),
    Attribute: ("cardinality", "reverse", "name", "value"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A refused construct in a tree: what it is, how it is written, and where it stands."""

    what: str
    written: str
    at: Place | None


def refuse(tree: Node) -> NoReturn:
    """Say which construct of a tree cannot be evaluated, the first in the text if several.

    Raises
    ------
    InputError
        Always; it names the construct and where it stands.

    Examples
    --------
    >>> from workbench.graph.ecl.parser import parse_ecl
    >>> refuse(parse_ecl("< 105590001 : [1 to 3] 127489000 = *"))
    Traceback (most recent call last):
    workbench.errors.InputError: cardinality '[1..3]' at character 15 is not supported yet;
    supported are '<', '<<', ...
    """
    found = first_refused(tree) or Found(what=type(tree).__name__, written="", at=tree.at)
    written = quoted(found.written, most=_LONGEST)
    where = "" if found.at is None else f" at {found.at}"
    message = f"{found.what} '{written}'{where} is not supported yet; supported are {SUPPORTED}"
    raise InputError(message)


def first_refused(tree: Node) -> Found | None:
    """Give the refused construct that stands first in the text, or None.

    Examples
    --------
    >>> from workbench.graph.ecl.parser import parse_ecl
    >>> first_refused(parse_ecl("< A . B")).what
    <Construct.DOTTED: 'dotted attribute'>
    >>> first_refused(parse_ecl("<< A OR (* : B != << C)")) is None
    True
    """
    refused = [found for node in _nodes(tree) if (found := _refused(node)) is not None]
    return min(refused, key=lambda found: -1 if found.at is None else found.at.offset, default=None)


def _nodes(tree: Node) -> Iterator[Node]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for name in _BELOW.get(type(node), ()):
            below = getattr(node, name)
            if below is not None:
                waiting.extend(below if isinstance(below, tuple) else (below,))


def _refused(node: Node) -> Found | None:
    match node:
        case Cardinality():
            most = "*" if node.most is None else node.most
            named = (Construct.CARDINALITY, f"[{node.least}..{most}]")
        case Group():
            named = (Construct.ROLE_GROUP, "{")
        case Reverse():
            named = (Construct.REVERSE, "R")
        case Dotted():
            named = (Construct.DOTTED, ".")
        case ConcreteValue() | Alternative():
            concrete = isinstance(node, ConcreteValue)
            named = (Construct.CONCRETE_VALUE if concrete else Construct.ALTERNATIVE, node.text)
        case Filter():
            history = node.text.removeprefix("{{").lstrip().startswith("+")
            named = (Construct.HISTORY if history else Construct.FILTER, node.text)
        case MemberOf(fields=fields) if fields:
            named = (Construct.REFSET_FIELDS, f"^ [{', '.join(fields)}]")
        case Hierarchy(operator=Operator.TOP | Operator.BOTTOM as operator):
            named = (Construct[operator.name], operator.value)
        case _:
            return None
    construct, written = named
    return Found(what=construct, written=written, at=node.at)
