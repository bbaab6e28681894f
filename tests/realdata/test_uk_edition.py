"""The layer `uk-edition` on real releases and England's counts, worked out again by other code.

What it says of WHO's tables, of both editions and of ICD-11 is looked up in the published files;
nothing of the product but the layer's own file is read for that.
"""

from __future__ import annotations

import csv
import gzip
import re
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

from tests.oracle.who_tables import read_tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.oracle.who_tables import Tables

pytestmark = pytest.mark.realdata

YEAR = "2023-04-01"
#: The code of WHO's edition for what the UK means; the layer's target is WHO's for that code.
AS_WHO_HAS_IT = {
    "B59": "B48.5",
    "G56.4": "G90.6",
    "K58.0": "K58.1",
    "K58.9": "K58.8",
    "M31.2": "C86.0",
    "U06.9": "A92.5",
}
#: The codes for which WHO's table stops at a block though ICD-11 has a code of that meaning.
AS_WHO_LEAVES_IT = {
    "U07.0": "U07.0",
    "U07.1": "U07.1",
    "U07.2": "U07.2",
    "U07.3": "U08.9",
    "U07.4": "U09.9",
    "U07.5": "U10.9",
    "U07.6": "U11.9",
    "U07.7": "U12.9",
}


def _rows(path: Path, delimiter: str = "\t") -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for line in stream:
            yield line.rstrip("\r\n").split(delimiter)


@pytest.fixture(scope="module")
def layer() -> dict[str, dict[str, str]]:
    file = resources.files("workbench.io") / "packed_maps" / "uk-edition.csv"
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {row["source"]: row for row in csv.DictReader(lines)}


@pytest.fixture(scope="module")
def tables(real_data: Path) -> Tables:
    return read_tables(real_data)


@pytest.fixture(scope="module")
def titles(real_data: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Give the titles of the UK's editions and of WHO's of 2019, by printed code."""
    told = (row[1].partition(" ") for row in _rows(real_data / "icd10" / "coding19.tsv"))
    uk = {code: title for code, _, title in told if re.match(r"[A-Z]\d\d", code)}
    codes = _rows(real_data / "icd10" / "icd102019syst_codes.txt", ";")
    return uk, {row[6]: row[8] for row in codes}


def test_every_part_of_every_target_is_a_category_of_the_release(
    layer: dict[str, dict[str, str]], tables: Tables
) -> None:
    for code, row in layer.items():
        stem, *extensions = row["target"].split("&")
        entity = tables.by_code[stem]
        assert (entity.kind, entity.chapter) == ("category", row["target_chapter"]), code
        assert [part for part in extensions if tables.by_code[part].chapter != "X"] == [], code


def test_every_code_of_icd_11_that_the_evidence_names_is_a_category_of_the_release(
    layer: dict[str, dict[str, str]], tables: Tables
) -> None:
    named = r"\b(?:[0-9A-Z][A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,2})?|X[A-Z][0-9A-Z]{4})\b"
    icd11 = {code: re.findall(named, row["evidence"]) for code, row in layer.items()}

    assert icd11["B59"] == ["1F2G.Z", "1F2G.0", "CA40.20"]
    assert icd11["K58.9"] == ["DD91.0Z", "DD91.00", "DD91.03"]
    every = {one for found in icd11.values() for one in found}
    assert {tables.by_code[one].kind for one in every} == {"category"}


def test_a_target_is_who_s_own_for_the_code_that_who_has_for_it(
    layer: dict[str, dict[str, str]], tables: Tables
) -> None:
    assert {code: tables.one[as_who].expression for code, as_who in AS_WHO_HAS_IT.items()} == {
        code: layer[code]["target"] for code in AS_WHO_HAS_IT
    }


def test_where_who_s_table_stops_at_a_block_the_layer_does_not(
    layer: dict[str, dict[str, str]], tables: Tables
) -> None:
    assert {tables.one[code].target_kind for code in AS_WHO_LEAVES_IT.values()} == {"block"}
    assert AS_WHO_HAS_IT.keys() | AS_WHO_LEAVES_IT.keys() == layer.keys()


def test_the_adverse_effect_of_a_vaccine_goes_where_who_takes_all_of_them(
    layer: dict[str, dict[str, str]], tables: Tables
) -> None:
    vaccines = {row.expression for code, row in tables.one.items() if code[:3] in {"Y58", "Y59"}}
    assert vaccines == {layer["U07.7"]["target"].partition("&")[0]} == {"PL00"}


def test_the_uk_has_the_codes_and_who_s_edition_of_2019_has_most_of_them_not(
    layer: dict[str, dict[str, str]], titles: tuple[dict[str, str], dict[str, str]]
) -> None:
    uk, who = titles
    assert [code for code in layer if code not in uk] == []
    assert {code for code in layer if code in who} == {"U07.0", "U07.1", "U07.2"}


@pytest.mark.parametrize(
    ("code", "as_who", "word"),
    [
        ("B59", "B48.5", "pneumocystosis"),
        ("K58.0", "K58.1", "diarrhoea"),
        ("U07.1", "U07.1", "covid-19"),
        ("U07.2", "U07.2", "covid-19"),
    ],
)
def test_both_editions_say_the_same_in_their_titles(
    titles: tuple[dict[str, str], dict[str, str]], code: str, as_who: str, word: str
) -> None:
    uk, who = titles
    assert word in uk[code].lower()
    assert word in who[as_who].lower()


def test_no_title_of_who_s_is_copied(
    layer: dict[str, dict[str, str]], titles: tuple[dict[str, str], dict[str, str]]
) -> None:
    published = {
        " ".join(title.lower().split()) for edition in titles for title in edition.values()
    }
    ours = {row["source_term"].lower() for row in layer.values()}
    assert ours & published == {"causalgia"}  # one word, and the disease's name


# --- What it changes in England's counts --------------------------------------------------------


def _before(code: str, tables: Tables) -> str:
    """Give how WHO's table alone knows a code of the layer's: none of them has a place."""
    dotted = code[:3] if code[3:] in {"", "X"} else f"{code[:3]}.{code[3:]}"
    if dotted in tables.one:
        return "exact"
    return "parent" if code[:3] in tables.one else "none"


@pytest.fixture(scope="module")
def counted(
    real_data: Path, layer: dict[str, dict[str, str]], tables: Tables
) -> dict[str, tuple[str, int, str]]:
    """Give method before, activity and target of each counted code that the layer has."""
    found: dict[str, tuple[str, int, str]] = {}
    with gzip.open(real_data / "usage" / "icd10_usage.csv.gz", "rt", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            code = row["icd10_code"]
            key = code[:3] if code.endswith("X") else f"{code[:3]}.{code[3:]}"
            if row["start_date"] == YEAR and key in layer:
                found[code] = (_before(code, tables), int(row["usage"]), layer[key]["target"])
    return found


@pytest.fixture(scope="module")
def impacts(real_data: Path, real_workspace: Any) -> Any:  # noqa: ANN401 - two impacts
    data = real_data / "usage" / "icd10_usage.csv.gz"
    asked = {"map": "who-10to11-one", "year": YEAR}
    return (
        real_workspace.impact(data, **asked),
        real_workspace.impact(data, **asked, layers="uk-edition"),
    )


@pytest.mark.slow
def test_the_effect_is_that_of_a_plain_count(
    impacts: Any,  # noqa: ANN401 - two impacts
    counted: dict[str, tuple[str, int, str]],
) -> None:
    columns = ["code", "method_before", "activity", "target"]
    effect = impacts[1].layer_effect.select(columns).to_pylist()
    assert {row["code"]: tuple(row.values())[1:] for row in effect} == counted


@pytest.mark.slow
def test_the_figures_of_the_documentation_are_england_s(
    counted: dict[str, tuple[str, int, str]],
) -> None:
    by_method: dict[str, tuple[int, int]] = {}
    for method, activity, _ in counted.values():
        codes, total = by_method.get(method, (0, 0))
        by_method[method] = (codes + 1, total + activity)

    assert by_method == {"parent": (9, 1_012_376), "none": (2, 2_786), "exact": (3, 293_493)}
    assert sum(activity for _, activity, _ in counted.values()) == 1_308_655


@pytest.mark.slow
def test_what_moves_to_the_layer_is_missing_elsewhere_and_nothing_else_moves(
    impacts: Any,  # noqa: ANN401 - two impacts
    counted: dict[str, tuple[str, int, str]],
) -> None:
    before, after = ({row["code"]: row for row in found.per_code.to_pylist()} for found in impacts)

    assert before.keys() == after.keys()
    assert {code for code, row in after.items() if row["method"] == "layer"} == counted.keys()
    changed = {
        code
        for code, row in after.items()
        if {**row, "merged": None} != {**before[code], "merged": None}
    }
    assert changed == counted.keys()
    left = {code: row["activity"] for code, row in after.items() if row["method"] == "parent"}
    assert left == {"U078": 11, "U079": 17}
