"""What checking a map answers: its findings as a table, counted, and shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.showing import and_more, table_html
from workbench.mapping.checks.model import Finding, Severity
from workbench.mapping.profile import Profile

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FINDING_SCHEMA", "CheckCount", "Checked", "counted"]

#: One row a finding, by check, source and target in natural order; ``line`` is where the row stands
#: in the file that was read.
FINDING_SCHEMA: Final[pa.Schema] = pa.schema(
    [
        pa.field("check", pa.string(), nullable=False),
        pa.field("severity", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("target", pa.string()),
        pa.field("message", pa.string(), nullable=False),
        pa.field("principle", pa.string(), nullable=False),
        pa.field("line", pa.int32(), nullable=False),
    ]
)
_FIELDS: Final = ("check", "severity", "source", "target", "message", "principle")
_SHOWN: Final = 20
_ORDER: Final = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCount:
    """How many findings one check has.

    Attributes
    ----------
    check, severity
        Which, and how bad.
    findings
        How many rows it finds fault with; at least one.
    """

    check: str
    severity: Severity
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Checked:
    """The findings of a map.

    Attributes
    ----------
    map, profile
        Which map, and by which profile it was read; None where nobody said.
    checked
        How many rows it has.
    table
        A table of `FINDING_SCHEMA`.
    waived
        How many findings each check would have had more, had the rows not waived it.
    checks
        The checks that were run.
    notes
        What a reader must know.
    """

    map: str
    profile: Profile | None
    checked: int
    table: pa.Table
    waived: Mapping[str, int]
    checks: tuple[str, ...]
    notes: tuple[str, ...]

    def __len__(self) -> int:
        """Give the number of findings."""
        return int(self.table.num_rows)

    def __iter__(self) -> Iterator[Finding]:
        """Give the findings by check, source and target in natural order."""
        return iter(_findings(self.table))

    def of(self, check: str) -> tuple[Finding, ...]:
        """Give the findings of one check; none where it found nothing or was not run."""
        return _findings(self.table.filter(pc.equal(self.table["check"], check)))

    def counts(self) -> tuple[CheckCount, ...]:
        """Give how many findings each check has, the worst severity first, then by name."""
        counted = self.table.group_by(["check", "severity"]).aggregate([([], "count_all")])
        rows = sorted(counted.to_pylist(), key=lambda row: (_ORDER[row["severity"]], row["check"]))
        return tuple(
            CheckCount(
                check=row["check"], severity=Severity(row["severity"]), findings=row["count_all"]
            )
            for row in rows
        )

    def number(self, severity: Severity) -> int:
        """Give how many findings are of a severity."""
        return sum(each.findings for each in self.counts() if each.severity is severity)

    def fails_on(self, severity: Severity) -> bool:
        """Say whether there is a finding as bad as a severity, or worse."""
        return any(_ORDER[each.severity] <= _ORDER[severity] for each in self.counts())

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON document of the command line's contract, as plain values."""
        return {
            "checked": self.checked,
            "findings": self.table.select(list(_FIELDS)).to_pylist(),
        }

    def to_pandas(self) -> pd.DataFrame:
        """Give one row a finding."""
        frame: pd.DataFrame = self.table.to_pandas()
        return frame

    def __repr__(self) -> str:
        """Give one line: the map, and how many findings there are of each severity."""
        by = ", ".join(counted(self.number(severity), severity) for severity in Severity)
        waived = sum(self.waived.values())
        more = f", {waived:,} waived" if waived else ""
        return (
            f"<Checked {self.map} ({self.profile or 'no profile'}): {self.checked:,} entries, "
            f"{by}{more}>"
        )

    def _repr_html_(self) -> str:
        cells = ("check", "severity", "source", "target", "message")
        rows = self.table.slice(0, _SHOWN).to_pylist()
        return table_html(
            cells,
            [[str(row[cell] or "") for cell in cells] for row in rows],
            caption=repr(self)[1:-1],
            below=[*and_more(len(self), shown=_SHOWN), *self.notes],
        )


def counted(number: int, severity: Severity) -> str:
    """Give how many findings of a severity there are, as a sentence would.

    Examples
    --------
    >>> counted(1, Severity.ERROR), counted(2, Severity.WARNING), counted(3, Severity.INFORMATION)
    ('1 error', '2 warnings', '3 for information')
    """
    if severity is Severity.INFORMATION:
        return f"{number:,} for information"
    return f"{number:,} {severity}{'' if number == 1 else 's'}"


def _findings(table: pa.Table) -> tuple[Finding, ...]:
    return tuple(
        Finding(**{**row, "severity": Severity(row["severity"])})
        for row in table.select(list(_FIELDS)).to_pylist()
    )
