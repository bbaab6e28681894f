"""What the demo's episodes are made of: whole strings of codes, typed by hand.

A cell is one code, or several of which one is drawn (``I210|I214``). Codes are written as trusts
write them: no dot, ``X`` as filler, ``D`` and ``A`` for dagger and asterisk, a place after an
external cause. The weights are of the demo's own and no count of anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

__all__ = ["CASES", "FEMALE", "MALE", "YEARS", "Case"]

MALE: Final = "1"
FEMALE: Final = "2"
#: First calendar year of each financial year, and how busy it was.
YEARS: Final = {
    **dict.fromkeys(range(2012, 2020), 1.0),
    2020: 0.7,
    2021: 0.9,
    2022: 1.0,
    2023: 1.1,
}
_SIDE: Final = "Z942|Z943"
#: Hospital Episode Statistics write an age under one year as 7001 (under one day), 7002 (1 to 6
#: days) and so on: an age of 0 years would not answer a rule that asks for days.
_NEWBORN: Final = (7001, 7002)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One kind of episode.

    Attributes
    ----------
    weight
        How often it is drawn, against the others.
    diagnoses, operations
        In coding sequence.
    ages
        Youngest and oldest, in years, or as HES codes an age under one.
    sexes
        Those it happens to.
    since, until
        First and last financial year in which it is coded so.
    """

    weight: int
    diagnoses: tuple[str, ...]
    operations: tuple[str, ...] = ()
    ages: tuple[int, int] = (55, 95)
    sexes: tuple[str, ...] = field(default=(MALE, FEMALE))
    since: int = 2012
    until: int = 2023


CASES: Final = (
    # Heart
    Case(weight=220, diagnoses=("I500|I501|I509", "N183|N189", "E119")),
    Case(weight=60, diagnoses=("I110", "E119")),
    Case(weight=25, diagnoses=("I130|I132", "N183|N185")),
    Case(weight=90, diagnoses=("I210|I211|I214|I219", "I10X")),
    Case(weight=60, diagnoses=("I210|I214|I219", "I10X"), operations=("K751|K753", "Y534")),
    Case(weight=40, diagnoses=("I48X", "I10X"), until=2015),
    Case(weight=100, diagnoses=("I480|I481|I482|I489", "I10X"), since=2016),
    Case(weight=25, diagnoses=("I48X", "I10X"), operations=("K601|K611", "Y534"), until=2015),
    Case(weight=50, diagnoses=("I489", "I10X"), operations=("K601|K611", "Y534"), since=2016),
    Case(weight=6, diagnoses=("P290",), ages=_NEWBORN),
    # Diabetes, eye, kidney
    Case(weight=90, diagnoses=("E113D", "H360A", "I10X"), ages=(40, 85)),
    Case(weight=60, diagnoses=("E112D", "N083A", "N183|N185"), ages=(45, 90)),
    Case(weight=50, diagnoses=("E114D", "G632A", "I10X"), ages=(45, 90)),
    Case(weight=40, diagnoses=("E101", "E109"), ages=(8, 40)),
    Case(weight=90, diagnoses=("H269", "E119"), operations=("C751", "C712", _SIDE)),
    Case(weight=50, diagnoses=("N185", "Z992"), operations=("X403",)),
    Case(weight=25, diagnoses=("O241",), operations=("R172|R182",), ages=(20, 42), sexes=(FEMALE,)),
    # Stroke
    Case(weight=110, diagnoses=("I639|I619|I609", "G819", "I10X")),
    Case(weight=25, diagnoses=("I64X", "I10X")),
    Case(weight=60, diagnoses=("G459", "I10X", "Z867")),
    Case(weight=20, diagnoses=("I694", "G819")),
    # Broken bones, joints, falls
    Case(weight=90, diagnoses=("S7200", "W010|W190"), operations=("W461|W241", _SIDE)),
    Case(weight=50, diagnoses=("S7210", "W010|W190|W199"), operations=("W191", _SIDE)),
    Case(weight=30, diagnoses=("M800|M805", "I10X")),
    Case(weight=40, diagnoses=("R296", "I10X")),
    Case(weight=90, diagnoses=("M169", "I10X"), operations=("W371|W381|W391|W931|W941", _SIDE)),
    Case(weight=15, diagnoses=("M169",), operations=("W581", "Z843", _SIDE), ages=(40, 65)),
    Case(weight=60, diagnoses=("M179", "I10X"), operations=("W401|O181", _SIDE)),
    # Infections
    Case(weight=90, diagnoses=("N390", "B962"), ages=(20, 95)),
    Case(weight=60, diagnoses=("A419|A410", "N390")),
    Case(weight=90, diagnoses=("J189", "I10X", "E119")),
    Case(weight=320, diagnoses=("U071", "J128", "I10X"), ages=(30, 95), since=2020),
    # Surgery
    Case(weight=50, diagnoses=("K409",), operations=("T202", _SIDE), sexes=(MALE,), ages=(30, 85)),
    Case(weight=15, diagnoses=("K402",), operations=("T202", "Z941"), ages=(30, 85)),
    Case(weight=60, diagnoses=("K802",), operations=("J183", "Y752"), ages=(25, 80)),
    # Cancer
    Case(weight=40, diagnoses=("C509",), operations=("B274|B283", _SIDE), sexes=(FEMALE,)),
    Case(weight=30, diagnoses=("C349", "C795")),
    Case(weight=30, diagnoses=("C61X",), operations=("M651",), sexes=(MALE,)),
    Case(weight=15, diagnoses=("C180", "C786")),
    # The rest
    Case(weight=30, diagnoses=("T391|T402", "X600"), ages=(15, 60)),
    Case(weight=40, diagnoses=("R53X", "K579")),
    Case(weight=10, diagnoses=("T815", "L739")),
)
