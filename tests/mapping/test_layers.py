"""Maps in layers: what replaces what, what fits, and in which order a code is looked up."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.codes import parse_release
from workbench.errors import InputError, ReleaseMismatchError
from workbench.mapping.bridge import Edition
from workbench.mapping.layers import LayerKeys, layer_keys, normalise_stacked, stack
from workbench.mapping.map_set import MapSet
from workbench.mapping.schema import map_table

WHO, UK, NEWER = "icd10/who-2019", "icd10/uk-5th", "icd11/2025-01"


def made(
    name: str,
    *rows: tuple[str, str],
    source: str | None = WHO,
    target: str | None = "icd11/2024-01",
    kind: str = "csv",
    **columns: list[Any],
) -> MapSet:
    told = {"source": [row[0] for row in rows], "target": [row[1] for row in rows], **columns}
    return MapSet(
        name=name,
        kind=kind,
        source=None if source is None else parse_release(source),
        target=None if target is None else parse_release(target),
        table=map_table(told),
    )


BASE = made("who", ("K58", "DD91.0Z"), ("U07", "RA0"), ("U07.1", "RA0"), ("W01", "PA60&XE78X"))


def told(held: MapSet) -> list[tuple[str, str | None, str | None]]:
    return [(entry.source, entry.target, entry.layer) for entry in held]


def test_a_layers_rows_replace_those_of_the_base_and_each_row_says_its_layer() -> None:
    layer = made("uk", ("U07.1", "RA01.0"), ("U07.3", "QC42.0"), source=UK)

    stacked = stack(BASE, layer)

    assert told(stacked) == [
        ("K58", "DD91.0Z", "who"),
        ("U07", "RA0", "who"),
        ("W01", "PA60&XE78X", "who"),
        ("U07.1", "RA01.0", "uk"),
        ("U07.3", "QC42.0", "uk"),
    ]
    assert (stacked.name, stacked.kind, str(stacked.source)) == ("who", "csv", WHO)


def test_all_rows_of_a_source_are_replaced_together() -> None:
    base = made("who", ("A00", "1A00"), ("A00", "XN6P4"), map_group=[1, 2])

    assert told(stack(base, made("mine", ("A00", "1A0Z")))) == [("A00", "1A0Z", "mine")]


def test_of_several_layers_the_last_one_wins() -> None:
    first, second = made("first", ("W01", "PA60"), ("U07", "X")), made("second", ("W01", "PA6Z"))

    assert told(stack(BASE, first, second, name="both"))[2:] == [
        ("U07", "X", "first"),
        ("W01", "PA6Z", "second"),
    ]


def test_a_stack_that_is_stacked_again_keeps_what_its_rows_say() -> None:
    again = stack(stack(BASE, made("one", ("W01", "PA60")), name="both"), made("two", ("U07", "X")))

    assert {layer for _, _, layer in told(again)} == {"who", "one", "two"}


def test_a_stated_no_map_replaces_a_target_too() -> None:
    layer = made("mine", ("W01", None), no_map=["not_in_scope"])  # type: ignore[arg-type]

    assert told(stack(BASE, layer))[-1] == ("W01", None, "mine")


def test_what_a_layer_stands_on_is_kept_as_evidence() -> None:
    layer = made("mine", ("W01", "PA60"), evidence=["W01 says nothing of a bath."])

    assert [entry.evidence for entry in stack(BASE, layer)["W01"]] == [
        "W01 says nothing of a bath."
    ]


@given(st.dictionaries(st.sampled_from(["K58", "U07", "W01", "B59"]), st.just("1A00")))
def test_a_stack_answers_a_source_as_its_upmost_map_that_has_it(repairs: dict[str, str]) -> None:
    stacked = stack(BASE, made("mine", *repairs.items()))

    assert set(stacked.sources) == {*BASE.sources, *repairs}
    for source in stacked.sources:
        below = {e.target for e in BASE[source]} if source in BASE else set()
        expected = {repairs[source]} if source in repairs else below
        assert {entry.target for entry in stacked[source]} == expected


@pytest.mark.parametrize(
    ("layer", "error", "message"),
    [
        (
            made("mine", ("W01", "PA60"), target=NEWER),
            ReleaseMismatchError,
            "layer 'mine' leads to icd11/2025-01 and map 'who' to icd11/2024-01",
        ),
        (
            made("mine", ("C15", "PA60"), source="opcs4/4.9"),
            ReleaseMismatchError,
            "layer 'mine' leads from opcs4/4.9, map 'who' not: opcs4/4.9 and icd10/who-2019",
        ),
        (
            made("mine", ("W01", "PA60"), source=None),
            InputError,
            "map 'mine' does not say its source release; add it with --source",
        ),
        (
            made("mine", ("W01", "PA60"), profile=["uk"]),
            InputError,
            "layer 'mine' has rows of profile uk and map 'who' of no profile",
        ),
        (
            made("mine", ("W01", "PA60"), ("W01", "PA6Z")),
            InputError,
            "layer 'mine' is a table of alternatives, which gives no one answer",
        ),
    ],
)
def test_a_layer_that_does_not_fit_is_refused(
    layer: MapSet, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        stack(BASE, layer)


# --- Which key a code stands for ----------------------------------------------------------------


def found(code: str, base: MapSet, *layers: MapSet, edition: Edition = Edition.UK5) -> Any:  # noqa: ANN401 - a pair to compare
    answer = normalise_stacked(
        code,
        frozenset(stack(base, *layers).sources),
        edition=edition,
        layers=layer_keys(layers, data=edition.release),
    )
    return str(answer.method), answer.key


@pytest.mark.parametrize("code", ["U073", "U07.3", "u073", " U07.3 "])
def test_a_code_of_the_data_s_own_edition_is_looked_up_in_every_spelling(code: str) -> None:
    layer = made("uk", ("U07.3", "QC42.0"), source=UK)

    assert found(code, BASE) == ("parent", "U07")
    assert found(code, BASE, layer) == ("layer", "U07.3")


def test_a_category_is_found_without_its_filler() -> None:
    layer = made("uk", ("B59", "1F2G.Z"), source=UK)

    assert [found(code, BASE, layer) for code in ("B59X", "B59")] == [("layer", "B59")] * 2


def test_the_uk_s_own_code_is_asked_before_the_bridge_reads_it_as_a_place() -> None:
    base = made("who", ("X59", "PB6Z"), ("X59.0", "PB5Z"))
    uk, who = (made("mine", ("X59.0", "PA80"), source=source) for source in (UK, WHO))

    assert found("X590", base) == ("place4", "X59")
    assert found("X590", base, uk) == ("layer", "X59.0")
    assert found("X590", base, who) == ("place4", "X59")  # WHO's X59.0 is another matter
    assert found("X590", base, who, edition=Edition.WHO2019) == ("layer", "X59.0")


def test_a_later_layer_of_who_s_edition_does_not_replace_what_the_uk_means_by_the_code() -> None:
    base = made("who", ("X59", "PB6Z"), ("X59.0", "PB5Z"), ("U07.1", "RA0"))
    uk = made("uk", ("X59.0", "PA80"), ("U07.1", "RA01.0"), source=UK)
    later = made("later", ("X59.0", "PB5Y"), ("U07.1", "RA01.1"), source=WHO)

    # the editions mean the same by U07.1, so there the last one wins
    assert told(stack(base, uk, later))[1:] == [
        ("X59.0", "PA80", "uk"),
        ("U07.1", "RA01.1", "later"),
    ]
    assert told(stack(base, later, uk))[1:] == [
        ("X59.0", "PA80", "uk"),
        ("U07.1", "RA01.0", "uk"),
    ]


def test_a_row_that_the_bridge_finds_in_a_layer_is_the_layer_s() -> None:
    layer = made("mine", ("W01", "PA60"))

    assert found("W010", BASE) == ("place4", "W01")
    assert found("W010", BASE, layer) == ("layer", "W01")


def test_a_parent_s_row_is_borrowed_whichever_layer_it_stands_in() -> None:
    layer = made("uk", ("K58", "DD91.0"), source=UK)

    assert found("K580", BASE, layer) == ("parent", "K58")


def test_without_layers_nothing_is_of_a_layer() -> None:
    keys = frozenset(BASE.sources)
    nothing = LayerKeys()

    answers = [
        normalise_stacked(code, keys, edition=Edition.UK5, layers=nothing).method
        for code in ("K58X", "K589", "W010", "U071", "Z99")
    ]
    assert list(map(str, answers)) == ["xfill", "parent", "place4", "exact", "none"]
