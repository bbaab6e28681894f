"""All checks on a map of 400,000 rows, by both profiles.

The map is invented: a tree of concepts, each with one to three rows that lead into the block of its
parent's code, and one in two hundred that leads elsewhere.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np

from benchmarks.measuring import Row, once
from workbench.core.codes import parse_release
from workbench.graph.build import build_graph, edges_table, nodes_table
from workbench.graph.code_graph import CodeGraph
from workbench.mapping.checks.context import CheckContext
from workbench.mapping.checks.run import check_map
from workbench.mapping.map_set import MapSet
from workbench.mapping.profile import Profile
from workbench.mapping.schema import map_table

__all__ = ["check_rows"]

_ROWS: Final = 400_000
_CHILDREN: Final = 4
_ASTRAY: Final = 0.005
_ASKS: Final = "IFA 1000000 | Concept 1000000 |"
_RELEASE: Final = parse_release("snomed/invented")


def check_rows(target: CodeGraph) -> list[Row]:
    """Time all checks that a map gets, once each: a run tells enough of so many rows."""
    source, held = _world(target)
    rows = []
    for profile in Profile:
        context = CheckContext(
            map_set=held, source_graph=source, target_graph=target, profile=profile
        )
        question = f"map check, {profile}: {len(held):,} rows into one block"
        rows.append(once(question, partial(check_map, context)))
    return rows


def _world(target: CodeGraph) -> tuple[CodeGraph, MapSet]:
    drawn = np.random.default_rng(1)
    sizes = drawn.integers(1, 4, _ROWS)
    concepts = int(np.searchsorted(np.cumsum(sizes), _ROWS)) + 1
    sizes = sizes[:concepts]
    parents = (np.arange(concepts) - 1) // _CHILDREN
    codes = [str(1_000_000 + number) for number in range(concepts)]
    graph = build_graph(
        nodes_table(*({"code": code, "term": f"Concept {code}"} for code in codes)),
        edges_table(*((codes[at], codes[parents[at]]) for at in range(1, concepts))),
        release=_RELEASE,
    )
    owners = np.repeat(np.arange(concepts), sizes)[:_ROWS]
    first = np.flatnonzero(np.diff(owners, prepend=-1))
    priorities = np.arange(len(owners)) - first[owners] + 1
    return graph, _map(target, codes, owners, priorities, drawn)


def _map(
    target: CodeGraph,
    codes: list[str],
    owners: np.ndarray,
    priorities: np.ndarray,
    drawn: np.random.Generator,
) -> MapSet:
    """Give a map into one block, but for a few rows that go anywhere."""
    assignable = np.flatnonzero(np.asarray(target.concepts["assignable"]))
    home = assignable[1_000:1_010]
    chosen = home[drawn.integers(0, len(home), len(owners))]
    astray = drawn.random(len(owners)) < _ASTRAY
    chosen[astray] = assignable[drawn.integers(0, len(assignable), int(astray.sum()))]
    last = np.append(owners[1:] != owners[:-1], [True])
    table = map_table(
        {
            "source": [codes[owner] for owner in owners],
            "target": [target.code_at(at) for at in chosen],
            "map_priority": priorities.tolist(),
            "rule": ["OTHERWISE TRUE" if ends else _ASKS for ends in last],
            "advice": [f"ALWAYS {target.code_at(at)}" for at in chosen],
            "line": list(range(2, len(owners) + 2)),
        }
    )
    return MapSet(name="large", kind="csv", source=_RELEASE, target=target.release, table=table)
