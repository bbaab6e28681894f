"""The answer in five sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.report.examples import impact_of, per_code_rows, with_rows, without_companions
from workbench.analysis.impact_result import Impact
from workbench.io.datasets import Unit
from workbench.report.html import html_report
from workbench.report.limits import limits
from workbench.report.sentences import borrowed_line, five_sentences, sentences, text_report


def test_the_first_sentence_tells_how_much_has_a_code_at_the_finest_level(impact: Impact) -> None:
    assert five_sentences(impact)[0] == (
        "Of the 13 ICD-10 codes used in 2023-24, 7 codes (53.8%), with 828 in activity (82.8%), "
        "have an ICD-11 code at the finest level; a further 4 codes (30.8%) with 122 (12.2%) lead "
        "only to a broader code, a heading, a code that cannot stand alone, or nothing."
    )


def test_the_second_tells_residuals_from_new_loss(impact: Impact) -> None:
    assert five_sentences(impact)[1] == (
        "5 codes (38.5%), with 790 in activity (79.0%), land on a code that says only 'other' or "
        "'unspecified'; of these only 1 code (7.7%) with 100 (10.0%) is a new loss of detail, "
        "judged by ICD-10's titles, a crude test."
    )


def test_the_third_tells_new_chapters_apart(impact: Impact) -> None:
    assert five_sentences(impact)[2] == (
        "3 codes (23.1%), with 120 in activity (12.0%), change chapter: 1 code (7.7%) with 50 "
        "(5.0%) goes to another chapter that ICD-10 has too and, apart from these, 2 codes (15.4%) "
        "with 70 (7.0%) go to a chapter that ICD-10 did not have (07 Sleep and waking and X "
        "Extension codes)."
    )


def test_the_fourth_tells_what_shares_its_target(impact: Impact) -> None:
    assert five_sentences(impact)[3] == (
        "2 codes (15.4%), with 160 in activity (16.0%), share their target with another code: "
        "between them they lead to 1 ICD-11 target, and a count by target can no longer tell them "
        "apart."
    )


def test_a_code_that_shares_its_target_with_a_borrowed_one_is_told_alone() -> None:
    target = {"target": "RA01.0", "target_kind": "leaf", "merged": "true"}
    shared = with_rows(
        lambda row: target if row["code"] in {"U073", "U071"} else {"merged": "false"}
    )
    assert five_sentences(shared)[3] == (
        "1 code (7.7%), with 25 in activity (2.5%), shares its target with another code: it leads "
        "to 1 ICD-11 target, and a count by target can no longer tell it apart."
    )


def test_targets_are_counted_by_meaning_not_by_spelling() -> None:
    spelt = {"I10X": "BA01&XA1/BD1Z&XB2&XB3", "I110": "BA01&XA1/BD1Z&XB3&XB2"}
    shared = with_rows(
        lambda row: (
            {"target": spelt[row["code"]], "merged": "true"}
            if row["code"] in spelt
            else {"merged": "false"}
        )
    )
    assert "2 codes" in five_sentences(shared)[3]
    assert "lead to 1 ICD-11 target," in five_sentences(shared)[3]


def test_where_nothing_is_shared_the_fourth_stops_there() -> None:
    alone = with_rows(lambda _row: {"merged": "false"})
    assert five_sentences(alone)[3] == (
        "0 codes (0%), with 0 in activity (0%), share their target with another code."
    )


def test_the_fifth_tells_what_no_table_can_answer(impact: Impact) -> None:
    fifth = five_sentences(impact)[4]
    assert fifth == (
        "For all 13 codes (100%), with 1,000 in activity (100%), no table can answer what becomes "
        "of income, of the rules that select a cause of death, or of the first-listed diagnosis: "
        "these are counts of codes, not of priced, certified or sequenced records."
    )


@pytest.mark.parametrize(
    ("unit", "untold", "limit"),
    [
        (Unit.FIRST_LISTED, "of what an episode held beside its first-listed code", "Other diag"),
        (Unit.OCCURRENCES, "of income or of the first-listed procedure", "First-listed diag"),
        (Unit.EPISODES, "or of the first-listed diagnosis", "First-listed diagnosis."),
    ],
)
def test_what_cannot_be_answered_depends_on_what_was_counted(
    impact: Impact, unit: Unit, untold: str, limit: str
) -> None:
    counted = replace(impact, dataset=replace(impact.dataset, unit=unit))
    assert untold in five_sentences(counted)[4]
    assert [each.what.startswith(limit) for each in limits(unit)].count(True) == 1
    page = html_report(counted)
    assert untold in page
    assert ("The counts take a code in any position." in page) is (unit != Unit.FIRST_LISTED)


def test_there_are_exactly_five(impact: Impact) -> None:
    assert len(five_sentences(impact)) == 5


def test_borrowed_and_unfound_codes_are_said_apart(impact: Impact) -> None:
    assert borrowed_line(impact) == (
        "1 code (7.7%), with 45 in activity (4.5%), has no row and borrows its parent's (U073 by "
        "U07), whose meaning differs, so the sentences leave this out; 1 code (7.7%) with 5 (0.5%) "
        "is not found in the map."
    )


def test_where_nothing_is_borrowed_the_line_says_so() -> None:
    rows = [row for row in per_code_rows() if row["method"] not in {"parent", "none"}]
    assert borrowed_line(impact_of(rows)) == (
        "No code borrows its parent's row (0 codes, 0 in activity); every code is found in the map."
    )


def test_without_the_foundation_table_new_loss_is_not_guessed() -> None:
    second = five_sentences(without_companions())[1]
    assert second.endswith(
        "how much of that is new loss cannot be said, for want of the Foundation table."
    )
    assert "new_loss" not in second


def test_a_new_loss_that_is_most_of_it_is_not_called_only() -> None:
    rows = [
        {**row, "residual_kind": "new_loss"} if row["residual"] == "unspecified" else row
        for row in per_code_rows()
    ]
    assert "; of these 5 codes (38.5%) with 790 (79.0%) are" in five_sentences(impact_of(rows))[1]


def test_borrowed_codes_do_not_enter_the_sentences(impact: Impact) -> None:
    moved = [
        {**row, "target": "RA01.0", "target_kind": "leaf", "target_chapter": "04"}
        | {"moved_chapter": "yes", "merged": "true", "residual": "other"}
        if row["method"] == "parent"
        else row
        for row in per_code_rows()
    ]
    assert five_sentences(impact_of(moved)) == five_sentences(impact)


def test_what_is_told_apart_is_within_its_sentence(impact: Impact) -> None:
    for sentence in sentences(impact):
        if sentence.inside is not None:
            assert sentence.part is not None
            assert sentence.inside[1].codes <= sentence.part.codes
            assert sentence.inside[1].activity <= sentence.part.activity


def test_every_sentence_speaks_of_codes_and_of_activity(impact: Impact) -> None:
    for sentence in five_sentences(impact):
        assert "code" in sentence
        assert "activity" in sentence
        assert sentence.endswith(".")


def test_the_text_for_a_terminal_keeps_to_100_columns(impact: Impact) -> None:
    text = text_report(impact)
    assert max(len(line) for line in text.splitlines()) <= 100


@pytest.mark.parametrize(
    "words",
    [
        "icd10/uk-5th → icd10/who-2019",
        "2023-24 (from 2023-04-01)",
        "episodes mentioning the code",
        "'NULL' (1 row, 3 in activity): no code",
        "Years before April 2016 were coded in the 4th edition.",
        "who-10to11-multiple",
    ],
)
def test_the_text_says_where_it_comes_from(impact: Impact, words: str) -> None:
    assert words in text_report(impact)


def test_the_text_says_which_companions_are_missing() -> None:
    text = text_report(without_companions())
    assert "not held, so what is a new loss cannot be said" in text
    assert "not held, so several possible targets cannot be said" in text


def test_a_dataset_without_a_year_is_said_to_have_none(impact: Impact) -> None:
    undated = replace(impact, dataset=replace(impact.dataset, year=None))
    assert "codes used in this dataset" in five_sentences(undated)[0]
    assert "year not stated" in text_report(undated)


def test_where_no_chapter_is_new_the_third_says_so_in_a_few_words() -> None:
    rows = [row for row in per_code_rows() if row["target_chapter"] not in {"07", "X"}]
    assert five_sentences(impact_of(rows))[2] == (
        "1 code (9.1%), with 50 in activity (5.4%), changes chapter, none of them to one that "
        "ICD-10 did not have."
    )
