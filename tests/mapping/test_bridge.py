"""Declared bridges and the methods that carry code forms over them."""

from __future__ import annotations

import pytest

from workbench.core.codes import parse_release
from workbench.errors import InputError, ReleaseMismatchError
from workbench.mapping.bridge import (
    DECLARED,
    Edition,
    Method,
    NormalisedCode,
    carried,
    find_bridge,
    normalise,
    parse_edition,
    require_bridge,
    standing_for,
)

KEYS = frozenset(
    {"I10", "I21.0", "S72.0", "S72", "M45", "U07", "W19", "X59", "X59.0", "Y06", "Y06.0", "W26.0"}
)


@pytest.mark.parametrize(
    ("code", "method", "key"),
    [
        ("I210", Method.EXACT, "I21.0"),
        ("I21.0", Method.EXACT, "I21.0"),
        ("I10", Method.EXACT, "I10"),
        ("I10X", Method.XFILL, "I10"),
        ("W190", Method.PLACE4, "W19"),
        ("X590", Method.PLACE4, "X59"),  # home, though WHO spells a subcode X59.0
        ("X5909", Method.PLACE4, "X59"),  # home, with an activity; never WHO's X59.0
        ("W19.03", Method.PLACE4, "W19"),
        ("Y060", Method.EXACT, "Y06.0"),  # Y06 takes no place
        ("Y0609", Method.FIFTH, "Y06.0"),
        ("W260", Method.EXACT, "W26.0"),  # its head is no key here
        ("W2603", Method.FIFTH, "W26.0"),
        ("W19X", Method.XFILL, "W19"),
        ("W19X3", Method.FIFTH, "W19"),
        ("S7201", Method.FIFTH, "S72.0"),
        ("S72.01", Method.FIFTH, "S72.0"),
        ("M45X0", Method.FIFTH, "M45"),
        ("U073", Method.PARENT, "U07"),
        ("S7291", Method.PARENT, "S72"),
        ("B59X", Method.NONE, None),
        ("I99", Method.NONE, None),
        ("i210", Method.EXACT, "I21.0"),
        ("I21.0*", Method.EXACT, "I21.0"),
        ("I10.-", Method.EXACT, "I10"),
        (" I10X ", Method.XFILL, "I10"),
        ("W19９", Method.PARENT, "W19"),  # noqa: RUF001 - a full-width digit is no place
        ("", Method.NONE, None),
    ],
)
def test_a_uk_code_finds_its_key_by_the_first_method_that_fits(
    code: str, method: Method, key: str | None
) -> None:
    found = normalise(code, KEYS, edition=Edition.UK5)
    assert (found.method, found.key) == (method, key)


def test_who_data_know_no_place_of_occurrence() -> None:
    codes = ("X590", "X5909", "W190", "W1903")
    found = [normalise(code, KEYS, edition=Edition.WHO2019) for code in codes]
    assert [(f.method, f.key) for f in found] == [
        ("exact", "X59.0"),
        ("fifth", "X59.0"),
        ("parent", "W19"),
        ("parent", "W19"),
    ]


def test_the_declared_bridges_are_these() -> None:
    assert list(dict.fromkeys(bridge.text for bridge in DECLARED)) == [
        "icd10/uk-5th → icd10/ukb-19",
        "icd10/uk-5th → icd10/who-2019",
        "icd10/uk-5th → icd10/who-2019-simple",
        "icd10/who-2019-simple ↔ icd10/who-2019",
    ]


def test_one_release_needs_no_bridge() -> None:
    release = parse_release("icd10/ukb-19")
    assert require_bridge(release, release) == ()


def test_a_bridge_is_found_in_its_direction_only() -> None:
    uk, who = parse_release("icd10/uk-5th"), parse_release("icd10/who-2019")
    assert find_bridge(uk, who) is not None
    assert find_bridge(who, uk) is None


def test_releases_without_a_bridge_are_not_joined() -> None:
    with pytest.raises(
        ReleaseMismatchError, match=r"icd10/ukb-19 and icd10/who-2019 are different"
    ):
        require_bridge(parse_release("icd10/ukb-19"), parse_release("icd10/who-2019"))


def test_an_edition_is_one_of_two() -> None:
    assert parse_edition("who2019") is Edition.WHO2019
    with pytest.raises(InputError, match="edition 'uk4' is not one of uk5, who2019"):
        parse_edition("uk4")


@pytest.mark.parametrize(
    ("code", "target", "method", "key"),
    [
        ("W19.0", "icd10/ukb-19", Method.EXACT, "W19.0"),
        ("X59.0", "icd10/ukb-19", Method.EXACT, "X59.0"),
        ("M45.X0", "icd10/ukb-19", Method.EXACT, "M45.X0"),
        ("X59.0", "icd10/who-2019", Method.PLACE4, "X59"),
        ("M45.X0", "icd10/who-2019-simple", Method.FIFTH, "M45"),
        ("I50.9", "icd10/who-2019", Method.EXACT, "I50.9"),
        ("VIII", "icd10/who-2019", Method.NONE, None),
    ],
)
def test_a_uk_code_is_itself_in_a_uk_coding_and_carried_by_its_form_to_whos(
    code: str, target: str, method: Method, key: str | None
) -> None:
    keys = {"W19", "W19.0", "X59", "X59.0", "M45", "M45.X0", "I50.9", "VII"}
    if not target.endswith("ukb-19"):
        keys.discard("M45.X0")
    found = carried(code, keys, source=Edition.UK5.release, target=parse_release(target))
    assert found == NormalisedCode(method=method, key=key)


def test_of_the_graphs_that_bridges_reach_a_uk_coding_stands_first() -> None:
    held = {
        name: parse_release(name)
        for name in ("icd10/who-2019", "icd10/who-2019-simple", "icd10/ukb-19")
    }
    uk5 = Edition.UK5.release
    assert standing_for(uk5, held) == "icd10/ukb-19"
    del held["icd10/ukb-19"]
    assert standing_for(uk5, held) == "icd10/who-2019"
    assert standing_for(uk5, {**held, "mine": uk5}) == "mine"
