"""The demo's maps break no rule that they do not waive with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.demo.content import MAPS, SNOMED_MAPS
from workbench.mapping.checks.model import Severity
from workbench.workspace import init_workspace

if TYPE_CHECKING:
    from workbench.workspace import Workspace


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return init_workspace(tmp_path_factory.mktemp("checks") / "demo")


@pytest.mark.parametrize("name", [*MAPS, *SNOMED_MAPS])
def test_a_map_of_the_demo_has_no_error_and_no_waiver_without_use(
    demo: Workspace, name: str
) -> None:
    checked = demo.check(name)
    assert [finding for finding in checked if finding.severity is Severity.ERROR] == []
    assert [finding for finding in checked if finding.check.startswith("waiver")] == []


def test_a_waiver_says_whose_row_it_is_or_what_it_shows(demo: Workspace) -> None:
    reasons = {
        reason
        for name in (*MAPS, *SNOMED_MAPS)
        for entry in demo.maps[name]
        for reason in entry.waived.values()
    }
    assert reasons == {
        "as WHO's table of 2024-01 has it",
        "kept to show a source that SNOMED CT has retired",
        "kept to show a target that ICD-10 has no more",
    }


def test_the_story_of_each_doubtful_row_can_be_read(demo: Workspace) -> None:
    told = {(finding.check, finding.source) for finding in demo.check("icd10-icd11")}
    assert {
        ("target_claims_more", "W01"),
        ("detail_dropped", "N18.3"),
        ("block_where_code_exists", "U07.1"),
    } <= told
