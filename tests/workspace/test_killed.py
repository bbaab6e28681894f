"""Twenty SIGKILLs while a graph, or a map, is replaced: what was there stays usable, whole.

`tests.workspace.killing` does the killing. `test_every_step` tries every step of the writing; here
the moment is any.
"""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli.calls import environment, program
from tests.workspace.samples import (
    empty_workspace,
    graph_text,
    leftovers,
    map_text,
    said,
    written,
)
from workbench.workspace import IfTaken, Workspace

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows"),
]

_KILLS: Final = 20
_SEED: Final = 20240301
_KILLED: Final = -9


def _texts(what: str) -> list[str]:
    """Give two versions, large enough that reading, building and writing each take a while."""
    if what == "graph":
        return [graph_text(categories=300, word=word) for word in ("one", "two")]
    return [map_text(rows=4000, word=word) for word in ("one", "two")]


def _states(workspace: Workspace, what: str, sources: list[Path]) -> list[dict[str, Any]]:
    """Give what is said with each source in turn; the last one stays."""
    found = []
    for source in sources:
        add = workspace.add_graph if what == "graph" else workspace.add_map
        add(source, name="it", if_taken=IfTaken.REPLACE)
        found.append(said(workspace))
    return found


def _findings(root: Path, sources: list[Path], words: list[str]) -> list[dict[str, Any]]:
    place = root.parent / "killing"
    place.mkdir()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.workspace.killing", str(_SEED), str(_KILLS)),
            *(str(root), *map(str, sources), "--", *words),
        ],
        cwd=place,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("what", ["graph", "map"])
def test_after_each_of_twenty_kills_the_old_version_or_the_new_one_answers(
    what: str, tmp_path: Path
) -> None:
    root = tmp_path / "workspace"
    workspace = empty_workspace(root)
    sources = [
        written(tmp_path / f"{number}.csv", text) for number, text in enumerate(_texts(what))
    ]
    states = _states(workspace, what, sources)
    findings = _findings(root, sources, [what, "add", "{}", "--as", "it", "--replace"])

    assert len(findings) == _KILLS
    assert {finding["code"] for finding in findings} <= {0, _KILLED}
    for finding in findings:
        found = finding["found"]
        assert found["said"] in states
        assert found["listed"][what]["it"] == found["said"][f"{what}s"]["it"][0]

    # What an earlier kill left, a later process sweeps: a change of it is the work of its own kill.
    left = [[], *(finding["found"]["left"] for finding in findings)]
    while_writing = [now for before, now in pairwise(left) if now not in ([], before)]
    assert [finding["code"] for finding in findings].count(_KILLED) >= _KILLS // 2
    assert len(while_writing) >= 3

    again = program(what, "add", sources[0], "--as", "it", "--replace", cwd=root)
    assert (again.code, again.err) == (0, "")
    assert said(workspace) == states[0]
    assert leftovers(root) == []
