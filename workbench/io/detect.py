"""Which kind of file something is, by its name and headings and never by the shape of its codes.

ICD-10 and OPCS-4 share code shapes (C15 is an oesophagus and an eyelid), so a look at values
proves nothing. A file given to the wrong command is told what it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from workbench.errors import InputError
from workbench.io.claml_xml import root_name
from workbench.io.headings import fold, split_header, stamp_edition
from workbench.io.package import Form, Package
from workbench.io.rf2_package import is_rf2_name
from workbench.io.sheet_columns import PROGRAMS
from workbench.io.text import lines_of_head

__all__ = ["GRAPH_KINDS", "MAP_KINDS", "Family", "Found", "find", "recognise"]

_HEAD: Final = 8192
#: How many names a hint lists.
_SOME: Final = 5
_ENDINGS: Final = (".txt", ".csv", ".tsv", ".xml", ".claml", ".json")


class Family(StrEnum):
    """What a file can be added as."""

    GRAPH = "graph"
    MAP = "map"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a file is.

    Attributes
    ----------
    family
        Whether it is a graph, a map or neither.
    kind
        The word for ``--kind``; empty for `Family.OTHER`.
    what
        In words.
    name
        The file's name in its package.
    """

    family: Family
    kind: str
    what: str
    name: str


#: The words of ``graph add --kind``.
GRAPH_KINDS: Final = ("rf2", "who-icd10", "builtin", "ukb-coding", "icd11", "claml", "csv")
#: The words of ``map add --kind``.
MAP_KINDS: Final = (
    *("rf2", "who-10to11-one", "who-10to11-multiple", "who-11to10", "who-foundation"),
    *("sssom", "fhir", "csv", "xlsx"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sign:
    """Headings by which a kind is known: all of `has`, none of `lacks`."""

    family: Family
    kind: str
    what: str
    has: frozenset[str]
    lacks: frozenset[str] = frozenset()


def _sign(family: Family, kind: str, what: str, has: str, lacks: str = "") -> _Sign:
    return _Sign(
        family=family,
        kind=kind,
        what=what,
        has=frozenset(has.split()),
        lacks=frozenset(lacks.split()),
    )


_TEN_ELEVEN: Final = "10classkind icd10code icd11foundationuri linearizationreleaseuri icd11code"

_SSSOM: Final = "a mapping set of SSSOM"

#: Tried in this order; headings as `fold` gives them.
_SIGNS: Final = (
    _sign(
        Family.GRAPH,
        "icd11",
        "the ICD-11 tabulation",
        "linearizationuri classkind depthinkind isresidual chapterno isleaf",
    ),
    _sign(
        Family.MAP,
        "who-10to11-one",
        "WHO's table from ICD-10 to one ICD-11 category",
        f"{_TEN_ELEVEN} 10depthinkind",
    ),
    _sign(
        Family.MAP,
        "who-10to11-multiple",
        "WHO's table from ICD-10 to several ICD-11 categories",
        f"{_TEN_ELEVEN} depth",
    ),
    _sign(
        Family.MAP,
        "who-11to10",
        "WHO's table from ICD-11 to one ICD-10 category",
        "linearizationreleaseuri icd11code icd11chapter icd10code icd10chapter",
        "10classkind",
    ),
    _sign(
        Family.MAP,
        "who-foundation",
        "WHO's table from ICD-10 to the ICD-11 Foundation",
        "10classkind icd10code icd11foundationuri icd11title",
        "icd11code",
    ),
    _sign(
        Family.GRAPH,
        "ukb-coding",
        "a UK Biobank coding",
        "coding meaning nodeid parentid selectable",
    ),
    _sign(Family.OTHER, "", "counts of codes by year", "startdate enddate description usage"),
    _sign(
        Family.MAP,
        "rf2",
        "a file of map reference sets of SNOMED CT",
        "effectivetime moduleid active refsetid referencedcomponentid mapgroup mappriority "
        "maptarget correlationid",
    ),
    _sign(
        Family.OTHER,
        "",
        "one table of an RF2 release, whose folder or zip is the one to give",
        "effectivetime moduleid active",
    ),
    _sign(Family.MAP, "sssom", _SSSOM, "subjectid predicateid objectid"),
    _sign(Family.GRAPH, "csv", "a typed graph", "code term parent"),
    _sign(Family.MAP, "csv", "a typed map", "source target"),
    *(_sign(Family.MAP, "csv", "a table of a map", " ".join(names)) for names in PROGRAMS),
)

#: The type of a resource of FHIR; what it holds has a type, too, but stands behind it.
_RESOURCE: Final = re.compile(r'"resourceType"\s*:\s*"(\w+)"')
#: A key that every file of SSSOM has before its header.
_SSSOM_KEY: Final = re.compile(r"#\s*(?:curie_map|mapping_set_id|extension_definitions):")
_CODES: Final = re.compile(r"icd10\d{4}\w*codes\.txt", re.IGNORECASE)
_PARTS: Final = re.compile(r"icd10\d{4}\w*(?P<part>groups|chapters)\.txt", re.IGNORECASE)
_CODES_ROW: Final = re.compile(r"[345];[TN];[XS];(?:[^;]*;){13}[^;]*")
_WHO_ICD10: Final = "the WHO ICD-10 table of codes"
_RF2: Final = "a SNOMED CT release in RF2"
_ARTICLES: Final = {Family.GRAPH: "a graph", Family.MAP: "a map"}


def recognise(name: str, head: bytes) -> Found | None:
    """Say what a file is from its name and its first few thousand bytes, or None.

    Raises
    ------
    InputError
        If it is empty or no UTF-8 text.
    """
    base = name.rpartition("/")[2]
    root = root_name(head)
    if root is not None:
        return _of_root(root, name)
    lines = lines_of_head(head, file=base)
    return _of_resource(lines, name) or _of_table(lines, base, name)


def _of_table(lines: list[str], base: str, name: str) -> Found | None:
    """Say what a text table is, by its name and headings."""
    if _PARTS.fullmatch(base):
        what = "a part of the WHO ICD-10 text tables, whose table of codes is the one to give"
        return Found(family=Family.OTHER, kind="", what=what, name=name)
    if _CODES.fullmatch(base) or _CODES_ROW.fullmatch(lines[0]):
        return Found(family=Family.GRAPH, kind="who-icd10", what=_WHO_ICD10, name=name)
    header = next((line for line in lines if not line.startswith("#")), "")
    if not header and any(map(_SSSOM_KEY.match, lines)):  # a block longer than the head
        return Found(family=Family.MAP, kind="sssom", what=_SSSOM, name=name)
    headings = _headings(header)
    for sign in _SIGNS:
        if sign.has <= headings and not sign.lacks & headings:
            return Found(family=sign.family, kind=sign.kind, what=sign.what, name=name)
    return None


def _of_resource(lines: list[str], name: str) -> Found | None:
    """Say what a resource of FHIR is, by its type; None where it is none."""
    is_object = lines[0].lstrip().startswith("{")
    found = _RESOURCE.search("".join(lines)) if is_object else None
    if found is None:
        return None
    word = found[1]
    if word == "ConceptMap":
        return Found(family=Family.MAP, kind="fhir", what="a ConceptMap of FHIR", name=name)
    return Found(family=Family.OTHER, kind="", what=f"a {word} of FHIR", name=name)


def _of_root(root: str, name: str) -> Found:
    """Say what an XML document is; it declares its encoding itself."""
    if root == "ClaML":
        return Found(family=Family.GRAPH, kind="claml", what="a ClaML document", name=name)
    what = f"an XML document with the root '{root}', where ClaML has 'ClaML'"
    return Found(family=Family.OTHER, kind="", what=what, name=name)


def find(package: Package, family: Family, *, kind: str | None = None) -> Found:
    """Find the one file of a package that can be added as a graph, or as a map.

    Parameters
    ----------
    package
        What was given.
    family
        What it is to be added as.
    kind
        The kind it must be, where that is stated.

    Raises
    ------
    InputError
        If there is none, listing the kinds there are, or several, listing them.
    """
    known = GRAPH_KINDS if family is Family.GRAPH else MAP_KINDS
    if kind is not None and kind not in known:
        problem = f"'{kind}' is no kind of {family}; known kinds: {', '.join(known)}"
        raise InputError(problem)
    if package.form is Form.FILE:
        return _the_file(package, family, kind, known)
    every, unread = _every_file(package)
    fits = [found for found in every if found.family is family and kind in {None, found.kind}]
    if len(fits) == 1:
        return fits[0]
    if fits:
        names = ", ".join(f"{found.name} ({found.kind})" for found in fits)
        problem = f"holds several {family}s: {names}; give one of them, or its kind (--kind)"
        raise InputError(problem, file=package.display)
    problem = _nothing(every, family, kind, known)
    hints = (*unread[:1], *_zips_inside(package))
    raise InputError("; ".join((problem, *hints)), file=package.display)


def _zips_inside(package: Package) -> list[str]:
    """Say what to do where what was given holds zips that were not looked into."""
    zips = package.zips()
    if not zips:
        return []
    some = ", ".join(zips[:_SOME]) + (", …" if len(zips) > _SOME else "")
    if package.form is Form.ZIP:
        return [f"zips in a zip ({some}) are not read: unpack it and give the folder they lie in"]
    return [f"the zips in it ({some}) were not read: give one of them, or the folder they lie in"]


def _the_file(package: Package, family: Family, kind: str | None, known: tuple[str, ...]) -> Found:
    name = package.names()[0]
    found = recognise(name, package.head(name, _HEAD))
    if found is None and kind is not None:
        return Found(family=family, kind=kind, what=kind, name=name)
    if found is None:
        raise InputError(_nothing([], family, kind, known), file=package.display)
    if found.family is not family or kind not in {None, found.kind}:
        raise InputError(_otherwise(found, family, kind), file=package.display)
    return found


def _every_file(package: Package) -> tuple[list[Found], list[str]]:
    """Give what each file is, and what is wrong with those that cannot be read."""
    every = _releases(package)
    unread: list[str] = []
    for name in package.names():
        if is_rf2_name(name) or not name.lower().endswith(_ENDINGS):
            continue
        try:
            found = recognise(name, package.head(name, _HEAD))
        except InputError as error:
            unread.append(str(error))  # another file of the package may be the one
            continue
        if found is not None:
            every.append(found)
    return every, unread


def _releases(package: Package) -> list[Found]:
    """Give an RF2 release as one thing, however many packages and files it is made of."""
    first = next(filter(is_rf2_name, package.names()), None)
    if first is None:
        return []
    return [Found(family=Family.GRAPH, kind="rf2", what=_RF2, name=first)]


def _headings(line: str) -> frozenset[str]:
    """Give the headings of a line parted by whichever of tab, comma and semicolon parts most."""
    delimiter = max("\t,;", key=line.count)
    return frozenset(
        fold(heading) for heading in split_header(line, delimiter) if not stamp_edition(heading)
    )


def _otherwise(found: Found, family: Family, kind: str | None) -> str:
    if found.family is Family.OTHER:
        return f"is {found.what}, not {_ARTICLES[family]}"
    if found.family is not family:
        return f"is {found.what}, {_ARTICLES[found.family]}, not {_ARTICLES[family]}"
    return f"is {found.what} ({found.kind}), not {kind}"


def _nothing(every: list[Found], family: Family, kind: str | None, known: tuple[str, ...]) -> str:
    wanted = f"no {family}" if kind is None else f"no {family} of kind {kind}"
    others = ", ".join(f"{found.name} ({found.what})" for found in every)
    there = f"; it holds {others}" if others else ""
    return f"{wanted} is recognised by name or headings{there}; known kinds: {', '.join(known)}"
