"""A public name that the reference does not show fails the build of the documentation."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import make
import workbench
from docs.tools.comments import comment_above
from docs.tools.public_names import missing, public_names, shown_packages

if TYPE_CHECKING:
    from pathlib import Path

TOOLS = make.ROOT / "docs" / "tools"

CONFIG = f"""
site_name: Example
hooks: [{TOOLS / "public_names.py"}]
plugins:
  - mkdocstrings:
      handlers:
        python:
          options:
            extensions: [{TOOLS / "comments.py"}]
            show_submodules: true
            show_if_no_docstring: false
            filters: ["!^_"]
"""

MODULE = '''
"""A module."""

__all__ = ["LONGEST", "Thing"]

#: The longest name, in letters.
LONGEST = 9


class Thing:
    """A thing."""

    def told(self):
        """Do what is told."""

    def _own(self):
        pass
'''


def build(folder: Path, module: str) -> subprocess.CompletedProcess[str]:
    """Build a site of one page on a package of one module."""
    (folder / "example_things" / "inside").mkdir(parents=True)
    (folder / "docs").mkdir()
    for package in ("", "inside"):
        init = folder / "example_things" / package / "__init__.py"
        init.write_text('"""Things."""\n', encoding="utf-8")
    (folder / "example_things" / "inside" / "one.py").write_text(module, encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Example\n\n::: example_things.inside\n")
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_a_build_in_which_each_public_name_is_told_succeeds(tmp_path: Path) -> None:
    built = build(tmp_path, MODULE)
    assert built.returncode == 0, built.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("#: The longest name, in letters.\n", "example_things.inside.one.LONGEST"),
        ('        """Do what is told."""\n', "example_things.inside.one.Thing.told"),
    ],
)
def test_a_build_without_a_public_name_fails_and_names_it(
    tmp_path: Path, told: str, name: str
) -> None:
    built = build(tmp_path, MODULE.replace(told, "" if "#" in told else "        x = 1\n"))
    assert built.returncode != 0
    assert name in built.stderr
    assert "are not in the reference" in built.stderr


def test_the_documentation_of_the_workbench_is_held_against_its_packages() -> None:
    packages = shown_packages(make.ROOT / "docs")
    layers = {
        f"workbench.{path.parent.name}" for path in (make.ROOT / "workbench").glob("*/__init__.py")
    }
    assert layers - set(packages) == {"workbench.cli"}, "the command line has a page of its own"
    assert {f"workbench.{name}" for name in workbench.__all__} <= set(public_names(workbench))
    assert "public_names.py" in (make.ROOT / "mkdocs.yml").read_text("utf-8")


def test_a_name_that_the_index_lacks_is_missing() -> None:
    whole = frozenset(missing(["workbench.errors"], frozenset()))
    assert "workbench.errors.InputError" in whole
    assert missing(["workbench.errors"], whole) == []
    assert missing(["workbench.errors"], whole - {"workbench.errors.InputError"}) == [
        "workbench.errors.InputError"
    ]


@pytest.mark.parametrize(
    ("lines", "line", "comment"),
    [
        (["#: Longest name,", "#: in letters.", "LONGEST = 9"], 3, "Longest name, in letters."),
        (["LONGEST = 9  #: In letters."], 1, "In letters."),
        (["LONGEST = 9  #: In letters.", "SHORTEST = 1"], 2, ""),
        (["# No such comment.", "ROOT = 1"], 2, ""),
        (["#: Of another.", "", "ROOT = 1"], 3, ""),
    ],
)
def test_the_comment_of_a_constant_stands_right_above_it_or_behind(
    lines: list[str], line: int, comment: str
) -> None:
    assert comment_above(lines, line) == comment
