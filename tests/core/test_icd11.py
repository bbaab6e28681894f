"""Clusters and the spellings of an ICD-11 entity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.icd10 import CHAPTERS
from workbench.core.icd11 import (
    NOMINAL_CHAPTER,
    Cluster,
    Stem,
    entity_tail,
    parse_cluster,
    stem_text,
)
from workbench.errors import InputError

CODES = st.from_regex(r"[0-9A-Z]{4}(\.[0-9A-Z]{1,3})?", fullmatch=True)


@st.composite
def clusters(draw: st.DrawFn) -> str:
    groups = draw(st.lists(st.lists(CODES, min_size=1, max_size=4), min_size=1, max_size=3))
    return "/".join("&".join(group) for group in groups)


def test_and_binds_to_the_stem_before_it() -> None:
    assert parse_cluster("1C41&XN6BM/1G40") == Cluster(
        stems=(Stem(code="1C41", extensions=("XN6BM",)), Stem(code="1G40")),
        text="1C41&XN6BM/1G40",
    )


@given(clusters())
def test_a_cluster_keeps_its_text_and_its_first_stem(text: str) -> None:
    cluster = parse_cluster(text)
    assert str(cluster) == text
    assert cluster.stems[0].code == stem_text(text)
    assert cluster.is_postcoordinated == ("&" in text or "/" in text)


@given(clusters(), st.randoms())
def test_the_order_of_extensions_does_not_matter_to_the_normal_form(
    text: str, random: st.DataObject
) -> None:
    groups = [group.split("&") for group in text.split("/")]
    for group in groups:
        tail = group[1:]
        random.shuffle(tail)  # type: ignore[attr-defined]
        group[1:] = tail
    shuffled = "/".join("&".join(group) for group in groups)
    assert parse_cluster(shuffled).normal == parse_cluster(text).normal


def test_the_order_of_stems_does() -> None:
    assert parse_cluster("BA01/BD1Z").normal != parse_cluster("BD1Z/BA01").normal


@pytest.mark.parametrize("text", ["", "1A00&", "/1A00", "1A00//1A01", "1a00", "1A00 ", "I21.0-"])
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is no ICD-11 expression"):
        parse_cluster(text)


@pytest.mark.parametrize(
    "uri",
    [
        "http://id.who.int/icd/entity/344162786",
        "http://id.who.int/icd/release/11/mms/344162786",
        "http://id.who.int/icd/release/11/2024-01/mms/344162786",
        "https://id.who.int/icd/release/11/2024-01/mms/344162786",
    ],
)
def test_every_spelling_of_a_uri_names_one_entity(uri: str) -> None:
    assert entity_tail(uri) == "344162786"
    if "mms" in uri:
        assert entity_tail(f"{uri}/unspecified") == "344162786/unspecified"


@pytest.mark.parametrize("text", ["1A00", "344162786", "http://example.org/icd/entity/1", ""])
def test_what_is_no_uri_of_an_entity_has_no_tail(text: str) -> None:
    assert entity_tail(text) is None


def test_each_icd10_chapter_continues_in_one_of_its_own() -> None:
    assert list(NOMINAL_CHAPTER) == [numeral for numeral, _, _ in CHAPTERS]
    assert len(set(NOMINAL_CHAPTER.values())) == 22
    assert {f"{n:02d}" for n in range(1, 27)} - set(NOMINAL_CHAPTER.values()) == {
        "04",
        "07",
        "17",
        "26",
    }
