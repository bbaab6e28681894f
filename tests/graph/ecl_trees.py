"""Random trees of every construct of the language, as the parser would give them."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

from workbench.graph.ecl.syntax import (
    Alternative,
    Attribute,
    Cardinality,
    Comparison,
    Compound,
    Concept,
    ConcreteValue,
    Dotted,
    Expression,
    Filter,
    Filtered,
    Group,
    Hierarchy,
    Joint,
    MemberOf,
    Operator,
    Refined,
    Refinement,
    RefinementSet,
    Reverse,
    Wildcard,
)

__all__ = ["trees"]

_CODES: Final = ("73211009", "I21.0", "A00-A09", "1A00", "BA00.Z", "D63.0*", "R", "V", "top", "01")
_TERMS: Final = st.none() | st.text(
    alphabet=st.characters(exclude_characters="|"), min_size=1, max_size=8
).map(lambda term: " ".join(term.split()) or None)
_EQUALS: Final = st.sampled_from([Comparison.EQUAL, Comparison.NOT_EQUAL])
_FOCUS: Final = st.one_of(
    st.builds(Concept, code=st.sampled_from(_CODES), term=_TERMS),
    st.builds(Alternative, text=st.sampled_from(["LOINC#1-8", '"S#a b"']), term=_TERMS),
    st.just(Wildcard()),
)
_FILTERS: Final = st.lists(
    st.sampled_from(['{{ term = "a}}" }}', "{{ C active = 1 }}", "{{+HISTORY}}"]),
    min_size=1,
    max_size=2,
).map(lambda texts: tuple(Filter(text=text) for text in texts))
_CARDINALITY: Final = st.none() | st.builds(
    lambda least, more: Cardinality(least=least, most=None if more is None else least + more),
    st.integers(0, 3),
    st.none() | st.integers(0, 3),
)
_CONCRETE: Final = st.builds(
    Attribute,
    name=_FOCUS,
    comparison=st.sampled_from(Comparison),
    value=st.sampled_from(["#5", "#-1.50"]).map(lambda text: ConcreteValue(text=text)),
) | st.builds(
    Attribute,
    name=_FOCUS,
    comparison=_EQUALS,
    value=st.sampled_from(['"a \\" |"', "true", '("a" wild:"b*")', 'match:"a"']).map(
        lambda text: ConcreteValue(text=text)
    ),
)


def trees() -> st.SearchStrategy[Expression]:
    """Give trees of any construct; no node of two parts or more has fewer."""
    return st.recursive(_FOCUS, _wider, max_leaves=12)


def _parts(each: st.SearchStrategy[Any], *, most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(each, min_size=2, max_size=most).map(tuple)


def _wider(each: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.sampled_from([Joint.AND, Joint.OR])
    return st.one_of(
        st.builds(
            MemberOf, operand=each, fields=st.sampled_from([(), (), ("mapTarget",), ("a", "b")])
        ),
        st.builds(Hierarchy, operator=st.sampled_from(Operator), operand=each),
        st.builds(Compound, joint=several, parts=_parts(each)),
        st.builds(Compound, joint=st.just(Joint.MINUS), parts=_parts(each, most=2)),
        st.builds(Dotted, focus=each, attributes=st.lists(each, min_size=1, max_size=2).map(tuple)),
        st.builds(Filtered, operand=each, filters=_FILTERS),
        st.builds(Refined, focus=each, refinement=_refinements(each)),
    )


def _refinements(each: st.SearchStrategy[Expression]) -> st.SearchStrategy[Refinement]:
    attributes = _CONCRETE | st.builds(
        Attribute,
        name=each,
        comparison=_EQUALS,
        value=each,
        cardinality=_CARDINALITY,
        reverse=st.sampled_from([None, Reverse()]),
    )
    ungrouped = attributes | _sets(attributes)
    groups = st.builds(Group, inside=ungrouped, cardinality=_CARDINALITY)
    return st.one_of(ungrouped, groups, _sets(ungrouped | groups))


def _sets(each: st.SearchStrategy[Any]) -> st.SearchStrategy[RefinementSet]:
    joints = st.sampled_from([Joint.AND, Joint.OR])
    return st.builds(RefinementSet, joint=joints, parts=_parts(each))
