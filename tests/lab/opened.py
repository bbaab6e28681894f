"""A notebook open in a real JupyterLab: its page, and a second client on the very kernel it uses.

The kernel is asked what a widget holds; what is shown is asked of the page. A key travels from one
to the other, so both are waited for, by state and never by the clock.
"""

from __future__ import annotations

import ast
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from jupyter_client.blocking.client import BlockingKernelClient

from tests.watch import Watch

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["Kernel", "Notebook", "Theme"]

Theme: TypeAlias = Literal["light", "dark"]

#: Longest wait for an answer of the kernel, in seconds, and for the page, in milliseconds.
_PATIENCE: Final = 60
_PAGE_PATIENCE: Final = 30_000
_TRIES: Final = 600
_PAUSE: Final = 0.05

_NOTEBOOK: Final = "window.jupyterapp.shell.currentWidget"
_READY: Final = f"""async () => {{
  const panel = {_NOTEBOOK};
  await panel.context.ready;
  await panel.sessionContext.ready;
  await panel.sessionContext.session.kernel.info;
  return panel.sessionContext.session.kernel.id;
}}"""
_RUN_ALL: Final = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"
_SAVE: Final = f"() => {_NOTEBOOK}.context.save()"
_RESTART: Final = f"() => {_NOTEBOOK}.sessionContext.restartKernel()"
_AT_CELL: Final = f"""(number) => {{
  const notebook = {_NOTEBOOK}.content;
  notebook.activeCellIndex = number;
  notebook.deselectAll();
  notebook.activate();
}}"""
_FOCUSED: Final = """() => {
  const at = document.activeElement;
  const named = at.getAttribute('aria-label') ?? at.textContent;
  return `${at.getAttribute('role') ?? at.localName} ${named}`;
}"""
_CELLS: Final = f"() => [...{_NOTEBOOK}.content.model.cells].map((cell) => cell.id)"


class Kernel:
    """A second client on a kernel; it asks, and leaves nothing in the notebook."""

    def __init__(self, connection_file: Path) -> None:
        self._client = BlockingKernelClient(connection_file=str(connection_file))
        self._client.load_connection_file()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=_PATIENCE)

    def __call__(self, expression: str) -> Any:  # noqa: ANN401 - whatever JSON can say
        """Give the value of a Python expression, as JSON says it: a tuple is a list."""
        asked = {"value": f"__import__('json').dumps({expression})"}
        value = self._execute("", asked)["user_expressions"]["value"]
        assert value["status"] == "ok", value
        return json.loads(ast.literal_eval(value["data"]["text/plain"]))

    def run(self, statements: str) -> None:
        """Run statements, as a cell would whose outputs nobody sees."""
        self._execute(statements, {})

    def wait_for(self, expression: str, expected: object) -> None:
        """Wait until an expression has a value; where it never has, the two are compared."""
        for _ in range(_TRIES):
            if self(expression) == expected:
                return
            time.sleep(_PAUSE)
        value = self(expression)
        assert value == expected, f"{expression} is {value!r}, not {expected!r}"

    def stop(self) -> None:
        """Leave the kernel, which runs on."""
        self._client.stop_channels()

    def _execute(self, statements: str, asked: dict[str, str]) -> dict[str, Any]:
        reply = self._client.execute(
            statements, user_expressions=asked, store_history=False, reply=True, timeout=_PATIENCE
        )
        content: dict[str, Any] = reply["content"]
        assert content["status"] == "ok", content
        return content


class Notebook:
    """A notebook in a page of its own.

    Attributes
    ----------
    page, kernel
        Where it is shown, and where it runs.
    folder
        That of the JupyterLab that serves it.
    """

    def __init__(self, page: Page, *, folder: Path) -> None:
        self.page = page
        self.watch = Watch(page)
        self.folder = folder
        page.set_default_timeout(_PAGE_PATIENCE)

    def open(self, url: str, *, theme: Theme) -> None:
        """Show the notebook at an address, and wait until its kernel is ready."""
        self.page.goto(url)
        self._restored()
        light = str(theme == "light").lower()
        self.page.locator(f"body[data-jp-theme-light={light}]").wait_for(state="attached")
        self.kernel_id: str = self.page.evaluate(_READY)
        self.kernel = self._client()
        self.cells = self._cells()

    def run_all(self) -> None:
        """Run every cell; the last says READY, and none may have failed."""
        self.page.evaluate(_RUN_ALL)
        wrong = self.page.locator(".jp-Notebook [data-mime-type$='.error']")
        assert wrong.count() == 0, wrong.all_inner_texts()
        outputs = self.page.locator(".jp-Notebook .jp-Cell").last.locator(".jp-OutputArea-output")
        outputs.get_by_text("READY", exact=True).wait_for()

    def save(self) -> None:
        """Write the notebook with its outputs."""
        self.page.evaluate(_SAVE)

    def restart(self) -> None:
        """Start the kernel anew; what the notebook shows stays."""
        self.page.evaluate(_RESTART)
        assert self.page.evaluate(_READY) == self.kernel_id

    def reload(self) -> None:
        """Load the page anew, as the browser's own key does; the kernel runs on."""
        self.page.reload()
        self._restored()
        assert self.page.evaluate(_READY) == self.kernel_id

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def at_cell(self, number: int) -> None:
        """Go to a cell, as Esc and the arrow keys do: its keys are those of the command mode."""
        self.page.evaluate(_AT_CELL, number)

    def focused(self) -> str:
        """Say where the next key goes: the role of the element, or its tag, and its name."""
        told: str = self.page.evaluate(_FOCUSED)
        return told

    def check(self) -> None:
        """Nothing may have left the machine, gone wrong in the page, or taken a cell away."""
        self.watch.check()
        cells = self._cells()
        assert cells == self.cells, f"{len(self.cells)} cells before, {len(cells)} after"

    def _restored(self) -> None:
        self.page.wait_for_function("window.jupyterapp")
        self.page.evaluate("window.jupyterapp.restored.then(() => null)")
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for()

    def _client(self) -> Kernel:
        return Kernel(self.folder / "runtime" / f"kernel-{self.kernel_id}.json")

    def _cells(self) -> list[str]:
        cells: list[str] = self.page.evaluate(_CELLS)
        return cells
