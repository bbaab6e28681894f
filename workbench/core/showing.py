"""How results show themselves in a notebook: as tables, bounded and escaped."""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from typing import Final

__all__ = ["LEFT", "Shown", "and_more", "table_html"]

#: The attribute of a cell that holds words: JupyterLab sets every cell to the right.
LEFT: Final = 'style="text-align: left; vertical-align: top"'
_ITEMS: Final = 10
_CHARACTERS: Final = 200


class Shown:
    """Gives a dataclass a table of its fields as its HTML; inherit it first."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row" {LEFT}>{html.escape(field.name)}</th>'
            f"<td {LEFT}>{html.escape(_bounded(getattr(self, field.name)))}</td></tr>"
            for field in fields(self)  # type: ignore[arg-type]
        )
        return f"<table><caption>{type(self).__name__}</caption><tbody>{rows}</tbody></table>"


def table_html(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    caption: str = "",
    numbers: Collection[str] = (),
    below: Iterable[str] = (),
) -> str:
    """Give a table of words, with a caption above it and sentences below it, all of it escaped.

    Parameters
    ----------
    headings, rows
        The headings, and a text for each of them in every row.
    caption, below
        What stands above and below.
    numbers
        Headings of columns of numbers, which are set to the right.

    Examples
    --------
    >>> page = table_html(["code", "uses"], [["<b>", "7"]], numbers=["uses"], below=["2 more"])
    >>> page.endswith("&lt;b&gt;</td><td>7</td></tr></tbody></table><p>2 more</p>")
    True
    """
    sides = ["" if heading in numbers else f" {LEFT}" for heading in headings]
    head = "".join(
        f'<th scope="col"{side}>{html.escape(heading)}</th>'
        for heading, side in zip(headings, sides, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{side}>{html.escape(cell)}</td>" for cell, side in zip(row, sides, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    above = f"<caption {LEFT}>{html.escape(caption)}</caption>" if caption else ""
    return f"<table>{above}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" + "".join(
        f"<p>{html.escape(line)}</p>" for line in below
    )


def and_more(count: int, *, shown: int) -> list[str]:
    """Give the line that says how many are not shown; none where all are.

    Examples
    --------
    >>> and_more(60, shown=50), and_more(3, shown=50)
    (['… and 10 more'], [])
    """
    return [f"… and {count - shown:,} more"] if count > shown else []


def _bounded(value: object) -> str:
    """Give a value as text: sequences by their first items, numbers with thousands.

    Examples
    --------
    >>> _bounded(1234567), _bounded(None), _bounded(("a", "b"))
    ('1,234,567', '', 'a; b')
    """
    if value is None:
        return ""
    if isinstance(value, tuple):
        shown = [_bounded(item) for item in value[:_ITEMS]]
        return "; ".join([*shown, *and_more(len(value), shown=_ITEMS)])
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    text = str(value)
    return text if len(text) <= _CHARACTERS else f"{text[:_CHARACTERS]}…"
