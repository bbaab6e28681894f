"""SSSOM as another program reads it.

``sssom-pydantic`` drops a row it does not understand in silence; what it gives is what any reader
of the standard sees of a file.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SeenRow", "read_as_others_do"]


class SeenRow(NamedTuple):
    """What another program sees of a row."""

    source: str
    source_term: str | None
    predicate: str
    modifier: str | None
    target: str
    target_term: str | None
    justification: str
    confidence: float | None


def read_as_others_do(path: Path) -> list[SeenRow]:
    """Give the rows of a file of SSSOM."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library's own, about its own
        import sssom_pydantic

        mappings = sssom_pydantic.read(path)[0]
    return [_seen(mapping) for mapping in mappings]


def _seen(mapping: Any) -> SeenRow:  # noqa: ANN401 - the library's own
    return SeenRow(
        source=mapping.subject.curie,
        source_term=getattr(mapping.subject, "name", None),
        predicate=mapping.predicate.curie,
        modifier=mapping.predicate_modifier,
        target=mapping.object.curie,
        target_term=getattr(mapping.object, "name", None),
        justification=mapping.justification.curie,
        confidence=mapping.confidence,
    )
