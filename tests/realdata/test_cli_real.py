"""The command line on real releases: its documents, its refusals, and its hand on the keyboard."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli.calls import Answer, CommandLine, contents, environment, program
from tests.cli.schemas import assert_valid
from workbench.core.codes import natural_key

TABLES: Final = {
    "who-10to11-one": "10To11MapToOneCategory.txt",
    "who-10to11-multiple": "10To11MapToMultipleCategories.txt",
    "who-11to10": "11To10MapToOneCategory.txt",
    "who-foundation": "foundation_10To11MapToOneCategory.txt",
}
CODES: Final = Path("icd10/icd102019syst_codes.txt")
TABULATION: Final = Path("icd11-2024-01/SimpleTabulation-ICD-11-MMS-en.txt")
USAGE: Final = Path("usage/icd10_usage.csv.gz")
YEARS: Final = tuple(f"{year}-{(year + 1) % 100:02d}" for year in range(2012, 2024))
MOST_SECONDS: Final = 5.0


@pytest.fixture(scope="session")
def added(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Answer]]:
    """Hold every release by calls of the program; give the workspace and what it answered."""
    folder = tmp_path_factory.mktemp("real-cli")
    workspace = folder / "workspace"
    tables = [TABULATION.parent / name for name in TABLES.values()]
    calls = [
        ("init", "--empty", workspace),
        *(
            ("--workspace", workspace, "graph", "add", real_data / path)
            for path in (CODES, TABULATION)
        ),
        *(("--workspace", workspace, "map", "add", real_data / path) for path in tables),
    ]
    answers = [program(*words, "--json", cwd=folder) for words in calls]
    return workspace, answers


@pytest.fixture
def call(
    added: tuple[Path, list[Answer]],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> CommandLine:
    """Stand in the workspace; what is refused may change nothing in it."""
    monkeypatch.delenv("WORKBENCH_WORKSPACE", raising=False)
    monkeypatch.chdir(added[0])
    return CommandLine(capsys, added[0])


def test_every_release_is_added_under_the_name_the_contract_gives_it(
    added: tuple[Path, list[Answer]], call: CommandLine
) -> None:
    _, answers = added
    assert {(answer.code, answer.err) for answer in answers} == {(0, "")}
    init, icd10, icd11, *maps = (json.loads(answer.out) for answer in answers)
    assert_valid("init", init)
    for graph in (icd10, icd11):
        assert_valid("graph", graph)
    for held in maps:
        assert_valid("map", held)
        assert held["name"] == held["kind"]
        assert held["bridges"] == []
    assert (icd10["name"], icd10["release"], icd10["kind"], icd10["concepts"]) == (
        *("icd10/who-2019", "icd10/who-2019", "who-icd10"),
        12_221 + 263 + 22,
    )
    assert (icd11["name"], icd11["kind"], icd11["concepts"]) == ("icd11/2024-01", "icd11", 36_044)
    assert call.document("graph", "ls") == [icd10, icd11]
    assert call.document("map", "ls") == sorted(maps, key=lambda held: str(held["name"]))


@pytest.mark.parametrize(
    ("graph", "code", "told"),
    [
        ("icd10", "I10", {"kind": "category", "assignable": True, "depth": 2}),
        ("icd10", "D63.0", {"kind": "subcategory", "mark": "*"}),
        ("icd10", "A00", {"assignable": False}),
        ("icd10", "XXII", {"kind": "chapter", "depth": 0}),
        ("icd10", "B99-B99", {"kind": "block"}),
        ("icd11", "BA00.Z", {"residual": True, "residual_kind": "unspecified"}),
        ("icd11", "1E30", {"kind": "category"}),
        ("icd11", "XN6BM", {"kind": "extension", "assignable": False}),
        ("icd11", "X", {"kind": "chapter"}),
        ("icd11", "588616678", {"kind": "block", "assignable": False}),
        ("icd11", "http://id.who.int/icd/release/11/2024-01/mms/588616678", {"kind": "block"}),
    ],
)
def test_a_concept_is_shown_as_the_contract_says(
    call: CommandLine, graph: str, code: str, told: dict[str, Any]
) -> None:
    document = call.document("graph", "show", graph, code)
    assert_valid("concept", document)
    assert {key: document[key] for key in told} == told


@pytest.mark.slow
@pytest.mark.parametrize("graph", ["icd10", "icd11"])
def test_any_concept_is_valid_and_its_lists_are_sorted(call: CommandLine, graph: str) -> None:
    roots = {"icd10": ("IX", "XIX", "XXII"), "icd11": ("11", "22", "X")}[graph]
    for root in roots:
        below = [row["code"] for row in call.document("graph", "descendants", graph, root)]
        assert below == sorted(below, key=natural_key)
        for code in random.Random(root).sample(below, 8):  # noqa: S311 - the same codes every time
            document = call.document("graph", "show", graph, code)
            assert_valid("concept", document)
            for key in ("parents", "children"):
                codes = [row["code"] for row in document[key]]
                assert codes == sorted(codes, key=natural_key)
            above = call.document("graph", "ancestors", graph, code)
            assert_valid("codes", above)
            assert len(above) == document["ancestors"]
            nearest = [call.document("graph", "show", graph, row["code"]) for row in above]
            depths = [row["depth"] for row in nearest]
            assert depths == sorted(depths, reverse=True)
            assert call.document("graph", "subsumes", graph, root, code) == {"result": True}


@pytest.mark.parametrize(
    ("name", "graph", "root"),
    [
        ("who-10to11-one", "icd10", "IX"),
        ("who-10to11-multiple", "icd10", "XIX"),
        ("who-11to10", "icd11", "11"),
        ("who-foundation", "icd10", "IV"),
    ],
)
def test_translations_are_valid_and_in_the_order_asked(
    call: CommandLine, name: str, graph: str, root: str
) -> None:
    below = [row["code"] for row in call.document("graph", "descendants", graph, root)]
    codes = random.Random(name).sample(below, 150)  # noqa: S311 - the same codes every time
    document = call.document("map", "translate", name, *codes)
    assert_valid("translate", document)
    assert [row["source"] for row in document] == codes


def test_what_the_tables_say_is_what_is_answered(call: CommandLine) -> None:
    asked = ("I10", "L73.9", "U07.1", "I11.0")
    plain, none, block, cluster = call.document("map", "translate", "who-10to11-one", *asked)
    assert [row["target"] for row in plain["targets"]] == ["BA00.Z"]
    assert none["no_map"] == {"reason": "none_in_table", "text": "No Mapping"}
    assert len(block["targets"]) == 1
    kind = call.document("graph", "show", "icd11", block["targets"][0]["target"])["kind"]
    assert kind == "block"
    assert [row["target"] for row in cluster["targets"]] == ["BA01/BD1Z"]
    (choice,) = call.document("map", "translate", "who-10to11-multiple", "I21.0")
    assert choice["targets"] == []
    assert "BA41.0&XA7RE3" in choice["needs"][0]["options"]


def test_the_impact_of_a_year_is_valid_and_takes_seconds(
    added: tuple[Path, list[Answer]], real_data: Path
) -> None:
    before = os.times()
    answer = program(
        *("impact", real_data / USAGE, "--map", "who-10to11-one", "--year", "2023-24", "--json"),
        *("--codelists", real_data / "codelists"),
        cwd=added[0],
    )
    after = os.times()
    assert (answer.code, answer.err) == (0, "")
    document = json.loads(answer.out)
    assert_valid("impact", document)
    assert document["releases"]["bridges"] == ["icd10/uk-5th → icd10/who-2019"]
    assert document["releases"]["companions"] == {
        "alternatives": "who-10to11-multiple",
        "back": "who-11to10",
        "foundation": "who-foundation",
    }
    assert [row["value"] for row in document["dataset"]["dropped"]] == ["NULL"]
    names = [codelist["name"] for codelist in document["codelists"]]
    assert names == sorted(path.stem for path in (real_data / "codelists").glob("*.csv"))
    # Time of the processor, not of the clock: others may be at work on this machine.
    used = after.children_user + after.children_system
    assert used - before.children_user - before.children_system < MOST_SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("year", YEARS)
def test_the_impact_of_every_year_adds_up(call: CommandLine, real_data: Path, year: str) -> None:
    document = call.document("impact", real_data / USAGE, "--map", "who-10to11-one", "--year", year)
    assert_valid("impact", document)
    dataset = document["dataset"]
    assert dataset["year"] == f"{year[:4]}-04-01"
    for total in ("codes", "activity"):
        assert sum(row[total] for row in document["chapter_flow"]) == dataset[total]
        for measure in {row["measure"] for row in document["measures"]}:
            rows = [row for row in document["measures"] if row["measure"] == measure]
            assert sum(row[total] for row in rows) == dataset[total]
            assert sum(row[f"{total}_share"] for row in rows) == pytest.approx(1)


def test_real_mistakes_are_told_in_one_line(call: CommandLine, real_data: Path) -> None:
    impact = ("impact", real_data / USAGE, "--map", "who-10to11-one")
    said = call.refused(*impact, "--year", "2024")
    assert said.endswith(f"holds no year 2024; it holds {', '.join(YEARS)}")
    opcs = call.refused("impact", real_data / "usage/opcs4_usage.csv.gz", "--map", "who-10to11-one")
    assert "OPCS-4" in opcs
    assert "first-listed" in call.refused(*impact, "--position", "primary")
    assert call.refused(*impact[:2], "--map", "icd10").endswith(
        "name one of who-10to11-multiple, who-10to11-one, who-foundation"
    )
    table = real_data / TABULATION.parent / TABLES["who-10to11-one"]
    assert "not a graph" in call.refused("graph", "add", table)
    assert "not a map" in call.refused("map", "add", real_data / TABULATION)
    coding = real_data / "icd10/coding19.tsv"
    assert "a UK Biobank coding, a graph, not a map" in call.refused("map", "add", coding)
    assert call.refused("graph", "add", coding.parent).endswith(
        "icd10: holds several graphs: coding19.tsv (ukb-coding), icd102019syst_codes.txt "
        "(who-icd10); give one of them, or its kind (--kind)"
    )
    assert "'icd10/who-2019' is taken" in call.refused("graph", "add", real_data / CODES)
    assert "I21.0" in call.refused("graph", "show", "icd10", "I21.o")
    assert call.refused("map", "translate", "who-10to11-one", "I10", "BA00.Z").startswith(
        "'BA00.Z' is a code of icd11/2024-01, which map 'who-10to11-one' leads to;"
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_an_interrupt_while_the_tabulation_is_read_changes_nothing(
    added: tuple[Path, list[Answer]], real_data: Path, tmp_path: Path
) -> None:
    workspace = tmp_path / "workspace"
    shutil.copytree(added[0], workspace)
    before = contents(workspace)
    words = ("graph", "add", real_data / TABULATION, "--as", "icd11/2024-01", "--replace")
    with subprocess.Popen(
        [sys.executable, "-m", "workbench", *map(str, words)],
        cwd=workspace,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        libraries = Path(f"/proc/{process.pid}/maps")
        while "libarrow" not in libraries.read_text():  # the command is at work
            time.sleep(0.02)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert said == b"workbench: interrupted, nothing changed\n"
    assert contents(workspace) == before
