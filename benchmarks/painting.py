"""The hierarchy browser in a real page: from a key to the frame that shows what it did.

The page, its module and the kernel's part are the real ones; between them stands the tests'
stand-in for Jupyter's model, so that the way over a server's socket (tens of milliseconds) is not
in it. Times end with the frame after the one that drew, and a frame is 1/60 s; of each key the
slowest twentieth is told. ``↓`` and ``PgDn`` ask Python for nothing but rows not yet read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.browsing import all_open
from benchmarks.measuring import Row
from tests.widgets.stand_in import show

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from workbench.graph.code_graph import CodeGraph

__all__ = ["paint_rows"]

_EACH: Final = 40
_MILLISECONDS: Final = 1000
#: Keys in the order pressed; each of them moves the cursor or changes the rows wherever it is.
_KEYS: Final = {
    "↓": ("ArrowDown",),
    "PgDn": ("PageDown",),
    "End and Home": ("End", "Home"),
    "← closes the first branch, → opens it": ("ArrowLeft", "ArrowRight"),
}
_PRESS: Final = """async (key) => {
  const tree = document.querySelector('[role=tree]');
  const frame = () => new Promise(requestAnimationFrame);
  const shown = () => tree.getAttribute('aria-activedescendant');
  const before = shown();
  await frame();
  const begun = performance.now();
  tree.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  do await frame(); while (!shown() || shown() === before);
  await frame(); // the frame in which it was drawn has been shown
  return performance.now() - begun;
}"""


def paint_rows(graph: CodeGraph) -> list[Row]:
    """Time keys of the browser, everything open, from key to paint; nothing without a Chromium."""
    from playwright.sync_api import sync_playwright

    from workbench.cli.doctor import find_browser

    program = find_browser()
    if program is None:
        return []
    browser = all_open(graph)
    name = f"{graph.release}, {len(browser.view):,} rows open, in a page: "
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = running.new_page()
        show(page, browser)
        page.get_by_role("treeitem").first.wait_for()
        rows = [
            Row(
                question=f"{name}{what}, key to paint, p95",
                ours=_slowest_twentieth(page, keys),
                peer=None,
                peer_name="",
            )
            for what, keys in _KEYS.items()
        ]
        running.close()
    return rows


def _slowest_twentieth(page: Page, keys: tuple[str, ...]) -> float:
    """Press the keys in turn, from the first row, and give the time in seconds."""
    page.get_by_role("tree").press("Home")
    page.locator("[role=treeitem][data-row='0'][aria-selected=true]").wait_for()
    took = [page.evaluate(_PRESS, key) for _ in range(_EACH) for key in keys]
    return float(sorted(took)[int(len(took) * 0.95)]) / _MILLISECONDS
