"""The two sides of a file of SSSOM as it is read: their codes, and which release they are of.

A side is of one code system: two of ours, or one of ours beside another's, are an error. Of a
vocabulary that is none of ours the whole CURIE is the code, so that nothing is lost of it.

Source: SSSOM 1.1, "The SSSOM/TSV serialisation format", Identifiers; ``subject_source``;
``sssom:NoTermFound``; literal mappings (a subject of type ``rdfs literal`` has no id).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from workbench.core.codes import CodeSystem, Release
from workbench.errors import InputError
from workbench.io.code_systems import NAMESPACE, release_of, system_of
from workbench.io.foreign_codes import is_composed, read_code
from workbench.io.sssom_columns import SssomColumns
from workbench.io.sssom_metadata import Metadata
from workbench.io.sssom_sides import SIDES, system_of_namespace
from workbench.io.sssom_slots import NO_TERM

__all__ = ["ReadSide", "read_side"]

_LITERAL: Final = "rdfs literal"
_OTHER: Final = "another vocabulary"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSide:
    """One side of every row.

    Attributes
    ----------
    codes
        In printed form; None where there is none (``NoTermFound``, a literal).
    marks
        The mark that a code was written with.
    literal
        Whether it is a text, which has no code.
    composed
        Whether it is several codes at once.
    system, release
        What they are codes of, as far as the file says.
    used
        Slots whose values the release holds.
    """

    codes: Sequence[str | None]
    marks: Sequence[str | None]
    literal: Sequence[bool]
    composed: Sequence[bool]
    system: CodeSystem | None
    release: Release | None
    used: tuple[str, ...]


class _End(NamedTuple):
    """A CURIE taken apart: whose code it is, and the code."""

    owner: str
    system: CodeSystem | None
    code: str
    mark: str | None


def read_side(columns: SssomColumns, metadata: Metadata, *, side: str) -> ReadSide:
    """Read the codes of a side.

    Parameters
    ----------
    columns, metadata
        Of the file.
    side
        ``source`` or ``target``.

    Raises
    ------
    InputError
        If a prefix is not declared, a code is none of its system, two systems are mixed, or an id
        is missing; with its line.
    """
    word = SIDES[side]
    ids, types = columns.texts(f"{word}_id"), columns.texts(f"{word}_type")
    literal = [kind == _LITERAL and not text for text, kind in zip(ids, types, strict=True)]
    texts = [NO_TERM if lit else text for text, lit in zip(ids, literal, strict=True)]
    ends = columns.convert(texts, lambda text: _end(text, metadata), f"{word}_id")
    system = _one_owner(columns, ends, f"{word}_id")
    release, used = _release(columns, metadata, word, system)
    return ReadSide(
        codes=[None if end is None else end.code for end in ends],
        marks=[None if end is None else end.mark for end in ends],
        literal=literal,
        composed=[end is not None and is_composed(end.code, system=end.system) for end in ends],
        system=system,
        release=release,
        used=used,
    )


def _end(text: str, metadata: Metadata) -> _End | None:
    if text == NO_TERM:
        return None
    prefix, colon, local = text.partition(":")
    namespace = metadata.prefixes.get(prefix) if colon else None
    if namespace is None:
        problem = (
            "is empty; expected a CURIE such as ICD10:I21.0"
            if not text
            else f"'{text}' has no prefix that the metadata declares (curie_map); expected a CURIE"
        )
        raise InputError(problem)
    if namespace.startswith(NAMESPACE):
        return _End(namespace, None, local, None)
    system = system_of_namespace(namespace)
    if system is None:
        return _End(_OTHER, None, text, None)
    return _End(system.label, system, *read_code(local, system=system))


def _one_owner(
    columns: SssomColumns, ends: Sequence[_End | None], heading: str
) -> CodeSystem | None:
    """Give the one system of a side."""
    first: _End | None = None
    for row, end in enumerate(ends):
        if end is None:
            continue
        if first is None:
            first = end
        elif end.owner != first.owner:
            problem = (
                f"'{end.code}' is a code of {end.owner}, further up stand codes of {first.owner}; "
                "a map has one code system on each side"
            )
            raise columns.table.problem(row, heading, problem)
    return None if first is None else first.system


def _release(
    columns: SssomColumns, metadata: Metadata, word: str, system: CodeSystem | None
) -> tuple[Release | None, tuple[str, ...]]:
    """Give the release that the source slots of a side name, and which slots said it."""
    slots = (f"{word}_source", f"{word}_source_version")
    named = dict.fromkeys(zip(*map(columns.texts, slots), strict=True))
    named.pop(("", ""), None)
    releases: dict[Release | None, tuple[str, str]] = {}
    for text, version in named:
        uri = metadata.expand(text) or text
        said = system_of(uri)
        if None not in {said, system} and said is not system:
            problem = f"{slots[0]} '{text}' is {_label(said)}; the codes are of {_label(system)}"
            raise InputError(problem, file=columns.table.file)
        releases[release_of(uri, version or None)] = (text, version)
    if len(releases) > 1 and system is not None:
        told = " and ".join(" ".join(pair).strip() for pair in releases.values())
        problem = f"{slots[0]} names two releases, {told}; a map has one on each side"
        raise InputError(problem, file=columns.table.file)
    release = next(iter(releases), None) if len(releases) == 1 else None
    return release, slots if release is not None else ()


def _label(system: CodeSystem | None) -> str:
    return "" if system is None else system.label
