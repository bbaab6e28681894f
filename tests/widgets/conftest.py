"""A real widget in a bare page, and the colours of JupyterLab's themes."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import pytest

from tests.widgets.stand_in import show

if TYPE_CHECKING:
    import anywidget
    from playwright.sync_api import Page

Mount: TypeAlias = "Callable[[anywidget.AnyWidget], Page]"

#: Longest wait for the page, in milliseconds.
_PATIENCE: Final = 10_000


@pytest.fixture
def mount(page: Page) -> Mount:
    """Give a function that shows a widget in the page and lets both talk."""

    def shown(widget: anywidget.AnyWidget) -> Page:
        page.set_default_timeout(_PATIENCE)
        show(page, widget)
        return page

    return shown


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    """Give the stylesheet with the colours of a theme of JupyterLab, from its own files."""
    name = f"theme-{request.param}-extension"
    file = Path(sys.prefix) / "share/jupyter/lab/themes/@jupyterlab" / name / "index.css"
    colours = re.findall(r":root\s*{[^}]*}", file.read_text("utf-8"))
    assert colours
    return "\n".join(colours)
