"""How a small record shows itself in a notebook: its fields as a table, bounded and escaped."""

from __future__ import annotations

import html
from dataclasses import fields
from typing import Final

__all__ = ["Shown", "and_more"]

_ITEMS: Final = 10
_CHARACTERS: Final = 200


class Shown:
    """Gives a dataclass a table of its fields as its HTML; inherit it first."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row">{html.escape(field.name)}</th>'
            f"<td>{html.escape(_bounded(getattr(self, field.name)))}</td></tr>"
            for field in fields(self)  # type: ignore[arg-type]
        )
        return f"<table><caption>{type(self).__name__}</caption><tbody>{rows}</tbody></table>"


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
