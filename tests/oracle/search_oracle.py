"""The answer of a search by looking at every term of a graph, one after the other.

Written from the rule as the reference states it; of the program's own it takes the table of
spellings, which is data. No index, no ranks worked out beforehand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from workbench.core.codes import CodeSystem
from workbench.graph.code_graph import CodeGraph
from workbench.graph.search.spelling import american, spellings

__all__ = ["oracle_search"]

_APOSTROPHES = "'\u2019\u2018\u02bc\u2032`"
_HYPHENS = "-\u2010\u2012\u2013\u2014\u2212"
#: First come whole codes, which may be retired ones though only codes in use are asked for.
_WHOLE = 0
_ORDER = ("preferred", "fsn", "synonym")


def oracle_search(
    graph: CodeGraph,
    text: str,
    *,
    limit: int = 20,
    under: str | None = None,
    kinds: Collection[str] | None = None,
    active: bool | None = True,
    semantic_tag: str | None = None,
) -> list[tuple[str, str]]:
    """Give code and what matched, best first."""
    branch = None if under is None else set(graph.descendants_or_self(under))
    extensions = kinds is not None or (
        branch is not None and any(graph.kind(code) == "extension" for code in branch)
    )
    tags = _column(graph, "semantic_tag")
    found: list[tuple[tuple[object, ...], str, str]] = []
    meant = _meant(graph, text)
    for ordinal, row in enumerate(_rows(graph)):
        code = row["code"]
        fits = (
            (branch is None or code in branch)
            and (kinds is None or row["kind"] in kinds)
            and (semantic_tag is None or tags[ordinal] == semantic_tag)
        )
        kept = fits and (active is None or row["active"] is active)
        if kept or (fits and active):
            by_code = _by_code(graph, text, code, ordinal, meant)
            found += (row for row in by_code if kept or row[0][0] == _WHOLE)
        if kept and (row["kind"] != "extension" or extensions):
            found += _by_terms(graph, text, row, ordinal)
    best: dict[str, str] = {}
    for _, code, matched in sorted(found, key=lambda row: row[0]):
        best.setdefault(code, matched)
    return list(best.items())[:limit]


def _by_code(
    graph: CodeGraph, text: str, code: str, ordinal: int, meant: str | None
) -> Iterator[tuple[tuple[object, ...], str, str]]:
    same = meant is None and _bare(text) == _bare(code) and " " not in text.strip()
    if code == meant or same:
        yield (_WHOLE, ordinal), code, code
    elif _begins_code(text, code, graph.release.system):
        yield (2, ordinal), code, code


def _by_terms(
    graph: CodeGraph, text: str, row: dict[str, str], ordinal: int
) -> Iterator[tuple[tuple[object, ...], str, str]]:
    for term, use in _terms(graph, row["code"], ordinal):
        key = (use == "synonym", len(term), ordinal, _ORDER.index(use), term)
        if _same(text, term, use):
            yield (1, *key), row["code"], term
        elif _holds(text, term):
            yield (3, *key), row["code"], term


def _column(graph: CodeGraph, name: str) -> list[object]:
    held = name in graph.concepts.column_names
    return list(graph.concepts[name].to_pylist()) if held else [None] * len(graph)


@cache
def _rows(graph: CodeGraph) -> list[dict[str, Any]]:
    return list(graph.concepts.to_pylist())


@cache
def _terms(graph: CodeGraph, code: str, ordinal: int) -> tuple[tuple[str, str], ...]:
    """Give the terms of a code and what each is to it; the better where it is two things."""
    row = _rows(graph)[ordinal]
    assert row["code"] == code
    uses: dict[str, str] = {}
    told = [(row["term"], "preferred"), (row["fsn"], "fsn")]
    side = graph.side.of("terms", ordinal)
    told += zip(side["term"].to_pylist(), map(str, side["use"].to_pylist()), strict=True)
    for term, use in told:
        if term is not None:
            uses[term] = min(use, uses.get(term, use), key=_ORDER.index)
    return tuple(uses.items())


@cache
def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    for letter, letters in {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l"}.items():
        folded = folded.replace(letter, letters)
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


@cache
def _pieces(text: str) -> list[list[str]]:
    """Divide a text at everything but letters, digits, hyphens and apostrophes; then at those."""
    joints = re.escape(_APOSTROPHES + _HYPHENS)
    pieces = []
    for chunk in re.findall(rf"(?:[^\W_]|[{joints}])+", _plain(text)):
        for chain in re.split(rf"[{joints}]{{3,}}", chunk):
            parts = [part for part in re.split(rf"[{joints}]+", chain) if part]
            if parts:
                pieces.append(parts)
    return pieces


def _unpossessed(text: str) -> str:
    return re.sub(rf"(?<=[^\W_])[{_APOSTROPHES}]s?(?![^\W_])", "", _plain(text))


def _holds(text: str, term: str) -> bool:
    """Say whether every word asked for begins a word of a term."""
    every = _words(term)

    def begins(part: str) -> bool:
        plural = len(part) > 3 and part[-1] == "s"
        return f"\n{part}" in every or (plural and f"\n{part[:-1]}\n" in every)

    return all(all(map(begins, parts)) or begins("".join(parts)) for parts in _asked(text))


@cache
def _asked(text: str) -> list[list[str]]:
    return _pieces(_unpossessed(text))


@cache
def _words(term: str) -> str:
    """Give every word of a term, the parts of hyphened ones together too, in every spelling.

    One to a line, so that to begin a word is to follow a line break.
    """
    words = {word for parts in _pieces(_unpossessed(term)) for word in parts}
    for parts in _pieces(term):
        starts = range(len(parts)) if len(parts) <= 6 else [0]
        words |= {"".join(parts[start:]) for start in starts if start < len(parts) - 1}
    return "\n".join(["", *(form for word in words for form in spellings(word)), ""])


@cache
def _keys(term: str, use: str) -> frozenset[tuple[str, ...]]:
    """Give what a whole term is the same as: with and without possessives and semantic tag."""
    wholes = [term]
    if use == "fsn" and " (" in term:
        wholes.append(term[: term.rindex(" (")])
    joined = re.compile(rf"(?<=[^\W_])[{_APOSTROPHES}](?=s?(?![^\W_]))")
    spoken = [_unpossessed(whole) for whole in wholes]
    spoken += [joined.sub("", _plain(whole)) for whole in wholes]
    return frozenset(_key(whole) for whole in spoken)


def _same(text: str, term: str, use: str) -> bool:
    return _asked_key(text) in _keys(term, use)


@cache
def _asked_key(text: str) -> tuple[str, ...]:
    return _key(_unpossessed(text))


def _key(plain: str) -> tuple[str, ...]:
    return tuple(american(word) for parts in _pieces(plain) for word in parts)


@cache
def _bare(code: str) -> str:
    return re.sub(r"[\W_]", "", code.upper())


def _meant(graph: CodeGraph, text: str) -> str | None:
    """Give the code that a text is, but for its points; None where it is none as it stands."""
    typed = text.strip()
    if graph.release.system is CodeSystem.SNOMED:
        typed = typed.split("|", maxsplit=1)[0].strip()
    forms = [typed, typed.upper()]
    if re.fullmatch(r"[A-Z]\d\dX", typed.upper()) and graph.release.system in ("icd10", "opcs4"):
        forms.append(typed.upper()[:3])
    return next((graph.resolve(form) for form in forms if form and form in graph), None)


def _begins_code(text: str, code: str, system: CodeSystem) -> bool:
    typed = _begun(text, system)
    return typed is not None and _bare(code).startswith(typed)


@cache
def _begun(text: str, system: CodeSystem) -> str | None:
    """Give the beginning of a code that a text is; None where it is none."""
    typed = _bare(text)
    if len(text.split()) != 1 or not re.search("[0-9]", typed) or not typed.isascii():
        return None
    if system is CodeSystem.SNOMED and not (typed.isdecimal() and len(typed) >= 4):
        return None
    return typed if len(typed) >= 2 else None
