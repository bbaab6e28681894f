"""From a text to a tree: expressions; refinements are read by `workbench.graph.ecl.refinements`.

Every construct of the language is read, so that what is not evaluated yet can be named and placed.
The trap: AND, OR and MINUS have no precedence. Side by side without brackets they are an error, as
the standard has it, and so is a second MINUS.

Source: SNOMED International, Expression Constraint Language 2.1, brief and long syntax (ABNF), and
section 5.4 on operator precedence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NoReturn

from workbench.errors import InputError
from workbench.graph.ecl.reading import Reader, joint_of
from workbench.graph.ecl.refinements import read_refinement
from workbench.graph.ecl.syntax import (
    Alternative,
    Compound,
    Concept,
    Dotted,
    Expression,
    Filter,
    Filtered,
    Hierarchy,
    MemberOf,
    Operator,
    Refined,
    Wildcard,
)
from workbench.graph.ecl.tokens import TokenKind

__all__ = ["parse_ecl"]

#: The long syntax of each operator, in lower case, after its brief one.
_OPERATORS: Final[Mapping[str, Operator]] = {
    **{operator.value: operator for operator in Operator},
    "descendantof": Operator.DESCENDANT,
    "descendantorselfof": Operator.DESCENDANT_OR_SELF,
    "childof": Operator.CHILD,
    "childorselfof": Operator.CHILD_OR_SELF,
    "ancestorof": Operator.ANCESTOR,
    "ancestororselfof": Operator.ANCESTOR_OR_SELF,
    "parentof": Operator.PARENT,
    "parentorselfof": Operator.PARENT_OR_SELF,
    "top": Operator.TOP,
    "bottom": Operator.BOTTOM,
}
#: The signs that what an operator is applied to may begin with.
_BEGINS: Final = frozenset({"(", "*", "^"})
_OPERANDS: Final = frozenset({TokenKind.WORD, TokenKind.ALIAS, TokenKind.TEXT})
_MEMBER: Final = frozenset({"^", "memberof"})
_ANY: Final = frozenset({"*", "any"})
#: What may not follow a whole expression, and why it was perhaps meant to.
_JOINS: Final = frozenset({"and", "or", "minus", ",", ":", "."})


def parse_ecl(text: str) -> Expression:
    """Read an expression of any construct of the language, in brief or long syntax.

    Parameters
    ----------
    text
        The expression; blanks of every sort, line breaks and comments may stand between its parts.

    Returns
    -------
    Expression
        The tree, each of whose nodes knows where it stands.

    Raises
    ------
    InputError
        If it is no text, or does not follow the grammar; the message says where and what would.

    Examples
    --------
    >>> parse_ecl("<< I21 |infarction|")
    Hierarchy(operator=<Operator.DESCENDANT_OR_SELF: '<<'>,
    operand=Concept(code='I21', term='infarction'))
    >>> parse_ecl("< A OR B MINUS C")
    Traceback (most recent call last):
    workbench.errors.InputError: 'MINUS' at character 10 stands beside OR without brackets; put
    brackets round what belongs together
    """
    if not isinstance(text, str):
        message = f"a {type(text).__name__} is no expression; expected a text such as '<< I21'"
        raise InputError(message)
    reader = Reader(text, read_expression=_expression, read_part=_part)
    if reader.ended:
        message = "the expression is empty; expected one such as '<< I21'"
        raise InputError(message)
    tree = _expression(reader)
    if not reader.ended:
        _refuse_rest(reader)
    return tree


def _refuse_rest(reader: Reader) -> NoReturn:
    if reader.token.lower in _JOINS:
        reader.refuse("follows a whole expression; put brackets round what it belongs to")
    reader.want("AND, OR, MINUS, ':' or the end")


def _expression(reader: Reader) -> Expression:
    first = _part(reader)
    if reader.token.text == ":":
        reader.advance()
        return Refined(focus=first, refinement=read_refinement(reader), at=first.at)
    if reader.token.text == ".":
        return _dotted(reader, first)
    return _compound(reader, first)


def _dotted(reader: Reader, focus: Expression) -> Expression:
    at = reader.here()
    attributes = []
    while reader.token.text == ".":
        reader.advance()
        attributes.append(_part(reader))
    return Dotted(focus=focus, attributes=tuple(attributes), at=at)


def _compound(reader: Reader, first: Expression) -> Expression:
    joint, parts = reader.joint(), [first]
    while joint is not None and reader.joint() is not None:
        reader.take_joint(joint, so_far=len(parts))
        parts.append(_part(reader))
    if joint is None:
        return first
    return Compound(joint=joint, parts=tuple(parts), at=first.at)


def _part(reader: Reader) -> Expression:
    """Read a constraint that stands without brackets: operator, ``^``, focus, filters."""
    at = reader.here()
    operator = _operator(reader)
    if operator is not None:
        reader.advance()
    tree = _member_or_focus(reader)
    if operator is not None:
        tree = Hierarchy(operator=operator, operand=tree, at=at)
    filters = []
    while reader.token.kind is TokenKind.FILTER:
        filters.append(Filter(text=reader.token.text, at=reader.here()))
        reader.advance()
    return Filtered(operand=tree, filters=tuple(filters), at=at) if filters else tree


def _operator(reader: Reader) -> Operator | None:
    """Give the operator that comes next; a keyword that nothing follows is a code (``top``)."""
    operator = _OPERATORS.get(reader.token.lower)
    following = reader.after()
    begins = following.kind in _OPERANDS or following.text in _BEGINS
    if reader.token.kind is TokenKind.WORD and (not begins or joint_of(following)):
        return None
    return operator


def _member_or_focus(reader: Reader) -> Expression:
    if reader.token.lower not in _MEMBER:
        return _focus(reader)
    at = reader.here()
    reader.advance()
    fields = _fields(reader) if reader.token.text == "[" else ()
    return MemberOf(operand=_focus(reader), fields=fields, at=at)


def _fields(reader: Reader) -> tuple[str, ...]:
    reader.advance()
    fields = []
    while reader.token.kind is TokenKind.WORD or reader.token.text == "*":
        fields.append(reader.token.text)
        reader.advance()
        if reader.token.text != ",":
            break
        reader.advance()
    reader.expect("]", after="the columns of a refset")
    return tuple(fields)


def _focus(reader: Reader) -> Expression:
    """Read what an operator may be applied to: a concept, ``*`` or brackets."""
    token, at = reader.token, reader.here()
    if token.text == "(":
        with reader.bracket():
            return _expression(reader)
    if token.lower in _ANY:
        reader.advance()
        return Wildcard(at=at)
    if _operator(reader) is not None or token.lower in _MEMBER:
        reader.refuse("follows another operator; put brackets round what the first is applied to")
    if token.kind in {TokenKind.ALIAS, TokenKind.TEXT} and "#" in token.text:
        reader.advance()
        return Alternative(text=token.text, term=_term(reader), at=at)
    if token.kind is not TokenKind.WORD or reader.joint() is not None:
        reader.want("a concept, '*' or '('")
    reader.advance()
    return Concept(code=token.text, term=_term(reader), at=at)


def _term(reader: Reader) -> str | None:
    if reader.token.kind is not TokenKind.TERM:
        return None
    term = " ".join(reader.token.text[1:-1].split())
    reader.advance()
    return term or None
