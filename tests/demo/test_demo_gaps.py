"""The gaps that the demo has on purpose are told by `gaps`, each as the kind it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.demo.content import graph_rows, map_rows, parts
from workbench.workspace import Workspace, init_workspace

if TYPE_CHECKING:
    from workbench.analysis.gap_result import Gap

FINDINGS: Final = "<< 404684003 |Clinical finding|"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return init_workspace(tmp_path_factory.mktemp("gaps") / "demo")


@pytest.fixture(scope="module")
def into_icd11(workspace: Workspace) -> dict[str, Gap]:
    usage = workspace.root / "notebooks/demo-usage.csv"
    return {gap.code: gap for gap in workspace.gaps("icd10-icd11", usage=usage, year="2023")}


def test_two_concepts_are_left_out_of_the_uk_map(workspace: Workspace) -> None:
    gaps = workspace.gaps("snomed-icd10-uk", scope=FINDINGS)

    assert [gap.code for gap in gaps if gap.kind == "unmapped"] == ["84138006", "233924009"]


def test_a_target_that_has_gone_is_a_gap_where_the_release_of_the_map_is_held(
    workspace: Workspace,
) -> None:
    gaps = workspace.gaps("snomed-icd10-int", scope=FINDINGS)
    retired = [(gap.code, gap.why) for gap in gaps if gap.kind == "retired"]

    assert [code for code, _ in retired] == ["38362002"]
    assert "A90 (icd10/who-2019-simple)" in retired[0][1]


def test_the_same_target_of_the_uk_map_is_only_counted_since_another_edition_stands_for_it(
    workspace: Workspace,
) -> None:
    gaps = workspace.gaps("snomed-icd10-uk", scope=FINDINGS)

    assert not any(gap.kind == "retired" for gap in gaps)
    assert any("icd10/who-2019-simple" in note and "1" in note for note in gaps.notes)


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        ("I50.1", "residual_only", "BD11.Z"),
        ("U07.1", "block_only", "BlockL1-RA0"),
        ("B96.2", "extension_alone", "XN6P4"),
        ("L73.9", "no_map", "No Mapping"),
        ("U07.3", "unmapped", "no row"),
    ],
)
def test_a_code_on_the_way_to_icd11_is_a_gap_of_its_kind(
    into_icd11: dict[str, Gap], code: str, kind: str, said: str
) -> None:
    gap = into_icd11[code]

    assert (gap.kind, said in gap.why) == (kind, True), gap.why


def test_an_emergency_code_is_told_with_what_its_parent_leads_to_and_with_its_activity(
    into_icd11: dict[str, Gap],
) -> None:
    gap = into_icd11["U07.3"]

    assert gap.activity == 650_000
    assert [(near.code, near.targets) for near in gap.nearest] == [("U07", ("BlockL1-RA0",))]


@pytest.mark.parametrize("name", ["snomed-icd10-uk", "snomed-icd10-int"])
def test_a_child_leads_outside_the_branch_of_its_parent_in_both_styles(name: str) -> None:
    parent, child = "42343007", "194781004"
    targets = {row["source"]: row["target"] for row in map_rows(name)}

    assert parent in parts(graph_rows("snomed")[child]["parent"])
    assert (targets[parent], targets[child]) == ("I50.0", "I13.2")
