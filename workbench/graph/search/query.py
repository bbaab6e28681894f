"""From what somebody asks to queries of the engine: words, whole terms, codes, and filters.

Everything is checked against the graph alone, before there need be an index of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import tantivy

from workbench.core.codes import CodeSystem, Kind
from workbench.errors import InputError
from workbench.graph.code_graph import CodeGraph
from workbench.graph.display import shortened
from workbench.graph.search.words import AskedWord, asked_words

__all__ = [
    "LIMIT",
    "LONGEST",
    "Asked",
    "all_of",
    "ask",
    "filters",
    "in_use",
    "prefix",
    "word_query",
]

#: How many hits are given unless another number is asked for.
LIMIT: Final = 20
#: Most characters that are searched for; the longest term of the real releases has 340.
LONGEST: Final = 500
_SHOWN: Final = 20
#: Letters of the shortest word that may be a plural; ``gas`` and ``his`` are none.
_FEWEST: Final = 4
_TAG: Final = "semantic_tag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of one graph; made by `ask`, which checks it.

    Attributes
    ----------
    text
        As it was typed.
    words
        The words in it, one or more.
    limit
        How many concepts at most, 1 or more.
    branch
        Ordinals that every hit must be among; None: any.
    kinds, active, semantic_tag
        What every hit must be; None: anything. What is asked for by its whole code may be retired
        though `active` is True.
    leave_extensions
        Whether what is found by its words may be no extension code.
    """

    text: str
    words: tuple[AskedWord, ...]
    limit: int
    branch: tuple[int, ...] | None
    kinds: tuple[Kind, ...] | None
    active: bool | None
    semantic_tag: str | None
    leave_extensions: bool


def ask(
    graph: CodeGraph,
    text: str,
    *,
    limit: int = LIMIT,
    under: str | None = None,
    kinds: Collection[Kind | str] | None = None,
    active: bool | None = True,
    semantic_tag: str | None = None,
) -> Asked:
    """Check what is asked of a graph; see `GraphSearch.search` for the parameters.

    Raises
    ------
    InputError
        If the text has no letter and no digit or is too long, the limit is no whole number from
        1, or a kind or tag is not known.
    UnknownCodeError
        If `under` is not in the graph; with near spellings.
    """
    words, limit, known = _words(text), _limit(limit), _kinds(kinds)
    if semantic_tag is not None:
        _check_tag(graph, semantic_tag)
    branch = None
    if under is not None:
        branch = (graph.ordinal(under), *graph.descendant_ordinals(under).tolist())
    return Asked(
        text=text,
        words=words,
        limit=limit,
        branch=branch,
        kinds=known,
        active=active,
        semantic_tag=semantic_tag,
        leave_extensions=known is None and not _holds_extensions(graph, branch),
    )


def all_of(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    """Give the query that every one of some queries holds."""
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def any_of(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    """Give the query that one or more of some queries hold."""
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def prefix(schema: tantivy.Schema, field: str, text: str) -> tantivy.Query:
    """Give the query for documents with a word that begins so."""
    return tantivy.Query.fuzzy_term_query(schema, field, text, distance=0, prefix=True)


def word_query(schema: tantivy.Schema, words: Iterable[AskedWord]) -> tantivy.Query:
    """Give the query for terms in which every word asked for begins one.

    What ends in an ``s`` may be the plural or the possessive of a word, too: ``parkinsons`` finds
    *Parkinson disease*, ``fractures`` finds *Fracture of femur*.
    """
    return all_of(
        any_of(all_of(_begun(schema, part) for part in parts) for parts in word) for word in words
    )


def _begun(schema: tantivy.Schema, part: str) -> tantivy.Query:
    begun = prefix(schema, "words", part)
    if len(part) < _FEWEST or not part.endswith("s"):
        return begun
    return any_of([begun, tantivy.Query.term_query(schema, "words", part[:-1])])


def filters(schema: tantivy.Schema, asked: Asked) -> list[tantivy.Query]:
    """Give what every hit must hold, but for being in use or not; see `in_use`."""
    held = []
    if asked.branch is not None:
        held.append(tantivy.Query.term_set_query(schema, "concept", asked.branch))
    if asked.kinds is not None:
        held.append(tantivy.Query.term_set_query(schema, "kind", [str(k) for k in asked.kinds]))
    if asked.semantic_tag is not None:
        held.append(tantivy.Query.term_query(schema, "tag", asked.semantic_tag))
    return held


def in_use(schema: tantivy.Schema, asked: Asked) -> list[tantivy.Query]:
    """Give what every hit must hold to be in use, or to be retired."""
    if asked.active is None:
        return []
    state = "active" if asked.active else "retired"
    return [tantivy.Query.term_query(schema, "state", state)]


def _words(text: str) -> tuple[AskedWord, ...]:
    if not isinstance(text, str):
        message = f"what is searched for is {text!r}; expected a text such as 'heart fail'"
        raise InputError(message)
    if len(text) > LONGEST:
        message = f"the text searched for has {len(text):,} characters, expected at most {LONGEST}"
        raise InputError(message)
    words = asked_words(text)
    if not words:
        shown = shortened(text, most=40).encode("unicode_escape").decode("ascii")
        message = (
            f"'{shown}' has no letter and no digit to search for"
            if text.strip()
            else "the text searched for is empty, expected a word, the beginning of one, or a code"
        )
        raise InputError(message)
    return tuple(words)


def _limit(limit: object) -> int:
    if not isinstance(limit, int) or limit < 1:
        message = f"limit {limit!r} is not a whole number from 1"
        raise InputError(message)
    return limit


def _kinds(kinds: Collection[str] | None) -> tuple[Kind, ...] | None:
    if kinds is None:
        return None
    named = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    unknown = [kind for kind in named if kind not in set(Kind)]
    if unknown or not named:
        what = f"kind '{unknown[0]}' is not known" if unknown else "no kind was given"
        message = f"{what}, expected one or more of {', '.join(Kind)}"
        raise InputError(message)
    return tuple(Kind(kind) for kind in named)


def _check_tag(graph: CodeGraph, tag: str) -> None:
    named = _TAG in graph.concepts.column_names
    known = pc.unique(graph.concepts[_TAG]).drop_null().to_pylist() if named else []
    if tag not in known:
        shown = ", ".join(sorted(known)[:_SHOWN]) + (", …" if len(known) > _SHOWN else "")
        has = f"; it has {shown}" if known else ", nor any other"
        message = f"no concept of {graph.release} has the semantic tag '{shortened(tag)}'{has}"
        raise InputError(message)


def _holds_extensions(graph: CodeGraph, branch: tuple[int, ...] | None) -> bool:
    """Say whether a branch has extension codes in it, and so asks for them."""
    if branch is None or graph.release.system is not CodeSystem.ICD11:
        return False
    kinds = graph.concepts["kind"].take(pa.array(branch))
    return bool(pc.any(pc.equal(kinds, Kind.EXTENSION)).as_py())
