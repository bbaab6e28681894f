"""The story of the demo, row by row: the concepts, codes, strings and lists that each case needs.

What each code leads to is told in the tests of the maps; here nothing may be missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import pytest

from tests.demo.content import ROOT, graph_rows, tabled, usage_rows
from tests.demo.episodes.make import EPISODES, KEY

#: An episode's diagnoses and operations, as they should be: what is wrong on purpose is mended.
String = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one case of the story needs, parted by blanks; an episode is ``diagnoses / operations``.

    Attributes
    ----------
    concepts, icd11, opcs4
        Active codes of the graphs.
    episodes
        Beginnings of whole strings; one side may be left empty.
    usage
        Codes with a weight, as trusts write them.
    lists
        Code lists.
    """

    concepts: str = ""
    icd11: str = ""
    opcs4: str = ""
    episodes: tuple[str, ...] = ()
    usage: str = ""
    lists: str = ""


STORY: Final = {
    "heart failure blocks": Row(
        concepts="84114007 42343007 85232009", episodes=("I500", "I501", "I509")
    ),
    "heart failure in ICD-11": Row(
        icd11="BD10 BD11.Z BD1Z BA01 BA02 GB6Z BlockL1-BA0",
        episodes=("I110", "I130", "I132"),
        usage="I500 I501 I509 I110 I130 I132",
    ),
    "hypertension": Row(icd11="BA00.Z", usage="I10X", concepts="59621000"),
    "chronic kidney disease": Row(
        icd11="GB61.Z GB61.2 GB61.3 GB61.5", usage="N183 N185", episodes=("N185 Z992",)
    ),
    "infarction": Row(
        concepts="22298006 401303003 401314000",
        icd11="BA41.Z BA41.0 BA41.1 XA7RE3",
        episodes=("I210", "I214", "I219"),
    ),
    "atrial fibrillation": Row(
        concepts="49436004", icd11="BC81.30 BC81.33 BC81.Z", episodes=("I48X", "I480", "I489")
    ),
    "diabetes merge": Row(
        concepts="44054006 46635009", icd11="5A10 5A11 5A14 JA63.1", episodes=("E101 E109", "O241")
    ),
    "retinopathy pair": Row(
        concepts="4855003",
        icd11="9B71.0Z MF83 8C03.0",
        episodes=("E113D H360A", "E112D N083A", "E114D G632A"),
    ),
    "stroke moves": Row(
        concepts="230690007 432504007 274100004 21454007 266257000",
        icd11="8B11 8B00.Z 8B01 8B20 8B25.4 8B10.Z MB53.Z",
        episodes=("I639 G819", "I619", "I609", "I64X", "I694", "G459"),
    ),
    "COVID-19": Row(
        concepts="840539006", icd11="RA01.0 BlockL1-RA0", episodes=("U071",), usage="U071 U073"
    ),
    "hip fracture": Row(
        concepts="5913000",
        icd11="NC72.2Z NC72.3Z XK9K PA60 XE78X PA6Z MB47.C",
        episodes=("S7200 W010", "S7200 W190", "S7210 W190", "R296"),
        usage="S7200 S7201 W010 W190 X590",
        lists="ICD_hip_fracture",
    ),
    "osteoporosis with fracture": Row(
        concepts="64859006", icd11="FB83.1Z", episodes=("M800", "M805")
    ),
    "infection and organism": Row(
        icd11="GC08.Z XN6P4 GC08.0 1G40 1C41 XN6BM", episodes=("N390 B962", "A419", "A410")
    ),
    "sides": Row(
        icd11="DD51 XK9J ME24.2 2B90.0Z XA6J68", episodes=("K402 / T202 Z941", "C180 C786")
    ),
    "no map, many": Row(
        icd11="PL11.3 QA51 MG22 MG25 BlockL2-MG2 QC4Y", episodes=("T815 L739", "R53X K579")
    ),
    "poisoning": Row(icd11="NE60 PC94 PL00", episodes=("T391 X600", "T402 X600")),
    "cancer": Row(
        icd11="2C6Z 2C25.Z 2C82.Z 2E03 2E65.2", episodes=("C509 / B274", "C349 C795", "C61X / M651")
    ),
    "hip replacement": Row(
        concepts="52734007",
        opcs4="W37.1 W38.1 W39.1 W94.1 W58.1 W46.1 Z84.3 Z94.2 Z94.3",
        episodes=(
            *("M169 / W371 Z942", "M169 / W941 Z943"),
            *("M169 / W581 Z843 Z942", "S7200 / W461 Z943"),
        ),
        lists="OPCS_hip_replacement",
    ),
    "approach and pairs": Row(
        concepts="784162006 307280005",
        opcs4="J18.3 Y75.2 C75.1 C71.2 K75.1 Y53.4 K60.1 K61.1",
        episodes=(" / J183 Y752", " / C751 C712 Z94", " / K751 Y534", " / K611 Y534"),
    ),
    "overflow and versions": Row(
        opcs4="O18.1 O13.2 O16.1 X52.2 X99.7", episodes=("M179 I10X / O181 Z94",)
    ),
    "specials": Row(concepts="243796009 404684003 206586007 64859006 75478009"),
    "drafts in conflict": Row(concepts="56675007 5913000 4855003"),
    "deliberate gaps": Row(concepts="84138006 233924009 38362002 42343007 194781004"),
    "lists": Row(
        lists="ICD_heart_failure ICD_hip_fracture ICD_type_2_diabetes OPCS_hip_replacement"
    ),
}


@cache
def _strings() -> frozenset[String]:
    mended = {row["EPIKEY"]: (row["DIAG_RIGHT"], row["OPERTN_RIGHT"]) for row in tabled(KEY)}
    typed = {
        row["EPIKEY"]: (_joined(row, "DIAG_4"), _joined(row, "OPERTN_4"))
        for row in tabled(EPISODES)
    }
    return frozenset((typed | mended).values())


def _joined(row: dict[str, str], name: str) -> str:
    return " ".join(value for column, value in row.items() if column.startswith(name) and value)


def _is_there(wanted: str) -> bool:
    diagnoses, _, operations = wanted.partition("/")
    begins = (diagnoses.strip(), operations.strip())
    return any(
        all(said.startswith(begin) for said, begin in zip(string, begins, strict=True))
        for string in _strings()
    )


@pytest.mark.parametrize("case", STORY)
def test_a_case_of_the_story_has_all_it_needs(case: str) -> None:
    row = STORY[case]
    missing = {
        system: [code for code in codes.split() if code not in _active(system)]
        for system, codes in (
            ("snomed", row.concepts),
            ("icd11", row.icd11),
            ("opcs4", row.opcs4),
        )
    }
    weights = {weight["icd10_code"] for weight in usage_rows()}
    lists = {path.stem for path in (ROOT / "notebooks/codelists").glob("*.csv")}

    assert missing == {"snomed": [], "icd11": [], "opcs4": []}
    assert [wanted for wanted in row.episodes if not _is_there(wanted)] == []
    assert set(row.usage.split()) <= weights
    assert set(row.lists.split()) <= lists


@cache
def _active(system: str) -> frozenset[str]:
    return frozenset(
        code for code, row in graph_rows(system).items() if row.get("active", "true") == "true"
    )


def test_the_notice_says_that_the_demo_is_illustrative_incomplete_and_not_for_coding() -> None:
    notice = " ".join((ROOT / "NOTICE").read_text(encoding="utf-8").split())

    assert "graphs/, maps/ and notebooks/, the demo, hold codes as facts" in notice
    assert "illustrative and incomplete, follow no release, and are not for coding" in notice
