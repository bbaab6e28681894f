"""What ``impact`` answers: tables and figures, before anyone draws or writes them.

Every count stands twice, by code and by activity; every table names its columns here. The
definitions of the values are in the documentation (*What the measures mean*).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from workbench.analysis.impact_display import (
    codelists_html,
    codelists_text,
    impact_html,
    impact_text,
)
from workbench.analysis.impact_json import impact_document
from workbench.analysis.layer_schema import LAYER_SCHEMA
from workbench.analysis.reconciliation import reconciliation
from workbench.analysis.small_numbers import (
    SmallNumbers,
    as_text,
    parse_small_numbers,
    suppress,
)
from workbench.core.showing import Shown
from workbench.io.datasets import Dropped, Rows

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "BETWEEN_ALTERNATIVES",
    "CHAPTER_SCHEMA",
    "CODELIST_CODE_SCHEMA",
    "FLOW_SCHEMA",
    "MEASURE_SCHEMA",
    "MERGE_SCHEMA",
    "PER_CODE_SCHEMA",
    "UNCERTAIN_SCHEMA",
    "CodelistImpact",
    "CodelistImpacts",
    "DatasetSummary",
    "Dropped",
    "Impact",
    "ImpactReleases",
    "Merges",
]

#: One row a distinct code of the dataset, in natural order. ``key`` is the normalised code the map
#: answered for (null for method none); ``target`` the full expression or the code of the block or
#: chapter; the flags are text as in the JSON, null where their companion map is not there.
#: ``suppressed`` says how many counts of the code the publisher withheld; where all there is was
#: withheld, ``activity`` is null.
PER_CODE_SCHEMA: Final[pa.Schema] = pa.schema(
    [
        pa.field("code", pa.string(), nullable=False),
        pa.field("term", pa.string()),
        pa.field("activity", pa.int64()),
        pa.field("method", pa.string(), nullable=False),
        pa.field("key", pa.string()),
        pa.field("source_chapter", pa.string()),
        pa.field("target", pa.string()),
        pa.field("target_term", pa.string()),
        pa.field("target_kind", pa.string(), nullable=False),
        pa.field("target_chapter", pa.string()),
        pa.field("residual", pa.string(), nullable=False),
        pa.field("residual_kind", pa.string()),
        pa.field("cluster", pa.string(), nullable=False),
        pa.field("moved_chapter", pa.string(), nullable=False),
        pa.field("merged", pa.string(), nullable=False),
        pa.field("many_targets", pa.string()),
        pa.field("any_cluster", pa.string()),
        pa.field("all_cluster", pa.string()),
        pa.field("alternatives", pa.string()),
        pa.field("round_trip", pa.string()),
        pa.field("back", pa.string()),
        pa.field("suppressed", pa.int64(), nullable=False),
    ]
)

#: What stands between the targets in the column ``alternatives``.
BETWEEN_ALTERNATIVES: Final = "; "

#: Shares are 0.0-1.0 of all kept codes and of all kept activity.
MEASURE_SCHEMA: Final[pa.Schema] = pa.schema(
    [
        pa.field("measure", pa.string(), nullable=False),
        pa.field("value", pa.string(), nullable=False),
        pa.field("codes", pa.int64(), nullable=False),
        pa.field("activity", pa.int64(), nullable=False),
        pa.field("codes_share", pa.float64(), nullable=False),
        pa.field("activity_share", pa.float64(), nullable=False),
    ]
)

#: ``source_chapter`` is a Roman numeral or null; ``target_chapter`` is null where there is none.
FLOW_SCHEMA: Final[pa.Schema] = pa.schema(
    [
        pa.field("source_chapter", pa.string()),
        pa.field("target_chapter", pa.string()),
        pa.field("codes", pa.int64(), nullable=False),
        pa.field("activity", pa.int64(), nullable=False),
    ]
)

#: One row an expression that two or more normalised codes share, most activity first.
MERGE_SCHEMA: Final[pa.Schema] = pa.schema(
    [
        pa.field("target", pa.string(), nullable=False),
        pa.field("target_term", pa.string()),
        pa.field("source_codes", pa.list_(pa.string()), nullable=False),
        pa.field("codes", pa.int64(), nullable=False),
        pa.field("activity", pa.int64(), nullable=False),
    ]
)

#: One row an ICD-10 chapter with the ICD-11 chapter that continues it, and one a chapter that
#: continues none (its source, and what was before, is null). ``before`` = ``stay`` + ``out``,
#: ``after`` = ``stay`` + ``in``, ``net`` = ``after`` - ``before``; ``map_implied_ratio`` is
#: activity after ÷ before.
CHAPTER_SCHEMA: Final[pa.Schema] = pa.schema(
    [
        pa.field("source_chapter", pa.string()),
        pa.field("target_chapter", pa.string()),
        *(
            pa.field(f"{unit}_{part}", pa.int64())
            for unit in ("codes", "activity")
            for part in ("before", "stay", "out", "in", "after", "net")
        ),
        pa.field("map_implied_ratio", pa.float64()),
    ]
)

#: One row a code on which somebody has to decide, most activity first; ``reasons`` are values of
#: `workbench.analysis.uncertain.Reason`.
UNCERTAIN_SCHEMA: Final[pa.Schema] = pa.schema(
    [
        *(
            PER_CODE_SCHEMA.field(name)
            for name in ("code", "term", "activity", "key", "target", "target_term")
        ),
        PER_CODE_SCHEMA.field("alternatives"),
        pa.field("reasons", pa.list_(pa.string()), nullable=False),
    ]
)

#: One row a code of a list, before the move or after it. ``effect`` is kept (found before and
#: after), lost (before only) or gained (after only).
CODELIST_CODE_SCHEMA: Final[pa.Schema] = pa.schema(
    [
        pa.field("name", pa.string(), nullable=False),
        pa.field("effect", pa.string(), nullable=False),
        *(
            PER_CODE_SCHEMA.field(name)
            for name in ("code", "term", "activity", "target", "target_term")
        ),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactReleases(Shown):
    """Which releases a result joins.

    Attributes
    ----------
    source
        The release the dataset is coded in.
    target
        The release the map leads to.
    map
        The name of the map.
    bridges
        The declared bridges used, as text.
    alternatives, back, foundation
        Names of the companion maps; None where there is none.
    layers
        Names of the layers over the map, from below upwards.
    """

    source: str
    target: str
    map: str
    bridges: tuple[str, ...]
    alternatives: str | None
    back: str | None
    foundation: str | None
    layers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetSummary(Shown):
    """What was counted.

    Attributes
    ----------
    path
        As it was given.
    year
        First day of the financial year, ISO.
    unit
        What one unit of activity is.
    codes, activity
        Distinct codes and their activity after dropping.
    dropped, notes
        What was left out; what a reader must know.
    rows
        How many rows of the data were counted, and how many are of something else.
    """

    path: str
    year: str | None
    unit: str
    codes: int
    activity: int
    dropped: tuple[Dropped, ...]
    notes: tuple[str, ...]
    rows: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Merges(Shown):
    """How many targets are shared, and by what.

    Attributes
    ----------
    targets
        Distinct expressions with two or more distinct normalised codes.
    source_codes
        Those normalised codes.
    codes, activity
        The dataset codes that reach them, and their activity.
    """

    targets: int
    source_codes: int
    codes: int
    activity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodelistImpact(Shown):
    """What the move does to one code list; counts are activity, ratios 0.0-1.0."""

    name: str
    codes: int | None
    unknown: tuple[str, ...] | None
    activity_before: int | None
    activity_after: int | None
    low: int | None
    high: int | None
    sensitivity: float | None
    ppv: float | None
    why: str | None


class CodelistImpacts(tuple[CodelistImpact, ...]):
    """The code lists of an impact by name; a tuple that shows itself as a bounded table."""

    __slots__ = ()

    def to_pandas(self) -> pd.DataFrame:
        """Give one row a list, the fields of `CodelistImpact` as columns."""
        import pandas as pd

        return pd.DataFrame([asdict(codelist) for codelist in self])

    def __repr__(self) -> str:
        """Give a line a list: name, and activity before and after."""
        return codelists_text(self)

    def _repr_html_(self) -> str:
        return codelists_html(self)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Impact:
    """What a move would change in one dataset.

    Attributes
    ----------
    releases, dataset, merges, codelists
        See their classes.
    per_code, measures, measures_direct, chapter_flow, merge_table
        Tables of `PER_CODE_SCHEMA`, `MEASURE_SCHEMA` (twice), `FLOW_SCHEMA`, `MERGE_SCHEMA`.
        ``measures_direct`` counts the methods exact, xfill, place4, fifth and layer only, its
        shares still of the whole.
    codelist_codes
        A table of `CODELIST_CODE_SCHEMA`: which codes each list keeps, loses and gains.
    layer_effect
        A table of `LAYER_SCHEMA`: each code that a layer answers for, before and after; empty
        where no layer is named.
    """

    releases: ImpactReleases
    dataset: DatasetSummary
    per_code: pa.Table
    measures: pa.Table
    measures_direct: pa.Table
    chapter_flow: pa.Table
    merges: Merges
    merge_table: pa.Table
    codelists: tuple[CodelistImpact, ...]
    codelist_codes: pa.Table = field(default_factory=CODELIST_CODE_SCHEMA.empty_table)
    layer_effect: pa.Table = field(default_factory=LAYER_SCHEMA.empty_table)

    @property
    def chapters(self) -> pa.Table:
        """What stays in each chapter, leaves it and comes to it: `CHAPTER_SCHEMA`."""
        from workbench.analysis.chapters import chapter_table

        return chapter_table(self.chapter_flow)

    @property
    def uncertain(self) -> pa.Table:
        """The codes on which somebody has to decide: `UNCERTAIN_SCHEMA`."""
        from workbench.analysis.uncertain import uncertain_table

        return uncertain_table(self.per_code)

    def to_pandas(self) -> pd.DataFrame:
        """Give one row a distinct code of the dataset, the columns of `PER_CODE_SCHEMA`.

        Its ``activity`` adds up to ``dataset.activity``; `reconcile` says what is beside it.
        """
        import pandas as pd

        frame: pd.DataFrame = self.per_code.to_pandas(
            types_mapper={pa.int64(): pd.Int64Dtype()}.get  # a suppressed count makes no fraction
        )
        return frame

    def reconcile(self) -> pd.DataFrame:
        """Account for every row of the dataset, up to the total of its publisher.

        Returns
        -------
        pandas.DataFrame
            Columns ``value``, ``rows``, ``activity`` and ``why``; rows by name: ``counted``; one
            ``dropped`` a value left out; ``total``, which is both together; and where the data
            hold more, ``elsewhere``, rows of which the activity is not read.
        """
        return reconciliation(self)

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
        plain: dict[str, Any] = as_text(self.suppressed(small_numbers))
        return plain

    def suppressed(self, small_numbers: str) -> dict[str, Any]:
        """Give that document with each suppressed count as a `Suppressed`, which is no number.

        Raises
        ------
        InputError
            If there is no such policy.
        """
        return suppress(impact_document(self), parse_small_numbers(small_numbers))

    def __repr__(self) -> str:
        """Give one line: what was counted, along which map."""
        return impact_text(self)

    def _repr_html_(self) -> str:
        return impact_html(self)
