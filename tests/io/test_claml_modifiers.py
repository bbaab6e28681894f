"""The codes that the modifiers of a ClaML document make, and those they leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.io.claml_samples import document, modified, modifier, one_class
from tests.io.samples import laid_out
from workbench.core.codes import CodeSystem, parse_release
from workbench.core.icd10 import undotted
from workbench.errors import GraphStructureError, InputError
from workbench.io.claml_modifiers import combined
from workbench.io.reading import read_graph

#: Modifiers as WHO names them: the end says which character of the code they give.
FOURTH = modifier("S04E10_4", ".0|With coma", ".9|Plain")
SITES = modifier("S13M00_5", "0|Many sites", "1|Shoulder")
OPEN = modifier("S19S20_5", "0|closed", "1|open")
GANGRENE = modifier("I70M10_4", "0|Without gangrene", "1|With gangrene")
PLACES = modifier("S20W00_4", "0|Home", "9|Somewhere")
DEEDS = modifier("S20V01T_5", "0|At sport", "9|At something")


def made(tmp_path: Path, *elements: str) -> list[tuple[str, str, str]]:
    """Give code, parent and term of what stands under a code and was not spelled out."""
    text = document(*elements)
    path = laid_out(tmp_path, {"c.xml": text}) / "c.xml"
    graph = read_graph(path, release=parse_release("icd10/test"))
    terms = {row["code"]: row["term"] for row in graph.nodes.to_pylist()}
    parents = {edge["child"]: edge["parent"] for edge in graph.edges.to_pylist()}
    spelled = {code for code in terms if f'<Class code="{code}"' in text}
    return [(code, parents[code], term) for code, term in terms.items() if code not in spelled]


def codes(tmp_path: Path, *elements: str) -> list[str]:
    return [code for code, _, _ in made(tmp_path, *elements)]


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        (
            (FOURTH, one_class("E10", "Sweet", modified("S04E10_4"))),
            [("E10.0", "E10", "Sweet: With coma"), ("E10.9", "E10", "Sweet: Plain")],
        ),
        (
            (
                GANGRENE,
                one_class("I70", "Hard", modified("I70M10_4")),
                one_class("I70.0", "Hard pipe", above="I70"),
            ),
            [
                ("I70.00", "I70.0", "Hard pipe: Without gangrene"),
                ("I70.01", "I70.0", "Hard pipe: With gangrene"),
            ],
        ),
        (
            (SITES, one_class("M45", "Stiff", modified("S13M00_5"))),
            [
                ("M45.X0", "M45", "Stiff: Many sites"),
                ("M45.X1", "M45", "Stiff: Shoulder"),
            ],
        ),
        (
            (
                SITES,
                one_class("M00", "Sore", modified("S13M00_5")),
                one_class("M00.0", "Sore by chill", above="M00"),
            ),
            [
                ("M00.00", "M00.0", "Sore by chill: Many sites"),
                ("M00.01", "M00.0", "Sore by chill: Shoulder"),
            ],
        ),
        (
            (OPEN, one_class("T14.2", "Broken", modified("S19S20_5"))),
            [("T14.20", "T14.2", "Broken: closed"), ("T14.21", "T14.2", "Broken: open")],
        ),
        (
            (PLACES, one_class("W00", "Slip", modified("S20W00_4"))),
            [("W00.0", "W00", "Slip: Home"), ("W00.9", "W00", "Slip: Somewhere")],
        ),
    ],
    ids=["E10", "I70", "M45", "M00", "T14.2", "W00"],
)
def test_a_part_joins_a_code_where_icd10_has_it(
    tmp_path: Path, elements: tuple[str, ...], expected: list[tuple[str, str, str]]
) -> None:
    assert made(tmp_path, *elements) == expected


def test_several_modifiers_apply_in_order_each_under_the_one_before(tmp_path: Path) -> None:
    both = modified("S04E10_4") + modified("GM_5")
    found = made(
        tmp_path, FOURTH, modifier("GM_5", "0|calm", "1|derailed"), one_class("E10", "Sweet", both)
    )
    assert [(code, parent) for code, parent, _ in found] == [
        ("E10.0", "E10"),
        ("E10.9", "E10"),
        ("E10.00", "E10.0"),
        ("E10.01", "E10.0"),
        ("E10.90", "E10.9"),
        ("E10.91", "E10.9"),
    ]
    assert found[2][2] == "Sweet: With coma: calm"


def test_a_modifier_of_a_block_or_chapter_reaches_the_ends_below_it_and_not_itself(
    tmp_path: Path,
) -> None:
    assert codes(
        tmp_path,
        PLACES,
        DEEDS,
        one_class("XX", "Causes", modified("S20W00_4"), kind="chapter"),
        one_class("W00-W19", "Falls", modified("S20V01T_5"), kind="block", above="XX"),
        one_class("W00", "Slip", above="W00-W19"),
        one_class("W20-W49", "Things", kind="block", above="XX"),
    ) == ["W00.0", "W00.9", "W00.00", "W00.09", "W00.90", "W00.99"]


def test_an_excluded_modifier_is_gone_from_there_on_down(tmp_path: Path) -> None:
    assert codes(
        tmp_path,
        PLACES,
        DEEDS,
        one_class("XX", "Causes", modified("S20W00_4") + modified("S20V01T_5"), kind="chapter"),
        one_class(
            "V01-V99", "Rides", '<ExcludeModifier code="S20W00_4"/>', kind="block", above="XX"
        ),
        one_class("V01", "Foot", above="V01-V99"),
        one_class("V01.0", "Foot, no traffic", above="V01"),
        one_class("Y07", "Harm", '<ExcludeModifier code="S20V01T_5"/>', above="XX"),
    ) == ["V01.00", "V01.09", "Y07.0", "Y07.9"]


def test_only_valid_modifier_classes_apply_and_a_class_may_narrow_what_it_inherits(
    tmp_path: Path,
) -> None:
    assert codes(
        tmp_path,
        FOURTH,
        one_class("E10-E14", "Sweet", modified("S04E10_4"), kind="block"),
        one_class("E10", "Young", above="E10-E14"),
        one_class("E11", "Old", modified("S04E10_4", ".9"), above="E10-E14"),
    ) == ["E10.0", "E10.9", "E11.9"]


def test_a_part_may_be_barred_after_another(tmp_path: Path) -> None:
    bar = '<Meta name="excludeOnPrecedingModifier" value="S04E10_4 .9"/>'
    both = modified("S04E10_4") + modified("GM_5")
    gm = modifier("GM_5", f"0|calm|{bar}", "1|derailed")
    assert codes(tmp_path, FOURTH, gm, one_class("E10", "Sweet", both)) == [
        *("E10.0", "E10.9"),
        *("E10.00", "E10.01", "E10.91"),
    ]


def test_a_code_that_one_modifier_does_not_divide_meets_the_next(tmp_path: Path) -> None:
    both = modified("S04E10_4") + modified("GM_5")
    assert codes(
        tmp_path,
        *(FOURTH, modifier("GM_5", "7|seven")),
        one_class("E10", "Sweet", both),
        one_class("E10.3", "Sweet eye", above="E10"),
    ) == ["E10.37"]


def test_a_code_spelled_out_is_not_made_again(tmp_path: Path) -> None:
    assert codes(
        tmp_path,
        FOURTH,
        one_class("E10", "Sweet", modified("S04E10_4")),
        one_class("E10-E14", "All", kind="block"),
        one_class("E10.0", "Sweet sleep", above="E10-E14"),
    ) == ["E10.9"]


def test_a_stated_position_goes_before_the_modifiers_name(tmp_path: Path) -> None:
    digits = modifier("M_5", "7|seven")
    at = {
        place: codes(tmp_path, digits, one_class("M45", "Stiff", modified("M_5", position=place)))
        for place in (3, 4, 5, 6, None)
    }
    assert at == {3: [], 4: ["M45.7"], 5: ["M45.X7"], 6: ["M45.XX7"], None: ["M45.X7"]}


def test_other_codes_are_joined_without_dot_or_filler(tmp_path: Path) -> None:
    pair = modifier("M", "M1|one", "M2|two")
    assert codes(tmp_path, pair, one_class("A.1", "x", modified("M"))) == ["A.1M1", "A.1M2"]
    opcs = one_class("K40.1", "x", modified("M"))
    text = document(pair, opcs, title='<Title name="OPCS-4.9"/>')
    graph = read_graph(laid_out(tmp_path, {"o.xml": text}) / "o.xml")
    assert graph.nodes["code"].to_pylist() == ["K40.1", "K40.1M1", "K40.1M2"]


@given(
    st.from_regex(r"[A-Z][0-9]{2}(\.[0-9])?", fullmatch=True),
    st.from_regex(r"\.?[0-9]", fullmatch=True),
    st.sampled_from([None, 4, 5, 6]),
)
def test_a_code_made_is_longer_begins_as_its_own_and_ends_in_the_part(
    code: str, part: str, position: int | None
) -> None:
    found = combined(code, part, position=position, system=CodeSystem.ICD10)
    if found is None:
        assert "." in code
        return
    assert found.startswith(code)
    assert found.endswith(part)
    assert set(found.removeprefix(code).removesuffix(part)) <= {".", "X"}
    assert found.count(".") == 1
    if position is not None and "." not in part:
        assert len(undotted(found)) == position


MODIFIER = '<Modifier code="M"><SubClass code="1"/></Modifier>'
PART = '<ModifierClass code="1" modifier="M"><Rubric kind="preferred"><Label>1</Label></Rubric>'


@pytest.mark.parametrize(
    ("elements", "message"),
    [
        (
            (one_class("A00", "x", modified("S9")),),
            "'A00' is modified by 'S9', which is no Modifier of the file",
        ),
        (
            (FOURTH, one_class("A00", "x", modified("S04E10_4", ".9", ".4"))),
            "ValidModifierClass '.4' of 'A00' is none of 'S04E10_4'",
        ),
        (
            (FOURTH, one_class("A00", "x", '<ModifiedBy code="S04E10_4" all="false"/>')),
            "ModifiedBy: all='false' without a ValidModifierClass leaves none",
        ),
        (
            (FOURTH, one_class("A00", "x", '<ModifiedBy code="S04E10_4" all="yes"/>')),
            "ModifiedBy: all='yes' is not true or false",
        ),
        (
            (FOURTH, one_class("A00", "x", '<ModifiedBy code="S04E10_4" position="last"/>')),
            "ModifiedBy: position='last' is no place in a code, from 1",
        ),
        ((one_class("A00", "x", "<ModifiedBy/>"),), "ModifiedBy: has no 'code'"),
        (
            (MODIFIER, one_class("A00", "x")),
            "Modifier 'M' lists '1', which is no ModifierClass of it",
        ),
        (
            ('<Modifier code="M"><SubClass code="2"/></Modifier>', PART, "</ModifierClass>"),
            "Modifier 'M' lists '2', which is no ModifierClass of it",
        ),
        (
            (PART, "</ModifierClass>", one_class("A00", "x")),
            "ModifierClass '1' is of 'M', which is no Modifier",
        ),
        (
            (MODIFIER, PART, '<SuperClass code="N"/></ModifierClass>'),
            "ModifierClass '1' is of modifier 'M', but under 'N'",
        ),
        ((MODIFIER, MODIFIER), "Modifier 'M' is there already, on line 7"),
        (
            (MODIFIER, PART, "</ModifierClass>", PART, "</ModifierClass>"),
            "ModifierClass '1' is there already, on line 7",
        ),
        (
            (modifier("M", '1|x|<Meta name="excludeOnPrecedingModifier" value="N"/>'),),
            "Meta: 'N' of '1' is not a modifier and one of its classes",
        ),
    ],
)
def test_a_modifier_that_does_not_fit_is_named(
    tmp_path: Path, elements: tuple[str, ...], message: str
) -> None:
    path = laid_out(tmp_path, {"c.xml": document(*elements, one_class("B99", "x"))}) / "c.xml"
    with pytest.raises(InputError) as refused:
        read_graph(path)
    assert f": {message}" in str(refused.value)
    assert str(refused.value).startswith("c.xml:")


def test_two_ways_to_one_code_are_refused(tmp_path: Path) -> None:
    pair = modifier("M", "1|x") + modifier("N", "11|y")
    text = document(
        pair,
        one_class("A00.1", "x", modified("N")),
        one_class("A00.11", "x", modified("M")),
    )
    with pytest.raises(GraphStructureError) as refused:
        read_graph(laid_out(tmp_path, {"c.xml": text}) / "c.xml")
    assert str(refused.value) == (
        "c.xml:12: modifiers of 'A00.11' make 'A00.111', which is made already"
    )


def test_modifiers_that_would_never_end_are_refused(tmp_path: Path) -> None:
    digits = [f"{n}|{n}" for n in range(10)]
    chain = [modifier(f"M{n}", *digits) for n in range(12)]
    uses = "".join(modified(f"M{n}") for n in range(12))
    text = document(*chain, one_class("A00", "x", uses))
    with pytest.raises(InputError, match=r"^c\.xml:\d+: modifiers could make more than 1,000,000"):
        read_graph(laid_out(tmp_path, {"c.xml": text}) / "c.xml")
