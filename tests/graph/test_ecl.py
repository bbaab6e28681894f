"""Which concepts an expression selects, on graphs small enough to see it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.graph.ecl_examples import lungs, members, operations
from tests.graph.examples import diamond, heart
from workbench.core.codes import parse_release
from workbench.errors import InputError, UnknownCodeError
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.ecl.evaluation import select
from workbench.graph.side_tables import SideTables


@pytest.mark.parametrize(
    ("expression", "codes"),
    [
        ("I21", ["I21"]),
        ("< I21", ["I21.0", "I21.1", "I21.9"]),
        ("<< I20-I25", ["I20-I25", "I21", "I21.0", "I21.1", "I21.9"]),
        ("<! IX", ["I20-I25", "I30-I52"]),
        ("<<! IX", ["IX", "I20-I25", "I30-I52"]),
        ("> I21.0", ["IX", "I20-I25", "I21"]),
        (">> I21", ["IX", "I20-I25", "I21"]),
        (">! I21.0", ["I21"]),
        (">>! I21.0", ["I21", "I21.0"]),
        ("< I21.0", []),
        ("> IX", []),
        ("<< I43.8*", ["I43.8"]),
        ("I43†", ["I43"]),
        ("<< I21 AND << I20-I25 AND I21.0", ["I21.0"]),
        ("<< I21, I21.0", ["I21.0"]),
        ("I21.9 OR F03 OR < V", ["F03", "I21.9"]),
        ("< I21 MINUS I21.9", ["I21.0", "I21.1"]),
        ("<< I20-I25 MINUS (< I21 MINUS I21.9)", ["I20-I25", "I21", "I21.9"]),
        ("<! (<! IX)", ["I21", "I43"]),
        ("> (I21.0 OR F03)", ["V", "IX", "I20-I25", "I21"]),
        ("< *", ["F03", "I20-I25", "I21", "I21.0", "I21.1", "I21.9", "I30-I52", "I43", "I43.8"]),
        ("* MINUS (< IX)", ["V", "IX", "F03"]),
        ("< (I21 MINUS I21)", []),
    ],
)
def test_codes_of_a_classification_are_selected(expression: str, codes: list[str]) -> None:
    assert heart().ecl(expression).codes == codes


def test_several_parents_are_followed_once() -> None:
    graph = diamond()
    assert graph.ecl("< (left OR right)").codes == ["bottom", "lower"]
    assert graph.ecl(">! bottom").codes == ["left", "lower", "right"]
    assert graph.ecl("> (bottom OR lower)").codes == ["left", "lower", "right", "top"]
    assert graph.ecl("top MINUS (top OR bottom)").codes == []


@pytest.mark.parametrize(
    ("expression", "codes"),
    [
        ("* : 105000 = 108003", ["102002"]),
        ("* : 105000 = << 108003", ["102002"]),
        ("* : << 105000 = << 108003", ["102002", "103007"]),
        ("* : << 105000 = < 108003", ["103007"]),
        ("< 102002 : 105000 = *", ["103007"]),
        ("* : * = *", ["101009", "102002", "103007", "109006"]),
        ("* : * = << 107008", ["102002", "103007"]),
        ("* : << 105000 != << 108003", ["103007"]),
        ("* : 105000 = (108003 OR 107008)", ["102002", "103007"]),
        ("* : (<< 105000 MINUS 105000) = *", ["103007"]),
        ("* : 106004 = * AND 105000 = 107008", ["103007"]),
        ("* : 106004 = *, 105000 = 108003", []),
        ("* : 106004 = * OR 105000 = 108003", ["102002", "103007"]),
        ("* : (106004 = *, 105000 = *) OR 105000 = 108003", ["102002", "103007"]),
        ("< 101009 : 105000 = (* : * = *)", []),
        ("* : 105000 = (>> 109006 : 113004 = *)", []),
        ("* : 106004 = (<< 108003 : 113004 = *)", ["103007"]),
        ("101009 OR (* : 106004 = *)", ["101009", "103007"]),
    ],
)
def test_refinements_select_by_attributes(expression: str, codes: list[str]) -> None:
    assert lungs().ecl(expression).codes == codes


@pytest.mark.parametrize(
    ("expression", "codes"),
    [
        ("* : 111002 = 112009", ["101009"]),
        ("* : 111002 = << 112009", ["101009"]),
        ("* : 111002 = < 112009", []),
        ("* : 111002 != 108003", ["101009"]),
        ("* : << 111002 = *", ["101009"]),
        ("* : 113004 = *", ["109006"]),
        ("* : 113004 != << 107008", ["109006"]),
        ("* : 113004 != *", []),
        ("* : 111002 = (* MINUS << 107008)", ["101009"]),
    ],
)
def test_an_attribute_may_use_what_the_release_does_not_hold_and_concrete_values(
    expression: str, codes: list[str]
) -> None:
    assert lungs().ecl(expression).codes == codes


@pytest.mark.parametrize(
    ("expression", "codes"),
    [
        ("^ 114005", ["103007"]),
        ("^ 105000", ["101009"]),
        ("^ 106004", []),
        ("^ *", ["101009", "103007"]),
        ("^ (>> 106004)", ["101009"]),
        ("> ^ 114005", ["101009", "102002"]),
        ("^ 114005 : 106004 = *", ["103007"]),
        ("* : * = ^ 114005", []),
    ],
)
def test_members_of_reference_sets_are_those_the_release_holds_and_has_in_use(
    expression: str, codes: list[str]
) -> None:
    assert lungs().ecl(expression).codes == codes


def test_a_retired_member_is_no_reference_set_of_an_outer_member_of() -> None:
    graph = build_graph(
        nodes_table({"code": "101009", "active": False}, {"code": "102002"}),
        edges_table(("102002", "101009")),
        release=parse_release("snomed/example"),
        side=SideTables(members=members(("101009", "101009"), ("101009", "102002"))),
    )
    assert graph.ecl("^ 101009").codes == ["102002"]
    assert graph.ecl("^ (^ 101009)").codes == []


def test_what_is_retired_is_never_in_an_answer_but_what_lies_below_it_is_found() -> None:
    graph = operations()
    assert graph.ecl("*").codes == ["Q", "Q99.3"]
    assert graph.ecl("< Q").codes == ["Q99.3"]
    found = graph.ecl("<< Q99 OR Q99.2 OR <! Q99")
    assert (found.codes, found.retired) == (["Q99.3"], ("Q99", "Q99.2"))
    assert found.notes == ("not active in opcs4/example, so not in the answer: Q99, Q99.2",)
    assert graph.ecl("< Q").notes == ()


def test_ordinals_are_what_select_gives() -> None:
    graph = heart()
    ordinals = select(graph, "<< I21")
    assert ordinals.dtype == np.int32
    assert [graph.code_at(ordinal) for ordinal in ordinals] == graph.descendants_or_self("I21")


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        (
            "<< I21.o",
            "code 'I21.o' at character 4 is not in icd10/example. Near spellings: {near}",
        ),
        (
            "I21\n OR\n  I12",
            "code 'I12' at line 3, character 3 is not in icd10/example. Near spellings: I21",
        ),
        ("I21 MINUS any1", "code 'any1' at character 11 is not in icd10/example."),
    ],
)
def test_an_unknown_code_is_named_with_its_place_and_near_spellings(
    expression: str, said: str
) -> None:
    with pytest.raises(UnknownCodeError) as caught:
        heart().ecl(expression)
    assert str(caught.value) == said.format(near="I21.0, I21.1, I21.9")


@pytest.mark.parametrize("expression", ["{0}", "* : {0} = *", "* : 105000 = {0}", "^ {0}"])
def test_an_id_with_a_wrong_check_digit_is_told_wherever_it_stands(expression: str) -> None:
    with pytest.raises(UnknownCodeError) as caught:
        lungs().ecl(expression.format("109005"))
    assert str(caught.value) == (
        f"code '109005' at character {expression.index('{') + 1} is not in snomed/example "
        "(SCTID '109005' fails its check digit: expected 6, found 5). Near spellings: 109006"
    )


def test_a_code_only_the_tables_use_is_no_concept() -> None:
    with pytest.raises(UnknownCodeError, match=r"code '111002' at character 4 is not in"):
        lungs().ecl("<< 111002")


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("< IX : I21 = *", "icd10/example holds no attributes (asked for at character 8)"),
        ("< IX AND ^ I21", "icd10/example holds no reference sets (asked for at character 10)"),
    ],
)
def test_a_release_without_tables_says_so(expression: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        heart().ecl(expression)
    assert str(caught.value) == said


def test_ten_thousand_codes_are_one_expression() -> None:
    graph = heart()
    assert graph.ecl(" OR ".join(["<< I21.0", "F03"] * 5_000)).codes == ["F03", "I21.0"]
