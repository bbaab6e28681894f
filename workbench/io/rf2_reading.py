"""What the readers of the single RF2 files share: the release, its bar, its concepts, its digests.

A concept is its row number here (an *ordinal*, not yet the graph's): millions of rows then speak of
concepts by int32, and to find the ordinal is to see whether the concept is there at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.sctid import Component, sctid_fault
from workbench.io.rf2_ids import first_bad_sctid
from workbench.io.rf2_package import Rf2File, Rf2Release
from workbench.io.rf2_table import read_rf2_table
from workbench.io.rf2_text import TabTable

__all__ = ["Rf2Reading"]

_INTERNATIONAL: Final = "INT"


@dataclass(slots=True, kw_only=True)
class Rf2Reading:
    """One release while it is read.

    Attributes
    ----------
    release
        Its files.
    step
        Called once a file read.
    codes
        The concept ids by ordinal, once the concept files are read.
    digests
        sha256 by file.
    """

    release: Rf2Release
    step: Callable[[int], object]
    codes: pa.Array = field(default_factory=lambda: pa.array([], pa.string()))
    digests: dict[str, str] = field(default_factory=dict)

    def table(
        self, file: Rf2File, columns: tuple[str, ...], *, unused: Sequence[str] = ()
    ) -> TabTable:
        """Read one file, with the columns named beside those every RF2 table has."""
        table = read_rf2_table(
            self.release.package, file.name, columns=columns, unused=frozenset(unused)
        )
        self.took(table)
        return table

    def took(self, table: TabTable) -> None:
        """Note a file that was read."""
        name = table.name if table.file in self.digests else table.file
        self.digests[name] = table.sha256
        self.step(1)

    def ordinals(self, table: TabTable, column: str) -> pa.ChunkedArray:
        """Give the ordinal of the concept each row names: int32.

        Null where no concept file has it, which is forgiven a row that is not active.

        Raises
        ------
        InputError
            If an id is none, or an active row names a concept that no concept file has.
        """
        found = pc.index_in(table.rows[column], value_set=self.codes)
        if not found.null_count:
            return found
        missing = found.is_null()
        self.check_strangers(table, column, missing, Component.CONCEPT)
        active = pc.equal(table.rows["active"].cast(pa.string()), "1")
        row = pc.index(pc.and_(missing, active), value=True).as_py()
        if row >= 0:
            raise table.problem(row, column, self._absent(table.rows[column][row].as_py()))
        return found

    def check_strangers(
        self, table: TabTable, column: str, missing: pa.ChunkedArray, component: Component | None
    ) -> None:
        """Refuse the first id that is no SCTID among the rows marked as not found elsewhere.

        An id that was found where it was looked for needs no second check.
        """
        strangers = table.rows[column].filter(missing)
        bad = first_bad_sctid(strangers, component)
        if bad is not None:
            row = int(np.flatnonzero(missing.to_numpy())[bad])
            fault = sctid_fault(strangers[bad].as_py(), component) or "is not an SCTID"
            raise table.problem(row, column, fault)

    def _absent(self, code: str) -> str:
        what = f"concept '{code}' is in no sct2_Concept Snapshot file given"
        if any(file.country == _INTERNATIONAL for file in self.release.tables("Concept")):
            return what
        return f"{what}; an extension is read together with the International package beside it"
