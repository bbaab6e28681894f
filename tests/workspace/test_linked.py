"""A workspace's graphs and maps as one, opened as far as a question needs them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.workspace.samples import empty_workspace, written
from workbench.errors import UnknownNameError, WorkspaceError
from workbench.graph.links import Direction
from workbench.workspace import Workspace
from workbench.workspace.concept_document import concept_document

SNOMED: Final = """\
# release: snomed/uk-invented
code,term,parent
10,Finding,
60,Fall at home,10
70,Hardened spine,10
"""
ICD10: Final = """\
# release: icd10/who-2019
code,term,parent
XX,Causes from outside,
X59,Some exposure,XX
X59.0,Exposure that breaks a bone,X59
"""
UK: Final = """\
# source: snomed/uk-invented
# target: icd10/uk-5th
source,target
60,X59.0
"""
BRIDGE: Final = "icd10/uk-5th → icd10/who-2019"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = empty_workspace(tmp_path / "ws")
    for name, text in (("snomed", SNOMED), ("icd10", ICD10)):
        made.add_graph(written(tmp_path / f"{name}.csv", text))
    made.add_map(written(tmp_path / "uk.csv", UK), name="uk")
    return made


def test_links_are_those_of_the_graphs_and_maps_held(workspace: Workspace) -> None:
    (link,) = workspace.linked.links("snomed", "60")

    assert str(link) == (
        f"snomed/uk-invented#60 → icd10/who-2019#X59  [uk, unspecified, over {BRIDGE} (place4)]"
    )
    assert workspace.linked.links("icd10", "X59", direction=Direction.IN) == (link,)
    assert workspace.linked.links("icd10", "X59.0", direction=Direction.IN) == ()


def test_graph_show_tells_a_uk_row_at_the_code_its_bridge_carries_it_to(
    workspace: Workspace,
) -> None:
    row = {
        "map": "uk",
        "relation": "unspecified",
        "map_block": 1,
        "map_group": 1,
        "map_priority": 1,
    }
    out = {"direction": "out", "code": "X59", "term": "Some exposure"}
    back = {"direction": "in", "code": "60", "term": "Fall at home"}

    assert concept_document(workspace, "snomed", "60")["maps"] == [{**row, **out}]
    assert concept_document(workspace, "icd10", "X59")["maps"] == [{**row, **back}]
    assert concept_document(workspace, "icd10", "X59.0")["maps"] == []


def test_what_is_linked_follows_what_is_held(workspace: Workspace, tmp_path: Path) -> None:
    before = workspace.linked
    assert workspace.linked is before

    more = UK.replace("60,X59.0", "70,X59.0")
    workspace.add_map(written(tmp_path / "more.csv", more), name="more")
    assert workspace.linked.maps == ("more", "uk")
    assert [link.map for link in workspace.linked.links("snomed", "70")] == ["more"]

    workspace.remove_map("uk")
    assert workspace.linked.links("snomed", "60") == ()


def test_a_bare_system_is_a_graph_as_elsewhere(workspace: Workspace) -> None:
    assert workspace.linked.graph("icd10").name == "icd10/who-2019"
    with pytest.raises(UnknownNameError, match=r"no graph 'icd11' in this workspace"):
        workspace.linked.links("icd11", "1D20")


def test_a_question_opens_only_what_it_needs(workspace: Workspace, tmp_path: Path) -> None:
    """What cannot be opened any more is not missed by a question that does not need it."""
    other = "# source: opcs4/4.9\n# target: icd11/2024-01\nsource,target\nA01,1D20\n"
    workspace.add_map(written(tmp_path / "other.csv", other), name="other")
    shutil.rmtree(workspace.root / ".workbench" / "maps")
    shutil.rmtree(workspace.root / "maps")
    for file in ("icd10", "uk", "other"):
        (tmp_path / f"{file}.csv").unlink()
    fresh = Workspace(workspace.root)

    assert repr(fresh.linked) == "<LinkedGraphs: 2 graphs, 2 maps>"
    assert fresh.linked.links("snomed", "60", maps=["other"]) == ()
    with pytest.raises(WorkspaceError, match="uk"):
        fresh.linked.links("snomed", "60")
