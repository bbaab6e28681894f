"""The demo's template is found from a wheel and from an editable install."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import Final

import pytest

from tests.cli.calls import ROOT, environment
from tests.workspace.samples import written
from workbench.errors import WorkspaceError
from workbench.workspace import template
from workbench.workspace.template import template_dir

_PARTS: Final = ("graphs", "maps", "notebooks")


def test_from_the_repository_the_template_is_the_repositorys() -> None:
    assert template_dir() == ROOT


def test_folders_of_those_names_beside_an_installation_are_not_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in _PARTS:
        (tmp_path / part).mkdir()
    monkeypatch.setattr(template, "files", lambda _: tmp_path / "workbench")
    with pytest.raises(WorkspaceError, match="the demo's template is missing from the install"):
        template_dir()
    written(tmp_path / "pyproject.toml", "")
    assert template_dir() == tmp_path


def _run(*command: str | Path, cwd: Path) -> str:
    kept = environment(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INDEX="1")
    del kept["PYTHONPATH"]
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=kept, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment that sees the libraries of this one, and not this project."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True, symlinks=os.name != "nt")
    python = folder / ("Scripts" if os.name == "nt" else "bin") / Path(sys.executable).name
    (packages,) = folder.rglob("site-packages")
    # Lines of a .pth of a .pth are not read, so an editable install of ours stays out.
    written(packages / "libraries.pth", sysconfig.get_path("purelib") + "\n")
    return python


def _demo(python: Path, folder: Path) -> set[str]:
    """Make the demo with an installed workbench and give the files of its template."""
    answer = _run(python, "-m", "workbench", "--json", "init", "demo", cwd=folder)
    assert json.loads(answer) == {"workspace": str(folder / "demo")}
    answer = _run(python, "-m", "workbench", "--json", "map", "ls", cwd=folder / "demo")
    assert "icd10-icd11" in {entry["name"] for entry in json.loads(answer)}
    return {
        path.relative_to(folder / "demo").as_posix()
        for part in _PARTS
        for path in (folder / "demo" / part).rglob("*")
        if path.is_file()
    }


def _template() -> set[str]:
    listed = {
        path.relative_to(ROOT)
        for part in _PARTS
        for path in (ROOT / part).rglob("*")
        if path.is_file()
    }
    return {path.as_posix() for path in listed if not any(p.startswith(".") for p in path.parts)}


@pytest.mark.slow
def test_a_wheel_and_an_editable_install_make_the_same_demo(python: Path, tmp_path: Path) -> None:
    built = tmp_path / "built"
    _run(
        *(sys.executable, "-m", "build", "--wheel", "--no-isolation"),
        *("--outdir", built, ROOT),
        cwd=tmp_path,
    )
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert not [
        name for name in names if "/." in name or "__pycache__" in name or "/tests/" in name
    ]

    pip = (python, "-m", "pip", "install", "--quiet", "--no-deps")
    _run(*pip, wheel, cwd=tmp_path)
    where = _run(python, "-c", "import workbench; print(workbench.__file__)", cwd=tmp_path)
    assert str(python.parents[1]) in where
    (tmp_path / "wheel").mkdir()
    from_wheel = _demo(python, tmp_path / "wheel")

    _run(*pip, "--no-build-isolation", "--editable", ROOT, cwd=tmp_path)
    where = _run(python, "-c", "import workbench; print(workbench.__file__)", cwd=tmp_path)
    assert where.strip() == str(ROOT / "workbench" / "__init__.py")
    (tmp_path / "editable").mkdir()
    assert _demo(python, tmp_path / "editable") == from_wheel == _template()
