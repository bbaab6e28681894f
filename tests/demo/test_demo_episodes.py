"""The demo's episodes come from the seeded script, are coherent, and the key names every error."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.demo.content import tabled
from tests.demo.episodes.errors import ErrorKind
from tests.demo.episodes.make import COUNT, EPISODES, ERRONEOUS, KEY, LARGE, SMALL, made
from workbench.workspace import init_workspace

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, str]


@pytest.fixture(scope="module")
def episodes() -> list[Row]:
    return tabled(EPISODES)


@pytest.fixture(scope="module")
def key() -> dict[str, Row]:
    return {row["EPIKEY"]: row for row in tabled(KEY)}


def _codes(row: Row, name: str) -> list[str]:
    return [value for column, value in row.items() if column.startswith(name) and value]


def _faults(row: Row) -> set[str]:
    """Find what is wrong with an episode, from its codes alone."""
    codes, operations = _codes(row, "DIAG"), _codes(row, "OPERTN")
    first, injured = codes[0], any(code[0] in "ST" for code in codes)
    caused = any(code[0] in "WX" for code in codes) or "T815" in codes
    sided = first in {"S7200", "S7210", "M169", "M179", "H269", "K409", "K402", "C509"}
    found = {
        ErrorKind.ASTERISK_ALONE: any(code.endswith("A") for code in codes)
        and not any(code.endswith("D") for code in codes),
        ErrorKind.CAUSE_FIRST: first[0] in "WX",
        ErrorKind.CAUSE_MISSING: injured and not caused,
        ErrorKind.SITE_FIRST: bool(operations) and operations[0][0] == "Z",
        ErrorKind.METHOD_FIRST: bool(operations) and operations[0][0] == "Y",
        ErrorKind.SIDE_MISSING: sided
        and bool(operations)
        and not any(code.startswith("Z94") for code in operations),
        ErrorKind.OLD_EDITION: "I48X" in codes and row["EPISTART"] >= "2016-04-01",
        ErrorKind.TWICE: len(set(codes)) < len(codes),
        ErrorKind.WRONG_SEX: (first == "C61X" and row["SEX"] == "2")
        or (first == "O241" and row["SEX"] == "1"),
    }
    return {str(kind) for kind, is_so in found.items() if is_so}


def test_the_files_are_what_the_script_makes_from_its_seed() -> None:
    assert made() == (EPISODES.read_text(encoding="utf-8"), KEY.read_text(encoding="utf-8"))


def test_there_are_five_thousand_over_twelve_years_of_which_three_in_a_hundred_are_wrong(
    episodes: list[Row], key: dict[str, Row]
) -> None:
    years = {row["FYEAR"] for row in episodes}

    assert (len(episodes), len(key), len(years)) == (COUNT, ERRONEOUS, 12)
    assert len({row["EPIKEY"] for row in episodes}) == COUNT


def test_the_key_tells_what_is_typed_and_what_would_be_right(
    episodes: list[Row], key: dict[str, Row]
) -> None:
    typed = {
        row["EPIKEY"]: (row["SEX"], " ".join(_codes(row, "DIAG")), " ".join(_codes(row, "OPERTN")))
        for row in episodes
    }
    told = ("SEX", "DIAG", "OPERTN")

    for number, row in key.items():
        assert tuple(row[f"{name}_TYPED"] for name in told) == typed[number], number
        assert tuple(row[f"{name}_RIGHT"] for name in told) != typed[number], number


def test_what_is_wrong_with_an_episode_is_found_from_its_codes_and_is_what_the_key_says(
    episodes: list[Row], key: dict[str, Row]
) -> None:
    found = {row["EPIKEY"]: _faults(row) for row in episodes}

    assert {number: kinds for number, kinds in found.items() if kinds} == {
        number: {row["KIND"]} for number, row in key.items()
    }


def test_each_kind_of_error_occurs_sixteen_or_seventeen_times(key: dict[str, Row]) -> None:
    assert Counter(row["KIND"] for row in key.values()) == {
        ErrorKind.ASTERISK_ALONE: 17,
        ErrorKind.CAUSE_FIRST: 17,
        ErrorKind.CAUSE_MISSING: 17,
        ErrorKind.SITE_FIRST: 17,
        ErrorKind.METHOD_FIRST: 17,
        ErrorKind.SIDE_MISSING: 17,
        ErrorKind.OLD_EDITION: 16,
        ErrorKind.TWICE: 16,
        ErrorKind.WRONG_SEX: 16,
    }


def _by_year(episodes: list[Row], codes: set[str]) -> dict[str, int]:
    found = Counter(row["FYEAR"] for row in episodes if codes & set(_codes(row, "DIAG")))
    return {year: found[year] for year in sorted(found)}


def test_the_series_of_atrial_fibrillation_breaks_in_april_2016(
    episodes: list[Row], key: dict[str, Row]
) -> None:
    wrong = {number for number, row in key.items() if row["KIND"] == ErrorKind.OLD_EDITION}
    right = [row for row in episodes if row["EPIKEY"] not in wrong]
    days = [row["EPISTART"] for row in right if "I48X" in _codes(row, "DIAG")]

    assert _by_year(right, {"I48X"}) == {"1213": 10, "1314": 13, "1415": 11, "1516": 6}
    assert _by_year(right, {"I480", "I481", "I482", "I489"}) == {
        "1617": 29,
        "1718": 29,
        "1819": 27,
        "1920": 34,
        "2021": 27,
        "2122": 18,
        "2223": 29,
        "2324": 19,
    }
    assert max(days) < "2016-04-01"


def test_covid_comes_in_2020_and_that_year_is_the_least_busy(episodes: list[Row]) -> None:
    years = Counter(row["FYEAR"] for row in episodes)

    assert _by_year(episodes, {"U071"}) == {"2021": 34, "2122": 49, "2223": 49, "2324": 62}
    assert min(years, key=lambda year: years[year]) == "2021"


def test_ages_and_sexes_fire_the_rules_of_the_international_map(episodes: list[Row]) -> None:
    newborn = [row["STARTAGE"] for row in episodes if "P290" in _codes(row, "DIAG")]
    sexes = [row["SEX"] for row in episodes if {"M800", "M805"} & set(_codes(row, "DIAG"))]
    kidney = [row for row in episodes if {"N183", "N189"} & set(_codes(row, "DIAG"))]
    diabetes = ["E119" in _codes(row, "DIAG") for row in kidney]

    assert set(newborn) == {"7001", "7002"}  # under a day, 1 to 6 days
    assert len(newborn) == 12
    assert Counter(sexes) == {"1": 31, "2": 27}
    assert all(count > 20 for count in Counter(diabetes).values()), Counter(diabetes)
    assert set(diabetes) == {True, False}


def test_the_small_provider_has_only_small_counts(episodes: list[Row]) -> None:
    small = Counter(
        code for row in episodes if row["PROCODE"] == SMALL for code in set(_codes(row, "DIAG"))
    )

    assert Counter(row["PROCODE"] for row in episodes) == {LARGE: 4_967, SMALL: 33}
    assert Counter(small.values()) == {1: 27, 2: 2, 3: 6, 4: 1, 7: 2}


def test_the_map_answers_for_every_code_of_the_last_year_or_says_so(tmp_path: Path) -> None:
    workspace = init_workspace(tmp_path / "demo")
    path = workspace.root / "notebooks" / EPISODES.name
    found = workspace.impact(path, map="icd10-icd11", year="2023").to_dict()

    assert found["dataset"]["dropped"] == []
    assert found["dataset"]["unit"] == "episodes mentioning the code"
    assert found["dataset"]["codes"] > 50
