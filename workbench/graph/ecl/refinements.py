"""From a text to a tree: refinements, attributes, role groups and their values.

The trap is an opening bracket, which may hold refinements (``(a = b OR c = d), e = f``) or be the
name of an attribute (``(a MINUS b) = *``): what follows the closing one decides.

Source: SNOMED International, Expression Constraint Language 2.1, brief and long syntax (ABNF).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workbench.errors import InputError
from workbench.graph.ecl.reading import Reader
from workbench.graph.ecl.syntax import (
    Attribute,
    Cardinality,
    Comparison,
    ConcreteValue,
    Expression,
    Group,
    Joint,
    Refinement,
    RefinementSet,
    Reverse,
)
from workbench.graph.ecl.tokens import Token, TokenKind

__all__ = ["read_refinement"]

_COMPARISONS: Final[Mapping[str, Comparison]] = {
    **{comparison.value: comparison for comparison in Comparison},
    "<>": Comparison.NOT_EQUAL,
}
_SET_COMPARISONS: Final = frozenset({Comparison.EQUAL, Comparison.NOT_EQUAL})
#: What compares numbers and also walks a hierarchy.
_EITHER: Final = frozenset({"<", ">"})
_TRUTH: Final = frozenset({"true", "false"})
_SEARCH: Final = frozenset({"match", "wild"})
_MANY: Final = frozenset({"*", "many"})
#: Most digits of a cardinality.
_DIGITS: Final = 9
_TO: Final = frozenset({"..", "to"})


def read_refinement(reader: Reader) -> Refinement:
    """Read what follows a colon or stands in brackets: refinements joined by one word.

    Raises
    ------
    InputError
        If it does not follow the grammar.
    """
    at = reader.here()
    parts = [_one(reader)]
    joint = reader.joint()
    if joint is None or joint is Joint.MINUS:
        return parts[0]
    while reader.joint() in {Joint.AND, Joint.OR}:
        reader.take_joint(joint, so_far=len(parts))
        parts.append(_one(reader))
    return RefinementSet(joint=joint, parts=tuple(parts), at=at)


def _one(reader: Reader) -> Refinement:
    cardinality = _cardinality(reader) if reader.token.text == "[" else None
    at = reader.here()
    if reader.token.text == "{":
        with reader.bracket():
            inside = _inside_group(reader)
        return Group(inside=inside, cardinality=cardinality, at=at)
    holds_refinements = reader.token.text == "(" and not _compares(reader.after_bracket())
    if holds_refinements and cardinality is None:
        with reader.bracket():
            return read_refinement(reader)
    return _attribute(reader, cardinality)


def _inside_group(reader: Reader) -> Refinement:
    inside = read_refinement(reader)
    group = _first_group(inside)
    if group is not None:
        message = f"role group at {group.at} stands inside another; expected attributes"
        raise InputError(message)
    return inside


def _first_group(refinement: Refinement) -> Group | None:
    if isinstance(refinement, Group):
        return refinement
    if isinstance(refinement, RefinementSet):
        return next((g for part in refinement.parts if (g := _first_group(part))), None)
    return None


def _compares(token: Token) -> bool:
    return token.text in _COMPARISONS or token.lower == "not"


def _attribute(reader: Reader, cardinality: Cardinality | None) -> Attribute:
    at = reader.here()
    reverse = Reverse(at=at) if _is_reverse(reader) else None
    if reverse is not None:
        reader.advance()
    name = reader.part()
    sign_at, comparison = reader.here(), _comparison(reader)
    value = _value(reader)
    is_number = isinstance(value, ConcreteValue) and value.text.startswith("#")
    if comparison not in _SET_COMPARISONS and not is_number:
        message = (
            f"'{comparison}' at {sign_at} compares with a number ('{comparison} #5'); "
            "expected '=' or '!=' before anything else"
        )
        raise InputError(message)
    return Attribute(
        name=name,
        comparison=comparison,
        value=value,
        cardinality=cardinality,
        reverse=reverse,
        at=at,
    )


def _is_reverse(reader: Reader) -> bool:
    """Say whether ``R`` is the flag, and not a code of that name.

    A ``<`` behind it compares a number (``R < #5``) or else begins a name (``R < 3 = 5``).
    """
    if reader.token.lower == "reverseof":
        return True
    following = reader.after()
    is_name = _compares(following) or following.kind is TokenKind.TERM
    if following.text in _EITHER and reader.after(2).kind is not TokenKind.NUMBER:
        is_name = False
    return reader.token.lower == "r" and not is_name


def _comparison(reader: Reader) -> Comparison:
    if reader.token.lower == "not" and reader.after().text == "=":
        reader.advance()
        reader.advance()
        return Comparison.NOT_EQUAL
    comparison = _COMPARISONS.get(reader.token.text)
    if comparison is None:
        reader.want(
            "'=' or '!=' after an attribute (what joins a refined expression to another needs "
            "brackets round the refined one)"
        )
    reader.advance()
    return comparison


def _value(reader: Reader) -> Expression | ConcreteValue:
    token, at = reader.token, reader.here()
    if token.kind in {TokenKind.NUMBER, TokenKind.TEXT} or token.lower in _TRUTH:
        reader.advance()
        return ConcreteValue(text=token.text, at=at)
    if token.lower in _SEARCH and reader.after().text == ":":
        return _search(reader)
    if token.text == "(" and _is_search(reader):
        with reader.bracket():
            while reader.token.text != ")":
                _search(reader)
        return ConcreteValue(text=reader.source(token.offset), at=at)
    return reader.part()


def _is_search(reader: Reader) -> bool:
    """Say whether brackets hold search terms (``("a" match:"b")``) and no expression."""
    first, second = reader.after(), reader.after(2)
    if first.kind is TokenKind.TEXT:
        alone = second.text == ")"
        return (alone and "#" not in first.text) or _begins_search(second)
    return first.lower in _SEARCH and second.text == ":"


def _begins_search(token: Token) -> bool:
    return token.kind is TokenKind.TEXT or token.lower in _SEARCH


def _search(reader: Reader) -> ConcreteValue:
    start, at = reader.token.offset, reader.here()
    if reader.token.lower in _SEARCH:
        reader.advance()
        reader.expect(":", after="'match' or 'wild'")
    if reader.token.kind is not TokenKind.TEXT:
        reader.want("a text in quotation marks")
    reader.advance()
    return ConcreteValue(text=reader.source(start), at=at)


def _cardinality(reader: Reader) -> Cardinality:
    at = reader.here()
    reader.advance()
    least = _number(reader, "a whole number")
    if reader.token.lower not in _TO:
        reader.want("'..' or 'to' in a cardinality ('[1..3]')")
    reader.advance()
    if reader.token.lower in _MANY:
        reader.advance()
        most = None
    else:
        most = _number(reader, "a whole number, '*' or 'many'")
    reader.expect("]", after="a cardinality")
    if most is not None and most < least:
        message = f"cardinality '[{least}..{most}]' at {at} ends before it begins"
        raise InputError(message)
    return Cardinality(least=least, most=most, at=at)


def _number(reader: Reader, expected: str) -> int:
    text = reader.token.text
    if not (text.isascii() and text.isdecimal()) or (len(text) > 1 and text[0] == "0"):
        reader.want(f"{expected} in a cardinality ('[1..3]')")
    if len(text) > _DIGITS:
        reader.want(f"a number of at most {_DIGITS} digits in a cardinality")
    reader.advance()
    return int(text)
