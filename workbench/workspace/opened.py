"""What a workspace has open, for as long as the manifest says the same of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from workbench.errors import WorkspaceError

__all__ = ["Opened"]

#: How often the same record may fail to open: it may have been replaced twice meanwhile, and the
#: second time by what stood there before.
_TRIES: Final = 3

_Record = TypeVar("_Record")
_Item = TypeVar("_Item")


class Opened(Generic[_Record, _Item]):
    """Opens by name, once; again when another process has replaced what stands under it.

    Parameters
    ----------
    record_of
        Gives what the manifest says now of a name.
    open_item
        Opens what a record describes.
    """

    def __init__(
        self, *, record_of: Callable[[str], _Record], open_item: Callable[[_Record], _Item]
    ) -> None:
        self._record_of = record_of
        self._open_item = open_item
        self._open: dict[str, tuple[_Record, _Item]] = {}

    def __call__(self, name: str) -> _Item:
        """Give what stands under a name now.

        Raises
        ------
        UnknownNameError
            If nothing does.
        WorkspaceError
            If it cannot be opened, and not because it was replaced at that moment.
        """
        record, held = self._record_of(name), self._open.get(name)
        failed = 0
        while held is None or held[0] != record:
            try:
                held = record, self._open_item(record)
            except WorkspaceError:
                failed = failed + 1 if self._record_of(name) == record else 0
                if failed == _TRIES:
                    raise
            record = self._record_of(name)
        self._open[name] = held
        return held[1]
