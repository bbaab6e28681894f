"""Which graph or map a word on the command line or in a notebook means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from workbench.core.codes import CodeSystem
from workbench.errors import AmbiguousNameError, UnknownNameError

__all__ = ["pick"]


class _Named(Protocol):
    @property
    def name(self) -> str: ...


_Record = TypeVar("_Record", bound=_Named)


def pick(word: str, records: Sequence[_Record], *, systems: Sequence[str], what: str) -> _Record:
    """Give the record a name means, or a bare system where exactly one is held.

    Parameters
    ----------
    word
        A name, or a system (``icd10``).
    records
        What is held.
    systems
        The system of each record, in the same order.
    what
        ``graph`` or ``map``, for the message.

    Raises
    ------
    UnknownNameError
        If nothing held answers.
    AmbiguousNameError
        If a bare system has several.
    """
    for record in records:
        if record.name == word:
            return record
    if word in set(CodeSystem):
        held = [r for r, system in zip(records, systems, strict=True) if system == word]
        if len(held) == 1:
            return held[0]
        if held:
            names = ", ".join(record.name for record in held)
            message = f"'{word}' means more than one {what} of this workspace; name one of {names}"
            raise AmbiguousNameError(message)
    names = ", ".join(record.name for record in records) or "none"
    message = f"no {what} '{word}' in this workspace; held: {names}"
    raise UnknownNameError(message)
