"""Count distinct values where they lie: one lazy ``group_by`` a column, concatenated.

Values are grouped as written and told apart afterwards (12,000 of them, not 100 million). Two
things have to hold at once: an episode counts a code once however often it stands in it, and
``I43.8A`` and ``I438`` are one code. So the first pass compares values as written, and only where
one code turns up in two spellings a second pass compares cleaned ones, at some five times the cost.

The trap: ``unpivot`` and ``str.replace`` fail on a DuckDB connection of one's own, and unnesting a
list a row is four times slower than one group a column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from workbench.io.datasets.years import YearStyle

if TYPE_CHECKING:
    import narwhals as nw

    Frame = nw.LazyFrame[Any]

__all__ = [
    "Counted",
    "Spelling",
    "Tally",
    "count_long",
    "count_sums",
    "count_wide",
    "missing_episodes",
    "of_tenth",
    "positions_held",
    "set_values",
]

_YEAR: Final = "y"
_CODE: Final = "code"
_DATE: Final = r"^\d{4}-\d{2}-\d{2}"
_APRIL: Final = "04"
#: What printing and padding add to a code; a mark, only after four or five characters.
_AROUND: Final = r"[\s.*†]"
_MARKED: Final = r"^[A-Z][0-9]{2}([0-9X][0-9]?-*[AD]|([0-9X][0-9]?)?-+)$"
_MARK: Final = r"-*[AD]?$"
_FIRST: Final = r"^\s*0*1(\.0*)?\s*$"
_TENTH: Final = r"^\s*(?:[Ii][Cc][Dd][ -]?)?10(\.0*)?([ -]?[A-Za-z]+)?\s*$"
_NOUGHT: Final = r"^\s*0+(\.0*)?\s*$"


class Spelling(StrEnum):
    """By what two values of one episode are the same."""

    AS_WRITTEN = "as written"
    AS_CODE = "as code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Which columns of a frame of text are asked.

    Attributes
    ----------
    codes
        Columns of codes, first-listed first; of long rows and counts exactly one.
    year, style
        The column of the year and how it is written; None without one.
    episode, position, version, count
        Further columns of long rows and of counts; None where there is none.
    """

    codes: tuple[str, ...]
    year: str | None = None
    style: YearStyle | None = None
    episode: str | None = None
    position: str | None = None
    version: str | None = None
    count: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often a value stands in a year.

    Attributes
    ----------
    year
        As the year column has it (of a date see `YearStyle.DATE`); None without one.
    value
        As written; None where missing.
    rows
        How often it stands there.
    episodes
        In how many episodes; of counts, what they add up to.
    withheld
        In how many of the rows its count was suppressed.
    """

    year: str | None
    value: str | None
    rows: int
    episodes: int
    withheld: int = 0


def count_wide(frame: Frame, asked: Counted, spelling: Spelling) -> list[Tally]:
    """Count the values of numbered columns, one row an episode; blanks are no values."""
    import narwhals as nw

    codes = asked.codes
    written = [_value(name, spelling) for name in codes]
    prepared = frame.select(_year(asked), *written)
    parts = []
    for place, name in enumerate(codes):
        value = nw.col(name)
        again = [(value == nw.col(other)) & ~nw.col(other).is_null() for other in codes[:place]]
        first = ~nw.any_horizontal(*again, ignore_nulls=False) if again else nw.lit(value=True)
        counted = (
            prepared.filter(~value.is_null() & (value != ""))
            .with_columns(nw.when(first).then(1).otherwise(0).alias("first"))
            .group_by(_YEAR, name)
            .agg(nw.len().alias("rows"), nw.col("first").sum().alias("episodes"))
        )
        parts.append(counted.select(_YEAR, nw.col(name).alias(_CODE), "rows", "episodes"))
    together = nw.concat(parts).group_by(_YEAR, _CODE)
    return _tallies(together.agg(nw.col("rows").sum(), nw.col("episodes").sum()))


def count_long(frame: Frame, asked: Counted, spelling: Spelling) -> list[Tally]:
    """Count one value a row; an episode is told by its key, and counts a value once.

    With `Counted.position` only rows in the first position count.
    """
    import narwhals as nw

    (name,) = asked.codes
    if asked.position is not None:
        frame = frame.filter(nw.col(asked.position).str.contains(_FIRST))
    prepared = frame.select(
        _year(asked), _value(name, spelling), nw.col(str(asked.episode)).alias("episode")
    )
    counted = prepared.group_by(_YEAR, name).agg(
        nw.len().alias("rows"),
        nw.col("episode").n_unique().alias("episodes"),
    )
    return _tallies(counted.select(_YEAR, nw.col(name).alias(_CODE), "rows", "episodes"))


def count_sums(frame: Frame, asked: Counted) -> list[tuple[str | None, str | None, str, int]]:
    """Give year, value, count as text and rows of a table of counts, equal rows together."""
    import narwhals as nw

    (name,) = asked.codes
    prepared = frame.select(_year(asked), nw.col(name), nw.col(str(asked.count)).alias("count"))
    counted = prepared.group_by(_YEAR, name, "count").agg(nw.len().alias("rows"))
    table = counted.collect().to_arrow()
    columns = (table[column].to_pylist() for column in (_YEAR, name, "count", "rows"))
    return list(zip(*columns, strict=True))


def missing_episodes(frame: Frame, asked: Counted) -> int:
    """Count the rows that do not say which episode they belong to."""
    import narwhals as nw

    episode = nw.col(str(asked.episode))
    counted = frame.filter(episode.is_null() | (episode == "")).select(nw.len().alias("rows"))
    return int(counted.collect().to_arrow()["rows"][0].as_py())


def of_tenth(frame: Frame, asked: Counted) -> tuple[Frame, int]:
    """Keep the rows coded in ICD-10, and count those that are not, or do not say."""
    import narwhals as nw

    tenth = nw.col(str(asked.version)).str.contains(_TENTH).fill_null(value=False)
    others = frame.filter(~tenth).select(nw.len().alias("rows"))
    return frame.filter(tenth), int(others.collect().to_arrow()["rows"][0].as_py())


def positions_held(frame: Frame, asked: Counted) -> tuple[int, int]:
    """Count the rows in position 0, which leave unsaid where counting begins, and in position 1."""
    import narwhals as nw

    position = nw.col(str(asked.position))
    found = []
    for pattern in (_NOUGHT, _FIRST):
        counted = frame.filter(position.str.contains(pattern)).select(nw.len().alias("rows"))
        found.append(int(counted.collect().to_arrow()["rows"][0].as_py()))
    return found[0], found[1]


def set_values(frame: Frame, sets: Sequence[Sequence[str]]) -> list[dict[str, int]]:
    """Give for each of several sets of columns its values with their rows."""
    import narwhals as nw

    parts = [
        frame.filter(~nw.col(name).is_null() & (nw.col(name) != ""))
        .group_by(name)
        .agg(nw.len().alias("rows"))
        .select(nw.lit(place).cast(nw.Int64).alias("set"), nw.col(name).alias(_CODE), "rows")
        for place, names in enumerate(sets)
        for name in names
    ]
    table = nw.concat(parts).collect().to_arrow()
    found: list[dict[str, int]] = [{} for _ in sets]
    columns = (table[name].to_pylist() for name in ("set", _CODE, "rows"))
    for place, value, rows in zip(*columns, strict=True):
        found[place][value] = found[place].get(value, 0) + rows
    return found


def _tallies(counted: Frame) -> list[Tally]:
    table = counted.collect().to_arrow()
    columns = (table[name].to_pylist() for name in (_YEAR, _CODE, "rows", "episodes"))
    return [
        Tally(year=year, value=value, rows=int(rows), episodes=int(episodes))
        for year, value, rows, episodes in zip(*columns, strict=True)
    ]


def _value(name: str, spelling: Spelling) -> nw.Expr:
    import narwhals as nw

    if spelling is Spelling.AS_WRITTEN:
        return nw.col(name)
    bare = nw.col(name).str.to_uppercase().str.replace_all(_AROUND, "")
    unmarked = bare.str.replace_all(_MARK, "")
    return nw.when(bare.str.contains(_MARKED)).then(unmarked).otherwise(bare).alias(name)


def _year(asked: Counted) -> nw.Expr:
    """Give the year as its column has it; of a date, its year and on which side of April it is."""
    import narwhals as nw

    if asked.year is None:
        return nw.lit(None, dtype=nw.String).alias(_YEAR)
    value = nw.col(asked.year)
    if asked.style is not YearStyle.DATE:
        return value.alias(_YEAR)
    half = nw.when(value.str.slice(5, 2) < _APRIL).then(nw.lit("a")).otherwise(nw.lit("b"))
    dated = nw.concat_str([value.str.slice(0, 4), half])
    known = nw.when(value.str.contains(_DATE)).then(dated).otherwise(value.str.slice(0, 4))
    return nw.when(value.str.strip_chars() == "").then(nw.lit("")).otherwise(known).alias(_YEAR)
