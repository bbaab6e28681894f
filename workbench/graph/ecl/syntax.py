"""What an expression says, as a tree: every construct of the language, the refused ones too.

A tree is equal to another by what it says; where it stood in a text (`Node.at`) does not count, and
brackets that change nothing are not kept. The trap: the term between pipes is kept for whoever
reads, and means nothing.

Source: SNOMED International, Expression Constraint Language 2.1, brief and long syntax (ABNF).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

__all__ = [
    "Alternative",
    "Attribute",
    "Cardinality",
    "Comparison",
    "Compound",
    "Concept",
    "ConcreteValue",
    "Dotted",
    "Expression",
    "Filter",
    "Filtered",
    "Group",
    "Hierarchy",
    "Joint",
    "MemberOf",
    "Node",
    "Operator",
    "Place",
    "Refined",
    "Refinement",
    "RefinementSet",
    "Reverse",
    "Wildcard",
]


class Operator(StrEnum):
    """A constraint operator, in brief syntax."""

    DESCENDANT = "<"
    DESCENDANT_OR_SELF = "<<"
    CHILD = "<!"
    CHILD_OR_SELF = "<<!"
    ANCESTOR = ">"
    ANCESTOR_OR_SELF = ">>"
    PARENT = ">!"
    PARENT_OR_SELF = ">>!"
    TOP = "!!>"
    BOTTOM = "!!<"


class Joint(StrEnum):
    """What joins two constraints."""

    AND = "AND"
    OR = "OR"
    MINUS = "MINUS"


class Comparison(StrEnum):
    """How the value of an attribute is compared; the last four with numbers only."""

    EQUAL = "="
    NOT_EQUAL = "!="
    AT_MOST = "<="
    LESS = "<"
    AT_LEAST = ">="
    MORE = ">"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands in a text.

    Attributes
    ----------
    character
        1-based, in its line.
    line
        1-based; None where the text has one line only.
    offset
        0-based, in the whole text.

    Examples
    --------
    >>> str(Place(character=5, line=2, offset=30)), str(Place(character=5, offset=4))
    ('line 2, character 5', 'character 5')
    """

    character: int
    line: int | None = None
    offset: int

    def __str__(self) -> str:
        """Give it in words."""
        where = f"character {self.character}"
        return where if self.line is None else f"line {self.line}, {where}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Anything in a tree.

    Attributes
    ----------
    at
        Where it begins in the text it was read from; None for what was built. Two nodes that
        differ only here are equal.
    """

    at: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept(Node):
    """A concept by its code; the term is what the text says between pipes, not checked."""

    code: str
    term: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative(Node):
    """A concept by the identifier of another scheme, ``LOINC#54486-6`` as written."""

    text: str
    term: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wildcard(Node):
    """``*``: any concept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberOf(Node):
    """``^``: the members of a refset, or of each of a set of refsets.

    `fields` are the column names of ``^ [a, b]``, none for the plain form.
    """

    operand: Expression
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hierarchy(Node):
    """A constraint operator and what it is applied to."""

    operator: Operator
    operand: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Compound(Node):
    """Two or more constraints joined by the same word; exactly two by MINUS."""

    joint: Joint
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dotted(Node):
    """``a . b . c``: the values of attribute c of the values of attribute b of a.

    `at` is the first dot.
    """

    focus: Expression
    attributes: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter(Node):
    """What stands between ``{{`` and ``}}``, as written, these included."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtered(Node):
    """A constraint with one or more filters or a history supplement."""

    operand: Expression
    filters: tuple[Filter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refined(Node):
    """``focus : refinement``; `at` is where the focus begins."""

    focus: Expression
    refinement: Refinement


@dataclass(frozen=True, slots=True, kw_only=True)
class Cardinality(Node):
    """``[1..3]``; `most` is None for "many"."""

    least: int
    most: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reverse(Node):
    """``R``: the attribute is followed from its value to its source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcreteValue(Node):
    """A number, text or truth value as written (``#500``, ``"PANADOL"``, ``true``)."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute(Node):
    """``name = value`` with what may stand before it."""

    name: Expression
    comparison: Comparison
    value: Expression | ConcreteValue
    cardinality: Cardinality | None = None
    reverse: Reverse | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Node):
    """``{ … }``: attributes that stand together in one role group; `at` is the brace."""

    inside: Refinement
    cardinality: Cardinality | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefinementSet(Node):
    """Two or more refinements joined by AND (written as a comma, too) or by OR."""

    joint: Joint
    parts: tuple[Refinement, ...]


#: What a whole expression, or an operand of it, can be.
Expression: TypeAlias = (
    "Concept | Alternative | Wildcard | MemberOf | Hierarchy | Compound | Dotted | Filtered "
    "| Refined"
)
#: What can stand behind the colon of an expression.
Refinement: TypeAlias = "Attribute | Group | RefinementSet"
