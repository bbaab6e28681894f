"""The package holds the template of the demo, installed from a wheel or from a checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
PARTS: Final = ("graphs", "maps", "notebooks")


def run_from(wheel: Path, folder: Path, code: str) -> str:
    """Run code against the unpacked wheel, away from the checkout."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    env = {**os.environ, "PYTHONPATH": str(folder), "PYTHONSAFEPATH": "1"}
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, cwd=folder, env=env, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.mark.slow
def test_a_wheel_holds_the_template_byte_for_byte(wheel: Path, tmp_path: Path) -> None:
    ask = "from workbench.workspace.template import template_dir; print(template_dir())"
    template = Path(run_from(wheel, tmp_path, ask))
    assert template == tmp_path / "workbench" / "template"
    for part in PARTS:
        kept = {
            path.relative_to(ROOT / part): path.read_bytes()
            for path in sorted((ROOT / part).rglob("*"))
            if path.is_file() and ".ipynb_checkpoints" not in path.parts
        }
        packed = {
            path.relative_to(template / part): path.read_bytes()
            for path in sorted((template / part).rglob("*"))
            if path.is_file()
        }
        assert packed == kept


@pytest.mark.slow
def test_a_wheel_holds_what_the_page_of_a_widget_loads(wheel: Path) -> None:
    folder = ROOT / "workbench" / "widgets" / "static"
    with zipfile.ZipFile(wheel) as archive:
        packed = {
            name.rsplit("/", 1)[1]: archive.read(name)
            for name in archive.namelist()
            if name.startswith("workbench/widgets/static/")
        }
    assert packed == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert packed


@pytest.mark.slow
def test_a_wheel_makes_the_demo(wheel: Path, tmp_path: Path) -> None:
    ask = (
        "import workbench; from pathlib import Path; "
        "print(workbench.init_workspace(Path('demo')).root.name)"
    )
    assert run_from(wheel, tmp_path, ask) == "demo"
    assert (tmp_path / "demo" / "workbench.toml").is_file()


@pytest.mark.slow
def test_a_wheel_holds_the_licences_and_nothing_of_the_workshop(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.split("/")[0] for name in names}
    assert [
        top for top in tops if not re.fullmatch(r"workbench|terminology_workbench-.+", top)
    ] == []
    licences = {name.rsplit("/", 1)[1] for name in names if "/licenses/" in name}
    assert licences == {"LICENSE", "NOTICE"}
    assert "workbench/py.typed" in names


def test_in_a_checkout_the_template_is_the_repositorys() -> None:
    from workbench.workspace.template import template_dir

    assert template_dir() == ROOT
