"""HTML made of elements, so that nothing reaches a page without being escaped.

A plain string is text and is escaped; only `Markup`, which this module alone makes, is not.
"""

from __future__ import annotations

import html
import re
from typing import Final

__all__ = ["Child", "Markup", "element", "joined", "raw_element"]

_VOID: Final = frozenset({"col", "hr", "meta"})
#: What HTML cannot hold, not even escaped; tab and line breaks stay.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


#: What may stand in an element; None is left out.
Child = str | None


def joined(*children: Child) -> Markup:
    """Put children beside each other, escaping those that are text; None is left out.

    Examples
    --------
    >>> joined("a < b ", element("b", "c"))
    'a &lt; b <b>c</b>'
    """
    return Markup("".join(_escaped(child) for child in children if child is not None))


def element(tag: str, *children: Child, **attributes: str | int | None) -> Markup:
    """Make an element.

    Parameters
    ----------
    tag
        Its name.
    children
        What it holds: text is escaped, `Markup` is not, None is left out.
    attributes
        A trailing underscore falls and the others become hyphens (``class_``, ``aria_label``);
        None leaves an attribute out.

    Examples
    --------
    >>> element("td", "1 < 2", class_="number")
    '<td class="number">1 &lt; 2</td>'
    """
    opening = _opening(tag, attributes)
    if tag in _VOID:
        return Markup(opening)
    return Markup(f"{opening}{joined(*children)}</{tag}>")


def raw_element(tag: str, content: str, **attributes: str | int | None) -> Markup:
    """Make a script or style element, whose content HTML does not unescape.

    Raises
    ------
    ValueError
        If the content would end the element early.
    """
    if f"</{tag}" in content.lower():
        message = f"the content of <{tag}> holds '</{tag}', which would end it early"
        raise ValueError(message)
    return Markup(f"{_opening(tag, attributes)}{content}</{tag}>")


def _opening(tag: str, attributes: dict[str, str | int | None]) -> str:
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_escaped(str(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{given}>"


def _escaped(text: str) -> str:
    if isinstance(text, Markup):
        return text
    return html.escape(_UNPRINTABLE.sub("\ufffd", text), quote=True)
