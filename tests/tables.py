"""What a reader sees of a table that a result shows of itself in a notebook."""

from __future__ import annotations

import html
import re

__all__ = ["cells"]


def cells(page: str) -> list[list[str]]:
    """Give the cells of each row below the headings, as text."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    found = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in rows]
    return [[html.unescape(cell) for cell in row] for row in found if row]
