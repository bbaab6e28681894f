"""From a tree to its text in brief syntax: one line, brackets only where they are needed.

``parse_ecl(format_ecl(tree)) == tree`` for every tree the parser gives.
"""

from __future__ import annotations

from typing import Final

from workbench.graph.ecl.syntax import (
    Alternative,
    Attribute,
    Cardinality,
    Compound,
    Concept,
    ConcreteValue,
    Dotted,
    Expression,
    Filtered,
    Group,
    Hierarchy,
    Joint,
    MemberOf,
    Refined,
    Refinement,
    RefinementSet,
    Wildcard,
)

__all__ = ["format_ecl"]

#: What may stand without brackets after ``^``, after an operator, before a filter, beside a joint.
_AFTER_MEMBER: Final = (Concept, Alternative, Wildcard)
_AFTER_OPERATOR: Final = (*_AFTER_MEMBER, MemberOf)
_BEFORE_FILTER: Final = (*_AFTER_OPERATOR, Hierarchy)
_PART: Final = (*_BEFORE_FILTER, Filtered)


def format_ecl(tree: Expression) -> str:
    """Give the text of an expression, in brief syntax on one line.

    Examples
    --------
    >>> from workbench.graph.ecl.parser import parse_ecl
    >>> format_ecl(parse_ecl("(descendantOf I21|heart|)or((any:a=memberOf b,c != <<d))"))
    '< I21 |heart| OR (* : a = ^ b, c != << d)'
    """
    match tree:
        case Compound():
            return f" {tree.joint} ".join(_part(part) for part in tree.parts)
        case Refined():
            return f"{_part(tree.focus)} : {_refinement(tree.refinement)}"
        case Dotted():
            return " . ".join(_part(part) for part in (tree.focus, *tree.attributes))
        case _:
            return _part(tree)


def _part(tree: Expression) -> str:
    match tree:
        case Concept() | Alternative() | Wildcard():
            return _focus(tree)
        case MemberOf():
            fields = f" [{', '.join(tree.fields)}]" if tree.fields else ""
            return f"^{fields} {_bracketed(tree.operand, _AFTER_MEMBER)}"
        case Hierarchy():
            return f"{tree.operator} {_bracketed(tree.operand, _AFTER_OPERATOR)}"
        case Filtered():
            filters = " ".join(each.text for each in tree.filters)
            return f"{_bracketed(tree.operand, _BEFORE_FILTER)} {filters}"
        case _:
            return f"({format_ecl(tree)})"


def _focus(tree: Concept | Alternative | Wildcard) -> str:
    if isinstance(tree, Wildcard):
        return "*"
    written = tree.code if isinstance(tree, Concept) else tree.text
    return written if tree.term is None else f"{written} |{tree.term}|"


def _bracketed(tree: Expression, bare: tuple[type, ...]) -> str:
    return _part(tree) if isinstance(tree, bare) else f"({format_ecl(tree)})"


def _refinement(tree: Refinement) -> str:
    match tree:
        case RefinementSet():
            joint = ", " if tree.joint is Joint.AND else f" {tree.joint} "
            return joint.join(_refinement_part(part) for part in tree.parts)
        case Group():
            return f"{_cardinality(tree.cardinality)}{{ {_refinement(tree.inside)} }}"
        case Attribute():
            return _attribute(tree)


def _refinement_part(tree: Refinement) -> str:
    text = _refinement(tree)
    return f"({text})" if isinstance(tree, RefinementSet) else text


def _attribute(tree: Attribute) -> str:
    reverse = "" if tree.reverse is None else "R "
    name = _part(tree.name)
    return f"{_cardinality(tree.cardinality)}{reverse}{name} {tree.comparison} {_value(tree.value)}"


def _value(tree: Expression | ConcreteValue) -> str:
    """Give a value; in quotation marks without brackets it would be a text."""
    if isinstance(tree, ConcreteValue):
        return tree.text
    quoted = isinstance(tree, Alternative) and tree.text.startswith('"')
    return f"({_part(tree)})" if quoted else _part(tree)


def _cardinality(tree: Cardinality | None) -> str:
    if tree is None:
        return ""
    return f"[{tree.least}..{'*' if tree.most is None else tree.most}] "
