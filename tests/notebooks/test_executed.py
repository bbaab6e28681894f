"""Every notebook runs on the demo, and a number that it shows says of what it is a number.

A notebook is parted by its headings. Where a part shows counts, a release stands in it or in the
opening of the notebook; where it shows activity, the year and the unit stand in the part itself.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

from tests import tables
from tests.notebooks.cells import NOTEBOOKS, cells, output_text, pages, source
from workbench.workspace import init_workspace, open_workspace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

_ACTIVITY: Final = re.compile(r"\bactivity\b", re.IGNORECASE)
_COUNT: Final = re.compile(r"\b(codes|concepts|sources|size|score|distance)\b|\b\d+ of \d+\b")
_RELEASE: Final = re.compile(r"\b(snomed|icd10|opcs4|icd11)/[a-z0-9][\w.-]*\w")
_YEAR: Final = re.compile(r"\b20\d\d(-\d\d|-\d\d-\d\d)?\b")
_UNIT: Final = re.compile(r"episodes? (that )?mention|added to a record|of the code to a record")


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of notebooks after each has run from top to bottom, outputs and all."""
    workspace = init_workspace(tmp_path_factory.mktemp("notebooks") / "demo")
    maps = tuple(workspace.maps)
    nbmake = ("-m", "pytest", "--nbmake", "--overwrite", "-q", "-p", "no:cacheprovider")
    ran = subprocess.run(
        [sys.executable, *nbmake, "notebooks"],
        cwd=workspace.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"{len(NOTEBOOKS)} passed" in ran.stdout
    assert tuple(open_workspace(workspace.root).maps) == maps, "a notebook left a map behind"
    return workspace.root / "notebooks"


@dataclass(slots=True)
class Part:
    """What a reader sees from one heading to the next: the text, and what the cells show."""

    text: str = ""
    shown: str = ""


def parted(path: Path) -> list[Part]:
    """Give the parts of a notebook, the first of which is its opening."""
    found: list[Part] = []
    for cell in cells(path):
        is_text = cell["cell_type"] == "markdown"
        if is_text and source(cell).startswith("#"):
            found.append(Part())
        if is_text:
            found[-1].text += source(cell) + "\n"
        else:
            found[-1].shown += output_text(cell) + "\n"
    return found


@pytest.mark.parametrize("name", [path.name for path in NOTEBOOKS])
def test_a_notebook_runs_and_its_last_words_are_ready(executed: Path, name: str) -> None:
    assert output_text(cells(executed / name)[-1]).strip() == "READY"


@pytest.mark.parametrize("name", [path.name for path in NOTEBOOKS])
def test_no_cell_of_a_table_is_cut_short(executed: Path, name: str) -> None:
    shown = [cell for page in pages(executed / name) for row in tables.cells(page) for cell in row]

    assert [cell for cell in shown if cell.endswith("...")] == []


@pytest.mark.parametrize("name", [path.name for path in NOTEBOOKS])
def test_a_number_names_its_release_and_activity_its_year_and_unit(
    executed: Path, name: str
) -> None:
    parts = parted(executed / name)
    counted = [part for part in parts if _COUNT.search(part.shown) or _ACTIVITY.search(part.shown)]
    active = [part for part in parts if _ACTIVITY.search(part.shown)]

    assert counted, "no number was found to judge"
    for part in counted:
        assert _RELEASE.search(parts[0].text + part.text + part.shown), part.text
    for part in active:
        assert _YEAR.search(part.text + part.shown), part.text
        assert _UNIT.search(" ".join((part.text + part.shown).split())), part.text
