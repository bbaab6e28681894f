"""Takes the ``#:`` comment above a constant as its documentation.

Griffe, which reads the code for the reference, knows the text below an assignment only; the house
writes it above, where Sphinx knows it, too.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final

import griffe

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Comments", "comment_above"]

_SIGN: Final = "#:"


def comment_above(lines: Sequence[str], line: int) -> str:
    """Give the comment that ends right above a line, or stands at its end; '' without one.

    Parameters
    ----------
    lines
        The text of a module.
    line
        The number of the line, from 1.

    Examples
    --------
    >>> comment_above(["#: Longest name,", "#: in letters.", "LONGEST = 9"], 3)
    'Longest name, in letters.'
    >>> comment_above(["LONGEST = 9  #: In letters.", "# No such comment.", "ROOT = 1"], 3)
    ''
    >>> comment_above(["LONGEST = 9  #: In letters."], 1)
    'In letters.'
    """
    own = lines[line - 1].partition(f"  {_SIGN} ")[2]
    found = [own] if own else []
    for text in reversed(lines[: line - 1]):
        if own or not text.lstrip().startswith(_SIGN):
            break
        found.insert(0, text.lstrip().removeprefix(_SIGN).strip())
    return " ".join(found)


class Comments(griffe.Extension):
    """Gives each attribute without documentation its comment."""

    def on_attribute_instance(
        self,
        *,
        node: ast.AST | griffe.ObjectNode,
        attr: griffe.Attribute,
        agent: griffe.Visitor | griffe.Inspector,
        **kwargs: Any,  # noqa: ANN401 - whatever griffe adds to its call
    ) -> None:
        """Do so as the attribute is read."""
        del agent, kwargs
        if attr.docstring is not None or not isinstance(node, ast.Assign | ast.AnnAssign):
            return
        text = comment_above(attr.module.lines, node.lineno)
        if text:
            attr.docstring = griffe.Docstring(text, lineno=node.lineno, parent=attr)
