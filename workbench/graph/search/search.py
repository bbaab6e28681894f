"""Search one graph by words and codes.

Every word is the beginning of a word of one term, all of them in any order. What is found comes in
four parts, one after the other: the code itself; terms that are the whole text; codes that begin
so; everything else. Inside a part, preferred terms and fully specified names stand before synonyms,
then shorter before longer, then the order of codes. A concept is found once, by its best term.

The trap: a prefix of one letter has hundreds of thousands of hits. They are ordered by the engine,
by a number worked out beforehand, and only the first are ever fetched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import islice
from typing import Final

import tantivy

from workbench.core.codes import Kind
from workbench.core.progress import Progress, silent
from workbench.graph.code_graph import CodeGraph
from workbench.graph.search.codes import begun_code, compact, whole_codes
from workbench.graph.search.hits import Hit, Hits
from workbench.graph.search.index import fill, label_of, schema
from workbench.graph.search.notes import notes
from workbench.graph.search.query import (
    LIMIT,
    Asked,
    all_of,
    ask,
    filters,
    in_use,
    prefix,
    word_query,
)
from workbench.graph.search.words import exact_key

__all__ = ["GraphSearch", "build_search"]

#: How many documents are fetched for each concept wanted, since a concept has several terms.
_DOCUMENTS: Final = 4
_DIGITS: Final = 9


class _Part(IntEnum):
    """The parts of an answer; a greater number stands before a smaller."""

    WORDS = 0
    BEGUN_CODE = 1
    WHOLE_TERM = 2
    CODE = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GraphSearch:
    """A graph and its search index.

    Attributes
    ----------
    graph
        What is searched.
    index
        Its index, as `workbench.graph.search.index.fill` left it.

    Examples
    --------
    >>> from workbench.core.codes import parse_release
    >>> from workbench.graph.build import build_graph, edges_table, nodes_table
    >>> graph = build_graph(
    ...     nodes_table(
    ...         {"code": "I21", "term": "Acute infarction", "kind": "category"},
    ...         {"code": "I21.0", "term": "Acute infarction, anterior", "kind": "subcategory"},
    ...         {"code": "R60", "term": "Oedema", "kind": "category"},
    ...     ),
    ...     edges_table(("I21.0", "I21")),
    ...     release=parse_release("icd10/example"),
    ... )
    >>> search = build_search(graph)
    >>> search.search("infarct acu").codes, search.search("edem").codes, search.search("i21").codes
    (['I21', 'I21.0'], ['R60'], ['I21', 'I21.0'])
    >>> search.search("infarct acu")[0].matched
    'Acute infarction'
    """

    graph: CodeGraph
    index: tantivy.Index
    _searcher: tantivy.Searcher = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Hold on to the index as it is."""
        object.__setattr__(self, "_searcher", self.index.searcher())

    def search(
        self,
        text: str,
        *,
        limit: int = LIMIT,
        under: str | None = None,
        kinds: Collection[Kind | str] | None = None,
        active: bool | None = True,
        semantic_tag: str | None = None,
    ) -> Hits:
        """Find concepts by the beginnings of words, or by their code.

        Parameters
        ----------
        text
            Words or their beginnings, a code or its beginning.
        limit
            How many concepts at most.
        under
            Only this code and what lies under it.
        kinds
            Only these; default all, but extension codes only where `under` lies among them or
            they are asked for by code.
        active
            True: those in use, and a retired one where the text is its code; False: the retired;
            None: both.
        semantic_tag
            Only concepts with this tag (SNOMED CT: ``disorder``).

        Raises
        ------
        InputError
            If the text has no letter and no digit or is too long, the limit is no whole number
            from 1, or a kind or tag is not known.
        UnknownCodeError
            If `under` is not in the graph; with near spellings.
        """
        return self.answer(
            ask(
                self.graph,
                text,
                limit=limit,
                under=under,
                kinds=kinds,
                active=active,
                semantic_tag=semantic_tag,
            )
        )

    def answer(self, asked: Asked) -> Hits:
        """Find what was asked of this graph."""
        found = self._first(asked)
        told = notes(self.graph, asked, found, among_retired=self._first)
        return Hits(text=asked.text, release=self.graph.release, found=found, notes=told)

    def _first(self, asked: Asked) -> tuple[Hit, ...]:
        return tuple(islice(self._found(asked), asked.limit))

    def _found(self, asked: Asked) -> Iterator[Hit]:
        seen: set[int] = set()
        for part, query in self._queries(asked):
            for rank, ordinal, address in self._documents(query, asked.limit):
                if ordinal not in seen:
                    seen.add(ordinal)
                    yield self._hit(part, rank, ordinal, address)

    def _queries(self, asked: Asked) -> Iterator[tuple[_Part, tantivy.Query]]:
        fields = self.index.schema
        held = filters(fields, asked)
        retired_too = [] if asked.active else in_use(fields, asked)
        for query in self._whole_code(asked.text):
            yield _Part.CODE, all_of([query, *held, *retired_too])
        held += in_use(fields, asked)
        whole = tantivy.Query.term_query(fields, "exact", exact_key(asked.text))
        yield _Part.WHOLE_TERM, self._of_terms([whole, *held], asked)
        begun = begun_code(asked.text, self.graph.release.system)
        if begun:
            yield _Part.BEGUN_CODE, all_of([prefix(fields, "code", begun), *held])
        yield _Part.WORDS, self._of_terms([word_query(fields, asked.words), *held], asked)

    def _of_terms(self, queries: list[tantivy.Query], asked: Asked) -> tantivy.Query:
        """Give the query for terms; extension codes answer to it only where asked for."""
        if not asked.leave_extensions:
            return all_of(queries)
        extension = tantivy.Query.term_query(self.index.schema, "kind", str(Kind.EXTENSION))
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, all_of(queries)), (tantivy.Occur.MustNot, extension)]
        )

    def _whole_code(self, text: str) -> Iterator[tantivy.Query]:
        """Give the query for the concept that a text is the code of; the first reading counts."""
        fields, graph = self.index.schema, self.graph
        for form in whole_codes(text, graph.release.system):
            ordinal = graph.index.find(form)
            if ordinal is not None:
                code = tantivy.Query.term_query(fields, "code", compact(graph.code_at(ordinal)))
                concept = tantivy.Query.term_query(fields, "concept", ordinal)
                yield all_of([code, concept])
                return
        if len(text.split()) == 1 and compact(text):
            yield tantivy.Query.term_query(fields, "code", compact(text))

    def _documents(
        self, query: tantivy.Query, wanted: int
    ) -> Iterator[tuple[int, int, tantivy.DocAddress]]:
        """Give rank, ordinal and address of the documents of a query, best first."""
        size, begin = self._searcher.num_docs, 0
        end = min(size, wanted * _DOCUMENTS)
        while begin < end:
            hits = self._searcher.search(
                query,
                limit=end - begin,
                offset=begin,
                count=False,
                order_by_field="rank",
                order=tantivy.Order.Asc,
            ).hits
            addresses = [address for _, address in hits]
            ordinals = self._searcher.fast_field_values("concept", addresses)
            for (rank, address), ordinal in zip(hits, ordinals, strict=True):
                yield int(rank), int(ordinal or 0), address
            if len(hits) < end - begin:
                return
            begin, end = end, min(size, end * _DOCUMENTS)

    def _hit(self, part: _Part, rank: int, ordinal: int, address: tantivy.DocAddress) -> Hit:
        code = self.graph.code_at(ordinal)
        stored = self._searcher.doc(address).get_first("label")
        use, matched = ("code", code) if stored is None else label_of(bytes(stored))
        return Hit(
            code=code,
            term=str(self.graph.concepts["term"][ordinal]),
            matched=matched,
            use=str(use),
            active=bool(self.graph.concepts["active"][ordinal].as_py()),
            score=round(part + 1 - rank / self._searcher.num_docs, _DIGITS),
        )


def build_search(graph: CodeGraph, *, progress: Progress = silent) -> GraphSearch:
    """Make the search index of a graph in memory."""
    index = tantivy.Index(schema())
    fill(index, graph, progress=progress)
    return GraphSearch(graph=graph, index=index)
