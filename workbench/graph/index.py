"""From what somebody writes to an ordinal, built when first asked for.

Opening a graph reads nothing; the first look-up by code makes one list and one dict (some 60 ms
for 350,000 codes). An ICD-11 entity also answers to any spelling of its URI and to what its URI
ends in, since the maps name entities so.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from workbench.core.codes import CodeSystem, Mark, Release
from workbench.core.icd10 import split_print
from workbench.core.icd11 import entity_tail
from workbench.errors import UnknownCodeError
from workbench.graph.display import shortened
from workbench.graph.near import near_spellings
from workbench.graph.side_numbers import SideNumbers
from workbench.graph.side_tables import SideTables, replaced_by

if TYPE_CHECKING:
    import pyarrow as pa

    from workbench.graph.side_tables import SideTables

__all__ = ["CodeIndex"]

#: Most characters of an unknown code repeated in a message: the longest URI fits.
_LONGEST: Final = 80


class CodeIndex:
    """The codes of one graph, by ordinal and back.

    Parameters
    ----------
    release
        Whose codes they are.
    concepts
        A table with the columns ``code``, ``active`` and ``uri``, row ``i`` being ordinal ``i``.
    side
        What the release says beside the hierarchy, placed; its history tells what is offered in
        place of a code that is not among them.
    """

    def __init__(self, *, release: Release, concepts: pa.Table, side: SideTables) -> None:
        self._release = release
        self._concepts = concepts
        self._side = side

    @cached_property
    def codes(self) -> list[str]:
        """Every code, by ordinal."""
        return list(self._concepts["code"].to_pylist())

    @cached_property
    def ordinals(self) -> dict[str, int]:
        """Every code's ordinal."""
        return dict(zip(self.codes, range(len(self.codes)), strict=True))

    @cached_property
    def active(self) -> list[bool]:
        """Whether each concept is in use, by ordinal."""
        return list(self._concepts["active"].to_pylist())

    @cached_property
    def assignable(self) -> list[bool]:
        """Whether each concept may be the code of a record, by ordinal."""
        return list(self._concepts["assignable"].to_pylist())

    @cached_property
    def tails(self) -> dict[str, int]:
        """The ordinal of what names an entity in its URI; empty outside ICD-11."""
        if self._release.system is not CodeSystem.ICD11:
            return {}
        found: dict[str, int] = {}
        for ordinal, uri in enumerate(self._concepts["uri"].to_pylist()):
            tail = None if uri is None else entity_tail(uri)
            if tail is not None:
                found.setdefault(tail, ordinal)
        return found

    @cached_property
    def side(self) -> SideNumbers:
        """The side tables by number (some 200 ms for a million rows)."""
        return SideNumbers(concepts=self._concepts, side=self._side)

    def find(self, text: str) -> int | None:
        """Give the ordinal of a code (its print, too), URI or end of a URI, or None."""
        if not isinstance(text, str):
            return None
        ordinal = self.ordinals.get(text)
        if ordinal is None and self._release.system is CodeSystem.ICD11:
            ordinal = self.tails.get(text)
            if ordinal is None:
                ordinal = self.tails.get(entity_tail(text) or "")
        if ordinal is None and self._release.system is CodeSystem.ICD10:
            ordinal = self._printed(text)
        return ordinal

    def is_active(self, text: str) -> bool:
        """Say whether the release holds a code, spelled as `find` knows it, and has it in use."""
        ordinal = self.find(text)
        return ordinal is not None and self.active[ordinal]

    def is_assignable(self, text: str) -> bool:
        """Say whether the release holds a code that may be the code of a record."""
        ordinal = self.find(text)
        return ordinal is not None and self.assignable[ordinal]

    def _printed(self, text: str) -> int | None:
        """Give the ordinal of a code as WHO prints it; an asterisk must be the code's own.

        Daggers are not marked in WHO's text tables, so a typed one is believed.
        """
        code, mark = split_print(text)
        ordinal = self.ordinals.get(code)
        if ordinal is None or mark != Mark.ASTERISK:
            return ordinal
        return ordinal if self._concepts["mark"][ordinal].as_py() == mark else None

    def ordinal(self, text: str) -> int:
        """Give the ordinal of a code, URI or end of a URI.

        Raises
        ------
        UnknownCodeError
            With its replacements where the history knows it, else with near spellings.
        """
        ordinal = self.find(text)
        if ordinal is None:
            offered = tuple(replaced_by(self._side, str(text)))
            if offered:
                raise UnknownCodeError(text, release=str(self._release), replaced_by=offered)
            near = near_spellings(str(text), self.ordinals, system=self._release.system)
            asked = shortened(str(text), most=_LONGEST)
            why = None
            if not isinstance(text, str):
                why = f"a code is text, not {type(text).__name__}"
            raise UnknownCodeError(asked, release=str(self._release), near=near, why=why)
        return ordinal
