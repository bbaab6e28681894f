"""Words with which a title says that it gathers what has no place of its own.

ICD-10 and OPCS-4 mark no category as residual; only their titles say so. The test is crude, and
whoever reports by it says so.

Source: the documentation, *What the measures mean* (``residual_kind``).
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["gave_up_detail"]

_GAVE_UP: Final = re.compile(
    r"unspecified|not otherwise specified|not elsewhere classified|\bother\b"
)


def gave_up_detail(title: str) -> bool:
    """Say whether a title holds one of the words that give up detail, in any case.

    Examples
    --------
    >>> gave_up_detail("Heart failure, unspecified"), gave_up_detail("Brotherhood")
    (True, False)
    """
    return _GAVE_UP.search(title.lower()) is not None
