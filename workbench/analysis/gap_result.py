"""What ``gaps`` answers: counts by code and by activity, and what is missing, ranked.

The definitions are in the documentation (*What is a gap*). Codes, kinds and figures are columns;
why a code is a gap and what lies near it is worked out for the rows that are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

import pyarrow as pa

from workbench.analysis.gap_display import gaps_html, gaps_text
from workbench.analysis.gap_kinds import GapKind
from workbench.analysis.small_numbers import (
    SmallNumbers,
    as_text,
    parse_small_numbers,
    suppress_gaps,
)
from workbench.core.showing import Shown
from workbench.io.datasets import CodeCounts

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "GAP_SCHEMA",
    "ActivityCounts",
    "Gap",
    "GapReleases",
    "Gaps",
    "KindCount",
    "Near",
    "SourceCounts",
    "Teller",
    "UsageRead",
]

#: One row a gap, most activity first, then in natural order. ``activity`` is null without usage,
#: and where all there is was suppressed; ``share`` is 0.0-1.0 of the activity in scope, null where
#: that is not known or 0; ``suppressed`` says how many counts of the code were suppressed.
GAP_SCHEMA: Final[pa.Schema] = pa.schema(
    [
        pa.field("code", pa.string(), nullable=False),
        pa.field("term", pa.string()),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("activity", pa.int64()),
        pa.field("share", pa.float64()),
        pa.field("suppressed", pa.int64(), nullable=False),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapReleases(Shown):
    """Which releases a result joins.

    Attributes
    ----------
    source, target
        The releases the map leads from and to; target None where the map does not say.
    map
        The name of the map.
    """

    source: str
    target: str | None
    map: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageRead(Shown):
    """Which usage ranks the gaps.

    Attributes
    ----------
    path
        As it was given.
    year
        First day of its year, ISO; None where the data name none.
    unit
        What one unit of activity is.
    """

    path: str
    year: str | None
    unit: str

    @classmethod
    def of(cls, counts: CodeCounts) -> UsageRead:
        """Name what was read."""
        return cls(path=counts.path, year=counts.year, unit=counts.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCounts(Shown):
    """How many sources are in scope; ``mapped``, ``no_map`` and ``unmapped`` add up to it."""

    sources: int
    mapped: int
    no_map: int
    unmapped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityCounts(Shown):
    """The activity in scope; ``mapped``, ``no_map`` and ``unmapped`` add up to ``total``."""

    total: int
    mapped: int
    no_map: int
    unmapped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCount:
    """How many sources are a gap of one kind, and their activity (None without usage)."""

    kind: GapKind
    codes: int
    activity: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A mapped ancestor of a source: derived, never the source's own map.

    Attributes
    ----------
    code, term
        The ancestor.
    targets
        Its distinct targets as the target release spells them, in the order of the map.
    """

    code: str
    term: str | None
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One source that is a gap.

    Attributes
    ----------
    code, term
        The source.
    kind
        What is missing.
    activity, share, suppressed
        As in `GAP_SCHEMA`.
    why
        A sentence's worth of reason.
    nearest
        Of an unmapped or no-map source, its nearest mapped ancestors, all equally near.
    """

    code: str
    term: str | None
    kind: GapKind
    activity: int | None
    share: float | None
    suppressed: int
    why: str
    nearest: tuple[Near, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain values; by hand, since there may be some hundred thousand."""
        return {
            "code": self.code,
            "term": self.term,
            "kind": self.kind.value,
            "activity": self.activity,
            "share": self.share,
            "why": self.why,
            "nearest": [
                {"code": near.code, "term": near.term, "targets": list(near.targets)}
                for near in self.nearest
            ],
        }


class Teller(Protocol):
    """Something that knows why a row is a gap, and what lies near."""

    def tell(self, row: int) -> tuple[str, tuple[Near, ...]]:
        """Give the reason and the nearest mapped ancestors of a row of the table, from 0."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Gaps:
    """What is missing in a map.

    Attributes
    ----------
    releases, counts
        See their classes.
    activity, usage
        None without usage.
    scope
        What was asked about, as a sentence ends.
    bridges
        The declared bridges used, as text, sorted.
    kinds
        Each kind with its counts, in the order of `GapKind`; those of nobody left out.
    table
        A table of `GAP_SCHEMA`.
    notes
        What a reader must know.
    teller
        Gives the reasons of rows.
    """

    releases: GapReleases
    counts: SourceCounts
    activity: ActivityCounts | None
    usage: UsageRead | None
    scope: str
    bridges: tuple[str, ...]
    kinds: tuple[KindCount, ...]
    table: pa.Table
    notes: tuple[str, ...]
    teller: Teller

    def __len__(self) -> int:
        """Give the number of gaps."""
        return int(self.table.num_rows)

    def __iter__(self) -> Iterator[Gap]:
        """Give the gaps, most activity first."""
        return iter(self.first(len(self)))

    def first(self, count: int) -> tuple[Gap, ...]:
        """Give the first gaps of the ranking."""
        rows = self.table.slice(0, count).to_pylist()
        return tuple(self._gap(number, row) for number, row in enumerate(rows))

    def to_dict(self, *, small_numbers: str = SmallNumbers.NONE) -> dict[str, Any]:
        """Give the JSON document of the command line's contract, as plain values.

        Parameters
        ----------
        small_numbers
            ``none``, or ``hes`` for what goes below national level: a suppressed count is then
            the text ``*``, and a share of one None.

        Raises
        ------
        InputError
            If there is no such policy.
        """
        policy, document = parse_small_numbers(small_numbers), self._document()
        if policy is SmallNumbers.NONE:
            return document
        plain: dict[str, Any] = as_text(suppress_gaps(document))
        return plain

    def _document(self) -> dict[str, Any]:
        names = ("total", "mapped", "no_map", "unmapped")
        return {
            "releases": asdict(self.releases),
            "year": self.usage.year if self.usage else None,
            "bridges": list(self.bridges),
            **asdict(self.counts),
            "activity": asdict(self.activity) if self.activity else dict.fromkeys(names),
            "gaps": [gap.to_dict() for gap in self],
        }

    def to_pandas(self) -> pd.DataFrame:
        """Give one row a gap, its nearest ancestors as text (``I21 → BA41.Z``)."""
        frame: pd.DataFrame = self.table.to_pandas()
        told = [self.teller.tell(row) for row in range(len(self))]
        frame["why"] = [why for why, _ in told]
        frame["nearest"] = [
            "; ".join(f"{near.code} → {', '.join(near.targets)}" for near in found)
            for _, found in told
        ]
        return frame

    def __repr__(self) -> str:
        """Give one line: the map, and how many sources are mapped, by code and by activity."""
        return gaps_text(self)

    def _repr_html_(self) -> str:
        return gaps_html(self)

    def _gap(self, number: int, row: dict[str, Any]) -> Gap:
        why, near = self.teller.tell(number)
        return Gap(**{**row, "kind": GapKind(row["kind"])}, why=why, nearest=near)
