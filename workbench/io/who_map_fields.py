"""One row of a WHO map table, checked and in our terms.

Each function takes the fields of its table in the order of its layout and raises an `InputError`
that names the column; the caller adds file and line.

Source: WHO, ICD-11 MMS 2024-01 mapping tables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from workbench.core.codes import Kind
from workbench.core.icd10 import roman
from workbench.core.icd11 import entity_tail, parse_cluster
from workbench.errors import InputError
from workbench.mapping.relation import WHO_RELATION, MapRelation, NoMapReason

__all__ = ["NO_MAPPING", "Entry", "to_10", "to_11", "to_foundation", "uri_edition"]

#: How the tables say that there is no target.
NO_MAPPING: Final = "No Mapping"

_EXTENSIONS: Final = "X"
_CATEGORY_LENGTH: Final = 3
_CATEGORY_10: Final = re.compile(r"[A-Z]\d\d(?:\.\d{1,2})?")
_BLOCK_10: Final = re.compile(r"[A-Z]\d\d-[A-Z]\d\d")
_CHAPTER_11: Final = re.compile(r"0[1-9]|[1-9]\d|[VX]")
_EDITION: Final = re.compile(r"https?://id\.who\.int/icd/release/11/(?P<edition>[^/]+)/mms/.*")
_LEVELS: Final = re.compile(r"0|-[1-9]")

#: WHO's classes of an ICD-10 entity. A modified category is one of a subdivision that the
#: tabular list prints once for many categories (``S`` in the text tables).
_CLASSES_10: Final = frozenset({"chapter", "block", "category", "modifiedcategory"})
_CLASSES_11: Final = frozenset({"chapter", "block", "category"})


class Entry(NamedTuple):
    """What a row says, by the columns of `MAP_SCHEMA`."""

    source: str
    source_kind: str
    source_chapter: str
    source_term: str
    source_uri: str | None = None
    target: str | None = None
    target_kind: str | None = None
    target_chapter: str | None = None
    target_term: str | None = None
    target_uri: str | None = None
    relation: str = MapRelation.UNSPECIFIED.value
    no_map: str | None = None
    no_map_text: str | None = None
    levels: int | None = None


def uri_edition(uri: str) -> str | None:
    """Give the release that a linearization URI bears, or None.

    Examples
    --------
    >>> uri_edition("http://id.who.int/icd/release/11/2024-01/mms/257068234")
    '2024-01'
    >>> uri_edition("http://id.who.int/icd/release/11/mms/257068234") is None
    True
    """
    found = _EDITION.fullmatch(uri)
    return None if found is None else found["edition"]


def to_11(row: Sequence[str]) -> Entry:
    """Read a row of one of the two tables from ICD-10 to ICD-11.

    Raises
    ------
    InputError
        Naming the column whose value is not what it should be.
    """
    kind, code, chapter, term, class_11, foundation, uri, target, chapter_11, title = row
    source = _source_10(kind, code, chapter, term)
    if foundation == NO_MAPPING:
        _expect_nothing(
            {"icd11Code": target, "Linearization (release) URI": uri, "icd11Title": title}
        )
        return _no_map(source)
    _tail(foundation, "ICD-11 Foundation URI")
    tail = _tail(uri, "Linearization (release) URI")
    if class_11 not in _CLASSES_11:
        problem = f"'{class_11}' is no class; expected chapter, block or category"
        raise InputError(problem, column="11ClassKind")
    _chapter_11(chapter_11)
    return source._replace(
        target=_target_11(class_11, target, tail),
        target_kind=_kind_11(class_11, chapter_11),
        target_chapter=chapter_11,
        target_term=title,
        target_uri=uri,
    )


def to_10(row: Sequence[str]) -> Entry:
    """Read a row of the table from ICD-11 to ICD-10.

    Raises
    ------
    InputError
        Naming the column whose value is not what it should be.
    """
    uri, code, chapter, term, target, chapter_10, title = row
    tail = _tail(uri, "Linearization (release) URI")
    _chapter_11(chapter)
    class_11 = "block" if not code else "chapter" if code == chapter else "category"
    source = Entry(
        source=_target_11(class_11, code, tail),
        source_kind=_kind_11(class_11, chapter),
        source_chapter=chapter,
        source_term=term,
        source_uri=uri,
    )
    if target == NO_MAPPING:
        _expect_nothing({"icd10Chapter": chapter_10, "icd10Title": title})
        return _no_map(source)
    kind = _kind_10(target)
    _chapter_10(chapter_10)
    return source._replace(
        target=target, target_kind=kind, target_chapter=chapter_10, target_term=title
    )


def to_foundation(row: Sequence[str]) -> Entry:
    """Read a row of the table from ICD-10 to the Foundation.

    The target is the entity's number, with no kind or chapter of its own.

    Raises
    ------
    InputError
        Naming the column whose value is not what it should be.
    """
    kind, code, chapter, term, foundation, title, relation, levels = row
    if relation not in WHO_RELATION:
        expected = ", ".join(filter(None, WHO_RELATION))
        problem = f"'{relation}' is no relation; expected {expected}"
        raise InputError(problem, column="relation")
    if not _LEVELS.fullmatch(levels):
        problem = f"'{levels}' is no number of levels; expected 0, -1, -2 or -3"
        raise InputError(problem, column="levels")
    source = _source_10(kind, code, chapter, term)._replace(levels=int(levels))
    if foundation == NO_MAPPING:
        _expect_nothing({"icd11Title": title, "relation": relation})
        return _no_map(source)
    if not relation:
        problem = "is empty beside a target; expected Equivalent or Subclass"
        raise InputError(problem, column="relation")
    return source._replace(
        target=_tail(foundation, "ICD-11 Foundation URI"),
        target_term=title,
        target_uri=foundation,
        relation=WHO_RELATION[relation].value,
    )


def _no_map(source: Entry) -> Entry:
    return source._replace(no_map=NoMapReason.NONE_IN_TABLE.value, no_map_text=NO_MAPPING)


def _source_10(class_10: str, code: str, chapter: str, term: str) -> Entry:
    kind = class_10.lower()
    if kind not in _CLASSES_10:
        problem = f"'{class_10}' is no class; expected {', '.join(sorted(_CLASSES_10))}"
        raise InputError(problem, column="10ClassKind")
    found = _kind_10(code, "icd10Code")
    if (found if found in {Kind.CHAPTER, Kind.BLOCK} else "category") != kind.removeprefix(
        "modified"
    ):
        problem = f"'{code}' is no {kind} of ICD-10"
        raise InputError(problem, column="icd10Code")
    _chapter_10(chapter)
    return Entry(source=code, source_kind=found, source_chapter=chapter, source_term=term)


def _kind_10(code: str, column: str = "icd10Code") -> str:
    if _CATEGORY_10.fullmatch(code):
        return (Kind.CATEGORY if len(code) == _CATEGORY_LENGTH else Kind.SUBCATEGORY).value
    if _BLOCK_10.fullmatch(code):
        return Kind.BLOCK.value
    if roman(code) is not None:
        return Kind.CHAPTER.value
    problem = f"'{code}' is nothing of ICD-10; expected a code (A00.0), a block or a chapter (IX)"
    raise InputError(problem, column=column)


def _chapter_10(chapter: str) -> None:
    if roman(chapter) is None:
        problem = f"'{chapter}' is no chapter of ICD-10; expected I to XXII"
        raise InputError(problem, column="icd10Chapter")


def _chapter_11(chapter: str) -> None:
    if not _CHAPTER_11.fullmatch(chapter):
        problem = f"'{chapter}' is no chapter of ICD-11; expected 01 to 26, V or X"
        raise InputError(problem, column="icd11Chapter")


def _kind_11(class_11: str, chapter: str) -> str:
    if class_11 == Kind.CATEGORY and chapter == _EXTENSIONS:
        return Kind.EXTENSION.value
    return Kind(class_11).value


def _target_11(class_11: str, code: str, tail: str) -> str:
    """Give the expression, or what names an entity without one."""
    if class_11 == "category" and not code:
        problem = "is empty; expected a code or cluster, which every category has"
        raise InputError(problem, column="icd11Code")
    if class_11 == "block" and code:
        problem = f"'{code}' stands at a block, which has no code; expected nothing"
        raise InputError(problem, column="icd11Code")
    if not code:
        return tail
    try:
        parse_cluster(code)
    except InputError as error:
        raise InputError(error.problem, column="icd11Code") from error
    return code


def _tail(uri: str, column: str) -> str:
    tail = entity_tail(uri)
    if tail is None:
        problem = f"'{uri}' is no URI of an ICD-11 entity; expected http://id.who.int/icd/…"
        raise InputError(problem, column=column)
    return tail


def _expect_nothing(values: dict[str, str]) -> None:
    for column, value in values.items():
        if value:
            problem = f"'{value}' stands beside '{NO_MAPPING}'; expected nothing"
            raise InputError(problem, column=column)
