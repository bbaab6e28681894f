"""The shape of a dataset, known by its headings.

Wide episodes have numbered columns of codes, one row an episode. Counts have a code and how often.
Long rows have one coded entry each and say which episode it stands in; without that, a table of
codes (a code list, a classification) would pass for data, so it is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from workbench.core.codes import CodeSystem
from workbench.errors import InputError
from workbench.io.datasets.columns import (
    CodeColumn,
    CodeSet,
    code_columns,
    numbered_sets,
    words_of,
)
from workbench.io.datasets.years import YearStyle
from workbench.io.headings import fold, shown_headings

__all__ = ["Counts", "Long", "Shape", "Wide", "YearColumn", "find_shape"]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearColumn:
    """The column that says in which financial year a row belongs, and how it writes it."""

    heading: str
    style: YearStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class Wide:
    """One row an episode; of several sets of columns the one with the longest codes is read."""

    system: CodeSystem
    sets: tuple[CodeSet, ...]
    year: YearColumn | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Long:
    """One row a coded entry; `position` and `version` are None where the rows do not say them."""

    system: CodeSystem
    code: str
    episode: str
    position: str | None
    year: YearColumn | None
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """One row a code and how often it was counted."""

    system: CodeSystem
    code: str
    count: str
    year: YearColumn | None


#: What a dataset can be.
Shape = Wide | Long | Counts

_EXPECTED: Final = (
    "expected usage counts (start_date, end_date, icd10_code or opcs4_code, description, usage), "
    "numbered columns of codes (DIAG_4_01, DIAG_4_02 …), one row a coded entry (episode_id, "
    "icd10_code), or codes and counts (icd10_code, count)"
)
_COUNT: Final = frozenset(
    {
        *("usage", "count", "n", "activity", "episodes", "fce", "fces", "total", "frequency"),
        *("freq", "cases", "occurrences", "uses", "num", "totalcount", "episodecount"),
        *("nepisodes", "numberofepisodes", "numberoffces", "finishedconsultantepisodes"),
    }
)
_POSITION: Final = frozenset(
    {"position", "pos", "seq", "sequence", "order", "rank", "level", "diagorder", "seqnum"}
)
#: Columns that say which ICD a row is coded in; V and E codes of the ninth look like the tenth's.
_VERSION: Final = frozenset({"icdversion", "icdver", "dxversion", "icdcodeversion", "codeversion"})
_CODE: Final = frozenset({"code", "codes"})
_KEY_WORDS: Final = frozenset({"id", "key", "epikey", "recid", "identifier", "number"})
#: What may tell episodes apart, best first; of one line only one column may be there.
_EPISODE_WORDS: Final = (
    frozenset({"episode", "epikey", "epi", "fce"}),
    frozenset({"record", "recid"}),
    frozenset({"spell", "admission", "hadm", "encounter", "visit", "stay", "attendance"}),
)
_NOT_EPISODES: Final = frozenset(
    {"patient", "person", "pseudo", "nhs", "hesid", "subject", "provider", "gp", "practice"}
)
#: The columns that give the year, best first: named years, then the end of an episode (which is
#: when it counts as finished), then its beginning.
_YEARS: Final = {
    **dict.fromkeys(("fyear",), YearStyle.HES),
    **dict.fromkeys(
        ("financialyear", "finyear", "fiscalyear", "year", "startdateofyear"), YearStyle.YEAR
    ),
    "partyear": YearStyle.PART,
    **dict.fromkeys(
        (
            *("epiend", "episodeend", "episodeenddate", "enddate", "disdate", "dischargedate"),
            *("date", "episodedate", "epistart", "episodestart", "episodestartdate"),
            *("admidate", "admissiondate", "startdate"),
        ),
        YearStyle.DATE,
    ),
}


def find_shape(
    headings: Sequence[str], *, system: CodeSystem | None, file: str, line: int | None = None
) -> Shape:
    """Say how a dataset holds its codes.

    Parameters
    ----------
    headings
        As written, in order.
    system
        Whose codes are asked for; None takes those there are, if of one system only.
    file, line
        For messages: the dataset, and the line of the headings where they stand on one.

    Raises
    ------
    InputError
        If no columns of codes are found, or more than one reading is possible.
    """
    try:
        return _find(headings, system)
    except InputError as error:
        raise InputError(error.problem, file=file, line=line, column=error.column) from error


def _find(headings: Sequence[str], system: CodeSystem | None) -> Shape:
    found = code_columns(headings)
    chosen = _chosen_system(found, headings, system)
    columns = [column for column in found if column.system is chosen]
    _refuse_twins(columns)
    sets = numbered_sets(columns)
    count = _only(headings, _COUNT)
    if sets and (len(sets[0].columns) > 1 or count is None):
        return Wide(system=chosen, sets=tuple(sets), year=_year(headings))
    code = _entry_column(columns, headings)
    if count is not None and not _episode_columns(headings):
        return Counts(
            system=chosen,
            code=code,
            count=count,
            year=_counted_year(headings),
        )
    return Long(
        system=chosen,
        code=code,
        episode=_episode(headings),
        position=_only(headings, _POSITION),
        year=_year(headings),
        version=_only(headings, _VERSION) if chosen is CodeSystem.ICD10 else None,
    )


def _chosen_system(
    found: Sequence[CodeColumn],
    headings: Sequence[str],
    asked: CodeSystem | None,
) -> CodeSystem:
    held = {column.system: column.heading for column in reversed(found)}
    bare = any(fold(heading) in _CODE for heading in headings)
    if asked is not None and (asked in held or (bare and not held)):
        return asked
    if asked is None and len(held) == 1:
        return next(iter(held))
    if not held and not bare:
        problem = f"no column of codes among {shown_headings(headings)}; {_EXPECTED}"
        raise InputError(problem)
    if asked is not None:
        others = ", ".join(f"{system.label} (column '{name}')" for system, name in held.items())
        problem = f"holds no column of {asked.label} codes, only of {others}"
        raise InputError(problem)
    labels = " and ".join(sorted(system.label for system in held)) or "a system nothing names"
    problem = f"holds codes of {labels}; say which are to be read"
    raise InputError(problem)


def _refuse_twins(columns: Sequence[CodeColumn]) -> None:
    seen: dict[tuple[tuple[str, ...], tuple[int, int]], CodeColumn] = {}
    for column in columns:
        other = seen.setdefault((column.stem, column.place), column)
        if other is column:
            continue
        problem = f"and '{other.heading}' stand for the same position; keep one"
        if other.heading == column.heading:
            problem = "stands there twice; keep one"
        raise InputError(problem, column=column.heading)


def _entry_column(columns: Sequence[CodeColumn], headings: Sequence[str]) -> str:
    """Give the one column of codes of a table with one code a row."""
    named = [c.heading for c in columns if any(w.endswith("code") for w in words_of(c.heading))]
    bare = [heading for heading in headings if fold(heading) in _CODE]
    for choice in (named, bare, [c.heading for c in columns]):
        if len(choice) == 1:
            return choice[0]
        if choice:
            problem = f"columns {_quoted(choice)} could all hold the codes; keep one"
            raise InputError(problem)
    problem = f"no column of codes among {shown_headings(headings)}; {_EXPECTED}"
    raise InputError(problem)


def _episode_columns(headings: Sequence[str]) -> list[str]:
    """Give the columns of the best kind that tells episodes apart."""
    keys = [heading for heading in headings if _is_key(heading)]
    for words in _EPISODE_WORDS:
        found = [heading for heading in keys if words.intersection(words_of(heading))]
        if found:
            return found
    return [heading for heading in keys if fold(heading) in {"id", "key", "rowid"}]


def _is_key(heading: str) -> bool:
    words = words_of(heading)
    return bool(_KEY_WORDS.intersection(words)) and not _NOT_EPISODES.intersection(words)


def _episode(headings: Sequence[str]) -> str:
    found = _episode_columns(headings)
    if len(found) == 1:
        return found[0]
    if found:
        problem = f"columns {_quoted(found)} could all tell episodes apart; keep one"
        raise InputError(problem)
    problem = (
        f"no column among {shown_headings(headings)} says which rows are one episode; expected one "
        f"such as episode_id; or {_EXPECTED.removeprefix('expected ')}"
    )
    raise InputError(problem)


def _only(headings: Sequence[str], words: frozenset[str]) -> str | None:
    return next((heading for heading in headings if fold(heading) in words), None)


def _year(headings: Sequence[str]) -> YearColumn | None:
    by_fold = {fold(heading): heading for heading in reversed(headings)}
    for word, style in _YEARS.items():
        if word in by_fold:
            return YearColumn(heading=by_fold[word], style=style)
    return None


def _counted_year(headings: Sequence[str]) -> YearColumn | None:
    """Give the year of counts: a named year, or the day on which the time they cover begins."""
    return _year([heading for heading in headings if fold(heading) != "enddate"])


def _quoted(headings: Sequence[str]) -> str:
    return " and ".join(f"'{heading}'" for heading in headings)
