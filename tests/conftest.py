"""What every test may ask for: real releases, a browser; and the order in which tests run.

What is not on this machine is skipped with its reason. Where a run promises to leave nothing out
(WORKBENCH_REQUIRE_DATA=1, WORKBENCH_REQUIRE_BROWSER=1) its absence is a failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import hypothesis
import pytest

from tests.watch import Watch
from workbench.cli.doctor import find_browser, find_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Playwright

    from workbench.workspace import Workspace

#: Tests run in this order, so that a slip shows in seconds; a test without any of these is first.
_LATER: Final = ("slow", "browser", "postgres", "spark")

#: A test that asks for one of these is of that kind, whether or not it says so.
_MARKED_BY_FIXTURE: Final = {
    "real_data": "realdata",
    "real_workspace": "realdata",
    "generated_rf2": "realdata",
    "pw": "browser",
}

#: Without these Chromium looks for Google's hosts at every start, and does not start as root.
_CHROMIUM_OPTIONS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# A shared machine is slow at moments, and a test that fails by the clock says nothing. Elsewhere
# than at a desk, the same examples every time.
hypothesis.settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("house")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they ask for, and put them in order."""
    for item in items:
        for fixture, marker in _MARKED_BY_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(marker)
    items.sort(key=_stage)


def _stage(item: pytest.Item) -> int:
    return max((n for n, name in enumerate(_LATER, 1) if item.get_closest_marker(name)), default=0)


def _absent(reason: str, *, required_by: str) -> NoReturn:
    """Skip, or fail where a run promised to leave nothing out."""
    if os.environ.get(required_by) == "1":
        pytest.fail(f"{reason} ({required_by}=1)", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Give the folder of real releases, none of which is in the repository."""
    folder = find_data()
    if folder is None:
        where = os.environ.get("WORKBENCH_DATA", "../shared/data")
        _absent(f"no real releases in '{where}'", required_by="WORKBENCH_REQUIRE_DATA")
    return folder


@pytest.fixture(scope="session")
def generated_rf2(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an invented SNOMED CT release of 3,000 concepts, in two packages."""
    where = Path(os.environ.get("WORKBENCH_BENCH", "../shared/bench"))
    script = where / "gen_rf2.py"
    if not script.is_file():
        reason = f"no gen_rf2.py, which invents releases, in '{where}'"
        _absent(reason, required_by="WORKBENCH_REQUIRE_DATA")
    folder = tmp_path_factory.mktemp("rf2") / "release"
    arguments = [sys.executable, str(script), str(folder), "--concepts", "3000"]
    subprocess.run(arguments, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the demo once; read it, or copy it to change something."""
    from workbench.workspace import init_workspace

    return init_workspace(tmp_path_factory.mktemp("demo") / "demo").root


@pytest.fixture(scope="session")
def pw() -> Iterator[Playwright]:
    """Start Playwright: exactly once a process, shared by every browser test."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(pw: Playwright) -> Iterator[Browser]:
    """Start a Chromium, Chrome or Edge that is already on the machine."""
    program = find_browser()
    if program is None:
        reason = "no Chromium, Chrome or Edge found, and CHROMIUM names none"
        _absent(reason, required_by="WORKBENCH_REQUIRE_BROWSER")
    options = list(_CHROMIUM_OPTIONS)
    running = pw.chromium.launch(executable_path=program, headless=True, args=options)
    yield running
    running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give an empty page; afterwards, nothing may have left the machine or gone wrong in it."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    opened = context.new_page()
    watch = Watch(opened)
    yield opened
    context.close()
    watch.check()


@pytest.fixture(scope="session")
def real_workspace(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Make a workspace that holds WHO's ICD-10 2019, ICD-11 2024-01 and the maps between them."""
    from workbench.workspace import Content, init_workspace

    workspace = init_workspace(tmp_path_factory.mktemp("real") / "workspace", content=Content.EMPTY)
    icd11 = real_data / "icd11-2024-01"
    workspace.add_graph(real_data / "icd10" / "icd102019syst_codes.txt")
    workspace.add_graph(icd11 / "SimpleTabulation-ICD-11-MMS-en.txt")
    for name in (
        "10To11MapToOneCategory",
        "10To11MapToMultipleCategories",
        "11To10MapToOneCategory",
        "foundation_10To11MapToOneCategory",
    ):
        workspace.add_map(icd11 / f"{name}.txt")
    return workspace
