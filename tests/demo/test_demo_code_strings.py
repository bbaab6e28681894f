"""The code string of an episode of the demo, from the statements of its record."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.core.code_forms import CodeForm
from workbench.errors import InputError
from workbench.mapping.blocks import Blocks
from workbench.workspace import Workspace, init_workspace


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return init_workspace(Path(tmp_path_factory.mktemp("demo")) / "demo")


def test_an_episode_of_heart_failure_and_diabetic_eyes(demo: Workspace) -> None:
    found = demo.code_string("snomed-icd10-uk", ["84114007", "4855003"])
    assert found.problems == ()
    assert found.text(CodeForm.COMMISSIONING).startswith("I509- ")
    assert [each.mark for each in found.codes] == [None, "†", "*"]


def test_a_statement_without_a_code_is_a_problem_and_not_a_gap(demo: Workspace) -> None:
    found = demo.code_string("snomed-icd10-uk", ["84114007", "404684003", "84138006"])
    assert [each.code for each in found.codes] == ["I50.9"]
    assert found.problems == (
        "404684003 has no code: the map states none (not_classifiable)",
        "84138006 has no code: nobody has mapped it",
    )


def test_a_string_takes_one_solution(demo: Workspace) -> None:
    assert str(demo.code_string("snomed-icd10-uk", ["84114007"], block=2)) == "E05.9† I43.8*"
    with pytest.raises(InputError, match=r"^'84114007' has the blocks 1, 2, 3: a string takes one"):
        demo.code_string("snomed-icd10-uk", ["84114007"], block=Blocks.ALL)


def test_a_procedure_comes_before_its_side(demo: Workspace) -> None:
    found = demo.code_string("snomed-opcs4", ["52734007"])
    assert (str(found), found.problems) == ("W39.1 Z94.9", ())
