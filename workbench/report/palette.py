"""The colours of the figures where no page looks them up: from the stylesheet, for either theme.

A figure says ``var(--name)``; the report's page reads the name from its stylesheet. A notebook
draws figures without that page, so the same names are looked up here, in the same stylesheet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Final

__all__ = ["Theme", "coloured", "palette"]

_NAMED: Final = re.compile(r"var\((--[a-z-]+)\)")
_SAID: Final = re.compile(r"(--[a-z-]+):\s*([^;]+);")
#: A notebook's own page shows through.
_THROUGH: Final = {"--page": "rgba(0,0,0,0)"}


class Theme(StrEnum):
    """What a figure stands on."""

    LIGHT = "light"
    DARK = "dark"


@cache
def palette(theme: Theme) -> Mapping[str, str]:
    """Give the colours of a theme by their names in the stylesheet.

    Examples
    --------
    >>> palette(Theme.LIGHT)["--text"] == palette(Theme.DARK)["--text"]
    False
    """
    sheet = (resources.files("workbench.report") / "report.css").read_text(encoding="utf-8")
    light, dark = (dict(_SAID.findall(block)) for block in _blocks(sheet))
    return light if theme == Theme.LIGHT else {**light, **dark}


def _blocks(sheet: str) -> tuple[str, str]:
    """Give the two blocks of names: of every page, and of a dark one."""
    first = sheet.index(":root {")
    second = sheet.index(":root:not([data-printing]) {")
    return sheet[first : sheet.index("}", first)], sheet[second : sheet.index("}", second)]


def coloured(figure: Mapping[str, Any], theme: Theme) -> dict[str, Any]:
    """Give a figure with its colours looked up, its page left clear.

    Parameters
    ----------
    figure
        Plain Plotly JSON with colours written ``var(--name)``.
    theme
        What it stands on.

    Examples
    --------
    >>> coloured({"layout": {"paper_bgcolor": "var(--page)", "height": 9}}, Theme.DARK)
    {'layout': {'paper_bgcolor': 'rgba(0,0,0,0)', 'height': 9}}
    """
    names = {**palette(theme), **_THROUGH}
    found: dict[str, Any] = _looked_up(figure, names)
    return found


def _looked_up(value: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401 - any part of a figure
    if isinstance(value, str):
        return _NAMED.sub(lambda named: names[named[1]], value)
    if isinstance(value, Mapping):
        return {key: _looked_up(inner, names) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_looked_up(inner, names) for inner in value]
    return value
