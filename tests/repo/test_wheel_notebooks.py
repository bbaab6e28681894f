"""From a wheel, in an environment of its own and offline: a demo, and every notebook runs."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from tests.notebooks.cells import NOTEBOOKS, cells, output_text
from tests.repo.installed import needed, new_environment, required

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="links to folders need a right there"),
]

#: The command as an installer writes it.
_COMMAND: Final = (
    "from importlib.metadata import entry_points; "
    "(entry,) = entry_points(group='console_scripts', name='workbench'); "
    "raise SystemExit(entry.load()())"
)


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_environment(tmp_path_factory.mktemp("installed") / "venv", wheel)


def run(python: Path, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run that Python with nothing of this environment, and keep what it says."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    env = {**kept, "HOME": str(cwd), "PYTHONDONTWRITEBYTECODE": "1"}
    call = [str(python), *words]
    return subprocess.run(call, cwd=cwd, env=env, capture_output=True, text=True, check=False)


def test_what_only_the_tests_need_is_not_there_and_other_machines_are_out_of_reach(
    python: Path, wheel: Path, tmp_path: Path
) -> None:
    missing = run(python, "-c", "import pytest", cwd=tmp_path)
    outside = run(
        python, "-c", "import socket; socket.create_connection(('192.0.2.1', 80))", cwd=tmp_path
    )

    assert "No module named 'pytest'" in missing.stderr
    assert "is not on this machine" in outside.stderr
    assert {"pytest", "nbmake", "mypy", "terminology-workbench"} & set(
        needed(required(wheel))
    ) == set()


def test_the_demo_of_a_wheel_runs_every_notebook_offline(python: Path, tmp_path: Path) -> None:
    made = run(python, "-c", _COMMAND, "init", "demo", cwd=tmp_path)
    assert made.returncode == 0, made.stderr

    folder = tmp_path / "demo" / "notebooks"
    names = [path.name for path in NOTEBOOKS]
    words = ("-m", "nbconvert", "--to", "notebook", "--execute", "--inplace", *names)
    ran = run(python, *words, cwd=folder)

    assert ran.returncode == 0, ran.stderr
    assert [output_text(cells(folder / name)[-1]).strip() for name in names] == ["READY"] * 5
