"""A figure and the table behind it: what is chosen in one is shown in the other.

What is shown and every command is `workbench.views.exhibit`; here are traits and routing. The
figure is Plotly's own widget, which the keyboard cannot reach; whatever can be clicked in it is a
row of the table of parts, which it can.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

import ipywidgets
import traitlets

from workbench.errors import InputError
from workbench.report.palette import Theme
from workbench.views.exhibit import Choose, Click, Command, Exhibit, ExhibitView, Mark, Target
from workbench.views.messages import Arg, Message, Operations
from workbench.widgets.answering import Route
from workbench.widgets.drawing import drawn
from workbench.widgets.pane import Pane, module_of, style_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ExhibitTable", "FigureAndTable"]

_OPERATIONS: Final[Operations] = {
    "show": {"count": Arg.COUNT},
    "rows": {"start": Arg.ROW, "count": Arg.COUNT},
    "choose": {"key": Arg.TEXT, "count": Arg.COUNT},
    "click": {"trace": Arg.ROW, "at": Arg.ROW, "target": Arg.TEXT, "count": Arg.COUNT},
    "theme": {"name": Arg.TEXT},
}


class ExhibitTable(Pane[ExhibitView, Command]):
    """The parts of a figure, and the rows of the one that is chosen: two tables for the keyboard.

    Parameters
    ----------
    exhibit
        What is shown.

    Attributes
    ----------
    selected
        The key of the part that is chosen, both ways.
    theme
        What the page that shows it stands on, ``light`` or ``dark``; the page says so.
    """

    _esm: ClassVar[str] = module_of("exhibit")
    _css: ClassVar[str] = style_of("exhibit")
    _operations: ClassVar[Operations] = _OPERATIONS

    selected = traitlets.Unicode("").tag(sync=True)
    theme = traitlets.Enum(tuple(map(str, Theme)), default_value=str(Theme.LIGHT))

    def __init__(self, exhibit: Exhibit) -> None:
        self.view = ExhibitView.of(exhibit)
        self._routes: Mapping[str, Route] = {
            "show": lambda message: ("shown", {**self.view.to_dict(), **self._state(message)}),
            "rows": self._rows,
            "choose": lambda message: self._change(Choose(key=message.args["key"]), message),
            "click": self._click,
            "theme": self._theme,
        }
        super().__init__()
        self._follow()
        self._listen()

    @traitlets.validate("selected")
    def _resolved(self, proposal: Mapping[str, Any]) -> str:
        return self.view.exhibit.part(proposal["value"]).key

    @traitlets.observe("selected")
    def _was_selected(self, _: object) -> None:
        if self.selected != self.view.selected:
            self.dispatch(Choose(key=self.selected))

    # Routes: a message to the operation and arguments of its answer

    def _rows(self, message: Message) -> tuple[str, dict[str, Any]]:
        if message.rev != self.view.rev:
            problem = "the rows have changed meanwhile and are shown anew; press the key again"
            raise InputError(problem)
        return "rows", self._window(message.args["start"], message.args["count"])

    def _click(self, message: Message) -> tuple[str, dict[str, Any]]:
        args = message.args
        if args["target"] not in set(Target):
            problem = f"'{args['target']}' cannot be clicked, expected {' or '.join(Target)}"
            raise InputError(problem)
        mark = Mark(trace=args["trace"], at=args["at"], target=Target(args["target"]))
        return self._change(Click(mark=mark), message)

    def _theme(self, message: Message) -> tuple[str, dict[str, Any]]:
        name = message.args["name"]
        if name not in set(Theme):
            problem = f"'{name}' is no theme, expected {' or '.join(Theme)}"
            raise InputError(problem)
        self.theme = name
        return "themed", {}

    # Steps

    def _change(self, command: Command, message: Message) -> tuple[str, dict[str, Any]]:
        self.view = self.view.dispatch(command)
        self._follow()
        return "chosen", self._state(message)

    def _state(self, message: Message) -> dict[str, Any]:
        view = self.view
        window = self._window(0, message.args["count"])
        return {"selected": view.selected, "sentence": view.sentence, **window}

    def _window(self, start: int, count: int) -> dict[str, Any]:
        return {"start": start, "total": len(self.view), "rows": self.view.cells(start, count)}


class FigureAndTable(ipywidgets.VBox):  # type: ignore[misc] # ipywidgets ships no types
    """A figure, the table of its parts, and the rows of the part that is chosen.

    A click on the figure chooses; so does Enter in the table of parts.

    Parameters
    ----------
    exhibit
        What is shown.

    Attributes
    ----------
    figure
        Plotly's own widget.
    table
        The two tables.

    Raises
    ------
    InputError
        If the exhibit is none.
    """

    def __init__(self, exhibit: Exhibit) -> None:
        from workbench.widgets.figure import Figure

        if not isinstance(exhibit, Exhibit):
            message = f"a figure with its table shows an Exhibit, not a {type(exhibit).__name__}"
            raise InputError(message)
        self.table = ExhibitTable(exhibit)
        self.figure = Figure(self._drawn())
        self.figure._config = {**self.figure._config, "displayModeBar": False, "responsive": True}  # noqa: SLF001 - Plotly gives no other way
        self.table.observe(self._redraw, names=["rev", "theme"])
        frame = ipywidgets.Box([self.figure])
        frame.add_class("wbx-figure")
        super().__init__([frame, self.table])
        self.add_class("wbx-whole")

    @property
    def exhibit(self) -> Exhibit:
        """What is shown."""
        return self.table.view.exhibit

    @property
    def selected(self) -> str:
        """The key of the part that is chosen; setting it chooses."""
        return str(self.table.selected)

    @selected.setter
    def selected(self, key: str) -> None:
        self.table.selected = key

    def to_pandas(self) -> pd.DataFrame:
        """Give the rows of the part that is chosen, every column."""
        frame: pd.DataFrame = self.table.view.rows.to_pandas()
        return frame

    def __repr__(self) -> str:
        """Give a line: what is shown, of what, and what is chosen in it."""
        view = self.table.view
        return f"<{view.exhibit.title}. {view.exhibit.source} {view.sentence}>"

    def _drawn(self) -> dict[str, Any]:
        view = self.table.view
        return drawn(view.exhibit, part=view.part, theme=Theme(self.table.theme))

    def _redraw(self, _: object) -> None:
        with self.figure.batch_update():
            self.figure.update(self._drawn())
