"""The search index of one graph: what its documents hold, and how it is filled.

A document is one term of one concept, or its code. What it is filtered by stands in it, and its
rank as a number, so that the engine filters and orders.

The traps: an index is filled by one thread, since several would deal the documents out by chance;
the engine's score says nothing (the hits of a prefix all have 1.0), so it is never asked for.

Source: tantivy 0.27, reference of its Python binding.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import tantivy

from workbench.core.progress import Progress, silent
from workbench.graph.code_graph import CodeGraph
from workbench.graph.schema import TermUse
from workbench.graph.search.codes import compact
from workbench.graph.search.labels import USES, ranked_labels
from workbench.graph.search.words import exact_keys, indexed_words

__all__ = ["VERSION", "fill", "label_of", "schema"]

#: Raised by one whenever another index would be made of the same graph.
VERSION: Final = 1
_SEMANTIC_TAG: Final = "semantic_tag"
_HEAP_BYTES: Final = 128_000_000
_STEP: Final = 5_000
_WORDS: Final = "words"  # the name of a tokenizer that divides at blanks and keeps long words


def schema() -> tantivy.Schema:
    """Give the fields of a document.

    ``words`` every spelling of every word; ``exact`` the whole term; ``code`` the compact code;
    ``kind``, ``tag`` and ``state`` to filter by; ``concept`` the ordinal; ``rank`` the place in the
    order; ``label`` what is shown.
    """
    made = tantivy.SchemaBuilder()
    made.add_text_field("words", tokenizer_name=_WORDS, index_option="basic")
    for name in ("exact", "code", "kind", "tag", "state"):
        made.add_text_field(name, tokenizer_name="raw", index_option="basic")
    made.add_unsigned_field("concept", indexed=True, fast=True)
    made.add_unsigned_field("rank", fast=True)
    made.add_bytes_field("label", stored=True)
    return made.build()


def fill(index: tantivy.Index, graph: CodeGraph, *, progress: Progress = silent) -> None:
    """Put the terms and codes of a graph into an empty index of `schema`."""
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_WORDS, analyzer)
    fields = index.schema
    labels = ranked_labels(graph)
    with progress(f"search {graph.release}", labels.num_rows + len(graph)) as done:
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        for count, document in enumerate(_documents(graph, labels), 1):
            writer.add_document(tantivy.Document.from_dict(document, fields))
            if count % _STEP == 0:
                done(_STEP)
        writer.commit()
        writer.wait_merging_threads()
    index.reload()


def label_of(stored: bytes) -> tuple[TermUse, str]:
    """Give the use and the text of a document's label."""
    return USES[stored[0]], stored[1:].decode("utf-8")


def _documents(graph: CodeGraph, labels: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    facets = list(_facets(graph))
    columns = (labels[name].to_pylist() for name in ("ordinal", "text", "use"))
    for rank, (ordinal, text, use) in enumerate(zip(*columns, strict=True)):
        yield {
            "words": " ".join(indexed_words(text)),
            "exact": exact_keys(text) if USES[use] is not TermUse.FSN else _fsn_keys(text),
            "label": bytes([use]) + text.encode("utf-8"),
            "concept": ordinal,
            "rank": rank,
            **facets[ordinal],
        }
    for ordinal, code in enumerate(graph):
        yield {
            "code": compact(code),
            "concept": ordinal,
            "rank": labels.num_rows + ordinal,
            **facets[ordinal],
        }


def _facets(graph: CodeGraph) -> Iterator[dict[str, str]]:
    """Give by ordinal what a concept is filtered by."""
    concepts = graph.concepts
    tagged = _SEMANTIC_TAG in concepts.column_names
    kinds, actives = concepts["kind"].to_pylist(), concepts["active"].to_pylist()
    tags = concepts[_SEMANTIC_TAG].to_pylist() if tagged else [None] * len(graph)
    for kind, active, tag in zip(kinds, actives, tags, strict=True):
        facets = {"kind": kind, "state": "active" if active else "retired"}
        yield {**facets, "tag": tag} if tag else facets


def _fsn_keys(fsn: str) -> list[str]:
    """Give the keys of a fully specified name: whole, and without its semantic tag."""
    bare, bracket, _ = fsn.rpartition(" (")
    return list(dict.fromkeys([*exact_keys(fsn), *(exact_keys(bare) if bracket else [])]))
