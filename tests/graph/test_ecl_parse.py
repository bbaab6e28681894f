"""What an expression says: the same tree for every way to write it, and a sentence for the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.graph.ecl_trees import trees
from workbench.errors import InputError
from workbench.graph.ecl.formatting import format_ecl
from workbench.graph.ecl.parser import parse_ecl
from workbench.graph.ecl.reading import DEEPEST
from workbench.graph.ecl.syntax import Concept, Expression, Hierarchy, Operator


@given(trees())
def test_a_tree_is_its_text_read_again(tree: Expression) -> None:
    assert parse_ecl(format_ecl(tree)) == tree


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("  73211009  ", "73211009"),
        ("73211009 |Diabetes (disorder)|", "73211009 |Diabetes (disorder)|"),
        ("73211009|  a < b OR [c] \n d |", "73211009 |a < b OR [c] d|"),
        ("73211009 ||", "73211009"),
        ("<<73211009", "<< 73211009"),
        ("<<!1", "<<! 1"),
        ("<\u00a0I21\u2003OR\u200bI22\ufeff", "< I21 OR I22"),
        ("/* a */ I21/**/OR/* * / | ( */I22\r\n", "I21 OR I22"),
        ("(((I21)))", "I21"),
        ("((< I21))", "< I21"),
        ("<(I21)", "< I21"),
        ("< (< I21)", "< (< I21)"),
        ("<^I21", "< ^ I21"),
        ("^(^ I21)", "^ (^ I21)"),
        ("a, b And c", "a AND b AND c"),
        ("(a and b) And c", "(a AND b) AND c"),
        ("a MiNuS (b oR c)", "a MINUS (b OR c)"),
        ("DescendantOrSelfOf a", "<< a"),
        ("PARENTORSELFOF MEMBEROF any", ">>! ^ *"),
        ("any:any=any", "* : * = *"),
        ("a : b <> c", "a : b != c"),
        ("a : b NOT= c", "a : b != c"),
        ("a : not = c", "a : not = c"),
        ("a:(b=c)", "a : b = c"),
        ("a:(b=c and d=e)or f=g", "a : (b = c, d = e) OR f = g"),
        ("a:((b))=c", "a : b = c"),
        ("a:(b or c)=d", "a : (b OR c) = d"),
        ("(a:b=c) , d", "(a : b = c) AND d"),
        ("a : b = (c : d = e)", "a : b = (c : d = e)"),
        ("a:[ 1 TO Many ]reverseof b=c", "a : [1..*] R b = c"),
        ("a:[0..0]{b=c or d=e},{f=g}", "a : [0..0] { b = c OR d = e }, { f = g }"),
        ("a : R = c", "a : R = c"),
        ("R", "R"),
        ("19829001.363698007.<<1", "19829001 . 363698007 . << 1"),
        ("I21.0 . BA00.Z", "I21.0 . BA00.Z"),
        ("(a.b).c", "(a . b) . c"),
        ("I20-I25 OR 1A00 OR D63.0* OR E05.9† OR BlockL1-1A0 OR X", None),
        ('a : b>=#-5.50,c=TRUE,d<>"x \\" | y"', 'a : b >= #-5.50, c = TRUE, d != "x \\" | y"'),
        ('a : b = ("x" wild:"y*")', 'a : b = ("x" wild:"y*")'),
        ('a : b = match : "x"', 'a : b = match : "x"'),
        ('a{{term="}}"}} {{ C active = 1 }}', 'a {{term="}}"}} {{ C active = 1 }}'),
        ("(<a) {{+HISTORY-MOD}}", "< a {{+HISTORY-MOD}}"),
        ("^[a,b]c", "^ [a, b] c"),
        ('LOINC#54486-6 |x| OR "SC#a b"', 'LOINC#54486-6 |x| OR "SC#a b"'),
        ("!!> (a) or bottom (b)", "!!> a OR !!< b"),
        ("top OR (bottom)", "top OR bottom"),
    ],
)  # fmt: skip
def test_every_way_to_write_it_is_the_same_expression(text: str, canonical: str | None) -> None:
    assert format_ecl(parse_ecl(text)) == (text if canonical is None else canonical)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the expression is empty; expected one such as '<< I21'"),
        (" /* no */ ", "the expression is empty; expected one such as '<< I21'"),
        ("<<", "the expression ends at character 3; expected a concept, '*' or '('"),
        ("a OR", "the expression ends at character 5; expected a concept, '*' or '('"),
        ("OR a", "'OR' at character 1: expected a concept, '*' or '('"),
        ("a b", "'b' at character 3: expected AND, OR, MINUS, ':' or the end"),
        ("< > a", ("'>' at character 3 follows another operator; put brackets round what the first "
         "is applied to")),
        ("^ < a", ("'<' at character 3 follows another operator; put brackets round what the first "
         "is applied to")),
        ("a AND b OR c", ("'OR' at character 9 stands beside AND without brackets; put brackets "
         "round what belongs together")),
        ("a\r\nMINUS b\r\n, c", ("',' at line 3, character 1 stands beside MINUS without brackets; "
         "put brackets round what belongs together")),
        ("a MINUS b MINUS c", ("'MINUS' at character 11 follows another MINUS without brackets; "
         "put brackets round what belongs together")),
        ("a : b = c, d = e OR f = g", ("'OR' at character 18 stands beside AND without brackets; "
         "put brackets round what belongs together")),
        ("a AND b : c = d", ("':' at character 9 follows a whole expression; put brackets round "
         "what it belongs to")),
        ("(a : b = c MINUS d)", ("'MINUS' at character 12 follows a whole expression; put brackets "
         "round what it belongs to")),
        ("a : b = c OR < d", ("the expression ends at character 17; expected '=' or '!=' after an "
         "attribute (what joins a refined expression to another needs brackets round the refined "
         "one)")),
        ("a : b < c", ("'<' at character 7 compares with a number ('< #5'); expected '=' or '!=' "
         "before anything else")),
        ('a : b >= "c"', ("'>=' at character 7 compares with a number ('>= #5'); expected '=' or "
         "'!=' before anything else")),
        ("(a OR b", "'(' at character 1 is not closed"),
        ("a)", "')' at character 2 closes no bracket"),
        ("a : {b = c)", "')' at character 11 closes no bracket"),
        ("()", "')' at character 2: expected a concept, '*' or '('"),
        ("a : {b = {c = d}}", "'{' at character 10: expected a concept, '*' or '('"),
        ("a : {b = c, {d = e}}", ("role group at character 13 stands inside another; expected "
         "attributes")),
        ("a : [3..1] b = c", "cardinality '[3..1]' at character 5 ends before it begins"),
        ("a : [x..1] b = c", ("'x' at character 6: expected a whole number in a cardinality "
         "('[1..3]')")),
        ("a : [01..1] b = c", ("'01' at character 6: expected a whole number in a cardinality "
         "('[1..3]')")),
        ("a : [1..] b = c", ("']' at character 9: expected a whole number, '*' or 'many' in a "
         "cardinality ('[1..3]')")),
        ("a : [1 2] b = c", ("'2' at character 8: expected '..' or 'to' in a cardinality "
         "('[1..3]')")),
        ("a : [1..9999999999] b = c", ("'9999999999' at character 9: expected a number of at most "
         "9 digits in a cardinality")),
        ("a : [1..2 b = c", "'[' at character 5 is not closed"),
        ("^ [a b] c", "'b' at character 6: expected ']' after the columns of a refset"),
        ("73211009 |diabetes", "a term begins at character 10 and does not end; expected '|'"),
        ("a /* b", "a comment begins at character 3 and does not end; expected '*/'"),
        ('a : b = "c', "a text begins at character 9 and does not end; expected '\"'"),
        ("a {{ term = x", "'{{' at character 3 is not closed; expected '}}' after it"),
        ("a ~ b", "'~' at character 3 is no part of an expression"),
        ("a \x00", "character U+0000 at character 3 is no part of an expression"),
        ("a \ud800", "character U+D800 at character 3 is no part of an expression"),
        ("a |\udc80| |b|", "'|b|' at character 7: expected AND, OR, MINUS, ':' or the end"),
        ("* |a|", "'|a|' at character 3: expected AND, OR, MINUS, ':' or the end"),
        ("|\udc80|", "'|\\udc80|' at character 1: expected a concept, '*' or '('"),
        ("a : match : b = c", ("':' at character 11: expected '=' or '!=' after an attribute (what "
         "joins a refined expression to another needs brackets round the refined one)")),
        ("a : b = match : c", "'c' at character 17: expected a text in quotation marks"),
    ],
)  # fmt: skip
def test_what_does_not_follow_the_grammar_is_told_with_its_place(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_ecl(text)
    assert str(caught.value) == said


@pytest.mark.parametrize("text", [None, 73211009, b"I21", ["I21"]])
def test_what_is_no_text_is_told(text: object) -> None:
    with pytest.raises(InputError, match=f"a {type(text).__name__} is no expression"):
        parse_ecl(text)  # type: ignore[arg-type]


def sentence(text: str) -> str | None:
    """Give what is said of a text that is no expression, or None."""
    try:
        parse_ecl(text)
    except InputError as error:
        return str(error)
    return None


@given(st.text(alphabet='aR12 |<>!^*=:,.(){}[]#"/\\\n\ud800', max_size=30))
def test_whatever_is_typed_is_a_tree_or_one_sentence(text: str) -> None:
    said = sentence(text)
    if said is None:
        tree = parse_ecl(text)
        assert parse_ecl(format_ecl(tree)) == tree
    else:
        assert said.encode().splitlines() == [said.encode()]


@given(trees(), st.data())
def test_an_expression_cut_short_or_doubled_is_a_tree_or_one_sentence(
    tree: Expression, data: st.DataObject
) -> None:
    text = format_ecl(tree)
    at = data.draw(st.integers(0, len(text)))
    for damaged in (text[:at], text[at:], text[:at] + text):
        assert "\n" not in (sentence(damaged) or "")


def test_a_node_knows_its_place_and_is_equal_without_it() -> None:
    read = parse_ecl("\n  << I21")
    assert isinstance(read, Hierarchy)
    assert (str(read.at), str(read.operand.at)) == ("line 2, character 3", "line 2, character 6")
    assert read == Hierarchy(operator=Operator.DESCENDANT_OR_SELF, operand=Concept(code="I21"))


def nested(inner: str, *, deep: int, opening: str = "(", closing: str = ")") -> str:
    return opening * deep + inner + closing * deep


@pytest.mark.parametrize(
    "text",
    [
        nested("a", deep=DEEPEST),
        nested("a", deep=DEEPEST, opening="<("),
        nested("a", deep=DEEPEST, opening="^(*:a="),
        "a:" + nested("b=c", deep=DEEPEST),
        nested("a", deep=DEEPEST, opening="a : b = ("),
        nested("a", deep=DEEPEST, opening="(", closing=" : a = b)"),
    ],
)
def test_brackets_may_nest_deep(text: str) -> None:
    assert parse_ecl(format_ecl(parse_ecl(text))) == parse_ecl(text)


@pytest.mark.parametrize(
    ("begin", "opening", "closing"),
    [("", "(", ")"), ("", "<(", ")"), ("a:", "(", ")"), ("", "a:b=(", ")"), ("", "a:{b=(", ")}")],
)
@pytest.mark.parametrize("deep", [DEEPEST + 1, 10_000])
def test_brackets_that_nest_too_deep_are_one_sentence(
    begin: str, opening: str, closing: str, deep: int
) -> None:
    said = sentence(begin + nested("a", deep=deep, opening=opening, closing=closing)) or ""
    assert said.endswith(f" opens a bracket too many; they may nest {DEEPEST} deep")


@pytest.mark.parametrize("sign", ["<", ">", "<<", "<!"])
def test_the_flag_r_may_stand_before_a_hierarchy_of_names(sign: str) -> None:
    flagged = parse_ecl(f"1 : R {sign} 2 = 3")
    assert flagged == parse_ecl(f"1 : R ({sign} 2) = 3")
    assert flagged == parse_ecl(f"1 : reverseOf {sign} 2 = 3")
    assert parse_ecl("1 : R < #5") == parse_ecl("1 : (R) < #5")


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "73211009 |diabetes| OR " * 45_000 + "1",
        "1 |" + "x" * 1_000_000 + "|",
        "a" * 1_000_000,
        "/*" + "*" * 1_000_000 + "*/ 1",
        " " * 1_000_000 + "1",
        "1" + " . 2" * 250_000,
        '1 : 2 = "' + "\\\\" * 500_000 + '"',
        "1 {{ " + '"a" ' * 250_000 + "}}",
        "(" * 1_000_000,
        "1 |a| {{" * 120_000,
        '"' * 1_000_001,
        "1 /*" * 250_000,
    ],
    ids=range(12),
)
def test_a_megabyte_is_read_or_refused_in_a_sentence(text: str) -> None:
    assert len(sentence(text) or "") < 300
