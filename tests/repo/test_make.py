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


def venv_with_all(folder: Path) -> Path:
    """Make an environment's folder that says all is installed; give the place of its Python."""
    (folder / "bin").mkdir(parents=True)
    (folder / "installed-test").write_text(make.digest("test"))
    return folder / "bin"


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


@on_posix
@pytest.mark.slow
def test_without_a_command_the_lab_is_prepared_whatever_letters_the_terminal_has(
    tmp_path: Path,
) -> None:
    python_without("nothing at all", venv_with_all(tmp_path / "venv"))
    start = "import sys, make; make.DEMO = make.Path(sys.argv[1]); sys.exit(make.main([]))"
    letters = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    ours = {"WORKBENCH_VENV": str(tmp_path / "venv"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", start, tmp_path / "demo"],
        env={**os.environ, **letters, **ours, "LAB": "0 "},  # as cmd's `set LAB=0 && ...` gives it
        capture_output=True,
        check=False,
    )
    told = done.stdout.decode("utf-8").splitlines()
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert told[0] == "Making the demo in build/demo ?"
    assert told[1] == "What a move to ICD-11 would change in the demo:"
    assert "→" in told[2]
    assert len(told) == 8


@pytest.mark.parametrize(
    ("ended", "code"),
    [(1, 1), (2, 2), (-2, 130), (0xC000013A, 130), (-1073741510, 130), (-9, 137), (0xC0000005, 1)],
)
def test_the_exit_code_of_a_program_is_passed_on_as_one_that_every_system_has(
    ended: int, code: int
) -> None:
    assert make.exit_code(ended) == code


@on_posix
def test_a_program_that_an_interrupt_ends_gives_130() -> None:
    end_itself = "import os, signal; signal.signal(2, signal.SIG_DFL); os.kill(os.getpid(), 2)"
    with pytest.raises(make.Stop) as end:
        make.run(sys.executable, "-c", end_itself)
    assert (str(end.value), end.value.code) == ("", 130)


@on_posix
def test_clean_says_what_it_could_not_remove_and_counts_it_as_installed_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make, "ROOT", tmp_path)
    monkeypatch.setattr(make, "DEMO", tmp_path / "build" / "demo")
    monkeypatch.setenv("WORKBENCH_VENV", ".venv")
    for name in ("kept/bin", "dist", "build/demo", "workbench/core/__pycache__"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / ".venv").symlink_to(tmp_path / "kept")  # a link is what it does not remove
    make.stamp("test").touch()
    assert make.main(["clean"]) == 1
    told = capsys.readouterr()
    assert told.err == (
        "make.py: could not be removed whole: .venv. End what uses it; run this again.\n"
    )
    assert told.out.startswith("build/demo is left")
    assert not make.stamp("test").exists()
    assert make.half_removed().exists()
    assert not (tmp_path / "dist").exists()
    assert not (tmp_path / "workbench/core/__pycache__").exists()

    (tmp_path / ".venv").unlink()
    (tmp_path / "kept").rename(tmp_path / ".venv")
    assert make.main(["clean"]) == 0
    assert not (tmp_path / ".venv").exists()


def test_clean_leaves_an_environment_that_stands_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "project").mkdir()
    monkeypatch.setattr(make, "ROOT", tmp_path / "project")
    monkeypatch.setattr(make, "DEMO", tmp_path / "project" / "demo")
    monkeypatch.setenv("WORKBENCH_VENV", str(tmp_path / "mine"))
    (tmp_path / "mine").mkdir()
    make.stamp("lab").touch()
    assert make.main(["clean"]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'mine'} is left, since it stands elsewhere.\n"
    assert make.stamp("lab").exists()


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
