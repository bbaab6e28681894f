r"""Cells of a text table that no spreadsheet may take for a formula.

A cell that begins as a formula does gets an apostrophe before it; a reader takes one away again. A
cell that begins so after apostrophes of its own gets one more, so that nothing is ever ambiguous.

Source: OWASP, "CSV Injection" (``=``, ``+``, ``-``, ``@``, tab and carriage return, and their
full-width forms).
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["guarded", "unguarded"]

_BEGINS: Final = r"(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])"
_RISKY: Final = re.compile(rf"'*{_BEGINS}")
_GUARDED: Final = re.compile(rf"'+{_BEGINS}")


def guarded(text: str) -> str:
    """Give a cell that is text in any spreadsheet.

    Examples
    --------
    >>> guarded("=1+1"), guarded("- none"), guarded("I10")
    ("'=1+1", "'- none", 'I10')
    """
    return f"'{text}" if _RISKY.match(text) else text


def unguarded(text: str) -> str:
    """Give the text that was guarded; any other is given back.

    Examples
    --------
    >>> unguarded("'=1+1"), unguarded("''=1"), unguarded("'quoted'")
    ('=1+1', "'=1", "'quoted'")
    """
    return text[1:] if _GUARDED.match(text) else text
