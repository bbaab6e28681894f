"""What is not supported yet is named where it begins, whichever construct comes first."""

from __future__ import annotations

import pytest

from tests.graph.ecl_examples import lungs
from workbench.errors import InputError
from workbench.graph.ecl.evaluation import evaluate
from workbench.graph.ecl.refusals import SUPPORTED, Construct
from workbench.graph.ecl.syntax import Concept, Dotted


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("* : [1..3] 105000 = *", "cardinality '[1..3]' at character 5"),
        ("ANY : [0 TO MANY] 105000 = *", "cardinality '[0..*]' at character 7"),
        ("* : 105000 = *, {105000 = *}", "role group '{' at character 17"),
        ("* : [1..1] { 105000 = * }", "cardinality '[1..1]' at character 5"),
        ("* : { [1..1] 105000 = * }", "role group '{' at character 5"),
        ("* : R 105000 = *", "reverse attribute 'R' at character 5"),
        ("* : reverseOf 105000 = *", "reverse attribute 'R' at character 5"),
        ("101009 . 105000", "dotted attribute '.' at character 8"),
        ("101009.105000", "dotted attribute '.' at character 7"),
        ("((< 101009 . 105000) . 106004)", "dotted attribute '.' at character 12"),
        ("* : 113004 = #2", "concrete value '#2' at character 14"),
        ('* : 113004 != "two"', "concrete value '\"two\"' at character 15"),
        ("* : 113004 = TRUE", "concrete value 'TRUE' at character 14"),
        ('<< 101009 {{ term = "a" }}', "filter '{{ term = \"a\" }}' at character 11"),
        ("<< 101009 {{ + HISTORY }}", "history supplement '{{ + HISTORY }}' at character 11"),
        ("^ [mapTarget] 114005", "choice of reference set columns '^ [mapTarget]' at character 1"),
        ("101009 OR LOINC#1-8", "alternative identifier 'LOINC#1-8' at character 11"),
        ("!!> (< 101009)", "top of set '!!>' at character 1"),
        ("bottom (< 101009)", "bottom of set '!!<' at character 1"),
        ("101009\n AND (\n  * : R 1 = 2)", "reverse attribute 'R' at line 3, character 7"),
        ("99 OR (* : R 1 = #2 )", "reverse attribute 'R' at character 12"),
        (
            '<< 101009 {{ term = "' + "long " * 40 + '" }}',
            "filter '{{ term = \"long long long long long lon…' at character 11",
        ),
    ],
)  # fmt: skip
def test_the_first_construct_that_is_not_supported_is_named_with_its_place(
    expression: str, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        lungs().ecl(expression)
    assert str(caught.value) == f"{said} is not supported yet; supported are {SUPPORTED}"


def test_a_tree_that_was_built_is_refused_without_a_place() -> None:
    tree = Dotted(focus=Concept(code="101009"), attributes=(Concept(code="105000"),))
    with pytest.raises(InputError) as caught:
        evaluate(lungs(), tree)
    assert str(caught.value).startswith(
        "dotted attribute '.' is not supported yet; supported are '<',"
    )


def test_every_construct_has_a_name_of_its_own() -> None:
    assert len({construct.value for construct in Construct}) == len(Construct) == 11
