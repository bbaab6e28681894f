"""ICD-10 from the installed package is complete, is its own release, and warns nobody."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from workbench.core.codes import parse_release
from workbench.errors import InputError
from workbench.io.reading import GraphRead, read_graph


@pytest.fixture(scope="module")
def builtin() -> GraphRead:
    return read_graph("builtin:icd10")


def test_it_holds_chapters_blocks_categories_and_subcategories(builtin: GraphRead) -> None:
    kinds = Counter(builtin.nodes.column("kind").to_pylist())
    assert kinds == {"chapter": 22, "block": 274, "category": 2050, "subcategory": 10196}


def test_every_node_but_a_chapter_has_one_parent(builtin: GraphRead) -> None:
    children = builtin.edges.column("child").to_pylist()
    assert len(children) == len(set(children)) == builtin.nodes.num_rows - 22


def test_it_has_super_blocks_and_country_codes(builtin: GraphRead) -> None:
    edges = {(edge["child"], edge["parent"]) for edge in builtin.edges.to_pylist()}
    assert {("W00-W19", "W00-X59"), ("W00-X59", "V01-X59"), ("V01-X59", "XX")} <= edges
    assert ("U07.3", "U07") in edges


def test_it_has_no_marks_and_no_residuals(builtin: GraphRead) -> None:
    assert builtin.nodes.column("mark").null_count == builtin.nodes.num_rows
    assert builtin.nodes.column("residual_kind").null_count == builtin.nodes.num_rows


def test_it_is_a_release_of_its_own(builtin: GraphRead) -> None:
    assert (builtin.kind, str(builtin.release)) == ("builtin", "icd10/who-2019-simple")
    assert builtin.source == "builtin:icd10"
    assert re.fullmatch(r"[0-9a-f]{64}", builtin.sha256)


def test_the_kind_may_be_stated() -> None:
    read = read_graph("builtin:icd10", kind="builtin", release=parse_release("icd10/mine"))
    assert str(read.release) == "icd10/mine"


@pytest.mark.parametrize(
    ("source", "kind", "message"),
    [
        ("builtin:icd11", None, "'builtin:icd11' is not built in; expected builtin:icd10"),
        ("icd10", "builtin", "'icd10' is not built in; expected builtin:icd10"),
        ("builtin:icd10", "csv", "builtin:icd10 is of kind builtin, not 'csv'"),
    ],
)
def test_what_is_not_built_in_is_said(source: str, kind: str | None, message: str) -> None:
    with pytest.raises(InputError) as refused:
        read_graph(source, kind=kind)
    assert str(refused.value) == message


def test_reading_it_in_a_new_python_warns_nobody(tmp_path: Path) -> None:
    program = "from workbench.io.reading import read_graph; read_graph('builtin:icd10')"
    here = Path(__file__).parents[2]
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            "-c",
            f"import sys; sys.path.insert(0, {str(here)!r}); {program}",
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, "")
