"""Progress bars: on stderr, only where it is a terminal, only for what takes over a second."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["bar"]

_AFTER_SECONDS: Final = 1.0


@contextmanager
def bar(label: str, total: int | None = None) -> Iterator[Callable[[int], object]]:
    """Open a bar; see `workbench.core.progress.Progress`."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from tqdm import tqdm

    with tqdm(desc=label, total=total, file=sys.stderr, delay=_AFTER_SECONDS, leave=False) as drawn:
        yield drawn.update
