"""How long work says how far it is, without knowing who listens.

Readers and builders take a `Progress`; the command line and notebooks pass one that draws a bar,
everybody else the `silent` one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

__all__ = ["Progress", "silent"]


class Progress(Protocol):
    """Something that opens one bar for one piece of work."""

    def __call__(
        self, label: str, total: int | None = None
    ) -> AbstractContextManager[Callable[[int], object]]:
        """Open a bar; the value of the ``with`` is called with the number of steps just done."""
        ...


@contextmanager
def silent(label: str, total: int | None = None) -> Iterator[Callable[[int], object]]:
    """Show nothing; the `Progress` of library calls that did not ask for one."""
    del label, total
    yield lambda _: None
