"""The cases the demo promises are there, each with its target, alternatives and way back."""

from __future__ import annotations

from typing import Final

import pytest

from tests.demo.content import MAPS, by_source, concepts, map_rows, usage_rows
from workbench.mapping.relation import MapRelation

BLOCK_HYPERTENSION, BLOCK_COVID = "BlockL1-BA0", "BlockL1-RA0"

#: Case -> ICD-10 code -> its one target ("" for no map).
CASES: Final[dict[str, dict[str, str]]] = {
    "hypertension": {"I10": "BA00.Z"},
    "heart failure": {
        "I50.0": "BD10",
        "I50.1": "BD11.Z",
        "I50.9": "BD1Z",
        "I11.0": "BA01/BD1Z",
        "I13.0": BLOCK_HYPERTENSION,
        "I13.2": BLOCK_HYPERTENSION,
    },
    "chronic kidney disease": {"N18.3": "GB61.Z", "N18.5": "GB61.5"},
    "infarction": {"I21.0": "BA41.Z", "I21.4": "BA41.Z", "I21.9": "BA41.Z"},
    "atrial fibrillation": {"I48": "BC81.Z", "I48.0": "BC81.30", "I48.9": "BC81.Z"},
    "diabetes merge": {
        **{f"E10.{digit}": "5A10" for digit in range(10)},
        **{f"E11.{digit}": "5A11" for digit in range(10)},
        "E14.9": "5A14",
        "O24.1": "JA63.1",
    },
    "retinopathy pair": {"H36.0": "9B71.0Z", "N08.3": "MF83", "G63.2": "8C03.0"},
    "osteoporosis with fracture": {"M80.0": "FB83.1Z", "M80.5": "FB83.1Z", "M81.9": "FB83.1Z"},
    "infection and organism": {
        "N39.0": "GC08.Z",
        "B96.2": "XN6P4",
        "A41.9": "1G40",
        "A41.0": "1C41&XN6BM/1G40",
    },
    "sides": {"K40.2": "DD51&XK9J", "K40.3": "DD51/ME24.2", "C18.0": "2B90.0Z&XA6J68"},
    "poisoning": {
        "T39.1": "NE60",
        "T40.2": "NE60",
        "X60": "PC94",
        "Y40": "PL00",
        "Y57": "PL00",
        "Y59": "PL00",
    },
    "cancer": {
        "C50.9": "2C6Z",
        "C34.9": "2C25.Z",
        "C61": "2C82.Z",
        "C78.6": "BlockL3-2D9",
        "C79.5": "2E03",
        "D05.1": "2E65.2",
    },
    "stroke moves": {
        "I63.9": "8B11",
        "I61.9": "8B00.Z",
        "I60.9": "8B01",
        "I64": "8B20",
        "I69.4": "8B25.4",
        "G45.9": "8B10.Z",
        "G81.9": "MB53.Z",
    },
    "COVID-19": {"U07": BLOCK_COVID, "U07.1": BLOCK_COVID},
    "hip fracture and falls": {
        "S72.0": "NC72.2Z",
        "S72.1": "NC72.3Z",
        "S72.2": "NC72.4",
        "W01": "PA60&XE78X",
        "W19": "PA6Z",
        "R29.6": "MB47.C",
        "X59": "PB6Y",
    },
    "no map, many": {
        "L73.9": "",
        "T81.5": "",
        "R53": "BlockL2-MG2",
        "K57.9": "BlockL2-DD0",
        "Z86.7": "QC4Y",
        "Z87.1": "QC4Y",
    },
}
ALTERNATIVES: Final = {
    "I13.0": ["BA01/BD1Z"],
    "I13.2": ["BA02/GB6Z"],
    "I21.0": ["BA41.0&XA7RE3"],
    "I21.4": ["BA41.1"],
    "I48.9": ["BC81.33"],
    "N18.3": ["GB61.2", "GB61.3"],
    "R53": ["MG22", "MG25"],
    "T81.5": ["PL11.3", "QA51"],
}
BACK: Final = {
    "5A11": "E11",
    "BA00.Z": "I10",
    "BA41.0": "I21.9",
    "BA41.1": "I21.4",
    "FB83.1Z": "M80-M85",
}


@pytest.mark.parametrize("case", CASES)
def test_every_case_is_there(case: str) -> None:
    one = by_source("icd10-icd11")

    assert {code: one.get(code) for code in CASES[case]} == {
        code: [target] for code, target in CASES[case].items()
    }


def test_the_cases_have_their_alternatives_their_way_back_and_their_relation() -> None:
    many, back = by_source("icd10-icd11-alternatives"), by_source("icd11-icd10")
    relation = {row["source"]: row["relation"] for row in map_rows("icd10-foundation")}

    assert {code: many[code] for code in ALTERNATIVES} == ALTERNATIVES
    assert {code: back[code] for code in BACK} == {code: [to] for code, to in BACK.items()}
    assert relation["I10"] == MapRelation.EQUIVALENT


def test_covid_has_a_code_that_the_map_does_not_reach_and_an_emergency_code_without_a_row() -> None:
    one = by_source("icd10-icd11")

    assert concepts()["RA01.0"]["parent"] == "RA01"
    assert ["RA01.0"] not in one.values()
    assert "U07.3" not in one


def test_an_infection_and_its_germ_have_a_code_together_and_so_has_a_broken_hip_on_one_side() -> (
    None
):
    held = concepts()

    assert {"GC08.0", "XN6P4", "NC72.2Z", "XK9K", "PA60"} <= set(held)
    assert held["XK9K"]["kind"] == "extension"


def test_the_sizes_are_about_those_promised() -> None:
    assert 240 <= len(concepts()) <= 290
    assert sum(row["kind"] == "extension" for row in concepts().values()) == 18
    assert {name: len(map_rows(name)) for name in MAPS} == {
        "icd10-icd11": 106,
        "icd10-icd11-alternatives": 109,
        "icd11-icd10": 72,
        "icd10-foundation": 106,
    }
    assert 60 <= len(usage_rows()) <= 90
