"""A stored copy opens as it was written, or says that it is stale; it is never half read."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pytest

from tests.cli.calls import environment
from tests.workspace.samples import GRAPH, MAP, written
from workbench.core.codes import parse_release
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.code_graph import CodeGraph
from workbench.io.graph_store import (
    FORMAT,
    StaleStoreError,
    check_copy,
    open_graph,
    open_table,
    save_graph,
    save_table,
)
from workbench.io.reading import read_graph, read_map

_RELEASE: Final = parse_release("icd10/example")


@pytest.fixture
def graph(tmp_path: Path) -> CodeGraph:
    read = read_graph(written(tmp_path / "graph.csv", GRAPH))
    return build_graph(read.nodes, read.edges, release=_RELEASE)


@pytest.fixture
def stored(graph: CodeGraph, tmp_path: Path) -> Path:
    folder = tmp_path / "stored"
    save_graph(graph, folder, kind="csv")
    return folder


def _opened(folder: Path) -> CodeGraph:
    return open_graph(folder, release=_RELEASE, name="g")


def test_a_graph_opens_mapped_and_equal(graph: CodeGraph, stored: Path) -> None:
    opened = _opened(stored)
    assert opened.concepts.equals(graph.concepts)
    for name, array in graph.arrays().items():
        mapped = opened.arrays()[name]
        assert np.array_equal(mapped, array)
        assert not mapped.flags.writeable
    assert isinstance(opened.arrays()["depth"].base, np.memmap)
    check_copy(stored)


def test_a_graph_without_edges_opens(tmp_path: Path) -> None:
    nodes = nodes_table({"code": "I", "term": "Chapter", "kind": "chapter"})
    save_graph(build_graph(nodes, edges_table(), release=_RELEASE), tmp_path / "stored", kind="csv")
    assert _opened(tmp_path / "stored").descendants("I") == []


def test_a_map_opens_equal(tmp_path: Path) -> None:
    table = read_map(written(tmp_path / "map.csv", MAP)).table
    save_table(table, tmp_path / "stored", kind="csv")
    assert open_table(tmp_path / "stored").equals(table)


def _meta(folder: Path, change: Callable[[dict[str, object]], object]) -> None:
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    change(meta)
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")


def _cut(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])


DAMAGES: Final[dict[str, tuple[Callable[[Path], object], str]]] = {
    "array cut": (lambda f: _cut(f / "ancestors_indices.npy", 130), "is not as long as it was"),
    "array empty": (lambda f: _cut(f / "ancestors_indices.npy", 0), "is not as long as it was"),
    "concepts cut": (lambda f: _cut(f / "concepts.arrow", 900), "is not as long as it was"),
    "array gone": (lambda f: (f / "depth.npy").unlink(), "lacks a file"),
    "concepts gone": (lambda f: (f / "concepts.arrow").unlink(), "lacks a file"),
    "meta gone": (lambda f: (f / "meta.json").unlink(), "lacks a file"),
    "meta cut": (lambda f: _cut(f / "meta.json", 40), "is damaged"),
    "meta empty": (lambda f: _cut(f / "meta.json", 0), "is damaged"),
    "meta binary": (lambda f: (f / "meta.json").write_bytes(b"\xff\x00"), "is damaged"),
    "meta a list": (lambda f: (f / "meta.json").write_text("[]"), "is damaged"),
    "meta null": (lambda f: (f / "meta.json").write_text("null"), "is damaged"),
    "older": (lambda f: _meta(f, lambda m: m.update(format=1)), f"has format 1, not {FORMAT}"),
    "newer": (lambda f: _meta(f, lambda m: m.update(format=99)), f"has format 99, not {FORMAT}"),
    "no rows": (lambda f: _meta(f, lambda m: m.pop("rows")), "is damaged"),
    "other rows": (lambda f: _meta(f, lambda m: m.update(rows=7)), "holds 5 rows, not the 7"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_copy_is_stale_and_says_how(damage: str, stored: Path) -> None:
    act, how = DAMAGES[damage]
    act(stored)
    with pytest.raises(StaleStoreError, match=how):
        _opened(stored)


def test_a_copy_that_is_not_there_is_stale(tmp_path: Path) -> None:
    with pytest.raises(StaleStoreError, match="is missing"):
        _opened(tmp_path / "absent")


def test_a_bit_flipped_in_the_content_is_found_by_the_check_that_reads_it_all(stored: Path) -> None:
    path = stored / "ancestors_indices.npy"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(StaleStoreError, match=r"content of ancestors_indices\.npy has changed"):
        check_copy(stored)


def test_a_map_of_other_columns_is_stale(tmp_path: Path) -> None:
    save_table(pa.table({"source": ["I21"]}), tmp_path / "stored", kind="csv")
    with pytest.raises(StaleStoreError, match="has other columns"):
        open_table(tmp_path / "stored")


_FUZZ: Final = """
import random, sys
from pathlib import Path
from workbench.core.codes import parse_release
from workbench.io.graph_store import StaleStoreError, open_graph
folder, chance = Path(sys.argv[1]), random.Random(7)
for path in sorted(folder.glob("*.*")):
    if path.name == "meta.json":
        continue
    good = path.read_bytes()
    for _ in range(60):
        data = bytearray(good)
        ends = [*range(min(130, len(data))), *range(max(0, len(data) - 400), len(data))]
        for place in chance.sample(ends, 3):
            data[place] = chance.randrange(256)
        path.write_bytes(data)
        try:
            open_graph(folder, release=parse_release("icd10/example"), name="g")
        except StaleStoreError:
            pass
    path.write_bytes(good)
print("opened or stale, every time")
"""


def test_damaged_headers_open_or_are_stale_and_never_crash(stored: Path) -> None:
    command = [sys.executable, "-c", _FUZZ, str(stored)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("opened or stale, every time\n", 0), done.stderr
