"""``workbench lab`` serves one workspace, on loopback, to whoever has the token."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench.cli.lab import has_display, lab_options, run_lab
from workbench.errors import WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

START = """
import sys
from pathlib import Path
from workbench.cli.lab import run_lab
sys.exit(run_lab(Path(sys.argv[1]), browser="none"))
"""


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - a server of our own
        body: bytes = answer.read()
    return body.decode()


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """Start the server on a folder that holds one file; give it, its address and its token."""
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "here.txt").write_text("kept")
    names = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    env = {f"JUPYTER_{name}": str(tmp_path / name) for name in names}
    with subprocess.Popen(
        [sys.executable, "-c", START, tmp_path / "root"],
        env={**os.environ, **env, "IPYTHONDIR": str(tmp_path / "ipython")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        told = re.fullmatch(r"JupyterLab: (http://127\.0\.0\.1:\d+)/lab\?token=(\w+)\n", line)
        assert told is not None, line
        yield process, told[1], told[2]
        process.kill()


@pytest.mark.slow
def test_the_url_that_is_printed_answers_and_one_interrupt_ends_it(
    lab: tuple[subprocess.Popen[str], str, str],
) -> None:
    process, url, token = lab
    assert "version" in json.loads(get(f"{url}/api"))
    files = json.loads(get(f"{url}/api/contents?token={token}"))["content"]
    assert [file["name"] for file in files] == ["here.txt"]
    assert "<title>JupyterLab</title>" in get(f"{url}/lab?token={token}")

    with pytest.raises(urllib.error.HTTPError, match="403"):
        get(f"{url}/api/contents")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        get(f"{url}/api/contents?token={token[::-1]}")

    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0


@pytest.mark.browser
def test_the_page_opens_on_the_workspace_and_nothing_leaves_the_machine(
    lab: tuple[subprocess.Popen[str], str, str], page: Page
) -> None:
    _, url, token = lab
    page.goto(f"{url}/lab?token={token}")
    page.get_by_role("listitem", name="here.txt").wait_for()
    page.wait_for_timeout(1000)  # what asks about news does so a moment later
    assert page.locator(".jp-Dialog, .Toastify__toast").count() == 0


def test_it_listens_on_loopback_and_asks_nothing_of_the_internet(tmp_path: Path) -> None:
    options = lab_options(tmp_path, token="t")  # noqa: S106 - a token of no server
    assert "--ServerApp.ip=127.0.0.1" in options
    assert "--IdentityProvider.token=t" in options
    assert "--LabApp.news_url=None" in options
    assert "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate" in options
    assert "--LabApp.extension_manager=readonly" in options


def option(folder: Path, name: str) -> str:
    """Give the value of an option JupyterLab is started with."""
    options = lab_options(folder, token="t")  # noqa: S106 - a token of no server
    return next(o for o in options if o.startswith(f"--{name}=")).partition("=")[2]


def test_the_first_notebook_is_shown_first_and_later_what_was_open(tmp_path: Path) -> None:
    assert option(tmp_path, "LabApp.default_url") == "/lab"
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "02 - b.ipynb").touch()
    (tmp_path / "notebooks" / "01 - a.ipynb").touch()
    assert option(tmp_path, "LabApp.default_url") == "/lab/tree/notebooks/01%20-%20a.ipynb"

    layouts = Path(option(tmp_path, "LabApp.workspaces_dir"))
    assert layouts == tmp_path.resolve() / ".workbench" / "lab"
    layouts.mkdir(parents=True)
    (layouts / "default-37a8.jupyterlab-workspace").touch()
    assert option(tmp_path, "LabApp.default_url") == "/lab"


def test_only_root_is_allowed_to_be_root(tmp_path: Path) -> None:
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    options = lab_options(tmp_path, token="t")  # noqa: S106 - a token of no server
    assert ("--ServerApp.allow_root=True" in options) == root


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError) as error:
        run_lab(tmp_path / "gone", browser="none")
    assert str(error.value) == (
        f"'{tmp_path / 'gone'}' is not a folder, so JupyterLab cannot open it."
    )


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="there, a desktop is assumed")
def test_a_display_is_what_the_desktop_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert has_display()
