"""``map add`` of somebody's table: what was taken for what is told, or chosen with ``--column``."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.calls import CommandLine
from tests.io.sheet_samples import SNAP2SNOMED, typed
from workbench.workspace import find_workspace

LOCAL = "Local;Wording;Goal\nF1;Fever;R50.9\nF2;Cold;J00\n"


def test_a_table_of_snap2snomed_is_held_and_its_columns_are_told(
    demo: Path, call: CommandLine
) -> None:
    (demo / "fever.csv").write_text(SNAP2SNOMED, "utf-8")
    added = call("--json", "map", "add", "fever.csv")
    document = json.loads(added.out)
    assert (document["name"], document["kind"], document["entries"]) == ("fever", "csv", 5)
    assert "note: fever: columns: source from 'Source code', source_term from" in added.err
    assert "note: fever: 1 row with neither a target nor a no-map left out" in added.err


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_columns_are_chosen(demo: Path, call: CommandLine, kind: str) -> None:
    if kind == "csv":
        (demo / "local.csv").write_text(LOCAL, "utf-8")
    else:
        typed(demo / "local.xlsx", [line.split(";") for line in LOCAL.splitlines()])
    name = f"local.{kind}"
    assert "no column is known as the source code" in call.refused(
        "map", "add", name, "--kind", kind
    )
    added = call(
        *("--json", "map", "add", name, "--target", "icd10"),
        *("--column", "source=Local", "--column", "target=Goal"),
    )
    document = json.loads(added.out)
    assert (document["name"], document["kind"], document["entries"]) == ("local", kind, 2)
    assert "kept as they are: 'Wording'" in added.err


def test_what_was_chosen_outlives_the_stored_copy(demo: Path, call: CommandLine) -> None:
    (demo / "maps/local").mkdir()
    (demo / "maps/local/table.csv").write_text(LOCAL, "utf-8")
    call(
        *("map", "add", "maps/local/table.csv", "--as", "local"),
        *("--column", "source=Local", "--column", "target=Goal"),
    )
    shutil.rmtree(demo / ".workbench/maps")
    assert find_workspace().maps["local"].sources == ("F1", "F2")


@pytest.mark.usefixtures("demo")
def test_a_choice_that_is_none_is_refused(call: CommandLine) -> None:
    assert "--column 'Local' is not COLUMN=HEADING (source='Local code')" in call.refused(
        "map", "add", "x.csv", "--column", "Local"
    )
    assert "--column source stands twice; a column has one heading" in call.refused(
        "map", "add", "x.csv", "--column", "source=a", "--column", "source=b"
    )
