"""The identifiers typed by hand: a slip in one shows in its check digit or as a repetition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core import snomed
from workbench.core.sctid import Component, parse_sctid

NAMED = {
    name: value
    for name, value in vars(snomed).items()
    if name.isupper() and isinstance(value, str) and name != "TAGGED"
}
LISTED = [*snomed.LANGUAGE_PREFERENCE, *snomed.OPCS4_UK.values(), *snomed.ASSOCIATIONS]
EVERY = [*NAMED.values(), *LISTED]


@pytest.mark.parametrize("sctid", EVERY)
def test_every_identifier_is_a_concepts(sctid: str) -> None:
    assert parse_sctid(sctid).component is Component.CONCEPT


def test_no_identifier_is_named_twice() -> None:
    assert len(set(EVERY)) == len(EVERY) == 27


def test_the_refsets_of_the_united_kingdom_are_of_its_namespace() -> None:
    here = {sctid for sctid in EVERY if parse_sctid(sctid).namespace in snomed.UK_NAMESPACES}
    assert here == {
        snomed.ICD10_UK_5TH,
        *snomed.LANGUAGE_PREFERENCE[:2],
        *snomed.OPCS4_UK.values(),
    }


def test_each_association_is_another_word() -> None:
    words = list(snomed.ASSOCIATIONS.values())
    assert len(set(words)) == len(words) == 7


@given(st.text(st.characters(exclude_characters="()"), min_size=1), st.sampled_from(["a", "b c"]))
def test_a_name_with_its_tag_parts_into_both(term: str, tag: str) -> None:
    name = term.rstrip(" ") or "x"
    assert snomed.split_tag(f"{name} ({tag})") == (name, tag)


@pytest.mark.parametrize(
    ("fsn", "parts"),
    [
        ("Marsh (moor) fever (disorder)", ("Marsh (moor) fever", "disorder")),
        ("Marsh fever", ("Marsh fever", None)),
        ("Marsh fever(disorder)", ("Marsh fever(disorder)", None)),
        ("(disorder)", ("(disorder)", None)),
        ("Marsh fever (of (all) kinds)", ("Marsh fever (of (all) kinds)", None)),
    ],
)
def test_what_is_no_tag_stays_in_the_name(fsn: str, parts: tuple[str, str | None]) -> None:
    assert snomed.split_tag(fsn) == parts
