"""Checks of the codes themselves: that each is there, in use, and such as a record may hold.

The trap: a graph that stands for another edition proves little. A code of the UK's 5th edition with
a place of occurrence or a fifth character is none that WHO lists, and right all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np

from workbench.core.codes import CodeSystem, Kind
from workbench.core.icd10 import takes_place, undotted
from workbench.graph.near import near_spellings
from workbench.mapping.bridge import Edition
from workbench.mapping.checks.context import GROUPS, CheckContext, Standing
from workbench.mapping.checks.model import Check, Hit, Severity
from workbench.mapping.checks.rows import Column, Flags
from workbench.mapping.inactive import inactive_note, is_gone

__all__ = ["CHECKS"]

_NAMED: Final = 3
#: Near spellings cost a little each; a map of another release altogether would need thousands.
_HINTED: Final = 300
_TERMINAL: Final = frozenset({CodeSystem.ICD10, CodeSystem.OPCS4})
_CATEGORY: Final = 3
#: Where the UK's 5th edition divides codes of four characters, and demands the fifth: sites of the
#: musculoskeletal system, gangrene, the type of respiratory failure, closed and open injuries.
#: Source: ICD-10 5th Edition, chapters IX, X, XIII and XIX; chapter XX has its fifth character,
#: the activity, "for optional use".
_SUBDIVIDED: Final = re.compile(r"M|I70|J96|S|T")


def target_not_in_release(context: CheckContext) -> Iterator[Hit]:
    """Find targets that the target release does not hold."""
    standing = context.target
    if standing is not None and standing.holds_all:
        yield from _missing_targets(context, standing)


def target_not_in_stand_in(context: CheckContext) -> Iterator[Hit]:
    """Find targets that a graph of another edition, standing for theirs, does not hold."""
    standing = context.target
    if standing is not None and not standing.holds_all:
        yield from _missing_targets(context, standing)


def target_inactive(context: CheckContext) -> Iterator[Hit]:
    """Find targets that their release has retired."""
    standing = context.target
    if standing is None:
        return
    active = np.asarray(standing.graph.concepts["active"])
    codes = standing.graph.index.codes
    retired = [
        [codes[at] for at in found if at >= 0 and not active[at]]
        for found in context.targets.ordinals
    ]

    def said(number: int) -> str:
        told = inactive_note(retired[number][0], standing.graph)
        return f"{told}; map to a code in use"

    yield from _each(context.rows.column("target"), [bool(each) for each in retired], said)


def target_is_group(context: CheckContext) -> Iterator[Hit]:
    """Find targets that are a block or a chapter, by the graph or in the map's own words."""
    column = context.rows.column("target")
    named = context.targets.foundation
    kinds = [context.kind_of(number) for number in range(len(column.texts))]
    by_graph = [kind in GROUPS and not outside for kind, outside in zip(kinds, named, strict=True)]
    by_map = context.rows.column("target_kind").where(lambda kind: kind in GROUPS)
    found = (column.where_each(by_graph) | by_map) & context.source_is_code
    for row in np.flatnonzero(found).tolist():
        kind = kinds[int(column.numbers[row])] or context.rows.column("target_kind").at(row)
        yield row, f"the target is a {kind}, which no record may hold; choose a code below it"


def target_not_assignable(context: CheckContext) -> Iterator[Hit]:
    """Find targets of ICD-10 and OPCS-4 that are subdivided further."""
    standing = context.target
    if standing is None:
        return
    column = context.rows.column("target")
    parents = np.asarray(standing.graph.hierarchy.children.counts()) > 0
    release = context.map_set.target or standing.graph.release
    needs_place = release == Edition.UK5.release
    finer: list[str | None] = []
    for number, text in enumerate(column.texts):
        at = int(context.targets.stems[number])
        if context.kind_of(number) in GROUPS:
            finer.append(None)
        elif needs_place and len(text) == _CATEGORY and takes_place(text):
            finer.append("a fourth character for the place of occurrence")
        elif (
            at >= 0
            and parents[at]
            and not context.targets.by_form[number]
            and not _needs_no_fifth(text)
        ):
            finer.append(f"one of its {_below(standing, at)}")
        else:
            finer.append(None)
    yield from _each(
        column,
        [each is not None for each in finer],
        lambda number: f"the target is subdivided; it needs {finer[number]}",
    )


def _needs_no_fifth(text: str) -> bool:
    """Say whether a code of four characters is whole, whatever finer codes a graph lists below it.

    An activity after a place of occurrence is optional, and coding 19, a union of editions, lists
    odd codes of five characters (``Z85.02``) that none of the subdivisions has.
    """
    bare = undotted(text)
    return len(bare) > _CATEGORY and _SUBDIVIDED.match(bare) is None


def finer_codes_exist(context: CheckContext) -> Iterator[Hit]:
    """Find ICD-11 targets below which there are finer codes."""
    standing = context.target
    if standing is None:
        return
    children = standing.graph.hierarchy.children
    stems = context.targets.stems
    finer = [
        at >= 0
        and children.count(at) > 0
        and context.kind_of(number) is Kind.CATEGORY
        and not context.targets.foundation[number]
        for number, at in enumerate(stems.tolist())
    ]
    yield from _each(
        context.rows.column("target"),
        finer,
        lambda number: (
            f"valid, but it has {_below(standing, int(stems[number]))}; take one of them where the "
            "source says which"
        ),
    )


def extension_alone(context: CheckContext) -> Iterator[Hit]:
    """Find ICD-11 targets whose stem is an extension code."""
    kinds = [context.kind_of(number) for number in range(len(context.targets.parts))]
    by_map = context.rows.column("target_kind").where(lambda kind: kind == Kind.EXTENSION)
    alone = [
        kind is Kind.EXTENSION and not outside
        for kind, outside in zip(kinds, context.targets.foundation, strict=True)
    ]
    found = (context.rows.column("target").where_each(alone) | by_map) & context.source_is_code
    for row in np.flatnonzero(found).tolist():
        yield (
            row,
            (
                "the target is an extension code, which says nothing alone; give it a stem code, "
                "or say that the record must (BA41&XA7RE3)"
            ),
        )


def source_not_in_release(context: CheckContext) -> Iterator[Hit]:
    """Find sources that the source release does not hold and never held."""
    standing = context.source
    if standing is None or not standing.holds_all:
        return
    texts = context.rows.column("source").texts
    said = context.rows.column("source_kind").where(lambda kind: kind in GROUPS)
    grouped = set(context.rows.column("source").numbers[said].tolist())
    missing = [
        at < 0 and number not in grouped and not is_gone(text, standing.graph)
        for number, (text, at) in enumerate(zip(texts, context.sources.tolist(), strict=True))
    ]
    yield from _each(
        context.rows.column("source"), missing, _hints(texts, missing, standing, "source")
    )


def source_inactive(context: CheckContext) -> Iterator[Hit]:
    """Find sources that their release has retired."""
    standing = context.source
    if standing is None:
        return
    texts = context.rows.column("source").texts
    active = np.asarray(standing.graph.concepts["active"])
    retired = [
        not active[at] if at >= 0 else is_gone(text, standing.graph)
        for text, at in zip(texts, context.sources.tolist(), strict=True)
    ]
    yield from _each(
        context.rows.column("source"),
        retired,
        lambda number: (
            f"{inactive_note(texts[number], standing.graph)}; map what is in use, and drop this row"
        ),
    )


def _missing_targets(context: CheckContext, standing: Standing) -> Iterator[Hit]:
    column, targets = context.rows.column("target"), context.targets
    said = context.rows.column("target_kind").where(lambda kind: kind in GROUPS)
    grouped = set(column.numbers[said].tolist())
    absent: list[str] = []
    for number, (parts, found) in enumerate(zip(targets.parts, targets.ordinals, strict=True)):
        lost = [part for part, at in zip(parts, found, strict=True) if at < 0]
        known = targets.by_form[number] or targets.foundation[number] or number in grouped
        absent.append("" if known or not lost else lost[0])
    missing = [bool(each) for each in absent]
    yield from _each(column, missing, _hints(absent, missing, standing, "target"))


def _hints(
    texts: Sequence[str], missing: Sequence[bool], standing: Standing, side: str
) -> Callable[[int], str]:
    """Give what says of a text that a graph does not hold it, with near spellings."""
    graph = standing.graph
    known = graph.index.ordinals
    few = sum(missing) <= _HINTED
    do = f"correct it, or name the release that holds it with --{side}"
    if not standing.holds_all:
        do = f"{graph.release} stands here for another edition: look it up there"

    def said(number: int) -> str:
        text = texts[number]
        near = near_spellings(text, known, system=graph.release.system) if few else ()
        hint = f" (near spellings: {', '.join(near)})" if near else ""
        return f"'{text}' is not in {graph.release}{hint}; {do}"

    return said


def _each(column: Column, passed: Sequence[bool], said: Callable[[int], str]) -> Iterator[Hit]:
    """Give the rows of the distinct texts that passed, each with the sentence of its text."""
    flags: Flags = column.where_each(list(passed))
    sentences: dict[int, str] = {}
    for row in np.flatnonzero(flags).tolist():
        number = int(column.numbers[row])
        if number not in sentences:
            sentences[number] = said(number)
        yield row, sentences[number]


def _below(standing: Standing, at: int) -> str:
    below = standing.graph.hierarchy.children.row(at).tolist()
    named = ", ".join(standing.graph.index.codes[each] for each in below[:_NAMED])
    more = f" and {len(below) - _NAMED} more" if len(below) > _NAMED else ""
    return f"finer codes {named}{more}"


_ASSIGNABLE: Final = (
    "NHS England, National Clinical Coding Standards ICD-10 5th Edition, DRule.2: Category and "
    "code structure; WHO, ICD-10 Volume 2, section 2.4.5 Four-character subcategories"
)
_RELEASES: Final = (
    "SNOMED International, Release File Specifications, Complex and Extended Map Reference Sets "
    "(mapTarget is a code of the target release)"
)
_HISTORY: Final = (
    "SNOMED International, Release File Specifications, Historical Association Reference Sets"
)
_BLOCKS: Final = "WHO, ICD-11 Reference Guide, section 1.2.4.3 Block codes; ICD-10 Volume 2, 2.4"
_STEMS: Final = "WHO, ICD-11 Reference Guide, section 1.2.4.4 Stem codes"
_EXTENSIONS: Final = (
    "WHO, ICD-11 Reference Guide, section 1.2.4.5 Extension codes and postcoordination"
)

#: The checks of this module.
CHECKS: Final = (
    Check(
        name="target_not_in_release",
        severity=Severity.ERROR,
        about="The target, or a part of a cluster, is no code of the target release.",
        principle=_RELEASES,
        find=target_not_in_release,
    ),
    Check(
        name="target_not_in_stand_in",
        severity=Severity.WARNING,
        about=(
            "The target is not in the graph that stands for its release, which is of another "
            "edition; a place of occurrence and a fifth character count as held."
        ),
        principle="The command line's contract, bridges; " + _RELEASES,
        find=target_not_in_stand_in,
    ),
    Check(
        name="target_inactive",
        severity=Severity.ERROR,
        about="The target release has retired the target.",
        principle=_RELEASES,
        find=target_inactive,
    ),
    Check(
        name="target_is_group",
        severity=Severity.ERROR,
        about="The target is a block or a chapter.",
        principle=_BLOCKS,
        find=target_is_group,
    ),
    Check(
        name="target_not_assignable",
        severity=Severity.ERROR,
        about="The target is subdivided, so that a record needs a longer code.",
        principle=_ASSIGNABLE,
        find=target_not_assignable,
        targets=_TERMINAL,
    ),
    Check(
        name="finer_codes_exist",
        severity=Severity.INFORMATION,
        about="The target is a valid stem code and has finer codes below it.",
        principle=_STEMS,
        find=finer_codes_exist,
        targets=frozenset({CodeSystem.ICD11}),
    ),
    Check(
        name="extension_alone",
        severity=Severity.ERROR,
        about="The target is an extension code without a stem.",
        principle=_EXTENSIONS,
        find=extension_alone,
        targets=frozenset({CodeSystem.ICD11}),
    ),
    Check(
        name="source_not_in_release",
        severity=Severity.ERROR,
        about="The source is no code of the source release, and its history does not know it.",
        principle=_RELEASES,
        find=source_not_in_release,
    ),
    Check(
        name="source_inactive",
        severity=Severity.ERROR,
        about="The source release has retired the source.",
        principle=_HISTORY,
        find=source_inactive,
    ),
)
