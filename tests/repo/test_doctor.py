"""``workbench doctor`` says what is here and what is missing, whatever is broken."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from workbench.cli.doctor import diagnose, doctor_text, find_browser, find_data

KEYS = ["version", "python", "packages", "browser", "java", "postgres", "data", "problems"]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Take away the variables that name a place."""
    for name in ("CHROMIUM", "JAVA_HOME", "WORKBENCH_DATA"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def program(folder: Path, name: str) -> Path:
    """Write a program that does nothing."""
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_diagnosis_has_the_keys_of_the_contract() -> None:
    assert list(diagnose()) == KEYS


def test_it_names_this_python_and_the_packages_it_needs() -> None:
    found = diagnose()
    assert found["python"] == platform.python_version()
    assert list(found["packages"]) == sorted(found["packages"])
    assert {"jupyterlab", "pandas", "pyarrow", "pyspark", "sqlalchemy"} <= set(found["packages"])
    assert found["packages"]["pandas"] is not None
    assert "pytest" not in found["packages"], "what only developers need is left out"


@pytest.mark.usefixtures("bare")
def test_a_healthy_installation_has_no_problem() -> None:
    assert diagnose()["problems"] == []
    assert doctor_text(diagnose()).splitlines()[-1] == "No problem found."


def test_a_variable_that_names_nothing_is_a_problem(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("CHROMIUM", "/nowhere/chromium")
    bare.setenv("JAVA_HOME", "/nowhere/java")
    bare.setenv("WORKBENCH_DATA", "/nowhere/data")
    found = diagnose()
    assert (found["browser"], found["java"], found["data"]) == (None, None, None)
    assert found["problems"] == [
        "WORKBENCH_DATA names '/nowhere/data', which is not a folder.",
        "CHROMIUM names '/nowhere/chromium', which is not a program.",
        "JAVA_HOME names '/nowhere/java', which holds no bin/java.",
    ]
    assert doctor_text(found).splitlines()[-3:] == [
        f"Problem: {problem}" for problem in found["problems"]
    ]


def test_the_browser_that_chromium_names_comes_first(
    bare: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    on_path, named = program(tmp_path, "chromium"), program(tmp_path, "of-my-own")
    bare.setenv("PATH", str(tmp_path))
    assert find_browser() == str(on_path)
    bare.setenv("CHROMIUM", str(named))
    assert find_browser() == str(named)


def test_a_browser_of_playwrights_own_is_found(bare: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / ".cache/ms-playwright/chromium-1200/chrome-linux64"
    folder.mkdir(parents=True)
    own = program(folder, "chrome")
    bare.setenv("PATH", "")
    bare.setenv("HOME", str(tmp_path))
    assert find_browser() == str(own)


def test_the_data_are_where_the_variable_says(bare: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bare.setenv("WORKBENCH_DATA", str(tmp_path))
    assert find_data() == tmp_path.resolve()
