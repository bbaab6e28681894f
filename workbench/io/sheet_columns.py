"""Which column of somebody's spreadsheet is which column of a map.

Guessed from the headings that Snap2SNOMED and Usagi write and that people type, and told; or
chosen. The trap: one heading serves two programs with two meanings (Usagi's ``conceptId`` is an id
of OMOP, not a code), so the better of two columns for one thing is taken and the other is kept
under its heading.

Source: Snap2SNOMED (SNOMED International), MapViewService.getExportHeader; Usagi (OHDSI),
SourceCode.java, WriteCodeMappingsToFile.java and ExportForReviewAction.java.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from workbench.errors import InputError
from workbench.io.headings import fold, shown_headings
from workbench.mapping.schema import MAP_SCHEMA

__all__ = ["FIELDS", "OMOP", "PROGRAMS", "RELEASES", "ColumnChoice", "choose_columns", "heading_of"]

#: What is said of the whole map, in every row.
RELEASES: Final = ("source_release", "target_release")
#: Whether there is no map, without a reason.
_FLAG: Final = "no_map_flag"
#: What a column may be: those of a map, and these.
FIELDS: Final = (*(n for n in MAP_SCHEMA.names if n != "line"), *RELEASES, _FLAG)
#: Headings, folded, of columns that hold an id of OMOP and not a code.
OMOP: Final = frozenset(("conceptid", "targetconceptid"))

#: Fields whose plain name means in anybody's table what it means here; of the others
#: (``category``, ``module``) only `heading_of` does.
_PLAIN: Final = frozenset(
    (
        *("relation", "status", "comment", "frequency", "confidence", "author", "reviewer"),
        *("rule", "advice", "mark"),
    )
)
#: Words with which a field's name says by itself that it is one of a map.
_CLEAR: Final = ("source", "target", "map_", "mapping_", "no_map")
#: Headings of each field, folded, the best first; behind them its own name.
_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "source": ("sourcecode", "sourceconceptcode", "sourceconceptid"),
    "source_term": ("sourcedisplay", "sourcename", "sourcedescription", "sourcecodedescription"),
    "target": ("targetcode", "targetconceptcode", "target", "conceptid", "targetconceptid"),
    "target_term": ("targetdisplay", "targetname", "targetdescription", "targetconceptname"),
    "relation": (
        *("relationshiptypecode", "relationship", "equivalence", "relationshiptype"),
        "relationshiptypedisplay",
    ),
    "no_map": ("nomapreason",),
    _FLAG: ("nomapflag", "isnomap"),
    "status": ("mappingstatus",),
    "comment": ("comments", "notes", "note"),
    "frequency": ("sourcefrequency", "usage", "count"),
    "author": ("lastauthor", "createdby"),
    "reviewer": ("lastreviewer", "statussetby"),
    "mapping_date": ("createdon",),
    "review_date": ("statusseton",),
}
#: What another column says again, for people.
_AGAIN: Final[Mapping[str, str]] = {"relationshiptypedisplay": "relation"}
#: Headings, folded, by which a table is known to be a map: all of one of these.
PROGRAMS: Final = (
    frozenset(("sourcecode", "targetcode")),
    frozenset(("sourcecode", "conceptid")),
    frozenset(("sourcecode", "targetconceptcode")),
    frozenset(("sourcecode", "targetconceptid")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChoice:
    """What each column is.

    Attributes
    ----------
    places
        The place of the column of each field that has one, from 0.
    others
        The places of columns that are kept under their headings.
    told
        One sentence on what was taken for what.
    """

    places: Mapping[str, int]
    others: tuple[int, ...]
    told: str


def heading_of(field: str) -> str:
    """Give the heading under which a field is written and known again.

    Examples
    --------
    >>> heading_of("source_kind"), heading_of("map_group"), heading_of("category")
    ('Source kind', 'Map group', 'Map category')
    """
    name = field if field.startswith(_CLEAR) else f"map_{field}"
    return name.replace("_", " ").capitalize()


def choose_columns(
    headings: Sequence[str], chosen: Mapping[str, str], *, file: str
) -> ColumnChoice:
    """Say which column is which.

    Parameters
    ----------
    headings
        As the file has them.
    chosen
        By field, the heading that was chosen for it; the rest is guessed.
    file
        Its name without folders.

    Raises
    ------
    InputError
        If a field or heading chosen is not there, a heading stands twice, or there is no source or
        neither target nor no-map.

    Examples
    --------
    >>> found = choose_columns(["Source code", "Target code", "Ward"], {}, file="a.csv")
    >>> found.places, found.others
    ({'source': 0, 'target': 1}, (2,))
    """
    folded = [fold(heading) for heading in headings]
    _check_headings(headings, folded, file)
    places = {field: _place(field, name, headings, folded, file) for field, name in chosen.items()}
    for field in FIELDS:
        if field not in places:
            plain = (fold(field),) if field in _PLAIN or field.startswith(_CLEAR) else ()
            names = (*_HEADINGS.get(field, ()), *plain, fold(heading_of(field)))
            free = (n for name in names for n in _at(folded, name) if n not in places.values())
            found = next(free, None)
            if found is not None:
                places[field] = found
    for field in ("source", "target"):
        if field not in places:
            raise _missing(field, headings, file)
    again = {n for n, name in enumerate(folded) if _AGAIN.get(name) in places}
    others = set(range(len(headings))) - set(places.values()) - again
    ordered = {field: places[field] for field in FIELDS if field in places}
    return ColumnChoice(
        places=ordered, others=tuple(sorted(others)), told=_told(ordered, sorted(others), headings)
    )


def _told(places: Mapping[str, int], others: Sequence[int], headings: Sequence[str]) -> str:
    taken = ", ".join(f"{field} from '{headings[place]}'" for field, place in places.items())
    kept = ", ".join(f"'{headings[place]}'" for place in others)
    return f"columns: {taken}" + (f"; kept as they are: {kept}" if kept else "")


def _at(folded: Sequence[str], name: str) -> list[int]:
    return [number for number, heading in enumerate(folded) if heading == name]


def _check_headings(headings: Sequence[str], folded: Sequence[str], file: str) -> None:
    for number, heading in enumerate(headings):
        if not heading.strip():
            problem = f"column {number + 1} has no heading; every column needs one"
            raise InputError(problem, file=file)
        if heading in headings[:number] or (folded[number] and folded[number] in folded[:number]):
            problem = f"the heading '{heading}' stands twice"
            raise InputError(problem, file=file)


def _place(field: str, name: str, headings: Sequence[str], folded: Sequence[str], file: str) -> int:
    if field not in FIELDS:
        problem = f"'{field}' is no column of a map; expected one of {', '.join(FIELDS)}"
        raise InputError(problem)
    if name in headings:
        return headings.index(name)
    found = _at(folded, fold(name)) if fold(name) else []
    if len(found) == 1:
        return found[0]
    problem = f"has no column '{name}'; it has {shown_headings(headings)}"
    raise InputError(problem, file=file)


def _missing(field: str, headings: Sequence[str], file: str) -> InputError:
    problem = (
        f"no column is known as the {field} code; it has {shown_headings(headings)}: say which it "
        f"is with --column {field}=HEADING"
    )
    return InputError(problem, file=file)
