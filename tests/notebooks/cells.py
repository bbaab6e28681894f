"""The cells of the shipped notebooks, and what a cell shows."""

from __future__ import annotations

import ast
import html
import json
import re
from pathlib import Path
from typing import Any, Final

import workbench.widgets
from workbench.workspace.template import template_dir

__all__ = ["NOTEBOOKS", "cells", "code", "output_text", "pages", "pictures", "source", "widgets"]

NOTEBOOKS: Final = sorted((template_dir() / "notebooks").glob("*.ipynb"))
#: Names under which a notebook makes plotly's figures.
_PLOTLY: Final = frozenset({"px", "go", "FigureWidget"})


def cells(path: Path) -> list[dict[str, Any]]:
    """Give the cells of a notebook as the file has them."""
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = read["cells"]
    return found


def source(cell: dict[str, Any]) -> str:
    """Give the text of a cell."""
    return "".join(cell["source"])


def code(path: Path) -> list[str]:
    """Give the text of each code cell."""
    return [source(cell) for cell in cells(path) if cell["cell_type"] == "code"]


def _names(text: str) -> set[str]:
    nodes = list(ast.walk(ast.parse(text)))
    loaded = {node.id for node in nodes if isinstance(node, ast.Name)}
    return loaded | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def widgets(text: str) -> set[str]:
    """Give the widgets of our own that a cell makes, by the name of their class."""
    return _names(text) & set(workbench.widgets.__all__)


def pictures(text: str) -> set[str]:
    """Give the widgets and figures that a cell makes: what needs its words in Python beside it."""
    return widgets(text) | (_names(text) & _PLOTLY)


def pages(path: Path) -> list[str]:
    """Give the HTML of what the cells of a notebook show."""
    outputs = [output for cell in cells(path) for output in cell.get("outputs", [])]
    return ["".join(output.get("data", {}).get("text/html", "")) for output in outputs]


def output_text(cell: dict[str, Any]) -> str:
    """Give what a reader sees below a cell: printed text, tables without tags, a figure's title."""
    found: list[str] = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        found += [*output.get("text", ()), *data.get("text/plain", ())]
        found.append(html.unescape(re.sub(r"<[^>]*>", " ", "".join(data.get("text/html", ())))))
        figure = data.get("application/vnd.plotly.v1+json", {})
        found.append(str(figure.get("layout", {}).get("title", {}).get("text", "")))
    return "\n".join(found)
