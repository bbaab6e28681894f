"""The product and a plain second reading of the documentation agree on England's real counts.

Each part of the answer is a test of its own, so that a failure says which definition was read in
two ways; the table of codes then shows the first codes on which they part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from tests.oracle.impact_oracle import oracle_impact
from workbench.mapping.bridge import Edition

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.analysis.impact_result import Impact

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

MAP = "who-10to11-one"
YEARS = [
    ("2023-04-01", "uk5"),
    ("2023-04-01", "who2019"),
    ("2014-04-01", "uk5"),
    ("2014-04-01", "who2019"),
]
COLUMNS = [
    "activity",
    "method",
    "key",
    "source_chapter",
    "target",
    "target_kind",
    "target_chapter",
    "residual",
    "residual_kind",
    "cluster",
    "moved_chapter",
    "merged",
    "many_targets",
    "any_cluster",
    "all_cluster",
    "round_trip",
]
FIRST = 8


class Workspace(Protocol):
    """What these tests ask of a workspace."""

    impact: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The same question, answered twice."""

    product: Impact
    document: dict[str, Any]
    oracle: dict[str, Any]


def _name(asked: tuple[str, str]) -> str:
    return f"{asked[0][:4]}-{asked[1]}"


@pytest.fixture(scope="module", params=YEARS, ids=_name)
def answers(request: pytest.FixtureRequest, real_data: Path, real_workspace: Workspace) -> Answers:
    year, edition = request.param
    lists = real_data / "codelists"
    product = real_workspace.impact(
        real_data / "usage" / "icd10_usage.csv.gz",
        map=MAP,
        year=year,
        edition=Edition(edition),
        codelists=lists,
    )
    return Answers(
        product=product,
        document=product.to_dict(),
        oracle=oracle_impact(real_data, year=year, edition=edition, codelists=lists),
    )


def _by(rows: list[dict[str, Any]], *names: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {tuple(row[name] for name in names): row for row in rows}


def _differences(
    product: dict[tuple[Any, ...], Any], oracle: dict[tuple[Any, ...], Any]
) -> list[str]:
    """Say where two tables part: product first, oracle second."""
    return [
        f"{key}: {product.get(key)} against {oracle.get(key)}"
        for key in sorted({*product, *oracle}, key=str)
        if product.get(key) != oracle.get(key)
    ]


def test_the_same_codes_are_kept(answers: Answers) -> None:
    kept = {code["code"] for code in answers.oracle["_per_code"]}
    assert set(answers.product.per_code["code"].to_pylist()) == kept
    assert answers.product.per_code.num_rows == len(kept)


@pytest.mark.parametrize("column", COLUMNS)
def test_every_code_is_described_alike(answers: Answers, column: str) -> None:
    product = answers.product.per_code.select(["code", column]).to_pylist()
    here = {(row["code"],): row[column] for row in product}
    there = {(row["code"],): row[column] for row in answers.oracle["_per_code"]}
    found = _differences(here, there)
    assert not found, f"{len(found)} codes differ in {column}: {found[:FIRST]}"


def test_the_dataset_is_summed_up_alike(answers: Answers) -> None:
    here, there = answers.document["dataset"], answers.oracle["dataset"]
    for name in ("year", "unit", "codes", "activity"):
        assert here[name] == there[name], name
    for dropped in here["dropped"]:
        assert dropped.pop("why")
    assert here["dropped"] == there["dropped"]


def test_the_notes_name_the_edition_and_the_years_before_it(answers: Answers) -> None:
    notes = " ".join(answers.document["dataset"]["notes"])
    year = answers.oracle["dataset"]["year"]
    assert "Years before April 2016 were coded in the 4th edition" in notes
    assert (f"year from {year} was coded in the 4th edition" in notes) == (year < "2016-04-01")
    assert "the default is uk5" in notes


@pytest.mark.parametrize("part", ["measures", "measures_direct"])
def test_every_measure_counts_alike(answers: Answers, part: str) -> None:
    here = _by(answers.document[part], "measure", "value")
    there = _by(answers.oracle[part], "measure", "value")
    found = _differences(
        {key: (row["codes"], row["activity"]) for key, row in here.items()},
        {key: (row["codes"], row["activity"]) for key, row in there.items()},
    )
    assert not found, f"{len(found)} values differ: {found[:FIRST]}"
    assert list(here) == list(there), "the values stand in another order"


@pytest.mark.parametrize("part", ["measures", "measures_direct"])
@pytest.mark.parametrize("share", ["codes_share", "activity_share"])
def test_every_share_is_of_the_whole(answers: Answers, part: str, share: str) -> None:
    here = {key: row[share] for key, row in _by(answers.document[part], "measure", "value").items()}
    there = {key: row[share] for key, row in _by(answers.oracle[part], "measure", "value").items()}
    assert here == pytest.approx(there, abs=1e-12)


def test_the_chapters_flow_alike(answers: Answers) -> None:
    here, there = answers.document["chapter_flow"], answers.oracle["chapter_flow"]
    names = ("source_chapter", "target_chapter")
    found = _differences(_by(here, *names), _by(there, *names))
    assert not found, f"{len(found)} flows differ: {found[:FIRST]}"
    assert here == there, "the flows stand in another order"


def test_the_same_targets_are_shared(answers: Answers) -> None:
    assert answers.document["merges"] == answers.oracle["merges"]


def test_the_code_lists_change_alike(answers: Answers) -> None:
    here = [{**row, "why": row["why"] is not None} for row in answers.document["codelists"]]
    there = answers.oracle["codelists"]
    numbers = ("sensitivity", "ppv")
    found = _differences(
        _by([{k: v for k, v in row.items() if k not in numbers} for row in here], "name"),
        _by([{k: v for k, v in row.items() if k not in numbers} for row in there], "name"),
    )
    assert not found, f"{len(found)} lists differ: {found[:FIRST]}"
    assert [row["name"] for row in here] == [row["name"] for row in there]
    for name in numbers:
        assert [row[name] for row in here] == pytest.approx([row[name] for row in there])


def test_the_document_has_the_parts_of_the_contract(answers: Answers) -> None:
    parts = {name for name in answers.oracle if not name.startswith("_")}
    assert set(answers.document) == parts | {"releases"}


def test_a_few_codes_are_what_everybody_knows(real_data: Path) -> None:
    """The oracle itself is held to cases that can be looked up by hand."""
    codes = {row["code"]: row for row in oracle_impact(real_data)["_per_code"]}

    def of(code: str, *columns: str) -> tuple[Any, ...]:
        return tuple(codes[code][column] for column in columns)

    known = ("method", "target", "residual_kind", "round_trip")
    assert of("I10X", *known) == ("xfill", "BA00.Z", "label_only", "same_code")
    assert of("I214", "target", "target_kind") == ("BA41.Z", "leaf")
    assert of("I639", "target", "target_kind", "moved_chapter") == ("8B11", "nonleaf", "yes")
    assert of("A410", "target", "cluster") == ("1C41&XN6BM/1G40", "true")
    assert of("B962", "target", "target_kind", "target_chapter") == ("XN6P4", "extension", "X")
    assert of("W190", "method", "key") == ("place4", "W19")
    assert of("X590", "method", "key") == ("place4", "X59")
    assert of("U073", "method", "target_kind") == ("parent", "block")
    assert of("T815", "method", "target_kind") == ("exact", "none")
