"""The tree of WHO's ICD-11, everything open, against the graph's own answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.views.tree import OpenAll, Reveal, TreeView

if TYPE_CHECKING:
    from workbench.workspace import Workspace


def test_every_concept_of_icd_11_has_its_row(real_workspace: Workspace) -> None:
    graph = real_workspace.graphs.icd11
    view = TreeView.of(graph)
    for top in graph.roots():
        view = view.dispatch(OpenAll(path=(top,)))
    assert len(view) == len(graph) == 36_044
    rows = view.rows(0, len(view))
    assert sorted(row.code for row in rows) == sorted(graph)
    below = {row.code: row.path[-2] if row.level > 1 else None for row in rows}
    assert below == {code: next(iter(graph.parents(code)), None) for code in graph}
    assert [row.row for row in rows] == list(range(len(rows)))


def test_a_code_of_icd_11_is_revealed_below_its_ancestors(real_workspace: Workspace) -> None:
    graph = real_workspace.graphs.icd11
    view = TreeView.of(graph).dispatch(Reveal(code="BA41.0"))
    assert view.path == (*reversed(graph.ancestors("BA41.0")), "BA41.0")
    assert view.rows(view.position, 1)[0].code == "BA41.0"
