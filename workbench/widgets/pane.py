"""What every widget of one pane is: a view-model, a revision, and messages that are answered.

A widget gives its view-model, its operations and their routes, a trait ``selected`` that stands
where the view's cursor stands, and a module and a stylesheet of its own in ``static/``: `module_of`
and `style_of` put before them what all pages do alike, as one text, since a page takes no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Final, Generic, Protocol, Self, TypeVar

import anywidget
import traitlets

from workbench.views.messages import Operations
from workbench.widgets.answering import Route, answer

__all__ = ["Pane", "View", "module_of", "style_of"]

_STATIC: Final = Path(__file__).parent / "static"

_Asked_contra = TypeVar("_Asked_contra", contravariant=True)
_Command = TypeVar("_Command")


def module_of(*names: str) -> str:
    """Give the ES module of a widget's page: ``static/pane.js``, then those named, its own last.

    Examples
    --------
    >>> module_of("finder", "hierarchy").count("export default")
    1
    """
    return _together(*(f"{name}.js" for name in ("pane", *names)))


def style_of(name: str) -> str:
    """Give the stylesheet of a widget's page: ``static/pane.css``, then its own."""
    return _together("pane.css", f"{name}.css")


def _together(*files: str) -> str:
    return "\n".join((_STATIC / file).read_text("utf-8") for file in files)


class View(Protocol[_Asked_contra]):
    """A view-model: a command gives the next one."""

    @property
    def rev(self) -> int:
        """The revision of what is shown."""

    @property
    def selected(self) -> Any:  # noqa: ANN401 - a code, or a code and its graph
        """What the cursor is on."""

    def dispatch(self, command: _Asked_contra) -> Self:
        """Give the view after a command."""


_Shown = TypeVar("_Shown", bound=View[Any])


class Pane(anywidget.AnyWidget, Generic[_Shown, _Command]):
    """A widget over a view-model; the kernel answers every message of the page.

    Attributes
    ----------
    view
        What is shown now.
    rev
        Its revision, for the page.
    """

    _operations: ClassVar[Operations] = {}
    _routes: Mapping[str, Route]
    view: _Shown
    selected: Any

    rev = traitlets.Int(0, read_only=True).tag(sync=True)

    def dispatch(self, command: _Command) -> None:
        """Do a command of the view-model and show what comes of it."""
        self.view = self.view.dispatch(command)
        self.refresh()

    def refresh(self) -> None:
        """Have every page show the view as it is now, at the cursor."""
        self._follow()
        self.send({"op": "moved", "id": None, "rev": self.rev, "args": {}})

    def handle(self, content: object) -> None:
        """Answer a message of the page."""
        answer(
            content,
            operations=self._operations,
            routes=self._routes,
            rev=lambda: self.view.rev,
            send=self.send,
        )

    def _listen(self) -> None:
        """Answer whatever the page sends from now on."""
        self.on_msg(lambda _, content, __: self.handle(content))

    def _follow(self) -> None:
        """Let the traits say what the view says."""
        self.set_trait("rev", self.view.rev)
        self.selected = self.view.selected
