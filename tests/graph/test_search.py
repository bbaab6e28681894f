"""What a search finds, in which order, and what it says of it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.graph import search_examples as graphs
from tests.mapping.linked_examples import snomed as marsh_fevers
from workbench.errors import InputError, UnknownCodeError
from workbench.graph.search.query import LONGEST
from workbench.graph.search.search import GraphSearch, build_search


@pytest.fixture(scope="module")
def icd10() -> GraphSearch:
    return build_search(graphs.icd10())


@pytest.fixture(scope="module")
def icd11() -> GraphSearch:
    return build_search(graphs.icd11())


@pytest.fixture(scope="module")
def opcs4() -> GraphSearch:
    return build_search(graphs.opcs4())


@pytest.fixture(scope="module")
def snomed() -> GraphSearch:
    return build_search(graphs.snomed())


def matched(search: GraphSearch, text: str, **filters: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    return [(hit.code, hit.matched) for hit in search.search(text, **filters)]


# Words


def test_every_word_is_a_beginning_and_all_must_be_there_in_any_order(icd10: GraphSearch) -> None:
    assert icd10.search("fron INF").codes == ["I21.0"]
    assert icd10.search("infarction front").codes == ["I21.0"]
    assert icd10.search("infarction back").codes == []
    assert icd10.search("nfarction").codes == []


@pytest.mark.parametrize("text", ["o", "oe", "oede", "oedema", "e", "ed", "ede", "EDEMA", "œdè"])
def test_half_a_word_finds_in_either_spelling(icd10: GraphSearch, text: str) -> None:
    assert "G60" in icd10.search(text).codes


@pytest.mark.parametrize("term", ["Haemorrhage", "Hemorrhage"])
@pytest.mark.parametrize("text", ["h", "ha", "hae", "haem", "haemo", "he", "hem", "hemorrh"])
def test_a_cut_inside_what_is_spelled_in_two_ways_finds(term: str, text: str) -> None:
    assert build_search(graphs.titles([term, "Skin"])).search(text).codes == ["A00"]


@pytest.mark.parametrize(
    "text", ["crohn", "Crohn's", "crohn\u2019s", "crohns", "crohn' dis", "cro"]
)
def test_an_apostrophe_may_be_left_out(icd10: GraphSearch, text: str) -> None:
    assert icd10.search(text).codes == ["K50"]


def test_a_possessive_finds_the_plain_name() -> None:
    assert build_search(graphs.titles(["Crohn disease"])).search("Crohn's disease").codes == ["A00"]


@pytest.mark.parametrize(
    "text", ["non hodgkin", "non-hodgkin", "nonhodgkin", "hodgkin non", "Non\u2013"]
)
def test_a_hyphen_may_be_a_blank_or_nothing(icd10: GraphSearch, text: str) -> None:
    assert icd10.search(text).codes == ["C83"]


@pytest.mark.parametrize("text", ["xray", "x-ray", "x ray", "X-R"])
def test_x_ray_is_found_however_it_is_written(icd10: GraphSearch, text: str) -> None:
    assert icd10.search(text).codes == ["G60"]


# The order


def test_the_whole_term_stands_first_and_equal_terms_in_the_order_of_codes(
    icd10: GraphSearch,
) -> None:
    assert icd10.search("infarction").codes == ["I21", "I21.9", "I21.0"]


def test_preferred_terms_and_full_names_stand_before_synonyms_and_short_before_long(
    snomed: GraphSearch,
) -> None:
    assert matched(snomed, "hea") == [
        ("1002007", "Heart"),
        ("1001000", "Attack of the heart"),
    ]
    assert matched(snomed, "atta", active=None) == [
        ("1003002", "Attack"),
        ("1004008", "Attack of old"),
        ("1001000", "Attack of the heart"),
    ]


def test_a_whole_synonym_stands_before_a_preferred_term_that_goes_on(snomed: GraphSearch) -> None:
    assert matched(snomed, "heart attack") == [("1001000", "Heart attack")]
    assert matched(snomed, "cor") == [("1002007", "Cor")]


def test_a_full_name_is_whole_without_its_tag(snomed: GraphSearch) -> None:
    (hit,) = snomed.search("heart structure")
    assert (hit.term, hit.matched, hit.use) == (
        "Heart",
        "Heart structure (body structure)",
        "fsn",
    )
    assert 2 < hit.score <= 3


def test_scores_fall_from_hit_to_hit_and_are_the_same_every_time(icd10: GraphSearch) -> None:
    scores = [hit.score for hit in icd10.search("i")]
    assert scores == sorted(set(scores), reverse=True)
    assert [hit.score for hit in build_search(graphs.icd10()).search("i")] == scores


def test_a_limit_cuts_and_never_reorders(icd10: GraphSearch) -> None:
    assert [icd10.search("i", limit=limit).codes for limit in (1, 2, 3, 10**9)] == [
        ["I21"],
        ["I21", "I21.9"],
        ["I21", "I21.9", "I21.0"],
        ["I21", "I21.9", "I21.0"],
    ]


def test_a_concept_with_many_terms_does_not_crowd_others_out() -> None:
    graph = graphs.titles([f"Word {'x' * n}" for n in range(60)])
    assert build_search(graph).search("word", limit=60).codes == list(graph)


# Codes


@pytest.mark.parametrize("text", ["I21.0", "I210", "i21.0", " I21.0 "])
def test_a_code_is_found_with_its_dot_or_without(icd10: GraphSearch, text: str) -> None:
    assert matched(icd10, text) == [("I21.0", "I21.0")]


def test_the_beginning_of_a_code_finds_it_first_then_what_goes_on(icd10: GraphSearch) -> None:
    assert icd10.search("I21").codes == ["I21", "I21.0", "I21.9"]
    assert icd10.search("i2").codes == ["I20-I25", "I21", "I21.0", "I21.9"]
    assert icd10.search("I10X").codes == ["I10"]


def test_a_chapter_is_found_by_its_numeral_and_a_word_is_no_beginning_of_a_code(
    icd10: GraphSearch, opcs4: GraphSearch
) -> None:
    assert icd10.search("ix").codes == ["IX"]
    assert icd10.search("c").codes == ["IX", "K50"]  # by their terms; not C83 by its code
    assert opcs4.search("w").codes[0] == "W"


def test_an_entity_of_icd_11_is_found_by_code_uri_and_its_end(icd11: GraphSearch) -> None:
    uri = "http://id.who.int/icd/release/11/2024-01/mms/1001/unspecified"
    for text in ("BA00.Z", "ba00z", uri, "1001/unspecified"):
        assert icd11.search(text).codes[0] == "BA00.Z"


def test_a_concept_is_found_by_its_number_alone_and_with_its_name(snomed: GraphSearch) -> None:
    assert matched(snomed, "1001000") == [("1001000", "1001000")]
    assert matched(snomed, "1001000 | Whatever it says |") == [("1001000", "1001000")]
    assert snomed.search("1001").codes == ["1001000"]
    assert snomed.search("100").codes == []  # too short for the beginning of one


# What is left out


def test_extension_codes_are_left_out_unless_asked_for(icd11: GraphSearch) -> None:
    assert icd11.search("pressure").codes == ["BA00", "BA00.Z"]
    assert icd11.search("pressure", kinds={"extension"}).codes == ["XA7RE3"]
    assert icd11.search("pressure", kinds=["category", "extension"]).codes == [
        "BA00",
        "XA7RE3",
        "BA00.Z",
    ]
    assert icd11.search("pressure", under="X").codes == ["XA7RE3"]
    assert icd11.search("XA7RE3").codes == icd11.search("xa7").codes == ["XA7RE3"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("parkinsons", ["A00"]),
        ("parkinsons dis", ["A00"]),
        ("fractures", ["A02", "A01"]),
        ("fracture", ["A02", "A01"]),
        ("tumors", ["A03"]),
        ("tumours", ["A03"]),
        ("gas", ["A05"]),
        ("fracs", []),
    ],
)
def test_a_plural_or_possessive_in_s_finds_the_word_without_it(text: str, found: list[str]) -> None:
    terms = (
        "Parkinson disease",
        "Fracture of the femur",
        "Many fractures",
        "Tumour",
        "Ga",
        "Gas gangrene",
    )
    assert build_search(graphs.titles(terms)).search(text).codes == found


def test_retired_codes_are_left_out_unless_asked_for(
    opcs4: GraphSearch, snomed: GraphSearch
) -> None:
    assert opcs4.search("hip").codes == ["W37", "W37.1"]
    assert opcs4.search("hip", active=None).codes == ["W37", "W37.8", "W37.1"]
    assert opcs4.search("hip", active=False).codes == ["W37.8"]
    assert snomed.search("1004008", active=None).codes == ["1004008"]


def test_a_retired_concept_is_found_by_its_whole_code_and_told_to_be_retired(
    opcs4: GraphSearch,
) -> None:
    for text in ("W37.8", "w378"):
        found = opcs4.search(text)
        assert [(hit.code, hit.active) for hit in found] == [("W37.8", False)]
        assert found.notes == ("W37.8 is retired; no replacement is on offer",)
    hits = opcs4.search("W37.8")
    assert "W37.8  Another hip (retired)" in repr(hits)
    assert "Another hip (retired)" in hits._repr_html_()
    assert opcs4.search("W37").codes == ["W37", "W37.1"]
    assert opcs4.search("W37.1", active=False).codes == []
    assert opcs4.search("W37.8", kinds="chapter").codes == []
    assert opcs4.search("W37.8", active=False).notes == ()


def test_what_history_offers_is_told_where_nothing_in_use_is_found() -> None:
    search = build_search(marsh_fevers())
    assert search.search("80").notes == (
        "80 is retired; its history offers 20 Fever or 40 Marsh fever or 30 Marsh disorder",
    )
    gone = search.search("7777 |Fever (of marshes)|")
    assert gone.codes == []
    offered = "its history offers 40 Marsh fever or 90 Older marsh fever (retired)"
    assert gone.notes == (f"7777 is no longer in snomed/uk-invented; {offered}",)
    assert repr(gone).endswith(gone.notes[0])
    assert search.search("oldest").notes == ("only retired codes match: 95 Oldest marsh fever",)
    assert search.search("nothing").notes == ()


def test_a_branch_holds_its_own_top(icd10: GraphSearch) -> None:
    assert icd10.search("infarction", under="I21.0").codes == ["I21.0"]
    assert icd10.search("i", under="I20-I25").codes == ["I21", "I21.9", "I21.0"]
    assert icd10.search("i", under="XI").codes == []


def test_kinds_and_semantic_tags_keep_what_they_name(
    icd10: GraphSearch, snomed: GraphSearch
) -> None:
    assert icd10.search("i", kinds=["subcategory"]).codes == ["I21.9", "I21.0"]
    assert snomed.search("attack", semantic_tag="event").codes == ["1003002"]
    assert snomed.search("heart", semantic_tag="disorder").codes == ["1001000"]


# What is wrong


@pytest.mark.parametrize(
    ("text", "filters", "said"),
    [
        (
            "",
            {},
            "the text searched for is empty, expected a word, the beginning of one, or a code",
        ),
        (" \t", {}, "the text searched for is empty, expected a word"),
        ("?-'", {}, "'?-'' has no letter and no digit to search for"),
        ("\udc80\x07", {}, r"'\udc80\x07' has no letter and no digit to search for"),
        ("a" * 501, {}, "the text searched for has 501 characters, expected at most 500"),
        (22298006, {}, "what is searched for is 22298006; expected a text such as 'heart fail'"),
        ("a", {"limit": 0}, "limit 0 is not a whole number from 1"),
        ("a", {"limit": 2.5}, "limit 2.5 is not a whole number from 1"),
        ("a", {"kinds": ["kind"]}, "kind 'kind' is not known, expected one or more of chapter, "),
        ("a", {"kinds": []}, "no kind was given, expected one or more of chapter, "),
        (
            "a",
            {"semantic_tag": "disorder"},
            "no concept of icd10/example has the semantic tag 'disorder', nor any other",
        ),
    ],
)
def test_what_cannot_be_searched_is_refused_in_one_sentence(
    icd10: GraphSearch, text: str, filters: dict[str, Any], said: str
) -> None:
    with pytest.raises(InputError, match=f"^{re.escape(said)}"):
        icd10.search(text, **filters)


def test_an_unknown_semantic_tag_is_answered_with_those_there_are(snomed: GraphSearch) -> None:
    with pytest.raises(InputError, match=r"it has body structure, disorder, event$"):
        snomed.search("a", semantic_tag="disease")


def test_an_unknown_branch_is_answered_with_near_spellings(icd10: GraphSearch) -> None:
    with pytest.raises(UnknownCodeError, match=r"I219.*Near spellings: I21\.9"):
        icd10.search("infarction", under="I219")


def test_a_text_of_the_longest_length_and_of_odd_signs_is_searched(icd10: GraphSearch) -> None:
    assert icd10.search("inf fro " * (LONGEST // 8)).codes == ["I21.0"]
    assert icd10.search("infar\ud800 front\x00*?:[\\").codes == ["I21.0"]


# What is shown


def test_hits_show_themselves_as_text_table_and_frame(snomed: GraphSearch) -> None:
    hits = snomed.search("heart att")
    assert repr(hits) == (
        "<1 found for 'heart att' in snomed/example>\n  1001000  Attack of the heart"
    )
    assert hits.to_list() == [
        {
            "code": "1001000",
            "term": "Attack of the heart",
            "matched": "Attack of the heart",
            "score": hits[0].score,
        }
    ]
    frame = hits.to_pandas()
    assert frame.columns.tolist() == ["code", "term", "matched", "use", "active", "score"]
    assert frame["code"].tolist() == ["1001000"]
    assert snomed.search("zzz").to_pandas().columns.tolist() == frame.columns.tolist()


def test_what_is_shown_in_a_notebook_is_escaped_and_bounded() -> None:
    terms = ["<script>alert(1)</script>", *("Script " + "long " * 60 for _ in range(60))]
    page = build_search(graphs.titles(terms)).search("script", limit=61)._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert page.count("<tr>") == 1 + 50
    assert "… and 11 more" in page


def test_an_empty_graph_is_searched() -> None:
    assert build_search(graphs.titles([])).search("a").codes == []
