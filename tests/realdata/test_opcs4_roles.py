"""The table of OPCS-4's roles against the words of the published titles.

In OPCS-4 the last but one code of a category reads *Specified …* where the category lists sites
and *Other specified …* where it lists operations; nothing of that is in the program.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from workbench.core.opcs4 import OpcsRole, role_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.realdata

PLACES = {OpcsRole.SITE, OpcsRole.LATERALITY}


@pytest.fixture(scope="module")
def titles(real_data: Path) -> dict[str, str]:
    """Give the title of every undotted four-character code of versions 4.9 and 4.10."""
    with (real_data / "opcs4/coding240.tsv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["coding"], row["meaning"]) for row in csv.DictReader(file, delimiter="\t")]
    found = {code: text.partition(" ")[2] for code, text in rows if re.fullmatch(r"\D\d{3}", code)}
    with gzip.open(real_data / "usage/opcs4_usage.csv.gz", "rt", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["opcs4_code"], row["description"])
    return found


def residual_words(titles: dict[str, str]) -> dict[str, bool]:
    """Say of each category that has a ``.8`` whether that names a place."""
    return {
        code[:3]: title.startswith("Specified ")
        for code, title in titles.items()
        if code[3] == "8" and re.match(r"(Other s|S)pecified ", title)
    }


def test_sites_are_the_categories_whose_other_code_names_no_operation(
    titles: dict[str, str],
) -> None:
    words = residual_words(titles)
    assert len(words) > 1500
    assert {
        category: names_a_place
        for category, names_a_place in words.items()
        if names_a_place is not (role_of(category) in PLACES)
    } == {}


def test_every_category_in_use_has_a_role(titles: dict[str, str]) -> None:
    assert sorted({code[:3] for code in titles if role_of(code) is None}) == []


def test_the_only_titles_that_speak_of_sides_alone_are_the_lateralitys(
    titles: dict[str, str],
) -> None:
    sides = re.compile(r"(Bilateral|Unilateral|Right sided|Left sided) operation|.*[Ll]aterality.*")
    found = {code[:3] for code, title in titles.items() if sides.fullmatch(title)}
    assert found == {"Z94"}
    assert {role_of(category) for category in found} == {OpcsRole.LATERALITY}


def test_overflow_takes_up_where_another_category_of_chapter_y_ends(
    titles: dict[str, str],
) -> None:
    ends = defaultdict(set)
    for code, title in titles.items():
        if code[0] in "OY" and code[3] == "8":
            words = title.removeprefix("Other specified").strip().removeprefix("other ")
            ends[words].add(code[:3])
    del ends[""]  # some say no more than "Other specified"
    together = {frozenset(found) for found in ends.values() if len({c[0] for c in found}) > 1}
    assert together == {frozenset({"O44", "Y91"}), frozenset({"O48", "Y73"})}
