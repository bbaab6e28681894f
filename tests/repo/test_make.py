"""``make.py`` holds the work; the Makefile and the continuous checks only call it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import make

ROOT = Path(make.__file__).parent

on_posix = pytest.mark.skipif(os.name == "nt", reason="the stand-in Python is a shell script")


def python_without(module: str, folder: Path) -> Path:
    """Write a Python that works, but for one module."""
    program = folder / "python"
    program.write_text(
        f'#!/bin/sh\ncase "$*" in *"{module}"*) exit 1;; esac\nexec "{sys.executable}" "$@"\n'
    )
    program.chmod(0o755)
    return program


def test_the_makefile_has_the_commands_of_make_py() -> None:
    targets = re.search(r"^COMMANDS := (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert targets is not None
    assert targets[1].split() == list(make.COMMANDS)


def test_each_command_says_in_the_help_what_it_does() -> None:
    told = subprocess.run(
        [sys.executable, ROOT / "make.py", "--help"], capture_output=True, text=True, check=True
    ).stdout
    for name, command in make.COMMANDS.items():
        assert command.__doc__
        assert f"  {name:8}{command.__doc__}" in told


def test_an_unknown_command_is_a_wrong_call() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "make.py", "lap"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "'lap'" in done.stderr


@on_posix
def test_a_python_without_venv_is_told_which_package_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = python_without("ensurepip", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))  # no apt-get, so not even root can mend it
    with pytest.raises(make.Stop) as end:
        make.require_venv_module([str(python)])
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert end.value.code == 2
    assert str(end.value) == (
        f"Python {version} here cannot make virtual environments: its venv module is missing. "
        f"On Debian or Ubuntu: sudo apt-get install python{version}-venv. Then run this again."
    )


@on_posix
def test_a_python_that_is_too_old_is_not_taken(tmp_path: Path) -> None:
    old = tmp_path / "python"
    old.write_text(
        f'#!/bin/sh\n[ "$1" = -c ] && exec "{sys.executable}" -c "raise SystemExit(1)"\n'
    )
    old.chmod(0o755)
    assert make.is_suitable(sys.executable)
    assert not make.is_suitable(old)
    assert not make.is_suitable(tmp_path / "nothing-here")


def test_the_python_that_runs_the_script_is_taken_where_it_is_suitable() -> None:
    assert make.find_python() == (sys.executable,)


def test_an_environment_is_stale_when_a_lock_or_the_project_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pyproject.toml", "requirements/lab.txt", "requirements/test.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    monkeypatch.delenv("WORKBENCH_VENV", raising=False)
    monkeypatch.setattr(make, "ROOT", tmp_path)
    monkeypatch.setattr(make, "REQUIREMENTS", tmp_path / "requirements")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / ".venv"], check=True)
    assert not make.is_installed("lab")

    make.stamp("test").write_text(make.digest("test"))
    assert make.is_installed("lab"), "the test lock holds all of the lab lock"
    assert make.is_installed("test")

    with (tmp_path / "requirements/test.txt").open("a") as lock:
        lock.write("# changed\n")
    assert not make.is_installed("lab")


def test_the_continuous_run_checks_style_types_layers_and_then_everything() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert re.findall(r"for check in (.+);", script) == ["lint types layers"]
    assert "WORKBENCH_REQUIRE_DATA=1" in script
    assert script.rstrip().splitlines()[-1] == 'make --no-print-directory test PYTHON="$oldest"'
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
