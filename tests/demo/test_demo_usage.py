"""The typed usage weights have the forms and proportions of real ones; the notebook is clean."""

from __future__ import annotations

from tests.demo.content import ROOT, by_source, repeated, usage_rows
from workbench.mapping.bridge import Edition, normalise


def _weights(start: str) -> dict[str, int]:
    rows = [row for row in usage_rows() if row["start_date"] == start]
    return {row["icd10_code"]: int(row["usage"]) for row in rows}


def test_the_weights_are_of_two_financial_years_the_last_one_last_and_no_code_twice_in_a_year() -> (
    None
):
    rows = usage_rows()
    years = dict.fromkeys((row["start_date"], row["end_date"]) for row in rows)

    columns = ["start_date", "end_date", "icd10_code", "description", "usage"]
    assert list(rows[0]) == columns
    assert list(years) == [("2014-04-01", "2015-03-31"), ("2023-04-01", "2024-03-31")]
    assert repeated([(row["start_date"], row["icd10_code"]) for row in rows]) == []
    assert all(int(row["usage"]) > 0 for row in rows)


def test_the_weights_keep_the_proportions_of_england() -> None:
    last = _weights("2023-04-01")
    type_2 = sum(weight for code, weight in last.items() if code.startswith("E11"))

    assert (last["I10X"], last["N183"], last["U073"]) == (6_400_000, 1_090_000, 650_000)
    assert round(type_2, -4) == 2_980_000


def _methods(start: str) -> dict[str, list[str]]:
    keys = by_source("icd10-icd11")
    found: dict[str, list[str]] = {}
    for code in _weights(start):
        method = normalise(code, keys, edition=Edition.UK5).method
        found.setdefault(str(method), []).append(code)
    return found


def test_the_weights_are_written_in_every_form_of_uk_data_and_the_map_answers_for_each() -> None:
    before, last = _methods("2014-04-01"), _methods("2023-04-01")
    exact = (before.pop("exact"), last.pop("exact"))

    assert all(len(codes) > 20 for codes in exact)
    assert before == {
        "xfill": ["I10X", "I48X", "I64X", "R53X"],
        "place4": ["W010", "W190", "W199", "X599"],
    }
    assert last == {
        "xfill": ["I10X", "I64X", "R53X"],
        "place4": ["W010", "W190", "W199", "X590", "X599"],
        "fifth": ["S7200", "S7201"],
        "parent": ["U073"],
        "none": ["NULL"],
    }


def test_the_weights_say_that_they_are_illustrative() -> None:
    assert "It is illustrative" in (ROOT / "notebooks/README.md").read_text(encoding="utf-8")
