"""A real JupyterLab on a demo workspace, as `workbench lab` serves it, and notebooks open in it.

A test asks for `open_notebook` and gets a notebook that is its own: a copy under a name of its own,
with a kernel of its own, in a page of its own::

    def test_it(open_notebook: OpenNotebook) -> None:
        notebook = open_notebook("01-what-does-this-code-mean", theme="dark")
        notebook.run_all()
        notebook.page.get_by_role("tree").focus()
        notebook.press("ArrowDown")
        notebook.kernel.wait_for("some_name.selected", "88805009")

After every test, whatever it did, no request may have left the machine, nothing gone wrong in the
page, and no cell been added or deleted: JupyterLab's keys must not reach through a widget. Where a
test fails, pictures of its pages stand beside the server's log; the report says where.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import pytest

from tests.lab.opened import Notebook, Theme
from workbench.workspace import init_workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_ROOT: Final = Path(__file__).parents[2]
_TOLD: Final = re.compile(r"JupyterLab: ((http://127\.0\.0\.1:\d+)/\S*\?token=(\w+))\n")

#: Outputs out of sight are in the page, too, so that a test may ask for them.
_TRACKER: Final = {"windowingMode": "none"}

#: A theme is set before a page is loaded: one that is changed while JupyterLab's splash fades out
#: makes JupyterLab take the splash away twice, which is an error in the page.
_THEMES: Final = {"light": {"theme": "JupyterLab Light"}, "dark": {"theme": "JupyterLab Dark"}}

#: Tests drive JupyterLab's commands, which a page does not offer of itself.
_CONFIG: Final = {"LabApp": {"expose_app_in_browser": True}}

_OPENED = pytest.StashKey[list[Notebook]]()


class OpenNotebook(Protocol):
    """Opens a notebook of the demo, by its name without ending."""

    def __call__(
        self, name: str, *, theme: Theme = "light", width: int = 1400, height: int = 1000
    ) -> Notebook:
        """Open it; nothing is run yet."""


class Lab:
    """A JupyterLab that runs, and the folder with everything it writes."""

    def __init__(self, first_page: str, url: str, token: str, folder: Path) -> None:
        self.first_page, self.url, self.token, self.folder = first_page, url, token, folder
        self.notebooks = folder / "demo" / "notebooks"
        self._copies = 0

    def copy(self, name: str) -> str:
        """Give the name of a new copy of a notebook, beside it."""
        self._copies += 1
        copy = f"{name}-{self._copies}"
        shutil.copy(self.notebooks / f"{name}.ipynb", self.notebooks / f"{copy}.ipynb")
        return copy

    def address(self, name: str) -> str:
        """Give the address that shows a notebook and nothing that was open before."""
        return f"{self.url}/lab/tree/notebooks/{name}.ipynb?reset&token={self.token}"

    def in_theme(self, theme: Theme) -> None:
        """Have pages that are loaded from now on look light or dark."""
        _set(self.folder, "apputils-extension/themes", _THEMES[theme])

    def end_kernel(self, notebook: Notebook) -> None:
        """End the kernel of a notebook."""
        api = f"{self.url}/api/kernels/{notebook.kernel_id}?token={self.token}"
        assert notebook.page.request.delete(api).ok


def _set(folder: Path, plugin: str, values: dict[str, str]) -> None:
    """Set what a person would set in JupyterLab's settings editor."""
    settings = folder / "config" / "lab" / "user-settings" / "@jupyterlab"
    file = settings / f"{plugin}.jupyterlab-settings"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(values), encoding="utf-8")


def _private(folder: Path) -> dict[str, str]:
    """Give an environment in which Jupyter reads and writes nothing of the person's own."""
    _set(folder, "notebook-extension/tracker", _TRACKER)
    (folder / "config" / "jupyter_lab_config.json").write_text(json.dumps(_CONFIG), "utf-8")
    folders = {f"JUPYTER_{name.upper()}_DIR": name for name in ("config", "data", "runtime")}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    return {
        **kept,
        **{name: str(folder / place) for name, place in folders.items()},
        "IPYTHONDIR": str(folder / "ipython"),
        "PYTHONPATH": path,
    }


@pytest.fixture(scope="session")
def lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:  # noqa: ARG001 - without a browser nobody looks
    """Serve a demo workspace with the Python that runs the tests, once for all of them."""
    folder = tmp_path_factory.mktemp("lab")
    demo = init_workspace(folder / "demo").root
    log = folder / "lab.log"
    command = [sys.executable, "-m", "workbench", "lab", "--no-browser", "--workspace", str(demo)]
    with (
        log.open("w") as written,
        subprocess.Popen(
            command, env=_private(folder), stdout=subprocess.PIPE, stderr=written, text=True
        ) as server,
    ):
        assert server.stdout is not None
        told = _TOLD.fullmatch(line := server.stdout.readline())
        assert told is not None, line + log.read_text()
        yield Lab(told[1], told[2], told[3], folder)
        server.terminate()


@pytest.fixture
def open_notebook(
    lab: Lab, browser: Browser, request: pytest.FixtureRequest
) -> Iterator[OpenNotebook]:
    """Give a function that opens notebooks; afterwards each is checked, and closed."""
    shown = request.node.stash.setdefault(_OPENED, [])
    ready: list[Notebook] = []

    def show(
        name: str, *, theme: Theme = "light", width: int = 1400, height: int = 1000
    ) -> Notebook:
        context = browser.new_context(viewport={"width": width, "height": height})
        notebook = Notebook(context.new_page(), folder=lab.folder)
        shown.append(notebook)
        lab.in_theme(theme)
        notebook.open(lab.address(lab.copy(name)), theme=theme)
        ready.append(notebook)
        return notebook

    yield show
    try:
        for notebook in ready:
            notebook.check()
    finally:
        for notebook in ready:
            notebook.kernel.stop()
            lab.end_kernel(notebook)
        for notebook in shown:
            notebook.page.context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where a test fails, take a picture of each of its pages."""
    report = yield
    if report.when == "call" and report.failed:
        shown = item.stash.setdefault(_OPENED, [])
        for number, notebook in enumerate(shown, 1):
            file = notebook.folder / f"{item.name}-{number}.png"
            notebook.page.screenshot(path=file)
            report.sections.append(("Picture of the page", str(file)))
    return report
